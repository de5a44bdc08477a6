//! The Hessian of a factorization objective as an operator on pairs of directions, never stored.
//!
//! The objectives here are sums of squares ½‖r(W,H)‖² with r bilinear in the factors, plus quadratic penalties. Their
//! Hessian splits into `JᵀJ`, the Gauss–Newton part (J is the derivative of r and of the penalties), and what stems from
//! the second derivative of r, the residual part: linear in r, zero where r is zero.

use nalgebra::DMatrix;

use super::FactorizationError;
use crate::matrix::product::{ProductWorkspace, Store, Walk};

/// Which part of the Hessian to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// `JᵀJ`, positive semidefinite; penalties belong here.
    GaussNewton,
    /// The rest, linear in the residual.
    Residual,
}

impl Part {
    /// Whether this includes the Gauss–Newton part.
    #[must_use]
    pub fn has_gauss_newton(self) -> bool {
        self != Self::Residual
    }

    /// Whether this includes the residual part.
    #[must_use]
    pub fn has_residual(self) -> bool {
        self != Self::GaussNewton
    }
}

/// A direction `(P, Q)` and where its image goes; all four column by column. `out_p` has the shape of `p`, `out_q` that of
/// `q`, and both are overwritten.
#[derive(Debug)]
pub struct Direction<'a> {
    /// Change of the first factor.
    pub p: &'a [f64],
    /// Change of the second factor.
    pub q: &'a [f64],
    /// First half of the image.
    pub out_p: &'a mut [f64],
    /// Second half of the image.
    pub out_q: &'a mut [f64],
}

/// Memory that Hessian products reuse; it grows to what the largest call needs, of order (n+m)k for each thread.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(crate) products: ProductWorkspace,
    pub(crate) small: Store,
    /// M W or M P, p×k.
    pub(crate) image: Vec<f64>,
    /// Factors and directions in another layout, or only some rows of them.
    pub(crate) gathered: Store,
    /// One number for each observed entry.
    pub(crate) residuals: Vec<f64>,
    /// One for each thread.
    pub(crate) walks: Vec<Walk>,
}

/// The Hessian at a fixed point, applied without being formed.
///
/// Laws, each up to rounding, checked for every implementation: linear in the direction; symmetric,
/// `⟨u, M v⟩ = ⟨M u, v⟩`; `Whole = GaussNewton + Residual`; `⟨v, GaussNewton v⟩ ≥ 0`; a block of directions gives what its
/// members give one by one.
///
/// ```
/// use matproof::factorization::{Hessian, frobenius::Frobenius};
/// use matproof::matrix::Data;
/// use nalgebra::dmatrix;
/// // f(w, h) = ½(3 − wh)² at w = 1, h = 2: f_ww = h² = 4, f_wh = 2wh − 3 = 1, f_hh = w² = 1.
/// let x = Data::Dense(dmatrix![3.0]);
/// let hessian = Frobenius::new(&x)?.hessian_at(&dmatrix![1.0], &dmatrix![2.0])?;
/// assert_eq!(hessian.to_dense(), dmatrix![4., 1.; 1., 1.]);
/// let (p, q) = hessian.hessian_vector_product(&dmatrix![1.0], &dmatrix![-1.0])?;
/// assert_eq!((p, q), (dmatrix![3.0], dmatrix![0.0]));
/// # Ok::<(), matproof::factorization::FactorizationError>(())
/// ```
pub trait Hessian {
    /// Shapes of the two factors, which are also those of the two halves of a direction.
    fn shapes(&self) -> [(usize, usize); 2];

