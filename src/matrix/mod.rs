//! Data matrices: dense or sparse X, and their files.
//!
//! [`read`] takes `.csv`, `.npy` and Matrix Market `.mtx`; [`write_dense`] and [`write_sparse`] write them, for factors and
//! synthetic data. A file that cannot be read is told in one line: where, what was expected, what was found. [`digits`] is
//! a real data set that travels with the crate.

mod compressed_rows;
mod csv;
mod decomposition;
mod digits;
mod error;
mod format;
mod lines;
mod matrix_market;
mod norm;
mod npy;
mod number;
mod read;
mod write;

#[cfg(test)]
mod battery;

pub use csv::read_csv;
pub use decomposition::{
    NotFinite, SingularValues, is_positive_definite, singular_values, symmetric_eigen,
};
pub use digits::digits;
pub use error::{Place, ReadError, ShapeMismatch, Spot, WriteError};
pub use matrix_market::read_matrix_market;
pub use norm::{frobenius_norm, squared_frobenius_norm};
pub use npy::read_npy;
pub use read::{read, read_dense};
pub use write::{write_dense, write_npz, write_sparse};

use std::path::Path;

pub mod product;

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;
use nalgebra_sparse::convert::serial::convert_csr_dense;

/// A data matrix X of shape n×m.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Every entry stored, column by column.
    Dense(DMatrix<f64>),
    /// Only the stored entries, row by row (compressed sparse rows); all others are zero.
    Sparse(CsrMatrix<f64>),
}

impl Data {
    /// Number of rows n.
    #[must_use]
    pub fn nrows(&self) -> usize {
        match self {
            Self::Dense(x) => x.nrows(),
            Self::Sparse(x) => x.nrows(),
        }
    }

    /// Number of columns m.
    #[must_use]
    pub fn ncols(&self) -> usize {
        match self {
            Self::Dense(x) => x.ncols(),
            Self::Sparse(x) => x.ncols(),
        }
    }

    /// Rows and columns, (n, m).
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.nrows(), self.ncols())
    }

    /// Whether X is stored as a sparse matrix.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        matches!(self, Self::Sparse(_))
    }

    /// The stored entries: column by column if dense, row by row if sparse. All others are zero.
    ///
    /// ```
    /// # use matproof::matrix::Data;
    /// let x = nalgebra::dmatrix![0., 2., 0.; 3., 0., 0.];
    /// assert_eq!(Data::from(x.clone()).entries(), [0., 3., 2., 0., 0., 0.]);
    /// assert_eq!(Data::Sparse((&x).into()).entries(), [2., 3.]);
    /// ```
    #[must_use]
    pub fn entries(&self) -> &[f64] {
        match self {
            Self::Dense(x) => x.as_slice(),
            Self::Sparse(x) => x.values(),
        }
    }

    /// Number of stored entries: nm if dense; if sparse, what a product with X passes over, stored zeros included.
    #[must_use]
    pub fn stored_entries(&self) -> usize {
        self.entries().len()
    }

    /// ‖X‖²_F, safe against overflow and underflow on the way; see [`squared_frobenius_norm`]. One pass over the stored
    /// entries for the scale, one for the sum.
    #[must_use]
    pub fn squared_norm(&self) -> f64 {
        squared_frobenius_norm(self.entries())
    }

    /// ‖X‖_F; see [`frobenius_norm`].
    #[must_use]
    pub fn norm(&self) -> f64 {
        frobenius_norm(self.entries())
    }

    /// Whether no entry is negative, as nonnegative factorization assumes. −0 counts as nonnegative, NaN does not.
    #[must_use]
    pub fn is_nonnegative(&self) -> bool {
        self.entries().iter().all(|&x| x >= 0.0)
    }

    /// A dense copy: 8nm bytes, whatever the number of stored entries. For tests and small matrices.
    #[must_use]
    pub fn to_dense(&self) -> DMatrix<f64> {
        match self {
            Self::Dense(x) => x.clone(),
            Self::Sparse(x) => convert_csr_dense(x),
        }
    }

    /// Whether the shape fits its place; `None` where any number of rows or columns does. `name` is the file or the letter.
    ///
    /// # Errors
    /// The [`ShapeMismatch`], with a hint if the transpose would fit.
    ///
    /// ```
    /// # use matproof::matrix::Data;
    /// let w = Data::from(nalgebra::dmatrix![1., 2., 3.; 4., 5., 6.]);
    /// assert!(w.expect_shape("w.npy", (Some(2), None)).is_ok());
    /// let error = w.expect_shape("w.npy", (Some(3), None)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "w.npy: expected 3 rows, found a 2×3 matrix (hint: its transpose would fit)"
    /// );
    /// ```
    pub fn expect_shape(
        &self,
        name: impl Into<String>,
        expected: (Option<usize>, Option<usize>),
    ) -> Result<(), ShapeMismatch> {
        ShapeMismatch::check(name, expected, self.shape())
    }

    /// Writes X as it is stored: [`write_dense`] or [`write_sparse`].
    ///
    /// # Errors
    /// As for those two.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        match self {
            Self::Dense(x) => write_dense(path, x),
            Self::Sparse(x) => write_sparse(path, x),
        }
    }
}

impl From<DMatrix<f64>> for Data {
    fn from(x: DMatrix<f64>) -> Self {
        Self::Dense(x)
    }
}

impl From<CsrMatrix<f64>> for Data {
    fn from(x: CsrMatrix<f64>) -> Self {
        Self::Sparse(x)
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::dmatrix;

    use super::*;

    #[test]
    fn dense_and_sparse_answer_alike() {
        let x = dmatrix![0., 3e150, 0.; -4e150, 0., 0.];
        let (dense, sparse) = (Data::from(x.clone()), Data::from(CsrMatrix::from(&x)));
        for data in [&dense, &sparse] {
            assert_eq!(data.shape(), (2, 3));
            assert_eq!(data.to_dense(), x);
            assert!(!data.is_nonnegative());
            // Two squares, one sum, two decimals that are not exact: a few roundings.
            assert!((data.squared_norm() / 2.5e301 - 1.0).abs() < 10.0 * f64::EPSILON);
            assert!((data.norm() / 5e150 - 1.0).abs() < 10.0 * f64::EPSILON);
        }
        assert_eq!((dense.stored_entries(), sparse.stored_entries()), (6, 2));
        assert!(sparse.is_sparse() && !dense.is_sparse());
    }
}
