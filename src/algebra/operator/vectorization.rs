//! vec and its inverse.

use super::expect_length;
use crate::algebra::AlgebraError;
use crate::scalar::Number;
use nalgebra::DMatrix;

/// vec A, lazily: the columns of A below one another, as they lie in memory. Costs nothing.
///
/// ```
/// # use matproof::algebra::operator::vec;
/// # use nalgebra::dmatrix;
/// assert_eq!(vec(&dmatrix![1, 3, 5; 2, 4, 6]), [1, 2, 3, 4, 5, 6]);
/// ```
pub fn vec<N>(a: &DMatrix<N>) -> &[N] {
    a.as_slice()
}

/// vec A, densely: the mn×1 column matrix.
#[must_use]
pub fn vec_column<N: Number>(a: &DMatrix<N>) -> DMatrix<N> {
    DMatrix::from_fn(a.len(), 1, |r, _| {
        a[(r % a.nrows().max(1), r / a.nrows().max(1))].clone()
    })
}

/// The m×n matrix A with vec A = x.
///
/// # Errors
/// [`AlgebraError::Length`] if x does not have mn entries.
pub fn unvec<N: Number>(x: &[N], m: usize, n: usize) -> Result<DMatrix<N>, AlgebraError> {
    expect_length("the inverse of vec", m * n, x.len())?;
    Ok(DMatrix::from_column_slice(m, n, x))
}
