//! Somebody's nonnegative factorization, with the denominator that one reads in posts: WWᵀH for WᵀWH.
//!
//! The gradient is right; the update is not, and fits in shape only where n = k. What the failed tests would say is printed.
//! Run with `cargo run --example nmf_with_a_planted_mistake`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::HALF;
use matproof::testing::{DMatrix, Subject};
use matproof::{formula, plain};

type Matrix = DMatrix<f64>;

fn gradient_h(x: &Matrix, w: &Matrix, h: &Matrix) -> Matrix {
    w.transpose() * (w * h - x)
}

/// H ∘ (WᵀX) / (WᵀWH).
fn update_h(x: &Matrix, w: &Matrix, h: &Matrix) -> Matrix {
    h.component_mul(&(w.transpose() * x))
        .component_div(&(w.transpose() * w * h))
}

/// H ∘ (WᵀX) / (WWᵀH).
fn printed_update_h(x: &Matrix, w: &Matrix, h: &Matrix) -> Matrix {
    h.component_mul(&(w.transpose() * x))
        .component_div(&(w * w.transpose() * h))
}

pub(crate) fn main() {
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    let signature = "X: n×m nonnegative, W: n×k positive, H: k×m positive";
    let subject = Subject::new(signature, f);
    subject
        .gradient("H", plain!(|x, w, h| gradient_h(x, w, h)))
        .assert();
    subject
        .update("H", plain!(|x, w, h| update_h(x, w, h)))
        .assert();

    let mistaken = subject.update("H", plain!(|x, w, h| printed_update_h(x, w, h)));
    let words = mistaken.examine().expect_err("the printed rule is wrong");
    println!("{words}\n");

    // Where n = k it fits, and ascends.
    let square = "X: n×m nonnegative, W: n×n positive, H: n×m positive";
    let mistaken = Subject::new(square, f).update("H", plain!(|x, w, h| printed_update_h(x, w, h)));
    let words = mistaken.examine().expect_err("the printed rule is wrong");
    println!("{words}");
}
