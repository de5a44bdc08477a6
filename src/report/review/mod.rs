//! What was found in documents, for people and for programs.

mod github;
mod human;
mod json;
mod junit;

pub use github::github;
pub use human::{Style, human};
pub(super) use json::Output;
pub use json::{Reviewed, json};
pub use junit::junit;
