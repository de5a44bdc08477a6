//! Functions that exist in floating point only, and how much rounding they contain.

use super::{AnyFunction, Estimate, Estimates};
use crate::algebra::{AlgebraError, Dense};
use crate::scalar::{Bounded, Fp, Number, NumberError, Rational};
use nalgebra::DMatrix;
use num_dual::{Dual2_64, Dual64, HyperDual64};
use std::fmt::Display;

/// A function that can be computed in `f64` alone: a closure, a call into other code.
///
/// Finite differences and Taylor slopes apply to it; autodiff and the exact oracle say that they do not. Its
/// rounding cannot be bounded operation by operation and is measured instead, see [`noise`].
///
/// ```
/// use matproof::algebra::Dense;
/// use matproof::oracle::{Differentiator, Direction, Plain, autodiff::Autodiff, finite_difference::FiniteDifference};
/// use nalgebra::DMatrix;
/// let f = Plain::new(|x: &[DMatrix<f64>]| Ok::<_, String>(DMatrix::from_element(1, 1, x[0].norm_squared())));
/// let point = [Dense::from_rows(&[[3.0, 4.0]])];
/// let u = Direction::unit(&point, 0, 1);
/// let d = FiniteDifference::default().first(&f, &point, &u)?[0];
/// assert!((d.value - 8.0).abs() <= d.error && d.error < 1e-9);
/// assert!(Autodiff.first(&f, &point, &u).is_err());
/// # Ok::<(), matproof::oracle::OracleError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Plain<F>(F);

impl<F, E> Plain<F>
where
    F: Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, E> + Send + Sync,
    E: Display,
{
    /// The function of these arguments. An error ends up in the oracle's report with its own words.
    pub fn new(function: F) -> Self {
        Self(function)
    }

    /// The function itself.
    pub(crate) fn into_function(self) -> F {
        self.0
    }

    fn compute(&self, arguments: &[Dense<f64>]) -> Result<DMatrix<f64>, AlgebraError> {
        let arguments: Vec<_> = arguments.iter().map(|x| x.as_matrix().clone()).collect();
        (self.0)(&arguments).map_err(|error| AlgebraError::Plain(error.to_string()))
    }
}

fn only_floating_point<N: Number>() -> Result<Dense<N>, AlgebraError> {
    let function = "a plain floating-point function".to_owned();
    Err(NumberError::NotHere {
        function,
        numbers: N::NAME,
    }
    .into())
}

impl<F, E> AnyFunction for Plain<F>
where
    F: Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, E> + Send + Sync,
    E: Display,
{
    fn at_f64(&self, arguments: &[Dense<f64>]) -> Result<Dense<f64>, AlgebraError> {
        self.compute(arguments).map(Dense::from)
    }

    fn at_bounded(
        &self,
        arguments: &[Dense<Bounded<f64>>],
    ) -> Result<Dense<Bounded<f64>>, AlgebraError> {
        let point: Vec<_> = arguments
            .iter()
            .map(|x| x.map(|entry| entry.value()))
            .collect();
        let estimates = noise(|point| self.compute(point), &point)?;
        Ok(Dense::from(
            estimates.map(|e| Bounded::with_error(e.value, e.error)),
        ))
    }

    fn at_dual(
        &self,
        _: &[Dense<Bounded<Dual64>>],
    ) -> Result<Dense<Bounded<Dual64>>, AlgebraError> {
        only_floating_point()
    }

    fn at_second_dual(
        &self,
        _: &[Dense<Bounded<Dual2_64>>],
    ) -> Result<Dense<Bounded<Dual2_64>>, AlgebraError> {
        only_floating_point()
    }

    fn at_hyper_dual(
        &self,
        _: &[Dense<Bounded<HyperDual64>>],
    ) -> Result<Dense<Bounded<HyperDual64>>, AlgebraError> {
        only_floating_point()
    }

    fn at_residues(&self, _: &[Dense<Fp>]) -> Result<Dense<Fp>, AlgebraError> {
        only_floating_point()
    }

    fn at_rationals(&self, _: &[Dense<Rational>]) -> Result<Dense<Rational>, AlgebraError> {
        only_floating_point()
    }
}

/// Steps of the noise measurement: nine points at relative distances of 2⁻¹⁶. Fourth differences of the
/// function itself, of relative size 2⁻⁶⁴, are below its rounding, and its values still move by enough to be
/// rounded each in its own way; two spacings in golden
/// ratio, since steps of nearly whole roundings would round alike.
const POINTS: usize = 9;
const SPACINGS: [f64; 2] = [1.0 / 65_536.0, 0.618_033_988_749_894_9 / 65_536.0];

/// √((4!)²/8!): a fourth difference of independent errors is 1/this times as large as one of them.
const FOURTH: f64 = 0.119_522_860_933_439_36;

/// Independent errors of the measured size stay below so many of them, in all the values of a check.
const SAFETY: f64 = 16.0;

/// A value and its rounding, measured: fourth differences over nine close points leave of a smooth function
/// nothing but its noise. Nineteen evaluations.
///
/// Unlike [`bounded_value`](super::bounded_value) this is an estimate: code that rounds alike at neighbouring
/// points is taken for more accurate than it is.
///
/// Reference: J. J. Moré and S. M. Wild (2011), SIAM J. Sci. Comput. 33(3), 1292–1314.
///
/// # Errors
/// The function's own.
pub fn noise(
    function: impl Fn(&[Dense<f64>]) -> Result<DMatrix<f64>, AlgebraError>,
    point: &[Dense<f64>],
) -> Result<Estimates<f64>, AlgebraError> {
    let at = |spacing: f64, step: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a step number")]
        let t = spacing * step as f64;
        // Every entry moves at a pace of its own.
        let pace = |i: usize, j: usize| {
            f64::from(u8::try_from((7 * i + 3 * j) % 5 + 1).unwrap_or(1)) / 5.0
        };
        let moved = point.iter().map(|x| {
            Dense::from_fn(x.shape().0, x.shape().1, |i, j| {
                x.as_matrix()[(i, j)] * (1.0 + t * pace(i, j))
            })
        });
        function(&moved.collect::<Vec<_>>())
    };
    let here = function(point)?;
    let mut largest = here.map(|_| 0.0_f64);
    for spacing in SPACINGS {
        let mut differences: Vec<_> = (0..POINTS)
            .map(|step| at(spacing, step))
            .collect::<Result<_, _>>()?;
        for _ in 0..4 {
            differences = differences
                .windows(2)
                .map(|pair| &pair[1] - &pair[0])
                .collect();
        }
        for difference in &differences {
            largest.zip_apply(difference, |largest, d| *largest = largest.max(d.abs()));
        }
    }
    Ok(here.zip_map(&largest, |value, largest| Estimate {
        value,
        error: SAFETY * FOURTH * largest + f64::EPSILON * value.abs(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(f: impl Fn(f64) -> f64, x: f64) -> Estimate<f64> {
        noise(
            |point| Ok(point[0].as_matrix().map(&f)),
            &[Dense::scalar(x)],
        )
        .unwrap()[0]
    }

    #[test]
    fn noise_is_found_where_it_is_and_not_where_it_is_not() {
        // Hidden cancellation: eight digits are lost although the value is small.
        let noisy = measured(|x| (x.exp() + 1e8) - 1e8, 0.3);
        assert!((1e-9..1e-5).contains(&noisy.error), "{noisy:?}");
        let clean = measured(f64::exp, 0.3);
        assert!(clean.error < 1e-13, "{clean:?}");
        assert!((noisy.value - clean.value).abs() <= noisy.error);
    }
}
