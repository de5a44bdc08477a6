//! The algebra of networks: evaluating a formula in it *is* its translation.

use super::diagram::{Diagram, Sum, Term, Wire, Wiring};
use super::dimension::{Atom, Dimension, Index};
use super::symbol::Symbol;
use super::tensor::Tensor;
use crate::algebra::{AlgebraError, MatrixAlgebra, Shape};
use crate::expression::Property;
use crate::scalar::{Elementary, Number, Ratio, Rational};
use num_rational::Rational64;
use num_traits::One;

/// A matrix formula for every shape: a sum of tensor networks whose outputs are the rows, then the columns.
///
/// Sums stay in brackets when they are multiplied, as they were written; [`Network::normal_form`] multiplies out.
///
/// ```
/// use matproof::algebra::Matrix;
/// use matproof::tensor::{Dimension, Network, Symbol};
///
/// let [n, k] = ["n", "k"].map(Dimension::named);
/// let w = Matrix::new(Network::symbol(&Symbol::matrix("W", n.clone(), k)));
/// let (left, right) = ((&w * w.t()).t(), &w * w.t());
/// assert_eq!(left.into_result()?.normal_form(), right.into_result()?.normal_form());
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    rows: Dimension,
    columns: Dimension,
    sum: Sum,
}

impl Network {
    /// The formula that is one letter.
    #[must_use]
    pub fn symbol(symbol: &Symbol) -> Self {
        let tensor = Tensor::symbol(symbol);
        let diagram = if symbol.is(Property::Diagonal) {
            let mut diagram = Diagram::of(tensor, symbol.rows().atoms().to_vec());
            diagram.outputs.push(0);
            diagram
        } else {
            Diagram::of(tensor, symbol.atoms().cloned().collect())
        };
        Self::new(
            symbol.rows().clone(),
            symbol.columns().clone(),
            Sum::of(Term::of(diagram)),
        )
    }

    /// A dimension as a number.
    #[must_use]
    pub fn size(dimension: &Dimension) -> Self {
        let identity = Self::identity(dimension);
        let pairs = dimension.atoms().len();
        identity.scalar_by(|outputs| {
            outputs[..pairs]
                .iter()
                .copied()
                .zip(outputs[pairs..].iter().copied())
                .collect()
        })
    }

    /// A formula from its sum of networks, whose outputs are the atoms of rows and columns.
    pub(super) fn new(rows: Dimension, columns: Dimension, sum: Sum) -> Self {
        debug_assert!(
            sum.outputs
                .iter()
                .eq(rows.atoms().iter().chain(columns.atoms()))
        );
        Self { rows, columns, sum }
    }

    /// A formula of the same shape.
    pub(super) fn with_sum(&self, sum: Sum) -> Self {
        Self::new(self.rows.clone(), self.columns.clone(), sum)
    }

    /// The sum of networks.
    #[must_use]
    pub fn sum(&self) -> &Sum {
        &self.sum
    }

    fn shape(&self) -> Shape {
        Shape::new(&self.rows, &self.columns)
    }

    fn outputs(rows: &Dimension, columns: &Dimension) -> Vec<Atom> {
        rows.atoms()
            .iter()
            .chain(columns.atoms())
            .cloned()
            .collect()
    }

    /// Number of outputs that are rows.
    fn row_count(&self) -> usize {
        self.rows.atoms().len()
    }

    fn one_term(rows: &Dimension, columns: &Dimension, build: impl FnOnce(&mut Diagram)) -> Self {
        let mut diagram = Diagram::default();
        build(&mut diagram);
        let sum = Sum {
            outputs: Self::outputs(rows, columns),
            terms: vec![Term::of(diagram)],
        };
        Self::new(rows.clone(), columns.clone(), sum)
    }

    /// Every term changed in the same way into one of this shape.
    fn map(&self, rows: &Dimension, columns: &Dimension, change: impl FnMut(&mut Diagram)) -> Self {
        let sum = self.sum.map(Self::outputs(rows, columns), change);
        Self::new(rows.clone(), columns.clone(), sum)
    }

