//! A factorization as text.

use std::fmt::Write;

use super::Summary;
use crate::solver::Stopped;

/// Objective, error, KKT residual, work, why it ended, and the certificate.
#[must_use]
pub fn human(summary: &Summary<'_>) -> String {
    let solution = summary.solution;
    let (n, k) = solution.factors.w.shape();
    let m = solution.factors.h.ncols();
    let last = solution.trace.last();
    let (iterations, products) = last.map_or((0, 0.0), |m| (m.iteration, m.products));
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "objective        {:.10e}", solution.objective);
    let _ = writeln!(out, "relative error   {:.6e}", summary.relative_error);
    let _ = writeln!(out, "KKT residual     {:.1e}", solution.kkt);
    let _ = writeln!(
        out,
        "{} on {n}×{m}, rank {k}: {iterations} iterations, {products:.0} products with X, {:.3} s; {}",
        summary.method.name(),
        summary.seconds,
        match solution.stopped {
            Stopped::Converged => "converged",
            Stopped::Stagnated => "stopped where the objective fell no more",
            Stopped::Iterations => "stopped at the most iterations allowed",
            Stopped::Seconds => "stopped at the most seconds allowed",
            Stopped::Interrupted => "interrupted; these are the best factors so far",
            Stopped::Diverged =>
                "diverged: the step is too long; these are the best factors that were met",
        }
    );
    match &summary.certificate {
        None => {}
        Some(Ok((spectrum, _))) => {
            let (lower, upper) = (spectrum.bounds.lower(), spectrum.bounds.upper());
            let along = if spectrum.fixed.is_some() {
                " along the free entries"
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "\nsmallest Hessian eigenvalue{along} {:.10e} (between {lower:.6e} and {upper:.6e}), residual {:.1e}",
                spectrum.extreme().value,
                spectrum.extreme().residual
            );
            let _ = writeln!(out, "{}", spectrum.meaning());
        }
        Some(Err(reason)) => {
            let _ = writeln!(out, "\nno smallest Hessian eigenvalue: {reason}");
        }
    }
    out
}
