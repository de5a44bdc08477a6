//! The Kronecker product.

use super::{LinearOperator, expect_length};
use crate::algebra::AlgebraError;
use crate::scalar::Number;
use nalgebra::{DMatrix, DMatrixView};

/// The Kronecker product A ⊗ B: the block matrix of the a_ij·B, so that `(A ⊗ B) vec X = vec(B X Aᵀ)`.
///
/// For A of shape p×q and B of shape r×s it is pr×qs; `apply` never forms it and costs two small products,
/// O(rsq + rqp), where the dense one costs O(prqs).
///
/// ```
/// # use matproof::algebra::operator::{Kronecker, LinearOperator};
/// # use nalgebra::dmatrix;
/// let (a, b) = (dmatrix![1., 2.], dmatrix![0., 1.; 1., 0.]);
/// // X = [1 3; 2 4]; B X Aᵀ = [2 4; 1 3]·(1, 2)ᵀ = (10, 7)ᵀ
/// assert_eq!(Kronecker::new(&a, &b).apply(&[1., 2., 3., 4.])?, [10., 7.]);
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Kronecker<'a, N> {
    a: &'a DMatrix<N>,
    b: &'a DMatrix<N>,
}

impl<'a, N: Number> Kronecker<'a, N> {
    /// A ⊗ B.
    #[must_use]
    pub fn new(a: &'a DMatrix<N>, b: &'a DMatrix<N>) -> Self {
        Self { a, b }
    }
}

impl<N: Number> LinearOperator<N> for Kronecker<'_, N> {
    fn shape(&self) -> (usize, usize) {
        (
            self.a.nrows() * self.b.nrows(),
            self.a.ncols() * self.b.ncols(),
        )
    }

    fn apply(&self, x: &[N]) -> Result<Vec<N>, AlgebraError> {
        let (s, q) = (self.b.ncols(), self.a.ncols());
        expect_length("this Kronecker product", s * q, x.len())?;
        let x = DMatrixView::from_slice(x, s, q);
        Ok((self.b * x * self.a.transpose()).as_slice().to_vec())
    }

    /// (A ⊗ B)ᵀ = Aᵀ ⊗ Bᵀ.
    fn apply_transpose(&self, y: &[N]) -> Result<Vec<N>, AlgebraError> {
        let (r, p) = (self.b.nrows(), self.a.nrows());
        expect_length("this Kronecker product's transpose", r * p, y.len())?;
        let y = DMatrixView::from_slice(y, r, p);
        Ok((self.b.transpose() * y * self.a).as_slice().to_vec())
    }

    fn to_dense(&self) -> DMatrix<N> {
        self.a.kronecker(self.b)
    }
}
