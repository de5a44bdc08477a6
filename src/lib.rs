//! matproof checks hand-derived matrix derivatives.
//!
//! One convention, used everywhere: vectors are columns; `vec` stacks columns; for A of shape m×n,
//! `K(m,n) vec A = vec Aᵀ`; `(A ⊗ B) vec X = vec(B X Aᵀ)`; the gradient of a scalar has the shape of its argument.

pub mod algebra;
pub mod check;
pub mod cli;
pub mod factorization;
pub mod matrix;
pub mod oracle;
pub mod report;
pub mod scalar;
pub mod study;
