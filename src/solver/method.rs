//! The methods by name, and what each of them can do.

use super::problem::{Kind, Problem};
use super::ridge::Ridge;

/// How to solve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// The one that fits the problem: extrapolated HALS, or alternating least squares; Newton's method to finish.
    Auto,
    /// Joint gradient steps of this constant length; 1/L of the start where none is given. They may ascend.
    GradientConstant(Option<f64>),
    /// Each coordinate its own step, from a separable majorant.
    GradientCoordinate,
    /// Block gradient steps of this share of 1/L, L the block's Lipschitz constant at the time: descends below 2.
    GradientLipschitz(f64),
    /// Projected gradient steps by backtracking.
    ProjectedGradient,
    /// Gradient steps from extrapolated points, restarted where f would rise.
    Momentum,
    /// Multiplicative updates.
    Multiplicative,
    /// Coordinate after coordinate, one sweep for each factor.
    Hals,
    /// Several sweeps for each product with X.
    HalsAccelerated,
    /// Several sweeps, and extrapolation.
    HalsExtrapolated,
    /// Alternating nonnegative least squares by block principal pivoting.
    Pivoting,
    /// Alternating least squares without constraints.
    LeastSquares,
    /// Newton's method by conjugate gradients, which leaves saddles.
    Newton,
}

impl Method {
    /// All of them, with their usual parameters.
    pub const ALL: [Self; 13] = [
        Self::Auto,
        Self::GradientConstant(None),
        Self::GradientCoordinate,
        Self::GradientLipschitz(1.0),
        Self::ProjectedGradient,
        Self::Momentum,
        Self::Multiplicative,
        Self::Hals,
        Self::HalsAccelerated,
        Self::HalsExtrapolated,
        Self::Pivoting,
        Self::LeastSquares,
        Self::Newton,
    ];

    /// As it is written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::GradientConstant(_) => "gradient-constant",
            Self::GradientCoordinate => "gradient-coordinate",
            Self::GradientLipschitz(_) => "gradient",
            Self::ProjectedGradient => "projected-gradient",
            Self::Momentum => "momentum",
            Self::Multiplicative => "multiplicative",
            Self::Hals => "hals",
            Self::HalsAccelerated => "hals-accelerated",
            Self::HalsExtrapolated => "hals-extrapolated",
            Self::Pivoting => "pivoting",
            Self::LeastSquares => "als",
            Self::Newton => "newton",
        }
    }

    /// Why it cannot solve this problem, if it cannot.
    pub(super) fn obstacle(self, problem: &Problem<'_>, ridge: &Ridge) -> Option<&'static str> {
        let masked = matches!(problem.kind, Kind::Masked(_));
        let coupled = matches!(ridge, Ridge::General { .. });
        let by_blocks = matches!(
            self,
            Self::GradientCoordinate
                | Self::GradientLipschitz(_)
                | Self::Multiplicative
                | Self::Hals
                | Self::HalsAccelerated
                | Self::HalsExtrapolated
                | Self::Pivoting
        );
        let row_by_row = matches!(
            self,
            Self::Hals
                | Self::HalsAccelerated
                | Self::HalsExtrapolated
                | Self::Pivoting
                | Self::LeastSquares
        );
        match self {
            _ if masked && by_blocks => Some("with hidden entries no Gram matrix serves all rows"),
            _ if coupled && row_by_row => {
                Some("MᵀM is not diagonal, so the rows of W depend on each other")
            }
            Self::LeastSquares if problem.nonnegative => Some("its factors have any sign"),
            Self::Multiplicative if !problem.nonnegative => Some("its factors stay positive"),
            _ => None,
        }
    }
}
