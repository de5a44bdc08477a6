//! Alternating least squares for the masked objective: every row of U, then every row of V, to its exact minimum.
//!
//! Row i solves (Σ_j P_ij² v_jᵀv_j + λI) u_iᵀ = Σ_j P_ij² M_ij v_jᵀ over its observed entries: k² flops for each of them, and a Cholesky
//! decomposition of order k for each row. Where λ = 0 leaves a row's matrix singular it is lifted by rounding; a row without entries is put to zero.

use nalgebra::{Cholesky, DMatrix, DVector};
use nalgebra_sparse::CsrMatrix;
use rayon::prelude::*;

use super::error::SolverError;
use super::run::{Iteration, Measured};
use super::smooth::Smooth;
use crate::factorization::masked::Masked;
use crate::matrix::product::{Threads, split};

/// Alternating least squares at a point.
pub(super) struct Completion<'a> {
    smooth: Smooth<'a>,
    rows: &'a Masked,
    columns: Masked,
    threads: Threads,
}

impl<'a> Completion<'a> {
    pub(super) fn new(smooth: Smooth<'a>, problem: &'a Masked, threads: Threads) -> Self {
        Self {
            smooth,
            columns: problem.transposed(),
            rows: problem,
            threads,
        }
    }
}

impl Iteration for Completion<'_> {
    fn advance(&mut self) -> Result<Option<f64>, SolverError> {
        let u = half_step(self.rows, &self.smooth.at.factors[1], self.threads);
        let v = half_step(&self.columns, &u, self.threads);
        self.smooth.at = self.smooth.point([u, v])?;
        Ok(None)
    }

    fn at(&self) -> &dyn Measured {
        &self.smooth
    }
}

/// Columns of a normal matrix that are accumulated in registers.
const LANES: usize = 8;

/// The rows of U that minimise f for this V (m×k).
pub(super) fn half_step(problem: &Masked, v: &DMatrix<f64>, threads: Threads) -> DMatrix<f64> {
    let observed = problem.observed();
    let (n, k) = (observed.nrows(), v.ncols());
    let padded = k.next_multiple_of(LANES);
    // Rows of V one after the other, each padded with zeros to whole lanes.
    let mut rows_of_v = vec![0.0; v.nrows() * padded];
    for (row, out) in rows_of_v.chunks_exact_mut(padded).enumerate() {
        for (r, out) in out[..k].iter_mut().enumerate() {
            *out = v[(row, r)];
        }
    }
    let solver = Rows {
        observed,
        weights: problem.squared_weights(),
        lambda: problem.lambda(),
        v: &rows_of_v,
        k,
        padded,
    };
    let mut out = vec![0.0; n * k];
    let share = split(n, threads.count())
        .first()
        .map_or(1, ExactSizeIterator::len)
        .max(1);
    if threads.count() > 1 {
        out.par_chunks_mut(share * k)
            .enumerate()
            .for_each(|(part, rows)| solver.solve(part * share, rows));
    } else {
        solver.solve(0, &mut out);
    }
    DMatrix::from_row_slice(n, k, &out)
}

struct Rows<'a> {
    observed: &'a CsrMatrix<f64>,
    weights: Option<&'a [f64]>,
    lambda: f64,
    v: &'a [f64],
    k: usize,
    padded: usize,
}

impl Rows<'_> {
    /// Overwrites `out` (row by row) with the solutions from row `first` on.
    fn solve(&self, first: usize, out: &mut [f64]) {
        let mut normal = vec![0.0; self.padded * self.padded];
        let mut target = vec![0.0; self.padded];
        let mut gathered = Vec::new();
        let mut block = DMatrix::zeros(self.k, self.k);
        for (number, out) in out.chunks_exact_mut(self.k).enumerate() {
            let row = first + number;
            let entries = self.observed.row_offsets()[row]..self.observed.row_offsets()[row + 1];
            gathered.clear();
            target.fill(0.0);
            for entry in entries {
                let from = self.observed.col_indices()[entry] * self.padded;
                let v = &self.v[from..from + self.padded];
                let weight = self.weights.map_or(1.0, |weights| weights[entry]);
                let value = weight * self.observed.values()[entry];
                for (target, v) in target.iter_mut().zip(v) {
                    *target += value * v;
                }
                let root = weight.sqrt();
                gathered.extend(v.iter().map(|v| root * v));
            }
            pulp::Arch::new().dispatch(Normal {
                gathered: &gathered,
                padded: self.padded,
                out: &mut normal,
            });
            let mut trace = 0.0;
            for a in 0..self.k {
                for b in 0..=a {
                    block[(a, b)] = normal[a * self.padded + b];
                }
                block[(a, a)] += self.lambda;
                trace += block[(a, a)];
            }
            let mut solution = DVector::from_column_slice(&target[..self.k]);
            let mut lift = 0.0;
            loop {
                let mut lifted = block.clone();
                for a in 0..self.k {
                    lifted[(a, a)] += lift;
                }
                // Only the lower triangle is read.
                if trace <= 0.0 {
                    solution.fill(0.0);
                    break;
                }
                if let Some(cholesky) = Cholesky::new(lifted) {
                    cholesky.solve_mut(&mut solution);
                    break;
                }
                lift = if lift > 0.0 {
                    10.0 * lift
                } else {
                    1e-14 * trace
                };
            }
            out.copy_from_slice(solution.as_slice());
        }
    }
}

/// The lower triangle, in whole lanes, of Σ vᵀv over the gathered rows; to be compiled for several processors.
struct Normal<'a> {
    gathered: &'a [f64],
    padded: usize,
    out: &'a mut [f64],
}

impl pulp::WithSimd for Normal<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let padded = self.padded;
        for lane in (0..padded).step_by(LANES) {
            for a in lane..padded {
                let mut sums = [0.0; LANES];
                for v in self.gathered.chunks_exact(padded) {
                    let factor = v[a];
                    let v = &v[lane..lane + LANES];
                    for t in 0..LANES {
                        sums[t] += factor * v[t];
                    }
                }
                self.out[a * padded + lane..a * padded + lane + LANES].copy_from_slice(&sums);
            }
        }
    }
}
