//! Rational numbers: literal ones, and exact arithmetic that a person can read.

use super::{Elementary, Number, NumberError};
use num_bigint::BigInt;
use num_traits::Zero;
use std::fmt;

/// Exact rational numbers of unlimited size.
pub type Rational = num_rational::BigRational;

/// A literal rational p/q with small parts, as formulas contain them: ½, 2, −1.
///
/// ```
/// # use matproof::scalar::Ratio;
/// assert_eq!(Ratio::new(1, 2).to_string(), "1/2");
/// assert_eq!(Ratio::from(3).to_string(), "3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// p.
    pub numerator: i64,
    /// q, not zero.
    pub denominator: i64,
}

impl Ratio {
    /// p/q as written, not reduced.
    ///
    /// # Panics
    /// If q = 0: a literal nobody can mean.
    #[must_use]
    pub const fn new(numerator: i64, denominator: i64) -> Self {
        assert!(denominator != 0, "a ratio with denominator zero");
        Self {
            numerator,
            denominator,
        }
    }
}

impl From<i64> for Ratio {
    fn from(integer: i64) -> Self {
        Self::new(integer, 1)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            q => write!(f, "{}/{q}", self.numerator),
        }
    }
}

impl Number for Rational {
    const NAME: &'static str = "rational numbers";
    const UNIT_ROUNDOFF: f64 = 0.0;

    fn from_ratio(ratio: Ratio) -> Result<Self, NumberError> {
        Ok(Self::new(
            BigInt::from(ratio.numerator),
            BigInt::from(ratio.denominator),
        ))
    }

    fn recip(&self) -> Result<Self, NumberError> {
        if self.is_zero() {
            return Err(NumberError::DivisionByZero {
                numbers: Self::NAME,
            });
        }
        Ok(num_rational::Ratio::recip(self))
    }

    fn elementary(&self, function: Elementary) -> Result<Self, NumberError> {
        Err(NumberError::NotHere {
            function: function.to_string(),
            numbers: Self::NAME,
        })
    }

    fn pivot_size(&self) -> f64 {
        if self.is_zero() { 0.0 } else { 1.0 }
    }
}
