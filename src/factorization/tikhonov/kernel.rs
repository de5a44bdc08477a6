//! ‖X − WH‖²_F + λ‖MW‖²_F in f64: value, gradients and Lipschitz constants; X and M dense or sparse.
//!
//! Twice ½‖X − WH‖²_F plus the penalty, so the first term is computed, and rounds, as in
//! [`Frobenius`](crate::factorization::frobenius::Frobenius). MᵀM is never formed: the penalty costs two products with M.

use nalgebra::DMatrix;

use super::operator::TikhonovHessian;
use crate::factorization::error::{check_data, check_lambda};
use crate::factorization::frobenius::{Frobenius, Gradients};
use crate::factorization::spectral_norm::{gram_norm, gram_spectral_norm};
use crate::factorization::{FactorizationError, Lipschitz, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Products, Threads};

/// f(W,H) = ‖X − WH‖²_F + λ‖MW‖²_F for given X n×m, M p×n and λ ≥ 0; W n×k, H k×m.
///
/// ```
/// use matproof::factorization::tikhonov::Tikhonov;
/// use matproof::matrix::Data;
/// use nalgebra::dmatrix;
/// // X − WH = [0 1; 2 3], MW = [1 1][1; 1] = 2.
/// let (x, m) = (Data::Dense(dmatrix![1., 2.; 3., 4.]), Data::Dense(dmatrix![1., 1.]));
/// let (w, h) = (dmatrix![1.; 1.], dmatrix![1., 1.]);
/// let f = Tikhonov::new(&x, &m, 0.5)?;
/// assert_eq!(f.value(&w, &h)?, 14.0 + 0.5 * 4.0);
/// // 2(WH − X)Hᵀ + 2λMᵀMW and 2Wᵀ(WH − X).
/// let (gradient_w, gradient_h) = f.gradient(&w, &h)?;
/// assert_eq!(gradient_w, dmatrix![-2. + 2.; -10. + 2.]);
/// assert_eq!(gradient_h, dmatrix![-4., -8.]);
/// # Ok::<(), matproof::factorization::FactorizationError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Tikhonov<'a> {
    fit: Frobenius<'a>,
    penalty: Penalty<'a>,
    threads: Threads,
}

/// λ‖MW‖²_F.
#[derive(Debug, Clone, Copy)]
pub(super) struct Penalty<'a> {
    pub(super) m: &'a Data,
    pub(super) lambda: f64,
}

impl Penalty<'_> {
    /// ‖MW‖²_F.
    fn squared_image(&self, w: Block<'_>, threads: Threads, workspace: &mut Workspace) -> f64 {
        self.image(w, threads, workspace);
        workspace.image.iter().map(|entry| entry * entry).sum()
    }

    /// Writes M W, p×k, into the workspace's `image`.
    fn image(&self, w: Block<'_>, threads: Threads, workspace: &mut Workspace) {
        let (p, k) = (self.m.nrows(), w.ncols());
        workspace.image.clear();
        workspace.image.resize(p * k, 0.0);
        let request = Products {
            x_qt: Some((w.transpose(), BlockMut::new(&mut workspace.image, p, k))),
            pt_x: None,
        };
        self.m
            .add_products(1.0, &mut [request], threads, &mut workspace.products);
    }

    /// Adds 2λ Mᵀ(M W) to `out`, n×k; nothing if λ = 0.
    pub(super) fn add_gradient(
        &self,
        w: Block<'_>,
        out: BlockMut<'_>,
        threads: Threads,
        workspace: &mut Workspace,
    ) {
        if self.lambda > 0.0 {
            self.image(w, threads, workspace);
            let image = Block::new(&workspace.image, self.m.nrows(), w.ncols());
            let request = Products {
                x_qt: None,
                pt_x: Some((image, out.transpose())),
            };
            self.m.add_products(
                2.0 * self.lambda,
                &mut [request],
                threads,
                &mut workspace.products,
            );
        }
    }
}

