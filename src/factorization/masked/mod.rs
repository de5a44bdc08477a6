//! ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F): M and P n×m, U n×k, V m×k.

pub mod formulas;
mod kernel;
mod operator;
mod residuals;
mod row_blocks;
mod submatrix;
pub mod submatrix_formulas;

pub use kernel::Masked;
pub use operator::MaskedHessian;
pub use row_blocks::RowBlocks;
pub use submatrix::{Submatrix, SubmatrixHessian};
