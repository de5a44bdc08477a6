//! Newton's method: a quadratic tail, minima that are minima, saddles that are left.

use crate::{data, from, solve, uniform};
use matproof::factorization::masked::Masked;
use matproof::matrix::Data;
use matproof::solver::{Method, Problem, Rules, Settings, Stopped};
use matproof::spectrum::Options;

fn newton(tolerance: f64) -> Settings {
    Settings {
        method: Method::Newton,
        rules: Rules {
            tolerance,
            iterations: 300,
            ..Rules::default()
        },
        ..Settings::default()
    }
}

#[test]
fn the_residual_falls_to_1e_10_with_a_quadratic_tail() {
    let x = data(30, 24, 3, 1);
    for problem in [
        Problem::frobenius(&x),
        Problem::frobenius(&x).unconstrained(),
    ] {
        let found = solve(&problem, 3, &newton(1e-12)).unwrap();
        assert!(found.kkt < 1e-10, "{:e} {:?}", found.kkt, found.stopped);
        // Near the end a step squares the residual, up to a constant: two steps gain more than three digits each.
        let residuals: Vec<f64> = found.trace.iter().map(|m| m.kkt).collect();
        let steep = residuals
            .windows(2)
            .filter(|pair| pair[0] < 1e-3 && pair[1] < 1e-2 * pair[0])
            .count();
        assert!(steep >= 2, "{residuals:?}");
    }
}

#[test]
fn unconstrained_stationary_points_satisfy_the_theorem() {
    let x = data(18, 15, 4, 3);
    let dense = x.to_dense();
    let values = dense.clone().svd(false, false).singular_values;
    let best: f64 = values.iter().skip(2).map(|s| 0.5 * s * s).sum();
    for method in [Method::Newton, Method::LeastSquares, Method::Auto] {
        let settings = Settings {
            method,
            ..newton(1e-9)
        };
        let settings = Settings {
            rules: Rules {
                iterations: 20_000,
                ..settings.rules
            },
            ..settings
        };
        let problem = Problem::frobenius(&x).unconstrained();
        let found = solve(&problem, 2, &settings).unwrap();
        // No spurious minima: a stationary point without negative curvature is global.
        assert!(
            (found.objective / best - 1.0).abs() < 1e-9,
            "{}",
            method.name()
        );
        let spectrum = problem
            .smallest_eigenvalue(&found.factors, &Options::default(), &mut |_| {})
            .unwrap();
        assert!(spectrum.stationarity.holds());
        let theorem = spectrum.stationarity.theorem.unwrap();
        assert!(
            (spectrum.extreme().value - theorem.value).abs() <= theorem.radius + 1e-8 * values[0]
        );
    }
}

/// From a saddle made of the second and third singular triple Newton's method finds the first; gradient descent stays.
#[test]
fn a_saddle_is_left_along_the_eigenvector() {
    let x = data(18, 15, 4, 3);
    let dense = x.to_dense();
    let svd = dense.svd(true, true);
    let (u, s, vt) = (svd.u.unwrap(), svd.singular_values, svd.v_t.unwrap());
    let (mut w, mut h) = (u.columns(1, 2).clone_owned(), vt.rows(1, 2).clone_owned());
    for r in 0..2 {
        w.column_mut(r).scale_mut(s[r + 1].sqrt());
        h.row_mut(r).scale_mut(s[r + 1].sqrt());
    }
    let best: f64 = s.iter().skip(2).map(|s| 0.5 * s * s).sum();
    let problem = Problem::frobenius(&x).unconstrained();
    let from_saddle = |method| Settings {
        method,
        start: from((w.clone(), h.clone())),
        ..newton(1e-9)
    };
    let stays = solve(&problem, 2, &from_saddle(Method::LeastSquares)).unwrap();
    assert!(stays.objective > 1.5 * best);
    let leaves = solve(&problem, 2, &from_saddle(Method::Newton)).unwrap();
    assert!(
        (leaves.objective / best - 1.0).abs() < 1e-9,
        "{} {best}",
        leaves.objective
    );
    assert_eq!(leaves.stopped, Stopped::Converged);
    // Zero factors are a saddle, too.
    let zero = Settings {
        start: from((&w * 0.0, &h * 0.0)),
        ..newton(1e-9)
    };
    let found = solve(&problem, 2, &zero).unwrap();
    assert!(
        (found.objective / best - 1.0).abs() < 1e-9,
        "{} {best}",
        found.objective
    );
}

#[test]
fn half_steps_of_least_squares_zero_the_block_gradient() {
    let x = data(18, 15, 4, 3);
    let settings = Settings {
        method: Method::LeastSquares,
        rules: Rules {
            tolerance: 0.0,
            iterations: 3,
            ..Rules::default()
        },
        ..Settings::default()
    };
    let found = solve(&Problem::frobenius(&x).unconstrained(), 3, &settings).unwrap();
    let f = matproof::factorization::frobenius::Frobenius::new(&x).unwrap();
    let gradient = f.gradient_h(&found.factors.w, &found.factors.h).unwrap();
    assert!(gradient.norm() < 1e-12 * x.norm() * found.factors.w.norm());
}

#[test]
fn newton_solves_the_masked_and_the_penalized_objective() {
    let x = uniform(20, 16, 5);
    let observed = nalgebra_sparse::CsrMatrix::from(&x.map(|e| if e < 0.4 { 0.0 } else { e }));
    let f = Masked::new(observed, 0.2).unwrap();
    let found = solve(&Problem::masked(&f), 3, &newton(1e-11)).unwrap();
    assert!(found.kkt < 1e-10, "{:e}", found.kkt);
    let spectrum = Problem::masked(&f)
        .smallest_eigenvalue(&found.factors, &Options::default(), &mut |_| {})
        .unwrap();
    assert!(spectrum.extreme().value > -1e-8);
    let (x, m) = (Data::Dense(x), Data::Dense(uniform(7, 20, 6)));
    // There is no minimum to converge to: W shrinks and H grows, ever more slowly, along a path that rounding turns.
    let found = solve(&Problem::tikhonov(&x, &m, 0.1), 3, &newton(1e-11)).unwrap();
    assert!(found.kkt < 1e-3 * found.trace[0].kkt, "{:e}", found.kkt);
}

/// The certificate of nonnegative factors: k zeros along the scalings, and nothing below them.
#[test]
fn the_certificate_of_a_nonnegative_minimum_is_zero_to_within() {
    for (tolerance, seed) in [(1e-7, 1), (1e-9, 2), (1e-11, 3)] {
        let x = data(30, 24, 3, seed);
        let problem = Problem::frobenius(&x);
        let found = solve(&problem, 3, &newton(tolerance)).unwrap();
        let spectrum = problem
            .smallest_eigenvalue(&found.factors, &Options::default(), &mut |_| {})
            .unwrap();
        assert_eq!(spectrum.stopped, matproof::spectrum::Stopped::Converged);
        assert!(spectrum.products < 200.0, "{}", spectrum.products);
        let meaning = spectrum.meaning();
        assert!(meaning.starts_with("zero to within"), "{meaning}");
    }
}
