//! Sums over indices and sets, which become sums over one index each.

use super::error::ShapeError;
use super::infer::Inference;
use super::typed::Typed;
use crate::expression::{Expression, Index, Kind, Name, Over, Shape, Size};

impl Inference<'_> {
    /// Σ over indices; a set is a factor, the entry of its mask.
    pub(super) fn index_sum(
        &mut self,
        e: &Expression,
        indices: &[Name],
        over: Option<&Over>,
        body: &Expression,
    ) -> Result<(Kind<Typed>, Shape), ShapeError> {
        let sizes: Vec<Size> = indices
            .iter()
            .map(
                |index| match (over, self.declarations.range(index.as_str())) {
                    (Some(Over::UpTo(size)), _) | (_, Some(size)) => size.clone(),
                    _ => self.fresh(),
                },
            )
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
        Ok((body.kind, body.shape))
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
