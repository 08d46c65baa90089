//! Answers told whole, where they were told for a page.
//!
//! The last answers come in as they were shown; they are answered again where more of them is wanted than was put into words.

use super::orders::Trouble;
use super::shell::Shell;
use whereof::answer::Reply;
use whereof::render::Format;

impl Shell {
    /// Puts all of the last answer, and of the last answer of rows, into words.
    ///
    /// # Errors
    /// A limit was reached.
    pub(super) fn tell_whole(&mut self) -> Result<(), Trouble> {
        for reply in [&mut self.last, &mut self.rows] {
            if let Some(Reply::Answers(answers)) = reply
                && answers.untold.is_some()
            {
                **answers = answers.whole()?;
            }
        }
        Ok(())
    }

    /// The same of the last answer, unless a format holds no more than there is.
    ///
    /// # Errors
    /// A limit was reached.
    pub(super) fn tell_for(&mut self, format: Format) -> Result<(), Trouble> {
        let wanted = self.style().telling(format);
        match &self.last {
            Some(Reply::Answers(answers)) if answers.untold.as_ref().is_some_and(|untold| untold.telling != wanted) => {
                self.tell_whole()
            }
            _ => Ok(()),
        }
    }
}
