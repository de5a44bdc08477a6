//! Matrices and scalars as formulas write them: with operators, the first error carried along.

use super::{AlgebraError, MatrixAlgebra, Shape};
use crate::scalar::{Elementary, Ratio};
use std::ops::{Add, Mul, Neg, Sub};

/// ½, the factor in front of most squares.
pub const HALF: Ratio = Ratio::new(1, 2);

/// A dimension, or the error of the matrix it was read off.
type Size<A> = Result<<A as MatrixAlgebra>::Dimension, AlgebraError>;

/// A matrix in a formula: an element of the algebra, or the first error met on the way to it.
///
/// `+ − ·` work on values and references alike. Nothing panics on shapes that do not fit: the result holds
/// the error, and [`Matrix::into_result`] gives it out.
#[derive(Debug, Clone)]
pub struct Matrix<A>(Result<A, AlgebraError>);

/// A scalar in a formula: a 1×1 element of the algebra, or the first error met on the way to it.
#[derive(Debug, Clone)]
pub struct Scalar<A>(Result<A, AlgebraError>);

impl<A: MatrixAlgebra> Matrix<A> {
    /// A matrix from its value.
    #[must_use]
    pub fn new(value: A) -> Self {
        Self(Ok(value))
    }

    /// A matrix from its value or the reason why it has none.
    #[must_use]
    pub fn from_result(value: Result<A, AlgebraError>) -> Self {
        Self(value)
    }

    /// What a formula gives that was handed too few arguments.
    #[must_use]
    pub fn missing_arguments(expected: usize, actual: usize) -> Self {
        Self(Err(AlgebraError::Arguments { expected, actual }))
    }

    /// The value.
    ///
    /// # Errors
    /// The first operation that had none.
    pub fn into_result(self) -> Result<A, AlgebraError> {
        self.0
    }

    fn map(&self, operation: impl FnOnce(&A) -> A) -> Self {
        Self(self.0.as_ref().map(operation).map_err(Clone::clone))
    }

    fn try_map(
        &self,
        operation: impl FnOnce(&A) -> Result<A, AlgebraError>,
    ) -> Result<A, AlgebraError> {
        operation(self.0.as_ref().map_err(Clone::clone)?)
    }

    fn combine(
        &self,
        other: &Self,
        operation: impl FnOnce(&A, &A) -> Result<A, AlgebraError>,
    ) -> Result<A, AlgebraError> {
        let left = self.0.as_ref().map_err(Clone::clone)?;
        operation(left, other.0.as_ref().map_err(Clone::clone)?)
    }

    /// The number of rows.
    ///
    /// # Errors
    /// The error this matrix carries.
    pub fn rows(&self) -> Size<A> {
        self.0
            .as_ref()
            .map(MatrixAlgebra::rows)
            .map_err(Clone::clone)
    }

    /// The number of columns.
    ///
    /// # Errors
    /// The error this matrix carries.
    pub fn columns(&self) -> Size<A> {
        self.0
            .as_ref()
            .map(MatrixAlgebra::columns)
            .map_err(Clone::clone)
    }

    /// The identity I_n, as `Matrix::identity(w.rows())`.
    #[must_use]
    pub fn identity(n: Size<A>) -> Self {
        Self(n.map(|n| A::identity(&n)))
    }

    /// The m×n matrix of ones.
    #[must_use]
    pub fn ones(rows: Size<A>, columns: Size<A>) -> Self {
        Self(rows.and_then(|m| Ok(A::ones(&m, &columns?))))
    }

    /// The commutation matrix K(m,n): `K(m,n) vec A = vec Aᵀ` for A of shape m×n.
    #[must_use]
    pub fn commutation(m: Size<A>, n: Size<A>) -> Self {
        Self(m.and_then(|m| Ok(A::commutation(&m, &n?))))
    }

    /// Aᵀ.
    #[must_use]
    pub fn t(&self) -> Self {
        self.map(A::transpose)
    }

    /// A∘B, entry by entry.
    #[must_use]
    pub fn hadamard(&self, other: &Self) -> Self {
        Self(self.combine(other, A::hadamard))
    }

    /// A ⊗ B.
    #[must_use]
    pub fn kron(&self, other: &Self) -> Self {
        Self(self.combine(other, |a, b| Ok(a.kronecker(b))))
    }

    /// vec A: the columns below one another.
    #[must_use]
    pub fn vec(&self) -> Self {
        self.map(A::vec)
    }

    /// The diagonal matrix of a column.
    #[must_use]
    pub fn diagonal_matrix(&self) -> Self {
        Self(self.try_map(A::diagonal_matrix))
    }

