//! Other programs that the prompt starts: the user's pager and the user's editor, and no more.
//!
//! A command as the user wrote it comes in, a text goes to the program or comes back from it. Which program it is, is not decided here, and no
//! shell reads the command.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::process::{Command, ExitStatus, Stdio};

/// Shows a text in a program and waits for its end. Who leaves it early has seen enough: that is no failure.
///
/// # Errors
/// It cannot be started.
pub(super) fn page(command: &str, text: &str) -> io::Result<()> {
    let is_less = is_less(command);
    let mut pager = program(command)?;
    if is_less && !command.split_whitespace().any(|word| word.starts_with("-P") || word.starts_with("--prompt")) {
        pager.arg(format!("-Ps{WAYS}"));
    }
    // a question typed while a page is shown shall neither write a file nor start a program
    let mut pager = pager.env("LESSSECURE", "1").stdin(Stdio::piped()).spawn()?;
    if let Some(mut into) = pager.stdin.take() {
        // closed early: the reader left
        let _ = into.write_all(text.as_bytes());
    }
    let done = pager.wait()?;
    // a `less` that does not know its options ends at once and shows nothing
    if is_less && done.code().is_some_and(|code| code != 0) {
        return Err(io::Error::other("it does not take its options"));
    }
    Ok(())
}

/// What `less` says at the bottom of a page, in the signs of its own prompts: it says `:` otherwise, and how to leave nowhere.
const WAYS: &str = r"?e(end) .space goes on, b goes back, /word searches, q leaves";

fn is_less(command: &str) -> bool {
    let name = command.split_whitespace().next().unwrap_or("");
    name == "less" || name.ends_with("/less")
}

/// Lets the user change a text in a program; none where the program says that it failed, so that what was typed is not lost.
///
/// # Errors
/// It cannot be started, or the text cannot be written or read.
pub(super) fn edit(command: &str, text: &str) -> io::Result<Option<String>> {
    let folder = std::env::temp_dir();
    let named = |turn: u32| folder.join(format!("whereof-{}-{turn}.whereof", std::process::id()));
    let mut turn = 0;
    let (path, mut file) = loop {
        let path = named(turn);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(file) => break (path, file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && turn < 100 => turn += 1,
            Err(error) => return Err(error),
        }
    };
    let done = file
        .write_all(format!("{}\n", text.trim_end()).as_bytes())
        .and_then(|()| program(command)?.arg(&path).status())
        .and_then(|status: ExitStatus| status.success().then(|| fs::read_to_string(&path)).transpose());
    let _ = fs::remove_file(&path);
    done
}

/// A command: its first word is the program, the others are arguments.
fn program(command: &str) -> io::Result<Command> {
    let mut words = command.split_whitespace();
    let Some(name) = words.next() else { return Err(io::Error::from(io::ErrorKind::NotFound)) };
    let mut program = Command::new(name);
    program.args(words);
    Ok(program)
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_pager_gets_the_text_and_may_be_left_early() {
        let text = "line\n".repeat(100_000);
        page("head -n 0", &text).unwrap();
        assert!(page("no-such-pager-here", &text).is_err());
        assert!(page("  ", &text).is_err());
    }

    #[test]
    fn less_is_told_to_say_how_it_is_left() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("whereof-less-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (less, told) = (folder.join("less"), folder.join("told"));
        fs::write(&less, format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\ncat > /dev/null\n", told.display()))
            .unwrap();
        fs::set_permissions(&less, fs::Permissions::from_mode(0o700)).unwrap();
        let less = less.display().to_string();
        page(&format!("{less} -R"), "text\n").unwrap();
        assert_eq!(fs::read_to_string(&told).unwrap(), format!("-R\n-Ps{WAYS}\n"));
        // who has a prompt of their own keeps it
        page(&format!("{less} -Pmine"), "text\n").unwrap();
        assert_eq!(fs::read_to_string(&told).unwrap(), "-Pmine\n");
        // one that does not know an option has shown nothing
        fs::write(folder.join("less"), "#!/bin/sh\nexit 1\n").unwrap();
        assert!(page(&less, "text\n").is_err());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn an_editor_gives_the_text_back_or_nothing() {
        assert_eq!(edit("true", "nouns").unwrap().as_deref(), Some("nouns\n"));
        assert_eq!(edit("sed -i s/nouns/verbs/", "nouns").unwrap().as_deref(), Some("verbs\n"));
        assert_eq!(edit("false", "nouns").unwrap(), None);
        assert!(edit("no-such-editor-here", "nouns").is_err());
        let mine = format!("whereof-{}-", std::process::id());
        let left = fs::read_dir(std::env::temp_dir()).unwrap().flatten();
        assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(&mine)));
    }
}
