//! Taylor remainders: does a claimed derivative make the remainder vanish as fast as it must?
//!
//! With the right gradient G the remainder f(x + hv) − f(x) − h⟨G, v⟩ shrinks like h²; with a wrong one, like
//! h. With the right Hessian block B the mixed remainder
//! f(x + hu + hv) − f(x + hu) − f(x + hv) + f(x) − h² uᵀBv shrinks like h³; with a wrong one, like h².
//! The slope is fitted in the smallest decade of steps whose remainders stand clear of the rounding floor,
//! which is computed, not guessed ([`bounded_value`]). Where the remainder never rises above that floor
//! (f is linear, or quadratic, along the line) there is no slope to fit, and the answer says so.

use super::{AnyFunction, Direction, Estimate, OracleError, bounded_value, natural_step};
use crate::algebra::Dense;

/// One step of a Taylor test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remainder {
    /// The step h, in units of the direction.
    pub step: f64,
    /// |remainder|.
    pub size: f64,
    /// The rounding floor: remainders below it mean nothing.
    pub floor: f64,
}

/// What a Taylor test found.
#[derive(Debug, Clone, PartialEq)]
pub struct TaylorTest {
    /// All steps tried, largest first.
    pub remainders: Vec<Remainder>,
    /// The slope a right claim must show: 2 for a gradient, 3 for a Hessian.
    pub expected: f64,
    /// What the remainders say.
    pub outcome: TaylorOutcome,
}

/// What the remainders say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TaylorOutcome {
    /// A slope could be fitted.
    Slope {
        /// The fitted slope.
        slope: f64,
        /// The largest distance of a remainder from the fitted line, in decades.
        off_line: f64,
        /// The smallest and the largest step of the fit.
        window: (f64, f64),
        /// The relative error of the claim (along the direction) below which this test is blind: a smaller
        /// one bends the line only under the window.
        blind_below: f64,
    },
    /// Every remainder is within rounding: f is of lower degree along the line and the claim is right, or
    /// wrong by less than `blind_below`.
    Vanishes {
        /// The relative error of the claim below which this test is blind.
        blind_below: f64,
    },
    /// Too few remainders stand clear of the floor to fit a slope, too many to say they vanish.
    Unclear,
}

/// Steps per decade, and decades of steps from the natural one downwards.
const PER_DECADE: u32 = 4;
const DECADES: u32 = 9;

/// A test that could miss a relative error this large has not seen enough to agree.
const TOO_BLIND: f64 = 1e-3;

/// A remainder counts as clear of its floor from this multiple on: at 32 the floor moves a slope over a
/// decade by at most log₁₀(1 + 1/32) ≈ 0.013.
const CLEARANCE: f64 = 32.0;

/// Remainders further from the fitted line than this, in decades, are on none. h + c·h², whatever c, stays within 0.035 over a
/// decade; h + c·h³ within 0.13, so that a change from the first to the third power in just that decade is left to other oracles;
/// where two terms cancel there is no such limit.
const CROOKED: f64 = 0.1;

impl TaylorTest {
    /// Whether the slope is the expected one, to within what higher orders in the smallest decade explain,
    /// and the test would have seen an error of a thousandth.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let sees = |blind_below: f64| blind_below <= TOO_BLIND;
        match self.outcome {
            TaylorOutcome::Slope {
                slope, blind_below, ..
            } => slope > self.expected - 0.25 && sees(blind_below),
            TaylorOutcome::Vanishes { blind_below } => sees(blind_below),
            TaylorOutcome::Unclear => false,
        }
    }

    /// Whether the remainder shrinks at least half an order too slowly, along a line. Where its leading terms cancel within the
    /// decade it dips and turns, and a slope means nothing.
    #[must_use]
    pub fn disagrees(&self) -> bool {
        matches!(self.outcome, TaylorOutcome::Slope { slope, off_line, .. } if slope < self.expected - 0.5 && off_line < CROOKED)
    }
}

fn scalar_value(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
) -> Result<Estimate<f64>, OracleError> {
    let value = bounded_value(function, point)?;
    Dense::from(value.map(|e| e.value)).to_number()?;
    // A rounded entry moves the value by what one more rounding of each of its uses would.
    Ok(Estimate {
        value: value[0].value,
        error: 2.0 * value[0].error,
    })
}

