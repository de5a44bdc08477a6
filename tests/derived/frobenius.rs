// X: n×m, W: n×k, H: k×m

use nalgebra::DMatrix;

fn commutation(m: usize, n: usize) -> DMatrix<f64> {
    DMatrix::from_fn(m * n, m * n, |r, c| f64::from(r / n == c % m && r % n == c / m))
}

/// f = ½‖X − WH‖².
pub fn value(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> f64 {
    0.5 * (x - w * h).norm_squared()
}

/// ∇_W f = (WH − X)Hᵀ, n×k.
pub fn gradient_w(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    (w * h - x) * h.transpose()
}

/// ∇_H f = Wᵀ(WH − X), k×m.
pub fn gradient_h(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    w.transpose() * (w * h - x)
}

/// ∂²f/∂W∂W = HHᵀ ⊗ I_n, kn×kn.
pub fn hessian_w_w(x: &DMatrix<f64>, _w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    let n = x.nrows();
    (h * h.transpose()).kronecker(&DMatrix::<f64>::identity(n, n))
}

/// ∂²f/∂W∂H = H ⊗ W + (I_k ⊗ (WH − X))K_{k,m}, kn×km.
pub fn hessian_w_h(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    let m = x.ncols();
    let k = w.ncols();
    h.kronecker(w) + DMatrix::<f64>::identity(k, k).kronecker(&(w * h - x)) * commutation(k, m)
}

/// ∂²f/∂H∂W = Hᵀ ⊗ Wᵀ + ((WH − X)ᵀ ⊗ I_k)K_{n,k}, km×kn.
pub fn hessian_h_w(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    let n = x.nrows();
    let k = w.ncols();
    h.transpose().kronecker(&w.transpose()) + (w * h - x).transpose().kronecker(&DMatrix::<f64>::identity(k, k)) * commutation(n, k)
}

/// ∂²f/∂H∂H = I_m ⊗ WᵀW, km×km.
pub fn hessian_h_h(x: &DMatrix<f64>, w: &DMatrix<f64>, _h: &DMatrix<f64>) -> DMatrix<f64> {
    let m = x.ncols();
    DMatrix::<f64>::identity(m, m).kronecker(&(w.transpose() * w))
}
