//! Files that cannot be read or written, in plain words.
//!
//! A path and what the system says of it come in, words for people go out, and the name in the folder that was probably meant. What stands in
//! a file is looked at only so far as to say why it is no text.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Names of a folder that are compared with one that is not there.
const NAMES: usize = 4096;
/// Bytes at the beginning of a file that tell what it is.
const HEAD: usize = 4096;

/// Why a file cannot be read or written: what people know of files instead of what the system calls it.
///
/// ```
/// use std::path::Path;
/// use whereof::engine::file_trouble;
/// let path = Path::new("no such folder/mine.whereof");
/// let error = std::fs::read(path).unwrap_err();
/// assert_eq!(file_trouble(path, &error), "there is no folder `no such folder`");
/// ```
#[must_use]
pub fn file_trouble(path: &Path, error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => {
            let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            let missing = above.take_while(|folder| !folder.exists()).last();
            return match missing {
                Some(folder) => {
                    let folder = folder.strip_prefix(".").unwrap_or(folder);
                    format!("there is no folder `{}`", folder.display())
                }
                None => "there is no such file".to_owned(),
            };
        }
        ErrorKind::PermissionDenied => "permission is denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written on this disk",
        ErrorKind::FileTooLarge => "it is too large",
        ErrorKind::InvalidFilename => "its name is too long",
        ErrorKind::InvalidInput => "its name has a sign that no name of a file has",
        ErrorKind::AlreadyExists => "a file of that name is there already",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "another program is using it",
        _ => return others(error),
    };
    words.to_owned()
}

/// What the system says, without its number.
fn others(error: &io::Error) -> String {
    let said = error.to_string();
    let said = said.split(" (os error").next().unwrap_or("");
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The file of the same folder whose name was probably meant, where a file is not there: a slip in the name, or another ending.
///
/// ```
/// use std::path::Path;
/// use whereof::engine::near_file;
/// assert_eq!(near_file(Path::new("Crago.toml")).as_deref(), Some("Cargo.toml"));
/// assert_eq!(near_file(Path::new("nothing like it")), None);
/// ```
#[must_use]
pub fn near_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let typed = path.file_name()?.to_str()?.to_lowercase();
    let stem = |name: &str| Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or("").to_owned();
    let most = (typed.chars().count() / 4).clamp(1, 3);
    if typed.len() > 256 || path.exists() {
        return None;
    }
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.take(NAMES).flatten();
    let near = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir())).filter_map(|entry| {
        let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
        let low = name.to_lowercase();
        let far = strsim::osa_distance(&low, &typed);
        // another ending is a smaller slip than another name
        let far = if stem(&low) == stem(&typed) || stem(&low) == typed { 1 } else { far };
        (far <= most).then_some((far, name))
    });
    let (_, name) = near.min()?;
    Some(folder.map_or_else(|| name.clone(), |folder| folder.join(&name).display().to_string()))
}

/// Bytes that are no text in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoText {
    /// What the file is, or that it is no text: `it is no text in UTF-8`.
    pub why: String,
    /// What to do about it.
    pub advice: String,
    /// The first place that is none, where the bytes before it are a text: line and column, from 1.
    pub place: Option<(usize, usize)>,
    /// The text up to that place, what is none of it replaced.
    pub(super) text: String,
    /// The byte of that place.
    pub(super) at: usize,
}

/// The text of a file, without the mark that some editors put in front.
///
/// ```
/// use whereof::engine::text_of;
/// assert_eq!(text_of(b"\xef\xbb\xbfnoun gene;".to_vec()).unwrap(), "noun gene;");
/// let wrong = text_of(b"noun gene;\nentity TGF-\xe1 is gene;".to_vec()).unwrap_err();
/// assert_eq!((wrong.why.as_str(), wrong.place), ("it is no text in UTF-8", Some((2, 12))));
/// assert_eq!(text_of(b"PK\x03\x04\x14\x00\x06\xff".to_vec()).unwrap_err().why, "it is a zip archive or a document of an office program");
/// ```
///
/// # Errors
/// What the bytes are instead.
pub fn text_of(bytes: Vec<u8>) -> Result<String, NoText> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => error,
    };
    let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes);
    if let Some((why, advice)) = other_form(head) {
        return Err(NoText { why: why.to_owned(), advice: advice.to_owned(), place: None, text: String::new(), at: 0 });
    }
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let shown = bytes.get(..bytes.len().min(at + HEAD)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(shown).into_owned();
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let column = text.get(start..at).unwrap_or("").chars().count() + 1;
    Err(NoText {
        why: "it is no text in UTF-8".to_owned(),
        advice: "save it as UTF-8; a file of Windows-1252 or Latin-1 is read by `iconv -f WINDOWS-1252 -t UTF-8`"
            .to_owned(),
        place: Some((line, column)),
        text,
        at,
    })
}

/// What begins so and is no text.
fn other_form(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const TABLE: &str = "save what it holds as a text in UTF-8";
    const FORMS: &[(&[u8], &str, &str)] = &[
        (b"PK\x03\x04", "it is a zip archive or a document of an office program", TABLE),
        (b"\x1f\x8b", "it is compressed", "unpack it first: `gunzip` or `zcat`"),
        (b"\x28\xb5\x2f\xfd", "it is compressed", "unpack it first: `unzstd`"),
        (b"%PDF", "it is a PDF", TABLE),
        (b"SQLite format 3", "it is an SQLite database", TABLE),
        (b"PAR1", "it is a Parquet file", TABLE),
        (b"\xff\xfe", "it is a text in UTF-16", "save it as UTF-8"),
        (b"\xfe\xff", "it is a text in UTF-16", "save it as UTF-8"),
    ];
    if let Some((_, why, advice)) = FORMS.iter().find(|(begins, ..)| head.starts_with(begins)) {
        return Some((why, advice));
    }
    head.contains(&0).then_some(("it is no text", "a base or a script is a text in UTF-8"))
}
