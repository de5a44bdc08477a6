//! The search with a stored basis: for Hessians that no compression fits, and for the free entries of nonnegative factors.
//!
//! Davidson's method on the free coordinates, preconditioned by the blocks of the rows, over gauge directions where these are known.

use nalgebra::DMatrix;

use super::answer::{Assurance, Objective, Pair, Spectrum, Stationarity};
use super::bounds::Bounds;
use super::davidson::{Found, Held, Search, Which, davidson_beside};
use super::directions::unstacked;
use super::error::SpectrumError;
use super::inertia::{Claim, LIMIT, confirmed, formed};
use super::operator::Symmetric;
use super::options::{Options, Progress, Stopped};
use super::orthonormal::norm;
use super::row_blocks::{RowBlock, RowBlocks};
use super::whole::decomposed;
use crate::factorization::{Hessian, Part, Workspace};
use crate::matrix::product::add_multiple;
use crate::matrix::symmetric_eigen;

/// What is to be searched.
pub(super) struct Direct<'a> {
    pub(super) hessian: &'a dyn Hessian,
    pub(super) objective: Objective,
    /// Places in [vec P; vec Q] that may move; all if `None`.
    pub(super) free: Option<Vec<usize>>,
    /// Diagonal blocks, their places counted among the free ones.
    pub(super) rows: Vec<RowBlock>,
    pub(super) held: Option<&'a dyn Held>,
    /// ‖E‖₂ of the residual part, from above.
    pub(super) residual_norm: f64,
    pub(super) relative_gradient: f64,
    /// Products that were needed to get here.
    pub(super) setup_products: f64,
}

impl Direct<'_> {
    pub(super) fn run(
        self,
        options: &Options,
        report: &mut dyn FnMut(&Progress),
    ) -> Result<Spectrum, SpectrumError> {
        let fixed = self
            .free
            .as_ref()
            .map(|free| self.hessian.dimension() - free.len());
        let mut operator = Operator::new(self.hessian, self.free, RowBlocks::new(self.rows));
        let order = operator.order();
        options.check(order)?;
        let mut bounds = Bounds::default();
        let mut of_gauge = 0.0;
        // The Gauss–Newton part is at most twice its diagonal blocks.
        let largest = 2.0 * operator.blocks.largest_trace();
        let scale = largest + self.residual_norm;
        let floor = 4.0 * f64::EPSILON * scale;
        match options.which {
            Which::Smallest => {
                bounds.lower_by(-self.residual_norm, "the residual part of the Hessian");
                if let Some(block) = operator.blocks.least() {
                    bounds.upper_by(symmetric_eigen(block)?.0[0], "the block of one row");
                }
                if let Some(held) = self.held.filter(|held| held.size() > 0) {
                    of_gauge = symmetric_eigen(&held.form())?.0[0];
                    bounds.upper_by(of_gauge, held.name());
                }
            }
            Which::Largest => {
                bounds.upper_by(
                    scale,
                    "twice the largest trace of a row's block, and the residual part",
                );
            }
        }
        let mut history = Vec::new();
        let setup = self.setup_products;
        let mut observe = |products: usize, eigenvalue: f64, residual: f64| {
            #[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
            let products = products as f64 + setup;
            let progress = Progress {
                products,
                eigenvalue,
                residual,
            };
            report(&progress);
            history.push(progress);
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a budget beyond the range of usize is no budget, and the cast saturates"
        )]
        let budget = (options.max_products - setup).max(1.0) as usize;
        let search = Search {
            which: options.which,
            count: options.count,
            relative: options.tolerance,
            absolute: floor,
            budget,
            basis: 24 + 2 * options.count,
            probes: 1,
            seed: options.seed,
        };
        let small = order <= options.whole && order < budget;
        let mut matrix = small.then(|| formed(&mut operator));
        let mut found = if let Some(matrix) = &matrix {
            let found = decomposed(matrix, search.which, search.count)?;
            observe(order, found.values[0], found.residuals[0]);
            found
        } else {
            let start = DMatrix::zeros(order, 0);
            davidson_beside(&mut operator, self.held, &start, &search, &mut observe)?
        };
        let mut assurance = Assurance::None;
        if found.converged || found.products < budget {
            if order <= LIMIT {
                let matrix = matrix.get_or_insert_with(|| formed(&mut operator));
                let claim = Claim {
                    which: options.which,
                    last: found.values.last().copied().unwrap_or(0.0),
                    vectors: found.vectors.columns(0, found.values.len()).clone_owned(),
                    relative: options.tolerance,
                    floor,
                    outside: 0.0,
                    scale,
                };
                let (counted, instead) = confirmed(matrix, claim)?;
                if let Some(instead) = instead {
                    found = Found {
                        products: found.products + order,
                        ..instead
                    };
                }
                // A count that was made and does not confirm is no reason to trust a second start.
                assurance = counted.unwrap_or(Assurance::None);
            } else if found.converged {
                assurance = Assurance::SecondStart;
            }
        }
        let mut pairs = Vec::with_capacity(found.values.len());
        for (index, &value) in found.values.iter().enumerate() {
            let vector = found.vectors.column(index).clone_owned();
            let mut image = vec![0.0; order];
            operator.apply(vector.as_slice(), &mut image);
            add_multiple(&mut image, -value, vector.as_slice());
            pairs.push(Pair {
                value,
                residual: norm(&image),
                direction: operator.direction(vector.as_slice()),
            });
        }
        let stopped = match (found.converged, found.products >= budget) {
            (true, _) => Stopped::Converged,
            (false, true) => Stopped::Budget,
            (false, false) => Stopped::Stagnated,
        };
        let (value, residual) = (pairs[0].value, pairs[0].residual);
        match options.which {
            Which::Smallest => bounds.upper_by(value + residual, "the Ritz value"),
            Which::Largest => bounds.lower_by(value - residual, "the Ritz value"),
        }
        if let Assurance::Inertia { margin, .. } = assurance {
            match options.which {
                Which::Smallest => bounds.lower_by(value - margin, "inertia"),
                Which::Largest => bounds.upper_by(value + margin, "inertia"),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
        let products = setup + (found.products + pairs.len()) as f64;
        let stationarity = Stationarity {
            relative_gradient: self.relative_gradient,
            theorem: None,
        };
        Ok(Spectrum {
            objective: self.objective,
            which: options.which,
            pairs,
            products,
            setup_products: setup,
            floor,
            bounds,
            gauge: stationarity.bend(of_gauge),
            stationarity,
            stopped,
            assurance,
            history,
            fixed,
        })
    }
}

