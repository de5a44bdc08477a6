//! Notation is right if evaluating it gives the formula back.

use super::length::text;
use crate::algebra::{AlgebraError, HALF, Matrix, MatrixAlgebra, Scalar};
use crate::expression::{self, Expression, Kind, Name, Size};
use crate::scalar::{Elementary, Rational};
use crate::tensor::symbol::Property;
use crate::tensor::{Dimension, Equality, Index, Network, Symbol};
use num_rational::Rational64;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

type M = Matrix<Network>;

/// A small evaluator of the kinds that notation uses.
struct Evaluator {
    letters: BTreeMap<Name, Network>,
    indices: BTreeMap<Name, Index>,
}

fn dimension(size: &Size) -> Dimension {
    let (names, number) = size.as_monomial().expect("a product of names");
    names
        .iter()
        .fold(Dimension::number(number), |product, name| {
            product.times(&Dimension::named(name.as_str()))
        })
}

impl Evaluator {
    fn index(&self, index: &expression::Index, over: &Dimension) -> Index {
        match index {
            expression::Index::Number(number) => Index::number(*number as u64, over),
            expression::Index::Name(name) => self
                .indices
                .get(name)
                .cloned()
                .unwrap_or_else(|| Index::free(name.as_str(), over)),
        }
    }

    /// What an index runs over, from its first use.
    fn range(&self, body: &Expression, name: &Name) -> Dimension {
        let mut found = None;
        let is = |index: &expression::Index| *index == expression::Index::Name(name.clone());
        body.any(&mut |part| {
            let shape = |a: &Expression| {
                let value = self.value(a).expect("the base of an index is well-shaped");
                (value.rows(), value.columns())
            };
            found = match &part.kind {
                Kind::UnitVector { index, size } if is(index) => size.as_ref().map(dimension),
                Kind::Entry(a, i, _) if is(i) => Some(shape(a).0),
                Kind::Entry(a, _, j) if is(j) => Some(shape(a).1),
                Kind::Element(a, i) | Kind::Row(a, i) if is(i) => Some(shape(a).0),
                Kind::Column(a, j) if is(j) => Some(shape(a).1),
                _ => None,
            };
            found.is_some()
        });
        found.unwrap_or_else(|| panic!("{name} is not used in {}", text(body)))
    }

    fn product(&self, factors: &[Expression]) -> Result<Network, AlgebraError> {
        let mut product = self.value(&factors[0])?;
        for factor in &factors[1..] {
            let next = self.value(factor)?;
            let scalar = |a: &Network| a.rows() == Dimension::one() && a.columns() == a.rows();
            product = match (scalar(&product), scalar(&next)) {
                (true, _) => next.scale(&product)?,
                (_, true) => product.scale(&next)?,
                _ => product.multiply(&next)?,
            };
        }
        Ok(product)
    }

