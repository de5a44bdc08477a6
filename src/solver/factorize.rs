//! From a problem to factors.

use std::ops::ControlFlow;

use nalgebra::DMatrix;

use super::alternating::Alternating;
use super::completion::Completion;
use super::error::SolverError;
use super::factors::Factors;
use super::fit::{Fit, gram};
use super::joint::{Joint, Length};
use super::method::Method;
use super::newton::{Newton, RowBlocks};
use super::problem::{Kind, Problem};
use super::ridge::Ridge;
use super::rules::{Rules, Stopped};
use super::run::{Iteration, run};
use super::smooth::Smooth;
use super::start::{self, Start};
use super::trace::{Moment, Solution};
use super::update::{
    Backtracking, Coordinate, Hals, LeastSquares, Multiplicative, Pivoting, Steepest, Update,
};
use crate::factorization::Objective;
use crate::spectrum::Options;

/// How to factorize.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The method.
    pub method: Method,
    /// The first factors.
    pub start: Start,
    /// When to stop.
    pub rules: Rules,
    /// Seed of every random draw.
    pub seed: u64,
    /// The smallest Hessian eigenvalue enters the trace every so many iterations; 0 means never.
    pub eigenvalue_every: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            method: Method::Auto,
            start: Start::Random,
            rules: Rules::default(),
            seed: 2026,
            eigenvalue_every: 0,
        }
    }
}

/// Factors of rank `rank`; `observe` sees every moment and may end the run by [`ControlFlow::Break`].
///
/// All-zero data give zero factors. Rows and columns of zeros give zero rows and columns of nonnegative factors. A rank beyond that of
/// the data is allowed; the surplus components share or vanish.
///
/// # Errors
/// [`SolverError`]: data that do not fit, a method that does not fit, rules that cannot be.
///
/// ```
/// use matproof::matrix::Data;
/// use matproof::solver::{Problem, Settings, factorize};
/// use nalgebra::dmatrix;
/// use std::ops::ControlFlow;
/// // [1 2; 2 4] = [1; 2][1 2].
/// let x = Data::Dense(dmatrix![1., 2.; 2., 4.]);
/// let found = factorize(&Problem::frobenius(&x), 1, &Settings::default(), &mut |_| ControlFlow::Continue(()))?;
/// assert!((found.factors.w * found.factors.h - dmatrix![1., 2.; 2., 4.]).amax() < 1e-5);
/// # Ok::<(), matproof::solver::SolverError>(())
/// ```
pub fn factorize(
    problem: &Problem<'_>,
    rank: usize,
    settings: &Settings,
    observe: &mut dyn FnMut(&Moment) -> ControlFlow<()>,
) -> Result<Solution, SolverError> {
    settings.rules.check()?;
    problem.check()?;
    if rank == 0 {
        return Err(SolverError::NoRank);
    }
    let data = problem.data();
    let first = start::factors(
        &settings.start,
        &data,
        rank,
        problem.nonnegative,
        settings.seed,
    )?;
    if problem.nonnegative
        && let Some((name, row, col, value)) = first.first_negative()
    {
        return Err(SolverError::Negative {
            name,
            row,
            col,
            value,
        });
    }
    // Whether the factors fit is for the kernel to say.
    problem.value(&first)?;
    let ridge = match problem.kind {
        Kind::Tikhonov { m, lambda, .. } => Ridge::new(m, lambda),
        _ => Ridge::None,
    };
    if let Some(because) = settings.method.obstacle(problem, &ridge) {
        let others = Method::ALL
            .into_iter()
            .filter(|m| m.obstacle(problem, &ridge).is_none());
        return Err(SolverError::Method {
            method: settings.method.name(),
            because,
            others: others.map(Method::name).collect::<Vec<_>>().join(", "),
        });
    }
    let task = Task {
        problem,
        settings,
        ridge,
        norm: data.norm(),
    };
    if settings.method == Method::Auto {
        task.automatic(&first, observe)
    } else {
        task.by(settings.method, &first, &settings.rules, observe)
    }
}

struct Task<'a, 'b> {
    problem: &'b Problem<'a>,
    settings: &'b Settings,
    ridge: Ridge,
    norm: f64,
}

