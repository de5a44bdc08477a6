// X: n×m, W: n×k, H: k×m, λ: scalar, M: p×n

use nalgebra::DMatrix;

fn commutation(m: usize, n: usize) -> DMatrix<f64> {
    DMatrix::from_fn(m * n, m * n, |r, c| f64::from(r / n == c % m && r % n == c / m))
}

/// f = ‖X − WH‖² + λ‖MW‖².
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn value(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, λ: f64, M: &DMatrix<f64>) -> f64 {
    (X - W * H).norm_squared() + λ * (M * W).norm_squared()
}

/// ∇_W f = 2((WH − X)Hᵀ + λMᵀMW), n×k.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_w(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, λ: f64, M: &DMatrix<f64>) -> DMatrix<f64> {
    2.0 * ((W * H - X) * H.transpose() + λ * M.transpose() * M * W)
}

/// ∇_H f = 2Wᵀ(WH − X), k×m.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_h(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    2.0 * W.transpose() * (W * H - X)
}

/// ∇_λ f = ‖MW‖², 1×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn gradient_λ(_X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, M: &DMatrix<f64>) -> f64 {
    (M * W).norm_squared()
}

/// ∂²f/∂W∂W = 2(HHᵀ ⊗ I_n + λ(I_k ⊗ MᵀM)), kn×kn.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_w_w(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, λ: f64, M: &DMatrix<f64>) -> DMatrix<f64> {
    let n = X.nrows();
    let k = W.ncols();
    2.0 * ((H * H.transpose()).kronecker(&DMatrix::<f64>::identity(n, n)) + λ * DMatrix::<f64>::identity(k, k).kronecker(&(M.transpose() * M)))
}

/// ∂²f/∂W∂H = 2(H ⊗ W + (I_k ⊗ (WH − X))K_{k,m}), kn×km.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_w_h(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    let m = X.ncols();
    let k = W.ncols();
    2.0 * (H.kronecker(W) + DMatrix::<f64>::identity(k, k).kronecker(&(W * H - X)) * commutation(k, m))
}

/// ∂²f/∂W∂λ = 2 vec(MᵀMW), kn×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_w_λ(X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, M: &DMatrix<f64>) -> DMatrix<f64> {
    let n = X.nrows();
    let k = W.ncols();
    2.0 * DMatrix::from_column_slice(k * n, 1, (M.transpose() * M * W).as_slice())
}

/// ∂²f/∂H∂W = 2(Hᵀ ⊗ Wᵀ + ((WH − X)ᵀ ⊗ I_k)K_{n,k}), km×kn.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_h_w(X: &DMatrix<f64>, W: &DMatrix<f64>, H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    let n = X.nrows();
    let k = W.ncols();
    2.0 * (H.transpose().kronecker(&W.transpose()) + (W * H - X).transpose().kronecker(&DMatrix::<f64>::identity(k, k)) * commutation(n, k))
}

/// ∂²f/∂H∂H = 2(I_m ⊗ WᵀW), km×km.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_h_h(X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    let m = X.ncols();
    2.0 * DMatrix::<f64>::identity(m, m).kronecker(&(W.transpose() * W))
}

/// ∂²f/∂H∂λ = 0_{km}, km×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_h_λ(X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    let m = X.ncols();
    let k = W.ncols();
    DMatrix::from_element(k * m, 1, 0.0)
}

/// ∂²f/∂λ∂W = 2 vec(MᵀMW)ᵀ, 1×kn.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_λ_w(X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, M: &DMatrix<f64>) -> DMatrix<f64> {
    let n = X.nrows();
    let k = W.ncols();
    2.0 * DMatrix::from_column_slice(k * n, 1, (M.transpose() * M * W).as_slice()).transpose()
}

/// ∂²f/∂λ∂H = 0_{1×km}, 1×km.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_λ_h(X: &DMatrix<f64>, W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> DMatrix<f64> {
    let m = X.ncols();
    let k = W.ncols();
    DMatrix::from_element(1, k * m, 0.0)
}

/// ∂²f/∂λ∂λ = 0_1, 1×1.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn hessian_λ_λ(_X: &DMatrix<f64>, _W: &DMatrix<f64>, _H: &DMatrix<f64>, _λ: f64, _M: &DMatrix<f64>) -> f64 {
    0.0
}