    /// The diagonal of a square matrix, as a column.
    #[must_use]
    pub fn diagonal(&self) -> Self {
        Self(self.try_map(A::diagonal))
    }

    /// tr A.
    #[must_use]
    pub fn trace(&self) -> Scalar<A> {
        Scalar(self.try_map(A::trace))
    }

    /// The Frobenius product A:B = tr(AᵀB).
    #[must_use]
    pub fn frobenius(&self, other: &Self) -> Scalar<A> {
        Scalar(self.combine(other, A::frobenius))
    }

    /// ‖A‖²_F = tr(AᵀA).
    #[must_use]
    pub fn squared_norm(&self) -> Scalar<A> {
        self.frobenius(self)
    }

    /// The entry A_ij.
    #[must_use]
    pub fn entry(&self, i: &A::Index, j: &A::Index) -> Scalar<A> {
        Scalar(self.try_map(|a| a.entry(i, j)))
    }

    /// The row i, 1×n.
    #[must_use]
    pub fn row(&self, i: &A::Index) -> Self {
        Self(self.try_map(|a| a.row(i)))
    }

    /// The column j, m×1.
    #[must_use]
    pub fn column(&self, j: &A::Index) -> Self {
        Self(self.try_map(|a| a.column(j)))
    }

    /// The unit vector e_i of length n.
    #[must_use]
    pub fn unit(n: Size<A>, i: &A::Index) -> Self {
        Self(n.and_then(|n| A::unit(&n, i)))
    }

    /// A⁻¹.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self(self.try_map(A::inverse))
    }

    /// det A.
    #[must_use]
    pub fn determinant(&self) -> Scalar<A> {
        Scalar(self.try_map(A::determinant))
    }

    /// f(A), entry by entry.
    #[must_use]
    pub fn elementwise(&self, function: Elementary) -> Self {
        Self(self.try_map(|a| a.elementwise(function)))
    }

    /// 1/A_ij, entry by entry.
    #[must_use]
    pub fn reciprocal(&self) -> Self {
        Self(self.try_map(A::reciprocal))
    }

    /// This matrix read as a scalar; an error unless it is 1×1.
    #[must_use]
    pub fn as_scalar(&self) -> Scalar<A> {
        // Scaling a 1×1 element by this one is an error unless this one is 1×1, and changes nothing.
        Scalar(self.try_map(|a| A::constant(Ratio::from(1))?.scale(a)))
    }

    /// Σ_i term(i) for matrices of the shape of `like`, i running over a dimension.
    #[must_use]
    pub fn sum(
        over: Size<A>,
        like: (Size<A>, Size<A>),
        mut term: impl FnMut(&A::Index) -> Self,
    ) -> Self {
        Self(over.and_then(|n| A::sum(&n, (&like.0?, &like.1?), |i| term(i).0)))
    }

    /// The matrix whose entry (i,j) is given.
    #[must_use]
    pub fn tabulate(
        rows: Size<A>,
        columns: Size<A>,
        mut entry: impl FnMut(&A::Index, &A::Index) -> Scalar<A>,
    ) -> Self {
        Self(rows.and_then(|m| A::tabulate(&m, &columns?, |i, j| entry(i, j).0)))
    }

    /// The block of second derivatives whose entry ((i,j),(k,l)) is given: rows belong to vec of a matrix
    /// shaped like `row`, columns to vec of one shaped like `column`.
    #[must_use]
    pub fn tabulate_block(
        row: &Self,
        column: &Self,
        mut entry: impl FnMut([&A::Index; 4]) -> Scalar<A>,
    ) -> Self {
        let mut build = || {
            let (rows, columns) = (
                (row.rows()?, row.columns()?),
                (column.rows()?, column.columns()?),
            );
            A::tabulate_block((&rows.0, &rows.1), (&columns.0, &columns.1), |index| {
                entry(index).0
            })
        };
        Self(build())
    }
}

impl<A: MatrixAlgebra> Scalar<A> {
    /// A literal p/q.
    #[must_use]
    pub fn literal(ratio: impl Into<Ratio>) -> Self {
        Self(A::constant(ratio.into()))
    }

    /// The Kronecker delta δ_ij.
    #[must_use]
    pub fn delta(i: &A::Index, j: &A::Index) -> Self {
        Self(Ok(A::delta(i, j)))
    }

    /// Σ_i term(i), i running over a dimension.
    #[must_use]
    pub fn sum(over: Size<A>, mut term: impl FnMut(&A::Index) -> Self) -> Self {
        let one = || A::constant(Ratio::from(1)).map(|one| one.rows());
        Self(over.and_then(|n| A::sum(&n, (&one()?, &one()?), |i| term(i).0)))
    }

