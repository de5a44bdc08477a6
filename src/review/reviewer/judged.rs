//! What is found out about a relation, before it is an entry.

use super::super::entry::{Correction, EntryKind, Instance, OracleReport, Verdict};
use super::super::equality::{Equation, Unfit};
use super::super::given_size::as_given;
use super::super::stated::Stated;
use crate::document::Span;
use crate::expression::Expression;

/// What is found out about a relation.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) kind: Option<EntryKind>,
    pub(super) verdict: Option<Verdict>,
    pub(super) contradiction: bool,
    pub(super) oracles: Vec<OracleReport>,
    pub(super) assumptions: Vec<String>,
    pub(super) message: String,
    /// Places in the text of the statement.
    pub(super) places: Vec<(Span, String)>,
    /// What a correction can be looked for in.
    pub(super) wrong: Option<Box<Wrong>>,
    pub(super) correction: Option<Correction>,
    pub(super) counterexample: Option<Instance>,
    /// What the oracles were asked, if it is kept.
    pub(super) stated: Option<Box<Stated>>,
}

/// An equation that is wrong.
pub(super) struct Wrong {
    pub(super) left: Expression,
    /// The right side as it was written.
    pub(super) written: Expression,
    /// Both sides with shapes, if they have any.
    pub(super) equation: Option<Equation>,
}

impl Judged {
    pub(super) fn new(kind: EntryKind, verdict: Verdict, message: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            verdict: Some(verdict),
            message: message.into(),
            ..Self::default()
        }
    }

    pub(super) fn unsupported(message: impl Into<String>, place: Span) -> Self {
        let message = message.into();
        Self {
            places: vec![(place, message.clone())],
            verdict: Some(Verdict::Unsupported),
            message,
            ..Self::default()
        }
    }

    pub(super) fn of(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Shapes(message, places) => Self {
                verdict: Some(Verdict::IllTyped),
                message,
                places,
                ..Self::default()
            },
            Unfit::Unknown(message, place) => Self::unsupported(message, place),
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict.unwrap_or(Verdict::Unsupported)
    }

    /// With the sizes that the document gives as numbers in its words.
    pub(super) fn in_given_sizes(mut self) -> Self {
        let texts = std::iter::once(&mut self.message)
            .chain(self.places.iter_mut().map(|(_, text)| text))
            .chain(&mut self.assumptions)
            .chain(self.oracles.iter_mut().map(|oracle| &mut oracle.detail))
            .chain(
                self.correction
                    .iter_mut()
                    .flat_map(|correction| [&mut correction.latex, &mut correction.unicode]),
            )
            .chain(
                self.counterexample
                    .iter_mut()
                    .flat_map(|instance| instance.dimensions.iter_mut().map(|(name, _)| name)),
            );
        for text in texts {
            *text = as_given(text);
        }
        self
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.verdict().is_wrong()
    }

    pub(super) fn holds(&self) -> bool {
        matches!(self.verdict(), Verdict::Proved | Verdict::Holds)
    }

    /// Whether it is true, as far as that is known; what introduces something is.
    pub(super) fn is_true(&self) -> Option<bool> {
        match self.verdict() {
            Verdict::Proved | Verdict::Holds | Verdict::Definition => Some(true),
            Verdict::Refuted | Verdict::IllTyped => Some(false),
            Verdict::Unsupported => None,
        }
    }
}
