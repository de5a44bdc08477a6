//! The general solver, against dense decompositions.

use matproof::matrix::symmetric_eigen;
use matproof::spectrum::{Search, Symmetric, Which, davidson};
use nalgebra::DMatrix;
use quickcheck::{Arbitrary, Gen};
use quickcheck_macros::quickcheck;

use crate::points::uniform;

/// A symmetric matrix of order 1 to 24, plain, of low rank, graded over ten decades, or with repeated eigenvalues.
#[derive(Debug, Clone)]
struct Matrix {
    matrix: DMatrix<f64>,
    count: usize,
}

impl Arbitrary for Matrix {
    fn arbitrary(g: &mut Gen) -> Self {
        let order = 1 + usize::arbitrary(g) % 24;
        let seed = u64::from(u32::arbitrary(g));
        let a = uniform(order, order, seed);
        let symmetric = &a + a.transpose();
        let matrix = match u8::arbitrary(g) % 4 {
            0 => symmetric,
            1 => {
                let thin = uniform(order, order.div_ceil(3), seed);
                &thin * thin.transpose()
            }
            2 => {
                let scale = DMatrix::from_fn(order, order, |i, j| {
                    if i == j {
                        10.0_f64.powf(-((i % 10) as f64))
                    } else {
                        0.0
                    }
                });
                &scale * symmetric * &scale
            }
            _ => {
                let q = uniform(order, order, seed).qr().q();
                let values: Vec<f64> = (0..order).map(|i| (i / 3) as f64 - 2.0).collect();
                &q * DMatrix::from_diagonal(&values.into()) * q.transpose()
            }
        };
        let count = 1 + usize::arbitrary(g) % order.min(4);
        Self { matrix, count }
    }
}

#[quickcheck]
fn both_ends_of_any_symmetric_matrix(Matrix { mut matrix, count }: Matrix) -> bool {
    let (values, _) = symmetric_eigen(&matrix).unwrap();
    let norm = values
        .iter()
        .fold(0.0_f64, |norm, value| norm.max(value.abs()));
    [Which::Smallest, Which::Largest].into_iter().all(|which| {
        let search = Search {
            which,
            count,
            absolute: 1e-13 * norm,
            ..Search::default()
        };
        let start = DMatrix::zeros(matrix.nrows(), 0);
        let found = davidson(&mut matrix, &start, &search).unwrap();
        let expected: Vec<f64> = match which {
            Which::Smallest => values.clone(),
            Which::Largest => values.iter().rev().copied().collect(),
        };
        // A residual r puts a Ritz value within r of an eigenvalue; the dense one errs by order·ε·‖M‖.
        found.converged
            && found.values.len() == count
            && found
                .values
                .iter()
                .zip(&expected)
                .zip(&found.residuals)
                .all(|((value, expected), residual)| {
                    (value - expected).abs() <= residual + 1e-12 * norm
                })
    })
}

/// The Laplacian of a path: eigenvalues 2 − 2cos(πj/(N+1)), never formed.
struct Path(usize);

impl Symmetric for Path {
    fn order(&self) -> usize {
        self.0
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let neighbour = |i: usize| x.get(i).copied().unwrap_or(0.0);
        for i in 0..x.len() {
            y[i] = 2.0 * x[i] - neighbour(i + 1) - neighbour(i.wrapping_sub(1));
        }
    }
}

#[test]
fn an_operator_of_ones_own() {
    let order = 300;
    let found = davidson(
        &mut Path(order),
        &DMatrix::zeros(order, 0),
        &Search {
            which: Which::Largest,
            count: 2,
            ..Search::default()
        },
    )
    .unwrap();
    for (j, value) in found.values.iter().enumerate() {
        let angle = std::f64::consts::PI * (order - j) as f64 / (order + 1) as f64;
        assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-9, "{value}");
    }
    assert!(found.converged);
}

#[test]
fn a_budget_that_is_used_up_is_said() {
    let order = 300;
    let search = Search {
        budget: 10,
        ..Search::default()
    };
    let found = davidson(&mut Path(order), &DMatrix::zeros(order, 0), &search).unwrap();
    assert!(!found.converged);
    assert!(found.products <= 10);
}
