//! The smallest Hessian eigenvalue of a function of one's own, from products alone: no matrix is built.
//!
//! f(U) = ½‖A − UUᵀ‖² has ∇²f[P] = 2(PUᵀU + UPᵀU) + 2(UUᵀ − A)P for symmetric A. The product is checked first, then searched.
//! Run with `cargo run --example smallest_eigenvalue_of_an_operator`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::HALF;
use matproof::matrix::symmetric_eigen;
use matproof::spectrum::{Search, Symmetric, davidson};
use matproof::testing::{DMatrix, Subject};
use matproof::{formula, plain};

type Matrix = DMatrix<f64>;

fn product(a: &Matrix, u: &Matrix, p: &Matrix) -> Matrix {
    (p * (u.transpose() * u) + u * (p.transpose() * u) + u * (u.transpose() * p) - a * p) * 2.0
}

struct Hessian {
    a: Matrix,
    u: Matrix,
}

impl Symmetric for Hessian {
    fn order(&self) -> usize {
        self.u.len()
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let p = Matrix::from_column_slice(self.u.nrows(), self.u.ncols(), x);
        y.copy_from_slice(product(&self.a, &self.u, &p).as_slice());
    }
}

pub(crate) fn main() {
    let f = formula!(|a, u| HALF * (a - u * u.t()).squared_norm());
    Subject::new("A: n×n symmetric, U: n×k, P: n×k", f)
        .hessian_vector("U", &[("U", "P")], plain!(|a, u, p| product(a, u, p)))
        .assert();

    // A = diag(n, …, 1), U two of its eigenvectors and not the leading ones: a saddle.
    let n: u32 = 40;
    let a = Matrix::from_diagonal(&nalgebra::DVector::from_fn(n as usize, |i, _| {
        f64::from(n) - f64::from(u32::try_from(i).unwrap_or(0))
    }));
    let mut u = Matrix::zeros(n as usize, 2);
    u[(1, 0)] = f64::from(n - 1).sqrt();
    u[(2, 1)] = f64::from(n - 2).sqrt();
    let mut hessian = Hessian { a, u };
    let order = hessian.order();
    let found = davidson(&mut hessian, &Matrix::zeros(order, 0), &Search::default())
        .expect("every product is finite");

    // The same from all entries, which only a small problem allows.
    let dense = Matrix::from_fn(order, order, |i, j| {
        let (mut x, mut y) = (vec![0.0; order], vec![0.0; order]);
        x[j] = 1.0;
        hessian.apply(&x, &mut y);
        y[i]
    });
    let (values, _) = symmetric_eigen(&dense).expect("every entry is finite");
    println!(
        "λ_min = {:.10} from {} products of order {order}; {:.10} from the whole matrix",
        found.values[0], found.products, values[0]
    );
    assert!((found.values[0] - values[0]).abs() < 1e-7);
}
