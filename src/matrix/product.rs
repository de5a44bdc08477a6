//! Products of a data matrix with thin blocks: `X Qᵀ`, `Pᵀ X`, and both in one pass over X.
//!
//! With X n×m, P n×k and Q k×m, these are the two products that a gradient or a Hessian-vector product of a
//! factorization cannot avoid: 4nmk flops when X is dense, 4k for each stored entry when it is sparse.
//! Everything else there costs O((n+m)k²), so this is where the time goes. The dense kernel reads X tile by tile
//! and uses every tile for both products; the sparse one walks the rows and visits every stored entry once.
//!
//! Rounding: an entry of `X Qᵀ` is a sum of m products in an order that the tiling chooses, so it errs by at most
//! about m·ε/2·Σ|X_ij||Q_aj|. The order depends on the shapes and on [`Threads`], on nothing else: the same
//! call gives the same bits.

mod block;
mod dense;
#[cfg(test)]
pub(crate) mod random;
mod sparse;

use std::num::NonZeroUsize;

use nalgebra::DMatrix;
use thiserror::Error;

use crate::matrix::Data;
pub(crate) use block::{Block, BlockMut, Store, clear_upper_halves, multiply};
pub(crate) use dense::split;
pub(crate) use sparse::{ForWidth, Rows, Walk, Width, add_multiple, dot, with_width};

/// How many threads a product may use; one unless the caller says otherwise.
///
/// The work is cut into this many parts, whose results are added in a fixed order, so a result depends on the number
/// chosen here (by rounding) but not on the machine. The parts run on rayon's global pool.
///
/// ```
/// use matproof::matrix::product::Threads;
/// assert_eq!(Threads::default(), Threads::ONE);
/// assert_eq!(Threads::new(2).map(Threads::count), Some(2));
/// assert_eq!(Threads::new(0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads(NonZeroUsize);

impl Threads {
    /// The calling thread alone.
    pub const ONE: Self = Self(NonZeroUsize::MIN);

    /// This many threads; `None` for zero.
    #[must_use]
    pub fn new(count: usize) -> Option<Self> {
        NonZeroUsize::new(count).map(Self)
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> usize {
        self.0.get()
    }
}

impl Default for Threads {
    fn default() -> Self {
        Self::ONE
    }
}

/// Two shapes that do not fit each other.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProductError {
    /// `A · B` where A has as many columns as B should have rows, and does not.
    #[error(
        "cannot multiply {left_name} ({}×{}) by {right_name} ({}×{}): inner sizes {} and {} differ",
        left.0, left.1, right.0, right.1, left.1, right.0
    )]
    Inner {
        /// How the left matrix is written.
        left_name: &'static str,
        /// Its shape.
        left: (usize, usize),
        /// How the right matrix is written.
        right_name: &'static str,
        /// Its shape.
        right: (usize, usize),
    },
    /// P and Q are to be used together but differ in k.
    #[error("P ({}×{}) and Q ({}×{}) must agree: P is n×k, Q is k×m", p.0, p.1, q.0, q.1)]
    Rank {
        /// Shape of P.
        p: (usize, usize),
        /// Shape of Q.
        q: (usize, usize),
    },
}

/// Memory that the products reuse from call to call; it grows to what the largest call needs and stays.
///
/// Dense X: one n×k block for each thread. Sparse X: two n×k blocks, and one k×m block for each thread beyond the first.
#[derive(Debug, Default)]
pub struct ProductWorkspace {
    store: Store,
    walks: Vec<Walk>,
}

/// One request to [`Data::add_products`]: either product, or both.
pub(crate) struct Products<'a> {
    /// `(Q, out)`: add α·X Qᵀ to `out` (n×k).
    pub(crate) x_qt: Option<(Block<'a>, BlockMut<'a>)>,
    /// `(P, out)`: add α·Pᵀ X to `out` (k×m).
    pub(crate) pt_x: Option<(Block<'a>, BlockMut<'a>)>,
}

