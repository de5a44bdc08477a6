//! ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F): M and P n×m, U n×k, V m×k.

pub mod formulas;
mod kernel;
mod operator;
mod submatrix;
pub mod submatrix_formulas;

pub use kernel::{Masked, RowBlocks};
pub use operator::MaskedHessian;
pub use submatrix::{Submatrix, SubmatrixHessian};
