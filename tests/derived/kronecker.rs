// A: n×n, B: p×p, C: np×np

use nalgebra::DMatrix;

/// f = tr((A ⊗ B)C) + tr(A³).
pub fn value(a: &DMatrix<f64>, b: &DMatrix<f64>, c: &DMatrix<f64>) -> f64 {
    (a.kronecker(b) * c).trace() + (a * a * a).trace()
}

// gradient_a: no short form for ∇_A f = 3AᵀAᵀ + ∑_{i=1}^{p} ∑_{j=1}^{p} B_{ji}∑_{l=1}^{n} ∑_{q=1}^{n} (e_l ⊗ e_i)ᵀC(e_q ⊗ e_j)e_q e_lᵀ, n×n

// gradient_b: no short form for ∇_B f = ∑_{i=1}^{n} ∑_{j=1}^{n} A_{ji}∑_{l=1}^{p} ∑_{q=1}^{p} (e_i ⊗ e_l)ᵀC(e_j ⊗ e_q)e_q e_lᵀ, p×p

/// ∇_C f = Aᵀ ⊗ Bᵀ, np×np.
pub fn gradient_c(a: &DMatrix<f64>, b: &DMatrix<f64>, _c: &DMatrix<f64>) -> DMatrix<f64> {
    a.transpose().kronecker(&b.transpose())
}
