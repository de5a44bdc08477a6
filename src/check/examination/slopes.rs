//! A claim before Taylor remainders.

use super::{Asked, claimed, finding, shapes_fit};
use crate::algebra::Dense;
use crate::check::claim::Form;
use crate::check::quantity::{Kind, Quantity};
use crate::check::{Case, Claim, Oracle, Outcome};
use crate::oracle::autodiff::Autodiff;
use crate::oracle::taylor::{self, TaylorOutcome, TaylorTest};
use crate::oracle::{Direction, Estimate, Estimates};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// ⟨G, V⟩ for a claimed matrix and a direction of its shape, with its rounding.
fn paired(claimed: &Estimates<f64>, direction: &DMatrix<f64>) -> Estimate<f64> {
    let mut sum = Estimate {
        value: 0.0,
        error: 0.0,
    };
    let mut size = 0.0;
    for (g, v) in claimed.iter().zip(direction.iter()) {
        sum.value += g.value * v;
        sum.error += g.error * v.abs();
        size += (g.value * v).abs();
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of entries")]
    let roundings = (claimed.len() + 1) as f64;
    sum.error += roundings * f64::EPSILON * size;
    sum
}

/// Gradients by slope 2, Hessian blocks and products by slope 3, each along a random direction.
pub(super) fn by_taylor_slopes<'a>(
    claim: &Claim,
    cases: impl Iterator<Item = &'a Case>,
    seed: u64,
) -> Asked {
    let mut result = finding(Oracle::Taylor, Outcome::NotApplicable, "");
    if matches!(claim.form, Form::Derived(_)) {
        result.detail = "the claim contains derivatives itself".into();
        return Ok(result);
    }
    let mut words = Vec::new();
    for case in cases {
        let claimed = match claimed(claim, &Autodiff, &case.point)? {
            Ok(claimed) => claimed,
            Err(reason) => {
                words.push(format!("no answer at {}: {reason}", case.name));
                continue;
            }
        };
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x7461_796c_6f72);
        let place = |name: &str| claim.signature.position(name).unwrap_or_default();
        let mut random = |argument: usize| {
            let (rows, columns) = case.point[argument].shape();
            let v = DMatrix::from_fn(rows, columns, |_, _| rng.random_range(-1.0..1.0));
            (
                v.clone(),
                Direction::zero(case.point.len()).with(argument, Dense::from(v)),
            )
        };
        let test = match &claim.quantity.kind {
            Kind::Gradient { of, variable } => {
                let a = place(variable);
                shapes_fit(claimed.shape(), case.point[a].shape(), &case.name)?;
                let (v, direction) = random(a);
                taylor::gradient(of.as_ref(), &case.point, &direction, paired(&claimed, &v))
            }
            Kind::HessianBlock { of, row, column } => {
                let ((u, du), (v, dv)) = (random(place(row)), random(place(column)));
                shapes_fit(claimed.shape(), (u.len(), v.len()), &case.name)?;
                let outer =
                    DMatrix::from_fn(u.len(), v.len(), |r, c| u.as_slice()[r] * v.as_slice()[c]);
                taylor::hessian(
                    of.as_ref(),
                    &case.point,
                    [&du, &dv],
                    paired(&claimed, &outer),
                )
            }
            Kind::HessianVector {
                of,
                variable,
                directions,
            } => {
                let a = place(variable);
                shapes_fit(claimed.shape(), case.point[a].shape(), &case.name)?;
                let (u, du) = random(a);
                let dv = Quantity::direction(directions, &claim.signature, &case.point);
                taylor::hessian(of.as_ref(), &case.point, [&du, &dv], paired(&claimed, &u))
            }
            _ => {
                result.detail = "not a derivative of f alone".to_owned();
                return Ok(result);
            }
        };
        match test {
            Ok(test) => {
                let (outcome, word) = read_taylor(&test);
                words.push(format!("{word} ({})", case.name));
                result.outcome = result.outcome.and(outcome);
                if case.generic {
                    (result.gap, result.blind_below) = blindness(&test);
                }
            }
            Err(reason) => words.push(format!("no answer at {}: {reason}", case.name)),
        }
    }
    result.detail = words.join("; ");
    Ok(result)
}

fn blindness(test: &TaylorTest) -> (Option<f64>, Option<f64>) {
    match test.outcome {
        TaylorOutcome::Slope { blind_below, .. } => (None, Some(blind_below)),
        TaylorOutcome::Vanishes { blind_below } => {
            (None, blind_below.is_finite().then_some(blind_below))
        }
        TaylorOutcome::Unclear => (None, None),
    }
}

fn read_taylor(test: &TaylorTest) -> (Outcome, String) {
    let outcome = if test.agrees() {
        Outcome::Agrees
    } else if test.disagrees() {
        Outcome::Disagrees
    } else {
        Outcome::Undecided
    };
    let word = match test.outcome {
        TaylorOutcome::Slope { slope, window, .. } => format!(
            "slope {slope:.2} of {:.0} over steps {:.0e}…{:.0e}",
            test.expected, window.0, window.1
        ),
        TaylorOutcome::Vanishes { .. } => "the remainder vanishes: no slope to fit".into(),
        TaylorOutcome::Unclear => "too few remainders clear of rounding".into(),
    };
    (outcome, word)
}
