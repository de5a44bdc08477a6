//! Matrix expressions as text and as trees: read, given shapes, evaluated in any algebra, printed.
//!
//! - [`Expression`] is the tree, [`Kind`] its nodes, [`Size`] a number of rows or columns;
//! - [`Expression::parse`] reads LaTeX, ASCII and Unicode in one grammar, [`Declarations::parse`] what is said
//!   about the names;
//! - [`Typing::infer`] gives every name and every node a shape;
//! - [`evaluate()`] is the one evaluator for every algebra, [`ExpressionFormula`] what claims take;
//! - `Display` prints Unicode, [`Expression::to_latex`] LaTeX, [`Typed`] NumPy and Rust.

mod build;
mod declaration;
mod edit;
mod error;
mod evaluate;
mod formula;
mod lexer;
mod name;
mod parser;
mod print;
mod shape;
mod size;
mod substitute;
mod tree;

pub use declaration::{Declarations, Declared, Line, Property};
pub use error::ParseError;
pub use evaluate::{Environment, evaluate};
pub use formula::ExpressionFormula;
pub use name::{Index, Name};
pub use print::{NUMPY_COMMUTATION, RUST_COMMUTATION};
pub use shape::{Operand, ShapeError, Typed, Typing};
pub use size::{Shape, Size};
pub use tree::{By, Expression, Kind, Over, Span};
