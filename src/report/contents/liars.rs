//! The wrong formulas, and what refuted them.

use crate::check::{Examination, Oracle, Outcome, Verdict};
use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{About, Category, CategoryMap, Picture, PlotError, Row};
use crate::report::tone::Tone;
use crate::study::panel::{ExaminedLiar, Panel};

pub(super) fn section(panel: &Panel) -> Result<Section, PlotError> {
    let text = format!(
        "A checker is worth what it refuses. These {} formulas are wrong in ways that people are wrong: a lost factor, \
         a missing transpose, a swapped Kronecker product, a commutation matrix of the wrong size. Many are right at \
         special points, which is why no single point decides.",
        panel.liars.len()
    );
    Ok(Section::new(
        "The liars",
        vec![
            Part::Paragraph(text),
            Part::Picture(map(panel)?),
            Part::Table(table(panel)),
        ],
    ))
}

fn map(panel: &Panel) -> Result<Picture, PlotError> {
    let categories = vec![
        Category::new("refutes", Tone::Bad),
        Category::new("blind to it", Tone::Blind),
        Category::new("shapes do not fit", Tone::Caution),
        Category::new("not applicable", Tone::Neutral),
    ];
    let cell = |e: &Examination, oracle| {
        if matches!(e.verdict, Verdict::IllTyped { .. }) {
            return 2;
        }
        match e.finding(oracle).map(|f| f.outcome) {
            Some(Outcome::Disagrees) => 0,
            Some(Outcome::Agrees | Outcome::Undecided) => 1,
            _ => 3,
        }
    };
    CategoryMap {
        about: About {
            name: "liars".to_owned(),
            title: "Which oracle catches which mistake".to_owned(),
            caption: "Every row is a wrong formula and has at least one oracle that refutes it, or shapes that cannot \
                      fit. The circles show where an oracle alone would have been fooled: Taylor slopes by a relative \
                      error of 10⁻⁹ in one entry, structural laws by anything symmetric."
                .to_owned(),
            alt: format!("Map of {} wrong formulas against the oracles; every row has a refutation.", panel.liars.len()),
        },
        rows: panel.liars.iter().map(|l| Row::under(&l.examination.group, l.mistake)).collect(),
        columns: Oracle::ALL.iter().map(ToString::to_string).collect(),
        categories,
        cells: panel.liars.iter().map(|l| Oracle::ALL.iter().map(|&o| cell(&l.examination, o)).collect()).collect(),
    }
    .draw()
}

fn table(panel: &Panel) -> Table {
    let row = |liar: &ExaminedLiar| {
        let e = &liar.examination;
        let (verdict, how) = match &e.verdict {
            Verdict::Refuted { by } => {
                let names: Vec<_> = by.iter().map(ToString::to_string).collect();
                (
                    Cell::Verdict(Tone::Bad, "refuted".to_owned()),
                    names.join(", "),
                )
            }
            Verdict::IllTyped { reason } => (
                Cell::Verdict(Tone::Bad, "ill-typed".to_owned()),
                reason.clone(),
            ),
            other => (
                Cell::Verdict(Tone::Caution, "SURVIVES".to_owned()),
                other.to_string(),
            ),
        };
        let counterexample = e
            .counterexample
            .as_ref()
            .map_or(Cell::Empty, |c| Cell::Code(c.to_string()));
        vec![
            Cell::Text(e.group.clone()),
            Cell::Text(liar.mistake.to_owned()),
            verdict,
            Cell::Text(how),
            counterexample,
            Cell::Text(liar.right_where.to_owned()),
            e.latex
                .as_ref()
                .map_or(Cell::Empty, |latex| Cell::Math(latex.clone())),
        ]
    };
    let headers = [
        "objective",
        "mistake",
        "verdict",
        "by, or why",
        "counterexample",
        "right only at",
        "wrong formula",
    ];
    Table {
        caption:
            "The wrong formulas, each with who refuted it and small integers to check it by hand."
                .to_owned(),
        headers: headers.map(str::to_owned).to_vec(),
        rows: panel.liars.iter().map(row).collect(),
        filter: true,
    }
}
