//! Directions (P, Q) as columns [vec P; vec Q], and back.

use nalgebra::DMatrix;

/// One column for each direction.
pub(super) fn stacked(directions: &[(DMatrix<f64>, DMatrix<f64>)]) -> DMatrix<f64> {
    let entries: Vec<f64> = directions
        .iter()
        .flat_map(|(p, q)| p.iter().chain(q.iter()).copied())
        .collect();
    let columns = directions.len();
    DMatrix::from_vec(entries.len() / columns.max(1), columns, entries)
}

/// The direction of one column, for factors of these shapes.
pub(super) fn unstacked(
    column: &[f64],
    [first, second]: [(usize, usize); 2],
) -> (DMatrix<f64>, DMatrix<f64>) {
    let (p, q) = column.split_at(first.0 * first.1);
    (
        DMatrix::from_column_slice(first.0, first.1, p),
        DMatrix::from_column_slice(second.0, second.1, q),
    )
}
