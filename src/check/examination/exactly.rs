//! A claim before the exact oracle: formulas modulo a prime, kernels at integer points.

use super::{Asked, finding, shapes_fit};
use crate::algebra::Dense;
use crate::check::case::generic_sizes;
use crate::check::claim::Form;
use crate::check::counterexample::degree_of;
use crate::check::{Claim, Finding, Oracle, Outcome, Place, Role};
use crate::oracle::exact::{Exact, ExactNumber, log10_false_accept};
use crate::oracle::{OracleError, structure};
use crate::scalar::{Fp, Rational};
use nalgebra::DMatrix;
use num_traits::{ToPrimitive, Zero};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Shapes for the exact trials: generic ones, and larger ones against identities true only when small.
fn exact_sizes(claim: &Claim, trial: usize) -> Vec<usize> {
    let sizes = generic_sizes(&claim.signature);
    let count = sizes.len().max(1);
    (0..sizes.len())
        .map(|d| sizes[(d + trial) % count] + usize::from(trial == 2))
        .collect()
}

const EXACT_TRIALS: u32 = 3;

/// Three trials at random residues and different sizes; equality to the last bit.
pub(super) fn exactly(claim: &Claim, seed: u64) -> Asked {
    if matches!(claim.form, Form::Kernel(_)) {
        return exactly_at_integers(claim, seed);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x0065_7861_6374);
    let (mut degree, mut last) = (0, Vec::new());
    for trial in 0..EXACT_TRIALS {
        let sizes = exact_sizes(claim, trial as usize);
        let point = claim.signature.draw(&sizes, |_| Fp::random(&mut rng));
        let point = masked(claim, point, trial);
        let truth = claim.quantity.exact(&point).and_then(|exact| {
            // A derivative is of lower degree than f; a Gauss–Newton part is quadratic in derivatives of r.
            degree = degree.max(2 * exact.degree());
            claim.quantity.truth(&exact, &claim.signature, &point)
        });
        let own = claim.form.exact(&point);
        let claimed = match own.and_then(|exact| claimed(claim, exact, &point)) {
            Err(OracleError::Algebra(error)) if error.is_ill_typed() => {
                return Err(error.to_string());
            }
            other => other,
        };
        let (claimed, truth) = match claimed.and_then(|claimed| Ok((claimed, truth?))) {
            Ok(values) => values,
            Err(reason) => {
                return Ok(finding(
                    Oracle::Exact,
                    Outcome::NotApplicable,
                    reason.to_string(),
                ));
            }
        };
        shapes_fit(claimed.shape(), truth.shape(), &format!("sizes {sizes:?}"))?;
        if let Some(violation) = structure::first_difference(&claimed, &truth.map(|e| e.value)) {
            let (i, j) = violation.entry;
            let detail = format!(
                "entry ({}, {}) differs modulo 2⁶¹−1 at sizes {sizes:?}",
                i + 1,
                j + 1
            );
            return Ok(finding(Oracle::Exact, Outcome::Disagrees, detail));
        }
        last = point;
    }
    let own = match &claim.form {
        Form::Written(formula) => degree_of(formula.as_ref(), &last),
        Form::Derived(quantity) => degree_of(quantity.function(), &last),
        Form::Kernel(_) => return exactly_at_integers(claim, seed),
    };
    let (Ok(own), Ok(of)) = (own, degree_of(claim.quantity.function(), &last)) else {
        let detail =
            "equal at every trial, but no polynomial: no bound on the probability of chance";
        return Ok(finding(Oracle::Exact, Outcome::Undecided, detail));
    };
    let bound =
        log10_false_accept(degree.max(own.degree()).max(2 * of.degree()), EXACT_TRIALS).ceil();
    let masks = claim
        .signature
        .arguments()
        .iter()
        .any(|a| a.role == Role::Mask);
    let masks = if masks {
        ", each for one random mask"
    } else {
        ""
    };
    let detail = format!("{EXACT_TRIALS} trials{masks}, false-accept probability < 1e{bound}");
    Ok(Finding {
        gap: Some(0.0),
        blind_below: Some(0.0),
        ..finding(Oracle::Exact, Outcome::Agrees, detail)
    })
}

