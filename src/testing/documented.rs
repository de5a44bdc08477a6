//! Code tied to a formula of a document.

use super::hand::Hand;
use super::subject::{Check, SEED};
use crate::check::{Claim, ClaimError, Quantity};
use crate::document::{Document, read_text};
use crate::review::{Verdict, review_with_equations};
use std::path::Path;
use thiserror::Error;

/// The right side of a relation of a document, to check code against.
///
/// ```no_run
/// use matproof::formula;
/// use matproof::testing::Documented;
/// // notes.md:  f(W, H) = ½‖X − WH‖², ∇_W f = (WH − X)Hᵀ
/// Documented::find("notes.md", r"\nabla_W f")?
///     .implemented_by(&["X", "W", "H"], formula!(|x, w, h| (w * h - x) * h.t()))
///     .assert_proved();
/// # Ok::<(), matproof::testing::NotDocumented>(())
/// ```
#[derive(Clone)]
pub struct Documented {
    claim: Claim,
    /// Where it stands, e.g. "notes.md:12".
    place: String,
}

/// Why a formula was not found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotDocumented {
    /// The document cannot be read.
    #[error("{0}")]
    Unread(String),
    /// No relation, or several.
    #[error("{path}: expected one relation that begins with `{formula}`, found {found}")]
    Count {
        /// The document.
        path: String,
        /// What was looked for.
        formula: String,
        /// How many there are, and where.
        found: String,
    },
    /// The relation is wrong, or not understood, or defines something.
    #[error(
        "{place}: the relation is {verdict}, so there is nothing to check code against: {message}"
    )]
    NotTrue {
        /// Where it stands.
        place: String,
        /// What is known of it.
        verdict: &'static str,
        /// Why.
        message: String,
    },
}

impl Documented {
    /// The one relation of the document whose text begins with this formula, spaces aside. It has to be right: wrong formulas are no standard.
    ///
    /// # Errors
    /// [`NotDocumented`].
    pub fn find(path: impl AsRef<Path>, formula: &str) -> Result<Self, NotDocumented> {
        let path = path.as_ref();
        let source = read_text(path).map_err(NotDocumented::Unread)?;
        let (review, stated) = review_with_equations(&Document::read(&source), SEED);
        let wanted = compact(formula);
        let found: Vec<_> = review
            .entries
            .iter()
            .zip(stated)
            .filter(|(entry, _)| {
                let text = source.get(entry.span.clone()).unwrap_or_default();
                entry.verdict != Verdict::Definition && compact(text).starts_with(&wanted)
            })
            .collect();
        let lines: Vec<_> = found
            .iter()
            .map(|(entry, _)| entry.line.to_string())
            .collect();
        let mut found = found.into_iter();
        let (Some((entry, stated)), None) = (found.next(), found.next()) else {
            return Err(NotDocumented::Count {
                path: path.display().to_string(),
                formula: formula.to_owned(),
                found: match lines.len() {
                    0 => "none".to_owned(),
                    count => format!("{count}, in lines {}", lines.join(", ")),
                },
            });
        };
        let place = format!("{}:{}", path.display(), entry.line);
        match (entry.verdict, stated.and_then(|stated| stated.claim())) {
            (Verdict::Proved | Verdict::Holds, Some(claim)) => Ok(Self { claim, place }),
            (verdict, _) => Err(NotDocumented::NotTrue {
                place,
                verdict: verdict.name(),
                message: entry.message.clone(),
            }),
        }
    }

    /// The names that the formula and the code can be functions of, with their shapes.
    #[must_use]
    pub fn arguments(&self) -> String {
        self.claim.signature.to_string()
    }

    /// That this code, of arguments in this order, computes the formula.
    ///
    /// # Panics
    /// If a name is no argument of the relation.
    #[track_caller]
    pub fn implemented_by(&self, arguments: &[&str], code: impl Hand) -> Check {
        let signature = &self.claim.signature;
        let order: Result<Vec<usize>, ClaimError> = arguments
            .iter()
            .map(|name| {
                signature
                    .position(name)
                    .ok_or_else(|| ClaimError::UnknownName {
                        name: (*name).to_owned(),
                        signature: signature.to_string(),
                    })
            })
            .collect();
        let name = format!("the code for {}", self.place);
        Check::of(order.and_then(|order| {
            let quantity =
                Quantity::claimed(&self.claim).unwrap_or_else(|| self.claim.quantity.clone());
            Claim::with_form(name, signature.clone(), quantity, code.in_order(order))
        }))
    }
}

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}
