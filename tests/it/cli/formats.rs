//! Formats, and what goes to which stream.

use super::{HEADLINE, program, run, scratch};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use whereof::{Base, Format, Limits, Reply, Session, Style, render};

#[test]
fn jsonl_prints_one_object_a_row_and_nothing_else() {
    let ran = run(&["--format", "jsonl", "-c", HEADLINE]);
    assert_eq!(ran.out.lines().count(), 1);
    let row: Value = serde_json::from_str(&ran.out).unwrap();
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["findings", "refs", "refs_against", "treatment", "verdict"]);
    assert_eq!(row["refs"], serde_json::json!([59]));
    assert!(ran.err.contains("rapamycin [56]") && ran.err.contains("hypoxia [62]"), "{ran:?}");
    assert_eq!(run(&["-q", "--format", "jsonl", "-c", HEADLINE]).err, "");
}

#[test]
fn tables_tell_all_on_standard_output() {
    for format in ["table", "markdown", "json"] {
        let ran = run(&["--format", format, "-c", HEADLINE]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        for words in ["resveratrol", "rapamycin", "hypoxia", "cirrhosis", "Hu 2020"] {
            assert!(ran.out.contains(words), "{format}: no {words} in {}", ran.out);
        }
    }
}

#[test]
fn a_table_fits_its_surface() {
    for width in ["40", "60", "80", "120"] {
        for asked in
            [HEADLINE, "describe CXCR4", "kinds of fibrosis", "verbs", "slots", "treatment where upregulates VEGF"]
        {
            let ran = run(&["--format", "table", "--width", width, "-c", asked]);
            assert_eq!(ran.code, 0, "{ran:?}");
            for line in ran.out.lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(columns <= width.parse().unwrap(), "{asked} at {width}: {columns} columns: {line}");
            }
        }
    }
}

/// Whether a value has the form that a schema gives, every key of it documented.
pub(crate) fn fits(schema: &Value, root: &Value, value: &Value) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        return fits(&root["$defs"][name.trim_start_matches("#/$defs/")], root, value);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(all) = schema[choice].as_array() {
            let wrong: Vec<String> = all.iter().filter_map(|one| fits(one, root, value).err()).collect();
            return if wrong.len() < all.len() { Ok(()) } else { Err(wrong.join(" / ")) };
        }
    }
    if let Some(one) = schema.get("const") {
        return if one == value { Ok(()) } else { Err(format!("{value} is not {one}")) };
    }
    if let Some(all) = schema["enum"].as_array() {
        return if all.contains(value) { Ok(()) } else { Err(format!("{value} is not in {all:?}")) };
    }
    let is = |word: &Value| match word.as_str().unwrap() {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema says {other}"),
    };
    let right = match &schema["type"] {
        Value::Array(several) => several.iter().any(is),
        one => is(one),
    };
    if !right {
        return Err(format!("{value} is no {}", schema["type"]));
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], root, item)?;
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().unwrap() {
            object.get(name.as_str().unwrap()).ok_or(format!("no {name}"))?;
        }
        for (name, inner) in object {
            let known = schema["properties"].get(name).ok_or(format!("`{name}` is not documented"))?;
            fits(known, root, inner).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}

#[test]
fn json_has_the_documented_form() {
    let schema: Value = serde_json::from_str(&run(&["schema"]).out).unwrap();
    let mut seen = BTreeSet::new();
    for asked in [
        HEADLINE,
        "treatment where increases GSH and disease = fibrosis",
        "treatment where no effect on viability",
        "treatment where downregulates Bax",
        "treatment where upregulates CXCR4 limit 1",
        "count treatment by disease where upregulates CXCR4",
        "finding where disease = fibrosis",
        "why treatment where upregulates CXCR4",
        "why rapamycin upregulates CXCR4",
        "why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis",
        "describe CXCR4",
        "kinds of fibrosis",
        "verbs",
        "resolve \"SDF-1α\"",
        "resolve CXCR44",
        "let $gene = CXCR4",
        "retract study 59",
        "expect some: treatment where upregulates CXCR4",
        "diff builtin session: treatment where upregulates CXCR4",
        "define homing booster = treatment where improves homing",
        "paths from hypoxia to homing within 3",
        "matrix treatment by disease of improves homing",
        "gaps",
        "compare rapamycin with hypoxia",
        "contested treatment, disease",
        "similar to rapamycin",
    ] {
        let ran = run(&["--format", "json", "-c", asked]);
        assert_eq!(ran.code, 0, "{asked}: {ran:?}");
        let value: Value = serde_json::from_str(&ran.out).unwrap();
        let name = value["reply"].as_str().unwrap().replace('-', "_");
        fits(&schema["$defs"][&name], &schema, &value).unwrap_or_else(|why| panic!("{asked}: {why}"));
        seen.insert(value["reply"].as_str().unwrap().to_owned());
    }
    // no statement asks for a card; a prompt does
    let mut session = Session::new(Base::builtin(), Limits::script());
    let reply = session.eval(HEADLINE).remove(0).unwrap();
    let card = Reply::Card(Box::new(session.card(&reply, 1, 1).unwrap()));
    let value: Value = serde_json::from_str(&render(&card, Format::Json, &Style::default()).unwrap()).unwrap();
    fits(&schema["$defs"]["card"], &schema, &value).unwrap();
    seen.insert("card".to_owned());
    let known = schema["$defs"].as_object().unwrap().values();
    let known = known.filter_map(|one| one["properties"]["reply"]["const"].as_str().map(str::to_owned)).collect();
    assert_eq!(seen, known, "every kind of reply is documented, and none besides");
    let ran = run(&["--error-format", "json", "-c", "treatment where upregulates CXCR44"]);
    let value: Value = serde_json::from_str(&ran.err).unwrap();
    fits(&schema["$defs"]["diagnostic"], &schema, &value).unwrap();
    assert!(fits(&schema["$defs"]["diagnostic"], &schema, &serde_json::json!({"code": 1})).is_err());
}

