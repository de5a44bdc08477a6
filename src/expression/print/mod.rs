//! Expressions as text: Unicode and LaTeX that read back to the same tree, NumPy and Rust to run.

mod latex;
mod numpy;
mod precedence;
mod rust;
#[cfg(test)]
mod tests;
mod unicode;
mod written;

use super::{Expression, Name, Typed};
use std::fmt;

impl fmt::Display for Expression {
    /// In Unicode: `½‖X − WH‖²`, `(WH − X)Hᵀ`, `HHᵀ ⊗ I_n`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written::write(self, &unicode::Unicode))
    }
}

impl Expression {
    /// In LaTeX: `\frac{1}{2} \|X - W H\|^2`.
    #[must_use]
    pub fn to_latex(&self) -> String {
        written::write(self, &latex::Latex)
    }
}

impl fmt::Display for Typed {
    /// As the expression without shapes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_expression().fmt(f)
    }
}

impl Typed {
    /// In LaTeX.
    #[must_use]
    pub fn to_latex(&self) -> String {
        self.to_expression().to_latex()
    }

    /// As a NumPy expression. Every matrix is a two-dimensional array, a column an array of shape (n, 1), a
    /// scalar a number; dimensions are integers of the same name. `None` for what has no short form in NumPy:
    /// entries and sums over indices.
    ///
    /// A commutation matrix needs the line [`NUMPY_COMMUTATION`] before.
    #[must_use]
    pub fn to_numpy(&self) -> Option<String> {
        numpy::write(self)
    }

    /// As a Rust expression over nalgebra, for a function that takes `&DMatrix<f64>` for matrices and columns,
    /// `f64` for scalars and `usize` for dimensions, named as in the expression (in snake case, unless A and a
    /// both occur). `None` for
    /// what has no short form: entries and sums over indices, block matrices.
    ///
    /// A commutation matrix needs the function [`RUST_COMMUTATION`].
    #[must_use]
    pub fn to_rust(&self) -> Option<String> {
        rust::write(self, None)
    }

    /// The same in a larger program, which says whether all names are in snake case.
    #[must_use]
    pub fn to_rust_in(&self, snake_case: bool) -> Option<String> {
        rust::write(self, Some(snake_case))
    }
}

impl Name {
    /// The name in a program: Greek letters stay, scripts go behind underscores, and what is a word of Python or Rust gets an
    /// underscore.
    #[must_use]
    pub fn to_identifier(&self) -> String {
        numpy::identifier(self)
    }
}

pub use numpy::NUMPY_COMMUTATION;
pub use rust::RUST_COMMUTATION;
