//! Whether an eigenvalue was missed, by Sylvester's law of inertia.
//!
//! If M − (θ − δ)I, with the wanted eigenvectors lifted out of the way, has a Cholesky decomposition, no other eigenvalue lies
//! below θ − δ. M is formed by products with the unit vectors, for which the search itself has no use.

use nalgebra::DMatrix;

use super::answer::Assurance;
use super::davidson::{Found, Which};
use super::operator::Symmetric;
use super::whole::decomposed;
use crate::matrix::{NotFinite, is_positive_definite};

/// Largest order of a Cholesky decomposition made for a count; about a second.
pub(super) const LIMIT: usize = 2000;

/// What was found, and how exactly.
pub(super) struct Claim {
    pub(super) which: Which,
    /// The wanted eigenvalue farthest from the end.
    pub(super) last: f64,
    /// The wanted directions, orthonormal columns.
    pub(super) vectors: DMatrix<f64>,
    /// What a residual may be, beside the eigenvalue …
    pub(super) relative: f64,
    /// … and at least.
    pub(super) floor: f64,
    /// What the matrix leaves out.
    pub(super) outside: f64,
    /// A bound on ‖M‖, within a small factor.
    pub(super) scale: f64,
}

/// The assurance of the count. Where it does not confirm the claim, the matrix is decomposed whole, and what that says is to take the
/// place of what was claimed.
pub(super) fn confirmed(
    matrix: &DMatrix<f64>,
    claim: Claim,
) -> Result<(Option<Assurance>, Option<Found>), NotFinite> {
    if let Some(assurance) = count(matrix, &claim) {
        return Ok((Some(assurance), None));
    }
    let found = decomposed(matrix, claim.which, claim.vectors.ncols())?;
    let wanted = found.values.len();
    let claim = Claim {
        last: found.values.last().copied().unwrap_or(0.0),
        vectors: found.vectors.columns(0, wanted).clone_owned(),
        ..claim
    };
    Ok((count(matrix, &claim), Some(found)))
}

/// The assurance that the count gives, or `None` if it does not confirm the claim.
fn count(matrix: &DMatrix<f64>, claim: &Claim) -> Option<Assurance> {
    let order = matrix.nrows();
    let sign = claim.which.sign();
    #[expect(clippy::cast_precision_loss, reason = "an order is small beside 2⁵²")]
    let rounding = 8.0 * order as f64 * f64::EPSILON * claim.scale;
    let tolerance = (claim.relative * claim.last.abs()).max(claim.floor) + claim.outside;
    let margin = (2.0 * tolerance + rounding).max(f64::MIN_POSITIVE);
    let mut shifted = matrix * sign;
    for i in 0..order {
        shifted[(i, i)] -= sign * claim.last - margin;
    }
    // Lifted by twice the norm, a wanted direction is out of the way.
    shifted += &claim.vectors * claim.vectors.transpose() * (2.0 * claim.scale);
    is_positive_definite(&shifted).then_some(Assurance::Inertia { order, margin })
}

/// A symmetric operator as a matrix.
pub(super) fn formed(operator: &mut impl Symmetric) -> DMatrix<f64> {
    let order = operator.order();
    let mut out = DMatrix::zeros(order, order);
    let mut unit = vec![0.0; order];
    for i in 0..order {
        unit[i] = 1.0;
        operator.apply(&unit, out.column_mut(i).as_mut_slice());
        unit[i] = 0.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::product::random::uniform;
    use crate::matrix::symmetric_eigen;

    /// A claim about the second smallest eigenvalue as the smallest is not confirmed; the truth is.
    #[test]
    fn a_missed_eigenvalue_is_noticed() {
        let a = uniform(20, 20, 4);
        let matrix = &a + a.transpose();
        let (values, vectors) = symmetric_eigen(&matrix).unwrap();
        for (which, first, second) in [(Which::Smallest, 0, 1), (Which::Largest, 19, 18)] {
            for (index, expected) in [(first, true), (second, false)] {
                let claim = Claim {
                    which,
                    last: values[index],
                    vectors: vectors.columns(index, 1).clone_owned(),
                    relative: 0.0,
                    floor: 1e-9,
                    outside: 0.0,
                    scale: matrix.norm(),
                };
                assert_eq!(count(&matrix, &claim).is_some(), expected);
                let (assurance, instead) = confirmed(&matrix, claim).unwrap();
                assert!(assurance.is_some() && instead.is_none() == expected);
                let value = instead.map_or(values[index], |found| found.values[0]);
                assert!((value - values[first]).abs() < 1e-13 * matrix.norm());
            }
        }
    }
}
