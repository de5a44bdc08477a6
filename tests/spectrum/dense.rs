//! Every objective at every kind of point, against the eigenvalues of the dense Hessian.

use crate::points::{self, Point, uniform};
use matproof::factorization::Hessian;
use matproof::factorization::frobenius::Frobenius;
use matproof::factorization::masked::Masked;
use matproof::factorization::tikhonov::Tikhonov;
use matproof::matrix::{Data, frobenius_norm, symmetric_eigen};
use matproof::spectrum::{
    Assurance, Options, Spectrum, Which, frobenius_spectrum, masked_spectrum, tikhonov_spectrum,
};
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};
use quickcheck::QuickCheck;

/// Everything that a spectrum says, against the whole spectrum of the dense Hessian.
fn check(what: &str, dense: &DMatrix<f64>, found: &Spectrum) {
    let (mut values, _) = symmetric_eigen(dense).unwrap();
    if found.which == Which::Largest {
        values.reverse();
    }
    let norm = values
        .iter()
        .fold(0.0_f64, |norm, value| norm.max(value.abs()));
    // A converged residual r puts θ within r of an eigenvalue; both sides round by a small multiple of order·ε·‖M‖.
    #[expect(clippy::cast_precision_loss, reason = "orders are small")]
    let rounding = 10.0 * dense.nrows() as f64 * f64::EPSILON * norm;
    for (index, (pair, expected)) in found.pairs.iter().zip(&values).enumerate() {
        let gap = (pair.value - expected).abs();
        let allowed = pair.residual + rounding;
        assert!(
            gap <= allowed,
            "{what}: eigenvalue {index} is {:e}, dense {expected:e}, gap {gap:.1e} > {allowed:.1e}",
            pair.value
        );
        let (p, q) = &pair.direction;
        let vector: Vec<f64> = p.iter().chain(q.iter()).copied().collect();
        let vector = DMatrix::from_vec(dense.nrows(), 1, vector);
        assert!(
            (vector.norm() - 1.0).abs() < 1e-9,
            "{what}: {}",
            vector.norm()
        );
        let residual = frobenius_norm((dense * &vector - &vector * pair.value).as_slice());
        assert!(
            (residual - pair.residual).abs() <= rounding,
            "{what}: residual {} stated, {residual} found",
            pair.residual
        );
        assert!(
            residual <= (1.01e-8 * pair.value.abs()).max(found.floor + rounding),
            "{what}: residual {residual:.1e} at {}",
            pair.value
        );
    }
    let extreme = values[0];
    let (lower, upper) = (found.bounds.lower(), found.bounds.upper());
    // A gauge direction may be a hundredth of the factors long, and rounds as they do.
    let slack = 10.0 * rounding;
    assert!(
        lower <= extreme + slack && extreme - slack <= upper,
        "{what}: {extreme} is not between {lower} and {upper}: {:?}",
        found.bounds
    );
    assert!(
        matches!(found.assurance, Assurance::Inertia { .. }),
        "{what}: {:?}",
        found.assurance
    );
}

fn options(which: Which, count: usize, whole: usize) -> Options {
    Options {
        which,
        count,
        whole,
        ..Options::default()
    }
}

/// Small Hessians are decomposed whole, or, where `searched`, looked through like large ones.
fn examine(n: usize, m: usize, k: usize, seed: u64, searched: bool) {
    let whole = if searched {
        0
    } else {
        Options::default().whole
    };
    for Point { name, x, w, h } in points::all(n, m, k, seed) {
        for which in [Which::Smallest, Which::Largest] {
            let count = if seed.is_multiple_of(2) {
                1
            } else {
                3.min((n + m) * k)
            };
            let options = options(which, count, whole);
            let what = format!("{name}, {n}×{m}, k = {k}, {which:?}, {count}, {whole}");
            let csr = CsrMatrix::from(&x);
            for data in [Data::Dense(x.clone()), Data::Sparse(csr)] {
                let hessian = Frobenius::new(&data).unwrap().hessian_at(&w, &h).unwrap();
                let found = frobenius_spectrum(&hessian, &options, &mut |_| {}).unwrap();
                check(&what, &hessian.to_dense(), &found);
            }
            let (data, penalty) = (Data::Dense(x.clone()), Data::Dense(uniform(n + 1, n, 9)));
            let lambda = 0.3 * h.norm_squared();
            let f = Tikhonov::new(&data, &penalty, lambda).unwrap();
            let hessian = f.hessian_at(&w, &h).unwrap();
            let found = tikhonov_spectrum(&hessian, &options, &mut |_| {}).unwrap();
            check(&format!("tikhonov, {what}"), &hessian.to_dense(), &found);

            let mut observed = CooMatrix::new(n, m);
            for i in 0..n {
                for j in 0..m {
                    if (i * 5 + j * 3) % 4 != 0 {
                        observed.push(i, j, x[(i, j)]);
                    }
                }
            }
            let f = Masked::new(CsrMatrix::from(&observed), 0.1 * h.norm_squared()).unwrap();
            let hessian = f.hessian_at(&w, &h.transpose()).unwrap();
            let found = masked_spectrum(&hessian, &options, &mut |_| {}).unwrap();
            check(&format!("masked, {what}"), &hessian.to_dense(), &found);
        }
    }
}

