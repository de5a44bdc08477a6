//! The algebra that matrix formulas are evaluated in, and its objects.
//!
//! A formula is written once, over [`Matrix<A>`] and [`Scalar<A>`] for any [`MatrixAlgebra`] `A`:
//!
//! ```
//! use matproof::algebra::{Matrix, MatrixAlgebra, Scalar, HALF};
//!
//! /// ½‖X − WH‖²_F
//! fn value<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Scalar<A> {
//!     HALF * (x - w * h).squared_norm()
//! }
//! ```
//!
//! Evaluated in [`Dense`] numbers it gives values, derivatives or exact residues, depending on the numbers.

mod dense;
mod elimination;
mod error;
mod formula;
#[cfg(test)]
pub(crate) mod laws;
pub mod operator;
mod written;

use crate::scalar::{Elementary, Ratio};
use std::fmt::{Debug, Display};

pub use dense::Dense;
pub use error::{AlgebraError, Shape};
pub use formula::{Formula, Function};
pub use written::{HALF, Matrix, Scalar};

/// What a matrix formula can be evaluated in: values of given sizes, or formulas for every size.
///
/// The operations are those of matrix calculus. A scalar is a 1×1 element. Every operation that a shape or
/// the numbers can forbid returns a `Result`; formulas are written over [`Matrix`], which carries the first
/// error along.
///
/// Laws, checked for every implementation by one battery of tests: `+` and `·` associate and distribute,
/// `(A·B)ᵀ = Bᵀ·Aᵀ`, `tr(A·B) = tr(B·A)`, `vec(B·X·Aᵀ) = (A ⊗ B)·vec X`, `K(m,n)·vec A = vec Aᵀ` for A of
/// shape m×n, `entry(i,j)` of `A·B` is `Σ_l A_il B_lj`, `tabulate` inverts `entry`.
pub trait MatrixAlgebra: Clone + Debug {
    /// The number of rows or columns: an integer for values, a name for formulas.
    type Dimension: Clone + PartialEq + Debug + Display;
    /// An index into a row or column: an integer for values, a name for formulas.
    type Index: Clone;

    /// Number of rows.
    fn rows(&self) -> Self::Dimension;
    /// Number of columns.
    fn columns(&self) -> Self::Dimension;

    /// The dimension of this size.
    fn dimension(size: usize) -> Self::Dimension;
    /// The index of this number, counted from one.
    ///
    /// # Errors
    /// If the dimension is smaller.
    fn index(number: u64, over: &Self::Dimension) -> Result<Self::Index, AlgebraError>;
    /// An index that stands for every number: a free name for formulas. Values take one number, which the place among
    /// the free indices decides (counted from zero).
    fn free_index(name: &str, place: usize, over: &Self::Dimension) -> Self::Index;

    /// The 1×1 element p/q.
    ///
    /// # Errors
    /// If q has no reciprocal in the underlying numbers.
    fn constant(ratio: Ratio) -> Result<Self, AlgebraError>;
    /// The identity I_n.
    fn identity(n: &Self::Dimension) -> Self;
    /// The matrix of ones, m×n.
    fn ones(rows: &Self::Dimension, columns: &Self::Dimension) -> Self;
    /// The commutation matrix K(m,n) of order mn: `K(m,n) vec A = vec Aᵀ` for A of shape m×n.
    fn commutation(m: &Self::Dimension, n: &Self::Dimension) -> Self;

    /// A + B.
    ///
    /// # Errors
    /// If the shapes differ.
    fn add(&self, other: &Self) -> Result<Self, AlgebraError>;
    /// −A.
    fn negate(&self) -> Self;
    /// s·A for a 1×1 element s.
    ///
    /// # Errors
    /// If s is not 1×1.
    fn scale(&self, scalar: &Self) -> Result<Self, AlgebraError>;
    /// A·B.
    ///
    /// # Errors
    /// If the inner dimensions differ.
    fn multiply(&self, other: &Self) -> Result<Self, AlgebraError>;
    /// Aᵀ.
    fn transpose(&self) -> Self;
    /// A∘B, entry by entry.
    ///
    /// # Errors
    /// If the shapes differ.
    fn hadamard(&self, other: &Self) -> Result<Self, AlgebraError>;
    /// A ⊗ B: the block matrix of the a_ij·B.
    fn kronecker(&self, other: &Self) -> Self;
    /// vec A: the columns of A below one another.
    fn vec(&self) -> Self;
    /// tr A.
    ///
    /// # Errors
    /// If A is not square.
    fn trace(&self) -> Result<Self, AlgebraError>;
    /// The Frobenius product A:B = tr(AᵀB), 1×1.
    ///
    /// # Errors
    /// If the shapes differ.
    fn frobenius(&self, other: &Self) -> Result<Self, AlgebraError> {
        self.transpose().multiply(other)?.trace()
    }
    /// The diagonal matrix of a column.
    ///
    /// # Errors
    /// If there is more than one column.
    fn diagonal_matrix(&self) -> Result<Self, AlgebraError>;
    /// The diagonal of a square matrix, as a column.
    ///
    /// # Errors
    /// If A is not square.
    fn diagonal(&self) -> Result<Self, AlgebraError>;

