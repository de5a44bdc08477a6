// S: n×n, A: n×n

use nalgebra::DMatrix;

/// f = ½log det(S) + ½tr(S⁻¹A).
pub fn value(s: &DMatrix<f64>, a: &DMatrix<f64>) -> f64 {
    0.5 * s.determinant().ln() + 0.5 * (s.clone().try_inverse().expect("an invertible matrix") * a).trace()
}

/// ∇_S f = ½(S⁻¹ − S⁻¹AᵀS⁻¹), n×n.
pub fn gradient_s(s: &DMatrix<f64>, a: &DMatrix<f64>) -> DMatrix<f64> {
    0.5 * (s.clone().try_inverse().expect("an invertible matrix") - s.clone().try_inverse().expect("an invertible matrix") * a.transpose() * s.clone().try_inverse().expect("an invertible matrix"))
}
