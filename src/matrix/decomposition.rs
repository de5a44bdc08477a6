//! Dense decompositions of small symmetric matrices: all eigenvalues with their vectors, and whether all are
//! positive; and the singular value decomposition.
//!
//! The work is faer's; here its results take the shape that the rest of the crate uses, eigenvalues ascending.

use faer::{MatRef, Side};
use nalgebra::DMatrix;
use thiserror::Error;

use super::product::clear_upper_halves;

/// A dense decomposition that has no answer, because an entry is infinite or not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a matrix of {order} rows with entries that are not finite has no decomposition")]
pub struct NotFinite {
    /// Rows of the matrix.
    pub order: usize,
}

/// The eigenvalues of a symmetric matrix, ascending, and an orthogonal matrix whose columns are their vectors.
///
/// Only the lower triangle is read. Absolute error of an eigenvalue: a small multiple of order·ε·‖S‖₂. Cost O(order³).
///
/// # Errors
/// [`NotFinite`] if an entry of the lower triangle is.
///
/// # Panics
/// If the matrix is not square.
///
/// ```
/// use matproof::matrix::symmetric_eigen;
/// use nalgebra::dmatrix;
/// let (values, vectors) = symmetric_eigen(&dmatrix![1., 2.; 2., 1.])?;
/// assert!((values[0] + 1.0).abs() < 1e-15 && (values[1] - 3.0).abs() < 1e-15);
/// assert!((vectors[(0, 0)] + vectors[(1, 0)]).abs() < 1e-15); // (1, −1)/√2
/// # Ok::<(), matproof::matrix::NotFinite>(())
/// ```
pub fn symmetric_eigen(symmetric: &DMatrix<f64>) -> Result<(Vec<f64>, DMatrix<f64>), NotFinite> {
    let order = symmetric.nrows();
    assert_eq!(symmetric.ncols(), order, "a symmetric matrix is square");
    if order == 0 {
        return Ok((Vec::new(), DMatrix::zeros(0, 0)));
    }
    let (scaled, back) = normalized(symmetric);
    let found = faer::linalg::solvers::SelfAdjointEigen::new(view(&scaled), Side::Lower);
    clear_upper_halves();
    let found = found.map_err(|_| NotFinite { order })?;
    let values: Vec<f64> = (0..order).map(|i| found.S()[i] * back).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(NotFinite { order });
    }
    let vectors = DMatrix::from_fn(order, order, |i, j| found.U()[(i, j)]);
    Ok((values, vectors))
}

/// A singular value decomposition `F = U S Vᵀ`.
#[derive(Debug, Clone, PartialEq)]
pub struct SingularValues {
    /// U, orthonormal columns.
    pub left: DMatrix<f64>,
    /// The diagonal of S, descending.
    pub values: Vec<f64>,
    /// V, orthonormal columns.
    pub right: DMatrix<f64>,
}

/// The singular value decomposition `F = U S Vᵀ`: U with min(rows, cols) columns, the singular values descending, and V
/// with as many columns.
///
/// Absolute error of a singular value: a small multiple of the larger side times ε·‖F‖₂.
///
/// # Errors
/// [`NotFinite`] if an entry is.
///
/// ```
/// use matproof::matrix::singular_values;
/// use nalgebra::dmatrix;
/// let found = singular_values(&dmatrix![0., 2.; -3., 0.; 0., 0.])?;
/// assert_eq!((found.left.shape(), found.right.shape()), ((3, 2), (2, 2)));
/// assert!((found.values[0] - 3.0).abs() < 1e-15 && (found.values[1] - 2.0).abs() < 1e-15);
/// # Ok::<(), matproof::matrix::NotFinite>(())
/// ```
pub fn singular_values(matrix: &DMatrix<f64>) -> Result<SingularValues, NotFinite> {
    let order = matrix.nrows();
    let size = order.min(matrix.ncols());
    if size == 0 {
        return Ok(SingularValues {
            left: DMatrix::zeros(order, 0),
            values: Vec::new(),
            right: DMatrix::zeros(matrix.ncols(), 0),
        });
    }
    let (scaled, back) = normalized(matrix);
    let found = faer::linalg::solvers::Svd::new_thin(view(&scaled));
    clear_upper_halves();
    let found = found.map_err(|_| NotFinite { order })?;
    let values: Vec<f64> = (0..size).map(|i| found.S()[i] * back).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(NotFinite { order });
    }
    Ok(SingularValues {
        left: DMatrix::from_fn(order, size, |i, j| found.U()[(i, j)]),
        values,
        right: DMatrix::from_fn(matrix.ncols(), size, |i, j| found.V()[(i, j)]),
    })
}