    /// Applies a part of the Hessian to several directions at once.
    ///
    /// # Errors
    /// [`FactorizationError::Length`] if a slice has not as many entries as its factor.
    fn apply_to_each(
        &self,
        part: Part,
        directions: &mut [Direction<'_>],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError>;

    /// The order of the Hessian, (n+m)k.
    fn dimension(&self) -> usize {
        self.shapes().iter().map(|(rows, cols)| rows * cols).sum()
    }

    /// The image of the direction `(P, Q)`.
    ///
    /// # Errors
    /// [`FactorizationError::Shape`] if P or Q has not the shape of its factor.
    fn hessian_vector_product(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        self.product(Part::Whole, p, q)
    }

    /// The image of `(P, Q)` under the Gauss–Newton part.
    ///
    /// # Errors
    /// As [`Hessian::hessian_vector_product`].
    fn gauss_newton_product(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        self.product(Part::GaussNewton, p, q)
    }

    /// The image of `(P, Q)` under the residual part.
    ///
    /// # Errors
    /// As [`Hessian::hessian_vector_product`].
    fn residual_product(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        self.product(Part::Residual, p, q)
    }

    /// The image of `(P, Q)` under a part, in new matrices.
    ///
    /// # Errors
    /// As [`Hessian::hessian_vector_product`].
    fn product(
        &self,
        part: Part,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        let [(a, b), (c, d)] = self.shapes();
        let (mut out_p, mut out_q) = (DMatrix::zeros(a, b), DMatrix::zeros(c, d));
        self.product_into(
            part,
            p,
            q,
            &mut out_p,
            &mut out_q,
            &mut Workspace::default(),
        )?;
        Ok((out_p, out_q))
    }

    /// The image of `(P, Q)` under the whole Hessian, in matrices of the caller; allocates nothing large once the
    /// workspace has grown.
    ///
    /// # Errors
    /// [`FactorizationError::Shape`] if one of the four has not the shape of its factor.
    fn hessian_vector_product_into(
        &self,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
        out_p: &mut DMatrix<f64>,
        out_q: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        self.product_into(Part::Whole, p, q, out_p, out_q, workspace)
    }

    /// [`Hessian::product`] into matrices of the caller.
    ///
    /// # Errors
    /// As [`Hessian::hessian_vector_product_into`].
    fn product_into(
        &self,
        part: Part,
        p: &DMatrix<f64>,
        q: &DMatrix<f64>,
        out_p: &mut DMatrix<f64>,
        out_q: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        let [first, second] = self.shapes();
        for (name, actual, expected) in [
            ("P", p.shape(), first),
            ("Q", q.shape(), second),
            ("the first half of the image", out_p.shape(), first),
            ("the second half of the image", out_q.shape(), second),
        ] {
            if actual != expected {
                let because = "a direction has the shapes of the factors";
                return Err(FactorizationError::Shape {
                    name,
                    actual,
                    expected,
                    because,
                });
            }
        }
        let direction = Direction {
            p: p.as_slice(),
            q: q.as_slice(),
            out_p: out_p.as_mut_slice(),
            out_q: out_q.as_mut_slice(),
        };
        self.apply_to_each(part, &mut [direction], workspace)
    }

    /// Applies a part to each column of `x`, a block of directions `[vec P; vec Q]`, into the columns of `y`.
    ///
    /// # Errors
    /// [`FactorizationError::Length`] if the columns have not length (n+m)k;
    /// [`FactorizationError::Shape`] if y has not the shape of x.
    ///
    /// ```
    /// use matproof::factorization::{Hessian, Part, Workspace, frobenius::Frobenius};
    /// use matproof::matrix::Data;
    /// use nalgebra::{DMatrix, dmatrix};
    /// let x = Data::Dense(dmatrix![3.0]);
    /// let hessian = Frobenius::new(&x)?.hessian_at(&dmatrix![1.0], &dmatrix![2.0])?;
    /// let mut y = DMatrix::zeros(2, 2);
    /// hessian.apply_block_into(Part::GaussNewton, &dmatrix![1., 0.; 0., 1.], &mut y, &mut Workspace::default())?;
    /// assert_eq!(y, dmatrix![4., 2.; 2., 1.]);
    /// # Ok::<(), matproof::factorization::FactorizationError>(())
    /// ```
    fn apply_block_into(
        &self,
        part: Part,
        x: &DMatrix<f64>,
        y: &mut DMatrix<f64>,
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        let [(rows, cols), _] = self.shapes();
        let expected = self.dimension();
        if x.nrows() != expected {
            return Err(FactorizationError::Length {
                actual: x.nrows(),
                expected,
            });
        }
        if y.shape() != x.shape() {
            let because = "the image of a block has its shape";
            return Err(FactorizationError::Shape {
                name: "y",
                actual: y.shape(),
                expected: x.shape(),
                because,
            });
        }
        let inputs = x.as_slice().chunks_exact(expected);
        let mut directions: Vec<_> = inputs
            .zip(y.as_mut_slice().chunks_exact_mut(expected))
            .map(|(x, y)| {
                let ((p, q), (out_p, out_q)) =
                    (x.split_at(rows * cols), y.split_at_mut(rows * cols));
                Direction { p, q, out_p, out_q }
            })
            .collect();
        self.apply_to_each(part, &mut directions, workspace)
    }

    /// Applies a part to one direction `[vec P; vec Q]`.
    ///
    /// # Errors
    /// [`FactorizationError::Length`] if x or y has not length (n+m)k.
    fn apply_into(
        &self,
        part: Part,
        x: &[f64],
        y: &mut [f64],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        let [(rows, cols), _] = self.shapes();
        let expected = self.dimension();
        for actual in [x.len(), y.len()] {
            if actual != expected {
                return Err(FactorizationError::Length { actual, expected });
            }
        }
        let ((p, q), (out_p, out_q)) = (x.split_at(rows * cols), y.split_at_mut(rows * cols));
        self.apply_to_each(part, &mut [Direction { p, q, out_p, out_q }], workspace)
    }

    /// The Hessian as a matrix of order (n+m)k, column by column: expensive, for small problems.
    fn to_dense(&self) -> DMatrix<f64> {
        let order = self.dimension();
        let mut out = DMatrix::zeros(order, order);
        let outcome = self.apply_block_into(
            Part::Whole,
            &DMatrix::identity(order, order),
            &mut out,
            &mut Workspace::default(),
        );
        assert_eq!(
            outcome,
            Ok(()),
            "the identity of order {order} is a block of directions"
        );
        out
    }
}

/// Refuses directions whose slices do not have as many entries as the factors.
pub(crate) fn check_directions(
    shapes: [(usize, usize); 2],
    directions: &[Direction<'_>],
) -> Result<(), FactorizationError> {
    let [first, second] = shapes.map(|(rows, cols)| rows * cols);
    for direction in directions {
        let lengths = [
            (direction.p.len(), first),
            (direction.q.len(), second),
            (direction.out_p.len(), first),
            (direction.out_q.len(), second),
        ];
        for (actual, expected) in lengths {
            if actual != expected {
                return Err(FactorizationError::Length { actual, expected });
            }
        }
    }
    Ok(())
}