impl Data {
    /// `X B` for B m×k.
    ///
    /// # Errors
    /// [`ProductError::Inner`] if B does not have m rows.
    ///
    /// ```
    /// use matproof::matrix::Data;
    /// use nalgebra::dmatrix;
    /// let x = Data::Dense(dmatrix![1., 2., 3.; 4., 5., 6.]);
    /// assert_eq!(x.product(&dmatrix![1.; 0.; -1.])?, dmatrix![-2.; -2.]);
    /// # Ok::<(), matproof::matrix::product::ProductError>(())
    /// ```
    pub fn product(&self, b: &DMatrix<f64>) -> Result<DMatrix<f64>, ProductError> {
        if b.nrows() != self.ncols() {
            let left = (self.nrows(), self.ncols());
            return Err(ProductError::Inner {
                left_name: "X",
                left,
                right_name: "B",
                right: b.shape(),
            });
        }
        let mut out = DMatrix::zeros(self.nrows(), b.ncols());
        let products = Products {
            x_qt: Some((Block::of(b).transpose(), BlockMut::of(&mut out))),
            pt_x: None,
        };
        self.add_products(
            1.0,
            &mut [products],
            Threads::ONE,
            &mut ProductWorkspace::default(),
        );
        Ok(out)
    }

    /// `Xᵀ C` for C n×k.
    ///
    /// # Errors
    /// [`ProductError::Inner`] if C does not have n rows.
    ///
    /// ```
    /// use matproof::matrix::Data;
    /// use nalgebra::dmatrix;
    /// let x = Data::Dense(dmatrix![1., 2., 3.; 4., 5., 6.]);
    /// assert_eq!(x.transpose_product(&dmatrix![1.; -1.])?, dmatrix![-3.; -3.; -3.]);
    /// # Ok::<(), matproof::matrix::product::ProductError>(())
    /// ```
    pub fn transpose_product(&self, c: &DMatrix<f64>) -> Result<DMatrix<f64>, ProductError> {
        if c.nrows() != self.nrows() {
            let left = (self.ncols(), self.nrows());
            return Err(ProductError::Inner {
                left_name: "Xᵀ",
                left,
                right_name: "C",
                right: c.shape(),
            });
        }
        let mut out = DMatrix::zeros(self.ncols(), c.ncols());
        let products = Products {
            x_qt: None,
            pt_x: Some((Block::of(c), BlockMut::of(&mut out).transpose())),
        };
        self.add_products(
            1.0,
            &mut [products],
            Threads::ONE,
            &mut ProductWorkspace::default(),
        );
        Ok(out)
    }

    /// `(X Qᵀ, Pᵀ X)` for P n×k and Q k×m, in one pass over X.
    ///
    /// # Errors
    /// [`ProductError::Inner`] if Qᵀ does not have m rows or P does not have n rows;
    /// [`ProductError::Rank`] if P has not as many columns as Q has rows.
    ///
    /// ```
    /// use matproof::matrix::{Data, product::Threads};
    /// use nalgebra::dmatrix;
    /// let x = Data::Dense(dmatrix![1., 2., 3.; 4., 5., 6.]);
    /// let (xqt, ptx) = x.both_products(&dmatrix![1.; -1.], &dmatrix![1., 0., -1.], Threads::ONE)?;
    /// assert_eq!(xqt, dmatrix![-2.; -2.]);
    /// assert_eq!(ptx, dmatrix![-3., -3., -3.]);
    /// # Ok::<(), matproof::matrix::product::ProductError>(())
    /// ```
    pub fn both_products(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
        threads: Threads,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), ProductError> {
        let (mut xqt, mut ptx) = (
            DMatrix::zeros(self.nrows(), q.nrows()),
            DMatrix::zeros(p.ncols(), self.ncols()),
        );
        self.both_products_into(
            p,
            q,
            &mut xqt,
            &mut ptx,
            threads,
            &mut ProductWorkspace::default(),
        )?;
        Ok((xqt, ptx))
    }

