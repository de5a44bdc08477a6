//! What can be wrong with the input of a factorization kernel.

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;
use thiserror::Error;

use crate::matrix::Data;

/// What can be wrong with the input of a factorization kernel: each message names what it was given and what fits.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FactorizationError {
    /// A matrix of another shape than the rest of the problem asks for.
    #[error("{name} is {}×{}, expected {}×{}: {because}", actual.0, actual.1, expected.0, expected.1)]
    Shape {
        /// How the matrix is written.
        name: &'static str,
        /// Its shape.
        actual: (usize, usize),
        /// The shape that fits.
        expected: (usize, usize),
        /// The product or sum that asks for it.
        because: &'static str,
    },
    /// A vector of another length than the operator acts on.
    #[error("the Hessian acts on vectors of length {expected}, got {actual}")]
    Length {
        /// Its length.
        actual: usize,
        /// (n+m)k.
        expected: usize,
    },
    /// A data matrix without rows or columns.
    #[error("{name} is {rows}×{cols}, expected at least one row and one column")]
    Empty {
        /// How the matrix is written.
        name: &'static str,
        /// Its rows.
        rows: usize,
        /// Its columns.
        cols: usize,
    },
    /// k = 0.
    #[error("{name} is {rows}×{cols}: a factorization needs k ≥ 1")]
    NoFactors {
        /// How the factor is written.
        name: &'static str,
        /// Its rows.
        rows: usize,
        /// Its columns.
        cols: usize,
    },
    /// An entry that is infinite or not a number.
    #[error(
        "{name} holds {value} at row {row}, column {col} (counted from 1), expected a finite number"
    )]
    NotFinite {
        /// How the matrix is written.
        name: &'static str,
        /// Counted from 1.
        row: usize,
        /// Counted from 1.
        col: usize,
        /// The entry.
        value: f64,
    },
    /// λ < 0, infinite or not a number.
    #[error("λ is {lambda}, expected a finite number ≥ 0")]
    Lambda {
        /// λ as given.
        lambda: f64,
    },
    /// The weights are stored at other places than the observed entries.
    #[error(
        "the weights are stored at other places than the {observed} observed entries: row {row} (counted from 1) differs"
    )]
    Pattern {
        /// Number of observed entries.
        observed: usize,
        /// The first row that differs, counted from 1.
        row: usize,
    },
    /// A row or column of a submatrix outside the matrix.
    #[error("{list} names index {index} (counted from 0), but there are only {size}")]
    Index {
        /// `J1` or `J2`.
        list: &'static str,
        /// The index, counted from 0.
        index: usize,
        /// How many rows or columns there are.
        size: usize,
    },
    /// A row or column of a submatrix named twice; Ω is a set.
    #[error("{list} names index {index} (counted from 0) twice")]
    Repeated {
        /// `J1` or `J2`.
        list: &'static str,
        /// The index, counted from 0.
        index: usize,
    },
    /// ‖MᵀM‖₂ was asked for a matrix whose smaller side is too large for a dense eigenvalue computation.
    #[error("‖{name}ᵀ{name}‖₂ of a {rows}×{cols} matrix needs a dense matrix of order {}, more than {limit}", rows.min(cols))]
    TooLarge {
        /// How the matrix is written.
        name: &'static str,
        /// Its rows.
        rows: usize,
        /// Its columns.
        cols: usize,
        /// The largest order that is computed.
        limit: usize,
    },
}

/// Refuses a data matrix that is empty or not finite.
pub(crate) fn check_data(name: &'static str, x: &Data) -> Result<(), FactorizationError> {
    let (rows, cols) = (x.nrows(), x.ncols());
    if rows == 0 || cols == 0 {
        return Err(FactorizationError::Empty { name, rows, cols });
    }
    match x {
        Data::Dense(x) => check_finite(name, x),
        Data::Sparse(x) => check_stored(name, x),
    }
}

/// Refuses a factor of another shape, without columns, or not finite.
pub(crate) fn check_factor(
    name: &'static str,
    factor: &DMatrix<f64>,
    expected: (usize, usize),
    because: &'static str,
) -> Result<(), FactorizationError> {
    if factor.shape() != expected {
        return Err(FactorizationError::Shape {
            name,
            actual: factor.shape(),
            expected,
            because,
        });
    }
    if factor.is_empty() {
        return Err(FactorizationError::NoFactors {
            name,
            rows: factor.nrows(),
            cols: factor.ncols(),
        });
    }
    check_finite(name, factor)
}

/// Refuses a negative, infinite or undefined λ.
pub(crate) fn check_lambda(lambda: f64) -> Result<(), FactorizationError> {
    if lambda.is_finite() && lambda >= 0.0 {
        Ok(())
    } else {
        Err(FactorizationError::Lambda { lambda })
    }
}

/// Refuses stored entries that are not finite.
pub(crate) fn check_stored(
    name: &'static str,
    x: &CsrMatrix<f64>,
) -> Result<(), FactorizationError> {
    if all_finite(x.values()) {
        return Ok(());
    }
    let found = x.triplet_iter().find(|(_, _, value)| !value.is_finite());
    found.map_or(Ok(()), |(row, col, &value)| {
        Err(FactorizationError::NotFinite {
            name,
            row: row + 1,
            col: col + 1,
            value,
        })
    })
}

fn check_finite(name: &'static str, x: &DMatrix<f64>) -> Result<(), FactorizationError> {
    if all_finite(x.as_slice()) {
        return Ok(());
    }
    let found = x.iter().position(|value| !value.is_finite());
    found.map_or(Ok(()), |place| {
        let (row, col) = (place % x.nrows(), place / x.nrows());
        Err(FactorizationError::NotFinite {
            name,
            row: row + 1,
            col: col + 1,
            value: x[(row, col)],
        })
    })
}

/// 0·x is 0 for finite x and not a number otherwise; eight sums side by side keep the additions from waiting.
fn all_finite(values: &[f64]) -> bool {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += 0.0 * value;
        }
    }
    sums.iter().chain(rest).all(|value| value.is_finite())
}
