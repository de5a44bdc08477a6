//! Building blocks of written expressions: transposes carried to the letters, products without superfluous
//! identities, and the shapes of what is written.

use crate::expression::{Expression, Kind, Name, Shape, Size};
use crate::scalar::{Elementary, Rational};
use crate::tensor::Property;
use crate::tensor::diagram::{Diagram, Sum};
use crate::tensor::dimension::{Atom, Dimension};
use crate::tensor::symbol::Symbol;
use crate::tensor::tensor::TensorKind;
use num_traits::{One, Signed, Zero};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// The letters of a formula, by which shapes and symmetries are known, and the names that new indices must avoid.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    symbols: BTreeMap<Name, Symbol>,
    taken: BTreeSet<String>,
    /// How many more ways of gathering one sum may be tried.
    pub(super) effort: Cell<usize>,
}

pub(super) fn size_of_atom(atom: &Atom) -> Size {
    match atom {
        Atom::Named(name) => Size::name(&**name),
        Atom::Number(number) => Size::from(*number),
        Atom::Tied(size) => size.clone(),
    }
}

/// The size of a product of atoms.
pub(super) fn size_of<'a>(atoms: impl IntoIterator<Item = &'a Atom>) -> Size {
    atoms
        .into_iter()
        .fold(Size::from(1), |size, atom| size * size_of_atom(atom))
}

impl Alphabet {
    /// The letters and names of a sum of networks.
    pub(super) fn of(sum: &Sum) -> Self {
        let mut letters = Self::default();
        letters.note_atoms(&sum.outputs);
        letters.note(sum);
        letters
    }

    fn note_atoms(&mut self, atoms: &[Atom]) {
        self.taken.extend(atoms.iter().map(ToString::to_string));
    }

    fn note(&mut self, sum: &Sum) {
        sum.terms
            .iter()
            .for_each(|term| self.note_diagram(&term.diagram));
    }

    fn note_diagram(&mut self, diagram: &Diagram) {
        self.note_atoms(&diagram.wires);
        for (label, _) in &diagram.named {
            self.taken.insert(label.to_string());
        }
        for factor in &diagram.factors {
            match factor.tensor.kind() {
                TensorKind::Symbol(symbol) | TensorKind::Diagonal(symbol) => {
                    self.taken.insert(symbol.name().to_owned());
                    self.symbols.insert(symbol.name().into(), symbol.clone());
                }
                TensorKind::Dimension(atom) => self.note_atoms(std::slice::from_ref(atom)),
                TensorKind::Closed(inner) => self.note_diagram(inner),
                TensorKind::Piece(inner)
                | TensorKind::Elementary(_, inner)
                | TensorKind::Inverse(inner, _)
                | TensorKind::Determinant(inner, _) => {
                    self.note_atoms(&inner.outputs);
                    self.note(inner);
                }
            }
        }
    }

    /// The letters.
    #[cfg(test)]
    pub(super) fn symbols(&self) -> Vec<&Symbol> {
        self.symbols.values().collect()
    }

    /// Names for indices that mean nothing else here, the nicest first.
    pub(super) fn index_names(&self) -> impl Iterator<Item = String> {
        let nice = ["i", "j", "l", "p", "q", "r", "s", "t", "u", "v"].map(str::to_owned);
        nice.into_iter()
            .chain((1..).map(|number| format!("i_{number}")))
            .filter(|name| !self.taken.contains(name))
    }

