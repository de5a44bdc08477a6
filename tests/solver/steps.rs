//! What step lengths are allowed: every α < 2/L of a block, and no joint one.

use crate::{data, from, iterations, solve, uniform};
use matproof::factorization::Objective;
use matproof::factorization::frobenius::Frobenius;
use matproof::factorization::masked::Masked;
use matproof::factorization::tikhonov::Tikhonov;
use matproof::matrix::{Data, symmetric_eigen};
use matproof::solver::{Method, Problem, Stopped};
use nalgebra::DMatrix;

/// f after a step −α∇ on one block, relative to f before.
fn stepped(f: &dyn Objective, factors: [&DMatrix<f64>; 2], block: usize, share: f64) -> f64 {
    let mut gradients = [factors[0] * 0.0, factors[1] * 0.0];
    let [first, second] = &mut gradients;
    let before = f
        .value_and_gradient_into(
            (factors[0], factors[1]),
            (first, second),
            &mut matproof::factorization::Workspace::default(),
        )
        .unwrap();
    let constants = f.lipschitz(factors[0], factors[1]).unwrap();
    let step = share / [constants.first, constants.second][block];
    let mut moved = [factors[0].clone(), factors[1].clone()];
    moved[block] -= &gradients[block] * step;
    f.value(&moved[0], &moved[1]).unwrap() - before
}

#[test]
fn a_block_step_below_two_over_l_descends() {
    let (n, m, k) = (9, 7, 3);
    let centred = |rows, cols, seed| uniform(rows, cols, seed).add_scalar(-0.5);
    for seed in 0..20 {
        let x = Data::Dense(centred(n, m, seed));
        let penalty = Data::Dense(centred(n + 1, n, seed + 40));
        let (w, h) = (centred(n, k, seed + 10), centred(k, m, seed + 20));
        let v = h.transpose();
        let observed =
            nalgebra_sparse::CsrMatrix::from(&x.to_dense().map(|e| if e > 0.1 { 0.0 } else { e }));
        let frobenius = Frobenius::new(&x).unwrap();
        let tikhonov = Tikhonov::new(&x, &penalty, 0.3).unwrap();
        let masked = Masked::new(observed, 0.3).unwrap();
        for block in [0, 1] {
            for share in [0.1, 1.0, 1.9, 1.999] {
                for (f, second) in [
                    (&frobenius as &dyn Objective, &h),
                    (&tikhonov, &h),
                    (&masked, &v),
                ] {
                    let change = stepped(f, [&w, second], block, share);
                    assert!(
                        change < 0.0,
                        "seed {seed} block {block} share {share}: {change:e}"
                    );
                }
            }
        }
    }
}

/// Just above 2/L the component along the top eigenvector grows: f(W + tE) is a parabola, and the step overshoots it.
#[test]
fn just_above_two_over_l_the_top_eigenvector_grows() {
    let (n, m, k) = (9, 7, 3);
    let (x, h) = (uniform(n, m, 1), uniform(k, m, 2));
    let (values, vectors) = symmetric_eigen(&(&h * h.transpose())).unwrap();
    let top = vectors.column(k - 1).clone_owned();
    let data = Data::Dense(x.clone());
    let f = Frobenius::new(&data).unwrap();
    // From the block's minimum W*, moved along the top eigenvector.
    let gram = &h * h.transpose();
    let best = (&x * h.transpose()) * gram.try_inverse().unwrap();
    let w = best + uniform(n, 1, 3) * top.transpose();
    assert!((f.lipschitz(&w, &h).unwrap().first / values[k - 1] - 1.0).abs() < 1e-12);
    assert!(stepped(&f, [&w, &h], 0, 1.99) < 0.0);
    assert!(stepped(&f, [&w, &h], 0, 2.01) > 0.0);
}

/// f is quartic in both factors together: a joint step that each block could bear ascends.
#[test]
fn a_joint_step_that_both_blocks_allow_can_ascend() {
    let (x, w, h) = (DMatrix::zeros(4, 4), uniform(4, 1, 1), uniform(1, 4, 2));
    let data = Data::Dense(x);
    let f = Frobenius::new(&data).unwrap();
    let constants = f.lipschitz(&w, &h).unwrap();
    let step = 1.9 / constants.first.max(constants.second);
    let (of_w, of_h) = f.gradient(&w, &h).unwrap();
    // Each alone descends.
    assert!(f.value(&(&w - &of_w * step), &h).unwrap() < f.value(&w, &h).unwrap());
    assert!(f.value(&w, &(&h - &of_h * step)).unwrap() < f.value(&w, &h).unwrap());
    // With a residual that both push the same way, together they overshoot.
    let scaled = |s: f64| (&w * s, &h * s);
    let ascends = [1.0, 2.0, 4.0].iter().any(|&s| {
        let (w, h) = scaled(s);
        let data = Data::Dense(&w * &h * 1.5);
        let f = Frobenius::new(&data).unwrap();
        let constants = f.lipschitz(&w, &h).unwrap();
        let step = 1.9 / constants.first.max(constants.second);
        let (of_w, of_h) = f.gradient(&w, &h).unwrap();
        f.value(&(&w - of_w * step), &(&h - of_h * step)).unwrap() > f.value(&w, &h).unwrap()
    });
    assert!(ascends);
}

#[test]
fn a_constant_step_that_is_too_long_diverges_and_says_so() {
    let x = data(12, 10, 3, 1);
    let found = solve(
        &Problem::frobenius(&x).unconstrained(),
        3,
        &iterations(Method::GradientConstant(Some(10.0)), 1000),
    )
    .unwrap();
    assert_eq!(found.stopped, Stopped::Diverged);
    assert!(found.factors.is_finite());
    // The best factors that were met are kept.
    let least = found
        .trace
        .iter()
        .map(|m| m.objective)
        .fold(f64::INFINITY, f64::min);
    assert!((found.objective - least).abs() <= 1e-12 * least);
}

/// Block steps beyond 2/L ascend, and the solver that is told to make them is not called monotone.
#[test]
fn the_share_of_the_lipschitz_step_matters() {
    let x = data(12, 10, 3, 1);
    let start = from((uniform(12, 3, 7), uniform(3, 10, 8)));
    let run = |share: f64| {
        let settings = matproof::solver::Settings {
            start: start.clone(),
            ..iterations(Method::GradientLipschitz(share), 200)
        };
        solve(&Problem::frobenius(&x).unconstrained(), 3, &settings).unwrap()
    };
    let rises = |share: f64| {
        run(share)
            .trace
            .windows(2)
            .any(|pair| pair[1].objective > pair[0].objective * (1.0 + 1e-12))
    };
    assert!(!rises(1.0) && !rises(1.99) && rises(2.5));
}
