//! The algebra of matrices of numbers: evaluating a formula in it gives its value.

use super::elimination::inverse_and_determinant;
use super::operator::{Commutation, LinearOperator};
use super::{AlgebraError, MatrixAlgebra, Shape};
use crate::scalar::{Elementary, Number, Ratio};
use nalgebra::DMatrix;

/// A matrix of numbers, stored column by column.
///
/// ```
/// use matproof::algebra::{Dense, Matrix};
/// let a = Matrix::new(Dense::from_rows(&[[1.0, 2.0], [3.0, 4.0]]));
/// assert_eq!((&a * a.t()).into_result()?, Dense::from_rows(&[[5.0, 11.0], [11.0, 25.0]]));
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Dense<N>(DMatrix<N>);

impl<N: Number> Dense<N> {
    /// A matrix from its rows.
    #[must_use]
    pub fn from_rows<const C: usize>(rows: &[[N; C]]) -> Self {
        Self(DMatrix::from_fn(rows.len(), C, |i, j| rows[i][j].clone()))
    }

    /// A matrix from a function of its indices.
    #[must_use]
    pub fn from_fn(rows: usize, columns: usize, entry: impl FnMut(usize, usize) -> N) -> Self {
        Self(DMatrix::from_fn(rows, columns, entry))
    }

    /// The zero matrix.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self(DMatrix::zeros(rows, columns))
    }

    /// The 1×1 matrix of a number.
    #[must_use]
    pub fn scalar(number: N) -> Self {
        Self(DMatrix::from_element(1, 1, number))
    }

    /// The entries.
    #[must_use]
    pub fn as_matrix(&self) -> &DMatrix<N> {
        &self.0
    }

    /// The entries, to be changed.
    pub fn as_matrix_mut(&mut self) -> &mut DMatrix<N> {
        &mut self.0
    }

    /// The entries, given away.
    #[must_use]
    pub fn into_matrix(self) -> DMatrix<N> {
        self.0
    }

    /// The same matrix in other numbers, entry by entry.
    #[must_use]
    pub fn map<M: Number>(&self, f: impl FnMut(N) -> M) -> Dense<M> {
        Dense(self.0.map(f))
    }

    /// Rows and columns.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        self.0.shape()
    }

    fn named_shape(&self) -> Shape {
        Shape::new(self.0.nrows(), self.0.ncols())
    }

    fn same_shape(&self, other: &Self, operation: &'static str) -> Result<(), AlgebraError> {
        if self.shape() == other.shape() {
            return Ok(());
        }
        Err(AlgebraError::Unequal {
            operation,
            left: self.named_shape(),
            right: other.named_shape(),
        })
    }

    fn square(&self, operation: &'static str) -> Result<usize, AlgebraError> {
        if self.0.is_square() {
            return Ok(self.0.nrows());
        }
        Err(AlgebraError::NotSquare {
            operation,
            found: self.named_shape(),
        })
    }

    fn expect(&self, shape: (usize, usize), expected: &str) -> Result<(), AlgebraError> {
        if self.shape() == shape {
            return Ok(());
        }
        Err(AlgebraError::Expected {
            expected: expected.to_owned(),
            found: self.named_shape(),
        })
    }

    fn in_range(&self, index: usize, length: usize) -> Result<(), AlgebraError> {
        if index < length {
            return Ok(());
        }
        Err(AlgebraError::Index {
            index,
            shape: self.named_shape(),
        })
    }

    /// The single number of a 1×1 matrix.
    ///
    /// # Errors
    /// [`AlgebraError::Expected`] for every other shape.
    pub fn to_number(&self) -> Result<N, AlgebraError> {
        self.expect((1, 1), "a scalar (1×1)")?;
        Ok(self.0[(0, 0)].clone())
    }

    fn try_map(
        &self,
        mut f: impl FnMut(&N) -> Result<N, crate::scalar::NumberError>,
    ) -> Result<Self, AlgebraError> {
        let mut result = self.0.clone();
        for entry in result.iter_mut() {
            *entry = f(entry)?;
        }
        Ok(Self(result))
    }
}

impl<N: Number> From<DMatrix<N>> for Dense<N> {
    fn from(matrix: DMatrix<N>) -> Self {
        Self(matrix)
    }
}

