//! What a result says at a glance: a colour and a symbol, never the colour alone.

/// How a verdict or a cell is to be read. Each tone has its own symbol, so that a grey print and a
/// colour-blind reader lose nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// As it should be: proved, holds, agrees, caught.
    Good,
    /// Not as it should be: refuted, disagrees, missed.
    Bad,
    /// Answered, with a reservation the reader should know.
    Caution,
    /// The question could be put, but this witness cannot see the answer.
    Blind,
    /// The question does not arise.
    Neutral,
}

impl Tone {
    /// The symbol that stands for the tone in pictures and badges.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "✗",
            Self::Caution => "!",
            Self::Blind => "○",
            Self::Neutral => "–",
        }
    }

    /// The name of the tone in the style sheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Caution => "caution",
            Self::Blind => "blind",
            Self::Neutral => "neutral",
        }
    }
}
