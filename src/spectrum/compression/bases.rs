//! The two bases L (n×s) and R (m×t), and what the Hessian does on `{(L C V_hᵀ, V_w D Rᵀ)}`.
//!
//! L begins with the left singular vectors of W, R with the right ones of H. From A R and AᵀL, which are kept,
//! everything about the Hessian on these directions follows without another product with X:
//!
//! ```text
//! core          LᵀA R
//! beyond_left   (I − LLᵀ) A R      what the image of R holds outside L
//! beyond_right  (I − RRᵀ) AᵀL      what the image of L holds outside R
//! ```
//!
//! With λ‖MW‖² there are in the same way `LᵀMᵀM L` and `(I − LLᵀ)MᵀM L`.

use nalgebra::DMatrix;

use super::residual::Residual;
use crate::matrix::{Data, NotFinite};
use crate::spectrum::factors::Factor;
use crate::spectrum::orthonormal::{orthonormalized, remove_components, times};

/// λ‖MW‖²: its operator λMᵀM on L.
#[derive(Debug)]
pub(in crate::spectrum) struct Penalty<'a> {
    m: &'a Data,
    lambda: f64,
    /// λ LᵀMᵀM L.
    pub(in crate::spectrum) core: DMatrix<f64>,
    /// λ (I − LLᵀ) MᵀM L.
    pub(in crate::spectrum) beyond: Vec<f64>,
}

impl<'a> Penalty<'a> {
    pub(in crate::spectrum) fn new(m: &'a Data, lambda: f64) -> Self {
        Self {
            m,
            lambda,
            core: DMatrix::zeros(0, 0),
            beyond: Vec::new(),
        }
    }

    /// λ MᵀM W.
    pub(in crate::spectrum) fn of(&self, w: &DMatrix<f64>) -> DMatrix<f64> {
        let image = self.image(w.as_slice(), w.nrows());
        DMatrix::from_vec(w.nrows(), w.ncols(), image)
    }

    /// The diagonal of λ MᵀM: λ times the squared norms of the columns of M.
    pub(in crate::spectrum) fn squares(&self) -> Vec<f64> {
        match self.m {
            Data::Dense(m) => m
                .column_iter()
                .map(|column| self.lambda * column.norm_squared())
                .collect(),
            Data::Sparse(m) => {
                let mut squares = vec![0.0; m.ncols()];
                for (_, column, entry) in m.triplet_iter() {
                    squares[column] += self.lambda * entry * entry;
                }
                squares
            }
        }
    }

    /// λ MᵀM U for columns U of length n.
    fn image(&self, columns: &[f64], length: usize) -> Vec<f64> {
        let columns = DMatrix::from_column_slice(length, columns.len() / length, columns);
        let image = self
            .m
            .product(&columns)
            .and_then(|image| self.m.transpose_product(&image));
        match image {
            Ok(image) => (image * self.lambda).as_slice().to_vec(),
            Err(error) => panic!("M was checked to have as many columns as X has rows: {error}"),
        }
    }
}

/// Bases on both sides, with the images that were paid for.
#[derive(Debug)]
pub(in crate::spectrum) struct Bases<'a> {
    pub(in crate::spectrum) residual: Residual<'a>,
    /// Of W.
    pub(in crate::spectrum) first: Factor,
    /// Of Hᵀ.
    pub(in crate::spectrum) second: Factor,
    /// V_wᵀV_h.
    pub(in crate::spectrum) turn: DMatrix<f64>,
    pub(in crate::spectrum) left: Vec<f64>,
    pub(in crate::spectrum) right: Vec<f64>,
    pub(in crate::spectrum) core: DMatrix<f64>,
    pub(in crate::spectrum) beyond_left: Vec<f64>,
    pub(in crate::spectrum) beyond_right: Vec<f64>,
    pub(in crate::spectrum) penalty: Option<Penalty<'a>>,
}

