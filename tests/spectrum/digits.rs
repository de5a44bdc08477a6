//! The digits that ship, where a multiplicative solver stopped: the search by compression against a plain Lanczos search that shares
//! nothing with it but the Hessian product.

use matproof::factorization::frobenius::{Frobenius, FrobeniusHessian};
use matproof::factorization::{Hessian, Part, Workspace};
use matproof::matrix::{Data, digits};
use matproof::spectrum::{Options, Search, Symmetric, davidson, frobenius_spectrum};
use nalgebra::DMatrix;

use crate::points::uniform;

struct Operator<'a>(&'a FrobeniusHessian<'a>, Workspace);

impl Symmetric for Operator<'_> {
    fn order(&self) -> usize {
        self.0.dimension()
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        self.0.apply_into(Part::Whole, x, y, &mut self.1).unwrap();
    }
}

#[test]
fn the_smallest_eigenvalue_at_factors_of_the_digits() {
    let x = digits();
    for k in [2, 16] {
        let mut w = uniform(x.nrows(), k, 1).abs();
        let mut h = uniform(k, x.ncols(), 2).abs() * 10.0;
        for _ in 0..20 {
            let (up, down) = (w.tr_mul(&x), w.tr_mul(&w) * &h);
            h.zip_zip_apply(&up, &down, |h, up, down| *h *= up / (down + 1e-12));
            let (up, down) = (&x * h.transpose(), &w * (&h * h.transpose()));
            w.zip_zip_apply(&up, &down, |w, up, down| *w *= up / (down + 1e-12));
        }
        let data = Data::Dense(x.clone());
        let hessian = Frobenius::new(&data).unwrap().hessian_at(&w, &h).unwrap();
        let found = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {}).unwrap();
        let pair = found.extreme();
        assert!(
            pair.residual <= 1e-8 * pair.value.abs(),
            "{} {}",
            pair.value,
            pair.residual
        );
        let mut operator = Operator(&hessian, Workspace::default());
        let search = Search {
            relative: 1e-4,
            basis: 60,
            ..Search::default()
        };
        let start = DMatrix::zeros(hessian.dimension(), 0);
        let plain = davidson(&mut operator, &start, &search).unwrap();
        // The residual bounds the distance to an eigenvalue; the value itself is closer by another factor of it.
        let gap = (plain.values[0] - pair.value).abs();
        assert!(
            gap <= 1e-4 * pair.value.abs(),
            "{} and {}",
            plain.values[0],
            pair.value
        );
    }
}
