//! Proofs that can be shown: the chain of named steps from the left side to the right.
//!
//! A proof that two sums are equal is a chain of steps from each to one sum that both become. A step takes some
//! terms of the current sum and puts others in their place. It says by which [`Rule`], with all that is needed to
//! check it without searching. Nearly every rule is a [`Law`] — a small equation between networks — used inside a
//! *context*, a network with holes; the rest are adding up coefficients of equal terms and renumbering wires.
//!
//! The proofs are found by the engine that decides equality, and checked by code that shares only the plain data
//! types with it ([`Proof::check`]): a mistake in the engine makes a proof that the checker rejects.

mod checker;
mod conditions;
mod law;
#[cfg(test)]
mod lies;
mod pieces;
mod prover;
mod text;
mod well_formed;
mod worth;

pub use checker::Flaw;
pub use law::Law;

use super::diagram::{Diagram, Sum, Term, Wire};

/// A proof that two sums are equal: both become the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proof {
    /// From the left side to the common form.
    pub left: Chain,
    /// From the right side to the common form; read backwards, from there to the right side.
    pub right: Chain,
}

/// Steps from one sum to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain {
    /// Where it starts.
    pub from: Sum,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Where it ends.
    pub to: Sum,
}

/// One step: some terms of the current sum become others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Why that is right.
    pub rule: Rule,
    /// The terms that go. The order of factors in a network means nothing.
    pub before: Vec<Term>,
    /// The terms that come.
    pub after: Vec<Term>,
}

/// What makes a step right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every step is a law, the large one"
)]
pub enum Rule {
    /// "collect": a·t + b·t = (a + b)·t, and 0·t = 0.
    Collect,
    /// "renumber": the name of a wire means nothing, nor does the order of the slots of a symmetric letter; that of
    /// a skew letter to an odd power is a sign.
    Renumber {
        /// The new number of each wire.
        wires: Vec<Wire>,
        /// The factors whose slots are exchanged, by their places before.
        exchanged: Vec<usize>,
    },
    /// "its own negative": a renumbering that takes t to −t shows t = 0.
    OwnNegative {
        /// The new number of each wire.
        wires: Vec<Wire>,
        /// The factors whose slots are exchanged.
        exchanged: Vec<usize>,
    },
    /// A law inside a context.
    Law {
        /// The law: an equation between sums of small networks.
        law: Law,
        /// What is around it. Its last outputs are the holes, on which the outputs of the law are put.
        context: Diagram,
        /// Which term of the law, its left side counted before its right, stands in the term that goes; the others
        /// come.
        solved: usize,
    },
}

impl Rule {
    /// Its name, as derivations show it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Renumber { .. } => "renumber",
            Self::OwnNegative { .. } => "its own negative",
            Self::Law { law, .. } => law.name(),
        }
    }
}

/// Finds a proof and checks it; if either fails, why.
#[cfg(test)]
pub(super) fn replayed(left: &super::Network, right: &super::Network) -> Result<Proof, String> {
    let (left, right) = left
        .aligned(right, "an equation")
        .map_err(|e| e.to_string())?;
    let proof = prover::equality(left.sum(), right.sum()).map_err(|stuck| stuck.0)?;
    proof.check().map_err(|flaw| flaw.to_string())?;
    Ok(proof)
}
