//! What a name is of which nothing is declared.
//!
//! | name | is |
//! |---|---|
//! | a name of a declared dimension, or n, m, k, d | the dimension as a number |
//! | dX, δX, ΔX | of the shape of X |
//! | under two indices, `A_{ij}`, or a row or column of it | a matrix |
//! | under one index, `x_i` | a column |
//! | a declared column of unknown length | a column |
//! | a capital, Latin or Greek | a matrix |
//! | a lower-case Latin letter | a column |
//! | a lower-case Greek letter, an upright word | a scalar |
//!
//! A matrix or column that the expressions force to be a number is refused: the letter says otherwise.

use crate::expression::{Declarations, Expression, Kind, Name};
use std::collections::BTreeMap;

/// What a name is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Class {
    Dimension,
    Like(Name),
    Matrix,
    Column,
    Scalar,
}

/// How names are used where the letter alone does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses(BTreeMap<Name, Class>);

impl Uses {
    /// Notes which names stand under indices.
    pub(super) fn note(&mut self, expression: &Expression) {
        expression.any(&mut |part| {
            let (of, class) = match &part.kind {
                Kind::Entry(a, ..) | Kind::Row(a, _) | Kind::Column(a, _) => (a, Class::Matrix),
                Kind::Element(a, _) => (a, Class::Column),
                _ => return false,
            };
            if let Kind::Name(name) = &of.kind
                && self.0.get(name) != Some(&Class::Matrix)
            {
                self.0.insert(name.clone(), class);
            }
            false
        });
    }

    /// What an undeclared name is.
    pub(super) fn class(&self, name: &Name, declarations: &Declarations) -> Class {
        if let Some(class) = self.0.get(name) {
            return class.clone();
        }
        if declarations.is_column(name) {
            return Class::Column;
        }
        let text = name.as_str();
        if declarations.dimensions().contains(name) || ["n", "m", "k", "d"].contains(&text) {
            return Class::Dimension;
        }
        for change in ["d", "δ", "Δ"] {
            if let Some(of) = text.strip_prefix(change)
                && of.chars().next().is_some_and(char::is_alphabetic)
                && (of.chars().nth(1).is_none_or(|c| !c.is_alphanumeric()) || declarations.has(of))
            {
                return Class::Like(of.into());
            }
        }
        let mut letters = text.chars();
        let first = letters.next().unwrap_or('?');
        let word = letters.next().is_some_and(char::is_alphanumeric);
        match first {
            _ if word => Class::Scalar,
            _ if first.is_uppercase() => Class::Matrix,
            'a'..='z' => Class::Column,
            _ => Class::Scalar,
        }
    }
}
