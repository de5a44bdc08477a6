//! A spectrum as text.

use std::fmt::Write;

use crate::spectrum::{Assurance, Side, Spectrum, Stopped};

/// Eigenvalues with their residuals, bounds, the work, and what it all means.
#[must_use]
pub fn human(spectrum: &Spectrum, seconds: f64) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{:>18}  {:>10}", "eigenvalue", "residual");
    for pair in &spectrum.pairs {
        let _ = writeln!(out, "{:>18.10e}  {:>10.1e}", pair.value, pair.residual);
    }
    let _ = writeln!(out, "\n{}\n", spectrum.meaning());
    let _ = writeln!(out, "bounds");
    for bound in &spectrum.bounds.all {
        let sign = match bound.side {
            Side::Lower => '≥',
            Side::Upper => '≤',
        };
        let _ = writeln!(out, "  {sign} {:>16.8e}  {}", bound.value, bound.source);
    }
    if let Some(theorem) = spectrum.stationarity.theorem {
        let _ = writeln!(
            out,
            "theorem for stationary points: μ = {:.8e}, right to within ‖A − A₀‖₂ = {:.1e}",
            theorem.value, theorem.radius
        );
    }
    let _ = writeln!(
        out,
        "relative gradient {:.1e}: {}",
        spectrum.stationarity.relative_gradient,
        if spectrum.stationarity.holds() {
            "stationary"
        } else {
            "not stationary"
        }
    );
    let _ = writeln!(
        out,
        "{:.2} Hessian products ({:.2} of them to set up), {seconds:.3} s; {}",
        spectrum.products,
        spectrum.setup_products,
        match spectrum.stopped {
            Stopped::Converged => "converged",
            Stopped::Budget => "stopped at the most products allowed",
            Stopped::Stagnated => "stopped where rounding leaves nothing to improve",
        }
    );
    let _ = writeln!(
        out,
        "{}",
        match spectrum.assurance {
            Assurance::Inertia { order, margin } => format!(
                "no eigenvalue was missed: counted by a Cholesky decomposition of order {order}, to within {margin:.1e}"
            ),
            Assurance::SecondStart => "a second search from other random vectors found nothing beyond: strong evidence, no proof".to_owned(),
            Assurance::None => "nothing says that no eigenvalue lies beyond these".to_owned(),
        }
    );
    out
}
