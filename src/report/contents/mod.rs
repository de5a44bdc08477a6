//! What the report says, section by section: results in, parts of a page out.

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
            digits::section(results)?,
        ],
        colophon,
    })
}

/// The measured numbers beside the verdicts, for `report.json`.
#[must_use]
pub(super) fn measurements(results: &Results) -> serde_json::Value {
    let costs = results.costs.iter().map(|c| {
        serde_json::json!({
            "n": c.sizes[0], "m": c.sizes[1], "k": c.sizes[2], "by_hand_seconds": c.by_hand,
            "dual_gradient_seconds": c.dual_gradient, "difference_seconds": c.difference,
            "hyper_dual_value_seconds": c.hyper_dual_value,
        })
    });
    let lipschitz = results.lipschitz.iter().map(
        |b| serde_json::json!({"block": b.name, "constant": b.constant, "steepest": b.steepest}),
    );
    let data = results.data.objectives.iter().map(|o| {
        serde_json::json!({
            "objective": o.name, "value": o.value,
            "slope_gap_autodiff": o.slope.autodiff, "curvature_gap_autodiff": o.curvature.autodiff,
            "agrees": o.slope.agree() && o.curvature.agree(), "exact_at_integers": o.exact,
        })
    });
    serde_json::json!({
        "hessian_vector_product": costs.collect::<Vec<_>>(),
        "lipschitz": lipschitz.collect::<Vec<_>>(),
        "smallest_eigenvalue": curvature::numbers(&results.curvature),
        "mutants": mutants::numbers(&results.mutants),
        "solvers": solving::numbers(&results.solving),
        "data": {"name": results.data.name, "objectives": data.collect::<Vec<_>>()},
    })
}
