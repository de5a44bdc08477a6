//! The solvers: who is how fast, how long a step may be, and what factors look like.

use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{
    About, Axis, GreyImage, ImageGrid, LineChart, Picture, PlotError, Reference, Series,
};
use crate::solver::Moment;
use crate::study::solving::{Completed, Measured, Race, Solving, StepLine};
use nalgebra::DMatrix;

pub(super) fn section(solving: &Solving) -> Result<Section, PlotError> {
    Ok(Section::new(
        "Solvers whose steps are derived",
        vec![
            Part::Paragraph(
                "Update rules are what derivations are for. Each solver makes the steps that the checked gradients, Lipschitz constants and \
                 Hessian products allow, and is tested for what its derivation promises. `matproof factorize` runs them on your data; here all \
                 nonnegative ones run from one random start."
                    .to_owned(),
            ),
            Part::Picture(objective(&solving.digits, "digits", "the handwritten digits", By::Iterations)?),
            Part::Picture(objective(&solving.digits, "digits", "the handwritten digits", By::Seconds)?),
            Part::Picture(residual(&solving.digits, "digits", "the handwritten digits")?),
            Part::Table(ends(&solving.digits)),
            Part::Picture(objective(&solving.known, "known", "data with known factors", By::Iterations)?),
            Part::Picture(objective(&solving.known, "known", "data with known factors", By::Seconds)?),
            Part::Picture(residual(&solving.known, "known", "data with known factors")?),
            Part::Picture(step_line(&solving.steps)?),
            Part::Picture(step_runs(&solving.steps)?),
            Part::Picture(parts(&solving.digits.parts)?),
            Part::Picture(completed(&solving.completed)?),
            Part::Table(measured(&solving.measured)),
        ],
    ))
}

/// More lines than these no reader can tell apart; the table has them all.
const SHOWN: [&str; 7] = [
    "gradient",
    "projected-gradient",
    "multiplicative",
    "hals",
    "hals-extrapolated",
    "pivoting",
    "newton",
];

#[derive(Clone, Copy, PartialEq)]
enum By {
    Iterations,
    Seconds,
}

fn series(race: &Race, by: By, value: impl Fn(&Moment) -> f64) -> Vec<Series> {
    let shown = SHOWN
        .iter()
        .filter_map(|name| race.runners.iter().find(|runner| runner.name == *name));
    shown
        .map(|runner| {
            // A logarithmic axis has no place for the start.
            let moments = runner.trace.iter().skip(1);
            #[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
            let point = |m: &Moment| match by {
                By::Iterations => (m.iteration as f64, value(m)),
                By::Seconds => (m.seconds, value(m)),
            };
            Series::line(runner.name, moments.map(point).collect())
        })
        .collect()
}

fn objective(race: &Race, name: &str, what: &str, by: By) -> Result<Picture, PlotError> {
    let [n, m, k] = race.sizes;
    let (suffix, axis) = match by {
        By::Iterations => ("iterations", "iterations"),
        By::Seconds => ("seconds", "seconds"),
    };
    let best = race.best;
    LineChart {
        about: About {
            name: format!("objective-{name}-{suffix}"),
            title: format!("Objective above the best, against {axis}: {what}"),
            caption: format!(
                "½‖X − WH‖² for {n}×{m}, rank {k}, all from the same random start, relative to the least objective that was met{}. They may end \
                 at different local minima. One iteration updates both factors; one of newton solves a system by up to 250 Hessian products.",
                if name == "known" { " (also from the generating factors)" } else { "" }
            ),
            alt: "Chart with logarithmic axes of falling lines, one for each solver.".to_owned(),
        },
        x: Axis::log10(axis),
        y: Axis::log10("objective / best − 1"),
        series: series(race, by, |m| m.objective / best - 1.0),
        references: Vec::new(),
        guides: Vec::new(),
    }
    .draw()
}

fn residual(race: &Race, name: &str, what: &str) -> Result<Picture, PlotError> {
    LineChart {
        about: About {
            name: format!("kkt-{name}"),
            title: format!("KKT residual against iterations: {what}"),
            caption: "The norm of the gradient that a feasible step could follow, relative to ‖X‖(‖W‖ + ‖H‖): zero where the first-order conditions \
                      hold, which a flat objective alone does not show."
                .to_owned(),
            alt: "Chart with logarithmic axes of falling lines, one for each solver.".to_owned(),
        },
        x: Axis::log10("iterations"),
        y: Axis::log10("KKT residual"),
        series: series(race, By::Iterations, |m| m.kkt),
        references: Vec::new(),
        guides: Vec::new(),
    }
    .draw()
}

