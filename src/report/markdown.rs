//! The verdicts as Markdown, for a comment on a pull request: no times, no platform, so two of one seed are equal.

use crate::check::{Examination, Verdict};
use crate::review::Verdict as Judgement;
use crate::study::derivations::Derivation;
use crate::study::panel::Panel;
use std::fmt::Write;

/// The pictures that a comment shows: file name and alternative text.
pub const SAMPLED: [(&str, &str); 3] = [
    ("liars.svg", "Which oracle catches which wrong formula"),
    (
        "mutants.svg",
        "Which share of mistakes made on purpose each oracle refutes",
    ),
    (
        "planted-errors.svg",
        "Down to which relative error each oracle refutes",
    ),
];

/// Every formula and every wrong formula with its verdict, the derivations with their counts, and these pictures (file name and alternative text).
#[must_use]
pub fn markdown(panel: &Panel, derivations: &[Derivation], pictures: &[(&str, &str)]) -> String {
    let mut text = String::from("# Are these matrix derivatives right?\n\n");
    let fallen = panel.fallen_claims().count();
    let surviving = panel.surviving_liars().count();
    let _ = writeln!(
        text,
        "- **{} of {}** formulas and kernels hold, {} of them proved for every shape\n- **{} of {}** wrong formulas are caught",
        panel.claims.len() - fallen,
        panel.claims.len(),
        panel.proved_claims().count(),
        panel.liars.len() - surviving,
        panel.liars.len()
    );
    let statements: usize = derivations.iter().map(|d| d.review.entries.len()).sum();
    let failures: usize = derivations.iter().map(|d| d.failures().count()).sum();
    let _ = writeln!(
        text,
        "- **{} of {statements}** statements of {} derivations are as they should be\n",
        statements - failures,
        derivations.len()
    );
    for (file, alt) in pictures {
        let _ = writeln!(text, "![{alt}]({file})\n");
    }
    text.push_str("## Formulas\n\n| objective | formula | about | verdict |\n|---|---|---|---|\n");
    for claim in &panel.claims {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            cell(&claim.group),
            cell(&claim.claim),
            claim.kind,
            claim.verdict.name()
        );
    }
    text.push_str(
        "\n## Wrong formulas\n\n| objective | mistake | verdict | by |\n|---|---|---|---|\n",
    );
    for liar in &panel.liars {
        let found = &liar.examination;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            cell(&found.group),
            cell(liar.mistake),
            found.verdict.name(),
            cell(&by(found))
        );
    }
    text.push_str("\n## Derivations\n\n| file |");
    for verdict in Judgement::ALL {
        let _ = write!(text, " {} |", verdict.name());
    }
    text.push_str(" wrong as marked |\n|---|");
    text.push_str(&"---|".repeat(Judgement::ALL.len() + 1));
    text.push('\n');
    for derivation in derivations {
        let summary = derivation.review.summary();
        let _ = write!(text, "| {} |", derivation.file);
        for count in summary.counts {
            let _ = write!(text, " {count} |");
        }
        let _ = writeln!(text, " {} |", summary.expected);
    }
    text
}

fn by(found: &Examination) -> String {
    match &found.verdict {
        Verdict::Refuted { by } => {
            let names: Vec<_> = by.iter().map(ToString::to_string).collect();
            names.join(", ")
        }
        Verdict::IllTyped { .. } => "shapes".to_owned(),
        other => other.to_string(),
    }
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
