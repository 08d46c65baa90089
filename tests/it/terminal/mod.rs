//! The prompt on a terminal, as a person and as an enemy use it.
//!
//! Keys, sizes and signals go to the real program on a device of its own; what comes back is read by a terminal emulator, so that the
//! tests look at a screen and not at bytes. `WHEREOF_PTY=1000` gives the random tests as many rounds, `WHEREOF_SEED=n` begins with that
//! seed; each round prints its seed before it begins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod bytes;
mod ends;
mod interrupts;
mod lists;
mod looks;
mod paste;
mod sizes;
mod svg;
mod walk;

use crate::cli::scratch;
use rexpect::process::{PtyProcess, WaitStatus};
use rustix::termios::{LocalModes, Termios, Winsize, tcgetattr, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

/// How long anything may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the editor writes when it begins to read a line.
const BEGINS: &[u8] = b"\x1b[?2004h";
pub(crate) const PROMPT: &str = "whereof> ";

/// Rounds of a random test: as usual, or as many as `WHEREOF_PTY` says.
fn rounds(usual: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("WHEREOF_SEED").unwrap_or(0);
    first..first + number("WHEREOF_PTY").unwrap_or(usual)
}

/// How the program is started.
pub(crate) struct Setup<'a> {
    pub(crate) rows: u16,
    pub(crate) columns: u16,
    pub(crate) arguments: &'a [&'a str],
    pub(crate) variables: &'a [(&'a str, &'a str)],
    /// Where the history lies.
    pub(crate) state: PathBuf,
}

impl Setup<'_> {
    pub(crate) fn new(name: &str) -> Setup<'static> {
        Setup { rows: 50, columns: 100, arguments: &[], variables: &[], state: scratch(&format!("terminal-{name}")) }
    }
}

/// The program on a terminal.
pub(crate) struct Shell {
    process: PtyProcess,
    device: File,
    keys: Sender<Vec<u8>>,
    written: Receiver<usize>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
    /// All that the program wrote.
    pub(crate) seen: Vec<u8>,
    /// The terminal as it was before the program started.
    before: Termios,
    /// Whether the terminal says that it can do nothing but print.
    is_dumb: bool,
    counted: Counted,
    /// How much had been written when the editor last began to read.
    began: usize,
}

/// What was counted of the output so far.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    bytes: usize,
    begins: usize,
    prompts: usize,
    panics: usize,
}

impl Counted {
    /// Counts on; none of what is looked for can begin again within itself.
    fn more(&mut self, seen: &[u8]) {
        for at in self.bytes.saturating_sub(15)..seen.len() {
            let rest = &seen[at..];
            let is = |of: &[u8]| usize::from(rest.starts_with(of) && at + of.len() > self.bytes);
            match rest[0] {
                b'\x1b' => self.begins += is(BEGINS),
                b'w' => self.prompts += is(PROMPT.as_bytes()),
                b'p' => self.panics += is(b"panicked"),
                _ => {}
            }
        }
        self.bytes = seen.len();
    }
}

fn size(rows: u16, columns: u16) -> (NonZeroU16, NonZeroU16) {
    let least = |number: u16, instead: u16| NonZeroU16::new(number).or(NonZeroU16::new(instead)).unwrap();
    (least(rows, 24), least(columns, 80))
}

impl Shell {
    /// Starts the program and waits for its first prompt.
    pub(crate) fn open(setup: &Setup) -> Shell {
        let mut shell = Shell::start(setup);
        shell.wait("the first prompt", |shell| shell.is_reading());
        shell
    }

