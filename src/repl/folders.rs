//! Where the prompt keeps its files.
//!
//! The environment comes in, folders go out: the same ones on every unix. Nothing is made or read here, and the working folder is never one
//! of them.

use std::env;
use std::path::{Path, PathBuf};

/// Where the history lies.
pub(super) fn state() -> Option<PathBuf> {
    folder(|name| env::var_os(name).map(PathBuf::from), "XDG_STATE_HOME", ".local/state")
}

/// Where settings and the startup file lie.
pub(super) fn config() -> Option<PathBuf> {
    folder(|name| env::var_os(name).map(PathBuf::from), "XDG_CONFIG_HOME", ".config")
}

/// A path as people type it: `~/` stands for the home folder.
pub(super) fn typed(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), env::var_os("HOME")) {
        (Some(rest), Some(home)) if Path::new(&home).is_absolute() => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

/// The folder of this program below the one that a variable names, or else below the home folder; a relative path is none.
fn folder(variable: impl Fn(&str) -> Option<PathBuf>, name: &str, below_home: &str) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    absolute(name).or_else(|| absolute("HOME").map(|home| home.join(below_home))).map(|at| at.join("whereof"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_follow_the_environment() {
        let only =
            |given: &'static str, path: &'static str| move |name: &str| (name == given).then(|| PathBuf::from(path));
        let state = |variable: &dyn Fn(&str) -> Option<PathBuf>| folder(variable, "XDG_STATE_HOME", ".local/state");
        assert_eq!(state(&only("XDG_STATE_HOME", "/s")), Some(PathBuf::from("/s/whereof")));
        assert_eq!(state(&only("HOME", "/h")), Some(PathBuf::from("/h/.local/state/whereof")));
        assert_eq!(state(&only("XDG_STATE_HOME", "relative")), None);
        assert_eq!(state(&|_| None), None);
    }

    #[test]
    fn a_tilde_is_the_home_folder_at_the_beginning_only() {
        assert_eq!(typed("a/~/b"), PathBuf::from("a/~/b"));
        assert_eq!(typed("~other/b"), PathBuf::from("~other/b"));
    }
}
