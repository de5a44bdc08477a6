//! The laws of [`Hessian`], checked for every implementation against slow loops.

use nalgebra::DMatrix;

use super::{Hessian, Part, Workspace};
use crate::matrix::product::random::uniform;

const PARTS: [Part; 3] = [Part::Whole, Part::GaussNewton, Part::Residual];

/// Directions `(P, Q)` as random as the factors are, in units of their scale.
fn direction(
    shapes: [(usize, usize); 2],
    scales: (f64, f64),
    seed: u64,
) -> (DMatrix<f64>, DMatrix<f64>) {
    let [(a, b), (c, d)] = shapes;
    (
        uniform(a, b, seed) * scales.0,
        uniform(c, d, seed + 1) * scales.1,
    )
}

/// Compares entry by entry, `tolerance` relative to the entries of a majorant.
pub(crate) fn assert_close(
    actual: &DMatrix<f64>,
    expected: &DMatrix<f64>,
    size: &DMatrix<f64>,
    tolerance: f64,
    what: &str,
) {
    assert_eq!(actual.shape(), expected.shape(), "{what}");
    for ((&actual, &expected), &size) in actual.iter().zip(expected).zip(size) {
        let gap = (actual - expected).abs();
        assert!(
            gap <= tolerance * size,
            "{what}: {actual}, expected {expected}, gap {gap:e} of {size:e}"
        );
    }
}

/// Every law of [`Hessian`], and agreement with `by_definition(part, P, Q)`.
///
/// `majorant` is the Hessian of the same objective with all numbers replaced by their absolute values and signs chosen so
/// that nothing cancels; its product with (|P|, |Q|) bounds every sum of absolute values of terms, so errors are
/// `roundings`·ε of it at most: each term is rounded at most that often, by ε/2 each time, on two sides.
pub(crate) fn check(
    hessian: &dyn Hessian,
    majorant: &dyn Hessian,
    scales: (f64, f64),
    roundings: usize,
    by_definition: impl Fn(Part, &DMatrix<f64>, &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>),
) {
    let shapes = hessian.shapes();
    let tolerance = roundings as f64 * f64::EPSILON;
    let directions: Vec<_> = (0..3)
        .map(|seed| direction(shapes, scales, 1000 + 10 * seed))
        .collect();
    let bounds: Vec<_> = directions
        .iter()
        .map(|(p, q)| majorant.hessian_vector_product(&p.abs(), &q.abs()).unwrap())
        .collect();
    let compare = |actual: &(DMatrix<f64>, DMatrix<f64>),
                   expected: &(DMatrix<f64>, DMatrix<f64>),
                   which: usize,
                   what: &str| {
        assert_close(&actual.0, &expected.0, &bounds[which].0, tolerance, what);
        assert_close(&actual.1, &expected.1, &bounds[which].1, tolerance, what);
    };

    let mut workspace = Workspace::default();
    let order = hessian.dimension();
    let [(rows, cols), _] = shapes;
    let stack = |(p, q): &(DMatrix<f64>, DMatrix<f64>)| [p.as_slice(), q.as_slice()].concat();
    let block: Vec<f64> = directions.iter().flat_map(stack).collect();
    let block = DMatrix::from_vec(order, directions.len(), block);
    for part in PARTS {
        let mut images = DMatrix::from_element(order, directions.len(), 7.0);
        hessian
            .apply_block_into(part, &block, &mut images, &mut workspace)
            .unwrap();
        for (which, (p, q)) in directions.iter().enumerate() {
            let image = hessian.product(part, p, q).unwrap();
            compare(
                &image,
                &by_definition(part, p, q),
                which,
                &format!("{part:?} against the definition"),
            );
            let column = images.column(which);
            let (first, second) = column.as_slice().split_at(rows * cols);
            let from_block = (
                DMatrix::from_column_slice(p.nrows(), p.ncols(), first),
                DMatrix::from_column_slice(q.nrows(), q.ncols(), second),
            );
            compare(
                &from_block,
                &image,
                which,
                &format!("{part:?}, a block against one at a time"),
            );
            let mut flat = vec![7.0; order];
            hessian
                .apply_into(
                    part,
                    block.column(which).as_slice(),
                    &mut flat,
                    &mut workspace,
                )
                .unwrap();
            assert_eq!(
                flat,
                stack(&image),
                "{part:?}, a stacked vector against two matrices"
            );
        }
    }
    for (which, (p, q)) in directions.iter().enumerate() {
        let whole = hessian.hessian_vector_product(p, q).unwrap();
        let (first, second) = (
            hessian.gauss_newton_product(p, q).unwrap(),
            hessian.residual_product(p, q).unwrap(),
        );
        compare(
            &(&first.0 + &second.0, &first.1 + &second.1),
            &whole,
            which,
            "the parts add up to the whole",
        );
    }
    // ⟨u, M v⟩ = ⟨M u, v⟩ and ⟨v, G v⟩ ≥ 0: the sums of order terms round that often once more.
    let inner = |a: &(DMatrix<f64>, DMatrix<f64>), b: &(DMatrix<f64>, DMatrix<f64>)| {
        a.0.dot(&b.0) + a.1.dot(&b.1)
    };
    let (u, v) = (&directions[0], &directions[1]);
    let size = inner(&(u.0.abs(), u.1.abs()), &bounds[1]);
    let slack = (roundings + order + 2) as f64 * f64::EPSILON * size;
    for part in PARTS {
        let gap = inner(u, &hessian.product(part, &v.0, &v.1).unwrap())
            - inner(&hessian.product(part, &u.0, &u.1).unwrap(), v);
        assert!(
            gap.abs() <= slack,
            "{part:?} is not symmetric: {gap:e} of {size:e}"
        );
    }
    let square = inner(v, &hessian.gauss_newton_product(&v.0, &v.1).unwrap());
    let slack =
        (roundings + order + 2) as f64 * f64::EPSILON * inner(&(v.0.abs(), v.1.abs()), &bounds[1]);
    assert!(square >= -slack, "⟨v, G v⟩ = {square:e}");
}
