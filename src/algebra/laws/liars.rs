//! Algebras with one mistake each, which the battery must refuse.

use super::{Laws, Sampler, partial, polynomial};
use crate::algebra::{AlgebraError, Dense, MatrixAlgebra};
use crate::scalar::{Elementary, Fp, Number, Ratio};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::panic::catch_unwind;

/// The algebra of matrices over the prime field, with one operation wrong.
#[derive(Clone, Debug)]
struct Lying<const MISTAKE: u8>(Dense<Fp>);

type Fallible<A> = Result<A, AlgebraError>;

const NONE: u8 = 0;
const ROWS_STACKED: u8 = 1;
const KRONECKER_SWAPPED: u8 = 2;
const COMMUTATION_SWAPPED: u8 = 3;
const SQUARE_TABLE_TRANSPOSED: u8 = 4;
const BLOCK_BY_ROWS: u8 = 5;
const TRACE_DOUBLED: u8 = 6;
const SQUARE_PRODUCT_SWAPPED: u8 = 7;
const HADAMARD_FORGETS: u8 = 8;
const SUM_FROM_ONE: u8 = 9;
const SQUARE_NOT_TRANSPOSED: u8 = 10;
const DELTA_ALWAYS_ONE: u8 = 11;
const UNIT_REVERSED: u8 = 12;
const DIAGONAL_REVERSED: u8 = 13;
const DETERMINANT_NEGATED: u8 = 14;
const INVERSE_TRANSPOSED: u8 = 15;
const SCALED_TWICE: u8 = 16;
const NEGATION_FORGOTTEN: u8 = 17;
const FIRST_ROW_ONLY: u8 = 18;
const FIRST_COLUMN_ONLY: u8 = 19;
const HALF_IS_TWO: u8 = 20;
const ONES_ARE_TWOS: u8 = 21;
const IDENTITY_OF_ONES: u8 = 22;
const RECIPROCAL_OF_NOTHING: u8 = 23;
const ENTRY_SHIFTED: u8 = 24;

fn reversed(a: &Dense<Fp>) -> Dense<Fp> {
    let (rows, columns) = a.shape();
    Dense::from_fn(rows, columns, |i, j| a.as_matrix()[(rows - 1 - i, j)])
}

impl<const MISTAKE: u8> MatrixAlgebra for Lying<MISTAKE> {
    type Dimension = usize;
    type Index = usize;

