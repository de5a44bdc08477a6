//! Data matrices: dense or sparse X.

mod norm;

pub use norm::{frobenius_norm, squared_frobenius_norm};

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
