//! What programs in every language have in common: a function for the value and for each derivative, all with the same parameters.

use crate::derivation::{Derivation, What};
use crate::expression::{Name, Shape, Typed};
use std::collections::BTreeSet;

/// The letters of an expression and its dimensions.
pub(super) struct Parameters<'a> {
    /// Letters in order of first appearance.
    pub(super) letters: Vec<(&'a Name, &'a Shape)>,
    /// Dimensions that can be read off a letter: its name, the letter, and whether it is the number of columns.
    pub(super) read: Vec<(&'a Name, &'a Name, bool)>,
    /// Dimensions that have to be given.
    pub(super) given: Vec<&'a Name>,
}

impl<'a> Parameters<'a> {
    pub(super) fn of(derivation: &'a Derivation) -> Self {
        let typing = &derivation.typing;
        let letters: Vec<(&Name, &Shape)> = (typing.names().iter())
            .filter_map(|name| Some((name, typing.shape(name.as_str())?)))
            .collect();
        let (mut read, mut given): (Vec<(&Name, &Name, bool)>, Vec<&Name>) = Default::default();
        for (letter, shape) in &letters {
            for (size, columns) in [(&shape.rows, false), (&shape.columns, true)] {
                if let Some(name) = size.as_name()
                    && read.iter().all(|(known, ..)| *known != name)
                {
                    read.push((name, letter, columns));
                }
            }
        }
        for (_, shape) in &letters {
            for name in shape.rows.names().into_iter().chain(shape.columns.names()) {
                let known = read.iter().any(|(known, ..)| *known == name);
                if !known && !given.contains(&name) {
                    given.push(name);
                }
            }
        }
        Self {
            letters,
            read,
            given,
        }
    }
}

/// A function of the program.
pub(super) struct Function<'a> {
    /// `gradient_w`.
    pub(super) name: String,
    /// `∂f/∂W = (WH − X)Hᵀ, n×k`.
    pub(super) about: String,
    pub(super) typed: &'a Typed,
}

/// The value first, then the derivatives in their order.
pub(super) fn functions(derivation: &Derivation) -> Vec<Function<'_>> {
    let value = &derivation.typing.typed()[0];
    let value = Function {
        name: "value".to_owned(),
        about: format!("f = {}", derivation.expression()),
        typed: value,
    };
    let small = distinct_in_lower_case(derivation.typing.names().iter().map(Name::to_identifier));
    let derivatives = derivation.derivatives.iter().map(|d| Function {
        name: name(&d.what, small),
        about: format!("{} = {}, {}", d.what, d.typed, d.typed.shape),
        typed: &d.typed,
    });
    std::iter::once(value).chain(derivatives).collect()
}

fn name(what: &What, small: bool) -> String {
    let name = |name: &Name| in_case(name, small);
    match what {
        What::Gradient(w) => format!("gradient_{}", name(w)),
        What::Jacobian(w) => format!("jacobian_{}", name(w)),
        What::HessianBlock(r, c) => format!("hessian_{}_{}", name(r), name(c)),
    }
}

/// A name in lower case, or as it is.
pub(super) fn in_case(name: &Name, small: bool) -> String {
    let name = name.to_identifier();
    if small { name.to_lowercase() } else { name }
}

/// Whether no two names become one.
pub(super) fn distinct_in_lower_case(names: impl Iterator<Item = String>) -> bool {
    let names: BTreeSet<String> = names.collect();
    let small: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    small.len() == names.len()
}

/// Whether a program mentions a name.
pub(super) fn mentions(program: &str, name: &str) -> bool {
    program
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word == name)
}
