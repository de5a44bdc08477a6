//! What is said about each relation of a document: plain data, for people and for programs.

use crate::document::Span;

/// What was found in one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// One entry for each relation, in the order of the document.
    pub entries: Vec<Entry>,
}

/// One relation of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its bytes: from the first member to the end of the second, for a later step of a chain from its sign on.
    pub span: Span,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The character of the line it begins at, from 1.
    pub column: usize,
    /// What it is about.
    pub kind: EntryKind,
    /// What is known of it.
    pub verdict: Verdict,
    /// Whether two oracles contradict each other: a defect of matproof.
    pub contradiction: bool,
    /// Whether the document marks it as wrong: then it is right that it fails, and wrong that it holds.
    pub expected_to_fail: bool,
    /// Its place in a chain of several relations.
    pub chain: Option<ChainStep>,
    /// What each oracle found.
    pub oracles: Vec<OracleReport>,
    /// Readings that had to be chosen, in words.
    pub assumptions: Vec<String>,
    /// Why it is wrong, or not understood, or what it defines, in one sentence; may be empty.
    pub message: String,
    /// Places in the document to point at, with words: the product whose sizes differ, the sign that is wrong.
    pub places: Vec<Place>,
    /// What would be right.
    pub correction: Option<Correction>,
    /// Small integers at which it fails.
    pub counterexample: Option<Instance>,
}

/// What a relation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryKind {
    /// A name gets a meaning.
    Definition,
    /// A shape, a set, a property.
    Declaration,
    /// Something to be satisfied, not an identity: ∇f = 0, W ≥ 0.
    Condition,
    /// ∇_W f = ….
    Gradient,
    /// ∂F/∂W of a matrix or a vector.
    Jacobian,
    /// The whole Hessian.
    Hessian,
    /// ∂²f/∂W∂H.
    HessianBlock,
    /// ∂²f/∂W_ij∂H_kl, and what follows it in a chain.
    SecondDerivative,
    /// dF = ….
    Differential,
    /// An equality up to o(‖δ‖).
    Expansion,
    /// An equation without derivatives.
    Identity,
    /// ≤ and its like.
    Inequality,
    /// W ← W − α∇f.
    UpdateRule,
}

impl EntryKind {
    /// The word for it in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Declaration => "declaration",
            Self::Condition => "condition",
            Self::Gradient => "gradient",
            Self::Jacobian => "jacobian",
            Self::Hessian => "hessian",
            Self::HessianBlock => "hessian-block",
            Self::SecondDerivative => "second-derivative",
            Self::Differential => "differential",
            Self::Expansion => "expansion",
            Self::Identity => "identity",
            Self::Inequality => "inequality",
            Self::UpdateRule => "update-rule",
        }
    }
}

/// What is known of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// For all shapes, by the symbolic oracle, and no other oracle objects.
    Proved,
    /// Every numeric oracle that applies agrees; there is no proof.
    Holds,
    /// It is wrong.
    Refuted,
    /// Its shapes do not fit.
    IllTyped,
    /// It introduces a name, a shape, a set, a condition or an update rule.
    Definition,
    /// It was not understood, or nobody could tell; the message says why.
    Unsupported,
}

impl Verdict {
    /// All of them, in the order of a summary.
    pub const ALL: [Self; 6] = [
        Self::Proved,
        Self::Holds,
        Self::Refuted,
        Self::IllTyped,
        Self::Definition,
        Self::Unsupported,
    ];

    /// The word for it in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Holds => "holds",
            Self::Refuted => "refuted",
            Self::IllTyped => "ill-typed",
            Self::Definition => "definition",
            Self::Unsupported => "unsupported",
        }
    }

    /// Refuted or ill-typed.
    #[must_use]
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Refuted | Self::IllTyped)
    }
}

/// The place of a relation in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainStep {
    /// The number of the chain in the document, from 1.
    pub id: usize,
    /// The number of the step, from 1.
    pub step: usize,
    /// Whether its right side equals the first member of the chain; `None` if that is not known.
    pub holds_from_first: Option<bool>,
}

/// What one oracle found.
#[derive(Debug, Clone, PartialEq)]
pub struct OracleReport {
    /// symbolic, exact, autodiff, differences, taylor, structure, search.
    pub name: String,
    /// agrees, disagrees, undecided, not-applicable.
    pub outcome: String,
    /// What was done, in words.
    pub detail: String,
    /// Time it took.
    pub seconds: f64,
}

/// A place to point at, with words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bytes of the document.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// What would be right instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// How it was found.
    pub kind: CorrectionKind,
    /// In LaTeX.
    pub latex: String,
    /// In Unicode, for a terminal.
    pub unicode: String,
}

/// How a correction is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorrectionKind {
    /// The whole right side after one small edit, proved right.
    DidYouMean,
    /// Truth minus claim: what has to be added.
    MissingTerm,
    /// What must hold for the claim to be right: λ = 1, A symmetric.
    Condition,
}

impl CorrectionKind {
    /// The word for it in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DidYouMean => "did-you-mean",
            Self::MissingTerm => "missing-term",
            Self::Condition => "condition",
        }
    }
}

/// Small integers at which a relation fails. Matrices are lists of rows; entries are integers or fractions as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The sizes of the dimensions, by name.
    pub dimensions: Vec<(String, usize)>,
    /// The values of the letters, by name.
    pub values: Vec<(String, Vec<Vec<String>>)>,
    /// The left side.
    pub left: Vec<Vec<String>>,
    /// The right side.
    pub right: Vec<Vec<String>>,
    /// Left minus right.
    pub difference: Vec<Vec<String>>,
}

/// How many entries have each verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// In the order of [`Verdict::ALL`].
    pub counts: [usize; 6],
    /// How many are wrong, and marked so by the document.
    pub expected: usize,
}

impl Review {
    /// How many entries have each verdict.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let count = |verdict| self.entries.iter().filter(|e| e.verdict == verdict).count();
        Summary {
            counts: Verdict::ALL.map(count),
            expected: self
                .entries
                .iter()
                .filter(|e| e.expected_to_fail && e.verdict.is_wrong())
                .count(),
        }
    }
}

impl Summary {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut counts = self.counts;
        for (count, more) in counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        Self {
            counts,
            expected: self.expected + other.expected,
        }
    }
}

impl Entry {
    /// Whether a check of the document fails because of it: it is wrong and not marked so, or marked as wrong and holds.
    /// Strictly, what is not understood fails too.
    #[must_use]
    pub fn fails(&self, strict: bool) -> bool {
        match self.verdict {
            Verdict::Refuted | Verdict::IllTyped => !self.expected_to_fail,
            Verdict::Proved | Verdict::Holds => self.expected_to_fail,
            Verdict::Unsupported => strict || self.expected_to_fail,
            Verdict::Definition => false,
        }
    }
}
