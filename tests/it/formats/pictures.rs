//! Pictures: kept ones are remade byte for byte, every row has its mark, and every mark says what it stands for.

use super::super::cli::program;
use super::pages::elements;
use super::{NASTY, asked, nasty, text, written};
use std::collections::BTreeSet;
use std::path::Path;
use unicode_width::UnicodeWidthStr;
use whereof::Base;
use whereof::answer::graph::Standing;
use whereof::answer::{Graph, Reply};
use whereof::model::Stance;
use whereof::render::{Format, Style, Told, write};
use whereof::text::Source;

/// The pictures and the page that are kept under `examples/`, each with what asks for it; `docs/formats.md` says the same commands.
const KEPT: [(&str, &[&str]); 4] = [
    ("pictures/network.svg", &["-c", "treatment where disease = fibrosis and species = rat"]),
    ("pictures/heatmap.svg", &["-c", "matrix kinds of pre-treatment by disease"]),
    ("pictures/bars.svg", &["-c", "count finding by disease where in vivo"]),
    ("report.html", &["examples/queries/report.whereof"]),
];

/// `WHEREOF_BLESS=1` keeps those of today; look at them, with `tests/browser/run`.
#[test]
fn kept_pictures_are_those_of_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/formats.md")).unwrap();
    for (name, arguments) in KEPT {
        let kept = root.join("examples").join(name);
        let now = super::super::cli::scratch("pictures").join(Path::new(name).file_name().unwrap());
        let done = program()
            .current_dir(root)
            .args(["--quiet", "-o", now.to_str().unwrap()])
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{name}: {done:?}");
        let now = std::fs::read(now).unwrap();
        if std::env::var_os("WHEREOF_BLESS").is_some() {
            std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
            std::fs::write(&kept, &now).unwrap();
        }
        assert!(std::fs::read(&kept).unwrap() == now, "{name} is not what the program writes today");
        let said = match arguments {
            ["-c", query] => {
                format!("whereof -o {} -c '{query}'", Path::new(name).file_name().unwrap().to_str().unwrap())
            }
            [file] => format!("whereof -o {name} {file}"),
            _ => panic!("{arguments:?}"),
        };
        assert!(page.contains(&said), "docs/formats.md does not say `{said}`");
    }
}

/// Marks of one sort: their classes, and what each says.
fn marks(svg: &str, sort: &str) -> Vec<(String, String)> {
    let groups = svg.split("<g class=\"mark ").skip(1);
    let marks = groups.map(|group| {
        let (class, rest) = group.split_once('"').unwrap();
        let title = rest.strip_prefix("><title>").unwrap_or_else(|| panic!("a mark without a title: {rest:.80}"));
        let title = title.split("</title>").next().unwrap();
        assert!(!title.trim().is_empty(), "a mark that says nothing: {class}");
        (class.to_owned(), quick_xml::escape::unescape(title).unwrap().into_owned())
    });
    marks.filter(|(class, _)| class.split(' ').any(|word| word == sort || sort.is_empty())).collect()
}

/// Well-formed, and nothing in it runs, is fetched or needs a place of its own in a page.
fn stands_for_itself(svg: &str) {
    let all = elements(svg);
    assert_eq!(all[0].0, "svg");
    for (name, attributes) in &all {
        let known = ["svg", "title", "style", "g", "rect", "circle", "path", "text"];
        assert!(known.contains(&name.as_str()), "{name}");
        for (attribute, value) in attributes {
            let known = [
                "xmlns",
                "class",
                "role",
                "aria-label",
                "viewBox",
                "width",
                "height",
                "transform",
                "x",
                "y",
                "rx",
                "cx",
                "cy",
                "r",
                "d",
                "stroke-width",
                "text-anchor",
            ];
            assert!(known.contains(&attribute.as_str()), "{attribute}");
            assert!(!value.contains("NaN") && !value.contains("inf"), "{attribute}=\"{value}\"");
        }
    }
    assert!(!svg.contains("url(") && !svg.contains("@import") && !svg.contains("@font-face"));
    assert!(svg.contains("prefers-color-scheme: dark"));
    marks(svg, "");
}

