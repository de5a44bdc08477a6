//! The integers modulo the prime p = 2⁶¹ − 1: exact arithmetic in one machine word.

use super::{Elementary, Number, NumberError, Ratio};
use num_traits::{One, Zero};
use rand::{Rng, RngExt};
use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// An integer modulo the Mersenne prime p = 2⁶¹ − 1.
///
/// Every operation is exact. A polynomial identity that holds over the rationals holds here (where no
/// denominator vanishes), and one of total degree d that fails survives a uniformly random point with
/// probability at most d/p (Schwartz 1980, Zippel 1979); p ≈ 2.3·10¹⁸.
///
/// ```
/// # use matproof::scalar::{Fp, Number, Ratio};
/// let half = Fp::from_ratio(Ratio::new(1, 2))?;
/// assert_eq!(half + half, Fp::new(1));
/// # Ok::<(), matproof::scalar::NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fp(u64);

impl Fp {
    /// The prime 2⁶¹ − 1.
    pub const MODULUS: u64 = (1 << 61) - 1;

    /// The residue class of an integer.
    #[must_use]
    #[inline]
    pub const fn new(integer: i64) -> Self {
        let residue = (integer as i128).rem_euclid(Self::MODULUS as i128);
        #[expect(clippy::cast_possible_truncation, reason = "a residue is below 2⁶¹")]
        Self(residue.unsigned_abs() as u64)
    }

    /// A uniformly random residue.
    #[inline]
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(rng.random_range(0..Self::MODULUS))
    }

    /// The representative in 0..p.
    #[must_use]
    #[inline]
    pub const fn residue(self) -> u64 {
        self.0
    }

    #[inline]
    fn power(self, mut exponent: u64) -> Self {
        let (mut base, mut result) = (self, Self(1));
        while exponent > 0 {
            if exponent & 1 == 1 {
                result *= base;
            }
            base *= base;
            exponent >>= 1;
        }
        result
    }
}

impl fmt::Debug for Fp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (mod 2⁶¹−1)", self.0)
    }
}

impl fmt::Display for Fp {
    /// The representative of smallest absolute value, so that −1 prints as −1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > Self::MODULUS / 2 {
            write!(f, "-{}", Self::MODULUS - self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl Add for Fp {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        Self(if sum >= Self::MODULUS {
            sum - Self::MODULUS
        } else {
            sum
        })
    }
}

impl Neg for Fp {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self(if self.0 == 0 {
            0
        } else {
            Self::MODULUS - self.0
        })
    }
}

impl Sub for Fp {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Fp {
    type Output = Self;
    /// 2⁶¹ ≡ 1, so the high and the low 61 bits of the product are simply added.
    #[inline]
    fn mul(self, other: Self) -> Self {
        let product = u128::from(self.0) * u128::from(other.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "both parts of a 122-bit product are below 2⁶¹"
        )]
        let (low, high) = (
            (product & u128::from(Self::MODULUS)) as u64,
            (product >> 61) as u64,
        );
        Self(low) + Self(high)
    }
}

impl AddAssign for Fp {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Fp {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Fp {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl Zero for Fp {
    #[inline]
    fn zero() -> Self {
        Self(0)
    }
    #[inline]
    fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

impl One for Fp {
    #[inline]
    fn one() -> Self {
        Self(1)
    }
}

impl Number for Fp {
    const NAME: &'static str = "integers modulo 2⁶¹−1";
    const UNIT_ROUNDOFF: f64 = 0.0;

    #[inline]
    fn from_ratio(ratio: Ratio) -> Result<Self, NumberError> {
        Ok(Self::new(ratio.numerator) * Self::new(ratio.denominator).recip()?)
    }

    /// x^(p−2), by Fermat.
    #[inline]
    fn recip(&self) -> Result<Self, NumberError> {
        if self.is_zero() {
            return Err(NumberError::DivisionByZero {
                numbers: Self::NAME,
            });
        }
        Ok(self.power(Self::MODULUS - 2))
    }

    #[inline]
    fn elementary(&self, function: Elementary) -> Result<Self, NumberError> {
        Err(NumberError::NotHere {
            function: function.to_string(),
            numbers: Self::NAME,
        })
    }

    #[inline]
    fn pivot_size(&self) -> f64 {
        if self.is_zero() { 0.0 } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use quickcheck_macros::quickcheck;

    /// The same operation in unlimited integers, reduced afterwards.
    fn slowly(value: &BigInt) -> u64 {
        let p = BigInt::from(Fp::MODULUS);
        let residue = ((value % &p) + &p) % &p;
        u64::try_from(residue).unwrap()
    }

    #[quickcheck]
    fn agrees_with_unlimited_integers(a: i64, b: i64) -> bool {
        let (x, y) = (Fp::new(a), Fp::new(b));
        let (p, q) = (BigInt::from(a), BigInt::from(b));
        (x + y).residue() == slowly(&(&p + &q))
            && (x - y).residue() == slowly(&(&p - &q))
            && (x * y).residue() == slowly(&(&p * &q))
            && (-x).residue() == slowly(&-p)
    }

    #[quickcheck]
    fn reciprocals_invert(a: i64) -> bool {
        let x = Fp::new(a);
        x.is_zero() == x.recip().is_err()
            && x.recip().is_ok_and(|y| x * y == Fp::one()) != x.is_zero()
    }

    #[test]
    fn extremes_reduce() {
        let top = Fp::new(i64::try_from(Fp::MODULUS).unwrap() - 1);
        assert_eq!((top * top).residue(), 1);
        assert_eq!(Fp::new(i64::try_from(Fp::MODULUS).unwrap()), Fp::zero());
        assert_eq!(Fp::new(-1).to_string(), "-1");
    }
}
