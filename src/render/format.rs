//! The formats in which replies are written.
//!
//! A word or the ending of a file's name comes in, a format goes out, with what it can hold. How one is written is not known here.

use super::Unwritable;
use std::fmt;
use std::str::FromStr;

/// A form in which replies are written.
///
/// `render` gives the text of those that are made of a reply's words alone; `write` gives the bytes of all.
///
/// ```
/// use whereof::{Base, Format};
/// let answers = Base::builtin().query("gene where upregulated by rapamycin")?;
/// let format: Format = "jsonl".parse()?;
/// assert!(answers.text(format)?.starts_with(r#"{"gene":"CXCR4","verdict":"supported""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// For eyes: reading, table, findings, what was left out.
    Table,
    /// Rows with a header, cells parted by tabs.
    Tsv,
    /// Rows with a header, as spreadsheets take them.
    Csv,
    /// The whole reply as one JSON document.
    Json,
    /// One JSON object a row.
    Jsonl,
    /// An evidence table for a manuscript or a note.
    Markdown,
    /// References for reference managers and citation processors.
    CslJson,
    /// References for LaTeX.
    Bibtex,
    /// References for reference managers.
    Ris,
    /// Findings for knowledge graphs, in the words of Biolink: a table of nodes and one of edges.
    Kgx,
    /// The same as JSON Lines.
    KgxJsonl,
    /// One page for a browser, with everything in it.
    Html,
    /// A workbook: rows, findings, references, reading. In builds with the feature `xlsx`.
    Xlsx,
    /// Findings as XML for programs that draw and count graphs.
    Graphml,
    /// Findings for Cytoscape, with looks.
    Cx2,
    /// Findings as a drawing for Graphviz.
    Dot,
    /// Findings as a drawing for notes.
    Mermaid,
    /// A picture: findings as a network, a matrix as a heat map, counts as bars.
    Svg,
    /// A heat map or bars for a terminal.
    Chart,
    /// Rows for data frames. In builds with the feature `columns`.
    Parquet,
    /// Rows for data frames, as Arrow IPC. In builds with the feature `columns`.
    Arrow,
}

/// What is to be known of one format.
struct Known {
    format: Format,
    word: &'static str,
    /// Endings of file names, lower case, the usual one first.
    endings: &'static [&'static str],
    holds: Holds,
    /// The feature of the build that it needs, where it is not always there.
    feature: Option<Feature>,
}

/// A part of the program that a build may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Feature {
    Xlsx,
    Columns,
}

impl Feature {
    const fn is_built(self) -> bool {
        match self {
            Feature::Xlsx => cfg!(feature = "xlsx"),
            Feature::Columns => cfg!(feature = "columns"),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Feature::Xlsx => "xlsx",
            Feature::Columns => "columns",
        }
    }

    /// What holds the same rows in every build.
    fn instead(self) -> Format {
        match self {
            Feature::Xlsx => Format::Csv,
            Feature::Columns => Format::Jsonl,
        }
    }
}

/// What a format is made of, and what of a reply it can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// All that is told, one reply after the other.
    All,
    /// Rows and nothing else, one reply after the other.
    Rows,
    /// The findings, studies or things behind all replies of a run, as one document.
    Findings,
    /// All that is told in all replies of a run, as one document.
    Whole,
    /// The rows of one reply, as one document.
    Table,
    /// What can be seen of a reply.
    Picture,
}

const fn known(
    format: Format,
    word: &'static str,
    endings: &'static [&'static str],
    holds: Holds,
    feature: Option<Feature>,
) -> Known {
    Known { format, word, endings, holds, feature }
}