/// Whether the Cholesky decomposition of a symmetric matrix exists in f64, which for S + δI with δ beyond a small multiple
/// of order·ε·‖S‖₂ shows that every eigenvalue of S is above −2δ. Cost order³/3.
///
/// # Panics
/// If the matrix is not square.
///
/// ```
/// use matproof::matrix::is_positive_definite;
/// use nalgebra::dmatrix;
/// assert!(is_positive_definite(&dmatrix![2., 1.; 1., 2.]));
/// assert!(!is_positive_definite(&dmatrix![1., 2.; 2., 1.]));
/// ```
#[must_use]
pub fn is_positive_definite(symmetric: &DMatrix<f64>) -> bool {
    let order = symmetric.nrows();
    assert_eq!(symmetric.ncols(), order, "a symmetric matrix is square");
    let decomposed = faer::linalg::solvers::Llt::new(view(symmetric), Side::Lower).is_ok();
    clear_upper_halves();
    // What is not a number passes every comparison that would stop the decomposition.
    decomposed && symmetric.iter().all(|entry| entry.is_finite())
}

/// The matrix with its largest entry near one, and the power of two that takes it back: the decompositions take products of
/// several entries, which would overflow or vanish long before the entries do.
fn normalized(matrix: &DMatrix<f64>) -> (DMatrix<f64>, f64) {
    let largest = matrix.amax();
    if !(largest.is_finite() && largest > 0.0) {
        return (matrix.clone(), 1.0);
    }
    // Within the range in which both the power and its inverse are normal numbers.
    let back = largest.log2().floor().clamp(-1000.0, 1000.0).exp2();
    (matrix / back, back)
}

fn view(matrix: &DMatrix<f64>) -> MatRef<'_, f64> {
    MatRef::from_column_major_slice(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::product::random::uniform;

    #[test]
    fn eigenvalues_ascend_and_their_vectors_rebuild_the_matrix() {
        for order in [0, 1, 2, 5, 40, 90] {
            let a = uniform(order, order, 3);
            let symmetric = &a + a.transpose();
            let (values, vectors) = symmetric_eigen(&symmetric).unwrap();
            assert!(values.is_sorted());
            let diagonal = DMatrix::from_diagonal(&values.into());
            let gap = (&vectors * diagonal * vectors.transpose() - &symmetric).norm();
            assert!(gap <= 1e-13 * symmetric.norm(), "order {order}: {gap}");
            let gap = (vectors.transpose() * &vectors - DMatrix::identity(order, order)).norm();
            assert!(gap <= 1e-12, "order {order}: {gap}");
        }
    }

    #[test]
    fn entries_of_any_size_are_decomposed_alike() {
        let a = uniform(30, 30, 5);
        let symmetric = &a + a.transpose();
        let (values, _) = symmetric_eigen(&symmetric).unwrap();
        let singular = singular_values(&a).unwrap().values;
        for power in [-500, -300, 300, 500] {
            // A power of two: nothing is rounded.
            let scale = 2.0_f64.powi(power);
            let (scaled, _) = symmetric_eigen(&(&symmetric * scale)).unwrap();
            let gaps = values
                .iter()
                .zip(&scaled)
                .map(|(a, b)| (a - b / scale).abs());
            assert!(gaps.fold(0.0, f64::max) < 1e-13, "{power}");
            let scaled = singular_values(&(&a * scale)).unwrap().values;
            let gaps = singular
                .iter()
                .zip(&scaled)
                .map(|(a, b)| (a - b / scale).abs());
            assert!(gaps.fold(0.0, f64::max) < 1e-13, "{power}");
        }
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        let mut matrix = DMatrix::identity(3, 3);
        matrix[(2, 1)] = f64::NAN;
        assert_eq!(symmetric_eigen(&matrix), Err(NotFinite { order: 3 }));
        assert!(!is_positive_definite(&matrix));
    }

    #[test]
    fn cholesky_tells_the_sign_of_the_smallest_eigenvalue() {
        let a = uniform(30, 30, 8);
        let gram = a.transpose() * &a;
        let (values, _) = symmetric_eigen(&gram).unwrap();
        let shifted = |by: f64| &gram - DMatrix::identity(30, 30) * by;
        assert!(is_positive_definite(&shifted(values[0] * (1.0 - 1e-6))));
        assert!(!is_positive_definite(&shifted(values[0] * (1.0 + 1e-6))));
    }
}
