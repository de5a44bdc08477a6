//! The Hessian and its blocks, Lipschitz constants, and what products cost.

use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{
    About, Axis, Block, LineChart, MatrixPanel, MatrixPicture, Picture, PlotError, Reference,
    Series,
};
use crate::study::Results;
use crate::study::lipschitz::Steepness;
use crate::study::plane::SIZES;
use crate::study::product_cost::Cost;
use nalgebra::DMatrix;

pub(super) fn section(results: &Results) -> Result<Section, PlotError> {
    Ok(Section::new(
        "The Hessian and its uses",
        vec![
            Part::Paragraph(
                "The Hessian of $f = \\tfrac12\\|X - WH\\|_F^2$ has four blocks. With $A = WH - X$ and \
                 $K_{p,q}\\operatorname{vec}B = \\operatorname{vec}B^\\top$ they are"
                    .to_owned(),
            ),
            Part::Formula(
                r"\nabla^2 f = \begin{pmatrix} HH^\top\otimes I_n & (H\otimes W) + (I_k\otimes A)K_{k,m} \\ (H^\top\otimes W^\top) + (A^\top\otimes I_k)K_{n,k} & I_m\otimes W^\top W \end{pmatrix}"
                    .to_owned(),
            ),
            Part::Picture(hessian(&results.hessian, &results.blocks)?),
            Part::Picture(steepness(&results.lipschitz)?),
            Part::Table(constants(&results.lipschitz)),
        ],
    ))
}

fn rows(m: &DMatrix<f64>) -> Vec<Vec<f64>> {
    m.row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

fn hessian(
    whole: &DMatrix<f64>,
    [ww, wh, hw, hh]: &[DMatrix<f64>; 4],
) -> Result<Picture, PlotError> {
    let (first, order) = (ww.nrows(), whole.nrows());
    let block =
        |label: &str, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>| Block {
            label: label.to_owned(),
            rows,
            columns,
        };
    let panel = |title: &str, m: &DMatrix<f64>| MatrixPanel {
        title: title.to_owned(),
        entries: rows(m),
        blocks: Vec::new(),
    };
    let [n, m, k] = SIZES;
    MatrixPicture {
        about: About {
            name: "hessian-blocks".to_owned(),
            title: format!("The Hessian of ½‖X − WH‖² (n={n}, m={m}, k={k}) and its four named blocks"),
            caption: "Left, every second derivative by dual numbers, in the order (vec W, vec H); beside it the four \
                      blocks by their Kronecker formulas. The diagonal blocks show their identity factor: HHᵀ repeated in \
                      diagonals, WᵀW in squares. The mixed blocks are each other's transposes."
                .to_owned(),
            alt: "A symmetric matrix in colours with four outlined blocks, and the blocks again one by one.".to_owned(),
        },
        panels: vec![
            MatrixPanel {
                title: "by dual numbers".to_owned(),
                entries: rows(whole),
                blocks: vec![
                    block("WW", 0..first, 0..first),
                    block("WH", 0..first, first..order),
                    block("HW", first..order, 0..first),
                    block("HH", first..order, first..order),
                ],
            },
            panel("WW: HHᵀ ⊗ Iₙ", ww),
            panel("WH: (H ⊗ W) + (Iₖ ⊗ A)K", wh),
            panel("HW: (Hᵀ ⊗ Wᵀ) + (Aᵀ ⊗ Iₖ)K", hw),
            panel("HH: Iₘ ⊗ WᵀW", hh),
        ],
        value_label: "second derivative".to_owned(),
        shared_scale: true,
    }
    .draw()
}

fn steepness(blocks: &[Steepness]) -> Result<Picture, PlotError> {
    #[expect(clippy::cast_precision_loss, reason = "a rank among a few pairs")]
    let points = |b: &Steepness| {
        b.random
            .iter()
            .enumerate()
            .map(|(i, &r)| (i as f64 + 1.0, r))
            .collect()
    };
    LineChart {
        about: About {
            name: "lipschitz".to_owned(),
            title: "How fast gradients change, in units of their Lipschitz constants".to_owned(),
            caption: "Each point is a random pair of factors, sorted; no pair comes above 1, and the steepest direction \
                      of every block (found by power iteration, table below) reaches it, so the constants are exact and a \
                      step of less than 2/L descends."
                .to_owned(),
            alt: "Six rising curves below the line at 1.".to_owned(),
        },
        x: Axis::linear("random pair, sorted"),
        y: Axis::linear("‖∇f(a) − ∇f(b)‖ / (L ‖a − b‖)"),
        series: blocks.iter().map(|b| Series::line(short(&b.name), points(b))).collect(),
        references: vec![Reference::Horizontal { y: 1.0, label: "L".to_owned() }],
        guides: Vec::new(),
    }
    .draw()
}

/// The part of a block's name before its formula.
fn short(name: &str) -> &str {
    name.split(':').next().unwrap_or(name)
}

fn constants(blocks: &[Steepness]) -> Table {
    Table {
        caption: "Lipschitz constants of the block gradients, and what the steepest direction reaches of them.".to_owned(),
        headers: ["block and formula", "L", "largest of the random pairs", "steepest direction"].map(str::to_owned).to_vec(),
        rows: blocks
            .iter()
            .map(|b| {
                let largest = b.random.last().copied().unwrap_or(0.0);
                vec![
                    Cell::Text(b.name.clone()),
                    Cell::number(b.constant),
                    Cell::Number(format!("{largest:.3}")),
                    Cell::Number(format!("{:.6}", b.steepest)),
                ]
            })
            .collect(),
        filter: false,
    }
}

/// The picture of costs, for the section about kernels.
pub(super) fn costs(costs: &[Cost]) -> Result<Picture, PlotError> {
    #[expect(clippy::cast_precision_loss, reason = "a count of unknowns")]
    let unknowns = |c: &Cost| (c.sizes[2] * (c.sizes[0] + c.sizes[1])) as f64;
    let series = |name: &str, seconds: &dyn Fn(&Cost) -> Option<f64>| {
        Series::line(
            name,
            costs
                .iter()
                .filter_map(|c| Some((unknowns(c), seconds(c)? * 1e6)))
                .collect(),
        )
    };
    LineChart {
        about: About {
            name: "product-cost".to_owned(),
            title: "Cost of one Hessian-vector product of ½‖X − WH‖²".to_owned(),
            caption: "By hand: the two products with X and a few small ones. A difference needs two gradients; dual numbers \
                      through the hand-derived gradient do the same work in slower arithmetic; hyper-dual numbers through the \
                      value alone need one evaluation for each unknown. Medians of this run on this machine, one thread: \
                      the distances count, not the heights."
                .to_owned(),
            alt: "Log-log chart of microseconds against unknowns: by hand lowest, then differences, dual numbers, hyper-dual numbers.".to_owned(),
        },
        x: Axis::log10("unknowns (n + m)k"),
        y: Axis::log10("time of one product (µs)"),
        series: vec![
            series("by hand", &|c| Some(c.by_hand)),
            series("difference of gradients", &|c| Some(c.difference)),
            series("dual numbers, gradient", &|c| Some(c.dual_gradient)),
            series("hyper-dual numbers, value", &|c| c.hyper_dual_value),
        ],
        references: Vec::new(),
        guides: Vec::new(),
    }
    .draw()
}