    fn value(&self, e: &Expression) -> Result<Network, AlgebraError> {
        let fold =
            |operands: &[Expression],
             by: &dyn Fn(&Network, &Network) -> Result<Network, AlgebraError>| {
                let mut whole = self.value(&operands[0])?;
                for operand in &operands[1..] {
                    whole = by(&whole, &self.value(operand)?)?;
                }
                Ok::<_, AlgebraError>(whole)
            };
        let number = |number: &Rational| {
            let part = |n: &num_bigint::BigInt| n.to_i64().expect("a small number");
            Network::constant(crate::scalar::Ratio::new(
                part(number.numer()),
                part(number.denom()),
            ))
        };
        let power = |e: &Rational| {
            Rational64::new(
                e.numer().to_i64().expect("small"),
                e.denom().to_i64().expect("small"),
            )
        };
        let both = |size: &Option<(Size, Size)>| {
            let (m, n) = size.as_ref().expect("sizes are written");
            (dimension(m), dimension(n))
        };
        Ok(match &e.kind {
            Kind::Number(n) => number(n)?,
            Kind::Name(name) => self.letters[name].clone(),
            Kind::Dimension(size) => Network::size(&dimension(size)),
            Kind::Identity(size) => Network::identity(&dimension(size.as_ref().expect("sized"))),
            Kind::Ones(size) => {
                let (m, n) = both(size);
                Network::ones(&m, &n)
            }
            Kind::Zero(None) => number(&Rational::from_integer(0.into()))?,
            Kind::Zero(size) => {
                let (m, n) = both(size);
                let ones = Network::ones(&m, &n);
                ones.add(&ones.negate())?
            }
            Kind::Commutation(size) => {
                let (m, n) = both(size);
                Network::commutation(&m, &n)
            }
            Kind::UnitVector { index, size } => {
                let size = dimension(size.as_ref().expect("sized"));
                Network::unit(&size, &self.index(index, &size))?
            }
            Kind::Sum(terms) => fold(terms, &Network::add)?,
            Kind::Negate(a) => self.value(a)?.negate(),
            Kind::Product(factors) => self.product(factors)?,
            Kind::Quotient(a, b) => self.value(a)?.scale(&self.value(b)?.reciprocal()?)?,
            Kind::Hadamard(factors) => fold(factors, &Network::hadamard)?,
            Kind::HadamardQuotient(a, b) => {
                self.value(a)?.hadamard(&self.value(b)?.reciprocal()?)?
            }
            Kind::HadamardPower(a, e) => self.value(a)?.entrywise_power(power(e)),
            Kind::Kronecker(factors) => fold(factors, &|a, b| Ok(a.kronecker(b)))?,
            Kind::Power(a, e) => {
                let a = self.value(a)?;
                assert_eq!(
                    a.rows(),
                    Dimension::one(),
                    "only powers of scalars are emitted"
                );
                a.entrywise_power(power(e))
            }
            Kind::Inverse(a) => self.value(a)?.inverse()?,
            Kind::Transpose(a) => self.value(a)?.transpose(),
            Kind::Trace(a) => self.value(a)?.trace()?,
            Kind::Determinant(a) => self.value(a)?.determinant()?,
            Kind::Norm(a) => {
                let a = self.value(a)?;
                a.frobenius(&a)?.elementwise(Elementary::Sqrt)?
            }
            Kind::SquaredNorm(a) => {
                let a = self.value(a)?;
                a.frobenius(&a)?
            }
            Kind::EntrySum(a) => {
                let a = self.value(a)?;
                a.frobenius(&Network::ones(&a.rows(), &a.columns()))?
            }
            Kind::Vec(a) => self.value(a)?.vec(),
            Kind::Diag(a) => {
                let a = self.value(a)?;
                if a.columns() == Dimension::one() {
                    a.diagonal_matrix()?
                } else {
                    a.diagonal()?
                }
            }
            Kind::Apply(function, a) => self.value(a)?.elementwise(*function)?,
            Kind::Entry(a, i, j) => {
                let a = self.value(a)?;
                a.entry(&self.index(i, &a.rows()), &self.index(j, &a.columns()))?
            }
            Kind::Element(a, i) => {
                let a = self.value(a)?;
                assert_eq!(a.columns(), Dimension::one(), "an element is of a column");
                a.row(&self.index(i, &a.rows()))?
            }
            Kind::Row(a, i) => {
                let a = self.value(a)?;
                a.row(&self.index(i, &a.rows()))?
            }
            Kind::Column(a, j) => {
                let a = self.value(a)?;
                a.column(&self.index(j, &a.columns()))?
            }
            Kind::IndexSum { indices, body, .. } => self.index_sum(indices, body)?,
            other => panic!("{other:?} is not emitted"),
        })
    }

    fn index_sum(&self, names: &[Name], body: &Expression) -> Result<Network, AlgebraError> {
        let Some((first, others)) = names.split_first() else {
            return self.value(body);
        };
        let over = self.range(body, first);
        let with = |index: &Index| {
            let mut indices = self.indices.clone();
            indices.insert(first.clone(), index.clone());
            let inner = Self {
                letters: self.letters.clone(),
                indices,
            };
            inner.index_sum(others, body)
        };
        let like = with(&Index::free(first.as_str(), &over))?;
        <Network as MatrixAlgebra>::sum(&over, (&like.rows(), &like.columns()), |index| with(index))
    }
}

/// The notation of a formula, after checking that it says the formula.
fn checked(formula: &Network, original: &Network, letters: &[&Symbol]) -> String {
    let notation = formula.notation();
    let evaluator = Evaluator {
        letters: letters
            .iter()
            .map(|s| (Name::from(s.name()), Network::symbol(s)))
            .collect(),
        indices: BTreeMap::new(),
    };
    let written = text(&notation);
    let value = evaluator
        .value(&notation)
        .unwrap_or_else(|error| panic!("{written}: {error}"));
    let (rows, columns) = (value.rows(), value.columns());
    assert!(
        rows.same_size(&formula.rows()) && columns.same_size(&formula.columns()),
        "{written} is {rows}×{columns}, not {}×{}",
        formula.rows(),
        formula.columns()
    );
    assert_eq!(value.equality(original), Ok(Equality::Proved), "{written}");
    written
}

fn dims<const N: usize>(names: [&str; N]) -> [Dimension; N] {
    names.map(Dimension::named)
}

fn letter(symbol: &Symbol) -> M {
    Matrix::new(Network::symbol(symbol))
}

