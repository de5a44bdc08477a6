//! What a failed check says.

use crate::check::{Claim, Examination, Form, Oracle, Outcome, Verdict, smallest_failure};
use std::fmt::Write;

/// Which entry, both values, the tolerance and where it comes from, the smallest case that fails, and how to see it again.
pub(super) fn failure(claim: &Claim, found: &Examination) -> String {
    let name = &claim.name;
    let mut text = match &found.verdict {
        Verdict::IllTyped { reason } => {
            return format!(
                "{name}: the shapes do not fit: {reason}\n  arguments  {}",
                claim.signature
            );
        }
        Verdict::Refuted { .. } => format!("{name} is wrong\n"),
        other => format!("{name}: {other}\n"),
    };
    let mut line = |label: &str, words: &str| {
        if !words.is_empty() {
            let _ = writeln!(text, "  {label:<10} {words}");
        }
    };
    let sharpest = [Oracle::Exact, Oracle::Autodiff, Oracle::FiniteDifference]
        .into_iter()
        .filter_map(|oracle| found.finding(oracle))
        .filter(|finding| finding.outcome == Outcome::Disagrees && finding.place.is_some())
        .max_by_key(|finding| finding.oracle == Oracle::Autodiff);
    if let Some(finding) = sharpest
        && let Some(place) = &finding.place
    {
        let entry = match place.entry {
            Some((i, j)) => format!("entry ({}, {}) at {}", i + 1, j + 1, place.case),
            None => format!("at {}", place.case),
        };
        line("where", &entry);
        line("yours", &format!("{:.15e}", place.claimed));
        line(
            "true",
            &format!("{:.15e}  by {}", place.truth, means(finding.oracle)),
        );
        line(
            "tolerance",
            &tolerance(claim, finding.oracle, place.tolerance),
        );
    }
    let who = |outcome| {
        let said = found.findings.iter().filter(|f| f.outcome == outcome);
        said.map(|f| f.oracle.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    line("against", &who(Outcome::Disagrees));
    line("for", &who(Outcome::Agrees));
    match (&found.counterexample, &found.verdict) {
        (Some(counterexample), _) => line("smallest", &counterexample.to_string()),
        (None, Verdict::Refuted { .. }) => {
            if let Some(place) = smallest_failure(claim, found.seed) {
                line("smallest", &place.to_string());
            }
        }
        _ => {}
    }
    if let Some(taylor) = found.finding(Oracle::Taylor)
        && taylor.outcome == Outcome::Disagrees
    {
        line("taylor", &taylor.detail);
    }
    for spot in &found.blind_spots {
        line("note", &format!("at the given point {spot}"));
    }
    if !found.verdict.is_refuted() {
        for finding in &found.findings {
            line(
                &finding.oracle.to_string(),
                &format!("{}; {}", finding.outcome, finding.detail),
            );
        }
    }
    line("repeat", &format!("seed {}", found.seed));
    text.trim_end().to_owned()
}

fn means(oracle: Oracle) -> &'static str {
    match oracle {
        Oracle::Exact => "interpolation in exact numbers",
        Oracle::Autodiff => "dual numbers",
        _ => "finite differences",
    }
}

fn tolerance(claim: &Claim, oracle: Oracle, size: f64) -> String {
    if oracle == Oracle::Exact {
        return "none: at these integers nothing rounds".to_owned();
    }
    let yours = match &claim.form {
        Form::Kernel(_) => "the rounding of your code, measured,",
        _ => "the rounding of your formula, bounded operation by operation,",
    };
    let theirs = match oracle {
        Oracle::Autodiff => "that of dual numbers, bounded likewise",
        _ => "rounding and truncation of the extrapolated differences",
    };
    format!("±{size:.1e}: {yours} and {theirs}")
}
