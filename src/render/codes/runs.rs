//! The codes of running questions, and of the command line.
//!
//! Nothing comes in; entries go out, in the order of their numbers. Nothing else is known here.

use super::Code;

/// Their entries.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "W0501",
        meaning: "the time limit was reached",
        wrong: "whereof --timeout 0.001ms -c 'treatment where upregulates CXCR4'",
        right: "whereof --timeout 10 -c 'treatment where upregulates CXCR4'",
        words: "Nothing is printed as if it were whole. Give more time with --timeout, or ask for less: a context, a narrower name, a limit on the list.",
    },
    Code {
        code: "W0502",
        meaning: "the limit on findings looked at was reached",
        wrong: "",
        right: "",
        words: "The question looks at too many findings. A narrower verb, name or context looks at fewer.",
    },
    Code {
        code: "W0503",
        meaning: "the limit on rows was reached",
        wrong: "",
        right: "",
        words: "More rows than this surface takes. Write a limit in the question: then the first rows are the whole answer to it.",
    },
    Code {
        code: "W0504",
        meaning: "the memory limit was reached",
        wrong: "",
        right: "",
        words: "Rows and their findings need more memory than is allowed. Ask for fewer rows.",
    },
    Code {
        code: "W0505",
        meaning: "the question was interrupted",
        wrong: "",
        right: "",
        words: "Ctrl-C, or a switch of the program that embeds this one, ended the question. The session goes on as it was.",
    },
    Code {
        code: "W0601",
        meaning: "a part of a base stands where a question is expected",
        wrong: "noun gene",
        right: "nouns",
        words: "Declarations and findings belong in a base: whereof check FILE reads one, --base FILE asks it.",
    },
    Code {
        code: "W0602",
        meaning: "a parameter has no value",
        wrong: "treatment where upregulates $gene",
        right: "treatment where upregulates CXCR4",
        words: "Give it one: let $gene = CXCR4 in the script, or --param gene=CXCR4. A value is data: whatever characters it holds, it is one name.",
    },
    Code {
        code: "W0603",
        meaning: "`why not` asks for a name among rows without names",
        wrong: "why not rapamycin: finding where disease = fibrosis",
        right: "why not rapamycin: treatment where disease = fibrosis",
        words: "Findings and studies are known by number, and their absence has no reason beside the conditions themselves. Ask for a noun.",
    },
    Code {
        code: "W0604",
        meaning: "nothing can be laid upon a foreign store",
        wrong: "",
        right: "",
        words: "A base that lives in somebody else's store is asked as it is. Export it, or open the other text alone.",
    },
    Code {
        code: "W0605",
        meaning: "a file of a base cannot be read",
        wrong: "use \"nowhere.whereof\"",
        right: "",
        words: "The message says what the system says, or which byte is not UTF-8.",
    },
    Code {
        code: "W0606",
        meaning: "a statement that speaks to a session stands where there is none",
        wrong: "",
        right: "",
        words: "What changes a session, or reads files into it, is a statement of its own.",
    },
    Code {
        code: "W0607",
        meaning: "a line of JSON Lines cannot be read",
        wrong: "",
        right: "",
        words: "The message points at the line. whereof export writes the form that is read here.",
    },
    Code {
        code: "W0608",
        meaning: "a parameter's value does not fit its place",
        wrong: "let $dose = 1 %; treatment where upregulates $dose",
        right: "let $gene = CXCR4; treatment where upregulates $gene",
        words: "A value is typed where it is used: a name, an amount, or a list. A list stands for any of its names where several may stand.",
    },
    Code {
        code: "W0609",
        meaning: "no such study or source to retract",
        wrong: "retract study 999",
        right: "retract study 59",
        words: "Studies go by the number under which their source cites them. Where several sources are open, say which: retract study 59 \"Hu 2020\".",
    },
    Code {
        code: "W0610",
        meaning: "an expectation failed",
        wrong: "expect none: treatment where upregulates CXCR4",
        right: "expect some: treatment where upregulates CXCR4",
        words: "The message names each row that is too many, with its findings, and each that is missing, with what keeps it out. The program ends with 5.",
    },
    Code {
        code: "W0611",
        meaning: "a session that reads no files is asked to",
        wrong: "",
        right: "",
        words: "A program that embeds the library says whether scripts may read files: Session::read_files. The command line and the prompt may.",
    },
    Code {
        code: "W0612",
        meaning: "a file that cannot be used",
        wrong: "",
        right: "",
        words: "It uses itself, or it asks questions, which nobody would be told the answer of. A file that is used declares, defines and expects; to run a file, name it on the command line.",
    },
    Code {
        code: "W0701",
        meaning: "a file cannot be read or written",
        wrong: "whereof nowhere.whereof",
        right: "whereof -c nouns",
        words: "The message names the file and what the system says. Nothing was changed: files are written beside their place and renamed when whole.",
    },
    Code {
        code: "W0702",
        meaning: "the command line is wrong",
        wrong: "whereof --no-builtin -c nouns",
        right: "whereof -c nouns",
        words: "whereof --help tells the options.",
    },
    Code {
        code: "W0703",
        meaning: "a text is not UTF-8",
        wrong: "",
        right: "",
        words: "The message names the line and the byte. Save the file as UTF-8.",
    },
];
