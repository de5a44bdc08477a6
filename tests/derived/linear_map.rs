// A: n×n, X: n×m, B: m×m, x: n×1

use nalgebra::DMatrix;

/// f = AXB + diag(x)X.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn value(A: &DMatrix<f64>, X: &DMatrix<f64>, B: &DMatrix<f64>, x: &DMatrix<f64>) -> DMatrix<f64> {
    A * X * B + DMatrix::from_diagonal(&x.column(0).into_owned()) * X
}

/// ∂vec F/∂vec X = Bᵀ ⊗ A + I_m ⊗ diag(x), mn×mn.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn jacobian_X(A: &DMatrix<f64>, X: &DMatrix<f64>, B: &DMatrix<f64>, x: &DMatrix<f64>) -> DMatrix<f64> {
    let m = X.ncols();
    B.transpose().kronecker(A) + DMatrix::<f64>::identity(m, m).kronecker(&DMatrix::from_diagonal(&x.column(0).into_owned()))
}

/// ∂vec F/∂vec x = diag(vec(X))(𝟏_m ⊗ I_n), mn×n.
#[allow(non_snake_case, reason = "the letters of the formula")]
pub fn jacobian_x(A: &DMatrix<f64>, X: &DMatrix<f64>, _B: &DMatrix<f64>, _x: &DMatrix<f64>) -> DMatrix<f64> {
    let n = A.nrows();
    let m = X.ncols();
    DMatrix::from_diagonal(&DMatrix::from_column_slice(m * n, 1, X.as_slice()).column(0).into_owned()) * DMatrix::from_element(m, 1, 1.0).kronecker(&DMatrix::<f64>::identity(n, n))
}
