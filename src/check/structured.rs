//! Matrices that are what an argument is assumed to be: symmetric, positive definite, orthogonal, …

use crate::algebra::{Dense, MatrixAlgebra};
use crate::expression::Property;
use crate::scalar::{Number, Ratio};
use std::collections::BTreeSet;

/// A matrix with all these properties, made from a generic one. Exact where the numbers are exact; in floating point it has
/// the property to the last bit: entries are copied, or are 0, 1 and −1.
///
/// A property of square matrices leaves others as they are.
pub(super) fn structured<N: Number>(x: Dense<N>, properties: &BTreeSet<Property>) -> Dense<N> {
    properties
        .iter()
        .fold(x, |x, &property| with(x, property, properties))
}

/// One property more, the others being kept.
fn with<N: Number>(x: Dense<N>, property: Property, all: &BTreeSet<Property>) -> Dense<N> {
    let symmetric = all.contains(&Property::Symmetric);
    let (rows, columns) = x.shape();
    let square = rows == columns;
    let entry = |i: usize, j: usize| x.as_matrix()[(i, j)].clone();
    let exact = N::UNIT_ROUNDOFF <= 0.0;
    let table = |f: &dyn Fn(usize, usize) -> N| Dense::from_fn(rows, columns, f);
    match property {
        Property::Positive => table(&|i, j| entry(i, j) * entry(i, j) + fraction(1, 4)),
        Property::Simplex => {
            let sizes = table(&|i, j| entry(i, j) * entry(i, j) + fraction(1, 4));
            let sum = |j: usize| {
                let column = sizes.as_matrix().column(j);
                column.iter().cloned().fold(N::zero(), |sum, e| sum + e)
            };
            let shares: Vec<Option<N>> = (0..columns).map(|j| sum(j).recip().ok()).collect();
            table(&|i, j| {
                let entry = sizes.as_matrix()[(i, j)].clone();
                shares[j]
                    .as_ref()
                    .map_or(entry.clone(), |share| entry * share.clone())
            })
        }
        Property::Nonnegative => table(&|i, j| entry(i, j) * entry(i, j)),
        Property::Mask => x,
        _ if !square => x,
        // Far from singular, and of positive determinant, whose logarithm exists. Other properties see to that
        // themselves.
        Property::Invertible if exact || all.iter().any(|p| INVERTED.contains(p)) => x,
        Property::Invertible => {
            let order = i64::try_from(rows).unwrap_or(1);
            let shift: N = fraction(2 * order + 1, 1);
            table(&|i, j| {
                if i == j {
                    entry(i, j) + shift.clone()
                } else {
                    entry(i, j)
                }
            })
        }
        Property::Symmetric => table(&|i, j| entry(i.min(j), i.max(j))),
        Property::Skew => table(&|i, j| match i.cmp(&j) {
            std::cmp::Ordering::Less => entry(i, j),
            std::cmp::Ordering::Equal => N::zero(),
            std::cmp::Ordering::Greater => -entry(j, i),
        }),
        Property::Diagonal => table(&|i, j| if i == j { entry(i, j) } else { N::zero() }),
        // Diagonally dominant for entries of size at most 2, and symmetric by construction.
        Property::PositiveDefinite if !exact => {
            let order = i64::try_from(rows).unwrap_or(1);
            let shift: N = fraction(2 * order + 1, 1);
            table(&|i, j| {
                let shared = entry(i.min(j), i.max(j));
                if i == j {
                    shared.clone() * shared + shift.clone()
                } else {
                    shared
                }
            })
        }
        Property::PositiveDefinite => {
            let gram = x
                .multiply(&x.transpose())
                .and_then(|g| g.add(&Dense::identity(&rows)));
            gram.unwrap_or(x)
        }
        Property::Orthogonal => reflections(&x, symmetric).unwrap_or_else(|| signed_shift(rows)),
        Property::Idempotent => {
            let last = if symmetric {
                0
            } else {
                columns.saturating_sub(1)
            };
            projection(&x, last).unwrap_or_else(|| {
                table(&|i, j| match (i % 2, j.checked_sub(i)) {
                    (0, Some(0)) => N::one(),
                    (0, Some(1)) if !symmetric => entry(i, j),
                    _ => N::zero(),
                })
            })
        }
    }
}

