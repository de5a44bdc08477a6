//! The fast kernels: what their products cost.

use super::derivatives::costs;
use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::PlotError;
use crate::study::Results;
use crate::study::product_cost::Cost;

pub(super) fn section(results: &Results) -> Result<Section, PlotError> {
    Ok(Section::new(
        "The kernels and their cost",
        vec![
            Part::Paragraph(
                "The fast kernels stand in the tables above like every other formula. Where nothing rounds, at points with \
                 integer entries, they must equal the exact derivative to the last bit; elsewhere they may differ by the \
                 rounding of the formula whose operations they make. Ratios against the two products with X that no \
                 Hessian-vector product can avoid are printed by `cargo bench`."
                    .to_owned(),
            ),
            Part::Picture(costs(&results.costs)?),
            Part::Table(Table {
                caption: "The same numbers, and how far the results are apart.".to_owned(),
                headers: ["n×m, k", "by hand (µs)", "difference", "dual, gradient", "hyper-dual, value", "gap to dual numbers", "gap to differences"]
                    .map(str::to_owned)
                    .to_vec(),
                rows: results.costs.iter().map(row).collect(),
                filter: false,
            }),
        ],
    ))
}

fn row(c: &Cost) -> Vec<Cell> {
    let times = |seconds: f64| Cell::Number(format!("{:.1}×", seconds / c.by_hand));
    let [n, m, k] = c.sizes;
    vec![
        Cell::Text(format!("{n}×{m}, {k}")),
        Cell::Number(format!("{:.1}", c.by_hand * 1e6)),
        times(c.difference),
        times(c.dual_gradient),
        c.hyper_dual_value.map_or(Cell::Empty, times),
        Cell::number(c.gap_dual),
        Cell::number(c.gap_difference),
    ]
}
