//! Why an expression has no shape.

use crate::expression::{Name, Shape, Size, Span};
use thiserror::Error;

/// An operand in a message: how it reads, its shape, its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// The expression in Unicode.
    pub text: String,
    /// The shape inferred so far.
    pub shape: Shape,
    /// Where it stands.
    pub span: Span,
}

impl std::fmt::Display for Operand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.text, self.shape)
    }
}

/// Why an expression has no shape, with the operands that do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShapeError {
    /// `A·B` with different inner sizes.
    #[error("cannot multiply {left} by {right}: {} and {} differ", .left.shape.columns, .right.shape.rows)]
    Product {
        /// A.
        left: Box<Operand>,
        /// B.
        right: Box<Operand>,
    },
    /// A sum, an entrywise or a Frobenius product of different shapes.
    #[error("{operation} needs equal shapes, found {left} and {right}")]
    Unequal {
        /// The operation, e.g. "a sum".
        operation: &'static str,
        /// The first operand.
        left: Box<Operand>,
        /// The second.
        right: Box<Operand>,
    },
    /// An operand of the wrong kind of shape.
    #[error("{operation} needs {expected}, found {found}")]
    Expected {
        /// The operation, e.g. "a trace".
        operation: &'static str,
        /// What it needs, e.g. "a square matrix".
        expected: &'static str,
        /// What it got.
        found: Box<Operand>,
    },
    /// An index that runs over two different sizes.
    #[error("the index {index} runs over {first} and over {second}")]
    Index {
        /// The index.
        index: Name,
        /// One size.
        first: Size,
        /// The other.
        second: Size,
        /// Where the second one is asked of it.
        span: Span,
    },
    /// An equation between sizes that is not solved here.
    #[error("cannot decide the sizes in {text}: {left} = {right} has more than one solution")]
    Undecided {
        /// The expression it comes from.
        text: String,
        /// One side.
        left: Size,
        /// The other.
        right: Size,
        /// Where.
        span: Span,
    },
    /// A capital or a lower-case Latin letter that could only be a number.
    #[error("{name} would have to be a number; declare `{name}: scalar` if it is one")]
    Number {
        /// The letter.
        name: Name,
        /// Where it stands first.
        span: Span,
    },
    /// Something that only a document gives a meaning.
    #[error("{text} is {what}")]
    Meaning {
        /// What it is.
        text: String,
        /// What is missing.
        what: &'static str,
        /// Where it stands.
        span: Span,
    },
    /// A declaration that cannot be.
    #[error("{message}")]
    Declaration {
        /// What is wrong.
        message: String,
        /// Where it is declared, in the text of the declarations.
        span: Span,
    },
}

impl ShapeError {
    /// The bytes of the source to point at.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Product { left, right } | Self::Unequal { left, right, .. } => {
                if left.span.is_empty() || right.span.is_empty() {
                    return right.span.clone();
                }
                left.span.start.min(right.span.start)..left.span.end.max(right.span.end)
            }
            Self::Expected { found, .. } => found.span.clone(),
            Self::Index { span, .. }
            | Self::Undecided { span, .. }
            | Self::Number { span, .. }
            | Self::Meaning { span, .. }
            | Self::Declaration { span, .. } => span.clone(),
        }
    }
}
