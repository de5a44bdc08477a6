//! Derivatives as functions in Rust over nalgebra.

use super::code::{Function, Parameters, distinct_in_lower_case, functions, in_case, mentions};
use crate::derivation::Derivation;
use crate::expression::{Kind, Name, RUST_COMMUTATION};
use std::fmt::Write;

/// A module: the value and each derivative as a function of all letters, `&DMatrix<f64>` for matrices and columns, `f64` for
/// scalars. What has no short form stands there as a comment.
#[must_use]
pub fn rust(derivation: &Derivation) -> String {
    let parameters = Parameters::of(derivation);
    // Snake case, unless that makes two names one.
    let letters = parameters.letters.iter().map(|(name, _)| *name);
    let dimensions = parameters.read.iter().map(|(name, ..)| *name);
    let names = letters
        .chain(dimensions)
        .chain(parameters.given.iter().copied());
    let small = distinct_in_lower_case(names.map(Name::to_identifier));
    let mut text = format!("// {}\n\nuse nalgebra::DMatrix;\n", derivation.typing);
    let mut bodies = String::new();
    for function in functions(derivation) {
        bodies += "\n";
        bodies += &written(&function, &parameters, small);
    }
    if mentions(&bodies, "commutation") {
        let _ = write!(text, "\n{RUST_COMMUTATION}\n");
    }
    text += &bodies;
    text.trim_end().to_owned()
}

fn written(function: &Function<'_>, parameters: &Parameters<'_>, small: bool) -> String {
    let case = |name: &Name| in_case(name, small);
    let Some(body) = function.typed.to_rust_in(small) else {
        return format!(
            "// {}: no short form for {}\n",
            function.name, function.about
        );
    };
    let scalar = function.typed.shape.is_scalar();
    // A letter alone is a reference.
    let body = match function.typed.kind {
        Kind::Name(_) if !scalar => format!("{body}.clone()"),
        _ => body,
    };
    let mut lines = String::new();
    let mut arguments = Vec::new();
    for (dimension, letter, columns) in &parameters.read {
        if mentions(&body, &case(dimension)) {
            let count = if *columns { "ncols" } else { "nrows" };
            let _ = writeln!(
                lines,
                "    let {} = {}.{count}();",
                case(dimension),
                case(letter)
            );
        }
    }
    let used = format!("{lines}{body}");
    let mut argument = |name: String, of: &str| {
        let unused = if mentions(&used, &name) { "" } else { "_" };
        arguments.push(format!("{unused}{name}: {of}"));
    };
    for (letter, shape) in &parameters.letters {
        let of = if shape.is_scalar() {
            "f64"
        } else {
            "&DMatrix<f64>"
        };
        argument(case(letter), of);
    }
    for dimension in &parameters.given {
        argument(case(dimension), "usize");
    }
    let returned = if scalar { "f64" } else { "DMatrix<f64>" };
    let signature = format!("{}({})", function.name, arguments.join(", "));
    let upper = signature
        .replace("DMatrix", "")
        .chars()
        .any(char::is_uppercase);
    let allowed = if upper {
        "#[allow(non_snake_case, reason = \"the letters of the formula\")]\n"
    } else {
        ""
    };
    format!(
        "/// {}.\n{allowed}pub fn {signature} -> {returned} {{\n{lines}    {body}\n}}\n",
        function.about
    )
}
