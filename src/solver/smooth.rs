//! Any of the objectives at a point, with value and gradient from its kernel.

use nalgebra::DMatrix;

use super::error::SolverError;
use super::factors::Factors;
use super::fit::{kkt_residual, positive};
use super::run::Measured;
use crate::factorization::{Objective, Workspace};

/// A point of a smooth objective.
pub(super) struct Smooth<'a> {
    pub(super) objective: &'a dyn Objective,
    pub(super) nonnegative: bool,
    /// The second factor is V = Hᵀ.
    pub(super) transposed: bool,
    /// f is this times a sum of squares halved.
    pub(super) scale: f64,
    /// ‖X‖.
    pub(super) norm: f64,
    /// Work so far.
    pub(super) products: f64,
    pub(super) at: Point,
    workspace: Workspace,
}

/// Factors, f and ∇f there.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) factors: [DMatrix<f64>; 2],
    pub(super) value: f64,
    pub(super) gradients: [DMatrix<f64>; 2],
}

impl<'a> Smooth<'a> {
    pub(super) fn new(
        objective: &'a dyn Objective,
        (scale, norm): (f64, f64),
        (nonnegative, transposed): (bool, bool),
        factors: &Factors,
    ) -> Result<Self, SolverError> {
        let second = if transposed {
            factors.h.transpose()
        } else {
            factors.h.clone()
        };
        let factors = [factors.w.clone(), second];
        let mut out = Self {
            objective,
            nonnegative,
            transposed,
            scale,
            norm,
            products: 0.0,
            at: Point {
                gradients: [factors[0].clone(), factors[1].clone()],
                factors,
                value: 0.0,
            },
            workspace: Workspace::default(),
        };
        out.at = out.point(out.at.factors.clone())?;
        Ok(out)
    }

    /// Value and gradient at these factors.
    pub(super) fn point(&mut self, factors: [DMatrix<f64>; 2]) -> Result<Point, SolverError> {
        let mut gradients = [
            DMatrix::zeros(factors[0].nrows(), factors[0].ncols()),
            DMatrix::zeros(factors[1].nrows(), factors[1].ncols()),
        ];
        let [first, second] = &mut gradients;
        // Factors that left the range of f64 are a step that failed, not an input that was wrong.
        let finite = factors
            .iter()
            .all(|f| f.iter().all(|entry| entry.is_finite()));
        let value = if finite {
            self.products += 2.0;
            self.objective.value_and_gradient_into(
                (&factors[0], &factors[1]),
                (first, second),
                &mut self.workspace,
            )?
        } else {
            f64::INFINITY
        };
        Ok(Point {
            factors,
            value,
            gradients,
        })
    }

    /// Projected on the feasible set: max(·, 0) where factors have to be nonnegative.
    pub(super) fn projected(&self, mut factors: [DMatrix<f64>; 2]) -> [DMatrix<f64>; 2] {
        if self.nonnegative {
            for factor in &mut factors {
                factor.iter_mut().for_each(|entry| *entry = entry.max(0.0));
            }
        }
        factors
    }

    /// `factors` − α·`direction`, projected.
    pub(super) fn stepped(
        &self,
        factors: &[DMatrix<f64>; 2],
        alpha: f64,
        direction: &[DMatrix<f64>; 2],
    ) -> [DMatrix<f64>; 2] {
        let moved = |a: usize| &factors[a] - &direction[a] * alpha;
        self.projected([moved(0), moved(1)])
    }
}

impl Measured for Smooth<'_> {
    fn value(&self) -> f64 {
        self.at.value
    }

    fn kkt(&self) -> f64 {
        let Point {
            factors, gradients, ..
        } = &self.at;
        let [of_first, of_second] = gradients;
        kkt_residual(
            [of_first, of_second],
            [&factors[0], &factors[1]],
            self.nonnegative,
        ) / (self.scale * positive(self.norm))
    }

    fn products(&self) -> f64 {
        self.products
    }

    fn factors(&self) -> Factors {
        let [w, h] = &self.at.factors;
        Factors {
            w: w.clone(),
            h: if self.transposed {
                h.transpose()
            } else {
                h.clone()
            },
        }
    }
}

/// ⟨a, b⟩ over both factors.
pub(super) fn inner(a: &[DMatrix<f64>; 2], b: &[DMatrix<f64>; 2]) -> f64 {
    a[0].dot(&b[0]) + a[1].dot(&b[1])
}
