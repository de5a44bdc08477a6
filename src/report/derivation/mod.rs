//! Derivatives of an expression, for people and for programs.

mod code;
mod human;
mod json;
mod latex;
mod numpy;
mod rust;

pub use human::human;
pub use json::{Answer, json};
pub use latex::latex;
pub use numpy::numpy;
pub use rust::rust;
