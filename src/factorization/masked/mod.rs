//! ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F): M and P n×m, U n×k, V m×k.

pub mod formulas;
pub mod submatrix_formulas;
