//! f never rises, and factors stay what they have to be.

use crate::{data, iterations, never_rises, solve, uniform};
use matproof::matrix::Data;
use matproof::solver::{Method, Problem, Settings, SolverError};

const DESCENDING: [Method; 10] = [
    Method::GradientCoordinate,
    Method::GradientLipschitz(1.0),
    Method::GradientLipschitz(1.99),
    Method::ProjectedGradient,
    Method::Momentum,
    Method::Multiplicative,
    Method::Hals,
    Method::HalsExtrapolated,
    Method::Pivoting,
    Method::Newton,
];

#[test]
fn every_descending_method_descends_on_nonnegative_factors() {
    for (n, m, k) in [(20, 15, 3), (7, 30, 1), (33, 32, 5), (5, 4, 6)] {
        let x = data(n, m, k.min(3), 1);
        for method in DESCENDING {
            let problem = Problem::frobenius(&x);
            let found = solve(&problem, k, &iterations(method, 40)).unwrap();
            let what = format!("{} {method:?} {n}×{m} k = {k}", method.name());
            never_rises(&what, &found, x.squared_norm());
            let factors = &found.factors;
            assert!(
                factors.w.iter().chain(factors.h.iter()).all(|&y| y >= 0.0),
                "{what}: a negative entry"
            );
            let last = found.trace.last().unwrap().objective;
            assert!(last < 0.9 * found.trace[0].objective, "{what}: {last:e}");
            // The expanded form of the value against the kernel's.
            let exact = problem.value(factors).unwrap();
            assert!(
                (exact - found.objective).abs() <= 1e-12 * x.squared_norm(),
                "{what}: {exact:e} and {:e}",
                found.objective
            );
        }
    }
}

/// Penalties whose MᵀM is diagonal, has only nonnegative entries, or has negative ones too (differences of neighbours).
#[test]
fn the_penalty_is_descended_too() {
    let (n, m, k) = (18, 14, 3);
    let x = data(n, m, k, 5);
    let diagonal = nalgebra::DMatrix::from_diagonal(&uniform(n, 1, 6).column(0).clone_owned());
    let differences = nalgebra::DMatrix::from_fn(n - 1, n, |i, j| match j {
        _ if i == j => 1.0,
        _ if i + 1 == j => -1.0,
        _ => 0.0,
    });
    let mut refused = 0;
    for penalty in [diagonal, uniform(4, n, 7), differences] {
        for data_type in ["dense", "sparse"] {
            let penalty = if data_type == "dense" {
                Data::Dense(penalty.clone())
            } else {
                Data::Sparse((&penalty).into())
            };
            let problem = Problem::tikhonov(&x, &penalty, 0.7);
            for method in DESCENDING {
                match solve(&problem, k, &iterations(method, 40)) {
                    Ok(found) => {
                        never_rises(method.name(), &found, x.squared_norm());
                        let exact = problem.value(&found.factors).unwrap();
                        let gap = (exact - found.objective).abs();
                        assert!(gap <= 1e-11 * exact, "{}: {gap:e}", method.name());
                        assert!(found.objective < 0.9 * found.trace[0].objective);
                    }
                    Err(SolverError::Method { others, .. }) => {
                        assert!(others.contains("multiplicative"), "{others}");
                        refused += 1;
                    }
                    Err(other) => panic!("{}: {other}", method.name()),
                }
            }
        }
    }
    // HALS (two of them) and pivoting, for two coupled penalties, dense and sparse.
    assert_eq!(refused, 12);
}

#[test]
fn sparse_and_dense_data_give_the_same_run() {
    let x = uniform(30, 20, 9).map(|entry| if entry < 0.7 { 0.0 } else { entry });
    let (dense, sparse) = (Data::Dense(x.clone()), Data::Sparse((&x).into()));
    // The accelerated methods count their sweeps by the stored entries.
    for method in [Method::Hals, Method::Momentum, Method::Multiplicative] {
        let one = solve(&Problem::frobenius(&dense), 3, &iterations(method, 30)).unwrap();
        let other = solve(&Problem::frobenius(&sparse), 3, &iterations(method, 30)).unwrap();
        let gap = (one.objective - other.objective).abs();
        assert!(gap < 1e-9 * one.objective, "{}: {gap:e}", method.name());
    }
}

#[test]
fn a_seed_decides_everything_and_threads_decide_nothing() {
    let x = data(70, 50, 4, 2);
    let two = matproof::matrix::product::Threads::new(2).unwrap();
    for method in DESCENDING {
        let settings = iterations(method, 10);
        let once = solve(&Problem::frobenius(&x), 4, &settings).unwrap();
        let again = solve(&Problem::frobenius(&x), 4, &settings).unwrap();
        assert_eq!(once.factors, again.factors, "{}", method.name());
        let shared = solve(&Problem::frobenius(&x).with_threads(two), 4, &settings).unwrap();
        let gap = (once.objective - shared.objective).abs();
        assert!(gap <= 1e-8 * once.objective, "{}: {gap:e}", method.name());
        let other = Settings {
            seed: 1,
            ..settings
        };
        let other = solve(&Problem::frobenius(&x), 4, &other).unwrap();
        assert!(once.factors != other.factors, "{}", method.name());
    }
}

/// The lie: the update as it was once printed, with WWᵀH below the fraction bar (for square data, where it has the right shape), ascends.
#[test]
fn the_printed_denominator_ascends() {
    let n = 12;
    let Data::Dense(x) = data(n, n, 3, 4) else {
        unreachable!()
    };
    // W and H square, so that WWᵀH is defined as well as WᵀWH.
    let (w, h) = (uniform(n, n, 5), uniform(n, n, 6));
    let value = |h: &nalgebra::DMatrix<f64>| (&x - &w * h).norm_squared() / 2.0;
    let numerator = w.tr_mul(&x);
    let mut right = h.clone();
    let mut printed = h.clone();
    let (mut rises, before) = (false, value(&h));
    for _ in 0..20 {
        let next = right.component_mul(&numerator.component_div(&(w.tr_mul(&w) * &right)));
        assert!(value(&next) <= value(&right) * (1.0 + 1e-13));
        right = next;
        let next =
            printed.component_mul(&numerator.component_div(&(&w * w.transpose() * &printed)));
        rises |= value(&next) > value(&printed) * 1.001;
        printed = next;
    }
    assert!(rises && value(&right) < before);
}