impl<N: Number> MatrixAlgebra for Dense<N> {
    type Dimension = usize;
    type Index = usize;

    fn rows(&self) -> usize {
        self.0.nrows()
    }

    fn columns(&self) -> usize {
        self.0.ncols()
    }

    fn dimension(size: usize) -> usize {
        size
    }

    fn index(number: u64, over: &usize) -> Result<usize, AlgebraError> {
        let place = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        place.filter(|place| place < over).ok_or_else(|| {
            AlgebraError::Unsupported(format!("there is no index {number} in 1…{over}"))
        })
    }

    /// The rows and columns after the first, in turn: where the size allows, different places have different ones.
    fn free_index(_name: &str, place: usize, over: &usize) -> usize {
        (place + 1) % over.max(&1)
    }

    fn constant(ratio: Ratio) -> Result<Self, AlgebraError> {
        Ok(Self::scalar(N::from_ratio(ratio)?))
    }

    fn identity(n: &usize) -> Self {
        Self(DMatrix::identity(*n, *n))
    }

    fn ones(rows: &usize, columns: &usize) -> Self {
        Self(DMatrix::from_element(*rows, *columns, N::one()))
    }

    fn commutation(m: &usize, n: &usize) -> Self {
        Self(LinearOperator::<N>::to_dense(&Commutation::new(*m, *n)))
    }

    fn add(&self, other: &Self) -> Result<Self, AlgebraError> {
        self.same_shape(other, "a sum")?;
        Ok(Self(&self.0 + &other.0))
    }

    fn negate(&self) -> Self {
        Self(self.0.map(|x| -x))
    }

    fn scale(&self, scalar: &Self) -> Result<Self, AlgebraError> {
        let factor = scalar.to_number()?;
        Ok(Self(self.0.map(|x| factor.clone() * x)))
    }

    fn multiply(&self, other: &Self) -> Result<Self, AlgebraError> {
        if self.0.ncols() != other.0.nrows() {
            return Err(AlgebraError::Product {
                left: self.named_shape(),
                right: other.named_shape(),
            });
        }
        Ok(Self(&self.0 * &other.0))
    }

    fn transpose(&self) -> Self {
        Self(self.0.transpose())
    }

    fn hadamard(&self, other: &Self) -> Result<Self, AlgebraError> {
        self.same_shape(other, "a Hadamard product")?;
        Ok(Self(self.0.component_mul(&other.0)))
    }

    fn kronecker(&self, other: &Self) -> Self {
        Self(self.0.kronecker(&other.0))
    }

    fn vec(&self) -> Self {
        Self(DMatrix::from_column_slice(
            self.0.len(),
            1,
            self.0.as_slice(),
        ))
    }

    fn trace(&self) -> Result<Self, AlgebraError> {
        let n = self.square("a trace")?;
        let sum = (0..n).fold(N::zero(), |sum, i| sum + self.0[(i, i)].clone());
        Ok(Self::scalar(sum))
    }

    /// Σ_ij A_ij B_ij without the products off the diagonal of AᵀB: column by column, so that no term passes
    /// through more than rows + columns roundings.
    fn frobenius(&self, other: &Self) -> Result<Self, AlgebraError> {
        self.same_shape(other, "a Frobenius product")?;
        let column = |j: usize| {
            let (a, b) = (self.0.column(j), other.0.column(j));
            let products = a.iter().zip(b.iter());
            products.fold(N::zero(), |sum, (a, b)| sum + a.clone() * b.clone())
        };
        let sum = (0..self.0.ncols()).fold(N::zero(), |sum, j| sum + column(j));
        Ok(Self::scalar(sum))
    }

    fn diagonal_matrix(&self) -> Result<Self, AlgebraError> {
        self.expect((self.0.nrows(), 1), "a column")?;
        let n = self.0.nrows();
        Ok(Self::from_fn(n, n, |i, j| {
            if i == j {
                self.0[(i, 0)].clone()
            } else {
                N::zero()
            }
        }))
    }

    fn diagonal(&self) -> Result<Self, AlgebraError> {
        let n = self.square("a diagonal")?;
        Ok(Self::from_fn(n, 1, |i, _| self.0[(i, i)].clone()))
    }

