//! What a spectrum says: eigenvalues, how well they are known, and what they mean.

use nalgebra::DMatrix;

use super::bounds::Bounds;
use super::davidson::Which;
use super::options::{Progress, Stopped};

/// One eigenvalue of a Hessian.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// θ.
    pub value: f64,
    /// ‖Mv − θv‖, computed from scratch with a Hessian product; an eigenvalue lies within this of θ.
    pub residual: f64,
    /// v, of length one: the direction in the first factor and the one in the second.
    pub direction: (DMatrix<f64>, DMatrix<f64>),
}

/// Why the values are the smallest (or largest) ones, and not merely some.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Assurance {
    /// Shown by a Cholesky decomposition of order `order`: no other eigenvalue lies beyond the wanted ones by more than `margin`
    /// (Sylvester's law of inertia).
    Inertia {
        /// Order of the matrix that was decomposed.
        order: usize,
        /// How much farther out another eigenvalue could still lie.
        margin: f64,
    },
    /// A second search, from other random vectors, found nothing farther out: strong evidence, no proof.
    SecondStart,
    /// The search ended before it could be confirmed: the values bound the wanted ones from one side only.
    None,
}

/// Whether the gradient vanishes at the point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stationarity {
    /// The gradient beside what its terms could add up to; 0 at a stationary point.
    pub relative_gradient: f64,
    /// The theorem for stationary points of ½‖X − WH‖², where it was used.
    pub theorem: Option<Theorem>,
}

/// Up to this relative gradient a point counts as stationary.
pub(super) const STATIONARY: f64 = 1e-6;

impl Stationarity {
    /// Whether the relative gradient is at most 1e-6.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.relative_gradient <= STATIONARY
    }

    /// How far below zero gauge directions whose least curvature is this bend at a stationary point, twofold: together with others they
    /// bend a little more.
    pub(super) fn bend(&self, curvature: f64) -> f64 {
        // Where there is no gauge direction its bound is infinite.
        if self.holds() && curvature.is_finite() {
            (-2.0 * curvature).max(0.0)
        } else {
            0.0
        }
    }
}

/// μ = min(0, λ_min[HHᵀ, s₁I; s₁I, WᵀW]) with s₁ the largest singular value of A₀ = (I−Π_W)A(I−Π_H): the smallest
/// eigenvalue differs from it by at most ‖A − A₀‖₂.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theorem {
    /// μ, from the s₁ that was found.
    pub value: f64,
    /// ‖A − A₀‖₂, or a little more.
    pub radius: f64,
    /// s₁ as found (from below).
    pub singular_value: f64,
}

/// Eigenvalues at one end of the spectrum of a Hessian.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// The objective whose Hessian this is.
    pub objective: Objective,
    /// Which end.
    pub which: Which,
    /// The pairs, the wanted end first.
    pub pairs: Vec<Pair>,
    /// All work, in full Hessian products: one is 2k multiplications of X or Xᵀ by a vector (one pass over the observed
    /// entries for a masked objective).
    pub products: f64,
    /// The part of it before the first approximation: gradient, start vectors, triples.
    pub setup_products: f64,
    /// Below this a residual is rounding: 4ε times a bound on ‖M‖.
    pub floor: f64,
    /// Twice how far below zero the gauge directions bend at a point that is stationary only to a tolerance; their curvature goes to zero with the
    /// gradient, so nothing this small is a sign of a saddle. 0 at other points.
    pub gauge: f64,
    /// Bounds on the wanted eigenvalue nearest the end.
    pub bounds: Bounds,
    /// Whether the gradient vanishes.
    pub stationarity: Stationarity,
    /// Why the search ended.
    pub stopped: Stopped,
    /// Why no eigenvalue was missed.
    pub assurance: Assurance,
    /// One entry for each step.
    pub history: Vec<Progress>,
    /// Entries of the factors that were held fixed, if only the free ones were asked for.
    pub fixed: Option<usize>,
}

/// The objectives whose Hessian is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// ½‖X − WH‖².
    Frobenius,
    /// ‖X − WH‖² + λ‖MW‖².
    Tikhonov,
    /// ½Σ P²(M − UVᵀ)² + λ/2(‖U‖² + ‖V‖²).
    Masked,
}

impl Spectrum {
    /// The eigenvalue nearest the end that was asked for.
    ///
    /// # Panics
    /// Never: a spectrum has at least one pair.
    #[must_use]
    pub fn extreme(&self) -> &Pair {
        &self.pairs[0]
    }

    /// An interval that holds an eigenvalue: θ ± ‖Mv − θv‖.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        let Pair {
            value, residual, ..
        } = self.extreme();
        (value - residual, value + residual)
    }

    /// What is no larger than this cannot be told from zero: the residual, the rounding of M, the curvature of gauge directions that the rest of the
    /// gradient leaves.
    #[must_use]
    pub fn zero_within(&self) -> f64 {
        self.extreme().residual.max(self.floor).max(self.gauge)
    }

    /// Zero cannot be told from the extreme eigenvalue.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.extreme().value.abs() <= self.zero_within()
    }

    /// What the number means, in one sentence.
    #[must_use]
    pub fn meaning(&self) -> String {
        super::meaning::sentence(self)
    }
}