#[test]
fn every_objective_at_every_kind_of_point() {
    for (seed, (n, m, k)) in (0..).zip([
        (7, 5, 2),
        (5, 8, 3),
        (1, 4, 1),
        (4, 1, 2),
        (3, 4, 5),
        (1, 1, 1),
    ]) {
        examine(n, m, k, seed, false);
        examine(n, m, k, seed, true);
    }
}

/// Draws that searches once got wrong: the second of several equal eigenvalues was missed, and residuals vanished when squared.
#[test]
fn equal_eigenvalues_and_vanishing_residuals() {
    for (n, m, k, seed) in [(1, 3, 1, 3), (4, 1, 3, 1), (1, 3, 4, 3), (8, 1, 1, 1)] {
        examine(n, m, k, seed, true);
    }
}

/// Draws in which searches miss an eigenvalue, and only the count shows it.
#[test]
fn what_a_search_misses_the_count_finds() {
    examine(10, 11, 4, 129, true);
    examine(9, 9, 4, 132, true);
}

/// Shapes, seeds and with them the points are drawn.
#[test]
fn every_kind_of_point_at_shapes_that_nobody_chose() {
    fn examined(n: u8, m: u8, k: u8, seed: u32, searched: bool) -> bool {
        let size = |drawn: u8, most: u8| usize::from(drawn % most) + 1;
        examine(
            size(n, 11),
            size(m, 11),
            size(k, 4),
            u64::from(seed),
            searched,
        );
        true
    }
    QuickCheck::new()
        .tests(12)
        .quickcheck(examined as fn(u8, u8, u8, u32, bool) -> bool);
}

#[test]
fn larger_hessians_that_need_a_search() {
    examine(26, 20, 2, 10, true);
    examine(40, 6, 2, 11, true);
    examine(31, 35, 2, 12, false);
}

#[test]
fn the_free_entries_of_nonnegative_factors() {
    for (n, m, k, seed) in [(7, 5, 2, 1), (12, 9, 3, 2)] {
        for Point { name, x, w, h } in points::all(n, m, k, seed) {
            if w.iter().chain(h.iter()).any(|&entry| entry < 0.0)
                || w.iter().chain(h.iter()).all(|&entry| entry <= 0.0)
            {
                continue;
            }
            let data = Data::Dense(x.clone());
            let hessian = Frobenius::new(&data).unwrap().hessian_at(&w, &h).unwrap();
            let options = Options {
                free: true,
                ..Options::default()
            };
            let found = frobenius_spectrum(&hessian, &options, &mut |_| {}).unwrap();
            let free: Vec<usize> = w
                .iter()
                .chain(h.iter())
                .enumerate()
                .filter(|(_, entry)| **entry > 0.0)
                .map(|(place, _)| place)
                .collect();
            let dense = hessian.to_dense();
            let restricted = dense.select_rows(&free).select_columns(&free);
            let (values, _) = symmetric_eigen(&restricted).unwrap();
            let pair = found.extreme();
            let gap = (pair.value - values[0]).abs();
            assert!(gap <= pair.residual + 1e-12 * dense.norm(), "{name}: {gap}");
            assert_eq!(found.fixed, Some((n + m) * k - free.len()));
            assert!(found.bounds.lower() <= values[0] + 1e-12 * dense.norm());
            assert!(found.bounds.upper() >= values[0] - 1e-12 * dense.norm());
        }
    }
}