fn scalar(symbol: &Symbol) -> Scalar<Network> {
    letter(symbol).as_scalar()
}

fn value(formula: Scalar<Network>) -> Network {
    formula.into_result().expect("well-shaped")
}

/// Gradients and Hessian blocks of a scalar with respect to letters, in notation, each checked.
struct Derived {
    f: Network,
    letters: Vec<Symbol>,
}

impl Derived {
    fn new(f: Scalar<Network>, letters: &[&Symbol]) -> Self {
        Self {
            f: value(f),
            letters: letters.iter().map(|&s| s.clone()).collect(),
        }
    }

    fn say(&self, formula: &Network) -> String {
        let letters: Vec<_> = self.letters.iter().collect();
        let collected = formula.collected().expect("small");
        let expanded = formula.with_sum(formula.normal_form().expect("small"));
        checked(formula, formula, &letters);
        checked(&expanded, formula, &letters);
        checked(&collected, formula, &letters)
    }

    fn f(&self) -> String {
        self.say(&self.f)
    }

    fn gradient(&self, letter: &Symbol) -> String {
        self.say(&self.f.gradient(letter).expect("a scalar"))
    }

    fn block(&self, row: &Symbol, column: &Symbol) -> String {
        self.say(&self.f.hessian_block(row, column).expect("a scalar"))
    }
}

