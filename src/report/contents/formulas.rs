//! Every formula against every oracle.

use crate::check::{Examination, Oracle, Outcome};
use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{About, HeatMap, PlotError, Row, Scale};
use crate::report::tone::Tone;
use crate::study::panel::Panel;

pub(super) fn section(panel: &Panel) -> Result<Section, PlotError> {
    let mut parts = vec![Part::Paragraph(
        "Each formula was written down once, by hand, and evaluated in exact numbers, dual numbers and \
         floating point at points chosen to hide nothing: sizes that differ, single rows and columns, \
         rank-deficient, symmetric and equal factors, zero residual, empty rows of the mask, λ = 0, and \
         entries scaled by 10⁷⁵ and 10⁻⁷⁵. A gap is excused only where it is smaller than the rounding that \
         was computed beside the values."
            .to_owned(),
    )];
    let mut pictures = Vec::new();
    for (position, claims) in groups(panel).into_iter().enumerate() {
        pictures.push(Part::Picture(agreement(position + 1, &claims)?));
    }
    let others = pictures.split_off(pictures.len().min(1));
    parts.extend(pictures);
    parts.push(Part::Details {
        summary: format!(
            "The other objectives and the kernels: {} more such maps",
            others.len()
        ),
        parts: others,
    });
    parts.push(Part::Table(table(panel)));
    Ok(Section::new("Formulas against oracles", parts))
}

/// The claims of one objective after the other, in their order.
fn groups(panel: &Panel) -> Vec<Vec<&Examination>> {
    let mut groups: Vec<Vec<&Examination>> = Vec::new();
    for claim in &panel.claims {
        match groups.last_mut() {
            Some(group) if group[0].group == claim.group => group.push(claim),
            _ => groups.push(vec![claim]),
        }
    }
    groups
}

fn agreement(
    number: usize,
    claims: &[&Examination],
) -> Result<crate::report::plot::Picture, PlotError> {
    let group = &claims[0].group;
    let cell = |e: &Examination, oracle| {
        let finding = e.finding(oracle)?;
        match finding.outcome {
            Outcome::NotApplicable => None,
            // Taylor slopes measure no gap; they bound the one they could have missed.
            _ => finding.gap.or(finding.blind_below).or(Some(0.0)),
        }
    };
    let flagged = claims.iter().enumerate().flat_map(|(row, e)| {
        let disagrees = move |oracle| {
            e.finding(oracle)
                .is_some_and(|f| f.outcome == Outcome::Disagrees)
        };
        (0..Oracle::ALL.len())
            .filter(move |&c| disagrees(Oracle::ALL[c]))
            .map(move |c| (row, c))
    });
    HeatMap {
        about: About {
            name: format!("agreement-{number}"),
            title: format!("How far claim and oracle are apart: {group}"),
            caption: format!(
                "Each cell is the largest relative gap that an oracle saw between a hand-derived formula of {group} \
                 and its own derivative, as a power of ten; 0 means equal to the last digit. Gaps of 10⁻¹⁶ to \
                 10⁻¹² are rounding, and were computed to be so. For Taylor slopes, which measure no gap, the cell is \
                 the relative error that they could have missed."
            ),
            alt: format!("Heat map of {} formulas against {} oracles; no cell is above rounding.", claims.len(), Oracle::ALL.len()),
        },
        rows: claims.iter().map(|e| Row::new(&e.claim)).collect(),
        columns: Oracle::ALL.iter().map(ToString::to_string).collect(),
        cells: claims.iter().map(|e| Oracle::ALL.iter().map(|&o| cell(e, o)).collect()).collect(),
        scale: Scale::Log10,
        value_label: "largest relative gap (log₁₀); for taylor, the gap it could have missed".to_owned(),
        empty_label: "not applicable".to_owned(),
        flagged: flagged.collect(),
        flagged_label: "disagrees".to_owned(),
    }
    .draw()
}

fn table(panel: &Panel) -> Table {
    let row = |e: &Examination| {
        let verdict = match &e.verdict {
            holds if holds.is_supported() => Cell::Verdict(Tone::Good, holds.name().to_owned()),
            other => Cell::Verdict(Tone::Bad, other.name().to_owned()),
        };
        let formula = e
            .latex
            .as_ref()
            .map_or(Cell::Empty, |latex| Cell::Math(latex.clone()));
        let mut cells = vec![
            Cell::Text(e.group.clone()),
            Cell::Text(e.claim.clone()),
            verdict,
        ];
        cells.extend(Oracle::ALL.iter().map(|&oracle| finding_cell(e, oracle)));
        // Last, because formulas are wide and the verdicts must be seen without scrolling.
        cells.push(formula);
        cells
    };
    let mut headers = vec![
        "objective".to_owned(),
        "claim".to_owned(),
        "verdict".to_owned(),
    ];
    headers.extend(Oracle::ALL.iter().map(ToString::to_string));
    headers.push("formula".to_owned());
    Table {
        caption: "Every claim, its verdict, and what each oracle said. A number is the largest relative gap; ✓ alone is \
                  exact agreement or a slope as expected."
            .to_owned(),
        headers,
        rows: panel.claims.iter().map(row).collect(),
        filter: true,
    }
}

fn finding_cell(e: &Examination, oracle: Oracle) -> Cell {
    let Some(finding) = e.finding(oracle) else {
        return Cell::Empty;
    };
    match (finding.outcome, finding.gap) {
        (Outcome::NotApplicable, _) => Cell::Empty,
        (Outcome::Agrees, Some(gap)) if gap > 0.0 => Cell::number(gap),
        (Outcome::Agrees, _) => Cell::Verdict(Tone::Good, String::new()),
        (Outcome::Undecided, _) => Cell::Verdict(Tone::Blind, "undecided".to_owned()),
        (Outcome::Disagrees, _) => Cell::Verdict(Tone::Bad, "disagrees".to_owned()),
    }
}
