// W: n×m, H: m×k, X: n×k

use nalgebra::DMatrix;

/// f = sum(WH − X∘log(WH)).
pub fn value(w: &DMatrix<f64>, h: &DMatrix<f64>, x: &DMatrix<f64>) -> f64 {
    (w * h - x.component_mul(&(w * h).map(|x| x.ln()))).sum()
}

/// ∇_W f = (𝟏_{n×k} − X ⊘ WH)Hᵀ, n×m.
pub fn gradient_w(w: &DMatrix<f64>, h: &DMatrix<f64>, x: &DMatrix<f64>) -> DMatrix<f64> {
    let n = w.nrows();
    let k = h.ncols();
    (DMatrix::from_element(n, k, 1.0) - x.component_div(&(w * h))) * h.transpose()
}

/// ∇_H f = Wᵀ(𝟏_{n×k} − X ⊘ WH), m×k.
pub fn gradient_h(w: &DMatrix<f64>, h: &DMatrix<f64>, x: &DMatrix<f64>) -> DMatrix<f64> {
    let n = w.nrows();
    let k = h.ncols();
    w.transpose() * (DMatrix::from_element(n, k, 1.0) - x.component_div(&(w * h)))
}
