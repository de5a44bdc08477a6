//! A search for a point at which an inequality fails.

use super::entry::{Instance, OracleReport};
use super::equality::{Equation, Unfit};
use crate::algebra::{Dense, Formula, Matrix};
use crate::check::{Claim, Form, Quantity, Role, Signature, battery};
use crate::document::Relation;
use crate::expression::{Expression, ExpressionFormula, Kind, Name, Typed, Typing};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;
use std::time::Instant;

/// What a search came to.
pub(super) struct Search {
    pub(super) counterexample: Option<Instance>,
    pub(super) message: String,
    pub(super) report: OracleReport,
}

/// So many seeds give a battery of points each.
const BATTERIES: u64 = 12;

/// Looks for a point at which left and right are in the wrong order.
pub(super) fn search(
    typing: &Typing,
    (left, right): (&Expression, &Expression),
    text: &str,
    relation: Relation,
    seed: u64,
) -> Result<Search, Unfit> {
    let unknown = |message: String| Unfit::Unknown(message, 0..0);
    let equation = Equation::new(typing, left, right)?;
    if !equation.left.shape.is_scalar() {
        return Err(unknown(
            "only inequalities between numbers are judged".into(),
        ));
    }
    let names = equation.all_names();
    let signature = Signature::of_names(&equation.typing, &names);
    equation.fits_in_memory(&signature).map_err(unknown)?;
    let formula = |typed: &Typed| {
        ExpressionFormula::new(typed.clone(), &equation.typing, names.iter().cloned())
            .map_err(|e| unknown(e.to_string()))
    };
    let (l, r) = (formula(&equation.left)?, formula(&equation.right)?);
    let sides = [
        Side::new(&l, &equation.left, text),
        Side::new(&r, &equation.right, text),
    ];
    let claim = Claim::with_form(
        "",
        signature,
        Quantity::value(l.clone()),
        Form::Written(Arc::new(r.clone())),
    )
    .map_err(|e| unknown(e.to_string()))?;
    let began = Instant::now();
    let mut points = 0;
    let mut failing: Option<(Vec<Dense<f64>>, f64, f64)> = None;
    for batch in 0..BATTERIES {
        for case in battery(&claim, seed.wrapping_add(batch)) {
            let (Some(a), Some(b)) = (sides[0].number(&case.point), sides[1].number(&case.point))
            else {
                continue;
            };
            points += 1;
            let size =
                |point: &[Dense<f64>]| point.iter().map(|x| x.as_matrix().len()).sum::<usize>();
            if fails(relation, a, b)
                && failing
                    .as_ref()
                    .is_none_or(|(best, ..)| size(&case.point) < size(best))
            {
                failing = Some((case.point, a, b));
            }
        }
    }
    // Small integers are easier to check by hand.
    for point in integers(&claim.signature, seed) {
        if let (Some(a), Some(b)) = (sides[0].number(&point), sides[1].number(&point)) {
            points += 1;
            if fails(relation, a, b) {
                failing = Some((point, a, b));
                break;
            }
        }
    }
    if points == 0 {
        return Err(unknown(
            "no point was found at which both sides have a value".into(),
        ));
    }
    let counterexample = failing.map(|(point, a, b)| Instance {
        dimensions: Vec::new(),
        values: names
            .iter()
            .zip(&point)
            .map(|(name, value)| {
                let rows = value
                    .as_matrix()
                    .row_iter()
                    .map(|row| row.iter().map(|x| format!("{x}")).collect());
                (name.to_string(), rows.collect())
            })
            .collect(),
        left: vec![vec![format!("{a}")]],
        right: vec![vec![format!("{b}")]],
        difference: vec![vec![format!("{}", a - b)]],
    });
    let message = if counterexample.is_some() {
        "it fails at a point".to_owned()
    } else {
        format!("no counterexample among {points} points; that is no proof")
    };
    Ok(Search {
        report: OracleReport {
            name: "search".into(),
            outcome: if counterexample.is_some() {
                "disagrees"
            } else {
                "agrees"
            }
            .into(),
            detail: format!("{points} points"),
            seconds: began.elapsed().as_secs_f64(),
        },
        counterexample,
        message,
    })
}

