//! The wanted end of a matrix that is decomposed whole: instead of a search where the order is small, and where a count has shown
//! that a search missed something.

use nalgebra::DMatrix;

use super::davidson::{Found, MORE, Which};
use super::orthonormal::norm;
use crate::matrix::{NotFinite, symmetric_eigen};

/// Eigenvalues and orthonormal vectors of a symmetric matrix, the wanted end first. No search: nothing is missed, and the residuals are
/// rounding. Its products are the columns of the matrix.
pub(super) fn decomposed(
    matrix: &DMatrix<f64>,
    which: Which,
    count: usize,
) -> Result<Found, NotFinite> {
    let (mut values, vectors) = symmetric_eigen(matrix)?;
    let order = values.len();
    let wanted = count.min(order);
    let column = |index: usize| match which {
        Which::Smallest => index,
        Which::Largest => order - 1 - index,
    };
    let shown = (wanted + MORE).min(order);
    let vectors = DMatrix::from_fn(order, shown, |row, index| vectors[(row, column(index))]);
    if which == Which::Largest {
        values.reverse();
    }
    values.truncate(wanted);
    let residual = |(index, value): (usize, &f64)| {
        let vector = vectors.column(index);
        norm((matrix * vector - vector * *value).as_slice())
    };
    let residuals = values.iter().enumerate().map(residual).collect();
    Ok(Found {
        values,
        vectors,
        residuals,
        products: order,
        converged: true,
    })
}
