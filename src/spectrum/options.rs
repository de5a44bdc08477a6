//! What is asked for, how the search reports, and why it ends.

use super::davidson::Which;
use super::error::SpectrumError;

/// What to look for, and how hard.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which end of the spectrum.
    pub which: Which,
    /// How many eigenvalues.
    pub count: usize,
    /// A pair has converged when ‖Mv − θv‖ ≤ tolerance·|θ|, or when the residual is rounding: below 4ε‖M‖.
    pub tolerance: f64,
    /// Most work, in full Hessian products; one is 2k multiplications of X or Xᵀ by a vector.
    pub max_products: f64,
    /// Columns that the bases of the two-sided search may have beyond those of the factors and the wanted pairs before they
    /// shrink: memory against products. At least 12.
    pub room: usize,
    /// Up to this order a Hessian, or its compression, is decomposed whole, and the search starts from what that finds: it costs less
    /// than the search does, and misses nothing. With 0 everything is searched from random vectors.
    pub whole: usize,
    /// Seed of the random start vectors.
    pub seed: u64,
    /// Only the entries of nonnegative factors that are not zero may move.
    pub free: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            which: Which::Smallest,
            count: 1,
            tolerance: 1e-8,
            max_products: 1000.0,
            room: 120,
            whole: 128,
            seed: 2026,
            free: false,
        }
    }
}

impl Options {
    pub(super) fn check(&self, order: usize) -> Result<(), SpectrumError> {
        if self.count == 0 || self.count > order {
            let count = self.count;
            return Err(SpectrumError::Count { count, order });
        }
        let tolerance = self.tolerance;
        if !(tolerance > 0.0 && tolerance.is_finite()) {
            return Err(SpectrumError::Tolerance { tolerance });
        }
        Ok(())
    }
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Work so far, in full Hessian products.
    pub products: f64,
    /// Of the wanted pairs the one that is farthest from convergence.
    pub eigenvalue: f64,
    /// Its residual norm ‖Mv − θv‖.
    pub residual: f64,
}

impl Progress {
    /// For a multiple of the operator.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self {
            products: self.products,
            eigenvalue: factor * self.eigenvalue,
            residual: factor * self.residual,
        }
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Every residual is within its tolerance.
    Converged,
    /// The work that was allowed is used up.
    Budget,
    /// Rounding leaves nothing to improve.
    Stagnated,
}