    /// [`Data::both_products`] into matrices of the caller, which are overwritten; allocates nothing once the workspace
    /// has grown.
    ///
    /// # Errors
    /// As [`Data::both_products`].
    ///
    /// # Panics
    /// If `xqt` is not n×k or `ptx` not k×m.
    pub fn both_products_into(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
        xqt: &mut DMatrix<f64>,
        ptx: &mut DMatrix<f64>,
        threads: Threads,
        workspace: &mut ProductWorkspace,
    ) -> Result<(), ProductError> {
        let (n, m) = (self.nrows(), self.ncols());
        if q.ncols() != m {
            let right = (q.ncols(), q.nrows());
            return Err(ProductError::Inner {
                left_name: "X",
                left: (n, m),
                right_name: "Qᵀ",
                right,
            });
        }
        if p.nrows() != n {
            let left = (p.ncols(), p.nrows());
            return Err(ProductError::Inner {
                left_name: "Pᵀ",
                left,
                right_name: "X",
                right: (n, m),
            });
        }
        if p.ncols() != q.nrows() {
            return Err(ProductError::Rank {
                p: p.shape(),
                q: q.shape(),
            });
        }
        assert_eq!(xqt.shape(), p.shape(), "the output X Qᵀ has the shape of P");
        assert_eq!(ptx.shape(), q.shape(), "the output Pᵀ X has the shape of Q");
        xqt.fill(0.0);
        ptx.fill(0.0);
        let products = Products {
            x_qt: Some((Block::of(q), BlockMut::of(xqt))),
            pt_x: Some((Block::of(p), BlockMut::of(ptx))),
        };
        self.add_products(1.0, &mut [products], threads, workspace);
        Ok(())
    }

