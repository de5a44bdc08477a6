//! How the oracles work, and how far each of them sees.

use crate::check::{Oracle, Outcome};
use crate::oracle::taylor::{TaylorOutcome, TaylorTest};
use crate::report::page::{Part, Section};
use crate::report::plot::{
    About, Axis, Category, CategoryMap, Guide, LineChart, Picture, PlotError, Reference, Row,
    Series,
};
use crate::report::tone::Tone;
use crate::study::Results;
use crate::study::sensitivity::Planted;
use crate::study::step_size::StepSizes;
use crate::study::taylor_slopes::NamedTest;

pub(super) fn section(results: &Results) -> Result<Section, PlotError> {
    Ok(Section::new(
        "What the oracles see",
        vec![
            Part::Paragraph(
                "An oracle is only as good as what it would have noticed. Errors were planted in one entry of a right \
                 gradient, and the same again with 10⁸ added to the function, which leaves every derivative as it was."
                    .to_owned(),
            ),
            Part::Picture(planted(&results.planted)?),
            Part::Picture(step_sizes(&results.step_sizes)?),
            Part::Picture(taylor(
                "taylor-remainders",
                "Taylor remainders of right and wrong derivatives",
                "With a right gradient the remainder shrinks with the square of the step, with a right Hessian with its \
                 cube, down to the rounding floor; a derivative that is off bends the line to slope 1 (gradient) or 2 \
                 (Hessian), however small the error: 10⁻⁵ bends it at a step of about 10⁻⁵.",
                &results.taylor,
            )?),
        ],
    ))
}

fn planted(planted: &[Planted]) -> Result<Picture, PlotError> {
    let categories = vec![
        Category::new("refutes", Tone::Bad),
        Category::new("does not see it", Tone::Blind),
    ];
    let offsets: Vec<i64> = planted.iter().fold(Vec::new(), |mut seen, p| {
        if !seen.contains(&p.offset) {
            seen.push(p.offset);
        }
        seen
    });
    let oracles: Vec<Oracle> = Oracle::ALL
        .into_iter()
        .filter(|&o| o != Oracle::Structure)
        .collect();
    let first = offsets.first().copied().unwrap_or(0);
    let errors: Vec<f64> = planted
        .iter()
        .filter(|p| p.offset == first)
        .map(|p| p.error)
        .collect();
    let outcome = |offset: i64, error: f64, oracle: Oracle| {
        let cell = planted
            .iter()
            .find(|p| p.offset == offset && (p.error / error - 1.0).abs() < 0.5);
        cell.and_then(|p| p.outcomes.iter().find(|(o, _)| *o == oracle))
            .map(|(_, outcome)| *outcome)
    };
    let mut columns = Vec::new();
    for &offset in &offsets {
        let suffix = if offset == 0 {
            String::new()
        } else {
            " with f + 10⁸".to_owned()
        };
        columns.extend(oracles.iter().map(|o| format!("{o}{suffix}")));
    }
    let row = |&error: &f64| -> Vec<usize> {
        let cells = offsets
            .iter()
            .flat_map(|&offset| oracles.iter().map(move |&o| (offset, o)));
        cells
            .map(|(offset, o)| usize::from(outcome(offset, error, o) != Some(Outcome::Disagrees)))
            .collect()
    };
    CategoryMap {
        about: About {
            name: "planted-errors".to_owned(),
            title: "How small a mistake does each oracle see?".to_owned(),
            caption: "One entry of the right gradient of ½‖X − WH‖² was off by the relative error on the left. Exact \
                      arithmetic sees every error, dual numbers see them down to rounding; what differences and Taylor slopes see ends \
                      earlier, and much earlier when a large constant hides the function's changes, because they look \
                      at values. Each says how far it sees."
                .to_owned(),
            alt: "Map of planted relative errors against oracles, refuted or not seen.".to_owned(),
        },
        rows: errors.iter().map(|e| Row::new(format!("10{}", superscript(e.log10().round())))).collect(),
        columns,
        categories,
        cells: errors.iter().map(row).collect(),
    }
    .draw()
}

/// A small integer exponent as Unicode superscripts.
fn superscript(exponent: f64) -> String {
    let digit = |c: char| match c {
        '-' => '⁻',
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    };
    format!("{exponent:.0}").chars().map(digit).collect()
}

fn step_sizes(sizes: &StepSizes) -> Result<Picture, PlotError> {
    let (error, estimate) = sizes.extrapolated;
    LineChart {
        about: About {
            name: "difference-steps".to_owned(),
            title: "Error of a central difference against its step".to_owned(),
            caption: format!(
                "Large steps err by truncation (falling with h²), small ones by rounding (rising with 1/h); both dashed \
                 lines were predicted, and the vertical line is the step at which theory puts the optimum. Extrapolating from large steps \
                 beats every single step: relative error {error:.0e}, and its own estimate was {estimate:.0e}."
            ),
            alt: "Log-log chart: the measured error falls, reaches a minimum near the predicted step, and rises again.".to_owned(),
        },
        x: Axis::log10("step h, in units of the direction"),
        y: Axis::log10("relative error of the derivative"),
        series: vec![
            Series::scatter("measured error", sizes.measured.clone()),
            Series::prediction("predicted truncation h²|f‴|/6", sizes.truncation.clone()),
            Series::prediction("computed rounding bound η/h", sizes.rounding.clone()),
            Series::line("Richardson: its own error estimate", vec![(1e-12, estimate), (1.0, estimate)]),
        ],
        references: vec![Reference::Vertical { x: sizes.optimum, label: "predicted optimum".to_owned() }],
        guides: Vec::new(),
    }
    .draw()
}

/// Taylor remainders, one series for each test.
pub(super) fn taylor(
    name: &str,
    title: &str,
    caption: &str,
    tests: &[NamedTest],
) -> Result<Picture, PlotError> {
    let points = |test: &TaylorTest| -> Vec<(f64, f64)> {
        let above = test.remainders.iter().filter(|r| r.size > 0.0);
        // Relative to the remainder at the largest step, so that tests of different size share one picture.
        let first = test.remainders.first().map_or(1.0, |r| r.size);
        above.map(|r| (r.step, r.size / first)).collect()
    };
    let series = tests.iter().map(|t| {
        let slope = match t.test.outcome {
            TaylorOutcome::Slope { slope, .. } => format!("{}: slope {slope:.2}", t.name),
            TaylorOutcome::Vanishes { .. } => format!("{}: vanishes", t.name),
            TaylorOutcome::Unclear => format!("{}: unclear", t.name),
        };
        Series::line(slope, points(&t.test))
    });
    let start = tests
        .first()
        .and_then(|t| t.test.remainders.first())
        .map_or(1.0, |r| r.step);
    let guide = |slope: f64, label: &str| Guide {
        slope,
        through: (start * 1e-1, 3.0 * 0.1_f64.powf(slope)),
        until_x: start * 1e-4,
        label: label.to_owned(),
    };
    LineChart {
        about: About {
            name: name.to_owned(),
            title: title.to_owned(),
            caption: caption.to_owned(),
            alt: "Log-log chart of Taylor remainders against the step, straight lines of slope 1, 2 or 3.".to_owned(),
        },
        x: Axis::log10("step h, in units of the direction"),
        y: Axis::log10("remainder, relative to the largest step's"),
        series: series.collect(),
        references: Vec::new(),
        guides: vec![guide(2.0, "slope 2"), guide(3.0, "slope 3")],
    }
    .draw()
}
