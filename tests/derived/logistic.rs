// y: n×1, X: n×m, w: m×1, λ: scalar

use nalgebra::DMatrix;

/// f = sum(log(𝟏_n + exp(−y∘Xw))) + (λ/2)‖w‖².
pub fn value(y: &DMatrix<f64>, x: &DMatrix<f64>, w: &DMatrix<f64>, λ: f64) -> f64 {
    let n = y.nrows();
    (DMatrix::from_element(n, 1, 1.0) + (-y.component_mul(&(x * w))).map(|x| x.exp())).map(|x| x.ln()).sum() + (λ / 2.0) * w.norm_squared()
}

/// ∇_w f = λw − Xᵀ(y∘sigmoid(−y∘Xw)), m×1.
pub fn gradient_w(y: &DMatrix<f64>, x: &DMatrix<f64>, w: &DMatrix<f64>, λ: f64) -> DMatrix<f64> {
    λ * w - x.transpose() * y.component_mul(&(-y.component_mul(&(x * w))).map(|x| 1.0 / (1.0 + (-x).exp())))
}

/// ∂²f/∂w∂w = Xᵀdiag(y^{∘2}∘(sigmoid(−y∘Xw) − sigmoid(−y∘Xw)^{∘2}))X + λI_m, m×m.
pub fn hessian_w_w(y: &DMatrix<f64>, x: &DMatrix<f64>, w: &DMatrix<f64>, λ: f64) -> DMatrix<f64> {
    let m = x.ncols();
    x.transpose() * DMatrix::from_diagonal(&y.map(|x| x.powi(2)).component_mul(&((-y.component_mul(&(x * w))).map(|x| 1.0 / (1.0 + (-x).exp())) - (-y.component_mul(&(x * w))).map(|x| 1.0 / (1.0 + (-x).exp())).map(|x| x.powi(2)))).column(0).into_owned()) * x + λ * DMatrix::<f64>::identity(m, m)
}
