//! The numbers that formulas are evaluated in.
//!
//! One formula, many numbers: values ([`f64`]), derivatives (the dual numbers of `num-dual`), exact values
//! ([`Fp`], [`Rational`]) and values that know how far rounding may have moved them ([`Bounded`]).

mod bounded;
mod dual;
mod functions;
mod prime_field;
mod rational;

use nalgebra::{ClosedAddAssign, ClosedMulAssign, ClosedSubAssign};
use num_traits::{One, Zero};
use std::fmt;
use std::ops::Neg;
use thiserror::Error;

pub use bounded::{Bounded, DualParts};
pub use functions::Functions;
pub use prime_field::Fp;
pub use rational::{Ratio, Rational};

/// A kind of number in which a matrix formula can be evaluated.
///
/// Laws: a commutative ring with `zero` and `one`, up to rounding for the floating kinds, exactly for
/// [`Fp`] and [`Rational`]; `from_ratio` is the ring homomorphism on the rationals it accepts; `recip`
/// inverts multiplication.
pub trait Number:
    nalgebra::Scalar
    + Zero
    + One
    + Neg<Output = Self>
    + ClosedAddAssign
    + ClosedSubAssign
    + ClosedMulAssign
    + Send
    + Sync
{
    /// The name of these numbers as an error message says it, e.g. "integers modulo 2⁶¹−1".
    const NAME: &'static str;

    /// The largest relative error of one operation: 2⁻⁵³ for floating numbers, 0 for exact ones.
    const UNIT_ROUNDOFF: f64;

    /// The number p/q.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`] if q is zero here (modulo the prime, for [`Fp`]).
    fn from_ratio(ratio: Ratio) -> Result<Self, NumberError>;

    /// The reciprocal 1/x.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`] if x is zero or, for dual numbers, has real part zero.
    fn recip(&self) -> Result<Self, NumberError>;

    /// The value of an elementary function.
    ///
    /// # Errors
    /// [`NumberError::NotHere`] where these numbers have no such function, [`NumberError::Domain`] outside
    /// its domain.
    fn elementary(&self, function: Elementary) -> Result<Self, NumberError>;

    /// How good a pivot of an elimination this number is: |x| for floating numbers, 1 or 0 for exact ones.
    fn pivot_size(&self) -> f64;
}

/// An elementary function of one variable that can be applied entry by entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Elementary {
    /// eˣ.
    Exp,
    /// The natural logarithm, for x > 0.
    Ln,
    /// √x, for x > 0 (not differentiable at 0).
    Sqrt,
    /// The hyperbolic tangent.
    Tanh,
    /// The logistic function 1/(1 + e⁻ˣ).
    Sigmoid,
}

impl fmt::Display for Elementary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exp => "exp",
            Self::Ln => "log",
            Self::Sqrt => "sqrt",
            Self::Tanh => "tanh",
            Self::Sigmoid => "sigmoid",
        })
    }
}

/// Why a number could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// A function that these numbers do not have, such as exp modulo a prime.
    #[error("{function} has no value among the {numbers}")]
    NotHere {
        /// The function asked for.
        function: String,
        /// The numbers it was asked of.
        numbers: &'static str,
    },
    /// An argument outside the domain, such as log(−1).
    #[error("{function} is not defined (or not differentiable) at {argument}")]
    Domain {
        /// The function asked for.
        function: String,
        /// Its argument.
        argument: String,
    },
    /// 1/0.
    #[error("division by zero among the {numbers}")]
    DivisionByZero {
        /// The numbers it happened in.
        numbers: &'static str,
    },
}
