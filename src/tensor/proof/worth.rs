//! What a factor is worth: one law that opens it, then the normal form of what is inside.

use super::law::{Law, lifted};
use super::pieces::{powers, sum_of};
use super::prover::{Steps, Stuck, adopt, equality, normalised, stuck};
use super::well_formed::inside;
use super::{Chain, Proof, Rule};
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Diagram, Factor, Sum, Term};
use crate::tensor::dimension::Atom;
use crate::tensor::normal_form::brackets::{is_one, is_positive};
use crate::tensor::normal_form::inverses::{product_of_square, scalar_part};
use crate::tensor::normal_form::{Brackets, Normaliser};
use crate::tensor::tensor::{Tensor, TensorKind};
use num_bigint::BigInt;
use num_rational::Rational64;
use num_traits::{One, Signed, Zero};

/// A proof of what a factor, its slots being outputs, is worth.
pub(super) fn worth(factor: &Factor, value: &Sum) -> Result<Proof, Stuck> {
    let from = sum_of(powers(&factor.tensor, factor.exponent));
    let mut steps = Steps::default();
    let mut current = from.terms.clone();
    if let Some(law) = simplified(factor)? {
        current = steps.open(law, current)?;
    }
    // What is inside is simplified now: the factor itself is the one to open.
    let opening = match current.as_slice() {
        [term] if term.diagram.factors.len() == 1 => opened(&term.diagram.factors[0], value)?,
        _ => None,
    };
    if let Some(law) = opening {
        current = steps.open(law, current)?;
    }
    current
        .iter_mut()
        .for_each(|term| adopt(term, &value.terms));
    let rest = normalised(&Sum {
        outputs: from.outputs.clone(),
        terms: current,
    })?;
    steps.0.extend(rest.steps);
    let left = Chain {
        from,
        steps: steps.0,
        to: rest.to,
    };
    let right = normalised(value)?;
    if left.to != right.to {
        return stuck(format!("a factor is worth something else: {factor:?}"));
    }
    Ok(Proof { left, right })
}

impl Steps {
    /// A law about the only factor of the only term.
    fn open(&mut self, law: Law, current: Vec<Term>) -> Result<Vec<Term>, Stuck> {
        let [term] = current.as_slice() else {
            return stuck("not one term");
        };
        let backwards = usize::from(matches!(law, Law::PartIsNumber(_)));
        let third =
            matches!(&law, Law::LogOfProduct { left, whole, .. } if is_one(whole) && !is_one(left));
        let rule = Rule::Law {
            law,
            context: Diagram {
                outputs: [
                    term.diagram.outputs.clone(),
                    term.diagram.factors[0].slots.clone(),
                ]
                .concat(),
                factors: Vec::new(),
                ..term.diagram.clone()
            },
            solved: if third { 2 } else { backwards },
        };
        self.apply(rule, &current)
    }
}

/// The same function of the normal form of what is inside; nothing if a law should see what was written.
fn simplified(factor: &Factor) -> Result<Option<Law>, Stuck> {
    let one = factor.exponent.is_one();
    let (sum, kind): (&Sum, fn(Sum, &TensorKind) -> TensorKind) = match factor.tensor.kind() {
        TensorKind::Piece(sum) if factor.exponent < Rational64::one() => {
            let taken_apart = sum.terms.len() == 1
                && sum.terms[0].diagram.factors.len() > 1
                && Law::PowerOfProduct(sum.clone(), factor.exponent)
                    .equation()
                    .is_ok();
            if taken_apart {
                return Ok(None);
            }
            (sum, |sum, _| TensorKind::Piece(sum))
        }
        TensorKind::Elementary(_, sum) if one => (sum, |sum, kind| match kind {
            TensorKind::Elementary(f, _) => TensorKind::Elementary(*f, sum),
            _ => TensorKind::Piece(sum),
        }),
        TensorKind::Determinant(sum, rows) if one => {
            if let [term] = sum.terms.as_slice()
                && *rows == 1
                && product_of_square(term).is_some()
            {
                return Ok(None);
            }
            (sum, |sum, kind| match kind {
                TensorKind::Determinant(_, rows) => TensorKind::Determinant(sum, *rows),
                _ => TensorKind::Piece(sum),
            })
        }
        _ => return Ok(None),
    };
    let chain = normalised(sum)?;
    if chain.to == *sum {
        return Ok(None);
    }
    let inner = chain.to.clone();
    let right = Chain {
        from: inner.clone(),
        steps: Vec::new(),
        to: inner.clone(),
    };
    let proof = Box::new(Proof { left: chain, right });
    Ok(Some(Law::Inside {
        from: factor.tensor.clone(),
        places: (0..sum.outputs.len()).collect(),
        to: raw(kind(inner, factor.tensor.kind())),
        exponent: factor.exponent,
        proof,
    }))
}

