//! The codes of texts of bases.
//!
//! Nothing comes in; entries go out, in the order of their numbers. Nothing else is known here.

use super::Code;

/// Their entries.
pub(super) const CODES: &[Code] = &[
    Code {
        code: "W0301",
        meaning: "a name in a base is not declared",
        wrong: "study 1 { at \"1\" 1: nothing upregulates nobody; }",
        right: "",
        words: "Every word of a finding is declared before it is used: noun, verb, slot, entity. This keeps a slip of the pen from becoming a new gene. Declare it, or use the name that the message offers.",
    },
    Code {
        code: "W0302",
        meaning: "a name in a base is of the wrong kind",
        wrong: "",
        right: "",
        words: "The verb or the slot takes other kinds. Either the name is a slip, or the declaration of the verb or slot is too narrow.",
    },
    Code {
        code: "W0303",
        meaning: "no slot of this name is declared",
        wrong: "",
        right: "",
        words: "Declare it: slot dose is quantity with dimension = ...; or use one of those listed.",
    },
    Code {
        code: "W0304",
        meaning: "a slot is given a value that it cannot hold",
        wrong: "",
        right: "",
        words: "A finding states one value at a time, joined by `=`. A stance is one of reported, hypothesised and gap. `in` reaches only slots that are declared as places.",
    },
    Code {
        code: "W0305",
        meaning: "an amount in a base cannot be read",
        wrong: "",
        right: "",
        words: "Either the unit is not declared, or its dimension is not the slot's, or a number is missing.",
    },
    Code {
        code: "W0306",
        meaning: "a name is declared twice",
        wrong: "noun gene; noun gene;",
        right: "noun gene;",
        words: "Names are unique inside a base, in the normal form that leaves out case, hyphens and blanks. Give one of the two another name, or make them one entity with an alias.",
    },
    Code {
        code: "W0308",
        meaning: "a name in a base may mean several things",
        wrong: "",
        right: "",
        words: "Write the name in full so that one sense is left; quotes around it keep its words together.",
    },
    Code {
        code: "W0309",
        meaning: "a finding has no verb",
        wrong: "study 1 { at \"1\" 1: a b c; }",
        right: "",
        words: "Subject, verb and object stand in this order. The verb must be declared, and the words around it must be whole names.",
    },
    Code {
        code: "W0310",
        meaning: "a finding can be cut in several ways, or is too long to be cut",
        wrong: "",
        right: "",
        words: "Quotes around a name decide where it ends.",
    },
    Code {
        code: "W0311",
        meaning: "no source is declared yet",
        wrong: "study 1 { }",
        right: "source \"Hu 2020\"; study 1 { }",
        words: "Numbers of studies and places only mean something inside a source. Declare it first.",
    },
    Code {
        code: "W0312",
        meaning: "a declaration has a property that is not known",
        wrong: "noun gene with colour = red;",
        right: "noun gene with plural = genes;",
        words: "The message lists those that this declaration takes.",
    },
    Code {
        code: "W0313",
        meaning: "a declaration is incomplete or its property has a wrong value",
        wrong: "entity CXCR4;",
        right: "noun gene; entity CXCR4 is gene;",
        words: "The message says what is missing or what would be accepted.",
    },
    Code {
        code: "W0314",
        meaning: "a base holds a question",
        wrong: "nouns;",
        right: "noun gene;",
        words: "A base is made of declarations, steps between entities, and findings. Questions belong in scripts.",
    },
    Code {
        code: "W0315",
        meaning: "`in` would reach one kind in two slots",
        wrong: "",
        right: "",
        words: "For one kind `in` reaches one slot, so that `in rat` has one meaning. Only one of the slots may be a place.",
    },
    Code {
        code: "W0316",
        meaning: "verbs do not form a tree",
        wrong: "",
        right: "",
        words: "A verb has one broader verb of its own direction, and none is broader than itself.",
    },
    Code {
        code: "W0317",
        meaning: "opposites do not match",
        wrong: "",
        right: "",
        words: "If a verb names another as its opposite, that one names it back, and their directions are opposite.",
    },
    Code {
        code: "W0318",
        meaning: "no step of a hierarchy begins so",
        wrong: "",
        right: "",
        words: "Steps are: is a, stage of, member of, measure of, part of.",
    },
];