    fn rows(&self) -> usize {
        self.0.rows()
    }
    fn columns(&self) -> usize {
        self.0.columns()
    }
    fn dimension(size: usize) -> usize {
        size
    }
    fn index(number: u64, over: &usize) -> Fallible<usize> {
        Dense::<Fp>::index(number, over)
    }
    fn free_index(name: &str, place: usize, over: &usize) -> usize {
        Dense::<Fp>::free_index(name, place, over)
    }
    fn constant(ratio: Ratio) -> Fallible<Self> {
        let ratio = if MISTAKE == HALF_IS_TWO && ratio.denominator != 1 {
            Ratio::new(ratio.denominator, ratio.numerator)
        } else {
            ratio
        };
        Dense::constant(ratio).map(Self)
    }
    fn identity(n: &usize) -> Self {
        if MISTAKE == IDENTITY_OF_ONES {
            return Self::ones(n, n);
        }
        Self(Dense::identity(n))
    }
    fn ones(rows: &usize, columns: &usize) -> Self {
        let ones = Self(Dense::ones(rows, columns));
        if MISTAKE == ONES_ARE_TWOS {
            return Self(ones.0.add(&ones.0).expect("equal shapes"));
        }
        ones
    }
    fn commutation(m: &usize, n: &usize) -> Self {
        let (m, n) = if MISTAKE == COMMUTATION_SWAPPED {
            (n, m)
        } else {
            (m, n)
        };
        Self(Dense::commutation(m, n))
    }
    fn add(&self, other: &Self) -> Fallible<Self> {
        self.0.add(&other.0).map(Self)
    }
    fn negate(&self) -> Self {
        if MISTAKE == NEGATION_FORGOTTEN {
            return self.clone();
        }
        Self(self.0.negate())
    }
    fn scale(&self, scalar: &Self) -> Fallible<Self> {
        let once = self.0.scale(&scalar.0)?;
        if MISTAKE == SCALED_TWICE {
            return once.scale(&scalar.0).map(Self);
        }
        Ok(Self(once))
    }
    fn multiply(&self, other: &Self) -> Fallible<Self> {
        let square = self.rows() == self.columns() && self.0.shape() == other.0.shape();
        if MISTAKE == SQUARE_PRODUCT_SWAPPED && square {
            return other.0.multiply(&self.0).map(Self);
        }
        self.0.multiply(&other.0).map(Self)
    }
    fn transpose(&self) -> Self {
        if MISTAKE == SQUARE_NOT_TRANSPOSED && self.rows() == self.columns() {
            return self.clone();
        }
        Self(self.0.transpose())
    }
    fn hadamard(&self, other: &Self) -> Fallible<Self> {
        if MISTAKE == HADAMARD_FORGETS {
            return self.0.hadamard(&self.0).map(Self);
        }
        self.0.hadamard(&other.0).map(Self)
    }
    fn kronecker(&self, other: &Self) -> Self {
        Self(if MISTAKE == KRONECKER_SWAPPED {
            other.0.kronecker(&self.0)
        } else {
            self.0.kronecker(&other.0)
        })
    }
    fn vec(&self) -> Self {
        Self(if MISTAKE == ROWS_STACKED {
            self.0.transpose().vec()
        } else {
            self.0.vec()
        })
    }
    fn trace(&self) -> Fallible<Self> {
        let trace = self.0.trace()?;
        if MISTAKE == TRACE_DOUBLED {
            return trace.add(&trace).map(Self);
        }
        Ok(Self(trace))
    }
    fn diagonal_matrix(&self) -> Fallible<Self> {
        self.0.diagonal_matrix().map(Self)
    }
    fn diagonal(&self) -> Fallible<Self> {
        let diagonal = self.0.diagonal()?;
        Ok(Self(if MISTAKE == DIAGONAL_REVERSED {
            reversed(&diagonal)
        } else {
            diagonal
        }))
    }
    fn entry(&self, i: &usize, j: &usize) -> Fallible<Self> {
        let i = if MISTAKE == ENTRY_SHIFTED {
            (i + 1) % self.rows()
        } else {
            *i
        };
        self.0.entry(&i, j).map(Self)
    }
    fn row(&self, i: &usize) -> Fallible<Self> {
        let i = if MISTAKE == FIRST_ROW_ONLY { &0 } else { i };
        self.0.row(i).map(Self)
    }
    fn column(&self, j: &usize) -> Fallible<Self> {
        let j = if MISTAKE == FIRST_COLUMN_ONLY { &0 } else { j };
        self.0.column(j).map(Self)
    }
    fn delta(i: &usize, j: &usize) -> Self {
        let j = if MISTAKE == DELTA_ALWAYS_ONE { i } else { j };
        Self(Dense::delta(i, j))
    }
    fn unit(n: &usize, i: &usize) -> Fallible<Self> {
        let unit = Dense::unit(n, i)?;
        Ok(Self(if MISTAKE == UNIT_REVERSED {
            reversed(&unit)
        } else {
            unit
        }))
    }
    fn sum(
        over: &usize,
        shape: (&usize, &usize),
        mut term: impl FnMut(&usize) -> Fallible<Self>,
    ) -> Fallible<Self> {
        let skipped = usize::from(MISTAKE == SUM_FROM_ONE).min(*over);
        let shifted = |i: &usize| Ok(term(&(i + skipped))?.0);
        Dense::sum(&(over - skipped), shape, shifted).map(Self)
    }
    fn tabulate(
        rows: &usize,
        columns: &usize,
        mut entry: impl FnMut(&usize, &usize) -> Fallible<Self>,
    ) -> Fallible<Self> {
        let table = Dense::tabulate(rows, columns, |i, j| Ok(entry(i, j)?.0))?;
        Ok(Self(
            if MISTAKE == SQUARE_TABLE_TRANSPOSED && rows == columns {
                table.transpose()
            } else {
                table
            },
        ))
    }
    fn tabulate_block(
        row: (&usize, &usize),
        column: (&usize, &usize),
        mut entry: impl FnMut([&usize; 4]) -> Fallible<Self>,
    ) -> Fallible<Self> {
        if MISTAKE == BLOCK_BY_ROWS {
            return Self::tabulate(&(row.0 * row.1), &(column.0 * column.1), |r, c| {
                entry([&(r / row.1), &(r % row.1), &(c / column.1), &(c % column.1)])
            });
        }
        Dense::tabulate_block(row, column, |index| Ok(entry(index)?.0)).map(Self)
    }
    fn inverse(&self) -> Fallible<Self> {
        let inverse = self.0.inverse()?;
        Ok(Self(if MISTAKE == INVERSE_TRANSPOSED {
            inverse.transpose()
        } else {
            inverse
        }))
    }
    fn determinant(&self) -> Fallible<Self> {
        let determinant = self.0.determinant()?;
        Ok(Self(if MISTAKE == DETERMINANT_NEGATED {
            determinant.negate()
        } else {
            determinant
        }))
    }
    fn elementwise(&self, function: Elementary) -> Fallible<Self> {
        self.0.elementwise(function).map(Self)
    }
    fn reciprocal(&self) -> Fallible<Self> {
        if MISTAKE == RECIPROCAL_OF_NOTHING {
            return Ok(self.clone());
        }
        self.0.reciprocal().map(Self)
    }
}