    /// The scalar that arises by joining outputs pairwise.
    fn scalar_by(&self, pairs: impl Fn(&[Wire]) -> Vec<(Wire, Wire)>) -> Self {
        self.map(&Dimension::one(), &Dimension::one(), |diagram| {
            let outputs = std::mem::take(&mut diagram.outputs);
            diagram.identify(&pairs(&outputs));
        })
    }

    fn product(
        &self,
        other: &Self,
        (rows, columns): (Dimension, Dimension),
        join: impl Fn(&[Wire], &[Wire]) -> Wiring,
    ) -> Self {
        let sum = self
            .sum
            .product(&other.sum, Self::outputs(&rows, &columns), join);
        Self::new(rows, columns, sum)
    }

    fn square(&self, operation: &'static str) -> Result<usize, AlgebraError> {
        match () {
            () if self.rows == self.columns => Ok(self.row_count()),
            () if self.rows.same_size(&self.columns) => Err(grouping(&self.rows, &self.columns)),
            () => Err(AlgebraError::NotSquare {
                operation,
                found: self.shape(),
            }),
        }
    }

    fn expect_scalar(&self) -> Result<(), AlgebraError> {
        if self.sum.outputs.is_empty() {
            return Ok(());
        }
        Err(AlgebraError::Expected {
            expected: "a scalar (1×1)".into(),
            found: self.shape(),
        })
    }

    /// The same matrix with its rows grouped in another order, where that is possible: in a matrix of ones, or an
    /// identity.
    fn with_rows(&self, rows: &Dimension) -> Option<Self> {
        if self.rows == *rows {
            return Some(self.clone());
        }
        if !self.rows.same_size(rows) {
            return None;
        }
        let count = self.row_count();
        let degrees: Vec<_> = self.sum.terms.iter().map(|t| t.diagram.degrees()).collect();
        let terms = || self.sum.terms.iter().zip(&degrees);
        let constant =
            terms().all(|(t, degrees)| t.diagram.outputs[..count].iter().all(|&w| degrees[w] == 1));
        let identity = self.rows == self.columns
            && terms().all(|(t, degrees)| {
                let (left, right) = t.diagram.outputs.split_at(count);
                left == right && left.iter().all(|&w| degrees[w] == 2)
            });
        if !constant && !identity {
            return None;
        }
        let columns = if constant { &self.columns } else { rows };
        Some(self.map(rows, columns, |diagram| {
            let new: Vec<_> = rows.atoms().iter().map(|atom| diagram.wire(atom)).collect();
            let kept = diagram.outputs.split_off(count);
            let old = std::mem::take(&mut diagram.outputs);
            diagram.outputs = if constant {
                [new, kept].concat()
            } else {
                [new.clone(), new].concat()
            };
            diagram.remove_wires(&old);
        }))
    }

    /// The same with columns grouped in another order, where that is possible.
    fn with_columns(&self, columns: &Dimension) -> Option<Self> {
        Some(self.transpose().with_rows(columns)?.transpose())
    }

    /// Whether this is a commutation matrix, or a product of Kronecker products of such.
    fn is_permutation(&self) -> bool {
        let [term] = self.sum.terms.as_slice() else {
            return false;
        };
        let (left, right) = term.diagram.outputs.split_at(self.row_count());
        let sorted = |wires: &[Wire]| {
            let mut wires = wires.to_vec();
            wires.sort_unstable();
            wires.dedup();
            wires
        };
        let all: Vec<_> = (0..term.diagram.wires.len()).collect();
        let bare = term.diagram.factors.is_empty() && term.diagram.named.is_empty();
        bare && term.coefficient.is_one()
            && left.len() == all.len()
            && right.len() == all.len()
            && sorted(left) == all
            && sorted(right) == all
    }

