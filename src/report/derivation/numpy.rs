//! Derivatives as functions in Python with NumPy.

use super::code::{Function, Parameters, functions, mentions};
use crate::derivation::Derivation;
use crate::expression::{NUMPY_COMMUTATION, Name};
use std::fmt::Write;

/// A module: the value and each derivative as a function of all letters, two-dimensional arrays for matrices and columns, numbers
/// for scalars. What has no short form stands there as a comment.
#[must_use]
pub fn numpy(derivation: &Derivation) -> String {
    let parameters = Parameters::of(derivation);
    let mut text = format!("# {}\n\nimport numpy as np\n", derivation.typing);
    let mut bodies = String::new();
    for function in functions(derivation) {
        bodies += "\n\n";
        bodies += &written(&function, &parameters);
    }
    if mentions(&bodies, "commutation") {
        let _ = write!(text, "\n\n{NUMPY_COMMUTATION}\n");
    }
    text += &bodies;
    text.trim_end().to_owned()
}

fn written(function: &Function<'_>, parameters: &Parameters<'_>) -> String {
    let Some(body) = function.typed.to_numpy() else {
        return format!(
            "# {}: no short form for {}\n",
            function.name, function.about
        );
    };
    let mut lines = String::new();
    for (dimension, letter, columns) in &parameters.read {
        let dimension = dimension.to_identifier();
        if mentions(&body, &dimension) {
            let axis = usize::from(*columns);
            let _ = writeln!(
                lines,
                "    {dimension} = {}.shape[{axis}]",
                letter.to_identifier()
            );
        }
    }
    let letters = parameters.letters.iter().map(|(name, _)| *name);
    let arguments: Vec<String> = letters
        .chain(parameters.given.iter().copied())
        .map(Name::to_identifier)
        .collect();
    format!(
        "def {}({}):\n    \"\"\"{}.\"\"\"\n{lines}    return {body}\n",
        function.name,
        arguments.join(", "),
        function.about.replace('\\', "\\\\")
    )
}
