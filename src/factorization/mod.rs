//! The objectives of matrix factorization: formulas as one reads them, and fast kernels checked against them.

pub mod frobenius;
pub mod masked;
pub mod tikhonov;
