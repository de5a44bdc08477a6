//! The loop around every method: it measures, records, keeps the best and stops.

use std::ops::ControlFlow;
use std::time::Instant;

use super::error::SolverError;
use super::factors::Factors;
use super::rules::{PATIENCE, Rules, Stopped};
use super::trace::{Moment, Solution};

/// A point that is measured.
pub(super) trait Measured {
    /// f.
    fn value(&self) -> f64;
    /// The KKT residual.
    fn kkt(&self) -> f64;
    /// Work so far.
    fn products(&self) -> f64;
    /// The factors.
    fn factors(&self) -> Factors;
}

/// A method at a point.
pub(super) trait Iteration {
    /// One iteration; the step length, where there is one.
    fn advance(&mut self) -> Result<Option<f64>, SolverError>;
    /// The point.
    fn at(&self) -> &dyn Measured;
    /// Whether f never rises; the last point is then the best.
    fn is_monotone(&self) -> bool {
        true
    }
    /// Asked where the KKT residual is small enough: whether the method has left the point, which was a saddle.
    fn goes_on(&mut self) -> Result<bool, SolverError> {
        Ok(false)
    }
}

/// Beyond this multiple of its start, f is taken to grow for good.
const DIVERGED: f64 = 1e12;

/// Sees every moment, with the factors on request; may add to it, and may end the run.
pub(super) type Observer<'a> =
    dyn FnMut(&mut Moment, &dyn Fn() -> Factors) -> Result<ControlFlow<()>, SolverError> + 'a;

/// Iterates until a rule stops it; factors that are not finite are never returned; `observe` sees every moment, and may add an eigenvalue or end the run.
pub(super) fn run(
    iteration: &mut dyn Iteration,
    rules: &Rules,
    observe: &mut Observer<'_>,
) -> Result<Solution, SolverError> {
    let start = Instant::now();
    let mut trace: Vec<Moment> = Vec::new();
    let mut best: Option<(f64, f64, Factors)> = None;
    let mut step = None;
    let stopped = loop {
        let mut moment = Moment {
            iteration: trace.len(),
            seconds: start.elapsed().as_secs_f64(),
            products: iteration.at().products(),
            objective: iteration.at().value(),
            kkt: iteration.at().kkt(),
            step,
            smallest_eigenvalue: None,
        };
        let asked = observe(&mut moment, &|| iteration.at().factors())?;
        trace.push(moment);
        let first = trace[0].objective;
        if !moment.objective.is_finite()
            || !moment.kkt.is_finite()
            || moment.objective > DIVERGED * first.max(f64::MIN_POSITIVE)
        {
            break Stopped::Diverged;
        }
        if !iteration.is_monotone()
            && best
                .as_ref()
                .is_none_or(|(value, _, _)| moment.objective < *value)
        {
            best = Some((moment.objective, moment.kkt, iteration.at().factors()));
        }
        if moment.kkt <= rules.tolerance {
            if asked.is_continue() && moment.iteration < rules.iterations && iteration.goes_on()? {
                step = None;
                continue;
            }
            break Stopped::Converged;
        }
        if asked.is_break() {
            break Stopped::Interrupted;
        }
        if moment.iteration >= rules.iterations {
            break Stopped::Iterations;
        }
        if moment.seconds >= rules.seconds {
            break Stopped::Seconds;
        }
        if let Some(earlier) = moment.iteration.checked_sub(PATIENCE) {
            let least = |of: fn(&Moment) -> f64| {
                trace[earlier + 1..]
                    .iter()
                    .map(of)
                    .fold(f64::INFINITY, f64::min)
            };
            // Where f is at its rounding, the gradient can still fall.
            let falls =
                least(|m| m.objective) < trace[earlier].objective * (1.0 - rules.stagnation);
            if !falls && least(|m| m.kkt) > 0.5 * trace[earlier].kkt {
                break Stopped::Stagnated;
            }
        }
        step = iteration.advance()?;
    };
    let last = trace[trace.len() - 1];
    let (objective, kkt, factors) = match best {
        Some(best) => best,
        None => (last.objective, last.kkt, iteration.at().factors()),
    };
    if !factors.is_finite() {
        return Err(SolverError::Overflow);
    }
    Ok(Solution {
        factors,
        objective,
        kkt,
        trace,
        stopped,
    })
}
