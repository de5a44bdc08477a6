//! A thin matrix held column by column, or the transpose of one, and the dense product of two of them.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use nalgebra::DMatrix;

/// A matrix whose entries lie column by column in a slice, or the transpose of such a matrix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a> {
    /// Column by column, before the transpose.
    entries: &'a [f64],
    /// Length of a stored column.
    height: usize,
    /// Number of stored columns.
    width: usize,
    transposed: bool,
}

impl<'a> Block<'a> {
    pub(crate) fn of(matrix: &'a DMatrix<f64>) -> Self {
        Self::new(matrix.as_slice(), matrix.nrows(), matrix.ncols())
    }

    pub(crate) fn new(entries: &'a [f64], rows: usize, cols: usize) -> Self {
        assert_eq!(
            entries.len(),
            rows * cols,
            "a {rows}×{cols} block has that many entries"
        );
        Self {
            entries,
            height: rows,
            width: cols,
            transposed: false,
        }
    }

    pub(crate) fn transpose(self) -> Self {
        Self {
            transposed: !self.transposed,
            ..self
        }
    }

    pub(crate) fn nrows(&self) -> usize {
        if self.transposed {
            self.width
        } else {
            self.height
        }
    }

    pub(crate) fn ncols(&self) -> usize {
        if self.transposed {
            self.height
        } else {
            self.width
        }
    }

    pub(crate) fn view(self) -> MatRef<'a, f64> {
        let stored = MatRef::from_column_major_slice(self.entries, self.height, self.width);
        if self.transposed {
            stored.transpose()
        } else {
            stored
        }
    }

    /// The entries, if each *column* of this matrix lies in one piece.
    pub(crate) fn contiguous_columns(self) -> Option<&'a [f64]> {
        (!self.transposed).then_some(self.entries)
    }
}

/// As [`Block`], to write to.
#[derive(Debug)]
pub(crate) struct BlockMut<'a> {
    entries: &'a mut [f64],
    height: usize,
    width: usize,
    transposed: bool,
}

impl<'a> BlockMut<'a> {
    pub(crate) fn of(matrix: &'a mut DMatrix<f64>) -> Self {
        let (rows, cols) = matrix.shape();
        Self::new(matrix.as_mut_slice(), rows, cols)
    }

    pub(crate) fn new(entries: &'a mut [f64], rows: usize, cols: usize) -> Self {
        assert_eq!(
            entries.len(),
            rows * cols,
            "a {rows}×{cols} block has that many entries"
        );
        Self {
            entries,
            height: rows,
            width: cols,
            transposed: false,
        }
    }

    pub(crate) fn transpose(self) -> Self {
        Self {
            transposed: !self.transposed,
            ..self
        }
    }

    pub(crate) fn borrow(&mut self) -> BlockMut<'_> {
        BlockMut {
            entries: self.entries,
            height: self.height,
            width: self.width,
            transposed: self.transposed,
        }
    }

    pub(crate) fn view(self) -> MatMut<'a, f64> {
        let stored = MatMut::from_column_major_slice_mut(self.entries, self.height, self.width);
        if self.transposed {
            stored.transpose_mut()
        } else {
            stored
        }
    }

    /// Adds a block of the same shape.
    pub(crate) fn add(self, other: Block<'_>) {
        // Where one of the two runs along rows and the other along columns, strips this wide keep both in the cache.
        const STRIP: usize = 32;
        assert_eq!(
            (self.nrows(), self.ncols()),
            (other.nrows(), other.ncols()),
            "blocks to add have one shape"
        );
        if self.transposed {
            return self.transpose().add(other.transpose());
        }
        let (rows, cols) = (self.height, self.width);
        if other.transposed {
            for top in (0..rows).step_by(STRIP) {
                let bottom = rows.min(top + STRIP);
                for col in 0..cols {
                    let out = &mut self.entries[col * rows + top..col * rows + bottom];
                    for (entry, row) in out.iter_mut().zip(top..bottom) {
                        *entry += other.entries[row * cols + col];
                    }
                }
            }
        } else {
            for (entry, other) in self.entries.iter_mut().zip(other.entries) {
                *entry += other;
            }
        }
    }

    fn nrows(&self) -> usize {
        if self.transposed {
            self.width
        } else {
            self.height
        }
    }

    fn ncols(&self) -> usize {
        if self.transposed {
            self.height
        } else {
            self.width
        }
    }
}

/// `out = α A B`, or `out += α A B` with [`Accum::Add`], on the calling thread.
pub(crate) fn multiply(
    out: MatMut<'_, f64>,
    accum: Accum,
    a: MatRef<'_, f64>,
    b: MatRef<'_, f64>,
    alpha: f64,
) {
    matmul(out, accum, a, b, alpha, Par::Seq);
    clear_upper_halves();
}

/// Clears the upper halves of the vector registers, which the assembly kernels behind [`matmul`] (faer 0.24) leave in use.
///
/// Until that is done every ordinary (128-bit) vector instruction of the thread has to preserve them, and code compiled
/// without wider vectors runs two to six times slower: measured on an AMD EPYC (Zen 4) with the sparse products of the
/// bench `hessian_product`, after a single product of two 200×200 matrices.
pub(crate) fn clear_upper_halves() {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx) = pulp::core_arch::x86::Avx::try_new() {
        avx._mm256_zeroupper();
    }
}

/// Numbered arrays that are cleared, not freed, between uses.
#[derive(Debug, Default)]
pub(crate) struct Store {
    arrays: Vec<Vec<f64>>,
}

impl Store {
    /// `lengths.len()` arrays of these lengths, all zero.
    pub(crate) fn zeroed(&mut self, lengths: &[usize]) -> &mut [Vec<f64>] {
        if self.arrays.len() < lengths.len() {
            self.arrays.resize_with(lengths.len(), Vec::new);
        }
        for (array, &length) in self.arrays.iter_mut().zip(lengths) {
            array.clear();
            array.resize(length, 0.0);
        }
        &mut self.arrays[..lengths.len()]
    }
}
