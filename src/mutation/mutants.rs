//! Formulas that are one mistake away.

use super::Family;
use crate::expression::{Expression, Kind, Name};
use crate::scalar::{Elementary, Rational};

/// All formulas that one mistake makes of this one; the dimensions are those that have names.
///
/// A mutant may be equal to the formula for good reasons, and may fit no shapes. `signed` are the names whose entries may have any sign.
#[must_use]
pub fn mutants(e: &Expression, dimensions: &[Name], signed: &[Name]) -> Vec<(Family, Expression)> {
    let mut all = vec![
        (Family::Sign, -e.clone()),
        (Family::Transpose, e.clone().transpose()),
        (Family::Factor, number(2) * e.clone()),
        (Family::Factor, Expression::ratio(1, 2) * e.clone()),
    ];
    all.extend(e.edited(&own));
    all.extend(hidden(e, dimensions, signed));
    for (family, digits) in Family::ERRORS {
        let ten = i64::pow(10, digits);
        let slightly = Expression::number(Rational::new((ten + 1).into(), ten.into()));
        all.push((family, slightly.clone() * e.clone()));
        // Of one term alone, where there are several.
        if let Kind::Sum(terms) = &e.kind {
            let mut terms = terms.clone();
            terms[0] = slightly * terms[0].clone();
            all.push((family, Expression::sum(terms)));
        }
    }
    all.retain(|(_, mutant)| mutant != e);
    let mut seen: Vec<Expression> = Vec::new();
    all.retain(|(_, mutant)| {
        let new = !seen.contains(mutant);
        if new {
            seen.push(mutant.clone());
        }
        new
    });
    all
}

fn number(value: i64) -> Expression {
    Expression::ratio(value, 1)
}

/// Mistakes at a node itself.
fn own(e: &Expression) -> Vec<(Family, Expression)> {
    let mut all = Vec::new();
    let without = |operands: &[Expression], place: usize| {
        let mut rest = operands.to_vec();
        rest.remove(place);
        rest
    };
    let with = |operands: &[Expression], place: usize, operand: Expression| {
        let mut changed = operands.to_vec();
        changed[place] = operand;
        changed
    };
    match &e.kind {
        Kind::Name(_) => all.push((Family::Transpose, e.clone().transpose())),
        Kind::Transpose(a) => all.push((Family::Transpose, (**a).clone())),
        Kind::Inverse(a) => all.push((Family::Inverse, (**a).clone())),
        Kind::Number(_) => all.push((Family::Factor, number(2) * e.clone())),
        Kind::Sum(terms) => {
            for (place, term) in terms.iter().enumerate() {
                all.push((
                    Family::Sign,
                    Expression::sum(with(terms, place, -term.clone())),
                ));
                let twice = number(2) * term.clone();
                all.push((Family::Factor, Expression::sum(with(terms, place, twice))));
                all.push((Family::DroppedTerm, Expression::sum(without(terms, place))));
            }
        }
        Kind::Product(factors) => {
            for place in 1..factors.len() {
                let mut swapped = factors.clone();
                swapped.swap(place - 1, place);
                all.push((Family::Order, Expression::product_of(swapped)));
            }
            for place in 0..factors.len() {
                let rest = Expression::product_of(without(factors, place));
                all.push((Family::DroppedFactor, rest));
            }
            if let [a, b] = factors.as_slice() {
                all.push((Family::Entrywise, a.clone().hadamard(b.clone())));
            }
        }
        Kind::Hadamard(factors) => {
            if let [a, b] = factors.as_slice() {
                all.push((Family::Entrywise, a.clone() * b.clone()));
                all.push((Family::DroppedFactor, a.clone()));
                all.push((Family::DroppedFactor, b.clone()));
            }
        }
        Kind::Kronecker(factors) => {
            if let [a, b] = factors.as_slice() {
                all.push((Family::Kronecker, b.clone().kronecker(a.clone())));
            }
        }
        Kind::Commutation(sizes) => {
            all.push((Family::Commutation, Expression::identity()));
            if let Some((m, n)) = sizes {
                let other = Expression::commutation(n.clone(), m.clone());
                all.push((Family::Commutation, other));
            }
        }
        Kind::Entry(a, i, j) => {
            let exchanged = (**a).clone().entry(j.clone(), i.clone());
            all.push((Family::Index, exchanged));
        }
        Kind::Row(a, i) => all.push((Family::Index, (**a).clone().column(i.clone()))),
        Kind::Column(a, j) => all.push((Family::Index, (**a).clone().row(j.clone()))),
        _ => {}
    }
    all
}

/// Mistakes that some points hide.
fn hidden(e: &Expression, dimensions: &[Name], signed: &[Name]) -> Vec<(Family, Expression)> {
    let mut all = Vec::new();
    // (1 + ‖R‖²) F for a difference R in F.
    if let Some(residual) = difference(e) {
        let more = Expression::sum([number(1), residual.squared_norm()]);
        all.push((Family::ZeroResidual, more * e.clone()));
    }
    for (place, name) in dimensions.iter().enumerate() {
        let size = Expression::name(name.clone());
        all.push((Family::Shapes, size.clone() * e.clone()));
        if let Some(other) = dimensions.get(place + 1) {
            let apart = Expression::sum([number(1), size, -Expression::name(other.clone())]);
            all.push((Family::Shapes, apart * e.clone()));
        }
    }
    // √(x∘x) for every x of one name.
    for name in e.names().into_iter().filter(|name| signed.contains(name)) {
        let square =
            Expression::name(name.clone()).hadamard_power(Rational::from_integer(2.into()));
        let size = square.apply(Elementary::Sqrt);
        let changed = e.substitute(&|other| (*other == name).then(|| size.clone()));
        all.push((Family::Nonnegative, changed));
    }
    all
}

/// The first sum with a negative term, from outside in.
fn difference(e: &Expression) -> Option<Expression> {
    let negative = |term: &Expression| matches!(term.kind, Kind::Negate(_));
    if let Kind::Sum(terms) = &e.kind
        && terms.iter().any(negative)
    {
        return Some(e.clone());
    }
    e.kind.operands().into_iter().find_map(difference)
}
