//! The smallest Hessian eigenvalue of ½‖X − WH‖²: how fast it is found, what bounds it, and where a descent meets it.

mod convergence;
mod descent;
mod peers;
mod spectrum;

pub use convergence::{Run, convergence};
pub use descent::{Moment, descent};
pub use peers::{Race, races};
pub use spectrum::{Drawn, small_spectra};

use crate::spectrum::SpectrumError;

/// All of it.
#[derive(Debug, Clone)]
pub struct Curvature {
    /// Residual against products, one for each way to search.
    pub runs: Vec<Run>,
    /// All eigenvalues of small Hessians beside their bounds.
    pub spectra: Vec<Drawn>,
    /// λ_min along gradient descent.
    pub descent: Vec<Moment>,
    /// The last race with other solvers.
    pub races: Vec<Race>,
}

/// Runs the experiments.
///
/// # Errors
/// [`SpectrumError`] if a search cannot be run; never for these problems.
pub fn study(seed: u64) -> Result<Curvature, SpectrumError> {
    Ok(Curvature {
        runs: convergence(seed)?,
        spectra: small_spectra(seed)?,
        descent: descent(seed)?,
        races: races(),
    })
}
