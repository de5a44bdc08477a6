//! Logistic regression: the loss as code, its gradient and Hessian by hand.
//!
//! f(w) = Σ_i log(1 + exp(x_iᵀw)) − y_i x_iᵀw, ∇f = Xᵀ(σ(Xw) − y), ∇²f = Xᵀ diag(σ(1 − σ)) X.
//! Run with `cargo run --example logistic_regression`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::scalar::{Functions, Number, NumberError};
use matproof::testing::{DMatrix, Subject};
use matproof::{function, plain};

type Matrix = DMatrix<f64>;

fn loss<N: Number>(x: &DMatrix<N>, y: &DMatrix<N>, w: &DMatrix<N>) -> Result<N, NumberError> {
    let margins = x * w;
    let labelled = margins.iter().zip(y);
    labelled.into_iter().try_fold(N::zero(), |sum, (m, y)| {
        Ok(sum + (N::one() + m.exp()?).ln()? - y.clone() * m.clone())
    })
}

fn probabilities(x: &Matrix, w: &Matrix) -> Matrix {
    (x * w).map(|m| 1.0 / (1.0 + (-m).exp()))
}

fn gradient(x: &Matrix, y: &Matrix, w: &Matrix) -> Matrix {
    x.transpose() * (probabilities(x, w) - y)
}

fn hessian(x: &Matrix, w: &Matrix) -> Matrix {
    let weights = probabilities(x, w).map(|p| p * (1.0 - p));
    x.transpose() * Matrix::from_diagonal(&weights.column(0).into_owned()) * x
}

pub(crate) fn main() {
    let subject = Subject::new("X: n×d, y: n×1, w: d×1", function!(|x, y, w| loss(x, y, w)));
    let gradient = subject.gradient("w", plain!(|x, y, w| gradient(x, y, w)));
    let hessian = subject.hessian_block("w", "w", plain!(|x, _y: &Matrix, w| hessian(x, w)));
    for check in [gradient, hessian] {
        check.assert();
        println!("{}\n", check.examine());
    }
}
