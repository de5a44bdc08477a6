//! What is factorized.

use std::borrow::Cow;

use nalgebra::DMatrix;

use super::error::SolverError;
use super::factors::Factors;
use crate::factorization::Objective;
use crate::factorization::frobenius::Frobenius;
use crate::factorization::masked::Masked;
use crate::factorization::tikhonov::Tikhonov;
use crate::matrix::Data;
use crate::matrix::product::Threads;
use crate::spectrum::{
    Options, Progress, Spectrum, frobenius_spectrum, masked_spectrum, tikhonov_spectrum,
};

/// An objective with its data, and whether the factors have to be nonnegative.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) nonnegative: bool,
    pub(super) threads: Threads,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Frobenius(&'a Data),
    Tikhonov {
        x: &'a Data,
        m: &'a Data,
        lambda: f64,
    },
    Masked(&'a Masked),
}

impl<'a> Problem<'a> {
    /// ½‖X − WH‖²_F with W, H ≥ 0.
    #[must_use]
    pub fn frobenius(x: &'a Data) -> Self {
        Self::new(Kind::Frobenius(x), true)
    }

    /// ‖X − WH‖²_F + λ‖MW‖²_F with W, H ≥ 0.
    ///
    /// Nothing holds H back: where MW = 0 is no fit, f falls for ever as W shrinks and H grows, ever more slowly. Solvers then end at
    /// a KKT residual that they approach, not at a minimum.
    #[must_use]
    pub fn tikhonov(x: &'a Data, m: &'a Data, lambda: f64) -> Self {
        Self::new(Kind::Tikhonov { x, m, lambda }, true)
    }

    /// ½Σ P_ij²(M_ij − u_i v_jᵀ)² + λ/2(‖U‖² + ‖V‖²) with factors of any sign; W is U, H is Vᵀ.
    #[must_use]
    pub fn masked(problem: &'a Masked) -> Self {
        Self::new(Kind::Masked(problem), false)
    }

    fn new(kind: Kind<'a>, nonnegative: bool) -> Self {
        Self {
            kind,
            nonnegative,
            threads: Threads::ONE,
        }
    }

    /// The same for factors of any sign.
    #[must_use]
    pub fn unconstrained(self) -> Self {
        Self {
            nonnegative: false,
            ..self
        }
    }

    /// The same for factors that are nonnegative.
    #[must_use]
    pub fn nonnegative(self) -> Self {
        Self {
            nonnegative: true,
            ..self
        }
    }

    /// The same with more threads.
    #[must_use]
    pub fn with_threads(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// n and m.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        match self.kind {
            Kind::Frobenius(x) | Kind::Tikhonov { x, .. } => x.shape(),
            Kind::Masked(f) => (f.observed().nrows(), f.observed().ncols()),
        }
    }

    /// X, or the observed entries with zeros elsewhere.
    pub(super) fn data(&self) -> Cow<'a, Data> {
        match self.kind {
            Kind::Frobenius(x) | Kind::Tikhonov { x, .. } => Cow::Borrowed(x),
            Kind::Masked(f) => Cow::Owned(Data::Sparse(f.observed().clone())),
        }
    }

    /// Refuses data that do not make an objective, and negative data for nonnegative factors.
    pub(super) fn check(&self) -> Result<(), SolverError> {
        match self.kind {
            Kind::Frobenius(x) => drop(Frobenius::new(x)?),
            Kind::Tikhonov { x, m, lambda } => drop(Tikhonov::new(x, m, lambda)?),
            Kind::Masked(f) => {
                if f.lambda() <= 0.0 {
                    let empty = |f: &Masked| f.observed().row_iter().position(|row| row.nnz() == 0);
                    for (side, place) in [("row", empty(f)), ("column", empty(&f.transposed()))] {
                        if let Some(index) = place {
                            let index = index + 1;
                            return Err(SolverError::Undetermined { side, index });
                        }
                    }
                }
            }
        }
        let data = self.data();
        let largest = data
            .entries()
            .iter()
            .fold(0.0_f64, |l, entry| l.max(entry.abs()));
        if largest > 0.0 && !(1e-70..=1e70).contains(&largest) {
            return Err(SolverError::Scale { largest });
        }
        if self.nonnegative && !data.is_nonnegative() {
            let (row, col, value) = first_negative(&data);
            return Err(SolverError::Negative {
                name: "X",
                row: row + 1,
                col: col + 1,
                value,
            });
        }
        Ok(())
    }

    /// The kernel.
    pub(super) fn objective(&self) -> Result<Box<dyn Objective + 'a>, SolverError> {
        Ok(match self.kind {
            Kind::Frobenius(x) => Box::new(Frobenius::new(x)?.with_threads(self.threads)),
            Kind::Tikhonov { x, m, lambda } => {
                Box::new(Tikhonov::new(x, m, lambda)?.with_threads(self.threads))
            }
            Kind::Masked(f) => Box::new(f.clone().with_threads(self.threads)),
        })
    }

    /// Whether the kernel is written with V = Hᵀ.
    pub(super) fn transposed(&self) -> bool {
        matches!(self.kind, Kind::Masked(_))
    }

    /// f is this times a sum of squares halved.
    pub(super) fn scale(&self) -> f64 {
        match self.kind {
            Kind::Tikhonov { .. } => 2.0,
            _ => 1.0,
        }
    }

    /// f at these factors, by its kernel.
    ///
    /// # Errors
    /// [`SolverError::Input`] for factors that do not fit.
    pub fn value(&self, factors: &Factors) -> Result<f64, SolverError> {
        let second = self.second(factors);
        Ok(self.objective()?.value(&factors.w, &second)?)
    }

    /// ‖X − WH‖/‖X‖, on the observed entries (weighted) where some are hidden; 0 for data of zeros that are met.
    ///
    /// # Errors
    /// [`SolverError::Input`] for factors that do not fit.
    pub fn relative_error(&self, factors: &Factors) -> Result<f64, SolverError> {
        let (fit, norm) = match self.kind {
            Kind::Frobenius(x) | Kind::Tikhonov { x, .. } => {
                (Frobenius::new(x)?.value(&factors.w, &factors.h)?, x.norm())
            }
            Kind::Masked(f) => {
                let (u, v) = (&factors.w, factors.h.transpose());
                let zero = |matrix: &DMatrix<f64>| DMatrix::zeros(matrix.nrows(), matrix.ncols());
                let ridge = 0.5 * f.lambda() * (u.norm_squared() + v.norm_squared());
                // At zero factors the residual is the data.
                let all = f.value(&zero(u), &zero(&v))?;
                ((f.value(u, &v)? - ridge).max(0.0), (2.0 * all).sqrt())
            }
        };
        let error = (2.0 * fit).sqrt();
        Ok(if norm > 0.0 { error / norm } else { error })
    }

    fn second<'b>(&self, factors: &'b Factors) -> Cow<'b, DMatrix<f64>> {
        if self.transposed() {
            Cow::Owned(factors.h.transpose())
        } else {
            Cow::Borrowed(&factors.h)
        }
    }

    /// The smallest eigenvalues of the Hessian at these factors; for nonnegative ones along their free entries.
    ///
    /// # Errors
    /// [`SolverError::Input`] for factors that do not fit, [`SolverError::Spectrum`] if it cannot be computed.
    pub fn smallest_eigenvalue(
        &self,
        factors: &Factors,
        options: &Options,
        report: &mut dyn FnMut(&Progress),
    ) -> Result<Spectrum, SolverError> {
        let (w, second) = (&factors.w, self.second(factors));
        let options = Options {
            free: self.nonnegative,
            ..options.clone()
        };
        Ok(match self.kind {
            Kind::Frobenius(x) => {
                let f = Frobenius::new(x)?.with_threads(self.threads);
                frobenius_spectrum(&f.hessian_at(w, &second)?, &options, report)?
            }
            Kind::Tikhonov { x, m, lambda } => {
                let f = Tikhonov::new(x, m, lambda)?.with_threads(self.threads);
                tikhonov_spectrum(&f.hessian_at(w, &second)?, &options, report)?
            }
            Kind::Masked(f) => masked_spectrum(&f.hessian_at(w, &second)?, &options, report)?,
        })
    }
}

fn first_negative(data: &Data) -> (usize, usize, f64) {
    match data {
        Data::Dense(x) => {
            let place = x.iter().position(|&entry| entry < 0.0).unwrap_or(0);
            let (row, col) = (place % x.nrows(), place / x.nrows());
            (row, col, x[(row, col)])
        }
        Data::Sparse(x) => {
            let entry = x.triplet_iter().find(|(_, _, entry)| **entry < 0.0);
            entry.map_or((0, 0, 0.0), |(row, col, entry)| (row, col, *entry))
        }
    }
}
