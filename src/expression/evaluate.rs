//! One evaluator for every algebra.

use super::{By, Index, Kind, Name, Over, Shape, Size, Typed};
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::scalar::{Elementary, Ratio, Rational};
use num_traits::{One, Signed, ToPrimitive, Zero};

/// The largest exponent that is multiplied out.
const LARGEST_POWER: i64 = 64;

/// What the names of an expression stand for in an algebra.
pub trait Environment<A: MatrixAlgebra> {
    /// The element of a variable.
    fn variable(&self, name: &Name) -> Option<A>;

    /// A named dimension.
    fn dimension(&self, name: &Name) -> Option<A::Dimension>;

    /// A size that is no single name. An algebra whose dimensions cannot be multiplied answers `None`; the
    /// identity I_nk is then I_n ⊗ I_k.
    fn size(&self, _size: &Size) -> Option<A::Dimension> {
        None
    }

    /// What an index runs over that no sum binds, and its place among those, from zero.
    fn index(&self, _name: &Name) -> Option<(usize, Size)> {
        None
    }
}

/// The element that a typed expression is, with the environment's elements for its names.
///
/// A power is multiplied out, x^½ is √x and any other power of a number is exp(p·log x).
///
/// # Errors
/// [`AlgebraError::Unsupported`] for a name the environment does not know and for what the algebra does not
/// have; otherwise the first error of an operation.
pub fn evaluate<A: MatrixAlgebra>(
    typed: &Typed,
    environment: &impl Environment<A>,
) -> Result<A, AlgebraError> {
    Evaluator {
        environment,
        bound: Vec::new(),
        algebra: std::marker::PhantomData,
    }
    .value(typed)
}

struct Evaluator<'a, A: MatrixAlgebra, E> {
    environment: &'a E,
    /// Indices bound by sums with what they run over, the innermost last.
    bound: Vec<(Name, A::Index, A::Dimension)>,
    algebra: std::marker::PhantomData<A>,
}

