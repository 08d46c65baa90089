//! Programs and files that people look for, each with the order or the format that serves it.

use super::{Part, Term};

const fn program(name: &'static str, also: &'static [&'static str], meaning: &'static str, more: &'static str) -> Term {
    Term { name, also, part: Part::Programs, meaning, more, query: "" }
}

pub(super) const TERMS: &[Term] = &[
    program(
        "excel",
        &["xlsx", "spreadsheet", "libreoffice", "calc", "workbook", "numbers", "google sheets"],
        "`.save answer.xlsx` writes the last answer as a workbook; on the command line `-o answer.xlsx`",
        "It has sheets for rows, findings, references and how the question was read. `.save rows.csv` writes the rows alone.",
    ),
    program(
        "word",
        &["docx", "libreoffice writer", "manuscript", "google docs", "rtf", "odt"],
        "`.save answer.html` writes a page that Word and LibreOffice open; on the command line `-o answer.html`",
        "`.save answer.md` writes an evidence table in Markdown; references come with `.save references.ris`.",
    ),
    program(
        "zotero",
        &[
            "endnote",
            "mendeley",
            "citavi",
            "papers",
            "ris",
            "reference manager",
            "citation",
            "citations",
            "cite",
            "bibliography",
            "literature",
        ],
        "`.save references.ris` writes the references of the last answer; on the command line `-o references.ris`",
        "Zotero, EndNote, Mendeley and Citavi import such a file. `.cite` shows references to be copied.",
    ),
    program(
        "latex",
        &["bibtex", "bib", "jabref", "overleaf"],
        "`.save references.bib` writes the references of the last answer as BibTeX; on the command line `-o references.bib`",
        "",
    ),
    program(
        "pandoc",
        &["csl", "csl-json", "quarto", "citeproc"],
        "`.save references.csl.json` writes the references for citation processors; on the command line `-o references.csl.json`",
        "",
    ),
    program(
        "cytoscape",
        &["cx2", "ndex", "network"],
        "`.save network.cx2` writes the findings behind the last answer as a network with looks; on the command line `-o network.cx2`",
        "Open it in Cytoscape with File, Import, Network from File.",
    ),
    program(
        "gephi",
        &["graphml", "yed", "igraph", "networkx"],
        "`.save network.graphml` writes the findings as a graph for Gephi, yEd, igraph and networkx; on the command line `-o network.graphml`",
        "",
    ),
    program(
        "picture",
        &["graphviz", "mermaid", "drawing", "figure", "svg", "graph", "plot", "image", "png"],
        "`.graph` shows the last answer as a drawing in Mermaid, `.graph dot` for Graphviz; `-o figure.dot` writes it on the command line",
        "",
    ),
    program(
        "csv",
        &["tsv", "comma", "text file", "download", "tab"],
        "`.save rows.csv` writes the rows of the last answer; on the command line `-o rows.csv`",
        "`.mode csv` shows answers so. Tabs instead of commas: `.save rows.tsv`.",
    ),
    program(
        "r",
        &["python", "pandas", "polars", "jupyter", "dataframe", "rstudio"],
        "`.save rows.csv` or `.save rows.jsonl` writes rows that R and pandas read; on the command line `-o rows.csv`",
        "",
    ),
    program(
        "json",
        &["jsonl", "api", "schema"],
        "`.save answer.json` writes the whole answer with all findings; on the command line `-o answer.json`",
        "`whereof schema` prints its JSON Schema. `.save rows.jsonl` writes one object a row.",
    ),
    program(
        "kgx",
        &["biolink", "knowledge graph", "neo4j", "rdf"],
        "`.save answer_nodes.tsv` writes the findings as KGX, in the words of Biolink; on the command line `--format kgx -o answer`",
        "",
    ),
    program(
        "browser",
        &["html", "pdf", "web", "web page", "print", "email", "mail"],
        "`.save answer.html` writes one page with everything in it, to be opened, printed or sent; on the command line `-o answer.html`",
        "",
    ),
    program(
        "obsidian",
        &["markdown", "notion", "md"],
        "`.save answer.md` writes an evidence table in Markdown; on the command line `-o answer.md`",
        "",
    ),
    program(
        "save",
        &["export", "file", "write", "format", "formats", "output"],
        "`.save FILE` writes the last answer in the format of the file's ending; on the command line `-o FILE`",
        "`.help excel`, `.help word`, `.help zotero`, `.help cytoscape` and `.help csv` tell which ending to take. `.mode` shows answers in another format.",
    ),
];
