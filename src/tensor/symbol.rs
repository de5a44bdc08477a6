//! The letters of a formula: matrices, vectors and scalars, with what is assumed about them.

use super::dimension::{Atom, Dimension};
pub(super) use crate::expression::Property;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A letter: its name, its shape and what is assumed about it.
///
/// Two letters are the same if all of that is the same.
#[derive(Clone)]
pub struct Symbol(Arc<Letter>);

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Letter {
    name: String,
    rows: Dimension,
    columns: Dimension,
    properties: Vec<Property>,
}

impl Symbol {
    /// A matrix.
    #[must_use]
    pub fn matrix(name: &str, rows: Dimension, columns: Dimension) -> Self {
        Self::new(name, rows, columns, Vec::new())
    }

    /// A scalar.
    #[must_use]
    pub fn scalar(name: &str) -> Self {
        Self::matrix(name, Dimension::one(), Dimension::one())
    }

    fn new(name: &str, rows: Dimension, columns: Dimension, properties: Vec<Property>) -> Self {
        Self(Arc::new(Letter {
            name: name.to_owned(),
            rows,
            columns,
            properties,
        }))
    }

    /// The same letter with one more assumption. Symmetry, skewness, orthogonality and diagonality are about square
    /// matrices; of others they are dropped.
    #[must_use]
    pub fn assume(&self, property: Property) -> Self {
        let letter = &*self.0;
        let mut properties = letter.properties.clone();
        properties.push(property);
        properties.sort_unstable();
        properties.dedup();
        Self::new(
            &letter.name,
            letter.rows.clone(),
            letter.columns.clone(),
            properties,
        )
    }

    /// The same letter under another name.
    pub(super) fn renamed(&self, name: &str) -> Self {
        let letter = &*self.0;
        Self::new(
            name,
            letter.rows.clone(),
            letter.columns.clone(),
            letter.properties.clone(),
        )
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its number of rows.
    #[must_use]
    pub fn rows(&self) -> &Dimension {
        &self.0.rows
    }

    /// Its number of columns.
    #[must_use]
    pub fn columns(&self) -> &Dimension {
        &self.0.columns
    }

    /// What is assumed.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.0.properties
    }

    /// Whether it is square with indices that are not pairs.
    pub(super) fn is_plainly_square(&self) -> bool {
        self.0.rows == self.0.columns && self.0.rows.atoms().len() == 1
    }

    /// Whether something is assumed that makes sense for its shape.
    #[must_use]
    pub fn is(&self, property: Property) -> bool {
        let has = |p| self.0.properties.contains(&p);
        match property {
            Property::Symmetric => {
                self.is_plainly_square() && (has(property) || has(Property::PositiveDefinite))
            }
            Property::Skew
            | Property::Orthogonal
            | Property::Diagonal
            | Property::Idempotent
            | Property::PositiveDefinite => self.is_plainly_square() && has(property),
            Property::Nonnegative => {
                let implied = [Property::Positive, Property::Mask, Property::Simplex];
                has(property) || implied.into_iter().any(has)
            }
            Property::Positive => has(property) || has(Property::Simplex),
            Property::Mask | Property::Invertible | Property::Simplex => has(property),
        }
    }

    /// The atoms of its rows, then of its columns: what a derivative with respect to it adds.
    pub(super) fn atoms(&self) -> impl Iterator<Item = &Atom> {
        self.0.rows.atoms().iter().chain(self.0.columns.atoms())
    }
}

impl PartialEq for Symbol {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Symbol {}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            Ordering::Equal
        } else {
            self.0.cmp(&other.0)
        }
    }
}

impl Hash for Symbol {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
