//! The theorem for stationary points, at points built from singular triples of X, and near them.

use crate::points::{from_triples, uniform};
use matproof::factorization::Hessian;
use matproof::factorization::frobenius::Frobenius;
use matproof::matrix::{Data, symmetric_eigen};
use matproof::spectrum::{Options, Spectrum, frobenius_spectrum};
use nalgebra::DMatrix;

fn spectrum(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> (f64, Spectrum) {
    let data = Data::Dense(x.clone());
    let hessian = Frobenius::new(&data).unwrap().hessian_at(w, h).unwrap();
    let found = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {}).unwrap();
    (symmetric_eigen(&hessian.to_dense()).unwrap().0[0], found)
}

#[test]
fn the_theorem_alone_gives_the_answer_at_a_stationary_point() {
    for (n, m, k, triples) in [
        (9, 7, 2, vec![1, 3]),
        (6, 11, 3, vec![0, 2]),
        (8, 5, 1, vec![2]),
        (7, 7, 2, vec![0, 1]),
    ] {
        let x = uniform(n, m, 1);
        let (w, h) = from_triples(&x, &triples, k, 2);
        let (dense, found) = spectrum(&x, &w, &h);
        assert!(found.stationarity.holds(), "{:?}", found.stationarity);
        let theorem = found.stationarity.theorem.unwrap();
        assert!(theorem.radius < 1e-12);
        assert!(
            (theorem.value - dense).abs() < 1e-11,
            "{} is {dense}",
            theorem.value
        );
        let meaning = found.meaning();
        if dense < -1e-8 {
            assert!(meaning.contains("strict saddle"), "{meaning}");
        } else {
            assert!(
                meaning.starts_with("zero to within") && meaning.contains("global minimum"),
                "{meaning}"
            );
        }
    }
}

/// At a distance t from a stationary point the theorem's two sides hold, and draw together as t shrinks.
#[test]
fn near_a_stationary_point_the_bound_is_two_sided() {
    let x = uniform(9, 7, 1);
    let (w, h) = from_triples(&x, &[1, 3], 2, 2);
    let mut last = f64::INFINITY;
    for power in 1..=6 {
        let t = 10.0_f64.powi(-power);
        let (dense, found) = spectrum(
            &x,
            &(&w + uniform(9, 2, 5) * t),
            &(&h + uniform(2, 7, 6) * t),
        );
        let theorem = found.stationarity.theorem.unwrap();
        assert!((theorem.value - dense).abs() <= theorem.radius, "{t}");
        assert!(
            theorem.radius < 0.2 * last,
            "{t}: {} after {last}",
            theorem.radius
        );
        last = theorem.radius;
    }
}

/// A lie: at a point that is not stationary nothing may call it a saddle or a minimum.
#[test]
fn away_from_stationary_points_nothing_is_called_a_saddle() {
    let (_, found) = spectrum(&uniform(9, 7, 1), &uniform(9, 2, 3), &uniform(2, 7, 4));
    assert!(!found.stationarity.holds());
    let meaning = found.meaning();
    assert!(
        meaning.contains("not stationary") && !meaning.contains("strict saddle"),
        "{meaning}"
    );
}

/// A solver ends where the gradient is small, not zero. What the rest of it bends along gauge directions is no saddle.
#[test]
fn gauge_directions_near_a_minimum_are_zeros_and_no_saddle() {
    let (n, m, k) = (12, 10, 3);
    let x = uniform(n, m, 5);
    let (w, h) = from_triples(&x, &[0, 1, 2], k, 6);
    for t in [1e-13, 1e-10, 1e-8] {
        for seed in 0..8 {
            let (w, h) = (
                &w + uniform(n, k, 10 + seed) * t,
                &h + uniform(k, m, 30 + seed) * t,
            );
            let (_, found) = spectrum(&x, &w, &h);
            assert!(found.stationarity.holds(), "{:?}", found.stationarity);
            let meaning = found.meaning();
            assert!(
                meaning.starts_with("zero to within"),
                "{t}, {seed}: {meaning}"
            );
            assert!(
                found.zero_within() < 100.0 * t.max(1e-13),
                "{}",
                found.zero_within()
            );
        }
    }
}
