//! Dimensions as formulas have them: names, and products of names.

use crate::expression::Size;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A dimension that is not a product: a name, standing for every size at once, or a given number.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Atom {
    /// A name such as n.
    Named(Arc<str>),
    /// A size that is given as a number, at least 2, or 0.
    Number(u64),
    /// A size that depends on others, such as n + m.
    Tied(Size),
}

impl Atom {
    /// The dimension of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Tied(size) => write!(f, "{size}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl fmt::Debug for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A number of rows or columns: the product of its atoms, the first running slowest. The empty product is 1.
///
/// The rows of A ⊗ B for A with m rows and B with n rows have the dimension m·n, in this order; vec of an m×n
/// matrix has n·m rows. So a row of such a matrix is a pair of indices, and a product of names is a grouping
/// of wires.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Dimension(Vec<Atom>);

impl Dimension {
    /// The dimension 1 of a scalar.
    #[must_use]
    pub const fn one() -> Self {
        Self(Vec::new())
    }

    /// The dimension of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(vec![Atom::named(name)])
    }

    /// The dimension of this size.
    #[must_use]
    pub fn number(size: u64) -> Self {
        Self(if size == 1 {
            Vec::new()
        } else {
            vec![Atom::Number(size)]
        })
    }

    /// A size that depends on others, such as n + m. What is refuted for free sizes need not be for this one.
    #[must_use]
    pub fn tied(size: &Size) -> Self {
        Self(vec![Atom::Tied(size.clone())])
    }

    /// The number, if no name occurs.
    pub(super) fn as_number(&self) -> Option<u64> {
        let numbers = self.0.iter().map(|atom| match atom {
            Atom::Number(number) => Some(*number),
            Atom::Named(_) | Atom::Tied(_) => None,
        });
        numbers.product()
    }

    /// The product, this one running slowest.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The atoms of the product, slowest first.
    #[must_use]
    pub fn atoms(&self) -> &[Atom] {
        &self.0
    }

    /// Whether this is the same size, possibly grouped in another order: n·m and m·n.
    #[must_use]
    pub fn same_size(&self, other: &Self) -> bool {
        let sorted = |d: &Self| {
            let mut atoms = d.0.clone();
            atoms.sort();
            atoms
        };
        self == other || sorted(self) == sorted(other)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("1");
        }
        self.0.iter().enumerate().try_for_each(|(i, atom)| {
            f.write_str(if i > 0 { "·" } else { "" })?;
            fmt::Display::fmt(atom, f)
        })
    }
}

impl fmt::Debug for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An index: the name of a row or column, bound by a sum or a table, or free; or a given number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    name: IndexName,
    dimension: Dimension,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum IndexName {
    /// A name such as i, with a number that tells apart indices of one name.
    Named(Arc<str>, u64),
    /// The row or column of this number, counted from 1.
    Number(u64),
}

/// One atom's part of an index, as a free index of a network is labelled.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    name: IndexName,
    part: usize,
}

impl Index {
    /// The free index of this name.
    #[must_use]
    pub fn free(name: &str, dimension: &Dimension) -> Self {
        Self {
            name: IndexName::Named(name.into(), 0),
            dimension: dimension.clone(),
        }
    }

    /// The row or column of this number, counted from 1.
    #[must_use]
    pub fn number(number: u64, dimension: &Dimension) -> Self {
        Self {
            name: IndexName::Number(number),
            dimension: dimension.clone(),
        }
    }

    /// An index that differs from every other.
    pub(super) fn bound(dimension: &Dimension) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self {
            name: IndexName::Named("i".into(), number),
            dimension: dimension.clone(),
        }
    }

    /// What it runs over.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// The labels of its parts, one for each atom of the dimension.
    pub(super) fn labels(&self) -> impl Iterator<Item = (Label, &Atom)> {
        let label = |part| Label {
            name: self.name.clone(),
            part,
        };
        self.dimension
            .0
            .iter()
            .enumerate()
            .map(move |(part, atom)| (label(part), atom))
    }
}

impl Label {
    /// Whether both are given numbers, and different ones.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        match (&self.name, &other.name) {
            (IndexName::Number(a), IndexName::Number(b)) => a != b,
            _ => false,
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            IndexName::Named(name, _) => f.write_str(name),
            IndexName::Number(number) => write!(f, "{number}"),
        }
    }
}