const KNOWN: [Known; 21] = [
    known(Format::Table, "table", &["txt"], Holds::All, None),
    known(Format::Tsv, "tsv", &["tsv", "tab"], Holds::Rows, None),
    known(Format::Csv, "csv", &["csv"], Holds::Rows, None),
    known(Format::Json, "json", &["json"], Holds::All, None),
    known(Format::Jsonl, "jsonl", &["jsonl", "ndjson"], Holds::Rows, None),
    known(Format::Markdown, "markdown", &["md", "markdown"], Holds::All, None),
    known(Format::Html, "html", &["html", "htm"], Holds::Whole, None),
    known(Format::Xlsx, "xlsx", &["xlsx"], Holds::Whole, Some(Feature::Xlsx)),
    known(Format::Bibtex, "bibtex", &["bib"], Holds::Findings, None),
    known(Format::Ris, "ris", &["ris"], Holds::Findings, None),
    known(Format::CslJson, "csl-json", &["csl.json", "csl"], Holds::Findings, None),
    known(Format::Kgx, "kgx", &["kgx"], Holds::Findings, None),
    known(Format::KgxJsonl, "kgx-jsonl", &["kgxl"], Holds::Findings, None),
    known(Format::Graphml, "graphml", &["graphml"], Holds::Findings, None),
    known(Format::Cx2, "cx2", &["cx2"], Holds::Findings, None),
    known(Format::Dot, "dot", &["dot", "gv"], Holds::Findings, None),
    known(Format::Mermaid, "mermaid", &["mmd", "mermaid"], Holds::Findings, None),
    known(Format::Svg, "svg", &["svg"], Holds::Picture, None),
    known(Format::Chart, "chart", &["chart"], Holds::Picture, None),
    known(Format::Parquet, "parquet", &["parquet"], Holds::Table, Some(Feature::Columns)),
    known(Format::Arrow, "arrow", &["arrow", "feather"], Holds::Table, Some(Feature::Columns)),
];

impl Known {
    const fn is_built(&self) -> bool {
        match self.feature {
            Some(feature) => feature.is_built(),
            None => true,
        }
    }
}

const BUILT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < KNOWN.len() {
        if KNOWN[at].is_built() {
            count += 1;
        }
        at += 1;
    }
    count
};

impl Format {
    /// All that this build can write.
    pub const ALL: [Format; BUILT] = {
        let mut all = [Format::Table; BUILT];
        let (mut count, mut at) = (0, 0);
        while at < KNOWN.len() {
            if KNOWN[at].is_built() {
                all[count] = KNOWN[at].format;
                count += 1;
            }
            at += 1;
        }
        all
    };

    /// Those that hold references.
    pub const CITATIONS: [Format; 3] = [Format::Bibtex, Format::Ris, Format::CslJson];

