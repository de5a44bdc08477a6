//! The shape of each kind of node: what it needs of its operands, what it has itself.

use super::defaults::{Class, Uses};
use super::error::{Operand, ShapeError};
use super::typed::Typed;
use super::unify::{Outcome, Unknowns};
use crate::expression::{Declarations, Expression, Index, Kind, Name, Over, Shape, Size, Span};
use num_traits::One;
use std::collections::BTreeMap;

/// An equation that waits for others, and what to say if none helps.
struct Waiting {
    left: Size,
    right: Size,
    error: ShapeError,
    text: String,
    span: Span,
}

pub(super) struct Inference<'a> {
    pub(super) declarations: &'a Declarations,
    pub(super) uses: Uses,
    pub(super) unknowns: Unknowns,
    pub(super) names: BTreeMap<Name, Shape>,
    /// Where each name stands first.
    pub(super) places: BTreeMap<Name, Span>,
    /// Names that are matrices or columns by their letter only.
    pub(super) by_letter: Vec<Name>,
    /// Indices bound by sums, the innermost last.
    pub(super) bound: Vec<(Name, Size)>,
    /// Indices that are free.
    pub(super) free: BTreeMap<Name, Size>,
    waiting: Vec<Waiting>,
    /// Sizes that are 1 if nothing determines them.
    ones: Vec<Size>,
    /// Sizes that are equal by convention if nothing determines them.
    pub(super) conventions: Vec<(Size, Size)>,
}

type Inferred = Result<Typed, ShapeError>;

impl<'a> Inference<'a> {
    pub(super) fn new(declarations: &'a Declarations) -> Self {
        Self {
            declarations,
            uses: Uses::default(),
            unknowns: Unknowns::default(),
            names: BTreeMap::new(),
            places: BTreeMap::new(),
            by_letter: Vec::new(),
            bound: Vec::new(),
            free: BTreeMap::new(),
            waiting: Vec::new(),
            ones: Vec::new(),
            conventions: Vec::new(),
        }
    }

    pub(super) fn fresh(&mut self) -> Size {
        self.unknowns.fresh()
    }

    pub(super) fn is_one(&self, size: &Size) -> bool {
        self.unknowns.resolve(size).is_one()
    }

    pub(super) fn is_scalar(&self, of: &Typed) -> bool {
        self.is_one(&of.shape.rows) && self.is_one(&of.shape.columns)
    }

    pub(super) fn resolve(&self, shape: &Shape) -> Shape {
        Shape::new(
            self.unknowns.resolve(&shape.rows),
            self.unknowns.resolve(&shape.columns),
        )
    }

    pub(super) fn operand(&self, of: &Expression, shape: &Shape) -> Box<Operand> {
        Box::new(Operand {
            text: of.to_string(),
            shape: readable(&self.resolve(shape)),
            span: of.span.clone(),
        })
    }

    /// Makes two sizes equal, now or later.
    pub(super) fn equate(
        &mut self,
        left: &Size,
        right: &Size,
        of: &Expression,
        error: impl FnOnce(&Self) -> ShapeError,
    ) -> Result<(), ShapeError> {
        match self.unknowns.equate(left, right) {
            Outcome::Solved => Ok(()),
            Outcome::Differ => Err(error(self)),
            Outcome::Open => {
                let waiting = Waiting {
                    left: left.clone(),
                    right: right.clone(),
                    error: error(self),
                    text: of.to_string(),
                    span: of.span.clone(),
                };
                self.waiting.push(waiting);
                Ok(())
            }
        }
    }

