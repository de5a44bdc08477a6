//! Formulas and the chains they state, in a short notation: `a = b ≤ c`.

use crate::document::{Document, Math, Piece, Relation};

fn formulas(source: &str) -> Vec<Math> {
    let pieces = Document::read(source).pieces.into_iter();
    pieces
        .filter_map(|piece| match piece {
            Piece::Math(math) => Some(math),
            _ => None,
        })
        .collect()
}

fn chains(source: &str) -> Vec<String> {
    let formulas = formulas(source);
    let chains = formulas.iter().flat_map(|math| &math.chains);
    chains
        .map(|chain| {
            let mut text = chain.first.tex.as_str().to_owned();
            for link in &chain.links {
                let sign = match link.relation {
                    Relation::Equal => "=",
                    Relation::Defined => ":=",
                    Relation::LessOrEqual => "≤",
                    Relation::GreaterOrEqual => "≥",
                    Relation::Assigned => "←",
                    Relation::In => "∈",
                    _ => "?",
                };
                text = format!("{text} {sign} {}", link.member.tex.as_str());
            }
            text
        })
        .collect()
}

#[test]
fn rows_and_signs_become_chains() {
    let cases: [(&str, &[&str]); 14] = [
        ("$a = b \\le c$", &["a = b ≤ c"]),
        ("$$a\n\n= b\n= c$$", &["a = b = c"]),
        (
            r"\begin{align} a &= b \\ &= c \label{x}\\[1.2em] d &= e \end{align}",
            &["a = b = c", "d = e"],
        ),
        (
            r"\begin{align} a &= b & c &= d \end{align}",
            &["a = b", "c = d"],
        ),
        (
            r"\begin{eqnarray} a & = & b \\ & \leq & c \end{eqnarray}",
            &["a = b ≤ c"],
        ),
        (
            r"$$\eqalign{ a &:= b \cr c &\leftarrow d }$$",
            &["a := b", "c ← d"],
        ),
        (
            r"$$\begin{split} a &= b \\ &\quad + c \end{split}$$",
            &["a = b   + c"],
        ),
        (
            r"$$a = \left( b \right. \\ \left. + c \right)$$",
            &[r"a = \left( b \right.  \left. + c \right)"],
        ),
        (r"$W, H \geq 0$", &["W, H ≥ 0"]),
        (r"$a = 1, \quad b = 2$", &["a = 1", "b = 2"]),
        (r"$a = b \implies c = d$", &["a = b", "c = d"]),
        (r"$a \stackrel{\text{def}}{=} b$", &["a := b"]),
        (
            r"$\sum_{i=1}^n x_i = y, \qquad i = 1, \dots, n$",
            &[r"\sum_{i=1}^n x_i = y", r"i = 1, \dots, n"],
        ),
        (r"$a = \underbrace{b + c}_{= d}$", &["a = {b + c}"]),
    ];
    for (source, expected) in cases {
        assert_eq!(chains(source), expected, "{source}");
    }
}

#[test]
fn a_later_step_begins_at_its_sign() {
    let source = r"$$\begin{align} f &= g \\ &= h. \end{align}$$";
    let chain = &formulas(source)[0].chains[0];
    assert_eq!(
        &source[chain.links[1].sign.start..chain.links[1].member.span().end],
        "= h"
    );
    assert_eq!(&source[chain.first.span()], "f");
}

#[test]
fn macros_are_replaced_and_places_stay_in_the_source() {
    let source = r"\newcommand{\R}{\mathbb{R}}\def\p#1#2{\frac{\partial #1}{\partial #2}} Then $\p{f}{W} = W$, $X \in \R$.";
    assert_eq!(
        chains(source),
        [r"\frac{\partial f}{\partial W} = W", r"X ∈ \mathbb{R}"]
    );
    let first = formulas(source)[0].chains[0].first.span();
    assert_eq!(&source[first], r"\p{f}{W}");
}

#[test]
fn code_and_comments_are_no_formulas() {
    for source in [
        "`$a = b$`",
        "```\n$a = b$\n```",
        "<!-- $a = b$ -->",
        "<pre>$a = b$</pre>",
        "costs $5 and $6",
    ] {
        assert_eq!(chains(source), [""; 0], "{source}");
    }
}

#[test]
fn what_is_not_closed_is_told() {
    let formulas = formulas("An open $a = b\n\nThen $c = d$.");
    assert_eq!(formulas.len(), 2);
    assert!(!formulas[0].problems.is_empty());
    assert_eq!(formulas[1].chains[0].links.len(), 1);
}

/// Scraps in any order: every span lies in the source, in order and between characters.
#[test]
fn scraps_are_read() {
    const SCRAPS: [&str; 24] = [
        "$",
        "$$",
        r"\[",
        r"\]",
        "{",
        "}",
        "é",
        "\n\n",
        "`",
        "```\n",
        r"\begin{align}",
        r"\end{align}",
        "<!--",
        "-->",
        "=",
        "&",
        r"\\",
        r"\text{",
        "(",
        ")",
        r"\frac",
        "%",
        r"\def\a{\a\a}\a",
        "> ",
    ];
    let mut state = 1_u64;
    for _ in 0..2000 {
        let mut source = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            source.push_str(SCRAPS[usize::try_from(state >> 33).unwrap() % SCRAPS.len()]);
        }
        let mut end = 0;
        for math in formulas(&source) {
            assert!(
                math.span.start >= end && source.get(math.span.clone()).is_some(),
                "{source}"
            );
            end = math.span.end;
            for chain in &math.chains {
                for link in &chain.links {
                    assert!(source.get(link.sign.clone()).is_some(), "{source}");
                    assert!(source.get(link.member.span()).is_some(), "{source}");
                }
            }
        }
    }
}

#[test]
fn long_and_deep_texts_end() {
    let deep = format!("${}x{}$", "{".repeat(10_000), "}".repeat(10_000));
    assert_eq!(formulas(&deep).len(), 1);
    let open = "$ a = ".repeat(20_000);
    formulas(&open);
    formulas(&"\\[ a ".repeat(20_000));
    formulas(&"`".repeat(100_000));
    formulas(&"\\begin{align} ".repeat(20_000));
}
