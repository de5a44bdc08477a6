//! Steps against the gradient, projected where the factor has to be nonnegative.

use nalgebra::DMatrix;

use super::Update;
use crate::matrix::product::{add_multiple, dot};
use crate::solver::error::SolverError;
use crate::solver::fit::Model;
use crate::solver::ridge::Ridge;

/// Y − α∇ with α = c/L, L the Lipschitz constant of the block: descends for every c < 2.
#[derive(Debug)]
pub(in crate::solver) struct Steepest {
    /// c.
    pub(in crate::solver) share: f64,
}

impl Update for Steepest {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        let lipschitz = model.lipschitz()?;
        if lipschitz <= 0.0 {
            return Ok(None);
        }
        let step = self.share / lipschitz;
        let gradient = model.gradient(y);
        add_multiple(y.as_mut_slice(), -step, gradient.as_slice());
        model.project(y);
        Ok(Some(step))
    }

    fn descends(&self) -> bool {
        self.share < 2.0
    }
}

/// A step of its own for every coordinate, y_ir/(Y|G| + |Q|Y)_ir plus a floor: the longest for which the separable majorant of Lee and
/// Seung's proof still lies above the model, for positive G that of the multiplicative update. Descends.
///
/// Zero coordinates get the step of the majorant with the row's largest entry in their place, so that none is stuck.
#[derive(Debug)]
pub(in crate::solver) struct Coordinate;

impl Update for Coordinate {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        let gradient = model.gradient(y);
        // Any positive u gives the majorant ½Σ ((u|G|)_r/u_r) d_r²; with u = |y| and a floor it follows the factor.
        let largest = y.amax();
        let floor = if largest > 0.0 { 1e-3 * largest } else { 1.0 };
        let size = y.map(|entry| entry.abs().max(floor));
        let mut curvature = &size * model.gram.abs();
        match model.ridge {
            Ridge::None => {}
            Ridge::Diagonal(_) => model.ridge.add_image(&size, &mut curvature),
            Ridge::General { positive, negative } => {
                curvature += positive * &size + negative * &size;
            }
        }
        for (((y, g), c), s) in y
            .iter_mut()
            .zip(gradient.iter())
            .zip(curvature.iter())
            .zip(size.iter())
        {
            if *c > 0.0 {
                *y -= g * s / c;
            }
        }
        model.project(y);
        Ok(None)
    }
}

/// The projected gradient step whose length is found by halving from twice the last one, until f falls by a share of what the gradient
/// promises (Armijo's rule).
#[derive(Debug, Default)]
pub(in crate::solver) struct Backtracking {
    last: Option<f64>,
}

impl Update for Backtracking {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        const SHARE: f64 = 1e-2;
        const HALVINGS: usize = 60;
        let gradient = model.gradient(y);
        let mut step = match self.last {
            Some(step) => 2.0 * step,
            None => {
                let lipschitz = model.lipschitz()?;
                if lipschitz <= 0.0 {
                    return Ok(None);
                }
                1.0 / lipschitz
            }
        };
        let before = model.value(y, &gradient);
        for _ in 0..HALVINGS {
            let mut moved = y.clone();
            add_multiple(moved.as_mut_slice(), -step, gradient.as_slice());
            model.project(&mut moved);
            let change = &moved - &*y;
            let promised = dot(gradient.as_slice(), change.as_slice());
            let after = model.value(&moved, &model.gradient(&moved));
            if after <= before + SHARE * promised {
                *y = moved;
                self.last = Some(step);
                return Ok(Some(step));
            }
            step *= 0.5;
        }
        Ok(Some(0.0))
    }
}
