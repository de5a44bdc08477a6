//! Both factors at once: gradient steps of constant length, with backtracking, and with momentum.
//!
//! f is quartic in both factors together, so no constant step is safe everywhere: the constant one may ascend, and says so in the trace.

use nalgebra::DMatrix;

use super::error::SolverError;
use super::fit::ahead;
use super::run::{Iteration, Measured};
use super::smooth::{Smooth, inner};

/// How long a step is.
pub(super) enum Length {
    /// α, always.
    Constant(f64),
    /// Halved from twice the last one until f falls enough.
    Backtracking(f64),
    /// The same from an extrapolated point; restarted where f would rise.
    Momentum {
        step: f64,
        /// The factors one step ago.
        before: Option<[DMatrix<f64>; 2]>,
        /// Steps since the restart.
        age: f64,
    },
}

/// Gradient steps.
pub(super) struct Joint<'a> {
    pub(super) smooth: Smooth<'a>,
    pub(super) length: Length,
}

/// A step has to bring this share of what the gradient promises.
const SHARE: f64 = 0.25;
const HALVINGS: usize = 80;

impl Joint<'_> {
    /// A projected gradient step from `from`, by backtracking from `step`; whether it lies below `below`, and the step.
    fn descend(
        &mut self,
        from: &super::smooth::Point,
        mut step: f64,
        below: f64,
    ) -> Result<(bool, f64), SolverError> {
        for _ in 0..HALVINGS {
            let moved = self.smooth.stepped(&from.factors, step, &from.gradients);
            let change = [&moved[0] - &from.factors[0], &moved[1] - &from.factors[1]];
            let promised = inner(&from.gradients, &change);
            let point = self.smooth.point(moved)?;
            if point.value <= from.value + SHARE * promised {
                let falls = point.value <= below;
                if falls {
                    self.smooth.at = point;
                }
                return Ok((falls, step));
            }
            step *= 0.5;
        }
        Ok((false, step))
    }
}

impl Iteration for Joint<'_> {
    fn advance(&mut self) -> Result<Option<f64>, SolverError> {
        let here = self.smooth.at.clone();
        match &mut self.length {
            Length::Constant(step) => {
                let step = *step;
                let moved = self.smooth.stepped(&here.factors, step, &here.gradients);
                self.smooth.at = self.smooth.point(moved)?;
                Ok(Some(step))
            }
            Length::Backtracking(step) => {
                let first = 2.0 * *step;
                let (_, used) = self.descend(&here, first, here.value)?;
                self.length = Length::Backtracking(used);
                Ok(Some(used))
            }
            Length::Momentum { step, before, age } => {
                let (first, old, age) = (1.2 * *step, before.take(), *age);
                if let Some(old) = old {
                    let beta = age / (age + 3.0);
                    let moved = [0, 1].map(|a| ahead(&here.factors[a], &old[a], beta));
                    let from = self.smooth.point(self.smooth.projected(moved))?;
                    let (falls, used) = self.descend(&from, first, here.value)?;
                    if falls {
                        self.length = Length::Momentum {
                            step: used,
                            before: Some(here.factors),
                            age: age + 1.0,
                        };
                        return Ok(Some(used));
                    }
                }
                let (_, used) = self.descend(&here, first, here.value)?;
                self.length = Length::Momentum {
                    step: used,
                    before: Some(here.factors),
                    age: 1.0,
                };
                Ok(Some(used))
            }
        }
    }

    fn at(&self) -> &dyn Measured {
        &self.smooth
    }

    fn is_monotone(&self) -> bool {
        !matches!(self.length, Length::Constant(_))
    }
}
