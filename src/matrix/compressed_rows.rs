//! From a list of entries in any order to compressed sparse rows, without a second fat copy.

use nalgebra_sparse::CsrMatrix;

/// Entries (i, j, x) of a sparse matrix in any order, 16 bytes each; indices count from 0.
#[derive(Debug, Default)]
pub(super) struct Triples {
    rows: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f64>,
}

/// A matrix in compressed rows, and the first place (row, column) that had several entries.
#[derive(Debug)]
pub(super) struct Compressed {
    pub(super) matrix: CsrMatrix<f64>,
    pub(super) repeated: Option<(usize, usize)>,
}

impl Triples {
    /// The largest number of entries: positions are counted in 32 bits.
    pub(super) const MOST: usize = u32::MAX as usize;

    pub(super) fn with_capacity(entries: usize) -> Self {
        Self {
            rows: Vec::with_capacity(entries),
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
        }
    }

    pub(super) fn push(&mut self, row: u32, column: u32, value: f64) {
        self.rows.push(row);
        self.columns.push(column);
        self.values.push(value);
    }

    /// Compressed rows with columns in ascending order; entries in the same place are added in the order in which they
    /// were pushed, and zeros are kept.
    ///
    /// A counting sort by row, then a stable sort within each row that needs one: O(nnz log(longest row) + rows). The
    /// peak is 24 bytes per entry and 12 per row: each list of the triples is dropped as soon as it has been moved, and
    /// column indices widen to `usize` only after everything else is gone.
    ///
    /// # Panics
    /// If an index does not fit the shape, or if there are more than [`Self::MOST`] entries.
    pub(super) fn compress(self, nrows: usize, ncols: usize) -> Compressed {
        assert!(self.rows.len() <= Self::MOST, "{} entries", self.rows.len());
        let starts = row_starts(&self.rows, nrows);
        let destinations = destinations(self.rows, &starts);
        let mut columns = scattered(self.columns, &destinations);
        let mut values = scattered(self.values, &destinations);
        drop(destinations);

        let mut offsets = Vec::with_capacity(nrows + 1);
        offsets.push(0);
        let mut kept = 0;
        let mut repeated = None;
        let mut scratch = Vec::new();
        for (row, bounds) in starts.windows(2).enumerate() {
            let range = bounds[0] as usize..bounds[1] as usize;
            sort_row(
                &mut columns[range.clone()],
                &mut values[range.clone()],
                &mut scratch,
            );
            let row_start = kept;
            for e in range {
                if kept > row_start && columns[kept - 1] == columns[e] {
                    values[kept - 1] += values[e];
                    repeated = repeated.or(Some((row, columns[e] as usize)));
                } else {
                    // Never overtakes: kept ≤ e.
                    columns[kept] = columns[e];
                    values[kept] = values[e];
                    kept += 1;
                }
            }
            offsets.push(kept);
        }
        drop(scratch);
        values.truncate(kept);
        let indices = columns[..kept].iter().map(|&j| j as usize).collect();
        drop(columns);
        match CsrMatrix::try_from_csr_data(nrows, ncols, offsets, indices, values) {
            Ok(matrix) => Compressed { matrix, repeated },
            Err(error) => panic!("compressed rows of a {nrows}×{ncols} matrix: {error}"),
        }
    }
}

/// Where each row starts among all entries, and the end of the last one.
fn row_starts(rows: &[u32], nrows: usize) -> Vec<u32> {
    let mut starts = vec![0; nrows + 1];
    for &i in rows {
        starts[i as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Replaces the row of each entry by the position that it will have.
fn destinations(mut rows: Vec<u32>, starts: &[u32]) -> Vec<u32> {
    let mut next = starts.to_vec();
    for i in &mut rows {
        let slot = &mut next[*i as usize];
        *i = *slot;
        *slot += 1;
    }
    rows
}

fn scattered<T: Copy + Default>(from: Vec<T>, destinations: &[u32]) -> Vec<T> {
    let mut to = vec![T::default(); from.len()];
    for (x, &position) in from.into_iter().zip(destinations) {
        to[position as usize] = x;
    }
    to
}

fn sort_row(columns: &mut [u32], values: &mut [f64], scratch: &mut Vec<(u32, f64)>) {
    if columns.is_sorted() {
        return;
    }
    scratch.clear();
    scratch.extend(columns.iter().copied().zip(values.iter().copied()));
    scratch.sort_by_key(|entry| entry.0);
    for (e, &(column, value)) in scratch.iter().enumerate() {
        columns[e] = column;
        values[e] = value;
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use nalgebra_sparse::convert::serial::convert_csr_dense;
    use quickcheck_macros::quickcheck;

    use super::*;

    #[test]
    fn entries_come_in_any_order_and_zeros_stay() {
        let mut triples = Triples::default();
        for (i, j, x) in [
            (2, 3, 1.0),
            (0, 1, 2.0),
            (2, 0, 0.0),
            (0, 0, 4.0),
            (2, 3, 8.0),
        ] {
            triples.push(i, j, x);
        }
        let Compressed { matrix, repeated } = triples.compress(4, 5);
        assert_eq!(matrix.row_offsets(), [0, 2, 2, 4, 4]);
        assert_eq!(matrix.col_indices(), [0, 1, 0, 3]);
        assert_eq!(matrix.values(), [4.0, 2.0, 0.0, 9.0]);
        assert_eq!(repeated, Some((2, 3)));
    }

    /// Against the obvious way: add every entry into a dense matrix. Sums of small integers are exact.
    #[quickcheck]
    fn compressing_adds_every_entry_once(entries: Vec<(u8, u8, i8)>) -> bool {
        let (n, m) = (7, 5);
        let mut triples = Triples::default();
        let mut expected = DMatrix::zeros(n, m);
        let mut places = std::collections::BTreeSet::new();
        for (i, j, x) in &entries {
            let (i, j) = (i % 7, j % 5);
            triples.push(i.into(), j.into(), f64::from(*x));
            expected[(i.into(), j.into())] += f64::from(*x);
            places.insert((i, j));
        }
        let Compressed { matrix, repeated } = triples.compress(n, m);
        convert_csr_dense(&matrix) == expected
            && matrix.nnz() == places.len()
            && repeated.is_some() == (places.len() < entries.len())
    }
}