    /// Both with the same grouping of rows and columns, or why they have none.
    pub(super) fn aligned(
        &self,
        other: &Self,
        operation: &'static str,
    ) -> Result<(Self, Self), AlgebraError> {
        if self.rows == other.rows && self.columns == other.columns {
            return Ok((self.clone(), other.clone()));
        }
        if !self.rows.same_size(&other.rows) || !self.columns.same_size(&other.columns) {
            return Err(AlgebraError::Unequal {
                operation,
                left: self.shape(),
                right: other.shape(),
            });
        }
        let like = |a: &Self, b: &Self| {
            a.with_rows(&b.rows)
                .and_then(|a| a.with_columns(&b.columns))
        };
        if let Some(regrouped) = like(other, self) {
            return Ok((self.clone(), regrouped));
        }
        if let Some(regrouped) = like(self, other) {
            return Ok((regrouped, other.clone()));
        }
        Err(if self.rows == other.rows {
            grouping(&self.columns, &other.columns)
        } else {
            grouping(&self.rows, &other.rows)
        })
    }

    /// Puts an index in the place of the rows (or columns), which must be what it runs over.
    fn at(&self, index: &Index, rows: bool) -> Result<Self, AlgebraError> {
        let own = if rows { &self.rows } else { &self.columns };
        if own != index.dimension() {
            return Err(AlgebraError::Unequal {
                operation: "an index",
                left: Shape::new(own, 1),
                right: Shape::new(index.dimension(), 1),
            });
        }
        let one = Dimension::one();
        let (rows_left, columns_left) = if rows {
            (&one, &self.columns)
        } else {
            (&self.rows, &one)
        };
        let count = self.row_count();
        Ok(self.map(rows_left, columns_left, |diagram| {
            let mut first = std::mem::take(&mut diagram.outputs);
            let last = first.split_off(count);
            let (taken, left) = if rows { (first, last) } else { (last, first) };
            diagram.outputs = left;
            diagram
                .named
                .extend(index.labels().map(|(label, _)| label).zip(taken));
            diagram.identify(&[]);
        }))
    }

    /// Takes back an index, whose wires become outputs where asked for and are summed over otherwise.
    fn bind(
        &self,
        indices: &[&Index],
        outputs: &[&Index],
        shape: (&Dimension, &Dimension),
    ) -> Self {
        self.map(shape.0, shape.1, |diagram| {
            let mut wires = Vec::new();
            for index in indices {
                let mut own = Vec::new();
                for (label, atom) in index.labels() {
                    let place = diagram.named.iter().position(|(name, _)| *name == label);
                    own.push(match place {
                        Some(place) => diagram.named.remove(place).1,
                        None => diagram.wire(atom),
                    });
                }
                wires.push(own);
            }
            for output in outputs {
                if let Some(place) = indices.iter().position(|index| index == output) {
                    diagram.outputs.extend_from_slice(&wires[place]);
                }
            }
        })
    }

    /// The network of one factor that holds this formula.
    fn node(
        &self,
        rows: &Dimension,
        columns: &Dimension,
        node: impl FnOnce(Sum) -> Tensor,
    ) -> Self {
        let diagram = Diagram::with_node(&self.sum, node);
        let sum = Sum {
            outputs: Self::outputs(rows, columns),
            terms: vec![Term::of(diagram)],
        };
        Self::new(rows.clone(), columns.clone(), sum)
    }

    /// Every entry to a power.
    #[must_use]
    pub fn entrywise_power(&self, exponent: Rational64) -> Self {
        let mut power = self.node(&self.rows, &self.columns, Tensor::piece);
        if num_traits::Zero::is_zero(&exponent) {
            return Self::ones(&self.rows, &self.columns);
        }
        power.sum.terms[0].diagram.factors[0].exponent = exponent;
        power
    }
}

fn grouping(left: &Dimension, right: &Dimension) -> AlgebraError {
    AlgebraError::Grouping {
        left: left.to_string(),
        right: right.to_string(),
    }
}

impl MatrixAlgebra for Network {
    type Dimension = Dimension;
    type Index = Index;

