//! vec, Kronecker products and sums, commutation matrices: the identities of the field, on `f64`.

use crate::factors::Factors;
use matproof::algebra::operator::{
    Commutation, Kronecker, KroneckerSum, LinearOperator, unvec, vec, vec_column,
};
use nalgebra::DMatrix;
use quickcheck_macros::quickcheck;

fn dense(operator: &dyn LinearOperator<f64>) -> DMatrix<f64> {
    operator.to_dense()
}

fn commutation(m: usize, n: usize) -> DMatrix<f64> {
    dense(&Commutation::new(m, n))
}

/// (A ⊗ B) vec Y = vec(B Y Aᵀ), lazily and densely, forward and transposed.
#[quickcheck]
fn kronecker_acts_by_its_definition(factors: Factors) {
    let [h, w, y] = ["H", "W", "T"].map(|name| factors.matrix::<f64>(name));
    let product = Kronecker::new(&h, &w);
    let expected = &w * &y * h.transpose();
    assert_eq!(product.apply(vec(&y)).unwrap(), vec(&expected));
    assert_eq!(product.to_dense() * vec_column(&y), vec_column(&expected));
    // The adjoint takes the shape of WYHᵀ, which is that of S, back: vec(Wᵀ S H).
    let s = factors.matrix::<f64>("S");
    let expected = w.transpose() * &s * &h;
    assert_eq!(product.apply_transpose(vec(&s)).unwrap(), vec(&expected));
}

/// (A ⊗ B)(C ⊗ D) = AC ⊗ BD, (A ⊗ B)ᵀ = Aᵀ ⊗ Bᵀ, and tr of a Kronecker product of squares is the product.
#[quickcheck]
fn kronecker_products_multiply_factor_by_factor(factors: Factors) {
    let [w, h, l, x] = ["W", "H", "L", "X"].map(|name| factors.matrix::<f64>(name));
    let mixed = l.kronecker(&w) * x.kronecker(&h);
    assert_eq!(mixed, (&l * &x).kronecker(&(&w * &h)));
    let transposed = w.transpose().kronecker(&h.transpose());
    assert_eq!(w.kronecker(&h).transpose(), transposed);
    let (a, b) = (&w * w.transpose(), &h * h.transpose());
    assert_eq!(a.kronecker(&b).trace(), a.trace() * b.trace());
}

/// (A ⊕ B) vec Y = vec(B Y + Y Aᵀ), lazily and densely.
#[quickcheck]
fn kronecker_sums_act_by_their_definition(factors: Factors) {
    let [w, h, s, t] = ["W", "H", "S", "T"].map(|name| factors.matrix::<f64>(name));
    // k×k and n×n, neither symmetric.
    let (a, b) = (&h * t.transpose(), &w * s.transpose());
    let sum = KroneckerSum::new(&a, &b).unwrap();
    let expected = &b * &s + &s * a.transpose();
    assert_eq!(sum.apply(vec(&s)).unwrap(), vec(&expected));
    assert_eq!(sum.to_dense() * vec_column(&s), vec_column(&expected));
}

/// K(m,n) vec A = vec Aᵀ, K(m,n)⁻¹ = K(m,n)ᵀ = K(n,m), and K(p,m) (A ⊗ B) K(n,q) = B ⊗ A.
#[quickcheck]
fn commutation_matrices_commute(factors: Factors) {
    let [w, x] = ["W", "X"].map(|name| factors.matrix::<f64>(name));
    let ((n, k), m) = (w.shape(), x.ncols());
    let moved = Commutation::new(n, k).apply(vec(&w)).unwrap();
    assert_eq!(moved, vec(&w.transpose()));
    assert_eq!(commutation(n, k).transpose(), commutation(k, n));
    let identity = DMatrix::<f64>::identity(n * k, n * k);
    assert_eq!(commutation(k, n) * commutation(n, k), identity);
    // W is n×k and X is n×m.
    let swapped = commutation(n, n) * w.kronecker(&x) * commutation(k, m);
    assert_eq!(swapped, x.kronecker(&w));
}

/// vec(ABC) in its three forms, tr(AᵀB) = (vec A)ᵀ vec B, and unvec undoes vec.
#[quickcheck]
fn vec_of_a_product(factors: Factors) {
    let [l, w, h, s] = ["L", "W", "H", "S"].map(|name| factors.matrix::<f64>(name));
    let identity = |n| DMatrix::<f64>::identity(n, n);
    let expected = vec_column(&(&l * &w * &h));
    let [p, m] = [l.nrows(), h.ncols()];
    assert_eq!(h.transpose().kronecker(&l) * vec_column(&w), expected);
    let first = (&w * &h).transpose().kronecker(&identity(p)) * vec_column(&l);
    assert_eq!(first, expected);
    assert_eq!(identity(m).kronecker(&(&l * &w)) * vec_column(&h), expected);
    let inner = vec_column(&w).transpose() * vec_column(&s);
    assert_eq!((w.transpose() * &s).trace(), inner[(0, 0)]);
    assert_eq!(unvec(vec(&w), w.nrows(), w.ncols()).unwrap(), w);
}

/// For positive semidefinite A and B, ‖A ⊕ B‖₂ = ‖A‖₂ + ‖B‖₂.
#[quickcheck]
fn the_norm_of_a_kronecker_sum_is_the_sum_of_the_norms(factors: Factors) -> Result<(), String> {
    let [h, l] = ["H", "L"].map(|name| factors.matrix::<f64>(name));
    let (a, b) = (&h * h.transpose(), l.transpose() * &l);
    let sum = KroneckerSum::new(&a, &b).unwrap().to_dense();
    if sum.is_empty() {
        return Ok(());
    }
    let order = sum.nrows();
    let actual = spectral_norm(sum);
    let expected = spectral_norm(a) + spectral_norm(b);
    // Tridiagonalisation and implicit QR are backward stable. Each of the order − 2 reflections, of about two
    // sweeps of rotations an eigenvalue and of the deflations perturbs the matrix by at most about 4ε of its
    // norm, and by Weyl an eigenvalue moves by no more than that: 16 · order · ε · norm, once on either side.
    let tolerance = 32.0 * order as f64 * f64::EPSILON * expected;
    if (actual - expected).abs() <= tolerance {
        Ok(())
    } else {
        Err(format!("‖A ⊕ B‖ = {actual}, ‖A‖ + ‖B‖ = {expected}"))
    }
}

/// The largest absolute eigenvalue of a symmetric matrix.
fn spectral_norm(a: DMatrix<f64>) -> f64 {
    a.symmetric_eigenvalues().amax()
}
