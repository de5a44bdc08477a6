//! ½‖X − WH‖²_F in f64: value, gradients and Lipschitz constants for dense and sparse X.
//!
//! Dense X: the residual A = WH − X is formed tile by tile ([`residual`](super::residual)), so value and gradients are
//! accurate to about k·ε relative to the residual's own terms, also where the residual is small.
//!
//! Sparse X: A is never formed. The gradients are `W HHᵀ − X Hᵀ` and `WᵀW H − Wᵀ X`, the value is
//! `½(‖X‖² − 2⟨X Hᵀ, W⟩ + ⟨WᵀW, HHᵀ⟩)`, clipped at zero. These cancel where the fit is good: the absolute error of the
//! value is about ε(‖X‖² + ‖WH‖²), that of the gradients about ε(‖X‖ + ‖WH‖) times the norm of the other factor, up to a
//! modest multiple that grows with k and the length of the sums.

use faer::{Accum, MatRef};
use nalgebra::DMatrix;

use super::operator::FrobeniusHessian;
use super::residual::residual_pass;
use crate::factorization::error::{check_data, check_factor};
use crate::factorization::spectral_norm::gram_norm;
use crate::factorization::{FactorizationError, Lipschitz, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Products, Threads, multiply};

/// f(W,H) = ½‖X − WH‖²_F for a given X n×m; W n×k, H k×m.
///
/// ```
/// use matproof::factorization::frobenius::Frobenius;
/// use matproof::matrix::Data;
/// use nalgebra::dmatrix;
/// // X − WH = [1 2; 3 4] − [1; 1][1 1] = [0 1; 2 3].
/// let x = Data::Dense(dmatrix![1., 2.; 3., 4.]);
/// let (w, h) = (dmatrix![1.; 1.], dmatrix![1., 1.]);
/// let f = Frobenius::new(&x)?;
/// assert_eq!(f.value(&w, &h)?, 7.0);
/// let (gradient_w, gradient_h) = f.gradient(&w, &h)?;
/// assert_eq!(gradient_w, dmatrix![-1.; -5.]);
/// assert_eq!(gradient_h, dmatrix![-2., -4.]);
/// # Ok::<(), matproof::factorization::FactorizationError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Frobenius<'a> {
    x: &'a Data,
    /// ‖X‖², for sparse X only.
    squared_norm: f64,
    threads: Threads,
}

/// Which gradients to compute; each is overwritten.
#[derive(Debug)]
pub(crate) struct Gradients<'a> {
    /// n×k.
    pub(crate) w: Option<BlockMut<'a>>,
    /// k×m.
    pub(crate) h: Option<BlockMut<'a>>,
}

impl<'a> Frobenius<'a> {
    /// The objective for X.
    ///
    /// # Errors
    /// [`FactorizationError::Empty`] without rows or columns, [`FactorizationError::NotFinite`] with the place of the first
    /// entry that is infinite or not a number.
    pub fn new(x: &'a Data) -> Result<Self, FactorizationError> {
        check_data("X", x)?;
        Ok(Self::unchecked(x))
    }

    pub(crate) fn unchecked(x: &'a Data) -> Self {
        let squared_norm = match x {
            Data::Dense(_) => 0.0,
            Data::Sparse(x) => x.values().iter().map(|value| value * value).sum(),
        };
        Self {
            x,
            squared_norm,
            threads: Threads::ONE,
        }
    }