/// The Hessian on the free coordinates.
struct Operator<'a> {
    hessian: &'a dyn Hessian,
    free: Option<Vec<usize>>,
    blocks: RowBlocks,
    input: Vec<f64>,
    output: Vec<f64>,
    workspace: Workspace,
}

impl<'a> Operator<'a> {
    fn new(hessian: &'a dyn Hessian, free: Option<Vec<usize>>, blocks: RowBlocks) -> Self {
        let order = hessian.dimension();
        Self {
            hessian,
            free,
            blocks,
            input: vec![0.0; order],
            output: vec![0.0; order],
            workspace: Workspace::default(),
        }
    }

    /// A vector as a direction (P, Q).
    fn direction(&self, x: &[f64]) -> (DMatrix<f64>, DMatrix<f64>) {
        let mut all = x.to_vec();
        if let Some(free) = &self.free {
            all = vec![0.0; self.hessian.dimension()];
            for (&place, x) in free.iter().zip(x) {
                all[place] = *x;
            }
        }
        unstacked(&all, self.hessian.shapes())
    }
}

impl Symmetric for Operator<'_> {
    fn order(&self) -> usize {
        let all = self.hessian.dimension();
        self.free.as_ref().map_or(all, Vec::len)
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let (input, output) = match &self.free {
            None => (x, &mut *y),
            Some(free) => {
                for (&place, x) in free.iter().zip(x) {
                    self.input[place] = *x;
                }
                (&*self.input, &mut *self.output)
            }
        };
        let outcome = self
            .hessian
            .apply_into(Part::Whole, input, output, &mut self.workspace);
        assert_eq!(outcome, Ok(()), "a direction has the length of the Hessian");
        if let Some(free) = &self.free {
            for (&place, y) in free.iter().zip(y) {
                *y = self.output[place];
            }
        }
    }

    fn precondition(&mut self, shift: f64, r: &[f64], out: &mut [f64]) {
        self.blocks.solve(shift, r, out);
    }
}
