//! Orders that say how answers look, and settings.
//!
//! A word comes in, the shell's settings change: for this session by the orders of their names, and for later ones by `.set`.

use super::super::settings::{ConfigFile, SETTINGS, Shown, named};
use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};
use crate::terminal::shown;
use whereof::render::{Expansions, Format, sanitise};

const SWITCH: Takes = Takes::Words(|| vec!["on", "off"]);

/// An order that is called like the setting that it changes.
const fn short(
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    takes: Takes,
    run: fn(&mut Shell, &str) -> Done,
) -> Order {
    Order { name, aliases: &[], arguments, help, takes, run }
}

pub(super) const ORDERS: &[Order] = &[
    short(".mode", "[FORMAT]", "shows answers as table, tsv, csv, json, markdown ...", Takes::Words(words), mode),
    short(".width", "[COLUMNS]", "makes answers so wide; `auto` as the terminal", Takes::Nothing, |shell, value| {
        change(shell, "width", value)
    }),
    short(".limit", "[ROWS]", "shows so many rows; `all`: every list to its end", Takes::Nothing, |shell, value| {
        change(shell, "limit", value)
    }),
    short(
        ".expand",
        "[all|some|none]",
        "tells so much of how names and verbs were widened",
        Takes::Words(|| Expansions::ALL.iter().map(|one| one.word()).collect()),
        |shell, value| change(shell, "expand", value),
    ),
    short(".timer", "[on|off]", "tells how long an answer took", SWITCH, |shell, value| change(shell, "timer", value)),
    short(".timeout", "[TIME]", "gives a question so long: 10s, 500ms, never", Takes::Nothing, |shell, value| {
        change(shell, "timeout", value)
    }),
    Order {
        name: ".settings",
        aliases: &[".show-settings"],
        arguments: "",
        help: "all settings, as they stand in the file of settings",
        takes: Takes::Nothing,
        run: settings,
    },
    Order {
        name: ".set",
        aliases: &[],
        arguments: "NAME VALUE",
        help: "changes a setting, and keeps it for later sessions",
        takes: Takes::Words(|| SETTINGS.iter().map(|setting| setting.name).collect()),
        run: set,
    },
];

/// The formats that a screen can show.
fn words() -> Vec<&'static str> {
    Format::ALL.into_iter().filter(|format| format.is_for_screens()).map(Format::word).collect()
}

/// Shows the last answer in the new format at once.
fn mode(shell: &mut Shell, word: &str) -> Done {
    if word.is_empty() {
        shell.print(&format!("mode {}; there are {}\n", shell.settings.mode, words().join(", ")))?;
        return Ok(Next::Stay);
    }
    shell.settings.set("mode", word)?;
    shell.print(&format!("mode {}\n", shell.settings.mode))?;
    if shell.last.is_some() {
        shell.view_again()?;
    }
    Ok(Next::Stay)
}

/// Changes a setting for this session, or tells it.
fn change(shell: &mut Shell, name: &'static str, value: &str) -> Done {
    let setting = named(name)?;
    if !value.is_empty() {
        shell.settings.set(name, value)?;
    }
    let value = match ((setting.show)(&shell.settings), name) {
        (Shown::Number(0), "width") => "auto".to_owned(),
        (Shown::Number(0), _) => "all".to_owned(),
        (value, _) => value.to_string(),
    };
    shell.print(&format!("{name} {value}\n"))?;
    Ok(Next::Stay)
}

fn settings(shell: &mut Shell, _: &str) -> Done {
    let place = match ConfigFile::path() {
        Some(path) => format!("# kept by `.set NAME VALUE` in {}\n", sanitise(&shown(&path))),
        None => "# there is no home folder to keep settings in\n".to_owned(),
    };
    shell.print(&format!("{place}{}", shell.settings.toml()))?;
    Ok(Next::Stay)
}

fn set(shell: &mut Shell, argument: &str) -> Done {
    let (name, value) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    // as it stands in the file, too
    let value = value.trim().trim_start_matches('=').trim();
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    if name.is_empty() {
        return Err("`.set` needs a name and a value, as in `.set mode csv`; `.settings` lists them".into());
    }
    let setting = named(name)?;
    if value.is_empty() {
        return Err(format!("`.set {name}` needs a value: {}", setting.about).into());
    }
    shell.settings.set(name, value)?;
    let Some(path) = ConfigFile::path() else {
        return Err(format!("`{name}` is set for this session; there is no home folder to keep it in").into());
    };
    ConfigFile::keep(&path, name, (setting.show)(&shell.settings))
        .map_err(|why| format!("`{name}` is set for this session only: {why}"))?;
    shell.print(&format!("{name} = {}, kept in {}\n", (setting.show)(&shell.settings), sanitise(&shown(&path))))?;
    Ok(Next::Stay)
}
