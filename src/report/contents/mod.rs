//! What the report says, section by section: results in, parts of a page out.

mod benchmarks;
mod curvature;
mod derivations;
mod derivatives;
mod digits;
mod formulas;
mod kernels;
mod liars;
mod mutants;
mod oracles;
mod solving;

use super::page::{BigNumber, Page};
use super::plot::PlotError;
use super::tone::Tone;
use crate::study::Results;

/// The page of all results. The colophon says what made it: version, seed, command, machine.
///
/// # Errors
/// [`PlotError`] if a picture cannot be drawn.
pub fn page(results: &Results, colophon: Vec<(String, String)>) -> Result<Page, PlotError> {
    let panel = &results.panel;
    let (fallen, surviving) = (
        panel.fallen_claims().count(),
        panel.surviving_liars().count(),
    );
    let tone = |bad: usize| if bad == 0 { Tone::Good } else { Tone::Bad };
    let of = |bad: usize, all: usize| format!("{} of {all}", all - bad);
    Ok(Page {
        title: "Are these matrix derivatives right?".to_owned(),
        lead: vec![
            "matproof puts hand-derived gradients and Hessians before oracles that know nothing of each other: \
             tensor networks in normal form, which prove a formula for every shape, interpolation of exact values modulo a prime, dual numbers, finite differences, Taylor remainders \
             and structural laws. This page shows what they found about the derivatives of three \
             matrix-factorization objectives, and how they treat plausible wrong formulas."
                .to_owned(),
        ],
        summary: vec![
            BigNumber {
                value: of(fallen, panel.claims.len()),
                label: "formulas and kernels hold before every oracle that applies".to_owned(),
                tone: tone(fallen),
            },
            BigNumber {
                value: panel.proved_claims().count().to_string(),
                label: "of these proved for every shape".to_owned(),
                tone: Tone::Good,
            },
            BigNumber {
                value: of(surviving, panel.liars.len()),
                label: "plausible wrong formulas caught".to_owned(),
                tone: tone(surviving),
            },
            BigNumber {
                value: of(results.mutants.missed.len(), results.mutants.tried()),
                label: "mistakes made on purpose refuted".to_owned(),
                tone: tone(results.mutants.missed.len()),
            },
            BigNumber {
                value: if results.has_contradiction() { "some" } else { "none" }.to_owned(),
                label: "contradictions between oracles".to_owned(),
                tone: tone(usize::from(results.has_contradiction())),
            },
        ],
        sections: vec![
            formulas::section(panel)?,
            liars::section(panel)?,
            mutants::section(&results.mutants)?,
            derivations::section(&results.derivations),
            oracles::section(results)?,
            derivatives::section(results)?,
            kernels::section(results)?,
            curvature::section(&results.curvature)?,
            solving::section(&results.solving)?,
            benchmarks::section(&results.benchmarks)?,
            digits::section(results)?,
        ],
        colophon,
    })
}