    /// The shape of an expression built here.
    pub(super) fn shape(&self, expression: &Expression) -> Shape {
        let square = |size: &Size| Shape::new(size.clone(), size.clone());
        match &expression.kind {
            Kind::Name(name) => self.symbols.get(name).map_or_else(Shape::scalar, |symbol| {
                let size = |dimension: &Dimension| size_of(dimension.atoms());
                Shape::new(size(symbol.rows()), size(symbol.columns()))
            }),
            Kind::Identity(Some(size)) => square(size),
            Kind::Ones(Some((rows, columns))) | Kind::Zero(Some((rows, columns))) => {
                Shape::new(rows.clone(), columns.clone())
            }
            Kind::Commutation(Some((m, n))) => square(&(m.clone() * n.clone())),
            Kind::UnitVector {
                size: Some(size), ..
            } => Shape::new(size.clone(), 1.into()),
            Kind::UnitMatrix {
                size: Some((rows, columns)),
                ..
            } => Shape::new(rows.clone(), columns.clone()),
            Kind::Sum(operands) | Kind::Hadamard(operands) => self.shape(&operands[0]),
            Kind::Negate(a)
            | Kind::Quotient(a, _)
            | Kind::HadamardQuotient(a, _)
            | Kind::HadamardPower(a, _)
            | Kind::Power(a, _)
            | Kind::Inverse(a)
            | Kind::Apply(_, a)
            | Kind::IndexSum { body: a, .. } => self.shape(a),
            Kind::Product(factors) => self.shape_of_product(factors),
            Kind::Kronecker(factors) => factors.iter().fold(Shape::scalar(), |shape, factor| {
                let own = self.shape(factor);
                Shape::new(shape.rows * own.rows, shape.columns * own.columns)
            }),
            Kind::Transpose(a) => self.shape(a).transpose(),
            Kind::Vec(a) => {
                let shape = self.shape(a);
                Shape::new(shape.rows * shape.columns, 1.into())
            }
            Kind::Diag(a) | Kind::DiagonalMatrix(a) | Kind::Diagonal(a) => {
                let shape = self.shape(a);
                if shape.columns.is_one() {
                    square(&shape.rows)
                } else {
                    Shape::new(shape.rows, 1.into())
                }
            }
            Kind::Row(a, _) => Shape::new(1.into(), self.shape(a).columns),
            Kind::Column(a, _) => Shape::new(self.shape(a).rows, 1.into()),
            _ => Shape::scalar(),
        }
    }

    fn shape_of_product(&self, factors: &[Expression]) -> Shape {
        factors.iter().fold(Shape::scalar(), |left, factor| {
            let right = self.shape(factor);
            match () {
                () if left.is_scalar() => right,
                () if right.is_scalar() => left,
                () => Shape::new(left.rows, right.columns),
            }
        })
    }

    /// Whether the expression is a letter whose entries are 0 and 1.
    pub(super) fn is_mask(&self, expression: &Expression) -> bool {
        let letter = match &expression.kind {
            Kind::Name(name) => self.symbols.get(name),
            _ => None,
        };
        letter.is_some_and(|symbol| symbol.is(Property::Mask))
    }

    pub(super) fn is_scalar(&self, expression: &Expression) -> bool {
        self.shape(expression).is_scalar()
    }

    /// The factors of a product: scalars (each a whole one, as xᵀx), then the chain of matrices.
    pub(super) fn scalars_and_chain(
        &self,
        factors: &[Expression],
    ) -> (Vec<Expression>, Vec<Expression>) {
        let (mut scalars, mut chain) = (Vec::new(), Vec::new());
        for factor in factors {
            if self.is_scalar(factor) {
                scalars.push(factor.clone());
                continue;
            }
            chain.push(factor.clone());
            if self.shape_of_product(&chain).is_scalar() {
                scalars.push(Expression::product_of(std::mem::take(&mut chain)));
            }
        }
        (scalars, chain)
    }

    /// The matrix product without superfluous identities; scalars in front, wherever they stood.
    pub(super) fn product(&self, factors: impl IntoIterator<Item = Expression>) -> Expression {
        let (mut scalars, mut matrices) = (Vec::new(), Vec::new());
        for factor in factors {
            match &factor.kind {
                Kind::Product(own) => {
                    let (numbers, chain) = self.scalars_and_chain(own);
                    scalars.extend(numbers);
                    matrices.extend(chain);
                }
                _ if self.is_scalar(&factor) => scalars.push(factor),
                _ => matrices.push(factor),
            }
        }
        let all_scalar = matrices.is_empty();
        let chain = (!all_scalar).then(|| product(matrices));
        Expression::product_of(scalars.into_iter().chain(chain))
    }

