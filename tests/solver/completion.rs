//! Completion: alternating least squares against its normal equations, and what is found again.

use crate::{iterations, never_rises, solve, uniform};
use matproof::factorization::masked::Masked;
use matproof::matrix::product::Threads;
use matproof::solver::{Method, Problem, Rules, Settings, SolverError, Start};
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};

fn hidden(x: &DMatrix<f64>, share: f64, seed: u64) -> CsrMatrix<f64> {
    let draw = uniform(x.nrows(), x.ncols(), seed);
    let mut observed = CooMatrix::new(x.nrows(), x.ncols());
    for i in 0..x.nrows() {
        for j in 0..x.ncols() {
            if draw[(i, j)] >= share {
                observed.push(i, j, x[(i, j)]);
            }
        }
    }
    CsrMatrix::from(&observed)
}

const METHODS: [Method; 5] = [
    Method::LeastSquares,
    Method::ProjectedGradient,
    Method::Momentum,
    Method::Newton,
    Method::Auto,
];

#[test]
fn every_method_descends_and_reaches_a_stationary_point() {
    let x = uniform(24, 18, 1) - uniform(24, 18, 2);
    let f = Masked::new(hidden(&x, 0.5, 3), 0.3).unwrap();
    let mut ends = Vec::new();
    for method in METHODS {
        let settings = Settings {
            method,
            rules: Rules {
                tolerance: 1e-9,
                iterations: 20_000,
                ..Rules::default()
            },
            ..Settings::default()
        };
        let found = solve(&Problem::masked(&f), 3, &settings).unwrap();
        never_rises(method.name(), &found, x.norm_squared());
        assert!(
            found.kkt <= 1e-8,
            "{}: {:e} {:?}",
            method.name(),
            found.kkt,
            found.stopped
        );
        ends.push(found.objective);
    }
    let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(ends.iter().all(|end| *end < 1.2 * least), "{ends:?}");
}

/// One half-step against the normal equations, row by row, weighted and not, with one thread and two.
#[test]
fn a_half_step_zeroes_the_gradient_of_every_row() {
    for k in [1, 3, 8, 11] {
        let x = uniform(20, 15, 1);
        let observed = hidden(&x, 0.4, 2);
        let mut weights = observed.clone();
        weights
            .values_mut()
            .iter_mut()
            .zip(uniform(300, 1, 5).iter())
            .for_each(|(w, d)| *w = 0.5 + d);
        for f in [
            Masked::new(observed.clone(), 0.1).unwrap(),
            Masked::weighted(observed.clone(), &weights, 0.1).unwrap(),
        ] {
            for threads in [1, 2] {
                let problem = Problem::masked(&f).with_threads(Threads::new(threads).unwrap());
                let found = solve(&problem, k, &iterations(Method::LeastSquares, 1)).unwrap();
                let (u, v) = (&found.factors.w, found.factors.h.transpose());
                let gradient = f.gradient_v(u, &v).unwrap();
                assert!(
                    gradient.amax() < 1e-12 * x.norm() * u.norm(),
                    "k = {k}: {:e}",
                    gradient.amax()
                );
            }
        }
    }
}

/// A matrix of rank 2 with half of its entries hidden is found again, the hidden entries too.
#[test]
fn hidden_entries_of_a_matrix_of_low_rank_are_found_again() {
    let x = uniform(40, 2, 1) * uniform(2, 30, 2);
    let f = Masked::new(hidden(&x, 0.5, 3), 1e-8).unwrap();
    let settings = Settings {
        rules: Rules {
            tolerance: 1e-12,
            ..Rules::default()
        },
        ..Settings::default()
    };
    let found = solve(&Problem::masked(&f), 2, &settings).unwrap();
    let completed = &found.factors.w * &found.factors.h;
    assert!((completed - &x).amax() < 1e-4 * x.amax());
}

#[test]
fn rows_without_entries_need_a_penalty() {
    let mut observed = CooMatrix::new(4, 3);
    for (i, j) in [(0, 0), (0, 1), (1, 1), (2, 2), (1, 0), (2, 0)] {
        observed.push(i, j, 1.0);
    }
    let observed = CsrMatrix::from(&observed);
    let f = Masked::new(observed.clone(), 0.0).unwrap();
    let refused = solve(&Problem::masked(&f), 2, &Settings::default()).unwrap_err();
    assert_eq!(
        refused,
        SolverError::Undetermined {
            side: "row",
            index: 4
        }
    );
    // With one, the row is zero.
    let f = Masked::new(observed, 0.1).unwrap();
    let found = solve(&Problem::masked(&f), 2, &Settings::default()).unwrap();
    assert!(found.factors.w.row(3).amax() < 1e-5);
}

/// Of ranks 1, 2 and 10 the entries that were held out choose the one that the data have.
#[test]
fn held_out_entries_choose_the_rank() {
    let x = uniform(60, 2, 1) * uniform(2, 40, 2) + uniform(60, 40, 9) * 0.1;
    let observed = hidden(&x, 0.4, 3);
    // With a λ near zero rank 2 can end in a local minimum that fits no hidden entry.
    let settings = Settings {
        start: Start::Svd,
        rules: Rules {
            iterations: 500,
            ..Rules::default()
        },
        ..Settings::default()
    };
    let choose = |share| {
        matproof::solver::select(
            &observed,
            (&[1, 2, 10], &[0.03, 0.1]),
            share,
            &settings,
            Threads::ONE,
        )
    };
    let choices = choose(0.2).unwrap();
    assert_eq!(choices.len(), 6);
    assert_eq!(choices[0].rank, 2, "{choices:?}");
    assert!(
        choices
            .windows(2)
            .all(|pair| pair[0].held_out <= pair[1].held_out)
    );
    let ten = choices.iter().find(|c| c.rank == 10).unwrap();
    assert!(
        ten.seen < choices[0].seen,
        "more parameters fit what is seen better"
    );
    assert!(matches!(choose(0.0), Err(SolverError::Rule { .. })));
}
