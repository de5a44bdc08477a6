//! Derivatives by central differences, Richardson-extrapolated, with an estimate of their error.
//!
//! A step h errs by truncation, which shrinks with h², and by the rounding η of the function's values,
//! which grows like η/h (η/h² for second derivatives). Halving steps are tried from the scale of the point
//! downwards; each pair of steps is extrapolated (Romberg's table) and the entry with the smallest estimated
//! total error is the answer. η is not guessed: [`bounded_value`] computes it along with the values.
//!
//! Reference: C. J. F. Ridders (1982), Adv. Eng. Softw. 4(2), 75–76, for the table and its error estimate.

use super::{
    AnyFunction, Differentiator, Direction, Estimate, Estimates, OracleError, bounded_value,
    bounded_value_at, natural_step,
};
use crate::algebra::Dense;
use nalgebra::DMatrix;

/// The finite-difference oracle.
///
/// ```
/// use matproof::algebra::Dense;
/// use matproof::formula;
/// use matproof::oracle::{Differentiator, Direction, finite_difference::FiniteDifference};
/// let f = formula!(|x| x.squared_norm() * x.squared_norm());     // x⁴ for a 1×1 x
/// let point = [Dense::scalar(5.0)];
/// let d = FiniteDifference::default().first(&f, &point, &Direction::unit(&point, 0, 0))?[0];
/// assert!((d.value - 500.0).abs() <= d.error && d.error < 1e-9);
/// # Ok::<(), matproof::oracle::OracleError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FiniteDifference {
    /// How many halvings of the step to try, at most: none is tried whose rounding exceeds the error found so far.
    pub halvings: u32,
}

impl Default for FiniteDifference {
    /// Twelve halvings: three and a half decades of steps, past the optimum of every extrapolation order
    /// that the table can use.
    fn default() -> Self {
        Self { halvings: 12 }
    }
}

/// Extrapolating further gains nothing in double precision: h^10 truncation is below rounding already.
const DEEPEST_EXTRAPOLATION: usize = 4;

/// The step at which a central difference errs least: (3η/|f‴|)^{1/3}, where truncation h²|f‴|/6 and
/// rounding η/h have balanced derivatives. Units of the direction.
#[must_use]
pub fn optimal_step(rounding: f64, third_derivative: f64) -> f64 {
    (3.0 * rounding / third_derivative.abs()).cbrt()
}

/// The plain central difference (F(x + hu) − F(x − hu))/2h, with the rounding in it (no truncation).
///
/// # Errors
/// [`OracleError`] if one of the two values does not exist or is not finite.
pub fn central(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    u: &Direction<f64>,
    h: f64,
) -> Result<Estimates<f64>, OracleError> {
    combine(
        function,
        point,
        &[(&[(h, u)], 0.5 / h), (&[(-h, u)], -0.5 / h)],
    )
}

/// The four-point mixed difference of second order, with the rounding in it.
fn mixed(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    (u, hu): (&Direction<f64>, f64),
    (v, hv): (&Direction<f64>, f64),
) -> Result<Estimates<f64>, OracleError> {
    // Divided one step at a time: hu·hv may underflow where the quotient does not.
    let weight = 0.25 / hu / hv;
    combine(
        function,
        point,
        &[
            (&[(hu, u), (hv, v)], weight),
            (&[(hu, u), (-hv, v)], -weight),
            (&[(-hu, u), (hv, v)], -weight),
            (&[(-hu, u), (-hv, v)], weight),
        ],
    )
}

