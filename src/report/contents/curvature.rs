//! The smallest eigenvalue of the Hessian: how fast it is found, what bounds it, where a descent meets it.

use crate::report::page::{Cell, Part, Section, Table};
use crate::report::plot::{About, Axis, LineChart, Picture, PlotError, Reference, Series};
use crate::spectrum::Side;
use crate::study::curvature::{Curvature, Drawn, Moment, Race, Run};

pub(super) fn section(curvature: &Curvature) -> Result<Section, PlotError> {
    let mut parts = vec![
        Part::Paragraph(
            "A gradient that vanishes does not make a minimum. Whether a direction of negative curvature is left is told by \
             the smallest eigenvalue $\\lambda_{\\min}$ of the Hessian, found by products alone. `matproof spectrum` answers for \
             your own factors."
                .to_owned(),
        ),
        Part::Picture(convergence(&curvature.runs)?),
        Part::Table(races(&curvature.races)),
    ];
    for (number, drawn) in curvature.spectra.iter().enumerate() {
        parts.push(Part::Picture(spectrum(drawn, number + 1)?));
    }
    parts.push(Part::Picture(descent(&curvature.descent)?));
    Ok(Section::new("Is it a minimum?", parts))
}

fn convergence(runs: &[Run]) -> Result<Picture, PlotError> {
    let last = |run: &Run| run.residuals.last().map_or(0.0, |r| r.0);
    let series = runs.iter().map(|run| {
        Series::line(
            format!("{}: {:.0} products", run.name, last(run).ceil()),
            run.residuals.clone(),
        )
    });
    LineChart {
        about: About {
            name: "eigenvalue-convergence".to_owned(),
            title: "Residual of the smallest Hessian eigenvalue against Hessian products".to_owned(),
            caption: "½‖X − WH‖² with n, m, k = 300, 240, 8 after 100 multiplicative updates. A search that keeps vectors and knows nothing \
                      else is a Lanczos iteration; the diagonal blocks as preconditioner and a start made of singular triples of the \
                      residual each save products; the two-sided compression, which makes k directions of every product with a vector, \
                      needs a few products in all."
                .to_owned(),
            alt: "Chart with logarithmic vertical axis: four falling lines, the one of the compression far left of the others.".to_owned(),
        },
        x: Axis::log10("full Hessian products (2k multiplications of X by a vector each)"),
        y: Axis::log10("‖Mv − θv‖ / |λ_min|"),
        series: series.collect(),
        references: vec![Reference::Horizontal { y: 1e-8, label: "tolerance".to_owned() }],
        guides: Vec::new(),
    }
    .draw()
}

/// What the points of the race are.
const POINTS: [(&str, &str); 4] = [
    ("random", "random nonnegative factors"),
    ("mu300", "300 multiplicative updates"),
    ("mu2000", "2000 multiplicative updates"),
    ("hals", "HALS from the generating factors"),
];
/// What the solvers of the race are.
const SOLVERS: [(&str, &str); 3] = [
    ("ARPACK", "ARPACK (SciPy)"),
    ("LOBPCG", "LOBPCG (SciPy), block-diagonal preconditioner"),
    ("told", "LOBPCG, told the answer for its shift"),
];

fn races(races: &[Race]) -> Table {
    let long = |names: &[(&str, &str)], name: &str| {
        let found = names.iter().find(|(short, _)| *short == name);
        found.map_or(name, |(_, long)| *long).to_owned()
    };
    let mut rows = Vec::new();
    let mut ours: Option<&Race> = None;
    for race in races {
        let is_ours = race.solver == "matproof";
        if is_ours {
            ours = Some(race);
        }
        let times = |of: fn(&Race) -> f64| match ours {
            Some(ours) if !is_ours => Cell::Number(format!("{:.1}×", of(race) / of(ours))),
            _ => Cell::Empty,
        };
        rows.push(vec![
            if is_ours {
                Cell::Text(long(&POINTS, &race.point))
            } else {
                Cell::Empty
            },
            Cell::Text(long(&SOLVERS, &race.solver)),
            Cell::Number(format!("{:.1}", race.products)),
            times(|r| r.products),
            Cell::Number(format!("{:.3}", race.seconds)),
            times(|r| r.seconds),
            Cell::Text(race.note.clone()),
        ]);
    }
    Table {
        caption: "The last race that was recorded, not a part of this run: n, m, k = 1000, 800, 20, order 36,000, one thread each, to a \
                  relative residual of 10⁻⁸; remade by `benches/peers/spectrum.py`. PRIMME was not measured."
            .to_owned(),
        headers: ["point", "solver", "products", "more products", "seconds", "more time", "ended with"]
            .map(str::to_owned)
            .to_vec(),
        rows,
        filter: false,
    }
}

