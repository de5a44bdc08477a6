//! A claim before every oracle.

use super::case::{generic_point, generic_sizes};
use super::claim::Form;
use super::comparison::{Comparison, compare};
use super::counterexample::degree_of;
use super::verdict::weigh;
use super::{
    BlindSpot, Case, Claim, Counterexample, Finding, Oracle, Outcome, Place, Role, Verdict,
    battery, blind_spots,
};
use crate::algebra::Dense;
use crate::oracle::exact::log10_false_accept;
use crate::oracle::taylor::{self, TaylorOutcome, TaylorTest};
use crate::oracle::{
    Differentiator, Direction, Estimate, Estimates, Evaluation, OracleError, autodiff::Autodiff,
    bounded_value, finite_difference::FiniteDifference, structure,
};
use crate::scalar::{Fp, Rational};
use nalgebra::DMatrix;
use num_traits::{ToPrimitive, Zero};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fmt;
use std::time::Instant;

/// Everything that is known about a claim.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The claim's name.
    pub claim: String,
    /// Its LaTeX, if it has one.
    pub latex: Option<String>,
    /// Its group.
    pub group: String,
    /// What kind of quantity it is about, e.g. "gradient".
    pub kind: &'static str,
    /// What each oracle found.
    pub findings: Vec<Finding>,
    /// What follows.
    pub verdict: Verdict,
    /// For a wrong claim, small integers at which it fails.
    pub counterexample: Option<Counterexample>,
    /// What is special about the point given by the user, if one was given.
    pub blind_spots: Vec<BlindSpot>,
    /// The points it was examined at.
    pub cases: Vec<String>,
    /// The seed of every random draw.
    pub seed: u64,
}

impl Examination {
    /// What one oracle found.
    #[must_use]
    pub fn finding(&self, oracle: Oracle) -> Option<&Finding> {
        self.findings.iter().find(|f| f.oracle == oracle)
    }
}

impl fmt::Display for Examination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.claim, self.verdict)?;
        for finding in &self.findings {
            writeln!(
                f,
                "  {:<12} {:<15} {}",
                finding.oracle, finding.outcome, finding.detail
            )?;
            if let Some(place) = &finding.place {
                writeln!(f, "  {:<12} {place}", "")?;
            }
        }
        if let Some(counterexample) = &self.counterexample {
            writeln!(f, "  counterexample: {counterexample}")?;
        }
        for spot in &self.blind_spots {
            writeln!(f, "  note: at the given point {spot}")?;
        }
        write!(f, "  seed {}", self.seed)
    }
}

/// Examines a claim at its own battery of points, all drawn from one seed.
#[must_use]
pub fn examine(claim: &Claim, seed: u64) -> Examination {
    examine_cases(claim, seed, battery(claim, seed), Vec::new())
}

/// Examines a claim at a point of the user's, and at a generic one where no mistake hides. What cannot be
/// seen at the user's point is listed in [`Examination::blind_spots`].
#[must_use]
pub fn examine_at(claim: &Claim, point: Vec<Dense<f64>>, seed: u64) -> Examination {
    let spots = blind_spots(&claim.signature, &point, claim.quantity.function());
    let given = Case {
        name: "the given point".into(),
        point,
        generic: false,
        thorough: true,
    };
    let sizes = generic_sizes(&claim.signature);
    let generic = Case {
        name: "a generic point of our own".into(),
        point: generic_point(&claim.signature, &sizes, seed),
        generic: true,
        thorough: true,
    };
    examine_cases(claim, seed, vec![given, generic], spots)
}

fn examine_cases(
    claim: &Claim,
    seed: u64,
    cases: Vec<Case>,
    blind_spots: Vec<BlindSpot>,
) -> Examination {
    let mut findings = Vec::new();
    let mut ill_typed = None;
    for oracle in Oracle::ALL {
        let start = Instant::now();
        let asked = match oracle {
            Oracle::Exact => exactly(claim, seed),
            Oracle::Autodiff => in_floating_point(claim, oracle, &Autodiff, cases.iter()),
            Oracle::FiniteDifference => {
                let thorough = cases.iter().filter(|c| c.thorough);
                in_floating_point(claim, oracle, &FiniteDifference::default(), thorough)
            }
            Oracle::Taylor => by_taylor_slopes(claim, cases.iter().filter(|c| c.thorough), seed),
            Oracle::Structure => by_structure(claim, seed),
        };
        match asked {
            Ok(mut finding) => {
                finding.seconds = start.elapsed().as_secs_f64();
                findings.push(finding);
            }
            Err(reason) => {
                ill_typed = Some(reason);
                break;
            }
        }
    }
    let verdict = match ill_typed {
        Some(reason) => Verdict::IllTyped { reason },
        None => weigh(&findings),
    };
    let refuted = matches!(verdict, Verdict::Refuted { .. });
    let counterexample = refuted
        .then(|| Counterexample::search(claim, seed))
        .flatten();
    Examination {
        claim: claim.name.clone(),
        latex: claim.latex.clone(),
        group: claim.group.clone(),
        kind: claim.quantity.name(),
        findings,
        verdict,
        counterexample,
        blind_spots,
        cases: cases.into_iter().map(|c| c.name).collect(),
        seed,
    }
}

