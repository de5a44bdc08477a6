//! A factorization as one JSON object.

use serde_json::{Value, json as object};

use super::Summary;
use crate::report::spectrum;

/// The object that `matproof factorize --format json` prints and `summary.json` holds.
#[must_use]
pub fn json(summary: &Summary<'_>) -> Value {
    let solution = summary.solution;
    let last = solution.trace.last();
    let finite = |value: f64| value.is_finite().then_some(value);
    object!({
        "schema": 1,
        "objective": finite(solution.objective),
        "relative_error": finite(summary.relative_error),
        "kkt_residual": finite(solution.kkt),
        "iterations": last.map(|m| m.iteration),
        "products": last.map(|m| m.products),
        "seconds": summary.seconds,
        "stopped": solution.stopped.name(),
        "method": summary.method.name(),
        "rank": solution.factors.w.ncols(),
        "shape": [solution.factors.w.nrows(), solution.factors.h.ncols()],
        "certificate": summary.certificate.as_ref().map(|certificate| match certificate {
            Ok((found, seconds)) => spectrum::json(found, *seconds),
            Err(reason) => object!({"none": reason}),
        }),
    })
}
