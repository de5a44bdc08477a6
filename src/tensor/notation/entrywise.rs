//! Factors that stand on the same wires: a Hadamard product of powers, or a scalar one.

use super::forms::{Alphabet, hadamard_of, root, scaled};
use crate::expression::{Expression, Kind};
use crate::scalar::{Elementary, Rational};
use num_rational::Rational64;
use num_traits::{One, Signed, Zero};

/// Matrices (or columns) of one shape, each to a power entry by entry, multiplied entry by entry. None: all ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Entrywise(pub(super) Vec<(Expression, Rational64)>);

pub(super) fn rational(exponent: Rational64) -> Rational {
    Rational::new((*exponent.numer()).into(), (*exponent.denom()).into())
}

impl Entrywise {
    pub(super) fn of(expression: Expression) -> Self {
        Self(vec![(expression, Rational64::one())])
    }

    pub(super) fn is_ones(&self) -> bool {
        self.0.is_empty()
    }

    /// The only factor, if its power is 1.
    pub(super) fn single(&self) -> Option<&Expression> {
        match self.0.as_slice() {
            [(expression, exponent)] if exponent.is_one() => Some(expression),
            _ => None,
        }
    }

    /// A∘B, where this is A^{∘2}∘B^{∘2}; a mask is its own square.
    pub(super) fn root(&self, letters: &Alphabet) -> Option<Expression> {
        let two = Rational64::from_integer(2);
        let even = |e: &Rational64| (e / two).is_integer();
        if self.0.iter().all(|(_, e)| !even(e)) {
            return None;
        }
        let half = |(a, e): &(Expression, Rational64)| match () {
            () if even(e) => Some((a.clone(), e / two)),
            () if e.is_one() && letters.is_mask(a) => Some((a.clone(), *e)),
            () => None,
        };
        Self(self.0.iter().map(half).collect::<Option<_>>()?).expression()
    }

    pub(super) fn times(&mut self, other: Self) {
        for (expression, exponent) in other.0 {
            match self.0.iter_mut().find(|(known, _)| *known == expression) {
                Some((_, known)) => *known += exponent,
                None => self.0.push((expression, exponent)),
            }
        }
        self.0.retain(|(_, exponent)| !exponent.is_zero());
    }

    pub(super) fn transposed(&self, letters: &Alphabet) -> Self {
        let turn = |(a, e): &(Expression, Rational64)| (letters.transpose(a), *e);
        Self(self.0.iter().map(turn).collect())
    }

    /// The factors with powers taken into exponentials, and eᵘ/(1 + eᵘ) read as σ(u).
    fn tidied(&self) -> Vec<(Expression, Rational64)> {
        let mut factors: Vec<_> = self
            .0
            .iter()
            .map(|(a, e)| match &a.kind {
                Kind::Apply(Elementary::Exp, u) => (
                    scaled(&rational(*e), (**u).clone()).apply(Elementary::Exp),
                    Rational64::one(),
                ),
                _ => (a.clone(), *e),
            })
            .collect();
        for place in 0..factors.len() {
            let (base, exponent) = &factors[place];
            let times = -*exponent;
            let Some(u) = one_plus_exponential(base) else {
                continue;
            };
            if !times.is_integer() || !times.is_positive() {
                continue;
            }
            // (1 + eᵘ)⁻ᵏ is σ(−u)ᵏ, and with eʲᵘ beside it σ(u)ʲ σ(−u)ᵏ⁻ʲ.
            let partner = (1..=*times.numer()).find_map(|j| {
                let multiple = scaled(&Rational::from_integer(j.into()), u.clone());
                let exponential = multiple.apply(Elementary::Exp);
                let found = factors
                    .iter()
                    .position(|(a, e)| *a == exponential && e.is_one());
                found.map(|found| (found, Rational64::from_integer(j)))
            });
            let falling = (-u.clone()).apply(Elementary::Sigmoid);
            let mut left = times;
            if let Some((partner, j)) = partner {
                factors[partner] = (u.apply(Elementary::Sigmoid), j);
                left -= j;
            }
            factors[place] = (falling, left);
            break;
        }
        factors.retain(|(_, exponent)| !exponent.is_zero());
        factors
    }

    /// A∘B^{∘2} ⊘ C and the like; `None` for all ones.
    pub(super) fn expression(&self) -> Option<Expression> {
        let power = |(a, e): (Expression, Rational64)| {
            if e == Rational64::new(1, 2) {
                root(a)
            } else {
                a.hadamard_power(rational(e))
            }
        };
        let (mut above, mut below): (Vec<_>, Vec<_>) = self
            .tidied()
            .into_iter()
            .partition(|(_, e)| e.is_positive());
        above.sort_by_key(|(a, _)| super::length::length(a));
        below.sort_by_key(|(a, _)| super::length::length(a));
        if above.is_empty() && below.len() == 1 {
            let (a, e) = below.remove(0);
            return Some(a.hadamard_power(rational(e)));
        }
        let product = |factors: Vec<(Expression, Rational64)>| {
            hadamard_of(factors.into_iter().map(|(a, e)| power((a, e.abs()))))
        };
        match (above.is_empty(), below.is_empty()) {
            (true, true) => None,
            (false, true) => Some(product(above)),
            (true, false) => Some(product(below).hadamard_power(-Rational::one())),
            (false, false) => Some(product(above).hadamard_quotient(product(below))),
        }
    }

    /// The same for scalars: what stands above and what below the line.
    pub(super) fn scalars(&self) -> (Vec<Expression>, Vec<Expression>) {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (a, e) in self.tidied() {
            let side = if e.is_positive() {
                &mut above
            } else {
                &mut below
            };
            side.push(scalar_power(a, e.abs()));
        }
        let order = |a: &Expression| {
            let plain = matches!(a.kind, Kind::Name(_) | Kind::Number(_) | Kind::Dimension(_));
            (!plain, super::length::text(a))
        };
        above.sort_by_key(order);
        below.sort_by_key(order);
        (above, below)
    }
}

/// u, where the expression is 1 + eᵘ.
fn one_plus_exponential(expression: &Expression) -> Option<Expression> {
    let Kind::Sum(terms) = &expression.kind else {
        return None;
    };
    let [a, b] = terms.as_slice() else {
        return None;
    };
    for (one, other) in [(a, b), (b, a)] {
        let is_one = match &one.kind {
            Kind::Number(number) => number.is_one(),
            Kind::Ones(_) => true,
            _ => false,
        };
        if is_one && let Kind::Apply(Elementary::Exp, u) = &other.kind {
            return Some((**u).clone());
        }
    }
    None
}

/// A positive power of a scalar: (‖a‖²)^½ is ‖a‖.
fn scalar_power(base: Expression, exponent: Rational64) -> Expression {
    if exponent.is_one() {
        return base;
    }
    if let Kind::SquaredNorm(a) = base.kind {
        let doubled = exponent * Rational64::from_integer(2);
        return a.norm().power(rational(doubled));
    }
    if exponent == Rational64::new(1, 2) {
        return root(base);
    }
    base.power(rational(exponent))
}