    /// Tries the waiting equations again until none moves, then takes 1 where nothing was said.
    pub(super) fn settle(&mut self) -> Result<(), ShapeError> {
        self.retry()?;
        for (left, right) in std::mem::take(&mut self.conventions) {
            self.unknowns.equate(&left, &right);
        }
        self.retry()?;
        for size in std::mem::take(&mut self.ones) {
            let open = self.unknowns.resolve(&size);
            let free = |name: &Name| super::unify::is_unknown(name) && !self.shapes_a_name(name);
            if open.as_name().is_some_and(free) {
                self.unknowns.equate(&open, &1.into());
            }
        }
        self.retry()?;
        match self.waiting.first() {
            None => Ok(()),
            Some(waiting) => Err(ShapeError::Undecided {
                text: waiting.text.clone(),
                left: readable_size(&self.unknowns.resolve(&waiting.left)),
                right: readable_size(&self.unknowns.resolve(&waiting.right)),
                span: waiting.span.clone(),
            }),
        }
    }

    /// Whether a variable's shape depends on the unknown.
    fn shapes_a_name(&self, unknown: &Name) -> bool {
        self.names.values().any(|shape| {
            let shape = self.resolve(shape);
            shape.rows.names().contains(&unknown) || shape.columns.names().contains(&unknown)
        })
    }

    fn retry(&mut self) -> Result<(), ShapeError> {
        loop {
            let before = self.waiting.len();
            for waiting in std::mem::take(&mut self.waiting) {
                match self.unknowns.equate(&waiting.left, &waiting.right) {
                    Outcome::Solved => {}
                    Outcome::Differ => return Err(waiting.error),
                    Outcome::Open => self.waiting.push(waiting),
                }
            }
            if self.waiting.len() == before {
                return Ok(());
            }
        }
    }

    pub(super) fn equal_shapes(
        &mut self,
        operation: &'static str,
        first: (&Expression, &Shape),
        second: (&Expression, &Shape),
    ) -> Result<(), ShapeError> {
        let error = |this: &Self| ShapeError::Unequal {
            operation,
            left: this.operand(first.0, first.1),
            right: this.operand(second.0, second.1),
        };
        self.equate(&first.1.rows, &second.1.rows, second.0, error)?;
        self.equate(&first.1.columns, &second.1.columns, second.0, error)
    }

    fn square(
        &mut self,
        operation: &'static str,
        of: &Expression,
        shape: &Shape,
    ) -> Result<(), ShapeError> {
        self.equate(&shape.rows, &shape.columns, of, |this| {
            ShapeError::Expected {
                operation,
                expected: "a square matrix",
                found: this.operand(of, shape),
            }
        })
    }

    fn column(
        &mut self,
        operation: &'static str,
        of: &Expression,
        shape: &Shape,
    ) -> Result<(), ShapeError> {
        self.equate(&shape.columns, &1.into(), of, |this| ShapeError::Expected {
            operation,
            expected: "a column",
            found: this.operand(of, shape),
        })
    }

    pub(super) fn expected(
        &self,
        operation: &'static str,
        expected: &'static str,
        of: &Expression,
        shape: &Shape,
    ) -> ShapeError {
        ShapeError::Expected {
            operation,
            expected,
            found: self.operand(of, shape),
        }
    }

    /// The shape of a variable.
    pub(super) fn variable(&mut self, name: &Name, span: &Span) -> Shape {
        if let Some(shape) = self.names.get(name) {
            return shape.clone();
        }
        let declared = self.declarations.get(name.as_str());
        let shape = match declared.and_then(|d| d.shape.clone()) {
            Some(shape) => shape,
            None if declared.is_some_and(|d| d.properties.iter().any(|p| p.needs_a_square())) => {
                let order = self.fresh();
                Shape::new(order.clone(), order)
            }
            None => match self.uses.class(name, self.declarations) {
                Class::Like(of) => self.variable(&of, span),
                Class::Scalar => Shape::scalar(),
                Class::Column => {
                    self.by_letter.push(name.clone());
                    Shape::new(self.fresh(), 1.into())
                }
                // A dimension that is nevertheless asked for as a variable.
                Class::Matrix | Class::Dimension => {
                    self.by_letter.push(name.clone());
                    Shape::new(self.fresh(), self.fresh())
                }
            },
        };
        self.names.insert(name.clone(), shape.clone());
        self.places.insert(name.clone(), span.clone());
        shape
    }

