//! Random factors of the right scale.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::matrix::Data;
use crate::matrix::product::dot;
use crate::solver::factors::Factors;
use crate::solver::fit::gram;

/// W and H uniform, in [0, 1) or [−1, 1), times the α for which ‖X − α²WH‖ is smallest; of unit scale where that is not positive.
pub(super) fn factors(x: &Data, rank: usize, nonnegative: bool, seed: u64) -> Factors {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut draw = |rows, cols| {
        DMatrix::from_fn(rows, cols, |_, _| {
            let entry: f64 = random.random();
            if nonnegative {
                entry
            } else {
                2.0 * entry - 1.0
            }
        })
    };
    let (n, m) = x.shape();
    let (mut w, mut h) = (draw(n, rank), draw(rank, m));
    let ht = h.transpose();
    let image = match x.product(&ht) {
        Ok(image) => image,
        Err(error) => unreachable!("Hᵀ has as many rows as X has columns: {error}"),
    };
    let nearest =
        dot(image.as_slice(), w.as_slice()) / dot(gram(&w).as_slice(), gram(&ht).as_slice());
    // Factors of any sign may be nearly orthogonal to X; then its norm gives the scale.
    let scale = if nonnegative {
        nearest
    } else {
        x.norm() / dot(gram(&w).as_slice(), gram(&ht).as_slice()).sqrt()
    };
    if scale.is_finite() && scale > 0.0 {
        w *= scale.sqrt();
        h *= scale.sqrt();
    } else if x.norm() <= 0.0 {
        w.fill(0.0);
        h.fill(0.0);
    }
    Factors { w, h }
}
