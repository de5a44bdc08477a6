//! The singular value decompositions W = U_w S_w V_wᵀ and H = V_h S_h Y_hᵀ of the two factors.

use nalgebra::DMatrix;

use super::orthonormal::orthonormalized;
use crate::matrix::product::{Block, BlockMut, multiply};
use crate::matrix::{NotFinite, SingularValues, singular_values};

/// One factor F (length×k), as F = U S Vᵀ.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    /// The columns of U that belong to nonzero singular values, one after the other.
    pub(super) basis: Vec<f64>,
    /// All k singular values, descending; those that rounding cannot tell from zero are zero.
    pub(super) values: Vec<f64>,
    /// V, k×k orthogonal.
    pub(super) turn: DMatrix<f64>,
    /// How many singular values are not zero.
    pub(super) rank: usize,
}

impl Factor {
    /// Of F; to be given W or Hᵀ.
    pub(super) fn new(factor: &DMatrix<f64>) -> Result<Self, NotFinite> {
        let (length, k) = factor.shape();
        let basis = orthonormalized(&[], factor.as_slice().to_vec(), length);
        let size = basis.len() / length;
        // F = Q C; C gets rows of zeros so that its decomposition has all k right vectors.
        let mut coefficients = DMatrix::zeros(size, k);
        multiply(
            BlockMut::of(&mut coefficients).view(),
            faer::Accum::Replace,
            Block::new(&basis, length, size).transpose().view(),
            Block::of(factor).view(),
            1.0,
        );
        let square = coefficients.resize(k.max(size), k, 0.0);
        let SingularValues {
            left,
            mut values,
            right: turn,
        } = singular_values(&square)?;
        #[expect(clippy::cast_precision_loss, reason = "k is small beside 2⁵²")]
        let negligible = values.first().copied().unwrap_or(0.0) * f64::EPSILON * k as f64;
        let rank = values.iter().filter(|&&value| value > negligible).count();
        values[rank..].fill(0.0);
        let mut out = vec![0.0; length * rank];
        if rank > 0 {
            let left = left.view((0, 0), (size, rank)).clone_owned();
            multiply(
                BlockMut::new(&mut out, length, rank).view(),
                faer::Accum::Replace,
                Block::new(&basis, length, size).view(),
                Block::of(&left).view(),
                1.0,
            );
        }
        Ok(Self {
            basis: out,
            values,
            turn,
            rank,
        })
    }

    /// The eigenvalues of FᵀF, descending.
    pub(super) fn squares(&self) -> Vec<f64> {
        self.values.iter().map(|value| value * value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::product::random::uniform;

    fn check(factor: &DMatrix<f64>, rank: usize) {
        let (length, k) = factor.shape();
        let found = Factor::new(factor).unwrap();
        assert_eq!(found.rank, rank);
        let basis = DMatrix::from_column_slice(length, rank, &found.basis);
        let values = DMatrix::from_fn(rank, k, |i, j| if i == j { found.values[i] } else { 0.0 });
        let gap = (&basis * values * found.turn.transpose() - factor).norm();
        assert!(gap <= 1e-14 * factor.norm(), "{gap}");
        let gap = (basis.transpose() * &basis - DMatrix::identity(rank, rank)).norm();
        assert!(gap <= 1e-13, "{gap}");
        let gap = (found.turn.transpose() * &found.turn - DMatrix::identity(k, k)).norm();
        assert!(gap <= 1e-13, "{gap}");
    }

    #[test]
    fn the_parts_rebuild_the_factor_at_every_rank() {
        check(&uniform(9, 4, 1), 4);
        check(&uniform(1, 1, 1), 1);
        check(&uniform(3, 5, 2), 3); // k > n
        check(&DMatrix::zeros(6, 2), 0);
        check(&(uniform(8, 2, 3) * uniform(2, 4, 4)), 2);
        let mut graded = uniform(8, 3, 5);
        graded.column_mut(1).scale_mut(1e-6);
        check(&graded, 3);
    }
}
