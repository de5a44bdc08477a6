//! What `cargo bench` measured, read from criterion's own results.

use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{
    About, Axis, BarChart, BarSeries, LineChart, Picture, PlotError, Series,
};
use crate::study::benchmarks::{Benchmarks, Group, Timing};

/// Without results the section says how to get them.
pub(super) fn section(benchmarks: &Benchmarks) -> Result<Section, PlotError> {
    let mut parts = Vec::new();
    if benchmarks.groups.is_empty() {
        parts.push(Part::Paragraph(
            "No results of criterion were found when this page was made. `cargo bench` measures, and the next report draws what it left in \
             `target/criterion`."
                .to_owned(),
        ));
    } else {
        parts.push(Part::Paragraph(
            "What the last `cargo bench` left on the machine that made this page, read from criterion's own results and not measured again. Where a \
             group has a baseline, times are divided by the fastest baseline, so that 1 means as fast as that."
                .to_owned(),
        ));
        for (number, group) in benchmarks.groups.iter().enumerate() {
            if group.timings.len() > 1 {
                parts.push(Part::Picture(picture(number, group)?));
            }
        }
        parts.push(Part::Table(table(benchmarks)));
    }
    if !benchmarks.unread.is_empty() {
        parts.push(Part::Paragraph(
            "Results that could not be read:".to_owned(),
        ));
        parts.push(Part::Listing(benchmarks.unread.join("\n")));
    }
    Ok(Section::new("Benchmarks", parts))
}

/// Numeric parameters, where every benchmark of the group has one and some has several.
fn parameters(group: &Group) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = (group.timings.iter())
        .map(|t| t.parameter.as_ref()?.parse().ok().filter(|&n| n > 0.0))
        .collect();
    let (first, rest) = group.timings.split_first()?;
    numbers.filter(|_| rest.iter().any(|t| t.name == first.name))
}

fn picture(number: usize, group: &Group) -> Result<Picture, PlotError> {
    match parameters(group) {
        Some(parameters) => lines(number, group, &parameters),
        None => bars(number, group),
    }
}

fn about(number: usize, group: &Group, caption: &str, alt: &str) -> About {
    About {
        name: format!("benchmark-{}-{}", number + 1, slug(&group.name)),
        title: group.name.clone(),
        caption: caption.to_owned(),
        alt: format!("{alt}; the table below has its numbers."),
    }
}

/// Letters and digits, for the name of a file.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

fn lines(number: usize, group: &Group, parameters: &[f64]) -> Result<Picture, PlotError> {
    let mut series: Vec<Series> = Vec::new();
    for (timing, &x) in group.timings.iter().zip(parameters) {
        let place = series.iter().position(|s| s.name == timing.name);
        let place = place.unwrap_or_else(|| {
            series.push(Series::line(timing.name.clone(), Vec::new()));
            series.len() - 1
        });
        series[place].points.push((x, timing.median));
        let (low, high) = timing.interval;
        series[place].band.push((x, low, high));
    }
    LineChart {
        about: about(
            number,
            group,
            "Medians against the parameter of the benchmark, with the confidence intervals of criterion.",
            "Chart with logarithmic axes of times that rise with the size",
        ),
        x: Axis::log10("parameter"),
        y: Axis::log10("seconds"),
        series,
        references: Vec::new(),
        guides: Vec::new(),
    }
    .draw()
}

fn bars(number: usize, group: &Group) -> Result<Picture, PlotError> {
    let ratios: Vec<(&Timing, Option<f64>)> = (group.timings.iter())
        .map(|t| (t, group.ratio(t)))
        .collect();
    let compared = ratios.iter().any(|(_, ratio)| ratio.is_some());
    let shown: Vec<(&Timing, f64)> = if compared {
        let keep = |(timing, ratio): (_, Option<f64>)| Some((timing, ratio?));
        ratios.into_iter().filter_map(keep).collect()
    } else {
        group.timings.iter().map(|t| (t, t.median)).collect()
    };
    let label = |t: &Timing| match &t.parameter {
        Some(parameter) => format!("{}, {parameter}", t.name),
        None => t.name.clone(),
    };
    BarChart {
        about: about(
            number,
            group,
            if compared {
                "Medians, divided by that of the fastest baseline."
            } else {
                "Medians."
            },
            "Horizontal bars",
        ),
        value: Axis::log10(if compared {
            "time / time of the baseline"
        } else {
            "seconds"
        }),
        groups: shown.iter().map(|(timing, _)| label(timing)).collect(),
        series: vec![BarSeries {
            name: String::new(),
            values: shown.iter().map(|&(_, value)| Some(value)).collect(),
        }],
        reference: compared.then(|| (1.0, "as fast as the baseline".to_owned())),
    }
    .draw()
}

fn table(benchmarks: &Benchmarks) -> Table {
    let row = |group: &Group, timing: &Timing| {
        let (low, high) = timing.interval;
        vec![
            Cell::Code(group.name.clone()),
            Cell::Code(timing.name.clone()),
            timing.parameter.clone().map_or(Cell::Empty, Cell::Text),
            Cell::number(timing.median * 1e3),
            Cell::Number(format!("{:.3}–{:.3}", low * 1e3, high * 1e3)),
            group
                .ratio(timing)
                .map_or(Cell::Empty, |r| Cell::Number(format!("{r:.2}"))),
        ]
    };
    let groups = benchmarks.groups.iter();
    Table {
        caption: "Every result: medians with the confidence intervals of criterion.".to_owned(),
        headers: [
            "group",
            "benchmark",
            "parameter",
            "median (ms)",
            "interval (ms)",
            "of the baseline",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: groups
            .flat_map(|g| g.timings.iter().map(move |t| row(g, t)))
            .collect(),
        filter: true,
    }
}
