//! Expressions in which every node's shape is known.

use crate::expression::{Expression, Kind, Name, Shape, Span};

/// An expression with shapes: `Identity`, `Ones`, `Zero`, `Commutation`, `UnitVector` and `UnitMatrix` have
/// their sizes, `Diag` is one of its two meanings, `Quotient` divides by a scalar, a dimension used as a
/// number is `Dimension`; a sum has one index and runs up to a size, a set being a factor: its mask's entry.
///
/// A product's factors multiply from left to right, a 1×1 factor (or a 1×1 product so far) being a scalar
/// multiple; what must be multiplied first is a product of its own: A(xᵀy)B.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// What it is.
    pub kind: Kind<Typed>,
    /// Its shape.
    pub shape: Shape,
    /// Where it was read.
    pub span: Span,
}

impl Typed {
    /// Whether a letter occurs in it and is a number.
    #[must_use]
    pub fn has_number(&self, letter: &Name) -> bool {
        match &self.kind {
            Kind::Name(name) if name == letter => self.shape.is_scalar(),
            kind => kind
                .operands()
                .into_iter()
                .any(|operand| operand.has_number(letter)),
        }
    }

    /// The expression without shapes, as it would be written.
    #[must_use]
    pub fn to_expression(&self) -> Expression {
        let untyped = self
            .kind
            .try_map(|operand| Ok::<_, std::convert::Infallible>(operand.to_expression()));
        let Ok(kind) = untyped;
        let expression = match kind {
            Kind::Product(factors) => Expression::product_of(factors),
            Kind::Dimension(size) => match size.as_name() {
                Some(name) => Expression::name(name.clone()),
                None => Kind::Dimension(size).into(),
            },
            kind => Expression::from(kind),
        };
        expression.at(self.span.clone())
    }
}
