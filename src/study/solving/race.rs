//! One problem, one start, every nonnegative solver.

use crate::matrix::{Data, digits};
use crate::solver::{
    Factors, Method, Moment, Problem, Rules, Settings, SolverError, Start, factorize,
};
use crate::study::draw::{low_rank_plus_noise, uniform};
use nalgebra::DMatrix;
use std::ops::ControlFlow;

/// A race.
#[derive(Debug, Clone)]
pub struct Race {
    /// n, m and k.
    pub sizes: [usize; 3],
    /// The least objective that was met.
    pub best: f64,
    /// The runners.
    pub runners: Vec<Runner>,
    /// H of the runner that came lowest.
    pub parts: DMatrix<f64>,
}

/// One solver.
#[derive(Debug, Clone)]
pub struct Runner {
    /// Its name.
    pub name: &'static str,
    /// What happened.
    pub trace: Vec<Moment>,
}

/// Most iterations; a Newton step is worth many of the others.
const ITERATIONS: usize = 60;
const NEWTON_STEPS: usize = 10;

/// The handwritten digits, 1797×64, k = 16.
///
/// # Errors
/// [`SolverError`] if a solver refuses; never.
pub fn on_digits(seed: u64) -> Result<Race, SolverError> {
    race(&Data::Dense(digits()), 16, None, seed)
}

/// 200×150, a product of uniform factors of rank 8 and noise, from a random start; where the generating factors lead is the mark.
///
/// # Errors
/// [`SolverError`] if a solver refuses; never.
pub fn on_known_factors(seed: u64) -> Result<Race, SolverError> {
    let (n, m, k) = (200, 150, 8);
    let x = Data::Dense(low_rank_plus_noise((n, m), k, 0.1, seed));
    // The same draws as those of the data.
    let known = Factors {
        w: uniform(n, k, seed ^ 0x10),
        h: uniform(k, m, seed ^ 0x20),
    };
    race(&x, k, Some(known), seed)
}

fn race(x: &Data, k: usize, known: Option<Factors>, seed: u64) -> Result<Race, SolverError> {
    let problem = Problem::frobenius(x);
    let settings = |method, iterations, start| Settings {
        method,
        start,
        rules: Rules {
            tolerance: 1e-12,
            iterations,
            ..Rules::default()
        },
        seed,
        eigenvalue_every: 0,
    };
    let mut best = f64::INFINITY;
    let mut parts = DMatrix::zeros(0, 0);
    let mut runners = Vec::new();
    for method in Method::ALL
        .into_iter()
        .filter(|method| *method != Method::Auto)
    {
        let iterations = match method {
            Method::Newton => NEWTON_STEPS,
            _ => ITERATIONS,
        };
        let settings = settings(method, iterations, Start::Random);
        let found = match factorize(&problem, k, &settings, &mut |_| ControlFlow::Continue(())) {
            Ok(found) => found,
            // Alternating least squares has factors of any sign.
            Err(SolverError::Method { .. }) => continue,
            Err(error) => return Err(error),
        };
        if found.objective < best {
            best = found.objective;
            parts = found.factors.h;
        }
        runners.push(Runner {
            name: method.name(),
            trace: found.trace,
        });
    }
    if let Some(known) = known {
        let settings = settings(
            Method::HalsExtrapolated,
            10 * ITERATIONS,
            Start::Given(known),
        );
        let found = factorize(&problem, k, &settings, &mut |_| ControlFlow::Continue(()))?;
        best = best.min(found.objective);
    }
    Ok(Race {
        sizes: [x.nrows(), x.ncols(), k],
        best,
        runners,
        parts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Extrapolated HALS is ahead of multiplicative updates after as many iterations, which all descend.
    #[test]
    fn who_is_ahead() {
        let race = on_known_factors(2026).unwrap();
        let end = |name: &str| {
            let runner = race.runners.iter().find(|r| r.name == name).unwrap();
            runner.trace.last().unwrap().objective
        };
        assert!(end("hals-extrapolated") < end("hals") && end("hals") < end("multiplicative"));
        assert!(race.runners.len() == 11 && race.best > 0.0);
    }
}
