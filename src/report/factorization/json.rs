//! A factorization as one JSON object, schema 1.

use super::Summary;
use crate::report::spectrum;
use schemars::JsonSchema;
use serde::Serialize;

/// What `matproof factorize --format json` prints and `summary.json` holds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "matproof factorize")]
pub struct Answer<'a> {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// f at the end; null if it is no number.
    objective: Option<f64>,
    /// ‖X − WH‖/‖X‖, on the observed entries where some are hidden.
    relative_error: Option<f64>,
    /// The projected gradient, relative to ‖X‖(‖W‖ + ‖H‖).
    kkt_residual: Option<f64>,
    /// Iterations made.
    iterations: Option<usize>,
    /// Products with X, or what cost as much.
    products: Option<f64>,
    /// Wall-clock time, without the certificate.
    seconds: f64,
    /// Why it ended.
    stopped: &'static str,
    /// The method that was asked for.
    method: &'static str,
    /// k.
    rank: usize,
    /// n and m.
    shape: [usize; 2],
    /// The smallest Hessian eigenvalue at the end, or why there is none; null if it was not asked for.
    certificate: Option<Certificate<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Certificate<'a> {
    Found(Box<spectrum::Answer<'a>>),
    None {
        /// Why.
        none: &'a str,
    },
}

/// The object.
#[must_use]
pub fn json<'a>(summary: &'a Summary<'_>) -> Answer<'a> {
    let solution = summary.solution;
    let last = solution.trace.last();
    let finite = |value: f64| value.is_finite().then_some(value);
    let certificate = |certificate: &'a Result<_, String>| match certificate {
        Ok((found, seconds)) => Certificate::Found(Box::new(spectrum::json(found, *seconds))),
        Err(reason) => Certificate::None { none: reason },
    };
    Answer {
        schema: 1,
        objective: finite(solution.objective),
        relative_error: finite(summary.relative_error),
        kkt_residual: finite(solution.kkt),
        iterations: last.map(|m| m.iteration),
        products: last.map(|m| m.products),
        seconds: summary.seconds,
        stopped: solution.stopped.name(),
        method: summary.method.name(),
        rank: solution.factors.w.ncols(),
        shape: [solution.factors.w.nrows(), solution.factors.h.ncols()],
        certificate: summary.certificate.as_ref().map(certificate),
    }
}
