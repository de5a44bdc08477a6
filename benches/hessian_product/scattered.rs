//! Random sparse matrices, each from an explicit seed.

use nalgebra_sparse::CsrMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// n×n with about `per_row` entries at random places in every row.
pub(crate) fn sparse(n: usize, per_row: usize, seed: u64) -> CsrMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (mut offsets, mut columns) = (vec![0], Vec::with_capacity(n * per_row));
    for _ in 0..n {
        let mut row: Vec<usize> = (0..per_row).map(|_| random.random_range(0..n)).collect();
        row.sort_unstable();
        row.dedup();
        columns.extend(row);
        offsets.push(columns.len());
    }
    let values = (0..columns.len())
        .map(|_| random.random::<f64>() - 0.5)
        .collect();
    CsrMatrix::try_from_csr_data(n, n, offsets, columns, values).unwrap()
}
