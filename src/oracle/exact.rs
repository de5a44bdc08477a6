//! Derivatives from exact values alone: no differentiation rule at all.
//!
//! Along a line, t ↦ F(x + t·u) is a polynomial. From its values at t = 0, 1, …, d the derivatives at 0 are
//! exact, by Newton's forward differences Δᵏ:
//!
//! ```text
//! p′(0) = Σ_{k≥1} (−1)^{k−1}/k · Δᵏ p(0),    p″(0) = Σ_{k≥2} 2(−1)^k H_{k−1}/k · Δᵏ p(0),
//! ```
//!
//! H the harmonic numbers. A mixed second derivative is half of `p″` along u + v, less those along u and v.

use super::{AnyFunction, Differentiator, Direction, Estimate, Estimates, Evaluation, OracleError};
use crate::algebra::{AlgebraError, Dense};
use crate::scalar::{Fp, Number, Ratio, Rational};
use nalgebra::DMatrix;

/// The exact oracle: polynomials of a known degree along every line.
///
/// ```
/// use matproof::algebra::Dense;
/// use matproof::formula;
/// use matproof::oracle::{Differentiator, Direction, exact::Exact};
/// use matproof::scalar::Fp;
/// let f = formula!(|x| x.squared_norm() * x.squared_norm());     // x⁴ for a 1×1 x
/// let point = [Dense::scalar(Fp::new(5))];
/// let u = Direction::unit(&point, 0, 0);
/// let exact = Exact::of_degree(4);
/// assert_eq!(exact.first(&f, &point, &u)?[0].value, Fp::new(4 * 125));
/// assert_eq!(exact.second(&f, &point, &u, &u)?[0].value, Fp::new(12 * 25));
/// # Ok::<(), matproof::oracle::OracleError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    degree: u32,
}

/// The highest degree that [`Exact::find_degree`] looks for.
pub const HIGHEST_DEGREE: u32 = 16;

/// Numbers without rounding.
pub trait ExactNumber: Evaluation {
    /// An integer.
    fn integer(value: i64) -> Self;
}

impl ExactNumber for Fp {
    fn integer(value: i64) -> Self {
        Self::new(value)
    }
}

impl ExactNumber for Rational {
    fn integer(value: i64) -> Self {
        Self::from_integer(value.into())
    }
}

impl Exact {
    /// For functions whose degree along every line is at most this.
    #[must_use]
    pub fn of_degree(degree: u32) -> Self {
        Self { degree }
    }

    /// The degree.
    #[must_use]
    pub fn degree(self) -> u32 {
        self.degree
    }

    /// Finds the degree of t ↦ F(x + t·u): the smallest d whose interpolant through 0, …, d also gives the
    /// values at two far-away points. A higher degree D survives that with probability at most (D/p)² over
    /// random residues.
    ///
    /// # Errors
    /// [`OracleError::NotPolynomial`] if no degree up to [`HIGHEST_DEGREE`] fits.
    pub fn find_degree<N: ExactNumber>(
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        u: &Direction<N>,
    ) -> Result<Self, OracleError> {
        let line = |t: i64| -> Result<DMatrix<N>, OracleError> {
            let moved = Direction::moved(point, &[(N::integer(t), u)]);
            Ok(N::of(function, &moved)?.into_matrix())
        };
        let witnesses = [1_000_003, -777_767_777];
        let expected = [line(witnesses[0])?, line(witnesses[1])?];
        let mut differences: Vec<DMatrix<N>> = Vec::new();
        // Δᵏ of the k-th value from the end: the edge of the table of differences.
        let mut edge: Vec<DMatrix<N>> = Vec::new();
        for degree in 0..=HIGHEST_DEGREE {
            let mut next = line(i64::from(degree))?;
            for last in &mut edge {
                let difference = &next - &*last;
                *last = std::mem::replace(&mut next, difference);
            }
            edge.push(next.clone());
            differences.push(next);
            let fits = |(&t, expected): (&i64, &DMatrix<N>)| {
                newton(&differences, t).is_ok_and(|value| value == *expected)
            };
            if witnesses.iter().zip(&expected).all(fits) {
                return Ok(Self { degree });
            }
        }
        Err(OracleError::NotPolynomial {
            limit: HIGHEST_DEGREE,
        })
    }

