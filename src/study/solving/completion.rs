//! Digits of which three pixels in five are hidden, completed by factors of low rank.

use crate::factorization::masked::Masked;
use crate::matrix::digits;
use crate::solver::{Method, Problem, Rules, Settings, SolverError, factorize};
use crate::study::draw::uniform;
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};
use std::ops::ControlFlow;

/// What was hidden and what came back.
#[derive(Debug, Clone)]
pub struct Completed {
    /// k.
    pub rank: usize,
    /// λ.
    pub lambda: f64,
    /// The first digits, as they are.
    pub original: Vec<DMatrix<f64>>,
    /// What of them was seen; hidden pixels are NaN.
    pub seen: Vec<DMatrix<f64>>,
    /// What the factors say.
    pub completed: Vec<DMatrix<f64>>,
    /// Root mean square error on the hidden pixels, beside that of each pixel's mean over the seen digits.
    pub error: f64,
    /// The same for the mean.
    pub error_of_mean: f64,
}

const SHOWN: usize = 8;
const SIDE: usize = 8;
const HIDDEN: f64 = 0.6;

/// Alternating least squares, rank 12, λ = 40: about what entries held out of such data choose.
///
/// # Errors
/// [`SolverError`] if the solver refuses; never.
pub fn completion(seed: u64) -> Result<Completed, SolverError> {
    let (rank, lambda) = (12, 40.0);
    let x = digits();
    let draw = uniform(x.nrows(), x.ncols(), seed);
    let is_hidden = |i: usize, j: usize| draw[(i, j)] < HIDDEN;
    // Each pixel is counted from its mean over what is seen of it.
    let means: Vec<f64> = (0..x.ncols())
        .map(|j| {
            let seen: Vec<f64> = (0..x.nrows())
                .filter(|&i| !is_hidden(i, j))
                .map(|i| x[(i, j)])
                .collect();
            #[expect(
                clippy::cast_precision_loss,
                reason = "a count of digits is small beside 2⁵²"
            )]
            let count = seen.len().max(1) as f64;
            seen.iter().sum::<f64>() / count
        })
        .collect();
    let mut observed = CooMatrix::new(x.nrows(), x.ncols());
    for i in 0..x.nrows() {
        for j in (0..x.ncols()).filter(|&j| !is_hidden(i, j)) {
            observed.push(i, j, x[(i, j)] - means[j]);
        }
    }
    let f = Masked::new(CsrMatrix::from(&observed), lambda)?;
    let settings = Settings {
        method: Method::LeastSquares,
        rules: Rules {
            iterations: 25,
            ..Rules::default()
        },
        seed,
        ..Settings::default()
    };
    let found = factorize(&Problem::masked(&f), rank, &settings, &mut |_| {
        ControlFlow::Continue(())
    })?;
    let mut completed = &found.factors.w * &found.factors.h;
    for (mut column, mean) in completed.column_iter_mut().zip(&means) {
        column.add_scalar_mut(*mean);
    }
    let error_of = |guess: &dyn Fn(usize, usize) -> f64| {
        let (mut sum, mut count) = (0.0, 0.0);
        for i in 0..x.nrows() {
            for j in (0..x.ncols()).filter(|&j| is_hidden(i, j)) {
                sum += (guess(i, j) - x[(i, j)]).powi(2);
                count += 1.0;
            }
        }
        (sum / count).sqrt()
    };
    let image = |value: &dyn Fn(usize) -> f64| {
        DMatrix::from_fn(SIDE, SIDE, |row, col| value(row * SIDE + col))
    };
    let images = |value: &dyn Fn(usize, usize) -> f64| -> Vec<DMatrix<f64>> {
        (0..SHOWN).map(|i| image(&|j| value(i, j))).collect()
    };
    Ok(Completed {
        rank,
        lambda,
        original: images(&|i, j| x[(i, j)]),
        seen: images(&|i, j| if is_hidden(i, j) { f64::NAN } else { x[(i, j)] }),
        completed: images(&|i, j| completed[(i, j)].clamp(0.0, 16.0)),
        error: error_of(&|i, j| completed[(i, j)]),
        error_of_mean: error_of(&|_, j| means[j]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hidden_pixels_come_back_better_than_by_their_means() {
        let completed = completion(2026).unwrap();
        assert!(
            completed.error < 0.85 * completed.error_of_mean,
            "{} {}",
            completed.error,
            completed.error_of_mean
        );
    }
}
