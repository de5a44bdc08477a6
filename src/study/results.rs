//! Everything a report shows, computed in one run.

use super::benchmarks::Benchmarks;
use super::derivations::{self, Derivation};
use super::panel::{self, Panel};
use super::plane::Plane;
use super::{
    claims, curvature, lipschitz, mutants, product_cost, real_data, sensitivity, solving,
    step_size, taylor_slopes,
};
use crate::check::ClaimError;
use crate::factorization::FactorizationError;
use crate::matrix::Data;
use crate::mutation::Tally;
use crate::oracle::OracleError;
use crate::solver::SolverError;
use crate::spectrum::SpectrumError;
use nalgebra::DMatrix;
use thiserror::Error;

/// The results of a run.
#[derive(Debug, Clone)]
pub struct Results {
    /// The seed of every random draw.
    pub seed: u64,
    /// Formulas and liars before the oracles.
    pub panel: Panel,
    /// The shipped derivations, statement by statement.
    pub derivations: Vec<Derivation>,
    /// Spoiled equations of one of them.
    pub mutants: Tally,
    /// Planted errors.
    pub planted: Vec<sensitivity::Planted>,
    /// Errors of differences against their steps.
    pub step_sizes: step_size::StepSizes,
    /// Taylor remainders of right and wrong derivatives.
    pub taylor: Vec<taylor_slopes::NamedTest>,
    /// The Hessian of a small problem by autodiff, in the order (vec W, vec H).
    pub hessian: DMatrix<f64>,
    /// The same put together from its four blocks by their formulas.
    pub assembled: DMatrix<f64>,
    /// The Gauss–Newton part by its formulas.
    pub gauss_newton: DMatrix<f64>,
    /// Lipschitz constants against gradients.
    pub lipschitz: Vec<lipschitz::Steepness>,
    /// What Hessian-vector products cost.
    pub costs: Vec<product_cost::Cost>,
    /// The smallest Hessian eigenvalue.
    pub curvature: curvature::Curvature,
    /// The solvers.
    pub solving: solving::Solving,
    /// The kernels on real data.
    pub data: real_data::RealData,
    /// What criterion measured at another time.
    pub benchmarks: Benchmarks,
}

/// What a run is at: how many of how many units of work are done, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// Units done.
    pub done: usize,
    /// Units in all.
    pub of: usize,
    /// What comes next.
    pub doing: &'static str,
}

/// Why a run could not be finished.
#[derive(Debug, Error)]
pub enum StudyError {
    /// An oracle has no answer where it must have one.
    #[error(transparent)]
    Oracle(#[from] OracleError),
    /// A kernel refused its input.
    #[error(transparent)]
    Factorization(#[from] FactorizationError),
    /// An eigenvalue cannot be searched for.
    #[error(transparent)]
    Spectrum(#[from] SpectrumError),
    /// A solver refuses its problem.
    #[error(transparent)]
    Solver(#[from] SolverError),
    /// A shipped claim is misspelt.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The data could not be studied.
    #[error("{name}: {source}")]
    Data {
        /// The data set.
        name: String,
        /// Why.
        source: Box<real_data::RealDataError>,
    },
}

/// The experiments beside the panel.
const EXPERIMENTS: usize = 10;

impl Results {
    /// Runs everything and puts `benchmarks` beside it. `progress` is told what is being done, from several threads.
    ///
    /// # Errors
    /// [`StudyError`] if the data cannot be studied; the rest cannot fail on its own input.
    pub fn compute(
        name: &str,
        data: &Data,
        benchmarks: Benchmarks,
        seed: u64,
        progress: impl Fn(Stage) + Sync,
    ) -> Result<Self, StudyError> {
        let kernels = claims::of_kernels();
        let formulas = panel::size() + kernels.len();
        let of = formulas + EXPERIMENTS;
        let stage = |done, doing| progress(Stage { done, of, doing });
        // First, so that data which cannot be studied are said before the work.
        stage(0, "real data");
        let data = real_data::study(name, data, seed).map_err(|source| StudyError::Data {
            name: name.to_owned(),
            source: Box::new(source),
        })?;
        stage(1, "formulas before oracles");
        let panel = panel::examine_all(kernels, seed, |done| {
            stage(1 + done, "formulas before oracles");
        });
        stage(formulas + 1, "derivations");
        let derivations = derivations::review_all(seed);
        stage(formulas + 2, "planted errors");
        let planted = sensitivity::planted_errors(seed)?;
        stage(formulas + 3, "step sizes and slopes");
        let step_sizes = step_size::error_against_step(seed)?;
        let taylor = taylor_slopes::right_and_wrong(seed)?;
        stage(formulas + 4, "the Hessian and its blocks");
        let plane = Plane::seeded(seed);
        let (hessian, assembled) = (plane.hessian_by_autodiff()?, plane.hessian_by_formulas()?);
        let gauss_newton = plane.gauss_newton_by_formulas()?;
        stage(formulas + 5, "Lipschitz constants");
        let lipschitz = lipschitz::of_all_blocks(seed)?;
        stage(formulas + 6, "cost of products");
        let costs = product_cost::over_size(seed)?;
        stage(formulas + 7, "the smallest eigenvalue");
        let curvature = curvature::study(seed)?;
        stage(formulas + 8, "solvers");
        let solving = solving::study(seed)?;
        stage(formulas + 9, "mistakes on purpose");
        let mutants = mutants::study(seed);
        stage(of, "done");
        Ok(Self {
            seed,
            panel,
            derivations,
            mutants,
            planted,
            step_sizes,
            taylor,
            hessian,
            assembled,
            gauss_newton,
            lipschitz,
            costs,
            curvature,
            solving,
            data,
            benchmarks,
        })
    }

    /// Whether two oracles contradict each other anywhere.
    #[must_use]
    pub fn has_contradiction(&self) -> bool {
        let entries = self.derivations.iter().flat_map(|d| &d.review.entries);
        self.panel.has_contradiction() || entries.into_iter().any(|entry| entry.contradiction)
    }

    /// Whether everything holds that must: every formula and kernel, every liar refuted, every statement of
    /// the derivations, the kernels on the data.
    #[must_use]
    pub fn all_well(&self) -> bool {
        let on_data = |o: &real_data::OnData| {
            o.slope.agree()
                && o.curvature.agree()
                && o.exact != Some(false)
                && o.taylor[..2].iter().all(|t| !t.test.disagrees())
        };
        self.panel.fallen_claims().next().is_none()
            && self.panel.surviving_liars().next().is_none()
            && (self.derivations.iter()).all(|derivation| derivation.failures().next().is_none())
            && self.mutants.missed.is_empty()
            && self.data.objectives.iter().all(on_data)
    }
}
