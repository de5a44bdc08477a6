//! `matproof derive`: derivatives of an expression in matrix notation.

use super::{Ending, diagnostic, say};
use crate::derivation::{Derivation, DerivationError, Derivative, Source, Task, What};
use crate::expression::NUMPY_COMMUTATION;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

/// Gradients and Hessian blocks of an expression, in matrix notation, each checked before it is printed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof derive '½‖X − WH‖²' --wrt W,H --hessian
  matproof derive '\\log\\det(X^\\top X)' --wrt X
  matproof derive \"tr(X'AX)\" --wrt X --given 'A symmetric' --format numpy

What letters stand for unless --given says otherwise: capitals are matrices, lower-case Latin letters columns,
lower-case Greek letters scalars. Adjacent letters are a product.")]
pub(super) struct Derive {
    /// The expression, in LaTeX, ASCII or Unicode: '1/2 \|X - WH\|_F^2', '||X - W*H||^2/2', '½‖X−WH‖²'
    expression: String,
    /// The variables, separated by commas [default: every matrix and column of the expression]
    #[arg(long, value_delimiter = ',')]
    wrt: Vec<String>,
    /// The blocks of the Hessian too, for every pair of variables
    #[arg(long)]
    hessian: bool,
    /// Shapes and properties: 'A symmetric, X: n x m, x: n, λ: scalar, P mask'
    #[arg(long, default_value = "")]
    given: String,
    /// How the formulas are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The seed of the points at which the oracles look
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Latex,
    Numpy,
    Rust,
    Json,
}

impl Derive {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn std::error::Error>> {
        let variables: Vec<_> = self
            .wrt
            .iter()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
            .collect();
        let task = Task {
            expression: &self.expression,
            given: &self.given,
            variables: &variables,
            hessian: self.hessian,
            seed: self.seed,
        };
        let derivation = match Derivation::new(&task) {
            Ok(derivation) => derivation,
            Err(error) => {
                self.explain(&error);
                return Ok(Ending::CouldNotRun);
            }
        };
        match self.format {
            Format::Human => human(&derivation),
            Format::Latex => {
                for d in &derivation.derivatives {
                    say(format_args!(
                        "{} = {}",
                        latex_name(&d.what),
                        d.typed.to_latex()
                    ));
                }
            }
            Format::Numpy => code(
                &derivation,
                "#",
                |d| d.typed.to_numpy(),
                |name, code| format!("{name} = {code}"),
            ),
            Format::Rust => {
                code(
                    &derivation,
                    "//",
                    |d| d.typed.to_rust(),
                    |name, code| format!("let {name} = {code};"),
                );
            }
            Format::Json => say(json_object(&derivation)),
        }
        Ok(Ending::Holds)
    }

    fn explain(&self, error: &DerivationError) {
        let (origin, text, span) = match error.place() {
            Some((Source::Expression, span)) => ("<expression>", &self.expression, span),
            Some((Source::Given, span)) => ("<given>", &self.given, span),
            None => {
                diagnostic::plain(&error.to_string());
                return;
            }
        };
        diagnostic::underline(origin, text, span, &error.to_string(), error.hint());
    }
}

fn human(derivation: &Derivation) {
    say(format_args!("f = {}", derivation.expression()));
    say(format_args!("    {}\n", derivation.typing));
    let rows: Vec<_> = derivation
        .derivatives
        .iter()
        .map(|d| {
            (
                d.what.to_string(),
                d.typed.to_string(),
                d.typed.shape.to_string(),
            )
        })
        .collect();
    let width = |text: &str| text.chars().count();
    let names = rows.iter().map(|r| width(&r.0)).max().unwrap_or(0);
    let formulas = rows.iter().map(|r| width(&r.1)).max().unwrap_or(0).min(60);
    for (name, formula, shape) in &rows {
        let gap = " ".repeat(names - width(name));
        let tail = " ".repeat(formulas.saturating_sub(width(formula)));
        say(format_args!("{gap}{name} = {formula}{tail}   {shape}"));
    }
    say("");
    for (witnesses, whats) in by_witnesses(&derivation.derivatives) {
        say(format_args!("{witnesses}: {whats}"));
    }
}

