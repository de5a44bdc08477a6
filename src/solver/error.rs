//! Why a factorization cannot be computed.

use thiserror::Error;

use crate::factorization::FactorizationError;
use crate::matrix::NotFinite;
use crate::spectrum::SpectrumError;

/// Why a factorization cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum SolverError {
    /// The data or the factors do not make an objective.
    #[error(transparent)]
    Input(#[from] FactorizationError),
    /// The Hessian could not be looked at.
    #[error(transparent)]
    Spectrum(#[from] SpectrumError),
    /// A negative entry where nonnegative factors are looked for.
    #[error(
        "{name} holds {value} at row {row}, column {col} (counted from 1): nonnegative factors need nonnegative data \
         (hint: --unconstrained)"
    )]
    Negative {
        /// How the matrix is written.
        name: &'static str,
        /// Counted from 1.
        row: usize,
        /// Counted from 1.
        col: usize,
        /// The entry.
        value: f64,
    },
    /// The method does not fit the objective.
    #[error("{method} does not fit here: {because} (methods that do: {others})")]
    Method {
        /// Its name.
        method: &'static str,
        /// What is in its way.
        because: &'static str,
        /// The names of those that would do.
        others: String,
    },
    /// A rank of zero.
    #[error("the rank is 0, expected at least 1")]
    NoRank,
    /// A rule that cannot stop anything.
    #[error("{name} is {value}, expected {expected}")]
    Rule {
        /// Which rule.
        name: &'static str,
        /// As given.
        value: f64,
        /// What fits.
        expected: &'static str,
    },
    /// λ = 0 and a row without observed entries: every row of the factor there fits equally well.
    #[error(
        "{side} {index} (counted from 1) has no observed entry, so with λ = 0 nothing determines its factor: give a λ above 0, or leave it out"
    )]
    Undetermined {
        /// "row" or "column".
        side: &'static str,
        /// Counted from 1.
        index: usize,
    },
    /// Entries whose fourth powers leave the range of f64.
    #[error(
        "the largest entry of the data is {largest:e}, expected one between 1e-70 and 1e70: scale the data"
    )]
    Scale {
        /// max |X_ij|.
        largest: f64,
    },
    /// A step left the range of f64.
    #[error("the factors have left the range of f64: scale the data")]
    Overflow,
}

impl From<NotFinite> for SolverError {
    fn from(_: NotFinite) -> Self {
        Self::Overflow
    }
}