fn svg(told: &[(Reply, Graph)]) -> String {
    let svg = text(told, Format::Svg);
    stands_for_itself(&svg);
    svg
}

fn refused(base: Base, query: &str, format: Format) -> String {
    let told = asked(base, query);
    let told: Vec<Told<'_>> = told.iter().map(|(reply, graph)| Told { reply, graph }).collect();
    match write(&told, format, &Style::default()) {
        Ok(_) => panic!("{query} has a picture"),
        Err(why) => why.to_string(),
    }
}

/// Counted from the graph alone: things that act or are acted on, and lines that differ in what they say.
#[test]
fn a_network_has_a_mark_for_each_thing_and_each_line() {
    for (base, query) in [
        (Base::builtin(), "treatment where upregulates CXCR4"),
        (Base::builtin(), "finding where disease = fibrosis"),
        (Base::builtin(), "treatment where indirectly increases homing within 3"),
        (Base::builtin(), "contested treatment, process"),
        (Base::builtin(), "paths from hypoxia to homing within 3"),
        (Base::builtin(), "gaps"),
        (nasty(), NASTY),
    ] {
        let told = asked(base, query);
        let svg = svg(&told);
        let graph = told.iter().fold(Graph::default(), |graph, (_, more)| graph.with(more.clone()));
        let ends: BTreeSet<_> = graph.edges.iter().flat_map(|edge| [edge.subject, edge.object]).collect();
        assert_eq!(marks(&svg, "thing").len(), ends.len(), "{query}");
        let ways: BTreeSet<_> = graph
            .edges
            .iter()
            .map(|edge| {
                let beside = edge.stands.iter().all(|stands| *stands == Standing::Beside);
                (
                    edge.subject,
                    edge.object,
                    edge.sign,
                    edge.stance != Stance::Reported,
                    beside,
                    edge.stance == Stance::Gap,
                )
            })
            .collect();
        let links = graph.links.iter().filter(|link| ends.contains(&link.from) && ends.contains(&link.to)).count();
        let lines = marks(&svg, "line");
        assert_eq!(lines.len(), ways.len() + links, "{query}");
        assert_eq!(marks(&svg, "declared").len(), links, "{query}");
        // each finding is told by one line, if it is not one of very many
        let said: Vec<&str> = lines.iter().flat_map(|(_, title)| title.lines()).collect();
        for edge in &graph.edges {
            let statement = whereof::render::sanitise(&graph.statement(edge)).into_owned();
            assert!(said.iter().any(|line| line.starts_with(&statement)), "{query}: {statement}");
        }
    }
}

