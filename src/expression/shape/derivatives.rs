//! The shapes of derivatives.

use super::error::ShapeError;
use super::infer::Inference;
use super::typed::Typed;
use crate::expression::{By, Expression, Kind, Name, Shape, Size};

impl Inference<'_> {
    /// The derivative, and its shape after each step of the list.
    pub(super) fn derivative(
        &mut self,
        of: &Expression,
        by: &[By],
    ) -> Result<(Kind<Typed>, Shape), ShapeError> {
        let (of_typed, mut shape) = self.boxed(of)?;
        let mut typed = Vec::new();
        for by in by {
            let (by, next) = self.step(of, by, &shape)?;
            shape = next;
            typed.push(by);
        }
        let kind = Kind::Derivative {
            of: of_typed,
            by: typed,
        };
        Ok((kind, shape))
    }

    fn step(
        &mut self,
        of: &Expression,
        by: &By,
        shape: &Shape,
    ) -> Result<(By<Typed>, Shape), ShapeError> {
        let scalar = self.is_one(&shape.rows) && self.is_one(&shape.columns);
        let entries = |shape: &Shape| shape.rows.clone() * shape.columns.clone();
        let variable = |this: &mut Self, name: &Name| this.variable(name, &of.span);
        Ok(match by {
            By::Whole(name) => {
                let own = variable(self, name);
                let shape = if scalar {
                    own
                } else {
                    Shape::new(entries(shape), entries(&own))
                };
                (By::Whole(name.clone()), shape)
            }
            By::Stacked(name) => {
                let own = variable(self, name);
                let shape = if scalar {
                    Shape::new(entries(&own), Size::from(1))
                } else {
                    Shape::new(entries(shape), entries(&own))
                };
                (By::Stacked(name.clone()), shape)
            }
            By::Row(name) => {
                let own = variable(self, name);
                let shape = if scalar {
                    own.transpose()
                } else {
                    Shape::new(entries(shape), entries(&own))
                };
                (By::Row(name.clone()), shape)
            }
            By::Along(moves) => {
                let mut typed = Vec::new();
                for (name, direction) in moves {
                    let own = variable(self, name);
                    let moved = self.neighbour(direction)?;
                    let letter = Expression::name(name.clone()).at(direction.span.clone());
                    self.equal_shapes(
                        "a direction",
                        (&letter, &own),
                        (direction, &moved.shape.clone()),
                    )?;
                    typed.push((name.clone(), moved));
                }
                (By::Along(typed), shape.clone())
            }
        })
    }
}
