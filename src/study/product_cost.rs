//! What a Hessian-vector product costs: by hand, by dual numbers, by differences.

use crate::algebra::{Dense, Function};
use crate::factorization::frobenius::{Frobenius, formulas as f};
use crate::factorization::{FactorizationError, Hessian, Workspace};
use crate::formula;
use crate::matrix::Data;
use nalgebra::DMatrix;
use num_dual::{Dual64, HyperDual64};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;

/// Median seconds of one Hessian-vector product at one size.
#[derive(Debug, Clone)]
pub struct Cost {
    /// n, m, k.
    pub sizes: [usize; 3],
    /// The hand-derived product, as the kernel computes it.
    pub by_hand: f64,
    /// Dual numbers through the hand-derived gradient: one evaluation.
    pub dual_gradient: f64,
    /// Hyper-dual numbers through the value alone, one evaluation a coordinate; only while that is bearable.
    pub hyper_dual_value: Option<f64>,
    /// A central difference of the kernel's gradients.
    pub difference: f64,
    /// The relative gap between by hand and dual numbers.
    pub gap_dual: f64,
    /// The relative gap between by hand and the difference.
    pub gap_difference: f64,
}

/// The largest number of coordinates for which a product is built from hyper-dual values.
const HYPER_DUAL_LIMIT: usize = 1000;

/// The median of a few timed runs; the first, which fills caches and workspaces, is not counted.
fn median_seconds(runs: usize, mut run: impl FnMut()) -> f64 {
    run();
    let mut seconds: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[runs / 2]
}

/// Measures ½‖X − WH‖² at growing sizes, one thread. Seconds of this machine, in this run: the ratios matter.
///
/// # Errors
/// [`FactorizationError`] if the kernels refuse the sizes; never.
pub fn over_size(seed: u64) -> Result<Vec<Cost>, FactorizationError> {
    [10, 20, 40, 80, 160, 320]
        .into_iter()
        .map(|n| at_size([n, n * 4 / 5, 8], seed))
        .collect()
}

fn at_size(sizes: [usize; 3], seed: u64) -> Result<Cost, FactorizationError> {
    let [n, m, k] = sizes;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw =
        |rows, columns| DMatrix::from_fn(rows, columns, |_, _| rng.random_range(-1.0..1.0));
    let (x, w, h, p, q) = (draw(n, m), draw(n, k), draw(k, m), draw(n, k), draw(k, m));
    let data = Data::Dense(x.clone());
    let objective = Frobenius::new(&data)?;
    let hessian = objective.hessian_at(&w, &h)?;
    let (mut out_w, mut out_h) = (DMatrix::zeros(n, k), DMatrix::zeros(k, m));
    let mut workspace = Workspace::default();
    hessian.hessian_vector_product_into(&p, &q, &mut out_w, &mut out_h, &mut workspace)?;
    let by_hand = median_seconds(15, || {
        // Shapes were accepted above.
        let _ = hessian.hessian_vector_product_into(&p, &q, &mut out_w, &mut out_h, &mut workspace);
    });

    let gradients = (
        formula!(|x, w, h| f::gradient_w(x, w, h)),
        formula!(|x, w, h| f::gradient_h(x, w, h)),
    );
    let lift = |value: &DMatrix<f64>, step: Option<&DMatrix<f64>>| {
        Dense::from_fn(value.nrows(), value.ncols(), |i, j| {
            Dual64::new(value[(i, j)], step.map_or(0.0, |s| s[(i, j)]))
        })
    };
    let dual_point = [lift(&x, None), lift(&w, Some(&p)), lift(&h, Some(&q))];
    let dual = || {
        (
            Function::evaluate(&gradients.0, &dual_point),
            Function::evaluate(&gradients.1, &dual_point),
        )
    };
    let dual_gradient = median_seconds(5, || {
        let _ = dual();
    });
    let gap_dual = match dual() {
        (Ok(a), Ok(b)) => gap(
            [&out_w, &out_h],
            [
                &a.into_matrix().map(|d| d.eps),
                &b.into_matrix().map(|d| d.eps),
            ],
        ),
        _ => f64::NAN,
    };

    let step = f64::EPSILON.cbrt();
    let (ahead, behind) = (
        (&w + &p * step, &h + &q * step),
        (&w - &p * step, &h - &q * step),
    );
    let difference_of = || -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        let (a, b) = (
            objective.gradient(&ahead.0, &ahead.1)?,
            objective.gradient(&behind.0, &behind.1)?,
        );
        Ok(((a.0 - b.0) / (2.0 * step), (a.1 - b.1) / (2.0 * step)))
    };
    let differenced = difference_of()?;
    let gap_difference = gap([&out_w, &out_h], [&differenced.0, &differenced.1]);
    let difference = median_seconds(7, || {
        let _ = difference_of();
    });

    let coordinates = n * k + k * m;
    let hyper_dual_value = (coordinates <= HYPER_DUAL_LIMIT).then(|| {
        median_seconds(1, || {
            for coordinate in 0..coordinates {
                let _ = hyper_dual_entry([&x, &w, &h, &p, &q], coordinate);
            }
        })
    });
    Ok(Cost {
        sizes,
        by_hand,
        dual_gradient,
        hyper_dual_value,
        difference,
        gap_dual,
        gap_difference,
    })
}

/// One entry of the product from the value alone: ∂²f/∂coordinate ∂direction.
fn hyper_dual_entry([x, w, h, p, q]: [&DMatrix<f64>; 5], coordinate: usize) -> f64 {
    let lift = |value: &DMatrix<f64>, step: Option<&DMatrix<f64>>, hit: Option<usize>| {
        Dense::from_fn(value.nrows(), value.ncols(), |i, j| {
            let here = hit == Some(i + value.nrows() * j);
            let direction = step.map_or(0.0, |s| s[(i, j)]);
            HyperDual64::new(value[(i, j)], f64::from(u8::from(here)), direction, 0.0)
        })
    };
    let in_w = (coordinate < w.len()).then_some(coordinate);
    let in_h = coordinate.checked_sub(w.len());
    let point = [
        lift(x, None, None),
        lift(w, Some(p), in_w),
        lift(h, Some(q), in_h),
    ];
    let value = formula!(|x, w, h| f::value(x, w, h));
    Function::evaluate(&value, &point)
        .and_then(|v| v.to_number())
        .map_or(f64::NAN, |v| v.eps1eps2)
}

fn gap(actual: [&DMatrix<f64>; 2], expected: [&DMatrix<f64>; 2]) -> f64 {
    let difference = actual
        .iter()
        .zip(expected)
        .map(|(a, b)| (*a - b).amax())
        .fold(0.0, f64::max);
    difference
        / expected
            .iter()
            .map(|b| b.amax())
            .fold(f64::MIN_POSITIVE, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_give_one_product() {
        let cost = at_size([12, 9, 3], 1).unwrap();
        // Sums of at most 12·9 terms of size one for the hand product; h² truncation and ε/h for the difference.
        assert!(
            cost.gap_dual < 1e-13 && cost.gap_difference < 1e-8,
            "{cost:?}"
        );
        assert!(cost.hyper_dual_value.is_some());
    }
}
