//! What can be wrong with a text, and where.

use super::Span;
use thiserror::Error;

/// A place where the text does not read as an expression or a declaration.
///
/// ```
/// # use matproof::expression::Expression;
/// let error = Expression::parse("W H +").unwrap_err();
/// assert_eq!(error.to_string(), "expected a term, found the end");
/// assert_eq!(error.span, 5..5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, found {found}")]
pub struct ParseError {
    /// The bytes of the source that do not fit.
    pub span: Span,
    /// What could have stood there.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl ParseError {
    pub(super) fn new(span: Span, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            span,
            expected: expected.into(),
            found: found.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
