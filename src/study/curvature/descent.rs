//! λ_min along gradient descent that starts near zero: past one saddle after another into a minimum.

use crate::factorization::frobenius::Frobenius;
use crate::matrix::Data;
use crate::spectrum::{Options, SpectrumError, frobenius_spectrum};
use crate::study::draw::uniform;
use nalgebra::DMatrix;

/// An iterate that was looked at.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Its number.
    pub iteration: usize,
    /// f relative to its start.
    pub value: f64,
    /// ‖∇f‖ beside what its terms could add up to.
    pub relative_gradient: f64,
    /// λ_min.
    pub smallest: f64,
    /// μ of the theorem for stationary points, and ‖A − A₀‖₂: λ_min is within that of μ.
    pub theorem: (f64, f64),
}

/// X 30×24 with singular values 8, 4 and 2; k = 3; factors start at 10⁻³ times uniform ones; constant step 1/32.
///
/// # Errors
/// [`SpectrumError`] if the search cannot be run; never for this problem.
pub fn descent(seed: u64) -> Result<Vec<Moment>, SpectrumError> {
    let (n, m, k) = (30, 24, 3);
    let centred = |rows, cols, seed| uniform(rows, cols, seed).add_scalar(-0.5);
    let orthonormal = |rows, seed| centred(rows, k, seed).qr().q();
    let values = DMatrix::from_diagonal(&nalgebra::dvector![8.0, 4.0, 2.0]);
    let x = orthonormal(n, seed + 20) * values * orthonormal(m, seed + 21).transpose();
    let data = Data::Dense(x);
    let f = Frobenius::new(&data)?;
    let (mut w, mut h) = (
        centred(n, k, seed + 22) * 1e-3,
        centred(k, m, seed + 23) * 1e-3,
    );
    let first = f.value(&w, &h)?;
    let mut moments = Vec::new();
    for iteration in 0..=400 {
        if iteration % 4 == 0 {
            let hessian = f.hessian_at(&w, &h)?;
            let spectrum = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {})?;
            let stationarity = spectrum.stationarity;
            let theorem = stationarity
                .theorem
                .map_or((f64::NAN, f64::NAN), |t| (t.value, t.radius));
            moments.push(Moment {
                iteration,
                value: f.value(&w, &h)? / first,
                relative_gradient: stationarity.relative_gradient,
                smallest: spectrum.extreme().value,
                theorem,
            });
        }
        let (of_w, of_h) = f.gradient(&w, &h)?;
        w -= of_w / 32.0;
        h -= of_h / 32.0;
    }
    Ok(moments)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the saddle of rank r, λ_min is −σ_{r+1}: −8 at the start, then −4, −2, and zero at the minimum.
    #[test]
    fn the_descent_passes_the_saddles_and_ends_at_zero() {
        let moments = descent(2026).unwrap();
        let near = |value: f64| {
            moments
                .iter()
                .any(|m| (m.smallest - value).abs() < 0.02 * 8.0)
        };
        assert!(near(-8.0) && near(-4.0) && near(-2.0), "{moments:?}");
        let last = moments.last().unwrap();
        assert!(last.smallest.abs() < 1e-3 && last.value < 1e-6, "{last:?}");
        for moment in &moments {
            let (mu, radius) = moment.theorem;
            assert!((moment.smallest - mu).abs() <= radius + 1e-9, "{moment:?}");
        }
    }
}
