//! Settings: how the prompt looks and behaves, each under one name.
//!
//! Texts come in from a file, the environment and the user; values go out. What is said by flags stands over the environment, that over the
//! file, that over what is built in. It does not know what the values are used for.

mod file;

pub(crate) use file::ConfigFile;

use crate::terminal::{Timeout, When};
use std::fmt;
use whereof::render::{Expansions, Format, Unwritable};

/// How the prompt looks and behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// How answers are shown.
    pub(crate) mode: Format,
    /// When colour is used.
    pub(crate) color: When,
    /// Whether lines and signs are drawn with ASCII characters, whatever the locale says.
    pub(crate) ascii: bool,
    /// Columns; those of the terminal for 0.
    pub(crate) width: u16,
    /// Rows of a table that are shown; all for 0.
    pub(crate) limit: u64,
    /// What a question may take.
    pub(crate) timeout: Timeout,
    /// Whether the time is told that an answer took.
    pub(crate) timer: bool,
    /// How much is told of what names and verbs were widened by.
    pub(crate) expand: Expansions,
    /// What shows long answers: `auto`, `never`, or a program.
    pub(crate) pager: String,
    /// Keys of emacs or vi.
    pub(crate) edit: Keys,
    /// Inputs that are kept; none for 0.
    pub(crate) history: u64,
    /// Whether the prompt says what is open when it begins.
    pub(crate) banner: bool,
}

/// Which editor's keys the line obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    Emacs,
    Vi,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            mode: Format::Table,
            color: When::Auto,
            ascii: false,
            width: 0,
            limit: 1000,
            timeout: Timeout(whereof::Limits::interactive().time),
            timer: false,
            expand: Expansions::default(),
            pager: "auto".to_owned(),
            edit: Keys::Emacs,
            history: 10_000,
            banner: true,
        }
    }
}

/// A value as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Text(String),
    Number(u64),
    Truth(bool),
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::Text(text) => f.write_str(text),
            Shown::Number(number) => number.fmt(f),
            Shown::Truth(is) => f.write_str(if *is { "on" } else { "off" }),
        }
    }
}

/// One setting.
pub(crate) struct Setting {
    /// As typed and as written in the file.
    pub(crate) name: &'static str,
    /// What it says, and what it may be.
    pub(crate) about: &'static str,
    /// Its value.
    pub(crate) show: fn(&Settings) -> Shown,
    /// Gives it a value; says what it may be where this is none.
    pub(crate) read: fn(&mut Settings, &str) -> Result<(), String>,
}

/// All settings, in the order of the file.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting {
        name: "mode",
        about: "how answers look, as for .mode",
        show: |all| Shown::Text(all.mode.to_string()),
        read: |all, text| {
            let mode: Format = text.parse().map_err(|wrong: Unwritable| wrong.to_string())?;
            if !mode.is_for_screens() {
                return Err(format!("a screen cannot show {mode}; `.save answer.{}` writes it", mode.ending()));
            }
            all.mode = mode;
            Ok(())
        },
    },
    Setting {
        name: "color",
        about: "auto, always or never",
        show: |all| Shown::Text(all.color.word().to_owned()),
        read: |all, text| text.parse().map(|color| all.color = color),
    },
    Setting {
        name: "ascii",
        about: "true to draw with ASCII characters, whatever the locale says",
        show: |all| Shown::Truth(all.ascii),
        read: |all, text| truth(text).map(|is| all.ascii = is),
    },
    Setting {
        name: "width",
        about: "columns of an answer; 0 for those of the terminal",
        show: |all| Shown::Number(all.width.into()),
        read: |all, text| match text {
            "auto" | "0" => {
                all.width = 0;
                Ok(())
            }
            text => match text.parse() {
                Ok(width @ 20..) => {
                    all.width = width;
                    Ok(())
                }
                _ => Err(format!("`{text}` is no width; from 20 columns on, or `auto`")),
            },
        },
    },
    Setting {
        name: "limit",
        about: "rows of a table that are shown; 0 for all, and all of each list",
        show: |all| Shown::Number(all.limit),
        read: |all, text| match text {
            "auto" => {
                all.limit = Settings::default().limit;
                Ok(())
            }
            text => number(text, "all").map(|limit| all.limit = limit),
        },
    },
    Setting {
        name: "timeout",
        about: "what a question may take: 10s, 500ms, 2m, never",
        show: |all| Shown::Text(all.timeout.to_string()),
        read: |all, text| text.parse().map(|time| all.timeout = time),
    },
    Setting {
        name: "timer",
        about: "true to be told how long an answer took",
        show: |all| Shown::Truth(all.timer),
        read: |all, text| truth(text).map(|is| all.timer = is),
    },
    Setting {
        name: "expand",
        about: "what is told of how names and verbs were widened: all, some, none",
        show: |all| Shown::Text(all.expand.to_string()),
        read: |all, text| {
            let word = match text {
                "on" | "true" => "some",
                "off" | "false" => "none",
                word => word,
            };
            word.parse().map(|expand| all.expand = expand)
        },
    },
    Setting {
        name: "pager",
        about: "what shows long answers: auto, never, or a program",
        show: |all| Shown::Text(all.pager.clone()),
        read: |all, text| {
            all.pager = if text.trim().is_empty() { "never" } else { text.trim() }.to_owned();
            Ok(())
        },
    },
    Setting {
        name: "edit",
        about: "keys of the line: emacs or vi",
        show: |all| Shown::Text(if all.edit == Keys::Vi { "vi" } else { "emacs" }.to_owned()),
        read: |all, text| {
            all.edit = match text {
                "emacs" => Keys::Emacs,
                "vi" => Keys::Vi,
                other => return Err(format!("`{other}` is none of emacs, vi")),
            };
            Ok(())
        },
    },
    Setting {
        name: "history",
        about: "inputs that are kept for the next time; 0 for none",
        show: |all| Shown::Number(all.history),
        read: |all, text| number(text, "all").map(|most| all.history = most.min(1_000_000)),
    },
    Setting {
        name: "banner",
        about: "true to be told what is open when the prompt begins",
        show: |all| Shown::Truth(all.banner),
        read: |all, text| truth(text).map(|is| all.banner = is),
    },
];

