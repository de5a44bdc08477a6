//! The same as JSON, schema 1.

use crate::mutation::{Count, Tally};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Answer {
    schema: u32,
    equations: usize,
    families: BTreeMap<String, Family>,
    total: Family,
    missed: Vec<Missed>,
}

#[derive(Serialize)]
struct Family {
    made: usize,
    refuted: usize,
    shapes: usize,
    oracles: BTreeMap<String, usize>,
    equivalent: usize,
    meaningless: usize,
}

#[derive(Serialize)]
struct Missed {
    path: String,
    line: usize,
    family: String,
    equation: String,
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
