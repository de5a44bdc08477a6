//! Labelled documents: what the checker says of each place must never contradict the label.
//!
//! The labels were written, and verified numerically, before the checker existed.

#![allow(clippy::unwrap_used, reason = "a test may stop at what must be there")]

use matproof::document::Document;
use matproof::review::{Entry, Verdict, review};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Places the checker is known to judge wrongly, as `document:line`. Empty, and to stay so.
const KNOWN: &[&str] = &[];

/// So many of the labelled places of our own documents have a definite verdict that fits.
const COVERED: f64 = 0.80;

struct Place {
    start: usize,
    end: usize,
    line: usize,
    label: String,
}

fn places(document: &Path, source: &str) -> Vec<Place> {
    let text = std::fs::read_to_string(document.with_extension("labels.json")).unwrap();
    let labels: Value = serde_json::from_str(&text).unwrap();
    let list = labels.as_array().cloned();
    let list = list.or_else(|| labels["labels"].as_array().cloned());
    let list = list
        .or_else(|| labels["claims"].as_array().cloned())
        .unwrap();
    let mut places = Vec::new();
    for label in list {
        let latex = label["find"].as_str().unwrap();
        let count = label["nth"].as_u64().unwrap_or(1);
        let nth = source
            .match_indices(latex)
            .nth(usize::try_from(count - 1).unwrap());
        let (start, _) =
            nth.unwrap_or_else(|| panic!("{}: {latex} is not there", document.display()));
        places.push(Place {
            start,
            end: start + latex.len(),
            line: source[..start].matches('\n').count() + 1,
            label: label["label"].as_str().unwrap_or_default().to_owned(),
        });
    }
    places
}

/// Whether the verdicts fit the label; `None` if they leave it open.
fn fits(label: &str, entries: &[&Entry]) -> Option<bool> {
    let wrong = entries.iter().any(|entry| entry.verdict.is_wrong());
    let holds = |entry: &&&Entry| matches!(entry.verdict, Verdict::Proved | Verdict::Holds);
    let all_hold = !entries.is_empty() && entries.iter().filter(holds).count() == entries.len();
    match label {
        "true" if wrong => Some(false),
        "true" => all_hold.then_some(true),
        "false" | "shape-error" if wrong => Some(true),
        "false" | "shape-error" => all_hold.then_some(false),
        "definition" if wrong => Some(false),
        "definition" => {
            let open = entries
                .iter()
                .any(|entry| entry.verdict == Verdict::Unsupported);
            (!open && !entries.is_empty()).then_some(true)
        }
        _ => Some(true),
    }
}

#[test]
fn no_verdict_contradicts_a_label() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut documents: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    documents.sort();
    assert!(documents.len() >= 30);
    let (mut wrong, mut covered, mut all) = (Vec::new(), 0_usize, 0_usize);
    for path in documents {
        let source = std::fs::read_to_string(&path).unwrap();
        let found = review(&Document::read(&source), 1);
        for place in places(&path, &source) {
            if place.label == "unsure" {
                continue;
            }
            let middle = |entry: &&Entry| {
                let middle = entry.span.start.midpoint(entry.span.end);
                place.start <= middle && middle <= place.end
            };
            let entries: Vec<&Entry> = found.entries.iter().filter(middle).collect();
            all += 1;
            match fits(&place.label, &entries) {
                Some(true) => covered += 1,
                Some(false) => {
                    let name = path.file_name().unwrap().to_string_lossy().into_owned();
                    wrong.push(format!("{name}:{}", place.line));
                }
                None => {}
            }
        }
    }
    println!("{covered} of {all} places are covered; judged wrongly: {wrong:?}");
    let unknown: Vec<_> = wrong
        .iter()
        .filter(|place| !KNOWN.contains(&place.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "judged against their labels: {unknown:?}"
    );
    #[allow(clippy::cast_precision_loss, reason = "a few hundred places")]
    let share = covered as f64 / all as f64;
    assert!(
        share >= COVERED,
        "only {covered} of {all} places are covered"
    );
}
