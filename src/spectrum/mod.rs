//! Extreme eigenvalues of Hessians, without building them.
//!
//! At a factorization (W, H): is there a direction of negative curvature, and how negative? [`frobenius_spectrum`],
//! [`tikhonov_spectrum`] and [`masked_spectrum`] answer for the three objectives with eigenvalues, directions, residuals computed
//! from scratch, [`Bounds`], whether the point is stationary, why no eigenvalue was missed ([`Assurance`]), and a sentence that says
//! what the number means. [`davidson`] does it for any symmetric operator.
//!
//! The first two go through a compression that turns one product of X with a vector into k directions at once; the masked objective and
//! the free entries of nonnegative factors ([`Options::free`]) through a stored basis.

mod answer;
mod bilinear;
mod bounds;
mod compression;
mod davidson;
mod direct;
mod directions;
mod error;
mod factors;
mod free;
mod gauge;
mod inertia;
mod masked;
mod meaning;
mod operator;
mod options;
mod orthonormal;
mod row_blocks;
mod scalings;
mod whole;

pub use answer::{Assurance, Objective, Pair, Spectrum, Stationarity, Theorem};
pub use bilinear::{frobenius_spectrum, tikhonov_spectrum};
pub use bounds::{Bound, Bounds, Side};
pub use davidson::{Found, Search, Which, davidson, davidson_observed};
pub use error::SpectrumError;
pub use masked::masked_spectrum;
pub use operator::Symmetric;
pub use options::{Options, Progress, Stopped};