    /// Lets an index run over a size.
    pub(super) fn index(
        &mut self,
        index: &Index,
        size: &Size,
        of: &Expression,
    ) -> Result<(), ShapeError> {
        let Index::Name(name) = index else {
            return Ok(());
        };
        let bound = self.bound.iter().rev().find(|(bound, _)| bound == name);
        let runs = match (bound, self.free.get(name)) {
            (Some((_, runs)), _) | (None, Some(runs)) => runs.clone(),
            (None, None) => {
                let declared = self.declarations.range(name.as_str());
                let runs = declared.unwrap_or(size).clone();
                self.free.insert(name.clone(), runs.clone());
                runs
            }
        };
        self.equate(&runs, size, of, |this| ShapeError::Index {
            index: name.clone(),
            first: readable_size(&this.unknowns.resolve(&runs)),
            second: readable_size(&this.unknowns.resolve(size)),
            span: of.span.clone(),
        })
    }

    /// An operand that takes the shape of its neighbour: a 𝟏 there is a matrix of ones.
    pub(super) fn neighbour(&mut self, of: &Expression) -> Inferred {
        if matches!(of.kind, Kind::Ones(None)) {
            let (rows, columns) = (self.fresh(), self.fresh());
            self.ones.push(columns.clone());
            return Ok(Typed {
                kind: Kind::Ones(Some((rows.clone(), columns.clone()))),
                shape: Shape::new(rows, columns),
                span: of.span.clone(),
            });
        }
        self.infer(of)
    }

    /// The expression with shapes, unknowns still in them.
    pub(super) fn infer(&mut self, e: &Expression) -> Inferred {
        let (kind, shape) = self.node(e)?;
        Ok(Typed {
            kind,
            shape,
            span: e.span.clone(),
        })
    }