impl Task<'_, '_> {
    /// One method from these factors.
    fn by(
        &self,
        method: Method,
        first: &Factors,
        rules: &Rules,
        observe: &mut dyn FnMut(&Moment) -> ControlFlow<()>,
    ) -> Result<Solution, SolverError> {
        let objective = self.problem.objective()?;
        let mut iteration = self.iteration(method, first, objective.as_ref())?;
        let every = self.settings.eigenvalue_every;
        run(iteration.as_mut(), rules, &mut |moment, factors| {
            if every > 0 && moment.iteration.is_multiple_of(every) {
                let options = Options::default();
                let found = self
                    .problem
                    .smallest_eigenvalue(&factors(), &options, &mut |_| {});
                // Where every entry is held at zero there is no eigenvalue, and the run goes on without.
                moment.smallest_eigenvalue = found.ok().map(|spectrum| spectrum.extreme().value);
            }
            Ok(observe(moment))
        })
    }

    /// A first-order method down to where a second-order one takes over.
    fn automatic(
        &self,
        first: &Factors,
        observe: &mut dyn FnMut(&Moment) -> ControlFlow<()>,
    ) -> Result<Solution, SolverError> {
        let rules = &self.settings.rules;
        let method = [
            Method::HalsExtrapolated,
            Method::LeastSquares,
            Method::Momentum,
        ]
        .into_iter()
        .find(|m| {
            m.obstacle(self.problem, &self.ridge).is_none()
                && (self.problem.nonnegative || *m != Method::HalsExtrapolated)
        })
        .unwrap_or(Method::Momentum);
        // Newton's method begins here, or where the other one hardly moves: a step of it costs as much as dozens of the other's.
        let near = match method {
            Method::Momentum => 1e-4,
            _ => 1e-6,
        };
        let early = Rules {
            tolerance: rules.tolerance.max(near),
            stagnation: rules.stagnation.max(1e-4),
            ..*rules
        };
        let mut solution = self.by(method, first, &early, observe)?;
        let goes_on = matches!(solution.stopped, Stopped::Converged | Stopped::Stagnated);
        if !goes_on {
            return Ok(solution);
        }
        let last = *solution
            .trace
            .last()
            .unwrap_or_else(|| unreachable!("a trace begins with the start"));
        let rest = Rules {
            iterations: rules.iterations.saturating_sub(last.iteration),
            seconds: (rules.seconds - last.seconds).max(0.0),
            ..*rules
        };
        let shifted = |m: &Moment| Moment {
            iteration: m.iteration + last.iteration,
            seconds: m.seconds + last.seconds,
            products: m.products + last.products,
            ..*m
        };
        let more = self.by(Method::Newton, &solution.factors, &rest, &mut |moment| {
            if moment.iteration == 0 {
                return ControlFlow::Continue(());
            }
            observe(&shifted(moment))
        })?;
        solution.trace.extend(more.trace[1..].iter().map(shifted));
        Ok(Solution {
            trace: solution.trace,
            ..more
        })
    }