/// Whether two numbers are in the wrong order, by more than rounding.
fn fails(relation: Relation, a: f64, b: f64) -> bool {
    let slack = 1e-9 * (a.abs() + b.abs()) + 1e-300;
    match relation {
        Relation::Equal => (a - b).abs() > slack,
        Relation::LessOrEqual | Relation::Less => a > b + slack,
        _ => a < b - slack,
    }
}

/// Points of small integers, the smallest sizes first.
fn integers(signature: &Signature, seed: u64) -> impl Iterator<Item = Vec<Dense<f64>>> {
    const DRAWS: usize = 12;
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x0073_6d61_6c6c);
    let dimensions = signature.dimensions().len();
    (1..=3).flat_map(move |size| {
        let sizes = vec![size; dimensions];
        let draws: Vec<_> = (0..DRAWS)
            .map(|_| {
                signature.draw(&sizes, |argument| {
                    f64::from(match argument.role {
                        Role::Mask => rng.random_range(0..=1),
                        Role::Scalar => rng.random_range(1..=3),
                        _ => rng.random_range(-2..=2_i32),
                    })
                })
            })
            .collect();
        draws
    })
}

/// A side with the spectral norms in it taken out.
struct Side {
    outer: ExpressionFormula,
    /// What the norms are taken of.
    inner: Vec<ExpressionFormula>,
}

impl Side {
    fn new(formula: &ExpressionFormula, typed: &Typed, text: &str) -> Self {
        let mut inner = Vec::new();
        let outer = taken_out(typed, text, &mut inner);
        let names = (0..inner.len()).map(norm_name);
        Self {
            outer: formula.with(outer).and_arguments(names),
            inner: inner.into_iter().map(|typed| formula.with(typed)).collect(),
        }
    }

    fn number(&self, point: &[Dense<f64>]) -> Option<f64> {
        let mut arguments: Vec<Matrix<Dense<f64>>> =
            point.iter().cloned().map(Matrix::new).collect();
        let given = arguments.clone();
        for inner in &self.inner {
            let matrix = inner.evaluate(&given).into_result().ok()?;
            let largest = matrix
                .as_matrix()
                .clone()
                .singular_values()
                .iter()
                .copied()
                .fold(0.0, f64::max);
            arguments.push(Matrix::new(Dense::scalar(largest)));
        }
        let value = self.outer.evaluate(&arguments).into_result().ok()?;
        value
            .as_matrix()
            .iter()
            .next()
            .copied()
            .filter(|x| x.is_finite())
    }
}

fn norm_name(place: usize) -> Name {
    format!("‖{place}‖").into()
}

fn taken_out(typed: &Typed, text: &str, inner: &mut Vec<Typed>) -> Typed {
    let with = |kind| Typed {
        kind,
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    };
    if let (Kind::Norm(a) | Kind::SquaredNorm(a), true) = (&typed.kind, is_spectral(typed, text)) {
        inner.push((**a).clone());
        let name = with(Kind::Name(norm_name(inner.len() - 1)));
        return match typed.kind {
            Kind::Norm(_) => name,
            _ => with(Kind::Power(
                Box::new(name),
                crate::scalar::Rational::from_integer(2.into()),
            )),
        };
    }
    let Ok(kind) = typed
        .kind
        .try_map(|operand| Ok::<_, std::convert::Infallible>(taken_out(operand, text, inner)));
    with(kind)
}

/// Whether this is a norm with a 2 of a matrix that is no vector.
fn is_spectral(typed: &Typed, text: &str) -> bool {
    let (Kind::Norm(a) | Kind::SquaredNorm(a)) = &typed.kind else {
        return false;
    };
    if a.shape.rows.is_one() || a.shape.columns.is_one() {
        return false;
    }
    let Some(written) = text.get(typed.span.clone()) else {
        return false;
    };
    let plain: String = written
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '{' | '}'))
        .collect();
    let plain = plain.trim_end_matches("^2");
    plain.ends_with("_2")
}

/// Whether a spectral norm stands in it.
pub(super) fn has_spectral(typed: &Typed, text: &str) -> bool {
    is_spectral(typed, text)
        || typed
            .kind
            .operands()
            .into_iter()
            .any(|operand| has_spectral(operand, text))
}