impl<'a> Bases<'a> {
    /// L spans the columns of W, R the rows of H: one product of k columns on each side.
    pub(in crate::spectrum) fn new(
        residual: Residual<'a>,
        penalty: Option<Penalty<'a>>,
    ) -> Result<Self, NotFinite> {
        let first = Factor::new(residual.w)?;
        let second = Factor::new(&residual.h.transpose())?;
        let turn = first.turn.transpose() * &second.turn;
        let (left, right) = (first.basis.clone(), second.basis.clone());
        let mut bases = Self {
            residual,
            first,
            second,
            turn,
            left: Vec::new(),
            right: Vec::new(),
            core: DMatrix::zeros(0, 0),
            beyond_left: Vec::new(),
            beyond_right: Vec::new(),
            penalty,
        };
        bases.append(left, right);
        Ok(bases)
    }

    pub(in crate::spectrum) fn n(&self) -> usize {
        self.residual.w.nrows()
    }

    pub(in crate::spectrum) fn m(&self) -> usize {
        self.residual.h.ncols()
    }

    pub(in crate::spectrum) fn k(&self) -> usize {
        self.residual.w.ncols()
    }

    /// s and t, the numbers of columns of L and R.
    pub(in crate::spectrum) fn sizes(&self) -> (usize, usize) {
        (self.left.len() / self.n(), self.right.len() / self.m())
    }

    /// Adds what is new in these candidates; says how many columns either side gained.
    pub(in crate::spectrum) fn extend(
        &mut self,
        left: Vec<f64>,
        right: Vec<f64>,
    ) -> (usize, usize) {
        let left = orthonormalized(&self.left, left, self.n());
        let right = orthonormalized(&self.right, right, self.m());
        self.append(left, right)
    }

    /// Adds orthonormal columns that are orthogonal to the bases.
    fn append(&mut self, new_left: Vec<f64>, new_right: Vec<f64>) -> (usize, usize) {
        let (n, m) = (self.n(), self.m());
        let (s, t) = self.sizes();
        let (rows, cols) = (new_left.len() / n, new_right.len() / m);
        // Where a side is complete, the other's images lie inside it and are known from its own.
        let needed_left = if t + cols == m { &[] } else { &*new_left };
        let needed_right = if s + rows == n && rows == 0 && t + cols < m {
            &[]
        } else {
            &*new_right
        };
        let (mut of_right, mut of_left) = self.residual.images(needed_right, needed_left);
        of_right.resize(n * cols, 0.0);
        of_left.resize(m * rows, 0.0);
        // The old images lose what the new vectors take over.
        let taken_left = remove_components(&new_left, &mut self.beyond_left, n);
        let taken_right = remove_components(&new_right, &mut self.beyond_right, m);
        let core = std::mem::replace(&mut self.core, DMatrix::zeros(0, 0));
        self.core = core.resize(s + rows, t + cols, 0.0);
        let taken_left = DMatrix::from_vec(rows, t, taken_left);
        self.core.view_mut((s, 0), (rows, t)).copy_from(&taken_left);
        let taken_right = DMatrix::from_vec(cols, s, taken_right).transpose();
        self.core
            .view_mut((0, t), (s, cols))
            .copy_from(&taken_right);
        if let Some(penalty) = &mut self.penalty {
            let mut image = penalty.image(&new_left, n);
            let taken = remove_components(&new_left, &mut penalty.beyond, n);
            let taken = DMatrix::from_vec(rows, s, taken);
            let core = std::mem::replace(&mut penalty.core, DMatrix::zeros(0, 0));
            penalty.core = core.resize(s + rows, s + rows, 0.0);
            penalty.core.view_mut((s, 0), (rows, s)).copy_from(&taken);
            penalty
                .core
                .view_mut((0, s), (s, rows))
                .copy_from(&taken.transpose());
            let _known = remove_components(&self.left, &mut image, n);
            let own = DMatrix::from_vec(rows, rows, remove_components(&new_left, &mut image, n));
            let own = (&own + own.transpose()) * 0.5;
            penalty.core.view_mut((s, s), (rows, rows)).copy_from(&own);
            penalty.beyond.extend(image);
        }
        // The new images, without what lies in the old bases (known already) and the new ones.
        let _known = remove_components(&self.left, &mut of_right, n);
        let corner = remove_components(&new_left, &mut of_right, n);
        let corner = DMatrix::from_vec(rows, cols, corner);
        self.core.view_mut((s, t), (rows, cols)).copy_from(&corner);
        let _known = remove_components(&self.right, &mut of_left, m);
        let _corner = remove_components(&new_right, &mut of_left, m);
        self.left.extend(new_left);
        self.right.extend(new_right);
        self.beyond_left.extend(of_right);
        self.beyond_right.extend(of_left);
        (rows, cols)
    }

