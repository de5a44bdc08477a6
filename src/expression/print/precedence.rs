//! How tightly a written expression holds together; the order is that of the parser.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A + B, −A.
    Sum,
    /// A:B, and a sum over indices, which takes everything behind it.
    Term,
    /// A∘B, A⊗B.
    Hadamard,
    /// AB, A/B.
    Product,
    /// Aᵀ: a factor, but no base for another exponent.
    Factor,
    /// A, (A + B), tr(A).
    Atom,
}

/// Text, and how tightly it holds together.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) level: Level,
}

impl Written {
    pub(super) fn new(text: impl Into<String>, level: Level) -> Self {
        Self {
            text: text.into(),
            level,
        }
    }

    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::new(text, Level::Atom)
    }

    /// The text, in brackets if it holds together less tightly than this.
    pub(super) fn at(self, level: Level) -> String {
        if self.level >= level {
            self.text
        } else {
            format!("({})", self.text)
        }
    }
}
