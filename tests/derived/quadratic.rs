// x: n×1, A: n×n, b: n×1, a: n×1

use nalgebra::DMatrix;

/// f = ½xᵀAx − bᵀx + ‖x − a‖.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn value(x: &DMatrix<f64>, A: &DMatrix<f64>, b: &DMatrix<f64>, a: &DMatrix<f64>) -> f64 {
    (0.5 * x.transpose() * A * x)[(0, 0)] - (b.transpose() * x)[(0, 0)] + (x - a).norm()
}

/// ∇_x f = (x − a)/‖x − a‖ + ½(A + Aᵀ)x − b, n×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_x(x: &DMatrix<f64>, A: &DMatrix<f64>, b: &DMatrix<f64>, a: &DMatrix<f64>) -> DMatrix<f64> {
    (x - a) / (x - a).norm() + 0.5 * (A + A.transpose()) * x - b
}

/// ∇_A f = ½x xᵀ, n×n.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_A(x: &DMatrix<f64>, _A: &DMatrix<f64>, _b: &DMatrix<f64>, _a: &DMatrix<f64>) -> DMatrix<f64> {
    0.5 * x * x.transpose()
}

/// ∇_a f = −(x − a)/‖x − a‖, n×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_a(x: &DMatrix<f64>, _A: &DMatrix<f64>, _b: &DMatrix<f64>, a: &DMatrix<f64>) -> DMatrix<f64> {
    -((x - a) / (x - a).norm())
}