    fn entry(&self, i: &usize, j: &usize) -> Result<Self, AlgebraError> {
        self.in_range(*i, self.0.nrows())?;
        self.in_range(*j, self.0.ncols())?;
        Ok(Self::scalar(self.0[(*i, *j)].clone()))
    }

    fn row(&self, i: &usize) -> Result<Self, AlgebraError> {
        self.in_range(*i, self.0.nrows())?;
        Ok(Self(self.0.rows(*i, 1).into_owned()))
    }

    fn column(&self, j: &usize) -> Result<Self, AlgebraError> {
        self.in_range(*j, self.0.ncols())?;
        Ok(Self(self.0.columns(*j, 1).into_owned()))
    }

    fn delta(i: &usize, j: &usize) -> Self {
        Self::scalar(if i == j { N::one() } else { N::zero() })
    }

    fn unit(n: &usize, i: &usize) -> Result<Self, AlgebraError> {
        let zero = Self::zeros(*n, 1);
        zero.in_range(*i, *n)?;
        Ok(Self::from_fn(*n, 1, |row, _| {
            if row == *i { N::one() } else { N::zero() }
        }))
    }

    fn sum(
        over: &usize,
        shape: (&usize, &usize),
        mut term: impl FnMut(&usize) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        let mut sum = Self::zeros(*shape.0, *shape.1);
        for i in 0..*over {
            sum = sum.add(&term(&i)?)?;
        }
        Ok(sum)
    }

    fn tabulate(
        rows: &usize,
        columns: &usize,
        mut entry: impl FnMut(&usize, &usize) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        let mut table = Self::zeros(*rows, *columns);
        for j in 0..*columns {
            for i in 0..*rows {
                table.0[(i, j)] = entry(&i, &j)?.to_number()?;
            }
        }
        Ok(table)
    }

    fn tabulate_block(
        row: (&usize, &usize),
        column: (&usize, &usize),
        mut entry: impl FnMut([&usize; 4]) -> Result<Self, AlgebraError>,
    ) -> Result<Self, AlgebraError> {
        // The position of (i,j) in vec of a matrix with p rows is i + p·j.
        Self::tabulate(&(row.0 * row.1), &(column.0 * column.1), |r, c| {
            entry([&(r % row.0), &(r / row.0), &(c % column.0), &(c / column.0)])
        })
    }

    fn blocks(rows: &[Vec<Self>]) -> Result<Self, AlgebraError> {
        let total = |sizes: &mut dyn Iterator<Item = usize>| sizes.sum();
        let height = total(&mut rows.iter().filter_map(|row| Some(row.first()?.shape().0)));
        let width = total(&mut rows.iter().take(1).flatten().map(|block| block.shape().1));
        let mut whole = DMatrix::zeros(height, width);
        let mut top = 0;
        for row in rows {
            let mut left = 0;
            let high = row.first().map_or(0, |block| block.shape().0);
            for block in row {
                let (m, n) = block.shape();
                block.expect(
                    (high, n.min(width.saturating_sub(left))),
                    "a block that fits",
                )?;
                whole.view_mut((top, left), (m, n)).copy_from(&block.0);
                left += n;
            }
            if left != width {
                return Err(AlgebraError::Expected {
                    expected: format!("a row of blocks with {width} columns"),
                    found: Shape::new(high, left),
                });
            }
            top += high;
        }
        Ok(Self(whole))
    }

    fn inverse(&self) -> Result<Self, AlgebraError> {
        self.square("an inverse")?;
        let (inverse, _) = inverse_and_determinant(self)?;
        inverse.map(Self).ok_or(AlgebraError::Singular)
    }

    fn determinant(&self) -> Result<Self, AlgebraError> {
        self.square("a determinant")?;
        Ok(Self::scalar(inverse_and_determinant(self)?.1))
    }

    fn elementwise(&self, function: Elementary) -> Result<Self, AlgebraError> {
        self.try_map(|x| x.elementary(function))
    }

    fn reciprocal(&self) -> Result<Self, AlgebraError> {
        self.try_map(Number::recip)
    }
}
