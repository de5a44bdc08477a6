//! Derivatives as LaTeX, one equation a line.

use crate::derivation::{Derivation, What};

/// `\nabla_{W} f = …` and its like; `check` reads it back.
#[must_use]
pub fn latex(derivation: &Derivation) -> String {
    let lines = derivation
        .derivatives
        .iter()
        .map(|d| format!("{} = {}", name(&d.what), d.typed.to_latex()));
    lines.collect::<Vec<_>>().join("\n")
}

fn name(what: &What) -> String {
    match what {
        What::Gradient(w) => format!("\\nabla_{{{w}}} f"),
        What::Jacobian(w) => format!(
            "\\frac{{\\partial \\operatorname{{vec}} F}}{{\\partial \\operatorname{{vec}} {w}}}"
        ),
        What::HessianBlock(r, c) => {
            format!("\\frac{{\\partial^2 f}}{{\\partial {r}\\,\\partial {c}}}")
        }
    }
}
