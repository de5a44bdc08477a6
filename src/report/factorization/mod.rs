//! How a factorization went, as text and as JSON.

mod human;
mod json;

pub use human::human;
pub use json::{Answer, json};

use crate::solver::{Method, Solution};
use crate::spectrum::Spectrum;

/// A run with what belongs to it.
#[derive(Debug)]
pub struct Summary<'a> {
    /// Factors, trace, and why it ended.
    pub solution: &'a Solution,
    /// The method that was asked for.
    pub method: Method,
    /// ‖X − WH‖/‖X‖, on the observed entries where some are hidden.
    pub relative_error: f64,
    /// Wall-clock time of the run, without the certificate.
    pub seconds: f64,
    /// λ_min and the seconds it took, or why there is none; `None` if it was not asked for.
    pub certificate: Option<Result<(Spectrum, f64), String>>,
}
