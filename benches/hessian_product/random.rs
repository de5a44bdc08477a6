//! Random dense matrices, each from an explicit seed.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Entries uniform in [−½, ½).
pub(crate) fn dense(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    DMatrix::from_fn(rows, cols, |_, _| random.random::<f64>() - 0.5)
}
