//! Settings of the prompt, as flags, environment and file have them; and where they lie.
//!
//! Arguments come in, settings or a page about them go out. Only the prompt heeds them: what a script prints never depends on whose it is.

use super::args::{AboutConfig, Run};
use super::tools::print;
use crate::repl::{self, ConfigFile, Settings};
use crate::terminal::{Exit, Stop, Timeout, flowing, say, shown};
use std::env;
use whereof::Limits;
use whereof::render::sanitise;

/// The settings in force: flags over the environment, that over the file, that over what is built in. What cannot be heeded is told.
pub(super) fn of(run: &Run) -> Settings {
    let look = run.looks.look();
    let (mut settings, wrong) = of_file_and_environment(run.no_config);
    for why in wrong {
        say(&flowing(&format!("whereof: {why}"), &look));
    }
    if let Some(format) = run.format {
        settings.mode = format;
    }
    if let Some(Timeout(time)) = run.timeout {
        settings.timeout = Timeout(time);
    }
    if run.no_pager {
        "never".clone_into(&mut settings.pager);
    }
    settings.timer |= run.verbose;
    run.looks.put(&mut settings);
    settings
}

/// Settings without flags, and what could not be heeded.
fn of_file_and_environment(no_config: bool) -> (Settings, Vec<String>) {
    let mut settings = Settings { timeout: Timeout(Limits::interactive().time), ..Settings::default() };
    let mut wrong = Vec::new();
    if let Some(path) = ConfigFile::path().filter(|_| !no_config) {
        match ConfigFile::read(&path) {
            Ok(file) => {
                let place = shown(&path);
                wrong.extend(file.put(&mut settings).into_iter().map(|why| format!("in `{place}`: {why}")));
            }
            Err(why) => wrong.push(why),
        }
    }
    wrong.extend(settings.take_environment(|variable| env::var(variable).ok()));
    (settings, wrong)
}

/// Tells where settings lie, or what they are.
///
/// # Errors
/// There is no home folder, or what is told cannot be written.
pub(super) fn tell(what: &AboutConfig) -> Result<Exit, Stop> {
    let nowhere = || Stop::Failed(Exit::File, "there is no home folder: set HOME or XDG_CONFIG_HOME".to_owned());
    let path = ConfigFile::path().ok_or_else(nowhere)?;
    match what {
        AboutConfig::Path => print(None, &format!("{}\n", shown(&path))),
        AboutConfig::Show => {
            let startup = repl::startup_file().ok_or_else(nowhere)?;
            let (settings, wrong) = of_file_and_environment(false);
            for why in wrong {
                say(&format!("whereof: {}\n", sanitise(&why)));
            }
            let is = |path: &std::path::Path| if path.exists() { "" } else { " (not there)" };
            let text = format!(
                "# settings: {}{}\n# startup file: {}{}\n{}",
                sanitise(&shown(&path)),
                is(&path),
                sanitise(&shown(&startup)),
                is(&startup),
                settings.toml()
            );
            print(None, &text)
        }
    }
}
