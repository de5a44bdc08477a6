//! Derivatives of an expression a person wrote, in the notation a person would write, each put before the oracles.
//!
//! ```
//! use matproof::derivation::{Derivation, Task};
//!
//! let derivation = Derivation::new(&Task {
//!     expression: "½‖X − WH‖²",
//!     variables: &["W", "H"],
//!     hessian: true,
//!     ..Task::default()
//! })?;
//! let written: Vec<_> = derivation.derivatives.iter().map(|d| format!("{} = {}", d.what, d.typed)).collect();
//! assert_eq!(written[0], "∇_W f = (WH − X)Hᵀ");
//! assert_eq!(written[2], "∂²f/∂W∂W = HHᵀ ⊗ I_n");
//! assert!(derivation.derivatives.iter().all(|d| d.is_checked()));
//! # Ok::<(), matproof::derivation::DerivationError>(())
//! ```

mod derivative;
mod error;

use crate::check::Signature;
use crate::expression::{Declarations, Expression, ExpressionFormula, Name, Shape, Size, Typing};
use crate::tensor::{Letters, Network, Symbol};

pub use derivative::{Derivative, What};
pub use error::{DerivationError, Source};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The expression, in LaTeX, ASCII or Unicode.
    pub expression: &'a str,
    /// What is declared: `A symmetric, X: n×m`.
    pub given: &'a str,
    /// The variables; none stands for all matrices and columns of the expression.
    pub variables: &'a [&'a str],
    /// Whether all Hessian blocks are asked too.
    pub hessian: bool,
    /// The seed of the points at which the oracles look.
    pub seed: u64,
}

impl Default for Task<'_> {
    fn default() -> Self {
        Self {
            expression: "",
            given: "",
            variables: &[],
            hessian: false,
            seed: 1,
        }
    }
}

/// An expression and its derivatives.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// The shapes of all names; its first expression is the one that was differentiated.
    pub typing: Typing,
    /// Gradients (of a matrix expression: Jacobians) in the order of the variables, then Hessian blocks row by row.
    pub derivatives: Vec<Derivative>,
}

impl Derivation {
    /// Reads the expression, differentiates it, writes the derivatives in matrix notation and puts each before the
    /// oracles.
    ///
    /// # Errors
    /// [`DerivationError`] with the place in the text, for what cannot be read, does not fit or has no derivative.
    pub fn new(task: &Task) -> Result<Self, DerivationError> {
        let declarations = Declarations::parse(task.given)
            .map_err(|error| DerivationError::parse(Source::Given, error))?;
        let expression = Expression::parse_with(task.expression, &declarations)
            .map_err(|error| DerivationError::parse(Source::Expression, error))?;
        let typing = Typing::infer(&[&expression], &declarations)?;
        let letters = Letters::new(&typing);
        let variables = variables(task, &typing)?;
        let workshop = Workshop {
            f: letters.network(&typing.typed()[0])?,
            formula: formula(&typing),
            signature: Signature::of_names(&typing, typing.names()),
            scalar: typing.typed()[0].shape.is_scalar(),
            seed: task.seed,
            letters,
            typing,
        };
        let mut derivatives = Vec::new();
        for variable in &variables {
            derivatives.push(workshop.first(variable)?);
        }
        if task.hessian {
            if !workshop.scalar {
                let shape = workshop.typing.typed()[0].shape.clone();
                return Err(DerivationError::HessianOfMatrix {
                    shape: shape.to_string(),
                });
            }
            for row in &variables {
                for column in &variables {
                    derivatives.push(workshop.block(row, column)?);
                }
            }
        }
        Ok(Self {
            typing: workshop.typing,
            derivatives,
        })
    }

    /// The expression that was differentiated.
    #[must_use]
    pub fn expression(&self) -> Expression {
        self.typing.typed()[0].to_expression()
    }
}

/// The names to differentiate with respect to.
fn variables(task: &Task, typing: &Typing) -> Result<Vec<Name>, DerivationError> {
    let known = typing.names();
    if task.variables.is_empty() {
        let matrices = known.iter().filter(|name| {
            typing
                .shape(name.as_str())
                .is_some_and(|shape| !shape.is_scalar())
        });
        return Ok(matrices.cloned().collect());
    }
    let find = |asked: &&str| {
        // λ may be asked for as \lambda: names are compared as they are read.
        let read = Expression::parse_with(asked, typing.declarations()).map(|e| e.to_string());
        let name = known.iter().find(|name| {
            name.as_str() == *asked || read.as_ref().is_ok_and(|read| read == name.as_str())
        });
        name.cloned()
            .ok_or_else(|| DerivationError::UnknownVariable {
                name: (*asked).to_owned(),
                known: known
                    .iter()
                    .map(Name::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    };
    task.variables.iter().map(find).collect()
}

fn formula(typing: &Typing) -> Option<ExpressionFormula> {
    ExpressionFormula::new(
        typing.typed()[0].clone(),
        typing,
        typing.names().iter().cloned(),
    )
    .ok()
}

/// The expression in every form that derivatives are made from and checked against.
struct Workshop {
    typing: Typing,
    letters: Letters,
    f: Network,
    /// The expression as the other oracles evaluate it.
    formula: Option<ExpressionFormula>,
    signature: Signature,
    scalar: bool,
    seed: u64,
}

impl Workshop {
    fn letter(&self, name: &Name) -> Result<&Symbol, DerivationError> {
        self.letters
            .get(name.as_str())
            .ok_or_else(|| DerivationError::UnknownVariable {
                name: name.to_string(),
                known: String::new(),
            })
    }

    fn shape(&self, name: &Name) -> Shape {
        self.typing
            .shape(name.as_str())
            .cloned()
            .unwrap_or_else(Shape::scalar)
    }

    fn entries(shape: &Shape) -> Size {
        shape.rows.clone() * shape.columns.clone()
    }

    /// The gradient of a scalar, the Jacobian of a matrix.
    fn first(&self, variable: &Name) -> Result<Derivative, DerivationError> {
        let letter = self.letter(variable)?;
        if self.scalar {
            let what = What::Gradient(variable.clone());
            return Derivative::new(self, what, &self.f.gradient(letter)?, &self.shape(variable));
        }
        let own = &self.typing.typed()[0].shape;
        let shape = Shape::new(Self::entries(own), Self::entries(&self.shape(variable)));
        Derivative::new(
            self,
            What::Jacobian(variable.clone()),
            &self.f.jacobian(letter),
            &shape,
        )
    }

    fn block(&self, row: &Name, column: &Name) -> Result<Derivative, DerivationError> {
        let block = self
            .f
            .hessian_block(self.letter(row)?, self.letter(column)?)?;
        let shape = Shape::new(
            Self::entries(&self.shape(row)),
            Self::entries(&self.shape(column)),
        );
        Derivative::new(
            self,
            What::HessianBlock(row.clone(), column.clone()),
            &block,
            &shape,
        )
    }
}