/// Tests a claimed directional derivative ⟨G, v⟩ of a scalar function.
///
/// # Errors
/// [`OracleError`] if f has no finite value at x, or is not a scalar.
pub fn gradient(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    v: &Direction<f64>,
    claimed: Estimate<f64>,
) -> Result<TaylorTest, OracleError> {
    let at = scalar_value(function, point)?;
    let remainder = |h: f64| {
        let there = scalar_value(function, &Direction::moved(point, &[(h, v)]))?;
        let size = ((there.value - at.value) - h * claimed.value).abs();
        let rounding =
            f64::EPSILON * (there.value.abs() + at.value.abs() + (h * claimed.value).abs());
        Ok(Remainder {
            step: h,
            size,
            floor: there.error + at.error + h * claimed.error + rounding,
        })
    };
    Ok(examine(
        2.0,
        1.0,
        claimed.value.abs(),
        natural_step(point, v),
        remainder,
    ))
}

/// Tests a claimed second derivative uᵀBv of a scalar function.
///
/// # Errors
/// [`OracleError`] if f has no finite value at x, or is not a scalar.
pub fn hessian(
    function: &dyn AnyFunction,
    point: &[Dense<f64>],
    [u, v]: [&Direction<f64>; 2],
    claimed: Estimate<f64>,
) -> Result<TaylorTest, OracleError> {
    let at = scalar_value(function, point)?;
    // Each direction in steps of its own natural size, so that both move their arguments alike.
    let (hu, hv) = (natural_step(point, u), natural_step(point, v));
    let claimed = Estimate {
        value: claimed.value * hu * hv,
        error: claimed.error * hu * hv,
    };
    let remainder = |h: f64| {
        let value = |steps: &[(f64, &Direction<f64>)]| {
            scalar_value(function, &Direction::moved(point, steps))
        };
        let (both, first, second) = (
            value(&[(h * hu, u), (h * hv, v)])?,
            value(&[(h * hu, u)])?,
            value(&[(h * hv, v)])?,
        );
        let change = (both.value - first.value) - (second.value - at.value);
        let size = (change - h * (h * claimed.value)).abs();
        let sizes = both.value.abs() + first.value.abs() + second.value.abs() + at.value.abs();
        let floor = both.error
            + first.error
            + second.error
            + at.error
            + h * (h * claimed.error)
            + f64::EPSILON * (sizes + (h * (h * claimed.value)).abs());
        Ok(Remainder {
            step: h,
            size,
            floor,
        })
    };
    Ok(examine(3.0, 2.0, claimed.value.abs(), 1.0, remainder))
}

/// Evaluates the remainders and reads the slope in the smallest usable decade.
fn examine(
    expected: f64,
    wrong_slope: f64,
    claimed: f64,
    start: f64,
    mut remainder: impl FnMut(f64) -> Result<Remainder, OracleError>,
) -> TaylorTest {
    let step = |i: u32| start * 10f64.powf(-f64::from(i) / f64::from(PER_DECADE));
    // Steps that leave the domain are left out.
    let remainders: Vec<_> = (0..=PER_DECADE * DECADES)
        .filter_map(|i| remainder(step(i)).ok())
        .collect();
    let outcome = judge(&remainders, wrong_slope, claimed);
    TaylorTest {
        remainders,
        expected,
        outcome,
    }
}

fn judge(remainders: &[Remainder], wrong_slope: f64, claimed: f64) -> TaylorOutcome {
    // What a relative error of one in the claim would leave as remainder.
    let blind = |r: &Remainder, size: f64| {
        if claimed > 0.0 {
            size / r.step.powf(wrong_slope) / claimed
        } else {
            f64::INFINITY
        }
    };
    let Some(largest) = remainders.first() else {
        return TaylorOutcome::Unclear;
    };
    if remainders.iter().all(|r| r.size <= r.floor) {
        // A claim wrong by more would have risen above the floor at the largest step.
        return TaylorOutcome::Vanishes {
            blind_below: blind(largest, largest.floor + largest.size),
        };
    }
    let clear = remainders
        .iter()
        .take_while(|r| r.size > CLEARANCE * r.floor)
        .count();
    let decade = PER_DECADE as usize + 1;
    if clear < decade {
        return TaylorOutcome::Unclear;
    }
    let window = &remainders[clear - decade..clear];
    let (slope, off_line) = fitted_line(window);
    let smallest = window[decade - 1];
    TaylorOutcome::Slope {
        slope,
        off_line,
        window: (smallest.step, window[0].step),
        blind_below: blind(&smallest, smallest.size),
    }
}

