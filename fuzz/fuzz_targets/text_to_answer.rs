//! Any bytes as a question, asked of the embedded base and of a hostile one: never a panic, and what is shown is safe and the same twice.
//!
//! `cargo fuzz run -s none text_to_answer fuzz/corpus/text_to_answer fuzz/seeds/text_to_answer -- -dict=fuzz/whereof.dict -max_len=2048 -timeout=5`
//! runs on stable Rust. What it finds goes to `fuzz/seeds/text_to_answer` under a telling name, and is replayed by an ordinary test.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;
use whereof::Base;

#[path = "../../tests/it/reliability/survive.rs"]
mod survive;

fuzz_target!(|bytes: &[u8]| {
    static BASES: OnceLock<[Base; 2]> = OnceLock::new();
    let bases = BASES.get_or_init(|| [Base::builtin(), survive::hostile()]);
    let text = String::from_utf8_lossy(bytes);
    for base in bases {
        survive::survives(base, &text);
    }
});
