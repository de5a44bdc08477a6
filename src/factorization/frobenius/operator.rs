//! The Hessian of ½‖X − WH‖²_F as an operator. With A = WH − X,
//!
//! ```text
//! M(P,Q) = ( P HHᵀ + W (QHᵀ + HQᵀ) − X Qᵀ ,   WᵀW Q + (WᵀP + PᵀW) H − Pᵀ X )
//!            ───────────────────              ────────────────────
//! Gauss–Newton:  P HHᵀ + W QHᵀ                WᵀW Q + WᵀP H
//! residual:      A Qᵀ = W HQᵀ − X Qᵀ          Pᵀ A = PᵀW H − Pᵀ X
//! ```
//!
//! The two products with X cost 4nmk flops (dense), all others together 6(n+m)k². A is never formed, so the residual part
//! has an absolute error of about ε(‖X‖ + ‖WH‖)·‖(P,Q)‖ however small A is.

use faer::{Accum, MatRef};
use nalgebra::DMatrix;

use crate::factorization::hessian::check_directions;
use crate::factorization::{Direction, FactorizationError, Hessian, Part, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Products, Threads, multiply};

/// The Hessian of ½‖X − WH‖²_F at a point (W,H); see [`Hessian`] for what it can do.
#[derive(Debug, Clone)]
pub struct FrobeniusHessian<'a> {
    x: &'a Data,
    w: DMatrix<f64>,
    h: DMatrix<f64>,
    gram_w: DMatrix<f64>,
    gram_h: DMatrix<f64>,
    threads: Threads,
}

impl<'a> FrobeniusHessian<'a> {
    pub(crate) fn new(x: &'a Data, w: DMatrix<f64>, h: DMatrix<f64>, threads: Threads) -> Self {
        let k = w.ncols();
        let (mut gram_w, mut gram_h) = (DMatrix::zeros(k, k), DMatrix::zeros(k, k));
        let (w_view, h_view) = (Block::of(&w).view(), Block::of(&h).view());
        multiply(
            BlockMut::of(&mut gram_w).view(),
            Accum::Replace,
            w_view.transpose(),
            w_view,
            1.0,
        );
        multiply(
            BlockMut::of(&mut gram_h).view(),
            Accum::Replace,
            h_view,
            h_view.transpose(),
            1.0,
        );
        Self {
            x,
            w,
            h,
            gram_w,
            gram_h,
            threads,
        }
    }

    /// WᵀW, k×k: the H-block of the Hessian is I_m⊗WᵀW, the same for every column of H.
    #[must_use]
    pub fn gram_w(&self) -> &DMatrix<f64> {
        &self.gram_w
    }

    pub(crate) fn data(&self) -> &'a Data {
        self.x
    }

    pub(crate) fn factors(&self) -> (&DMatrix<f64>, &DMatrix<f64>) {
        (&self.w, &self.h)
    }

    pub(crate) fn threads(&self) -> Threads {
        self.threads
    }

    /// HHᵀ, k×k: the W-block of the Hessian is HHᵀ⊗I_n, the same for every row of W.
    #[must_use]
    pub fn gram_h(&self) -> &DMatrix<f64> {
        &self.gram_h
    }
}

