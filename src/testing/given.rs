//! How arguments reach the code under test, and how its answers come back.

use crate::algebra::{AlgebraError, Dense};
use crate::scalar::{Number, NumberError};
use nalgebra::{DMatrix, DVector};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What code can take as an argument.
pub trait Given<'a, N>: Sized {
    /// The argument from its matrix.
    ///
    /// # Errors
    /// If the matrix is no column or no number, and the code takes one.
    fn given(matrix: &'a DMatrix<N>) -> Result<Self, AlgebraError>;
}

impl<'a, N: Number> Given<'a, N> for &'a DMatrix<N> {
    fn given(matrix: &'a DMatrix<N>) -> Result<Self, AlgebraError> {
        Ok(matrix)
    }
}

/// Entries column by column.
impl<'a, N: Number> Given<'a, N> for &'a [N] {
    fn given(matrix: &'a DMatrix<N>) -> Result<Self, AlgebraError> {
        Ok(matrix.as_slice())
    }
}

impl<N: Number> Given<'_, N> for DVector<N> {
    fn given(matrix: &DMatrix<N>) -> Result<Self, AlgebraError> {
        match matrix.ncols() {
            1 => Ok(matrix.column(0).into_owned()),
            _ => Err(expected("a column", matrix)),
        }
    }
}

impl<N: Number> Given<'_, N> for N {
    fn given(matrix: &DMatrix<N>) -> Result<Self, AlgebraError> {
        match matrix.shape() {
            (1, 1) => Ok(matrix[(0, 0)].clone()),
            _ => Err(expected("a scalar (1×1)", matrix)),
        }
    }
}

fn expected<N>(what: &str, found: &DMatrix<N>) -> AlgebraError {
    let (rows, columns) = found.shape();
    AlgebraError::Plain(format!(
        "the code takes {what} where the signature has a matrix of shape {rows}×{columns}"
    ))
}

/// What code can answer.
pub trait Answer<N> {
    /// The answer as a matrix.
    ///
    /// # Errors
    /// The code's own.
    fn answer(self) -> Result<DMatrix<N>, AlgebraError>;
}

impl<N: Number> Answer<N> for N {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        Ok(DMatrix::from_element(1, 1, self))
    }
}

impl<N: Number> Answer<N> for DMatrix<N> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        Ok(self)
    }
}

impl<N: Number> Answer<N> for DVector<N> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        let rows = self.len();
        Ok(self.reshape_generic(nalgebra::Dyn(rows), nalgebra::Dyn(1)))
    }
}

/// A column.
impl<N: Number> Answer<N> for Vec<N> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        Ok(DMatrix::from_vec(self.len(), 1, self))
    }
}

impl<N: Number, T: Answer<N>> Answer<N> for Result<T, NumberError> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        self?.answer()
    }
}

impl<N: Number, T: Answer<N>> Answer<N> for Result<T, AlgebraError> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        self?.answer()
    }
}

impl<N: Number, T: Answer<N>> Answer<N> for Result<T, String> {
    fn answer(self) -> Result<DMatrix<N>, AlgebraError> {
        self.map_err(AlgebraError::Plain)?.answer()
    }
}

/// Runs code that may panic, such as a product of matrices that do not fit: a panic becomes an error with its message and the shapes of the arguments.
///
/// # Errors
/// The code's own, or its panic.
pub fn guarded<N: Number>(
    arguments: &[Dense<N>],
    code: impl FnOnce() -> Result<DMatrix<N>, AlgebraError>,
) -> Result<DMatrix<N>, AlgebraError> {
    catch_unwind(AssertUnwindSafe(code)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("without a message");
        let shapes: Vec<_> = arguments
            .iter()
            .map(|x| format!("{}×{}", x.shape().0, x.shape().1))
            .collect();
        let words = words.trim_end_matches('.');
        Err(AlgebraError::Plain(format!(
            "the code panicked at arguments of shapes {}: {words}",
            shapes.join(", ")
        )))
    })
}
