//! When a solver stops.

use super::error::SolverError;

/// When to stop: whatever comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// The KKT residual ‖projected ∇f‖/(‖X‖(‖W‖ + ‖H‖)) that is small enough.
    pub tolerance: f64,
    /// Most iterations.
    pub iterations: usize,
    /// Most seconds.
    pub seconds: f64,
    /// The objective has to fall by this share within ten iterations, or else the solver has stagnated; 0 means as long as it falls at all.
    pub stagnation: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            tolerance: 1e-6,
            iterations: 10_000,
            seconds: f64::INFINITY,
            stagnation: 0.0,
        }
    }
}

/// Iterations within which the objective has to fall.
pub(super) const PATIENCE: usize = 10;

impl Rules {
    pub(super) fn check(&self) -> Result<(), SolverError> {
        let rule = |name, value: f64, expected| {
            Err(SolverError::Rule {
                name,
                value,
                expected,
            })
        };
        if !(self.tolerance >= 0.0 && self.tolerance.is_finite()) {
            return rule("the tolerance", self.tolerance, "a finite number ≥ 0");
        }
        if self.seconds.is_nan() || self.seconds < 0.0 {
            return rule("the time", self.seconds, "a number of seconds ≥ 0");
        }
        if !(0.0..1.0).contains(&self.stagnation) {
            return rule(
                "the stagnation share",
                self.stagnation,
                "a number in [0, 1)",
            );
        }
        Ok(())
    }
}

/// Why a solver ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The KKT residual is within the tolerance.
    Converged,
    /// The objective does not fall any more.
    Stagnated,
    /// All iterations are used up.
    Iterations,
    /// The time is used up.
    Seconds,
    /// An observer asked for it.
    Interrupted,
    /// The objective grew beyond all bounds: the step was too long.
    Diverged,
}

impl Stopped {
    /// One word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::Stagnated => "stagnated",
            Self::Iterations => "iterations",
            Self::Seconds => "seconds",
            Self::Interrupted => "interrupted",
            Self::Diverged => "diverged",
        }
    }
}
