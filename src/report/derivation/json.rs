//! Derivatives as one JSON object, schema 1.

use crate::derivation::{Derivation, What};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `matproof derive --format json` prints. Formulas are LaTeX.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "matproof derive")]
pub struct Answer {
    /// Version of this layout: new fields may be added, those that are there keep their meaning.
    schema: u32,
    /// f, as it was understood.
    expression: String,
    /// The letters: "n×m" or "scalar".
    shapes: BTreeMap<String, String>,
    /// By variable.
    gradient: BTreeMap<String, String>,
    /// ∂vec F/∂vec W by variable, where f is a matrix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    jacobian: BTreeMap<String, String>,
    /// Blocks by row and column: "W,H".
    hessian: BTreeMap<String, String>,
    /// Who confirms what: "gradient W", "hessian W,H".
    checks: BTreeMap<String, Check>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Check {
    /// For every shape.
    proved: bool,
    /// The oracles that agree.
    oracles: Vec<String>,
    /// Of the derivative.
    shape: String,
    /// The formula as text.
    unicode: String,
    /// Why numeric oracles could not be asked, if so.
    message: Option<String>,
}

/// The object.
#[must_use]
pub fn json(derivation: &Derivation) -> Answer {
    let typing = &derivation.typing;
    let shapes = typing.names().iter().filter_map(|name| {
        let shape = typing.shape(name.as_str())?;
        let shape = if shape.is_scalar() {
            "scalar".to_owned()
        } else {
            shape.to_string()
        };
        Some((name.to_string(), shape))
    });
    let mut answer = Answer {
        schema: 1,
        expression: typing.typed()[0].to_latex(),
        shapes: shapes.collect(),
        gradient: BTreeMap::new(),
        jacobian: BTreeMap::new(),
        hessian: BTreeMap::new(),
        checks: BTreeMap::new(),
    };
    for d in &derivation.derivatives {
        let (table, key, path) = match &d.what {
            What::Gradient(w) => (&mut answer.gradient, w.to_string(), "gradient"),
            What::Jacobian(w) => (&mut answer.jacobian, w.to_string(), "jacobian"),
            What::HessianBlock(r, c) => (&mut answer.hessian, format!("{r},{c}"), "hessian"),
        };
        let check = Check {
            proved: d.proved,
            oracles: d.agreeing(),
            shape: d.typed.shape.to_string(),
            unicode: d.typed.to_string(),
            message: d.examined.as_ref().err().map(ToString::to_string),
        };
        answer.checks.insert(format!("{path} {key}"), check);
        table.insert(key, d.typed.to_latex());
    }
    answer
}
