//! The solvers at work: raced on digits and on a problem with known factors, at the edge of the step sizes, and completing what is hidden.

mod completion;
mod peers;
mod race;
mod step_line;

pub use completion::{Completed, completion};
pub use peers::{Measured, measured};
pub use race::{Race, Runner, on_digits, on_known_factors};
pub use step_line::{StepLine, step_line};

use crate::solver::SolverError;

/// All of it.
#[derive(Debug, Clone)]
pub struct Solving {
    /// Every nonnegative solver on the digits.
    pub digits: Race,
    /// The same on data with known factors.
    pub known: Race,
    /// f after some block steps of every length.
    pub steps: StepLine,
    /// Digits of which most pixels were hidden.
    pub completed: Completed,
    /// The last race with other people's solvers.
    pub measured: Vec<Measured>,
}

/// Runs the experiments.
///
/// # Errors
/// [`SolverError`] if a solver refuses its problem; never for these.
pub fn study(seed: u64) -> Result<Solving, SolverError> {
    Ok(Solving {
        digits: on_digits(seed)?,
        known: on_known_factors(seed)?,
        steps: step_line(seed)?,
        completed: completion(seed)?,
        measured: measured(),
    })
}
