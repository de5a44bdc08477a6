//! ½ Σ_{(i,j)∈Ω} P_ij²(M_ij − u_i v_jᵀ)² + λ/2(‖U‖² + ‖V‖²) in f64: value, gradients, row blocks and Lipschitz constants.
//!
//! Ω is the set of stored entries of a sparse matrix, stored zeros included. Every residual is formed from its own row of
//! U and V, so its error is about k·ε·(|M_ij| + |u_i||v_j|ᵀ), also where the fit is good. With S the sparse matrix
//! of P_ij²(u_i v_jᵀ − M_ij) the gradients are S V + λU and Sᵀ U + λV.

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

use super::operator::MaskedHessian;
use super::residuals::weighted_residuals;
use super::row_blocks::{RowBlocks, largest_norm};
use crate::factorization::error::{check_data, check_factor, check_lambda, check_stored};
use crate::factorization::{FactorizationError, Lipschitz, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Products, Rows, Threads};

/// f(U,V) = ½ Σ_{(i,j)∈Ω} P_ij²(M_ij − u_i v_jᵀ)² + λ/2(‖U‖²_F + ‖V‖²_F); U n×k, V m×k, rows u_i and v_j.
///
/// ```
/// use matproof::factorization::masked::Masked;
/// use nalgebra::dmatrix;
/// use nalgebra_sparse::CsrMatrix;
/// // Ω = {(1,1), (2,3)}, M_11 = 3, M_23 = 5; UVᵀ is 1·1 and 2·1 there.
/// let observed = CsrMatrix::try_from_csr_data(2, 3, vec![0, 1, 2], vec![0, 2], vec![3.0, 5.0])?;
/// let (u, v) = (dmatrix![1.; 2.], dmatrix![1.; 4.; 1.]);
/// let f = Masked::new(observed, 0.5)?;
/// assert_eq!(f.value(&u, &v)?, 0.5 * (4. + 9.) + 0.25 * (5. + 18.));
/// let (gradient_u, gradient_v) = f.gradient(&u, &v)?;
/// assert_eq!(gradient_u, dmatrix![-2. + 0.5; -3. + 1.]);
/// assert_eq!(gradient_v, dmatrix![-2. + 0.5; 2.; -6. + 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Masked {
    observed: CsrMatrix<f64>,
    /// P_ij², in the order of the observed entries; all one if `None`.
    squared_weights: Option<Vec<f64>>,
    lambda: f64,
    threads: Threads,
}

impl Masked {
    /// The objective for the stored entries of `observed` (n×m), all of weight one.
    ///
    /// Rows and columns without entries are allowed; a stored zero is an observed zero. To observe an entry twice, give
    /// its mean the weight √2: Ω is a set.
    ///
    /// # Errors
    /// [`FactorizationError::Empty`] without rows or columns, [`FactorizationError::NotFinite`],
    /// [`FactorizationError::Lambda`] unless λ is finite and ≥ 0.
    pub fn new(observed: CsrMatrix<f64>, lambda: f64) -> Result<Self, FactorizationError> {
        let observed = Data::Sparse(observed);
        check_data("M", &observed)?;
        check_lambda(lambda)?;
        match observed {
            Data::Sparse(observed) => Ok(Self {
                observed,
                squared_weights: None,
                lambda,
                threads: Threads::ONE,
            }),
            Data::Dense(_) => unreachable!("it was made from a sparse matrix"),
        }
    }

    /// The same with weights P_ij, which enter squared; stored at the same places as the observed entries.
    ///
    /// # Errors
    /// As [`Masked::new`]; [`FactorizationError::Shape`] or [`FactorizationError::Pattern`] if the weights do not belong to
    /// the same entries, [`FactorizationError::NotFinite`] also for a weight whose square overflows.
    pub fn weighted(
        observed: CsrMatrix<f64>,
        weights: &CsrMatrix<f64>,
        lambda: f64,
    ) -> Result<Self, FactorizationError> {
        let (actual, expected) = (
            (weights.nrows(), weights.ncols()),
            (observed.nrows(), observed.ncols()),
        );
        if actual != expected {
            let because = "every observed entry needs its weight";
            return Err(FactorizationError::Shape {
                name: "P",
                actual,
                expected,
                because,
            });
        }
        if weights.pattern() != observed.pattern() {
            let row = weights.row_iter().zip(observed.row_iter());
            let row = row
                .take_while(|(weight, entry)| weight.col_indices() == entry.col_indices())
                .count()
                + 1;
            return Err(FactorizationError::Pattern {
                observed: observed.nnz(),
                row,
            });
        }
        let mut squares = weights.clone();
        squares
            .values_mut()
            .iter_mut()
            .for_each(|weight| *weight *= *weight);
        check_stored("P∘P", &squares)?;
        let problem = Self::new(observed, lambda)?;
        Ok(Self {
            squared_weights: Some(squares.values().to_vec()),
            ..problem
        })
    }

