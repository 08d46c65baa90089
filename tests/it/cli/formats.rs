//! Formats, and what goes to which stream.

use super::{HEADLINE, run};
use serde_json::Value;

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
fn fits(schema: &Value, root: &Value, value: &Value) -> Result<(), String> {
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
    let right = match schema["type"].as_str().unwrap() {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.as_array().is_some(),
        "object" => value.is_object(),
        other => return Err(format!("the schema says {other}")),
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
    ] {
        let ran = run(&["--format", "json", "-c", asked]);
        assert_eq!(ran.code, 0, "{asked}: {ran:?}");
        let value: Value = serde_json::from_str(&ran.out).unwrap();
        let name = value["reply"].as_str().unwrap().replace('-', "_");
        fits(&schema["$defs"][&name], &schema, &value).unwrap_or_else(|why| panic!("{asked}: {why}"));
    }
    let ran = run(&["--error-format", "json", "-c", "treatment where upregulates CXCR44"]);
    let value: Value = serde_json::from_str(&ran.err).unwrap();
    fits(&schema["$defs"]["diagnostic"], &schema, &value).unwrap();
    assert!(fits(&schema["$defs"]["diagnostic"], &schema, &serde_json::json!({"code": 1})).is_err());
}