type WeightedShift<'a> = (&'a [(f64, &'a Direction<f64>)], f64);

/// Σ weight · F(x + shift), and the bound of its rounding.
///
/// The shifted entries themselves are rounded, which moves F by up to its slope times that rounding; the
/// bound of F's own rounding, which charges every use of an entry at least one rounding, covers it once
/// doubled.
fn combine(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    terms: &[WeightedShift<'_>],
) -> Result<Estimates<f64>, OracleError> {
    let mut sum: Option<Estimates<f64>> = None;
    for (shift, weight) in terms {
        let value = bounded_value(function, &Direction::moved(point, shift))?;
        let term = value.map(|e| Estimate {
            value: weight * e.value,
            error: weight.abs() * (2.0 * e.error + f64::EPSILON * e.value.abs()),
        });
        sum = Some(match sum {
            None => term,
            Some(sum) => sum.zip_map(&term, |a, b| Estimate {
                value: a.value + b.value,
                error: a.error + b.error,
            }),
        });
    }
    let sum = sum.ok_or(OracleError::NoStep)?;
    if sum.iter().all(|e| e.value.is_finite()) {
        Ok(sum)
    } else {
        Err(OracleError::NotFinite)
    }
}

impl FiniteDifference {
    /// Romberg's table over halving steps; `difference(h)` errs by even powers of h.
    fn extrapolate(
        self,
        mut difference: impl FnMut(f64) -> Result<Estimates<f64>, OracleError>,
    ) -> Result<Estimates<f64>, OracleError> {
        let mut best: Option<Estimates<f64>> = None;
        let mut previous: Vec<Estimates<f64>> = Vec::new();
        // How far apart the two entries were that each order of the previous row was made of.
        let mut apart: Vec<DMatrix<f64>> = Vec::new();
        let mut last_error = OracleError::NoStep;
        let mut step = 1.0;
        for _ in 0..=self.halvings {
            let plain = match difference(step) {
                Ok(plain) => plain,
                // Outside the domain, or too large to evaluate: the smaller steps may still do.
                Err(error) => {
                    last_error = error;
                    previous.clear();
                    apart.clear();
                    step /= 2.0;
                    continue;
                }
            };
            let mut row = vec![plain];
            let mut distances = Vec::new();
            let mut power = 1.0;
            for order in 0..previous.len().min(DEEPEST_EXTRAPOLATION) {
                power *= 4.0;
                let (finer, coarser) = (&row[order], &previous[order]);
                let next = finer.zip_map(coarser, |f, c| Estimate {
                    value: f.value + (f.value - c.value) / (power - 1.0),
                    error: (power * f.error + c.error) / (power - 1.0),
                });
                let distance = finer.zip_map(coarser, |f, c| (f.value - c.value).abs());
                let candidate =
                    with_truncation(&next, (finer, coarser), &distance, apart.get(order), power);
                best = Some(match best {
                    None => candidate,
                    Some(best) => best.zip_map(&candidate, reconciled),
                });
                distances.push(distance);
                row.push(next);
            }
            apart = distances;
            // The rounding of a difference doubles with each halving, and extrapolating only adds to it.
            let done = best.as_ref().is_some_and(|best| {
                row[0]
                    .iter()
                    .zip(best)
                    .all(|(plain, best)| plain.error >= best.error)
            });
            if done {
                break;
            }
            previous = row;
            step /= 2.0;
        }
        best.ok_or(last_error)
    }
}

/// Total error of a table entry: its rounding, and as truncation twice its distance from the two entries it
/// was made of (Ridders), each of which is less accurate than itself.
///
/// Two entries may be close by accident, where a step is still too long for the function. With each halving their
/// distance shrinks by `power`; where it shrank more, the one before counts, divided by that. The first two have none before: they count
/// if they are equal up to rounding, as for polynomials, and otherwise not at all.
fn with_truncation(
    entry: &Estimates<f64>,
    (finer, coarser): (&Estimates<f64>, &Estimates<f64>),
    distance: &DMatrix<f64>,
    before: Option<&DMatrix<f64>>,
    power: f64,
) -> Estimates<f64> {
    DMatrix::from_fn(entry.nrows(), entry.ncols(), |i, j| {
        let at = entry[(i, j)];
        let distance = distance[(i, j)];
        let rounding = finer[(i, j)].error + coarser[(i, j)].error;
        let distance = match before {
            Some(before) => distance.max(before[(i, j)] / power),
            None if distance <= rounding => distance,
            None => f64::INFINITY,
        };
        // The entry is at distance/(power − 1) from the finer and power times that from the coarser one.
        Estimate {
            value: at.value,
            error: at.error + 2.0 * distance * power / (power - 1.0),
        }
    })
}

/// The better of two estimates; where the intervals of both do not meet, one of them is wrong, and the error reaches to the other.
fn reconciled(a: Estimate<f64>, b: Estimate<f64>) -> Estimate<f64> {
    let (better, other) = if b.error < a.error { (b, a) } else { (a, b) };
    let gap = (a.value - b.value).abs() - other.error;
    Estimate {
        value: better.value,
        error: if gap > better.error {
            gap
        } else {
            better.error
        },
    }
}

impl Differentiator<f64> for FiniteDifference {
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
        let scale = natural_step(point, u);
        self.extrapolate(|step| central(function, point, u, step * scale))
    }

    fn second(
        &self,
        function: &dyn AnyFunction,
        point: &[Dense<f64>],
        u: &Direction<f64>,
        v: &Direction<f64>,
    ) -> Result<Estimates<f64>, OracleError> {
        let (hu, hv) = (natural_step(point, u), natural_step(point, v));
        self.extrapolate(|step| mixed(function, point, (u, step * hu), (v, step * hv)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula;
    use crate::scalar::Elementary;
    use quickcheck_macros::quickcheck;

    /// exp and log have every derivative; the estimate must cover the gap, and must not be lazy.
    #[quickcheck]
    fn the_estimate_covers_the_gap(entry: i8) -> bool {
        let x = f64::from(entry) / 32.0;
        let exp = formula!(|x| x.elementwise(Elementary::Exp));
        let point = [Dense::scalar(x)];
        let u = Direction::unit(&point, 0, 0);
        let first = FiniteDifference::default().first(&exp, &point, &u).unwrap()[0];
        let second = FiniteDifference::default()
            .second(&exp, &point, &u, &u)
            .unwrap()[0];
        (first.value - x.exp()).abs() <= first.error
            && first.error <= 1e-7 * x.exp()
            && (second.value - x.exp()).abs() <= second.error
            && second.error <= 1e-4 * x.exp()
    }

    #[test]
    fn steps_outside_the_domain_are_skipped() {
        let log = formula!(|x| x.elementwise(Elementary::Ln));
        let point = [Dense::scalar(0.3)];
        let d = FiniteDifference::default()
            .first(&log, &point, &Direction::unit(&point, 0, 0))
            .unwrap()[0];
        assert!((d.value - 1.0 / 0.3).abs() <= d.error && d.error < 1e-6);
    }

    #[test]
    fn scales_neither_blind_nor_alarm() {
        let f = formula!(|x| x.squared_norm());
        for scale in [1e-150, 1e-9, 1.0, 1e9, 1e150] {
            let point = [Dense::from_rows(&[[3.0 * scale, scale]])];
            let d = FiniteDifference::default()
                .first(&f, &point, &Direction::unit(&point, 0, 0))
                .unwrap()[0];
            assert!(
                (d.value - 6.0 * scale).abs() <= d.error && d.error < 1e-12 * scale,
                "{scale}: {d:?}"
            );
        }
    }
}
