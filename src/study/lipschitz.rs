//! Lipschitz constants of the block gradients against the gradients themselves.

use crate::factorization::FactorizationError;
use crate::factorization::frobenius::Frobenius;
use crate::factorization::masked::Masked;
use crate::factorization::tikhonov::Tikhonov;
use crate::matrix::Data;
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How fast one block gradient changes, in units of its Lipschitz constant.
#[derive(Debug, Clone)]
pub struct Steepness {
    /// The objective and the block, e.g. "½‖X − WH‖², ∇_W".
    pub name: String,
    /// The constant by its formula.
    pub constant: f64,
    /// ‖∇f(a) − ∇f(b)‖ / (L‖a − b‖) for random pairs, smallest first: never above 1.
    pub random: Vec<f64>,
    /// The same along the steepest direction found by power iteration: 1, because the constant is exact.
    pub steepest: f64,
}

/// Random pairs for each block.
const PAIRS: usize = 40;

type Gradient<'a> = Box<dyn Fn(&DMatrix<f64>) -> Result<DMatrix<f64>, FactorizationError> + 'a>;

/// Measures all six blocks of the three objectives at a random point.
///
/// # Errors
/// [`FactorizationError`] if the kernels refuse the sizes; never.
pub fn of_all_blocks(seed: u64) -> Result<Vec<Steepness>, FactorizationError> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw =
        |rows, columns| DMatrix::from_fn(rows, columns, |_, _| rng.random_range(-1.0..1.0));
    let (n, m, k, p, lambda) = (30, 24, 4, 20, 0.5);
    let (x, ridge) = (Data::Dense(draw(n, m)), Data::Dense(draw(p, n)));
    let (w, h, v) = (draw(n, k), draw(k, m), draw(m, k));
    let mut observed = CooMatrix::new(n, m);
    for i in 0..n {
        for j in 0..m {
            let entry: f64 = rng.random_range(-1.0..1.0);
            // About two entries in five are observed, none in the first row.
            if i > 0 && rng.random_bool(0.4) {
                observed.push(i, j, entry);
            }
        }
    }
    let frobenius = Frobenius::new(&x)?;
    let tikhonov = Tikhonov::new(&x, &ridge, lambda)?;
    let masked = Masked::new(CsrMatrix::from(&observed), lambda)?;
    let (lf, lt, lm) = (
        frobenius.lipschitz(&w, &h)?,
        tikhonov.lipschitz(&w, &h)?,
        masked.lipschitz(&w, &v)?,
    );
    let blocks: Vec<(&str, f64, &DMatrix<f64>, Gradient<'_>)> = vec![
        (
            "½‖X − WH‖², ∇_W: L = ‖HHᵀ‖₂",
            lf.first,
            &w,
            Box::new(|w| frobenius.gradient_w(w, &h)),
        ),
        (
            "½‖X − WH‖², ∇_H: L = ‖WᵀW‖₂",
            lf.second,
            &h,
            Box::new(|h| frobenius.gradient_h(&w, h)),
        ),
        (
            "with λ‖MW‖², ∇_W: L = 2(‖HHᵀ‖₂ + λ‖MᵀM‖₂)",
            lt.first,
            &w,
            Box::new(|w| tikhonov.gradient_w(w, &h)),
        ),
        (
            "with λ‖MW‖², ∇_H: L = 2‖WᵀW‖₂",
            lt.second,
            &h,
            Box::new(|h| tikhonov.gradient_h(&w, h)),
        ),
        (
            "masked, ∇_U: L = maxᵢ ‖Σⱼ Pᵢⱼ² vⱼᵀvⱼ‖₂ + λ",
            lm.first,
            &w,
            Box::new(|u| masked.gradient_u(u, &v)),
        ),
        (
            "masked, ∇_V: L = maxⱼ ‖Σᵢ Pᵢⱼ² uᵢᵀuᵢ‖₂ + λ",
            lm.second,
            &v,
            Box::new(|v| masked.gradient_v(&w, v)),
        ),
    ];
    blocks
        .into_iter()
        .map(|(name, constant, at, gradient)| measure(name, constant, at, &gradient, seed))
        .collect()
}

fn measure(
    name: &str,
    constant: f64,
    at: &DMatrix<f64>,
    gradient: &Gradient<'_>,
    seed: u64,
) -> Result<Steepness, FactorizationError> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut unit = || {
        let step = DMatrix::from_fn(at.nrows(), at.ncols(), |_, _| rng.random_range(-1.0..1.0));
        let norm = step.norm();
        step / norm
    };
    let here = gradient(at)?;
    let change = |step: &DMatrix<f64>| -> Result<DMatrix<f64>, FactorizationError> {
        Ok(gradient(&(at + step))? - &here)
    };
    let mut random: Vec<f64> = (0..PAIRS)
        .map(|_| Ok(change(&unit())?.norm() / constant))
        .collect::<Result<_, FactorizationError>>()?;
    random.sort_by(f64::total_cmp);
    // In one block the gradient is affine, so its changes are a symmetric operator's products.
    let mut step = unit();
    let mut steepest = 0.0;
    for _ in 0..2000 {
        let image = change(&step)?;
        let norm = image.norm();
        steepest = norm / constant;
        step = image / norm;
    }
    Ok(Steepness {
        name: name.to_owned(),
        constant,
        random,
        steepest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_bound_every_change_and_are_attained() {
        let all = of_all_blocks(5).unwrap();
        assert_eq!(all.len(), 6);
        for block in all {
            // A difference of gradients rounds a few ε relative to the gradient, here of the size of L.
            assert!(block.random.iter().all(|&r| r <= 1.0 + 1e-12), "{block:?}");
            // 2000 power iterations leave (λ₂/λ₁)^4000 of the way.
            assert!(
                (block.steepest - 1.0).abs() < 1e-4,
                "{} {}",
                block.name,
                block.steepest
            );
        }
    }
}
