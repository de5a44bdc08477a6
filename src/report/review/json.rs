//! The results of a check as JSON, schema 1.

use crate::review::{Entry, Instance, Review, Summary, Verdict};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A document with what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Reviewed<'a> {
    /// How the document was named; `-` for standard input.
    pub path: &'a str,
    /// Its text.
    pub source: &'a str,
    /// What was found.
    pub review: &'a Review,
}

#[derive(Serialize)]
struct Output<'a> {
    schema: u32,
    documents: Vec<Document<'a>>,
    summary: Map<String, Value>,
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
struct Claim<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    latex: &'a str,
    kind: &'static str,
    verdict: &'static str,
    expected: Option<&'static str>,
    chain: Option<Value>,
    oracles: Vec<Oracle<'a>>,
    assumptions: &'a [String],
    message: &'a str,
    correction: Option<Value>,
    counterexample: Option<Value>,
}

#[derive(Serialize)]
struct Oracle<'a> {
    name: &'a str,
    outcome: &'a str,
    detail: &'a str,
    seconds: f64,
}

/// One object with all documents and a summary.
///
/// # Errors
/// A number that is none: none is written.
pub fn json(documents: &[Reviewed<'_>]) -> serde_json::Result<String> {
    let total = documents
        .iter()
        .fold(Summary::default(), |sum, d| sum.and(d.review.summary()));
    let summary = Verdict::ALL
        .iter()
        .zip(total.counts)
        .map(|(verdict, count)| (verdict.name().to_owned(), count.into()))
        .collect();
    serde_json::to_string_pretty(&Output {
        schema: 1,
        documents: documents.iter().map(document).collect(),
        summary,
    })
}

fn document<'a>(document: &Reviewed<'a>) -> Document<'a> {
    Document {
        path: document.path,
        claims: document
            .review
            .entries
            .iter()
            .map(|entry| claim(entry, document.source))
            .collect(),
    }
}

fn claim<'a>(entry: &'a Entry, source: &'a str) -> Claim<'a> {
    Claim {
        start: entry.span.start,
        end: entry.span.end,
        line: entry.line,
        column: entry.column,
        latex: source.get(entry.span.clone()).unwrap_or_default(),
        kind: entry.kind.name(),
        verdict: entry.verdict.name(),
        expected: entry.expected_to_fail.then_some("failure"),
        chain: entry.chain.map(|chain| {
            json!({"id": chain.id, "step": chain.step, "holds_from_first": chain.holds_from_first})
        }),
        oracles: entry
            .oracles
            .iter()
            .map(|oracle| Oracle {
                name: &oracle.name,
                outcome: &oracle.outcome,
                detail: &oracle.detail,
                seconds: oracle.seconds,
            })
            .collect(),
        assumptions: &entry.assumptions,
        message: &entry.message,
        correction: entry
            .correction
            .as_ref()
            .map(|correction| json!({"latex": correction.latex, "kind": correction.kind.name()})),
        counterexample: entry.counterexample.as_ref().map(counterexample),
    }
}

fn counterexample(instance: &Instance) -> Value {
    let dimensions: Map<String, Value> = instance
        .dimensions
        .iter()
        .map(|(name, size)| (name.clone(), (*size).into()))
        .collect();
    let values: Map<String, Value> = instance
        .values
        .iter()
        .map(|(name, rows)| (name.clone(), matrix(rows)))
        .collect();
    json!({
        "dimensions": dimensions,
        "values": values,
        "left": matrix(&instance.left),
        "right": matrix(&instance.right),
        "difference": matrix(&instance.difference),
    })
}

/// Integers as numbers, fractions as text.
fn matrix(rows: &[Vec<String>]) -> Value {
    let entry = |text: &String| match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(number), _) => Value::from(number),
        (Err(_), Ok(number)) => Value::from(number),
        _ => Value::from(text.as_str()),
    };
    rows.iter()
        .map(|row| row.iter().map(entry).collect::<Value>())
        .collect()
}
