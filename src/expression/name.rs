//! Names of matrices, scalars, dimensions and sets, and indices.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A name as it is understood, letter styles dropped: `W`, `λ`, `dW`, `δW`, `W_1`, `W_{in}`, `W^{(1)}`.
///
/// ```
/// # use matproof::expression::Name;
/// assert_eq!(Name::from("W").as_str(), "W");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An index of an entry: a name (i, j, …), or a number counted from one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// A name, bound by a sum or free.
    Name(Name),
    /// A number, at least one.
    Number(usize),
}

impl From<&str> for Index {
    fn from(name: &str) -> Self {
        Self::Name(name.into())
    }
}

impl From<usize> for Index {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}
