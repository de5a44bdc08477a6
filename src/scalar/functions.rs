//! Elementary functions as methods, for functions that are written with numbers.

use super::{Elementary, Number, NumberError};

/// `x.exp()?` and its like, in numbers of every kind.
///
/// ```
/// use matproof::scalar::{Functions, Number, NumberError};
/// fn softplus<N: Number>(x: &N) -> Result<N, NumberError> {
///     (N::one() + x.exp()?).ln()
/// }
/// assert_eq!(softplus(&0.0), Ok(2f64.ln()));
/// ```
pub trait Functions: Number {
    /// eˣ.
    ///
    /// # Errors
    /// [`NumberError::NotHere`] among exact numbers.
    fn exp(&self) -> Result<Self, NumberError> {
        self.elementary(Elementary::Exp)
    }

    /// log x, x > 0.
    ///
    /// # Errors
    /// [`NumberError::NotHere`] among exact numbers, [`NumberError::Domain`] for x ≤ 0.
    fn ln(&self) -> Result<Self, NumberError> {
        self.elementary(Elementary::Ln)
    }

    /// √x, x > 0.
    ///
    /// # Errors
    /// [`NumberError::NotHere`] among exact numbers, [`NumberError::Domain`] for x ≤ 0.
    fn sqrt(&self) -> Result<Self, NumberError> {
        self.elementary(Elementary::Sqrt)
    }

    /// tanh x.
    ///
    /// # Errors
    /// [`NumberError::NotHere`] among exact numbers.
    fn tanh(&self) -> Result<Self, NumberError> {
        self.elementary(Elementary::Tanh)
    }

    /// 1/(1 + e⁻ˣ).
    ///
    /// # Errors
    /// [`NumberError::NotHere`] among exact numbers.
    fn sigmoid(&self) -> Result<Self, NumberError> {
        self.elementary(Elementary::Sigmoid)
    }
}

impl<N: Number> Functions for N {}
