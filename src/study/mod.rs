//! What ships and is studied: the claims about the objectives, the liars that must be caught, and the
//! experiments whose results a report draws.
//!
//! An experiment returns plain data and draws nothing.

pub mod benchmarks;
pub mod claims;
pub mod curvature;
pub mod derivations;
pub mod liars;
pub mod lipschitz;
pub mod mutants;
pub mod panel;
pub mod plane;
pub mod product_cost;
pub mod real_data;
pub mod sensitivity;
pub mod solving;
pub mod step_size;
pub mod taylor_slopes;

mod draw;
mod recorded;
mod results;

pub use results::{Results, Stage, StudyError};
