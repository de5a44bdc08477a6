//! The laws of operations that not every element or algebra has: inverse, determinant, reciprocal,
//! elementary functions.

use super::{Laws, Sampler};
use crate::algebra::{Matrix, Scalar};
use crate::scalar::Elementary::{Exp, Ln, Sigmoid, Sqrt, Tanh};

/// The laws of inverses, determinants and reciprocals.
pub(crate) fn inverses<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, ..] = laws.dimensions();
    let [a, b] = [(); 2].map(|()| laws.draw_invertible(&m));
    let identity = || Matrix::identity(a.rows());
    laws.law("A A⁻¹ = I", &a * a.inverse(), identity());
    laws.law("A⁻¹ A = I", a.inverse() * &a, identity());
    laws.law(
        "(AB)⁻¹ = B⁻¹A⁻¹",
        (&a * &b).inverse(),
        b.inverse() * a.inverse(),
    );
    laws.law("(Aᵀ)⁻¹ = (A⁻¹)ᵀ", a.t().inverse(), a.inverse().t());

    laws.law("det I = 1", identity().determinant(), Scalar::literal(1));
    laws.law("det Aᵀ = det A", a.t().determinant(), a.determinant());
    laws.law(
        "det(AB) = det A det B",
        (&a * &b).determinant(),
        a.determinant() * b.determinant(),
    );
    laws.law(
        "det A det A⁻¹ = 1",
        a.determinant() * a.inverse().determinant(),
        Scalar::literal(1),
    );

    let (x, y) = (laws.draw_positive(&m, &n), laws.draw_positive(&m, &n));
    let ones = Matrix::ones(x.rows(), x.columns());
    laws.law("x∘(1/x) = 1", x.hadamard(&x.reciprocal()), ones);
    laws.law(
        "1/(x∘y) = (1/x)∘(1/y)",
        x.hadamard(&y).reciprocal(),
        x.reciprocal().hadamard(&y.reciprocal()),
    );
}

/// The laws of exp, log, √, tanh and the logistic function σ.
pub(crate) fn elementary_functions<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, ..] = laws.dimensions();
    let (a, b, x) = (
        laws.draw(&m, &n),
        laws.draw(&m, &n),
        laws.draw_positive(&m, &n),
    );
    let ones = || Matrix::ones(a.rows(), a.columns());
    laws.law(
        "exp(log x) = x",
        x.elementwise(Ln).elementwise(Exp),
        x.clone(),
    );
    laws.law(
        "log(exp A) = A",
        a.elementwise(Exp).elementwise(Ln),
        a.clone(),
    );
    laws.law(
        "exp(A + B) = exp A ∘ exp B",
        (&a + &b).elementwise(Exp),
        a.elementwise(Exp).hadamard(&b.elementwise(Exp)),
    );
    let root = x.elementwise(Sqrt);
    laws.law("√x ∘ √x = x", root.hadamard(&root), x.clone());
    laws.law(
        "σ(A) + σ(−A) = 1",
        a.elementwise(Sigmoid) + (-&a).elementwise(Sigmoid),
        ones(),
    );
    laws.law(
        "tanh A = 2σ(2A) − 1",
        a.elementwise(Tanh),
        2 * (2 * &a).elementwise(Sigmoid) - ones(),
    );
    let s = laws.draw_scalar();
    laws.law(
        "f of a scalar is f of its 1×1 matrix",
        s.elementary(Exp),
        Matrix::from(s.clone()).elementwise(Exp),
    );
}

/// An algebra without them says so, and never gives a value.
pub(super) fn no_elementary_functions<S: Sampler>(laws: &mut Laws<S>, numbers: &str) {
    let [m, n, ..] = laws.dimensions();
    let x = laws.draw_positive(&m, &n);
    for (function, name) in [
        (Exp, "exp"),
        (Ln, "log"),
        (Sqrt, "sqrt"),
        (Tanh, "tanh"),
        (Sigmoid, "sigmoid"),
    ] {
        let error = x.elementwise(function).into_result().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{name} has no value among the {numbers}")
        );
        assert!(!error.is_ill_typed(), "{error}");
    }
}
