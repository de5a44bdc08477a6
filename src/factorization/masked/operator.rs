//! The Hessian of ½ Σ_{(i,j)∈Ω} P_ij²(M_ij − u_i v_jᵀ)² + λ/2(‖U‖² + ‖V‖²) as an operator.
//!
//! A direction (A,B) changes the residual at (i,j) by a_i v_jᵀ + u_i b_jᵀ. With s_ij = P_ij²(a_i v_jᵀ + u_i b_jᵀ) and
//! r_ij = P_ij²(u_i v_jᵀ − M_ij), rows of the image are
//!
//! ```text
//! row i of the first half:   Σ_j (s_ij v_j + r_ij b_j) + λ a_i
//! row j of the second half:  Σ_i (s_ij u_i + r_ij a_i) + λ b_j
//! Gauss–Newton: the terms with s and λ.   Residual: the terms with r.
//! ```
//!
//! One pass over the observed entries, 12k flops for each; the residuals are kept from the construction, accurate as they
//! are where the fit is good.

use std::ops::Range;

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::Masked;
use crate::factorization::hessian::check_directions;
use crate::factorization::{Direction, FactorizationError, Hessian, Part, Workspace};
use crate::matrix::product::{
    Block, BlockMut, ForWidth, Rows, Walk, Width, add_multiple, dot, with_width,
};

/// The Hessian of the masked objective at a point (U,V); see [`Hessian`] for what it can do.
#[derive(Debug, Clone)]
pub struct MaskedHessian<'a> {
    problem: &'a Masked,
    /// k×n.
    u: DMatrix<f64>,
    /// k×m.
    v: DMatrix<f64>,
    /// P_ij²(u_i v_jᵀ − M_ij) in the order of the observed entries.
    residuals: Vec<f64>,
}

impl<'a> MaskedHessian<'a> {
    pub(super) fn new(
        problem: &'a Masked,
        u: DMatrix<f64>,
        v: DMatrix<f64>,
        residuals: Vec<f64>,
    ) -> Self {
        Self {
            problem,
            u,
            v,
            residuals,
        }
    }

    pub(crate) fn problem(&self) -> &'a Masked {
        self.problem
    }

    /// U n×k and V m×k.
    pub(crate) fn factors(&self) -> (DMatrix<f64>, DMatrix<f64>) {
        (self.u.transpose(), self.v.transpose())
    }

    /// P_ij²(u_i v_jᵀ − M_ij) in the order of the observed entries.
    pub(crate) fn residuals(&self) -> &[f64] {
        &self.residuals
    }
}

impl Hessian for MaskedHessian<'_> {
    fn shapes(&self) -> [(usize, usize); 2] {
        [
            (self.u.ncols(), self.u.nrows()),
            (self.v.ncols(), self.v.nrows()),
        ]
    }

    fn apply_to_each(
        &self,
        part: Part,
        directions: &mut [Direction<'_>],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        check_directions(self.shapes(), directions)?;
        let (k, n, m) = (self.u.nrows(), self.u.ncols(), self.v.ncols());
        let x = Rows::of(self.problem.observed());
        for direction in directions {
            let parts = x.split(self.problem.threads().count());
            if workspace.walks.len() < parts.len() {
                workspace.walks.resize_with(parts.len(), Walk::default);
            }
            // Directions and images with k numbers in a row: a, b, the first half, a share of the second for each part.
            let mut lengths = vec![k * n, k * m, k * n];
            lengths.resize(3 + parts.len(), k * m);
            let (copies, images) = workspace.gathered.zeroed(&lengths).split_at_mut(2);
            let (p, q) = (Block::new(direction.p, n, k), Block::new(direction.q, m, k));
            BlockMut::new(&mut copies[0], k, n).add(p.transpose());
            BlockMut::new(&mut copies[1], k, m).add(q.transpose());
            let (first, shares) = images.split_at_mut(1);
            {
                let inputs = Inputs {
                    hessian: self,
                    part,
                    x,
                    a: &copies[0],
                    b: &copies[1],
                };
                let mut rest = first[0].as_mut_slice();
                let mut jobs = Vec::with_capacity(parts.len());
                for ((rows, out_v), walk) in parts
                    .into_iter()
                    .zip(shares.iter_mut())
                    .zip(&mut workspace.walks)
                {
                    let (out_u, others) = std::mem::take(&mut rest).split_at_mut(k * rows.len());
                    rest = others;
                    jobs.push(Job {
                        rows,
                        out_u,
                        out_v,
                        walk,
                    });
                }
                let run = |job: &mut Job<'_>| {
                    with_width(
                        k,
                        Pass {
                            inputs: &inputs,
                            job,
                        },
                    )
                };
                match jobs.as_mut_slice() {
                    [job] => run(job),
                    jobs => jobs.par_iter_mut().for_each(run),
                }
            }
            let lambda = if part.has_gauss_newton() {
                self.problem.lambda()
            } else {
                0.0
            };
            for (out, direction) in [
                (&mut *direction.out_p, direction.p),
                (&mut *direction.out_q, direction.q),
            ] {
                for (out, entry) in out.iter_mut().zip(direction) {
                    *out = lambda * entry;
                }
            }
            BlockMut::new(direction.out_p, n, k).add(Block::new(&first[0], k, n).transpose());
            for share in shares {
                BlockMut::new(direction.out_q, m, k).add(Block::new(share, k, m).transpose());
            }
        }
        Ok(())
    }
}

/// What all threads read.
struct Inputs<'a> {
    hessian: &'a MaskedHessian<'a>,
    part: Part,
    x: Rows<'a>,
    /// k×n and k×m.
    a: &'a [f64],
    b: &'a [f64],
}

