//! Numbers of rows and columns: sums of products of named dimensions.

use super::Name;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Add, Mul};

/// A number of rows or columns: a polynomial in named dimensions with natural coefficients, as n, nk, 2n,
/// n + m, 1.
///
/// ```
/// # use matproof::expression::Size;
/// let (n, k) = (Size::name("n"), Size::name("k"));
/// assert_eq!((n.clone() * k.clone()).to_string(), "kn");
/// assert_eq!(n.clone() * k.clone() + Size::from(1), Size::from(1) + k * n);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(BTreeMap<Vec<Name>, u64>);

impl Size {
    /// A named dimension.
    #[must_use]
    pub fn name(name: impl Into<Name>) -> Self {
        Self(BTreeMap::from([(vec![name.into()], 1)]))
    }

    /// Whether this is the number 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.as_number() == Some(1)
    }

    /// The number, if no name occurs.
    #[must_use]
    pub fn as_number(&self) -> Option<u64> {
        match self.0.len() {
            0 => Some(0),
            1 => self.0.get(&Vec::new()).copied(),
            _ => None,
        }
    }

    /// The name, if this is a single named dimension.
    #[must_use]
    pub fn as_name(&self) -> Option<&Name> {
        let (names, coefficient) = self.as_monomial()?;
        match (names, coefficient) {
            ([name], 1) => Some(name),
            _ => None,
        }
    }

    /// Coefficient and names (with repetition), if this is one product.
    #[must_use]
    pub fn as_monomial(&self) -> Option<(&[Name], u64)> {
        let mut terms = self.terms();
        let first = terms.next()?;
        terms.next().is_none().then_some(first)
    }

    /// The products this is the sum of: names (sorted, with repetition) and coefficient.
    pub fn terms(&self) -> impl Iterator<Item = (&[Name], u64)> {
        self.0
            .iter()
            .map(|(names, coefficient)| (names.as_slice(), *coefficient))
    }

    /// The sum of products: names and coefficient.
    #[must_use]
    pub fn from_terms(terms: impl IntoIterator<Item = (Vec<Name>, u64)>) -> Self {
        let mut sum = BTreeMap::new();
        for (mut names, coefficient) in terms {
            names.sort();
            if coefficient > 0 {
                let total: &mut u64 = sum.entry(names).or_default();
                *total = total.saturating_add(coefficient);
            }
        }
        Self(sum)
    }

    /// The names that occur, sorted, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&Name> {
        let mut names: Vec<_> = self.0.keys().flatten().collect();
        names.sort();
        names.dedup();
        names
    }

    /// The size with names replaced.
    #[must_use]
    pub fn substitute(&self, value: &impl Fn(&Name) -> Option<Size>) -> Self {
        let mut sum = Self::from(0);
        for (names, coefficient) in &self.0 {
            let mut product = Self::from(*coefficient);
            for name in names {
                product = product * value(name).unwrap_or_else(|| Self::name(name.clone()));
            }
            sum = sum + product;
        }
        sum
    }

    /// The number this is for given values of the names, `None` if one is missing or the number too large.
    #[must_use]
    pub fn value(&self, of: &impl Fn(&Name) -> Option<usize>) -> Option<usize> {
        let mut sum: usize = 0;
        for (names, coefficient) in &self.0 {
            let mut product = usize::try_from(*coefficient).ok()?;
            for name in names {
                product = product.checked_mul(of(name)?)?;
            }
            sum = sum.checked_add(product)?;
        }
        Some(sum)
    }
}

impl From<u64> for Size {
    fn from(number: u64) -> Self {
        Self::from_terms([(Vec::new(), number)])
    }
}

impl Add for Size {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_terms(self.0.into_iter().chain(other.0))
    }
}

impl Mul for Size {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let pairs = self.0.iter().flat_map(|(a, x)| {
            let times =
                move |(b, y): (&Vec<Name>, &u64)| ([&a[..], b].concat(), x.saturating_mul(*y));
            other.0.iter().map(times)
        });
        Self::from_terms(pairs)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        // Names before numbers, as n + 1.
        for (place, (names, coefficient)) in self.0.iter().rev().enumerate() {
            if place > 0 {
                f.write_str(" + ")?;
            }
            if *coefficient != 1 || names.is_empty() {
                write!(f, "{coefficient}")?;
            }
            let glue = names.iter().any(|name| name.as_str().chars().count() > 1);
            for (place, name) in names.iter().enumerate() {
                if glue && (place > 0 || *coefficient != 1) {
                    f.write_str("·")?;
                }
                name.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Rows × columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape {
    /// Number of rows.
    pub rows: Size,
    /// Number of columns.
    pub columns: Size,
}

impl Shape {
    /// rows × columns.
    #[must_use]
    pub fn new(rows: Size, columns: Size) -> Self {
        Self { rows, columns }
    }

    /// 1×1.
    #[must_use]
    pub fn scalar() -> Self {
        Self::new(1.into(), 1.into())
    }

    /// Whether this is 1×1.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.rows.is_one() && self.columns.is_one()
    }

    /// The shape of the transpose.
    #[must_use]
    pub fn transpose(&self) -> Self {
        Self::new(self.columns.clone(), self.rows.clone())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, size) in [&self.rows, &self.columns].into_iter().enumerate() {
            if place > 0 {
                f.write_str("×")?;
            }
            if size.terms().count() > 1 {
                write!(f, "({size})")?;
            } else {
                size.fmt(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_sums_have_one_form() {
        let [n, m, k] = ["n", "m", "k"].map(Size::name);
        assert_eq!(n.clone() * k.clone(), k.clone() * n.clone());
        assert_eq!(
            (n.clone() + m.clone()) * k.clone(),
            m.clone() * k.clone() + k * n.clone()
        );
        assert_eq!(n.clone() + n.clone(), Size::from(2) * n.clone());
        assert_ne!(n.clone() * n.clone(), n);
        assert_eq!(Size::from(0) * m, Size::from(0));
    }

    #[test]
    fn they_print_as_written() {
        let [n, m] = ["n", "m"].map(Size::name);
        assert_eq!((Size::from(2) * n.clone()).to_string(), "2n");
        assert_eq!((n.clone() + m.clone()).to_string(), "n + m");
        assert_eq!(Shape::new(n + m, Size::from(1)).to_string(), "(n + m)×1");
        assert_eq!((Size::name("rank") * Size::name("n")).to_string(), "n·rank");
    }
}
