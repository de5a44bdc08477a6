//! The commutation matrix.

use super::{LinearOperator, expect_length};
use crate::algebra::AlgebraError;
use crate::scalar::Number;
use nalgebra::DMatrix;

/// The commutation matrix `K(m,n)`: for every m×n matrix A, `K(m,n) vec A = vec Aᵀ`.
///
/// Square of order mn, orthogonal, inverse `K(n,m)`. Never stored: `apply` moves mn numbers.
///
/// Reference: Magnus and Neudecker (1979), Ann. Statist. 7(2), 381–394.
///
/// ```
/// # use matproof::algebra::operator::{Commutation, LinearOperator};
/// let k = Commutation::new(2, 3);                   // A = [1 3 5; 2 4 6]
/// assert_eq!(k.apply(&[1., 2., 3., 4., 5., 6.])?, [1., 3., 5., 2., 4., 6.]);
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commutation {
    m: usize,
    n: usize,
}

impl Commutation {
    /// K(m,n).
    #[must_use]
    pub const fn new(m: usize, n: usize) -> Self {
        Self { m, n }
    }

    /// The inverse, which is the transpose: K(n,m).
    #[must_use]
    pub const fn transpose(self) -> Self {
        Self {
            m: self.n,
            n: self.m,
        }
    }
}

impl<N: Number> LinearOperator<N> for Commutation {
    fn shape(&self) -> (usize, usize) {
        (self.m * self.n, self.m * self.n)
    }

    fn apply(&self, x: &[N]) -> Result<Vec<N>, AlgebraError> {
        expect_length("a commutation matrix", self.m * self.n, x.len())?;
        // Row j of A, n entries m apart, becomes column j of Aᵀ.
        Ok((0..self.m)
            .flat_map(|i| (0..self.n).map(move |j| x[i + self.m * j].clone()))
            .collect())
    }

    fn apply_transpose(&self, y: &[N]) -> Result<Vec<N>, AlgebraError> {
        self.transpose().apply(y)
    }

    /// Entry by entry from the definition Σ_ij (e_i e_jᵀ) ⊗ (e_j e_iᵀ), not from `apply`.
    fn to_dense(&self) -> DMatrix<N> {
        let mut k = DMatrix::zeros(self.m * self.n, self.m * self.n);
        for i in 0..self.m {
            for j in 0..self.n {
                k[(i * self.n + j, j * self.m + i)] = N::one();
            }
        }
        k
    }
}
