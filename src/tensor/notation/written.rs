//! One term as it is written: ½ λ A B / s.

use super::forms::{Alphabet, product, scaled};
use super::length::{length, text};
use crate::expression::{Expression, Kind};
use crate::scalar::Rational;
use num_traits::{One, Signed};

/// coefficient · scalars · product of matrices / divisors. A scalar term has no matrices.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) coefficient: Rational,
    pub(super) scalars: Vec<Expression>,
    pub(super) divisors: Vec<Expression>,
    pub(super) matrices: Vec<Expression>,
}

impl Written {
    pub(super) fn one() -> Self {
        Self {
            coefficient: Rational::one(),
            scalars: Vec::new(),
            divisors: Vec::new(),
            matrices: Vec::new(),
        }
    }

    /// Multiplies by a matrix, of which numbers and scalars go in front.
    pub(super) fn set_matrix(&mut self, matrix: Expression, letters: &Alphabet) {
        match matrix.kind {
            Kind::Negate(a) => {
                self.coefficient = -std::mem::take(&mut self.coefficient);
                self.set_matrix(*a, letters);
            }
            Kind::Product(factors) => {
                let (scalars, chain) = letters.scalars_and_chain(&factors);
                self.scalars.extend(scalars);
                self.matrices = chain;
                self.take_numbers();
            }
            _ => self.matrices = vec![matrix],
        }
    }

    /// Takes numbers and signs out of the scalars and divisors into the coefficient.
    pub(super) fn take_numbers(&mut self) {
        let mut coefficient = std::mem::replace(&mut self.coefficient, Rational::one());
        for (list, below) in [(&mut self.scalars, false), (&mut self.divisors, true)] {
            let mut take = |number: &Rational| {
                if below {
                    coefficient /= number;
                } else {
                    coefficient *= number;
                }
            };
            *list = std::mem::take(list)
                .into_iter()
                .filter_map(|scalar| without_number(scalar, &mut take))
                .collect();
        }
        self.coefficient = coefficient;
    }

    /// The term as an expression.
    pub(super) fn expression(&self) -> Expression {
        // xᵀAx/‖x‖² stands in front as one number.
        if !self.divisors.is_empty()
            && !self.matrices.is_empty()
            && self
                .scalars
                .iter()
                .any(|s| matches!(s.kind, Kind::Product(_)))
        {
            let mut number = self.clone();
            number.matrices = Vec::new();
            number.coefficient = Rational::one();
            let mut whole = self.clone();
            whole.divisors = Vec::new();
            whole.scalars = vec![number.expression()];
            return whole.expression();
        }
        let mut factors = self.scalars.clone();
        // λ before ‖x‖² before (1 + s).
        factors.sort_by_key(|scalar| match scalar.kind {
            Kind::Name(_) | Kind::Dimension(_) => 0,
            Kind::Sum(_) | Kind::IndexSum { .. } => 2,
            _ => 1,
        });
        if !self.matrices.is_empty() {
            // An identity is superfluous beside matrices, not beside numbers.
            factors.push(product(self.matrices.iter().cloned()));
        }
        let coefficient = self.coefficient.abs();
        let whole = if self.divisors.is_empty() {
            number_times(&coefficient, factors)
        } else {
            let above = Rational::from_integer(coefficient.numer().clone());
            let below = Rational::from_integer(coefficient.denom().clone());
            number_times(&above, factors).quotient(number_times(&below, self.divisors.clone()))
        };
        if self.coefficient.is_negative() {
            -whole
        } else {
            whole
        }
    }

    /// −(X − WH)Hᵀ becomes (WH − X)Hᵀ.
    pub(super) fn without_needless_sign(self) -> Self {
        if !self.coefficient.is_negative() {
            return self;
        }
        let mut turned = self.clone();
        turned.coefficient = -turned.coefficient;
        // What occurs twice, as in (x − a)(x − a)ᵀ, would no longer look the same.
        let whole = text(&self.expression());
        let once = |factor: &Expression| {
            let bare = match &factor.kind {
                Kind::Transpose(a) => a,
                _ => factor,
            };
            whole.matches(&text(bare)).count() == 1
        };
        let turn = |factors: &mut Vec<Expression>| {
            let place = factors
                .iter()
                .position(|factor| negated(factor).is_some() && once(factor));
            let negative = place.and_then(|place| Some((place, negated(&factors[place])?)));
            if let Some((place, negative)) = negative {
                factors[place] = negative;
                return true;
            }
            false
        };
        if turn(&mut turned.matrices) || turn(&mut turned.scalars) {
            return turned;
        }
        self
    }

