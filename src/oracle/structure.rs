//! Structural probes: what every Hessian has, whatever the function.
//!
//! A Hessian is symmetric, its mixed blocks are each other's transposes, and its operator is linear and
//! self-adjoint. A probe can refute, never confirm, and needs no derivative of f at all.

use crate::scalar::Number;
use nalgebra::DMatrix;

/// Where a structural law is broken.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation<N> {
    /// The entry, (row, column).
    pub entry: (usize, usize),
    /// What stands there.
    pub actual: N,
    /// What the law demands.
    pub expected: N,
}

/// The first entry at which two matrices differ; also if their shapes do (at the entry (0, 0)).
///
/// Exact comparison: meant for residues and rationals.
#[must_use]
pub fn first_difference<N: Number>(
    actual: &DMatrix<N>,
    expected: &DMatrix<N>,
) -> Option<Violation<N>> {
    if actual.shape() != expected.shape() {
        let corner = |m: &DMatrix<N>| m.get((0, 0)).cloned().unwrap_or_else(N::zero);
        return Some(Violation {
            entry: (0, 0),
            actual: corner(actual),
            expected: corner(expected),
        });
    }
    let (rows, columns) = actual.shape();
    let entries = (0..columns).flat_map(|j| (0..rows).map(move |i| (i, j)));
    entries
        .into_iter()
        .find(|&at| actual[at] != expected[at])
        .map(|entry| Violation {
            entry,
            actual: actual[entry].clone(),
            expected: expected[entry].clone(),
        })
}

/// Probes B = Bᵀ.
#[must_use]
pub fn symmetric<N: Number>(block: &DMatrix<N>) -> Option<Violation<N>> {
    first_difference(block, &block.transpose())
}

/// Probes C = Bᵀ for the two mixed blocks.
#[must_use]
pub fn adjoint<N: Number>(block: &DMatrix<N>, mirrored: &DMatrix<N>) -> Option<Violation<N>> {
    first_difference(mirrored, &block.transpose())
}

/// Probes M(u + c·v) = M(u) + c·M(v), from the three results.
#[must_use]
pub fn linear<N: Number>(
    combined: &DMatrix<N>,
    first: &DMatrix<N>,
    factor: &N,
    second: &DMatrix<N>,
) -> Option<Violation<N>> {
    let expected = first + second.map(|x| factor.clone() * x);
    first_difference(combined, &expected)
}

/// Probes ⟨Mu, v⟩ = ⟨u, Mv⟩ in floating point: the gap over the sum of the absolute terms of both sides.
/// Of the order of ε times the length for a self-adjoint operator, of order one for one that is not.
#[must_use]
pub fn self_adjoint_gap(u: &[f64], mu: &[f64], v: &[f64], mv: &[f64]) -> f64 {
    let terms = || {
        mu.iter()
            .zip(v)
            .map(|(a, b)| a * b)
            .chain(u.iter().zip(mv).map(|(a, b)| -(a * b)))
    };
    let size: f64 = terms().map(f64::abs).sum();
    if size > 0.0 {
        terms().sum::<f64>().abs() / size
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Fp;

    fn matrix(entries: &[i64]) -> DMatrix<Fp> {
        DMatrix::from_row_iterator(2, 2, entries.iter().map(|&x| Fp::new(x)))
    }

    #[test]
    fn each_probe_sees_its_lie_and_passes_the_truth() {
        assert!(symmetric(&matrix(&[1, 2, 2, 5])).is_none());
        assert_eq!(symmetric(&matrix(&[1, 2, 3, 5])).unwrap().entry, (1, 0));
        assert!(adjoint(&matrix(&[1, 2, 3, 5]), &matrix(&[1, 3, 2, 5])).is_none());
        assert!(adjoint(&matrix(&[1, 2, 3, 5]), &matrix(&[1, 2, 3, 5])).is_some());
        let (u, v) = (matrix(&[1, 2, 3, 4]), matrix(&[0, 1, 1, 0]));
        let three = Fp::new(3);
        assert!(linear(&matrix(&[1, 5, 6, 4]), &u, &three, &v).is_none());
        assert!(linear(&matrix(&[2, 5, 6, 4]), &u, &three, &v).is_some());
    }

    #[test]
    fn a_rotation_is_not_self_adjoint() {
        let (u, v) = ([1.0, 2.0], [3.0, -1.0]);
        let rotate = |x: [f64; 2]| [-x[1], x[0]];
        assert!(self_adjoint_gap(&u, &rotate(u), &v, &rotate(v)) > 0.1);
        assert!(self_adjoint_gap(&u, &[2.0, 4.0], &v, &[6.0, -2.0]) < 1e-15);
    }
}
