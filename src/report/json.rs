//! The results as JSON, schema 1.
//!
//! `claims` and `liars` hold one object for each formula, with one entry for each oracle. New fields may be
//! added; those that are there keep their meaning.

use crate::check::{Examination, Finding, Verdict};
use crate::study::Results;
use serde::Serialize;

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report {
    schema: u32,
    version: &'static str,
    seed: u64,
    claims: Vec<Formula>,
    liars: Vec<Liar>,
    derivations: Vec<Derivation>,
    summary: Summary,
    measurements: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct Formula {
    objective: String,
    name: String,
    latex: Option<String>,
    kind: &'static str,
    verdict: &'static str,
    message: String,
    oracles: Vec<Oracle>,
    cases: Vec<String>,
    counterexample: Option<Counterexample>,
}

#[derive(Debug, Serialize)]
struct Liar {
    mistake: &'static str,
    right_only_at: &'static str,
    refuted: bool,
    #[serde(flatten)]
    formula: Formula,
}

/// How many statements of a document have each verdict.
#[derive(Debug, Serialize)]
struct Derivation {
    file: &'static str,
    statements: serde_json::Map<String, serde_json::Value>,
    wrong_as_marked: usize,
    failures: usize,
}

#[derive(Debug, Serialize)]
struct Oracle {
    name: String,
    outcome: String,
    gap: Option<f64>,
    blind_below: Option<f64>,
    detail: String,
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct Counterexample {
    dimensions: serde_json::Map<String, serde_json::Value>,
    values: serde_json::Map<String, serde_json::Value>,
    left: Vec<Vec<String>>,
    right: Vec<Vec<String>>,
    difference: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    claims: usize,
    proved: usize,
    holds: usize,
    liars: usize,
    refuted: usize,
    contradictions: bool,
}

impl Report {
    /// The results of a run.
    #[must_use]
    pub fn new(results: &Results) -> Self {
        let panel = &results.panel;
        let liar = |l: &crate::study::panel::ExaminedLiar| Liar {
            mistake: l.mistake,
            right_only_at: l.right_where,
            refuted: l.examination.verdict.is_refuted(),
            formula: formula(&l.examination),
        };
        Self {
            schema: 1,
            version: env!("CARGO_PKG_VERSION"),
            seed: results.seed,
            claims: panel.claims.iter().map(formula).collect(),
            liars: panel.liars.iter().map(liar).collect(),
            derivations: results.derivations.iter().map(derivation).collect(),
            summary: Summary {
                claims: panel.claims.len(),
                proved: panel.proved_claims().count(),
                holds: panel.claims.len() - panel.fallen_claims().count(),
                liars: panel.liars.len(),
                refuted: panel.liars.len() - panel.surviving_liars().count(),
                contradictions: results.has_contradiction(),
            },
            measurements: super::contents::measurements(results),
        }
    }
}

fn formula(e: &Examination) -> Formula {
    Formula {
        objective: e.group.clone(),
        name: e.claim.clone(),
        latex: e.latex.clone(),
        kind: e.kind,
        verdict: e.verdict.name(),
        message: match &e.verdict {
            Verdict::Proved | Verdict::Holds { .. } => String::new(),
            other => other.to_string(),
        },
        oracles: e.findings.iter().map(oracle).collect(),
        cases: e.cases.clone(),
        counterexample: e.counterexample.as_ref().map(counterexample),
    }
}

fn derivation(d: &crate::study::derivations::Derivation) -> Derivation {
    let summary = d.review.summary();
    let names = crate::review::Verdict::ALL.map(|verdict| verdict.name().to_owned());
    Derivation {
        file: d.file,
        statements: names
            .into_iter()
            .zip(summary.counts.map(Into::into))
            .collect(),
        wrong_as_marked: summary.expected,
        failures: d.failures().count(),
    }
}

fn oracle(f: &Finding) -> Oracle {
    let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
    Oracle {
        name: f.oracle.to_string(),
        outcome: f.outcome.to_string(),
        gap: finite(f.gap),
        blind_below: finite(f.blind_below),
        detail: f.detail.clone(),
        seconds: f.seconds,
    }
}

fn counterexample(c: &crate::check::Counterexample) -> Counterexample {
    let rows = |m: &nalgebra::DMatrix<crate::scalar::Rational>| -> Vec<Vec<String>> {
        m.row_iter()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect()
    };
    Counterexample {
        dimensions: c
            .dimensions
            .iter()
            .map(|(name, size)| (name.clone(), (*size).into()))
            .collect(),
        values: c
            .values
            .iter()
            .map(|(name, value)| (name.clone(), rows(value).into()))
            .collect(),
        left: rows(&c.claimed),
        right: rows(&c.truth),
        difference: rows(&c.difference()),
    }
}
