//! The kernels on real data.

use super::oracles::taylor;
use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{About, GreyImage, ImageGrid, Picture, PlotError};
use crate::report::tone::Tone;
use crate::study::Results;
use crate::study::real_data::{Gaps, OnData, RealData};

pub(super) fn section(results: &Results) -> Result<Section, PlotError> {
    let data = &results.data;
    let (n, m, stored) = data.shape;
    let mut text = format!(
        "{}: {n}×{m}, {stored} stored entries, random factors of rank {}. The kernels' derivatives along a random \
         direction stand beside dual numbers and differences of the plain formula.",
        data.name, data.rank
    );
    if let Some(cut) = &data.cut {
        text += &format!(" Examined: {cut}.");
    }
    let mut parts = vec![Part::Paragraph(text), Part::Table(table(data))];
    for (position, objective) in data.objectives.iter().enumerate() {
        parts.push(Part::Picture(taylor(
            &format!("data-taylor-{}", position + 1),
            &format!("Taylor remainders on the data: {}", objective.name),
            "The kernel's gradient and Hessian-vector product, tested on the data themselves: slopes of at least 2 and 3, and slope 1 for \
             a gradient with its sign lost.",
            &objective.taylor,
        )?));
    }
    if !data.images.is_empty() {
        parts.push(Part::Picture(images(data)?));
    }
    Ok(Section::new("On real data", parts))
}

fn table(data: &RealData) -> Table {
    let gap = |gap: f64, allowed: f64| format!("{gap:.1e} (allowed {allowed:.1e})");
    let row = |o: &OnData, what: &str, g: &Gaps| {
        let verdict = if g.agree() && o.exact != Some(false) {
            Cell::Verdict(Tone::Good, "agrees".to_owned())
        } else {
            Cell::Verdict(Tone::Bad, "disagrees".to_owned())
        };
        let exact = match o.exact {
            Some(true) => Cell::Verdict(Tone::Good, "equal to the last bit".to_owned()),
            Some(false) => Cell::Verdict(Tone::Bad, "differs".to_owned()),
            None => Cell::Empty,
        };
        vec![
            Cell::Text(o.name.to_owned()),
            Cell::Text(what.to_owned()),
            verdict,
            Cell::Text(gap(g.autodiff, 4.0 * g.autodiff_rounding)),
            Cell::Text(gap(
                g.difference,
                g.difference_estimate + 4.0 * g.autodiff_rounding,
            )),
            exact,
            Cell::number(o.value),
            Cell::Number(format!(
                "{:.3e}, {:.3e}",
                o.gradient_norms.0, o.gradient_norms.1
            )),
            Cell::Number(format!(
                "{:.3e}, {:.3e}",
                o.lipschitz.first, o.lipschitz.second
            )),
        ]
    };
    let headers = [
        "objective",
        "kernel",
        "verdict",
        "gap to autodiff",
        "gap to differences",
        "at integer factors",
        "f",
        "‖∇‖ of both factors",
        "L of both factors",
    ];
    Table {
        caption: "Directional derivative and curvature by the kernels against the oracles, relative gaps.".to_owned(),
        headers: headers.map(str::to_owned).to_vec(),
        rows: data
            .objectives
            .iter()
            .flat_map(|o| [row(o, "gradient", &o.slope), row(o, "Hessian-vector product", &o.curvature)])
            .collect(),
        filter: false,
    }
}

fn images(data: &RealData) -> Result<Picture, PlotError> {
    let largest = |images: &[Vec<Vec<f64>>]| {
        images
            .iter()
            .flatten()
            .flatten()
            .map(|x| x.abs())
            .fold(0.0, f64::max)
    };
    let scaled = |images: &[Vec<Vec<f64>>], what: &str| -> Vec<GreyImage> {
        let size = largest(images).max(f64::MIN_POSITIVE);
        let pixels = |image: &Vec<Vec<f64>>| {
            image
                .iter()
                .map(|row| row.iter().map(|x| (x / size).abs()).collect())
                .collect()
        };
        images
            .iter()
            .enumerate()
            .map(|(i, image)| GreyImage {
                caption: format!("{what} {}", i + 1),
                pixels: pixels(image),
            })
            .collect()
    };
    ImageGrid {
        about: About {
            name: "data-images".to_owned(),
            title: "The first rows of the data, and where the gradient pulls".to_owned(),
            caption: "Above, the first rows of X as images. Below, the size of the gradient with respect to the first rows of \
                      H, scaled by the largest: alike for all rows, because the columns of a random nonnegative W are."
                .to_owned(),
            alt: "Eight handwritten digits above eight blurred images of the gradient.".to_owned(),
        },
        images: [scaled(&data.images, "row"), scaled(&data.gradient_images, "∇_H, row")].concat(),
        columns: data.images.len().max(1),
        range: Some((0.0, 1.0)),
    }
    .draw()
}
