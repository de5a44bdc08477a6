//! Numbers that know how far rounding may have moved them.

use super::{Elementary, Number, NumberError, Ratio};
use num_traits::{One, Zero};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A floating number made of parts (a value and its derivatives).
pub trait DualParts: Number + Copy {
    /// The number with `f` applied to every part.
    #[must_use]
    fn map_parts(self, f: impl Fn(f64) -> f64) -> Self;

    /// The largest absolute value among the parts; zero only if the number and all its derivatives are.
    fn largest_part(self) -> f64;
}

/// A floating or dual number together with a bound on the rounding in it.
///
/// Wilkinson's running analysis: beside the value stands its *magnitude*, the same expression with every
/// term replaced by its absolute value (so subtraction adds), and the number of roundings a term may have
/// passed through. For + − × each part of the value is off by at most
///
/// ```text
/// error = roundings · u · magnitude · (1 + O(u)),   u = 2⁻⁵³,
/// ```
///
/// and, to first order in u, the same holds through reciprocals and elementary functions, whose magnitude is
/// |f(x)| + |f′(x)|·magnitude. The magnitude is carried in the same dual numbers as the value, so the bound
/// covers derivatives as well as values. Underflow is covered too: a product contributes at least 2⁻¹⁰²² to
/// the magnitude. Twice the work of the plain number.
///
/// Reference: N. J. Higham, *Accuracy and Stability of Numerical Algorithms* (2002), sections 3.1 and 3.3.
///
/// ```
/// # use matproof::scalar::Bounded;
/// let big = Bounded::exact(1e16);
/// let one = (big + Bounded::exact(1.0)) - big;       // 0 in floating point, 1 in truth
/// assert!((one.value() - 1.0).abs() <= one.error(one.magnitude()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounded<D> {
    value: D,
    magnitude: D,
    roundings: u32,
}

impl<D: DualParts> Bounded<D> {
    /// A number that carries no error.
    #[must_use]
    #[inline]
    pub fn exact(value: D) -> Self {
        Self {
            value,
            magnitude: value.map_parts(f64::abs),
            roundings: 0,
        }
    }

    /// A number whose error is known by other means (all its parts alike).
    #[must_use]
    #[inline]
    pub fn with_error(value: D, error: f64) -> Self {
        let magnitude = error / (f64::EPSILON / 2.0);
        Self {
            value,
            magnitude: value.map_parts(|part| magnitude.max(part.abs())),
            roundings: 1,
        }
    }

    /// The computed value.
    #[must_use]
    #[inline]
    pub fn value(&self) -> D {
        self.value
    }

    /// The same expression with every term replaced by its absolute value.
    #[must_use]
    #[inline]
    pub fn magnitude(&self) -> D {
        self.magnitude
    }

    /// Exactly zero, derivatives included. (`is_zero` of a dual number looks at its value alone.)
    #[inline]
    fn vanishes(&self) -> bool {
        self.magnitude.largest_part() <= 0.0
    }

    /// The bound that belongs to one part of the magnitude: roundings · 2⁻⁵³ · part.
    #[must_use]
    #[inline]
    pub fn error(&self, magnitude_part: f64) -> f64 {
        if self.roundings == 0 {
            return 0.0;
        }
        f64::from(self.roundings) * (f64::EPSILON / 2.0) * magnitude_part
    }
}

/// A dual product has at most four terms per part: one rounding for the product and three for the sum.
const ROUNDINGS_OF_A_PRODUCT: u32 = 4;

/// Chain rule to second order: f, f′·x′, f″·x′² + f′·x″, with library functions good to about one unit in
/// the last place.
const ROUNDINGS_OF_A_FUNCTION: u32 = 10;

impl<D: DualParts> Add for Bounded<D> {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        // Adding an exact zero rounds nothing; sums start from one.
        if other.vanishes() {
            return self;
        }
        if self.vanishes() {
            return other;
        }
        Self {
            value: self.value + other.value,
            magnitude: self.magnitude + other.magnitude,
            roundings: self.roundings.max(other.roundings) + 1,
        }
    }
}

impl<D: DualParts> Neg for Bounded<D> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            ..self
        }
    }
}

impl<D: DualParts> Sub for Bounded<D> {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl<D: DualParts> Mul for Bounded<D> {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let product = self.magnitude * other.magnitude;
        let magnitude = if self.vanishes() || other.vanishes() {
            D::zero()
        } else {
            product.map_parts(|part| part + f64::MIN_POSITIVE)
        };
        Self {
            value: self.value * other.value,
            magnitude,
            roundings: self.roundings + other.roundings + ROUNDINGS_OF_A_PRODUCT,
        }
    }
}