    fn known(self) -> &'static Known {
        // every format stands in the table: a test looks
        KNOWN.iter().find(|known| known.format == self).unwrap_or(&KNOWN[0])
    }

    /// As typed after `--format`.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!((Format::CslJson.word(), "csl-json".parse()), ("csl-json", Ok(Format::CslJson)));
    /// ```
    #[must_use]
    pub fn word(self) -> &'static str {
        self.known().word
    }

    /// All words, as a message lists them: `table, tsv, csv`.
    ///
    /// ```
    /// assert!(whereof::Format::words().starts_with("table, tsv, csv, json"));
    /// ```
    #[must_use]
    pub fn words() -> String {
        let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        words.join(", ")
    }

    /// The usual ending of a file's name, without its dot.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!((Format::Bibtex.ending(), Format::CslJson.ending()), ("bib", "csl.json"));
    /// ```
    #[must_use]
    pub fn ending(self) -> &'static str {
        self.known().endings.first().copied().unwrap_or_default()
    }

    /// The format that a file's name asks for by its ending.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!(Format::of_file_name("rows.CSV"), Some(Format::Csv));
    /// assert_eq!(Format::of_file_name("references.csl.json"), Some(Format::CslJson));
    /// assert_eq!(Format::of_file_name("answer_nodes.tsv"), Some(Format::Kgx));
    /// assert_eq!(Format::of_file_name("rows"), None);
    /// ```
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        if let Some(pair) =
            [Format::Kgx, Format::KgxJsonl].iter().find(|pair| pair.parts().iter().any(|part| name.ends_with(part)))
        {
            return Some(*pair);
        }
        let endings = KNOWN.iter().flat_map(|known| known.endings.iter().map(move |ending| (*ending, known.format)));
        // `csl.json` is more than `json`
        let fitting = endings.filter(|(ending, _)| name.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.')));
        fitting.max_by_key(|(ending, _)| ending.len()).map(|(_, format)| format)
    }

    /// What its files are called behind the name that was asked for: nothing for most, for the name is theirs.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!(Format::Kgx.parts(), ["_nodes.tsv", "_edges.tsv"]);
    /// assert_eq!(Format::Ris.parts(), [""]);
    /// ```
    #[must_use]
    pub fn parts(self) -> &'static [&'static str] {
        match self {
            Format::Kgx => &["_nodes.tsv", "_edges.tsv"],
            Format::KgxJsonl => &["_nodes.jsonl", "_edges.jsonl"],
            _ => &[""],
        }
    }

    /// The names of its files where a person asked for `name`.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!(Format::Ris.file_names("answer.ris"), ["answer.ris"]);
    /// assert_eq!(Format::Kgx.file_names("answer"), ["answer_nodes.tsv", "answer_edges.tsv"]);
    /// assert_eq!(Format::Kgx.file_names("answer_edges.tsv"), Format::Kgx.file_names("answer.kgx"));
    /// ```
    #[must_use]
    pub fn file_names(self, name: &str) -> Vec<String> {
        let parts = self.parts();
        if parts.len() == 1 {
            return vec![name.to_owned()];
        }
        let whole = parts.iter().find_map(|part| without(name, part));
        let stem =
            whole.or_else(|| [".kgx", ".kgxl", ".tsv", ".jsonl"].iter().find_map(|ending| without(name, ending)));
        parts.iter().map(|part| format!("{}{part}", stem.unwrap_or(name))).collect()
    }

    /// Whether its bytes are no text.
    ///
    /// ```
    /// use whereof::Format;
    /// assert!(Format::Xlsx.is_binary() && !Format::Html.is_binary());
    /// ```
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Format::Xlsx | Format::Parquet | Format::Arrow)
    }

    /// Why this build cannot write it, and what to do; none where it can.
    ///
    /// ```
    /// use whereof::Format;
    /// assert_eq!(Format::Csv.missing(), None);
    /// if let Some(why) = Format::Parquet.missing() {
    ///     assert!(why.ends_with("build it with `--features columns`, or write jsonl, which holds the same rows"));
    /// }
    /// ```
    #[must_use]
    pub fn missing(self) -> Option<String> {
        let feature = self.known().feature.filter(|feature| !feature.is_built())?;
        let (name, instead) = (feature.word(), feature.instead());
        Some(format!(
            "this build of whereof cannot write {self}: it was made without the feature `{name}`; build it with `--features {name}`, \
             or write {instead}, which holds the same rows"
        ))
    }

    /// Whether a screen can show it: one text.
    ///
    /// ```
    /// use whereof::Format;
    /// assert!(Format::Bibtex.is_for_screens() && !Format::Kgx.is_for_screens() && !Format::Xlsx.is_for_screens());
    /// ```
    #[must_use]
    pub fn is_for_screens(self) -> bool {
        !self.is_binary() && self.parts().len() == 1
    }

    /// Whether it holds all that a reply tells, so that nothing needs to be said beside it. A format that does not prints nothing of an answer
    /// that was cut short, and the reading goes elsewhere: see [`super::header`].
    ///
    /// ```
    /// use whereof::Format;
    /// assert!(Format::Json.tells_all() && !Format::Jsonl.tells_all());
    /// ```
    #[must_use]
    pub fn tells_all(self) -> bool {
        matches!(self.known().holds, Holds::All | Holds::Whole)
    }

    /// Whether all replies of a run make one document, which is there only at the end; of the others one reply follows the other.
    ///
    /// ```
    /// use whereof::Format;
    /// assert!(Format::Graphml.is_document() && !Format::Csv.is_document());
    /// ```
    #[must_use]
    pub fn is_document(self) -> bool {
        matches!(self.known().holds, Holds::Findings | Holds::Whole | Holds::Table | Holds::Picture)
    }
}

