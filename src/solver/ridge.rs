//! Q = λMᵀM, the penalty's own quadratic form.

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

use crate::matrix::Data;

/// λMᵀM of the penalty λ‖MW‖², as the rows of W see it.
#[derive(Debug, Clone)]
pub(super) enum Ridge {
    /// No penalty.
    None,
    /// MᵀM is diagonal: no row of W sees another.
    Diagonal(Vec<f64>),
    /// Anything else: its entries ≥ 0 and the negatives of its entries < 0, so that Q = positive − negative.
    General {
        positive: CsrMatrix<f64>,
        negative: CsrMatrix<f64>,
    },
}

impl Ridge {
    /// Forms λMᵀM: as sparse as M allows, dense for a dense M.
    pub(super) fn new(m: &Data, lambda: f64) -> Self {
        if lambda <= 0.0 {
            return Self::None;
        }
        let square = match m {
            Data::Sparse(m) => (m.transpose() * m) * lambda,
            Data::Dense(m) => CsrMatrix::from(&(m.tr_mul(m) * lambda)),
        };
        let coupled = square
            .triplet_iter()
            .any(|(i, j, q)| i != j && q.abs() > 0.0);
        if !coupled {
            let mut diagonal = vec![0.0; square.nrows()];
            for (i, _, q) in square.triplet_iter() {
                diagonal[i] += q;
            }
            return Self::Diagonal(diagonal);
        }
        Self::General {
            positive: square.filter(|_, _, q| *q > 0.0),
            negative: -square.filter(|_, _, q| *q < 0.0),
        }
    }

    /// Adds Q Y to `out`.
    pub(super) fn add_image(&self, y: &DMatrix<f64>, out: &mut DMatrix<f64>) {
        match self {
            Self::None => {}
            Self::Diagonal(diagonal) => {
                for (mut out, y) in out.column_iter_mut().zip(y.column_iter()) {
                    for ((out, y), d) in out.iter_mut().zip(y.iter()).zip(diagonal) {
                        *out += d * y;
                    }
                }
            }
            Self::General { positive, negative } => *out += positive * y - negative * y,
        }
    }

    /// Its diagonal; `None` without a penalty.
    pub(super) fn diagonal(&self) -> Option<Vec<f64>> {
        match self {
            Self::None => None,
            Self::Diagonal(diagonal) => Some(diagonal.clone()),
            Self::General { positive, .. } => {
                let mut diagonal = vec![0.0; positive.nrows()];
                for (i, j, q) in positive.triplet_iter() {
                    if i == j {
                        diagonal[i] = *q;
                    }
                }
                Some(diagonal)
            }
        }
    }

    /// ‖Q‖₂, or a little more: the largest row sum of |Q|.
    pub(super) fn norm(&self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Diagonal(diagonal) => diagonal.iter().copied().fold(0.0, f64::max),
            Self::General { positive, negative } => {
                let rows = positive.row_iter().zip(negative.row_iter());
                rows.map(|(p, q)| p.values().iter().sum::<f64>() + q.values().iter().sum::<f64>())
                    .fold(0.0, f64::max)
            }
        }
    }
}
