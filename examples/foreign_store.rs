//! Findings that stay where they are: a store in SQLite, asked in the whole language. The store itself is `sqlite/mod.rs`.
#![allow(clippy::print_stdout)] // an example shows its result

mod sqlite;

use rusqlite::Connection;
use sqlite::Sqlite;
use std::error::Error;
use std::sync::Arc;
use whereof::{Base, Format, Limits, Reply, Session, Style, render};

fn main() -> Result<(), Box<dyn Error>> {
    // here the findings come from the built-in base; yours are in the database already
    let store = Arc::new(Sqlite::copy(Base::builtin().facts(), Connection::open_in_memory()?)?);
    let base = Base::with_facts(store.clone());

    // one question
    print!("{}", base.query("treatment where upregulates CXCR4 and disease = fibrosis")?.text(Format::Table)?);

    // and everything else that the language has
    let mut session = Session::new(base.clone(), Limits::interactive());
    for reply in
        session.eval("why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis; kinds of fibrosis")
    {
        match reply? {
            Reply::WhyNot(told) => println!("\n{}", told.relaxations[0].query),
            other => print!("\n{}", render(&other, Format::Table, &Style::default())?),
        }
    }

    // a store that fails ends the question in an error; there is no shorter answer
    store.execute("DROP TABLE finding")?;
    if let Err(error) = base.query("treatment where upregulates VEGF") {
        print!("\n{}", error.report());
    }
    Ok(())
}
