//! What a formula states: rows, cells and signs become chains of relations.

mod chains;
mod clean;
mod relation;
#[cfg(test)]
mod tests;

use super::Math;
use super::macros::{Budget, Macros, expand};
use super::scan::Formula;
use super::token::Lexer;

/// Takes a formula apart.
pub(super) fn read(
    source: &str,
    formula: Formula,
    macros: &Macros<'_>,
    budget: &mut Budget,
) -> Math {
    let mut problems = Vec::new();
    problems.extend(
        formula
            .problem
            .map(|problem| (formula.span.clone(), problem)),
    );
    let lexer = Lexer::new(source, formula.body, formula.quotes);
    let (tokens, unexpanded) = expand(source, lexer, macros, budget);
    problems.extend(unexpanded);
    let (items, unbalanced) = clean::clean(&tokens);
    problems.extend(unbalanced);
    Math {
        span: formula.span,
        display: formula.display,
        chains: chains::chains(items),
        problems,
    }
}
