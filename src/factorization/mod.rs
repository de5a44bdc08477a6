//! The objectives of matrix factorization: formulas as one reads them, and fast kernels checked against them.

pub mod frobenius;
pub mod masked;
pub mod tikhonov;

#[cfg(test)]
mod battery;
mod error;
mod hessian;
mod objective;
mod spectral_norm;

pub use error::FactorizationError;
pub use hessian::{Direction, Hessian, Part, Workspace};
pub use objective::Objective;
pub use spectral_norm::Lipschitz;
