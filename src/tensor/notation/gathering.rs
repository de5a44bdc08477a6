//! What the terms of a sum have in common, taken in front of or behind a bracket where that reads shorter.

use super::forms::{Alphabet, hadamard_of, kronecker_of};
use super::length::length;
use super::written::Written;
use crate::expression::{Expression, Kind};
use crate::scalar::Rational;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// Something two terms can share, by its rule.
#[derive(Debug, Clone, PartialEq)]
enum Common {
    /// s A + t A = (s + t)A.
    All(Vec<Expression>),
    /// AB + AC = A(B + C).
    Left(Expression),
    /// BA + CA = (B + C)A.
    Right(Expression),
    /// A ⊗ B + A ⊗ C = A ⊗ (B + C).
    KroneckerLeft(Expression),
    /// B ⊗ A + C ⊗ A = (B + C) ⊗ A.
    KroneckerRight(Expression),
    /// P ∘ B + P ∘ C = P ∘ (B + C).
    Entrywise(Expression),
    /// B ⊘ P + C ⊘ P = (B + C) ⊘ P.
    EntrywiseQuotient(Expression),
    /// vec B + vec C = vec(B + C).
    Vec,
    /// diag b + diag c = diag(b + c).
    Diagonal,
    /// s B + s C = s(B + C).
    Scalar(Expression),
    /// B/s + C/s = (B + C)/s.
    Divisor(Expression),
}

/// More terms than this are left as they are.
const MOST_TERMS: usize = 24;

/// So many brackets are tried for one sum: what could be taken out of what was taken out grows quickly.
const MOST_TRIALS: usize = 300;

/// The sum of the terms, gathered; `None` for no terms.
pub(super) fn sum(terms: Vec<Written>, letters: &Alphabet) -> Option<Written> {
    letters.effort.set(MOST_TRIALS);
    gathered(terms, letters)
}

fn gathered(terms: Vec<Written>, letters: &Alphabet) -> Option<Written> {
    let mut terms: Vec<_> = terms
        .into_iter()
        .map(Written::without_needless_sign)
        .collect();
    // Equal networks are one term already where the sum was collected.
    let mut place = 0;
    while place < terms.len() {
        let (first, others) = terms.split_at(place + 1);
        let first = &first[place];
        let total = others
            .iter()
            .filter(|term| same_network(term, first))
            .fold(first.coefficient.clone(), |sum, t| sum + &t.coefficient);
        let first = Written {
            coefficient: total,
            ..first.clone()
        };
        terms.retain(|term| !same_network(term, &first));
        if first.coefficient.is_zero() {
            continue;
        }
        terms.insert(place, first);
        place += 1;
    }
    while terms.len() > 1 && terms.len() <= MOST_TERMS {
        let now = cost(&plain(&terms));
        let mut keys: Vec<Common> = Vec::new();
        for term in &terms {
            for key in keys_of(term) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        // What all terms share goes out at once; of the rest, what saves most.
        let all = |key: &&Common| {
            terms
                .iter()
                .all(|term| without(key, term, letters).is_some())
        };
        let shorter = |key: &Common| {
            let better = by(key, &terms, letters)?;
            let reads = cost(&plain(&better));
            (reads <= now).then_some((reads, better))
        };
        let everywhere = keys.iter().filter(all).find_map(&shorter);
        let some = keys.iter().filter(|key| !all(key));
        let best = everywhere.or_else(|| some.filter_map(&shorter).min_by_key(|(reads, _)| *reads));
        match best {
            Some((_, better)) => terms = better,
            None => break,
        }
    }
    match terms.len() {
        0 => None,
        1 => terms.pop(),
        _ => {
            let together = bracket(&terms, letters);
            let number = content(&terms);
            if number.is_one() {
                return Some(together);
            }
            for term in &mut terms {
                term.coefficient /= &number;
            }
            let mut divided = bracket(&terms, letters);
            divided.coefficient *= &number;
            // 2(A + B) rather than 2A + 2B, but −A − B rather than −(A + B).
            let allowed = usize::from(!number.abs().is_one());
            let longer = length(&divided.expression()) > length(&together.expression()) + allowed;
            Some(if longer { together } else { divided })
        }
    }
}

fn same_network(a: &Written, b: &Written) -> bool {
    a.matrices == b.matrices && a.scalars == b.scalars && a.divisors == b.divisors
}

/// The terms as one in brackets.
fn bracket(terms: &[Written], letters: &Alphabet) -> Written {
    let mut whole = Written::one();
    let sum = plain(terms);
    if letters.is_scalar(&sum) {
        whole.scalars = vec![sum];
    } else {
        whole.matrices = vec![sum];
    }
    whole
}

/// How long a sum reads; an identity that would not be there without a bracket counts more than its letter.
fn cost(sum: &Expression) -> usize {
    let mut identities = 0;
    sum.any(&mut |part| {
        identities += usize::from(matches!(part.kind, Kind::Identity(_)));
        false
    });
    length(sum) + 2 * identities
}

/// The terms one after another.
fn plain(terms: &[Written]) -> Expression {
    let mut order: Vec<_> = terms.iter().collect();
    order.sort_by_cached_key(|term| term.place());
    Expression::sum(order.into_iter().map(Written::expression))
}

/// The greatest number by which all coefficients can be divided, negative if all are.
fn content(terms: &[Written]) -> Rational {
    let mut number = Rational::zero();
    for term in terms {
        let own = term.coefficient.abs();
        let above = gcd(number.numer(), own.numer());
        let below = if number.is_zero() {
            own.denom().clone()
        } else {
            number.denom() * own.denom() / gcd(number.denom(), own.denom())
        };
        number = Rational::new(above, below);
    }
    if terms.iter().all(|term| term.coefficient.is_negative()) {
        -number
    } else {
        number
    }
}

fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.clone(), b.clone());
    while !b.is_zero() {
        let rest = &a % &b;
        a = b;
        b = rest;
    }
    a
}