    /// The same with more threads.
    #[must_use]
    pub fn with_threads(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// The same objective with the two factors exchanged: observed entries Mᵀ, arguments (V,U).
    ///
    /// What is said here of rows of U, [`Masked::row_blocks`] above all, becomes true of rows of V. Copies the entries.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let squared_weights = self.squared_weights.as_ref().map(|weights| {
            let mut squares = self.observed.clone();
            squares.values_mut().copy_from_slice(weights);
            squares.transpose().values().to_vec()
        });
        Self {
            observed: self.observed.transpose(),
            squared_weights,
            ..*self
        }
    }

    /// The observed entries.
    #[must_use]
    pub fn observed(&self) -> &CsrMatrix<f64> {
        &self.observed
    }

    /// λ.
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    pub(super) fn threads(&self) -> Threads {
        self.threads
    }

    pub(crate) fn squared_weights(&self) -> Option<&[f64]> {
        self.squared_weights.as_deref()
    }

    /// f(U,V). Cost: 2k flops for each observed entry.
    ///
    /// # Errors
    /// [`FactorizationError::Shape`], [`FactorizationError::NoFactors`] or [`FactorizationError::NotFinite`] for the
    /// first factor that does not fit.
    pub fn value(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> Result<f64, FactorizationError> {
        self.check(u, v)?;
        let mut residuals = vec![0.0; self.observed.nnz()];
        let fit = weighted_residuals(
            self,
            &u.transpose(),
            &v.transpose(),
            &mut residuals,
            &mut Vec::new(),
        );
        Ok(fit + self.penalty(u, v))
    }

    /// ∇_U f, n×k: row i is Σ_j P_ij²(u_i v_jᵀ − M_ij) v_j + λu_i.
    ///
    /// # Errors
    /// As [`Masked::value`].
    pub fn gradient_u(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        Ok(self.gradient(u, v)?.0)
    }

    /// ∇_V f, m×k: row j is Σ_i P_ij²(u_i v_jᵀ − M_ij) u_i + λv_j.
    ///
    /// # Errors
    /// As [`Masked::value`].
    pub fn gradient_v(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<DMatrix<f64>, FactorizationError> {
        Ok(self.gradient(u, v)?.1)
    }

    /// (∇_U f, ∇_V f). Cost: 6k flops for each observed entry.
    ///
    /// # Errors
    /// As [`Masked::value`].
    pub fn gradient(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        let (mut first, mut second) = (
            DMatrix::zeros(u.nrows(), u.ncols()),
            DMatrix::zeros(v.nrows(), v.ncols()),
        );
        self.value_and_gradient_into(u, v, &mut first, &mut second, &mut Workspace::default())?;
        Ok((first, second))
    }

    /// Returns f and overwrites the gradients; allocates nothing large once the workspace has grown.
    ///
    /// # Errors
    /// As [`Masked::value`]; [`FactorizationError::Shape`] also for a gradient of another shape than its factor.
    pub fn value_and_gradient_into(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
        gradient_u: &mut DMatrix<f64>,
        gradient_v: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<f64, FactorizationError> {
        self.check(u, v)?;
        let because = "a gradient has the shape of its factor";
        for (name, actual, expected) in [
            ("∇_U f", gradient_u.shape(), u.shape()),
            ("∇_V f", gradient_v.shape(), v.shape()),
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
        let mut residuals = std::mem::take(&mut workspace.residuals);
        residuals.clear();
        residuals.resize(self.observed.nnz(), 0.0);
        let fit = weighted_residuals(
            self,
            &u.transpose(),
            &v.transpose(),
            &mut residuals,
            &mut workspace.walks,
        );
        for (gradient, factor) in [(&mut *gradient_u, u), (&mut *gradient_v, v)] {
            gradient.copy_from(factor);
            *gradient *= self.lambda;
        }
        let mut request = Products {
            x_qt: Some((Block::of(v).transpose(), BlockMut::of(gradient_u))),
            pt_x: Some((Block::of(u), BlockMut::of(gradient_v).transpose())),
        };
        let s = Rows {
            values: &residuals,
            ..Rows::of(&self.observed)
        };
        s.add_products(1.0, &mut request, self.threads, &mut workspace.products);
        workspace.residuals = residuals;
        Ok(fit + self.penalty(u, v))
    }

    /// The U-block of the Hessian for a given V: block diagonal, one k×k block for each row of U.
    ///
    /// # Errors
    /// As [`Masked::value`], for V.
    pub fn row_blocks(&self, v: &DMatrix<f64>) -> Result<RowBlocks<'_>, FactorizationError> {
        check_factor("V", v, (self.observed.ncols(), v.ncols()), NEEDS_V)?;
        Ok(RowBlocks::new(self, v.transpose()))
    }

    /// max_i ‖Σ_j P_ij² v_jᵀv_j‖₂ + λ for U, and its mirror image for V: the blocks of [`Masked::row_blocks`] make up
    /// the whole U-block.
    ///
    /// Relative error a small multiple of (entries in a row + k)·ε; entries of size 1e±150 neither overflow nor vanish.
    /// Cost: k² flops for each observed entry, and an eigenvalue problem of order k for every row whose trace, row sums
    /// and Frobenius norm do not tell that another row is larger. Copies the observed entries for the mirror image.
    ///
    /// # Errors
    /// As [`Masked::value`].
    ///
    /// ```
    /// # use matproof::factorization::masked::Masked;
    /// # use nalgebra::dmatrix;
    /// # use nalgebra_sparse::CsrMatrix;
    /// // Ω = {(1,1), (1,2), (2,2)}: rows see v₁² + v₂² = 13 and v₂² = 9; columns see u₁² = 1 and u₁² + u₂² = 17.
    /// let observed = CsrMatrix::try_from_csr_data(2, 2, vec![0, 2, 3], vec![0, 1, 1], vec![1.; 3])?;
    /// let constants = Masked::new(observed, 0.5)?.lipschitz(&dmatrix![1.; 4.], &dmatrix![2.; 3.])?;
    /// assert_eq!((constants.first, constants.second), (13.5, 17.5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lipschitz(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<Lipschitz, FactorizationError> {
        self.check(u, v)?;
        Ok(Lipschitz {
            first: largest_norm(self, v) + self.lambda,
            second: largest_norm(&self.transposed(), u) + self.lambda,
        })
    }

    /// The Hessian at (U,V); keeps the weighted residuals (one number for each observed entry) and copies of the factors.
    ///
    /// # Errors
    /// As [`Masked::value`].
    pub fn hessian_at(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<MaskedHessian<'_>, FactorizationError> {
        self.check(u, v)?;
        let (u, v) = (u.transpose(), v.transpose());
        let mut residuals = vec![0.0; self.observed.nnz()];
        weighted_residuals(self, &u, &v, &mut residuals, &mut Vec::new());
        Ok(MaskedHessian::new(self, u, v, residuals))
    }

    fn check(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> Result<(), FactorizationError> {
        let (n, m) = (self.observed.nrows(), self.observed.ncols());
        check_factor(
            "U",
            u,
            (n, u.ncols()),
            "UVᵀ − M needs a row of U for each row of M",
        )?;
        check_factor("V", v, (m, u.ncols()), NEEDS_V)
    }

    fn penalty(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> f64 {
        if self.lambda > 0.0 {
            0.5 * self.lambda * (u.norm_squared() + v.norm_squared())
        } else {
            0.0
        }
    }
}

const NEEDS_V: &str = "UVᵀ − M needs a row of V for each column of M, and as many columns as U";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery::assert_close;
    use crate::factorization::spectral_norm::power_of_two;
    use crate::matrix::product::random::{sparse, uniform};

    /// Weights for the same entries, some of them zero.
    fn weights(observed: &CsrMatrix<f64>, seed: u64) -> CsrMatrix<f64> {
        let mut weights = observed.clone();
        let values = uniform(observed.nnz(), 1, seed);
        weights.values_mut().copy_from_slice(values.as_slice());
        weights
            .values_mut()
            .iter_mut()
            .step_by(5)
            .for_each(|weight| *weight = 0.0);
        weights
    }

    /// f, ∇_U f, ∇_V f by loops over the entries of Ω.
    fn by_definition(
        observed: &CsrMatrix<f64>,
        weights: &CsrMatrix<f64>,
        lambda: f64,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> (f64, DMatrix<f64>, DMatrix<f64>) {
        let (mut value, mut first, mut second) = (
            0.5 * lambda * (u.norm_squared() + v.norm_squared()),
            u * lambda,
            v * lambda,
        );
        for ((i, j, entry), weight) in observed.triplet_iter().zip(weights.values()) {
            let residual = (0..u.ncols()).map(|l| u[(i, l)] * v[(j, l)]).sum::<f64>() - entry;
            value += 0.5 * (weight * residual).powi(2);
            for l in 0..u.ncols() {
                first[(i, l)] += weight * weight * residual * v[(j, l)];
                second[(j, l)] += weight * weight * residual * u[(i, l)];
            }
        }
        (value, first, second)
    }

    #[test]
    fn value_and_gradients_agree_with_loops_over_the_observed_entries() {
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
            let (u, v) = (uniform(n, k, seed + 50), uniform(m, k, seed + 60));
            let mut ones = observed.clone();
            ones.values_mut().fill(1.0);
            let drawn = weights(&observed, seed + 70);
            for lambda in [0.0, 0.4] {
                for (weights, weighted) in [(&ones, false), (&drawn, true)] {
                    let (value, gradient_u, gradient_v) =
                        by_definition(&observed, weights, lambda, &u, &v);
                    let mut largest = observed.clone();
                    largest
                        .values_mut()
                        .iter_mut()
                        .for_each(|entry| *entry = -entry.abs());
                    let (size, size_u, size_v) =
                        by_definition(&largest, weights, lambda, &u.abs(), &v.abs());
                    // Squares of sums of k + 1 products, times P², summed over Ω or a row of it, or n·k squares for λ.
                    let tolerance =
                        (observed.nnz() + (n + m) * k + 2 * k + 12) as f64 * f64::EPSILON;
                    for threads in [1, 2, 3] {
                        let f = if weighted {
                            Masked::weighted(observed.clone(), weights, lambda).unwrap()
                        } else {
                            Masked::new(observed.clone(), lambda).unwrap()
                        };
                        let f = f.with_threads(Threads::new(threads).unwrap());
                        assert!((f.value(&u, &v).unwrap() - value).abs() <= tolerance * size);
                        let (actual_u, actual_v) = f.gradient(&u, &v).unwrap();
                        assert_close(&actual_u, &gradient_u, &size_u, tolerance, "∇_U");
                        assert_close(&actual_v, &gradient_v, &size_v, tolerance, "∇_V");
                        assert_eq!(
                            (f.gradient_u(&u, &v).unwrap(), f.gradient_v(&u, &v).unwrap()),
                            (actual_u, actual_v)
                        );
                        let mirrored = f.transposed().gradient(&v, &u).unwrap();
                        assert_close(
                            &mirrored.0,
                            &gradient_v,
                            &size_v,
                            tolerance,
                            "∇_V, transposed",
                        );
                        assert_close(
                            &mirrored.1,
                            &gradient_u,
                            &size_u,
                            tolerance,
                            "∇_U, transposed",
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn row_blocks_are_the_blocks_of_the_hessian_and_give_the_lipschitz_constants() {
        let observed = sparse(6, 5, 3);
        let (u, v) = (uniform(6, 3, 4), uniform(5, 3, 5));
        let f = Masked::weighted(observed.clone(), &weights(&observed, 6), 0.4).unwrap();
        let hessian = crate::factorization::Hessian::to_dense(&f.hessian_at(&u, &v).unwrap());
        let constants = f.lipschitz(&u, &v).unwrap();
        for (problem, other, rows, offset, constant) in [
            (f.clone(), &v, 6, 0, constants.first),
            (f.transposed(), &u, 5, 18, constants.second),
        ] {
            let blocks = problem.row_blocks(other).unwrap();
            for row in 0..rows {
                // vec U stacks columns: U_{row,l} is entry row + l·rows.
                let entry = |a: usize, b: usize| {
                    hessian[(offset + row + a * rows, offset + row + b * rows)]
                };
                let expected = DMatrix::from_fn(3, 3, entry);
                let size = DMatrix::from_element(3, 3, 6.0);
                // At most 6 terms below 1, times weights below 1, and λ; two roundings each, on two sides.
                assert_close(
                    &blocks.block(row),
                    &expected,
                    &size,
                    20.0 * f64::EPSILON,
                    "a row block",
                );
            }
            let order = 3 * rows;
            let norm = hessian
                .view((offset, offset), (order, order))
                .clone_owned()
                .symmetric_eigenvalues()
                .amax();
            // Eigenvalues of orders 3 and 18, each a modest multiple of order·ε.
            assert!(
                (constant - norm).abs() <= 256.0 * f64::EPSILON * norm,
                "{constant}, {norm}"
            );
        }
    }

    #[test]
    fn empty_rows_and_an_empty_set() {
        let (u, v) = (uniform(3, 2, 1), uniform(4, 2, 2));
        let f = Masked::new(CsrMatrix::zeros(3, 4), 0.0).unwrap();
        assert_eq!(f.value(&u, &v), Ok(0.0));
        assert_eq!(
            f.gradient(&u, &v).unwrap(),
            (DMatrix::zeros(3, 2), DMatrix::zeros(4, 2))
        );
        assert_eq!(
            f.lipschitz(&u, &v).unwrap(),
            Lipschitz {
                first: 0.0,
                second: 0.0
            }
        );
        let f = Masked::new(CsrMatrix::zeros(3, 4), 0.5).unwrap();
        assert_eq!(f.gradient(&u, &v).unwrap(), (&u * 0.5, &v * 0.5));
        assert_eq!(
            f.row_blocks(&v).unwrap().block(1),
            DMatrix::identity(2, 2) * 0.5
        );
    }

    #[test]
    fn lipschitz_constants_of_huge_and_tiny_factors_and_weights() {
        let observed = sparse(6, 5, 3);
        let (u, v) = (uniform(6, 3, 4), uniform(5, 3, 5));
        let drawn = weights(&observed, 6);
        let base = Masked::weighted(observed.clone(), &drawn, 0.0)
            .unwrap()
            .lipschitz(&u, &v)
            .unwrap();
        // v² alone would overflow or vanish, P²v² does neither: P and V by opposite powers of two.
        for exponent in [-500, 500] {
            let mut scaled = drawn.clone();
            scaled
                .values_mut()
                .iter_mut()
                .for_each(|weight| *weight *= power_of_two(-exponent));
            let problem = Masked::weighted(observed.clone(), &scaled, 0.0).unwrap();
            let (far, near) = (power_of_two(exponent + 20), power_of_two(exponent));
            let actual = problem.lipschitz(&(&u * far), &(&v * near)).unwrap();
            assert_eq!(
                actual,
                Lipschitz {
                    first: base.first,
                    second: base.second * power_of_two(40)
                }
            );
        }
    }

    #[test]
    fn input_that_does_not_fit_is_named() {
        let observed =
            CsrMatrix::try_from_csr_data(2, 3, vec![0, 1, 2], vec![0, 2], vec![3.0, 5.0]).unwrap();
        let elsewhere =
            CsrMatrix::try_from_csr_data(2, 3, vec![0, 1, 2], vec![0, 1], vec![1.0, 1.0]).unwrap();
        let message = Masked::weighted(observed.clone(), &elsewhere, 1.0)
            .unwrap_err()
            .to_string();
        let expected = "the weights are stored at other places than the 2 observed entries: row 2 (counted from 1) differs";
        assert_eq!(message, expected);
        let message = Masked::weighted(observed.clone(), &CsrMatrix::zeros(2, 2), 1.0)
            .unwrap_err()
            .to_string();
        assert_eq!(
            message,
            "P is 2×2, expected 2×3: every observed entry needs its weight"
        );
        let mut huge = observed.clone();
        huge.values_mut()[1] = 1e200;
        let message = Masked::weighted(observed.clone(), &huge, 1.0)
            .unwrap_err()
            .to_string();
        assert_eq!(
            message,
            "P∘P holds inf at row 2, column 3 (counted from 1), expected a finite number"
        );
        let f = Masked::new(observed, 0.0).unwrap();
        let message = f
            .value(&DMatrix::zeros(2, 2), &DMatrix::zeros(3, 1))
            .unwrap_err()
            .to_string();
        assert!(message.starts_with("V is 3×1, expected 3×2: "), "{message}");
        let message = f
            .value(&DMatrix::zeros(2, 0), &DMatrix::zeros(3, 0))
            .unwrap_err()
            .to_string();
        assert_eq!(message, "U is 2×0: a factorization needs k ≥ 1");
    }
}
