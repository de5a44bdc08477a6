//! Solvers cross-checked: descent, fixed points, step bounds, and what is done with data that are hard to factorize.

#![expect(
    clippy::unwrap_used,
    reason = "whatever cannot be computed fails the test"
)]

mod command;
mod completion;
mod descent;
mod fixed_points;
mod hard_data;
mod second_order;
mod steps;

use matproof::matrix::Data;
use matproof::solver::{Method, Problem, Rules, Settings, Solution, SolverError, Start, factorize};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::ControlFlow;

/// Entries uniform in [0, 1).
fn uniform(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    DMatrix::from_fn(rows, cols, |_, _| random.random())
}

/// A product of nonnegative factors and some noise.
fn data(n: usize, m: usize, k: usize, seed: u64) -> Data {
    Data::Dense(uniform(n, k, seed) * uniform(k, m, seed + 1) + uniform(n, m, seed + 2) * 0.1)
}

/// So many iterations of a method, whatever the residual.
fn iterations(method: Method, count: usize) -> Settings {
    Settings {
        method,
        rules: Rules {
            tolerance: 0.0,
            iterations: count,
            ..Rules::default()
        },
        ..Settings::default()
    }
}

fn solve(problem: &Problem<'_>, rank: usize, settings: &Settings) -> Result<Solution, SolverError> {
    factorize(problem, rank, settings, &mut |_| ControlFlow::Continue(()))
}

/// The objective may rise by its rounding.
fn never_rises(what: &str, found: &Solution, scale: f64) {
    for pair in found.trace.windows(2) {
        let rise = pair[1].objective - pair[0].objective;
        assert!(
            rise <= 1e-13 * scale,
            "{what}: f rises by {rise:e} in iteration {} from {:e}",
            pair[1].iteration,
            pair[0].objective
        );
    }
}

/// From these factors.
fn from(factors: (DMatrix<f64>, DMatrix<f64>)) -> Start {
    Start::Given(matproof::solver::Factors {
        w: factors.0,
        h: factors.1,
    })
}
