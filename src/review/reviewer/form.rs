//! What an expression looks like: a derivative, a zero, a Gram matrix.

use super::super::context::Context;
use super::super::entry::EntryKind;
use super::super::equality::shape_of;
use crate::expression::{By, Expression, Kind, Name};

pub(super) fn is_zero(e: &Expression) -> bool {
    match &e.kind {
        Kind::Zero(_) => true,
        Kind::Number(number) => num_traits::Zero::is_zero(number),
        _ => false,
    }
}

pub(super) fn has_derivative(e: &Expression) -> bool {
    e.any(&mut |e| matches!(e.kind, Kind::Derivative { .. }))
}

pub(super) fn terms(e: &Expression) -> Vec<Expression> {
    match &e.kind {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![e.clone()],
    }
}

/// The Q of QᵀQ.
pub(super) fn gram(e: &Expression) -> Option<Name> {
    let Kind::Product(factors) = &e.kind else {
        return None;
    };
    match factors.as_slice() {
        [a, b] => match (&a.kind, &b.kind) {
            (Kind::Transpose(a), Kind::Name(b)) | (Kind::Name(b), Kind::Transpose(a)) => {
                matches!(&a.kind, Kind::Name(a) if a == b).then(|| b.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The names that derivatives are taken by.
pub(super) fn variables(e: &Expression) -> Vec<Name> {
    let mut names = Vec::new();
    e.any(&mut |e| {
        if let Kind::Derivative { by, .. } = &e.kind {
            names.extend(
                by.iter()
                    .flat_map(By::variables)
                    .filter(|name| !name.as_str().is_empty())
                    .cloned(),
            );
        }
        false
    });
    names
}

/// A variable of a derivative that does not occur in what is differentiated.
pub(super) fn independent(e: &Expression) -> Option<Name> {
    let mut found = None;
    e.any(&mut |e| {
        if let Kind::Derivative { of, by } = &e.kind {
            let names = of.names();
            let missing = by
                .iter()
                .flat_map(By::variables)
                .find(|name| !names.contains(name));
            found = found.take().or(missing.cloned());
        }
        found.is_some()
    });
    found
}

/// What a claim with this left side is about.
pub(super) fn kind_of(e: &Expression, context: &Context) -> EntryKind {
    match &e.kind {
        Kind::Derivative { of, by } => {
            let along = by.iter().all(|by| matches!(by, By::Along(_)));
            let scalar = || {
                let Ok(of) = context.elaborate(of) else {
                    return true;
                };
                let mut context = context.clone();
                let typing = context.typing();
                shape_of(&typing, &of).is_ok_and(|shape| shape.is_scalar())
            };
            match (by.as_slice(), along) {
                ([By::Along(moves)], _) => {
                    let unit = moves.iter().all(|(_, d)| {
                        matches!(d.kind, Kind::UnitMatrix { .. } | Kind::UnitVector { .. })
                    });
                    if unit {
                        EntryKind::Gradient
                    } else {
                        EntryKind::Differential
                    }
                }
                ([_], _) if scalar() => EntryKind::Gradient,
                ([_], _) => EntryKind::Jacobian,
                (_, true) => EntryKind::SecondDerivative,
                ([a, b], _) if a == b => EntryKind::Hessian,
                _ => EntryKind::HessianBlock,
            }
        }
        Kind::Differential(..) => EntryKind::Differential,
        Kind::Name(name) => match name.as_str().strip_prefix('d') {
            Some(stem) if !stem.is_empty() && context.value(&stem.into()).is_some() => {
                EntryKind::Differential
            }
            _ => EntryKind::Identity,
        },
        _ => EntryKind::Identity,
    }
}
