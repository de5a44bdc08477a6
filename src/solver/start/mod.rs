//! Where a solver begins.

mod nndsvd;
mod random;
mod triples;

use super::error::SolverError;
use super::factors::Factors;
use crate::matrix::Data;

pub use nndsvd::Zeros;

/// How the first factors are made.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// Uniform entries (centred ones where factors may be negative), scaled so that the multiple of WH is the one nearest to X.
    Random,
    /// From the leading singular triples of X, of each the larger of its positive and negative part; deterministic.
    Nndsvd(Zeros),
    /// W = U√S, H = √S Vᵀ from the leading singular triples: the best approximation of the rank, for factors of any sign.
    Svd,
    /// These.
    Given(Factors),
}

/// The first factors for X.
pub(super) fn factors(
    start: &Start,
    x: &Data,
    rank: usize,
    nonnegative: bool,
    seed: u64,
) -> Result<Factors, SolverError> {
    match start {
        Start::Random => Ok(random::factors(x, rank, nonnegative, seed)),
        Start::Nndsvd(zeros) => nndsvd::factors(x, rank, *zeros, seed),
        Start::Svd => {
            let triples = triples::leading(x, rank)?;
            let root = |r: usize| triples.values[r].sqrt();
            let mut factors = Factors {
                w: triples.left,
                h: triples.right.transpose(),
            };
            for r in 0..rank {
                factors.w.column_mut(r).scale_mut(root(r));
                factors.h.row_mut(r).scale_mut(root(r));
            }
            Ok(factors)
        }
        Start::Given(factors) => Ok(factors.clone()),
    }
}