    fn rows(&self) -> Dimension {
        self.rows.clone()
    }

    fn columns(&self) -> Dimension {
        self.columns.clone()
    }

    fn dimension(size: usize) -> Dimension {
        Dimension::number(size as u64)
    }

    fn index(number: u64, over: &Dimension) -> Result<Index, AlgebraError> {
        // Which parts of a product of dimensions a number stands for depends on their sizes.
        if over.atoms().len() > 1 {
            return Err(AlgebraError::Unsupported(format!(
                "the index {number} into {over} is not in this algebra"
            )));
        }
        let size = over.as_number();
        if number == 0 || size.is_some_and(|size| size < number) {
            return Err(AlgebraError::Unsupported(format!(
                "there is no index {number} in 1…{over}"
            )));
        }
        Ok(Index::number(number, over))
    }

    fn free_index(name: &str, _place: usize, over: &Dimension) -> Index {
        Index::free(name, over)
    }

    fn constant(ratio: Ratio) -> Result<Self, AlgebraError> {
        let number = Rational::from_ratio(ratio)?;
        Ok(Self::new(
            Dimension::one(),
            Dimension::one(),
            Sum::number(number),
        ))
    }

    fn identity(n: &Dimension) -> Self {
        Self::one_term(n, n, |diagram| {
            let wires: Vec<_> = n.atoms().iter().map(|atom| diagram.wire(atom)).collect();
            diagram.outputs = [wires.clone(), wires].concat();
        })
    }

    fn ones(rows: &Dimension, columns: &Dimension) -> Self {
        Self::one_term(rows, columns, |diagram| {
            let atoms = rows.atoms().iter().chain(columns.atoms());
            diagram.outputs = atoms.map(|atom| diagram.wire(atom)).collect();
        })
    }

    fn commutation(m: &Dimension, n: &Dimension) -> Self {
        Self::one_term(&m.times(n), &n.times(m), |diagram| {
            let mut wires =
                |d: &Dimension| -> Vec<_> { d.atoms().iter().map(|a| diagram.wire(a)).collect() };
            let (m, n) = (wires(m), wires(n));
            diagram.outputs = [m.clone(), n.clone(), n, m].concat();
        })
    }

    fn add(&self, other: &Self) -> Result<Self, AlgebraError> {
        let (left, right) = self.aligned(other, "a sum")?;
        let sum = left.sum.plus(&right.sum);
        Ok(Self::new(left.rows, left.columns, sum))
    }

    fn negate(&self) -> Self {
        Self {
            sum: self.sum.times(&-Rational::one()),
            ..self.clone()
        }
    }

    fn scale(&self, scalar: &Self) -> Result<Self, AlgebraError> {
        scalar.expect_scalar()?;
        let shape = (self.rows.clone(), self.columns.clone());
        Ok(scalar.product(self, shape, |_, own| Wiring {
            pairs: Vec::new(),
            outputs: own.to_vec(),
        }))
    }

    fn multiply(&self, other: &Self) -> Result<Self, AlgebraError> {
        if self.columns != other.rows {
            if !self.columns.same_size(&other.rows) {
                return Err(AlgebraError::Product {
                    left: self.shape(),
                    right: other.shape(),
                });
            }
            if let Some(regrouped) = other.with_rows(&self.columns) {
                return self.multiply(&regrouped);
            }
            if let Some(regrouped) = self.with_columns(&other.rows) {
                return regrouped.multiply(other);
            }
            return Err(grouping(&self.columns, &other.rows));
        }
        let (rows, inner) = (self.row_count(), other.row_count());
        let shape = (self.rows.clone(), other.columns.clone());
        Ok(self.product(other, shape, |left, right| Wiring {
            pairs: left[rows..]
                .iter()
                .copied()
                .zip(right[..inner].iter().copied())
                .collect(),
            outputs: [&left[..rows], &right[inner..]].concat(),
        }))
    }

