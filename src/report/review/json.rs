//! The results of a check as JSON, schema 1.

use crate::review::{Entry, Instance, Review, Summary, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

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

/// What `matproof check --format json` prints. Offsets are in bytes of the file as it was read (UTF-8).
#[derive(Serialize, JsonSchema)]
#[schemars(title = "matproof check")]
pub(in crate::report) struct Output<'a> {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// The documents, in the order they were given.
    documents: Vec<Document<'a>>,
    /// How many relations have each verdict.
    summary: BTreeMap<&'static str, usize>,
}

#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    /// As it was given; `-` is standard input.
    path: &'a str,
    /// Every relation, in the order of the text.
    claims: Vec<Claim<'a>>,
}

/// One relation: two sides and what stands between them.
#[derive(Serialize, JsonSchema)]
struct Claim<'a> {
    /// First byte.
    start: usize,
    /// Byte behind the last.
    end: usize,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    /// The text between `start` and `end`.
    latex: &'a str,
    /// What is stated.
    kind: &'static str,
    /// What is known of it.
    #[schemars(extend("enum" = Verdict::ALL.map(Verdict::name)))]
    verdict: &'static str,
    /// "failure" if the document marks it as meant to be wrong.
    expected: Option<&'static str>,
    /// Its place in a chain a = b = c.
    chain: Option<Chain>,
    /// What each oracle that was asked says.
    oracles: Vec<Oracle<'a>>,
    /// What was taken for granted to understand it.
    assumptions: &'a [String],
    /// Why, where there is something to say.
    message: &'a str,
    /// What may have been meant.
    correction: Option<Correction<'a>>,
    /// Where it fails.
    counterexample: Option<Counterexample<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Chain {
    /// Which chain of the document.
    id: usize,
    /// Which of its steps, from 0.
    step: usize,
    /// Whether the right side of the step equals the beginning of the chain; null where that was not asked.
    holds_from_first: Option<bool>,
}

#[derive(Serialize, JsonSchema)]
struct Oracle<'a> {
    /// symbolic, exact, autodiff, differences, taylor or structure.
    name: &'a str,
    /// agrees, disagrees, undecided or not-applicable.
    outcome: &'a str,
    /// In words.
    detail: &'a str,
    /// Wall-clock time.
    seconds: f64,
}

#[derive(Serialize, JsonSchema)]
struct Correction<'a> {
    /// The formula.
    latex: &'a str,
    /// What kind of correction it is.
    #[schemars(extend("enum" = ["did-you-mean", "missing-term", "condition"]))]
    kind: &'static str,
}

/// Small numbers at which the two sides differ.
#[derive(Serialize, JsonSchema)]
struct Counterexample<'a> {
    /// Sizes of the dimensions.
    dimensions: BTreeMap<&'a str, usize>,
    /// Matrices as lists of rows.
    values: BTreeMap<&'a str, Vec<Vec<Number<'a>>>>,
    /// The left side.
    left: Vec<Vec<Number<'a>>>,
    /// The right side.
    right: Vec<Vec<Number<'a>>>,
    /// Left minus right.
    difference: Vec<Vec<Number<'a>>>,
}

/// Integers as numbers, fractions as text: "1/2".
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Number<'a> {
    Integer(i64),
    Real(f64),
    Fraction(&'a str),
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
        .map(|(verdict, count)| (verdict.name(), count))
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
        chain: entry.chain.map(|chain| Chain {
            id: chain.id,
            step: chain.step,
            holds_from_first: chain.holds_from_first,
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
        correction: entry.correction.as_ref().map(|correction| Correction {
            latex: &correction.latex,
            kind: correction.kind.name(),
        }),
        counterexample: entry.counterexample.as_ref().map(counterexample),
    }
}

fn counterexample(instance: &Instance) -> Counterexample<'_> {
    Counterexample {
        dimensions: instance
            .dimensions
            .iter()
            .map(|(name, size)| (name.as_str(), *size))
            .collect(),
        values: instance
            .values
            .iter()
            .map(|(name, rows)| (name.as_str(), matrix(rows)))
            .collect(),
        left: matrix(&instance.left),
        right: matrix(&instance.right),
        difference: matrix(&instance.difference),
    }
}

fn matrix(rows: &[Vec<String>]) -> Vec<Vec<Number<'_>>> {
    rows.iter()
        .map(|row| row.iter().map(|entry| number(entry)).collect())
        .collect()
}

fn number(text: &str) -> Number<'_> {
    match (text.parse(), text.parse::<f64>()) {
        (Ok(number), _) => Number::Integer(number),
        (Err(_), Ok(number)) if number.is_finite() => Number::Real(number),
        _ => Number::Fraction(text),
    }
}