    fn iteration<'c>(
        &'c self,
        method: Method,
        first: &Factors,
        objective: &'c dyn Objective,
    ) -> Result<Box<dyn Iteration + 'c>, SolverError> {
        let alternating = |update: &dyn Fn() -> Box<dyn Update>, extrapolated: bool| {
            let fit = self.fit(first);
            Ok(Box::new(Alternating::new(fit, update, extrapolated)) as Box<dyn Iteration>)
        };
        let masked = match self.problem.kind {
            Kind::Masked(f) => Some(f),
            _ => None,
        };
        match (method, masked) {
            (Method::GradientCoordinate, _) => alternating(&|| Box::new(Coordinate), false),
            (Method::GradientLipschitz(share), _) => {
                alternating(&|| Box::new(Steepest { share }), false)
            }
            (Method::Momentum, None) => alternating(&|| Box::new(Steepest { share: 1.0 }), true),
            (Method::Multiplicative, _) => alternating(&|| Box::new(Multiplicative), false),
            (Method::Hals, _) => alternating(&|| Box::new(Hals { sweeps: 1 }), false),
            (Method::HalsAccelerated, _) => alternating(
                &|| {
                    Box::new(Hals {
                        sweeps: self.sweeps(first),
                    })
                },
                false,
            ),
            (Method::Auto | Method::HalsExtrapolated, _) => alternating(
                &|| {
                    Box::new(Hals {
                        sweeps: self.sweeps(first),
                    })
                },
                true,
            ),
            (Method::Pivoting, _) => alternating(&|| Box::new(Pivoting), false),
            (Method::LeastSquares, None) => alternating(&|| Box::new(LeastSquares), false),
            (Method::LeastSquares, Some(f)) => {
                let smooth = self.smooth(first, objective)?;
                Ok(Box::new(Completion::new(smooth, f, self.problem.threads)))
            }
            (Method::GradientConstant(step), _) => {
                let smooth = self.smooth(first, objective)?;
                let step = match step {
                    Some(step) => step,
                    None => safe(&smooth)?,
                };
                Ok(Box::new(Joint {
                    smooth,
                    length: Length::Constant(step),
                }))
            }
            (Method::ProjectedGradient, None) => {
                alternating(&|| Box::new(Backtracking::default()), false)
            }
            (Method::ProjectedGradient, Some(_)) => {
                let smooth = self.smooth(first, objective)?;
                let length = Length::Backtracking(safe(&smooth)?);
                Ok(Box::new(Joint { smooth, length }))
            }
            (Method::Momentum, Some(_)) => {
                let smooth = self.smooth(first, objective)?;
                let step = safe(&smooth)?;
                let length = Length::Momentum {
                    step,
                    before: None,
                    age: 0.0,
                };
                Ok(Box::new(Joint { smooth, length }))
            }
            (Method::Newton, _) => {
                let smooth = self.smooth(first, objective)?;
                let smallest = |factors: &Factors| {
                    let options = Options {
                        tolerance: 1e-3,
                        ..Options::default()
                    };
                    self.problem
                        .smallest_eigenvalue(factors, &options, &mut |_| {})
                };
                let blocks = |factors: &[DMatrix<f64>; 2]| self.blocks(factors);
                Ok(Box::new(Newton::new(
                    smooth,
                    Box::new(blocks),
                    Box::new(smallest),
                )))
            }
        }
    }

    /// Most sweeps of the accelerated methods: as many as cost about what the two products with X do, 2 to 64.
    fn sweeps(&self, first: &Factors) -> usize {
        const FEWEST: usize = 2;
        const MOST: usize = 64;
        let (n, m) = self.problem.shape();
        let sweep = (n + m) * first.w.ncols();
        (1 + self.problem.data().stored_entries() / sweep).clamp(FEWEST, MOST)
    }

    fn fit<'c>(&'c self, first: &Factors) -> Fit<'c> {
        let (Kind::Frobenius(x) | Kind::Tikhonov { x, .. }) = self.problem.kind else {
            unreachable!("a masked problem was refused before");
        };
        Fit::new(
            x,
            (self.ridge.clone(), self.problem.scale()),
            self.problem.nonnegative,
            first,
            self.problem.threads,
        )
    }

    fn smooth<'c>(
        &self,
        first: &Factors,
        objective: &'c dyn Objective,
    ) -> Result<Smooth<'c>, SolverError> {
        let problem = self.problem;
        let signs = (problem.nonnegative, problem.transposed());
        Smooth::new(objective, (problem.scale(), self.norm), signs, first)
    }

    /// The diagonal blocks of the Hessian.
    fn blocks(&self, [first, second]: &[DMatrix<f64>; 2]) -> [RowBlocks; 2] {
        match self.problem.kind {
            Kind::Masked(f) => {
                let (rows, mirrored) = (f.row_blocks(second), f.transposed());
                let columns = mirrored.row_blocks(first);
                match (rows, columns) {
                    (Ok(rows), Ok(columns)) => [
                        RowBlocks::Own((0..first.nrows()).map(|i| rows.block(i)).collect()),
                        RowBlocks::Own((0..second.nrows()).map(|j| columns.block(j)).collect()),
                    ],
                    _ => unreachable!("the factors were checked"),
                }
            }
            _ => {
                let scale = self.problem.scale();
                let diagonal = self.ridge.diagonal();
                let diagonal = diagonal.map(|d| d.into_iter().map(|d| scale * d).collect());
                [
                    RowBlocks::Shared(gram(&second.transpose()) * scale, diagonal),
                    RowBlocks::Shared(gram(first) * scale, None),
                ]
            }
        }
    }
}

/// 1/(L_W + L_H) at the start.
fn safe(smooth: &Smooth<'_>) -> Result<f64, SolverError> {
    let [first, second] = &smooth.at.factors;
    let constants = smooth.objective.lipschitz(first, second)?;
    let sum = constants.first + constants.second;
    Ok(if sum > 0.0 { 1.0 / sum } else { 1.0 })
}
