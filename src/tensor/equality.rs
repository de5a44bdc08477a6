//! Is one formula equal to another, for every shape?

use super::algebra::Network;
use super::canonical::GivenUp;
use super::diagram::{Diagram, Sum};
use super::dimension::Atom;
use super::normal_form::{Brackets, Normaliser};
use super::symbol::Property;
use super::tensor::TensorKind;
use crate::algebra::{AlgebraError, MatrixAlgebra};
use num_traits::Zero;

/// What the normal forms of two formulas say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equality {
    /// They are equal for every shape.
    Proved,
    /// They differ: for large enough shapes there are entries at which the two sides have different values.
    Refuted,
    /// The rules do not tell.
    Undecided {
        /// Why not.
        reason: String,
    },
}

impl Network {
    /// Whether this formula equals another.
    ///
    /// Proved where the normal forms are the same. Where they differ it is refuted only if that decides: both are
    /// polynomials in the entries of their letters, the dimensions are free names, and nothing is assumed that the
    /// normal form does not exhaust.
    ///
    /// # Errors
    /// If the shapes differ.
    pub fn equality(&self, other: &Self) -> Result<Equality, AlgebraError> {
        let difference = match self.add(&other.negate()) {
            Ok(difference) => difference,
            Err(error) if error.is_ill_typed() => return Err(error),
            Err(error) => {
                return Ok(Equality::Undecided {
                    reason: error.to_string(),
                });
            }
        };
        Ok(
            match Normaliser::new(Brackets::Expanded).sum(difference.sum()) {
                Ok(zero) if zero.terms.is_empty() => Equality::Proved,
                Ok(rest) => match undecidable(&rest) {
                    None => Equality::Refuted,
                    Some(reason) => Equality::Undecided { reason },
                },
                Err(given_up @ GivenUp { .. }) => Equality::Undecided {
                    reason: given_up.to_string(),
                },
            },
        )
    }
}

/// Why a sum in normal form that is not empty might still be zero; `None` if it cannot.
pub(super) fn undecidable(sum: &Sum) -> Option<String> {
    sum.terms.iter().find_map(|term| outside(&term.diagram))
}

fn outside(diagram: &Diagram) -> Option<String> {
    let fixed = |atom: &Atom| match atom {
        Atom::Number(size) => Some(format!("{size} is a given size, at which more can be true")),
        Atom::Named(_) => None,
    };
    if let Some(reason) = diagram.wires.iter().find_map(fixed) {
        return Some(reason);
    }
    diagram.factors.iter().find_map(|factor| {
        if !factor.exponent.is_integer() || factor.exponent < Zero::zero() {
            return Some("quotients and roots are simplified, not decided".to_owned());
        }
        match factor.tensor.kind() {
            TensorKind::Symbol(symbol) | TensorKind::Diagonal(symbol) => {
                let orthogonal = symbol.is(Property::Orthogonal);
                let unknown = symbol.is(Property::Invertible) && symbol.rows() != symbol.columns();
                (orthogonal || unknown).then(|| format!("{} is orthogonal", symbol.name()))
            }
            TensorKind::Dimension(_) => None,
            TensorKind::Closed(inner) => outside(inner),
            TensorKind::Piece(_) => {
                Some("quotients and roots are simplified, not decided".to_owned())
            }
            TensorKind::Elementary(function, _) => {
                Some(format!("{function} is simplified, not decided"))
            }
            TensorKind::Inverse(..) => Some("inverses are simplified, not decided".to_owned()),
            TensorKind::Determinant(..) => {
                Some("determinants are simplified, not decided".to_owned())
            }
        }
    })
}
