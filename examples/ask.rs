//! One question, one table.
use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn main() {
    let question = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "treatment where upregulates CXCR4 and disease = fibrosis".to_owned());
    let mut session = Session::new(Base::builtin(), Limits::script());
    for result in session.eval(&Source::new("question", question)) {
        match result {
            Ok(reply) => println!("{}", render(&reply, Format::Table, &Style::default())),
            Err(error) => println!("{error:?}"),
        }
    }
}
