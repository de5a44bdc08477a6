//! Nonnegative least squares by block principal pivoting: every row of Y to its exact minimum.
//!
//! A row is right when y_F = b_F G_FF⁻¹ ≥ 0 on its free set F and the gradient is ≥ 0 elsewhere. All coordinates that violate
//! this change sides at once; if that does not lower their number three times in a row, only the last of them does, which ends in finitely many steps. Rows
//! with the same free set share one Cholesky decomposition.
//!
//! # Reference
//! J. J. Júdice, F. M. Pires, Computers & Operations Research 21 (1994) 587–596; J. Kim, H. Park, SIAM J. Sci. Comput. 33 (2011)
//! 3261–3281.

use nalgebra::{Cholesky, DMatrix, DVector};
use std::collections::BTreeMap;

use super::Update;
use crate::solver::error::SolverError;
use crate::solver::fit::Model;
use crate::solver::ridge::Ridge;

/// The update.
#[derive(Debug)]
pub(in crate::solver) struct Pivoting;

/// Exchanges of everything that may fail to help before only one coordinate changes sides.
const PATIENCE: usize = 3;

/// A row under way.
struct Row {
    free: Vec<bool>,
    violations: usize,
    patience: usize,
    solved: bool,
}

impl Update for Pivoting {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        if !model.nonnegative {
            return super::LeastSquares.update(y, model);
        }
        let (rows, k) = y.shape();
        let diagonal: Vec<f64> = match model.ridge {
            Ridge::None => vec![0.0; rows],
            Ridge::Diagonal(diagonal) => diagonal.clone(),
            Ridge::General { .. } => unreachable!("a coupled ridge is refused before"),
        };
        let scale = model.gram.diagonal().max();
        if scale <= 0.0 && diagonal.iter().all(|&d| d <= 0.0) {
            return Ok(None);
        }
        let mut states: Vec<Row> = (0..rows)
            .map(|i| Row {
                free: (0..k).map(|r| y[(i, r)] > 0.0).collect(),
                violations: usize::MAX,
                patience: PATIENCE,
                solved: false,
            })
            .collect();
        // Enough for every row that was ever seen; the exchange of one at a time is finite but may be long.
        let most = 20 + 10 * k;
        for _ in 0..most {
            // Rows by their free set (and their ridge, which enters the matrix).
            let mut groups: BTreeMap<(Vec<bool>, u64), Vec<usize>> = BTreeMap::new();
            for (i, state) in states.iter().enumerate().filter(|(_, state)| !state.solved) {
                let key = (state.free.clone(), diagonal[i].to_bits());
                groups.entry(key).or_default().push(i);
            }
            if groups.is_empty() {
                return Ok(None);
            }
            for ((free, _), members) in groups {
                let places: Vec<usize> = (0..k).filter(|&r| free[r]).collect();
                let ridge = diagonal[members[0]];
                let cholesky = decomposed(model.gram, &places, ridge, scale);
                for i in members {
                    solve(
                        y,
                        model,
                        (&places, cholesky.as_ref()),
                        (i, ridge),
                        &mut states[i],
                    );
                }
            }
        }
        // What is left keeps the nearest nonnegative row; the sweep after it is what descends.
        model.project(y);
        super::Hals { sweeps: 4 }.update(y, model)
    }
}

/// The Cholesky decomposition of (G + dI) on these places; where it is singular, with the smallest lift that makes it definite.
fn decomposed(
    gram: &DMatrix<f64>,
    places: &[usize],
    ridge: f64,
    scale: f64,
) -> Option<Cholesky<f64, nalgebra::Dyn>> {
    let size = places.len();
    if size == 0 {
        return None;
    }
    let mut lift = 0.0;
    loop {
        let block = DMatrix::from_fn(size, size, |a, b| {
            gram[(places[a], places[b])] + if a == b { ridge + lift } else { 0.0 }
        });
        if let Some(cholesky) = Cholesky::new(block) {
            return Some(cholesky);
        }
        lift = if lift > 0.0 {
            10.0 * lift
        } else {
            1e-15 * (scale + ridge)
        };
    }
}

/// One exchange for one row.
fn solve(
    y: &mut DMatrix<f64>,
    model: &Model<'_>,
    (places, cholesky): (&[usize], Option<&Cholesky<f64, nalgebra::Dyn>>),
    (i, ridge): (usize, f64),
    state: &mut Row,
) {
    let k = y.ncols();
    let mut row = DVector::zeros(k);
    if let Some(cholesky) = cholesky {
        let target =
            DVector::from_iterator(places.len(), places.iter().map(|&r| model.target[(i, r)]));
        let solution = cholesky.solve(&target);
        for (&r, value) in places.iter().zip(solution.iter()) {
            row[r] = *value;
        }
    }
    let slope = model.gram * &row + &row * ridge - model.target.row(i).transpose();
    // Rounding decides between a zero on one side and a zero on the other.
    let noise = 1e-13 * model.target.row(i).amax();
    let wrong: Vec<usize> = (0..k)
        .filter(|&r| {
            if state.free[r] {
                row[r] < 0.0
            } else {
                slope[r] < -noise
            }
        })
        .collect();
    if wrong.is_empty() {
        state.solved = true;
        for r in 0..k {
            y[(i, r)] = row[r].max(0.0);
        }
        return;
    }
    let exchanged: &[usize] = if wrong.len() < state.violations {
        state.violations = wrong.len();
        state.patience = PATIENCE;
        &wrong
    } else if state.patience > 0 {
        state.patience -= 1;
        &wrong
    } else {
        &wrong[wrong.len() - 1..]
    };
    for &r in exchanged {
        state.free[r] = !state.free[r];
    }
}
