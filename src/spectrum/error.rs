//! Why a spectrum cannot be computed.

use thiserror::Error;

use crate::factorization::FactorizationError;
use crate::matrix::NotFinite;

/// Why a spectrum cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum SpectrumError {
    /// The data or the factors do not make a Hessian.
    #[error(transparent)]
    Input(#[from] FactorizationError),
    /// More eigenvalues than there are, or none.
    #[error("{count} eigenvalues were asked for, expected 1 to {order}, the order of the Hessian")]
    Count {
        /// How many.
        count: usize,
        /// (n+m)k.
        order: usize,
    },
    /// The tolerance is no number above zero.
    #[error("the tolerance is {tolerance}, expected a number above 0")]
    Tolerance {
        /// As given.
        tolerance: f64,
    },
    /// Entries whose products are beyond the range of f64.
    #[error(
        "the Hessian has entries beyond the range of f64 (about 1e308): scale the data and the factors down"
    )]
    Overflow,
    /// An entry of a factor is negative where nonnegative factors were asked for.
    #[error(
        "{name} holds {value} at row {row}, column {col} (counted from 1), expected a nonnegative factor"
    )]
    Negative {
        /// How the factor is written.
        name: &'static str,
        /// Counted from 1.
        row: usize,
        /// Counted from 1.
        col: usize,
        /// The entry.
        value: f64,
    },
    /// Every entry is held fixed.
    #[error("every entry of the factors is held at zero, so there is no direction to look along")]
    NothingFree,
}

impl From<NotFinite> for SpectrumError {
    fn from(_: NotFinite) -> Self {
        Self::Overflow
    }
}
