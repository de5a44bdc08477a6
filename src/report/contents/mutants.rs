//! Spoiled equations, and who noticed.

use crate::check::Oracle;
use crate::mutation::{Count, Family, Tally};
use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{About, HeatMap, Picture, PlotError, Row, Scale};
use crate::study::mutants::SPOILED;

pub(super) fn section(tally: &Tally) -> Result<Section, PlotError> {
    let total = tally.total();
    let text = format!(
        "The liars are chosen by hand. These are not: each of {} true equations of `{SPOILED}` was spoiled once in every way that it has room for, \
         {} mistakes in all. {} were refuted. {} more changes are none, such as the order of two commuting factors, which had to be proved to be \
         left out. `matproof selftest` makes more of them, in any document.",
        tally.equations, total.tried, total.refuted, total.equivalent
    );
    let mut parts = vec![Part::Paragraph(text), Part::Picture(map(tally)?)];
    if !tally.missed.is_empty() {
        parts.push(Part::Table(missed(tally)));
    }
    Ok(Section::new("Mistakes made on purpose", parts))
}

fn map(tally: &Tally) -> Result<Picture, PlotError> {
    #[expect(clippy::cast_precision_loss, reason = "counts")]
    let share = |part: usize, of: usize| (of > 0).then(|| 100.0 * part as f64 / of as f64);
    let row = |count: &Count| {
        let fitting = count.tried - count.ill_typed;
        let by = Oracle::ALL.iter().map(|oracle| {
            let by = count.by.get(&oracle.to_string()).copied().unwrap_or(0);
            share(by, fitting)
        });
        let shapes = share(count.ill_typed, count.tried);
        let all = share(count.refuted, count.tried);
        std::iter::once(shapes)
            .chain(by)
            .chain([all])
            .collect::<Vec<_>>()
    };
    let name = |family: &Family, count: &Count| Row::new(format!("{family} ({})", count.tried));
    let mut columns = vec!["shapes".to_owned()];
    columns.extend(Oracle::ALL.iter().map(ToString::to_string));
    columns.push("any".to_owned());
    let shown = || tally.families.iter().filter(|(_, count)| count.tried > 0);
    HeatMap {
        about: About {
            name: "mutants".to_owned(),
            title: "Who notices which mistake".to_owned(),
            caption: "Of the mistakes of a kind (their number in brackets) the share that is refuted, in percent: by the shapes alone; of those that fit, by each \
                      oracle by itself; and by any of them. No oracle sees everything: the symbolic one decides polynomials, the exact one knows \
                      no logarithm, differences and Taylor slopes have their noise."
                .to_owned(),
            alt: format!(
                "Heat map of {} kinds of mistakes against the oracles; the last column shows what is refuted at all.",
                shown().count()
            ),
        },
        rows: shown().map(|(family, count)| name(family, count)).collect(),
        columns,
        cells: shown().map(|(_, count)| row(count)).collect(),
        scale: Scale::Linear,
        value_label: "share refuted, percent".to_owned(),
        empty_label: "none fits".to_owned(),
        ..HeatMap::default()
    }
    .draw()
}

fn missed(tally: &Tally) -> Table {
    Table {
        caption: "What nobody noticed.".to_owned(),
        headers: ["line", "mistake", "equation", "said of it"]
            .map(str::to_owned)
            .to_vec(),
        rows: tally
            .missed
            .iter()
            .map(|missed| {
                vec![
                    Cell::Number(missed.line.to_string()),
                    Cell::Text(missed.family.to_string()),
                    Cell::Code(missed.equation.clone()),
                    Cell::Text(missed.because.clone()),
                ]
            })
            .collect(),
        filter: false,
    }
}
