//! The same as JSON, schema 1.

use crate::mutation::{Count, Tally};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `matproof selftest --format json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "matproof selftest")]
pub(in crate::report) struct Answer {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// True equations that were spoiled.
    equations: usize,
    /// Families of mistakes by name.
    families: BTreeMap<String, Family>,
    /// All of them.
    total: Family,
    /// Mistakes that were not refuted.
    missed: Vec<Missed>,
}

#[derive(Serialize, JsonSchema)]
struct Family {
    /// Mistakes made.
    made: usize,
    /// Those refuted, by shapes or by oracles.
    refuted: usize,
    /// Those whose shapes do not fit.
    shapes: usize,
    /// Those that each oracle refutes alone.
    oracles: BTreeMap<String, usize>,
    /// Changes that were proved to be no mistakes; they are not counted in `made`.
    equivalent: usize,
    /// Changes that could not be read as a formula; they are not counted in `made`.
    meaningless: usize,
}

#[derive(Serialize, JsonSchema)]
struct Missed {
    /// The document.
    path: String,
    /// The line of the equation, from 1.
    line: usize,
    /// The kind of mistake.
    family: String,
    /// The equation with its mistake.
    equation: String,
    /// What matproof said of it.
    because: String,
}

/// One object: `families` by name and `total`, each with `made`, `refuted`, `shapes`, `oracles`, `equivalent`, `meaningless`; and `missed`.
///
/// # Errors
/// [`serde_json::Error`], which does not happen for these data.
pub fn json(tallies: &[(String, Tally)]) -> serde_json::Result<String> {
    let all = tallies
        .iter()
        .fold(Tally::default(), |all, (_, tally)| all.and(tally.clone()));
    let missed = tallies.iter().flat_map(|(path, tally)| {
        tally.missed.iter().map(|missed| Missed {
            path: path.clone(),
            line: missed.line,
            family: missed.family.to_string(),
            equation: missed.equation.clone(),
            because: missed.because.clone(),
        })
    });
    serde_json::to_string_pretty(&Answer {
        schema: 1,
        equations: all.equations,
        families: all
            .families
            .iter()
            .map(|(family, count)| (family.to_string(), of(count)))
            .collect(),
        total: of(&all.total()),
        missed: missed.collect(),
    })
}

fn of(count: &Count) -> Family {
    Family {
        made: count.tried,
        refuted: count.refuted,
        shapes: count.ill_typed,
        oracles: count.by.clone(),
        equivalent: count.equivalent,
        meaningless: count.meaningless,
    }
}
