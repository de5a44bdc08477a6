//! Matrix expressions as text and as trees: read, given shapes, evaluated in any algebra, printed.
//!
//! - [`Expression`] is the tree, [`Kind`] its nodes, [`Size`] a number of rows or columns;

mod build;
mod name;
mod size;
mod tree;

pub use name::{Index, Name};
pub use size::{Shape, Size};
pub use tree::{Expression, Kind, Over, Span};