impl<'a> Tikhonov<'a> {
    /// The objective for X, M and λ.
    ///
    /// # Errors
    /// [`FactorizationError::Empty`] or [`FactorizationError::NotFinite`] for X or M, [`FactorizationError::Shape`] if M has
    /// not as many columns as X has rows, [`FactorizationError::Lambda`] unless λ is finite and ≥ 0.
    pub fn new(x: &'a Data, m: &'a Data, lambda: f64) -> Result<Self, FactorizationError> {
        let fit = Frobenius::new(x)?;
        if m.ncols() != x.nrows() {
            let (actual, expected) = ((m.nrows(), m.ncols()), (m.nrows(), x.nrows()));
            let because = "M W needs a column of M for each row of X and W";
            return Err(FactorizationError::Shape {
                name: "M",
                actual,
                expected,
                because,
            });
        }
        check_data("M", m)?;
        check_lambda(lambda)?;
        Ok(Self {
            fit,
            penalty: Penalty { m, lambda },
            threads: Threads::ONE,
        })
    }

    /// The same with more threads.
    #[must_use]
    pub fn with_threads(self, threads: Threads) -> Self {
        Self {
            fit: self.fit.with_threads(threads),
            threads,
            ..self
        }
    }

    /// f(W,H). Cost: that of ½‖X − WH‖² and 2pnk flops (dense M).
    ///
    /// # Errors
    /// [`FactorizationError::Shape`], [`FactorizationError::NoFactors`] or [`FactorizationError::NotFinite`] for the
    /// first factor that does not fit.
    pub fn value(&self, w: &DMatrix<f64>, h: &DMatrix<f64>) -> Result<f64, FactorizationError> {
        self.fit.check(w, h)?;
        let none = Gradients { w: None, h: None };
        let mut workspace = Workspace::default();
        let fit = self
            .fit
            .evaluate(Block::of(w), Block::of(h), none, &mut workspace);
        Ok(2.0 * fit + self.penalty_value(w, &mut workspace))
    }

    /// ∇_W f = 2A Hᵀ + 2λMᵀM W, n×k, with A = WH − X.
    ///
    /// # Errors
    /// As [`Tikhonov::value`].
    pub fn gradient_w(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        let mut gradient = self.fit.gradient_w(w, h)? * 2.0;
        let mut workspace = Workspace::default();
        self.penalty.add_gradient(
            Block::of(w),
            BlockMut::of(&mut gradient),
            self.threads,
            &mut workspace,
        );
        Ok(gradient)
    }

    /// ∇_H f = 2Wᵀ A, k×m.
    ///
    /// # Errors
    /// As [`Tikhonov::value`].
    pub fn gradient_h(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        Ok(self.fit.gradient_h(w, h)? * 2.0)
    }

    /// (∇_W f, ∇_H f), in one pass over X.
    ///
    /// # Errors
    /// As [`Tikhonov::value`].
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

