//! Extreme eigenvalues of Hessians, without building them.

mod answer;
mod bilinear;
mod bounds;
mod compression;
mod davidson;
mod direct;
mod error;
mod free;
mod gauge;
mod inertia;
mod masked;
mod meaning;
mod operator;
mod options;
mod orthonormal;
mod row_blocks;

pub use answer::{Assurance, Objective, Pair, Spectrum, Stationarity, Theorem};
pub use bilinear::{frobenius_spectrum, tikhonov_spectrum};
pub use bounds::{Bound, Bounds, Side};
pub use davidson::{Found, Search, Which, davidson};
pub use error::SpectrumError;
pub use masked::masked_spectrum;
pub use operator::Symmetric;
pub use options::{Options, Progress, Stopped};