fn raw(kind: TensorKind) -> Tensor {
    use crate::tensor::tensor::{Form, Symmetry};
    Tensor::in_form(kind, Symmetry::None, Form::Raw)
}

/// The law that takes a factor apart.
fn opened(factor: &Factor, value: &Sum) -> Result<Option<Law>, Stuck> {
    let exponent = factor.exponent;
    let mut normaliser = Normaliser::new(Brackets::Expanded);
    match factor.tensor.kind() {
        TensorKind::Piece(sum) if exponent >= Rational64::one() => {
            return Ok(Some(Law::MultiplyOut(sum.clone(), exponent)));
        }
        TensorKind::Piece(sum) => {
            let power = Law::PowerOfProduct(sum.clone(), exponent);
            if power.equation().is_ok() {
                return Ok(Some(power));
            }
            let (content, rest) = if exponent.is_integer() {
                normaliser.content(sum.clone())?
            } else {
                normaliser.positive_content(sum.clone(), exponent)?
            };
            if !content.is_one() {
                let content = content.to_the(Rational64::one());
                let proof = Box::new(equality(&product(&content, &rest)?, sum)?);
                return Ok(Some(Law::PowerOfContent {
                    whole: sum.clone(),
                    content,
                    rest,
                    exponent,
                    proof,
                }));
            }
        }
        _ if !exponent.is_one() => {
            let base = Factor {
                exponent: Rational64::one(),
                ..factor.clone()
            };
            let value = normaliser.value(&factor.tensor)?;
            let proof = Box::new(worth(&base, &value)?);
            return Ok(Some(Law::Power {
                tensor: factor.tensor.clone(),
                value,
                exponent,
                proof,
            }));
        }
        TensorKind::Closed(part) => return Ok(Some(Law::PartIsNumber(part.clone()))),
        TensorKind::Elementary(Elementary::Sigmoid, sum) => {
            return Ok(Some(Law::Sigmoid(sum.clone())));
        }
        TensorKind::Elementary(Elementary::Tanh, sum) => return Ok(Some(Law::Tanh(sum.clone()))),
        TensorKind::Elementary(Elementary::Exp, sum) => {
            if let Some(argument) = only(sum, Elementary::Ln) {
                return Ok(Some(Law::ExpOfLog(argument, exponent)));
            }
            let law = Law::ExpOfSum(sum.clone(), exponent);
            let single = matches!(sum.terms.as_slice(), [term] if term.coefficient.is_one());
            if !single && law.equation().is_ok() {
                return Ok(Some(law));
            }
        }
        TensorKind::Elementary(Elementary::Ln, sum) => {
            if let Some(law) = logarithm(sum)? {
                return Ok(Some(law));
            }
        }
        TensorKind::Inverse(matrix, rows) => {
            if let Some(law) = oriented(factor, value) {
                return Ok(Some(law));
            }
            let same = |f: &Factor| f.tensor == factor.tensor;
            if !value
                .terms
                .iter()
                .any(|t| t.diagram.factors.iter().any(same))
            {
                let identity = sum_of(super::pieces::identity(&matrix.outputs[..*rows]));
                let product = super::pieces::matrix_product(matrix, value, *rows);
                let proof = Box::new(equality(&product, &identity)?);
                return Ok(Some(Law::Inverse {
                    matrix: matrix.clone(),
                    rows: *rows,
                    value: value.clone(),
                    proof,
                }));
            }
        }
        TensorKind::Determinant(sum, 1) if sum.outputs.len() == 2 => {
            if let Some(law) = determinant(sum)? {
                return Ok(Some(law));
            }
        }
        _ => {}
    }
    Ok(oriented(factor, value))
}

