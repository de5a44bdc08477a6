//! How far a block step may go: f after some gradient steps on W alone, for step lengths on both sides of 2/L.

use crate::factorization::frobenius::Frobenius;
use crate::matrix::Data;
use crate::solver::SolverError;
use crate::study::draw::{low_rank_plus_noise, uniform};

/// The runs.
#[derive(Debug, Clone)]
pub struct StepLine {
    /// Steps that each run made.
    pub steps: usize,
    /// (α·L, f after the steps relative to f before).
    pub ends: Vec<(f64, f64)>,
    /// (α·L, f relative to its start after every step) for a few of them.
    pub runs: Vec<(f64, Vec<f64>)>,
}

/// n, m, k = 40, 30, 4; H fixed, so that f is quadratic in W.
///
/// # Errors
/// [`SolverError::Input`] if the kernel refuses; never.
pub fn step_line(seed: u64) -> Result<StepLine, SolverError> {
    const STEPS: usize = 40;
    let (n, m, k) = (40, 30, 4);
    let data = Data::Dense(low_rank_plus_noise((n, m), k, 0.1, seed));
    let f = Frobenius::new(&data)?;
    let (first, h) = (uniform(n, k, seed + 1), uniform(k, m, seed + 2));
    let lipschitz = f.lipschitz(&first, &h)?.first;
    let before = f.value(&first, &h)?;
    let run = |share: f64| -> Result<Vec<f64>, SolverError> {
        let mut w = first.clone();
        let mut values = vec![1.0];
        for _ in 0..STEPS {
            w -= f.gradient_w(&w, &h)? * (share / lipschitz);
            values.push(f.value(&w, &h)? / before);
        }
        Ok(values)
    };
    let mut line = StepLine {
        steps: STEPS,
        ends: Vec::new(),
        runs: Vec::new(),
    };
    for tick in 1..=48 {
        let share = f64::from(tick) * 0.05;
        let values = run(share)?;
        line.ends.push((share, values[STEPS]));
        if [10, 20, 38, 42].contains(&tick) {
            line.runs.push((share, values));
        }
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_below_two_over_l_descends_and_none_above_does_for_long() {
        let line = step_line(2026).unwrap();
        for (share, end) in line.ends {
            assert_eq!(end < 1.0, share < 2.001, "{share}: {end}");
        }
    }
}
