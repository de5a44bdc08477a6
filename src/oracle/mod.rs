//! The oracles: independent ways to know a derivative.
//!
//! Each answers two questions about a function F of matrices: the directional derivative `DF(x)[u]` and the
//! second one `D²F(x)[u, v]`. Gradients, Jacobians and Hessian blocks are these along unit directions.
//!
//! | oracle | numbers it evaluates F in | how it differentiates |
//! |---|---|---|
//! | [`autodiff`] | dual numbers of `num-dual` | the chain rule, operation by operation |
//! | [`exact`] | integers modulo 2⁶¹−1, or rationals | not at all: interpolates a polynomial through values |
//! | [`finite_difference`] | floating-point numbers | central differences, extrapolated |
//! | [`taylor`] | floating-point numbers | not at all: watches how fast a claim's remainder vanishes |
//! | [`symbolic`] | none: tensor networks, for every shape | takes a letter out of the network |
//! | [`structure`] | any | not at all: symmetry, adjoints, linearity |
//!
//! They share the evaluation of F ([`AnyFunction`]) and the bound on its rounding; none imports another. A function that
//! exists in `f64` alone is put before differences and Taylor slopes as [`Plain`].

pub mod autodiff;
pub mod exact;
pub mod finite_difference;
pub mod structure;
pub mod symbolic;
pub mod taylor;

mod direction;
mod evaluation;
mod plain;

use crate::algebra::{AlgebraError, Dense};
use crate::scalar::Number;
use nalgebra::DMatrix;
use thiserror::Error;

pub use direction::{Direction, natural_step};
pub use evaluation::{AnyFunction, Evaluation, bounded_value, bounded_value_at};
pub use plain::{Plain, noise};

/// A number and how far it may be from the truth (absolute; 0 for exact numbers).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate<N> {
    /// The number.
    pub value: N,
    /// The bound, or for finite differences the estimate, of |value − truth|.
    pub error: f64,
}

impl<N: Number> Estimate<N> {
    /// A number known exactly.
    pub fn exact(value: N) -> Self {
        Self { value, error: 0.0 }
    }
}

/// A matrix of estimates.
pub type Estimates<N> = DMatrix<Estimate<N>>;

/// Why an oracle has no answer. Never counted as agreement.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OracleError {
    /// The function has no value there: shapes or numbers forbid it.
    #[error(transparent)]
    Algebra(#[from] AlgebraError),
    /// The restriction to a line is not a polynomial of acceptable degree.
    #[error("along a line the function is not a polynomial of degree at most {limit}")]
    NotPolynomial {
        /// The highest degree tried.
        limit: u32,
    },
    /// The value overflowed or is not a number.
    #[error("the function's value is not finite there")]
    NotFinite,
    /// No step of a difference formula could be evaluated.
    #[error("no step size could be evaluated on both sides of the point")]
    NoStep,
}

/// A way to differentiate a function numerically or exactly, in numbers of one kind.
///
/// Laws: `first` is linear in the direction, `second` is bilinear and symmetric in its two, both within the
/// stated errors.
pub trait Differentiator<N: Number> {
    /// F(x) in the oracle's numbers.
    ///
    /// # Errors
    /// [`OracleError`] where F has no value.
    fn value(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError>;

    /// F(x) where x itself is known up to errors, to first order in them.
    ///
    /// # Errors
    /// [`OracleError`] where F has no value.
    fn value_at(
        &self,
        function: &dyn AnyFunction,
        point: &[Estimates<N>],
    ) -> Result<Estimates<N>, OracleError>;

    /// `DF(x)[u]`, of the shape of F.
    ///
    /// # Errors
    /// [`OracleError`] where the oracle has no answer.
    fn first(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        u: &Direction<N>,
    ) -> Result<Estimates<N>, OracleError>;

    /// `D²F(x)[u, v]`, of the shape of F.
    ///
    /// # Errors
    /// [`OracleError`] where the oracle has no answer.
    fn second(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        u: &Direction<N>,
        v: &Direction<N>,
    ) -> Result<Estimates<N>, OracleError>;

    /// `D²F(x)[u, v]` for each v, and for each u: a block of the Hessian, column by column.
    ///
    /// # Errors
    /// [`OracleError`] where the oracle has no answer.
    fn second_block(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        us: &[Direction<N>],
        vs: &[Direction<N>],
    ) -> Result<Vec<Estimates<N>>, OracleError> {
        vs.iter()
            .flat_map(|v| us.iter().map(move |u| (u, v)))
            .map(|(u, v)| self.second(function, point, u, v))
            .collect()
    }
}
