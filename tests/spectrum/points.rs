//! Points at which Hessians are examined.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Entries uniform in [−1, 1).
pub(crate) fn uniform(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    DMatrix::from_fn(rows, cols, |_, _| 2.0 * random.random::<f64>() - 1.0)
}

/// Data and factors.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) name: &'static str,
    pub(crate) x: DMatrix<f64>,
    pub(crate) w: DMatrix<f64>,
    pub(crate) h: DMatrix<f64>,
}

/// A stationary point of ½‖X − WH‖² from the singular triples of X with these numbers: W = U S^½ T, H = T⁻¹ S^½ Vᵀ.
pub(crate) fn from_triples(
    x: &DMatrix<f64>,
    triples: &[usize],
    k: usize,
    seed: u64,
) -> (DMatrix<f64>, DMatrix<f64>) {
    let svd = x.clone().svd(true, true);
    let (u, vt) = (svd.u.unwrap(), svd.v_t.unwrap());
    let mut order: Vec<usize> = (0..svd.singular_values.len()).collect();
    order.sort_by(|&a, &b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
    let (mut w, mut h) = (DMatrix::zeros(x.nrows(), k), DMatrix::zeros(k, x.ncols()));
    for (column, &triple) in triples.iter().enumerate() {
        let index = order[triple];
        let root = svd.singular_values[index].sqrt();
        w.set_column(column, &(u.column(index) * root));
        h.set_row(column, &(vt.row(index) * root));
    }
    let turn = DMatrix::identity(k, k) * 2.0 + uniform(k, k, seed);
    let back = turn.clone().try_inverse().unwrap();
    (w * turn, back * h)
}

/// One point of every kind at this shape.
pub(crate) fn all(n: usize, m: usize, k: usize, seed: u64) -> Vec<Point> {
    let x = uniform(n, m, seed);
    let (w, h) = (uniform(n, k, seed + 1), uniform(k, m, seed + 2));
    let point = |name, x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>| Point {
        name,
        x: x.clone(),
        w: w.clone(),
        h: h.clone(),
    };
    let mut deficient = w.clone();
    deficient.column_mut(0).fill(0.0);
    let mut repeated = h.clone();
    let row = repeated.row(0).clone_owned();
    repeated.set_row(k - 1, &row);
    let (positive_w, positive_h) = (w.abs(), h.abs());
    let mut boundary = positive_w.clone();
    for (place, entry) in boundary.iter_mut().enumerate() {
        if place % 3 == 0 {
            *entry = 0.0;
        }
    }
    let ranks = k.min(n).min(m);
    let (top_w, top_h) = from_triples(&x, &(0..ranks).collect::<Vec<_>>(), k, seed + 3);
    let skipped: Vec<usize> = (1..ranks).collect();
    let (saddle_w, saddle_h) = from_triples(&x, &skipped, k, seed + 4);
    let low_rank = uniform(n, 2, seed + 5) * uniform(2, m, seed + 6);
    vec![
        point("random", &x, &w, &h),
        point("zero residual", &(&w * &h), &w, &h),
        point("W without rank", &x, &deficient, &h),
        point("H with equal rows", &x, &w, &repeated),
        point("W = 0", &x, &(&w * 0.0), &h),
        point("both zero", &x, &(&w * 0.0), &(&h * 0.0)),
        point("X = 0", &(&x * 0.0), &w, &h),
        point("nonnegative", &x.abs(), &positive_w, &positive_h),
        point("at the boundary", &x.abs(), &boundary, &positive_h),
        point("global minimum", &x, &top_w, &top_h),
        point("saddle", &x, &saddle_w, &saddle_h),
        point("X of low rank", &low_rank, &w, &h),
        point("unbalanced", &x, &(&w * 1e5), &(&h * 1e-5)),
        point("large", &(&x * 1e150), &(&w * 1e75), &(&h * 1e75)),
        point("small", &(&x * 1e-150), &(&w * 1e-75), &(&h * 1e-75)),
        point(
            "equal entries",
            &x.map(|_| 1.0),
            &w.map(|_| 0.5),
            &h.map(|_| 0.25),
        ),
    ]
}