    fn transpose(&self) -> Self {
        let rows = self.row_count();
        self.map(&self.columns, &self.rows, |diagram| {
            diagram.outputs.rotate_left(rows)
        })
    }

    fn hadamard(&self, other: &Self) -> Result<Self, AlgebraError> {
        let (left, right) = self.aligned(other, "a Hadamard product")?;
        let shape = (left.rows.clone(), left.columns.clone());
        Ok(left.product(&right, shape, |a, b| Wiring {
            pairs: a.iter().copied().zip(b.iter().copied()).collect(),
            outputs: a.to_vec(),
        }))
    }

    fn kronecker(&self, other: &Self) -> Self {
        let shape = (
            self.rows.times(&other.rows),
            self.columns.times(&other.columns),
        );
        let (p, q) = (self.row_count(), other.row_count());
        self.product(other, shape, |a, b| Wiring {
            pairs: Vec::new(),
            outputs: [&a[..p], &b[..q], &a[p..], &b[q..]].concat(),
        })
    }

    fn vec(&self) -> Self {
        let rows = self.row_count();
        self.map(
            &self.columns.times(&self.rows),
            &Dimension::one(),
            |diagram| {
                diagram.outputs.rotate_left(rows);
            },
        )
    }

    fn trace(&self) -> Result<Self, AlgebraError> {
        let rows = self.square("a trace")?;
        Ok(self.scalar_by(|outputs| {
            outputs[..rows]
                .iter()
                .copied()
                .zip(outputs[rows..].iter().copied())
                .collect()
        }))
    }

    fn frobenius(&self, other: &Self) -> Result<Self, AlgebraError> {
        self.hadamard(other)
            .map(|product| product.scalar_by(|_| Vec::new()))
            .map_err(|error| match error {
                AlgebraError::Unequal { left, right, .. } => AlgebraError::Unequal {
                    operation: "a Frobenius product",
                    left,
                    right,
                },
                other => other,
            })
    }

    fn diagonal_matrix(&self) -> Result<Self, AlgebraError> {
        if !self.columns.atoms().is_empty() {
            return Err(AlgebraError::Expected {
                expected: "a column".into(),
                found: self.shape(),
            });
        }
        Ok(self.map(&self.rows, &self.rows, |diagram| {
            diagram.outputs = [diagram.outputs.clone(), diagram.outputs.clone()].concat();
        }))
    }

    fn diagonal(&self) -> Result<Self, AlgebraError> {
        let rows = self.square("a diagonal")?;
        Ok(self.map(&self.rows, &Dimension::one(), |diagram| {
            let columns = diagram.outputs.split_off(rows);
            let pairs: Vec<_> = diagram.outputs.iter().copied().zip(columns).collect();
            diagram.identify(&pairs);
        }))
    }

    fn entry(&self, i: &Index, j: &Index) -> Result<Self, AlgebraError> {
        self.at(i, true)?.at(j, false)
    }

    fn row(&self, i: &Index) -> Result<Self, AlgebraError> {
        self.at(i, true)
    }

    fn column(&self, j: &Index) -> Result<Self, AlgebraError> {
        self.at(j, false)
    }

    fn delta(i: &Index, j: &Index) -> Self {
        let one = Dimension::one();
        if i.dimension() != j.dimension() {
            // Indices over different dimensions: the entry of a rectangular matrix of which nothing is known.
            let unknown = Symbol::matrix("δ", i.dimension().clone(), j.dimension().clone());
            let unknown = Self::symbol(&unknown.assume(Property::Invertible));
            return unknown.entry(i, j).unwrap_or(unknown);
        }
        Self::one_term(&one, &one, |diagram| {
            for ((left, atom), (right, _)) in i.labels().zip(j.labels()) {
                let wire = diagram.wire(atom);
                diagram.named.extend([(left, wire), (right, wire)]);
            }
            diagram.identify(&[]);
        })
    }

    fn unit(n: &Dimension, i: &Index) -> Result<Self, AlgebraError> {
        Self::identity(n).column(i)
    }