    /// Replaces L by L·`left` and R by R·`right` (orthonormal columns, the first ones those of the factors): no product
    /// with X, and nothing of the images is lost.
    pub(in crate::spectrum) fn shrink(&mut self, left: &DMatrix<f64>, right: &DMatrix<f64>) {
        let (n, m) = (self.n(), self.m());
        let new_left = times(&self.left, n, left);
        let new_right = times(&self.right, m, right);
        // (I − L'L'ᵀ) A R' = beyond·right + (L − L'leftᵀ) core·right, and likewise on the other side.
        let dropped = |basis: &[f64], length: usize, kept: &DMatrix<f64>, image: &DMatrix<f64>| {
            times(basis, length, &(image - kept * (kept.transpose() * image)))
        };
        let outside = dropped(&self.left, n, left, &(&self.core * right));
        let mut beyond_left = times(&self.beyond_left, n, right);
        add(&mut beyond_left, &outside);
        let outside = dropped(&self.right, m, right, &(self.core.transpose() * left));
        let mut beyond_right = times(&self.beyond_right, m, left);
        add(&mut beyond_right, &outside);
        if let Some(penalty) = &mut self.penalty {
            let outside = dropped(&self.left, n, left, &(&penalty.core * left));
            penalty.beyond = times(&penalty.beyond, n, left);
            add(&mut penalty.beyond, &outside);
            penalty.core = left.transpose() * &penalty.core * left;
        }
        self.core = left.transpose() * &self.core * right;
        (self.beyond_left, self.beyond_right) = (beyond_left, beyond_right);
        (self.left, self.right) = (new_left, new_right);
    }

    /// The direction (P, Q) = (L C V_hᵀ, V_w D Rᵀ) with C given as its transpose; both k rows high.
    pub(in crate::spectrum) fn direction(
        &self,
        c: &DMatrix<f64>,
        d: &DMatrix<f64>,
    ) -> (DMatrix<f64>, DMatrix<f64>) {
        let (n, m, k) = (self.n(), self.m(), self.k());
        let p = times(&self.left, n, &(&self.second.turn * c).transpose());
        let q = times(&self.right, m, &(&self.first.turn * d).transpose());
        (
            DMatrix::from_vec(n, k, p),
            DMatrix::from_vec(m, k, q).transpose(),
        )
    }

    /// The parts of the image of (L C V_hᵀ, V_w D Rᵀ) outside the bases, turned: `R_P V_h` (n×k) and `R_QᵀV_w` (m×k).
    pub(in crate::spectrum) fn beyond(
        &self,
        c: &DMatrix<f64>,
        d: &DMatrix<f64>,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut first = times(&self.beyond_left, self.n(), &(d.transpose() * &self.turn));
        if let Some(penalty) = &self.penalty {
            add(
                &mut first,
                &times(&penalty.beyond, self.n(), &c.transpose()),
            );
        }
        let second = times(&self.beyond_right, self.m(), &(&self.turn * c).transpose());
        (first, second)
    }
}

fn add(to: &mut [f64], what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what;
    }
}