impl<D: DualParts> AddAssign for Bounded<D> {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<D: DualParts> SubAssign for Bounded<D> {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<D: DualParts> MulAssign for Bounded<D> {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<D: DualParts> Zero for Bounded<D> {
    #[inline]
    fn zero() -> Self {
        Self::exact(D::zero())
    }
    #[inline]
    fn is_zero(&self) -> bool {
        self.vanishes()
    }
}

impl<D: DualParts> One for Bounded<D> {
    #[inline]
    fn one() -> Self {
        Self::exact(D::one())
    }
}

impl<D: DualParts> Number for Bounded<D> {
    const NAME: &'static str = D::NAME;
    const UNIT_ROUNDOFF: f64 = D::UNIT_ROUNDOFF;

    #[inline]
    fn from_ratio(ratio: Ratio) -> Result<Self, NumberError> {
        let exact = Self::exact(D::from_ratio(ratio)?);
        // A power of two divides exactly; any other quotient is rounded once.
        let roundings = u32::from(!ratio.denominator.unsigned_abs().is_power_of_two());
        Ok(Self { roundings, ..exact })
    }

    #[inline]
    fn recip(&self) -> Result<Self, NumberError> {
        let value = self.value.recip()?;
        let size = value.map_parts(f64::abs);
        Ok(Self {
            value,
            magnitude: size * size * self.magnitude,
            roundings: self.roundings + ROUNDINGS_OF_A_FUNCTION,
        })
    }

    #[inline]
    fn elementary(&self, function: Elementary) -> Result<Self, NumberError> {
        let value = self.value.elementary(function)?;
        let two = D::one() + D::one();
        let slope = match function {
            Elementary::Exp => value,
            Elementary::Ln => self.value.recip()?,
            Elementary::Sqrt => (two * value).recip()?,
            Elementary::Tanh => D::one() - value * value,
            Elementary::Sigmoid => value * (D::one() - value),
        };
        Ok(Self {
            value,
            magnitude: value.map_parts(f64::abs) + slope.map_parts(f64::abs) * self.magnitude,
            roundings: self.roundings + ROUNDINGS_OF_A_FUNCTION,
        })
    }

    #[inline]
    fn pivot_size(&self) -> f64 {
        self.value.pivot_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;
    use num_traits::{FromPrimitive, ToPrimitive};
    use quickcheck_macros::quickcheck;

    /// A polynomial with heavy cancellation, (a−b)(a+b) − a² + b² + c, in any numbers.
    fn cancelling<N: Number>(a: N, b: N, c: N) -> N {
        (a.clone() - b.clone()) * (a.clone() + b.clone()) - a.clone() * a + b.clone() * b + c
    }

    /// The computed value must lie within its own bound of the exact rational value. The bound is first
    /// order in u; 1 % on top is far more than the dropped terms.
    #[quickcheck]
    fn the_bound_covers_the_rounding(a: i32, b: i32, c: i32) -> bool {
        let [a, b, c] = [a, b, c].map(|i| f64::from(i) / 3.0);
        let exact = |x: f64| Rational::from_f64(x).unwrap();
        let truth = cancelling(exact(a), exact(b), exact(c));
        let computed = cancelling(Bounded::exact(a), Bounded::exact(b), Bounded::exact(c));
        let gap = (exact(computed.value()) - truth).to_f64().unwrap().abs();
        gap <= 1.01 * computed.error(computed.magnitude())
    }

    /// Integers below 2²⁰ leave no rounding, but a lie of one unit in the sixth digit stays visible:
    /// the bound must not be so wide that it excuses it.
    #[test]
    fn the_bound_is_not_wide() {
        let computed = cancelling(
            Bounded::exact(1234.5),
            Bounded::exact(-77.25),
            Bounded::exact(3.0),
        );
        assert!(computed.error(computed.magnitude()) < 1e-8);
    }

    #[test]
    fn exp_knows_its_condition() {
        // e^(1e3·x) near x = ½: a rounding of the argument is amplified by 500.
        let x = Bounded::exact(0.1) * Bounded::exact(3.0) * Bounded::exact(1000.0);
        let y = x.elementary(Elementary::Exp).unwrap();
        assert!(y.error(y.magnitude()) > 300.0 * f64::EPSILON * y.value());
    }
}
