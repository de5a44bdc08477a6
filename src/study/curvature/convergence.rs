//! What preconditioner, start and compression are each worth: the same eigenvalue, searched with and without them.

use crate::factorization::frobenius::{Frobenius, FrobeniusHessian};
use crate::factorization::{Direction, Hessian, Part, Workspace};
use crate::matrix::{Data, symmetric_eigen};
use crate::spectrum::{
    Options, Search, SpectrumError, Symmetric, davidson_observed, frobenius_spectrum,
};
use crate::study::draw::{low_rank_plus_noise, uniform};
use nalgebra::DMatrix;

/// One search.
#[derive(Debug, Clone)]
pub struct Run {
    /// What it makes use of.
    pub name: &'static str,
    /// (full Hessian products so far, ‖Mv − θv‖/|λ_min|).
    pub residuals: Vec<(f64, f64)>,
    /// θ at the end.
    pub value: f64,
}

/// Most products of a search.
const BUDGET: usize = 600;
/// Relative residual at which a search ends.
const TOLERANCE: f64 = 1e-8;

/// Four searches for λ_min at a point that 100 multiplicative updates left, n, m, k = 300, 240, 8.
///
/// # Errors
/// [`SpectrumError`] if a search cannot be run; never for this problem.
pub fn convergence(seed: u64) -> Result<Vec<Run>, SpectrumError> {
    let (n, m, k) = (300, 240, 8);
    let x = low_rank_plus_noise((n, m), k, 0.1, seed);
    let (mut w, mut h) = (uniform(n, k, seed + 1), uniform(k, m, seed + 2));
    for _ in 0..100 {
        let ratio = (&x * h.transpose()).component_div(&(&w * (&h * h.transpose())));
        w.component_mul_assign(&ratio);
        let ratio = w.tr_mul(&x).component_div(&(w.tr_mul(&w) * &h));
        h.component_mul_assign(&ratio);
    }
    let data = Data::Dense(x);
    let hessian = Frobenius::new(&data)?.hessian_at(&w, &h)?;

    let options = Options {
        tolerance: TOLERANCE,
        ..Options::default()
    };
    let whole = frobenius_spectrum(&hessian, &options, &mut |_| {})?;
    let truth = whole.extreme().value;
    // What the compression has after its first products, as a start for the others.
    let options = Options {
        max_products: 0.0,
        ..options
    };
    let early = frobenius_spectrum(&hessian, &options, &mut |_| {})?;
    let (p, q) = &early.extreme().direction;
    let entries = p.iter().chain(q.iter()).copied();
    let start = DMatrix::from_iterator(hessian.dimension(), 1, entries);

    let nothing = DMatrix::zeros(hessian.dimension(), 0);
    let stored = |name, start: &DMatrix<f64>, before: f64, preconditioned: bool| {
        let mut operator = Stored::new(&hessian, preconditioned)?;
        let mut residuals = Vec::new();
        let search = Search {
            relative: TOLERANCE,
            budget: BUDGET,
            probes: 0,
            ..Search::default()
        };
        let found = davidson_observed(&mut operator, start, &search, &mut |products, _, r| {
            #[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
            residuals.push((products as f64 + before, r / truth.abs()));
        })?;
        Ok::<_, SpectrumError>(Run {
            name,
            residuals,
            value: found.values[0],
        })
    };
    Ok(vec![
        stored("stored basis, random start", &nothing, 0.0, false)?,
        stored(
            "stored basis, random start, preconditioner",
            &nothing,
            0.0,
            true,
        )?,
        stored(
            "stored basis, start from triples, preconditioner",
            &start,
            early.products,
            true,
        )?,
        Run {
            name: "two-sided compression",
            residuals: whole
                .history
                .iter()
                .map(|p| (p.products, p.residual / truth.abs()))
                .collect(),
            value: truth,
        },
    ])
}

/// The Hessian on vectors [vec P; vec Q], with its diagonal blocks as preconditioner or without.
struct Stored<'a> {
    hessian: &'a FrobeniusHessian<'a>,
    workspace: Workspace,
    /// Eigenvalues and vectors of HHᵀ and of WᵀW.
    blocks: Option<[(Vec<f64>, DMatrix<f64>); 2]>,
}

impl<'a> Stored<'a> {
    fn new(hessian: &'a FrobeniusHessian<'a>, preconditioned: bool) -> Result<Self, SpectrumError> {
        let blocks = if preconditioned {
            Some([
                symmetric_eigen(hessian.gram_h())?,
                symmetric_eigen(hessian.gram_w())?,
            ])
        } else {
            None
        };
        Ok(Self {
            hessian,
            workspace: Workspace::default(),
            blocks,
        })
    }

    /// Length of vec P.
    fn split(&self) -> usize {
        let (rows, cols) = self.hessian.shapes()[0];
        rows * cols
    }
}

impl Symmetric for Stored<'_> {
    fn order(&self) -> usize {
        self.hessian.dimension()
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let (p, q) = x.split_at(self.split());
        let (out_p, out_q) = y.split_at_mut(p.len());
        let mut direction = [Direction { p, q, out_p, out_q }];
        let applied = self
            .hessian
            .apply_to_each(Part::Whole, &mut direction, &mut self.workspace);
        if let Err(error) = applied {
            panic!("a vector of the Hessian's order has the lengths of its factors: {error}");
        }
    }

    /// P (HHᵀ − shift)⁻¹ and (WᵀW − shift)⁻¹ Q.
    fn precondition(&mut self, shift: f64, r: &[f64], out: &mut [f64]) {
        let Some([of_h, of_w]) = &self.blocks else {
            out.copy_from_slice(r);
            return;
        };
        let inverse = |(values, vectors): &(Vec<f64>, DMatrix<f64>)| {
            let divided = DMatrix::from_fn(vectors.nrows(), values.len(), |i, j| {
                vectors[(i, j)] / (values[j] - shift).abs().max(1e-9 * shift.abs())
            });
            divided * vectors.transpose()
        };
        let [(n, k), (_, m)] = self.hessian.shapes();
        let (p, q) = r.split_at(n * k);
        let p = DMatrix::from_column_slice(n, k, p) * inverse(of_h);
        let q = inverse(of_w) * DMatrix::from_column_slice(k, m, q);
        let (out_p, out_q) = out.split_at_mut(n * k);
        out_p.copy_from_slice(p.as_slice());
        out_q.copy_from_slice(q.as_slice());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every search finds the same eigenvalue, and what is left out costs products.
    #[test]
    fn every_part_saves_products() {
        let runs = convergence(2026).unwrap();
        let products: Vec<f64> = runs.iter().map(|r| r.residuals.last().unwrap().0).collect();
        for (run, pair) in runs[1..].iter().zip(products.windows(2)) {
            assert!(
                (run.value / runs[3].value - 1.0).abs() < 1e-10,
                "{}: {} and {}",
                run.name,
                run.value,
                runs[3].value
            );
            assert!(pair[1] < pair[0], "{}: {products:?}", run.name);
        }
    }
}