fn keys_of(term: &Written) -> Vec<Common> {
    let mut keys = Vec::new();
    keys.extend(term.scalars.iter().cloned().map(Common::Scalar));
    keys.extend(term.divisors.iter().cloned().map(Common::Divisor));
    let is_identity = |matrix: &&Expression| matches!(matrix.kind, Kind::Identity(_));
    let ends = [term.matrices.first(), term.matrices.last()];
    if let [Some(first), Some(last)] = ends.map(|end| end.filter(|end| !is_identity(end))) {
        keys.push(Common::All(term.matrices.clone()));
        keys.push(Common::Left(first.clone()));
        keys.push(Common::Right(last.clone()));
    }
    if let [only] = term.matrices.as_slice() {
        match &only.kind {
            Kind::Kronecker(factors) => {
                keys.extend(factors.first().cloned().map(Common::KroneckerLeft));
                keys.extend(factors.last().cloned().map(Common::KroneckerRight));
            }
            Kind::Hadamard(factors) => keys.extend(factors.iter().cloned().map(Common::Entrywise)),
            Kind::HadamardQuotient(_, below) => {
                keys.push(Common::EntrywiseQuotient((**below).clone()));
            }
            Kind::Vec(_) => keys.push(Common::Vec),
            Kind::Diag(_) => keys.push(Common::Diagonal),
            _ => {}
        }
    }
    keys
}

/// The terms with those that share the key made one; `None` if fewer than two do.
fn by(key: &Common, terms: &[Written], letters: &Alphabet) -> Option<Vec<Written>> {
    let left = letters.effort.get();
    letters.effort.set(left.checked_sub(1)?);
    let mut rest = Vec::new();
    let mut inner = Vec::new();
    for term in terms {
        match without(key, term, letters) {
            Some(divided) => inner.push(divided),
            None => rest.push(term.clone()),
        }
    }
    if inner.len() < 2 {
        return None;
    }
    let scalars = shared(&mut inner, |term| &mut term.scalars);
    let divisors = shared(&mut inner, |term| &mut term.divisors);
    let number = content(&inner);
    for term in &mut inner {
        term.coefficient /= &number;
    }
    let bracket = gathered(inner, letters)?;
    let mut whole = around(key, bracket, letters);
    whole.coefficient *= number;
    whole.scalars.splice(0..0, scalars);
    whole.divisors.extend(divisors);
    rest.push(whole.without_needless_sign());
    Some(rest)
}

/// Takes out of a list of every term what all have, as often as all have it.
fn shared(
    terms: &mut [Written],
    list: impl Fn(&mut Written) -> &mut Vec<Expression>,
) -> Vec<Expression> {
    let candidates = list(&mut terms[0]).clone();
    let mut taken = Vec::new();
    for candidate in candidates {
        if terms.iter_mut().all(|term| list(term).contains(&candidate)) {
            terms
                .iter_mut()
                .for_each(|term| remove(list(term), &candidate));
            taken.push(candidate);
        }
    }
    taken
}

fn remove(from: &mut Vec<Expression>, what: &Expression) {
    if let Some(place) = from.iter().position(|own| own == what) {
        from.remove(place);
    }
}

