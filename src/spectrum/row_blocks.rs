//! A preconditioner for Hessians: the diagonal blocks of the rows of the factors.
//!
//! With the other factor fixed, each row of a factor (each column of H) has a k×k block of its own. The blocks are shifted,
//! decomposed once, and kept until the shift has moved by more than a fifth.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// One row: where its entries stand in a direction, and its block.
#[derive(Debug, Clone)]
pub(super) struct RowBlock {
    pub(super) places: Vec<usize>,
    pub(super) block: DMatrix<f64>,
}

/// All of them.
pub(super) struct RowBlocks {
    rows: Vec<RowBlock>,
    largest_trace: f64,
    shift: f64,
    decomposed: Vec<Option<Cholesky<f64, Dyn>>>,
}

impl RowBlocks {
    pub(super) fn new(rows: Vec<RowBlock>) -> Self {
        let traces = rows.iter().map(|row| row.block.trace());
        Self {
            largest_trace: traces.fold(0.0, f64::max),
            rows,
            shift: f64::NAN,
            decomposed: Vec::new(),
        }
    }

    /// A bound on the smallest eigenvalue of the whole: that of the block with the smallest mean.
    pub(super) fn least(&self) -> Option<&DMatrix<f64>> {
        let mean = |row: &&RowBlock| {
            #[expect(clippy::cast_precision_loss, reason = "k is small beside 2⁵²")]
            let order = row.block.nrows() as f64;
            row.block.trace() / order
        };
        let rows = self.rows.iter().filter(|row| !row.places.is_empty());
        rows.min_by(|a, b| mean(a).total_cmp(&mean(b)))
            .map(|row| &row.block)
    }

    /// The largest trace of a block: at least its norm.
    pub(super) fn largest_trace(&self) -> f64 {
        self.largest_trace
    }

    /// `out = (blocks − shift·I)⁻¹ r`, for a shift near this one.
    pub(super) fn solve(&mut self, shift: f64, r: &[f64], out: &mut [f64]) {
        // Beside a shift of rounding size, singular blocks would turn everything into noise.
        let trace = self.largest_trace();
        let shift = if shift.abs() < 1e-10 * trace {
            -1e-4 * trace
        } else {
            shift
        };
        let near = (shift - self.shift).abs() <= 0.2 * shift.abs();
        if !near {
            self.shift = shift;
            let decompose = |row: &RowBlock| {
                let mut block = row.block.clone();
                for i in 0..block.nrows() {
                    block[(i, i)] -= shift;
                }
                Cholesky::new(block)
            };
            self.decomposed = self.rows.iter().map(decompose).collect();
        }
        out.copy_from_slice(r);
        for (row, decomposed) in self.rows.iter().zip(&self.decomposed) {
            // A shift inside the spectrum of a block leaves its row as it is.
            if let Some(decomposed) = decomposed {
                let mut entries = DVector::from_iterator(
                    row.places.len(),
                    row.places.iter().map(|&place| r[place]),
                );
                decomposed.solve_mut(&mut entries);
                for (&place, entry) in row.places.iter().zip(entries.iter()) {
                    out[place] = *entry;
                }
            }
        }
    }
}
