//! ‖GᵀG‖₂ of a factor, the number that Lipschitz constants are made of.
//!
//! The smaller of GᵀG and GGᵀ (they have the same norm) is reduced to tridiagonal form, whose largest eigenvalue is
//! found by counting sign changes: slower than an iteration, but it always ends, and the count is right even where
//! eigenvalues cluster. The factor is first scaled by a power of two, which costs no rounding, so that the squares of its
//! entries neither overflow nor vanish when the answer does not.

use faer::{Accum, MatRef};
use nalgebra::DMatrix;
use nalgebra::linalg::SymmetricTridiagonal;
use nalgebra_sparse::CsrMatrix;

use super::FactorizationError;
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, multiply};

/// Largest order of a dense eigenvalue computation; about ten seconds.
const LIMIT: usize = 2000;

/// A nonnegative number `fraction · 2^exponent`, for intermediate results beyond the range of f64.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scaled {
    pub(crate) fraction: f64,
    pub(crate) exponent: i32,
}

impl Scaled {
    /// The number itself: infinite or zero only if it is beyond the range of f64.
    pub(crate) fn value(self) -> f64 {
        // In two steps, because 2^exponent itself may be out of range.
        let half = self.exponent / 2;
        self.fraction * power_of_two(half) * power_of_two(self.exponent - half)
    }

    /// The product with a factor ≥ 0.
    pub(crate) fn times(self, factor: f64) -> Self {
        let exponent = exponent_of(&[factor]);
        let factor = scale(&[factor], exponent).iter().sum::<f64>();
        Self {
            fraction: self.fraction * factor,
            exponent: self.exponent + exponent,
        }
    }
}

/// 2^exponent, zero or infinity outside the range of f64.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    2.0_f64.powi(exponent)
}

/// The exponent e with max |values| in [2^(e−1), 2^e) (or below 2^e, if it is subnormal); zero if all values are zero.
pub(crate) fn exponent_of(values: &[f64]) -> i32 {
    let largest = values
        .iter()
        .fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest > 0.0 {
        // Eleven bits above the 52 of the fraction, biased so that [1, 2) has 1023.
        i32::try_from(largest.to_bits() >> 52).map_or(0, |biased| biased - 1022)
    } else {
        0
    }
}

/// ‖GᵀG‖₂ = ‖G‖₂² of a matrix, dense or sparse: relative error a small multiple of order·ε.
///
/// # Errors
/// [`FactorizationError::TooLarge`] if both sides of G exceed 2000.
pub(crate) fn gram_spectral_norm(
    name: &'static str,
    g: &Data,
) -> Result<Scaled, FactorizationError> {
    match g {
        Data::Dense(g) => gram_norm(name, g),
        Data::Sparse(g) => gram_norm_sparse(name, g),
    }
}

/// [`gram_spectral_norm`] of a factor held as a dense matrix.
pub(crate) fn gram_norm(
    name: &'static str,
    g: &DMatrix<f64>,
) -> Result<Scaled, FactorizationError> {
    check_order(name, g.shape())?;
    let exponent = exponent_of(g.as_slice());
    let scaled = scale(g.as_slice(), exponent);
    let g = Block::new(&scaled, g.nrows(), g.ncols());
    let g = if g.nrows() < g.ncols() {
        g
    } else {
        g.transpose()
    };
    let fraction = largest_eigenvalue(gram(g.view()));
    Ok(Scaled {
        fraction,
        exponent: 2 * exponent,
    })
}

fn gram_norm_sparse(name: &'static str, g: &CsrMatrix<f64>) -> Result<Scaled, FactorizationError> {
    check_order(name, (g.nrows(), g.ncols()))?;
    // GᵀG is a sum over the rows of G, so the smaller Gram matrix belongs to the matrix with fewer columns.
    let g = if g.nrows() < g.ncols() {
        &g.transpose()
    } else {
        g
    };
    let exponent = exponent_of(g.values());
    let scaled = scale(g.values(), exponent);
    let mut gram = DMatrix::zeros(g.ncols(), g.ncols());
    for row in g.row_offsets().windows(2) {
        for left in row[0]..row[1] {
            for right in row[0]..row[1] {
                gram[(g.col_indices()[left], g.col_indices()[right])] +=
                    scaled[left] * scaled[right];
            }
        }
    }
    Ok(Scaled {
        fraction: largest_eigenvalue(gram),
        exponent: 2 * exponent,
    })
}

