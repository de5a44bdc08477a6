//! Nodes with many operands: sums, products, block matrices.

use super::error::ShapeError;
use super::infer::Inference;
use super::typed::Typed;
use crate::expression::{Expression, Kind, Shape, Size};

impl Inference<'_> {
    /// Operands that all have one shape.
    pub(super) fn alike(
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

    pub(super) fn blocks(
        &mut self,
        rows: &[Vec<Expression>],
    ) -> Result<(Kind<Typed>, Shape), ShapeError> {
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
    pub(super) fn chain(
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
