//! A spectrum as one JSON object.

use serde_json::{Value, json as object};

use crate::spectrum::{Assurance, Side, Spectrum, Stopped};

/// The object, in the layout that `matproof spectrum --format json` documents.
#[must_use]
pub fn json(spectrum: &Spectrum, seconds: f64) -> Value {
    let bounds: Vec<Value> = spectrum
        .bounds
        .all
        .iter()
        .map(|bound| {
            let side = match bound.side {
                Side::Lower => "lower",
                Side::Upper => "upper",
            };
            object!({"side": side, "value": bound.value, "source": bound.source})
        })
        .collect();
    let assurance = match spectrum.assurance {
        Assurance::Inertia { order, margin } => {
            object!({"kind": "inertia", "order": order, "margin": margin})
        }
        Assurance::SecondStart => object!({"kind": "second-start"}),
        Assurance::None => object!({"kind": "none"}),
    };
    let theorem = spectrum.stationarity.theorem.map(|theorem| {
        object!({
            "value": theorem.value,
            "radius": theorem.radius,
            "singular_value": theorem.singular_value,
        })
    });
    let (below, above) = spectrum.interval();
    object!({
        "schema": 1,
        "eigenvalues": spectrum.pairs.iter().map(|pair| pair.value).collect::<Vec<_>>(),
        "residuals": spectrum.pairs.iter().map(|pair| pair.residual).collect::<Vec<_>>(),
        "products": spectrum.products,
        "setup_products": spectrum.setup_products,
        "seconds": seconds,
        "lower_bound": finite(spectrum.bounds.lower()),
        "upper_bound": finite(spectrum.bounds.upper()),
        "stationary": spectrum.stationarity.holds(),
        "stopped": stopped(spectrum.stopped),
        "meaning": spectrum.meaning(),
        "interval": [below, above],
        "floor": spectrum.floor,
        "zero_within": spectrum.zero_within(),
        "relative_gradient": spectrum.stationarity.relative_gradient,
        "theorem": theorem,
        "assurance": assurance,
        "bounds": bounds,
        "fixed_entries": spectrum.fixed,
    })
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn stopped(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Converged => "converged",
        Stopped::Budget => "budget",
        Stopped::Stagnated => "stagnated",
    }
}
