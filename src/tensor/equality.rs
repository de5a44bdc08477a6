//! Is one formula equal to another, for every shape?

use super::algebra::Network;
use super::canonical::GivenUp;
use super::diagram::{Diagram, Sum, Term, times};
use super::dimension::Atom;
use super::normal_form::{Brackets, Normaliser};
use super::tensor::TensorKind;
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::expression::Property;
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
        let judged = Normaliser::new(Brackets::Expanded)
            .sum(difference.sum())
            .and_then(|rest| {
                if rest.terms.is_empty() {
                    return Ok(Equality::Proved);
                }
                Ok(match undecidable(&rest) {
                    None => Equality::Refuted,
                    Some(_) if vanishes_without_inverses(&rest, MOST_INVERSES)? => Equality::Proved,
                    Some(reason) => Equality::Undecided { reason },
                })
            });
        Ok(judged.unwrap_or_else(|given_up| Equality::Undecided {
            reason: given_up.to_string(),
        }))
    }
}

/// So many inverses are cleared away one after another, at most.
const MOST_INVERSES: usize = 3;

/// Whether S·F = 0 or F·S = 0 for a matrix S whose inverse stands at the edge of F; then F = 0, since S has an
/// inverse where F has a value. What is left may be treated the same way.
fn vanishes_without_inverses(sum: &Sum, depth: usize) -> Result<bool, GivenUp> {
    if depth == 0 || sum.outputs.len() != 2 {
        return Ok(false);
    }
    for (side, inner) in edges(sum) {
        let product = Sum {
            outputs: sum.outputs.clone(),
            terms: multiplied(sum, side, &inner),
        };
        let product = Normaliser::new(Brackets::Expanded).sum(&product)?;
        if product.terms.is_empty() || vanishes_without_inverses(&product, depth - 1)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The matrices whose inverses have a slot on an output: with the output's place, and so that multiplying there
/// cancels the inverse.
fn edges(sum: &Sum) -> Vec<(usize, Sum)> {
    let mut found: Vec<(usize, Sum)> = Vec::new();
    for term in &sum.terms {
        let outputs = &term.diagram.outputs;
        for factor in &term.diagram.factors {
            let TensorKind::Inverse(inner, 1) = factor.tensor.kind() else {
                continue;
            };
            if inner.outputs.len() != 2 {
                continue;
            }
            // S⁻¹ with its rows at the rows of F or its columns at the columns, or the transpose of that.
            for (side, end) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                if factor.slots[end] != outputs[side] {
                    continue;
                }
                let matrix = match end == side {
                    true => inner.clone(),
                    false => inner.map(inner.outputs.clone(), |diagram| diagram.outputs.swap(0, 1)),
                };
                if !found.iter().any(|(s, m)| (*s, m) == (side, &matrix)) {
                    found.push((side, matrix));
                }
            }
        }
    }
    found
}

/// S·F (side 0) or F·S (side 1), multiplied out.
fn multiplied(sum: &Sum, side: usize, matrix: &Sum) -> Vec<Term> {
    let pairs = sum
        .terms
        .iter()
        .flat_map(|a| matrix.terms.iter().map(move |b| (a, b)));
    let product = pairs.map(|(a, b)| {
        let mut diagram = a.diagram.clone();
        let own = std::mem::take(&mut diagram.outputs);
        let other = diagram.append(&b.diagram);
        diagram.outputs.clone_from(&own);
        diagram.outputs[side] = other[side];
        diagram.identify(&[(own[side], other[1 - side])]);
        Term {
            diagram,
            coefficient: times(&a.coefficient, &b.coefficient),
        }
    });
    product.collect()
}

/// Why a sum in normal form that is not empty might still be zero; `None` if it cannot.
fn undecidable(sum: &Sum) -> Option<String> {
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
