//! Both products with a sparse X held row by row, in one pass over its entries.
//!
//! An entry X_ij adds X_ij q_j to row i of `X Qᵀ` and X_ij p_i to column j of `Pᵀ X`. Everything is laid out so that
//! q_j, p_i and both results are k numbers in a row. What limits the speed is fetching q_j and the result's column j, far
//! apart for neighbouring entries; the columns are therefore visited in ranges whose share of Q and of the result fits the
//! cache (a factor of two and more at n = m = 10⁵ with 10⁷ entries, k = 20: bench `hessian_product`).

use std::ops::Range;

use nalgebra_sparse::CsrMatrix;
use rayon::prelude::*;

use super::{Block, BlockMut, ProductWorkspace, Products, Threads};

/// Bytes of Q and of `Pᵀ X` that one range of columns may occupy; chosen by experiment, flat between 4 and 8 MiB.
const CACHED_BYTES: usize = 4 << 20;
/// Fewer entries of a row than this in one range of columns do not pay for visiting the row again.
const ENTRIES_PER_VISIT: usize = 8;

/// The stored entries of a sparse matrix, row by row; the columns of a row ascend.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    /// Row i holds the entries `offsets[i]..offsets[i + 1]`.
    pub(crate) offsets: &'a [usize],
    pub(crate) columns: &'a [usize],
    pub(crate) values: &'a [f64],
    pub(crate) ncols: usize,
}

/// A walk over the entries of some rows, one range of columns after another.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// For each row, its first entry that was not visited yet.
    next: Vec<usize>,
}

impl Walk {
    /// Calls `visit(row, entries)` for each of the `rows` and each range of columns, until every entry was visited once.
    ///
    /// `cached` is the number of arrays of k numbers a column that `visit` reads or writes.
    #[inline(always)]
    pub(crate) fn each(
        &mut self,
        x: Rows<'_>,
        rows: Range<usize>,
        k: usize,
        cached: usize,
        mut visit: impl FnMut(usize, Range<usize>),
    ) {
        if rows.is_empty() {
            return;
        }
        let entries = x.offsets[rows.end] - x.offsets[rows.start];
        let ranges = (x.ncols * k * cached * size_of::<f64>()).div_ceil(CACHED_BYTES);
        let ranges = ranges.min(entries / rows.len() / ENTRIES_PER_VISIT).max(1);
        let width = x.ncols.div_ceil(ranges);
        self.next.clear();
        self.next.extend_from_slice(&x.offsets[rows.clone()]);
        for range in 1..=ranges {
            for (row, next) in rows.clone().zip(&mut self.next) {
                let rest = &x.columns[*next..x.offsets[row + 1]];
                let count = if range == ranges {
                    rest.len()
                } else {
                    rest.iter()
                        .position(|&column| column >= range * width)
                        .unwrap_or(rest.len())
                };
                visit(row, *next..*next + count);
                *next += count;
            }
        }
    }
}

impl<'a> Rows<'a> {
    pub(crate) fn of(x: &'a CsrMatrix<f64>) -> Self {
        Self {
            offsets: x.row_offsets(),
            columns: x.col_indices(),
            values: x.values(),
            ncols: x.ncols(),
        }
    }

    pub(crate) fn nrows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The rows in at most `parts` ranges with about as many entries each.
    pub(crate) fn split(&self, parts: usize) -> Vec<Range<usize>> {
        let (n, entries) = (self.nrows(), self.columns.len());
        let parts = parts.min(n).max(1);
        let mut start = 0;
        let mut ranges = Vec::with_capacity(parts);
        for part in 1..=parts {
            let end = if part == parts {
                n
            } else {
                self.offsets
                    .partition_point(|&o| o < entries * part / parts)
                    .min(n)
            };
            ranges.push(start..end.max(start));
            start = end.max(start);
        }
        ranges
    }

