//! Identities that are right by construction: a law, with random expressions for its letters.

use crate::expressions::{Dim, Writer};
use rand::{Rng, RngExt};

/// Both sides.
pub(crate) fn identity(rng: &mut impl Rng) -> (String, String) {
    let law = rng.random_range(0..12);
    let dims = [Dim::N, Dim::M, Dim::K];
    let [p, q, r] = [0; 3].map(|_| dims[rng.random_range(0..3)]);
    let mut writer = Writer::new(rng);
    let a = writer.matrix(p, q, 1);
    let b = writer.matrix(q, r, 1);
    let c = writer.matrix(p, q, 1);
    let d = writer.matrix(r, p, 1);
    match law {
        0 => (
            format!(r"(({a}) ({b}))^\top"),
            format!(r"({b})^\top ({a})^\top"),
        ),
        1 => (
            format!(r"({a} + {c}) ({b})"),
            format!(r"({a}) ({b}) + ({c}) ({b})"),
        ),
        2 => (
            format!(r"\operatorname{{tr}}(({a}) ({b}) ({d}))"),
            format!(r"\operatorname{{tr}}(({d}) ({a}) ({b}))"),
        ),
        3 => (
            format!(r"\operatorname{{vec}}(({a}) ({b}) ({d}))"),
            format!(r"(({d})^\top \otimes ({a})) \operatorname{{vec}}({b})"),
        ),
        4 => (
            format!(r"\|{a} - ({c})\|^2"),
            format!(r"\|{a}\|^2 - 2 \operatorname{{tr}}(({a})^\top ({c})) + \|{c}\|^2"),
        ),
        5 => (
            format!(r"\operatorname{{tr}}(({a})^\top ({c}))"),
            format!(r"\operatorname{{vec}}({a})^\top \operatorname{{vec}}({c})"),
        ),
        6 => (
            format!(r"(({a}) \otimes ({b}))^\top"),
            format!(r"({a})^\top \otimes ({b})^\top"),
        ),
        7 => (format!(r"({a}) \circ ({c})"), format!(r"({c}) \circ ({a})")),
        8 => ("S S^{-1} A".to_owned(), "A".to_owned()),
        9 => (
            r"\log\det(2 S)".to_owned(),
            r"n \log 2 + \log\det(S)".to_owned(),
        ),
        10 => (
            format!(r"\|({a}) ({b})\|^2"),
            format!(r"\operatorname{{tr}}(({b}) ({b})^\top ({a})^\top ({a}))"),
        ),
        _ => (
            format!(r"\operatorname{{tr}}(({a}) ({a})^\top)"),
            format!(r"\|{a}\|^2"),
        ),
    }
}
