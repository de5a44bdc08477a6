//! Plausible wrong formulas. A checker that lets one of them pass is broken.
//!
//! Each is a claim like the true ones of [`claims`](super::claims), with one mistake that people make: a
//! missing transpose, a lost factor, a swapped Kronecker product, a wrongly sized commutation matrix. Some
//! are right at special points, and say where.

mod frobenius;
mod masked;
mod quadratic;
mod tikhonov;

use super::claims::Topic;
use crate::algebra::Function;
use crate::check::{Claim, Quantity};

/// A wrong formula.
#[derive(Clone)]
pub struct Liar {
    /// What it claims.
    pub claim: Claim,
    /// The mistake, in words.
    pub mistake: &'static str,
    /// Where the wrong formula happens to be right, in words; empty if nowhere in particular.
    pub right_where: &'static str,
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Liar> {
    [
        frobenius::liars(),
        tikhonov::liars(),
        masked::liars(),
        quadratic::liars(),
    ]
    .concat()
}

impl Topic {
    fn liar(
        &self,
        mistake: &'static str,
        latex: &str,
        quantity: Quantity,
        formula: impl Function + 'static,
    ) -> Liar {
        Liar {
            claim: self.claim(mistake, latex, quantity, formula),
            mistake,
            right_where: "",
        }
    }
}

impl Liar {
    fn right_where(mut self, place: &'static str) -> Self {
        self.right_where = place;
        self
    }
}
