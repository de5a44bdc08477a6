//! The shipped derivations: every statement is judged, none is wrong, and those marked as mistakes are.

#![allow(clippy::unwrap_used, reason = "a test may stop at what must be there")]

use matproof::document::Document;
use matproof::review::{Verdict, review};
use std::path::{Path, PathBuf};

/// So many of the statements that are not definitions are proved for all shapes; the others are inequalities and
/// expansions, for which a search finds no counterexample.
const PROVED: f64 = 0.85;

fn derivations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("derivations");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "md"));
    files.sort();
    files
}

#[test]
fn every_shipped_statement_is_judged_and_none_is_wrong() {
    let mut failed = Vec::new();
    let (mut proved, mut right, mut mistakes) = (0, 0, 0);
    for path in derivations() {
        let source = std::fs::read_to_string(&path).unwrap();
        let review = review(&Document::read(&source), 0);
        for entry in &review.entries {
            let fails = entry.verdict.is_wrong();
            let open = entry.verdict == Verdict::Unsupported;
            if open || fails != entry.expected_to_fail {
                failed.push(format!(
                    "{}:{}: {:?}: {}: {}",
                    path.display(),
                    entry.line,
                    entry.verdict,
                    &source[entry.span.start..entry.span.end],
                    entry.message
                ));
            }
            match entry.verdict {
                Verdict::Proved => (proved, right) = (proved + 1, right + 1),
                Verdict::Holds => right += 1,
                _ => mistakes += usize::from(entry.expected_to_fail),
            }
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    assert!(right > 0 && mistakes > 0, "{right} right, {mistakes} wrong");
    #[allow(clippy::cast_precision_loss, reason = "counts of statements")]
    let share = f64::from(proved) / f64::from(right);
    assert!(share >= PROVED, "{:.1} % are proved", 100.0 * share);
}
