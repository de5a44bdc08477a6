//! What the normal form did to each term, for whoever wants to show it.

use super::{Brackets, GivenUp, Normaliser};
use crate::tensor::diagram::{Sum, Term};

/// One rewriting of a term.
#[derive(Debug, Clone)]
pub(in crate::tensor) struct Rewriting {
    pub(in crate::tensor) way: Way,
    pub(in crate::tensor) before: Term,
    pub(in crate::tensor) after: Vec<Term>,
}

/// How a term was rewritten.
#[derive(Debug, Clone)]
pub(in crate::tensor) enum Way {
    /// Parallel factors, bare wires, indices, signs.
    Tidied,
    /// The factor at this place by what it is worth: a sum whose outputs belong to its slots.
    Replaced { place: usize, value: Sum },
    /// Several factors by a rule about them together.
    Contracted,
    /// Parts without outputs became scalar factors.
    Closed,
    /// The wires were numbered canonically.
    Numbered,
}

impl Normaliser {
    /// The normal form of a sum, and every rewriting on the way but the last: collecting equal terms.
    pub(in crate::tensor) fn sum_with_log(
        brackets: Brackets,
        sum: &Sum,
    ) -> Result<(Sum, Vec<Rewriting>), GivenUp> {
        let mut normaliser = Self::new(brackets);
        normaliser.log = Some(Vec::new());
        let normal = normaliser.sum(sum)?;
        Ok((normal, normaliser.log.unwrap_or_default()))
    }

    /// A copy of the term, if there is a log.
    pub(super) fn logged(&self, term: &Term) -> Option<Term> {
        self.log.as_ref().map(|_| term.clone())
    }

    /// Enters a rewriting, unless nothing was asked for or nothing happened.
    pub(super) fn log(&mut self, before: Option<Term>, way: Way, after: &[Term]) {
        if let (Some(log), Some(before)) = (&mut self.log, before)
            && after != [before.clone()]
        {
            let after = after.to_vec();
            log.push(Rewriting { way, before, after });
        }
    }

    /// Work on what is inside a factor, which has a log of its own if any.
    pub(super) fn unlogged<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let log = self.log.take();
        let result = work(self);
        self.log = log;
        result
    }
}