    /// Returns f and overwrites the gradients, in one pass over X.
    ///
    /// # Errors
    /// As [`Tikhonov::value`]; [`FactorizationError::Shape`] also for a gradient of another shape than its factor.
    pub fn value_and_gradient_into(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
        gradient_w: &mut DMatrix<f64>,
        gradient_h: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<f64, FactorizationError> {
        let fit = self
            .fit
            .value_and_gradient_into(w, h, gradient_w, gradient_h, workspace)?;
        *gradient_w *= 2.0;
        *gradient_h *= 2.0;
        let out = BlockMut::of(gradient_w);
        self.penalty
            .add_gradient(Block::of(w), out, self.threads, workspace);
        Ok(2.0 * fit + self.penalty_value(w, workspace))
    }

    /// 2(‖HHᵀ‖₂ + λ‖MᵀM‖₂) and 2‖WᵀW‖₂, exactly (up to rounding): the W-block of the Hessian is
    /// 2(HHᵀ⊗I_n + λ I_k⊗MᵀM), a Kronecker sum of positive semidefinite matrices, whose norm is the sum of the norms.
    ///
    /// Cost: a dense eigenvalue problem of order min(p,n), unless λ = 0.
    ///
    /// # Errors
    /// As [`Tikhonov::value`]; [`FactorizationError::TooLarge`] if min(p,n) > 2000 and λ > 0.
    ///
    /// ```
    /// # use matproof::factorization::tikhonov::Tikhonov;
    /// # use matproof::matrix::Data;
    /// # use nalgebra::dmatrix;
    /// // ‖HHᵀ‖₂ = 25, ‖MᵀM‖₂ = 4, ‖WᵀW‖₂ = 5.
    /// let (x, m) = (Data::Dense(dmatrix![1., 2.; 3., 4.]), Data::Dense(dmatrix![0., 2.]));
    /// let constants = Tikhonov::new(&x, &m, 0.5)?.lipschitz(&dmatrix![1.; 2.], &dmatrix![3., 4.])?;
    /// assert_eq!((constants.first, constants.second), (2. * (25. + 0.5 * 4.), 2. * 5.));
    /// # Ok::<(), matproof::factorization::FactorizationError>(())
    /// ```
    pub fn lipschitz(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<Lipschitz, FactorizationError> {
        self.fit.check(w, h)?;
        let Penalty { m, lambda } = self.penalty;
        let penalty = if lambda > 0.0 {
            gram_spectral_norm("M", m)?.times(lambda).value()
        } else {
            0.0
        };
        Ok(Lipschitz {
            first: 2.0 * (gram_norm("Hᵀ", h)?.value() + penalty),
            second: 2.0 * gram_norm("W", w)?.value(),
        })
    }

    /// The Hessian at (W,H); keeps copies of the factors, HHᵀ and WᵀW.
    ///
    /// # Errors
    /// As [`Tikhonov::value`].
    pub fn hessian_at(
        &self,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> Result<TikhonovHessian<'a>, FactorizationError> {
        Ok(TikhonovHessian::new(
            self.fit.hessian_at(w, h)?,
            self.penalty,
            self.threads,
        ))
    }

    fn penalty_value(&self, w: &DMatrix<f64>, workspace: &mut Workspace) -> f64 {
        if self.penalty.lambda > 0.0 {
            self.penalty.lambda
                * self
                    .penalty
                    .squared_image(Block::of(w), self.threads, workspace)
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery::assert_close;
    use crate::matrix::product::random::{sparse, uniform};

    /// f and its gradients by entry loops.
    fn by_definition(
        x: &DMatrix<f64>,
        m: &DMatrix<f64>,
        lambda: f64,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
    ) -> (f64, DMatrix<f64>, DMatrix<f64>) {
        let ((rows, cols), k, p) = (x.shape(), w.ncols(), m.nrows());
        let dot = |a: &DMatrix<f64>, b: &DMatrix<f64>, i, j| {
            (0..b.nrows()).map(|l| a[(i, l)] * b[(l, j)]).sum::<f64>()
        };
        let a = DMatrix::from_fn(rows, cols, |i, j| dot(w, h, i, j) - x[(i, j)]);
        let mw = DMatrix::from_fn(p, k, |i, l| dot(m, w, i, l));
        let gradient_w = DMatrix::from_fn(rows, k, |i, l| {
            let fit: f64 = (0..cols).map(|j| a[(i, j)] * h[(l, j)]).sum();
            let penalty: f64 = (0..p).map(|r| m[(r, i)] * mw[(r, l)]).sum();
            2.0 * fit + 2.0 * lambda * penalty
        });
        let gradient_h = DMatrix::from_fn(k, cols, |l, j| {
            2.0 * (0..rows).map(|i| w[(i, l)] * a[(i, j)]).sum::<f64>()
        });
        (
            a.norm_squared() + lambda * mw.norm_squared(),
            gradient_w,
            gradient_h,
        )
    }

    #[test]
    fn value_and_gradients_agree_with_entry_loops() {
        let shapes = [(3, 4, 2, 5), (4, 3, 1, 2), (1, 5, 1, 1), (6, 1, 3, 4)];
        for (seed, (n, m, k, p)) in (0..).zip(shapes) {
            let (x_sparse, m_sparse) = (sparse(n, m, seed), sparse(p, n, seed + 9));
            let (x, matrix) = (DMatrix::from(&x_sparse), DMatrix::from(&m_sparse));
            let (w, h) = (uniform(n, k, seed + 50), uniform(k, m, seed + 60));
            for lambda in [0.0, 0.3] {
                let (value, gradient_w, gradient_h) = by_definition(&x, &matrix, lambda, &w, &h);
                let (size, size_w, size_h) =
                    by_definition(&-x.abs(), &matrix.abs(), lambda, &w.abs(), &h.abs());
                // Products of at most four numbers, summed over at most n·m, p·k, p·n or k terms.
                let tolerance = (n * m + p * k + p + n + m + 2 * k + 10) as f64 * f64::EPSILON;
                for x in [Data::Dense(x.clone()), Data::Sparse(x_sparse.clone())] {
                    for matrix in [Data::Dense(matrix.clone()), Data::Sparse(m_sparse.clone())] {
                        let f = Tikhonov::new(&x, &matrix, lambda)
                            .unwrap()
                            .with_threads(Threads::new(2).unwrap());
                        assert!((f.value(&w, &h).unwrap() - value).abs() <= tolerance * size);
                        let actual = f.gradient(&w, &h).unwrap();
                        assert_close(&actual.0, &gradient_w, &size_w, tolerance, "∇_W");
                        assert_close(&actual.1, &gradient_h, &size_h, tolerance, "∇_H");
                        assert_close(
                            &f.gradient_w(&w, &h).unwrap(),
                            &gradient_w,
                            &size_w,
                            tolerance,
                            "∇_W alone",
                        );
                        assert_close(
                            &f.gradient_h(&w, &h).unwrap(),
                            &gradient_h,
                            &size_h,
                            tolerance,
                            "∇_H alone",
                        );
                        let (mut out_w, mut out_h) = (w.clone(), h.clone());
                        let mut workspace = Workspace::default();
                        let both = f.value_and_gradient_into(
                            &w,
                            &h,
                            &mut out_w,
                            &mut out_h,
                            &mut workspace,
                        );
                        assert!((both.unwrap() - value).abs() <= tolerance * size);
                        assert_eq!((out_w, out_h), actual);
                    }
                }
            }
        }
    }

    #[test]
    fn the_lipschitz_constant_is_the_norm_of_the_block() {
        let (x, m) = (Data::Dense(uniform(4, 3, 1)), Data::Dense(uniform(5, 4, 2)));
        let (w, h) = (uniform(4, 2, 3), uniform(2, 3, 4));
        for lambda in [0.0, 0.7] {
            let f = Tikhonov::new(&x, &m, lambda).unwrap();
            let constants = f.lipschitz(&w, &h).unwrap();
            let hessian = crate::factorization::Hessian::to_dense(&f.hessian_at(&w, &h).unwrap());
            let block = |start, order| hessian.view((start, start), (order, order)).clone_owned();
            for (actual, block) in [
                (constants.first, block(0, 8)),
                (constants.second, block(8, 6)),
            ] {
                let expected = block.symmetric_eigenvalues().amax();
                // Two reductions of order at most 8, each a modest multiple of order·ε.
                assert!(
                    (actual - expected).abs() <= 128.0 * f64::EPSILON * expected,
                    "{actual}, {expected}"
                );
            }
        }
    }

    #[test]
    fn scales_of_1e150_do_not_overflow_in_the_lipschitz_constant() {
        let x = Data::Dense(uniform(4, 3, 1));
        let m = Data::Dense(uniform(5, 4, 2) * 1e200);
        let (w, h) = (uniform(4, 2, 3), uniform(2, 3, 4) * 1e-150);
        let actual = Tikhonov::new(&x, &m, 1e-300)
            .unwrap()
            .lipschitz(&w, &h)
            .unwrap()
            .first;
        let norm = gram_norm("M", &uniform(5, 4, 2)).unwrap().value();
        // 1e200, 1e-300 and the entries are rounded once each; ‖HHᵀ‖ is far below.
        assert!((actual / (2e100 * norm) - 1.0).abs() <= 32.0 * f64::EPSILON);
    }

    #[test]
    fn input_that_does_not_fit_is_named() {
        let (x, m) = (
            Data::Dense(DMatrix::zeros(3, 4)),
            Data::Dense(DMatrix::zeros(2, 4)),
        );
        let message = Tikhonov::new(&x, &m, 1.0).unwrap_err().to_string();
        assert_eq!(
            message,
            "M is 2×4, expected 2×3: M W needs a column of M for each row of X and W"
        );
        let m = Data::Dense(DMatrix::zeros(2, 3));
        let message = Tikhonov::new(&x, &m, -1.0).unwrap_err().to_string();
        assert_eq!(message, "λ is -1, expected a finite number ≥ 0");
        assert!(Tikhonov::new(&x, &m, f64::NAN).is_err());
    }
}
