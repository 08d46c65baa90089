//! Pages and workbooks.

use super::{NASTY, asked, nasty, text, written};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;
use whereof::Base;
use whereof::render::Format;

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

/// Every statement whose reply is a page of another kind.
const EVERY: &str = "treatment where upregulates CXCR4; count treatment by disease where increases homing; matrix treatment by disease of improves homing;
    gaps; compare rapamycin with hypoxia; contested treatment, disease; similar to rapamycin; paths from hypoxia to homing within 3;
    why treatment where upregulates CXCR4; why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis; describe CXCR4;
    kinds of fibrosis; verbs; resolve \"SDF-1α\"; let $gene = CXCR4; expect some: treatment where upregulates $gene;
    diff builtin session: treatment where upregulates CXCR4; define booster = treatment where improves homing";

/// Elements, with the values of their attributes; an error where the page is not well-formed.
pub(super) fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(page);
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                found.push(element(&start));
            }
            Event::Empty(start) => found.push(element(&start)),
            Event::End(end) => assert_eq!(open.pop().as_deref(), Some(end.name().as_ref())),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> (String, Vec<(String, String)>) {
    let attributes = start.attributes().map(|one| {
        let one = one.unwrap();
        let value = quick_xml::escape::unescape(&one.value).unwrap().into_owned();
        (one.key.as_ref().to_owned(), value)
    });
    (start.name().as_ref().to_owned(), attributes.collect())
}

#[test]
fn html_of_the_headline() {
    insta::assert_snapshot!(text(&asked(Base::builtin(), HEADLINE), Format::Html));
}

/// Nothing is fetched, nothing runs, every link leads to a place of the page or to a publication.
#[test]
fn a_page_stands_for_itself() {
    for (base, query, least) in [(Base::builtin(), EVERY, 6), (nasty(), NASTY, 1)] {
        let page = text(&asked(base, query), Format::Html);
        let all = elements(&page);
        let ids: BTreeSet<&str> = all
            .iter()
            .flat_map(|(_, attributes)| attributes.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.as_str()))
            .collect();
        let mut inside = 0;
        for (name, attributes) in &all {
            assert!(
                !["script", "link", "img", "iframe", "object", "embed", "base", "form"].contains(&name.as_str()),
                "{name}"
            );
            for (attribute, value) in attributes {
                assert!(!attribute.starts_with("on") && attribute != "src" && attribute != "style", "{attribute}");
                if attribute == "href" {
                    match value.strip_prefix('#') {
                        Some(id) => assert!(ids.contains(id), "{value} leads nowhere"),
                        None => assert!(
                            ["https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/", "https://pmc.ncbi.nlm.nih.gov/"]
                                .iter()
                                .any(|known| value.starts_with(known)),
                            "{value}"
                        ),
                    }
                    inside += usize::from(value.starts_with('#'));
                }
            }
        }
        assert!(inside >= least, "{inside} links to references");
        assert!(!page.contains("url(") && !page.contains("@import"));
        assert!(page.contains("prefers-color-scheme: dark"));
    }
}

#[test]
fn names_are_text_in_a_page() {
    let page = text(&asked(nasty(), NASTY), Format::Html);
    assert!(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;amp;"), "{page}");
    assert!(page.contains("=cmd|&apos; /C calc&apos;!A0") && page.contains("TGF-β / Ωμέγα"));
}

/// No finding of a long answer is only counted.
#[test]
fn a_page_tells_all_findings() {
    let told = asked(Base::builtin(), "finding where setting = \"in vivo\"");
    let page = text(&told, Format::Html);
    assert!(told[0].1.edges.len() > 60);
    assert!(!page.contains("all of them with --format json"), "some findings are counted only");
    assert!(page.matches("<li class=\"finding").count() >= told[0].1.edges.len());
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_a_zip_and_says_what_it_cuts() {
    let book = written(&asked(Base::builtin(), EVERY), Format::Xlsx);
    assert!(book.files[0].starts_with(b"PK\x03\x04") && book.not_held.is_empty(), "{:?}", book.not_held);
    let long = "x".repeat(40_000);
    let text = format!(
        "source s; noun treatment; noun gene; verb raises with direction = increase; entity \"{long}\" is treatment; entity G is gene;
         study 1 {{ at \"1\" 1: \"{long}\" raises G; }}"
    );
    let base = Base::from_text(&whereof::text::Source::new("long", text)).unwrap();
    let book = written(&asked(base, "treatment where raises G"), Format::Xlsx);
    assert!(book.not_held[0].contains("32767 letters"), "{:?}", book.not_held);
}
