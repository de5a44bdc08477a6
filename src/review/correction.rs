//! What would be right: one small edit, a missing term, or a condition.

use super::context::Context;
use super::entry::{Correction, CorrectionKind};
use super::equality::Equation;
use crate::algebra::MatrixAlgebra;
use crate::expression::{Expression, Kind, Name, Property, Typing};
use crate::scalar::{Ratio, Rational};
use crate::tensor::{Equality, Letters, Network};
use std::time::{Duration, Instant};

/// So long corrections are looked for.
const PATIENCE: Duration = Duration::from_millis(400);
/// So many edits are tried.
const MOST_EDITS: usize = 400;
/// A missing term longer than this helps nobody.
const LONGEST: usize = 240;

/// Whether both sides are proved equal.
pub(super) fn is_right(equation: &Equation) -> bool {
    let letters = Letters::new(&equation.typing);
    let network = |typed| letters.network(typed).ok();
    match (network(&equation.left), network(&equation.right)) {
        (Some(left), Some(right)) => matches!(left.equality(&right), Ok(Equality::Proved)),
        _ => false,
    }
}

/// Whether multiplying out the two sides is given up.
fn is_too_long(equation: &Equation) -> bool {
    let letters = Letters::new(&equation.typing);
    let network = |typed| letters.network(typed).ok();
    match (network(&equation.left), network(&equation.right)) {
        (Some(left), Some(right)) => left
            .add(&right.negate())
            .is_ok_and(|difference| difference.expanded().is_err()),
        _ => false,
    }
}

/// What would make a wrong equation right. `right` is its right side as it was written.
pub(super) fn correction(
    context: &mut Context,
    left: &Expression,
    written: &Expression,
    equation: Option<&Equation>,
) -> Option<Correction> {
    let until = Instant::now() + PATIENCE;
    // What takes too long as it stands will not be shorter when it is edited.
    if equation.is_some_and(is_too_long) {
        return None;
    }
    if let Some(words) = equation.and_then(condition) {
        return Some(Correction {
            kind: CorrectionKind::Condition,
            latex: words.clone(),
            unicode: words,
        });
    }
    if let Some(edited) = edited(context, left, written, until) {
        return Some(of(CorrectionKind::DidYouMean, &edited));
    }
    let equation = equation?;
    let missing = missing(equation)?;
    (missing.to_string().chars().count() <= LONGEST)
        .then(|| of(CorrectionKind::MissingTerm, &missing))
}

fn of(kind: CorrectionKind, e: &Expression) -> Correction {
    Correction {
        kind,
        latex: e.to_latex(),
        unicode: e.to_string(),
    }
}

fn edited(
    context: &mut Context,
    left: &Expression,
    written: &Expression,
    until: Instant,
) -> Option<Expression> {
    let typing = context.typing();
    for edit in edits(written).into_iter().take(MOST_EDITS) {
        if Instant::now() > until {
            return None;
        }
        let Ok(right) = context.elaborate(&edit) else {
            continue;
        };
        if let Ok(equation) = Equation::new(&typing, left, &right)
            && is_right(&equation)
        {
            return Some(edit);
        }
    }
    None
}

/// All expressions that are one small edit away, likely ones first.
fn edits(e: &Expression) -> Vec<Expression> {
    let mut all = vec![-e.clone(), e.clone().transpose()];
    let unnamed = |node: &Expression| own(node).into_iter().map(|edit| ((), edit)).collect();
    all.extend(e.edited(&unnamed).into_iter().map(|((), edit)| edit));
    let half = Expression::ratio(1, 2);
    all.push(half * e.clone());
    all.push(Expression::ratio(2, 1) * e.clone());
    all
}

