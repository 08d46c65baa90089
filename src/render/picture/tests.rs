//! Colours of pictures, read from the looks themselves: each text can be read on what it stands on, by light and by dark.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::LOOKS;
use std::collections::BTreeMap;

/// The colours of a line of the looks that declares them.
fn colours(line: &str) -> BTreeMap<&str, [u8; 3]> {
    let declared = line.split("--").skip(1).filter_map(|part| part.split_once(':'));
    let read = |hex: &str| {
        let hex = hex.trim().trim_start_matches('#');
        [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
    };
    declared.map(|(name, value)| (name, read(value.split(';').next().unwrap()))).collect()
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn what_is_written_can_be_read_by_light_and_by_dark() {
    let declared: Vec<&str> = LOOKS.lines().filter(|line| line.contains("--ink:")).collect();
    assert_eq!(declared.len(), 2);
    for (turn, line) in declared.iter().enumerate() {
        let colour = colours(line);
        let texts = [
            ("ink", &["paper", "box"][..]),
            ("faint", &["paper"]),
            ("on", &["s1", "s2", "s3", "null", "against", "contested", "split"]),
            ("over", &["s4", "s5"]),
        ];
        for (text, on) in texts {
            for behind in on {
                let found = contrast(colour[text], colour[behind]);
                // the middle of the dark ramp is written on in white
                assert!(found >= 4.5, "{turn}: {text} on {behind}: {found:.2}");
            }
        }
        for line in ["up", "down", "flat", "edge", "bar"] {
            let found = contrast(colour[line], colour["paper"]);
            assert!(found >= 3.0, "{turn}: {line} on paper: {found:.2}");
        }
        // a ramp goes one way
        let steps: Vec<f64> = ["s1", "s2", "s3", "s4", "s5"].map(|step| luminance(colour[step])).to_vec();
        assert!(steps.is_sorted() || steps.iter().rev().is_sorted(), "{turn}: {steps:?}");
    }
    let (light, dark) = (colours(declared[0]), colours(declared[1]));
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
}

/// Programs that know no variables take the colour that stands before each: that of light looks.
#[test]
fn every_variable_has_a_colour_before_it_for_those_who_know_none() {
    let light = colours(LOOKS.lines().next().unwrap());
    let mut found = 0;
    for (at, _) in LOOKS.match_indices("var(--") {
        let name = LOOKS[at + 6..].split(')').next().unwrap();
        let before = LOOKS[..at]
            .trim_end()
            .trim_end_matches("fill:")
            .trim_end_matches("stroke:")
            .trim_end()
            .trim_end_matches(';');
        let hex = before.rsplit('#').next().unwrap();
        let [r, g, b] = light[name];
        assert_eq!(hex, format!("{r:02x}{g:02x}{b:02x}"), "--{name}");
        found += 1;
    }
    assert!(found > 30);
}
