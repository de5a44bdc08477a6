//! Is one formula equal to another, for every shape?

use super::algebra::Network;
use super::canonical::GivenUp;
use super::diagram::{Diagram, Sum, Term, times};
use super::dimension::Atom;
use super::normal_form::{Brackets, Normaliser};
use super::symbol::Symbol;
use super::tensor::TensorKind;
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::expression::Property;
use crate::scalar::Elementary;
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
        let mut normaliser = Normaliser::new(Brackets::Expanded);
        let judged = normaliser.sum(difference.sum()).and_then(|rest| {
            if rest.terms.is_empty() {
                return Ok(Equality::Proved);
            }
            let open = undecidable(&rest).or_else(|| partial(difference.sum()));
            Ok(match open {
                None => Equality::Refuted,
                Some(_) if vanishes_without_inverses(&mut normaliser, &rest, MOST_INVERSES)? => {
                    Equality::Proved
                }
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
fn vanishes_without_inverses(
    normaliser: &mut Normaliser,
    sum: &Sum,
    depth: usize,
) -> Result<bool, GivenUp> {
    if depth == 0 || sum.outputs.len() != 2 {
        return Ok(false);
    }
    for (side, inner) in edges(sum) {
        let product = Sum {
            outputs: sum.outputs.clone(),
            terms: multiplied(sum, side, &inner),
        };
        let product = normaliser.sum(&product)?;
        if product.terms.is_empty() || vanishes_without_inverses(normaliser, &product, depth - 1)? {
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

/// Why the formulas as they were written may have no value where the normal form has one: (A1)(1ᵀ) has no inverse.
fn partial(sum: &Sum) -> Option<String> {
    sum.terms
        .iter()
        .flat_map(|term| &term.diagram.factors)
        .find_map(|factor| {
            let quotient = factor.exponent < Zero::zero() || !factor.exponent.is_integer();
            let inner = match factor.tensor.kind() {
                TensorKind::Inverse(..) | TensorKind::Elementary(Elementary::Ln, _) => None,
                TensorKind::Piece(inner)
                | TensorKind::Elementary(_, inner)
                | TensorKind::Determinant(inner, _) => Some(inner),
                TensorKind::Closed(_)
                | TensorKind::Symbol(_)
                | TensorKind::Diagonal(_)
                | TensorKind::Dimension(_) => {
                    return quotient.then(|| MAY_HAVE_NO_VALUE.to_owned());
                }
            };
            match inner {
                Some(inner) if !quotient => partial(inner),
                _ => Some(MAY_HAVE_NO_VALUE.to_owned()),
            }
        })
}

const MAY_HAVE_NO_VALUE: &str =
    "the normal forms differ, but the formulas need not have a value where they do";

/// Why a sum in normal form that is not empty might still be zero; `None` if it cannot.
pub(super) fn undecidable(sum: &Sum) -> Option<String> {
    sum.terms.iter().find_map(|term| outside(&term.diagram))
}

fn outside(diagram: &Diagram) -> Option<String> {
    let fixed = |atom: &Atom| match atom {
        Atom::Number(size) => Some(format!("{size} is a given size, at which more can be true")),
        Atom::Tied(size) => Some(format!("{size} is tied to other dimensions")),
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
            TensorKind::Symbol(symbol) | TensorKind::Diagonal(symbol) => special(symbol),
            TensorKind::Dimension(atom) => fixed(atom),
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

/// Why polynomials in a letter may agree on all its values without being the same; `None` if its values fill an open
/// set of a space whose coordinates the normal form uses.
fn special(letter: &Symbol) -> Option<String> {
    let assumed = |property: &Property| letter.is(*property);
    for property in [
        Property::Orthogonal,
        Property::Idempotent,
        Property::Simplex,
    ] {
        if assumed(&property) {
            return Some(format!("{} is {property}", letter.name()));
        }
    }
    // Assumptions that say nothing of a number; others that are not used where it is one, or where an index is a pair.
    let idle = [
        Property::Symmetric,
        Property::Diagonal,
        Property::PositiveDefinite,
    ];
    let number = letter.rows().atoms().is_empty() && letter.columns().atoms().is_empty();
    let unused =
        |property: &&Property| !(letter.is(**property) || number && idle.contains(property));
    if let Some(property) = letter.properties().iter().find(unused) {
        return Some(format!("that {} is {property} is not used", letter.name()));
    }
    if letter.is(Property::Invertible) && letter.rows() != letter.columns() {
        return Some(format!("{} is not square", letter.name()));
    }
    // Two of these at once leave less room: skew and symmetric matrices are zero.
    const SHAPES: [Property; 4] = [
        Property::Skew,
        Property::Diagonal,
        Property::Mask,
        Property::PositiveDefinite,
    ];
    let shapes: Vec<_> = SHAPES.into_iter().filter(assumed).collect();
    let narrow = match shapes.as_slice() {
        [] => false,
        [Property::Skew] => [
            Property::Symmetric,
            Property::Positive,
            Property::Nonnegative,
        ]
        .iter()
        .any(assumed),
        [Property::Diagonal | Property::Mask] => [Property::Positive, Property::Invertible]
            .iter()
            .any(assumed),
        [_] | [Property::Diagonal, Property::PositiveDefinite] => false,
        _ => true,
    };
    narrow.then(|| format!("much is assumed about {}", letter.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algebra::Matrix;
    use crate::tensor::Dimension;

    #[test]
    fn what_is_assumed_and_not_used_decides_nothing() {
        let one = Symbol::scalar("q");
        let difference = |letter: &Symbol| {
            let q = Matrix::new(Network::symbol(letter));
            let square = (q.clone() * q).into_result().unwrap();
            let one = Network::constant(crate::scalar::Ratio::new(1, 1)).unwrap();
            square.equality(&one).unwrap()
        };
        assert_eq!(difference(&one), Equality::Refuted);
        assert_eq!(
            difference(&one.assume(Property::Symmetric)),
            Equality::Refuted
        );
        let orthogonal = difference(&one.assume(Property::Orthogonal));
        assert!(
            matches!(orthogonal, Equality::Undecided { .. }),
            "{orthogonal:?}"
        );
    }

    fn square(name: &str, properties: &[Property]) -> Matrix<Network> {
        let n = Dimension::named("n");
        let bare = Symbol::matrix(name, n.clone(), n);
        let letter = properties
            .iter()
            .fold(bare, |letter, &property| letter.assume(property));
        Matrix::new(Network::symbol(&letter))
    }

    fn judged(left: Matrix<Network>, right: Matrix<Network>) -> Equality {
        left.into_result()
            .unwrap()
            .equality(&right.into_result().unwrap())
            .unwrap()
    }

    /// Where a letter's values fill no open set, different normal forms may still be equal on all of them.
    #[test]
    fn letters_with_narrow_ranges_are_never_refuted() {
        let narrow: [&[Property]; 7] = [
            &[Property::Orthogonal],
            &[Property::Idempotent],
            &[Property::Skew, Property::Symmetric],
            &[Property::Skew, Property::Diagonal],
            &[Property::Mask, Property::Positive],
            &[Property::Mask, Property::Diagonal],
            &[Property::Mask, Property::PositiveDefinite],
        ];
        for properties in narrow {
            let a = || square("A", properties);
            let verdict = judged(a(), 2 * a());
            assert!(
                matches!(verdict, Equality::Undecided { .. }),
                "{properties:?}: {verdict:?}"
            );
        }
        for properties in [
            &[Property::Symmetric][..],
            &[Property::Skew],
            &[Property::PositiveDefinite],
        ] {
            let a = || square("A", properties);
            assert_eq!(judged(a(), 2 * a()), Equality::Refuted, "{properties:?}");
        }
    }

    #[test]
    fn given_and_tied_sizes_are_never_refuted() {
        let size = crate::expression::Size::name("n") + crate::expression::Size::from(1);
        for side in [Dimension::number(2), Dimension::tied(&size)] {
            let a = || {
                Matrix::new(Network::symbol(&Symbol::matrix(
                    "A",
                    side.clone(),
                    side.clone(),
                )))
            };
            assert!(matches!(
                judged(&a() * &a(), a()),
                Equality::Undecided { .. }
            ));
        }
    }
}