impl Hessian for FrobeniusHessian<'_> {
    fn shapes(&self) -> [(usize, usize); 2] {
        [self.w.shape(), self.h.shape()]
    }

    fn apply_to_each(
        &self,
        part: Part,
        directions: &mut [Direction<'_>],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        check_directions(self.shapes(), directions)?;
        let ((n, k), m) = (self.w.shape(), self.h.ncols());
        let (w, h) = (Block::of(&self.w), Block::of(&self.h));
        for direction in directions.iter_mut() {
            let (p, q) = (Block::new(direction.p, n, k), Block::new(direction.q, k, m));
            let (out_p, out_q) = (
                BlockMut::new(direction.out_p, n, k),
                BlockMut::new(direction.out_q, k, m),
            );
            let [qht, wtp, s, t] = workspace.small.zeroed(&[k * k; 4]) else {
                unreachable!("four arrays were asked for")
            };
            let first = || {
                multiply(
                    BlockMut::new(qht, k, k).view(),
                    Accum::Replace,
                    q.view(),
                    h.transpose().view(),
                    1.0,
                );
                select(part, qht, s, k);
                let own = Product {
                    left: p.view(),
                    right: Block::of(&self.gram_h).view(),
                };
                let other = Product {
                    left: w.view(),
                    right: Block::new(s, k, k).view(),
                };
                combine(part, out_p, own, other);
            };
            let second = || {
                multiply(
                    BlockMut::new(wtp, k, k).view(),
                    Accum::Replace,
                    w.transpose().view(),
                    p.view(),
                    1.0,
                );
                select(part, wtp, t, k);
                let own = Product {
                    left: Block::of(&self.gram_w).view(),
                    right: q.view(),
                };
                let other = Product {
                    left: Block::new(t, k, k).view(),
                    right: h.view(),
                };
                combine(part, out_q, own, other);
            };
            if self.threads == Threads::ONE {
                first();
                second();
            } else {
                rayon::join(first, second);
            }
        }
        if part.has_residual() {
            let mut requests: Vec<_> = directions
                .iter_mut()
                .map(|direction| Products {
                    x_qt: Some((
                        Block::new(direction.q, k, m),
                        BlockMut::new(direction.out_p, n, k),
                    )),
                    pt_x: Some((
                        Block::new(direction.p, n, k),
                        BlockMut::new(direction.out_q, k, m),
                    )),
                })
                .collect();
            self.x
                .add_products(-1.0, &mut requests, self.threads, &mut workspace.products);
        }
        Ok(())
    }
}

struct Product<'a> {
    left: MatRef<'a, f64>,
    right: MatRef<'a, f64>,
}

/// From C = QHᵀ or WᵀP, the k×k matrix that stands beside W or H: C, its transpose, or their sum.
fn select(part: Part, c: &[f64], out: &mut [f64], k: usize) {
    for i in 0..k {
        for j in 0..k {
            let (entry, mirrored) = (c[i + j * k], c[j + i * k]);
            out[i + j * k] = match part {
                Part::Whole => entry + mirrored,
                Part::GaussNewton => entry,
                Part::Residual => mirrored,
            };
        }
    }
}

