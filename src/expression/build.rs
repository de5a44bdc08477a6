//! Building expressions in a program; the same constructors keep the parser's trees tidy.

use super::{By, Expression, Index, Kind, Name, Over, Size, Span};
use crate::scalar::{Elementary, Rational};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use std::ops::{Add, Mul, Neg, Sub};

impl From<Kind> for Expression {
    fn from(kind: Kind) -> Self {
        Self { kind, span: 0..0 }
    }
}

/// ```
/// use matproof::expression::Expression;
/// let [x, w, h] = ["X", "W", "H"].map(Expression::name);
/// let f = Expression::ratio(1, 2) * (x - w * h).squared_norm();
/// assert_eq!(f, Expression::parse(r"\frac12 \|X - WH\|_F^2")?);
/// # Ok::<(), matproof::expression::ParseError>(())
/// ```
impl Expression {
    /// A variable.
    #[must_use]
    pub fn name(name: impl Into<Name>) -> Self {
        Kind::Name(name.into()).into()
    }

    /// A number; a negative one is the negative of a positive one, 0 is the zero of any shape.
    #[must_use]
    pub fn number(number: Rational) -> Self {
        if number.is_zero() {
            Kind::Zero(None).into()
        } else if number.is_negative() {
            -Self::from(Kind::Number(-number))
        } else {
            Kind::Number(number).into()
        }
    }