    /// The forward differences Δᵏ of t ↦ F(x + t·u) at 0, k = 0, …, d.
    fn differences<N: ExactNumber>(
        self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        steps: &[&Direction<N>],
    ) -> Result<Vec<DMatrix<N>>, OracleError> {
        self.differences_from(value(function, point)?, function, point, steps)
    }

    /// The same where the value at 0 is known.
    fn differences_from<N: ExactNumber>(
        self,
        at_zero: DMatrix<N>,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        steps: &[&Direction<N>],
    ) -> Result<Vec<DMatrix<N>>, OracleError> {
        let mut values = vec![at_zero];
        for t in 1..=i64::from(self.degree) {
            let steps: Vec<_> = steps.iter().map(|u| (N::integer(t), *u)).collect();
            values.push(value(function, &Direction::moved(point, &steps))?);
        }
        Ok(forward_differences(values))
    }

    /// p″(0) along the sum of the steps, from the value at 0.
    fn second_along<N: ExactNumber>(
        self,
        at_zero: &DMatrix<N>,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        steps: &[&Direction<N>],
    ) -> Result<DMatrix<N>, OracleError> {
        let differences = self.differences_from(at_zero.clone(), function, point, steps)?;
        let mut harmonic = N::zero();
        let mut sum = differences[0].map(|_| N::zero());
        for (k, difference) in (1i64..).zip(differences.iter().skip(1)) {
            let sign = if k % 2 == 0 { 2 } else { -2 };
            let weight = number::<N>(Ratio::new(sign, k))? * harmonic.clone();
            sum += difference.map(|x| weight.clone() * x);
            harmonic += number::<N>(Ratio::new(1, k))?;
        }
        Ok(sum)
    }
}

fn value<N: ExactNumber>(
    function: &dyn AnyFunction,
    point: &[Dense<N>],
) -> Result<DMatrix<N>, OracleError> {
    Ok(N::of(function, point)?.into_matrix())
}

fn number<N: Number>(ratio: Ratio) -> Result<N, OracleError> {
    Ok(N::from_ratio(ratio).map_err(AlgebraError::from)?)
}

fn forward_differences<N: Number>(mut values: Vec<DMatrix<N>>) -> Vec<DMatrix<N>> {
    for order in 1..values.len() {
        for k in (order..values.len()).rev() {
            values[k] = &values[k] - &values[k - 1];
        }
    }
    values
}

/// The interpolant Σ_k Δᵏ · t(t−1)…(t−k+1)/k! at an integer t.
fn newton<N: ExactNumber>(differences: &[DMatrix<N>], t: i64) -> Result<DMatrix<N>, OracleError> {
    let mut basis = N::one();
    let mut value = differences[0].map(|_| N::zero());
    for (k, difference) in (0i64..).zip(differences) {
        value += difference.map(|x| basis.clone() * x);
        basis *= N::integer(t - k) * number(Ratio::new(1, k + 1))?;
    }
    Ok(value)
}

impl<N: ExactNumber> Differentiator<N> for Exact {
    fn value(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        Ok(N::of(function, point)?.into_matrix().map(Estimate::exact))
    }

    fn value_at(
        &self,
        function: &dyn AnyFunction,
        point: &[Estimates<N>],
    ) -> Result<Estimates<N>, OracleError> {
        let point: Vec<Dense<N>> = point.iter().map(|x| x.map(|x| x.value).into()).collect();
        self.value(function, &point)
    }

    fn first(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        u: &Direction<N>,
    ) -> Result<Estimates<N>, OracleError> {
        let differences = self.differences(function, point, &[u])?;
        let mut sum = differences[0].map(|_| N::zero());
        for (k, difference) in (1i64..).zip(differences.iter().skip(1)) {
            let sign = if k % 2 == 1 { 1 } else { -1 };
            let weight = number::<N>(Ratio::new(sign, k))?;
            sum += difference.map(|x| weight.clone() * x);
        }
        Ok(sum.map(Estimate::exact))
    }

