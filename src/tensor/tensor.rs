//! What a factor of a network can be: a letter, or a formula inside a nonlinear function.

use super::diagram::{Diagram, Sum};
use super::dimension::Atom;
use super::symbol::Symbol;
use crate::expression::Property;
use crate::scalar::Elementary;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A tensor: an array of entries with slots for indices.
#[derive(Clone)]
pub struct Tensor(Arc<Node>);

struct Node {
    kind: TensorKind,
    /// Depends on the kind alone; equal tensors have equal hashes.
    hash: u64,
    symmetry: Symmetry,
    form: Form,
}

/// How far a tensor, with the formula inside it, has been simplified. No part of its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As it was written.
    Raw,
    /// Collected, sums in brackets.
    Collected,
    /// In normal form.
    Normal,
}

/// The kinds of tensors. Slots are listed rows first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TensorKind {
    /// A letter; a slot for each atom of its rows and columns.
    Symbol(Symbol),
    /// The diagonal of a letter assumed diagonal; one slot.
    Diagonal(Symbol),
    /// A dimension as a number; no slot.
    Dimension(Atom),
    /// A network without outputs, in normal form; no slot.
    Closed(Diagram),
    /// A sum in brackets; a slot for each output.
    Piece(Sum),
    /// A function applied to each entry of a sum; a slot for each output.
    Elementary(Elementary, Sum),
    /// The inverse of a matrix: the first two groups of outputs, of the given number each, are its rows and
    /// columns; further outputs number several such matrices.
    Inverse(Sum, usize),
    /// The determinant of such a matrix; a slot for each further output.
    Determinant(Sum, usize),
}

/// What exchanging the two slots of a tensor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symmetry {
    /// Gives another tensor.
    None,
    /// Changes nothing.
    Symmetric,
    /// Changes the sign.
    Skew,
}

impl Tensor {
    fn new(kind: TensorKind, symmetry: Symmetry, form: Form) -> Self {
        let mut hasher = DefaultHasher::new();
        kind.hash(&mut hasher);
        let hash = hasher.finish();
        Self(Arc::new(Node {
            kind,
            hash,
            symmetry,
            form,
        }))
    }

    /// A letter.
    #[must_use]
    pub fn symbol(symbol: &Symbol) -> Self {
        if symbol.is(Property::Diagonal) {
            return Self::new(
                TensorKind::Diagonal(symbol.clone()),
                Symmetry::None,
                Form::Normal,
            );
        }
        let symmetry = match () {
            () if symbol.is(Property::Symmetric) => Symmetry::Symmetric,
            () if symbol.is(Property::Skew) => Symmetry::Skew,
            () => Symmetry::None,
        };
        Self::new(TensorKind::Symbol(symbol.clone()), symmetry, Form::Normal)
    }

    pub(super) fn dimension(atom: &Atom) -> Self {
        Self::new(
            TensorKind::Dimension(atom.clone()),
            Symmetry::None,
            Form::Normal,
        )
    }

    pub(super) fn piece(sum: Sum) -> Self {
        Self::new(TensorKind::Piece(sum), Symmetry::None, Form::Raw)
    }

    pub(super) fn elementary(function: Elementary, sum: Sum) -> Self {
        Self::new(
            TensorKind::Elementary(function, sum),
            Symmetry::None,
            Form::Raw,
        )
    }

    pub(super) fn inverse(sum: Sum, rows: usize) -> Self {
        Self::new(TensorKind::Inverse(sum, rows), Symmetry::None, Form::Raw)
    }

    pub(super) fn determinant(sum: Sum, rows: usize) -> Self {
        Self::new(
            TensorKind::Determinant(sum, rows),
            Symmetry::None,
            Form::Raw,
        )
    }

    /// A tensor whose inner formula is already of this form.
    pub(super) fn in_form(kind: TensorKind, symmetry: Symmetry, form: Form) -> Self {
        Self::new(kind, symmetry, form)
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> &TensorKind {
        &self.0.kind
    }

    /// What exchanging its two slots does.
    #[must_use]
    pub fn symmetry(&self) -> Symmetry {
        self.0.symmetry
    }

    /// How far it has been simplified.
    pub(super) fn form(&self) -> Form {
        self.0.form
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.0.hash
    }

    /// The letter, if it is one.
    #[must_use]
    pub fn as_symbol(&self) -> Option<&Symbol> {
        match self.kind() {
            TensorKind::Symbol(symbol) | TensorKind::Diagonal(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// Whether the letter occurs in it.
    pub(super) fn contains(&self, symbol: &Symbol) -> bool {
        match self.kind() {
            TensorKind::Symbol(own) | TensorKind::Diagonal(own) => own == symbol,
            TensorKind::Dimension(_) => false,
            TensorKind::Closed(diagram) => diagram.contains(symbol),
            TensorKind::Piece(sum)
            | TensorKind::Elementary(_, sum)
            | TensorKind::Inverse(sum, _)
            | TensorKind::Determinant(sum, _) => sum.contains(symbol),
        }
    }
}

impl Diagram {
    /// Whether the letter occurs in it.
    pub(super) fn contains(&self, symbol: &Symbol) -> bool {
        self.factors.iter().any(|f| f.tensor.contains(symbol))
    }
}

impl Sum {
    /// Whether the letter occurs in it.
    pub(super) fn contains(&self, symbol: &Symbol) -> bool {
        self.terms.iter().any(|t| t.diagram.contains(symbol))
    }
}

impl PartialEq for Tensor {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.hash == other.0.hash && self.0.kind == other.0.kind)
    }
}

impl Eq for Tensor {}

impl PartialOrd for Tensor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tensor {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        // The hash decides nearly always; it depends on nothing but the kind.
        self.0
            .hash
            .cmp(&other.0.hash)
            .then_with(|| self.0.kind.cmp(&other.0.kind))
    }
}

impl Hash for Tensor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash.hash(state);
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.kind, f)
    }
}