    /// The number p/q.
    ///
    /// # Panics
    /// If q = 0.
    #[must_use]
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::number(Rational::new(
            BigInt::from(numerator),
            BigInt::from(denominator),
        ))
    }

    /// I, of a size that shape inference finds.
    #[must_use]
    pub fn identity() -> Self {
        Kind::Identity(None).into()
    }

    /// I_n.
    #[must_use]
    pub fn identity_of(size: Size) -> Self {
        Kind::Identity(Some(size)).into()
    }

    /// The matrix of ones.
    #[must_use]
    pub fn ones(rows: Size, columns: Size) -> Self {
        Kind::Ones(Some((rows, columns))).into()
    }

    /// K(m,n).
    #[must_use]
    pub fn commutation(m: Size, n: Size) -> Self {
        Kind::Commutation(Some((m, n))).into()
    }

    /// The sum of the terms; none give 0.
    #[must_use]
    pub fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        let flat = flatten(terms, |kind| match kind {
            Kind::Sum(terms) => Ok(terms),
            other => Err(other),
        });
        collapse(flat, Kind::Zero(None), Kind::Sum)
    }

    /// The product of the factors from left to right; none give 1.
    #[must_use]
    pub fn product_of(factors: impl IntoIterator<Item = Self>) -> Self {
        let flat = flatten(factors, |kind| match kind {
            Kind::Product(factors) => Ok(factors),
            other => Err(other),
        });
        collapse(flat, Kind::Number(Rational::one()), Kind::Product)
    }

    /// A·B, or the multiple by a scalar.
    #[must_use]
    pub fn product(self, other: Self) -> Self {
        Self::product_of([self, other])
    }

    /// A/B; two numbers are divided.
    #[must_use]
    pub fn quotient(self, other: Self) -> Self {
        match (&self.kind, &other.kind) {
            (Kind::Number(p), Kind::Number(q)) => Self::number(p / q).at(join(&self, &other)),
            _ => {
                let span = join(&self, &other);
                Self::from(Kind::Quotient(Box::new(self), Box::new(other))).at(span)
            }
        }
    }

    /// A∘B.
    #[must_use]
    pub fn hadamard(self, other: Self) -> Self {
        let flat = flatten([self, other], |kind| match kind {
            Kind::Hadamard(factors) => Ok(factors),
            other => Err(other),
        });
        collapse(flat, Kind::Number(Rational::one()), Kind::Hadamard)
    }

    /// A⊘B.
    #[must_use]
    pub fn hadamard_quotient(self, other: Self) -> Self {
        let span = join(&self, &other);
        Self::from(Kind::HadamardQuotient(Box::new(self), Box::new(other))).at(span)
    }

    /// Every entry to a power; the power 1 changes nothing.
    #[must_use]
    pub fn hadamard_power(self, power: Rational) -> Self {
        if power.is_one() {
            return self;
        }
        self.wrap(|a| Kind::HadamardPower(a, power))
    }

    /// A⊗B.
    #[must_use]
    pub fn kronecker(self, other: Self) -> Self {
        let flat = flatten([self, other], |kind| match kind {
            Kind::Kronecker(factors) => Ok(factors),
            other => Err(other),
        });
        collapse(flat, Kind::Number(Rational::one()), Kind::Kronecker)
    }

    /// A:B.
    #[must_use]
    pub fn frobenius(self, other: Self) -> Self {
        let span = join(&self, &other);
        Self::from(Kind::Frobenius(Box::new(self), Box::new(other))).at(span)
    }

    /// A power; 1 changes nothing, −1 is the inverse, the square of a norm is the squared norm.
    #[must_use]
    pub fn power(self, power: Rational) -> Self {
        if power.is_one() {
            return self;
        }
        if (-&power).is_one() {
            return self.inverse();
        }
        let two = Rational::from(BigInt::from(2));
        match self.kind {
            Kind::Norm(a) if power == two => Self {
                kind: Kind::SquaredNorm(a),
                span: self.span,
            },
            _ => self.wrap(|a| Kind::Power(a, power)),
        }
    }

    /// A⁻¹.
    #[must_use]
    pub fn inverse(self) -> Self {
        self.wrap(Kind::Inverse)
    }

    /// Aᵀ; Aᵀᵀ is A.
    #[must_use]
    pub fn transpose(self) -> Self {
        match self.kind {
            Kind::Transpose(a) => *a,
            _ => self.wrap(Kind::Transpose),
        }
    }

    /// tr A.
    #[must_use]
    pub fn trace(self) -> Self {
        self.wrap(Kind::Trace)
    }

    /// det A.
    #[must_use]
    pub fn determinant(self) -> Self {
        self.wrap(Kind::Determinant)
    }

    /// ‖A‖_F.
    #[must_use]
    pub fn norm(self) -> Self {
        self.wrap(Kind::Norm)
    }

    /// ‖A‖²_F.
    #[must_use]
    pub fn squared_norm(self) -> Self {
        self.wrap(Kind::SquaredNorm)
    }

    /// The sum of all entries.
    #[must_use]
    pub fn entry_sum(self) -> Self {
        self.wrap(Kind::EntrySum)
    }

    /// vec A.
    #[must_use]
    pub fn vec(self) -> Self {
        self.wrap(Kind::Vec)
    }

    /// diag A: of a column the matrix, of a matrix the column.
    #[must_use]
    pub fn diag(self) -> Self {
        self.wrap(Kind::Diag)
    }

    /// f(A), entry by entry.
    #[must_use]
    pub fn apply(self, function: Elementary) -> Self {
        self.wrap(|a| Kind::Apply(function, a))
    }

    /// A_ij.
    #[must_use]
    pub fn entry(self, i: impl Into<Index>, j: impl Into<Index>) -> Self {
        self.wrap(|a| Kind::Entry(a, i.into(), j.into()))
    }

    /// x_i.
    #[must_use]
    pub fn element(self, i: impl Into<Index>) -> Self {
        self.wrap(|a| Kind::Element(a, i.into()))
    }

    /// Row i.
    #[must_use]
    pub fn row(self, i: impl Into<Index>) -> Self {
        self.wrap(|a| Kind::Row(a, i.into()))
    }

    /// Column j.
    #[must_use]
    pub fn column(self, j: impl Into<Index>) -> Self {
        self.wrap(|a| Kind::Column(a, j.into()))
    }

    /// Σ over indices; no indices change nothing.
    #[must_use]
    pub fn index_sum(self, indices: Vec<Name>, over: Option<Over>) -> Self {
        if indices.is_empty() {
            return self;
        }
        self.wrap(|body| Kind::IndexSum {
            indices,
            over,
            body,
        })
    }

    /// The derivative; a derivative of a derivative is one of higher order.
    #[must_use]
    pub fn derivative(self, by: Vec<By>) -> Self {
        if by.is_empty() {
            return self;
        }
        match self.kind {
            Kind::Derivative { of, by: mut first } => {
                first.extend(by);
                Self {
                    kind: Kind::Derivative { of, by: first },
                    span: self.span,
                }
            }
            _ => self.wrap(|of| Kind::Derivative { of, by }),
        }
    }

    /// The Taylor polynomial about zero in some names.
    #[must_use]
    pub fn expansion(self, about: Vec<Name>, order: u8) -> Self {
        self.wrap(|of| Kind::Expansion { of, about, order })
    }

    /// dᵏF, the variables that move left to the document.
    #[must_use]
    pub fn differential(self, times: u8) -> Self {
        self.wrap(|of| Kind::Differential(of, times))
    }

    /// The same expression, said to stand elsewhere.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    fn wrap(self, kind: impl FnOnce(Box<Self>) -> Kind) -> Self {
        let span = self.span.clone();
        Self {
            kind: kind(Box::new(self)),
            span,
        }
    }

    /// Whether any part satisfies the condition.
    pub fn any(&self, condition: &mut impl FnMut(&Self) -> bool) -> bool {
        condition(self) || self.kind.operands().into_iter().any(|a| a.any(condition))
    }

    /// The variables in order of first appearance, sets that sums run over among them.
    #[must_use]
    pub fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        self.any(&mut |part| {
            let mut add = |name: &Name| {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            };
            match &part.kind {
                Kind::Name(name)
                | Kind::IndexSum {
                    over: Some(Over::Set(name, _)),
                    ..
                } => add(name),
                Kind::Derivative { by, .. } => by.iter().flat_map(By::variables).for_each(add),
                Kind::Expansion { about, .. } => about.iter().for_each(add),
                _ => {}
            }
            false
        });
        names
    }
}

