//! The laws of proofs: equations between sums of small networks, with the condition under which each holds.
//!
//! | name                                 | left                   | right                       | condition
//! |--------------------------------------|------------------------|-----------------------------|----------------------------------
//! | a free wire is its dimension         | Σ_i 1                  | n                           |
//! | an index that nothing asks for       | 1 at index i           | 1                           |
//! | different numbers are not equal      | δ_12                   | 0                           | two given numbers, unequal
//! | parallel factors are powers          | T^a ∘ T^b              | T^(a+b)                     |
//! | the power 0 is 1                     | T^0                    | 1                           |
//! | a mask is its own square             | P^e                    | P                           | P a mask, e > 0
//! | skew diagonal is zero                | S_aa^e                 | 0                           | S skew, e > 0
//! | a part without outputs is a number   | its network            | one factor                  | no free index in it
//! | multiply out                         | s^e                    | s ∘ s^(e−1)                 |
//! | QᵀQ = I                              | QᵀQ, QQᵀ               | I                           | Q orthogonal
//! | A⁻¹A = I                             | S⁻¹S, SS⁻¹             | I                           | S square
//! | push through                         | S⁻¹A                   | A T⁻¹                       | proof that S A = A T
//! | the inverse                          | S⁻¹                    | V                           | proof that S V = I
//! | simplify inside                      | f(S)^e                 | f(T)^e                      | proof that S = T (or = Tᵀ)
//! | power of a value                     | T^e                    | s^e                         | proof that T = s
//! | power of a product                   | (c·Π fᵢ^aᵢ)^e          | c^e · Π fᵢ^(aᵢe)            | e whole, or c > 0 and bases > 0
//! | power of a content                   | (A ∘ B)^e              | A^e ∘ B^e                   | proof of it; e whole, or A > 0
//! | exp of a sum                         | exp(Σ cᵢtᵢ)^e          | Π exp(tᵢ)^(cᵢe)             |
//! | exp of a log                         | exp(log u)^e           | u^e                         |
//! | log of exp                           | log exp t              | t                           |
//! | log of a product                     | log(A ∘ B)             | log A + log B               | proof of it; A > 0
//! | log of a power                       | log(f^a)               | a log f                     | a not even, or f > 0
//! | log of 1                             | log 1                  | 0                           |
//! | sigmoid by exp                       | sigmoid x              | (1 + exp(−x))⁻¹             |
//! | tanh by exp                          | tanh x                 | 1 − 2(1 + exp 2x)⁻¹         |
//! | determinant of a product             | det S                  | det A · det B               | proof that S = A B, all square
//! | determinant of the identity          | det I                  | 1                           |
//! | determinant of an inverse            | det S⁻¹                | (det S)⁻¹                   |
//! | determinant of a multiple            | det S                  | exp(n log s) · det R        | proof that S = s R
//! | lemma                                | S                      | T                           | proof that S = T
//!
//! This table, what it is written with (`conditions`, `pieces`, `well_formed`) and [`super::checker`] are all that has to be trusted: the equations are written out here, with no code
//! of the engine. A law stands inside a context and is solved for any one of its terms: A⁻¹A = I with A = c₁t₁ + … eliminates
//! A⁻¹t₁, "multiply out" for the leading term of s is s·s⁻¹ = 1. Where a power, a logarithm or an inverse occurs,
//! both sides are equal where both are defined, which is what a formula with a quotient in it means.

