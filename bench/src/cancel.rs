//! How soon a question ends after it is told to.
//!
//! Dear questions over a made base come in; each is asked again and again in a thread of its own and cancelled at a random moment, and the
//! time from there to the end goes out. What cannot be cancelled is timed as a whole beside it.

use rexpect::process::PtyProcess;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use whereof::limits::{Cancel, Exceeded};
use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, ErrorKind, Limits, Session};

/// Findings of the made base.
const FINDINGS: usize = 100_000;
/// Moments at which each question is cancelled.
const POINTS: usize = 20;

/// Questions that look at much of a base, each by another way.
const DEAR: &[(&str, &str)] = &[
    ("a kind with all below it", "treatment where raises everything"),
    ("the same of findings", "finding where disease = illness"),
    ("what is denied", "treatment where not raises everything"),
    ("both in one study", "treatment where raises everything and lowers everything and disease = illness in one study"),
    ("contested rows", "treatment where contested on everything"),
    ("a count by study", "count treatment by study where raises everything"),
    ("sorted", "treatment where raises everything and disease = illness order by verdict"),
    ("three questions in one", "gene where raised by (gene where raised by (gene where raises everything))"),
    ("two letters", "treatment A, gene G where A raises G and not A lowers G"),
    ("three letters", "treatment A, treatment B, gene G where A raises G and B lowers G and disease = illness"),
    ("a chain", "treatment where indirectly raises G1 within 4"),
    ("paths", "paths from T1 to G2 within 6"),
    ("why", "why treatment where raises everything"),
    ("why not", "why not T5: treatment where raises everything and disease = D1"),
    ("a matrix", "matrix treatment by disease of raises everything"),
    ("gaps", "gaps treatment by disease of raises everything"),
    ("pairs that disagree", "contested treatment, gene"),
    ("neighbours", "similar to G1"),
    ("nothing found, and why", "treatment where raises everything and disease = D1 and disease = D2 and disease = D3"),
];

/// Numbers by chance that are the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}