    pub(super) fn boxed(&mut self, e: &Expression) -> Result<(Box<Typed>, Shape), ShapeError> {
        let typed = self.infer(e)?;
        let shape = typed.shape.clone();
        Ok((Box::new(typed), shape))
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of node, in the order of the tree"
    )]
    fn node(&mut self, e: &Expression) -> Result<(Kind<Typed>, Shape), ShapeError> {
        let scalar = Shape::scalar;
        let one = || Size::from(1);
        Ok(match &e.kind {
            Kind::Number(number) => (Kind::Number(number.clone()), scalar()),
            Kind::Dimension(size) => (Kind::Dimension(size.clone()), scalar()),
            Kind::Name(name) => {
                let known = self.names.contains_key(name) || self.declarations.has(name.as_str());
                if !known && self.uses.class(name, self.declarations) == Class::Dimension {
                    return Ok((Kind::Dimension(Size::name(name.clone())), scalar()));
                }
                (Kind::Name(name.clone()), self.variable(name, &e.span))
            }
            Kind::Identity(size) => {
                let size = size.clone().unwrap_or_else(|| self.fresh());
                (
                    Kind::Identity(Some(size.clone())),
                    Shape::new(size.clone(), size),
                )
            }
            Kind::Ones(size) => {
                let (rows, columns) = size.clone().unwrap_or_else(|| (self.fresh(), one()));
                (
                    Kind::Ones(Some((rows.clone(), columns.clone()))),
                    Shape::new(rows, columns),
                )
            }
            Kind::Zero(size) => {
                let (rows, columns) = size.clone().unwrap_or_else(|| {
                    let sizes = (self.fresh(), self.fresh());
                    self.ones.extend([sizes.0.clone(), sizes.1.clone()]);
                    sizes
                });
                (
                    Kind::Zero(Some((rows.clone(), columns.clone()))),
                    Shape::new(rows, columns),
                )
            }
            Kind::Commutation(size) => {
                let (m, n) = size.clone().unwrap_or_else(|| (self.fresh(), self.fresh()));
                let order = m.clone() * n.clone();
                (
                    Kind::Commutation(Some((m, n))),
                    Shape::new(order.clone(), order),
                )
            }
            Kind::UnitVector { index, size } => {
                let size = size.clone().unwrap_or_else(|| self.fresh());
                self.index(index, &size, e)?;
                let kind = Kind::UnitVector {
                    index: index.clone(),
                    size: Some(size.clone()),
                };
                (kind, Shape::new(size, one()))
            }
            Kind::UnitMatrix { row, column, size } => {
                let (m, n) = size.clone().unwrap_or_else(|| (self.fresh(), self.fresh()));
                self.index(row, &m, e)?;
                self.index(column, &n, e)?;
                let kind = Kind::UnitMatrix {
                    row: row.clone(),
                    column: column.clone(),
                    size: Some((m.clone(), n.clone())),
                };
                (kind, Shape::new(m, n))
            }
            Kind::Delta(i, j) => {
                let size = self.fresh();
                self.index(i, &size, e)?;
                self.index(j, &size, e)?;
                (Kind::Delta(i.clone(), j.clone()), scalar())
            }
            Kind::Blocks(rows) => self.blocks(rows)?,
            Kind::Sum(terms) => {
                let (terms, shape) = self.alike("a sum", terms)?;
                (Kind::Sum(terms), shape)
            }
            Kind::Negate(a) => {
                let a = self.neighbour(a)?;
                let shape = a.shape.clone();
                (Kind::Negate(Box::new(a)), shape)
            }
            Kind::Product(factors) => {
                let typed = factors
                    .iter()
                    .map(|f| self.infer(f))
                    .collect::<Result<Vec<_>, _>>()?;
                let (typed, shape) = self.chain(factors, typed)?;
                (Kind::Product(typed), shape)
            }
            Kind::Quotient(a, b) => {
                let (top, bottom) = (self.neighbour(a)?, self.infer(b)?);
                let shape = top.shape.clone();
                if self.is_scalar(&bottom) {
                    return Ok((Kind::Quotient(Box::new(top), Box::new(bottom)), shape));
                }
                if self.is_scalar(&top) {
                    let error = self.expected(
                        "a quotient with a number above",
                        "a number below",
                        b,
                        &bottom.shape,
                    );
                    return Err(error);
                }
                self.equal_shapes("an entrywise quotient", (a, &shape), (b, &bottom.shape))?;
                (
                    Kind::HadamardQuotient(Box::new(top), Box::new(bottom)),
                    shape,
                )
            }
            Kind::Hadamard(factors) => {
                let (factors, shape) = self.alike("an entrywise product", factors)?;
                (Kind::Hadamard(factors), shape)
            }
            Kind::HadamardQuotient(a, b) => {
                let (top, bottom) = (self.neighbour(a)?, self.neighbour(b)?);
                let shape = bottom.shape.clone();
                let top = if self.is_scalar(&top) && !self.is_scalar(&bottom) {
                    // 1 ⊘ A: the reciprocals.
                    let ones = Typed {
                        kind: Kind::Ones(Some((shape.rows.clone(), shape.columns.clone()))),
                        shape: shape.clone(),
                        span: top.span.clone(),
                    };
                    let span = top.span.clone();
                    Typed {
                        kind: Kind::Product(vec![top, ones]),
                        shape: shape.clone(),
                        span,
                    }
                } else {
                    self.equal_shapes(
                        "an entrywise quotient",
                        (a, &top.shape.clone()),
                        (b, &shape),
                    )?;
                    top
                };
                (
                    Kind::HadamardQuotient(Box::new(top), Box::new(bottom)),
                    shape,
                )
            }
            Kind::HadamardPower(a, power) => {
                let (a, shape) = self.boxed(a)?;
                (Kind::HadamardPower(a, power.clone()), shape)
            }
            Kind::Kronecker(factors) => {
                let mut shape = scalar();
                let mut typed = Vec::new();
                for factor in factors {
                    let factor = self.infer(factor)?;
                    shape = Shape::new(
                        shape.rows * factor.shape.rows.clone(),
                        shape.columns * factor.shape.columns.clone(),
                    );
                    typed.push(factor);
                }
                (Kind::Kronecker(typed), shape)
            }
            Kind::Frobenius(a, b) => {
                let (left, right) = (self.neighbour(a)?, self.neighbour(b)?);
                self.equal_shapes("the product A:B", (a, &left.shape), (b, &right.shape))?;
                (Kind::Frobenius(Box::new(left), Box::new(right)), scalar())
            }
            Kind::Power(a, power) => {
                let (typed, shape) = self.boxed(a)?;
                if !self.is_scalar(&typed) {
                    if !power.is_integer() {
                        let expected = "a number, or an integer as exponent";
                        return Err(self.expected("a power", expected, a, &shape));
                    }
                    self.square("a power", a, &shape)?;
                }
                (Kind::Power(typed, power.clone()), shape)
            }
            Kind::Inverse(a) => {
                let (typed, shape) = self.boxed(a)?;
                self.square("an inverse", a, &shape)?;
                (Kind::Inverse(typed), shape)
            }
            Kind::Transpose(a) => {
                let (typed, shape) = self.boxed(a)?;
                (Kind::Transpose(typed), shape.transpose())
            }
            Kind::Trace(a) => {
                let (typed, shape) = self.boxed(a)?;
                self.square("a trace", a, &shape)?;
                (Kind::Trace(typed), scalar())
            }
            Kind::Determinant(a) => {
                let (typed, shape) = self.boxed(a)?;
                if self.is_scalar(&typed) {
                    // |x| of a number is its absolute value, which is not the determinant of a 1×1 matrix.
                    return Err(self.expected(
                        "a determinant",
                        "a matrix (absolute values are not read)",
                        a,
                        &shape,
                    ));
                }
                self.square("a determinant", a, &shape)?;
                (Kind::Determinant(typed), scalar())
            }
            Kind::Norm(a) => (Kind::Norm(self.boxed(a)?.0), scalar()),
            Kind::SquaredNorm(a) => (Kind::SquaredNorm(self.boxed(a)?.0), scalar()),
            Kind::EntrySum(a) => (Kind::EntrySum(self.boxed(a)?.0), scalar()),
            Kind::Vec(a) => {
                let (typed, shape) = self.boxed(a)?;
                (
                    Kind::Vec(typed),
                    Shape::new(shape.rows * shape.columns, one()),
                )
            }
            Kind::DiagonalMatrix(a) => {
                let (typed, shape) = self.boxed(a)?;
                self.column("a diagonal matrix", a, &shape)?;
                (
                    Kind::DiagonalMatrix(typed),
                    Shape::new(shape.rows.clone(), shape.rows),
                )
            }
            Kind::Diagonal(a) => {
                let (typed, shape) = self.boxed(a)?;
                self.square("a diagonal", a, &shape)?;
                (Kind::Diagonal(typed), Shape::new(shape.rows, one()))
            }
            Kind::Diag(a) => {
                let (typed, shape) = self.boxed(a)?;
                if self.is_one(&shape.columns) {
                    (
                        Kind::DiagonalMatrix(typed),
                        Shape::new(shape.rows.clone(), shape.rows),
                    )
                } else {
                    self.square("diag, of a column or", a, &shape)?;
                    (Kind::Diagonal(typed), Shape::new(shape.rows, one()))
                }
            }
            Kind::Apply(function, a) => {
                let (typed, shape) = self.boxed(a)?;
                (Kind::Apply(*function, typed), shape)
            }
            Kind::Entry(a, i, j) => {
                let (typed, shape) = self.boxed(a)?;
                self.index(i, &shape.rows, e)?;
                self.index(j, &shape.columns, e)?;
                (Kind::Entry(typed, i.clone(), j.clone()), scalar())
            }
            Kind::Element(a, i) => {
                let (typed, shape) = self.boxed(a)?;
                // The element of a row is a column of it.
                if self.is_one(&shape.rows) && !self.is_one(&shape.columns) {
                    self.index(i, &shape.columns, e)?;
                    return Ok((Kind::Column(typed, i.clone()), scalar()));
                }
                self.column("an element x_i", a, &shape)?;
                self.index(i, &shape.rows, e)?;
                (Kind::Element(typed, i.clone()), scalar())
            }
            Kind::Row(a, i) => {
                let (typed, shape) = self.boxed(a)?;
                self.index(i, &shape.rows, e)?;
                (
                    Kind::Row(typed, i.clone()),
                    Shape::new(one(), shape.columns),
                )
            }
            Kind::Column(a, j) => {
                let (typed, shape) = self.boxed(a)?;
                self.index(j, &shape.columns, e)?;
                (
                    Kind::Column(typed, j.clone()),
                    Shape::new(shape.rows, one()),
                )
            }
            Kind::IndexSum {
                indices,
                over,
                body,
            } => self.index_sum(e, indices, over.as_ref(), body)?,
            Kind::Derivative { of, by } => self.derivative(of, by)?,
            Kind::Expansion { of, about, order } => {
                let (typed, shape) = self.boxed(of)?;
                for name in about {
                    self.variable(name, &e.span);
                }
                let (about, order) = (about.clone(), *order);
                let kind = Kind::Expansion {
                    of: typed,
                    about,
                    order,
                };
                (kind, shape)
            }
            Kind::Differential(of, _) => {
                return Err(ShapeError::Meaning {
                    text: of.to_string(),
                    what: "a differential whose variables are not known",
                    span: e.span.clone(),
                });
            }
            Kind::Call(name, _) => {
                return Err(ShapeError::Meaning {
                    text: name.to_string(),
                    what: "a function that is not defined",
                    span: e.span.clone(),
                });
            }
        })
    }

    /// The tree with every unknown replaced.
    pub(super) fn finish(&self, typed: &Typed, names: &impl Fn(&Name) -> Option<Size>) -> Typed {
        let size = |size: &Size| self.unknowns.resolve(size).substitute(names);
        let pair = |sizes: &Option<(Size, Size)>| sizes.as_ref().map(|(a, b)| (size(a), size(b)));
        let operands = typed
            .kind
            .try_map(|operand| Ok::<_, std::convert::Infallible>(self.finish(operand, names)));
        let Ok(mut kind) = operands;
        match &mut kind {
            Kind::Identity(Some(order)) | Kind::Dimension(order) => *order = size(order),
            Kind::Ones(sizes) | Kind::Zero(sizes) | Kind::Commutation(sizes) => {
                *sizes = pair(sizes)
            }
            Kind::UnitMatrix { size, .. } => *size = pair(size),
            Kind::IndexSum {
                over: Some(Over::UpTo(order)),
                ..
            } => *order = size(order),
            Kind::UnitVector { size: order, .. } => *order = order.as_ref().map(size),
            Kind::Power(a, power) if power.is_one() => return (**a).clone(),
            _ => {}
        }
        Typed {
            kind,
            shape: Shape::new(size(&typed.shape.rows), size(&typed.shape.columns)),
            span: typed.span.clone(),
        }
    }
}

/// Unknowns as a reader sees them: a, b, … would suggest names, so ? stands for each.
fn readable_size(size: &Size) -> Size {
    size.substitute(&|name| super::unify::is_unknown(name).then(|| Size::name("?")))
}

fn readable(shape: &Shape) -> Shape {
    Shape::new(readable_size(&shape.rows), readable_size(&shape.columns))
}
