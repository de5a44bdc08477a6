//! How one factor is improved while the other one rests: one file for each way.

mod gradient;
mod hals;
mod least_squares;
mod multiplicative;
mod pivoting;

use nalgebra::DMatrix;

use super::error::SolverError;
use super::fit::Model;

pub(super) use gradient::{Backtracking, Coordinate, Steepest};
pub(super) use hals::Hals;
pub(super) use least_squares::LeastSquares;
pub(super) use multiplicative::Multiplicative;
pub(super) use pivoting::Pivoting;

/// A way to improve Y in min ½⟨YG, Y⟩ − ⟨Y, B⟩ + ½⟨QY, Y⟩, Y ≥ 0 where the model asks for it.
pub(super) trait Update {
    /// Overwrites Y; the step length, where there is one.
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError>;

    /// Whether the model's value never rises.
    fn descends(&self) -> bool {
        true
    }
}