    fn second(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        u: &Direction<N>,
        v: &Direction<N>,
    ) -> Result<Estimates<N>, OracleError> {
        let block = self.second_block(
            function,
            point,
            std::slice::from_ref(u),
            std::slice::from_ref(v),
        )?;
        block.into_iter().next().ok_or(OracleError::NoStep)
    }

    /// Along each direction alone once, and not again for every other.
    fn second_block(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<N>],
        us: &[Direction<N>],
        vs: &[Direction<N>],
    ) -> Result<Vec<Estimates<N>>, OracleError> {
        let at_zero = value(function, point)?;
        let along = |steps: &[&Direction<N>]| self.second_along(&at_zero, function, point, steps);
        let alone = |u: &Direction<N>| along(&[u]);
        let alone_u = us.iter().map(alone).collect::<Result<Vec<_>, _>>()?;
        let alone_v = vs.iter().map(alone).collect::<Result<Vec<_>, _>>()?;
        let half = number::<N>(Ratio::new(1, 2))?;
        let mut block = Vec::with_capacity(us.len() * vs.len());
        for (v, of_v) in vs.iter().zip(&alone_v) {
            for (u, of_u) in us.iter().zip(&alone_u) {
                let mixed = along(&[u, v])? - of_u - of_v;
                block.push(mixed.map(|x| Estimate::exact(half.clone() * x)));
            }
        }
        Ok(block)
    }
}

/// The probability that a false identity of total degree d survives random residues: at most
/// (d/p)^trials (Schwartz–Zippel), as its base-10 logarithm.
#[must_use]
pub fn log10_false_accept(total_degree: u32, trials: u32) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of the prime")]
    let p = Fp::MODULUS as f64;
    f64::from(trials) * (f64::from(total_degree.max(1)).log10() - p.log10())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula;
    use quickcheck_macros::quickcheck;

    /// Σ c_k t^k, its first and second derivative at x known by the power rule.
    #[quickcheck]
    fn differentiates_monomials(x: i32, power: u8) -> bool {
        struct Power(u32);
        impl crate::algebra::Function for Power {
            fn evaluate<N: Number>(
                &self,
                arguments: &[Dense<N>],
            ) -> Result<Dense<N>, AlgebraError> {
                let x = arguments[0].to_number()?;
                Ok(Dense::scalar(
                    (0..self.0).fold(N::one(), |product, _| product * x.clone()),
                ))
            }
        }
        let k = u32::from(power % 9);
        let point = [Dense::scalar(Fp::new(x.into()))];
        let u = Direction::unit(&point, 0, 0);
        let exact = Exact::find_degree(&Power(k), &point, &u).unwrap();
        let pow = |e: u32| (0..e).fold(Fp::new(1), |product, _| product * Fp::new(x.into()));
        let first = if k == 0 {
            Fp::new(0)
        } else {
            Fp::new(k.into()) * pow(k - 1)
        };
        let second = if k < 2 {
            Fp::new(0)
        } else {
            Fp::new(i64::from(k * (k - 1))) * pow(k - 2)
        };
        exact.degree() == k
            && exact.first(&Power(k), &point, &u).unwrap()[0].value == first
            && exact.second(&Power(k), &point, &u, &u).unwrap()[0].value == second
    }

    #[test]
    fn a_rational_function_is_not_taken_for_a_polynomial() {
        let f = formula!(|x| x.inverse());
        let point = [Dense::scalar(Fp::new(12345))];
        let found = Exact::find_degree(&f, &point, &Direction::unit(&point, 0, 0));
        assert_eq!(
            found,
            Err(OracleError::NotPolynomial {
                limit: HIGHEST_DEGREE
            })
        );
    }

    #[test]
    fn the_bound_is_tiny() {
        assert!(log10_false_accept(8, 3) < -50.0);
    }
}