/// The masks of a trial: ones; then random bits, the same in all trials; then their complements. So every entry is 0 once, and 1 twice.
fn masked(claim: &Claim, point: Vec<Dense<Fp>>, trial: u32) -> Vec<Dense<Fp>> {
    let arguments = claim.signature.arguments().iter();
    point
        .into_iter()
        .zip(arguments)
        .enumerate()
        .map(|(a, (x, argument))| match argument.role {
            Role::Mask => Dense::from_fn(x.shape().0, x.shape().1, |i, j| {
                // The golden ratio scatters bits well enough.
                let place = (31 * a + 7 * i + 13 * j + 1) as u64;
                let bit = place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 1;
                Fp::new(i64::from(trial == 0 || bit == (trial == 1)))
            }),
            _ => x,
        })
        .collect()
}

/// The claim's own value, exact; derivatives in it are taken by an oracle that suits it, see [`Form::exact`].
pub(in crate::check) fn claimed<N: ExactNumber>(
    claim: &Claim,
    exact: Exact,
    point: &[Dense<N>],
) -> Result<DMatrix<N>, OracleError> {
    match &claim.form {
        Form::Written(formula) => Ok(N::of(formula.as_ref(), point)?.into_matrix()),
        Form::Derived(quantity) => {
            let value = quantity.truth(&exact, &claim.signature, point)?;
            Ok(value.map(|e| e.value))
        }
        Form::Kernel(_) => Err(OracleError::NoStep),
    }
}

/// Whether code of which nobody knows the operations (a division by 3 is inexact anywhere) comes as near as rounding allows.
pub(in crate::check) fn within_rounding(
    computed: &DMatrix<f64>,
    truth: &DMatrix<Rational>,
) -> bool {
    const ROUNDING: f64 = 1e-9;
    let truth = truth.clone().map(as_float);
    (computed - &truth).amax() <= ROUNDING * truth.amax()
}

/// Floating-point code at integer points, where it makes no rounding: must equal the exact value.
fn exactly_at_integers(claim: &Claim, seed: u64) -> Asked {
    let Form::Kernel(kernel) = &claim.form else {
        unreachable!("asked of kernels only")
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x0069_6e74_6567_6572);
    for trial in 0..EXACT_TRIALS {
        let sizes = exact_sizes(claim, trial as usize);
        // Even integers, so that a factor ½ stays exact; quartic expressions stay far below 2⁵³.
        let integers = claim
            .signature
            .draw(&sizes, |argument| match argument.role {
                Role::Mask => f64::from(u8::from(rng.random_bool(0.6))),
                Role::Scalar => f64::from(2 * rng.random_range(0_i32..=200)),
                _ => f64::from(2 * rng.random_range(-200_i32..=200)),
            });
        let point: Vec<_> = integers.iter().map(|x| x.map(rational)).collect();
        let truth = degree_of(claim.quantity.function(), &point)
            .and_then(|exact| claim.quantity.truth(&exact, &claim.signature, &point));
        let truth = match truth {
            Ok(truth) => truth.map(|e| e.value),
            Err(reason) => {
                return Ok(finding(
                    Oracle::Exact,
                    Outcome::NotApplicable,
                    reason.to_string(),
                ));
            }
        };
        let computed = kernel.compute(&integers)?;
        shapes_fit(computed.shape(), truth.shape(), &format!("sizes {sizes:?}"))?;
        let claimed: DMatrix<Rational> = computed.clone().map(rational);
        if let Some(violation) = structure::first_difference(&claimed, &truth) {
            if kernel.is_measured() && within_rounding(&computed, &truth) {
                let why = "the code rounds at integer points too";
                return Ok(finding(Oracle::Exact, Outcome::NotApplicable, why));
            }
            let (claimed, truth) = (as_float(violation.actual), as_float(violation.expected));
            let detail = "differs from the exact value at an integer point, where nothing rounds";
            let place = Place {
                case: format!("integers, sizes {sizes:?}"),
                entry: Some(violation.entry),
                claimed,
                truth,
                tolerance: 0.0,
            };
            return Ok(Finding {
                place: Some(place),
                ..finding(Oracle::Exact, Outcome::Disagrees, detail)
            });
        }
    }
    let detail = format!("{EXACT_TRIALS} integer points, equal to the last bit");
    Ok(Finding {
        gap: Some(0.0),
        blind_below: Some(0.0),
        ..finding(Oracle::Exact, Outcome::Agrees, detail)
    })
}

pub(in crate::check) fn rational(x: f64) -> Rational {
    Rational::from_float(x).unwrap_or_else(Rational::zero)
}

pub(in crate::check) fn as_float(x: Rational) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}