    /// Adds `α X Qᵀ` and `α Pᵀ X`; see [`crate::matrix::Data::add_products`].
    pub(crate) fn add_products(
        self,
        alpha: f64,
        request: &mut Products<'_>,
        threads: Threads,
        workspace: &mut ProductWorkspace,
    ) {
        let (n, m) = (self.nrows(), self.ncols);
        let (q, p) = (
            request.x_qt.as_ref().map(|(q, _)| *q),
            request.pt_x.as_ref().map(|(p, _)| *p),
        );
        let Some(k) = q.map(|q| q.nrows()).or(p.map(|p| p.ncols())) else {
            return;
        };
        if n == 0 || m == 0 || k == 0 {
            return;
        }
        let parts = self.split(threads.count());
        // Copies of Pᵀ and Q if k numbers do not lie in a row already, the k×n transpose of X Qᵀ, and a k×m share of Pᵀ X
        // for each part.
        let p_direct = p.map_or(Some([].as_slice()), |p| p.transpose().contiguous_columns());
        let q_direct = q.map_or(Some([].as_slice()), |q| q.contiguous_columns());
        let mut lengths = vec![
            if p_direct.is_some() { 0 } else { k * n },
            if q_direct.is_some() { 0 } else { k * m },
        ];
        lengths.push(if q.is_some() { k * n } else { 0 });
        lengths.resize(3 + parts.len(), if p.is_some() { k * m } else { 0 });
        let (copies, results) = workspace.store.zeroed(&lengths).split_at_mut(2);
        if let (Some(p), None) = (p, p_direct) {
            BlockMut::new(&mut copies[0], k, n).add(p.transpose());
        }
        if let (Some(q), None) = (q, q_direct) {
            BlockMut::new(&mut copies[1], k, m).add(q);
        }
        let (row_results, shares) = results.split_at_mut(1);
        {
            let inputs = Inputs {
                x: self,
                alpha,
                k,
                p: p_direct.unwrap_or(&copies[0]),
                q: q_direct.unwrap_or(&copies[1]),
            };
            let mut rest = row_results[0].as_mut_slice();
            let mut jobs = Vec::with_capacity(parts.len());
            if workspace.walks.len() < parts.len() {
                workspace.walks.resize_with(parts.len(), Walk::default);
            }
            for ((rows, pt_x), walk) in parts
                .into_iter()
                .zip(shares.iter_mut())
                .zip(&mut workspace.walks)
            {
                let length = if q.is_some() { k * rows.len() } else { 0 };
                let (x_qt, others) = std::mem::take(&mut rest).split_at_mut(length);
                rest = others;
                jobs.push(Job {
                    rows,
                    x_qt,
                    pt_x,
                    walk,
                });
            }
            if let [job] = jobs.as_mut_slice() {
                inputs.run(job);
            } else {
                jobs.par_iter_mut().for_each(|job| inputs.run(job));
            }
        }
        if let Some((_, out)) = &mut request.x_qt {
            out.borrow()
                .add(Block::new(&row_results[0], k, n).transpose());
        }
        if let Some((_, out)) = &mut request.pt_x {
            for share in shares.iter() {
                out.borrow().add(Block::new(share, k, m));
            }
        }
    }
}

/// What all threads read: `p` holds p_i at `k·i`, `q` holds q_j at `k·j`; an empty one is not wanted.
#[derive(Clone, Copy)]
struct Inputs<'a> {
    x: Rows<'a>,
    alpha: f64,
    k: usize,
    p: &'a [f64],
    q: &'a [f64],
}

/// What one thread writes: the results of its rows, and its share of all columns.
struct Job<'a> {
    rows: Range<usize>,
    x_qt: &'a mut [f64],
    pt_x: &'a mut [f64],
    walk: &'a mut Walk,
}

impl Inputs<'_> {
    fn run(&self, job: &mut Job<'_>) {
        with_width(self.k, Pass { inputs: self, job });
    }
}

struct Pass<'a, 'b> {
    inputs: &'a Inputs<'a>,
    job: &'a mut Job<'b>,
}