/// Properties that come with an inverse, or would be lost if something were added to the diagonal.
const INVERTED: [Property; 4] = [
    Property::Orthogonal,
    Property::PositiveDefinite,
    Property::Skew,
    Property::Idempotent,
];

fn fraction<N: Number>(p: i64, q: i64) -> N {
    // Neither 1 nor 4 nor a small integer vanishes in any of the numbers.
    N::from_ratio(Ratio::new(p, q)).unwrap_or_else(|_| N::one())
}

/// vwᵀ/(wᵀv) for the first column v and another one w, in exact numbers: symmetric if w is v.
fn projection<N: Number>(x: &Dense<N>, other: usize) -> Option<Dense<N>> {
    if N::UNIT_ROUNDOFF > 0.0 || x.shape().0 == 0 {
        return None;
    }
    let (v, w) = (x.column(&0).ok()?, x.column(&other).ok()?);
    let product = v.frobenius(&w).ok()?.reciprocal().ok()?;
    v.multiply(&w.transpose()).ok()?.scale(&product).ok()
}

/// A product of reflections I − 2vvᵀ/(vᵀv), in exact numbers: two for even orders, three for odd ones, so that both
/// signs of the determinant occur and nothing is symmetric that need not be.
fn reflections<N: Number>(x: &Dense<N>, symmetric: bool) -> Option<Dense<N>> {
    let order = x.shape().0;
    let two = Dense::constant(Ratio::from(-2)).ok()?;
    let count = if symmetric { 1 } else { 2 + order % 2 };
    let mut product = Dense::identity(&order);
    for place in 0..count {
        let v = x.column(&(place % order.max(1))).ok()?;
        let twice = projection(&v, 0)?.scale(&two).ok()?;
        product = product
            .multiply(&Dense::identity(&order).add(&twice).ok()?)
            .ok()?;
    }
    Some(product)
}

/// The permutation i → i + 1, every other row with a minus sign.
fn signed_shift<N: Number>(order: usize) -> Dense<N> {
    Dense::from_fn(order, order, |i, j| match (i + 1) % order == j {
        true if i % 2 == 0 => N::one(),
        true => -N::one(),
        false => N::zero(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn generic<N: Number>(rows: usize, columns: usize) -> Dense<N> {
        Dense::from_fn(rows, columns, |i, j| {
            let place = i64::try_from(5 * i + 3 * j * j + i * j).unwrap_or(0);
            fraction::<N>(place % 7 - 3, 2) + fraction(1, 8)
        })
    }

    fn laws<N: Number>() {
        for order in 1..5 {
            let with = |all: &[Property]| {
                structured(generic::<N>(order, order), &all.iter().copied().collect())
            };
            let x = |property| with(&[property]);
            let symmetric = [
                Property::Symmetric,
                Property::PositiveDefinite,
                Property::Diagonal,
                Property::Idempotent,
                Property::Invertible,
            ];
            for property in symmetric {
                let x = with(&[Property::Symmetric, property]);
                assert_eq!(x, x.transpose(), "{property}");
            }
            // Nothing more than what is said, if the order leaves room.
            for property in [Property::Orthogonal, Property::Idempotent] {
                assert!(
                    order < 3 || x(property) != x(property).transpose(),
                    "{property}"
                );
            }
            let skew = x(Property::Skew);
            assert_eq!(skew.transpose(), skew.negate());
            let q = x(Property::Orthogonal);
            assert_eq!(q.transpose().multiply(&q).unwrap(), Dense::identity(&order));
            let p = x(Property::Idempotent);
            assert_eq!(p.multiply(&p).unwrap(), p);
        }
    }

    #[test]
    fn structured_matrices_are_what_they_are_said_to_be() {
        laws::<f64>();
        laws::<Rational>();
        laws::<Fp>();
        let with = |rows, columns, property| {
            structured(generic::<f64>(rows, columns), &BTreeSet::from([property]))
        };
        let positive = with(3, 4, Property::Positive);
        assert!(positive.as_matrix().iter().all(|x| *x > 0.0));
        let definite = with(4, 4, Property::PositiveDefinite);
        assert!(definite.as_matrix().clone().cholesky().is_some());
        assert!(with(4, 4, Property::Invertible).as_matrix().determinant() > 1.0);
    }
}