/// Who checked which derivatives, those with the same witnesses together.
fn by_witnesses(derivatives: &[Derivative]) -> Vec<(String, String)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for d in derivatives {
        let witnesses = witnesses(d);
        match groups.iter_mut().find(|(known, _)| *known == witnesses) {
            Some((_, whats)) => whats.push(d.what.to_string()),
            None => groups.push((witnesses, vec![d.what.to_string()])),
        }
    }
    if let [(witnesses, _)] = groups.as_slice() {
        return vec![(witnesses.clone(), "all of it".to_owned())];
    }
    groups
        .into_iter()
        .map(|(witnesses, whats)| (witnesses, whats.join(", ")))
        .collect()
}

fn witnesses(d: &Derivative) -> String {
    let mut said = Vec::new();
    if d.proved {
        said.push("proved for every shape".to_owned());
    }
    let numeric: Vec<_> = d
        .agreeing()
        .into_iter()
        .filter(|name| name != "symbolic")
        .collect();
    match &d.examined {
        Err(reason) => said.push(format!("other oracles could not be asked ({reason})")),
        Ok(_) if numeric.is_empty() => said.push("no other oracle could tell".to_owned()),
        Ok(_) => said.push(format!("{} agree", numeric.join(", "))),
    }
    said.join("; ")
}

fn latex_name(what: &What) -> String {
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

/// One line of code for each derivative, and what its names stand for.
fn code(
    derivation: &Derivation,
    comment: &str,
    write: impl Fn(&Derivative) -> Option<String>,
    assign: impl Fn(&str, &str) -> String,
) {
    say(format_args!("{comment} f = {}", derivation.expression()));
    say(format_args!("{comment} {}", derivation.typing));
    let lines: Vec<_> = derivation
        .derivatives
        .iter()
        .map(|d| (d, write(d)))
        .collect();
    if comment == "#"
        && lines
            .iter()
            .flat_map(|(_, line)| line)
            .any(|line| line.contains("commutation("))
    {
        say(NUMPY_COMMUTATION);
    }
    for (d, line) in &lines {
        let name = match &d.what {
            What::Gradient(w) => format!("gradient_{}", identifier(w.as_str())),
            What::Jacobian(w) => format!("jacobian_{}", identifier(w.as_str())),
            What::HessianBlock(r, c) => {
                format!(
                    "hessian_{}_{}",
                    identifier(r.as_str()),
                    identifier(c.as_str())
                )
            }
        };
        match line {
            Some(line) => say(assign(&name, line)),
            None => say(format_args!(
                "{comment} {name}: no short form for {}",
                d.typed
            )),
        }
    }
}

/// A name as programs write it.
fn identifier(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect::<String>()
        .to_lowercase()
}

fn json_object(derivation: &Derivation) -> Value {
    let mut shapes = Map::new();
    for name in derivation.typing.names() {
        if let Some(shape) = derivation.typing.shape(name.as_str()) {
            let shape = if shape.is_scalar() {
                "scalar".to_owned()
            } else {
                shape.to_string()
            };
            shapes.insert(name.to_string(), shape.into());
        }
    }
    let (mut gradient, mut jacobian, mut hessian) = (Map::new(), Map::new(), Map::new());
    let mut checks = Map::new();
    for d in &derivation.derivatives {
        let latex = Value::from(d.typed.to_latex());
        let (table, key, path) = match &d.what {
            What::Gradient(w) => (&mut gradient, w.to_string(), "gradient"),
            What::Jacobian(w) => (&mut jacobian, w.to_string(), "jacobian"),
            What::HessianBlock(r, c) => (&mut hessian, format!("{r},{c}"), "hessian"),
        };
        let check = json!({
            "proved": d.proved,
            "oracles": d.agreeing(),
            "shape": d.typed.shape.to_string(),
            "unicode": d.typed.to_string(),
            "message": d.examined.as_ref().err(),
        });
        checks.insert(format!("{path} {key}"), check);
        table.insert(key, latex);
    }
    let mut object = json!({
        "schema": 1,
        "expression": derivation.typing.typed()[0].to_latex(),
        "shapes": shapes,
        "gradient": gradient,
        "hessian": hessian,
        "checks": checks,
    });
    if !jacobian.is_empty() {
        object["jacobian"] = jacobian.into();
    }
    object
}
