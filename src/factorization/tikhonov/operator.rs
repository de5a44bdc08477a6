//! The Hessian of ‖X − WH‖²_F + λ‖MW‖²_F as an operator: twice that of ½‖X − WH‖²_F, plus `(2λMᵀM P, 0)`.
//!
//! λ‖MW‖² is itself a sum of squares of linear functions, so its term belongs to the Gauss–Newton part.

use crate::factorization::frobenius::FrobeniusHessian;
use crate::factorization::{Direction, FactorizationError, Hessian, Part, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Threads};

use super::kernel::Penalty;

/// The Hessian of ‖X − WH‖²_F + λ‖MW‖²_F at a point (W,H); see [`Hessian`] for what it can do.
///
/// One product costs that of ½‖X − WH‖²_F and two products with M (4pnk flops if M is dense).
#[derive(Debug, Clone)]
pub struct TikhonovHessian<'a> {
    fit: FrobeniusHessian<'a>,
    penalty: Penalty<'a>,
    threads: Threads,
}

impl<'a> TikhonovHessian<'a> {
    pub(super) fn new(fit: FrobeniusHessian<'a>, penalty: Penalty<'a>, threads: Threads) -> Self {
        Self {
            fit,
            penalty,
            threads,
        }
    }

    /// The Hessian of ½‖X − WH‖²_F at the same point.
    #[must_use]
    pub fn fit(&self) -> &FrobeniusHessian<'a> {
        &self.fit
    }

    /// M and λ.
    pub(crate) fn penalty(&self) -> (&'a Data, f64) {
        (self.penalty.m, self.penalty.lambda)
    }
}

impl Hessian for TikhonovHessian<'_> {
    fn shapes(&self) -> [(usize, usize); 2] {
        self.fit.shapes()
    }

    fn apply_to_each(
        &self,
        part: Part,
        directions: &mut [Direction<'_>],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        self.fit.apply_to_each(part, directions, workspace)?;
        let [(n, k), _] = self.shapes();
        for direction in directions {
            for entry in direction.out_p.iter_mut().chain(direction.out_q.iter_mut()) {
                *entry *= 2.0;
            }
            if part.has_gauss_newton() {
                let (p, out) = (
                    Block::new(direction.p, n, k),
                    BlockMut::new(direction.out_p, n, k),
                );
                self.penalty.add_gradient(p, out, self.threads, workspace);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery;
    use crate::factorization::tikhonov::Tikhonov;
    use crate::matrix::product::random::{sparse, uniform};
    use nalgebra::DMatrix;

    #[test]
    fn the_laws_hold() {
        let shapes = [(3, 4, 2, 5), (4, 3, 2, 2), (1, 5, 1, 1), (6, 1, 3, 4)];
        for (seed, (n, m, k, rows)) in (0..).zip(shapes) {
            let (x_sparse, m_sparse) = (sparse(n, m, seed), sparse(rows, n, seed + 9));
            let (x, matrix) = (DMatrix::from(&x_sparse), DMatrix::from(&m_sparse));
            for (scale_w, scale_h) in [(1.0, 1.0), (1e150, 1e-150)] {
                let (w, h) = (
                    uniform(n, k, seed + 50) * scale_w,
                    uniform(k, m, seed + 60) * scale_h,
                );
                // λ small enough beside H that neither term drowns the other: ‖HHᵀ‖ is about scale_h².
                for lambda in [0.0, 0.3 * scale_h * scale_h] {
                    // ∇_W = 2AHᵀ + 2λMᵀMW and ∇_H = 2WᵀA along (P,Q), where A changes by PH + WQ.
                    let by_definition = |part: Part, p: &DMatrix<f64>, q: &DMatrix<f64>| {
                        let a = &w * &h - &x;
                        let change = p * &h + &w * q;
                        let (mut first, mut second) = (DMatrix::zeros(n, k), DMatrix::zeros(k, m));
                        if part.has_gauss_newton() {
                            first += 2.0 * &change * h.transpose()
                                + matrix.transpose() * (&matrix * p) * (2.0 * lambda);
                            second += 2.0 * w.transpose() * &change;
                        }
                        if part.has_residual() {
                            first += 2.0 * &a * q.transpose();
                            second += 2.0 * p.transpose() * &a;
                        }
                        (first, second)
                    };
                    for (x_data, m_data) in [
                        (Data::Dense(x.clone()), Data::Sparse(m_sparse.clone())),
                        (Data::Sparse(x_sparse.clone()), Data::Dense(matrix.clone())),
                    ] {
                        for threads in [1, 2] {
                            let f = Tikhonov::new(&x_data, &m_data, lambda).unwrap();
                            let f = f.with_threads(Threads::new(threads).unwrap());
                            let hessian = f.hessian_at(&w, &h).unwrap();
                            let (largest, positive) =
                                (Data::Dense(-x.abs()), Data::Dense(matrix.abs()));
                            let majorant = Tikhonov::new(&largest, &positive, lambda).unwrap();
                            let majorant = majorant.hessian_at(&w.abs(), &h.abs()).unwrap();
                            // Products of at most five numbers in two nested sums over n, m, k or p.
                            let roundings = 2 * (n + m + k + rows) + 10;
                            battery::check(
                                &hessian,
                                &majorant,
                                (scale_w, scale_h),
                                roundings,
                                by_definition,
                            );
                        }
                    }
                }
            }
        }
    }
}