/// The term without the common part; `None` if it does not have it.
fn without(key: &Common, term: &Written, letters: &Alphabet) -> Option<Written> {
    let mut divided = term.clone();
    let only = || match term.matrices.as_slice() {
        [only] => Some(&only.kind),
        _ => None,
    };
    match key {
        Common::All(common) => {
            if term.matrices != *common {
                return None;
            }
            divided.matrices = Vec::new();
        }
        Common::Left(common) => {
            if term.matrices.first()? != common {
                return None;
            }
            divided.matrices.remove(0);
            if divided.matrices.is_empty() {
                divided.matrices = vec![identity(letters.shape(common).columns)?];
            }
        }
        Common::Right(common) => {
            if term.matrices.last()? != common {
                return None;
            }
            divided.matrices.pop();
            if divided.matrices.is_empty() {
                divided.matrices = vec![identity(letters.shape(common).rows)?];
            }
        }
        Common::KroneckerLeft(common) => {
            let Kind::Kronecker(factors) = only()? else {
                return None;
            };
            if factors.first()? != common {
                return None;
            }
            divided.set_matrix(kronecker_of(factors[1..].iter().cloned()), letters);
        }
        Common::KroneckerRight(common) => {
            let Kind::Kronecker(factors) = only()? else {
                return None;
            };
            let (last, others) = factors.split_last()?;
            if last != common {
                return None;
            }
            divided.set_matrix(kronecker_of(others.iter().cloned()), letters);
        }
        Common::Entrywise(common) => {
            let Kind::Hadamard(factors) = only()? else {
                return None;
            };
            let place = factors.iter().position(|factor| factor == common)?;
            let mut factors = factors.clone();
            factors.remove(place);
            divided.set_matrix(hadamard_of(factors), letters);
        }
        Common::EntrywiseQuotient(common) => {
            let Kind::HadamardQuotient(above, below) = only()? else {
                return None;
            };
            if **below != *common {
                return None;
            }
            divided.set_matrix((**above).clone(), letters);
        }
        Common::Vec => {
            let Kind::Vec(inner) = only()? else {
                return None;
            };
            divided.set_matrix((**inner).clone(), letters);
        }
        Common::Diagonal => {
            let Kind::Diag(inner) = only()? else {
                return None;
            };
            divided.set_matrix((**inner).clone(), letters);
        }
        Common::Scalar(common) => {
            if !term.scalars.contains(common) {
                return None;
            }
            remove(&mut divided.scalars, common);
        }
        Common::Divisor(common) => {
            if !term.divisors.contains(common) {
                return None;
            }
            remove(&mut divided.divisors, common);
        }
    }
    Some(divided)
}

fn identity(size: crate::expression::Size) -> Option<Expression> {
    (!size.is_one()).then(|| Expression::identity_of(size))
}

/// The common part put around a bracket again.
fn around(key: &Common, mut bracket: Written, letters: &Alphabet) -> Written {
    let matrix = |bracket: &Written| {
        let mut alone = Written::one();
        alone.matrices.clone_from(&bracket.matrices);
        alone.expression()
    };
    match key {
        Common::All(common) => {
            bracket.scalars.append(&mut bracket.matrices);
            bracket.matrices.clone_from(common);
        }
        Common::Left(common) => bracket.matrices.insert(0, common.clone()),
        Common::Right(common) => bracket.matrices.push(common.clone()),
        Common::KroneckerLeft(common) => {
            let whole = common.clone().kronecker(matrix(&bracket));
            bracket.set_matrix(whole, letters);
        }
        Common::KroneckerRight(common) => {
            let whole = matrix(&bracket).kronecker(common.clone());
            bracket.set_matrix(whole, letters);
        }
        Common::Entrywise(common) => {
            let whole = common.clone().hadamard(matrix(&bracket));
            bracket.set_matrix(whole, letters);
        }
        Common::EntrywiseQuotient(common) => {
            let whole = matrix(&bracket).hadamard_quotient(common.clone());
            bracket.set_matrix(whole, letters);
        }
        Common::Vec => {
            let whole = matrix(&bracket).vec();
            bracket.set_matrix(whole, letters);
        }
        Common::Diagonal => {
            let whole = matrix(&bracket).diag();
            bracket.set_matrix(whole, letters);
        }
        Common::Scalar(common) => bracket.scalars.insert(0, common.clone()),
        Common::Divisor(common) => bracket.divisors.push(common.clone()),
    }
    bracket.matrices.retain({
        let several = bracket.matrices.len() > 1;
        move |factor| !(several && matches!(factor.kind, Kind::Identity(_)))
    });
    bracket
}
