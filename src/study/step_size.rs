//! How the error of a central difference depends on its step.

use super::plane::Plane;
use crate::algebra::Dense;
use crate::oracle::finite_difference::{FiniteDifference, central, optimal_step};
use crate::oracle::{AnyFunction, Direction};
use crate::oracle::{Differentiator, OracleError, autodiff::along, exact};
use crate::scalar::Rational;
use num_traits::{FromPrimitive, ToPrimitive, Zero};

/// Errors of central differences at many steps, with what theory predicts.
#[derive(Debug, Clone)]
pub struct StepSizes {
    /// (step, relative error) of the plain central difference.
    pub measured: Vec<(f64, f64)>,
    /// (step, predicted relative truncation error h²|f‴|/6).
    pub truncation: Vec<(f64, f64)>,
    /// (step, relative rounding bound η/h computed beside the values).
    pub rounding: Vec<(f64, f64)>,
    /// The predicted best step (3η/|f‴|)^{1/3}.
    pub optimum: f64,
    /// The relative error of the extrapolated difference, and its own estimate of it.
    pub extrapolated: (f64, f64),
}

/// Measures the derivative of ½‖X − WH‖² along a direction against its exact rational value.
///
/// # Errors
/// [`OracleError`] if the function cannot be evaluated; never for this plane.
pub fn error_against_step(seed: u64) -> Result<StepSizes, OracleError> {
    let plane = Plane::seeded(seed);
    let function = plane.function();
    let truth = exact_slope(function.as_ref(), &plane.point, &plane.direction)?;
    let relative = |x: f64| (x - truth).abs() / truth.abs();
    // f is of degree four along the line: f‴(0) from second derivatives at ±1, exactly up to rounding.
    let second_at = |t: f64| -> Result<f64, OracleError> {
        let moved = Direction::moved(&plane.point, &[(t, &plane.direction)]);
        Ok(along(function.as_ref(), &moved, &plane.direction)?[1][0].value)
    };
    let third = (second_at(1.0)? - second_at(-1.0)?) / 2.0;
    let mut result = StepSizes {
        measured: Vec::new(),
        truncation: Vec::new(),
        rounding: Vec::new(),
        optimum: 0.0,
        extrapolated: (0.0, 0.0),
    };
    let mut rounding_of_values = 0.0_f64;
    for i in 0..=96 {
        let h = 10f64.powf(-f64::from(i) / 8.0);
        let difference = central(function.as_ref(), &plane.point, &plane.direction, h)?[0];
        result.measured.push((h, relative(difference.value)));
        result
            .truncation
            .push((h, h * h * third.abs() / 6.0 / truth.abs()));
        result.rounding.push((h, difference.error / truth.abs()));
        rounding_of_values = difference.error * h;
    }
    result.optimum = optimal_step(rounding_of_values, third);
    let best =
        FiniteDifference::default().first(function.as_ref(), &plane.point, &plane.direction)?[0];
    result.extrapolated = (relative(best.value), best.error / truth.abs());
    Ok(result)
}

/// The derivative in exact rationals at the very floating-point numbers, rounded once.
fn exact_slope(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    u: &Direction<f64>,
) -> Result<f64, OracleError> {
    let rational = |x: f64| Rational::from_f64(x).unwrap_or_else(Rational::zero);
    let lifted: Vec<_> = point.iter().map(|x| x.map(rational)).collect();
    let steps = (0..point.len()).filter_map(|a| u.step(a).map(|step| (a, step.map(rational))));
    let direction = steps.fold(Direction::zero(point.len()), |d, (a, step)| d.with(a, step));
    let oracle = exact::Exact::of_degree(4);
    let value = oracle.first(function, &lifted, &direction)?;
    Ok(value[0].value.to_f64().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_predicted_optimum_is_near_the_measured_one_and_extrapolation_beats_it() {
        let sizes = error_against_step(3).unwrap();
        let best = sizes
            .measured
            .iter()
            .map(|p| p.1)
            .fold(f64::INFINITY, f64::min);
        let near = sizes
            .measured
            .iter()
            .filter(|p| (p.0 / sizes.optimum).log10().abs() < 0.5);
        let near = near.map(|p| p.1).fold(f64::INFINITY, f64::min);
        // Within half a decade of the predicted step lies an error within a factor 100 of the best.
        assert!(near <= 100.0 * best.max(1e-13), "{near:e} {best:e}");
        assert!(
            sizes.extrapolated.0 <= sizes.extrapolated.1,
            "{:?}",
            sizes.extrapolated
        );
        assert!(sizes.extrapolated.1 < 1e-11, "{:?}", sizes.extrapolated);
        // Every measured error lies under the sum of the two predictions.
        for ((m, t), r) in sizes
            .measured
            .iter()
            .zip(&sizes.truncation)
            .zip(&sizes.rounding)
        {
            assert!(
                m.1 <= 1.01 * (t.1 + r.1),
                "step {:e}: {:e} > {:e} + {:e}",
                m.0,
                m.1,
                t.1,
                r.1
            );
        }
    }
}
