//! The gauge directions (US, −VSᵀ) of a product UVᵀ, as a subspace that is held and never stored.
//!
//! UVᵀ does not change to first order along them, so an objective of UVᵀ alone has gradients that turn with the factors, and its
//! Hessian takes (US, −VSᵀ) to (−G_U Sᵀ, G_V S): two gradients are all that it needs. With λ/2(‖U‖² + ‖V‖²) beside it,
//! λ(US, −VSᵀ) is added. An orthonormal basis: S = a_i b_jᵀ/√(α_i + β_j) for the eigenpairs (α_i, a_i) of UᵀU and (β_j, b_j) of VᵀV.

use nalgebra::DMatrix;

use super::davidson::Held;
use super::factors::Factor;
use crate::matrix::NotFinite;

/// Gauge directions at (U, V), U n×k and V m×k.
pub(super) struct Gauge<'a> {
    u: &'a DMatrix<f64>,
    v: &'a DMatrix<f64>,
    /// Gradients of the objective without λ.
    gradient_u: &'a DMatrix<f64>,
    gradient_v: &'a DMatrix<f64>,
    lambda: f64,
    /// Eigenvectors of UᵀU and VᵀV.
    turn_u: DMatrix<f64>,
    turn_v: DMatrix<f64>,
    /// (i, j, √(α_i + β_j)) where that is not zero.
    entries: Vec<(usize, usize, f64)>,
}

impl<'a> Gauge<'a> {
    pub(super) fn new(
        (u, v): (&'a DMatrix<f64>, &'a DMatrix<f64>),
        (gradient_u, gradient_v): (&'a DMatrix<f64>, &'a DMatrix<f64>),
        lambda: f64,
    ) -> Result<Self, NotFinite> {
        let (of_u, of_v) = (Factor::new(u)?, Factor::new(v)?);
        let (alpha, beta) = (of_u.squares(), of_v.squares());
        // A direction shorter than a hundredth of the factors would round a hundred times as much.
        let least = 1e-4 * (alpha[0] + beta[0]);
        let k = u.ncols();
        let entries = (0..k)
            .flat_map(|i| (0..k).map(move |j| (i, j)))
            .map(|(i, j)| (i, j, alpha[i] + beta[j]))
            .filter(|&(_, _, square)| square > least)
            .map(|(i, j, square)| (i, j, square.sqrt()))
            .collect();
        Ok(Self {
            u,
            v,
            gradient_u,
            gradient_v,
            lambda,
            turn_u: of_u.turn,
            turn_v: of_v.turn,
            entries,
        })
    }

    fn s(&self, c: &[f64]) -> DMatrix<f64> {
        let k = self.u.ncols();
        let mut z = DMatrix::zeros(k, k);
        for (&(i, j, length), c) in self.entries.iter().zip(c) {
            z[(i, j)] = c / length;
        }
        &self.turn_u * z * self.turn_v.transpose()
    }

    fn coefficients(&self, s: &DMatrix<f64>) -> Vec<f64> {
        let z = self.turn_u.tr_mul(s) * &self.turn_v;
        let entries = self.entries.iter();
        entries.map(|&(i, j, length)| z[(i, j)] / length).collect()
    }

    /// P and Q of a vector.
    fn split(&self, x: &[f64]) -> (DMatrix<f64>, DMatrix<f64>) {
        let (p, q) = x.split_at(self.u.len());
        (
            DMatrix::from_column_slice(self.u.nrows(), self.u.ncols(), p),
            DMatrix::from_column_slice(self.v.nrows(), self.v.ncols(), q),
        )
    }
}

fn add_to(out: &mut [f64], factor: f64, p: &DMatrix<f64>, q: &DMatrix<f64>) {
    for (out, entry) in out.iter_mut().zip(p.iter().chain(q.iter())) {
        *out += factor * entry;
    }
}

impl Held for Gauge<'_> {
    fn name(&self) -> &'static str {
        "gauge directions (US, −VSᵀ)"
    }

    fn size(&self) -> usize {
        self.entries.len()
    }

    fn project(&self, x: &[f64]) -> Vec<f64> {
        let (p, q) = self.split(x);
        self.coefficients(&(self.u.tr_mul(&p) - q.tr_mul(self.v)))
    }

    fn add(&self, factor: f64, c: &[f64], out: &mut [f64]) {
        let s = self.s(c);
        add_to(out, factor, &(self.u * &s), &(self.v * -s.transpose()));
    }

    fn add_image(&self, factor: f64, c: &[f64], out: &mut [f64]) {
        let s = self.s(c);
        let p = self.u * (self.lambda * &s) - self.gradient_u * s.transpose();
        let q = self.gradient_v * &s - self.v * (self.lambda * s.transpose());
        add_to(out, factor, &p, &q);
    }

    /// Everything that the projection of an image needs is k×k.
    fn form(&self) -> DMatrix<f64> {
        let (uu, vv) = (self.u.tr_mul(self.u), self.v.tr_mul(self.v));
        let (ug, gv) = (
            self.u.tr_mul(self.gradient_u),
            self.gradient_v.tr_mul(self.v),
        );
        let size = self.size();
        let mut out = DMatrix::zeros(size, size);
        let mut unit = vec![0.0; size];
        for column in 0..size {
            unit[column] = 1.0;
            let s = self.s(&unit);
            unit[column] = 0.0;
            let st = s.transpose();
            let image = self.lambda * (&uu * &s + &s * &vv) - &ug * &st - &st * &gv;
            for (row, entry) in self.coefficients(&image).into_iter().enumerate() {
                out[(row, column)] = entry;
            }
        }
        (&out + out.transpose()) * 0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::Hessian;
    use crate::factorization::masked::Masked;
    use crate::matrix::product::random::{sparse, uniform};

    /// Everything that is said of the subspace, against the Hessian itself.
    #[test]
    fn the_subspace_is_orthonormal_and_its_image_is_the_hessians() {
        for (n, m, k, lambda) in [
            (7, 5, 3, 0.4),
            (4, 9, 2, 0.0),
            (3, 3, 1, 1.0),
            (2, 3, 4, 0.2),
        ] {
            let f = Masked::new(sparse(n, m, 3), lambda).unwrap();
            let (u, v) = (uniform(n, k, 1), uniform(m, k, 2));
            let dense = f.hessian_at(&u, &v).unwrap().to_dense();
            let (gradient_u, gradient_v) = f.gradient(&u, &v).unwrap();
            let (fit_u, fit_v) = (gradient_u - &u * lambda, gradient_v - &v * lambda);
            let gauge = Gauge::new((&u, &v), (&fit_u, &fit_v), lambda).unwrap();
            let (order, size) = ((n + m) * k, gauge.size());
            let (mut basis, mut image) = (DMatrix::zeros(order, size), DMatrix::zeros(order, size));
            for column in 0..size {
                let mut unit = vec![0.0; size];
                unit[column] = 1.0;
                gauge.add(1.0, &unit, basis.column_mut(column).as_mut_slice());
                gauge.add_image(1.0, &unit, image.column_mut(column).as_mut_slice());
            }
            assert!((basis.tr_mul(&basis) - DMatrix::identity(size, size)).amax() < 1e-12);
            assert!((&dense * &basis - &image).amax() < 1e-12);
            assert!((basis.tr_mul(&image) - gauge.form()).amax() < 1e-12);
            let x = uniform(order, 1, 7);
            let projected = DMatrix::from_vec(size, 1, gauge.project(x.as_slice()));
            assert!((basis.tr_mul(&x) - projected).amax() < 1e-12);
        }
    }
}