    /// The same with more threads.
    #[must_use]
    pub fn with_threads(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// f(W,H). Cost: 2nmk flops for dense X, 2k for each stored entry plus 2(n+m)k² for sparse X.
    ///
    /// # Errors
    /// [`FactorizationError::Shape`], [`FactorizationError::NoFactors`] or [`FactorizationError::NotFinite`] for the
    /// first factor that does not fit.
    pub fn value(&self, w: &DMatrix<f64>, h: &DMatrix<f64>) -> Result<f64, FactorizationError> {
        self.check(w, h)?;
        let none = Gradients { w: None, h: None };
        Ok(self.evaluate(Block::of(w), Block::of(h), none, &mut Workspace::default()))
    }

    /// ∇_W f = A Hᵀ, n×k.
    ///
    /// # Errors
    /// As [`Frobenius::value`].
    pub fn gradient_w(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        self.check(w, h)?;
        let mut gradient = DMatrix::zeros(w.nrows(), w.ncols());
        let gradients = Gradients {
            w: Some(BlockMut::of(&mut gradient)),
            h: None,
        };
        self.evaluate(
            Block::of(w),
            Block::of(h),
            gradients,
            &mut Workspace::default(),
        );
        Ok(gradient)
    }

    /// ∇_H f = Wᵀ A, k×m.
    ///
    /// # Errors
    /// As [`Frobenius::value`].
    pub fn gradient_h(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        self.check(w, h)?;
        let mut gradient = DMatrix::zeros(h.nrows(), h.ncols());
        let gradients = Gradients {
            w: None,
            h: Some(BlockMut::of(&mut gradient)),
        };
        self.evaluate(
            Block::of(w),
            Block::of(h),
            gradients,
            &mut Workspace::default(),
        );
        Ok(gradient)
    }

    /// (∇_W f, ∇_H f), in one pass over X.
    ///
    /// # Errors
    /// As [`Frobenius::value`].
    pub fn gradient(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        let (mut first, mut second) = (
            DMatrix::zeros(w.nrows(), w.ncols()),
            DMatrix::zeros(h.nrows(), h.ncols()),
        );
        self.value_and_gradient_into(w, h, &mut first, &mut second, &mut Workspace::default())?;
        Ok((first, second))
    }

    /// Returns f and overwrites the gradients, in one pass over X; allocates nothing large once the workspace has grown.
    ///
    /// # Errors
    /// As [`Frobenius::value`]; [`FactorizationError::Shape`] also for a gradient of another shape than its factor.
    pub fn value_and_gradient_into(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
        gradient_w: &mut DMatrix<f64>,
        gradient_h: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<f64, FactorizationError> {
        self.check(w, h)?;
        let because = "a gradient has the shape of its factor";
        for (name, actual, expected) in [
            ("∇_W f", gradient_w.shape(), w.shape()),
            ("∇_H f", gradient_h.shape(), h.shape()),
        ] {
            if actual != expected {
                return Err(FactorizationError::Shape {
                    name,
                    actual,
                    expected,
                    because,
                });
            }
        }
        let gradients = Gradients {
            w: Some(BlockMut::of(gradient_w)),
            h: Some(BlockMut::of(gradient_h)),
        };
        Ok(self.evaluate(Block::of(w), Block::of(h), gradients, workspace))
    }

    /// ‖HHᵀ‖₂ and ‖WᵀW‖₂: the W-block of the Hessian is HHᵀ⊗I_n, the H-block I_m⊗WᵀW.
    ///
    /// Relative error a small multiple of k·ε; entries of size 1e±150 neither overflow nor vanish.
    ///
    /// # Errors
    /// As [`Frobenius::value`]; [`FactorizationError::TooLarge`] for k > 2000 with n or m as large.
    ///
    /// ```
    /// # use matproof::factorization::frobenius::Frobenius;
    /// # use matproof::matrix::Data;
    /// # use nalgebra::dmatrix;
    /// let x = Data::Dense(dmatrix![1., 2.; 3., 4.]);
    /// let constants = Frobenius::new(&x)?.lipschitz(&dmatrix![1.; 2.], &dmatrix![3., 4.])?;
    /// assert_eq!((constants.first, constants.second), (25.0, 5.0));
    /// # Ok::<(), matproof::factorization::FactorizationError>(())
    /// ```
    pub fn lipschitz(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<Lipschitz, FactorizationError> {
        self.check(w, h)?;
        Ok(Lipschitz {
            first: gram_norm("Hᵀ", h)?.value(),
            second: gram_norm("W", w)?.value(),
        })
    }

    /// The Hessian at (W,H); keeps copies of the factors, HHᵀ and WᵀW.
    ///
    /// # Errors
    /// As [`Frobenius::value`].
    pub fn hessian_at(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<FrobeniusHessian<'a>, FactorizationError> {
        self.check(w, h)?;
        Ok(FrobeniusHessian::new(
            self.x,
            w.clone(),
            h.clone(),
            self.threads,
        ))
    }

    pub(crate) fn check(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<(), FactorizationError> {
        let (n, m) = (self.x.nrows(), self.x.ncols());
        check_factor(
            "W",
            w,
            (n, w.ncols()),
            "X − WH needs a row of W for each row of X",
        )?;
        check_factor(
            "H",
            h,
            (w.ncols(), m),
            "X − WH needs a row of H for each column of W, and a column for each of X",
        )
    }

    /// f and the gradients asked for; shapes were checked.
    pub(crate) fn evaluate(
        &self,
        w: Block<'_>,
        h: Block<'_>,
        gradients: Gradients<'_>,
        workspace: &mut Workspace,
    ) -> f64 {
        match self.x {
            Data::Dense(x) => residual_pass(
                Block::of(x),
                w,
                h,
                gradients,
                self.threads,
                &mut workspace.small,
            ),
            Data::Sparse(_) => self.evaluate_expanded(w, h, gradients, workspace),
        }
    }

    fn evaluate_expanded(
        &self,
        w: Block<'_>,
        h: Block<'_>,
        mut gradients: Gradients<'_>,
        workspace: &mut Workspace,
    ) -> f64 {
        let k = w.ncols();
        let spare = if gradients.w.is_none() {
            w.nrows() * k
        } else {
            0
        };
        let Workspace {
            products, small, ..
        } = workspace;
        let [gram_w, gram_h, spare_w] = small.zeroed(&[k * k, k * k, spare]) else {
            unreachable!("three arrays were asked for")
        };
        multiply(
            BlockMut::new(gram_w, k, k).view(),
            Accum::Replace,
            w.transpose().view(),
            w.view(),
            1.0,
        );
        multiply(
            BlockMut::new(gram_h, k, k).view(),
            Accum::Replace,
            h.view(),
            h.transpose().view(),
            1.0,
        );
        let (gram_w, gram_h) = (
            Block::new(gram_w, k, k).view(),
            Block::new(gram_h, k, k).view(),
        );

        // First −X Hᵀ and −Wᵀ X, then the products without X on top.
        let mut out_w = gradients
            .w
            .take()
            .unwrap_or_else(|| BlockMut::new(spare_w, w.nrows(), k));
        out_w.borrow().view().fill(0.0);
        if let Some(out) = &mut gradients.h {
            out.borrow().view().fill(0.0);
        }
        let request = Products {
            x_qt: Some((h, out_w.borrow())),
            pt_x: gradients.h.as_mut().map(|out| (w, out.borrow())),
        };
        self.x
            .add_products(-1.0, &mut [request], self.threads, products);
        let mixed = inner_product(out_w.borrow().view().as_ref(), w.view());
        multiply(out_w.view(), Accum::Add, w.view(), gram_h, 1.0);
        if let Some(out) = gradients.h {
            multiply(out.view(), Accum::Add, gram_w, h.view(), 1.0);
        }
        let twice = self.squared_norm + 2.0 * mixed + inner_product(gram_w, gram_h);
        0.5 * twice.max(0.0)
    }
}

/// Σ_ij A_ij B_ij.
fn inner_product(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> f64 {
    let column = |j: usize| (0..a.nrows()).map(|i| a[(i, j)] * b[(i, j)]).sum::<f64>();
    (0..a.ncols()).map(column).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery::assert_close;
    use crate::matrix::product::random::{sparse, uniform};
    use nalgebra::dmatrix;

    /// f, ∇_W f, ∇_H f by entry loops; with |X|, −X and so on in place of X it bounds every sum of absolute terms.
    fn by_definition(
        x: &DMatrix<f64>,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> (f64, DMatrix<f64>, DMatrix<f64>) {
        let ((n, m), k) = (x.shape(), w.ncols());
        let mut a = -x;
        for i in 0..n {
            for j in 0..m {
                for l in 0..k {
                    a[(i, j)] += w[(i, l)] * h[(l, j)];
                }
            }
        }
        let gradient_w = DMatrix::from_fn(n, k, |i, l| (0..m).map(|j| a[(i, j)] * h[(l, j)]).sum());
        let gradient_h = DMatrix::from_fn(k, m, |l, j| (0..n).map(|i| a[(i, j)] * w[(i, l)]).sum());
        (
            0.5 * a.iter().map(|a| a * a).sum::<f64>(),
            gradient_w,
            gradient_h,
        )
    }

    fn assert_agrees(data: &Data, x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) {
        let (n, m, k) = (x.nrows(), x.ncols(), w.ncols());
        let (value, gradient_w, gradient_h) = by_definition(x, w, h);
        // Nothing cancels in A = |W||H| − (−|X|).
        let (size, size_w, size_h) = by_definition(&-x.abs(), &w.abs(), &h.abs());
        // A term of the value is a product of two sums of k + 1 products, summed n·m times (or the expanded form, no longer);
        // a term of a gradient one such sum times a factor, summed m or n times. A few more for threads.
        let rounding = |length: usize| (2 * k + length + 8) as f64 * f64::EPSILON;
        for threads in [1, 2, 5] {
            let f = Frobenius::new(data)
                .unwrap()
                .with_threads(Threads::new(threads).unwrap());
            let what = format!("{n}×{m}, k = {k}, {threads} threads");
            let actual = f.value(w, h).unwrap();
            assert!(
                (actual - value).abs() <= rounding(n * m) * size,
                "{what}: {actual}, expected {value}"
            );
            let (actual_w, actual_h) = f.gradient(w, h).unwrap();
            assert_close(&actual_w, &gradient_w, &size_w, rounding(n + m), &what);
            assert_close(&actual_h, &gradient_h, &size_h, rounding(n + m), &what);
            assert_close(
                &f.gradient_w(w, h).unwrap(),
                &gradient_w,
                &size_w,
                rounding(n + m),
                &what,
            );
            assert_close(
                &f.gradient_h(w, h).unwrap(),
                &gradient_h,
                &size_h,
                rounding(n + m),
                &what,
            );
        }
    }

    #[test]
    fn value_and_gradients_agree_with_entry_loops_dense_and_sparse() {
        let shapes = [
            (3, 4, 2),
            (1, 5, 1),
            (6, 1, 3),
            (1, 1, 1),
            (300, 260, 3),
            (7, 9, 5),
            (4, 600, 20),
        ];
        for (seed, (n, m, k)) in (0..).zip(shapes) {
            let csr = sparse(n, m, seed);
            let x = DMatrix::from(&csr);
            let (mut w, h) = (uniform(n, k, seed + 50), uniform(k, m, seed + 60));
            w.row_mut(0).fill(0.0);
            assert_agrees(&Data::Dense(x.clone()), &x, &w, &h);
            assert_agrees(&Data::Sparse(csr), &x, &w, &h);
            let x = uniform(n, m, seed + 70);
            assert_agrees(&Data::Dense(x.clone()), &x, &w, &h);
        }
    }

    #[test]
    fn scales_of_1e150_neither_overflow_nor_vanish() {
        let csr = sparse(5, 4, 1);
        let x = DMatrix::from(&csr);
        let (w, h) = (uniform(5, 2, 2), uniform(2, 4, 3));
        for (w, h) in [(&w * 1e150, &h * 1e-150), (&w * 1e-150, &h * 1e150)] {
            assert_agrees(&Data::Dense(x.clone()), &x, &w, &h);
            assert_agrees(&Data::Sparse(csr.clone()), &x, &w, &h);
        }
        for scale in [1e-75, 1e75] {
            let (x, w, h) = (&x * (scale * scale), &w * scale, &h * scale);
            assert_agrees(&Data::Dense(x.clone()), &x, &w, &h);
        }
    }

    #[test]
    fn near_a_perfect_fit_the_dense_form_keeps_its_digits() {
        let (w, h) = (uniform(6, 2, 1), uniform(2, 5, 2));
        let gap = uniform(6, 5, 3) * 1e-9;
        let x = &w * &h + &gap;
        let actual = Frobenius::new(&Data::Dense(x))
            .unwrap()
            .value(&w, &h)
            .unwrap();
        let expected = 0.5 * gap.norm_squared();
        // The residual is rounded relative to X and WH, below 4 in size: an absolute 3·4ε beside 1e-9, squared.
        assert!(
            (actual / expected - 1.0).abs() <= 2.0 * 12.0 * f64::EPSILON / 1e-10,
            "{actual:e}, {expected:e}"
        );
    }

    #[test]
    fn a_zero_residual_has_value_zero_and_sparse_values_are_never_negative() {
        let x = dmatrix![1., 2.; 2., 4.];
        let (w, h) = (dmatrix![1.; 2.], dmatrix![1., 2.]);
        for data in [Data::Dense(x.clone()), Data::Sparse((&x).into())] {
            // Small integers leave nothing to round.
            assert_eq!(Frobenius::new(&data).unwrap().value(&w, &h), Ok(0.0));
        }
        let (w, h) = (uniform(6, 2, 1), uniform(2, 5, 2));
        let data = Data::Sparse((&(&w * &h)).into());
        assert!(Frobenius::new(&data).unwrap().value(&w, &h).unwrap() >= 0.0);
    }

    #[test]
    fn lipschitz_constants_bound_the_gradient_and_are_reached() {
        let x = Data::Dense(uniform(6, 5, 1));
        let (w, h) = (uniform(6, 3, 2), uniform(3, 5, 3));
        let f = Frobenius::new(&x).unwrap();
        let constants = f.lipschitz(&w, &h).unwrap();
        // Along the top eigenvector c of HHᵀ, in any row of W, the gradient changes by exactly L.
        let eigen = (&h * h.transpose()).symmetric_eigen();
        let top = eigen.eigenvectors.column(eigen.eigenvalues.imax());
        let mut moved = w.clone();
        moved.set_row(2, &(w.row(2) + top.transpose()));
        let change = (f.gradient_w(&moved, &h).unwrap() - f.gradient_w(&w, &h).unwrap()).norm();
        // Two gradients of size below 30, each with sums of 5 + 2·3 roundings, beside L of order one.
        assert!(
            (change - constants.first).abs()
                <= 30.0 * 12.0 * f64::EPSILON * constants.first.max(1.0)
        );
        let expected = w.singular_values().max().powi(2);
        assert!((constants.second - expected).abs() <= 64.0 * f64::EPSILON * expected);
    }

    #[test]
    fn lipschitz_constants_of_huge_and_tiny_factors() {
        let x = Data::Dense(uniform(4, 3, 1));
        let (w, h) = (uniform(4, 2, 2), uniform(2, 3, 3));
        let base = Frobenius::new(&x).unwrap().lipschitz(&w, &h).unwrap();
        let scaled = Frobenius::new(&x)
            .unwrap()
            .lipschitz(&(&w * 1e150), &(&h * 1e-150))
            .unwrap();
        // Entries times 1e±150 round once each, squares twice, and 1e±300 itself once.
        assert!((scaled.first / base.first * 1e300 - 1.0).abs() <= 64.0 * f64::EPSILON);
        assert!((scaled.second / base.second * 1e-300 - 1.0).abs() <= 64.0 * f64::EPSILON);
    }

    #[test]
    fn input_that_does_not_fit_is_named() {
        let x = Data::Dense(DMatrix::zeros(3, 4));
        let f = Frobenius::new(&x).unwrap();
        let message = |w: &DMatrix<f64>, h: &DMatrix<f64>| f.value(w, h).unwrap_err().to_string();
        let actual = message(&DMatrix::zeros(4, 2), &DMatrix::zeros(2, 4));
        assert_eq!(
            actual,
            "W is 4×2, expected 3×2: X − WH needs a row of W for each row of X"
        );
        let actual = message(&DMatrix::zeros(3, 2), &DMatrix::zeros(3, 4));
        assert!(actual.starts_with("H is 3×4, expected 2×4: "), "{actual}");
        let actual = message(&DMatrix::zeros(3, 0), &DMatrix::zeros(0, 4));
        assert_eq!(actual, "W is 3×0: a factorization needs k ≥ 1");
        let mut w = DMatrix::zeros(3, 2);
        w[(1, 1)] = f64::INFINITY;
        let actual = message(&w, &DMatrix::zeros(2, 4));
        assert_eq!(
            actual,
            "W holds inf at row 2, column 2 (counted from 1), expected a finite number"
        );
        let x = Data::Dense(DMatrix::zeros(0, 4));
        let actual = Frobenius::new(&x).unwrap_err().to_string();
        assert_eq!(actual, "X is 0×4, expected at least one row and one column");
        for x in [
            Data::Dense(dmatrix![0., f64::NAN]),
            Data::Sparse((&dmatrix![0., f64::NAN]).into()),
        ] {
            let actual = Frobenius::new(&x).unwrap_err().to_string();
            assert_eq!(
                actual,
                "X holds NaN at row 1, column 2 (counted from 1), expected a finite number"
            );
        }
    }
}
