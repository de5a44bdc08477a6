//! Parts of a network without outputs: traces, norms, quadratic forms, sums of entries.

use super::forms::Alphabet;
use super::graph::Graph;
use super::length::{length, text};
use crate::expression::{Expression, Kind};

/// The scalar that a reduced graph of at most two nodes is; `None` for a larger one.
pub(super) fn scalar(mut graph: Graph, letters: &Alphabet) -> Option<Expression> {
    match graph.nodes.len() {
        1 => {
            if let ([edge], true) = (graph.edges.as_slice(), graph.nodes[0].column.is_ones())
                && let Some(matrix) = edge.matrix.expression()
            {
                return Some(trace(matrix, letters));
            }
            while graph.loop_to_column() {}
            Some(sum_of_column(&graph, letters))
        }
        2 => {
            while graph.loop_to_column() {}
            let bare = graph.nodes.iter().all(|node| node.column.is_ones());
            if let [a, b] = graph.edges.as_slice()
                && bare
                && a.matrix.single().is_some()
                && b.matrix.single().is_some()
            {
                // tr(AᵀB): from the first node there and back.
                let there = graph.read(letters, 0, 0)?;
                let back = graph.read(letters, 1, 1)?;
                if is_linear(&there) && is_linear(&back) {
                    return Some(trace(letters.product([there, back]), letters));
                }
            }
            while graph.merged_side_by_side(letters) {}
            if graph.edges.is_empty() {
                return None;
            }
            Some(sum_of_matrix(&graph, letters))
        }
        _ => None,
    }
}

/// Whether an expression is built of letters by products and sums, so that it reads well inside a trace.
fn is_linear(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Apply(..)
        | Kind::Hadamard(_)
        | Kind::HadamardQuotient(..)
        | Kind::HadamardPower(..) => false,
        kind => kind.operands().into_iter().all(is_linear),
    }
}

/// 1ᵀv: ‖x‖², xᵀy, or the sum of the entries.
fn sum_of_column(graph: &Graph, letters: &Alphabet) -> Expression {
    let node = &graph.nodes[0];
    if let Some(x) = node.column.root(letters) {
        return x.squared_norm();
    }
    let first = num_rational::Rational64::from_integer(1);
    if let [(x, p), (y, q)] = node.column.0.as_slice()
        && *p == first
        && *q == first
    {
        let ways = [(x, y), (y, x)];
        let forms = ways.map(|(a, b)| letters.product([letters.transpose(a), b.clone()]));
        return squared(best(forms), letters);
    }
    match node.column.expression() {
        Some(column) => column.entry_sum(),
        None => Kind::Dimension(node.size.clone()).into(),
    }
}

/// vᵀAw for the two nodes of a single edge: ‖A‖² or the sum of the entries where nothing else is there.
fn sum_of_matrix(graph: &Graph, letters: &Alphabet) -> Expression {
    let bare = graph.nodes.iter().all(|node| node.column.is_ones());
    if bare {
        if let Some(matrix) = graph.edges[0].matrix.root(letters) {
            return better_turned(&matrix, letters).squared_norm();
        }
        let matrix = graph.read(letters, 0, 0);
        return match matrix {
            Some(matrix) => better_turned(&matrix, letters).entry_sum(),
            None => letters.product([
                Kind::Dimension(graph.nodes[0].size.clone()).into(),
                Kind::Dimension(graph.nodes[1].size.clone()).into(),
            ]),
        };
    }
    let forms = [0, 1].map(|first: usize| {
        let left = letters.transpose(&graph.nodes[first].column_or_ones());
        let right = graph.nodes[1 - first].column_or_ones();
        let middle = graph.read(letters, 0, first);
        letters.product([Some(left), middle, Some(right)].into_iter().flatten())
    });
    squared(best(forms), letters)
}

/// A or Aᵀ, whichever reads shorter.
fn better_turned(matrix: &Expression, letters: &Alphabet) -> Expression {
    best([matrix.clone(), letters.transpose(matrix)])
}

/// The one that reads best: shortest, then first in the alphabet.
fn best(forms: impl IntoIterator<Item = Expression>) -> Expression {
    let order = |form: &Expression| (length(form), text(form));
    forms
        .into_iter()
        .min_by_key(order)
        .unwrap_or_else(|| Expression::ratio(1, 1))
}

/// xᵀAᵀAx is ‖Ax‖².
fn squared(form: Expression, letters: &Alphabet) -> Expression {
    if let Kind::Product(factors) = &form.kind
        && let Some(half) = half_of_square(factors, letters)
    {
        return half.squared_norm();
    }
    form
}

/// B for a chain BᵀB.
fn half_of_square(chain: &[Expression], letters: &Alphabet) -> Option<Expression> {
    if !chain.len().is_multiple_of(2) {
        return None;
    }
    let (left, right) = chain.split_at(chain.len() / 2);
    let mirrored = left
        .iter()
        .zip(right.iter().rev())
        .all(|(a, b)| letters.transpose(a) == *b);
    mirrored.then(|| letters.product(right.iter().cloned()))
}

/// tr A, the chain in A turned and rotated to read best; tr(BᵀB) is ‖B‖².
pub(super) fn trace(matrix: Expression, letters: &Alphabet) -> Expression {
    let chain = match &matrix.kind {
        Kind::Product(factors) => factors.clone(),
        _ => vec![matrix.clone()],
    };
    let (scalars, chain) = letters.scalars_and_chain(&chain);
    if !scalars.is_empty() {
        let rest = trace(letters.product(chain), letters);
        return Expression::product_of(scalars.into_iter().chain([rest]));
    }
    let turned: Vec<_> = chain.iter().rev().map(|a| letters.transpose(a)).collect();
    let mut forms = Vec::new();
    for chain in [chain, turned] {
        for start in 0..chain.len() {
            let mut rotated = chain.clone();
            rotated.rotate_left(start);
            if let Some(half) = half_of_square(&rotated, letters) {
                forms.push(half.squared_norm());
            }
            forms.push(letters.product(rotated).trace());
        }
    }
    best(forms)
}
