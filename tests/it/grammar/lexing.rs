//! What the lexer makes of single texts, and when the prompt waits for more.

use whereof::syntax::is_incomplete;
use whereof::syntax::lexer::{lex, scan};
use whereof::syntax::token::TokenKind;
use whereof::text::Source;

/// Each token as the grammar writes it and as it was typed.
fn tokens(text: &str) -> String {
    let source = Source::new("", text);
    let shown = lex(&source).into_iter().map(|token| {
        let typed = source.slice(token.span);
        match token.kind {
            TokenKind::Unknown => format!("?{typed}"),
            TokenKind::Unclosed => format!("!{typed}"),
            TokenKind::Word => typed.to_owned(),
            kind if kind.grammar().starts_with('"') => kind.grammar().to_owned(),
            TokenKind::Blank => "BLANK".to_owned(),
            kind => format!("{}:{}", kind.grammar(), typed.replace('\n', " ")),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn words_numbers_and_signs() {
    for (text, expected) in [
        ("8-OHG miR-574-3p 5'-UTR", "8-OHG miR-574-3p 5'-UTR"),
        ("2 0.5 1e6 -80 1e+3", "NUMBER:2 NUMBER:0.5 NUMBER:1e6 NUMBER:-80 NUMBER:1e+3"),
        ("2. .5 1e e1 1.2.3 +2 - 2nd 1,5", "2. .5 1e e1 1.2.3 +2 - 2nd NUMBER:1 \",\" NUMBER:5"),
        ("CD4+CD25+Foxp3+ a + b +c", "CD4+CD25+Foxp3+ a \"+\" b +c"),
        ("NO ALL OR AND WHERE Where", "NO ALL OR AND WHERE Where"),
        ("where wherever nowhere", "\"where\" wherever nowhere"),
        ("cell:HSC MONDO:0005155 a: b", "cell:HSC MONDO:0005155 a \":\" b"),
        (":a a:: b:;", "\":\" a a \":\" \":\" b \":\" \";\""),
        ("\"a \"\"b\"\" c\"d", "STRING:\"a \"\"b\"\" c\" d"),
        ("a \"b c \nd", "a !\"b c d"),
        ("$gene $ a$b", "PARAM:$gene ?$ a$b"),
        (
            "a=b!=c<=d>=e<f>g!h",
            "a OPERATOR:= b OPERATOR:!= c OPERATOR:<= d OPERATOR:>= e OPERATOR:< f OPERATOR:> g ?! h",
        ),
        ("a? ?b?? c?d", "a ?? ?b ??? c?d"),
        ("a#b # c\nd", "a#b d"),
        ("TGF‐β a\u{a0}b\u{3000}c\u{feff}", "TGF‐β a b c"),
        ("“a” [b] \u{202e}c", "?“ a ?” ?[ b ?] ?\u{202e} c"),
    ] {
        assert_eq!(tokens(text), expected, "{text:?}");
    }
}

#[test]
fn empty_lines_end_statements_outside_braces() {
    for (text, expected) in [
        ("a\nb", "a b"),
        ("a\n\nb", "a BLANK b"),
        ("a\r\n \t\r\n\n\nb\n\n", "a BLANK b BLANK"),
        ("\n\na", "BLANK a"),
        ("\na", "BLANK a"),
        ("a\n# c\nb", "a b"),
        ("a\n\n# c\n\nb", "a BLANK b"),
        ("a {\n\nb\n\n}\n\nc", "a \"{\" b \"}\" BLANK c"),
    ] {
        assert_eq!(tokens(text), expected, "{text:?}");
    }
}

#[test]
fn sequences_are_joined_only_in_their_places() {
    for (text, expected) in [
        ("any of (a)", "QUANTIFIER:any of \"(\" a \")\""),
        ("any of a (", "any of a \"(\""),
        ("at least 2 of (", "QUANTIFIER:at least 2 of \"(\""),
        ("exactly 2 of (", "QUANTIFIER:exactly 2 of \"(\""),
        ("exactly 2 of a", "\"exactly\" NUMBER:2 of a"),
        ("at\nleast # c\n2 of (", "QUANTIFIER:at least # c 2 of \"(\""),
        ("with at least 2 studies", "MINSTUDIES:with at least 2 studies"),
        ("with at least 2 mg", "\"with\" at least NUMBER:2 mg"),
        ("limit 5 where limit 5", "limit NUMBER:5 \"where\" LIMIT:limit 5"),
        ("order by where order by", "order by \"where\" \"order by\""),
        ("a where b within 2 in c", "a \"where\" b WITHIN:within 2 \"in\" c"),
        ("a where b within 2 h", "a \"where\" b within NUMBER:2 h"),
        ("a where b within 2 limit 3", "a \"where\" b WITHIN:within 2 LIMIT:limit 3"),
        ("why a b within 2; a within 2", "\"why\" a b WITHIN:within 2 \";\" a within NUMBER:2"),
        ("count a by b where c by d", "\"count\" a \"by\" b \"where\" c by d"),
        ("a by b", "a by b"),
        ("ratio(a) ratio where", "\"ratio\" \"(\" a \")\" ratio \"where\""),
        ("and also and\nalso and or also", "\"and also\" \"and also\" \"and\" \"or\" also"),
        ("not stated not state", "\"not stated\" \"not\" state"),
        ("in one study in one", "\"in one study\" \"in\" one"),
        ("why not a; why a; b why", "\"why not\" a \";\" \"why\" a \";\" b why"),
        ("kinds of a; kinds a", "\"kinds of\" a \";\" kinds a"),
        ("count where; count = 2; count, a", "count \"where\" \";\" count OPERATOR:= NUMBER:2 \";\" count \",\" a"),
        ("nouns; a nouns; nouns where", "\"nouns\" \";\" a nouns \";\" nouns \"where\""),
        ("at \"a\"; at a; study 1; study a", "\"at\" STRING:\"a\" \";\" at a \";\" \"study\" NUMBER:1 \";\" study a"),
        ("given in a { entity b; given c", "\"given\" \"in\" a \"{\" entity b \";\" \"given\" c"),
        ("a where b in at least 2 c", "a \"where\" b INLEAST:in at least 2 c"),
        (
            "in at least 2 c where in at least 2 of (",
            "\"in\" at least NUMBER:2 c \"where\" \"in\" QUANTIFIER:at least 2 of \"(\"",
        ),
        ("count findings where count findings", "\"count\" findings \"where\" \"count findings\""),
        ("in one context in one", "\"in one context\" \"in\" one"),
        ("matrix a by b of c by d of e", "\"matrix\" a \"by\" b \"of\" c by d of e"),
        ("matrix kinds of a by kinds of b of c", "\"matrix\" \"kinds of\" a \"by\" \"kinds of\" b \"of\" c"),
        ("matrix a of b by c of d within 2", "\"matrix\" a of b \"by\" c \"of\" d WITHIN:within 2"),
        ("matrix (a where b by c of d) by e", "\"matrix\" \"(\" a \"where\" b by c of d \")\" \"by\" e"),
        ("gaps; gaps, a; gaps a by b; a gaps", "\"gaps\" \";\" gaps \",\" a \";\" \"gaps\" a \"by\" b \";\" a gaps"),
        ("compare a with b; compare where", "\"compare\" a \"with\" b \";\" compare \"where\""),
        (
            "contested a; contested = b; contested on c",
            "\"contested\" a \";\" contested OPERATOR:= b \";\" \"contested\" on c",
        ),
        ("similar to a; similar a", "\"similar to\" a \";\" similar a"),
        (
            "paths from a to b to c within 2; paths a to b",
            "\"paths from\" a \"to\" b to c WITHIN:within 2 \";\" paths a to b",
        ),
        ("define a = b where c = d", "\"define\" a \"=\" b \"where\" c OPERATOR:= d"),
        ("define a where c = d; define = e", "\"define\" a \"where\" c OPERATOR:= d \";\" define OPERATOR:= e"),
        ("let $a = b = c; let a = b", "\"let\" PARAM:$a \"=\" b OPERATOR:= c \";\" let a OPERATOR:= b"),
        ("let $a != b", "\"let\" PARAM:$a OPERATOR:!= b"),
        ("use \"a\"; use a", "\"use\" STRING:\"a\" \";\" use a"),
        (
            "retract study 1; retract study a; retract 1",
            "\"retract study\" NUMBER:1 \";\" retract study a \";\" retract NUMBER:1",
        ),
        ("expect none: none", "\"expect\" \"none\" \":\" none"),
        ("expect some: a some", "\"expect\" \"some\" \":\" a some"),
        (
            "expect 3 rows: 3 rows; expect a 3 rows",
            "\"expect\" ROWS:3 rows \":\" NUMBER:3 rows \";\" \"expect\" a NUMBER:3 rows",
        ),
        ("diff a.b c:d", "\"diff\" a.b c:d"),
        (
            "study 1 { matrix a; gaps b; expect c; }",
            "\"study\" NUMBER:1 \"{\" matrix a \";\" gaps b \";\" expect c \";\" \"}\"",
        ),
        ("{ a; study 2 { noun b; } noun b", "\"{\" a \";\" \"study\" NUMBER:2 \"{\" noun b \";\" \"}\" \"noun\" b"),
    ] {
        assert_eq!(tokens(text), expected, "{text:?}");
    }
}

#[test]
fn scanning_keeps_comments_and_single_words() {
    let source = Source::new("", "#! run\nany of ( # c");
    let kinds: Vec<TokenKind> = scan(&source).into_iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Comment, TokenKind::Word, TokenKind::Word, TokenKind::Open, TokenKind::Comment]);
}

#[test]
fn the_prompt_waits_for_what_may_follow() {
    for text in [
        "treatment where",
        "treatment where upregulates CXCR4 and",
        "treatment where upregulates CXCR4 and # more",
        "treatment where disease =",
        "treatment where (upregulates CXCR4",
        "treatment where upregulates any of (a,",
        "treatment where upregulates (gene",
        "treatment where upregulates CXCR4 order by",
        "treatment where in",
        "study 59 {",
        "study 59 {\n a b c;\n\n",
        "study 59 {\n a b",
        "study 59 in fibrosis",
        "why not rapamycin:",
        "matrix treatment by",
        "matrix treatment by disease of",
        "compare rapamycin with",
        "paths from hypoxia to",
        "define booster =",
        "let $gene =",
        "expect 3 rows:",
        "expect exactly (a,",
        "retract study 59,",
        "diff a b:",
        "count",
        "verbs; treatment where not",
    ] {
        assert!(is_incomplete(&Source::new("", text)), "{text:?}");
    }
    for text in [
        "",
        "# only a comment",
        "treatment where upregulates CXCR4",
        "treatment where upregulates CXCR4;",
        "treatment where\n\n",
        "verbs",
        "gaps",
        "contested treatment",
        "retract study 59",
        "study 59",
        "use \"more.whereof\"",
        "treatment",
        "which treatments upregulate CXCR4",
        "treatment where )",
        "treatment where upregulates \"TGF",
        "treatment where upregulates CXCR4 or improves homing and",
        "study 59 { a b c; }",
    ] {
        assert!(!is_incomplete(&Source::new("", text)), "{text:?}");
    }
}

#[test]
fn what_may_stand_behind_a_text() {
    let behind = |text: &str| {
        let expected = whereof::syntax::expected_behind(&Source::new("", text));
        expected.iter().map(TokenKind::grammar).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(behind("a where in b, "), "WORD STRING NUMBER PARAM \"+\" \"in\"");
    assert_eq!(behind("verbs; wrong ); why not a"), "WORD STRING NUMBER PARAM \"+\" \",\" \":\"");
    assert_eq!(behind("study 5"), "STRING \",\" \"{\" \"in\"");
    assert_eq!(
        behind("a where b limit 3"),
        "BLANK MINSTUDIES WITHLEAST LIMIT INLEAST \";\" \"show\" \"assuming\" \"count findings\" \"order by\" "
    );
    assert_eq!(behind("a where ) b"), "");
    assert!(behind("verbs;").contains("\"describe\""));
}
