//! Why there is no derivation, and where in the text.

use crate::algebra::AlgebraError;
use crate::expression::{ParseError, ShapeError, Span};
use crate::tensor::GivenUp;
use thiserror::Error;

/// Which text a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The expression.
    Expression,
    /// The declarations.
    Given,
}

/// Why there is no derivation.
#[derive(Debug, Clone, Error)]
pub enum DerivationError {
    /// A text that does not read as what it should be.
    #[error("{error}")]
    Parse {
        /// Which text.
        source_text: Source,
        /// What is wrong, and where.
        error: ParseError,
    },
    /// Shapes that do not fit.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A variable that does not occur.
    #[error("the expression has no variable `{name}`; it has {known}")]
    UnknownVariable {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A Hessian of something that is no scalar.
    #[error(
        "a Hessian is of a scalar, and the expression is {shape}; leave `--hessian` out for its Jacobians"
    )]
    HessianOfMatrix {
        /// The shape of the expression.
        shape: String,
    },
    /// An operation that networks do not have.
    #[error(transparent)]
    Algebra(#[from] AlgebraError),
    /// A formula too large to be simplified.
    #[error(transparent)]
    GivenUp(#[from] GivenUp),
    /// What was derived and what was written differ: a defect of matproof.
    #[error(
        "{what} was derived as `{written}`, which {reason}; this is a defect of matproof, please report it"
    )]
    Contradiction {
        /// Which derivative.
        what: String,
        /// How it was written.
        written: String,
        /// Who contradicts.
        reason: String,
    },
}

impl DerivationError {
    pub(super) fn parse(source_text: Source, error: ParseError) -> Self {
        Self::Parse { source_text, error }
    }

    /// The place in the text, if it is about one.
    #[must_use]
    pub fn place(&self) -> Option<(Source, Span)> {
        match self {
            Self::Parse { source_text, error } => Some((*source_text, error.span.clone())),
            Self::Shape(ShapeError::Declaration { span, .. }) => {
                Some((Source::Given, span.clone()))
            }
            Self::Shape(error) => Some((Source::Expression, error.span())),
            _ => None,
        }
    }

    /// What to write instead, if that is known.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Parse { error, .. } => error.hint.as_deref(),
            _ => None,
        }
    }
}
