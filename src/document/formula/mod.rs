//! What a formula states: rows, cells and signs become chains of relations.

mod chains;
mod clean;
mod relation;
#[cfg(test)]
mod tests;

use super::macros::{Budget, Macros, expand};
use super::scan::Formula;
use super::token::Lexer;
use super::{MOST_RELATIONS, Math};

/// A longer formula, in bytes, is not read: nobody wrote it by hand, and the tree of one takes a thousand times its
/// length.
const LONGEST: usize = 50_000;

/// Takes a formula apart.
pub(super) fn read(
    source: &str,
    formula: Formula,
    macros: &Macros<'_>,
    budget: &mut Budget,
) -> Math {
    if formula.body.len() > LONGEST {
        let problem = format!(
            "a formula of {} bytes: at most {LONGEST} are read",
            formula.body.len()
        );
        return unsaid(formula, problem);
    }
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

/// A formula behind the last that is read.
pub(super) fn unread(formula: Formula) -> Math {
    let problem = format!(
        "the first {MOST_RELATIONS} relations of a document are judged: neither this formula nor what follows was read"
    );
    unsaid(formula, problem)
}

/// A formula that says nothing, because of a problem.
fn unsaid(formula: Formula, problem: String) -> Math {
    Math {
        display: formula.display,
        chains: Vec::new(),
        problems: vec![(formula.span.clone(), problem)],
        span: formula.span,
    }
}