/// An oracle's finding, or the reason why the claim is ill-typed.
type Asked = Result<Finding, String>;

fn finding(oracle: Oracle, outcome: Outcome, detail: impl Into<String>) -> Finding {
    Finding {
        oracle,
        outcome,
        gap: None,
        blind_below: None,
        detail: detail.into(),
        place: None,
        seconds: 0.0,
    }
}

/// The claim's own value in floating point with its rounding; an ill-typed formula is the outer error.
fn claimed(
    claim: &Claim,
    point: &[Dense<f64>],
) -> Result<Result<Estimates<f64>, OracleError>, String> {
    match &claim.form {
        Form::Written(formula) => match bounded_value(formula.as_ref(), point) {
            Err(OracleError::Algebra(error)) if error.is_ill_typed() => Err(error.to_string()),
            other => Ok(other),
        },
        Form::Kernel(kernel) => match kernel.estimates(point) {
            Ok(Err(message)) => Err(message),
            Ok(Ok(estimates)) => Ok(Ok(estimates)),
            Err(error) => Ok(Err(error)),
        },
    }
}

fn shapes_fit(claimed: (usize, usize), truth: (usize, usize), case: &str) -> Result<(), String> {
    if claimed == truth {
        return Ok(());
    }
    Err(format!(
        "the formula is {}×{} where the quantity is {}×{} ({case})",
        claimed.0, claimed.1, truth.0, truth.1
    ))
}

fn in_floating_point<'a>(
    claim: &Claim,
    oracle: Oracle,
    differentiator: &dyn Differentiator<f64>,
    cases: impl Iterator<Item = &'a Case>,
) -> Asked {
    let mut result = finding(oracle, Outcome::NotApplicable, "");
    let (mut asked, mut skipped) = (0, Vec::new());
    for case in cases {
        let truth = claim
            .quantity
            .truth(differentiator, &claim.signature, &case.point);
        let values = claimed(claim, &case.point)?.and_then(|claimed| Ok((claimed, truth?)));
        let (claimed, truth) = match values {
            Ok(values) => values,
            Err(reason) => {
                skipped.push(format!("{}: {reason}", case.name));
                continue;
            }
        };
        shapes_fit(claimed.shape(), truth.shape(), &case.name)?;
        let comparison = compare(&claimed, &truth);
        asked += 1;
        absorb(&mut result, &comparison, case);
    }
    result.detail = format!("{asked} points");
    if let Some(blind) = result.blind_below {
        result.detail += &format!(", sees relative errors down to {blind:.0e}");
    }
    for reason in skipped {
        result.detail += &format!("; no answer at {reason}");
    }
    Ok(result)
}

/// Adds what was seen at one point to an oracle's finding.
fn absorb(result: &mut Finding, comparison: &Comparison, case: &Case) {
    // Doubt at a special point, where entries cancel, is not held against what a generic point shows.
    let outcome = match comparison.outcome {
        Outcome::Undecided if !case.generic => Outcome::NotApplicable,
        other => other,
    };
    let worse = result.outcome.and(outcome) != result.outcome;
    let larger = comparison.gap.unwrap_or(0.0) > result.gap.unwrap_or(0.0);
    if outcome == Outcome::Disagrees && (worse || larger) {
        result.place = comparison.worst.map(|(entry, claimed, truth)| Place {
            case: case.name.clone(),
            entry: Some(entry),
            claimed,
            truth,
        });
    }
    result.outcome = result.outcome.and(outcome);
    if case.generic || outcome == Outcome::Disagrees {
        result.gap = Some(result.gap.unwrap_or(0.0).max(comparison.gap.unwrap_or(0.0)));
    }
    if case.generic {
        result.blind_below = comparison.blind_below;
    }
}

/// Shapes for the exact trials: generic ones, and larger ones against identities true only when small.
fn exact_sizes(claim: &Claim, trial: usize) -> Vec<usize> {
    let sizes = generic_sizes(&claim.signature);
    let count = sizes.len().max(1);
    (0..sizes.len())
        .map(|d| sizes[(d + trial) % count] + usize::from(trial == 2))
        .collect()
}

const EXACT_TRIALS: u32 = 3;