fn check_order(name: &'static str, (rows, cols): (usize, usize)) -> Result<(), FactorizationError> {
    if rows.min(cols) > LIMIT {
        return Err(FactorizationError::TooLarge {
            name,
            rows,
            cols,
            limit: LIMIT,
        });
    }
    Ok(())
}

/// The values divided by 2^exponent, in two exact steps because 2^−exponent may be out of range.
pub(crate) fn scale(values: &[f64], exponent: i32) -> Vec<f64> {
    let half = exponent / 2;
    let (first, second) = (power_of_two(-half), power_of_two(half - exponent));
    values.iter().map(|value| value * first * second).collect()
}

/// G Gᵀ.
fn gram(g: MatRef<'_, f64>) -> DMatrix<f64> {
    let mut out = DMatrix::zeros(g.nrows(), g.nrows());
    multiply(
        BlockMut::of(&mut out).view(),
        Accum::Replace,
        g,
        g.transpose(),
        1.0,
    );
    out
}

/// Largest eigenvalue of a symmetric positive semidefinite matrix with entries of moderate size (at most about 1e100).
pub(crate) fn largest_eigenvalue(symmetric: DMatrix<f64>) -> f64 {
    let order = symmetric.nrows();
    if order <= 1 {
        return symmetric.iter().copied().next().unwrap_or(0.0);
    }
    let (diagonal, off_diagonal) = SymmetricTridiagonal::new(symmetric).unpack_tridiagonal();
    let neighbours = |i: usize| {
        let left = if i > 0 {
            off_diagonal[i - 1].abs()
        } else {
            0.0
        };
        left + if i + 1 < order {
            off_diagonal[i].abs()
        } else {
            0.0
        }
    };
    // Gershgorin from above; a diagonal entry is never above the largest eigenvalue.
    let mut above = (0..order)
        .map(|i| diagonal[i] + neighbours(i))
        .fold(0.0, f64::max);
    let mut below = diagonal.iter().copied().fold(0.0, f64::max);
    let tiny = f64::MIN_POSITIVE.max(above * f64::EPSILON * f64::EPSILON);
    while above - below > 2.0 * f64::EPSILON * above {
        let middle = below + (above - below) / 2.0;
        if middle <= below || middle >= above {
            break;
        }
        // The pivots of T − middle·I: one is positive as long as an eigenvalue lies above `middle` (Sylvester).
        let mut pivot = f64::NEG_INFINITY;
        let mut eigenvalue_above = false;
        for i in 0..order {
            let coupling = if i > 0 {
                off_diagonal[i - 1] * (off_diagonal[i - 1] / pivot)
            } else {
                0.0
            };
            pivot = diagonal[i] - middle - coupling;
            if pivot.abs() < tiny {
                pivot = -tiny;
            }
            if pivot > 0.0 {
                eigenvalue_above = true;
                break;
            }
        }
        if eigenvalue_above {
            below = middle;
        } else {
            above = middle;
        }
    }
    above
}