fn spectrum(drawn: &Drawn, number: usize) -> Result<Picture, PlotError> {
    let order = drawn.eigenvalues.len();
    // The half that the bounds are about; the large ones would press it flat.
    let shown = order / 2;
    #[expect(clippy::cast_precision_loss, reason = "an order is small beside 2⁵²")]
    let points = drawn.eigenvalues[..shown]
        .iter()
        .enumerate()
        .map(|(i, &value)| ((i + 1) as f64, value))
        .collect();
    let bounds = drawn.bounds.all.iter();
    // The result of the search itself is the eigenvalue, not a bound that came for nothing.
    let bounds = bounds.filter(|b| !["the Ritz value", "inertia"].contains(&b.source));
    let references = bounds.map(|bound| Reference::Horizontal {
        y: bound.value,
        label: match bound.side {
            Side::Lower => format!("≥ {}", bound.source),
            Side::Upper => format!("≤ {}", bound.source),
        },
    });
    LineChart {
        about: About {
            name: format!("small-spectrum-{number}"),
            title: format!("Eigenvalues of a Hessian of order {order}, {}", drawn.name),
            caption: format!(
                "½‖X − WH‖² with n, m, k = 9, 7, 2: the {shown} smallest of {order} eigenvalues, of the dense matrix. The lines bound the \
                 smallest one from below (≥) and above (≤) and cost matrices of size 2k and what the search knows of ‖A‖. They are \
                 wide at random factors and close in as the gradient vanishes."
            ),
            alt: "Chart of eigenvalues in ascending order, with horizontal lines of bounds below and above the first.".to_owned(),
        },
        x: Axis::linear("number of the eigenvalue"),
        y: Axis::linear("eigenvalue"),
        series: vec![Series::scatter("eigenvalues of the dense Hessian", points)],
        references: references.collect(),
        guides: Vec::new(),
    }
    .draw()
}

#[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
fn descent(moments: &[Moment]) -> Result<Picture, PlotError> {
    let over = |value: fn(&Moment) -> f64| -> Vec<(f64, f64)> {
        moments
            .iter()
            .map(|m| (m.iteration as f64, value(m)))
            .collect()
    };
    let lowest = moments.iter().map(|m| m.smallest).fold(0.0, f64::min);
    // Where the interval is wide it says nothing, and would press the rest flat.
    let known = moments.iter().filter(|m| m.theorem.1 <= -lowest);
    let band = known.map(|m| {
        let (mu, radius) = m.theorem;
        (m.iteration as f64, mu - radius, mu + radius)
    });
    LineChart {
        about: About {
            name: "smallest-eigenvalue-along-descent".to_owned(),
            title: "The smallest Hessian eigenvalue along gradient descent".to_owned(),
            caption: "X has the singular values 8, 4 and 2, the factors rank 3 and a start near zero. At the saddle that has found r of the singular \
                      triples the smallest eigenvalue is −σ of the next; the descent leaves one saddle after another along that direction, and \
                      zero is what remains at the minimum. The band is μ ± ‖A − A₀‖₂ of the theorem for stationary points. It closes as the \
                      gradient vanishes at the minimum, but stays wide at the saddles on the way: there the columns that have yet to grow, however small, \
                      already span directions of the residual."
                .to_owned(),
            alt: "A line that rests at −8, −4 and −2 and rises to zero, within a band that closes at the end.".to_owned(),
        },
        x: Axis::linear("iteration"),
        y: Axis::linear("eigenvalue"),
        series: vec![
            Series { markers: false, band: band.collect(), ..Series::line("λ_min", over(|m| m.smallest)) },
        ],
        references: [8.0, 4.0, 2.0]
            .iter()
            .enumerate()
            .map(|(i, s)| Reference::Horizontal { y: -s, label: format!("−σ{}", ["₁", "₂", "₃"][i]) })
            .collect(),
        guides: Vec::new(),
    }
    .draw()
}