    /// The entry A_ij, 1×1.
    ///
    /// # Errors
    /// If an index is out of range.
    fn entry(&self, i: &Self::Index, j: &Self::Index) -> Result<Self, AlgebraError>;
    /// The row i, 1×n.
    ///
    /// # Errors
    /// If the index is out of range.
    fn row(&self, i: &Self::Index) -> Result<Self, AlgebraError>;
    /// The column j, m×1.
    ///
    /// # Errors
    /// If the index is out of range.
    fn column(&self, j: &Self::Index) -> Result<Self, AlgebraError>;
    /// The Kronecker delta δ_ij, 1×1.
    fn delta(i: &Self::Index, j: &Self::Index) -> Self;
    /// The unit vector e_i, n×1.
    ///
    /// # Errors
    /// If the index is out of range.
    fn unit(n: &Self::Dimension, i: &Self::Index) -> Result<Self, AlgebraError>;

    /// Σ_i term(i), i running over the dimension. The term has the given shape (which an empty sum needs).
    ///
    /// # Errors
    /// The first error of a term, or if a term has another shape.
    fn sum(
        over: &Self::Dimension,
        shape: (&Self::Dimension, &Self::Dimension),
        term: impl FnMut(&Self::Index) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError>;
    /// The matrix whose entry (i,j) is given.
    ///
    /// # Errors
    /// The first error of an entry, or if one is not 1×1.
    fn tabulate(
        rows: &Self::Dimension,
        columns: &Self::Dimension,
        entry: impl FnMut(&Self::Index, &Self::Index) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError>;
    /// The matrix whose rows belong to vec of a `row`-shaped matrix and whose columns to vec of a
    /// `column`-shaped one, entry ((i,j),(k,l)) given: how second derivatives ∂²f/∂A_ij∂B_kl become a block.
    ///
    /// # Errors
    /// The first error of an entry, or if one is not 1×1.
    fn tabulate_block(
        row: (&Self::Dimension, &Self::Dimension),
        column: (&Self::Dimension, &Self::Dimension),
        entry: impl FnMut([&Self::Index; 4]) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError>;

    /// The matrix of blocks, row by row.
    ///
    /// # Errors
    /// If the blocks do not fit, or block matrices are not in this algebra.
    fn blocks(_rows: &[Vec<Self>]) -> Result<Self, AlgebraError> {
        Err(AlgebraError::Unsupported(
            "block matrices are not in this algebra".into(),
        ))
    }

    /// A⁻¹.
    ///
    /// # Errors
    /// If A is not square or singular, or inverses are not in this algebra.
    fn inverse(&self) -> Result<Self, AlgebraError>;
    /// det A, 1×1.
    ///
    /// # Errors
    /// If A is not square, or determinants are not in this algebra.
    fn determinant(&self) -> Result<Self, AlgebraError>;
    /// f(A), entry by entry.
    ///
    /// # Errors
    /// If an entry is outside the domain, or f is not in this algebra.
    fn elementwise(&self, function: Elementary) -> Result<Self, AlgebraError>;
    /// The matrix of reciprocals 1/A_ij.
    ///
    /// # Errors
    /// If an entry is zero.
    fn reciprocal(&self) -> Result<Self, AlgebraError>;

    /// ∂f/∂W of a scalar, of the shape of the letter W.
    ///
    /// # Errors
    /// If this is no scalar, W is no letter, or values carry no derivatives.
    fn gradient_in(&self, _letter: &Self) -> Result<Self, AlgebraError> {
        Err(no_derivatives())
    }
    /// ∂vec F/∂vec W for a letter W.
    ///
    /// # Errors
    /// If W is no letter, or values carry no derivatives.
    fn jacobian_in(&self, _letter: &Self) -> Result<Self, AlgebraError> {
        Err(no_derivatives())
    }
    /// The derivative along a direction of a letter.
    ///
    /// # Errors
    /// If the shapes differ, W is no letter, or values carry no derivatives.
    fn along(&self, _letter: &Self, _direction: &Self) -> Result<Self, AlgebraError> {
        Err(no_derivatives())
    }
    /// The Taylor polynomial about zero in some letters, of this order.
    ///
    /// # Errors
    /// If one of them is no letter, or values carry no derivatives.
    fn expansion(&self, _letters: &[Self], _order: u8) -> Result<Self, AlgebraError> {
        Err(no_derivatives())
    }
}

fn no_derivatives() -> AlgebraError {
    AlgebraError::Unsupported("values carry no derivatives".into())
}
