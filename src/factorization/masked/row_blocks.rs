//! The k×k blocks of the Hessian's U-block, and the largest of their norms.

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

use super::Masked;
use crate::factorization::spectral_norm::{Scaled, exponent_of, largest_eigenvalue, scale};

/// The k×k blocks Σ_j P_ij² v_jᵀv_j + λI of the U-block of the Hessian, one for each row i of U.
#[derive(Debug)]
pub struct RowBlocks<'a> {
    problem: &'a Masked,
    /// k×m.
    v: DMatrix<f64>,
}

impl<'a> RowBlocks<'a> {
    /// `v` is k×m.
    pub(super) fn new(problem: &'a Masked, v: DMatrix<f64>) -> Self {
        Self { problem, v }
    }

    /// The block of row i, counted from 0. Cost: 2k² flops for each observed entry of the row.
    ///
    /// # Panics
    /// If there is no row i.
    #[must_use]
    pub fn block(&self, row: usize) -> DMatrix<f64> {
        let mut block = DMatrix::zeros(self.v.nrows(), self.v.nrows());
        self.block_into(row, &mut block);
        block
    }

    /// [`RowBlocks::block`] into a matrix of the caller.
    ///
    /// # Panics
    /// If there is no row i, or `block` is not k×k.
    pub fn block_into(&self, row: usize, block: &mut DMatrix<f64>) {
        let Self { problem, v } = self;
        let observed = problem.observed();
        assert!(row < observed.nrows(), "row {row} of {}", observed.nrows());
        assert_eq!(
            block.shape(),
            (self.v.nrows(), self.v.nrows()),
            "a block is k×k"
        );
        write_row_block(observed, problem.squared_weights(), v, row, block);
        for l in 0..block.nrows() {
            block[(l, l)] += problem.lambda();
        }
    }
}

/// max_i ‖Σ_j P_ij² v_jᵀv_j‖₂.
pub(super) fn largest_norm(problem: &Masked, v: &DMatrix<f64>) -> f64 {
    let exponent_v = exponent_of(v.as_slice());
    let v = DMatrix::from_vec(v.nrows(), v.ncols(), scale(v.as_slice(), exponent_v)).transpose();
    let exponent_w = problem.squared_weights().map_or(0, exponent_of);
    let weights = problem
        .squared_weights()
        .map(|weights| scale(weights, exponent_w));
    let mut block = DMatrix::zeros(v.nrows(), v.nrows());
    let mut largest = 0.0;
    for row in 0..problem.observed().nrows() {
        write_row_block(problem.observed(), weights.as_deref(), &v, row, &mut block);
        // The spectral norm is at most each of these three.
        let sums = block
            .row_iter()
            .map(|row| row.iter().map(|entry| entry.abs()).sum::<f64>())
            .fold(0.0, f64::max);
        if block.trace().min(sums).min(block.norm()) > largest {
            largest = largest_eigenvalue(block.clone()).max(largest);
        }
    }
    Scaled {
        fraction: largest,
        exponent: 2 * exponent_v + exponent_w,
    }
    .value()
}

/// Overwrites `block` with Σ_j P_ij² v_jᵀv_j over the observed entries of row i; `v` is k×m.
fn write_row_block(
    observed: &CsrMatrix<f64>,
    weights: Option<&[f64]>,
    v: &DMatrix<f64>,
    row: usize,
    block: &mut DMatrix<f64>,
) {
    block.fill(0.0);
    let entries = observed.row_offsets()[row]..observed.row_offsets()[row + 1];
    for entry in entries {
        let v = v.column(observed.col_indices()[entry]);
        block.ger(weights.map_or(1.0, |weights| weights[entry]), &v, &v, 1.0);
    }
}
