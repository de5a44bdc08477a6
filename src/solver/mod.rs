//! Solvers for the three objectives, on the checked kernels.
//!
//! [`factorize`] runs a [`Method`] on a [`Problem`] from a [`Start`] until one of the [`Rules`] stops it, and returns the factors with one
//! trace entry for each iteration: objective, KKT residual, work, time, step. An observer sees each of them and may end the run; the best
//! factors are kept. Everything is deterministic from the seed.

mod alternating;
mod completion;
mod error;
mod factorize;
mod factors;
mod fit;
mod joint;
mod method;
mod newton;
mod problem;
mod ridge;
mod rules;
mod run;
mod selection;
mod smooth;
mod start;
mod trace;
mod update;

pub use error::SolverError;
pub use factorize::{Settings, factorize};
pub use factors::Factors;
pub use method::Method;
pub use problem::Problem;
pub use rules::{Rules, Stopped};
pub use selection::{Choice, select};
pub use start::{Start, Zeros};
pub use trace::{Moment, Solution};
