//! The residuals of the observed entries, one pass over Ω.

use std::ops::Range;

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::Masked;
use crate::matrix::product::{ForWidth, Rows, Walk, Width, dot, with_width};

/// Writes P_ij²(u_i v_jᵀ − M_ij) for every observed entry and returns ½ Σ P_ij²(u_i v_jᵀ − M_ij)²;
/// `u` and `v` are k×n and k×m.
pub(super) fn weighted_residuals(
    problem: &Masked,
    u: &DMatrix<f64>,
    v: &DMatrix<f64>,
    residuals: &mut [f64],
    walks: &mut Vec<Walk>,
) -> f64 {
    let x = Rows::of(problem.observed());
    let parts = x.split(problem.threads().count());
    if walks.len() < parts.len() {
        walks.resize_with(parts.len(), Walk::default);
    }
    let weights = problem.squared_weights();
    let mut rest = residuals;
    let mut jobs = Vec::with_capacity(parts.len());
    for (rows, walk) in parts.into_iter().zip(walks) {
        let entries = x.offsets[rows.end] - x.offsets[rows.start];
        let (residuals, others) = std::mem::take(&mut rest).split_at_mut(entries);
        rest = others;
        jobs.push(Job {
            x,
            rows,
            u,
            v,
            weights,
            walk,
            residuals,
            sum: 0.0,
        });
    }
    match jobs.as_mut_slice() {
        [job] => with_width(u.nrows(), job),
        jobs => jobs
            .par_iter_mut()
            .for_each(|job| with_width(u.nrows(), job)),
    }
    0.5 * jobs.iter().map(|job| job.sum).sum::<f64>()
}

/// One thread's share.
struct Job<'a> {
    x: Rows<'a>,
    rows: Range<usize>,
    u: &'a DMatrix<f64>,
    v: &'a DMatrix<f64>,
    weights: Option<&'a [f64]>,
    walk: &'a mut Walk,
    residuals: &'a mut [f64],
    sum: f64,
}

impl ForWidth for &mut Job<'_> {
    fn run<W: Width>(self, width: W) {
        let (x, weights, residuals) = (self.x, self.weights, &mut *self.residuals);
        let (u, v, k) = (self.u.as_slice(), self.v.as_slice(), self.u.nrows());
        let first = x.offsets[self.rows.start];
        let mut sum = 0.0;
        self.walk.each(x, self.rows.clone(), k, 1, |row, entries| {
            let u = width.get(u, row);
            for entry in entries {
                let residual = dot(u, width.get(v, x.columns[entry])) - x.values[entry];
                let weighted = weights.map_or(residual, |weights| weights[entry] * residual);
                residuals[entry - first] = weighted;
                sum += weighted * residual;
            }
        });
        self.sum = sum;
    }
}
