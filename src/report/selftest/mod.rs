//! What became of spoiled equations, for people and for programs.

mod human;
mod json;

pub use human::human;
pub(super) use json::Answer;
pub use json::json;