fn ends(race: &Race) -> Table {
    let row = |(name, last): (&str, &Moment)| {
        vec![
            Cell::Code(name.to_owned()),
            Cell::Number(format!("{:.4}", last.objective / race.best)),
            Cell::Number(format!("{:.1e}", last.kkt)),
            Cell::Number(last.iteration.to_string()),
            Cell::Number(format!("{:.0}", last.products)),
            Cell::Number(format!("{:.3}", last.seconds)),
        ]
    };
    let [n, m, k] = race.sizes;
    let lasts = race
        .runners
        .iter()
        .filter_map(|r| Some((r.name, r.trace.last()?)));
    Table {
        caption: format!("Where each solver stood at its end, digits {n}×{m}, rank {k}."),
        headers: [
            "method",
            "objective / best",
            "KKT residual",
            "iterations",
            "products with X",
            "seconds",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: lasts.map(row).collect(),
        filter: false,
    }
}

fn step_line(line: &StepLine) -> Result<Picture, PlotError> {
    LineChart {
        about: About {
            name: "block-step-lengths".to_owned(),
            title: "Where a gradient step on one factor turns from descent to ascent".to_owned(),
            caption: format!(
                "f after {} gradient steps on W with H fixed, relative to its start, against the step length α in units of 1/L, L = ‖HHᵀ‖₂. Every α below \
                 2/L descends; just above, the part along the top eigenvector grows.",
                line.steps
            ),
            alt: "A line that falls until 2 and rises steeply behind.".to_owned(),
        },
        x: Axis::linear("α·L"),
        y: Axis::log10("f after / f before"),
        series: vec![Series::line("after the steps", line.ends.clone())],
        references: vec![
            Reference::Vertical { x: 2.0, label: "α = 2/L".to_owned() },
            Reference::Horizontal { y: 1.0, label: "f before".to_owned() },
        ],
        guides: Vec::new(),
    }
    .draw()
}

fn step_runs(line: &StepLine) -> Result<Picture, PlotError> {
    let series = line.runs.iter().map(|(share, values)| {
        #[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
        let points = values
            .iter()
            .enumerate()
            .map(|(i, &value)| (i as f64, value));
        Series {
            markers: false,
            ..Series::line(format!("α = {share:.2}/L"), points.collect())
        }
    });
    LineChart {
        about: About {
            name: "block-step-runs".to_owned(),
            title: "Runs on both sides of α = 2/L".to_owned(),
            caption: "The same problem, step by step: 0.5/L and 1/L descend smoothly, 1.9/L descends although the top eigenvector's part \
                      changes sign at every step, 2.1/L ascends."
                .to_owned(),
            alt: "Three falling lines and one that rises.".to_owned(),
        },
        x: Axis::linear("gradient steps on W"),
        y: Axis::log10("f / f before"),
        series: series.collect(),
        references: Vec::new(),
        guides: Vec::new(),
    }
    .draw()
}

/// Rows of a matrix.
fn rows(image: &DMatrix<f64>) -> Vec<Vec<f64>> {
    image
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

fn parts(h: &DMatrix<f64>) -> Result<Picture, PlotError> {
    let images = h.row_iter().enumerate().map(|(r, row)| {
        let largest = row.amax().max(f64::MIN_POSITIVE);
        GreyImage {
            caption: format!("part {}", r + 1),
            pixels: row
                .iter()
                .copied()
                .collect::<Vec<_>>()
                .chunks(8)
                .map(|p| p.iter().map(|x| x / largest).collect())
                .collect(),
        }
    });
    ImageGrid {
        about: About {
            name: "learned-parts".to_owned(),
            title: "What digits are made of, says the best of the runs".to_owned(),
            caption: "The rows of H as images, each scaled to its largest entry: nonnegative factors can only add, so they learn parts of digits.".to_owned(),
            alt: "Sixteen small images of strokes.".to_owned(),
        },
        images: images.collect(),
        columns: 8,
        range: Some((0.0, 1.0)),
    }
    .draw()
}

fn completed(completed: &Completed) -> Result<Picture, PlotError> {
    let labelled = |images: &[DMatrix<f64>], what: &str| -> Vec<GreyImage> {
        let image = |image| GreyImage {
            caption: what.to_owned(),
            pixels: rows(image),
        };
        images.iter().map(image).collect()
    };
    let hidden: Vec<DMatrix<f64>> = completed
        .seen
        .iter()
        .map(|image| image.map(|x| if x.is_nan() { 0.0 } else { x }))
        .collect();
    ImageGrid {
        about: About {
            name: "completed-digits".to_owned(),
            title: "Digits of which three pixels in five were hidden".to_owned(),
            caption: format!(
                "Above what was, in the middle what was seen (hidden pixels white), below what masked factors of rank {} with λ = {} made of it by alternating \
                 least squares. Root mean square error on hidden pixels: {:.2} of 16 grey levels; {:.2} for the mean of each pixel.",
                completed.rank, completed.lambda, completed.error, completed.error_of_mean
            ),
            alt: "Three rows of eight digits: originals, with most pixels white, completed.".to_owned(),
        },
        images: [
            labelled(&completed.original, "original"),
            labelled(&hidden, "seen"),
            labelled(&completed.completed, "completed"),
        ]
        .concat(),
        columns: completed.original.len().max(1),
        range: Some((0.0, 16.0)),
    }
    .draw()
}

fn measured(rows: &[Measured]) -> Table {
    let row = |row: &Measured| {
        vec![
            Cell::Text(row.part.clone()),
            Cell::Text(row.solver.clone()),
            Cell::Text(row.goal.clone()),
            row.seconds
                .map_or(Cell::Text("not reached".to_owned()), |s| {
                    Cell::Number(format!("{s:.3}"))
                }),
            Cell::Number(row.iterations.to_string()),
            Cell::Text(row.note.clone()),
        ]
    };
    Table {
        caption: "The last race beside other solvers that was recorded, not a part of this run; remade by `benches/peers/factorize.py`, which says what each part is."
            .to_owned(),
        headers: ["part", "solver", "goal (× best)", "seconds", "iterations", "note"].map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
        filter: true,
    }
}
