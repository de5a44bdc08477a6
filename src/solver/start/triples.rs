//! The leading singular triples of X, by block Krylov iteration.
//!
//! # Reference
//! N. Halko, P.-G. Martinsson, J. A. Tropp, SIAM Review 53 (2011) 217–288; C. Musco, C. Musco, NIPS 28 (2015) (Krylov blocks).

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::matrix::{Data, SingularValues, singular_values};
use crate::solver::error::SolverError;

/// U n×k, s descending, V m×k.
pub(super) struct Triples {
    pub(super) left: DMatrix<f64>,
    pub(super) values: Vec<f64>,
    pub(super) right: DMatrix<f64>,
}

/// Columns of the block beyond the rank, and passes over X and Xᵀ.
const MORE: usize = 10;
const PASSES: usize = 6;

/// The `rank` leading triples; the same for the same X. Where X has not so many, the rest are zero.
pub(super) fn leading(x: &Data, rank: usize) -> Result<Triples, SolverError> {
    let (n, m) = x.shape();
    let width = (rank + MORE).min(n).min(m);
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut block = DMatrix::from_fn(m, width, |_, _| random.random::<f64>() - 0.5);
    let times = |block: &DMatrix<f64>| match x.product(block) {
        Ok(image) => image,
        Err(error) => unreachable!("the block has as many rows as X has columns: {error}"),
    };
    let transposed = |block: &DMatrix<f64>| match x.transpose_product(block) {
        Ok(image) => image,
        Err(error) => unreachable!("the block has as many rows as X: {error}"),
    };
    for _ in 0..PASSES {
        let left = times(&block).qr().q();
        block = transposed(&left).qr().q();
    }
    // X ≈ (X Q)Qᵀ.
    let SingularValues {
        left,
        values,
        right,
    } = singular_values(&times(&block))?;
    let found = rank.min(values.len());
    let right = &block * right;
    let mut out = Triples {
        left: DMatrix::zeros(n, rank),
        values: vec![0.0; rank],
        right: DMatrix::zeros(m, rank),
    };
    out.left
        .columns_mut(0, found)
        .copy_from(&left.columns(0, found));
    out.right
        .columns_mut(0, found)
        .copy_from(&right.columns(0, found));
    out.values[..found].copy_from_slice(&values[..found]);
    Ok(out)
}
