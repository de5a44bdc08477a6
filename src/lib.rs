//! Is this matrix derivative right?
//!
//! matproof puts hand-derived gradients, Hessian blocks and Hessian-vector products before oracles that know
//! nothing of each other, and says: proved for every shape; holds, down to which relative error; or refuted, with a counterexample in
//! small integers.
//!
//! ```
//! use matproof::check::{Claim, Quantity, Signature, examine};
//! use matproof::formula;
//!
//! let signature = Signature::parse("A: n×n, x: n×1")?;
//! let f = formula!(|a, x| x.t() * a * x);
//! let claim = Claim::new("∇f = 2Ax", signature, Quantity::gradient(f, "x"), formula!(|a, x| 2 * (a * x)))?;
//!
//! let examination = examine(&claim, 7);               // 7 is the seed of every random draw
//! assert!(examination.verdict.is_refuted());           // right only for symmetric A
//! let counterexample = examination.counterexample.map(|c| c.to_string());
//! assert_eq!(
//!     counterexample.as_deref(),
//!     Some("n = 2; A = [0 1; 0 0], x = [0; 1]: claimed [2; 0], true [1; 0]")
//! );
//! # Ok::<(), matproof::check::ClaimError>(())
//! ```
//!
//! # Reading order
//!
//! - [`scalar`]: the numbers formulas are evaluated in.
//! - [`algebra`]: how a formula is written once for all of them; vec, Kronecker products, commutation matrices.
//! - [`expression`]: matrix expressions as people write them, read, given shapes, evaluated, printed.
//! - [`tensor`]: formulas for every shape; derivatives, a normal form that decides equality, matrix notation.
//! - [`oracle`]: six ways to know a derivative.
//! - [`check`]: claims before oracles.
//! - [`derivation`]: derivatives of an expression, each checked before it is shown.
//! - [`matrix`]: data, dense or sparse, and their files.
//! - [`factorization`]: three objectives, as one reads them and as fast kernels.
//! - [`spectrum`]: extreme eigenvalues of their Hessians, without building them.
//! - [`mutation`]: true claims made false, to see who notices.
//! - [`testing`]: all of this in other people's tests.
//! - [`study`]: what ships and is examined; [`report`]: how it is shown; [`cli`]: the command.
//!
//! # One convention, used everywhere
//!
//! Vectors are columns; `vec` stacks columns; for A of shape m×n, `K(m,n) vec A = vec Aᵀ`;
//! `(A ⊗ B) vec X = vec(B X Aᵀ)`; the gradient of a scalar has the shape of its argument; the block ∂²f/∂R∂C has
//! rows that belong to vec R and columns that belong to vec C.

pub mod algebra;
pub mod check;
pub mod cli;
pub mod derivation;
pub mod document;
pub mod expression;
pub mod factorization;
pub mod matrix;
pub mod mutation;
pub mod oracle;
pub mod report;
pub mod review;
pub mod scalar;
pub mod solver;
pub mod spectrum;
pub mod study;
pub mod tensor;
pub mod testing;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
