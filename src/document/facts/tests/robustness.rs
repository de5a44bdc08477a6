//! Any text is read without a panic, in time linear in its length.

use super::read;
use crate::document::Piece;
use crate::document::facts::{facts, formula_facts, marker, tokens};
use quickcheck::{Arbitrary, Gen};
use quickcheck_macros::quickcheck;

/// Scraps of documents in any order.
#[derive(Clone, Debug)]
struct Scraps(String);

const SCRAPS: &[&str] = &[
    "$",
    "$$",
    "\\",
    "{",
    "}",
    "^",
    "_",
    " ",
    "\n",
    "\n\n",
    ".",
    "?",
    ",",
    "(",
    ")",
    "[",
    "]",
    "A",
    "a",
    "x_i",
    "is",
    "are",
    "the",
    "symmetric",
    "matrix",
    "not",
    "or",
    "and",
    "if",
    "where",
    "row",
    "of",
    "\\in",
    "\\mathbb R",
    "^{n\\times m}",
    "\\text{",
    "\\begin{cases}",
    "\\mathbf{",
    "\\hat",
    "i",
    "th",
    "=",
    "1",
    "\\dots",
    "n",
    "≥",
    "𝐗",
    "ᵀ",
    "é",
    "’",
    "—",
    "-",
    "with",
    "entries",
    "columns",
    "orthonormal",
    "identity",
    "whose",
    "denote",
    "respectively",
    "by",
    "size",
    "# ",
    "*",
];

impl Arbitrary for Scraps {
    fn arbitrary(g: &mut Gen) -> Self {
        let length = usize::arbitrary(g) % 60;
        let scraps = (0..length).filter_map(|_| g.choose(SCRAPS).copied());
        Self(
            scraps
                .collect::<Vec<_>>()
                .join(if bool::arbitrary(g) { " " } else { "" }),
        )
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        Box::new(self.0.shrink().map(Self))
    }
}

#[quickcheck]
fn scraps_are_read(Scraps(text): Scraps) -> bool {
    let _ = formula_facts(&text, 0..1);
    let _ = marker(&text);
    read(&text)
        .iter()
        .all(|fact| fact.span.end <= text.len() && fact.span.start <= fact.span.end)
}

#[quickcheck]
fn any_text_is_read(text: String) -> bool {
    let _ = formula_facts(&text, 0..1);
    let _ = marker(&text);
    read(&text);
    let all = [Piece::Prose(0..text.len())];
    facts(&tokens(&text, &all))
        .iter()
        .all(|fact| text.get(fact.span.clone()).is_some())
}
