//! Readings that have to be chosen: letters that are numbers or columns although nobody says so.

use super::context::Context;
use super::equality::{Equation, Unfit};
use crate::expression::{Declarations, Expression, Kind, Name, Shape, Typing};

/// How 1 − p of a column p is read.
pub(super) const SPREAD: &str = "a number added to a matrix is added to every entry";

impl Context {
    /// An equation under what is known here, and the readings that make it one.
    pub(super) fn equation(
        &mut self,
        left: &Expression,
        right: &Expression,
    ) -> Result<(Equation, Vec<String>), Unfit> {
        let typing = self.typing();
        let first = match Equation::new(&typing, left, right) {
            Ok(equation) => return Ok((equation, Vec::new())),
            Err(unfit) => unfit,
        };
        let (l, r) = (with_ones(left), with_ones(right));
        if (&l, &r) != (left, right)
            && let Ok(equation) = Equation::new(&typing, &l, &r)
        {
            return Ok((equation, vec![SPREAD.to_owned()]));
        }
        if let Some((_, words)) = self.reinterpreted(&[left, right], |typing| {
            Equation::new(typing, left, right).is_ok()
        }) {
            let typing = self.typing();
            return Equation::new(&typing, left, right).map(|equation| (equation, words));
        }
        if matches!(first, Unfit::Unknown(..)) {
            return Err(first);
        }
        let mut names = left.names();
        names.extend(right.names());
        names.sort();
        names.dedup();
        let tied: Vec<_> = names
            .iter()
            .filter(|name| self.shape(name).is_some())
            .collect();
        let free = tied.len() <= 1 && names.iter().any(|name| self.shape(name).is_none());
        if free
            && let Ok(fresh) = Typing::infer(&[], &Declarations::default())
            && let Ok(equation) = Equation::new(&fresh, left, right)
        {
            let letters: Vec<_> = tied.iter().map(ToString::to_string).collect();
            let note = format!(
                "{} is read as another matrix than before",
                letters.join(", ")
            );
            return Ok((equation, vec![note]));
        }
        Err(first)
    }

    /// An equation that fits only if its letters have other shapes than those that follow from other formulas, and that
    /// nobody said: `A^{-1}` behind `a^T A b`.
    pub(super) fn apart(
        &self,
        left: &Expression,
        right: &Expression,
    ) -> Option<(Equation, String)> {
        let mut names = left.names();
        names.extend(right.names());
        names.sort();
        names.dedup();
        names.retain(|name| self.shape(name).is_some());
        let said = |name: &Name| {
            let declared = self.declarations.get(name.as_str());
            declared.is_some_and(|declared| declared.shape.is_some())
        };
        if names.is_empty() || names.iter().any(said) {
            return None;
        }
        let typing = Typing::infer(&[], &self.declarations).ok()?;
        let equation = Equation::new(&typing, left, right).ok()?;
        let letters: Vec<_> = names.iter().map(ToString::to_string).collect();
        let note = format!("{} may have other shapes than before", letters.join(", "));
        Some((equation, note))
    }

    /// Declares letters as numbers or columns if that makes the expressions fit.
    pub(super) fn reinterpreted(
        &mut self,
        expressions: &[&Expression],
        fits: impl Fn(&Typing) -> bool,
    ) -> Option<(Vec<Name>, Vec<String>)> {
        let mut names: Vec<Name> = Vec::new();
        for e in expressions {
            for name in e.names() {
                let open = self
                    .declarations
                    .get(name.as_str())
                    .is_none_or(|d| d.shape.is_none());
                let open = open && !self.anchored(&name) && self.definition(&name).is_none();
                if open && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let numbers: Vec<Name> = names
            .iter()
            .filter(|name| may_be_number(name))
            .cloned()
            .collect();
        let columns: Vec<Name> = names
            .iter()
            .filter(|name| may_be_column(name))
            .cloned()
            .collect();
        let mut choices: Vec<(Vec<Name>, bool)> = Vec::new();
        for (all, number) in [(&numbers, true), (&columns, false)] {
            choices.extend(all.iter().map(|name| (vec![name.clone()], number)));
            if all.len() > 1 {
                choices.push((all.clone(), number));
            }
        }
        for (chosen, number) in choices {
            let mut other = self.clone();
            for name in &chosen {
                if number {
                    other.declarations.set_shape(name.clone(), Shape::scalar());
                } else {
                    other.declarations.set_column(name.clone());
                }
            }
            other.forget_typing();
            if fits(&other.typing()) {
                *self = other;
                let kind = if number { "a number" } else { "a column" };
                let words = chosen
                    .iter()
                    .map(|name| format!("{name} is read as {kind}"))
                    .collect();
                return Some((chosen, words));
            }
        }
        None
    }
}

fn may_be_number(name: &Name) -> bool {
    let text = name.as_str();
    let first = text.chars().next().unwrap_or('?');
    first.is_ascii_lowercase() && !text.starts_with('d') || text == "N"
}

fn may_be_column(name: &Name) -> bool {
    let first = name.as_str().chars().next().unwrap_or('?');
    first.is_lowercase() && !first.is_ascii()
}

/// Numbers in sums with a matrix of ones: 1 − A∘A.
pub(super) fn with_ones(e: &Expression) -> Expression {
    let Ok(kind) = e
        .kind
        .try_map(|operand| Ok::<_, std::convert::Infallible>(with_ones(operand)));
    let kind = match kind {
        Kind::Sum(terms) => {
            let ones = || Expression::from(Kind::Ones(None));
            let spread = |term: Expression| match &term.kind {
                Kind::Number(one) if num_traits::One::is_one(one) => ones(),
                Kind::Number(_) => term * ones(),
                Kind::Negate(inner) if matches!(&inner.kind, Kind::Number(one) if num_traits::One::is_one(one)) => {
                    -ones()
                }
                Kind::Negate(inner) if matches!(inner.kind, Kind::Number(_)) => {
                    -((**inner).clone() * ones())
                }
                _ => term,
            };
            Kind::Sum(terms.into_iter().map(spread).collect())
        }
        kind => kind,
    };
    Expression::from(kind).at(e.span.clone())
}
