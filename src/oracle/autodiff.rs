//! Derivatives by dual numbers: the chain rule, one operation at a time, exact to rounding.
//!
//! `num-dual` differentiates; [`Bounded`] carries beside each derivative the bound of its rounding.

use super::{
    AnyFunction, Differentiator, Direction, Estimate, Estimates, Evaluation, OracleError,
    bounded_value, bounded_value_at,
};
use crate::algebra::Dense;
use crate::scalar::{Bounded, DualParts};
use num_dual::{Dual2_64, Dual64, HyperDual64};

/// The autodiff oracle. One evaluation in dual numbers for a first derivative along a direction, one in
/// hyper-dual numbers for a second.
///
/// ```
/// use matproof::algebra::{Dense, HALF};
/// use matproof::formula;
/// use matproof::oracle::{Differentiator, Direction, autodiff::Autodiff};
/// let f = formula!(|x| HALF * x.squared_norm());
/// let point = [Dense::from_rows(&[[3.0, 4.0]])];
/// let d = Autodiff.first(&f, &point, &Direction::unit(&point, 0, 1))?;
/// assert_eq!(d[(0, 0)].value, 4.0);
/// # Ok::<(), matproof::oracle::OracleError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Autodiff;

/// The point in dual numbers, each entry built from its value and its steps along the directions.
fn lift<D: DualParts>(
    point: &[Dense<f64>],
    directions: [&Direction<f64>; 2],
    dual: impl Fn(f64, [f64; 2]) -> D,
) -> Vec<Dense<Bounded<D>>> {
    let lift_argument = |(argument, x): (usize, &Dense<f64>)| {
        let steps = directions.map(|direction| direction.step(argument));
        Dense::from_fn(x.shape().0, x.shape().1, |i, j| {
            let step = steps.map(|step| step.map_or(0.0, |step| step.as_matrix()[(i, j)]));
            Bounded::exact(dual(x.as_matrix()[(i, j)], step))
        })
    };
    point.iter().enumerate().map(lift_argument).collect()
}

/// Reads one part of the result and the bound that belongs to it.
fn read<D: DualParts>(
    value: Dense<Bounded<D>>,
    part: impl Fn(D) -> f64,
) -> Result<Estimates<f64>, OracleError> {
    let read = |v: Bounded<D>| Estimate {
        value: part(v.value()),
        error: v.error(part(v.magnitude())),
    };
    let estimates = value.into_matrix().map(read);
    if estimates
        .iter()
        .all(|e| e.value.is_finite() && e.error.is_finite())
    {
        Ok(estimates)
    } else {
        Err(OracleError::NotFinite)
    }
}

impl Differentiator<f64> for Autodiff {
    fn value(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<f64>],
    ) -> Result<Estimates<f64>, OracleError> {
        bounded_value(function, point)
    }

    fn value_at(
        &self,
        function: &dyn AnyFunction,
        point: &[Estimates<f64>],
    ) -> Result<Estimates<f64>, OracleError> {
        bounded_value_at(function, point)
    }

    fn first(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<f64>],
        u: &Direction<f64>,
    ) -> Result<Estimates<f64>, OracleError> {
        let lifted = lift(point, [u, u], |x, [u, _]| Dual64::new(x, u));
        read(Bounded::<Dual64>::of(function, &lifted)?, |d| d.eps)
    }

    fn second(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<f64>],
        u: &Direction<f64>,
        v: &Direction<f64>,
    ) -> Result<Estimates<f64>, OracleError> {
        let lifted = lift(point, [u, v], |x, [u, v]| HyperDual64::new(x, u, v, 0.0));
        read(Bounded::<HyperDual64>::of(function, &lifted)?, |d| {
            d.eps1eps2
        })
    }
}

/// `DF(x)[u]` and `D²F(x)[u, u]` from one evaluation in second-order dual numbers.
///
/// # Errors
/// [`OracleError`] if the function has no finite value in dual numbers.
pub fn along(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    u: &Direction<f64>,
) -> Result<[Estimates<f64>; 2], OracleError> {
    let lifted = lift(point, [u, u], |x, [u, _]| Dual2_64::new(x, u, 0.0));
    let value = Bounded::<Dual2_64>::of(function, &lifted)?;
    Ok([read(value.clone(), |d| d.v1)?, read(value, |d| d.v2)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algebra::HALF;
    use crate::formula;

    #[test]
    #[expect(
        clippy::float_cmp,
        reason = "multiples of 1/8 with few bits: every operation is exact"
    )]
    fn the_three_kinds_of_dual_numbers_agree() {
        let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
        let point = [
            Dense::from_fn(3, 4, |i, j| (i * 4 + j) as f64 / 8.0 - 0.5),
            Dense::from_fn(3, 2, |i, j| 1.25 - (i + 2 * j) as f64 / 4.0),
            Dense::from_fn(2, 4, |i, j| (i as f64) - (j as f64) / 2.0 + 0.25),
        ];
        let u = Direction::unit(&point, 1, 4);
        let [first, second] = along(&f, &point, &u).unwrap();
        assert_eq!(
            first[0].value,
            Autodiff.first(&f, &point, &u).unwrap()[0].value
        );
        assert_eq!(
            second[0].value,
            Autodiff.second(&f, &point, &u, &u).unwrap()[0].value
        );
        // ∂²f/∂W_12² = ‖H²‖²: rows of H are (−j/2 + ¼) and (1 − j/2 + ¼).
        let row: f64 = (0..4)
            .map(|j| 1.25 - f64::from(j) / 2.0)
            .map(|h| h * h)
            .sum();
        assert_eq!(second[0].value, row);
    }

    #[test]
    fn overflow_is_said_not_returned() {
        let f = formula!(|x| x.squared_norm() * x.squared_norm());
        // x⁴: at 1e100 the value overflows but the derivative 4e300 does not; at 1e110 both do.
        let derivative = |x: f64| {
            let point = [Dense::scalar(x)];
            Autodiff.first(&f, &point, &Direction::unit(&point, 0, 0))
        };
        assert!(derivative(1e100).is_ok_and(|d| (d[0].value / 4e300 - 1.0).abs() < 1e-15));
        assert_eq!(derivative(1e110), Err(OracleError::NotFinite));
    }
}
