//! Sentences and what they state, in a short notation: `X: n×m`, `A symmetric`, `A symmetric?` under a condition.

mod conventions;
mod documents;
mod names;
mod properties;
mod robustness;
mod shapes;

use super::{Fact, FactKind, PropertyWord, facts, tokens};
use crate::document::{Math, Piece};

/// A text as the reader would hand it over: formulas between dollars, headings with `#`.
pub(super) fn pieces(source: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let mark = if rest.starts_with("$$") { "$$" } else { "$" };
        if rest.starts_with('$') {
            let inner = at + mark.len();
            let end = source[inner..]
                .find(mark)
                .map_or(source.len(), |end| inner + end + mark.len());
            let math = Math {
                span: at..end,
                display: mark == "$$",
                chains: vec![],
                problems: vec![],
            };
            pieces.push(Piece::Math(math));
            at = end;
        } else if rest.starts_with("# ") {
            let end = at + rest.find('\n').unwrap_or(rest.len());
            pieces.push(Piece::Section {
                span: at..end,
                title: source[at + 2..end].into(),
            });
            at = end;
        } else {
            let end = [rest.find('$'), rest.find("\n# ").map(|at| at + 1)];
            let end = end
                .into_iter()
                .flatten()
                .min()
                .map_or(source.len(), |end| at + end.max(1));
            pieces.push(Piece::Prose(at..end));
            at = end;
        }
    }
    pieces
}

pub(super) fn read(source: &str) -> Vec<Fact> {
    facts(&tokens(source, &pieces(source)))
}

/// The facts of a text in the short notation, sorted.
pub(super) fn said(source: &str) -> Vec<String> {
    let mut said: Vec<String> = read(source)
        .iter()
        .flat_map(|fact| brief(&fact.kind))
        .collect();
    said.sort();
    said.dedup();
    said
}

/// Every text of a table states exactly what stands beside it.
#[track_caller]
pub(super) fn all_say(table: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let actual = said(text);
        let mut expected: Vec<String> = expected.iter().map(|&fact| fact.to_owned()).collect();
        expected.sort();
        if actual != expected {
            wrong.push(format!(
                "{text}\n    states   {actual:?}\n    expected {expected:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        table.len(),
        wrong.join("\n")
    );
}

fn word(property: PropertyWord) -> &'static str {
    match property {
        PropertyWord::Symmetric => "symmetric",
        PropertyWord::Skew => "skew",
        PropertyWord::Diagonal => "diagonal",
        PropertyWord::Orthogonal => "orthogonal",
        PropertyWord::OrthonormalColumns => "orthonormal",
        PropertyWord::PositiveDefinite => "pd",
        PropertyWord::PositiveSemidefinite => "psd",
        PropertyWord::Invertible => "invertible",
        PropertyWord::Nonnegative => "nonnegative",
        PropertyWord::Positive => "positive",
        PropertyWord::Mask => "mask",
        PropertyWord::Idempotent => "idempotent",
    }
}

fn brief(kind: &FactKind) -> Vec<String> {
    let each = |names: &[String], what: &str| -> Vec<String> {
        if names.is_empty() {
            return vec![format!("all {what}")];
        }
        names.iter().map(|name| format!("{name} {what}")).collect()
    };
    let line = |name: &str, what: &str, matrix: &str, index: &Option<String>| {
        let index = index
            .as_ref()
            .map(|index| format!(" [{index}]"))
            .unwrap_or_default();
        vec![format!("{name} {what} {matrix}{index}")]
    };
    let generic = |what: &str, letter: &Option<String>| {
        vec![format!("{what} of {}", letter.as_deref().unwrap_or("all"))]
    };
    match kind {
        FactKind::Shape {
            names,
            rows,
            columns,
        } => match names.as_slice() {
            [] => vec![format!("all: {rows}×{columns}")],
            names => names
                .iter()
                .map(|name| format!("{name}: {rows}×{columns}"))
                .collect(),
        },
        FactKind::Square { names } => each(names, "square"),
        FactKind::Column { names } => each(names, "column"),
        FactKind::RowVector { names } => each(names, "row"),
        FactKind::Scalar { names } => each(names, "scalar"),
        FactKind::Matrix { names } => each(names, "matrix"),
        FactKind::Property { names, property } => each(names, word(*property)),
        FactKind::PropertyIf { names, property } => each(names, &format!("{}?", word(*property))),
        FactKind::Index { names, upto } => each(names, &format!("upto {upto}")),
        FactKind::RowOf {
            name,
            matrix,
            index,
        } => line(name, "row of", matrix, index),
        FactKind::ColumnOf {
            name,
            matrix,
            index,
        } => line(name, "column of", matrix, index),
        FactKind::TransposedRowOf {
            name,
            matrix,
            index,
        } => line(name, "ᵀ row of", matrix, index),
        FactKind::ElementOf { name, vector } => vec![format!("{name} in {vector}")],
        FactKind::SuperscriptRows { letter } => generic("rows above", letter),
        FactKind::SubscriptRows { letter } => generic("rows below", letter),
        FactKind::SuperscriptColumns { letter } => generic("columns above", letter),
        FactKind::SubscriptColumns { letter } => generic("columns below", letter),
        FactKind::Commutation { names } => each(names, "commutation"),
        FactKind::UnitVectors { letter } => vec![format!("{letter} unit vectors")],
        FactKind::UnitMatrices { letter } => vec![format!("{letter} unit matrices")],
        FactKind::Ones { name } => vec![format!("{name} ones")],
        FactKind::Identity { name } => vec![format!("{name} identity")],
        FactKind::Fixed { names } => each(names, "fixed"),
        FactKind::Selection { name, rows, of } => {
            let of = of
                .as_ref()
                .map(|of| format!(" of {of}"))
                .unwrap_or_default();
            vec![format!(
                "{name} selects {}{of}",
                if *rows { "rows" } else { "columns" }
            )]
        }
        FactKind::VecOf { name, matrix } => vec![format!("{name} = vec {matrix}")],
        FactKind::Elementwise { symbol } => vec![format!("{symbol} elementwise")],
        FactKind::NumeratorLayout => vec!["numerator layout".into()],
        FactKind::DenominatorLayout => vec!["denominator layout".into()],
        FactKind::Einstein => vec!["einstein".into()],
        FactKind::Set { name } => vec![format!("{name} set")],
        FactKind::Conditional { words } => vec![format!("if: {words}")],
        FactKind::Described { names, words } => each(names, &format!("~ {words}")),
    }
}