    /// f(s).
    #[must_use]
    pub fn elementary(&self, function: Elementary) -> Self {
        Self(Matrix(self.0.clone()).try_map(|a| a.elementwise(function)))
    }

    /// 1/s.
    #[must_use]
    pub fn reciprocal(&self) -> Self {
        Self(Matrix(self.0.clone()).try_map(A::reciprocal))
    }

    /// The value, a 1×1 element.
    ///
    /// # Errors
    /// The first operation that had none.
    pub fn into_result(self) -> Result<A, AlgebraError> {
        self.0
    }
}

impl<A> From<Scalar<A>> for Matrix<A> {
    fn from(scalar: Scalar<A>) -> Self {
        Self(scalar.0)
    }
}

/// One operator for all four combinations of values and references.
macro_rules! operator {
    ($trait:ident, $method:ident, $left:ident, $right:ident => $output:ident, |$a:ident, $b:ident| $body:expr) => {
        impl<A: MatrixAlgebra> $trait<&$right<A>> for &$left<A> {
            type Output = $output<A>;
            fn $method(self, other: &$right<A>) -> $output<A> {
                let combined = || {
                    let $a = self.0.as_ref().map_err(Clone::clone)?;
                    let $b = other.0.as_ref().map_err(Clone::clone)?;
                    $body
                };
                $output(combined())
            }
        }
        impl<A: MatrixAlgebra> $trait<$right<A>> for &$left<A> {
            type Output = $output<A>;
            fn $method(self, other: $right<A>) -> $output<A> {
                $trait::$method(self, &other)
            }
        }
        impl<A: MatrixAlgebra> $trait<&$right<A>> for $left<A> {
            type Output = $output<A>;
            fn $method(self, other: &$right<A>) -> $output<A> {
                $trait::$method(&self, other)
            }
        }
        impl<A: MatrixAlgebra> $trait<$right<A>> for $left<A> {
            type Output = $output<A>;
            fn $method(self, other: $right<A>) -> $output<A> {
                $trait::$method(&self, &other)
            }
        }
    };
}

operator!(Add, add, Matrix, Matrix => Matrix, |a, b| a.add(b));
operator!(Sub, sub, Matrix, Matrix => Matrix, |a, b| difference(a, b));
operator!(Mul, mul, Matrix, Matrix => Matrix, |a, b| a.multiply(b));
operator!(Mul, mul, Scalar, Matrix => Matrix, |s, a| a.scale(s));
operator!(Add, add, Scalar, Scalar => Scalar, |s, t| s.add(t));
operator!(Sub, sub, Scalar, Scalar => Scalar, |s, t| s.add(&t.negate()));
operator!(Mul, mul, Scalar, Scalar => Scalar, |s, t| s.scale(t));

fn difference<A: MatrixAlgebra>(a: &A, b: &A) -> Result<A, AlgebraError> {
    a.add(&b.negate()).map_err(|_| AlgebraError::Unequal {
        operation: "a difference",
        left: Shape::new(a.rows(), a.columns()),
        right: Shape::new(b.rows(), b.columns()),
    })
}

/// Negation and literal factors, `2 * &a`, `HALF * a`.
macro_rules! literal_factors {
    ($($type:ident),*) => {$(
        impl<A: MatrixAlgebra> Neg for &$type<A> {
            type Output = $type<A>;
            fn neg(self) -> $type<A> {
                $type(self.0.as_ref().map(A::negate).map_err(Clone::clone))
            }
        }
        impl<A: MatrixAlgebra> Neg for $type<A> {
            type Output = $type<A>;
            fn neg(self) -> $type<A> {
                -&self
            }
        }
        impl<A: MatrixAlgebra> Mul<&$type<A>> for Ratio {
            type Output = $type<A>;
            fn mul(self, other: &$type<A>) -> $type<A> {
                Scalar::literal(self) * other
            }
        }
        impl<A: MatrixAlgebra> Mul<$type<A>> for Ratio {
            type Output = $type<A>;
            fn mul(self, other: $type<A>) -> $type<A> {
                self * &other
            }
        }
        impl<A: MatrixAlgebra> Mul<&$type<A>> for i64 {
            type Output = $type<A>;
            fn mul(self, other: &$type<A>) -> $type<A> {
                Ratio::from(self) * other
            }
        }
        impl<A: MatrixAlgebra> Mul<$type<A>> for i64 {
            type Output = $type<A>;
            fn mul(self, other: $type<A>) -> $type<A> {
                Ratio::from(self) * other
            }
        }
    )*};
}

literal_factors!(Matrix, Scalar);