fn exactly(claim: &Claim, seed: u64) -> Asked {
    let formula = match &claim.form {
        Form::Written(formula) => formula,
        Form::Kernel(_) => return exactly_at_integers(claim, seed),
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x6578_6163_74);
    let mut degree = 0;
    for trial in 0..EXACT_TRIALS {
        let sizes = exact_sizes(claim, trial as usize);
        let point = claim
            .signature
            .draw(&sizes, |argument| match argument.role {
                Role::Mask => Fp::new(i64::from(rng.random_bool(0.6))),
                _ => Fp::random(&mut rng),
            });
        let truth = degree_of(claim, &point).and_then(|exact| {
            degree = degree.max(exact.degree());
            claim.quantity.truth(&exact, &claim.signature, &point)
        });
        let claimed = match Fp::of(formula.as_ref(), &point) {
            Err(error) if error.is_ill_typed() => return Err(error.to_string()),
            other => other.map_err(OracleError::from),
        };
        let (claimed, truth) = match claimed.and_then(|claimed| Ok((claimed.into_matrix(), truth?)))
        {
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
    }
    // The difference of the two sides has at most the total degree of f times that of its arguments, all of
    // which enter f: doubled for the claim's own products.
    let bound = log10_false_accept(2 * degree, EXACT_TRIALS).ceil();
    let detail = format!("{EXACT_TRIALS} trials, false-accept probability < 1e{bound}");
    Ok(Finding {
        gap: Some(0.0),
        blind_below: Some(0.0),
        ..finding(Oracle::Exact, Outcome::Agrees, detail)
    })
}

/// Floating-point code at integer points, where it makes no rounding: must equal the exact value.
fn exactly_at_integers(claim: &Claim, seed: u64) -> Asked {
    let Form::Kernel(kernel) = &claim.form else {
        unreachable!("asked of kernels only")
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x696e_7465_6765_72);
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
        let truth = degree_of(claim, &point)
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
        let claimed: DMatrix<Rational> = computed.map(rational);
        if let Some(violation) = structure::first_difference(&claimed, &truth) {
            let (claimed, truth) = (as_float(&violation.actual), as_float(&violation.expected));
            let detail = "differs from the exact value at an integer point, where nothing rounds";
            let place = Place {
                case: format!("integers, sizes {sizes:?}"),
                entry: Some(violation.entry),
                claimed,
                truth,
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

fn rational(x: f64) -> Rational {
    Rational::from_float(x).unwrap_or_else(Rational::zero)
}

fn as_float(x: &Rational) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}

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

fn by_taylor_slopes<'a>(claim: &Claim, cases: impl Iterator<Item = &'a Case>, seed: u64) -> Asked {
    use super::quantity::Kind;
    let mut result = finding(Oracle::Taylor, Outcome::NotApplicable, "");
    let mut words = Vec::new();
    for case in cases {
        let claimed = match claimed(claim, &case.point)? {
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
                let dv = super::Quantity::direction(directions, &claim.signature, &case.point);
                taylor::hessian(of.as_ref(), &case.point, [&du, &dv], paired(&claimed, &u))
            }
            _ => {
                result.detail =
                    format!("a {} is not a derivative of f alone", claim.quantity.name());
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

fn by_structure(claim: &Claim, seed: u64) -> Asked {
    use super::quantity::Kind;
    let none = |why: &str| Ok(finding(Oracle::Structure, Outcome::NotApplicable, why));
    let Form::Written(formula) = &claim.form else {
        return none("a kernel is probed where it is defined");
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x7374_7275_6374);
    let sizes = generic_sizes(&claim.signature);
    let point = claim.signature.draw(&sizes, |_| Fp::random(&mut rng));
    let value = |point: &[Dense<Fp>]| Fp::of(formula.as_ref(), point).map(Dense::into_matrix);
    let Ok(at) = value(&point) else {
        return none("no value modulo a prime");
    };
    let (law, violation) = match (&claim.quantity.kind, &claim.mirrored) {
        (Kind::HessianBlock { row, column, .. }, _) if row == column => {
            ("symmetric", structure::symmetric(&at))
        }
        (Kind::HessianBlock { .. }, Some(mirrored)) => {
            let Ok(mirrored) = Fp::of(mirrored.as_ref(), &point) else {
                return none("no mirrored block");
            };
            (
                "transposed by its mirror block",
                structure::adjoint(&at, mirrored.as_matrix()),
            )
        }
        (
            Kind::HessianVector { directions, .. } | Kind::GaussNewtonVector { directions, .. },
            _,
        ) => {
            let factor = Fp::random(&mut rng);
            let (mut second, mut combined) = (point.clone(), point.clone());
            for a in directions
                .iter()
                .filter_map(|(_, argument)| claim.signature.position(argument))
            {
                let (rows, columns) = point[a].shape();
                let step = DMatrix::from_fn(rows, columns, |_, _| Fp::random(&mut rng));
                combined[a] = (point[a].as_matrix() + step.map(|x| factor * x)).into();
                second[a] = step.into();
            }
            let (Ok(second), Ok(combined)) = (value(&second), value(&combined)) else {
                return none("no value modulo a prime");
            };
            (
                "linear in the direction",
                structure::linear(&combined, &at, &factor, &second),
            )
        }
        _ => return none("no structural law applies"),
    };
    Ok(match violation {
        None => Finding {
            gap: None,
            ..finding(Oracle::Structure, Outcome::Agrees, law)
        },
        Some(v) => {
            let (i, j) = v.entry;
            let detail = format!("not {law}: entry ({}, {}) modulo 2⁶¹−1", i + 1, j + 1);
            finding(Oracle::Structure, Outcome::Disagrees, detail)
        }
    })
}
