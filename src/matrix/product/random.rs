//! Random matrices for tests, each from an explicit seed.

use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Entries uniform in [−1, 1).
pub(crate) fn uniform(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    DMatrix::from_fn(rows, cols, |_, _| random.random::<f64>() * 2.0 - 1.0)
}

/// About a third of the entries stored; with two rows or more, at least one row is empty.
pub(crate) fn sparse(rows: usize, cols: usize, seed: u64) -> CsrMatrix<f64> {
    let matrix = sparse_with(rows, cols, cols.div_ceil(3), seed);
    assert!(
        rows < 2 || matrix.row_iter().any(|row| row.nnz() == 0),
        "a row is empty"
    );
    matrix
}

/// Up to `per_row` entries in each row but the second, which is empty; entries drawn at the same place are added.
pub(crate) fn sparse_with(rows: usize, cols: usize, per_row: usize, seed: u64) -> CsrMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut entries = CooMatrix::new(rows, cols);
    for row in (0..rows).filter(|&row| row != 1) {
        for _ in 0..per_row {
            entries.push(
                row,
                random.random_range(0..cols),
                random.random::<f64>() * 2.0 - 1.0,
            );
        }
    }
    CsrMatrix::from(&entries)
}
