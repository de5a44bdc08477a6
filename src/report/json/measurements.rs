//! The measured numbers beside the verdicts.

use crate::mutation::Tally;
use crate::study::benchmarks::{Benchmarks, Group, Timing};
use crate::study::curvature::Curvature;
use crate::study::mutants::SPOILED;
use crate::study::solving::Solving;
use crate::study::{Results, solving};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the experiments measured. Times are wall-clock seconds of the machine that made the report.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Measurements {
    /// A Hessian-vector product by its formula, beside general ways to get it.
    hessian_vector_product: Vec<Cost>,
    /// Lipschitz constants beside the steepest slope that was found.
    lipschitz: Vec<Lipschitz>,
    /// The smallest Hessian eigenvalue.
    smallest_eigenvalue: SmallestEigenvalue,
    /// Mistakes made on purpose.
    mutants: Mutants,
    /// Solvers.
    solvers: Solvers,
    /// What criterion had measured on the machine, at another time.
    benchmarks: Vec<Benchmark>,
    /// The kernels on data.
    data: Data,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Cost {
    n: usize,
    m: usize,
    k: usize,
    /// By the formula.
    by_hand_seconds: f64,
    /// By dual numbers through the gradient.
    dual_gradient_seconds: f64,
    /// By the difference of two gradients.
    difference_seconds: f64,
    /// By hyper-dual numbers through the value, where that was affordable.
    hyper_dual_value_seconds: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Lipschitz {
    /// Which block.
    block: String,
    /// The constant.
    constant: f64,
    /// The steepest slope of the gradient that was found.
    steepest: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct SmallestEigenvalue {
    /// Ways to search for it.
    convergence: Vec<Search>,
    /// Whole spectra of small Hessians.
    small: Vec<Spectrum>,
    /// Along a descent.
    descent: Vec<Moment>,
    /// The last race with other solvers that was recorded.
    recorded_races: Vec<EigenvalueRace>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Search {
    search: &'static str,
    eigenvalue: f64,
    /// Hessian-vector products.
    products: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Spectrum {
    point: &'static str,
    eigenvalues: Vec<f64>,
    lower_bound: Option<f64>,
    upper_bound: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Moment {
    iteration: usize,
    smallest_eigenvalue: f64,
    /// f relative to ½‖X‖².
    relative_value: f64,
    relative_gradient: f64,
    /// What the theorem for stationary points gives here.
    theorem: f64,
    /// How far the eigenvalue may be from that.
    radius: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EigenvalueRace {
    point: String,
    solver: String,
    products: Option<f64>,
    seconds: f64,
    note: String,
    /// Null if the solver found none.
    eigenvalue: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Mutants {
    /// Whose equations were spoiled.
    document: &'static str,
    equations: usize,
    made: usize,
    refuted: usize,
    missed: usize,
    /// Changes that were proved to be no mistakes.
    equivalent: usize,
    /// How many each oracle refutes alone.
    oracles: BTreeMap<String, usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Solvers {
    /// On the handwritten digits.
    digits: Race,
    /// On data with known factors.
    known_factors: Race,
    completion: Completion,
    /// The last race with other solvers that was recorded.
    recorded_races: Vec<SolverRace>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Race {
    /// n, m and k.
    sizes: [usize; 3],
    /// The least objective that was met.
    best: f64,
    runners: Vec<Runner>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Runner {
    method: &'static str,
    /// At the end, like the rest.
    objective: f64,
    kkt_residual: f64,
    iterations: usize,
    /// Products with X, or what cost as much.
    products: f64,
    seconds: f64,
}

/// Root mean square errors on hidden pixels.
#[derive(Debug, Serialize, JsonSchema)]
struct Completion {
    error: f64,
    error_of_mean: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct SolverRace {
    part: String,
    solver: String,
    /// As a multiple of the best objective; or "sweep".
    goal: String,
    /// Null if the goal was not reached.
    seconds: Option<f64>,
    iterations: u64,
    note: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Benchmark {
    group: String,
    name: String,
    parameter: Option<String>,
    median_seconds: f64,
    /// Criterion's confidence interval of the median.
    interval_seconds: [f64; 2],
    /// The median divided by that of the fastest baseline of the group; null where there is none.
    of_baseline: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Data {
    name: String,
    objectives: Vec<OnData>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OnData {
    objective: &'static str,
    value: f64,
    /// Relative gap of the gradient along a direction to dual numbers.
    slope_gap_autodiff: f64,
    /// The same for the Hessian-vector product.
    curvature_gap_autodiff: f64,
    /// Whether both gaps are rounding.
    agrees: bool,
    /// Whether the kernels are exact where nothing rounds; null where that was not asked.
    exact_at_integers: Option<bool>,
}

impl Measurements {
    pub(super) fn new(results: &Results) -> Self {
        let cost = |c: &crate::study::product_cost::Cost| Cost {
            n: c.sizes[0],
            m: c.sizes[1],
            k: c.sizes[2],
            by_hand_seconds: c.by_hand,
            dual_gradient_seconds: c.dual_gradient,
            difference_seconds: c.difference,
            hyper_dual_value_seconds: c.hyper_dual_value,
        };
        let lipschitz = |b: &crate::study::lipschitz::Steepness| Lipschitz {
            block: b.name.clone(),
            constant: b.constant,
            steepest: b.steepest,
        };
        let on_data = |o: &crate::study::real_data::OnData| OnData {
            objective: o.name,
            value: o.value,
            slope_gap_autodiff: o.slope.autodiff,
            curvature_gap_autodiff: o.curvature.autodiff,
            agrees: o.slope.agree() && o.curvature.agree(),
            exact_at_integers: o.exact,
        };
        Self {
            hessian_vector_product: results.costs.iter().map(cost).collect(),
            lipschitz: results.lipschitz.iter().map(lipschitz).collect(),
            smallest_eigenvalue: smallest_eigenvalue(&results.curvature),
            mutants: mutants(&results.mutants),
            solvers: solvers(&results.solving),
            benchmarks: benchmarks(&results.benchmarks),
            data: Data {
                name: results.data.name.clone(),
                objectives: results.data.objectives.iter().map(on_data).collect(),
            },
        }
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn smallest_eigenvalue(curvature: &Curvature) -> SmallestEigenvalue {
    let convergence = curvature.runs.iter().map(|run| Search {
        search: run.name,
        eigenvalue: run.value,
        products: run.residuals.last().map(|r| r.0),
    });
    let small = curvature.spectra.iter().map(|drawn| Spectrum {
        point: drawn.name,
        eigenvalues: drawn.eigenvalues.clone(),
        lower_bound: finite(drawn.bounds.lower()),
        upper_bound: finite(drawn.bounds.upper()),
    });
    let descent = curvature.descent.iter().map(|m| Moment {
        iteration: m.iteration,
        smallest_eigenvalue: m.smallest,
        relative_value: m.value,
        relative_gradient: m.relative_gradient,
        theorem: m.theorem.0,
        radius: finite(m.theorem.1),
    });
    let races = curvature.races.iter().map(|race| EigenvalueRace {
        point: race.point.clone(),
        solver: race.solver.clone(),
        products: finite(race.products),
        seconds: race.seconds,
        note: race.note.clone(),
        eigenvalue: finite(race.eigenvalue),
    });
    SmallestEigenvalue {
        convergence: convergence.collect(),
        small: small.collect(),
        descent: descent.collect(),
        recorded_races: races.collect(),
    }
}

fn mutants(tally: &Tally) -> Mutants {
    let total = tally.total();
    Mutants {
        document: SPOILED,
        equations: tally.equations,
        made: total.tried,
        refuted: total.refuted,
        missed: tally.missed.len(),
        equivalent: total.equivalent,
        oracles: total.by,
    }
}

fn solvers(solving: &Solving) -> Solvers {
    let race = |race: &solving::Race| Race {
        sizes: race.sizes,
        best: race.best,
        runners: (race.runners.iter())
            .filter_map(|r| Some((r.name, r.trace.last()?)))
            .map(|(method, last)| Runner {
                method,
                objective: last.objective,
                kkt_residual: last.kkt,
                iterations: last.iteration,
                products: last.products,
                seconds: last.seconds,
            })
            .collect(),
    };
    let measured = |row: &solving::Measured| SolverRace {
        part: row.part.clone(),
        solver: row.solver.clone(),
        goal: row.goal.clone(),
        seconds: row.seconds,
        iterations: row.iterations,
        note: row.note.clone(),
    };
    Solvers {
        digits: race(&solving.digits),
        known_factors: race(&solving.known),
        completion: Completion {
            error: solving.completed.error,
            error_of_mean: solving.completed.error_of_mean,
        },
        recorded_races: solving.measured.iter().map(measured).collect(),
    }
}

fn benchmarks(benchmarks: &Benchmarks) -> Vec<Benchmark> {
    let row = |group: &Group, timing: &Timing| Benchmark {
        group: group.name.clone(),
        name: timing.name.clone(),
        parameter: timing.parameter.clone(),
        median_seconds: timing.median,
        interval_seconds: timing.interval.into(),
        of_baseline: group.ratio(timing),
    };
    (benchmarks.groups.iter())
        .flat_map(|group| group.timings.iter().map(move |timing| row(group, timing)))
        .collect()
}
