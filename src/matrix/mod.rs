//! Data matrices: dense or sparse X, and reading them from files.

pub mod product;

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

/// A data matrix X of shape n×m.
#[derive(Debug, Clone)]
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
}
