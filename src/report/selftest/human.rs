//! A table by kind of mistake, and what was missed.

use crate::check::Oracle;
use crate::mutation::{Count, Tally};
use std::fmt::Write;

/// For each kind of mistake how many were made, how many are refuted, and how many each oracle refutes.
#[must_use]
pub fn human(tallies: &[(String, Tally)]) -> String {
    let all = tallies
        .iter()
        .fold(Tally::default(), |all, (_, tally)| all.and(tally.clone()));
    let mut text = format!(
        "{:<30}{:>8}{:>9}{:>8}",
        "mistake", "made", "refuted", "shapes"
    );
    for oracle in Oracle::ALL {
        let _ = write!(text, "{:>13}", oracle.to_string());
    }
    text.push_str("   no mistake\n");
    let mut row = |name: &str, count: &Count| {
        let _ = write!(
            text,
            "{name:<30}{:>8}{:>9}{:>8}",
            count.tried, count.refuted, count.ill_typed
        );
        for oracle in Oracle::ALL {
            let by = count.by.get(&oracle.to_string()).copied().unwrap_or(0);
            let _ = write!(text, "{by:>13}");
        }
        let _ = writeln!(text, "{:>13}", count.equivalent);
    };
    for (family, count) in &all.families {
        row(&family.to_string(), count);
    }
    let total = all.total();
    row("all", &total);
    for (path, tally) in tallies {
        for missed in &tally.missed {
            let _ = writeln!(
                text,
                "\nmissed: {path}:{}: {}: {}\n  {}",
                missed.line, missed.family, missed.equation, missed.because
            );
        }
    }
    let _ = write!(
        text,
        "\n{} of {} mistakes in {} equations are refuted, {} missed; {} changes were proved to be none",
        total.refuted,
        total.tried,
        all.equations,
        all.missed.len(),
        total.equivalent
    );
    if total.meaningless > 0 {
        let _ = write!(text, ", {} had no meaning", total.meaningless);
    }
    text.push('\n');
    text
}
