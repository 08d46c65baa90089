//! The shape of a handler in a web server: the text of a request in, status and JSON out.
//!
//! A request is `{"question": "...", "with": {"gene": "CXCR4"}}`. Values are bound, never pasted, and the question is a stranger's: it runs
//! under `Limits::untrusted`, which `Base::prepare` sets. One base serves all threads.
#![allow(clippy::print_stdout)] // an example shows its result

use serde_json::{Map, Value};
use whereof::{Base, Error, ErrorKind, Format, Parameter};

/// A value of JSON as a parameter; none of what no parameter can be.
fn parameter(value: &Value) -> Option<Parameter> {
    match value {
        Value::String(text) => Some(Parameter::from(text)),
        Value::Number(number) => number.as_f64().map(Parameter::Number),
        Value::Array(values) => values.iter().map(parameter).collect::<Option<Vec<_>>>().map(Parameter::List),
        _ => None,
    }
}

fn answer(base: &Base, question: &str, with: &Map<String, Value>) -> Result<String, Error> {
    let mut query = base.prepare(question)?;
    for (name, value) in with {
        // What has no value that fits is told by the question itself.
        parameter(value).map(|value| query.bind(name, value));
    }
    query.run()?.text(Format::Json)
}

/// Status and body of the response.
fn handle(base: &Base, request: &str) -> (u16, String) {
    let Ok(request) = serde_json::from_str::<Value>(request) else { return (400, r#"{"error":"no JSON"}"#.to_owned()) };
    let question = request["question"].as_str().unwrap_or_default();
    let none = Map::new();
    match answer(base, question, request["with"].as_object().unwrap_or(&none)) {
        Ok(json) => (200, json),
        Err(error) => {
            let status = if let ErrorKind::Limit(_) = error.kind() { 503 } else { 422 };
            (status, error.to_json_lines())
        }
    }
}

fn main() {
    let base = Base::builtin();
    for request in [
        r#"{"question": "treatment where upregulates $gene and disease = fibrosis", "with": {"gene": "CXCR4"}}"#,
        r#"{"question": "treatment where upregulates $gene", "with": {"gene": "CXCR44"}}"#,
        r#"{"question": "finding where is any of (hypoxia, rapamycin"}"#,
        "hello",
    ] {
        let (status, body) = handle(&base, request);
        println!("{status} {} bytes: {}", body.len(), body.lines().next().unwrap_or(""));
    }
}
