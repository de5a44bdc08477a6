// W: n×m

use nalgebra::DMatrix;

fn commutation(m: usize, n: usize) -> DMatrix<f64> {
    DMatrix::from_fn(m * n, m * n, |r, c| f64::from(r / n == c % m && r % n == c / m))
}

/// f = ‖WᵀW − I_m‖².
pub fn value(w: &DMatrix<f64>) -> f64 {
    let m = w.ncols();
    (w.transpose() * w - DMatrix::<f64>::identity(m, m)).norm_squared()
}

/// ∇_W f = 4(WWᵀW − W), n×m.
pub fn gradient_w(w: &DMatrix<f64>) -> DMatrix<f64> {
    4.0 * (w * w.transpose() * w - w)
}

/// ∂²f/∂W∂W = 4(I_m ⊗ WWᵀ + (WᵀW − I_m) ⊗ I_n + (Wᵀ ⊗ W)K_{n,m}), mn×mn.
pub fn hessian_w_w(w: &DMatrix<f64>) -> DMatrix<f64> {
    let n = w.nrows();
    let m = w.ncols();
    4.0 * (DMatrix::<f64>::identity(m, m).kronecker(&(w * w.transpose())) + (w.transpose() * w - DMatrix::<f64>::identity(m, m)).kronecker(&DMatrix::<f64>::identity(n, n)) + w.transpose().kronecker(w) * commutation(n, m))
}
