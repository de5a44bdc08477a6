//! Extreme eigenvalues of the Hessian of ½‖X − WH‖² + ½λ‖MW‖² by two-sided compression.
//!
//! For orthonormal L ⊇ range(W) and R ⊇ range(Hᵀ), the directions `{(L C, D Rᵀ)}` carry the Hessian of a small
//! factorization problem, `LᵀXR ≈ (LᵀW)(HR)`: its eigenvalues are Ritz values of the large one, every one of the 2(s+t)k/2
//! directions for the price of s+t products of X with a vector. The gauge directions `(WS, −SH)` and those of singular triples
//! of A, `(u cᵀ, d vᵀ)`, are among them, held as coefficients. The image of a Ritz vector leaves the bases in
//! `((I−LLᵀ)A Qᵀ, PᵀA(I−RRᵀ))`; the leading directions of that extend the bases, which makes L and R Krylov spaces of A.
//! The scaling of HHᵀ and WᵀW, ill-conditioned or not, costs nothing, since the small problem is solved to the end each time.
//!
//! Where L and R come to hold all that A does, the compression is exact: for n ≫ m, and for X of low rank.

mod bases;
mod bounds;
mod compressed;
mod inertia;
mod residual;
mod search;

pub(super) use bases::{Bases, Penalty};
pub(super) use residual::Residual;
pub(super) use search::{Outcome, compression_search, products};