fn product(a: &Sum, b: &Sum) -> Result<Sum, Stuck> {
    super::pieces::entrywise(a, b).map_err(Stuck)
}

/// The factor with its slots in the order in which the value has them.
fn oriented(factor: &Factor, value: &Sum) -> Option<Law> {
    let sum = inside(&factor.tensor)?;
    let [term] = value.terms.as_slice() else {
        return None;
    };
    let place = |wire: &usize| term.diagram.outputs.iter().position(|w| w == wire);
    for other in &term.diagram.factors {
        let Some(inner) = inside(&other.tensor).filter(|_| other.exponent == factor.exponent)
        else {
            continue;
        };
        if other.tensor == factor.tensor {
            return None;
        }
        let places = match other.tensor.kind() {
            TensorKind::Determinant(..) => Some(vec![1, 0]),
            _ => other.slots.iter().map(place).collect::<Option<Vec<_>>>(),
        };
        let Some(places) = places else { continue };
        let Ok(Ok(proof)) =
            lifted(inner, &places, &sum.outputs).map(|lifted| equality(sum, &lifted))
        else {
            continue;
        };
        let law = Law::Inside {
            from: factor.tensor.clone(),
            to: other.tensor.clone(),
            exponent: factor.exponent,
            places,
            proof: Box::new(proof),
        };
        if law.equation().is_ok() {
            return Some(law);
        }
    }
    None
}

/// The argument of a sum that is one function of something with the same outputs in the same order.
fn only(sum: &Sum, function: Elementary) -> Option<Sum> {
    let [term] = sum.terms.as_slice() else {
        return None;
    };
    let [factor] = term.diagram.factors.as_slice() else {
        return None;
    };
    let plain = term.coefficient.is_one()
        && factor.exponent.is_one()
        && factor.slots == term.diagram.outputs
        && term.diagram.wires.len() == factor.slots.len();
    match factor.tensor.kind() {
        TensorKind::Elementary(f, argument) if *f == function && plain => Some(argument.clone()),
        _ => None,
    }
}

/// The law that takes a logarithm apart, if one does.
fn logarithm(sum: &Sum) -> Result<Option<Law>, Stuck> {
    if is_one(sum) {
        return Ok(Some(Law::LogOfOne(sum.outputs.clone())));
    }
    if let Some(argument) = only(sum, Elementary::Exp) {
        return Ok(Some(Law::LogOfExp(argument)));
    }
    let mut normaliser = Normaliser::new(Brackets::Expanded);
    let (mut content, _) = normaliser.content(sum.clone())?;
    content.number = content.number.abs();
    content.factors.retain(|(tensor, _, _)| is_positive(tensor));
    let one = Rational64::one();
    if let [term] = sum.terms.as_slice()
        && let [factor] = term.diagram.factors.as_slice()
        && term.coefficient.is_one()
        && factor.slots == term.diagram.outputs
        && term.diagram.wires.len() == factor.slots.len()
    {
        let law = Law::LogOfPower(factor.tensor.clone(), factor.exponent);
        return Ok((!factor.exponent.is_one() && law.equation().is_ok()).then_some(law));
    }
    let left = if content.number.is_one() {
        content.factors.truncate(1);
        content.to_the(one)
    } else {
        content.factors.clear();
        let (number, alone) = (content.number.clone(), is_number(sum));
        if number < Rational::one() && alone && number.numer().is_one() {
            // log(1/q) = log 1 − log q.
            content.number = number.recip();
            let left = content.to_the(one);
            let whole = product(&left, sum)?;
            let whole = normalised(&whole)?.to;
            let proof = Box::new(equality(&product(&left, sum)?, &whole)?);
            let right = sum.clone();
            return Ok(Some(Law::LogOfProduct {
                whole,
                left,
                right,
                proof,
            }));
        }
        if alone {
            let Some(number) = divisor(number.numer()) else {
                return Ok(None);
            };
            if sum.terms[0].coefficient == Rational::from_integer(number.clone()) {
                return Ok(None);
            }
            content.number = Rational::from_integer(number);
        }
        content.to_the(one)
    };
    if is_one(&left) {
        return Ok(None);
    }
    let (whole, inverse) = (sum.clone(), content.to_the(-one));
    let right = normalised(&product(sum, &inverse)?)?.to;
    let proof = Box::new(equality(&product(&left, &right)?, sum)?);
    Ok(Some(Law::LogOfProduct {
        whole,
        left,
        right,
        proof,
    }))
}