    /// Where it stands in a sum: positive terms first, then constants, then by degree, those with a scalar letter
    /// in front later.
    pub(super) fn place(&self) -> impl Ord + use<> {
        let all = self
            .scalars
            .iter()
            .chain(&self.matrices)
            .chain(&self.divisors);
        let letters: usize = all.map(degree).sum();
        let lettered = self
            .scalars
            .iter()
            .any(|scalar| matches!(scalar.kind, Kind::Name(_)));
        let whole = self.expression();
        let crossed = whole.any(&mut |part| matches!(part.kind, Kind::Commutation(_)));
        let text = text(&whole);
        (
            self.coefficient.is_negative(),
            letters > 0,
            crossed,
            lettered,
            std::cmp::Reverse(letters),
            text.matches('ᵀ').count(),
            length(&whole),
            text,
        )
    }
}

/// A scalar without its number, which is handed on; `None` if it is nothing else. Zero stays.
fn without_number(scalar: Expression, take: &mut impl FnMut(&Rational)) -> Option<Expression> {
    match scalar.kind {
        Kind::Negate(a) => {
            take(&-Rational::one());
            without_number(*a, take)
        }
        Kind::Number(number) => {
            take(&number);
            None
        }
        Kind::Product(mut factors) => {
            factors.retain(|factor| match &factor.kind {
                Kind::Number(number) => {
                    take(number);
                    false
                }
                _ => true,
            });
            (!factors.is_empty()).then(|| Expression::product_of(factors))
        }
        _ => Some(scalar),
    }
}

fn number_times(number: &Rational, factors: Vec<Expression>) -> Expression {
    if factors.is_empty() {
        return Expression::number(number.clone());
    }
    scaled(number, Expression::product_of(factors))
}

/// How many letters are multiplied, about: of a sum the largest term, of a function none.
fn degree(expression: &Expression) -> usize {
    match &expression.kind {
        Kind::Name(_) => 1,
        Kind::Sum(terms) => terms.iter().map(degree).max().unwrap_or(0),
        Kind::Apply(..) => 1,
        Kind::SquaredNorm(a) => 2 * degree(a),
        Kind::Ones(_) | Kind::Identity(_) | Kind::Commutation(_) => 0,
        kind => kind.operands().into_iter().map(degree).sum(),
    }
}

/// The negative of an expression where it reads no longer than the expression itself: of a difference somewhere in
/// a product, the difference the other way round.
pub(super) fn negated(expression: &Expression) -> Option<Expression> {
    match &expression.kind {
        Kind::Negate(a) => Some((**a).clone()),
        Kind::Sum(terms) => {
            let mut turned: Vec<_> = terms.iter().cloned().map(|term| -term).collect();
            turned.sort_by_key(|term| matches!(term.kind, Kind::Negate(_)));
            let turned = Expression::sum(turned);
            (length(&turned) <= length(expression)).then_some(turned)
        }
        Kind::Product(factors) => one_negated(factors).map(Expression::product_of),
        Kind::Hadamard(factors) => one_negated(factors).map(super::forms::hadamard_of),
        Kind::Kronecker(factors) => one_negated(factors).map(super::forms::kronecker_of),
        Kind::HadamardQuotient(a, b) => Some(negated(a)?.hadamard_quotient((**b).clone())),
        Kind::Transpose(a) => Some(negated(a)?.transpose()),
        Kind::Diag(a) => Some(negated(a)?.diag()),
        Kind::Vec(a) => Some(negated(a)?.vec()),
        Kind::IndexSum { indices, body, .. } => {
            Some(negated(body)?.index_sum(indices.clone(), None))
        }
        _ => None,
    }
}

fn one_negated(factors: &[Expression]) -> Option<Vec<Expression>> {
    let place = factors.iter().position(|f| negated(f).is_some())?;
    let mut factors = factors.to_vec();
    factors[place] = negated(&factors[place])?;
    Some(factors)
}