use super::Proof;
use super::conditions::{
    as_exponent, is_even, is_positive, is_positive_sum, rational_power, require, square,
};
use super::pieces::{
    at_indices, beside, determinant, difference, dimension, entrywise, equal, factor, identity,
    matrix_product, multiple, number, one_over_one_plus_exp, ones, powers, sum_of, tensor,
};
use super::well_formed::{inside, slots_of, sum_fits};
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Diagram, Factor, Sum, Term};
use crate::tensor::dimension::{Atom, Label};
use crate::tensor::symbol::Property;
use crate::tensor::tensor::{Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{One, Signed, Zero};

/// A law of the table above, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table says what the letters are")]
pub enum Law {
    FreeWire(Atom),
    ForgottenIndex(Label, Atom),
    DifferentNumbers(Label, Label, Atom),
    PowersAdd(Tensor, Rational64, Rational64),
    PowerZero(Tensor),
    Mask(Tensor, Rational64),
    SkewDiagonal(Tensor, Rational64),
    PartIsNumber(Diagram),
    MultiplyOut(Sum, Rational64),
    /// With the rows of the two factors joined, or the columns.
    Orthogonal {
        letter: Tensor,
        rows: bool,
    },
    /// With the inverse on the left, or on the right.
    Cancel {
        matrix: Sum,
        left: bool,
    },
    PushThrough {
        left: Sum,
        between: Sum,
        right: Sum,
        proof: Box<Proof>,
    },
    Inverse {
        matrix: Sum,
        rows: usize,
        value: Sum,
        proof: Box<Proof>,
    },
    /// The slots of `to` are on the outputs of `from` at these places.
    Inside {
        from: Tensor,
        to: Tensor,
        exponent: Rational64,
        places: Vec<usize>,
        proof: Box<Proof>,
    },
    Power {
        tensor: Tensor,
        value: Sum,
        exponent: Rational64,
        proof: Box<Proof>,
    },
    PowerOfProduct(Sum, Rational64),
    PowerOfContent {
        whole: Sum,
        content: Sum,
        rest: Sum,
        exponent: Rational64,
        proof: Box<Proof>,
    },
    ExpOfSum(Sum, Rational64),
    ExpOfLog(Sum, Rational64),
    LogOfExp(Sum),
    LogOfProduct {
        whole: Sum,
        left: Sum,
        right: Sum,
        proof: Box<Proof>,
    },
    LogOfPower(Tensor, Rational64),
    LogOfOne(Vec<Atom>),
    Sigmoid(Sum),
    Tanh(Sum),
    DeterminantOfProduct {
        whole: Sum,
        left: Sum,
        right: Sum,
        proof: Box<Proof>,
    },
    DeterminantOfIdentity(Atom),
    DeterminantOfInverse(Sum),
    DeterminantOfMultiple {
        whole: Sum,
        scalar: Sum,
        rest: Sum,
        proof: Box<Proof>,
    },
    Lemma(Box<Proof>),
}

impl Law {
    /// Its name in the table.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::FreeWire(..) => "a free wire is its dimension",
            Self::ForgottenIndex(..) => "an index that nothing asks for",
            Self::DifferentNumbers(..) => "different numbers are not equal",
            Self::PowersAdd(..) => "parallel factors are powers",
            Self::PowerZero(..) => "the power 0 is 1",
            Self::Mask(..) => "a mask is its own square",
            Self::SkewDiagonal(..) => "skew diagonal is zero",
            Self::PartIsNumber(..) => "a part without outputs is a number",
            Self::MultiplyOut(..) => "multiply out",
            Self::Orthogonal { .. } => "QᵀQ = I",
            Self::Cancel { .. } => "A⁻¹A = I",
            Self::PushThrough { .. } => "push through",
            Self::Inverse { .. } => "the inverse",
            Self::Inside { .. } => "simplify inside",
            Self::Power { .. } => "power of a value",
            Self::PowerOfProduct(..) => "power of a product",
            Self::PowerOfContent { .. } => "power of a content",
            Self::ExpOfSum(..) => "exp of a sum",
            Self::ExpOfLog(..) => "exp of a log",
            Self::LogOfExp(..) => "log of exp",
            Self::LogOfProduct { .. } => "log of a product",
            Self::LogOfPower(..) => "log of a power",
            Self::LogOfOne(..) => "log of 1",
            Self::Sigmoid(..) => "sigmoid by exp",
            Self::Tanh(..) => "tanh by exp",
            Self::DeterminantOfProduct { .. } => "determinant of a product",
            Self::DeterminantOfIdentity(..) => "determinant of the identity",
            Self::DeterminantOfInverse(..) => "determinant of an inverse",
            Self::DeterminantOfMultiple { .. } => "determinant of a multiple",
            Self::Lemma(..) => "lemma",
        }
    }

    /// The proof it needs, if it does.
    pub(super) fn proof(&self) -> Option<&Proof> {
        match self {
            Self::PushThrough { proof, .. }
            | Self::Inverse { proof, .. }
            | Self::Inside { proof, .. }
            | Self::Power { proof, .. }
            | Self::PowerOfContent { proof, .. }
            | Self::LogOfProduct { proof, .. }
            | Self::DeterminantOfProduct { proof, .. }
            | Self::DeterminantOfMultiple { proof, .. }
            | Self::Lemma(proof) => Some(proof),
            _ => None,
        }
    }

    /// The proof it needs, to spoil it.
    #[cfg(test)]
    pub(super) fn proof_mut(&mut self) -> Option<&mut Proof> {
        match self {
            Self::PushThrough { proof, .. }
            | Self::Inverse { proof, .. }
            | Self::Inside { proof, .. }
            | Self::Power { proof, .. }
            | Self::PowerOfContent { proof, .. }
            | Self::LogOfProduct { proof, .. }
            | Self::DeterminantOfProduct { proof, .. }
            | Self::DeterminantOfMultiple { proof, .. }
            | Self::Lemma(proof) => Some(proof),
            _ => None,
        }
    }

    /// The sums it is about.
    fn sums(&self) -> Vec<&Sum> {
        match self {
            Self::MultiplyOut(sum, _)
            | Self::PowerOfProduct(sum, _)
            | Self::ExpOfSum(sum, _)
            | Self::ExpOfLog(sum, _)
            | Self::LogOfExp(sum)
            | Self::Sigmoid(sum)
            | Self::Tanh(sum)
            | Self::Cancel { matrix: sum, .. }
            | Self::DeterminantOfInverse(sum)
            | Self::Power { value: sum, .. } => vec![sum],
            Self::Inverse { matrix, value, .. } => vec![matrix, value],
            Self::PushThrough {
                left: a,
                between: b,
                right: c,
                ..
            }
            | Self::LogOfProduct {
                whole: a,
                left: b,
                right: c,
                ..
            }
            | Self::DeterminantOfProduct {
                whole: a,
                left: b,
                right: c,
                ..
            }
            | Self::DeterminantOfMultiple {
                whole: a,
                scalar: b,
                rest: c,
                ..
            }
            | Self::PowerOfContent {
                whole: a,
                content: b,
                rest: c,
                ..
            } => vec![a, b, c],
            Self::PowersAdd(tensor, ..)
            | Self::PowerZero(tensor)
            | Self::LogOfPower(tensor, _)
            | Self::Inside { from: tensor, .. } => inside(tensor).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The terms of left − right, all with the same outputs, whose sum is 0 if the condition holds.
    ///
    /// # Errors
    /// The condition that does not hold.
    pub(super) fn equation(&self) -> Result<Vec<Term>, String> {
        let one = Rational64::one();
        self.sums().into_iter().try_for_each(sum_fits)?;
        match self {
            Self::FreeWire(atom) => {
                let mut wire = Diagram::default();
                wire.wire(atom);
                Ok(equal(wire, vec![dimension(atom)]))
            }
            Self::ForgottenIndex(label, atom) => {
                let one = number(Rational::one());
                Ok(equal(at_indices(&[label], atom), vec![one]))
            }
            Self::DifferentNumbers(a, b, atom) => {
                let known = a.excludes(b);
                require(known, "the two indices may be equal")?;
                let mut both = at_indices(&[a, b], atom);
                both.outputs.push(0);
                Ok(equal(both, Vec::new()))
            }
            Self::PowersAdd(tensor, a, b) => {
                let parallel = beside(&powers(tensor, *a), &powers(tensor, *b));
                Ok(equal(parallel, vec![Term::of(powers(tensor, a + b))]))
            }
            Self::PowerZero(tensor) => {
                let left = powers(tensor, Rational64::zero());
                Ok(equal(left, vec![Term::of(ones(&slots_of(tensor)))]))
            }
            Self::Mask(tensor, exponent) => {
                let mask = tensor.as_symbol().is_some_and(|s| s.is(Property::Mask));
                require(mask, "the letter is no mask")?;
                require(
                    exponent.is_positive(),
                    "the power of a mask is not positive",
                )?;
                let left = powers(tensor, *exponent);
                Ok(equal(left, vec![Term::of(powers(tensor, one))]))
            }
            Self::SkewDiagonal(tensor, exponent) => {
                let skew = tensor.as_symbol().is_some_and(|s| s.is(Property::Skew));
                let letter = matches!(tensor.kind(), TensorKind::Symbol(_));
                require(skew && letter, "the letter is not skew")?;
                require(exponent.is_positive(), "a diagonal of zeros is divided by")?;
                let diagonal = Diagram {
                    wires: slots_of(tensor)[..1].to_vec(),
                    outputs: vec![0],
                    named: Vec::new(),
                    factors: vec![Factor::to_the(tensor.clone(), *exponent, vec![0, 0])],
                };
                Ok(equal(diagonal, Vec::new()))
            }
            Self::PartIsNumber(part) => {
                let closed = part.outputs.is_empty() && part.named.is_empty();
                require(closed, "the part has outputs")?;
                let factor = factor(TensorKind::Closed(part.clone()), one);
                Ok(equal(part.clone(), vec![Term::of(factor)]))
            }
            Self::MultiplyOut(sum, exponent) => {
                let piece = |e| powers(&tensor(TensorKind::Piece(sum.clone())), e);
                let product = |term: &Term| Term {
                    diagram: if exponent.is_one() {
                        term.diagram.clone()
                    } else {
                        beside(&term.diagram, &piece(exponent - one))
                    },
                    coefficient: term.coefficient.clone(),
                };
                let terms = sum.terms.iter().map(product).collect();
                Ok(equal(piece(*exponent), terms))
            }
            Self::Orthogonal { letter, rows } => {
                let known = letter.as_symbol();
                let orthogonal = known.is_some_and(|s| s.is(Property::Orthogonal))
                    && matches!(letter.kind(), TensorKind::Symbol(_));
                require(orthogonal, "the letter is not orthogonal")?;
                let atom = &slots_of(letter)[0];
                let order = |end: usize| if *rows { vec![1, end] } else { vec![end, 1] };
                let product = Diagram {
                    wires: vec![atom.clone(); 3],
                    outputs: vec![0, 2],
                    named: Vec::new(),
                    factors: [0, 2]
                        .map(|end| Factor::new(letter.clone(), order(end)))
                        .to_vec(),
                };
                Ok(equal(
                    product,
                    vec![Term::of(identity(std::slice::from_ref(atom)))],
                ))
            }
            Self::Cancel { matrix, left } => {
                square(matrix, 1)?;
                let inverse = sum_of(factor(TensorKind::Inverse(matrix.clone(), 1), one));
                let product = if *left {
                    matrix_product(&inverse, matrix, 1)
                } else {
                    matrix_product(matrix, &inverse, 1)
                };
                Ok(difference(product, &sum_of(identity(&matrix.outputs[..1]))))
            }
            Self::PushThrough {
                left,
                between,
                right,
                proof,
            } => {
                square(left, 1)?;
                square(right, 1)?;
                let fits = between.outputs == [left.outputs[0].clone(), right.outputs[0].clone()];
                require(fits, "the factors do not fit")?;
                let (s, t) = (
                    matrix_product(left, between, 1),
                    matrix_product(between, right, 1),
                );
                proves(proof, &s, &t)?;
                let inverse = |s: &Sum| sum_of(factor(TensorKind::Inverse(s.clone(), 1), one));
                let pushed = matrix_product(between, &inverse(right), 1);
                Ok(difference(
                    matrix_product(&inverse(left), between, 1),
                    &pushed,
                ))
            }
            Self::Inverse {
                matrix,
                rows,
                value,
                proof,
            } => {
                square(matrix, *rows)?;
                require(
                    value.outputs == matrix.outputs,
                    "the inverse has another shape",
                )?;
                let product = matrix_product(matrix, value, *rows);
                proves(proof, &product, &sum_of(identity(&matrix.outputs[..*rows])))?;
                let inverse = factor(TensorKind::Inverse(matrix.clone(), *rows), one);
                Ok(equal(inverse, value.terms.clone()))
            }
            Self::Inside {
                from,
                to,
                exponent,
                places,
                proof,
            } => inside_equation(from, to, *exponent, places, proof),
            Self::Power {
                tensor,
                value,
                exponent,
                proof,
            } => {
                proves(proof, &sum_of(powers(tensor, one)), value)?;
                let right = factor(TensorKind::Piece(value.clone()), *exponent);
                Ok(equal(powers(tensor, *exponent), vec![Term::of(right)]))
            }
            Self::PowerOfProduct(sum, exponent) => power_of_product(sum, *exponent),
            Self::PowerOfContent {
                whole,
                content,
                rest,
                exponent,
                proof,
            } => {
                require(
                    exponent.is_integer() || is_positive_sum(content),
                    "a root of what may be negative is taken out",
                )?;
                proves(proof, &entrywise(content, rest)?, whole)?;
                let piece = |sum: &Sum| factor(TensorKind::Piece(sum.clone()), *exponent);
                let parts = beside(&piece(content), &piece(rest));
                Ok(equal(piece(whole), vec![Term::of(parts)]))
            }
            Self::ExpOfSum(sum, exponent) => {
                let exp = |sum: Sum, e| factor(TensorKind::Elementary(Elementary::Exp, sum), e);
                let mut product = ones(&sum.outputs);
                for term in &sum.terms {
                    let times = as_exponent(&term.coefficient);
                    let alone = Term {
                        coefficient: match times {
                            Some(_) => Rational::one(),
                            None => term.coefficient.clone(),
                        },
                        ..term.clone()
                    };
                    let alone = Sum {
                        outputs: sum.outputs.clone(),
                        terms: vec![alone],
                    };
                    let power = exp(alone, times.unwrap_or_else(Rational64::one) * exponent);
                    product = beside(&product, &power);
                }
                Ok(equal(exp(sum.clone(), *exponent), vec![Term::of(product)]))
            }
            Self::ExpOfLog(argument, exponent) => {
                let log = sum_of(factor(
                    TensorKind::Elementary(Elementary::Ln, argument.clone()),
                    one,
                ));
                let left = factor(TensorKind::Elementary(Elementary::Exp, log), *exponent);
                let right = factor(TensorKind::Piece(argument.clone()), *exponent);
                Ok(equal(left, vec![Term::of(right)]))
            }
            Self::LogOfExp(argument) => {
                let exp = sum_of(factor(
                    TensorKind::Elementary(Elementary::Exp, argument.clone()),
                    one,
                ));
                let left = factor(TensorKind::Elementary(Elementary::Ln, exp), one);
                Ok(equal(left, argument.terms.clone()))
            }
            Self::LogOfProduct {
                whole,
                left,
                right,
                proof,
            } => {
                require(is_positive_sum(left), "the factor may be negative")?;
                proves(proof, &entrywise(left, right)?, whole)?;
                let [whole, left, right] = [whole, left, right]
                    .map(|s| factor(TensorKind::Elementary(Elementary::Ln, s.clone()), one));
                Ok(equal(whole, vec![Term::of(left), Term::of(right)]))
            }
            Self::LogOfPower(tensor, exponent) => {
                require(
                    !is_even(*exponent) || is_positive(tensor),
                    "log x² is not 2 log x",
                )?;
                let log = |e| {
                    let power = sum_of(powers(tensor, e));
                    factor(TensorKind::Elementary(Elementary::Ln, power), one)
                };
                let coefficient =
                    Rational::new((*exponent.numer()).into(), (*exponent.denom()).into());
                let diagram = log(one);
                let right = Term {
                    diagram,
                    coefficient,
                };
                Ok(equal(log(*exponent), vec![right]))
            }
            Self::LogOfOne(outputs) => {
                let one_everywhere = sum_of(ones(outputs));
                let log = TensorKind::Elementary(Elementary::Ln, one_everywhere);
                Ok(equal(factor(log, one), Vec::new()))
            }
            Self::Sigmoid(sum) => {
                let left = factor(
                    TensorKind::Elementary(Elementary::Sigmoid, sum.clone()),
                    one,
                );
                let right = one_over_one_plus_exp(&sum.times(&-Rational::one()));
                Ok(equal(left, vec![Term::of(right)]))
            }
            Self::Tanh(sum) => {
                let two = Rational::from_integer(2.into());
                let left = factor(TensorKind::Elementary(Elementary::Tanh, sum.clone()), one);
                let fraction = Term {
                    diagram: one_over_one_plus_exp(&sum.times(&two)),
                    coefficient: -two,
                };
                Ok(equal(left, vec![Term::of(ones(&sum.outputs)), fraction]))
            }
            Self::DeterminantOfProduct {
                whole,
                left,
                right,
                proof,
            } => {
                [whole, left, right]
                    .into_iter()
                    .try_for_each(|s| square(s, 1))?;
                require(left.outputs == right.outputs, "the factors do not fit")?;
                proves(proof, &matrix_product(left, right, 1), whole)?;
                let right = vec![Term::of(beside(&determinant(left), &determinant(right)))];
                Ok(equal(determinant(whole), right))
            }
            Self::DeterminantOfIdentity(atom) => {
                let left = determinant(&sum_of(identity(std::slice::from_ref(atom))));
                Ok(equal(left, vec![number(Rational::one())]))
            }
            Self::DeterminantOfInverse(matrix) => {
                square(matrix, 1)?;
                let inverse = sum_of(factor(TensorKind::Inverse(matrix.clone(), 1), one));
                let mut right = determinant(matrix);
                right.factors[0].exponent = -one;
                Ok(equal(determinant(&inverse), vec![Term::of(right)]))
            }
            Self::DeterminantOfMultiple {
                whole,
                scalar,
                rest,
                proof,
            } => {
                square(whole, 1)?;
                square(rest, 1)?;
                require(scalar.outputs.is_empty(), "the multiple is not by a number")?;
                proves(proof, &multiple(scalar, rest), whole)?;
                let power = match &whole.outputs[0] {
                    Atom::Number(size) => {
                        let exponent = i64::try_from(*size).map_err(|e| e.to_string())?;
                        factor(TensorKind::Piece(scalar.clone()), exponent.into())
                    }
                    atom @ (Atom::Named(_) | Atom::Tied(_)) => {
                        let log = TensorKind::Elementary(Elementary::Ln, scalar.clone());
                        let exponent = beside(&dimension(atom).diagram, &factor(log, one));
                        let exp = TensorKind::Elementary(Elementary::Exp, sum_of(exponent));
                        factor(exp, one)
                    }
                };
                let right = vec![Term::of(beside(&power, &determinant(rest)))];
                Ok(equal(determinant(whole), right))
            }
            Self::Lemma(proof) => {
                proof.check().map_err(|flaw| flaw.to_string())?;
                Ok(difference(proof.left.from.clone(), &proof.right.from))
            }
        }
    }
}

/// The proof is one of this equation.
fn proves(proof: &Proof, left: &Sum, right: &Sum) -> Result<(), String> {
    require(
        proof.left.from == *left && proof.right.from == *right,
        "the proof inside is of something else",
    )?;
    proof.check().map_err(|flaw| format!("inside, {flaw}"))
}

/// f(S)^e = f(T)^e for equal S and T, T having the outputs of S at these places.
fn inside_equation(
    from: &Tensor,
    to: &Tensor,
    exponent: Rational64,
    places: &[usize],
    proof: &Proof,
) -> Result<Vec<Term>, String> {
    use TensorKind::{Determinant, Elementary, Inverse, Piece};
    let turned = places == [1, 0];
    let (s, t) = match (from.kind(), to.kind()) {
        (Piece(s), Piece(t)) => (s, t),
        (Elementary(f, s), Elementary(g, t)) if f == g => (s, t),
        (Inverse(s, a), Inverse(t, b)) | (Determinant(s, a), Determinant(t, b)) if a == b => {
            let plain = places.iter().copied().eq(0..s.outputs.len());
            let matrix = *a == 1 && s.outputs.len() == 2;
            require(plain || matrix && turned, "rows and columns are mixed up")?;
            (s, t)
        }
        _ => return Err("the functions are not the same".to_owned()),
    };
    sum_fits(t)?;
    proves(proof, s, &lifted(t, places, &s.outputs)?)?;
    let left = powers(from, exponent);
    let mut right = ones(&left.wires);
    let slots = match from.kind() {
        Determinant(..) => right.outputs.clone(),
        _ => places.to_vec(),
    };
    right
        .factors
        .push(Factor::to_the(to.clone(), exponent, slots));
    Ok(equal(left, vec![Term::of(right)]))
}

/// The sum as one with these outputs, its own at these places; it does not depend on the others.
pub(super) fn lifted(sum: &Sum, places: &[usize], outputs: &[Atom]) -> Result<Sum, String> {
    let differ = places
        .iter()
        .enumerate()
        .all(|(i, p)| !places[..i].contains(p));
    let own = places.iter().map(|&place| outputs.get(place));
    let fits = own.eq(sum.outputs.iter().map(Some));
    require(
        differ && fits,
        "the outputs of the inner formulas do not fit",
    )?;
    Ok(sum.map(outputs.to_vec(), |diagram| {
        let own = std::mem::take(&mut diagram.outputs);
        for (place, atom) in outputs.iter().enumerate() {
            let wire = match places.iter().position(|&p| p == place) {
                Some(position) => own[position],
                None => diagram.wire(atom),
            };
            diagram.outputs.push(wire);
        }
    }))
}

/// (c·Π fᵢ^aᵢ)^e = c^e · Π fᵢ^(aᵢe), for factors with all slots on outputs.
fn power_of_product(sum: &Sum, exponent: Rational64) -> Result<Vec<Term>, String> {
    sum_fits(sum)?;
    let [term] = sum.terms.as_slice() else {
        return Err("a power of a sum is not taken apart".to_owned());
    };
    let outputs = &term.diagram.outputs;
    let all_differ = outputs
        .iter()
        .enumerate()
        .all(|(i, w)| !outputs[..i].contains(w));
    let no_other = outputs.len() == term.diagram.wires.len() && term.diagram.named.is_empty();
    require(all_differ && no_other, "a sum over a wire is no product")?;
    let mut unsure = term
        .diagram
        .factors
        .iter()
        .filter(|f| !is_positive(&f.tensor));
    if !exponent.is_integer() {
        require(
            term.coefficient.is_positive(),
            "a root of a negative number is taken",
        )?;
        // Of one factor that may be negative: if the product is positive, so is its power, and it too unless even.
        let single = unsure.next().is_none_or(|f| !is_even(f.exponent)) && unsure.next().is_none();
        require(single, "a root of what may be negative is taken apart")?;
    }
    let coefficient = rational_power(&term.coefficient, exponent)?;
    let mut diagram = term.diagram.clone();
    diagram
        .factors
        .iter_mut()
        .for_each(|f| f.exponent *= exponent);
    let left = factor(TensorKind::Piece(sum.clone()), exponent);
    let right = Term {
        diagram,
        coefficient,
    };
    Ok(equal(left, vec![right]))
}