/// What one thread writes.
struct Job<'a> {
    rows: Range<usize>,
    out_u: &'a mut [f64],
    out_v: &'a mut [f64],
    walk: &'a mut Walk,
}

struct Pass<'a, 'b> {
    inputs: &'a Inputs<'a>,
    job: &'a mut Job<'b>,
}

impl ForWidth for Pass<'_, '_> {
    fn run<W: Width>(self, width: W) {
        let Pass {
            inputs:
                &Inputs {
                    hessian,
                    part,
                    x,
                    a,
                    b,
                },
            job,
        } = self;
        let MaskedHessian {
            problem,
            u,
            v,
            residuals,
        } = hessian;
        let (u, v, k, weights) = (
            u.as_slice(),
            v.as_slice(),
            u.nrows(),
            problem.squared_weights(),
        );
        let first = job.rows.start;
        let (out_u, out_v) = (&mut *job.out_u, &mut *job.out_v);
        // Three arrays are indexed by column: v, b and the image.
        job.walk.each(x, job.rows.clone(), k, 3, |row, entries| {
            let (u, a, out_u) = (
                width.get(u, row),
                width.get(a, row),
                width.get_mut(out_u, row - first),
            );
            for entry in entries {
                let column = x.columns[entry];
                let (v, b, out_v) = (
                    width.get(v, column),
                    width.get(b, column),
                    width.get_mut(out_v, column),
                );
                if part.has_gauss_newton() {
                    let change = dot(a, v) + dot(u, b);
                    let change = weights.map_or(change, |weights| weights[entry] * change);
                    add_multiple(out_u, change, v);
                    add_multiple(out_v, change, u);
                }
                if part.has_residual() {
                    add_multiple(out_u, residuals[entry], b);
                    add_multiple(out_v, residuals[entry], a);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery;
    use crate::matrix::product::Threads;
    use crate::matrix::product::random::{sparse, uniform};
    use nalgebra_sparse::CsrMatrix;

    /// Differentiates the rows of the gradient along (A,B), entry by entry of Ω.
    fn by_definition<'a>(
        (observed, weights, lambda): (&'a CsrMatrix<f64>, &'a CsrMatrix<f64>, f64),
        u: &'a DMatrix<f64>,
        v: &'a DMatrix<f64>,
    ) -> impl Fn(Part, &DMatrix<f64>, &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) + 'a {
        move |part, a, b| {
            let k = u.ncols();
            let lambda = if part.has_gauss_newton() { lambda } else { 0.0 };
            let (mut first, mut second) = (a * lambda, b * lambda);
            for ((i, j, entry), weight) in observed.triplet_iter().zip(weights.values()) {
                let dot = |a: &DMatrix<f64>, b: &DMatrix<f64>| {
                    (0..k).map(|l| a[(i, l)] * b[(j, l)]).sum::<f64>()
                };
                let (residual, change) = (dot(u, v) - entry, dot(a, v) + dot(u, b));
                for l in 0..k {
                    if part.has_gauss_newton() {
                        first[(i, l)] += weight * weight * change * v[(j, l)];
                        second[(j, l)] += weight * weight * change * u[(i, l)];
                    }
                    if part.has_residual() {
                        first[(i, l)] += weight * weight * residual * b[(j, l)];
                        second[(j, l)] += weight * weight * residual * a[(i, l)];
                    }
                }
            }
            (first, second)
        }
    }

    #[test]
    fn the_laws_hold_with_and_without_weights() {
        let shapes = [
            (3, 4, 2),
            (4, 3, 1),
            (1, 5, 1),
            (6, 1, 3),
            (30, 40, 4),
            (9, 50, 7),
        ];
        for (seed, (n, m, k)) in (0..).zip(shapes) {
            let observed = sparse(n, m, seed);
            let mut weights = observed.clone();
            let drawn = uniform(observed.nnz(), 1, seed + 70);
            for (scale_u, scale_v) in [(1.0, 1.0), (1e150, 1e-150)] {
                let (u, v) = (
                    uniform(n, k, seed + 50) * scale_u,
                    uniform(m, k, seed + 60) * scale_v,
                );
                for (lambda, weighted, threads) in [
                    (0.0, false, 1),
                    (0.4, true, 1),
                    (0.4, true, 2),
                    (0.4, false, 3),
                ] {
                    let draw = |place| if weighted { drawn[place] } else { 1.0 };
                    weights
                        .values_mut()
                        .iter_mut()
                        .enumerate()
                        .for_each(|(place, weight)| *weight = draw(place));
                    let problem = |entries: &CsrMatrix<f64>, threads| {
                        let f = if weighted {
                            Masked::weighted(entries.clone(), &weights, lambda).unwrap()
                        } else {
                            Masked::new(entries.clone(), lambda).unwrap()
                        };
                        f.with_threads(Threads::new(threads).unwrap())
                    };
                    let mut largest = observed.clone();
                    largest
                        .values_mut()
                        .iter_mut()
                        .for_each(|entry| *entry = -entry.abs());
                    let (f, bound) = (problem(&observed, threads), problem(&largest, 1));
                    let hessian = f.hessian_at(&u, &v).unwrap();
                    let majorant = bound.hessian_at(&u.abs(), &v.abs()).unwrap();
                    // Products of at most five numbers and P², in two nested sums over k and over a row or column of Ω.
                    let roundings = n.max(m) + 2 * k + 14;
                    let definition = by_definition((&observed, &weights, lambda), &u, &v);
                    battery::check(
                        &hessian,
                        &majorant,
                        (scale_u, scale_v),
                        roundings,
                        definition,
                    );
                }
            }
        }
    }
}
