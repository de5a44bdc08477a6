//! Matrices that are what an argument is assumed to be: symmetric, positive definite, orthogonal, …

use crate::algebra::{Dense, MatrixAlgebra};
use crate::expression::Property;
use crate::scalar::{Number, Ratio};

/// A matrix with the property, made from a generic one. Exact where the numbers are exact; in floating point it has
/// the property to the last bit: entries are copied, or are 0, 1 and −1.
///
/// A property of square matrices leaves others as they are.
pub(super) fn structured<N: Number>(x: Dense<N>, property: Property) -> Dense<N> {
    let (rows, columns) = x.shape();
    let square = rows == columns;
    let entry = |i: usize, j: usize| x.as_matrix()[(i, j)].clone();
    let exact = N::UNIT_ROUNDOFF <= 0.0;
    let table = |f: &dyn Fn(usize, usize) -> N| Dense::from_fn(rows, columns, f);
    match property {
        Property::Positive => table(&|i, j| entry(i, j) * entry(i, j) + fraction(1, 4)),
        Property::Nonnegative => table(&|i, j| entry(i, j) * entry(i, j)),
        Property::Mask | Property::Invertible => x,
        _ if !square => x,
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
        Property::Orthogonal => reflection(&x).unwrap_or_else(|| signed_shift(rows)),
        Property::Idempotent => projection(&x).unwrap_or_else(|| {
            table(&|i, j| {
                if i == j && i % 2 == 0 {
                    N::one()
                } else {
                    N::zero()
                }
            })
        }),
    }
}

fn fraction<N: Number>(p: i64, q: i64) -> N {
    // Neither 1 nor 4 nor a small integer vanishes in any of the numbers.
    N::from_ratio(Ratio::new(p, q)).unwrap_or_else(|_| N::one())
}

/// vvᵀ/(vᵀv) for the first column v, in exact numbers.
fn projection<N: Number>(x: &Dense<N>) -> Option<Dense<N>> {
    if N::UNIT_ROUNDOFF > 0.0 || x.shape().0 == 0 {
        return None;
    }
    let v = x.column(&0).ok()?;
    let square = v.frobenius(&v).ok()?.reciprocal().ok()?;
    v.multiply(&v.transpose()).ok()?.scale(&square).ok()
}

/// I − 2vvᵀ/(vᵀv), in exact numbers.
fn reflection<N: Number>(x: &Dense<N>) -> Option<Dense<N>> {
    let two = Dense::constant(Ratio::from(-2)).ok()?;
    Dense::identity(&x.shape().0)
        .add(&projection(x)?.scale(&two).ok()?)
        .ok()
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
            let x = |property| structured(generic::<N>(order, order), property);
            let symmetric = [
                Property::Symmetric,
                Property::PositiveDefinite,
                Property::Diagonal,
            ];
            for property in symmetric {
                assert_eq!(x(property), x(property).transpose(), "{property}");
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
        let positive = structured(generic::<f64>(3, 4), Property::Positive);
        assert!(positive.as_matrix().iter().all(|x| *x > 0.0));
        let definite = structured(generic::<f64>(4, 4), Property::PositiveDefinite);
        assert!(definite.as_matrix().clone().cholesky().is_some());
    }
}
