//! Columns made orthonormal to a basis and to each other.

use faer::Accum;
use nalgebra::DMatrix;

use crate::matrix::frobenius_norm;
use crate::matrix::product::{Block, BlockMut, add_multiple, dot, multiply};

/// What is left of a vector after projection, relative to its length, below which it counts as dependent on the basis.
const DEPENDENT: f64 = 1e-11;

/// Columns that are made orthogonal to each other one by one; beyond, matrix products are faster.
const PANEL: usize = 8;

/// From candidates (columns of length `length`, one after the other) an orthonormal set that is orthogonal to the
/// orthonormal `basis`: two rounds of Gram–Schmidt. Candidates that depend on the basis or on earlier ones are left out.
pub(super) fn orthonormalized(basis: &[f64], mut candidates: Vec<f64>, length: usize) -> Vec<f64> {
    if length == 0 {
        return Vec::new();
    }
    let norms: Vec<f64> = candidates.chunks_exact(length).map(norm).collect();
    remove_components(basis, &mut candidates, length);
    remove_components(basis, &mut candidates, length);
    let mut kept = 0;
    for first in (0..norms.len()).step_by(PANEL) {
        let panel = first..norms.len().min(first + PANEL);
        // Against the panels before by matrix products, inside the panel vector by vector.
        let (done, rest) = candidates.split_at_mut(first * length);
        let before = &done[..kept * length];
        let columns = &mut rest[..panel.len() * length];
        remove_components(before, columns, length);
        remove_components(before, columns, length);
        let inside = kept;
        for column in panel {
            let (earlier, rest) = candidates.split_at_mut(column * length);
            let candidate = &mut rest[..length];
            for _ in 0..2 {
                for other in earlier[inside * length..kept * length].chunks_exact(length) {
                    add_multiple(candidate, -dot(other, candidate), other);
                }
            }
            let left = norm(candidate);
            if !(left > DEPENDENT * norms[column] && left.is_normal()) {
                continue;
            }
            candidate.iter_mut().for_each(|entry| *entry /= left);
            // The shorter the remainder, the larger the share of rounding in it, which is orthogonal to nothing; where most of it
            // goes away once more, there was nothing else.
            if left < 0.1 * norms[column] {
                remove_components(basis, candidate, length);
                remove_components(&earlier[..kept * length], candidate, length);
                let again = norm(candidate);
                if again < 0.5 {
                    continue;
                }
                candidate.iter_mut().for_each(|entry| *entry /= again);
            }
            candidates.copy_within(column * length..(column + 1) * length, kept * length);
            kept += 1;
        }
    }
    candidates.truncate(kept * length);
    candidates
}

/// Subtracts from each column its projection onto the span of an orthonormal basis; returns the coefficients, a matrix
/// with a row for each basis vector and a column for each of `columns`.
pub(super) fn remove_components(basis: &[f64], columns: &mut [f64], length: usize) -> Vec<f64> {
    let (size, width) = (basis.len() / length, columns.len() / length);
    let mut coefficients = vec![0.0; size * width];
    if size == 0 || width == 0 {
        return coefficients;
    }
    let basis = Block::new(basis, length, size);
    multiply(
        BlockMut::new(&mut coefficients, size, width).view(),
        Accum::Replace,
        basis.transpose().view(),
        Block::new(columns, length, width).view(),
        1.0,
    );
    multiply(
        BlockMut::new(columns, length, width).view(),
        Accum::Add,
        basis.view(),
        Block::new(&coefficients, size, width).view(),
        -1.0,
    );
    coefficients
}

/// `columns · matrix` for columns of the given length.
pub(super) fn times(columns: &[f64], length: usize, matrix: &DMatrix<f64>) -> Vec<f64> {
    let mut out = vec![0.0; length * matrix.ncols()];
    multiply(
        BlockMut::new(&mut out, length, matrix.ncols()).view(),
        Accum::Replace,
        Block::new(columns, length, matrix.nrows()).view(),
        Block::of(matrix).view(),
        1.0,
    );
    out
}

/// ‖x‖₂, also of entries whose squares overflow or vanish.
pub(super) fn norm(x: &[f64]) -> f64 {
    let square = dot(x, x);
    if square.is_normal() && square > 1e-280 {
        return square.sqrt();
    }
    // Residuals of a Hessian of size 1e-150 have squares that vanish.
    frobenius_norm(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::product::random::uniform;

    #[test]
    fn the_result_is_orthonormal_and_dependent_candidates_are_left_out() {
        let length = 30;
        let basis = orthonormalized(&[], uniform(length, 4, 1).as_slice().to_vec(), length);
        assert_eq!(basis.len(), 4 * length);
        let fresh = uniform(length, 3, 2);
        let mut candidates = fresh.as_slice().to_vec();
        candidates.extend_from_slice(&basis[..length]); // in the span of the basis
        candidates.extend((fresh.column(0) + fresh.column(2)).iter()); // in the span of earlier ones
        candidates.extend(vec![0.0; length]);
        // Nearly in the span: what is left is 1e-8 long, and still has to come out orthogonal.
        let near = DMatrix::from_column_slice(length, 4, &basis) * uniform(4, 1, 5)
            + uniform(length, 1, 6) * 1e-8;
        candidates.extend_from_slice(near.as_slice());
        let found = orthonormalized(&basis, candidates, length);
        assert_eq!(found.len(), 4 * length);
        let mut all = basis;
        all.extend(found);
        let all = DMatrix::from_column_slice(length, 8, &all);
        let gap = (all.transpose() * &all - DMatrix::identity(8, 8)).amax();
        assert!(gap < 1e-14, "{gap}");
    }

    #[test]
    fn many_columns_come_out_orthonormal_panel_by_panel() {
        let mut columns = uniform(60, 30, 9);
        let copy = columns.column(3).clone_owned();
        columns.set_column(20, &copy);
        let found = orthonormalized(&[], columns.as_slice().to_vec(), 60);
        let found = DMatrix::from_vec(60, 29, found);
        let gap = (found.tr_mul(&found) - DMatrix::identity(29, 29)).amax();
        assert!(gap < 1e-14, "{gap}");
        // The span is that of the columns.
        let gap = (&found * (found.tr_mul(&columns)) - &columns).amax();
        assert!(gap < 1e-13, "{gap}");
    }

    /// Unit vectors beside a basis whose entries fade over twelve decades: the last of them depend on the others to ever fewer digits,
    /// and noise among them was once taken for new directions.
    #[test]
    fn noise_is_no_direction() {
        let order = 64;
        let graded = DMatrix::from_fn(order, 16, |i, j| {
            let fade = 10.0_f64.powf(-12.0 * (i % 8) as f64 / 7.0);
            fade * (((i * 31 + j * 17) % 23) as f64 / 11.0 - 1.0)
        });
        let basis = orthonormalized(&[], graded.as_slice().to_vec(), order);
        let identity = DMatrix::<f64>::identity(order, order);
        let mut all = basis.clone();
        all.extend(orthonormalized(&basis, identity.as_slice().to_vec(), order));
        let found = DMatrix::from_column_slice(order, all.len() / order, &all);
        assert_eq!(found.ncols(), order);
        let gap = (found.tr_mul(&found) - identity).amax();
        assert!(gap < 1e-13, "{gap}");
    }

    #[test]
    fn a_whole_space_has_no_further_direction() {
        let basis = orthonormalized(&[], uniform(3, 5, 1).as_slice().to_vec(), 3);
        assert_eq!(basis.len(), 9);
        assert!(orthonormalized(&basis, vec![1.0, 2.0, 3.0], 3).is_empty());
    }
}
