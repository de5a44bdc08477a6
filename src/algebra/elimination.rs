//! Gaussian elimination in any numbers: exact ones, dual ones, numbers that track their rounding.
//!
//! The decompositions of linear-algebra libraries exist for floating numbers only; this one serves the small
//! matrices of a formula under test.

use super::{AlgebraError, Dense};
use crate::scalar::Number;
use nalgebra::DMatrix;

/// Inverse and determinant of a square matrix by elimination with row pivoting.
/// O(n³) operations. A singular matrix has determinant zero and no inverse.
///
/// # Errors
/// Whatever a reciprocal of the numbers can fail with.
pub(super) fn inverse_and_determinant<N: Number>(
    a: &Dense<N>,
) -> Result<(Option<DMatrix<N>>, N), AlgebraError> {
    let n = a.as_matrix().nrows();
    let mut left = a.as_matrix().clone();
    let mut right = DMatrix::<N>::identity(n, n);
    let mut determinant = N::one();
    for column in 0..n {
        let (pivot, size) = (column..n)
            .map(|row| (row, left[(row, column)].pivot_size()))
            .fold(
                (column, 0.0),
                |best, next| if next.1 > best.1 { next } else { best },
            );
        if size <= 0.0 {
            return Ok((None, N::zero()));
        }
        if pivot != column {
            left.swap_rows(pivot, column);
            right.swap_rows(pivot, column);
            determinant = -determinant;
        }
        let head = left[(column, column)].clone();
        determinant *= head.clone();
        let inverse_head = head.recip()?;
        for row in (0..n).filter(|&row| row != column) {
            let factor = left[(row, column)].clone() * inverse_head.clone();
            for j in 0..n {
                let (from_left, from_right) =
                    (left[(column, j)].clone(), right[(column, j)].clone());
                left[(row, j)] -= factor.clone() * from_left;
                right[(row, j)] -= factor.clone() * from_right;
            }
        }
        for j in 0..n {
            left[(column, j)] *= inverse_head.clone();
            right[(column, j)] *= inverse_head.clone();
        }
    }
    Ok((Some(right), determinant))
}
