//! `matproof derive`: derivatives of an expression in matrix notation.

use super::{Ending, diagnostic, say};
use crate::derivation::{Derivation, DerivationError, Source, Task};
use crate::report::derivation::{human, json, latex, numpy, rust};
use clap::{Args, ValueEnum};

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
        say(match self.format {
            Format::Human => human(&derivation),
            Format::Latex => latex(&derivation),
            Format::Numpy => numpy(&derivation),
            Format::Rust => rust(&derivation),
            Format::Json => serde_json::to_string(&json(&derivation))?,
        });
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
