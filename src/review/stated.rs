//! An equation of a document, as the oracles were asked about it.

use super::correction::is_right;
use super::equality::{Equation, Unfit, ask};
use crate::check::{Claim, Role, Verdict};
use crate::expression::{Expression, Name, Property};
use std::collections::BTreeSet;

/// Two sides with shapes, definitions unfolded.
#[derive(Debug, Clone)]
pub struct Stated {
    equation: Equation,
}

/// What becomes of an equation whose right side is another one.
#[derive(Debug, Clone)]
pub enum Altered {
    /// The shapes do not fit.
    IllTyped,
    /// The new right side is proved to be the old one.
    Equivalent,
    /// It means nothing.
    Meaningless(String),
    /// What the oracles say: the verdict, and the names of those that disagree.
    Judged {
        /// The verdict.
        verdict: Verdict,
        /// Who disagrees.
        against: Vec<String>,
    },
}

impl Stated {
    pub(super) fn new(equation: Equation) -> Self {
        Self { equation }
    }

    /// The claim that both sides are equal; of several choices for free indices the first.
    #[must_use]
    pub fn claim(&self) -> Option<Claim> {
        self.equation.some_claim()
    }

    /// The left side.
    #[must_use]
    pub fn left(&self) -> Expression {
        self.equation.left.to_expression()
    }

    /// The right side.
    #[must_use]
    pub fn right(&self) -> Expression {
        self.equation.right.to_expression()
    }

    /// The dimensions that have names.
    #[must_use]
    pub fn dimensions(&self) -> Vec<Name> {
        let claim = self.claim();
        let names = claim.iter().flat_map(|claim| claim.signature.dimensions());
        names.map(|name| Name::from(name.as_str())).collect()
    }

    /// The arguments that are matrices and may have entries of any sign: no scalars, which are meant to be positive, no masks.
    #[must_use]
    pub fn signed(&self) -> Vec<Name> {
        let positive = [Property::Positive, Property::Nonnegative, Property::Simplex];
        let claim = self.claim();
        claim
            .iter()
            .flat_map(|claim| claim.signature.arguments())
            .filter(|argument| argument.role == Role::General)
            .filter(|argument| argument.properties.is_disjoint(&BTreeSet::from(positive)))
            .map(|argument| Name::from(argument.name.as_str()))
            .collect()
    }

    /// The same left side, and this right side.
    #[must_use]
    pub fn altered(&self, right: &Expression, seed: u64) -> Altered {
        let equation = match Equation::new(&self.equation.typing, &self.left(), right) {
            Ok(equation) => equation,
            Err(Unfit::Shapes(..)) => return Altered::IllTyped,
            Err(Unfit::Unknown(reason, _)) => return Altered::Meaningless(reason),
        };
        // A proof that the new side is the old one shows that nothing changed, also where the equation itself has no proof.
        if Equation::new(&self.equation.typing, &self.right(), right).is_ok_and(|e| is_right(&e)) {
            return Altered::Equivalent;
        }
        match ask(&equation, "", seed) {
            Err(reason) => Altered::Meaningless(reason),
            Ok(opinion) => Altered::Judged {
                verdict: opinion.verdict,
                against: opinion
                    .oracles
                    .into_iter()
                    .filter(|oracle| oracle.outcome == "disagrees")
                    .map(|oracle| oracle.name)
                    .collect(),
            },
        }
    }
}