impl<A: MatrixAlgebra, E: Environment<A>> Evaluator<'_, A, E> {
    fn value(&mut self, typed: &Typed) -> Result<A, AlgebraError> {
        let unsized_leaf = || unsupported(format!("{typed} without a size"));
        match &typed.kind {
            Kind::Number(number) => self.number(number),
            Kind::Name(name) => self.variable(name),
            Kind::Dimension(size) => self.dimension_as_number(size),
            Kind::Identity(size) => self.identity(size.as_ref().ok_or_else(unsized_leaf)?),
            Kind::Ones(_) => self.ones(&typed.shape),
            Kind::Zero(_) => self
                .ones(&typed.shape)?
                .scale(&self.number(&Rational::zero())?),
            Kind::Commutation(sizes) => {
                let (m, n) = sizes.as_ref().ok_or_else(unsized_leaf)?;
                Ok(A::commutation(&self.size(m)?, &self.size(n)?))
            }
            Kind::UnitVector { index, size } => {
                let size = self.size(size.as_ref().ok_or_else(unsized_leaf)?)?;
                A::unit(&size, &self.index(index, &size)?)
            }
            Kind::UnitMatrix { row, column, size } => {
                let (m, n) = size.as_ref().ok_or_else(unsized_leaf)?;
                let (m, n) = (self.size(m)?, self.size(n)?);
                let left = A::unit(&m, &self.index(row, &m)?)?;
                let right = A::unit(&n, &self.index(column, &n)?)?;
                left.multiply(&right.transpose())
            }
            Kind::Delta(i, j) => self.delta(i, j),
            Kind::Blocks(rows) => {
                let rows = rows
                    .iter()
                    .map(|row| self.all(row))
                    .collect::<Result<Vec<_>, _>>()?;
                A::blocks(&rows)
            }
            Kind::Sum(terms) => self.fold(terms, |a, b| a.add(b)),
            Kind::Negate(a) => Ok(self.value(a)?.negate()),
            Kind::Product(factors) => self.product(factors),
            Kind::Quotient(a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                a.scale(&b.reciprocal()?)
            }
            Kind::Hadamard(factors) => self.fold(factors, |a, b| a.hadamard(b)),
            Kind::HadamardQuotient(a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                a.hadamard(&b.reciprocal()?)
            }
            Kind::HadamardPower(a, power) => {
                let value = self.value(a)?;
                if power.is_zero() {
                    return self.ones(&a.shape);
                }
                self.entrywise_power(&value, power)
            }
            Kind::Kronecker(factors) => self.fold(factors, |a, b| Ok(a.kronecker(b))),
            Kind::Frobenius(a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                a.frobenius(&b)
            }
            Kind::Power(a, power) => self.power(a, power),
            Kind::Inverse(a) if a.shape.is_scalar() => self.value(a)?.reciprocal(),
            Kind::Inverse(a) => self.value(a)?.inverse(),
            Kind::Transpose(a) => Ok(self.value(a)?.transpose()),
            Kind::Trace(a) => self.value(a)?.trace(),
            Kind::Determinant(a) => self.value(a)?.determinant(),
            Kind::Norm(a) => {
                let a = self.value(a)?;
                a.frobenius(&a)?.elementwise(Elementary::Sqrt)
            }
            Kind::SquaredNorm(a) => {
                let a = self.value(a)?;
                a.frobenius(&a)
            }
            Kind::EntrySum(a) => {
                let value = self.value(a)?;
                value.frobenius(&self.ones(&a.shape)?)
            }
            Kind::Vec(a) => Ok(self.value(a)?.vec()),
            Kind::DiagonalMatrix(a) => self.value(a)?.diagonal_matrix(),
            Kind::Diagonal(a) => self.value(a)?.diagonal(),
            Kind::Diag(a) if a.shape.columns.is_one() => self.value(a)?.diagonal_matrix(),
            Kind::Diag(a) => self.value(a)?.diagonal(),
            Kind::Apply(function, a) => self.value(a)?.elementwise(*function),
            Kind::Entry(a, i, j) => {
                let a = self.value(a)?;
                a.entry(&self.index(i, &a.rows())?, &self.index(j, &a.columns())?)
            }
            // The row of a column is 1×1.
            Kind::Element(a, i) | Kind::Row(a, i) => {
                let a = self.value(a)?;
                a.row(&self.index(i, &a.rows())?)
            }
            Kind::Column(a, j) => {
                let a = self.value(a)?;
                a.column(&self.index(j, &a.columns())?)
            }
            Kind::IndexSum {
                indices,
                over,
                body,
            } => self.index_sum(indices, over.as_ref(), body),
            Kind::Derivative { of, by } => self.derivative(of, by),
            Kind::Expansion { of, about, order } => {
                let about = about.iter().map(|name| self.variable(name));
                let about = about.collect::<Result<Vec<_>, _>>()?;
                self.value(of)?.expansion(&about, *order)
            }
            Kind::Differential(..) | Kind::Call(..) => {
                Err(unsupported("what only a document gives a meaning"))
            }
        }
    }

    /// One step of the list after the other.
    fn derivative(&mut self, of: &Typed, by: &[By<Typed>]) -> Result<A, AlgebraError> {
        let mut value = self.value(of)?;
        let mut scalar = of.shape.is_scalar();
        for by in by {
            value = match by {
                By::Whole(name) | By::Stacked(name) | By::Row(name) => {
                    let variable = self.variable(name)?;
                    let plain = if scalar {
                        value.gradient_in(&variable)?
                    } else {
                        value.jacobian_in(&variable)?
                    };
                    match by {
                        By::Stacked(_) if scalar => plain.vec(),
                        By::Row(_) if scalar => plain.transpose(),
                        _ => plain,
                    }
                }
                By::Along(moves) => {
                    let mut sum: Option<A> = None;
                    for (name, direction) in moves {
                        let (variable, direction) = (self.variable(name)?, self.value(direction)?);
                        let part = value.along(&variable, &direction)?;
                        sum = Some(match sum {
                            Some(sum) => sum.add(&part)?,
                            None => part,
                        });
                    }
                    match sum {
                        Some(sum) => sum,
                        None => value.scale(&self.number(&Rational::zero())?)?,
                    }
                }
            };
            // The derivative by a number is a number again.
            scalar &= match by {
                By::Along(_) => true,
                By::Whole(name) | By::Stacked(name) | By::Row(name) => of.has_number(name),
            };
        }
        Ok(value)
    }

    fn all(&mut self, operands: &[Typed]) -> Result<Vec<A>, AlgebraError> {
        operands.iter().map(|operand| self.value(operand)).collect()
    }

    fn fold(
        &mut self,
        operands: &[Typed],
        combine: impl Fn(&A, &A) -> Result<A, AlgebraError>,
    ) -> Result<A, AlgebraError> {
        let mut values = operands.iter();
        let first = values
            .next()
            .ok_or_else(|| unsupported("nothing to combine"))?;
        let mut value = self.value(first)?;
        for operand in values {
            value = combine(&value, &self.value(operand)?)?;
        }
        Ok(value)
    }

    /// Numbers multiply; matrices follow one another.
    fn product(&mut self, factors: &[Typed]) -> Result<A, AlgebraError> {
        let mut product: Option<(A, Shape)> = None;
        for factor in factors {
            let value = self.value(factor)?;
            product = Some(match product {
                None => (value, factor.shape.clone()),
                Some((before, shape)) if factor.shape.is_scalar() => (before.scale(&value)?, shape),
                Some((before, shape)) if shape.is_scalar() => {
                    (value.scale(&before)?, factor.shape.clone())
                }
                Some((before, shape)) => {
                    let shape = Shape::new(shape.rows, factor.shape.columns.clone());
                    (before.multiply(&value)?, shape)
                }
            });
        }
        product
            .map(|(value, _)| value)
            .ok_or_else(|| unsupported("an empty product"))
    }

    fn power(&mut self, a: &Typed, power: &Rational) -> Result<A, AlgebraError> {
        let base = self.value(a)?;
        if power.is_zero() {
            return match (a.shape.is_scalar(), a.shape.rows.clone()) {
                (true, _) => self.number(&Rational::one()),
                (false, rows) => self.identity(&rows),
            };
        }
        if a.shape.is_scalar() {
            return self.entrywise_power(&base, power);
        }
        let base = if power.is_negative() {
            base.inverse()?
        } else {
            base
        };
        repeated(&base, exponent(power)?, |a, b| a.multiply(b))
    }

    /// x^p for every entry.
    fn entrywise_power(&self, base: &A, power: &Rational) -> Result<A, AlgebraError> {
        let half = Rational::new(1.into(), 2.into());
        let magnitude = power.abs();
        let positive = if magnitude.is_integer() {
            repeated(base, exponent(&magnitude)?, |a, b| a.hadamard(b))?
        } else if magnitude == half {
            base.elementwise(Elementary::Sqrt)?
        } else {
            let logarithm = base.elementwise(Elementary::Ln)?;
            logarithm
                .scale(&self.number(&magnitude)?)?
                .elementwise(Elementary::Exp)?
        };
        if power.is_negative() {
            positive.reciprocal()
        } else {
            Ok(positive)
        }
    }

    /// Σ over one index, as shape inference leaves it.
    fn index_sum(
        &mut self,
        indices: &[Name],
        over: Option<&Over>,
        body: &Typed,
    ) -> Result<A, AlgebraError> {
        let ([index], Some(Over::UpTo(size))) = (indices, over) else {
            return Err(unsupported("a sum whose shapes were not inferred"));
        };
        let dimension = self.size(size)?;
        let (rows, columns) = (
            self.size(&body.shape.rows)?,
            self.size(&body.shape.columns)?,
        );
        let depth = self.bound.len();
        A::sum(&dimension, (&rows, &columns), |i| {
            self.bound
                .push((index.clone(), i.clone(), dimension.clone()));
            let term = self.value(body);
            self.bound.truncate(depth);
            term
        })
    }

    fn variable(&self, name: &Name) -> Result<A, AlgebraError> {
        let value = self.environment.variable(name);
        value.ok_or_else(|| unsupported(format!("the name {name}, which has no value,")))
    }

    /// An index into what has the given size.
    fn index(&self, index: &Index, over: &A::Dimension) -> Result<A::Index, AlgebraError> {
        match index {
            Index::Number(number) => A::index(u64::try_from(*number).unwrap_or(u64::MAX), over),
            Index::Name(name) => self.named_index(name).map(|(index, _)| index),
        }
    }

    /// A bound or a free index, and what it runs over.
    fn named_index(&self, name: &Name) -> Result<(A::Index, A::Dimension), AlgebraError> {
        if let Some((_, index, over)) = self.bound.iter().rev().find(|(bound, ..)| bound == name) {
            return Ok((index.clone(), over.clone()));
        }
        let (place, over) = self
            .environment
            .index(name)
            .ok_or_else(|| unsupported(format!("the index {name}, which has no value,")))?;
        let over = self.size(&over)?;
        Ok((A::free_index(name.as_str(), place, &over), over))
    }

    /// δ_ij. A number has the range of the other index; two numbers are equal or not.
    fn delta(&self, i: &Index, j: &Index) -> Result<A, AlgebraError> {
        let over = match (i, j) {
            (Index::Name(name), _) | (_, Index::Name(name)) => self.named_index(name)?.1,
            (i, j) => {
                let equal = if i == j {
                    Rational::one()
                } else {
                    Rational::zero()
                };
                return self.number(&equal);
            }
        };
        Ok(A::delta(&self.index(i, &over)?, &self.index(j, &over)?))
    }

    fn number(&self, number: &Rational) -> Result<A, AlgebraError> {
        let (Some(p), Some(q)) = (number.numer().to_i64(), number.denom().to_i64()) else {
            return Err(unsupported(format!(
                "the number {number}, too long a literal,"
            )));
        };
        A::constant(Ratio::new(p, q))
    }

    fn size(&self, size: &Size) -> Result<A::Dimension, AlgebraError> {
        if let Some(number) = size.as_number().and_then(|number| number.to_usize()) {
            return Ok(A::dimension(number));
        }
        let named = size
            .as_name()
            .and_then(|name| self.environment.dimension(name));
        let value = named.or_else(|| self.environment.size(size));
        // The order of I_n ⊗ I_k is nk.
        match (value, size.as_name(), size.as_monomial()) {
            (Some(value), ..) => Ok(value),
            (None, None, Some((_, 1))) => Ok(self.identity(size)?.rows()),
            _ => Err(unsupported(format!("the size {size}, which has no value,"))),
        }
    }

    /// The sizes that a product of sizes is made of, if the environment does not know it as a whole.
    fn parts(&self, size: &Size) -> Option<Vec<Size>> {
        if size.is_one() || size.as_name().is_some() || self.environment.size(size).is_some() {
            return None;
        }
        match size.as_monomial() {
            Some((names, 1)) => Some(names.iter().cloned().map(Size::name).collect()),
            _ => None,
        }
    }

    fn identity(&self, size: &Size) -> Result<A, AlgebraError> {
        let Some(parts) = self.parts(size) else {
            return Ok(A::identity(&self.size(size)?));
        };
        let mut value = self.number(&Rational::one())?;
        for part in parts {
            value = value.kronecker(&A::identity(&self.size(&part)?));
        }
        Ok(value)
    }

    fn ones(&self, shape: &Shape) -> Result<A, AlgebraError> {
        let one = Size::from(1);
        let rows = self
            .parts(&shape.rows)
            .unwrap_or_else(|| vec![shape.rows.clone()]);
        let columns = self
            .parts(&shape.columns)
            .unwrap_or_else(|| vec![shape.columns.clone()]);
        let mut value: Option<A> = None;
        for place in 0..rows.len().max(columns.len()) {
            let (m, n) = (
                rows.get(place).unwrap_or(&one),
                columns.get(place).unwrap_or(&one),
            );
            let next = A::ones(&self.size(m)?, &self.size(n)?);
            value = Some(value.map_or_else(|| next.clone(), |before| before.kronecker(&next)));
        }
        value.ok_or_else(|| unsupported("a matrix of ones without a size"))
    }

    /// n = tr I_n; sums and products of dimensions likewise.
    fn dimension_as_number(&self, size: &Size) -> Result<A, AlgebraError> {
        let mut sum = self.number(&Rational::zero())?;
        for (names, count) in size.terms() {
            let mut product = self.number(&Rational::from_integer(count.into()))?;
            for name in names {
                let order = self.size(&Size::name(name.clone()))?;
                product = product.scale(&A::identity(&order).trace()?)?;
            }
            sum = sum.add(&product)?;
        }
        Ok(sum)
    }
}

fn unsupported(what: impl Into<String>) -> AlgebraError {
    AlgebraError::Unsupported(format!("{} cannot be evaluated", what.into()))
}

fn exponent(power: &Rational) -> Result<i64, AlgebraError> {
    let exponent = power.to_integer().abs().to_i64();
    exponent
        .filter(|exponent| *exponent <= LARGEST_POWER)
        .ok_or_else(|| unsupported(format!("the power {power}, beyond {LARGEST_POWER},")))
}

/// a·a·…, at least one factor.
fn repeated<A: Clone>(
    base: &A,
    times: i64,
    multiply: impl Fn(&A, &A) -> Result<A, AlgebraError>,
) -> Result<A, AlgebraError> {
    let mut product = base.clone();
    for _ in 1..times {
        product = multiply(&product, base)?;
    }
    Ok(product)
}
