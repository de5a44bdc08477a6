//! What can forbid an operation on matrices: the shapes or the numbers.

use crate::scalar::NumberError;
use std::fmt;
use thiserror::Error;

/// Rows × columns, as an error message shows them: numbers for values, names for formulas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Number of rows.
    pub rows: String,
    /// Number of columns.
    pub columns: String,
}

impl Shape {
    /// A shape from anything that prints.
    pub fn new(rows: impl fmt::Display, columns: impl fmt::Display) -> Self {
        Self {
            rows: rows.to_string(),
            columns: columns.to_string(),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.rows, self.columns)
    }
}

/// Why an expression has no value in an algebra.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AlgebraError {
    /// `A·B` with different inner dimensions.
    #[error("cannot multiply {left} by {right}: inner sizes {} and {} differ", .left.columns, .right.rows)]
    Product {
        /// Shape of A.
        left: Shape,
        /// Shape of B.
        right: Shape,
    },
    /// A sum, difference or Hadamard product of different shapes.
    #[error("{operation} needs equal shapes, found {left} and {right}")]
    Unequal {
        /// The operation, e.g. "a sum".
        operation: &'static str,
        /// Shape of the left operand.
        left: Shape,
        /// Shape of the right operand.
        right: Shape,
    },
    /// A trace, diagonal, inverse or determinant of a matrix that is not square.
    #[error("{operation} needs a square matrix, found {found}")]
    NotSquare {
        /// The operation, e.g. "a trace".
        operation: &'static str,
        /// The shape found.
        found: Shape,
    },
    /// A matrix where a scalar or a column belongs.
    #[error("expected {expected}, found a matrix of shape {found}")]
    Expected {
        /// What was expected, e.g. "a scalar (1×1)".
        expected: String,
        /// The shape found.
        found: Shape,
    },
    /// An index out of range.
    #[error("index {index} is out of range for a matrix of shape {shape}")]
    Index {
        /// The index, counted from zero.
        index: usize,
        /// The matrix.
        shape: Shape,
    },
    /// A vector whose length does not fit an operator.
    #[error("{operator} acts on vectors of length {expected}, got {actual}")]
    Length {
        /// The operator.
        operator: &'static str,
        /// Its number of columns.
        expected: usize,
        /// The length of the vector.
        actual: usize,
    },
    /// The number of arguments does not fit the formula.
    #[error("the formula takes {expected} arguments, got {actual}")]
    Arguments {
        /// How many it takes.
        expected: usize,
        /// How many there were.
        actual: usize,
    },
    /// A plain floating-point function refused its arguments, in its own words.
    #[error("{0}")]
    Plain(String),
    /// An operation that the algebra does not have, in words that say which.
    #[error("{0}")]
    Unsupported(String),
    /// The inverse of a singular matrix.
    #[error("the matrix is singular")]
    Singular,
    /// The numbers have no such value.
    #[error(transparent)]
    Number(#[from] NumberError),
}

impl AlgebraError {
    /// Whether the expression itself is wrong (its shapes do not fit), rather than having no value here.
    #[must_use]
    pub fn is_ill_typed(&self) -> bool {
        !matches!(
            self,
            Self::Singular | Self::Number(_) | Self::Unsupported(_)
        )
    }
}
