//! Matrix expressions as text and as trees: read, given shapes, evaluated in any algebra, printed.
//!
//! - [`Expression`] is the tree, [`Kind`] its nodes, [`Size`] a number of rows or columns;
//! - [`Expression::parse`] reads LaTeX, ASCII and Unicode in one grammar, [`Declarations::parse`] what is said
//!   about the names;
//! - [`Typing::infer`] gives every name and every node a shape.

mod build;
mod declaration;
mod error;
mod lexer;
mod name;
mod parser;
mod print;
mod shape;
mod size;
mod tree;

pub use declaration::{Declarations, Declared, Property};
pub use error::ParseError;
pub use name::{Index, Name};
pub use print::NUMPY_COMMUTATION;
pub use shape::{Operand, ShapeError, Typed, Typing};
pub use size::{Shape, Size};
pub use tree::{Expression, Kind, Over, Span};
