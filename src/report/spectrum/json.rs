//! A spectrum as one JSON object, schema 1.

use crate::spectrum::{Assurance, Side, Spectrum, Stopped};
use schemars::JsonSchema;
use serde::Serialize;

/// What `matproof spectrum --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "matproof spectrum")]
pub struct Answer<'a> {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// Ritz values, from the wanted end on.
    eigenvalues: Vec<f64>,
    /// ‖Mv − θv‖ of each.
    residuals: Vec<f64>,
    /// Hessian-vector products, or what cost as much.
    products: f64,
    /// Those among them that were spent before the search.
    setup_products: f64,
    /// Wall-clock time.
    seconds: f64,
    /// The best lower bound of all eigenvalues, if one is known.
    lower_bound: Option<f64>,
    /// The best upper bound of all eigenvalues, if one is known.
    upper_bound: Option<f64>,
    /// Whether the gradient vanishes, up to rounding.
    stationary: bool,
    /// Why the search ended.
    #[schemars(extend("enum" = ["converged", "budget", "stagnated"]))]
    stopped: &'static str,
    /// What the eigenvalue means for the point, in words.
    meaning: String,
    /// An interval that holds an eigenvalue.
    interval: [f64; 2],
    /// What rounding alone may do to an eigenvalue.
    floor: f64,
    /// Within this distance of zero an eigenvalue cannot be told from zero.
    zero_within: f64,
    /// ‖∇f‖ relative to the sizes of its terms.
    relative_gradient: f64,
    /// λ_min in closed form at a stationary point, where a theorem gives it.
    theorem: Option<Theorem>,
    /// What speaks for no smaller eigenvalue having been missed.
    assurance: Warrant,
    /// Every bound.
    bounds: Vec<Bound<'a>>,
    /// How many entries were held fixed.
    fixed_entries: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Theorem {
    /// Minus the largest singular value of the residual outside the factors' ranges.
    value: f64,
    /// How far λ_min may be from `value`.
    radius: f64,
    /// That singular value.
    singular_value: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Warrant {
    /// A decomposition counted the eigenvalues below.
    Inertia {
        /// Order of the matrix.
        order: usize,
        /// By how much below the answer was counted.
        margin: f64,
    },
    /// A second search from another start found the same.
    SecondStart,
    /// Nothing.
    None,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Bound<'a> {
    /// Which end it bounds.
    #[schemars(extend("enum" = ["lower", "upper"]))]
    side: &'static str,
    /// The bound; null where it overflows.
    value: Option<f64>,
    /// Where it comes from.
    source: &'a str,
}

/// The object.
#[must_use]
pub fn json(spectrum: &Spectrum, seconds: f64) -> Answer<'_> {
    let bounds = spectrum.bounds.all.iter().map(|bound| Bound {
        side: match bound.side {
            Side::Lower => "lower",
            Side::Upper => "upper",
        },
        value: finite(bound.value),
        source: bound.source,
    });
    let (below, above) = spectrum.interval();
    Answer {
        schema: 1,
        eigenvalues: spectrum.pairs.iter().map(|pair| pair.value).collect(),
        residuals: spectrum.pairs.iter().map(|pair| pair.residual).collect(),
        products: spectrum.products,
        setup_products: spectrum.setup_products,
        seconds,
        lower_bound: finite(spectrum.bounds.lower()),
        upper_bound: finite(spectrum.bounds.upper()),
        stationary: spectrum.stationarity.holds(),
        stopped: match spectrum.stopped {
            Stopped::Converged => "converged",
            Stopped::Budget => "budget",
            Stopped::Stagnated => "stagnated",
        },
        meaning: spectrum.meaning().to_string(),
        interval: [below, above],
        floor: spectrum.floor,
        zero_within: spectrum.zero_within(),
        relative_gradient: spectrum.stationarity.relative_gradient,
        theorem: spectrum.stationarity.theorem.map(|theorem| Theorem {
            value: theorem.value,
            radius: theorem.radius,
            singular_value: theorem.singular_value,
        }),
        assurance: match spectrum.assurance {
            Assurance::Inertia { order, margin } => Warrant::Inertia { order, margin },
            Assurance::SecondStart => Warrant::SecondStart,
            Assurance::None => Warrant::None,
        },
        bounds: bounds.collect(),
        fixed_entries: spectrum.fixed,
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
