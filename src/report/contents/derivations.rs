//! The shipped derivations, statement by statement.

use crate::report::page::{Cell, Part, Section, Table};
use crate::report::tone::Tone;
use crate::review::Verdict;
use crate::study::derivations::Derivation;

pub(super) fn section(derivations: &[Derivation]) -> Section {
    let mut parts = vec![
        Part::Paragraph(
            "The formulas above are the results; these documents are the ways to them, with indices, with differentials and \
             with Kronecker products. Each was read as it stands, Markdown with formulas in LaTeX, and every relation in it \
             judged: a step of a chain against the step before. The document of common mistakes marks its wrong formulas as \
             such, and they have to fail."
                .to_owned(),
        ),
        Part::Table(table(derivations)),
    ];
    let failures: Vec<_> = derivations
        .iter()
        .flat_map(|derivation| {
            derivation.failures().map(|entry| {
                format!(
                    "`{}`, line {}: {} `{}` {}",
                    derivation.file,
                    entry.line,
                    entry.verdict.name(),
                    &derivation.text[entry.span.clone()],
                    entry.message.replace('$', "\\$")
                )
            })
        })
        .collect();
    if !failures.is_empty() {
        parts.push(Part::List(failures));
    }
    Section::new("Derivations", parts)
}

fn table(derivations: &[Derivation]) -> Table {
    let row = |derivation: &Derivation| {
        let summary = derivation.review.summary();
        let count = |verdict: Verdict| {
            let place = Verdict::ALL.iter().position(|v| *v == verdict);
            let count = place.map_or(0, |place| summary.counts[place]);
            Cell::Number(count.to_string())
        };
        let failures = derivation.failures().count();
        vec![
            Cell::Text(derivation.title.to_owned()),
            Cell::Code(format!("derivations/{}", derivation.file)),
            count(Verdict::Proved),
            count(Verdict::Holds),
            Cell::Number(summary.expected.to_string()),
            count(Verdict::Definition),
            match failures {
                0 => Cell::Verdict(Tone::Good, "as it should be".to_owned()),
                _ => Cell::Verdict(Tone::Bad, format!("{failures} not as they should be")),
            },
        ]
    };
    Table {
        caption: "Statements of each document. What holds without a proof are inequalities, and expansions.".to_owned(),
        headers: [
            "document",
            "file",
            "proved",
            "holds",
            "wrong as marked",
            "definitions",
            "verdict",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: derivations.iter().map(row).collect(),
        filter: false,
    }
}
