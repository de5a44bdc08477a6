//! Floating numbers and the dual numbers of `num-dual` as [`Number`]s.

use super::{DualParts, Elementary, Number, NumberError, Ratio};
use num_dual::{Dual2_64, Dual64, DualNum, DualStruct, HyperDual64};

fn ratio_as_f64(ratio: Ratio) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounded once each; literals are small"
    )]
    let quotient = ratio.numerator as f64 / ratio.denominator as f64;
    quotient
}

macro_rules! floating_number {
    ($($number:ty, $name:literal;)*) => {$(
        impl Number for $number {
            const NAME: &'static str = $name;
            const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

            fn from_ratio(ratio: Ratio) -> Result<Self, NumberError> {
                Ok(Self::from(ratio_as_f64(ratio)))
            }

            fn recip(&self) -> Result<Self, NumberError> {
                if self.pivot_size() > 0.0 {
                    Ok(DualNum::recip(self))
                } else {
                    Err(NumberError::DivisionByZero { numbers: Self::NAME })
                }
            }

            fn elementary(&self, function: Elementary) -> Result<Self, NumberError> {
                let re = DualStruct::re(self);
                if matches!(function, Elementary::Ln | Elementary::Sqrt) && re <= 0.0 {
                    return Err(NumberError::Domain { function: function.to_string(), argument: re.to_string() });
                }
                Ok(match function {
                    Elementary::Exp => DualNum::exp(self),
                    Elementary::Ln => DualNum::ln(self),
                    Elementary::Sqrt => DualNum::sqrt(self),
                    Elementary::Tanh => DualNum::tanh(self),
                    // Written with e^{-|x|} so that neither branch overflows.
                    Elementary::Sigmoid if re >= 0.0 => DualNum::recip(&(DualNum::exp(&-*self) + 1.0)),
                    Elementary::Sigmoid => {
                        let e = DualNum::exp(self);
                        e / (e + 1.0)
                    }
                })
            }

            fn pivot_size(&self) -> f64 {
                DualStruct::re(self).abs()
            }
        }
    )*};
}

floating_number! {
    f64, "floating-point numbers";
    Dual64, "dual numbers";
    HyperDual64, "hyper-dual numbers";
    Dual2_64, "second-order dual numbers";
}

impl DualParts for f64 {
    #[inline]
    fn map_parts(self, f: impl Fn(f64) -> f64) -> Self {
        f(self)
    }

    #[inline]
    fn largest_part(self) -> f64 {
        self.abs()
    }
}

impl DualParts for Dual64 {
    #[inline]
    fn map_parts(self, f: impl Fn(f64) -> f64) -> Self {
        Self::new(f(self.re), f(self.eps))
    }

    #[inline]
    fn largest_part(self) -> f64 {
        self.re.abs().max(self.eps.abs())
    }
}

impl DualParts for Dual2_64 {
    #[inline]
    fn map_parts(self, f: impl Fn(f64) -> f64) -> Self {
        Self::new(f(self.re), f(self.v1), f(self.v2))
    }

    #[inline]
    fn largest_part(self) -> f64 {
        self.re.abs().max(self.v1.abs()).max(self.v2.abs())
    }
}

impl DualParts for HyperDual64 {
    #[inline]
    fn map_parts(self, f: impl Fn(f64) -> f64) -> Self {
        Self::new(f(self.re), f(self.eps1), f(self.eps2), f(self.eps1eps2))
    }

    #[inline]
    fn largest_part(self) -> f64 {
        self.re
            .abs()
            .max(self.eps1.abs())
            .max(self.eps2.abs())
            .max(self.eps1eps2.abs())
    }
}
