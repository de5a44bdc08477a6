//! Remarks to the checker: `expect failure: the sign is lost`, `given: A symmetric, X: n×m` (or without `given`), `skip`.

use crate::expression::Declarations;

/// What a remark to the checker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// The next statement is meant to be wrong.
    ExpectFailure {
        /// Why, if it says so.
        reason: String,
    },
    /// The statements up to the next heading are meant to be wrong.
    ExpectFailureSection {
        /// Why, if it says so.
        reason: String,
    },
    /// Declarations, as a text for `expression::Declarations`.
    Given(String),
    /// The next statement is passed over.
    Ignore,
    /// A remark that is not understood.
    Unknown(String),
}

#[derive(Clone, Copy)]
enum Word {
    Failure,
    Section,
    Given,
    Ignore,
}

/// The words a remark may begin with; the longest one counts.
const WORDS: &[(&str, Word)] = &[
    ("expect failure", Word::Failure),
    ("expect a failure", Word::Failure),
    ("expect fail", Word::Failure),
    ("expect refuted", Word::Failure),
    ("expected to fail", Word::Failure),
    ("expected failure", Word::Failure),
    ("wrong", Word::Failure),
    ("false", Word::Failure),
    ("incorrect", Word::Failure),
    ("not true", Word::Failure),
    ("mistake", Word::Failure),
    ("expect failure section", Word::Section),
    ("expect failure in this section", Word::Section),
    ("expect failures in this section", Word::Section),
    ("expect failures", Word::Section),
    ("wrong section", Word::Section),
    ("section wrong", Word::Section),
    ("section expected to fail", Word::Section),
    ("given", Word::Given),
    ("where", Word::Given),
    ("declare", Word::Given),
    ("let", Word::Given),
    ("skip", Word::Ignore),
    ("ignore", Word::Ignore),
    ("do not check", Word::Ignore),
    ("don't check", Word::Ignore),
];

/// Reads a remark to the checker. Behind the words may stand a colon, a dash or a space, and then the reason or the
/// declarations.
///
/// ```
/// # use matproof::document::facts::{Marker, marker};
/// assert_eq!(marker("given: X: n x m"), Marker::Given("X: n x m".into()));
/// assert_eq!(marker("wrong: sign"), Marker::ExpectFailure { reason: "sign".into() });
/// ```
#[must_use]
pub fn marker(text: &str) -> Marker {
    let trimmed = text.trim();
    let spaced = trimmed.replace(['-', '_'], " ").to_ascii_lowercase();
    let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let found = WORDS
        .iter()
        .filter(|(words, _)| spaced.strip_prefix(words).is_some_and(is_end))
        .max_by_key(|(words, _)| words.len());
    let Some((words, word)) = found else {
        return if declares(trimmed) {
            Marker::Given(trimmed.to_owned())
        } else {
            Marker::Unknown(trimmed.to_owned())
        };
    };
    // Only ASCII was replaced by ASCII: places are the same in both.
    let rest = trimmed.get(words.len()..).unwrap_or_default();
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":,—–-(".contains(c));
    let rest = if trimmed.contains('(') {
        rest.trim_end_matches(')')
    } else {
        rest
    };
    match word {
        Word::Failure => Marker::ExpectFailure {
            reason: rest.to_owned(),
        },
        Word::Section => Marker::ExpectFailureSection {
            reason: rest.to_owned(),
        },
        Word::Given => Marker::Given(
            trimmed
                .get(words.len()..)
                .unwrap_or_default()
                .trim_start_matches([':', ' '])
                .to_owned(),
        ),
        Word::Ignore => Marker::Ignore,
    }
}

/// Whether a text says a shape or a property of some letter, and nothing else.
fn declares(text: &str) -> bool {
    Declarations::parse(text).is_ok_and(|given| {
        let mut names = given.names().peekable();
        names.peek().is_some()
            && names
                .all(|(_, declared)| declared.shape.is_some() || !declared.properties.is_empty())
    })
}
