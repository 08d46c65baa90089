//! Citations as files write them.
//!
//! A word comes in, a study goes out: by number, by PMID, by DOI, or by what the file calls it. Nothing is looked up.

use super::record::Cited;

/// Reads a citation: `PMID:31691463`, `doi:10.1111/jcmm.14788`, an address of either, a number of a reference list, or any other words.
pub(super) fn cited(words: &str) -> Option<Cited> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let lower = words.to_ascii_lowercase();
    let behind = |start: &str| lower.starts_with(start).then(|| words.get(start.len()..).unwrap_or("").trim());
    for start in
        ["pmid:", "pubmed:", "med:", "https://pubmed.ncbi.nlm.nih.gov/", "https://www.ncbi.nlm.nih.gov/pubmed/"]
    {
        if let Some(number) = behind(start).map(|rest| rest.trim_end_matches('/'))
            && is_pmid(number)
        {
            return Some(Cited { pmid: Some(number.to_owned()), ..Cited::default() });
        }
    }
    for start in ["doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", ""] {
        if let Some(doi) = behind(start)
            && doi.starts_with("10.")
            && doi.contains('/')
        {
            return Some(Cited { doi: Some(doi.to_owned()), ..Cited::default() });
        }
    }
    if let Ok(number) = words.parse::<u32>() {
        return Some(Cited { number: Some(number), ..Cited::default() });
    }
    Some(Cited { label: Some(words.to_owned()), ..Cited::default() })
}

/// The year with which a date begins.
pub(super) fn year(date: &str) -> Option<u32> {
    let digits = date.trim().get(..4)?;
    let year = digits.parse().ok()?;
    (1000..=2999).contains(&year).then_some(year)
}

fn is_pmid(text: &str) -> bool {
    !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn citations_are_read_as_people_write_them() {
        let pmid = |words: &str| cited(words).unwrap().pmid;
        let doi = |words: &str| cited(words).unwrap().doi;
        assert_eq!(pmid("PMID: 27288790").as_deref(), Some("27288790"));
        assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/27288790/").as_deref(), Some("27288790"));
        assert_eq!(doi("DOI:10.4172/2168-975X.1000126").as_deref(), Some("10.4172/2168-975X.1000126"));
        assert_eq!(doi("https://doi.org/10.1/x").as_deref(), Some("10.1/x"));
        assert_eq!(doi("10.1/x").as_deref(), Some("10.1/x"));
        assert_eq!(cited("59").unwrap().number, Some(59));
        assert_eq!(cited("PMID:none").unwrap().label.as_deref(), Some("PMID:none"));
        assert_eq!(cited(" "), None);
        assert_eq!(year("2016-07-15"), Some(2016));
        assert_eq!((year("16"), year("0001-01-01"), year("é016")), (None, None, None));
    }
}
