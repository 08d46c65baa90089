//! Makes the image of the embedded base anew from its texts: `cargo run --example renew_image`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use whereof::base::{Facts, builtin, column};
use whereof::notation::load;
use whereof::syntax::parser::{TextLimits, parse};
use whereof::text::Source;

fn main() -> Result<(), Box<dyn Error>> {
    let sources = builtin::TEXTS.map(|(name, text)| Source::new(name, text));
    let parsed = sources.each_ref().map(|source| parse(source, TextLimits::default()));
    let loaded = load(&parsed.each_ref().map(|parsed| &parsed.script));
    let told =
        parsed.iter().enumerate().flat_map(|(file, parsed)| parsed.diagnostics.iter().map(move |each| (file, each)));
    let told = told.chain(loaded.diagnostics.iter().map(|located| (located.file, &located.diagnostic)));
    let mut mistakes = 0;
    for (file, diagnostic) in told {
        let (line, column) = sources[file].line_column(diagnostic.span().start);
        println!("{}:{line}:{column}: {}", sources[file].name(), diagnostic.message);
        mistakes += 1;
    }
    if mistakes > 0 {
        return Err("the texts have mistakes, the image is left as it was".into());
    }
    let base = loaded.memory(builtin::NAME);
    let bytes = column::image(base.name(), base.parts().into())?.to_bytes();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/base/builtin/image.whereof-base");
    std::fs::write(path, &bytes)?;
    println!("{} findings, {} bytes, {:032x}", base.finding_count(), bytes.len(), base.fingerprint());
    Ok(())
}