    /// Adds `α X Qᵀ` and `α Pᵀ X` for every request. The shapes were checked by the caller.
    ///
    /// Dense X is read once for all requests together, sparse X once for each: its entries are few beside the columns
    /// of Q and of the result that they touch, and those should stay in the cache.
    pub(crate) fn add_products(
        &self,
        alpha: f64,
        products: &mut [Products<'_>],
        threads: Threads,
        workspace: &mut ProductWorkspace,
    ) {
        match self {
            Self::Dense(x) => {
                dense::add_products(Block::of(x), alpha, products, threads, &mut workspace.store)
            }
            Self::Sparse(x) => {
                for request in products {
                    Rows::of(x).add_products(alpha, request, threads, workspace);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::random::{sparse, uniform};
    use super::*;
    use nalgebra::dmatrix;

    /// `(A B, |A| |B|)` by the definition.
    fn by_definition(a: &DMatrix<f64>, b: &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
        let entry = |i: usize, j: usize| (0..a.ncols()).map(move |l| a[(i, l)] * b[(l, j)]);
        let (rows, cols) = (a.nrows(), b.ncols());
        let value = DMatrix::from_fn(rows, cols, |i, j| entry(i, j).sum());
        (
            value,
            DMatrix::from_fn(rows, cols, |i, j| entry(i, j).map(f64::abs).sum()),
        )
    }

    fn assert_product(actual: &DMatrix<f64>, a: &DMatrix<f64>, b: &DMatrix<f64>, what: &str) {
        let (expected, size) = by_definition(a, b);
        assert_eq!(actual.shape(), expected.shape(), "{what}");
        // Each side rounds every term at most inner + 2 times (product, additions, the sum over threads), each time by
        // ε/2; there are two sides.
        let roundings = (a.ncols() + 2) as f64 * f64::EPSILON;
        for ((&actual, &expected), &size) in actual.iter().zip(&expected).zip(&size) {
            assert!(
                (actual - expected).abs() <= roundings * size,
                "{what}: {actual}, expected {expected}"
            );
        }
    }

    /// Shapes around the edges of a tile (512×256) and degenerate ones.
    const SHAPES: [(usize, usize, usize); 10] = [
        (3, 4, 2),
        (1, 5, 1),
        (6, 1, 3),
        (1, 1, 1),
        (513, 3, 2),
        (4, 257, 3),
        (5, 300, 20),
        (600, 7, 4),
        (40, 30, 33),
        (7, 9, 5),
    ];

    #[test]
    fn products_agree_with_the_definition_dense_and_sparse_on_any_number_of_threads() {
        for (seed, (n, m, k)) in (0..).zip(SHAPES) {
            let csr = sparse(n, m, seed);
            let x = DMatrix::from(&csr);
            let (p, q) = (uniform(n, k, seed + 100), uniform(k, m, seed + 200));
            for data in [Data::Dense(x.clone()), Data::Sparse(csr)] {
                assert_product(
                    &data.product(&q.transpose()).unwrap(),
                    &x,
                    &q.transpose(),
                    "X B",
                );
                assert_product(
                    &data.transpose_product(&p).unwrap(),
                    &x.transpose(),
                    &p,
                    "Xᵀ C",
                );
                for threads in [1, 2, 3, 7] {
                    let what = format!("{n}×{m}, k = {k}, {threads} threads");
                    let (xqt, ptx) = data
                        .both_products(&p, &q, Threads::new(threads).unwrap())
                        .unwrap();
                    assert_product(&xqt, &x, &q.transpose(), &what);
                    assert_product(&ptx, &p.transpose(), &x, &what);
                }
            }
        }
    }

    #[test]
    fn a_used_workspace_gives_the_same_bits() {
        let mut workspace = ProductWorkspace::default();
        for data in [
            Data::Dense(uniform(30, 20, 1)),
            Data::Sparse(sparse(30, 20, 2)),
        ] {
            let (p, q) = (uniform(30, 3, 3), uniform(3, 20, 4));
            let expected = data.both_products(&p, &q, Threads::ONE).unwrap();
            for _ in 0..3 {
                let (mut xqt, mut ptx) = (
                    DMatrix::from_element(30, 3, 7.0),
                    DMatrix::from_element(3, 20, 7.0),
                );
                data.both_products_into(&p, &q, &mut xqt, &mut ptx, Threads::ONE, &mut workspace)
                    .unwrap();
                assert_eq!((xqt, ptx), expected);
            }
        }
    }

    #[test]
    fn a_wide_sparse_matrix_is_walked_in_ranges_of_columns() {
        // 20 000 columns, k = 40: Q and the result take 12.8 MB, so the columns are visited in several ranges; 100
        // entries a row are enough to pay for that.
        let (n, m, k) = (4, 20_000, 40);
        let csr = random::sparse_with(n, m, 100, 5);
        let x = DMatrix::from(&csr);
        let (p, q) = (uniform(n, k, 6), uniform(k, m, 7));
        let (xqt, ptx) = Data::Sparse(csr)
            .both_products(&p, &q, Threads::ONE)
            .unwrap();
        assert_product(&xqt, &x, &q.transpose(), "X Qᵀ");
        assert_product(&ptx, &p.transpose(), &x, "Pᵀ X");
    }

    #[test]
    fn empty_shapes_give_zeros() {
        for (n, m, k) in [(0, 3, 2), (3, 0, 2), (3, 4, 0), (0, 0, 0)] {
            let dense = DMatrix::zeros(n, m);
            let sparse = nalgebra_sparse::CsrMatrix::zeros(n, m);
            for data in [Data::Dense(dense), Data::Sparse(sparse)] {
                let (xqt, ptx) = data
                    .both_products(&DMatrix::zeros(n, k), &DMatrix::zeros(k, m), Threads::ONE)
                    .unwrap();
                assert_eq!((xqt, ptx), (DMatrix::zeros(n, k), DMatrix::zeros(k, m)));
            }
        }
    }

    #[test]
    fn shapes_that_do_not_fit_are_named() {
        let x = Data::Dense(DMatrix::zeros(3, 4));
        let message = x.product(&DMatrix::zeros(3, 2)).unwrap_err().to_string();
        assert_eq!(
            message,
            "cannot multiply X (3×4) by B (3×2): inner sizes 4 and 3 differ"
        );
        let error = x
            .both_products(&DMatrix::zeros(3, 2), &DMatrix::zeros(1, 4), Threads::ONE)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "P (3×2) and Q (1×4) must agree: P is n×k, Q is k×m"
        );
        let error = x
            .both_products(&DMatrix::zeros(4, 2), &DMatrix::zeros(2, 4), Threads::ONE)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot multiply Pᵀ (2×4) by X (3×4): inner sizes 4 and 3 differ"
        );
        let error = x
            .both_products(&DMatrix::zeros(3, 2), &DMatrix::zeros(2, 3), Threads::ONE)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot multiply X (3×4) by Qᵀ (3×2): inner sizes 4 and 3 differ"
        );
    }

    #[test]
    fn huge_times_tiny_neither_overflows_nor_vanishes() {
        let x = Data::Dense(dmatrix![1e150, 2e150]);
        let q = dmatrix![1e-150, -1e-150; 1e150, 1e150];
        let (xqt, _) = x
            .both_products(&DMatrix::zeros(1, 2), &q, Threads::ONE)
            .unwrap();
        assert_product(
            &xqt,
            &dmatrix![1e150, 2e150],
            &q.transpose(),
            "1e150 by 1e±150",
        );
    }
}