impl ForWidth for Pass<'_, '_> {
    fn run<W: Width>(self, width: W) {
        let Pass { inputs, job } = self;
        let Inputs { x, alpha, k, p, q } = *inputs;
        let first = job.rows.start;
        let (rows, x_qt, pt_x) = (job.rows.clone(), &mut *job.x_qt, &mut *job.pt_x);
        let entries = |range: Range<usize>| x.columns[range.clone()].iter().zip(&x.values[range]);
        match (q.is_empty(), p.is_empty()) {
            (false, false) => job.walk.each(x, rows, k, 2, |row, range| {
                let (p_row, out) = (width.get(p, row), width.get_mut(x_qt, row - first));
                for (&column, &value) in entries(range) {
                    let value = alpha * value;
                    add_multiple(out, value, width.get(q, column));
                    add_multiple(width.get_mut(pt_x, column), value, p_row);
                }
            }),
            (false, true) => job.walk.each(x, rows, k, 1, |row, range| {
                let out = width.get_mut(x_qt, row - first);
                for (&column, &value) in entries(range) {
                    add_multiple(out, alpha * value, width.get(q, column));
                }
            }),
            (true, false) => job.walk.each(x, rows, k, 1, |row, range| {
                let p_row = width.get(p, row);
                for (&column, &value) in entries(range) {
                    add_multiple(width.get_mut(pt_x, column), alpha * value, p_row);
                }
            }),
            (true, true) => {}
        }
    }
}

/// Vectors of k numbers that lie one after another: k known to the compiler, or not.
pub(crate) trait Width: Copy {
    /// The vector with this index.
    fn get(self, vectors: &[f64], index: usize) -> &[f64];
    /// The vector with this index, to write to.
    fn get_mut(self, vectors: &mut [f64], index: usize) -> &mut [f64];
}

/// Work that is compiled once for each usual k.
pub(crate) trait ForWidth {
    /// Does it.
    fn run<W: Width>(self, width: W);
}

/// Does the work with k known to the compiler where k is a usual one: a sixth of the time at k = 20.
pub(crate) fn with_width(k: usize, work: impl ForWidth) {
    match k {
        1 => work.run(Fixed::<1>),
        2 => work.run(Fixed::<2>),
        4 => work.run(Fixed::<4>),
        5 => work.run(Fixed::<5>),
        8 => work.run(Fixed::<8>),
        10 => work.run(Fixed::<10>),
        16 => work.run(Fixed::<16>),
        20 => work.run(Fixed::<20>),
        32 => work.run(Fixed::<32>),
        k => work.run(Any(k)),
    }
}

/// k = K.
#[derive(Clone, Copy)]
pub(crate) struct Fixed<const K: usize>;

/// Any k.
#[derive(Clone, Copy)]
pub(crate) struct Any(usize);

impl<const K: usize> Width for Fixed<K> {
    #[inline(always)]
    fn get(self, vectors: &[f64], index: usize) -> &[f64] {
        &vectors.as_chunks::<K>().0[index]
    }

    #[inline(always)]
    fn get_mut(self, vectors: &mut [f64], index: usize) -> &mut [f64] {
        &mut vectors.as_chunks_mut::<K>().0[index]
    }
}

impl Width for Any {
    #[inline(always)]
    fn get(self, vectors: &[f64], index: usize) -> &[f64] {
        &vectors[index * self.0..][..self.0]
    }

    #[inline(always)]
    fn get_mut(self, vectors: &mut [f64], index: usize) -> &mut [f64] {
        &mut vectors[index * self.0..][..self.0]
    }
}

/// `y += a x`.
#[inline(always)]
pub(crate) fn add_multiple(y: &mut [f64], a: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// Σ x_l y_l in four sums side by side: one sum would wait for every addition.
#[inline(always)]
pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<4>(), y.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (x, y) in x.iter().zip(y) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    let rest: f64 = x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
