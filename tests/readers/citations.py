"""References, read by the parsers of reference managers and by a citation processor."""

import json
import warnings

import bibtexparser
import pybtex.database
import rispy
from common import HEADLINE, NASTY, SPLIT, check, equal

TITLE = "Pre-treatments enhance the therapeutic effects of mesenchymal stem cells in liver diseases"
NASTY_TITLE = '100 % of α_β: {open & "shut"} <script>alert(1)</script> $x^2$ #1 ~'


def unescaped(text):
    """LaTeX as the characters that it stands for."""
    for order, letter in [("textbackslash", "\\"), ("textbraceleft", "\1"), ("textbraceright", "\2"), ("textasciitilde", "~"), ("textasciicircum", "^")]:
        text = text.replace("{\\" + order + "}", letter)
    for letter in "$&#%_":
        text = text.replace("\\" + letter, letter)
    return text.replace("{", "").replace("}", "").replace("\1", "{").replace("\2", "}")


@check
def bibtexparser_reads_bibtex(whereof):
    library = bibtexparser.parse_string(whereof.text("bibtex", HEADLINE))
    equal(len(library.failed_blocks), 0)
    equal([entry.key for entry in library.entries], ["Hu2020", "Hu2020-59"])
    equal(library.entries[0]["title"].strip("{}"), TITLE)
    nasty = bibtexparser.parse_string(whereof.text("bibtex", NASTY, nasty=True))
    equal(len(nasty.failed_blocks), 0)
    equal(len(nasty.entries), 6)
    equal(unescaped(nasty.entries[0]["title"]), NASTY_TITLE)


@check
def pybtex_reads_bibtex(whereof):
    data = pybtex.database.parse_string(whereof.text("bibtex", HEADLINE), "bibtex")
    source = data.entries["Hu2020"]
    equal([str(person) for person in source.persons["author"]], ["Hu, C", "Wu, Z", "Li, L"])
    equal(source.fields["doi"], "10.1111/jcmm.14788")
    nasty = pybtex.database.parse_string(whereof.text("bibtex", NASTY, nasty=True), "bibtex")
    equal(len(nasty.entries), 6)
    first = next(iter(nasty.entries.values()))
    equal(unescaped(first.fields["title"]), NASTY_TITLE)
    equal(len(first.persons["author"]), 3)


@check
def rispy_reads_ris(whereof):
    entries = rispy.loads(whereof.text("ris", SPLIT))
    equal([entry["type_of_reference"] for entry in entries], ["JOUR", "GEN"])
    equal(entries[0]["title"], TITLE)
    equal(entries[0]["doi"], "10.1111/jcmm.14788")
    equal((entries[0]["start_page"], entries[0]["end_page"]), ("40", "49"))
    equal(entries[1]["keywords"], ["for", "against elsewhere"])
    nasty = rispy.loads(whereof.text("ris", NASTY, nasty=True))
    equal(len(nasty), 6)
    equal(nasty[0]["title"], NASTY_TITLE)


@check
def citeproc_formats_csl_json(whereof):
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    warnings.simplefilter("ignore")
    for query, nasty, title in [(HEADLINE, False, TITLE), (NASTY, True, NASTY_TITLE)]:
        items = json.loads(whereof.text("csl-json", query, nasty=nasty))
        equal(items[0]["title"], title)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
        printed = " ".join(str(entry) for entry in bibliography.bibliography())
        assert "2020" in printed or nasty, printed
        equal(len(bibliography.bibliography()), len(items))