/// A name without its ending, in whatever case that is written.
fn without<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let (stem, rest) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
    rest.eq_ignore_ascii_case(ending).then_some(stem)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Format {
    type Err = Unwritable;

    fn from_str(word: &str) -> Result<Format, Unwritable> {
        let found = KNOWN.iter().find(|known| known.word == word).map(|known| known.format);
        let unknown = || Unwritable::new(format!("no format `{word}`; there are {}", Format::words()));
        let found = found.ok_or_else(unknown)?;
        found.missing().map_or(Ok(found), |why| Err(Unwritable::new(why)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_format_is_known_by_itself() {
        for known in &KNOWN {
            assert_eq!(known.format.known().word, known.word);
            assert_eq!(known.word.parse::<Format>().is_ok(), known.is_built(), "{}", known.word);
            assert_eq!(Format::ALL.contains(&known.format), known.format.missing().is_none());
        }
    }

    #[test]
    fn what_a_build_lacks_is_said_with_a_way_out() {
        for known in KNOWN.iter().filter(|known| known.feature.is_some()) {
            let feature = known.feature.unwrap();
            assert_eq!(known.format.missing().is_some(), !feature.is_built(), "{}", known.word);
            assert!(Format::ALL.contains(&feature.instead()) && !feature.instead().is_document());
            // the name of a file leads to it in any build: whoever opens the file says that it cannot be written
            assert_eq!(Format::of_file_name(&format!("a.{}", known.endings[0])), Some(known.format));
            if let Some(why) = known.format.missing() {
                assert_eq!(known.word.parse::<Format>(), Err(Unwritable::new(why.clone())));
                assert!(why.contains(&format!("`--features {}`", feature.word())), "{why}");
                assert!(why.contains(&format!("or write {}", feature.instead())), "{why}");
            }
        }
    }

    fn named(format: Format, stem: &str) -> Vec<String> {
        format.parts().iter().map(|part| format!("{stem}{part}")).collect()
    }

    #[test]
    fn a_pair_of_files_is_named_by_either_of_them() {
        for (format, endings) in [(Format::Kgx, ["kgx", "tsv"]), (Format::KgxJsonl, ["kgxl", "jsonl"])] {
            let pair = named(format, "a.b");
            for name in pair.iter().chain([&"a.b".to_owned()]).cloned().chain(endings.map(|end| format!("a.b.{end}"))) {
                assert_eq!(format.file_names(&name), pair, "{name}");
            }
            for name in &pair {
                assert_eq!(Format::of_file_name(name), Some(format), "{name}");
                assert_eq!(Format::of_file_name(&name.to_uppercase()), Some(format), "{name}");
            }
            assert_eq!(format.file_names(&pair[1].to_uppercase()), named(format, "A.B"));
        }
        // the ending alone names rows
        assert_eq!(Format::of_file_name("nodes.tsv"), Some(Format::Tsv));
        assert_eq!(Format::of_file_name("edges.jsonl"), Some(Format::Jsonl));
        assert_eq!(Format::Kgx.file_names("β"), ["β_nodes.tsv", "β_edges.tsv"]);
    }

    #[test]
    fn every_word_and_ending_leads_back_to_its_format() {
        for format in Format::ALL {
            assert_eq!(format.word().parse(), Ok(format));
            assert_eq!(format.to_string(), format.word());
            assert!(!format.ending().is_empty());
            for ending in format.known().endings {
                assert_eq!(Format::of_file_name(&format!("a.b.{ending}")), Some(format));
                // `csl.json` alone is a file called csl
                assert_eq!(Format::of_file_name(ending), ending.contains('.').then_some(Format::Json));
            }
        }
    }
}
