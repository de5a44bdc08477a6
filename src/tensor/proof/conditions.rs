//! The conditions under which laws hold.

use super::well_formed::sum_fits;
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Sum, Term};
use crate::tensor::symbol::Property;
use crate::tensor::tensor::{Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{Signed, ToPrimitive, Zero};

pub(super) fn require(condition: bool, otherwise: &str) -> Result<(), String> {
    condition.then_some(()).ok_or_else(|| otherwise.to_owned())
}

/// The sum is a matrix with as many rows as columns, of the same dimensions, and nothing else.
pub(super) fn square(sum: &Sum, rows: usize) -> Result<(), String> {
    sum_fits(sum)?;
    let fits = sum.outputs.len() == 2 * rows && sum.outputs[..rows] == sum.outputs[rows..];
    require(fits, "the matrix is not square")
}

pub(super) fn rational_power(number: &Rational, exponent: Rational64) -> Result<Rational, String> {
    require(!number.is_zero(), "a power of 0 is taken out")?;
    let power = i32::try_from(*exponent.numer()).map_err(|e| e.to_string())?;
    let degree = u32::try_from(*exponent.denom()).map_err(|e| e.to_string())?;
    let root = Rational::new(
        number.numer().nth_root(degree),
        number.denom().nth_root(degree),
    );
    let exact = i32::try_from(degree).is_ok_and(|degree| root.pow(degree) == *number);
    require(exact, "the power of the number is not rational")?;
    Ok(root.pow(power))
}

pub(super) fn as_exponent(number: &Rational) -> Option<Rational64> {
    let (p, q) = (number.numer().to_i64()?, number.denom().to_i64()?);
    Some(Rational64::new(p, q))
}

pub(super) fn is_even(exponent: Rational64) -> bool {
    exponent.numer() % 2 == 0
}

/// Whether every entry is positive by what is assumed.
pub(super) fn is_positive(tensor: &Tensor) -> bool {
    match tensor.kind() {
        TensorKind::Symbol(symbol) => symbol.is(Property::Positive),
        TensorKind::Diagonal(symbol) => {
            symbol.is(Property::Positive) || symbol.is(Property::PositiveDefinite)
        }
        TensorKind::Elementary(Elementary::Exp | Elementary::Sigmoid, _)
        | TensorKind::Dimension(_) => true,
        TensorKind::Piece(sum) => is_positive_sum(sum),
        _ => false,
    }
}

pub(super) fn is_positive_sum(sum: &Sum) -> bool {
    let positive = |term: &Term| {
        // A Kronecker delta has zeros in it.
        let outputs = &term.diagram.outputs;
        let no_delta = outputs
            .iter()
            .enumerate()
            .all(|(i, w)| !outputs[..i].contains(w));
        let factors = &term.diagram.factors;
        term.coefficient.is_positive()
            && no_delta
            && term.diagram.named.is_empty()
            && factors.iter().all(|f| is_positive(&f.tensor))
    };
    !sum.terms.is_empty() && sum.terms.iter().all(positive)
}