/// `out = own + other`, without `own` (the block's own Gram matrix) in the residual part.
fn combine(part: Part, mut out: BlockMut<'_>, own: Product<'_>, other: Product<'_>) {
    let accum = if part.has_gauss_newton() {
        multiply(
            out.borrow().view(),
            Accum::Replace,
            own.left,
            own.right,
            1.0,
        );
        Accum::Add
    } else {
        Accum::Replace
    };
    multiply(out.view(), accum, other.left, other.right, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery;
    use crate::matrix::product::random::{sparse, uniform};

    /// Differentiates ∇_W f = A Hᵀ and ∇_H f = Wᵀ A along (P,Q), where A changes by PH + WQ.
    fn by_definition<'a>(
        x: &'a DMatrix<f64>,
        w: &'a DMatrix<f64>,
        h: &'a DMatrix<f64>,
    ) -> impl Fn(Part, &DMatrix<f64>, &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) + 'a {
        move |part, p, q| {
            let (k, m) = h.shape();
            let n = w.nrows();
            let entry = |a: &DMatrix<f64>, b: &DMatrix<f64>, i, j| {
                (0..k).map(|l| a[(i, l)] * b[(l, j)]).sum::<f64>()
            };
            let (mut first, mut second) = (DMatrix::zeros(n, k), DMatrix::zeros(k, m));
            for i in 0..n {
                for j in 0..m {
                    let a = entry(w, h, i, j) - x[(i, j)];
                    let change = entry(p, h, i, j) + entry(w, q, i, j);
                    for l in 0..k {
                        if part.has_gauss_newton() {
                            first[(i, l)] += change * h[(l, j)];
                            second[(l, j)] += w[(i, l)] * change;
                        }
                        if part.has_residual() {
                            first[(i, l)] += a * q[(l, j)];
                            second[(l, j)] += p[(i, l)] * a;
                        }
                    }
                }
            }
            (first, second)
        }
    }

    fn check(data: &Data, x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>, threads: usize) {
        let scale = |m: &DMatrix<f64>| m.amax().max(f64::MIN_POSITIVE);
        let threads = Threads::new(threads).unwrap();
        let hessian = FrobeniusHessian::new(data, w.clone(), h.clone(), threads);
        // With −|X|, |W|, |H| nothing cancels.
        let largest = Data::Dense(-x.abs());
        let majorant = FrobeniusHessian::new(&largest, w.abs(), h.abs(), Threads::ONE);
        // A term is a product of at most four numbers, summed over k and over n or m, in two nested sums at most.
        let roundings = x.nrows() + x.ncols() + 2 * w.ncols() + 10;
        battery::check(
            &hessian,
            &majorant,
            (scale(w), scale(h)),
            roundings,
            by_definition(x, w, h),
        );
    }

    #[test]
    fn the_laws_hold_dense_and_sparse_with_one_and_more_threads() {
        let shapes = [
            (3, 4, 2),
            (4, 3, 2),
            (1, 5, 1),
            (6, 1, 3),
            (1, 1, 1),
            (2, 3, 5),
            (70, 30, 4),
            (9, 300, 3),
        ];
        for (seed, (n, m, k)) in (0..).zip(shapes) {
            let csr = sparse(n, m, seed);
            let x = DMatrix::from(&csr);
            let (mut w, mut h) = (uniform(n, k, seed + 50), uniform(k, m, seed + 60));
            for threads in [1, 2, 3] {
                check(&Data::Dense(x.clone()), &x, &w, &h, threads);
                check(&Data::Sparse(csr.clone()), &x, &w, &h, threads);
            }
            // Rank-deficient factors: a zero column of W, two equal rows of H.
            w.column_mut(0).fill(0.0);
            let row = h.row(0).clone_owned();
            h.set_row(k - 1, &row);
            check(&Data::Sparse(csr), &x, &w, &h, 1);
        }
    }

    #[test]
    fn the_laws_hold_at_scales_of_1e150() {
        let csr = sparse(4, 3, 1);
        let x = DMatrix::from(&csr);
        let (w, h) = (uniform(4, 2, 2), uniform(2, 3, 3));
        for (w, h) in [(&w * 1e150, &h * 1e-150), (&w * 1e-150, &h * 1e150)] {
            check(&Data::Dense(x.clone()), &x, &w, &h, 1);
            check(&Data::Sparse(csr.clone()), &x, &w, &h, 2);
        }
    }

    #[test]
    fn directions_that_do_not_fit_are_named() {
        let x = Data::Dense(DMatrix::zeros(3, 4));
        let hessian =
            FrobeniusHessian::new(&x, DMatrix::zeros(3, 2), DMatrix::zeros(2, 4), Threads::ONE);
        let error = hessian
            .hessian_vector_product(&DMatrix::zeros(2, 3), &DMatrix::zeros(2, 4))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "P is 2×3, expected 3×2: a direction has the shapes of the factors"
        );
        let error = hessian
            .apply_into(
                Part::Whole,
                &[0.0; 14],
                &mut [0.0; 13],
                &mut Workspace::default(),
            )
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the Hessian acts on vectors of length 14, got 13"
        );
        let mut out = [0.0; 6];
        let direction = Direction {
            p: &[0.0; 6],
            q: &[0.0; 7],
            out_p: &mut out,
            out_q: &mut [0.0; 8],
        };
        let error = hessian
            .apply_to_each(Part::Whole, &mut [direction], &mut Workspace::default())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the Hessian acts on vectors of length 8, got 7"
        );
    }
}
