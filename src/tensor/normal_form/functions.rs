//! Elementary functions: exp turns sums into products, log the other way round where that is safe.

use super::brackets::{as_exponent, is_one, is_positive, local_factors};
use super::{Brackets, GivenUp, Normaliser, entrywise, ones};
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Factor, Sum, Term};
use crate::tensor::tensor::{Tensor, TensorKind};
use num_bigint::BigInt;
use num_rational::Rational64;
use num_traits::{One, Signed, Zero};

impl Normaliser {
    /// f of a sum in normal form, entry by entry.
    pub(super) fn elementary(&mut self, function: Elementary, inner: Sum) -> Result<Sum, GivenUp> {
        let expand = self.brackets == Brackets::Expanded;
        match function {
            Elementary::Exp => self.exponential(&inner),
            Elementary::Ln => self.logarithm(inner),
            Elementary::Sqrt => self.power(inner, Rational64::new(1, 2)),
            // 1/(1 + e⁻ˣ), so that all rules about exp and brackets apply.
            Elementary::Sigmoid if expand => {
                let small = self.exponential(&inner.times(&-Rational::one()))?;
                self.reciprocal_of_one_plus(small)
            }
            // 1 − 2/(1 + e²ˣ).
            Elementary::Tanh if expand => {
                let two = Rational::from_integer(2.into());
                let large = self.exponential(&inner.times(&two))?;
                let fraction = self.reciprocal_of_one_plus(large)?;
                Ok(ones(&inner.outputs).plus(&fraction.times(&-two)))
            }
            Elementary::Sigmoid | Elementary::Tanh => self.node(
                inner,
                |inner| TensorKind::Elementary(function, inner),
                Rational64::one(),
            ),
        }
    }

    fn reciprocal_of_one_plus(&mut self, sum: Sum) -> Result<Sum, GivenUp> {
        let denominator = self.sum(&ones(&sum.outputs).plus(&sum))?;
        self.power(denominator, -Rational64::one())
    }

    /// exp(Σ cᵢtᵢ) = Π exp(tᵢ)^cᵢ, and exp(c·log u) = u^c.
    fn exponential(&mut self, inner: &Sum) -> Result<Sum, GivenUp> {
        let mut product = ones(&inner.outputs);
        for term in &inner.terms {
            let exponent = as_exponent(&term.coefficient);
            let mut alone = Term {
                coefficient: Rational::one(),
                ..term.clone()
            };
            if exponent.is_none() {
                alone.coefficient = term.coefficient.clone();
            }
            let exponent = exponent.unwrap_or_else(Rational64::one);
            let alone = Sum {
                outputs: inner.outputs.clone(),
                terms: vec![alone],
            };
            let power = match only_logarithm(&alone) {
                Some(argument) => self.power(argument, exponent)?,
                None => self.node(
                    alone,
                    |inner| TensorKind::Elementary(Elementary::Exp, inner),
                    exponent,
                )?,
            };
            product = entrywise(&product, &power);
        }
        Ok(product)
    }

    /// log(c·Π fᵢ^eᵢ) = log c + Σ eᵢ log fᵢ, as long as all factors but one are known to be positive; and
    /// log(exp(t)) = t.
    fn logarithm(&mut self, inner: Sum) -> Result<Sum, GivenUp> {
        let (mut content, _) = self.content(inner.clone())?;
        if !content.number.is_positive() {
            content.number = content.number.abs();
        }
        content
            .factors
            .retain(|(tensor, _, _)| is_positive(tensor) || is_determinant(tensor));
        let split = content.to_the(-Rational64::one());
        let rest = self.sum(&entrywise(&inner, &split))?;
        let mut terms = Vec::new();
        let one = Rational64::one();
        for (base, times) in powers_of_integers(&content.number) {
            let number = Sum::number(Rational::from_integer(base));
            let constant = self.node(number, |n| TensorKind::Elementary(Elementary::Ln, n), one)?;
            let mut sum = ones(&inner.outputs).times(&Rational::from_integer(times.into()));
            sum.terms[0]
                .diagram
                .factors
                .extend(constant.terms[0].diagram.factors.iter().cloned());
            terms.extend(sum.terms);
        }
        for (tensor, places, exponent) in &content.factors {
            terms.extend(self.logarithm_of_factor(&inner, tensor, places, *exponent)?);
        }
        if !is_one(&rest) {
            terms.extend(match lone_odd_factor(&rest) {
                Some((tensor, places, exponent)) => {
                    self.logarithm_of_factor(&inner, &tensor, &places, exponent)?
                }
                None => {
                    self.node(
                        rest,
                        |inner| TensorKind::Elementary(Elementary::Ln, inner),
                        one,
                    )?
                    .terms
                }
            });
        }
        Ok(Sum {
            outputs: inner.outputs,
            terms,
        })
    }

