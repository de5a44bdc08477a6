//! The Kronecker sum.

use super::{LinearOperator, expect_length};
use crate::algebra::AlgebraError;
use crate::scalar::Number;
use nalgebra::{DMatrix, DMatrixView};

/// The Kronecker sum A ⊕ B = A ⊗ I_n + I_k ⊗ B of a k×k matrix A and an n×n matrix B, so that
/// `(A ⊕ B) vec X = vec(B X + X Aᵀ)` for X of shape n×k.
///
/// Its eigenvalues are the sums of one of A and one of B; for symmetric positive semidefinite A and B its
/// spectral norm is therefore ‖A‖₂ + ‖B‖₂. `apply` costs O(nk(n + k)).
///
/// Reference: Horn and Johnson, *Topics in Matrix Analysis* (1991), section 4.4.
#[derive(Debug, Clone, Copy)]
pub struct KroneckerSum<'a, N> {
    a: &'a DMatrix<N>,
    b: &'a DMatrix<N>,
}

impl<'a, N: Number> KroneckerSum<'a, N> {
    /// A ⊕ B.
    ///
    /// # Errors
    /// [`AlgebraError::NotSquare`] unless both are square.
    pub fn new(a: &'a DMatrix<N>, b: &'a DMatrix<N>) -> Result<Self, AlgebraError> {
        for side in [a, b] {
            if !side.is_square() {
                let found = crate::algebra::Shape::new(side.nrows(), side.ncols());
                return Err(AlgebraError::NotSquare {
                    operation: "a Kronecker sum",
                    found,
                });
            }
        }
        Ok(Self { a, b })
    }

    fn apply_with(&self, x: &[N], a: &DMatrix<N>, b: &DMatrix<N>) -> Result<Vec<N>, AlgebraError> {
        expect_length(
            "this Kronecker sum",
            self.a.nrows() * self.b.nrows(),
            x.len(),
        )?;
        let x = DMatrixView::from_slice(x, self.b.nrows(), self.a.nrows());
        Ok((b * &x + &x * a.transpose()).as_slice().to_vec())
    }
}

impl<N: Number> LinearOperator<N> for KroneckerSum<'_, N> {
    fn shape(&self) -> (usize, usize) {
        let order = self.a.nrows() * self.b.nrows();
        (order, order)
    }

    fn apply(&self, x: &[N]) -> Result<Vec<N>, AlgebraError> {
        self.apply_with(x, self.a, self.b)
    }

    fn apply_transpose(&self, y: &[N]) -> Result<Vec<N>, AlgebraError> {
        self.apply_with(y, &self.a.transpose(), &self.b.transpose())
    }

    fn to_dense(&self) -> DMatrix<N> {
        let (k, n) = (self.a.nrows(), self.b.nrows());
        self.a.kronecker(&DMatrix::identity(n, n)) + DMatrix::identity(k, k).kronecker(self.b)
    }
}
