//! All eigenvalues of a small Hessian, and the bounds that are had without it.

use crate::factorization::Hessian;
use crate::factorization::frobenius::Frobenius;
use crate::matrix::{Data, symmetric_eigen};
use crate::spectrum::{Bounds, Options, SpectrumError, frobenius_spectrum};
use crate::study::draw::uniform;
use nalgebra::DMatrix;

/// A point whose Hessian was decomposed in full.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Where.
    pub name: &'static str,
    /// All eigenvalues, ascending.
    pub eigenvalues: Vec<f64>,
    /// Bounds on the smallest, as `matproof spectrum` gives them.
    pub bounds: Bounds,
}

/// Two points of one 9×7 problem of rank 2 (order 32): random factors, and the same after 40 steps of gradient descent.
///
/// # Errors
/// [`SpectrumError`] if the search cannot be run; never for this problem.
pub fn small_spectra(seed: u64) -> Result<Vec<Drawn>, SpectrumError> {
    let (n, m, k) = (9, 7, 2);
    let centred = |rows, cols, seed| uniform(rows, cols, seed).add_scalar(-0.5) * 2.0;
    let data = Data::Dense(centred(n, m, seed + 10));
    let f = Frobenius::new(&data)?;
    let (mut w, mut h) = (centred(n, k, seed + 11), centred(k, m, seed + 12));
    let random = drawn("at random factors", &f, &w, &h)?;
    for _ in 0..40 {
        let (of_w, of_h) = f.gradient(&w, &h)?;
        w -= of_w * 0.02;
        h -= of_h * 0.02;
    }
    Ok(vec![random, drawn("after 40 gradient steps", &f, &w, &h)?])
}

fn drawn(
    name: &'static str,
    f: &Frobenius<'_>,
    w: &DMatrix<f64>,
    h: &DMatrix<f64>,
) -> Result<Drawn, SpectrumError> {
    let hessian = f.hessian_at(w, h)?;
    let spectrum = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {})?;
    Ok(Drawn {
        name,
        eigenvalues: symmetric_eigen(&hessian.to_dense())?.0,
        bounds: spectrum.bounds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectrum::Side;

    #[test]
    fn the_smallest_lies_between_all_bounds() {
        for seed in 0..20 {
            for drawn in small_spectra(seed).unwrap() {
                let (least, most) = (drawn.eigenvalues[0], drawn.eigenvalues[31]);
                for bound in &drawn.bounds.all {
                    let slack = 1e-12 * most;
                    match bound.side {
                        Side::Lower => {
                            assert!(bound.value <= least + slack, "{seed} {bound:?} {least}")
                        }
                        Side::Upper => {
                            assert!(bound.value >= least - slack, "{seed} {bound:?} {least}")
                        }
                    }
                }
            }
        }
    }
}
