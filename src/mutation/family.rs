//! Kinds of mistakes.

use std::fmt;

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// The sign of a term.
    Sign,
    /// A factor 2 or ½ too much.
    Factor,
    /// A transpose too much or too little.
    Transpose,
    /// Two factors of a product exchanged.
    Order,
    /// A term of a sum forgotten.
    DroppedTerm,
    /// A factor of a product forgotten.
    DroppedFactor,
    /// A matrix product for an entrywise one, or the other way round.
    Entrywise,
    /// The two indices of an entry exchanged, or a row taken for a column.
    Index,
    /// The operands of a Kronecker product exchanged.
    Kronecker,
    /// A commutation matrix forgotten, or of exchanged sizes.
    Commutation,
    /// An inverse forgotten.
    Inverse,
    /// Right only where a difference in the formula is zero: at zero residual.
    ZeroResidual,
    /// Right only where two dimensions are equal, or one of them is 1.
    Shapes,
    /// Right only at nonnegative entries: |x| for x.
    Nonnegative,
    /// A relative error of 10⁻³.
    Error3,
    /// A relative error of 10⁻⁶.
    Error6,
    /// A relative error of 10⁻⁹.
    Error9,
    /// A relative error of 10⁻¹².
    Error12,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Sign,
        Self::Factor,
        Self::Transpose,
        Self::Order,
        Self::DroppedTerm,
        Self::DroppedFactor,
        Self::Entrywise,
        Self::Index,
        Self::Kronecker,
        Self::Commutation,
        Self::Inverse,
        Self::ZeroResidual,
        Self::Shapes,
        Self::Nonnegative,
        Self::Error3,
        Self::Error6,
        Self::Error9,
        Self::Error12,
    ];

    /// Those that are a relative error of 10⁻ᵖ, with p.
    pub(super) const ERRORS: [(Self, u32); 4] = [
        (Self::Error3, 3),
        (Self::Error6, 6),
        (Self::Error9, 9),
        (Self::Error12, 12),
    ];
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sign => "sign",
            Self::Factor => "factor",
            Self::Transpose => "transpose",
            Self::Order => "order of factors",
            Self::DroppedTerm => "dropped term",
            Self::DroppedFactor => "dropped factor",
            Self::Entrywise => "entrywise",
            Self::Index => "indices",
            Self::Kronecker => "Kronecker order",
            Self::Commutation => "commutation matrix",
            Self::Inverse => "inverse",
            Self::ZeroResidual => "right at zero residual",
            Self::Shapes => "right at equal or unit sizes",
            Self::Nonnegative => "right at nonnegative entries",
            Self::Error3 => "relative error 1e-3",
            Self::Error6 => "relative error 1e-6",
            Self::Error9 => "relative error 1e-9",
            Self::Error12 => "relative error 1e-12",
        })
    }
}
