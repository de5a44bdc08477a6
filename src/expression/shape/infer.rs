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
    bound: Vec<(Name, Size)>,
    /// Indices that are free.
    pub(super) free: BTreeMap<Name, Size>,
    waiting: Vec<Waiting>,
    /// Sizes that are 1 if nothing determines them.
    ones: Vec<Size>,
    /// Sizes that are equal by convention if nothing determines them.
    conventions: Vec<(Size, Size)>,
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

    fn fresh(&mut self) -> Size {
        self.unknowns.fresh()
    }

    fn is_one(&self, size: &Size) -> bool {
        self.unknowns.resolve(size).is_one()
    }

    fn is_scalar(&self, of: &Typed) -> bool {
        self.is_one(&of.shape.rows) && self.is_one(&of.shape.columns)
    }

    pub(super) fn resolve(&self, shape: &Shape) -> Shape {
        Shape::new(
            self.unknowns.resolve(&shape.rows),
            self.unknowns.resolve(&shape.columns),
        )
    }

    fn operand(&self, of: &Expression, shape: &Shape) -> Box<Operand> {
        Box::new(Operand {
            text: of.to_string(),
            shape: readable(&self.resolve(shape)),
            span: of.span.clone(),
        })
    }

    /// Makes two sizes equal, now or later.
    fn equate(
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

    fn expected(
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
    fn index(&mut self, index: &Index, size: &Size, of: &Expression) -> Result<(), ShapeError> {
        let Index::Name(name) = index else {
            return Ok(());
        };
        let bound = self.bound.iter().rev().find(|(bound, _)| bound == name);
        let runs = match (bound, self.free.get(name)) {
            (Some((_, runs)), _) | (None, Some(runs)) => runs.clone(),
            (None, None) => {
                self.free.insert(name.clone(), size.clone());
                return Ok(());
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
    fn neighbour(&mut self, of: &Expression) -> Inferred {
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

    fn boxed(&mut self, e: &Expression) -> Result<(Box<Typed>, Shape), ShapeError> {
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
                        "a matrix, absolute values are not read,",
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
            } => {
                let sizes: Vec<Size> = indices
                    .iter()
                    .map(|_| match over {
                        Some(Over::UpTo(size)) => size.clone(),
                        _ => self.fresh(),
                    })
                    .collect();
                if let Some(Over::Set(set, row)) = over {
                    self.set(set, row.as_ref(), &sizes, e)?;
                }
                let depth = self.bound.len();
                self.bound
                    .extend(indices.iter().cloned().zip(sizes.iter().cloned()));
                let body = self.infer(body);
                self.bound.truncate(depth);
                let mut body = body?;
                if let Some(Over::Set(set, row)) = over {
                    body = weighted(self.mask_entry(set, row.as_ref(), indices), body);
                }
                // Sums over one index each.
                for (index, size) in indices.iter().zip(sizes).rev() {
                    let (shape, span) = (body.shape.clone(), e.span.clone());
                    let kind = Kind::IndexSum {
                        indices: vec![index.clone()],
                        over: Some(Over::UpTo(size)),
                        body: Box::new(body),
                    };
                    body = Typed { kind, shape, span };
                }
                (body.kind, body.shape)
            }
        })
    }

    /// The entry of the mask that says whether the indices are in the set.
    fn mask_entry(&mut self, set: &Name, row: Option<&Index>, indices: &[Name]) -> Typed {
        let mask = Box::new(Typed {
            kind: Kind::Name(set.clone()),
            shape: self.variable(set, &(0..0)),
            span: 0..0,
        });
        let index = |place: usize| {
            indices
                .get(place)
                .cloned()
                .map_or(Index::Number(1), Index::Name)
        };
        let kind = match (row, indices.len()) {
            (Some(row), _) => Kind::Entry(mask, row.clone(), index(0)),
            (None, 1) => Kind::Element(mask, index(0)),
            (None, _) => Kind::Entry(mask, index(0), index(1)),
        };
        Typed {
            kind,
            shape: Shape::scalar(),
            span: 0..0,
        }
    }

    /// The mask of a set: its rows and columns are what the indices run over.
    fn set(
        &mut self,
        set: &Name,
        row: Option<&Index>,
        sizes: &[Size],
        e: &Expression,
    ) -> Result<(), ShapeError> {
        if !self.names.contains_key(set)
            && self
                .declarations
                .get(set.as_str())
                .is_none_or(|d| d.shape.is_none())
        {
            let columns = if sizes.len() == 1 && row.is_none() {
                Size::from(1)
            } else {
                self.fresh()
            };
            let shape = Shape::new(self.fresh(), columns);
            self.names.insert(set.clone(), shape);
            self.places.insert(set.clone(), e.span.clone());
        }
        let shape = self.variable(set, &e.span);
        let mask = Expression::name(set.clone()).at(e.span.clone());
        let runs = match (row, sizes) {
            (Some(row), [j]) => {
                self.index(row, &shape.rows, e)?;
                Shape::new(shape.rows.clone(), j.clone())
            }
            (None, [i, j]) => Shape::new(i.clone(), j.clone()),
            (None, [i]) => Shape::new(i.clone(), 1.into()),
            _ => return Err(self.expected("a set", "one index, or two,", &mask, &shape)),
        };
        self.equal_shapes("a sum over a set", (&mask, &shape), (&mask, &runs))
    }

    /// Operands that all have one shape.
    fn alike(
        &mut self,
        operation: &'static str,
        operands: &[Expression],
    ) -> Result<(Vec<Typed>, Shape), ShapeError> {
        let mut typed: Vec<Typed> = Vec::new();
        for operand in operands {
            let next = self.neighbour(operand)?;
            if let Some(first) = typed.first() {
                let first = first.shape.clone();
                self.equal_shapes(operation, (&operands[0], &first), (operand, &next.shape))?;
            }
            typed.push(next);
        }
        let shape = typed
            .first()
            .map_or_else(Shape::scalar, |t| t.shape.clone());
        Ok((typed, shape))
    }

    fn blocks(&mut self, rows: &[Vec<Expression>]) -> Result<(Kind<Typed>, Shape), ShapeError> {
        let mut heights = Vec::new();
        let mut widths: Vec<(Expression, Shape)> = Vec::new();
        let mut typed_rows = Vec::new();
        for row in rows {
            let mut typed_row: Vec<Typed> = Vec::new();
            for (place, block) in row.iter().enumerate() {
                let typed = self.neighbour(block)?;
                let shape = typed.shape.clone();
                if let Some(first) = typed_row.first() {
                    let rows = first.shape.rows.clone();
                    self.equate(&rows, &shape.rows, block, |this| ShapeError::Unequal {
                        operation: "a row of blocks",
                        left: this.operand(&row[0], &Shape::new(rows.clone(), 1.into())),
                        right: this.operand(block, &Shape::new(shape.rows.clone(), 1.into())),
                    })?;
                }
                if let Some((above, wide)) = widths.get(place).cloned() {
                    self.equate(&wide.columns, &shape.columns, block, |this| {
                        ShapeError::Unequal {
                            operation: "a column of blocks",
                            left: this.operand(&above, &wide),
                            right: this.operand(block, &shape),
                        }
                    })?;
                } else {
                    widths.push((block.clone(), shape));
                }
                typed_row.push(typed);
            }
            heights.push(
                typed_row
                    .first()
                    .map_or(Size::from(0), |t| t.shape.rows.clone()),
            );
            typed_rows.push(typed_row);
        }
        let total = |sizes: Vec<Size>| {
            sizes
                .into_iter()
                .fold(Size::from(0), |sum, size| sum + size)
        };
        let widths = widths.into_iter().map(|(_, shape)| shape.columns).collect();
        Ok((
            Kind::Blocks(typed_rows),
            Shape::new(total(heights), total(widths)),
        ))
    }

    /// The factors of a product, from left to right: numbers multiply, matrices meet in equal inner sizes,
    /// and a row that begins where its neighbour cannot end a row times column makes a number with the
    /// column that follows: A(xᵀy)B.
    fn chain(
        &mut self,
        sources: &[Expression],
        factors: Vec<Typed>,
    ) -> Result<(Vec<Typed>, Shape), ShapeError> {
        let is_row = |this: &Self, t: &Typed| this.is_one(&t.shape.rows);
        let is_column = |this: &Self, t: &Typed| this.is_one(&t.shape.columns);
        let mut shape = Shape::scalar();
        let mut begin = 0;
        let mut product: Vec<Typed> = Vec::new();
        let mut place = 0;
        while place < factors.len() {
            let factor = factors[place].clone();
            let scalar_so_far = self.is_one(&shape.rows) && self.is_one(&shape.columns);
            if self.is_scalar(&factor) {
                product.push(factor);
                place += 1;
                continue;
            }
            if scalar_so_far {
                shape = factor.shape.clone();
                begin = place;
                product.push(factor);
                place += 1;
                continue;
            }
            if is_row(self, &factor) && !self.is_one(&shape.columns) {
                let column = (place + 1..factors.len()).find(|&later| {
                    is_column(self, &factors[later]) && !self.is_scalar(&factors[later])
                });
                if let Some(last) = column {
                    let inner = factors[place..=last].to_vec();
                    let (inner, inner_shape) = self.chain(&sources[place..=last], inner)?;
                    let span = inner.first().map_or(0, |t| t.span.start)
                        ..inner.last().map_or(0, |t| t.span.end);
                    product.push(Typed {
                        kind: Kind::Product(inner),
                        shape: inner_shape,
                        span,
                    });
                    place = last + 1;
                    continue;
                }
            }
            let left = Expression::product_of(sources[begin..place].iter().cloned());
            let right = &sources[place];
            let (left_shape, right_shape) = (shape.clone(), factor.shape.clone());
            self.equate(&shape.columns, &factor.shape.rows, right, |this| {
                ShapeError::Product {
                    left: this.operand(&left, &left_shape),
                    right: this.operand(right, &right_shape),
                }
            })?;
            shape.columns = factor.shape.columns.clone();
            if let Some(before) = product.last() {
                let conventions = before_vec(before, &factor);
                self.conventions.extend(conventions);
            }
            product.push(factor);
            place += 1;
        }
        Ok((product, shape))
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

/// s·A.
fn weighted(scalar: Typed, body: Typed) -> Typed {
    let (shape, span) = (body.shape.clone(), body.span.clone());
    Typed {
        kind: Kind::Product(vec![scalar, body]),
        shape,
        span,
    }
}

/// What stands before vec A says which shape A has: A is m×n in K(m,n) vec A, q×n in (B ⊗ C) vec A for B m×n
/// and C p×q.
fn before_vec(before: &Typed, behind: &Typed) -> Vec<(Size, Size)> {
    let Kind::Vec(a) = &behind.kind else {
        return Vec::new();
    };
    let (rows, columns) = (a.shape.rows.clone(), a.shape.columns.clone());
    match &before.kind {
        Kind::Commutation(Some((m, n))) => vec![(rows, m.clone()), (columns, n.clone())],
        Kind::Kronecker(factors) => match &factors[..] {
            [b, c] => vec![
                (rows, c.shape.columns.clone()),
                (columns, b.shape.columns.clone()),
            ],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Unknowns as a reader sees them: a, b, … would suggest names, so ? stands for each.
fn readable_size(size: &Size) -> Size {
    size.substitute(&|name| super::unify::is_unknown(name).then(|| Size::name("?")))
}

fn readable(shape: &Shape) -> Shape {
    Shape::new(readable_size(&shape.rows), readable_size(&shape.columns))
}
