//! Where a solver rests: at KKT points, and only there.

use crate::{data, from, iterations, solve, uniform};
use matproof::factorization::frobenius::Frobenius;
use matproof::matrix::Data;
use matproof::solver::{Method, Problem, Rules, Settings, Stopped};
use nalgebra::dmatrix;

const METHODS: [Method; 8] = [
    Method::GradientCoordinate,
    Method::GradientLipschitz(1.0),
    Method::ProjectedGradient,
    Method::Momentum,
    Method::Multiplicative,
    Method::Hals,
    Method::Pivoting,
    Method::Newton,
];

/// A point with KKT residual zero is a fixed point of every method: an exact factorization with positive and zero entries.
#[test]
fn a_kkt_point_is_a_fixed_point() {
    let (mut w, h) = (uniform(9, 2, 1), uniform(2, 8, 2));
    w[(3, 0)] = 0.0;
    let x = Data::Dense(&w * &h);
    for method in METHODS {
        let settings = Settings {
            start: from((w.clone(), h.clone())),
            ..iterations(method, 5)
        };
        let found = solve(&Problem::frobenius(&x), 2, &settings).unwrap();
        let moved = (&found.factors.w - &w).norm() + (&found.factors.h - &h).norm();
        // The multiplicative update lifts zeros only where the gradient pulls them up; here it is rounding.
        assert!(moved < 1e-6, "{}: {moved:e}", method.name());
    }
}

/// Multiplication leaves a zero where it is, also where the gradient would have it grow: W = (0, 1) is a fixed point of the bare update for
/// X = (1, 1)ᵀ and H = 1, but no KKT point. No method may rest there.
#[test]
fn no_method_rests_at_a_zero_that_wants_to_grow() {
    let x = Data::Dense(dmatrix![1.0; 1.0]);
    let (w, h) = (dmatrix![0.0; 1.0], dmatrix![1.0]);
    let f = Frobenius::new(&x).unwrap();
    assert!(f.gradient_w(&w, &h).unwrap()[(0, 0)] < 0.0);
    for method in METHODS {
        let settings = Settings {
            method,
            start: from((w.clone(), h.clone())),
            ..Settings::default()
        };
        let found = solve(&Problem::frobenius(&x), 1, &settings).unwrap();
        assert!(
            found.objective < 1e-8 && found.factors.w[(0, 0)] > 0.9 * found.factors.w[(1, 0)],
            "{}: {:e}",
            method.name(),
            found.objective
        );
    }
}

/// For k = 1 nonnegative data have one minimum, the leading singular triple: every method ends there.
#[test]
fn rank_one_ends_at_the_leading_triple_whatever_the_method() {
    let x = data(15, 12, 4, 3);
    let dense = x.to_dense();
    let values = dense.clone().svd(false, false).singular_values;
    let best = 0.5 * (dense.norm_squared() - values[0] * values[0]);
    for method in METHODS {
        let settings = Settings {
            method,
            rules: Rules {
                tolerance: 1e-9,
                ..Rules::default()
            },
            ..Settings::default()
        };
        let found = solve(&Problem::frobenius(&x), 1, &settings).unwrap();
        let gap = found.objective / best - 1.0;
        assert!(
            gap.abs() < 1e-7,
            "{}: {gap:e} {:?}",
            method.name(),
            found.stopped
        );
    }
}

/// An exact half-step leaves a factor that satisfies the KKT conditions of its convex subproblem.
#[test]
fn pivoting_solves_its_subproblem_exactly() {
    for seed in 0..20 {
        let (n, m, k) = (11, 9, 4);
        // Half of the data are zero, so that many constraints are active.
        let x = Data::Dense(uniform(n, m, seed).map(|e| if e < 0.5 { 0.0 } else { e }));
        let start = from((uniform(n, k, seed + 1), uniform(k, m, seed + 2)));
        let one = Settings {
            start: start.clone(),
            ..iterations(Method::Pivoting, 1)
        };
        let exact = solve(&Problem::frobenius(&x), k, &one).unwrap();
        // After the half-step for H its gradient satisfies the KKT conditions with W fixed.
        let f = Frobenius::new(&x).unwrap();
        let (w, h) = (&exact.factors.w, &exact.factors.h);
        let gradient = f.gradient_h(w, h).unwrap();
        let scale = x.norm() * w.norm();
        for (g, y) in gradient.iter().zip(h.iter()) {
            let residual = if *y > 0.0 { g.abs() } else { (-g).max(0.0) };
            assert!(residual < 1e-12 * scale, "seed {seed}: {residual:e} at {y}");
        }
    }
}

#[test]
fn the_residual_that_is_reported_is_the_kernels() {
    let x = data(14, 11, 3, 8);
    for method in METHODS {
        let found = solve(&Problem::frobenius(&x), 3, &iterations(method, 7)).unwrap();
        let (w, h) = (&found.factors.w, &found.factors.h);
        let (of_w, of_h) = Frobenius::new(&x).unwrap().gradient(w, h).unwrap();
        let square = |g: &f64, y: &f64| if *y > 0.0 { g * g } else { g.min(0.0).powi(2) };
        let sum: f64 = of_w
            .iter()
            .zip(w.iter())
            .chain(of_h.iter().zip(h.iter()))
            .map(|(g, y)| square(g, y))
            .sum();
        let expected = sum.sqrt() / (x.norm() * (w.norm() + h.norm()));
        assert!(
            (found.kkt - expected).abs() < 1e-12,
            "{}: {} {expected}",
            method.name(),
            found.kkt
        );
    }
}

#[test]
fn a_run_that_is_interrupted_keeps_its_best_factors() {
    let x = data(14, 11, 3, 8);
    let found = matproof::solver::factorize(
        &Problem::frobenius(&x),
        3,
        &Settings::default(),
        &mut |moment| {
            if moment.iteration == 5 {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        },
    )
    .unwrap();
    assert_eq!(found.stopped, Stopped::Interrupted);
    assert_eq!(found.trace.len(), 6);
    // And goes on from them.
    let more = Settings {
        start: matproof::solver::Start::Given(found.factors.clone()),
        ..Settings::default()
    };
    let more = solve(&Problem::frobenius(&x), 3, &more).unwrap();
    assert!((more.trace[0].objective / found.objective - 1.0).abs() < 1e-9);
    assert!(more.objective < found.objective);
}
