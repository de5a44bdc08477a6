//! One factor after the other, plainly or with extrapolation.
//!
//! With extrapolation each half-step sees the other factor moved on by β times its last move. The products with X of an
//! extrapolated factor are combinations of those that are there, so the iterates themselves stay feasible, their value and KKT residual
//! stay free, and a step that would raise f is taken back: β shrinks and the plain step is made instead. Extrapolation begins where plain steps
//! have become slow.
//!
//! # Reference
//! Y. Xu, W. Yin, SIAM J. Imaging Sci. 6 (2013) 1758–1789 (extrapolated gradient steps); A. M. S. Ang, N. Gillis, Neural Computation 31 (2019)
//! 417–439 (any update, the schedule of β).

use super::error::SolverError;
use super::fit::{Fit, Half, Side, ahead};
use super::run::{Iteration, Measured};
use super::update::Update;

/// The two half-steps.
pub(super) struct Alternating<'a> {
    fit: Fit<'a>,
    of_w: Box<dyn Update>,
    of_h: Box<dyn Update>,
    momentum: Option<Momentum>,
}

/// β and the factors one step ago.
struct Momentum {
    before: Option<(Half, Half)>,
    beta: f64,
    most: f64,
}

/// Plain steps come first, as long as one takes more than this share off f: there the last move says little about the next.
const QUICK: f64 = 0.03;
/// The first β.
const FIRST: f64 = 0.5;
/// Growth of β and of its limit, and what it is divided by when f would rise.
const GROWTH: f64 = 1.05;
const GROWTH_OF_LIMIT: f64 = 1.01;
const SHRINK: f64 = 1.5;

impl<'a> Alternating<'a> {
    pub(super) fn new(
        fit: Fit<'a>,
        update: &dyn Fn() -> Box<dyn Update>,
        extrapolated: bool,
    ) -> Self {
        Self {
            fit,
            of_w: update(),
            of_h: update(),
            momentum: extrapolated.then_some(Momentum {
                before: None,
                beta: FIRST,
                most: 1.0,
            }),
        }
    }

    fn plain(&mut self) -> Result<Option<f64>, SolverError> {
        let mut y = self.fit.w.y.clone();
        self.of_w
            .update(&mut y, &self.fit.model(Side::W, &self.fit.h))?;
        self.fit.w = self.fit.half(Side::W, y);
        let mut y = self.fit.h.y.clone();
        let step = self
            .of_h
            .update(&mut y, &self.fit.model(Side::H, &self.fit.w))?;
        self.fit.h = self.fit.half(Side::H, y);
        Ok(step)
    }

    /// The extrapolated step; false if it would raise f, and then nothing has changed but the work done.
    fn extrapolated(
        &mut self,
        (old_w, old_h): &(Half, Half),
        beta: f64,
    ) -> Result<bool, SolverError> {
        let before = self.fit.value();
        let h_ahead = self.fit.h.extrapolated(old_h, beta);
        let mut y = ahead(&self.fit.w.y, &old_w.y, beta);
        let model = self.fit.model(Side::W, &h_ahead);
        model.project(&mut y);
        self.of_w.update(&mut y, &model)?;
        let w = self.fit.half(Side::W, y);
        let w_ahead = w.extrapolated(&self.fit.w, beta);
        let model = self.fit.model(Side::H, &w_ahead);
        let mut y = h_ahead.y;
        model.project(&mut y);
        self.of_h.update(&mut y, &model)?;
        let h = self.fit.half(Side::H, y);
        let old = (
            std::mem::replace(&mut self.fit.w, w),
            std::mem::replace(&mut self.fit.h, h),
        );
        if self.fit.value() <= before {
            if let Some(momentum) = &mut self.momentum {
                momentum.before = Some(old);
            }
            Ok(true)
        } else {
            (self.fit.w, self.fit.h) = old;
            Ok(false)
        }
    }
}

impl Iteration for Alternating<'_> {
    fn advance(&mut self) -> Result<Option<f64>, SolverError> {
        let Some(momentum) = &mut self.momentum else {
            return self.plain();
        };
        let beta = momentum.beta;
        if let Some(before) = momentum.before.take() {
            let gone_well = self.extrapolated(&before, beta)?;
            if let Some(momentum) = &mut self.momentum {
                if gone_well {
                    momentum.beta = momentum.most.min(GROWTH * beta);
                    momentum.most = (GROWTH_OF_LIMIT * momentum.most).min(1.0);
                } else {
                    momentum.most = beta;
                    momentum.beta = beta / SHRINK;
                }
            }
            if gone_well {
                return Ok(Some(beta));
            }
        }
        let old = (self.fit.w.clone(), self.fit.h.clone());
        let value = self.fit.value();
        let step = self.plain()?;
        if let Some(momentum) = &mut self.momentum
            && value - self.fit.value() <= QUICK * value
        {
            momentum.before = Some(old);
        }
        Ok(step)
    }

    fn at(&self) -> &dyn Measured {
        &self.fit
    }

    fn is_monotone(&self) -> bool {
        self.of_w.descends() && self.of_h.descends()
    }
}
