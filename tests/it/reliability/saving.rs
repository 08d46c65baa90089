//! A base in columns on its way to the disk: killed, without room, refused by the disk. What lies there afterwards is the old base or the new
//! one, whole, and nothing else.

use super::cases;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use whereof::base::column::{image, verify};
use whereof::base::{Facts, builtin};
use whereof::columns::Bytes;
use whereof::{Access, Base};

const MAPPING: &str =
    "declarations = \"noun thing; verb touches with direction = unclear;\"\n[nouns]\n\"*\" = \"thing\"\n";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("whereof-saving-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("map.toml"), MAPPING).unwrap();
    folder
}

fn table(folder: &Path, name: &str, rows: usize) {
    let mut text = String::from("subject\trelation\tobject\n");
    for row in 0..rows {
        text.push_str(&format!("a{}\ttouches\tb{}\n", row % 997, row / 3));
    }
    std::fs::write(folder.join(name), text).unwrap();
}

fn import(folder: &Path, table: &str, to: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whereof"));
    command.current_dir(folder).args(["import", table, "--map", "map.toml", "--force", "--to"]).arg(to);
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

fn findings(path: &Path) -> u64 {
    Base::open_as(path, Access::Whole)
        .unwrap_or_else(|error| panic!("{}: {}", path.display(), error.report()))
        .info()
        .findings
}

/// Files of a folder that a killed program may leave: they are beside the base, never it.
fn left(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".new")).count()
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_the_base_is_the_old_one_or_the_new_one() {
    let folder = folder("killed");
    let base = folder.join("base.whereof-base");
    table(&folder, "old.tsv", 5_000);
    table(&folder, "new.tsv", 6_000);
    let begun = Instant::now();
    assert!(import(&folder, "new.tsv", &base).status().unwrap().success());
    let whole = begun.elapsed();
    assert!(import(&folder, "old.tsv", &base).status().unwrap().success());
    let (mut killed, mut old, mut new) = (0, 0, 0);
    let count = cases(40);
    for at in 0..count {
        let mut child = import(&folder, "new.tsv", &base).spawn().unwrap();
        // all moments alike, and some behind the end
        std::thread::sleep(whole.mul_f64(1.1 * at as f64 / count as f64));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        match findings(&base) {
            5_000 => old += 1,
            6_000 => new += 1,
            other => panic!("{other} findings"),
        }
        if new > 0 && findings(&base) == 6_000 {
            assert!(import(&folder, "old.tsv", &base).status().unwrap().success());
        }
    }
    assert!(killed > 0 && old > 0, "{killed} killed, {old} old, {new} new");
    println!(
        "killed {killed} of {count}: {old} times the old base, {new} times the new one, {} files left beside it",
        left(&folder)
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A disk that has room for so many pages, for every number of pages up to what is needed.
#[cfg(target_os = "linux")]
#[test]
fn without_room_the_old_base_stays_and_nothing_else() {
    let folder = folder("full");
    let disk = folder.join("disk");
    std::fs::create_dir_all(&disk).unwrap();
    table(&folder, "old.tsv", 20);
    table(&folder, "new.tsv", 1_500);
    let probe = folder.join("probe.whereof-base");
    assert!(import(&folder, "new.tsv", &probe).status().unwrap().success());
    let need = std::fs::metadata(&probe).unwrap().len();
    assert!(import(&folder, "old.tsv", &probe).status().unwrap().success());
    let old = std::fs::read(&probe).unwrap();
    let pages = (need + old.len() as u64).div_ceil(4096) + 1;
    let mounted = |size: u64| {
        let options = format!("size={}", size * 4096);
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "none"])
            .arg(&disk)
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let (mut refused, mut done) = (0, 0);
    for size in (old.len() as u64).div_ceil(4096)..=pages + 2 {
        if !mounted(size) {
            println!("SKIPPED: no disk of a chosen size can be made here (that takes root)");
            std::fs::remove_dir_all(&folder).unwrap();
            return;
        }
        let base = disk.join("base.whereof-base");
        std::fs::write(&base, &old).unwrap();
        let written = import(&folder, "new.tsv", &base).status().unwrap();
        match written.code() {
            Some(0) => {
                done += 1;
                assert_eq!(findings(&base), 1_500);
            }
            Some(3) => {
                refused += 1;
                assert_eq!(std::fs::read(&base).unwrap(), old);
            }
            other => panic!("{other:?} with {size} pages"),
        }
        assert_eq!(left(&disk), 0, "{size} pages");
        assert!(Command::new("umount").arg("-l").arg(&disk).status().unwrap().success());
    }
    assert!(refused > 3 && done > 0, "{refused} refused, {done} written");
    println!("{refused} disks too small, {done} large enough");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Fails at the nth call, once or for ever, and takes no more than a few bytes at a time.
struct Broken {
    bytes: Vec<u8>,
    calls: usize,
    fails: usize,
    forever: bool,
}

impl Write for Broken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls == self.fails || self.forever && self.calls > self.fails {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        let some = bytes.len().min(4096);
        self.bytes.extend_from_slice(&bytes[..some]);
        Ok(some)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_refuses_any_call_is_told_of() {
    let base = builtin::memory().unwrap();
    let image = image(base.name(), base.parts().into()).unwrap();
    let mut calls = 1;
    let mut whole = 0;
    for forever in [false, true] {
        for fails in 1.. {
            let mut broken = Broken { bytes: Vec::new(), calls: 0, fails, forever };
            match image.write(&mut broken) {
                Ok(()) => {
                    assert_eq!(broken.bytes, image.to_bytes());
                    whole += 1;
                    break;
                }
                Err(error) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
            }
            // what was written so far is taken for nothing
            assert!(verify(Bytes::owned(&broken.bytes)).is_err());
            calls += 1;
        }
    }
    assert!(calls > 50 && whole == 2, "{calls}");
}

/// Power is lost: of the pages that were written but not synced any may be missing or torn. The name leads to the old file until the new one
/// is on the disk, so only the file beside it is harmed, and it is no base.
#[test]
fn pages_lost_or_torn_make_no_base() {
    let base = builtin::memory().unwrap();
    let whole = image(base.name(), base.parts().into()).unwrap().to_bytes();
    let pages = whole.len().div_ceil(4096);
    for page in 0..pages {
        let (start, end) = (page * 4096, whole.len().min((page + 1) * 4096));
        let (mut lost, mut torn) = (whole.clone(), whole.clone());
        lost[start..end].fill(0);
        let middle = usize::midpoint(start, end);
        torn[middle..end].fill(0);
        for bytes in [lost, torn] {
            let harmed = bytes != whole;
            assert_eq!(verify(Bytes::owned(&bytes)).is_err(), harmed, "page {page}");
        }
    }
}
