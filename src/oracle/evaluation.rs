//! A function as every oracle sees it: something that can be evaluated in the oracle's numbers.

use super::{Estimate, Estimates, OracleError};
use crate::algebra::{AlgebraError, Dense, Function, Matrix};
use crate::scalar::{Bounded, Fp, Number, Rational};
use crate::tensor::Network;
use num_dual::{Dual2_64, Dual64, HyperDual64};

macro_rules! evaluations {
    ($($method:ident: $number:ty),* $(,)?) => {
        /// A [`Function`] without its generic method, so that functions can stand in one table. Implemented
        /// for every function; evaluate through [`Evaluation::of`].
        pub trait AnyFunction: Send + Sync {
            $(
                #[doc = concat!("The value in the numbers `", stringify!($number), "`.")]
                ///
                /// # Errors
                /// If shapes do not fit, or the numbers have no such value.
                fn $method(&self, arguments: &[Dense<$number>]) -> Result<Dense<$number>, AlgebraError>;
            )*

            /// The function as a formula for every shape; `None` if it is written with numbers.
            fn in_networks(&self, _arguments: &[Network]) -> Option<Result<Network, AlgebraError>> {
                None
            }
        }

        impl<F: Function> AnyFunction for F {
            $(
                fn $method(&self, arguments: &[Dense<$number>]) -> Result<Dense<$number>, AlgebraError> {
                    Function::evaluate(self, arguments)
                }
            )*

            fn in_networks(&self, arguments: &[Network]) -> Option<Result<Network, AlgebraError>> {
                let arguments: Vec<_> = arguments.iter().cloned().map(Matrix::new).collect();
                self.as_formula(&arguments).map(Matrix::into_result)
            }
        }

        $(
            impl Evaluation for $number {
                fn of(function: &dyn AnyFunction, arguments: &[Dense<Self>]) -> Result<Dense<Self>, AlgebraError> {
                    function.$method(arguments)
                }
            }
        )*
    };
}

/// Numbers in which every [`AnyFunction`] can be evaluated.
pub trait Evaluation: Number {
    /// The value of the function.
    ///
    /// # Errors
    /// If shapes do not fit, or the numbers have no such value.
    fn of(
        function: &dyn AnyFunction,
        arguments: &[Dense<Self>],
    ) -> Result<Dense<Self>, AlgebraError>;
}

evaluations! {
    at_f64: f64,
    at_bounded: Bounded<f64>,
    at_dual: Bounded<Dual64>,
    at_second_dual: Bounded<Dual2_64>,
    at_hyper_dual: Bounded<HyperDual64>,
    at_residues: Fp,
    at_rationals: Rational,
}

/// The value at a floating-point point, with the rounding it may contain.
///
/// # Errors
/// If the function has no value there, or one that is not finite.
pub fn bounded_value(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
) -> Result<Estimates<f64>, OracleError> {
    bounded(
        function,
        point.iter().map(|x| x.map(Bounded::exact)).collect(),
    )
}

/// The same where the entries of the point carry errors.
///
/// # Errors
/// If the function has no value there, or one that is not finite.
pub fn bounded_value_at(
    function: &dyn AnyFunction,
    point: &[Estimates<f64>],
) -> Result<Estimates<f64>, OracleError> {
    let lift = |x: &Estimate<f64>| {
        if x.error > 0.0 {
            Bounded::with_error(x.value, x.error)
        } else {
            Bounded::exact(x.value)
        }
    };
    let lifted = point
        .iter()
        .map(|x| Dense::from(x.map(|x| lift(&x))))
        .collect();
    bounded(function, lifted)
}

fn bounded(
    function: &dyn AnyFunction,
    lifted: Vec<Dense<Bounded<f64>>>,
) -> Result<Estimates<f64>, OracleError> {
    let value = Bounded::of(function, &lifted)?.into_matrix();
    let estimates = value.map(|v| Estimate {
        value: v.value(),
        error: v.error(v.magnitude()),
    });
    if estimates
        .iter()
        .all(|e| e.value.is_finite() && e.error.is_finite())
    {
        Ok(estimates)
    } else {
        Err(OracleError::NotFinite)
    }
}
