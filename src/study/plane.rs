//! The point at which the experiments look: ½‖X − WH‖² moved along W and H together.

use crate::algebra::{Dense, HALF};
use crate::factorization::frobenius::formulas as f;
use crate::formula;
use crate::oracle::{
    AnyFunction, Differentiator, Direction, Estimate, OracleError, autodiff::Autodiff,
    bounded_value,
};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// ½‖X − WH‖² at a random point, with a direction that moves W and H together: along it f is a polynomial of
/// degree four, so that every Taylor remainder shows its slope.
pub struct Plane {
    /// X, W, H.
    pub point: [Dense<f64>; 3],
    /// The change of W and H.
    pub direction: Direction<f64>,
}

/// n, m, k of the experiments.
pub const SIZES: [usize; 3] = [6, 5, 2];

impl Plane {
    /// The plane of a seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let [n, m, k] = SIZES;
        let mut draw =
            |rows, columns| Dense::from_fn(rows, columns, |_, _| rng.random_range(-1.0..1.0));
        let point = [draw(n, m), draw(n, k), draw(k, m)];
        let direction = Direction::zero(3).with(1, draw(n, k)).with(2, draw(k, m));
        Self { point, direction }
    }

    /// The objective.
    #[must_use]
    pub fn function(&self) -> Box<dyn AnyFunction> {
        Box::new(formula!(|x, w, h| HALF * (x - w * h).squared_norm()))
    }

    /// ⟨∇f, direction⟩ by the hand-derived gradient.
    ///
    /// # Errors
    /// Never for this plane; the error of evaluating the formulas.
    pub fn slope(&self) -> Result<Estimate<f64>, OracleError> {
        self.paired(
            &formula!(|x, w, h| f::gradient_w(x, w, h)),
            &formula!(|x, w, h| f::gradient_h(x, w, h)),
            &self.point,
        )
    }

    /// ⟨direction, ∇²f direction⟩ by the hand-derived Hessian-vector product.
    ///
    /// # Errors
    /// Never for this plane; the error of evaluating the formulas.
    pub fn curvature(&self) -> Result<Estimate<f64>, OracleError> {
        let [x, w, h] = self.point.clone();
        let step = |argument| {
            self.direction
                .step(argument)
                .cloned()
                .unwrap_or_else(|| Dense::zeros(0, 0))
        };
        self.paired(
            &formula!(|x, w, h, p, q| f::hessian_vector_w([x, w, h], [p, q])),
            &formula!(|x, w, h, p, q| f::hessian_vector_h([x, w, h], [p, q])),
            &[x, w, h, step(1), step(2)],
        )
    }

    fn paired(
        &self,
        w_part: &dyn AnyFunction,
        h_part: &dyn AnyFunction,
        at: &[Dense<f64>],
    ) -> Result<Estimate<f64>, OracleError> {
        let mut sum = Estimate {
            value: 0.0,
            error: 0.0,
        };
        for (argument, part) in [(1, w_part), (2, h_part)] {
            let Some(step) = self.direction.step(argument) else {
                continue;
            };
            for (g, v) in bounded_value(part, at)?.iter().zip(step.as_matrix().iter()) {
                sum.value += g.value * v;
                sum.error += g.error * v.abs() + f64::EPSILON * (g.value * v).abs();
            }
        }
        Ok(sum)
    }

    /// The Hessian in the order (vec W, vec H), by autodiff.
    ///
    /// # Errors
    /// Never for this plane; the error of evaluating the function.
    pub fn hessian_by_autodiff(&self) -> Result<DMatrix<f64>, OracleError> {
        let [n, m, k] = SIZES;
        let order = n * k + k * m;
        let function = self.function();
        let unit = |e: usize| if e < n * k { (1, e) } else { (2, e - n * k) };
        let mut hessian = DMatrix::zeros(order, order);
        for r in 0..order {
            for c in r..order {
                let ((a, i), (b, j)) = (unit(r), unit(c));
                let (u, v) = (
                    Direction::unit(&self.point, a, i),
                    Direction::unit(&self.point, b, j),
                );
                let second = Autodiff.second(function.as_ref(), &self.point, &u, &v)?[0].value;
                hessian[(r, c)] = second;
                hessian[(c, r)] = second;
            }
        }
        Ok(hessian)
    }

    /// The four blocks by the Kronecker formulas: WW, WH, HW, HH.
    ///
    /// # Errors
    /// Never for this plane; the error of evaluating the formulas.
    pub fn hessian_by_formulas(&self) -> Result<[DMatrix<f64>; 4], OracleError> {
        let value = |formula: &dyn AnyFunction| -> Result<DMatrix<f64>, OracleError> {
            Ok(bounded_value(formula, &self.point)?.map(|e| e.value))
        };
        Ok([
            value(&formula!(|_x, w, h| f::hessian_ww(w, h)))?,
            value(&formula!(|x, w, h| f::hessian_wh(x, w, h)))?,
            value(&formula!(|x, w, h| f::hessian_hw(x, w, h)))?,
            value(&formula!(|_x, w, h| f::hessian_hh(w, h)))?,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::autodiff::along;

    #[test]
    fn slope_curvature_and_blocks_agree_with_autodiff() {
        let plane = Plane::seeded(1);
        let [first, second] =
            along(plane.function().as_ref(), &plane.point, &plane.direction).unwrap();
        let (slope, curvature) = (plane.slope().unwrap(), plane.curvature().unwrap());
        assert!((slope.value - first[0].value).abs() <= slope.error + first[0].error);
        assert!((curvature.value - second[0].value).abs() <= curvature.error + second[0].error);
        let [n, m, k] = SIZES;
        let whole = plane.hessian_by_autodiff().unwrap();
        let [ww, wh, hw, hh] = plane.hessian_by_formulas().unwrap();
        let corner = |i, j, rows, columns| whole.view((i, j), (rows, columns)).into_owned();
        // Entries below 10, at most ten roundings each.
        let gap = |a: DMatrix<f64>, b: DMatrix<f64>| (a - b).amax() < 100.0 * f64::EPSILON;
        assert!(gap(ww, corner(0, 0, n * k, n * k)) && gap(hh, corner(n * k, n * k, k * m, k * m)));
        assert!(gap(wh, corner(0, n * k, n * k, k * m)) && gap(hw, corner(n * k, 0, k * m, n * k)));
    }
}