    /// Aᵀ, with the transpose where it reads best; none on symmetric letters and scalars.
    pub(super) fn transpose(&self, expression: &Expression) -> Expression {
        if self.is_scalar(expression) {
            return expression.clone();
        }
        let each = |operands: &[Expression]| -> Vec<Expression> {
            operands.iter().map(|a| self.transpose(a)).collect()
        };
        let plain = || expression.clone().transpose();
        match &expression.kind {
            Kind::Name(name) => {
                let same = |symbol: &Symbol| {
                    symbol.is(Property::Symmetric) || symbol.is(Property::Diagonal)
                };
                if self.symbols.get(name).is_some_and(same) {
                    expression.clone()
                } else {
                    plain()
                }
            }
            Kind::Identity(_) => expression.clone(),
            Kind::Zero(Some((m, n))) => Kind::Zero(Some((n.clone(), m.clone()))).into(),
            Kind::Ones(Some((m, n))) => Expression::ones(n.clone(), m.clone()),
            Kind::Commutation(Some((m, n))) => Expression::commutation(n.clone(), m.clone()),
            Kind::UnitMatrix {
                row,
                column,
                size: Some((m, n)),
            } => Kind::UnitMatrix {
                row: column.clone(),
                column: row.clone(),
                size: Some((n.clone(), m.clone())),
            }
            .into(),
            Kind::Transpose(a) => (**a).clone(),
            Kind::Sum(terms) => shorter_in_product(Expression::sum(each(terms)), plain()),
            Kind::Negate(a) => -self.transpose(a),
            Kind::Product(factors) => {
                let (scalars, chain) = self.scalars_and_chain(factors);
                let turned = each(&chain).into_iter().rev();
                let turned = Expression::product_of(scalars.into_iter().chain(turned));
                shorter(turned, plain())
            }
            Kind::Quotient(a, b) => self.transpose(a).quotient((**b).clone()),
            Kind::Hadamard(factors) => shorter_in_product(hadamard_of(each(factors)), plain()),
            Kind::HadamardQuotient(a, b) => shorter_in_product(
                self.transpose(a).hadamard_quotient(self.transpose(b)),
                plain(),
            ),
            Kind::HadamardPower(a, power) => self.transpose(a).hadamard_power(power.clone()),
            Kind::Kronecker(factors) => kronecker_of(each(factors)),
            Kind::Apply(function, a) => shorter(self.transpose(a).apply(*function), plain()),
            Kind::Inverse(a) if self.transpose(a) == **a => expression.clone(),
            Kind::Diag(_) if !self.shape(expression).columns.is_one() => expression.clone(),
            Kind::IndexSum { indices, body, .. } => shorter(
                self.transpose(body).index_sum(indices.clone(), None),
                plain(),
            ),
            _ => plain(),
        }
    }

    /// diag(v), or the letter itself where v is the diagonal of a diagonal letter.
    pub(super) fn diagonal_matrix(&self, column: Expression) -> Expression {
        if let Kind::Diag(inner) = &column.kind
            && let Kind::Name(name) = &inner.kind
            && self
                .symbols
                .get(name)
                .is_some_and(|s| s.is(Property::Diagonal))
        {
            return (**inner).clone();
        }
        if let Kind::Ones(Some((rows, _))) = &column.kind {
            return Expression::identity_of(rows.clone());
        }
        column.diag()
    }
}

/// The one that reads shorter where the first would stand in brackets; the first if both do.
fn shorter_in_product(first: Expression, second: Expression) -> Expression {
    if super::length::length(&second) < super::length::length(&first) + 2 {
        second
    } else {
        first
    }
}

/// The one that reads shorter, the first if both do.
fn shorter(first: Expression, second: Expression) -> Expression {
    if super::length::length(&second) < super::length::length(&first) {
        second
    } else {
        first
    }
}

/// The matrix product without superfluous identities.
pub(super) fn product(factors: impl IntoIterator<Item = Expression>) -> Expression {
    let all: Vec<_> = factors.into_iter().collect();
    let first = all.first().cloned();
    let kept = all
        .into_iter()
        .filter(|f| !matches!(f.kind, Kind::Identity(_)))
        .collect::<Vec<_>>();
    match first {
        Some(identity) if kept.is_empty() => identity,
        _ => Expression::product_of(kept),
    }
}

pub(super) fn hadamard_of(factors: impl IntoIterator<Item = Expression>) -> Expression {
    factors
        .into_iter()
        .reduce(Expression::hadamard)
        .unwrap_or_else(|| Expression::ratio(1, 1))
}

pub(super) fn kronecker_of(factors: impl IntoIterator<Item = Expression>) -> Expression {
    factors
        .into_iter()
        .reduce(Expression::kronecker)
        .unwrap_or_else(|| Expression::ratio(1, 1))
}

/// A number times an expression; its own number, if it has one in front, is taken in.
pub(super) fn scaled(number: &Rational, expression: Expression) -> Expression {
    if number.is_zero() {
        return Kind::Zero(None).into();
    }
    if number.is_negative() {
        return -scaled(&-number, expression);
    }
    if number.is_one() {
        return expression;
    }
    match expression.kind {
        Kind::Negate(a) => -scaled(number, *a),
        Kind::Number(own) => Expression::number(own * number),
        Kind::Product(mut factors) => {
            if let Kind::Number(own) = &factors[0].kind {
                let own = own * number;
                factors.remove(0);
                scaled(&own, Expression::product_of(factors))
            } else {
                Expression::number(number.clone()) * Expression::product_of(factors)
            }
        }
        _ => Expression::number(number.clone()) * expression,
    }
}

/// √a as a function.
pub(super) fn root(expression: Expression) -> Expression {
    expression.apply(Elementary::Sqrt)
}