/// Lipschitz constants of the two block gradients, each with the other factor fixed: the smallest L with
/// `‖∇_W f(W′, H) − ∇_W f(W, H)‖ ≤ L ‖W′ − W‖` in the Frobenius norm, and the same for the second factor.
///
/// A gradient step on one factor alone descends for every step length below 2/L of that factor. The objectives are quartic
/// in both factors together, so there is no such constant for a joint step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lipschitz {
    /// Of the gradient with respect to the first factor (W or U).
    pub first: f64,
    /// Of the gradient with respect to the second factor (H or V).
    pub second: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::product::random::{sparse, uniform};
    use nalgebra::dmatrix;

    fn norm(g: &DMatrix<f64>) -> f64 {
        gram_norm("G", g).unwrap().value()
    }

    #[test]
    fn norms_known_by_hand() {
        for (g, expected) in [
            (dmatrix![3.0], 9.0),
            (dmatrix![3.0; 4.0], 25.0),
            (dmatrix![1., 0.; 0., -2.], 4.0),
            // GᵀG = [5 4; 4 5] has the eigenvalues 9 and 1.
            (dmatrix![1., 2.; 2., 1.], 9.0),
            (DMatrix::from_element(3, 4, 1.0), 12.0),
            (DMatrix::zeros(3, 2), 0.0),
        ] {
            // A reduction to tridiagonal form of order 2 or 3 and a bisection to 2ε: a handful of roundings.
            assert!(
                (norm(&g) - expected).abs() <= 16.0 * f64::EPSILON * expected,
                "{} for {g}",
                norm(&g)
            );
        }
    }

    #[test]
    fn the_norm_agrees_with_singular_values() {
        for (seed, (rows, cols)) in (0..).zip([(1, 7), (7, 1), (5, 3), (3, 50), (60, 20), (33, 33)])
        {
            let g = uniform(rows, cols, seed);
            let expected = g.singular_values().max().powi(2);
            // Both reductions err by a modest multiple of (order · length) roundings relative to the norm.
            let tolerance = 4.0 * (rows + cols) as f64 * f64::EPSILON * expected;
            assert!(
                (norm(&g) - expected).abs() <= tolerance,
                "{} against {expected}",
                norm(&g)
            );
        }
    }

    #[test]
    fn sparse_and_dense_agree() {
        for (rows, cols) in [(8, 5), (5, 8)] {
            let g = sparse(rows, cols, 3);
            let expected = norm(&DMatrix::from(&g));
            let actual = gram_spectral_norm("G", &Data::Sparse(g)).unwrap().value();
            // Sums of at most 8 products in another order, before and after a reduction of order 5.
            assert!((actual - expected).abs() <= 64.0 * f64::EPSILON * expected);
        }
    }

    #[test]
    fn scales_whose_squares_are_out_of_range() {
        let g = uniform(4, 3, 9);
        let base = norm(&g);
        for exponent in [-520, -500, 0, 500, 510] {
            let scaled = gram_norm("G", &(&g * power_of_two(exponent))).unwrap();
            // Scaling by a power of two rounds nothing.
            let back = Scaled {
                exponent: scaled.exponent - 2 * exponent,
                ..scaled
            };
            assert!(
                (back.value() - base).abs() <= 0.0,
                "{} against {base}",
                back.value()
            );
        }
        // 1e200² overflows, 1e-200² vanishes, the norm times the other λ does neither.
        for (size, lambda) in [(1e200, 1e-300), (1e-200, 1e300)] {
            let actual = gram_norm("G", &dmatrix![size; size])
                .unwrap()
                .times(lambda)
                .value();
            let expected = 2.0 * size * lambda * size;
            assert!((actual / expected - 1.0).abs() <= 8.0 * f64::EPSILON);
        }
    }

    #[test]
    fn multiple_and_clustered_largest_eigenvalues() {
        let g = DMatrix::from_diagonal(&nalgebra::dvector![1.0, 1.0, 1.0 - 1e-15, 0.5]);
        // The squares are exact or rounded once; bisection stops at 2ε.
        assert!((norm(&g) - 1.0).abs() <= 4.0 * f64::EPSILON);
    }

    #[test]
    fn a_matrix_with_two_long_sides_is_refused() {
        let g = Data::Sparse(CsrMatrix::identity(2001));
        let message = gram_spectral_norm("M", &g).unwrap_err().to_string();
        assert_eq!(
            message,
            "‖MᵀM‖₂ of a 2001×2001 matrix needs a dense matrix of order 2001, more than 2000"
        );
    }
}
