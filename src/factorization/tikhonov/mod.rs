//! ‖X − WH‖²_F + λ‖MW‖²_F: X n×m, W n×k, H k×m, M p×n.

pub mod formulas;
mod kernel;
mod operator;

pub use kernel::Tikhonov;
pub use operator::TikhonovHessian;
