//! Settings, the folders they lie in, and what stands over what.

use super::{HEADLINE, Ran, program, scratch};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program with input on a pipe.
fn fed(command: &mut Command, input: &str) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap().into()
}

fn at(config: &Path) -> Command {
    let mut command = program();
    command.env("XDG_CONFIG_HOME", config);
    command
}

#[test]
fn the_path_is_told_and_follows_the_environment() {
    let told = |command: &mut Command| -> Ran { command.args(["config", "path"]).output().unwrap().into() };
    assert_eq!(told(program().env("XDG_CONFIG_HOME", "/somewhere")).out, "/somewhere/whereof/config.toml\n");
    assert_eq!(told(program().env("HOME", "/home/me")).out, "/home/me/.config/whereof/config.toml\n");
    assert_eq!(
        told(program().env("HOME", "/home/me").env("XDG_CONFIG_HOME", "relative")).out,
        "/home/me/.config/whereof/config.toml\n"
    );
    let nowhere = told(&mut program());
    assert_eq!(nowhere.code, 3);
    assert!(nowhere.err.contains("set HOME or XDG_CONFIG_HOME"), "{}", nowhere.err);
}

#[test]
fn flags_stand_over_the_environment_and_that_over_the_file() {
    let config = scratch("settings-order");
    std::fs::create_dir_all(config.join("whereof")).unwrap();
    std::fs::write(config.join("whereof/config.toml"), "mode = \"csv\"\nwidth = 50\nlimit = 7\nfrobnicate = 1\n")
        .unwrap();
    let modes = |command: &mut Command| fed(command.args(["-i", "-q"]), ".mode\n.width\n.limit\n");
    let of_file = modes(&mut at(&config));
    assert!(of_file.out.starts_with("mode csv;") && of_file.out.contains("width 50\nlimit 7\n"), "{}", of_file.out);
    assert!(of_file.err.contains("config.toml`: no setting `frobnicate`"), "{}", of_file.err);
    let of_environment = modes(at(&config).env("WHEREOF_MODE", "json").env("WHEREOF_WIDTH", "60"));
    assert!(of_environment.out.starts_with("mode json;") && of_environment.out.contains("width 60\nlimit 7\n"));
    let of_flags = modes(at(&config).env("WHEREOF_MODE", "json").args(["--format", "tsv", "--width", "70"]));
    assert!(of_flags.out.starts_with("mode tsv;") && of_flags.out.contains("width 70\nlimit 7\n"));
    let of_none = modes(at(&config).arg("--no-config"));
    assert!(of_none.out.starts_with("mode table;") && of_none.err.is_empty(), "{}", of_none.err);
    let shown: Ran = at(&config).args(["config", "show"]).env("WHEREOF_WIDTH", "60").output().unwrap().into();
    assert!(shown.out.contains("\nmode = \"csv\"") && shown.out.contains("\nwidth = 60 "), "{}", shown.out);
}

#[test]
fn a_script_heeds_no_settings_and_nothing_is_read_from_the_working_folder() {
    let config = scratch("settings-script");
    std::fs::create_dir_all(config.join("whereof")).unwrap();
    for name in ["config.toml", ".whereof.toml", "whereof.toml", "whereof/config.toml"] {
        std::fs::write(config.join(name), "mode = \"json\"\n").unwrap();
    }
    for name in ["init.whereof", "whereof/init.whereof", ".whereofrc"] {
        std::fs::write(config.join(name), "nouns\n.quit\n").unwrap();
    }
    let plain: Ran = program().args(["-c", HEADLINE]).output().unwrap().into();
    let with: Ran =
        at(&config).env("WHEREOF_MODE", "csv").current_dir(&config).args(["-c", HEADLINE]).output().unwrap().into();
    assert_eq!((plain.out, plain.err), (with.out, with.err));
    // the working folder is the folder of settings here, and still not looked into
    let here = fed(program().current_dir(&config).args(["-i", "-q"]), ".mode\n");
    assert!(here.out.starts_with("mode table;"), "{}", here.out);
}

#[test]
fn settings_are_kept_with_what_else_stands_in_the_file() {
    let config = scratch("settings-kept");
    let file = config.join("whereof/config.toml");
    let set = |line: &str| fed(at(&config).args(["-i", "-q"]), line);
    assert!(set(".set mode csv\n").out.starts_with("mode = csv, kept in "));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mode = \"csv\"\n");
    std::fs::write(&file, "# mine\nmode = \"csv\" # always\nlater = [1, 2]\n").unwrap();
    set(".set mode tsv\n.set timer on\n");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "# mine\nmode = \"tsv\" # always\nlater = [1, 2]\ntimer = true\n"
    );
    // what cannot be read is told, and never written over
    std::fs::write(&file, "mode = \"csv\nwidth 3").unwrap();
    let wrong = set(".set mode tsv\n.mode\n");
    assert!(wrong.err.contains("is no TOML: ") && wrong.err.contains("nothing was written"), "{}", wrong.err);
    assert!(wrong.out.starts_with("mode tsv;"), "{}", wrong.out);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mode = \"csv\nwidth 3");
}

#[test]
fn garbage_in_the_place_of_files_keeps_nobody_out() {
    for (name, bytes) in [
        ("nul", b"\0\0mode".to_vec()),
        ("latin", b"mode = \"caf\xe9\"".to_vec()),
        ("huge", vec![b'#'; 40 << 20]),
        ("empty", Vec::new()),
    ] {
        let folder = scratch(&format!("garbage-{name}"));
        std::fs::create_dir_all(folder.join("whereof")).unwrap();
        for file in ["config.toml", "init.whereof", "history"] {
            std::fs::write(folder.join("whereof").join(file), &bytes).unwrap();
        }
        let done = fed(
            at(&folder).env("XDG_STATE_HOME", &folder).args(["-i", "-q"]),
            "count treatment where upregulates CXCR4\n",
        );
        assert_eq!(done.code, 0, "{name}: {}", done.err);
        assert!(done.out.contains("3 "), "{name}: {}", done.out);
        assert!(!done.err.contains("panicked"), "{name}: {}", done.err);
        for file in ["config.toml", "init.whereof"] {
            assert!(std::fs::read(folder.join("whereof").join(file)).unwrap() == bytes, "{name}: {file} was changed");
        }
        let aside = folder.join("whereof/history.bad0");
        let kept = if aside.exists() {
            std::fs::read(aside).unwrap()
        } else {
            std::fs::read(folder.join("whereof/history")).unwrap()
        };
        assert!(kept.starts_with(&bytes), "{name}: the history was lost");
        let _ = std::fs::remove_dir_all(folder);
    }
}
