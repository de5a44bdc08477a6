//! Linear operators on stacked columns, each lazy and dense: vec, Kronecker product, Kronecker sum,
//! commutation matrix.

mod commutation;
mod kronecker;
mod kronecker_sum;
mod vectorization;

use super::AlgebraError;
use crate::scalar::Number;
use nalgebra::DMatrix;

pub use commutation::Commutation;
pub use kronecker::Kronecker;
pub use kronecker_sum::KroneckerSum;
pub use vectorization::{unvec, vec, vec_column};

/// A linear map on vectors, known by what it does.
///
/// Laws, up to rounding: `apply` is linear; the trace inner product `dot(apply(x), y)` equals
/// `dot(x, apply_transpose(y))`; `to_dense() · x = apply(x)`.
pub trait LinearOperator<N: Number> {
    /// Rows and columns of the matrix it stands for.
    fn shape(&self) -> (usize, usize);

    /// The product with a vector.
    ///
    /// # Errors
    /// [`AlgebraError::Length`] if the vector does not have as many entries as the operator has columns.
    fn apply(&self, x: &[N]) -> Result<Vec<N>, AlgebraError>;

    /// The product of the transpose with a vector.
    ///
    /// # Errors
    /// [`AlgebraError::Length`] if the vector does not have as many entries as the operator has rows.
    fn apply_transpose(&self, y: &[N]) -> Result<Vec<N>, AlgebraError>;

    /// The matrix itself, rows×columns numbers.
    fn to_dense(&self) -> DMatrix<N>;
}

fn expect_length(
    operator: &'static str,
    expected: usize,
    actual: usize,
) -> Result<(), AlgebraError> {
    if expected == actual {
        Ok(())
    } else {
        Err(AlgebraError::Length {
            operator,
            expected,
            actual,
        })
    }
}

#[cfg(test)]
mod battery;
