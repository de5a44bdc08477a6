//! Rank and λ of a completion by entries that are held out.

use std::ops::ControlFlow;

use nalgebra_sparse::{CooMatrix, CsrMatrix};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::error::SolverError;
use super::factorize::{Settings, factorize};
use super::problem::Problem;
use crate::factorization::masked::Masked;
use crate::matrix::product::Threads;

/// How well a rank and a λ do on entries that the solver has not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// k.
    pub rank: usize,
    /// λ.
    pub lambda: f64,
    /// Root mean square error on the entries that were held out; weights play no part in the choice.
    pub held_out: f64,
    /// The same on those that were seen.
    pub seen: f64,
}

/// Every rank with every λ, the one with the smallest error on held-out entries first.
///
/// A share of the observed entries, drawn at random, is held out, the same for all; a row or column keeps at least one entry.
///
/// # Errors
/// [`SolverError::Rule`] for a share outside (0, 1) or one that holds nothing out; and as [`factorize`].
pub fn select(
    observed: &CsrMatrix<f64>,
    (ranks, lambdas): (&[usize], &[f64]),
    share: f64,
    settings: &Settings,
    threads: Threads,
) -> Result<Vec<Choice>, SolverError> {
    let refused = |value, expected| SolverError::Rule {
        name: "the share of held-out entries",
        value,
        expected,
    };
    if !(share > 0.0 && share < 1.0) {
        return Err(refused(share, "a number between 0 and 1"));
    }
    let (seen, held) = split(observed, share, settings.seed);
    if held.is_empty() {
        return Err(refused(
            share,
            "a share that leaves an entry out beside one in every row and column",
        ));
    }
    let mut choices = Vec::with_capacity(ranks.len() * lambdas.len());
    for &rank in ranks {
        for &lambda in lambdas {
            let f = Masked::new(seen.clone(), lambda)?;
            let problem = Problem::masked(&f).with_threads(threads);
            let found = factorize(&problem, rank, settings, &mut |_| ControlFlow::Continue(()))?;
            let (w, h) = (&found.factors.w, &found.factors.h);
            let error = |entries: &mut dyn Iterator<Item = (usize, usize, f64)>| {
                let (mut sum, mut count) = (0.0, 0.0_f64);
                for (i, j, x) in entries {
                    let said = (w.row(i) * h.column(j))[(0, 0)];
                    sum += (said - x) * (said - x);
                    count += 1.0;
                }
                (sum / count.max(1.0)).sqrt()
            };
            choices.push(Choice {
                rank,
                lambda,
                held_out: error(&mut held.iter().copied()),
                seen: error(&mut seen.triplet_iter().map(|(i, j, x)| (i, j, *x))),
            });
        }
    }
    choices.sort_by(|a, b| a.held_out.total_cmp(&b.held_out));
    Ok(choices)
}

/// An entry that was held out: its place and value.
type Entry = (usize, usize, f64);

/// What is seen and what is held out.
fn split(observed: &CsrMatrix<f64>, share: f64, seed: u64) -> (CsrMatrix<f64>, Vec<Entry>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (n, m) = (observed.nrows(), observed.ncols());
    let mut in_row: Vec<usize> = observed.row_iter().map(|row| row.nnz()).collect();
    let mut in_column = vec![0_usize; m];
    for &column in observed.col_indices() {
        in_column[column] += 1;
    }
    let mut seen = CooMatrix::new(n, m);
    let mut held = Vec::new();
    for (i, j, &x) in observed.triplet_iter() {
        let drawn = random.random::<f64>() < share;
        if drawn && in_row[i] > 1 && in_column[j] > 1 {
            in_row[i] -= 1;
            in_column[j] -= 1;
            held.push((i, j, x));
        } else {
            seen.push(i, j, x);
        }
    }
    (CsrMatrix::from(&seen), held)
}
