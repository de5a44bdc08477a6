//! Claims before oracles: is this derivative what somebody says it is?
//!
//! A [`Claim`] states that a formula equals a [`Quantity`]: a gradient, a Hessian block, a Hessian-vector
//! product, a Gauss–Newton part. [`examine`] puts it before every oracle at points where mistakes cannot hide,
//! and at those where rounding and degenerate shapes bite, and returns an [`Examination`]: what each oracle
//! found, the verdict, and for a wrong claim a counterexample in small integers.
//!
//! ```
//! use matproof::algebra::HALF;
//! use matproof::check::{Claim, Quantity, Signature, examine};
//! use matproof::formula;
//!
//! let signature = Signature::parse("X: n×m, W: n×k, H: k×m")?;
//! let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
//! let wrong = formula!(|x, w, h| w.t() * (x - w * h));             // the sign of the residual
//! let claim = Claim::new("∇_H f = Wᵀ(X − WH)", signature, Quantity::gradient(f, "H"), wrong)?;
//!
//! let examination = examine(&claim, 7);
//! assert!(examination.verdict.is_refuted());
//! assert!(examination.counterexample.is_some());
//! # Ok::<(), matproof::check::ClaimError>(())
//! ```

mod blind_spot;
mod case;
mod claim;
mod comparison;
mod counterexample;
mod derived;
mod examination;
mod kernel;
mod quantity;
mod signature;
mod smallest;
mod structured;
mod verdict;

pub use blind_spot::{BlindSpot, blind_spots};
pub use case::{Case, battery};
pub(crate) use case::{generic_point, generic_sizes, largest};
pub use claim::{Claim, ClaimError, Form};
pub use comparison::{Comparison, Worst, compare};
pub use counterexample::Counterexample;
pub(crate) use counterexample::size_vectors;
pub use examination::{Examination, examine, examine_at};
pub use kernel::Kernel;
pub use quantity::Quantity;
pub use signature::{Argument, Role, Signature, SignatureError};
pub use smallest::smallest_failure;
pub use verdict::{Finding, Oracle, Outcome, Place, Verdict};
