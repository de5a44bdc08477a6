//! The last race of the smallest eigenvalue beside other solvers, as `benches/peers/spectrum.py` wrote it down.

use crate::study::recorded::rows;
use serde::Deserialize;

/// One solver at one point.
#[derive(Debug, Clone, Deserialize)]
pub struct Race {
    /// Where: `random`, `mu300`, `mu2000`, `hals`.
    pub point: String,
    /// Who.
    pub solver: String,
    /// What it found; NaN if it did not converge.
    pub eigenvalue: f64,
    /// Full Hessian products, everything included.
    pub products: f64,
    /// Wall-clock time, one thread.
    pub seconds: f64,
    /// Its residual, or that it did not converge.
    pub note: String,
}

const MEASURED: &str = include_str!("../../../benches/peers/measured/spectrum.csv");

/// The rows, point by point, matproof's first.
///
/// # Panics
/// If the file in the source tree is not what the script writes; a test reads it.
#[must_use]
pub fn races() -> Vec<Race> {
    rows(MEASURED)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who converged found the same eigenvalue, and matproof is the first of each point.
    #[test]
    fn all_solvers_found_the_same() {
        let races = races();
        assert!(races.iter().filter(|r| r.solver == "matproof").count() >= 4);
        let mut truth = f64::NAN;
        for race in &races {
            if race.solver == "matproof" {
                truth = race.eigenvalue;
            }
            let gap = (race.eigenvalue / truth - 1.0).abs();
            assert!(race.note == "not converged" || gap < 1e-9, "{race:?}");
        }
    }
}