struct Sample<const MISTAKE: u8>([usize; 4], ChaCha8Rng);

impl<const MISTAKE: u8> Sampler for Sample<MISTAKE> {
    type Algebra = Lying<MISTAKE>;

    fn dimensions(&self) -> [usize; 4] {
        self.0
    }
    fn draw(&mut self, rows: &usize, columns: &usize) -> Lying<MISTAKE> {
        Lying(Dense::from_fn(*rows, *columns, |_, _| {
            Fp::random(&mut self.1)
        }))
    }
    fn equal(&self, actual: &Lying<MISTAKE>, expected: &Lying<MISTAKE>) -> bool {
        actual.0 == expected.0
    }
}

/// Whether the battery accepts the algebra with this mistake.
fn survives<const MISTAKE: u8>() -> bool {
    let battery = || {
        for sizes in super::SIZES {
            let mut laws = Laws(Sample::<MISTAKE>(sizes, ChaCha8Rng::seed_from_u64(5)));
            polynomial::all(&mut laws);
            partial::inverses(&mut laws);
        }
        partial::no_elementary_functions(
            &mut Laws(Sample::<MISTAKE>(
                super::SIZES[0],
                ChaCha8Rng::seed_from_u64(5),
            )),
            Fp::NAME,
        );
    };
    catch_unwind(battery).is_ok()
}

#[test]
fn an_algebra_with_one_mistake_is_refused() {
    assert!(survives::<NONE>());
    macro_rules! refused {
        ($($mistake:ident),* $(,)?) => {
            $(assert!(!survives::<$mistake>(), stringify!($mistake));)*
        };
    }
    refused!(
        ROWS_STACKED,
        KRONECKER_SWAPPED,
        COMMUTATION_SWAPPED,
        SQUARE_TABLE_TRANSPOSED,
        BLOCK_BY_ROWS,
        TRACE_DOUBLED,
        SQUARE_PRODUCT_SWAPPED,
        HADAMARD_FORGETS,
        SUM_FROM_ONE,
        SQUARE_NOT_TRANSPOSED,
        DELTA_ALWAYS_ONE,
        UNIT_REVERSED,
        DIAGONAL_REVERSED,
        DETERMINANT_NEGATED,
        INVERSE_TRANSPOSED,
        SCALED_TWICE,
        NEGATION_FORGOTTEN,
        FIRST_ROW_ONLY,
        FIRST_COLUMN_ONLY,
        HALF_IS_TWO,
        ONES_ARE_TWOS,
        IDENTITY_OF_ONES,
        RECIPROCAL_OF_NOTHING,
        ENTRY_SHIFTED,
    );
}
