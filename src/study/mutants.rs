//! Mistakes in the true equations of one derivation, and who notices them.

use super::derivations;
use crate::document::Document;
use crate::mutation::{Settings, Tally, selftest};

/// The derivation with the most kinds of equations.
pub const SPOILED: &str = "matrix-calculus.md";

/// One mistake of every kind in each of its equations; `matproof selftest` makes more, in all derivations.
#[must_use]
pub fn study(seed: u64) -> Tally {
    let settings = Settings { most: 1, seed };
    derivations::shipped()
        .filter(|(file, _)| *file == SPOILED)
        .map(|(_, text)| selftest(&Document::read(text), &settings))
        .fold(Tally::default(), Tally::and)
}