    fn sum(
        over: &Dimension,
        shape: (&Dimension, &Dimension),
        mut term: impl FnMut(&Index) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        let index = Index::bound(over);
        let body = term(&index)?;
        let zero = Self::new(
            shape.0.clone(),
            shape.1.clone(),
            Sum::zero(Self::outputs(shape.0, shape.1)),
        );
        let (_, body) = zero.aligned(&body, "a sum")?;
        // The shape told by the caller may group its factors in another order.
        let shape = (body.rows.clone(), body.columns.clone());
        Ok(body.bind(&[&index], &[], (&shape.0, &shape.1)))
    }

    fn tabulate(
        rows: &Dimension,
        columns: &Dimension,
        mut entry: impl FnMut(&Index, &Index) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        let (i, j) = (Index::bound(rows), Index::bound(columns));
        let entry = entry(&i, &j)?;
        entry.expect_scalar()?;
        Ok(entry.bind(&[&i, &j], &[&i, &j], (rows, columns)))
    }

    fn tabulate_block(
        row: (&Dimension, &Dimension),
        column: (&Dimension, &Dimension),
        mut entry: impl FnMut([&Index; 4]) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        let [i, j, k, l] = [row.0, row.1, column.0, column.1].map(Index::bound);
        let entry = entry([&i, &j, &k, &l])?;
        entry.expect_scalar()?;
        let shape = (row.1.times(row.0), column.1.times(column.0));
        Ok(entry.bind(&[&i, &j, &k, &l], &[&j, &i, &l, &k], (&shape.0, &shape.1)))
    }

    fn inverse(&self) -> Result<Self, AlgebraError> {
        if self.is_permutation() {
            return Ok(self.transpose());
        }
        let rows = self.square("an inverse")?;
        if rows == 0 {
            return self.reciprocal();
        }
        Ok(self.node(&self.rows, &self.columns, |sum| Tensor::inverse(sum, rows)))
    }

    fn determinant(&self) -> Result<Self, AlgebraError> {
        let rows = self.square("a determinant")?;
        if rows == 0 {
            return Ok(self.clone());
        }
        let one = Dimension::one();
        let mut determinant = self.node(&self.rows, &self.columns, |sum| {
            Tensor::determinant(sum, rows)
        });
        // The node stands for one number for each free index: its rows and columns are no slots.
        let factor = &mut determinant.sum.terms[0].diagram;
        let dropped = std::mem::take(&mut factor.outputs);
        factor.factors[0].slots.drain(..2 * rows);
        factor.remove_wires(&dropped);
        Ok(Self::new(
            one.clone(),
            one,
            Sum {
                outputs: Vec::new(),
                ..determinant.sum
            },
        ))
    }

    fn elementwise(&self, function: Elementary) -> Result<Self, AlgebraError> {
        if function == Elementary::Sqrt {
            return Ok(self.entrywise_power(Rational64::new(1, 2)));
        }
        Ok(self.node(&self.rows, &self.columns, |sum| {
            Tensor::elementary(function, sum)
        }))
    }

    fn reciprocal(&self) -> Result<Self, AlgebraError> {
        Ok(self.entrywise_power(-Rational64::one()))
    }

    fn gradient_in(&self, letter: &Self) -> Result<Self, AlgebraError> {
        self.gradient(&letter.letter()?)
    }

    fn jacobian_in(&self, letter: &Self) -> Result<Self, AlgebraError> {
        Ok(self.jacobian(&letter.letter()?))
    }

    fn along(&self, letter: &Self, direction: &Self) -> Result<Self, AlgebraError> {
        self.differential(&letter.letter()?, direction)
    }

    fn expansion(&self, letters: &[Self], order: u8) -> Result<Self, AlgebraError> {
        let letters = letters
            .iter()
            .map(Self::letter)
            .collect::<Result<Vec<_>, _>>()?;
        self.taylor(&letters, order)
    }
}