#[test]
fn signs_look_different_without_colour_too() {
    let text = "source s; noun treatment with id = biolink:Treatment; noun gene with id = biolink:Gene; slot at is text;
        verb raises with direction = increase; verb lowers with direction = decrease; verb \"leaves alone\" with direction = none;
        verb touches with direction = unclear; entity A is treatment; entity G is gene; entity H is gene;
        study 1, 2, 3 { at \"1\" 1: A raises G; }
        study 4 { at \"1\" 2: A lowers G; at \"1\" 3: A \"leaves alone\" H; at \"1\" 4: A touches H; }
        given { at \"1\" 5: A lowers H with stance = hypothesised; at \"1\" 6: A raises H with stance = gap; }";
    let base = Base::from_text(Source::new("signs", text)).unwrap();
    let svg =
        svg(&asked(base, "finding where subject = A; finding where stance = gap; finding where stance = hypothesised"));
    let classes: BTreeSet<String> = marks(&svg, "line").into_iter().map(|(class, _)| class).collect();
    let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
    assert_eq!(
        classes,
        ["line down", "line down dashed", "line flat", "line unclear dashed", "line unclear dotted", "line up"]
    );
    // three studies make a broader line than one, and the number stands on it
    assert!(svg.contains("stroke-width=\"3.2\"") && svg.contains(">3</text>"), "{svg}");
    for words in ["more", "less", "measured, no change", "changes, not said which way", "gap declared by the source"] {
        assert!(svg.contains(&format!(">{words}</text>")), "{words}");
    }
}

#[test]
fn a_heat_map_has_a_mark_for_each_cell() {
    for query in [
        "matrix treatment by disease of improves homing",
        "matrix kinds of pre-treatment by disease",
        "matrix treatment by disease",
    ] {
        let told = asked(Base::builtin(), query);
        let svg = svg(&told);
        let Reply::Matrix(matrix) = &told[0].0 else { panic!("{query}") };
        let rows =
            matrix.rows.iter().flatten().count().min(40) + matrix.rows.iter().filter(|name| name.is_none()).count();
        let columns = matrix.columns.len();
        assert!(columns <= 25, "{query}");
        let names = marks(&svg, "name");
        assert_eq!(names.len(), rows + columns, "{query}");
        assert_eq!(marks(&svg, "").len() - names.len(), rows * columns, "{query}");
        let of = |classes: &[&str]| classes.iter().map(|class| marks(&svg, class).len()).sum::<usize>();
        if matrix.rows.len() == rows {
            let with_findings = matrix.cells.iter().filter(|cell| {
                let signs = &cell.signs;
                signs.plus + signs.minus + signs.zero + signs.unclear > 0
            });
            assert_eq!(
                of(&["s1", "s2", "s3", "s4", "s5", "null", "against", "contested", "split"]),
                with_findings.count(),
                "{query}"
            );
        }
        assert_eq!(
            of(&["contested"]) > 0,
            matrix.cells.iter().any(|cell| cell.verdict.words() == "contested"),
            "{query}"
        );
    }
    let svg = svg(&asked(Base::builtin(), "matrix treatment by disease of improves homing"));
    let says: Vec<String> = marks(&svg, "contested").into_iter().map(|(_, title)| title).collect();
    assert!(says[0].starts_with("pre-treatment, not stated: contested; only one side states model"), "{says:?}");
    assert!(says[0].contains("[17, 18, 19, 20, 59, 62] against [68]"), "{says:?}");
}

/// Opposed, null, split and contested cells beside supported, silent and declared gaps, in one picture.
fn all_states() -> Base {
    let mut text = "source s; noun treatment; noun gene; noun disease; slot disease with takes = disease, place;
        verb raises with direction = increase, opposite = lowers; verb lowers with direction = decrease, opposite = raises;
        verb \"has no effect on\" with direction = none; entity G is gene;\n"
        .to_owned();
    for name in ["supported", "opposed", "null", "contested", "split", "gap", "silent"] {
        text.push_str(&format!("entity \"{name} one\" is treatment; "));
    }
    text.push_str(
        "noun sex; slot sex with takes = sex, place; entity m is sex; entity f is sex; entity D is disease; entity E is disease;
        study 1 in D { at \"1\" 1: \"supported one\" raises G; at \"1\" 2: \"opposed one\" lowers G; at \"1\" 3: \"null one\" \"has no effect on\" G;
          at \"1\" 4: \"contested one\" raises G; at \"1\" 5: \"split one\" raises G with sex = m; }
        study 2 in D { at \"1\" 6: \"contested one\" lowers G; at \"1\" 7: \"split one\" lowers G with sex = f; }
        study 3 in E { at \"1\" 9: \"silent one\" raises G; }
        given in D { at \"1\" 8: \"gap one\" raises G with stance = gap; }",
    );
    Base::from_text(Source::new("states", text)).unwrap()
}

#[test]
fn each_verdict_has_a_colour_and_a_glyph_of_its_own() {
    let told = asked(all_states(), "matrix treatment by disease of raises G");
    let svg = svg(&told);
    let said: Vec<(String, String)> =
        marks(&svg, "").into_iter().filter(|(class, title)| class != "name" && title.contains(", D:")).collect();
    let class = |name: &str| {
        let found = said
            .iter()
            .find(|(_, title)| title.starts_with(&format!("{name} one, D")))
            .unwrap_or_else(|| panic!("{name} in {said:#?}"));
        found.0.clone()
    };
    let found = ["supported", "opposed", "null", "contested", "split", "gap", "silent"].map(class);
    assert_eq!(found, ["s1", "against", "null", "contested", "split", "gap", "silent"]);
    for glyph in ["↑ 1", "×", "○ 1", "!", "/", "gap", "·"] {
        assert!(svg.contains(&format!(">{glyph}</text>")), "{glyph}");
    }
}

#[test]
fn bars_are_as_many_as_groups_and_end_in_their_number() {
    let told = asked(Base::builtin(), "count finding by disease where in vivo");
    let svg = svg(&told);
    let Reply::Answers(answers) = &told[0].0 else { panic!() };
    let counts = answers.counts.as_ref().unwrap();
    let bars = marks(&svg, "bars");
    assert_eq!(bars.len(), counts.groups.len() + 1);
    for (bar, group) in bars.iter().zip(&counts.groups) {
        assert!(bar.1.starts_with(&format!("{}: {} finding", group.value, group.rows)), "{bar:?}");
        assert!(svg.contains(&format!(">{}</text>", group.rows)));
    }
    assert_eq!(bars.last().unwrap().1, format!("(not stated): {} findings", counts.not_stated));
}

#[test]
fn long_and_hostile_names_are_cut_and_told_whole() {
    let long =
        "mesenchymal stem cells that were kept at one percent of oxygen for two days before anybody looked at them";
    let cjk = "间充质干细胞在低氧条件下预处理后移植到肝脏损伤模型中的治疗效果观察与分析";
    let text = format!(
        "source s; noun treatment with id = biolink:Treatment; noun gene with id = biolink:Gene; verb raises with direction = increase;
         entity \"{long}\" is treatment; entity \"{cjk}\" is treatment; entity \"a <b> & 'c'\" is treatment; entity G is gene;
         study 1 {{ at \"1\" 1: \"{long}\" raises G; at \"1\" 2: \"{cjk}\" raises G; at \"1\" 3: \"a <b> & 'c'\" raises G; }}"
    );
    let base = Base::from_text(Source::new("long", text)).unwrap();
    let svg = svg(&asked(base, "treatment where raises G"));
    let things: Vec<String> = marks(&svg, "thing").into_iter().map(|(_, title)| title).collect();
    for name in [long, cjk, "a <b> & 'c'"] {
        assert!(things.iter().any(|title| title.starts_with(&format!("{name} (treatment"))), "{name}: {things:?}");
    }
    assert!(
        svg.contains(">mesenchymal stem cel") && svg.contains("…</text>") && !svg.contains(&format!(">{long}</text>"))
    );
    assert!(svg.contains(">a &lt;b&gt; &amp; &apos;c&apos;</text>"));
}

#[test]
fn what_has_no_picture_says_what_has_one() {
    let says = |query: &str| refused(Base::builtin(), query, Format::Svg);
    assert_eq!(
        says("nouns"),
        "svg: no picture of a list of words: it rests on no finding; answers with findings are drawn as a network, `matrix` as a heat map, `count ... by` as bars"
    );
    assert!(says("count treatment where upregulates CXCR4").contains("`count ... by` makes bars"));
    assert!(
        says("treatment where increases GSH and disease = fibrosis and species = human")
            .contains("no picture of an answer")
    );
    assert!(says("let $gene = CXCR4").contains("no question was asked"));
    let many = says("finding where stance = reported");
    assert!(many.contains("make no picture that anybody reads: ask less, or write cx2 or graphml"), "{many}");
    let several = says("matrix treatment by disease of improves homing; count finding by disease where in vivo");
    assert_eq!(
        several,
        "2 replies make 2 pictures of different kinds, and a file of svg holds one: ask one question at a time, or write html, which holds all"
    );
    let chart = refused(Base::builtin(), "treatment where upregulates CXCR4", Format::Chart);
    assert_eq!(
        chart,
        "chart: no chart of an answer with findings; `matrix` is drawn as a heat map and `count ... by` as bars; svg draws findings too"
    );
}

/// Several answers make one network, as in all formats of findings; what is no picture beside one is said.
#[test]
fn several_answers_make_one_network() {
    let told = asked(
        Base::builtin(),
        "treatment where upregulates CXCR4; nouns; let $gene = HGF; treatment where upregulates $gene",
    );
    let svg = svg(&told);
    let names: Vec<String> = marks(&svg, "thing").into_iter().map(|(_, title)| title).collect();
    assert!(["CXCR4 (", "HGF ("].iter().all(|name| names.iter().any(|known| known.starts_with(name))), "{names:?}");
    let not_held = written(&told, Format::Svg).not_held.join("\n");
    assert!(not_held.contains("a list of words") && not_held.contains("rows and verdicts"), "{not_held}");
}

/// A table of more rows and columns than anybody would look at.
#[test]
fn a_big_heat_map_says_what_it_left_out() {
    let mut text = "source s; noun treatment; noun gene; noun disease; slot disease with takes = disease, place; verb raises with direction = increase;
        entity G is gene;\n"
        .to_owned();
    for row in 0..50 {
        text.push_str(&format!("entity \"t{row:02}\" is treatment;\n"));
    }
    for column in 0..30 {
        text.push_str(&format!("entity \"d{column:02}\" is disease;\n"));
    }
    for at in 0..50 {
        text.push_str(&format!(
            "study {} in \"d{:02}\" {{ at \"1\" {}: \"t{at:02}\" raises G; }}\n",
            at + 1,
            at % 30,
            at + 1
        ));
    }
    let told = asked(Base::from_text(Source::new("big", text)).unwrap(), "matrix treatment by disease");
    let svg = svg(&told);
    assert_eq!(marks(&svg, "").len(), 40 * 25 + 40 + 25);
    let words = "not drawn: 10 more rows and 5 more columns, of fewer studies; --format tsv has all";
    assert!(svg.contains(words));
    assert_eq!(written(&told, Format::Svg).not_held, [words]);
    assert!(text_of(&told, Format::Chart, 80, true).contains("not drawn: 10 more rows"));
}

fn text_of(told: &[(Reply, Graph)], format: Format, width: usize, unicode: bool) -> String {
    let told: Vec<Told<'_>> = told.iter().map(|(reply, graph)| Told { reply, graph }).collect();
    let style = Style { width, unicode, ..Style::default() };
    String::from_utf8(write(&told, format, &style).unwrap().files.remove(0)).unwrap()
}

#[test]
fn charts_of_a_terminal() {
    let told = asked(
        Base::builtin(),
        "matrix kinds of pre-treatment by disease; matrix treatment by disease of improves homing; count finding by disease where in vivo",
    );
    insta::assert_snapshot!("chart_unicode", text_of(&told, Format::Chart, 100, true));
    insta::assert_snapshot!("chart_ascii", text_of(&told, Format::Chart, 80, false));
    let states = asked(all_states(), "matrix treatment by disease of raises G");
    insta::assert_snapshot!("chart_states", text_of(&states, Format::Chart, 80, true));
}

#[test]
fn charts_keep_to_the_width_and_to_ascii() {
    let queries = "matrix treatment by disease; count finding by disease where in vivo";
    for (base, queries) in [
        (Base::builtin(), queries),
        (nasty(), "matrix treatment by disease; count treatment by disease where raises \"gene one\""),
    ] {
        let ascii_names = queries.contains("in vivo");
        let told = asked(base, queries);
        for width in [40, 80, 120] {
            for unicode in [true, false] {
                let chart = text_of(&told, Format::Chart, width, unicode);
                let long: Vec<&str> = chart.lines().filter(|line| line.width() > width).collect();
                assert!(long.is_empty(), "{width}: {long:#?}");
                let drawn = "█▏▎▍▌▋▊▉░▒▓·○…";
                assert!(unicode || !chart.chars().any(|c| drawn.contains(c)), "{chart}");
                assert!(!unicode || !ascii_names || chart.contains('█'));
            }
        }
    }
}

/// The picture stands in the page of its question, and every kind of reply that has one shows it.
#[test]
fn a_page_holds_the_pictures_of_its_questions() {
    let told = asked(
        Base::builtin(),
        "treatment where upregulates CXCR4; count finding by disease where in vivo; matrix treatment by disease of improves homing; nouns;
         finding where setting = \"in vivo\"; paths from hypoxia to homing within 3",
    );
    let page = text(&told, Format::Html);
    let articles: Vec<&str> = page.split("<article>").skip(1).collect();
    let has: Vec<bool> = articles.iter().map(|article| article.contains("<svg class=\"picture\"")).collect();
    assert_eq!(has, [true, true, true, false, false, true]);
    assert!(articles[4].contains("not drawn here: a network of "), "{}", articles[4]);
    // the looks stand once, and a page without a picture has none of them
    assert_eq!(page.matches(".picture .paper").count(), 1);
    assert!(!text(&asked(Base::builtin(), "nouns"), Format::Html).contains(".picture .paper"));
}

/// Every finding that a page tells leads to its card, and the card to its study and its source.
#[test]
fn findings_of_a_page_lead_to_their_cards() {
    let told = asked(
        Base::builtin(),
        "treatment where upregulates CXCR4; treatment where no effect on immunomodulation in vivo",
    );
    let page = text(&told, Format::Html);
    let cards = page.matches("<section class=\"card\"").count();
    let graph = told[0].1.clone().with(told[1].1.clone());
    assert_eq!(cards, graph.edges.len());
    for edge in &graph.edges {
        let id = format!("_finding{}", edge.finding.0);
        assert!(page.contains(&format!("href=\"#{id}\"")) && page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let card = page
        .split("<section class=\"card\"")
        .skip(1)
        .find(|card| card.contains("resveratrol upregulates CXCR4"))
        .unwrap();
    for words in [
        "for the answer; reported",
        "cirrhosis",
        "in vivo (inferred by the curator)",
        "href=\"#Hu2020-59\"",
        "href=\"#Hu2020\"",
        "section 4.1, sentence 8",
    ] {
        assert!(card.contains(words), "{words} in {card}");
    }
    let base = &graph.bases[0];
    assert!(page.contains(&format!("Hu 2020 (587 findings, 76 studies), fingerprint <code>{}</code>", base.hash)));
}

#[test]
fn the_ending_of_a_file_asks_for_a_picture() {
    let folder = super::super::cli::scratch("picture-files");
    let run = |name: &str, query: &str| {
        let done = program().current_dir(&folder).args(["--quiet", "-o", name, "-c", query]).output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    assert_eq!(run("answer.svg", "matrix treatment by disease of improves homing"), (Some(0), String::new()));
    let kept = std::fs::read(folder.join("answer.svg")).unwrap();
    assert!(kept.starts_with(b"<svg xmlns=\"http://www.w3.org/2000/svg\""));
    // what is refused leaves the file as it was
    let (code, said) = run("answer.svg", "nouns");
    assert_eq!(code, Some(2));
    assert!(said.contains("`matrix` as a heat map"), "{said}");
    assert_eq!(std::fs::read(folder.join("answer.svg")).unwrap(), kept);
}