/// Least squares on the logarithms, both taken relative to the first point against overflow: the slope, and the largest distance
/// of a point from the line.
fn fitted_line(window: &[Remainder]) -> (f64, f64) {
    let points: Vec<_> = window
        .iter()
        .map(|r| {
            (
                (r.step / window[0].step).log10(),
                r.size.log10() - window[0].size.log10(),
            )
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    let n = points.len() as f64;
    let mean = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let covariance: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    let variance: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    let slope = covariance / variance;
    let distances = points.iter().map(|p| (p.1 - y - slope * (p.0 - x)).abs());
    (slope, distances.fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula;

    fn quartic() -> impl crate::algebra::Formula {
        formula!(|x| x.squared_norm() * x.squared_norm())
    }

    fn exactly(value: f64) -> Estimate<f64> {
        Estimate {
            value,
            error: value.abs() * f64::EPSILON,
        }
    }

    #[test]
    fn right_claims_show_slopes_2_and_3() {
        // x⁴ at 3: derivatives 108 and 108.
        let point = [Dense::scalar(3.0)];
        let u = Direction::unit(&point, 0, 0);
        let test = gradient(&quartic(), &point, &u, exactly(108.0)).unwrap();
        assert!(test.agrees() && !test.disagrees(), "{test:?}");
        let test = hessian(&quartic(), &point, [&u, &u], exactly(108.0)).unwrap();
        assert!(test.agrees() && !test.disagrees(), "{test:?}");
    }

    #[test]
    fn wrong_claims_show_a_slope_too_small() {
        let point = [Dense::scalar(3.0)];
        let u = Direction::unit(&point, 0, 0);
        for lie in [0.0, 54.0, -108.0, 108.1, 108.0 * (1.0 + 1e-5)] {
            let test = gradient(&quartic(), &point, &u, exactly(lie)).unwrap();
            assert!(test.disagrees() && !test.agrees(), "{lie}: {test:?}");
        }
        let test = hessian(&quartic(), &point, [&u, &u], exactly(108.1)).unwrap();
        assert!(test.disagrees(), "{test:?}");
    }

    #[test]
    fn a_vanishing_remainder_is_said_to_vanish() {
        let linear = formula!(|x| x.trace());
        let point = [Dense::scalar(3.0)];
        let u = Direction::unit(&point, 0, 0);
        let test = gradient(&linear, &point, &u, exactly(1.0)).unwrap();
        assert!(
            matches!(test.outcome, TaylorOutcome::Vanishes { blind_below } if blind_below < 1e-14)
        );
        // The lie of a linear function: slope 1, seen.
        assert!(
            gradient(&linear, &point, &u, exactly(1.0 + 1e-9))
                .unwrap()
                .disagrees()
        );
    }

    #[test]
    fn an_offset_blinds_and_says_so() {
        let point = [Dense::scalar(3.0), Dense::scalar(1e8)];
        let f = formula!(|x, c| x.squared_norm() * x.squared_norm() + c.trace());
        let u = Direction::unit(&point, 0, 0);
        let test = gradient(&f, &point, &u, exactly(108.0)).unwrap();
        let TaylorOutcome::Slope { blind_below, .. } = test.outcome else {
            panic!("{test:?}")
        };
        assert!(test.agrees() && blind_below > 1e-6, "{test:?}");
    }

    #[test]
    fn scale_does_not_change_the_verdict() {
        let point = [Dense::scalar(3.0), Dense::scalar(1.0)];
        let scaled = formula!(|x, c| c.trace() * (x.squared_norm() * x.squared_norm()));
        let u = Direction::unit(&point, 0, 0);
        for scale in [1e-150, 1e-9, 1e3, 1e150] {
            let point = [point[0].clone(), Dense::scalar(scale)];
            assert!(
                gradient(&scaled, &point, &u, exactly(108.0 * scale))
                    .unwrap()
                    .agrees()
            );
            assert!(
                gradient(&scaled, &point, &u, exactly(108.001 * scale))
                    .unwrap()
                    .disagrees()
            );
        }
    }
}
