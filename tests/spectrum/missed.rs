//! Where a smallest eigenvalue is easily missed: close ones, multiple ones, symmetric data, a start that cannot see it.

use crate::points::{from_triples, uniform};
use matproof::factorization::Hessian;
use matproof::factorization::frobenius::Frobenius;
use matproof::matrix::{Data, symmetric_eigen};
use matproof::spectrum::{Assurance, Options, Search, Spectrum, davidson, frobenius_spectrum};
use nalgebra::DMatrix;

fn spectrum(
    x: &DMatrix<f64>,
    w: &DMatrix<f64>,
    h: &DMatrix<f64>,
    count: usize,
) -> (Vec<f64>, Spectrum) {
    let data = Data::Dense(x.clone());
    let hessian = Frobenius::new(&data).unwrap().hessian_at(w, h).unwrap();
    let options = Options {
        count,
        ..Options::default()
    };
    let found = frobenius_spectrum(&hessian, &options, &mut |_| {}).unwrap();
    (symmetric_eigen(&hessian.to_dense()).unwrap().0, found)
}

fn agrees(expected: &[f64], found: &Spectrum) {
    let norm = expected
        .iter()
        .fold(0.0_f64, |norm, value| norm.max(value.abs()));
    for (pair, expected) in found.pairs.iter().zip(expected) {
        let gap = (pair.value - expected).abs();
        assert!(
            gap <= pair.residual + 1e-12 * norm,
            "{} is {expected}",
            pair.value
        );
    }
    assert!(matches!(found.assurance, Assurance::Inertia { .. }));
}

/// Data with these singular values.
fn with_singular_values(n: usize, m: usize, values: &[f64], seed: u64) -> DMatrix<f64> {
    let left = uniform(n, values.len(), seed).qr().q();
    let right = uniform(m, values.len(), seed + 1).qr().q();
    left * DMatrix::from_diagonal(&values.to_vec().into()) * right.transpose()
}

#[test]
fn several_nearly_equal_smallest_eigenvalues() {
    // The first four triples are left out of the factors, and their singular values agree to 1e-7.
    let values = [5.0, 5.0 - 1e-7, 5.0 - 2e-7, 4.9999, 3.0, 2.0, 1.0];
    let x = with_singular_values(25, 18, &values, 1);
    let (w, h) = from_triples(&x, &[4, 5], 2, 2);
    for count in [1, 4, 6] {
        let (expected, found) = spectrum(&x, &w, &h, count);
        agrees(&expected, &found);
    }
}

#[test]
fn a_singular_value_of_exact_multiplicity() {
    let x = with_singular_values(20, 16, &[4.0, 4.0, 4.0, 2.0, 1.0], 3);
    let (w, h) = from_triples(&x, &[3], 1, 4);
    let (expected, found) = spectrum(&x, &w, &h, 4);
    agrees(&expected, &found);
}

#[test]
fn symmetric_data_whose_smallest_eigenvalue_has_multiplicity_k() {
    // At W = 0, H = 0 the Hessian is [0, −X; −Xᵀ, 0] ⊗ I_k: every eigenvalue comes k times at least.
    let a = uniform(9, 9, 5);
    let x = &a + a.transpose();
    let k = 3;
    let (w, h) = (DMatrix::zeros(9, k), DMatrix::zeros(k, 9));
    let (expected, found) = spectrum(&x, &w, &h, k + 1);
    agrees(&expected, &found);
    assert!((found.pairs[0].value - found.pairs[k - 1].value).abs() < 1e-9);
    assert!(found.pairs[k].value - found.pairs[0].value > 1e-3);
}

#[test]
fn the_smallest_eigenvalue_hides_behind_gauge_zeros() {
    // Barely negative: s₁ just above the smallest singular value that the factors hold, and k² zeros beside it.
    let x = with_singular_values(30, 24, &[3.0, 2.0, 2.0 + 1e-5, 0.5], 6);
    let (w, h) = from_triples(&x, &[0, 2], 2, 7);
    let (expected, found) = spectrum(&x, &w, &h, 1);
    agrees(&expected, &found);
    let theorem = found.stationarity.theorem.unwrap();
    assert!(found.stationarity.holds());
    assert!((theorem.value - expected[0]).abs() <= theorem.radius + 1e-12);
}

#[test]
fn a_start_orthogonal_to_the_answer() {
    // Two invariant halves; the start lies in the wrong one, and its smallest eigenvector is exact.
    let mut matrix = DMatrix::from_diagonal(&(0..40).map(f64::from).collect::<Vec<_>>().into());
    matrix[(35, 35)] = -7.0;
    let start = DMatrix::from_fn(40, 3, |i, j| if i == j { 1.0 } else { 0.0 });
    let found = davidson(&mut matrix, &start, &Search::default()).unwrap();
    assert!((found.values[0] + 7.0).abs() < 1e-12, "{:?}", found.values);
}
