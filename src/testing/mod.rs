//! Derivatives of your own, in your own `cargo test`.
//!
//! A [`Subject`] is a function with named arguments. What you derived from it by hand — a gradient, a Hessian block, a product with the Hessian,
//! a Jacobian, an update rule — is put before the oracles, and a wrong one fails the test with the entry, both values, the tolerance and where it
//! comes from, and the smallest case that fails.
//!
//! ```
//! use matproof::scalar::Number;
//! use matproof::testing::Subject;
//! use matproof::{function, plain};
//!
//! // Yours: the function, generic over its numbers, and the code to test.
//! fn loss<N: Number>(x: &[N], y: &[N]) -> N {
//!     x.iter().zip(y).fold(N::zero(), |sum, (x, y)| {
//!         let r = x.clone() - y.clone();
//!         sum + r.clone() * r
//!     })
//! }
//! fn gradient(x: &[f64], y: &[f64]) -> Vec<f64> {
//!     x.iter().zip(y).map(|(x, y)| 2.0 * (x - y)).collect()
//! }
//!
//! Subject::new("x: n×1, y: n×1", function!(|x, y| loss(x, y)))
//!     .gradient("x", plain!(|x, y| gradient(x, y)))
//!     .assert();
//! ```
//!
//! # How a function is given
//!
//! | macro | what it takes | who can ask it |
//! |---|---|---|
//! | [`formula!`](crate::formula) | an expression in matrix algebra | every oracle; what holds is proved for every shape |
//! | [`function!`](crate::function) | a call of code generic over its [numbers](crate::scalar::Number) | every oracle but the symbolic one |
//! | [`plain!`](crate::plain) | a call of code in `f64` | finite differences and Taylor slopes, for a function; for a derivative, every oracle's truth |
//!
//! Arguments arrive as `&DMatrix<N>`, as a slice `&[N]` of their entries column by column, as `DVector<N>`, or as a number, whatever the code
//! takes; a derivative may be a number, a `Vec`, a `DVector`, a `DMatrix`, or a `Result` of these. A derivative may be given by any of the
//! macros; one that is a formula too is proved, not only sampled.
//!
//! # Where points are drawn
//!
//! The signature says it: `"p: n×1 simplex, S: n×n positive-definite, w: n×1 positive"`; see
//! [`Signature::parse`](crate::check::Signature::parse). Derivatives are those of independent entries everywhere: the domain limits the points,
//! not the directions.
//!
//! # Documents
//!
//! [`test_derivations!`](crate::test_derivations) makes a test of every relation of a folder of derivations, and
//! [`Documented`] checks code against a formula of a document.

mod documented;
mod documents;
mod failure;
mod given;
mod hand;
mod macros;
mod subject;
mod update;

pub use documented::{Documented, NotDocumented};
pub use documents::run_documents;
pub use given::{Answer, Given, guarded};
pub use hand::Hand;
pub use nalgebra::DMatrix;
pub use subject::{Check, Subject};
pub use update::UpdateRule;
