//! Taylor's formula without a remainder estimate: the objectives are quartic polynomials, so what is left
//! after the quadratic terms is known in closed form, and at integers it is equal, not close.

use crate::factors::Factors;
use matproof::algebra::operator::vec;
use matproof::algebra::{Matrix, Scalar};
use matproof::factorization::{frobenius, masked, tikhonov};
use nalgebra::DMatrix;
use quickcheck_macros::quickcheck;

type Written = Matrix<matproof::algebra::Dense<f64>>;

fn number(scalar: Scalar<matproof::algebra::Dense<f64>>) -> f64 {
    scalar.into_result().unwrap().to_number().unwrap()
}

fn dot(a: &Written, b: &Written) -> f64 {
    number(a.frobenius(b))
}

fn written(factors: &Factors, name: &str) -> Written {
    Matrix::new(factors.matrix::<f64>(name).into())
}

fn column(a: &Written) -> DMatrix<f64> {
    let a = a.clone().into_result().unwrap().into_matrix();
    DMatrix::from_column_slice(a.len(), 1, vec(&a))
}

/// uᵀBv for a Hessian block B and directions u, v.
fn form(u: &Written, block: Written, v: &Written) -> f64 {
    let block = block.into_result().unwrap().into_matrix();
    (column(u).transpose() * block * column(v))[(0, 0)]
}

/// f(x+d) − f(x) − ⟨g,d⟩ − ½dᵀHd, which must be the cubic and the quartic term.
fn remainder(moved: f64, value: f64, first: f64, second: f64) -> f64 {
    moved - value - first - second / 2.0
}

/// With B = SH + WT the change of the residual A to first order and C = ST to second, f = ½‖A + B + C‖² leaves
/// ⟨B, C⟩ + ½‖C‖².
#[quickcheck]
fn frobenius_leaves_its_cubic_and_quartic_terms(factors: Factors) {
    use frobenius::formulas as f;
    let [x, w, h, s, t] = ["X", "W", "H", "S", "T"].map(|name| written(&factors, name));
    let (b, c) = (&s * &h + &w * &t, &s * &t);
    let actual = remainder(
        number(f::value(&x, &(&w + &s), &(&h + &t))),
        number(f::value(&x, &w, &h)),
        dot(&f::gradient_w(&x, &w, &h), &s) + dot(&f::gradient_h(&x, &w, &h), &t),
        form(&s, f::hessian_ww(&w, &h), &s)
            + form(&s, f::hessian_wh(&x, &w, &h), &t)
            + form(&t, f::hessian_hw(&x, &w, &h), &s)
            + form(&t, f::hessian_hh(&w, &h), &t),
    );
    assert_eq!(actual, dot(&b, &c) + dot(&c, &c) / 2.0);
}

/// Twice as much; the term λ‖MW‖² is quadratic and leaves nothing.
#[quickcheck]
fn tikhonov_leaves_twice_as_much(factors: Factors) {
    use tikhonov::formulas as f;
    let [x, w, h, s, t, m] = ["X", "W", "H", "S", "T", "L"].map(|name| written(&factors, name));
    let lambda = Scalar::literal(3);
    let (b, c) = (&s * &h + &w * &t, &s * &t);
    let actual = remainder(
        number(f::value([&x, &(&w + &s), &(&h + &t), &m], &lambda)),
        number(f::value([&x, &w, &h, &m], &lambda)),
        dot(&f::gradient_w([&x, &w, &h, &m], &lambda), &s) + dot(&f::gradient_h(&x, &w, &h), &t),
        form(&s, f::hessian_ww([&w, &h, &m], &lambda), &s)
            + form(&s, f::hessian_wh(&x, &w, &h), &t)
            + form(&t, f::hessian_hw(&x, &w, &h), &s)
            + form(&t, f::hessian_hh(&w, &h), &t),
    );
    assert_eq!(actual, 2.0 * dot(&b, &c) + dot(&c, &c));
}

/// With weights P the changes are B = P∘(SVᵀ + UTᵀ) and C = P∘(STᵀ); the ridge leaves nothing.
#[quickcheck]
fn masked_completion_leaves_its_weighted_terms(factors: Factors) {
    use masked::formulas as f;
    let [m, p, u, s] = ["X", "Z", "W", "S"].map(|name| written(&factors, name));
    let [v, t] = ["H", "T"].map(|name| written(&factors, name).t());
    let lambda = Scalar::literal(-2);
    let (b, c) = (
        p.hadamard(&(&s * v.t() + &u * t.t())),
        p.hadamard(&(&s * t.t())),
    );
    let actual = remainder(
        number(f::value([&m, &p, &(&u + &s), &(&v + &t)], &lambda)),
        number(f::value([&m, &p, &u, &v], &lambda)),
        dot(&f::gradient_u([&m, &p, &u, &v], &lambda), &s)
            + dot(&f::gradient_v([&m, &p, &u, &v], &lambda), &t),
        form(&s, f::hessian_uu([&p, &u, &v], &lambda), &s)
            + form(&s, f::hessian_uv([&m, &p, &u, &v]), &t)
            + form(&t, f::hessian_vu([&m, &p, &u, &v]), &s)
            + form(&t, f::hessian_vv([&p, &u, &v], &lambda), &t),
    );
    assert_eq!(actual, dot(&b, &c) + dot(&c, &c) / 2.0);
}