/// The smallest prime factor below 100, or the number itself.
fn divisor(number: &BigInt) -> Option<BigInt> {
    let mut small = (2..100).map(BigInt::from);
    let prime = small.find(|p| (number % p).is_zero());
    (!number.is_one()).then(|| prime.unwrap_or_else(|| number.clone()))
}

fn is_number(sum: &Sum) -> bool {
    matches!(sum.terms.as_slice(), [term] if term.diagram.factors.is_empty())
}

/// The law that takes a determinant apart, if one does.
fn determinant(sum: &Sum) -> Result<Option<Law>, Stuck> {
    let mut normaliser = Normaliser::new(Brackets::Expanded);
    if let [term] = sum.terms.as_slice() {
        if let Some((left, right)) = product_of_square(term) {
            let proof = equality(&super::pieces::matrix_product(&left, &right, 1), sum)?;
            return Ok(Some(Law::DeterminantOfProduct {
                whole: sum.clone(),
                left,
                right,
                proof: Box::new(proof),
            }));
        }
        if let Some(scalar) = scalar_part(term).filter(|s| !is_one(s)) {
            let mut rest = sum.clone();
            rest.terms[0]
                .diagram
                .factors
                .retain(|f| !f.slots.is_empty());
            rest.terms[0].coefficient = Rational::one();
            return multiple(sum, scalar, rest).map(Some);
        }
        if sum.terms[0].diagram == super::pieces::identity(&sum.outputs[..1])
            && term.coefficient.is_one()
        {
            let atom: &Atom = &sum.outputs[0];
            return Ok(Some(Law::DeterminantOfIdentity(atom.clone())));
        }
        if let [factor] = term.diagram.factors.as_slice()
            && let TensorKind::Inverse(matrix, 1) = factor.tensor.kind()
            && factor.exponent.is_one()
            && factor.slots == term.diagram.outputs
            && term.coefficient.is_one()
        {
            return Ok(Some(Law::DeterminantOfInverse(matrix.clone())));
        }
        return Ok(None);
    }
    let (mut content, _) = normaliser.content(sum.clone())?;
    content.factors.retain(|(_, places, _)| places.is_empty());
    content.number = content.number.abs();
    if content.is_one() {
        return Ok(None);
    }
    let one = Rational64::one();
    let rest = normalised(&product(sum, &content.to_the(-one))?)?.to;
    let mut scalar = content.to_the(one);
    scalar.outputs.clear();
    scalar.terms[0].diagram.outputs.clear();
    scalar.terms[0].diagram.wires.clear();
    multiple(sum, scalar, rest).map(Some)
}

fn multiple(whole: &Sum, scalar: Sum, rest: Sum) -> Result<Law, Stuck> {
    let proof = Box::new(equality(&super::pieces::multiple(&scalar, &rest), whole)?);
    Ok(Law::DeterminantOfMultiple {
        whole: whole.clone(),
        scalar,
        rest,
        proof,
    })
}
