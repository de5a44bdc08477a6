//! Equations between sizes: which unknown dimensions make two sizes equal.
//!
//! Sizes are polynomials with natural coefficients; solved are the cases that matrix expressions lead to:
//! common summands and common factors cancel (dimensions are positive), and an unknown alone on one side is
//! the other side. What is left with unknowns is put off; what is left without is a contradiction.

use crate::expression::{Name, Size};
use std::collections::BTreeMap;

/// What came of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Solved,
    /// Not now: there are unknowns left, and more than one solution.
    Open,
    /// Never.
    Differ,
}

/// The unknown dimensions found so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Unknowns {
    found: BTreeMap<Name, Size>,
    count: usize,
}

/// Names of unknowns begin like no name that the parser makes.
pub(super) fn is_unknown(name: &Name) -> bool {
    name.as_str().starts_with('?')
}

impl Unknowns {
    /// A new unknown.
    pub(super) fn fresh(&mut self) -> Size {
        self.count += 1;
        Size::name(format!("?{}", self.count))
    }

    /// Says what a name is.
    pub(super) fn bind(&mut self, name: Name, size: Size) {
        self.found.insert(name, size);
    }

    /// The size with everything put in that is known.
    pub(super) fn resolve(&self, size: &Size) -> Size {
        if self.found.is_empty()
            || !size
                .names()
                .iter()
                .any(|name| self.found.contains_key(*name))
        {
            return size.clone();
        }
        self.resolve(&size.substitute(&|name| self.found.get(name).cloned()))
    }

    /// Makes two sizes equal, if that is possible in one way only.
    pub(super) fn equate(&mut self, left: &Size, right: &Size) -> Outcome {
        let (left, right) = cancelled(&self.resolve(left), &self.resolve(right));
        if left == right {
            return Outcome::Solved;
        }
        for (side, other) in [(&left, &right), (&right, &left)] {
            if let Some(name) = side.as_name()
                && is_unknown(name)
                && !other.names().contains(&name)
                && other.as_number() != Some(0)
            {
                self.bind(name.clone(), other.clone());
                return Outcome::Solved;
            }
            // A product of dimensions is 1 only if each of them is.
            if side.is_one()
                && let Some((names, 1)) = other.as_monomial()
                && names.iter().all(is_unknown)
            {
                for name in names {
                    self.bind(name.clone(), 1.into());
                }
                return Outcome::Solved;
            }
        }
        let unknown = |size: &Size| size.names().into_iter().any(is_unknown);
        let never = left.as_number() == Some(0) || right.as_number() == Some(0);
        if !never && (unknown(&left) || unknown(&right)) {
            Outcome::Open
        } else {
            Outcome::Differ
        }
    }
}

/// Both sides without the summands they share; of two products, without the factors they share.
fn cancelled(left: &Size, right: &Size) -> (Size, Size) {
    let without = |size: &Size, other: &Size| {
        let others: BTreeMap<_, _> = other.terms().collect();
        Size::from_terms(size.terms().map(|(names, count)| {
            let shared = others.get(names).copied().unwrap_or(0);
            (names.to_vec(), count.saturating_sub(shared))
        }))
    };
    let (left, right) = (without(left, right), without(right, left));
    let (Some((a, p)), Some((b, q))) = (left.as_monomial(), right.as_monomial()) else {
        return (left, right);
    };
    let common = greatest_common_divisor(p, q);
    let (mut a_left, mut b_left) = (Vec::new(), b.to_vec());
    for name in a {
        match b_left.iter().position(|other| other == name) {
            Some(place) => {
                b_left.remove(place);
            }
            None => a_left.push(name.clone()),
        }
    }
    (
        Size::from_terms([(a_left, p / common)]),
        Size::from_terms([(b_left, q / common)]),
    )
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a.max(1)
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Size {
        Size::name(name)
    }

    #[test]
    fn common_factors_and_summands_cancel() {
        let mut unknowns = Unknowns::default();
        let a = unknowns.fresh();
        assert_eq!(
            unknowns.equate(&(a.clone() * name("n")), &(name("n") * name("k"))),
            Outcome::Solved
        );
        assert_eq!(unknowns.resolve(&a), name("k"));
        let b = unknowns.fresh();
        assert_eq!(
            unknowns.equate(&(b.clone() + name("n")), &(name("n") + name("m"))),
            Outcome::Solved
        );
        assert_eq!(unknowns.resolve(&b), name("m"));
        assert_eq!(
            unknowns.equate(&(Size::from(2) * name("n")), &(name("n") + name("n"))),
            Outcome::Solved
        );
    }

    #[test]
    fn what_cannot_be_differs_and_what_is_open_waits() {
        let mut unknowns = Unknowns::default();
        let [a, b] = [unknowns.fresh(), unknowns.fresh()];
        assert_eq!(unknowns.equate(&name("n"), &name("k")), Outcome::Differ);
        assert_eq!(unknowns.equate(&name("n"), &1.into()), Outcome::Differ);
        assert_eq!(
            unknowns.equate(&(a.clone() * b.clone()), &(name("n") * name("k"))),
            Outcome::Open
        );
        assert_eq!(unknowns.equate(&a, &name("n")), Outcome::Solved);
        assert_eq!(
            unknowns.equate(&(a * b.clone()), &(name("n") * name("k"))),
            Outcome::Solved
        );
        assert_eq!(unknowns.resolve(&b), name("k"));
        // n = n + a has no solution among dimensions.
        let c = unknowns.fresh();
        assert_eq!(
            unknowns.equate(&name("n"), &(name("n") + c)),
            Outcome::Differ
        );
    }
}