    /// e·log f for a factor f whose slots are on these outputs.
    fn logarithm_of_factor(
        &mut self,
        like: &Sum,
        tensor: &Tensor,
        places: &[usize],
        exponent: Rational64,
    ) -> Result<Vec<Term>, GivenUp> {
        let coefficient = Rational::new((*exponent.numer()).into(), (*exponent.denom()).into());
        if let TensorKind::Determinant(matrix, rows) = tensor.kind()
            && let Some(parts) = super::inverses::separated(matrix, *rows)
        {
            return self.logarithm_of_kronecker(like, matrix, &parts, &coefficient);
        }
        let on_slots = match tensor.kind() {
            TensorKind::Elementary(Elementary::Exp, argument) => argument.clone(),
            TensorKind::Piece(argument) => self.node(
                argument.clone(),
                |s| TensorKind::Elementary(Elementary::Ln, s),
                Rational64::one(),
            )?,
            _ => {
                let outputs: Vec<_> = places
                    .iter()
                    .map(|&place| like.outputs[place].clone())
                    .collect();
                let mut only = ones(&outputs);
                let slots = only.terms[0].diagram.outputs.clone();
                only.terms[0]
                    .diagram
                    .factors
                    .push(Factor::new(tensor.clone(), slots));
                let only = self.sum(&only)?;
                self.node(
                    only,
                    |s| TensorKind::Elementary(Elementary::Ln, s),
                    Rational64::one(),
                )?
            }
        };
        let whole = ones(&like.outputs);
        let diagram = &whole.terms[0].diagram;
        let slots: Vec<_> = places.iter().map(|&place| diagram.outputs[place]).collect();
        Ok(super::spliced(diagram, &slots, &coefficient, &on_slots))
    }
}

impl Normaliser {
    /// c·log det(A ⊗ B) = c·m log det A + c·n log det B for A of order n and B of order m.
    fn logarithm_of_kronecker(
        &mut self,
        like: &Sum,
        matrix: &Sum,
        parts: &[Sum],
        coefficient: &Rational,
    ) -> Result<Vec<Term>, GivenUp> {
        let mut terms = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let part = self.sum(part)?;
            let determinant = self.determinant(part, 1)?;
            let logarithm = self.elementary(Elementary::Ln, determinant)?;
            let mut others = ones(&like.outputs).times(coefficient);
            let sizes = matrix.outputs[..parts.len()].iter().enumerate();
            let sizes = sizes.filter(|(other, _)| *other != place);
            let sizes = sizes.map(|(_, atom)| Factor::new(Tensor::dimension(atom), Vec::new()));
            others.terms[0].diagram.factors.extend(sizes);
            let others = &others.terms[0];
            terms.extend(super::spliced(
                &others.diagram,
                &[],
                &others.coefficient,
                &logarithm,
            ));
        }
        Ok(terms)
    }
}

/// A positive number as a product of powers of integers: small primes, and what is left of numerator and denominator.
fn powers_of_integers(number: &Rational) -> Vec<(BigInt, i64)> {
    let mut powers: Vec<(BigInt, i64)> = Vec::new();
    for (part, sign) in [(number.numer(), 1), (number.denom(), -1)] {
        let mut rest = part.clone();
        for candidate in 2..100 {
            let candidate = BigInt::from(candidate);
            let mut times = 0;
            while (&rest % &candidate).is_zero() {
                rest /= &candidate;
                times += sign;
            }
            if times != 0 {
                powers.push((candidate, times));
            }
        }
        if !rest.is_one() {
            powers.push((rest, sign));
        }
    }
    powers
}

/// The argument u of a sum that is log u and nothing else.
fn only_logarithm(sum: &Sum) -> Option<Sum> {
    let [term] = sum.terms.as_slice() else {
        return None;
    };
    let [factor] = term.diagram.factors.as_slice() else {
        return None;
    };
    let TensorKind::Elementary(Elementary::Ln, argument) = factor.tensor.kind() else {
        return None;
    };
    if !term.coefficient.is_one() || !factor.exponent.is_one() {
        return None;
    }
    let (_, places, _) = local_factors(&term.diagram).pop()?;
    let whole = ones(&sum.outputs);
    let diagram = &whole.terms[0].diagram;
    let determinant = |term: &Term| {
        term.diagram
            .factors
            .iter()
            .any(|f| is_determinant(&f.tensor))
    };
    if argument.terms.iter().any(determinant) {
        return None;
    }
    // Two outputs on one wire: a Kronecker delta stands beside the logarithm.
    if term.diagram.wires.len() != diagram.wires.len() {
        return None;
    }
    let slots: Vec<_> = places.iter().map(|&place| diagram.outputs[place]).collect();
    let terms = super::spliced(diagram, &slots, &Rational::one(), argument);
    Some(Sum {
        outputs: sum.outputs.clone(),
        terms,
    })
}

/// log det A stands for log|det A|, so that it may always be split; exp(log det A) is then not simplified.
fn is_determinant(tensor: &Tensor) -> bool {
    matches!(tensor.kind(), TensorKind::Determinant(..))
}

/// The only factor of a sum, if its logarithm may be taken by itself: not that of an even power.
fn lone_odd_factor(sum: &Sum) -> Option<(Tensor, Vec<usize>, Rational64)> {
    let [term] = sum.terms.as_slice() else {
        return None;
    };
    let one_factor = term.diagram.factors.len() == 1 && term.coefficient.is_one();
    let all_open = term.diagram.degrees().len() == sum.outputs.len();
    let (tensor, places, exponent) = local_factors(&term.diagram)
        .pop()
        .filter(|_| one_factor && all_open)?;
    let even = exponent.is_integer() && exponent.numer() % 2 == 0;
    let changes = !exponent.is_one()
        || !matches!(tensor.kind(), TensorKind::Symbol(_) | TensorKind::Closed(_));
    (!even && changes).then_some((tensor, places, exponent))
}
