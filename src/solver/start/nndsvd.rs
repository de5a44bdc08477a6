//! Nonnegative double singular value decomposition.
//!
//! u v ᵀ = u⁺v⁺ᵀ + u⁻v⁻ᵀ − …: of each singular triple the nonnegative pair with the larger product of norms is kept.
//!
//! # Reference
//! C. Boutsidis, E. Gallopoulos, Pattern Recognition 41 (2008) 1350–1362.

use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::triples::leading;
use crate::matrix::Data;
use crate::solver::error::SolverError;
use crate::solver::factors::Factors;

/// What the zeros become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// They stay: for methods that can leave zero.
    Stay,
    /// √(mean of X/k), for which WH would have the mean of X: unlike the mean itself it follows when X is scaled.
    Mean,
    /// Random, up to a hundredth of that.
    Random,
}

/// The factors; components beyond the rank of X get what the zeros get.
pub(super) fn factors(
    x: &Data,
    rank: usize,
    zeros: Zeros,
    seed: u64,
) -> Result<Factors, SolverError> {
    let triples = leading(x, rank)?;
    let (n, m) = x.shape();
    let (mut w, mut h) = (DMatrix::zeros(n, rank), DMatrix::zeros(rank, m));
    for r in 0..rank {
        let (u, v) = (triples.left.column(r), triples.right.column(r));
        let positive = |vector: &DVector<f64>| vector.map(|entry| entry.max(0.0));
        let (u, v) = (u.clone_owned(), v.clone_owned());
        let one = (positive(&u), positive(&v));
        let other = (positive(&-u), positive(&-v));
        let size = |(u, v): &(DVector<f64>, DVector<f64>)| u.norm() * v.norm();
        let kept = if size(&one) >= size(&other) {
            one
        } else {
            other
        };
        let length = size(&kept);
        if length <= 0.0 {
            continue;
        }
        let root = (triples.values[r] * length).sqrt();
        w.set_column(r, &(&kept.0 * (root / kept.0.norm())));
        h.set_row(r, &(kept.1.transpose() * (root / kept.1.norm())));
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of entries is small beside 2⁵²"
    )]
    let mean = x.entries().iter().sum::<f64>() / (n as f64 * m as f64);
    #[expect(clippy::cast_precision_loss, reason = "a rank is small beside 2⁵²")]
    let typical = (mean / rank as f64).sqrt();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for factor in [&mut w, &mut h] {
        // The rounding of the decomposition is zero, too.
        let floor = 1e-12 * factor.amax();
        for entry in factor.iter_mut().filter(|entry| **entry <= floor) {
            *entry = match zeros {
                Zeros::Stay => 0.0,
                Zeros::Mean => typical,
                Zeros::Random => typical * random.random::<f64>() / 100.0,
            };
        }
    }
    Ok(Factors { w, h })
}
