//! How long an expression reads: of several ways to write the same, the shortest is chosen.

use crate::expression::Expression;

/// The characters of the expression in Unicode that carry meaning; a transpose counts twice, since (WH − X)ᵀ reads
/// more easily than HᵀWᵀ − Xᵀ.
pub(super) fn length(expression: &Expression) -> usize {
    let weight = |c: char| match c {
        ' ' | '{' | '}' | '_' | '^' => 0,
        'ᵀ' => 2,
        _ => 1,
    };
    expression.to_string().chars().map(weight).sum()
}

/// The expression in Unicode, by which ties are decided.
pub(super) fn text(expression: &Expression) -> String {
    expression.to_string()
}
