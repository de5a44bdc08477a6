//! ½‖X − WH‖²_F: X n×m, W n×k, H k×m.

pub mod formulas;
mod kernel;
mod operator;
mod residual;

pub use kernel::Frobenius;
pub(crate) use kernel::Gradients;
pub use operator::FrobeniusHessian;