    /// Starts the program.
    pub(crate) fn start(setup: &Setup) -> Shell {
        // it waits for an Enter, so that the terminal can be looked at before the program has it
        let mut command = Command::new("sh");
        command.arg("-c").arg("read go; exec \"$0\" \"$@\"").arg(env!("CARGO_BIN_EXE_whereof")).args(setup.arguments);
        command.env_clear().env("XDG_STATE_HOME", &setup.state).env("TERM", "xterm").env("PATH", "/bin:/usr/bin");
        command.env("XDG_CONFIG_HOME", &setup.state).env("PAGER", "cat");
        command.envs(setup.variables.iter().copied()).current_dir(&setup.state);
        let mut process = PtyProcess::new(command).unwrap();
        process.set_kill_timeout(Some(3_000));
        let device = process.get_file_handle().unwrap();
        let before = loop {
            let modes = tcgetattr(&device).unwrap();
            if !modes.local_modes.contains(LocalModes::ECHO) {
                break modes;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        let (keys, wanted) = channel::<Vec<u8>>();
        let (done, written) = channel();
        let mut writing = process.get_file_handle().unwrap();
        std::thread::spawn(move || {
            for bytes in wanted {
                // in pieces, so that a failure shows how far it came
                if writing.write_all(&bytes).is_err() || done.send(bytes.len()).is_err() {
                    return;
                }
            }
        });
        // bounded: a program that never stops writing must not fill the memory
        let (seen, output) = sync_channel(64);
        let mut reading = process.get_file_handle().unwrap();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            // an error is the end of the program too
            while let Ok(length @ 1..) = reading.read(&mut buffer) {
                if seen.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (rows, columns) = size(setup.rows, setup.columns);
        let emulator = vt100::Parser::new(rows, columns, 10_000);
        let is_dumb = setup.variables.contains(&("TERM", "dumb"));
        let counted = Counted::default();
        let shell = Shell {
            process,
            device,
            keys,
            written,
            output,
            emulator,
            seen: Vec::new(),
            before,
            is_dumb,
            counted,
            began: 0,
        };
        shell.set_size(setup.rows, setup.columns);
        shell.keys.send(b"\n".to_vec()).unwrap();
        shell
    }

    fn set_size(&self, rows: u16, columns: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.device, size).unwrap();
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, rows: u16, columns: u16) {
        self.set_size(rows, columns);
        let (rows, columns) = size(rows, columns);
        self.emulator.set_size(rows, columns);
    }

    /// Sends keys, whether they are read or not.
    pub(crate) fn press(&mut self, bytes: impl AsRef<[u8]>) {
        for piece in bytes.as_ref().chunks(512) {
            self.keys.send(piece.to_vec()).unwrap();
        }
    }

    /// Sends keys and waits until the terminal has taken them.
    pub(crate) fn type_in(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        while self.written.try_recv().is_ok() {}
        self.press(bytes);
        let (mut left, until) = (bytes.len(), Instant::now() + PATIENCE * 3);
        while left > 0 {
            assert!(Instant::now() < until, "{left} bytes were never read\n{}", self.screen());
            if let Ok(length) = self.written.recv_timeout(Duration::from_millis(5)) {
                left = left.saturating_sub(length);
            }
            self.take(Duration::ZERO);
        }
    }

    /// Takes what the program wrote since; false when it has ended.
    fn take(&mut self, wait: Duration) -> bool {
        let mut wait = wait;
        loop {
            match self.output.recv_timeout(wait) {
                Ok(bytes) => {
                    self.emulator.process(&bytes);
                    self.seen.extend(bytes);
                    let begins = self.counted.begins;
                    self.counted.more(&self.seen);
                    if self.counted.begins > begins {
                        let at = self.seen.windows(BEGINS.len()).rposition(|window| window == BEGINS);
                        self.began = at.map_or(0, |at| at + BEGINS.len());
                    }
                    assert!(self.seen.len() < 100 << 20, "it writes without an end\n{}", self.screen());
                    wait = Duration::ZERO;
                }
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Waits until something is so.
    pub(crate) fn wait(&mut self, what: &str, so: impl Fn(&Shell) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !so(self) {
            let lives = self.take(Duration::from_millis(20));
            if so(self) {
                break;
            }
            assert!(lives, "the program ended before {what}:\n{}", self.screen());
            assert!(Instant::now() < until, "{what} never came:\n{}", self.screen());
        }
    }

    /// Waits until the screen shows words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait(words, |shell| shell.screen().contains(words));
    }

    /// Waits until nothing came for so long.
    pub(crate) fn settle(&mut self, quiet: Duration) {
        let until = Instant::now() + PATIENCE;
        loop {
            let length = self.seen.len();
            if !self.take(quiet) || self.seen.len() == length || Instant::now() > until {
                return;
            }
        }
    }

    /// Whether the editor reads a line now.
    pub(crate) fn is_reading(&self) -> bool {
        match self.is_dumb {
            true => self.seen.ends_with(PROMPT.as_bytes()),
            // not counted: Ctrl-C makes the terminal throw away what is on its way to the screen, marks too
            false => self.emulator.screen().bracketed_paste(),
        }
    }

    /// How many lines the editor began to read.
    fn prompts(&self) -> usize {
        if self.is_dumb { self.counted.prompts } else { self.counted.begins }
    }

    /// Types a line, and waits for the prompt after the reply; gives the reply as it stood on a screen without an end.
    pub(crate) fn ask(&mut self, line: &str) -> String {
        let (from, prompts) = (self.seen.len(), self.prompts());
        self.type_in(format!("{line}\r"));
        self.wait(&format!("a reply to {line}"), |shell| {
            let is_drawn = || shell.seen[shell.began..].windows(PROMPT.len()).any(|words| words == PROMPT.as_bytes());
            shell.prompts() > prompts && shell.is_reading() && (shell.is_dumb || is_drawn())
        });
        self.settle(Duration::from_millis(30));
        self.replayed(from).screen().contents()
    }

    /// What was written from there on, on a screen without an end.
    fn replayed(&self, from: usize) -> vt100::Parser {
        let columns = self.emulator.screen().size().1;
        let mut tall = vt100::Parser::new(NonZeroU16::new(2_000).unwrap(), columns, 0);
        tall.process(&self.seen[from..]);
        tall
    }

    /// The screen itself.
    fn emulated(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Leaves whatever stands on the line.
    fn leave_somehow(mut self) {
        self.type_in(b"\x07\x03");
        self.settle(Duration::from_millis(50));
        self.leave();
    }

    /// What stands on the screen.
    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Puts an end to whatever was begun, and sees that the prompt still answers.
    pub(crate) fn is_alive(&mut self) {
        // the end of a paste that was begun, of a search, of a list that asks, of a quoted character, of a line
        let ends: &[&[u8]] = match self.is_dumb {
            // the terminal itself stops at Ctrl-S, and quotes with Ctrl-V
            true => &[b"\x11\x11\x15\r", b"\x15\r"],
            false => &[b"\x1b[201~", b"\x07\x07q", b"\x07\x05\x15", b"x\x03"],
        };
        for keys in ends {
            self.type_in(keys);
            self.settle(Duration::from_millis(100));
        }
        self.is_alive_with("nouns", "treatment");
    }

    /// Sees that the prompt answers a question with a word.
    pub(crate) fn is_alive_with(&mut self, question: &str, word: &str) {
        let reply = self.ask(question);
        assert!(reply.contains(word), "{reply}\n{}", self.screen());
        assert_eq!(self.panics(), 0, "{}", String::from_utf8_lossy(&self.seen));
    }

    /// Panics that the program told of.
    pub(crate) fn panics(&self) -> usize {
        self.counted.panics
    }

    /// In what the terminal is not as it was before the program started.
    fn left_behind(&self) -> Option<String> {
        let shown = |modes: &Termios| {
            let Termios { input_modes, output_modes, control_modes, local_modes, special_codes, .. } = modes;
            format!("{input_modes:?} {output_modes:?} {control_modes:?} {local_modes:?} {special_codes:?}")
        };
        let (now, before) = (shown(&tcgetattr(&self.device).unwrap()), shown(&self.before));
        let marks = self.emulator.screen().bracketed_paste();
        (now != before || marks).then(|| format!("{before}\n{now}\nmarks what is pasted: {marks}"))
    }

    /// Waits for the end of the program, which leaves the terminal as it was.
    pub(crate) fn ended(mut self) -> WaitStatus {
        let until = Instant::now() + PATIENCE;
        let status = loop {
            self.take(Duration::from_millis(20));
            match self.process.status() {
                Some(WaitStatus::StillAlive) => assert!(Instant::now() < until, "it never ends\n{}", self.screen()),
                Some(status) => break status,
                None => panic!("no such process"),
            }
        };
        while self.take(Duration::from_millis(50)) && Instant::now() < until {}
        assert_eq!(self.left_behind(), None, "the terminal is not as it was\n{}", self.screen());
        assert_eq!(self.panics(), 0, "{}", self.screen());
        status
    }

    /// Waits for the end and gives its code.
    pub(crate) fn code(self) -> i32 {
        match self.ended() {
            WaitStatus::Exited(_, code) => code,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for the end, whatever it did to the terminal.
    fn code_whatever_is_left(self) {
        assert!(matches!(self.process.wait().unwrap(), WaitStatus::Exited(_, 0)));
    }

    /// Leaves with Ctrl-D.
    pub(crate) fn leave(mut self) {
        self.type_in(b"\x04");
        assert_eq!(self.code(), 0);
    }

    /// Sends a signal.
    pub(crate) fn signal(&mut self, signal: rexpect::process::Signal) {
        self.process.signal(signal).unwrap();
    }
}

/// A file in a folder.
fn put(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}