/// Files that a run left in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Whatever ending a format goes by, its files appear under the name that was asked for, and no others.
#[test]
fn every_ending_of_a_format_that_is_built_is_written() {
    for format in Format::ALL {
        let folder = scratch(&format!("ending-{format}"));
        let name = format!("answer.{}", format.ending());
        // a chart is drawn of numbers
        let question = if format == Format::Chart { "count treatment by disease" } else { HEADLINE };
        let ran: super::Ran =
            program().current_dir(&folder).args(["-q", "-o", &name, "-c", question]).output().unwrap().into();
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{format}");
        let mut wanted = format.file_names(&name);
        wanted.sort();
        assert_eq!(files(&folder), wanted, "{format}");
        for name in wanted {
            assert!(std::fs::metadata(folder.join(&name)).unwrap().len() > 20, "{name} is empty");
        }
    }
}

#[test]
fn a_pair_of_files_is_asked_for_by_either_name() {
    let folder = scratch("pairs");
    for name in ["g.kgx", "g_edges.tsv", "G_NODES.TSV"] {
        let ran: super::Ran =
            program().current_dir(&folder).args(["-q", "-o", name, "-c", HEADLINE]).output().unwrap().into();
        assert_eq!(ran.code, 0, "{name}: {ran:?}");
    }
    assert_eq!(files(&folder), ["G_edges.tsv", "G_nodes.tsv", "g_edges.tsv", "g_nodes.tsv"]);
    // one name of two places, and no name at all
    let ran = run(&["--format", "kgx", "-c", HEADLINE]);
    assert!(ran.code == 2 && ran.out.is_empty(), "{ran:?}");
    assert!(ran.err.contains("`-o answer` writes answer_nodes.tsv and answer_edges.tsv"), "{ran:?}");
}

/// A file that cannot be written is refused before anything is read or asked: the question is wrong and the base is none, and neither is
/// said.
#[test]
fn an_ending_that_cannot_be_written_is_refused_before_anything_runs() {
    let folder = scratch("refused");
    let refused = |name: &str| -> super::Ran {
        let asked = ["-o", name, "--base", "no such base", "-c", "treatment where upregulates CXCR44"];
        let ran: super::Ran = program().current_dir(&folder).args(asked).output().unwrap().into();
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {ran:?}");
        assert!(!ran.err.contains("no such base") && !ran.err.contains("CXCR44"), "{name}: {ran:?}");
        assert_eq!(files(&folder), [""; 0], "{name}");
        ran
    };
    for name in ["answer.docx", "answer.tsv.gz", "answer.", "rows.xls"] {
        let ran = refused(name);
        let ending = name.rsplit('.').next().unwrap();
        assert!(ran.err.contains(&format!("no format goes by the ending .{ending}")), "{ran:?}");
        assert!(ran.err.contains("table, tsv, csv") && ran.err.trim_end().ends_with("--format says which"), "{ran:?}");
    }
    for (name, format) in [("a.xlsx", Format::Xlsx), ("a.parquet", Format::Parquet), ("a.feather", Format::Arrow)] {
        if let Some(why) = format.missing() {
            assert!(refused(name).err.contains(&why), "{name}");
            // by name as well
            let ran = run(&["--format", format.word(), "-c", HEADLINE]);
            assert!(ran.code == 2 && ran.err.contains(&why), "{ran:?}");
        }
    }
    // what is asked for by name goes into a file of any name
    let given: super::Ran = program()
        .current_dir(&folder)
        .args(["-q", "--format", "csv", "-o", "a.docx", "-c", HEADLINE])
        .output()
        .unwrap()
        .into();
    assert_eq!((given.code, files(&folder)), (0, vec!["a.docx".to_owned()]));
}

#[test]
fn the_prompt_refuses_an_ending_and_keeps_the_answer() {
    let folder = scratch("refused-prompt");
    let typed = format!("{HEADLINE}\n.save answer.docx\n.save answer.parquet\n.mode parquet\n.save rows.csv\n");
    let ran = super::fed(
        &["-i", "-q", "--no-config"],
        typed
            .replace("answer.", &format!("{}/answer.", folder.display()))
            .replace("rows.csv", &format!("{}/rows.csv", folder.display()))
            .as_bytes(),
    );
    assert!(ran.err.contains("no format goes by the ending .docx"), "{ran:?}");
    if let Some(why) = Format::Parquet.missing() {
        assert_eq!(ran.err.replace('\n', " ").matches(why.split(';').next().unwrap()).count(), 2, "{ran:?}");
        assert_eq!(files(&folder), ["rows.csv"]);
    }
}
