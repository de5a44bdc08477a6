//! Both products with a dense X, tile by tile: every tile is read from memory once and used twice.
//!
//! A tile of 512×256 numbers (1 MiB, the size of a second-level cache) and the pieces of P, Q and the results beside it
//! are large enough for the matrix product to run at full speed. `X Qᵀ` is accumulated as its transpose, k×n: that way
//! round the product library is faster by up to a third (bench `hessian_product`, baseline table).

use std::ops::Range;

use faer::{Accum, MatMut, MatRef};
use rayon::prelude::*;

use super::{Block, Products, Store, Threads, multiply};

const TILE_ROWS: usize = 512;
const TILE_COLS: usize = 256;

/// What one thread does: a range of columns of X, for every request.
struct Part<'a> {
    columns: Range<usize>,
    requests: Vec<Request<'a>>,
}

struct Request<'a> {
    /// Q and the k×n transpose of this part's share of `α X Qᵀ`.
    x_qt: Option<(MatRef<'a, f64>, MatMut<'a, f64>)>,
    /// P and the columns of `Pᵀ X` that belong to this part.
    pt_x: Option<(MatRef<'a, f64>, MatMut<'a, f64>)>,
}

/// Adds `α X Qᵀ` and `α Pᵀ X` for every request, reading X once.
pub(super) fn add_products(
    x: Block<'_>,
    alpha: f64,
    products: &mut [Products<'_>],
    threads: Threads,
    store: &mut Store,
) {
    let (n, m) = (x.nrows(), x.ncols());
    if n == 0 || m == 0 {
        return;
    }
    let widths: Vec<usize> = products
        .iter()
        .map(|p| p.x_qt.as_ref().map_or(0, |(q, _)| q.nrows()))
        .collect();
    let ranges = split(m, threads.count());
    let shares = store.zeroed(&vec![n * widths.iter().sum::<usize>(); ranges.len()]);

    let queries: Vec<_> = products
        .iter()
        .map(|p| p.x_qt.as_ref().map(|(q, _)| q.view()))
        .collect();
    let mut unclaimed: Vec<_> = products
        .iter_mut()
        .map(|p| {
            p.pt_x
                .as_mut()
                .map(|(p, out)| (p.view(), out.borrow().view()))
        })
        .collect();
    let mut parts = Vec::with_capacity(ranges.len());
    for (columns, share) in ranges.into_iter().zip(shares.iter_mut()) {
        let mut share = share.as_mut_slice();
        let mut requests = Vec::with_capacity(queries.len());
        for ((q, rest), &k) in queries.iter().zip(&mut unclaimed).zip(&widths) {
            let (mine, others) = std::mem::take(&mut share).split_at_mut(n * k);
            share = others;
            let x_qt = q.map(|q| (q, MatMut::from_column_major_slice_mut(mine, k, n)));
            let pt_x = rest.take().map(|(p, out)| {
                let (mine, others) = out.split_at_col_mut(columns.len());
                *rest = Some((p, others));
                (p, mine)
            });
            requests.push(Request { x_qt, pt_x });
        }
        parts.push(Part { columns, requests });
    }
    if let [part] = parts.as_mut_slice() {
        part.run(x.view(), alpha);
    } else {
        parts
            .into_par_iter()
            .for_each(|mut part| part.run(x.view(), alpha));
    }
    for share in shares {
        let mut start = 0;
        for (request, &k) in products.iter_mut().zip(&widths) {
            if let Some((_, out)) = &mut request.x_qt {
                out.borrow()
                    .add(Block::new(&share[start..start + n * k], k, n).transpose());
            }
            start += n * k;
        }
    }
}

impl Part<'_> {
    fn run(&mut self, x: MatRef<'_, f64>, alpha: f64) {
        let first = self.columns.start;
        for left in self.columns.clone().step_by(TILE_COLS) {
            let cols = TILE_COLS.min(self.columns.end - left);
            for top in (0..x.nrows()).step_by(TILE_ROWS) {
                let rows = TILE_ROWS.min(x.nrows() - top);
                let tile = x.submatrix(top, left, rows, cols);
                for request in &mut self.requests {
                    // Pᵀ X first: it is the one that brings the tile into the cache at the higher speed.
                    if let Some((p, out)) = &mut request.pt_x {
                        let out = out.as_mut().subcols_mut(left - first, cols);
                        multiply(
                            out,
                            Accum::Add,
                            p.subrows(top, rows).transpose(),
                            tile,
                            alpha,
                        );
                    }
                    if let Some((q, out)) = &mut request.x_qt {
                        let out = out.as_mut().subcols_mut(top, rows);
                        multiply(
                            out,
                            Accum::Add,
                            q.subcols(left, cols),
                            tile.transpose(),
                            alpha,
                        );
                    }
                }
            }
        }
    }
}

/// `0..total` in `parts` ranges whose lengths differ by at most one, none of them empty.
pub(crate) fn split(total: usize, parts: usize) -> Vec<Range<usize>> {
    let parts = parts.min(total).max(1);
    (0..parts)
        .map(|part| total * part / parts..total * (part + 1) / parts)
        .collect()
}
