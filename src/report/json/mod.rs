//! The results as JSON, schema 1.
//!
//! `claims` and `liars` hold one object for each formula, with one entry for each oracle. New fields may be
//! added; those that are there keep their meaning.

mod measurements;

use self::measurements::Measurements;
use crate::check::{Examination, Finding, Verdict};
use crate::study::Results;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `matproof report` writes to `report.json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "matproof report")]
pub struct Report {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// Version of matproof.
    version: &'static str,
    /// Seed of every random draw.
    seed: u64,
    /// The shipped formulas and kernels.
    claims: Vec<Formula>,
    /// The shipped wrong formulas.
    liars: Vec<Liar>,
    /// The shipped documents.
    derivations: Vec<Derivation>,
    /// Counts.
    summary: Summary,
    /// What the experiments measured.
    measurements: Measurements,
}

/// One formula before every oracle.
#[derive(Debug, Serialize, JsonSchema)]
struct Formula {
    /// Which function it is about.
    objective: String,
    /// Which derivative, in which form.
    name: String,
    /// The formula; null for code.
    latex: Option<String>,
    /// What is claimed: gradient, hessian-block, ….
    kind: &'static str,
    /// What is known of it.
    #[schemars(extend("enum" = ["proved", "holds", "refuted", "ill-typed", "unsupported"]))]
    verdict: &'static str,
    /// Why, where there is something to say.
    message: String,
    /// One for each oracle.
    oracles: Vec<Oracle>,
    /// The kinds of points at which it was examined.
    cases: Vec<String>,
    /// Where it fails.
    counterexample: Option<Counterexample>,
}

/// A formula that is wrong.
#[derive(Debug, Serialize, JsonSchema)]
struct Liar {
    /// What is wrong with it.
    mistake: &'static str,
    /// Where it is right nevertheless.
    right_only_at: &'static str,
    /// Whether it was caught.
    refuted: bool,
    #[serde(flatten)]
    formula: Formula,
}

/// How many statements of a document have each verdict.
#[derive(Debug, Serialize, JsonSchema)]
struct Derivation {
    /// The document.
    file: &'static str,
    /// Counts by verdict.
    statements: BTreeMap<&'static str, usize>,
    /// Those that are marked as wrong, and are.
    wrong_as_marked: usize,
    /// Those that are not as they should be.
    failures: usize,
}

/// What one oracle says of a formula.
#[derive(Debug, Serialize, JsonSchema)]
struct Oracle {
    /// Which one.
    #[schemars(extend("enum" = ["symbolic", "exact", "autodiff", "differences", "taylor", "structure"]))]
    name: String,
    /// What it says.
    #[schemars(extend("enum" = ["agrees", "disagrees", "undecided", "not-applicable"]))]
    outcome: String,
    /// The largest relative gap it saw.
    gap: Option<f64>,
    /// Relative errors below this it could not have seen.
    blind_below: Option<f64>,
    /// In words.
    detail: String,
    /// Wall-clock time.
    seconds: f64,
}

/// Small numbers at which the two sides differ; matrices are lists of rows, entries integers or fractions as text.
#[derive(Debug, Serialize, JsonSchema)]
struct Counterexample {
    /// Sizes of the dimensions.
    dimensions: BTreeMap<String, usize>,
    /// The letters.
    values: BTreeMap<String, Vec<Vec<String>>>,
    /// What is claimed.
    left: Vec<Vec<String>>,
    /// What is true.
    right: Vec<Vec<String>>,
    /// Claimed minus true.
    difference: Vec<Vec<String>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Formulas and kernels.
    claims: usize,
    /// Those proved for every shape.
    proved: usize,
    /// Those that hold, proved or not.
    holds: usize,
    /// Wrong formulas.
    liars: usize,
    /// Those that were caught.
    refuted: usize,
    /// Whether two oracles contradict each other anywhere.
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
            measurements: Measurements::new(results),
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
    let names = crate::review::Verdict::ALL.map(crate::review::Verdict::name);
    Derivation {
        file: d.file,
        statements: names.into_iter().zip(summary.counts).collect(),
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
            .map(|(name, size)| (name.clone(), *size))
            .collect(),
        values: c
            .values
            .iter()
            .map(|(name, value)| (name.clone(), rows(value)))
            .collect(),
        left: rows(&c.claimed),
        right: rows(&c.truth),
        difference: rows(&c.difference()),
    }
}
