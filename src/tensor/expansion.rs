//! Taylor polynomials about zero in some letters.

use super::algebra::Network;
use super::diagram::{Diagram, Factor, Sum, Term};
use super::symbol::Symbol;
use super::tensor::{Tensor, TensorKind};
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::scalar::Ratio;
use num_traits::Zero;

impl Network {
    /// The letter that this formula is.
    ///
    /// # Errors
    /// [`AlgebraError::Unsupported`] if it is none.
    pub(super) fn letter(&self) -> Result<Symbol, AlgebraError> {
        let symbol = match self.sum().terms.as_slice() {
            [term] => match term.diagram.factors.as_slice() {
                [factor] => factor.tensor.as_symbol(),
                _ => None,
            },
            _ => None,
        };
        symbol
            .cloned()
            .ok_or_else(|| AlgebraError::Unsupported("a derivative by what is no letter".into()))
    }

    /// F(0) + DF(0)[δ] + ½D²F(0)[δ,δ] for the letters δ, up to the given order.
    pub(super) fn taylor(&self, letters: &[Symbol], order: u8) -> Result<Self, AlgebraError> {
        if order > 2 {
            return Err(AlgebraError::Unsupported(format!(
                "an expansion up to order {order}"
            )));
        }
        let mut polynomial = self.at_zero(letters)?;
        let own = |symbol: &Symbol| Network::symbol(symbol);
        // Directions of their own, so that zero can be put in the place of the letters alone.
        let marked =
            |symbol: &Symbol, mark: &str| symbol.renamed(&format!("{}{mark}", symbol.name()));
        for first in letters {
            let u = marked(first, "′");
            let along = self.differential(first, &own(&u))?;
            if order >= 1 {
                let part = along.at_zero(letters)?.differential(&u, &own(first))?;
                polynomial = polynomial.add(&part)?;
            }
            if order < 2 {
                continue;
            }
            for second in letters {
                let v = marked(second, "″");
                let part = along.differential(second, &own(&v))?.at_zero(letters)?;
                let part = part.differential(&u, &own(first))?;
                let part = part.differential(&v, &own(second))?;
                let half = Self::constant(Ratio::new(1, 2))?;
                polynomial = polynomial.add(&part.scale(&half)?)?;
            }
        }
        Ok(polynomial)
    }

    /// The formula where the letters are zero.
    fn at_zero(&self, letters: &[Symbol]) -> Result<Self, AlgebraError> {
        let sum = letters
            .iter()
            .try_fold(self.sum().clone(), |sum, letter| without(&sum, letter))?;
        Ok(self.with_sum(sum))
    }
}

/// The terms that are left where a letter is zero.
fn without(sum: &Sum, letter: &Symbol) -> Result<Sum, AlgebraError> {
    if !sum.contains(letter) {
        return Ok(sum.clone());
    }
    let mut terms = Vec::new();
    for term in &sum.terms {
        if let Some(diagram) = remaining(&term.diagram, letter)? {
            terms.push(Term {
                diagram,
                coefficient: term.coefficient.clone(),
            });
        }
    }
    Ok(Sum {
        outputs: sum.outputs.clone(),
        terms,
    })
}

/// The network where a letter is zero, `None` if it is zero then.
fn remaining(diagram: &Diagram, letter: &Symbol) -> Result<Option<Diagram>, AlgebraError> {
    let mut left = diagram.clone();
    for factor in &mut left.factors {
        if !factor.tensor.contains(letter) {
            continue;
        }
        let positive = factor.exponent > Zero::zero();
        let inner = |sum: &Sum| without(sum, letter);
        let tensor = match factor.tensor.kind() {
            TensorKind::Symbol(_) | TensorKind::Diagonal(_) => None,
            TensorKind::Dimension(_) => continue,
            TensorKind::Closed(diagram) => match remaining(diagram, letter)? {
                None => None,
                Some(_) => {
                    return Err(AlgebraError::Unsupported(
                        "an expansion of this formula".into(),
                    ));
                }
            },
            TensorKind::Piece(sum) => {
                let sum = inner(sum)?;
                (!sum.terms.is_empty()).then(|| Tensor::piece(sum))
            }
            TensorKind::Elementary(function, sum) => {
                Some(Tensor::elementary(*function, inner(sum)?))
            }
            TensorKind::Inverse(sum, rows) => Some(Tensor::inverse(inner(sum)?, *rows)),
            TensorKind::Determinant(sum, rows) => Some(Tensor::determinant(inner(sum)?, *rows)),
        };
        match tensor {
            Some(tensor) => *factor = Factor::to_the(tensor, factor.exponent, factor.slots.clone()),
            None if positive => return Ok(None),
            None => {
                return Err(AlgebraError::Unsupported(
                    "an expansion about a point without a value".into(),
                ));
            }
        }
    }
    Ok(Some(left))
}