/// The operands with nested ones of the same kind opened.
fn flatten(
    operands: impl IntoIterator<Item = Expression>,
    open: impl Fn(Kind) -> Result<Vec<Expression>, Kind>,
) -> Vec<Expression> {
    let mut flat = Vec::new();
    for Expression { kind, span } in operands {
        match open(kind) {
            Ok(inner) => flat.extend(inner),
            Err(kind) => flat.push(Expression { kind, span }),
        }
    }
    flat
}

/// One operand stands for itself.
fn collapse(
    mut operands: Vec<Expression>,
    none: Kind,
    many: impl FnOnce(Vec<Expression>) -> Kind,
) -> Expression {
    match operands.len() {
        0 => none.into(),
        1 => operands.remove(0),
        last => {
            let span = join(&operands[0], &operands[last - 1]);
            Expression::from(many(operands)).at(span)
        }
    }
}

/// From the beginning of one to the end of the other, if both have a place.
fn join(first: &Expression, last: &Expression) -> Span {
    if first.span.is_empty() || last.span.is_empty() {
        return 0..0;
    }
    first.span.start.min(last.span.start)..first.span.end.max(last.span.end)
}

impl Add for Expression {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::sum([self, other])
    }
}

impl Sub for Expression {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::sum([self, -other])
    }
}

impl Neg for Expression {
    type Output = Self;
    fn neg(self) -> Self {
        match self.kind {
            Kind::Negate(a) => *a,
            Kind::Zero(_) => self,
            _ => self.wrap(Kind::Negate),
        }
    }
}

impl Mul for Expression {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.product(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_stay_tidy() {
        let [a, b, c] = ["A", "B", "C"].map(Expression::name);
        let flat = Kind::Product(vec![a.clone(), b.clone(), c.clone()]);
        assert_eq!((a.clone() * (b.clone() * c.clone())).kind, flat);
        assert_eq!(a.clone().transpose().transpose(), a);
        assert_eq!(-(-a.clone()), a);
        assert_eq!(a.clone() - -b.clone(), a.clone() + b.clone());
        assert_eq!(
            Expression::ratio(-1, 2),
            -Expression::from(Kind::Number(Rational::new(1.into(), 2.into())))
        );
        assert_eq!(Expression::sum([]).kind, Kind::Zero(None));
        assert_eq!(
            a.clone().norm().power(Rational::from(BigInt::from(2))),
            a.clone().squared_norm()
        );
        assert_eq!(
            (a.clone() * b.clone() + c.clone() * a).names(),
            ["A", "B", "C"].map(Name::from)
        );
        assert_ne!(b.clone() * c.clone(), c * b);
    }
}