/// A value that is on or off.
///
/// # Errors
/// It is neither.
pub(crate) fn truth(text: &str) -> Result<bool, String> {
    match text {
        "true" | "on" | "yes" => Ok(true),
        "false" | "off" | "no" => Ok(false),
        other => Err(format!("`{other}` is neither on nor off")),
    }
}

fn number(text: &str, none: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) if text == none => Ok(0),
        Err(_) => Err(format!("`{text}` is no whole number, nor `{none}`")),
    }
}

/// The setting of a name.
///
/// # Errors
/// There is none, and which was probably meant.
pub(crate) fn named(name: &str) -> Result<&'static Setting, String> {
    SETTINGS.iter().find(|setting| setting.name == name).ok_or_else(|| {
        let near = SETTINGS.iter().map(|setting| (strsim::damerau_levenshtein(setting.name, name), setting.name)).min();
        match near {
            Some((far, known)) if far <= 2 => format!("no setting `{name}`; did you mean `{known}`?"),
            _ => {
                let all: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
                format!("no setting `{name}`; there are {}", all.join(", "))
            }
        }
    })
}

impl Settings {
    /// Gives a setting a value.
    ///
    /// # Errors
    /// There is no such setting, or it cannot have this value.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        (named(name)?.read)(self, value).map_err(|why| format!("`{name}` stays as it was: {why}"))
    }

    /// Takes what the environment says: `WHEREOF_` and the name of a setting in capitals. What it says of colour in general stands over a
    /// file too. Gives back what could not be read.
    pub(crate) fn take_environment(&mut self, variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let mut wrong = Vec::new();
        if variable("NO_COLOR").is_some_and(|value| !value.is_empty())
            || variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty())
        {
            // whoever decides between these two looks at them again
            self.color = When::Auto;
        }
        for setting in SETTINGS {
            let name = format!("WHEREOF_{}", setting.name.to_uppercase());
            if let Some(value) = variable(&name).filter(|value| !value.is_empty())
                && let Err(why) = (setting.read)(self, &value)
            {
                wrong.push(format!("`{name}` is not heeded: {why}"));
            }
        }
        wrong
    }

    /// All settings as TOML, each with what it says.
    pub(crate) fn toml(&self) -> String {
        SETTINGS
            .iter()
            .map(|setting| {
                let value = file::value((setting.show)(self));
                format!("{:<24} # {}\n", format!("{} = {}", setting.name, value.to_string().trim()), setting.about)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_setting_is_shown_and_read_alike() {
        let mut other = Settings::default();
        for (name, value) in [
            ("mode", "csv"),
            ("color", "never"),
            ("ascii", "on"),
            ("width", "100"),
            ("limit", "5"),
            ("timeout", "500ms"),
            ("timer", "true"),
            ("expand", "off"),
            ("pager", "more -s"),
            ("edit", "vi"),
            ("history", "0"),
            ("banner", "no"),
        ] {
            other.set(name, value).unwrap();
        }
        for setting in SETTINGS {
            assert_ne!((setting.show)(&other), (setting.show)(&Settings::default()), "{}", setting.name);
        }
        for settings in [Settings::default(), other] {
            let mut again = Settings::default();
            assert_eq!(ConfigFile::parse(&settings.toml()).unwrap().put(&mut again), Vec::<String>::new());
            assert_eq!(again, settings);
        }
    }

    #[test]
    fn wrong_names_and_values_are_told() {
        let mut settings = Settings::default();
        assert_eq!(settings.set("mdoe", "csv"), Err("no setting `mdoe`; did you mean `mode`?".to_owned()));
        assert!(settings.set("frobnicate", "1").unwrap_err().contains("there are mode, color,"));
        for (name, value) in
            [("width", "7"), ("timer", "perhaps"), ("limit", "-1"), ("edit", "joe"), ("timeout", "soon")]
        {
            assert!(settings.set(name, value).unwrap_err().starts_with(&format!("`{name}` stays as it was: ")));
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn the_environment_stands_over_the_file() {
        let mut settings = Settings { color: When::Always, ..Settings::default() };
        let wrong = settings.take_environment(|name| match name {
            "NO_COLOR" => Some("1".to_owned()),
            "WHEREOF_MODE" => Some("json".to_owned()),
            "WHEREOF_TIMER" => Some("perhaps".to_owned()),
            "WHEREOF_PAGER" => Some(String::new()),
            _ => None,
        });
        assert_eq!((settings.color, settings.mode), (When::Auto, Format::Json));
        assert_eq!(wrong, ["`WHEREOF_TIMER` is not heeded: `perhaps` is neither on nor off"]);
        let mut settings = Settings::default();
        settings.take_environment(|name| (name == "WHEREOF_COLOR").then(|| "always".to_owned()));
        assert_eq!(settings.color, When::Always);
    }
}
