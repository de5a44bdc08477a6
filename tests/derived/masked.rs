// P: n×m, U: n×k, V: m×k, M: n×m, λ: scalar

use nalgebra::DMatrix;

/// f = ½‖P∘(UVᵀ − M)‖² + (λ/2)(‖U‖² + ‖V‖²).
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn value(P: &DMatrix<f64>, U: &DMatrix<f64>, V: &DMatrix<f64>, M: &DMatrix<f64>, λ: f64) -> f64 {
    0.5 * P.component_mul(&(U * V.transpose() - M)).norm_squared() + (λ / 2.0) * (U.norm_squared() + V.norm_squared())
}

/// ∇_U f = (P∘(UVᵀ − M))V + λU, n×k.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_u(P: &DMatrix<f64>, U: &DMatrix<f64>, V: &DMatrix<f64>, M: &DMatrix<f64>, λ: f64) -> DMatrix<f64> {
    P.component_mul(&(U * V.transpose() - M)) * V + λ * U
}

/// ∇_V f = (P∘(UVᵀ − M))ᵀU + λV, m×k.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_v(P: &DMatrix<f64>, U: &DMatrix<f64>, V: &DMatrix<f64>, M: &DMatrix<f64>, λ: f64) -> DMatrix<f64> {
    P.component_mul(&(U * V.transpose() - M)).transpose() * U + λ * V
}
