//! Random matrices of the experiments.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Entries uniform in [0, 1).
pub(super) fn uniform(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    DMatrix::from_fn(rows, cols, |_, _| random.random())
}

/// A product of two uniform factors of rank k, and `noise` times uniform entries.
pub(super) fn low_rank_plus_noise(
    (n, m): (usize, usize),
    k: usize,
    noise: f64,
    seed: u64,
) -> DMatrix<f64> {
    let factors = uniform(n, k, seed ^ 0x10) * uniform(k, m, seed ^ 0x20);
    factors + uniform(n, m, seed ^ 0x30) * noise
}
