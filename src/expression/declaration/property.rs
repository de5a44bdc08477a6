//! Properties of matrices, and the words for them.

use crate::expression::{ParseError, Span};
use std::fmt;

/// What is known of the values of a matrix beyond its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// Aᵀ = A.
    Symmetric,
    /// Aᵀ = −A.
    Skew,
    /// QᵀQ = QQᵀ = I.
    Orthogonal,
    /// Zero off the diagonal.
    Diagonal,
    /// Symmetric with xᵀAx > 0 for x ≠ 0; so also symmetric and invertible.
    PositiveDefinite,
    /// AA = A.
    Idempotent,
    /// Every entry 0 or 1.
    Mask,
    /// Every entry ≥ 0.
    Nonnegative,
    /// Every entry > 0.
    Positive,
    /// Has an inverse.
    Invertible,
    /// Every entry > 0, and every column adds up to 1.
    Simplex,
}

impl Property {
    /// The property of this name, words joined by hyphens: `symmetric`, `positive-definite`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let found = properties(&word.replace('-', " "), &(0..0)).ok()?;
        found.first().copied()
    }

    /// Whether only a square matrix can have it.
    #[must_use]
    pub fn needs_a_square(self) -> bool {
        !matches!(
            self,
            Self::Mask | Self::Nonnegative | Self::Positive | Self::Simplex
        )
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Symmetric => "symmetric",
            Self::Skew => "skew-symmetric",
            Self::Orthogonal => "orthogonal",
            Self::Diagonal => "diagonal",
            Self::PositiveDefinite => "positive definite",
            Self::Idempotent => "idempotent",
            Self::Mask => "mask",
            Self::Nonnegative => "nonnegative",
            Self::Positive => "positive",
            Self::Invertible => "invertible",
            Self::Simplex => "simplex",
        })
    }
}

/// The properties that words name.
pub(super) fn properties(phrase: &str, span: &Span) -> Result<Vec<Property>, ParseError> {
    const PHRASES: [(&str, &[Property]); 25] = [
        ("symmetric", &[Property::Symmetric]),
        ("sym", &[Property::Symmetric]),
        ("skew", &[Property::Skew]),
        ("skew symmetric", &[Property::Skew]),
        ("antisymmetric", &[Property::Skew]),
        ("orthogonal", &[Property::Orthogonal]),
        ("diagonal", &[Property::Diagonal]),
        ("idempotent", &[Property::Idempotent]),
        (
            "symmetric idempotent",
            &[Property::Symmetric, Property::Idempotent],
        ),
        ("positive definite", &[Property::PositiveDefinite]),
        ("symmetric positive definite", &[Property::PositiveDefinite]),
        ("spd", &[Property::PositiveDefinite]),
        ("pd", &[Property::PositiveDefinite]),
        ("mask", &[Property::Mask]),
        ("binary", &[Property::Mask]),
        ("nonnegative", &[Property::Nonnegative]),
        ("non negative", &[Property::Nonnegative]),
        ("positive", &[Property::Positive]),
        ("simplex", &[Property::Simplex]),
        ("column stochastic", &[Property::Simplex]),
        ("invertible", &[Property::Invertible]),
        ("nonsingular", &[Property::Invertible]),
        (
            "symmetric invertible",
            &[Property::Symmetric, Property::Invertible],
        ),
        (
            "invertible symmetric",
            &[Property::Symmetric, Property::Invertible],
        ),
        ("", &[]),
    ];
    if let Some((_, properties)) = PHRASES.iter().find(|(known, _)| *known == phrase) {
        return Ok(properties.to_vec());
    }
    let error = ParseError::new(span.clone(), "a property", format!("`{phrase}`"));
    Err(error.hint(
        "symmetric, skew-symmetric, orthogonal, diagonal, positive definite, mask, nonnegative, positive, invertible",
    ))
}