/// Treatments and genes that raise and lower genes, three findings in four with a disease.
fn base() -> Result<Base, Box<dyn Error>> {
    let (treatments, genes, diseases) = (FINDINGS / 5, FINDINGS / 50, 50);
    let mut text = String::from(
        "source Big; noun treatment; noun gene; noun disease; slot disease with takes = disease, place;
verb raises with passive = \"raised by\", direction = increase, opposite = lowers, object = gene;
verb lowers with passive = \"lowered by\", direction = decrease, object = gene;
entity everything is gene; entity illness is disease;\n",
    );
    for at in 0..genes {
        writeln!(text, "entity G{at} is gene with broader = everything;")?;
    }
    for at in 0..diseases {
        writeln!(text, "entity D{at} is disease with broader = illness;")?;
    }
    for at in 0..treatments {
        writeln!(text, "entity T{at} is treatment;")?;
    }
    let mut chance = Chance(7);
    for at in 0..FINDINGS {
        if at % 10 == 0 {
            write!(text, "{}study {} {{", if at > 0 { "}\n" } else { "" }, at / 10 + 1)?;
        }
        let (kind, of) = if at % 3 > 0 { ("T", treatments) } else { ("G", genes) };
        let verb = ["raises", "raises", "lowers"][chance.below(3)];
        write!(text, "at \"1\" {}: {kind}{} {verb} G{}", at % 10 + 1, chance.below(of), chance.below(genes))?;
        if at % 4 > 0 {
            write!(text, " in D{}", chance.below(diseases))?;
        }
        text.push(';');
    }
    text.push('}');
    Base::from_text(Source::new("big", text)).map_err(|error| error.to_string().into())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A prompt on a terminal of its own.
struct Prompt {
    process: PtyProcess,
    keys: std::fs::File,
    heard: Receiver<Vec<u8>>,
}

impl Prompt {
    fn open(whereof: &Path, folder: &Path, file: &Path) -> Result<Prompt, Box<dyn Error>> {
        let mut command = Command::new(std::fs::canonicalize(whereof)?);
        command.args(["--no-builtin", "--timeout", "0", "--base"]).arg(file);
        command.env_clear().env("TERM", "xterm").env("PATH", "/usr/bin:/bin").env("HOME", folder).current_dir(folder);
        let mut process = PtyProcess::new(command)?;
        process.set_kill_timeout(Some(1_000));
        let (keys, mut screen) = (process.get_file_handle()?, process.get_file_handle()?);
        let (say, heard) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(length @ 1..) = screen.read(&mut buffer) {
                if say.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut prompt = Prompt { process, keys, heard };
        prompt.wait()?;
        Ok(prompt)
    }

    /// Waits until the prompt is shown.
    fn wait(&mut self) -> Result<(), Box<dyn Error>> {
        let mut seen = Vec::new();
        while !seen.windows(9).any(|words| words == b"whereof> ") {
            let more = self.heard.recv_timeout(Duration::from_secs(60));
            seen.extend(more.map_err(|_| format!("no prompt, but: {}", String::from_utf8_lossy(&seen)))?);
        }
        Ok(())
    }

    /// Waits until nothing is shown any more.
    fn settle(&mut self) {
        while self.heard.recv_timeout(Duration::from_millis(15)).is_ok() {}
    }

    fn enter(&mut self, text: &str) -> Result<(), Box<dyn Error>> {
        self.keys.write_all(format!("\x1b[200~{text}\x1b[201~").as_bytes())?;
        self.settle();
        self.keys.write_all(b"\r")?;
        Ok(())
    }
}

/// From the key to the prompt.
fn at_the_prompt(whereof: &Path, folder: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut prompt = Prompt::open(whereof, folder, file)?;
    let mut chance = Chance(5);
    println!("\n## From Ctrl-C to the prompt, on a terminal\n");
    println!("{FINDINGS} findings; {POINTS} random moments of the first two seconds of each question:\n");
    println!("| question | ms, middle | most |\n|---|---|---|");
    let mut all = Vec::new();
    for (name, text) in DEAR {
        let mut late = Vec::new();
        for _ in 0..POINTS {
            prompt.settle();
            prompt.enter(text)?;
            // shorter pauses more often: many questions are over soon
            std::thread::sleep(Duration::from_millis(1 << chance.below(12)));
            while prompt.heard.try_recv().is_ok() {}
            let at = Instant::now();
            prompt.keys.write_all(b"\x03")?;
            prompt.wait()?;
            late.push(milliseconds(at.elapsed()));
            prompt.settle();
            // something typed, so that the next key is a first one again
            prompt.enter("nouns")?;
            prompt.wait()?;
        }
        late.sort_by(f64::total_cmp);
        println!("| {name} | {:.1} | {:.1} |", centile(&late, 50), centile(&late, 100));
        all.extend(late);
    }
    all.sort_by(f64::total_cmp);
    let (middle, ninety_nine, most) = (centile(&all, 50), centile(&all, 99), centile(&all, 100));
    println!(
        "\nAll {}: middle {middle:.1} ms, 99 of a hundred within {ninety_nine:.1} ms, most {most:.1} ms.",
        all.len()
    );
    drop(prompt.process);
    Ok(())
}

/// The figure below which so many of a hundred lie.
fn centile(sorted: &[f64], of: usize) -> f64 {
    sorted.get((sorted.len() * of).div_ceil(100).saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

pub(crate) fn measure(whereof: &Path) -> Result<(), Box<dyn Error>> {
    let base = base()?;
    let folder = std::env::temp_dir().join(format!("whereof-cancel-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("base.jsonl");
    std::fs::write(&file, whereof::engine::export(&base))?;
    let prompt = at_the_prompt(whereof, &folder, &file);
    std::fs::remove_dir_all(&folder)?;
    prompt?;
    let unlimited = || Limits { time: None, ..Limits::interactive() };
    let probe = |session: &mut Session| match session.eval(&Source::new("probe", "treatment where raises G1")).remove(0)
    {
        Ok(reply) => render(&reply, Format::Jsonl, &Style::default()).map_err(|why| why.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let expected = probe(&mut Session::new(base.clone(), unlimited()))?;
    let mut chance = Chance(11);
    let (mut all, mut shown, mut ended) = (Vec::new(), Vec::new(), 0);
    println!("\n## From Ctrl-C to the end of a question\n");
    println!("{FINDINGS} findings, {POINTS} random moments a question:\n");
    println!("| question | ms, whole | ended early | ms after, middle | most |\n|---|---|---|---|---|");
    for (name, text) in DEAR {
        let begun = Instant::now();
        let reply = Session::new(base.clone(), unlimited()).eval(&Source::new("query", *text)).remove(0);
        let whole = begun.elapsed();
        let Ok(reply) = reply else { return Err(format!("{text}: {}", reply.unwrap_err()).into()) };
        let begun = Instant::now();
        let page = render(&reply, Format::Table, &Style::default())?;
        shown.push((milliseconds(begun.elapsed()), *name, page.len()));
        drop((reply, page));
        let (mut late, mut early) = (Vec::new(), 0);
        for _ in 0..POINTS {
            let cancel = Cancel::default();
            let mut session = Session::new(base.clone(), Limits { cancel: cancel.clone(), ..unlimited() });
            let (done, end) = channel();
            let asking = std::thread::spawn(move || {
                let reply = session.eval(&Source::new("query", *text)).remove(0);
                let at = Instant::now();
                let is_cancelled = reply.is_err_and(|error| error.kind() == ErrorKind::Limit(Exceeded::Cancelled));
                let _ = done.send((at, is_cancelled));
                session
            });
            let wait = whole.mul_f64(chance.below(1_000) as f64 / 1_000.0);
            std::thread::sleep(wait);
            let at = Instant::now();
            cancel.cancel();
            let (over, is_cancelled) = end.recv()?;
            let mut session = asking.join().map_err(|_| "the question panicked")?;
            if is_cancelled {
                early += 1;
                late.push(milliseconds(over.saturating_duration_since(at)));
            }
            cancel.reset();
            if probe(&mut session)? != expected {
                return Err(format!("{text}: the session answers otherwise after it was cancelled").into());
            }
        }
        late.sort_by(f64::total_cmp);
        let most = late.last().copied().unwrap_or(f64::NAN);
        println!("| {name} | {:.0} | {early} | {:.2} | {most:.2} |", milliseconds(whole), centile(&late, 50));
        ended += early;
        all.extend(late);
    }
    all.sort_by(f64::total_cmp);
    println!(
        "\nAll {ended}: middle {:.2} ms, 99 of a hundred within {:.2} ms, most {:.2} ms.",
        centile(&all, 50),
        centile(&all, 99),
        centile(&all, 100)
    );
    shown.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("\nNot cancelled, the longest three:\n\n| what | ms |\n|---|---|");
    for (time, name, bytes) in shown.iter().take(3) {
        println!("| {name}, made a table of {bytes} bytes | {time:.0} |");
    }
    let long = format!("treatment where {}", vec!["raises G1"; 80_000].join(" or "));
    let begun = Instant::now();
    let parsed = whereof::syntax::parse(&Source::new("query", long.as_str()), whereof::syntax::TextLimits::default());
    println!("| a question of {} bytes, parsed | {:.0} |", long.len(), milliseconds(begun.elapsed()));
    drop(parsed);
    Ok(())
}
