//! The last race beside other people's solvers, as `benches/peers/factorize.py` wrote it down.

use crate::study::recorded::rows;
use serde::Deserialize;

/// One goal of one solver.
#[derive(Debug, Clone, Deserialize)]
pub struct Measured {
    /// `digits`, `noise 0.07`, `noise 0.1` or `completion`.
    pub part: String,
    /// Who.
    pub solver: String,
    /// What was to be reached, as a multiple of the best objective; or `sweep`.
    pub goal: String,
    /// Wall-clock time, one thread; none if the goal was not reached.
    pub seconds: Option<f64>,
    /// Iterations until then.
    pub iterations: u64,
    /// What else there is to say.
    pub note: String,
}

const MEASURED: &str = include_str!("../../../benches/peers/measured/factorize.csv");

/// The rows as they were measured.
///
/// # Panics
/// If the file in the source tree is not what the script writes; a test reads it.
#[must_use]
pub fn measured() -> Vec<Measured> {
    rows(MEASURED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_was_measured_beside_a_peer() {
        let rows = measured();
        for part in ["digits", "noise 0.07", "noise 0.1", "completion"] {
            let solvers = rows.iter().filter(|row| row.part == part);
            let (ours, theirs): (Vec<_>, Vec<_>) =
                solvers.partition(|row| row.solver.starts_with("matproof"));
            assert!(!ours.is_empty() && !theirs.is_empty(), "{part}");
        }
    }
}
