//! Value and gradients through the residual A = WH − X, formed and used up tile by tile: accurate where A is small,
//! and no n×m temporary. Each tile costs three products, X is read once.

use std::ops::Range;

use faer::{Accum, MatMut, MatRef};
use rayon::prelude::*;

use super::kernel::Gradients;
use crate::matrix::product::{Block, Store, Threads, multiply, split};

const TILE_ROWS: usize = 256;
const TILE_COLS: usize = 256;

/// ½‖WH − X‖² and, where asked for, A Hᵀ and Wᵀ A.
pub(super) fn residual_pass(
    x: Block<'_>,
    w: Block<'_>,
    h: Block<'_>,
    gradients: Gradients<'_>,
    threads: Threads,
    store: &mut Store,
) -> f64 {
    let (n, m, k) = (x.nrows(), x.ncols(), w.ncols());
    let ranges = split(m, threads.count());
    let share = if gradients.w.is_some() { n * k } else { 0 };
    let tile = TILE_ROWS.min(n) * TILE_COLS.min(m);
    let mut lengths = vec![share; ranges.len()];
    lengths.resize(2 * ranges.len(), tile);
    let (shares, tiles) = store.zeroed(&lengths).split_at_mut(ranges.len());

    let mut unclaimed = gradients.h.map(|out| {
        let mut out = out.view();
        out.fill(0.0);
        out
    });
    let mut parts = Vec::with_capacity(ranges.len());
    for ((columns, share), tile) in ranges.into_iter().zip(shares.iter_mut()).zip(tiles) {
        let gradient_h = unclaimed.take().map(|out| {
            let (mine, others) = out.split_at_col_mut(columns.len());
            unclaimed = Some(others);
            mine
        });
        let gradient_w = gradients
            .w
            .is_some()
            .then(|| MatMut::from_column_major_slice_mut(share.as_mut_slice(), k, n));
        parts.push(Part {
            columns,
            gradient_w,
            gradient_h,
            tile,
        });
    }
    let run = |part: &mut Part<'_>| part.run(x.view(), w.view(), h.view());
    let squares: Vec<f64> = match parts.as_mut_slice() {
        [part] => vec![run(part)],
        parts => parts.par_iter_mut().map(run).collect(),
    };
    drop(parts);
    if let Some(mut out) = gradients.w {
        out.borrow().view().fill(0.0);
        for share in shares {
            out.borrow().add(Block::new(share, k, n).transpose());
        }
    }
    0.5 * squares.iter().sum::<f64>()
}

/// What one thread does: a range of columns.
struct Part<'a> {
    columns: Range<usize>,
    /// This part's share of (A Hᵀ)ᵀ, k×n.
    gradient_w: Option<MatMut<'a, f64>>,
    /// Its columns of Wᵀ A.
    gradient_h: Option<MatMut<'a, f64>>,
    tile: &'a mut [f64],
}

impl Part<'_> {
    fn run(&mut self, x: MatRef<'_, f64>, w: MatRef<'_, f64>, h: MatRef<'_, f64>) -> f64 {
        let first = self.columns.start;
        let mut squares = 0.0;
        for left in self.columns.clone().step_by(TILE_COLS) {
            let cols = TILE_COLS.min(self.columns.end - left);
            let h = h.subcols(left, cols);
            for top in (0..x.nrows()).step_by(TILE_ROWS) {
                let rows = TILE_ROWS.min(x.nrows() - top);
                let w = w.subrows(top, rows);
                let entries = &mut self.tile[..rows * cols];
                multiply(
                    MatMut::from_column_major_slice_mut(entries, rows, cols),
                    Accum::Replace,
                    w,
                    h,
                    1.0,
                );
                squares += subtract(entries, x.submatrix(top, left, rows, cols));
                let a = MatRef::from_column_major_slice(entries, rows, cols);
                if let Some(out) = &mut self.gradient_w {
                    multiply(
                        out.as_mut().subcols_mut(top, rows),
                        Accum::Add,
                        h,
                        a.transpose(),
                        1.0,
                    );
                }
                if let Some(out) = &mut self.gradient_h {
                    multiply(
                        out.as_mut().subcols_mut(left - first, cols),
                        Accum::Add,
                        w.transpose(),
                        a,
                        1.0,
                    );
                }
            }
        }
        squares
    }
}

/// Subtracts the tile of X from that of WH and returns the sum of the squares that remain.
fn subtract(product: &mut [f64], x: MatRef<'_, f64>) -> f64 {
    let mut squares = 0.0;
    for (column, j) in product.chunks_exact_mut(x.nrows()).zip(0..x.ncols()) {
        let x = x.col(j).try_as_col_major();
        for (entry, x) in column.iter_mut().zip(x.iter().flat_map(|x| x.as_slice())) {
            *entry -= x;
        }
        squares += sum_of_squares(column);
    }
    squares
}

/// Eight sums side by side: faster, and a shorter chain of roundings.
fn sum_of_squares(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value * value;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|value| value * value).sum::<f64>()
}
