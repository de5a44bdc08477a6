//! A layer of a masked autoencoder: ½‖P∘(X − D tanh(EX))‖², P a mask of what was observed.
//!
//! With T = tanh(EX) and R = P∘(DT − X) the gradients are RTᵀ and ((DᵀR)∘(1 − T∘T))Xᵀ.
//! Run with `cargo run --example masked_autoencoder_layer`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::HALF;
use matproof::scalar::Elementary::Tanh;
use matproof::testing::{DMatrix, Subject};
use matproof::{formula, plain};

type Matrix = DMatrix<f64>;

/// The backward pass: both gradients share the residual.
fn backward(p: &Matrix, x: &Matrix, d: &Matrix, e: &Matrix) -> (Matrix, Matrix) {
    let t = (e * x).map(f64::tanh);
    let r = p.component_mul(&(d * &t - x));
    let through = (d.transpose() * &r).component_mul(&t.map(|t| 1.0 - t * t));
    (&r * t.transpose(), through * x.transpose())
}

pub(crate) fn main() {
    let f = formula!(|p, x, d, e| {
        HALF * p
            .hadamard(&(x - d * (e * x).elementwise(Tanh)))
            .squared_norm()
    });
    let subject = Subject::new("P: n×m mask, X: n×m, D: n×k, E: k×n", f);
    subject
        .gradient("D", plain!(|p, x, d, e| backward(p, x, d, e).0))
        .assert();
    let check = subject.gradient("E", plain!(|p, x, d, e| backward(p, x, d, e).1));
    check.assert();
    println!("{}", check.examine());
}
