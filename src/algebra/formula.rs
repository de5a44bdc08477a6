//! Formulas and functions: what oracles are asked about.

use super::{AlgebraError, Dense, Matrix, MatrixAlgebra};
use crate::scalar::Number;

/// A formula written over the operations of matrix algebra: evaluable in numbers of every kind, and in
/// formulas for every shape.
///
/// The macro [`formula!`](crate::formula) writes one from an ordinary expression.
pub trait Formula: Send + Sync {
    /// The formula at these arguments. It may ignore trailing ones.
    fn evaluate<A: MatrixAlgebra>(&self, arguments: &[Matrix<A>]) -> Matrix<A>;
}

/// A function of matrices generic over the numbers: whatever Rust can compute entry by entry.
///
/// Every [`Formula`] is one. A function written with entry loops implements this trait itself:
///
/// ```
/// use matproof::algebra::{AlgebraError, Dense, Function};
/// use matproof::scalar::Number;
///
/// /// Σ_i x_i⁴ of a column x.
/// struct FourthPowers;
/// impl Function for FourthPowers {
///     fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
///         let x = arguments[0].as_matrix();
///         let fourth = |x: &N| x.clone() * x.clone() * x.clone() * x.clone();
///         Ok(Dense::scalar(x.iter().fold(N::zero(), |sum, x| sum + fourth(x))))
///     }
/// }
/// ```
pub trait Function: Send + Sync {
    /// The value at these arguments. It may ignore trailing ones.
    ///
    /// # Errors
    /// If shapes do not fit, or the numbers have no such value.
    fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError>;

    /// The same in any matrix algebra, if it is a [`Formula`]; a function written with numbers is none.
    fn as_formula<A: MatrixAlgebra>(&self, _arguments: &[Matrix<A>]) -> Option<Matrix<A>> {
        None
    }
}

impl<F: Formula> Function for F {
    fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
        let written: Vec<_> = arguments.iter().cloned().map(Matrix::new).collect();
        Formula::evaluate(self, &written).into_result()
    }

    fn as_formula<A: MatrixAlgebra>(&self, arguments: &[Matrix<A>]) -> Option<Matrix<A>> {
        Some(Formula::evaluate(self, arguments))
    }
}

/// Writes a [`Formula`](crate::algebra::Formula) from an expression in its arguments; trailing arguments
/// that the expression does not name are ignored.
///
/// ```
/// use matproof::algebra::{Dense, Function, HALF};
/// use matproof::formula;
/// let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
/// let [x, w, h] = [3.0, 1.0, 1.0].map(Dense::scalar);
/// assert_eq!(f.evaluate(&[x, w, h])?, Dense::scalar(2.0));
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[macro_export]
macro_rules! formula {
    (|$($argument:ident),+| $body:expr) => {{
        #[derive(Debug, Clone, Copy)]
        struct Written;
        impl $crate::algebra::Formula for Written {
            fn evaluate<A: $crate::algebra::MatrixAlgebra>(
                &self,
                arguments: &[$crate::algebra::Matrix<A>],
            ) -> $crate::algebra::Matrix<A> {
                let [$($argument),+, ..] = arguments else {
                    let expected = [$(stringify!($argument)),+].len();
                    return $crate::algebra::Matrix::missing_arguments(expected, arguments.len());
                };
                $crate::algebra::Matrix::from($body)
            }
        }
        Written
    }};
}