#[test]
fn factorization() {
    let [n, m, k] = dims(["n", "m", "k"]);
    let x = Symbol::matrix("X", n.clone(), m.clone());
    let w = Symbol::matrix("W", n.clone(), k.clone());
    let h = Symbol::matrix("H", k, m);
    let f = HALF * (letter(&x) - letter(&w) * letter(&h)).squared_norm();
    let d = Derived::new(f, &[&x, &w, &h]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
    println!("{}", d.gradient(&h));
    println!("{}", d.block(&w, &w));
    println!("{}", d.block(&h, &h));
    println!("{}", d.block(&w, &h));
    println!("{}", d.block(&h, &w));
    println!("{}", d.block(&w, &x));
}

struct Letters {
    n: Dimension,
    m: Dimension,
    k: Dimension,
}

fn nmk() -> Letters {
    let [n, m, k] = dims(["n", "m", "k"]);
    Letters { n, m, k }
}

impl Letters {
    fn matrix(&self, name: &str, shape: &str) -> Symbol {
        let dimension = |letter: char| match letter {
            'n' => self.n.clone(),
            'm' => self.m.clone(),
            'k' => self.k.clone(),
            _ => Dimension::one(),
        };
        let mut letters = shape.chars().map(dimension);
        let rows = letters.next().expect("two letters");
        Symbol::matrix(name, rows, letters.next().expect("two letters"))
    }
}

#[test]
fn tikhonov() {
    let l = nmk();
    let [x, w, h, m] = [("X", "nm"), ("W", "nk"), ("H", "km"), ("M", "mn")]
        .map(|(name, shape)| l.matrix(name, shape));
    let lambda = Symbol::scalar("λ");
    let f = (letter(&x) - letter(&w) * letter(&h)).squared_norm()
        + scalar(&lambda) * (letter(&m) * letter(&w)).squared_norm();
    let d = Derived::new(f, &[&x, &w, &h, &m, &lambda]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
    println!("{}", d.block(&w, &w));
    println!("{}", d.block(&h, &h));
    println!("{}", d.block(&w, &h));
    println!("{}", d.block(&w, &m));
}

#[test]
fn masked() {
    let l = nmk();
    for mask in [false, true] {
        let [m, p, u, v] = [("M", "nm"), ("P", "nm"), ("U", "nk"), ("V", "mk")]
            .map(|(name, shape)| l.matrix(name, shape));
        let p = if mask { p.assume(Property::Mask) } else { p };
        let lambda = Symbol::scalar("λ");
        let r = letter(&u) * letter(&v).t() - letter(&m);
        let f = HALF * letter(&p).hadamard(&r).squared_norm()
            + HALF * (scalar(&lambda) * (letter(&u).squared_norm() + letter(&v).squared_norm()));
        let d = Derived::new(f, &[&m, &p, &u, &v, &lambda]);
        println!("{}", d.f());
        println!("{}", d.gradient(&u));
        println!("{}", d.gradient(&v));
        println!("{}", d.gradient(&p));
        println!("{}", d.block(&u, &u));
        println!("{}", d.block(&v, &v));
        println!("{}", d.block(&u, &v));
        println!("{}", d.block(&v, &u));
        println!("{}", d.block(&m, &u));
        println!("{}", d.block(&m, &m));
    }
}

#[test]
fn nonlinear() {
    let l = nmk();
    let [x, w, h] =
        [("X", "nm"), ("W", "nk"), ("H", "km")].map(|(name, shape)| l.matrix(name, shape));
    let wh = || letter(&w) * letter(&h);
    let ones = || M::ones(letter(&x).rows(), letter(&x).columns());
    let kl = (wh() - letter(&x).hadamard(&wh().elementwise(Elementary::Ln))).frobenius(&ones());
    let d = Derived::new(kl, &[&x, &w, &h]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
    println!("{}", d.gradient(&h));
    println!("{}", d.block(&w, &w));
    println!("{}", d.block(&w, &h));

    let xx = letter(&x).t() * letter(&x);
    let d = Derived::new(xx.determinant().elementary(Elementary::Ln), &[&x]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));
    println!("{}", d.block(&x, &x));

    let [a, s] = [l.matrix("A", "nn"), l.matrix("X", "nn")];
    let d = Derived::new((letter(&s).inverse() * letter(&a)).trace(), &[&a, &s]);
    println!("{}", d.f());
    println!("{}", d.gradient(&s));
    println!("{}", d.gradient(&a));
    println!("{}", d.block(&s, &s));

    let [x, y, w] = [("X", "nm"), ("y", "n1"), ("w", "m1")].map(|(a, b)| l.matrix(a, b));
    let lambda = Symbol::scalar("λ");
    let t = letter(&y).hadamard(&(letter(&x) * letter(&w)));
    let one = M::ones(letter(&y).rows(), letter(&y).columns());
    let e = (&one + (-1 * &t).elementwise(Elementary::Exp)).elementwise(Elementary::Ln);
    let f = e.frobenius(&one) + HALF * (scalar(&lambda) * letter(&w).squared_norm());
    let d = Derived::new(f, &[&x, &y, &w, &lambda]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
    println!("{}", d.block(&w, &w));
    let s = t.elementwise(Elementary::Sigmoid);
    let d = Derived::new(s.squared_norm(), &[&x, &y, &w]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
}

#[test]
fn others() {
    let l = nmk();
    let w = l.matrix("W", "nk");
    let ww = letter(&w).t() * letter(&w);
    let f = (&ww - M::identity(ww.rows())).squared_norm();
    let d = Derived::new(f, &[&w]);
    println!("{}", d.f());
    println!("{}", d.gradient(&w));
    println!("{}", d.block(&w, &w));

    let [x, u, s, v] =
        [("X", "nm"), ("U", "nk"), ("S", "kk"), ("V", "mk")].map(|(a, b)| l.matrix(a, b));
    let f = (letter(&x) - letter(&u) * letter(&s) * letter(&v).t()).squared_norm();
    let d = Derived::new(f, &[&x, &u, &s, &v]);
    println!("{}", d.f());
    println!("{}", d.gradient(&u));
    println!("{}", d.gradient(&s));
    println!("{}", d.gradient(&v));
    println!("{}", d.block(&s, &s));
    println!("{}", d.block(&u, &s));
    println!("{}", d.block(&u, &v));

    let [x, a, b] = [("x", "n1"), ("a", "n1"), ("A", "nn")].map(|(a, b)| l.matrix(a, b));
    let gap = letter(&x) - letter(&a);
    let d = Derived::new(gap.squared_norm().elementary(Elementary::Sqrt), &[&x, &a]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));
    println!("{}", d.block(&x, &x));
    let q = (letter(&x).t() * letter(&b) * letter(&x)).as_scalar();
    let d = Derived::new(q.clone(), &[&x, &b]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));
    println!("{}", d.gradient(&b));
    println!("{}", d.block(&x, &x));
    println!("{}", d.block(&x, &b));
    println!("{}", d.block(&b, &b));
    let rayleigh = q * letter(&x).squared_norm().reciprocal();
    let d = Derived::new(rayleigh, &[&x, &b]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));

    let [x, a, b] = [("X", "nm"), ("A", "nn"), ("B", "mm")].map(|(a, b)| l.matrix(a, b));
    let f = (letter(&a) * letter(&x) * letter(&b) * letter(&x).t()).trace();
    let d = Derived::new(f, &[&x, &a, &b]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));
    println!("{}", d.gradient(&a));
    println!("{}", d.block(&x, &x));
    println!("{}", d.block(&x, &a));
    let a = a.assume(Property::Symmetric);
    let b = b.assume(Property::Diagonal);
    let f = (letter(&a) * letter(&x) * letter(&b) * letter(&x).t()).trace();
    let d = Derived::new(f, &[&x, &a, &b]);
    println!("{}", d.f());
    println!("{}", d.gradient(&x));
    println!("{}", d.block(&x, &x));
}