/// Edits of a node itself.
fn own(e: &Expression) -> Vec<Expression> {
    let mut all = Vec::new();
    match &e.kind {
        Kind::Name(_) => all.push(e.clone().transpose()),
        Kind::Transpose(a) => all.push((**a).clone()),
        Kind::Negate(a) => all.push((**a).clone()),
        Kind::Sum(terms) => {
            for place in 0..terms.len() {
                let mut changed = terms.clone();
                changed[place] = -changed[place].clone();
                all.push(Expression::sum(changed));
            }
            for place in 0..terms.len() {
                for factor in [number(2, 1), number(1, 2)] {
                    let mut changed = terms.clone();
                    changed[place] = Expression::number(factor) * changed[place].clone();
                    all.push(Expression::sum(changed));
                }
            }
            if terms.len() > 2 {
                for place in 0..terms.len() {
                    let mut changed = terms.clone();
                    changed.remove(place);
                    all.push(Expression::sum(changed));
                }
            }
        }
        Kind::Product(factors) => {
            for place in 1..factors.len() {
                let mut changed = factors.clone();
                changed.swap(place - 1, place);
                all.push(Expression::product_of(changed));
            }
            for place in 0..factors.len() {
                let mut changed = factors.clone();
                changed.remove(place);
                all.push(Expression::product_of(changed));
            }
            if let [a, b] = factors.as_slice() {
                all.push(a.clone().hadamard(b.clone()));
            }
        }
        Kind::Hadamard(factors) => {
            if let [a, b] = factors.as_slice() {
                all.push(a.clone() * b.clone());
            }
        }
        Kind::Kronecker(factors) => {
            if let [a, b] = factors.as_slice() {
                all.push(b.clone().kronecker(a.clone()));
                all.push(a.clone().transpose().kronecker(b.clone()));
                all.push(a.clone().kronecker(b.clone().transpose()));
            }
        }
        Kind::Inverse(a) => {
            all.push(e.clone().transpose());
            all.push((**a).clone());
        }
        Kind::Number(value) => {
            all.push(Expression::number(value * number(2, 1)));
            all.push(Expression::number(value * number(1, 2)));
        }
        _ => {}
    }
    all
}

/// A condition under which the equation is right.
fn condition(equation: &Equation) -> Option<String> {
    let names = equation.names();
    let (left, right) = (
        equation.left.to_expression(),
        equation.right.to_expression(),
    );
    let again = |typing: &Typing, left: &Expression, right: &Expression| {
        Equation::new(typing, left, right).is_ok_and(|equation| is_right(&equation))
    };
    // λ = 1
    for name in &names {
        if !equation
            .typing
            .shape(name.as_str())
            .is_some_and(crate::expression::Shape::is_scalar)
        {
            continue;
        }
        let one =
            |e: &Expression| e.substitute(&|n: &Name| (n == name).then(|| Expression::ratio(1, 1)));
        if again(&equation.typing, &one(&left), &one(&right)) {
            return Some(format!("only if {name} = 1"));
        }
    }
    // A symmetric
    for name in &names {
        let Some(shape) = equation.typing.shape(name.as_str()) else {
            continue;
        };
        if shape.is_scalar() || shape.rows != shape.columns {
            continue;
        }
        let symmetric = with_property(equation, name, Property::Symmetric);
        if let Some(symmetric) = symmetric
            && is_right(&symmetric)
        {
            return Some(format!("only if {name} is symmetric"));
        }
    }
    // up to a factor
    let letters = Letters::new(&equation.typing);
    let (left, right) = (
        letters.network(&equation.left).ok()?,
        letters.network(&equation.right).ok()?,
    );
    for (numerator, denominator) in [(2, 1), (1, 2), (4, 1), (1, 4), (-2, 1), (-1, 2)] {
        let Some(scaled) = times(&right, numerator, denominator) else {
            continue;
        };
        if matches!(left.equality(&scaled), Ok(Equality::Proved)) {
            let factor = number(numerator, denominator);
            return Some(format!(
                "only up to a factor: the left side is {factor} times the right side"
            ));
        }
    }
    None
}

fn number(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

fn times(network: &Network, numerator: i64, denominator: i64) -> Option<Network> {
    let factor = Network::constant(Ratio::new(numerator, denominator)).ok()?;
    network.scale(&factor).ok()
}

fn with_property(equation: &Equation, name: &Name, property: Property) -> Option<Equation> {
    let mut declarations = equation.typing.declarations().clone();
    for name in equation.typing.names() {
        if let Some(shape) = equation.typing.shape(name.as_str()) {
            declarations.set_shape(name.clone(), shape.clone());
        }
    }
    declarations.add_property(name.clone(), property);
    let typing = Typing::infer(&[], &declarations).ok()?;
    Equation::new(
        &typing,
        &equation.left.to_expression(),
        &equation.right.to_expression(),
    )
    .ok()
}

/// Truth minus claim, as short as it goes.
fn missing(equation: &Equation) -> Option<Expression> {
    let letters = Letters::new(&equation.typing);
    let (left, right) = (
        letters.network(&equation.left).ok()?,
        letters.network(&equation.right).ok()?,
    );
    let difference = left.add(&right.negate()).ok()?;
    let kept = difference.collected().ok()?.notation();
    let expanded = difference.expanded().ok()?.notation();
    let length = |e: &Expression| e.to_string().chars().count();
    let shorter = if length(&expanded) <= length(&kept) {
        expanded
    } else {
        kept
    };
    // Only what can be read back is shown.
    equation
        .typing
        .extend(&[&shorter], Some(&equation.left.shape))
        .ok()?;
    Some(shorter)
}
