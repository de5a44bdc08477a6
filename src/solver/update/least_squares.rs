//! Without constraints: Y = B (G + d_iI)⁻¹, row by row the exact minimum; one half-step of alternating least squares.

use nalgebra::{Cholesky, DMatrix};

use super::Update;
use crate::matrix::symmetric_eigen;
use crate::solver::error::SolverError;
use crate::solver::fit::Model;
use crate::solver::ridge::Ridge;

/// The update.
#[derive(Debug)]
pub(in crate::solver) struct LeastSquares;

impl Update for LeastSquares {
    /// Where G + dI is singular, the solution nearest to Y.
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        let k = y.ncols();
        match model.ridge {
            Ridge::None => {
                // Y + (B − YG)G⁺: the step is zero on the kernel of G.
                let residual = -model.gradient(y);
                match Cholesky::new(model.gram.clone()).filter(|c| is_well_conditioned(&c.l())) {
                    Some(cholesky) => {
                        *y += cholesky.solve(&residual.transpose()).transpose();
                        // Once more, which takes what the first solution's rounding left.
                        let residual = -model.gradient(y);
                        *y += cholesky.solve(&residual.transpose()).transpose();
                    }
                    None => *y += residual * pseudo_inverse(model.gram)?,
                }
            }
            Ridge::Diagonal(diagonal) => {
                for (i, &d) in diagonal.iter().enumerate() {
                    let mut block = model.gram.clone();
                    for r in 0..k {
                        block[(r, r)] += d;
                    }
                    let row = y.row(i).clone_owned();
                    let residual = model.target.row(i) - &row * &block;
                    let inverse = pseudo_inverse(&block)?;
                    y.set_row(i, &(row + residual * inverse));
                }
            }
            Ridge::General { .. } => unreachable!("a coupled ridge is refused before"),
        }
        Ok(None)
    }
}

/// Whether the diagonal of a Cholesky factor does not fall below 1e-7 of its largest.
fn is_well_conditioned(l: &DMatrix<f64>) -> bool {
    let diagonal = l.diagonal();
    diagonal.min() > 1e-7 * diagonal.max()
}

/// G⁺ of a positive semidefinite G: eigenvalues below 1e-14 of the largest count as zero.
fn pseudo_inverse(gram: &DMatrix<f64>) -> Result<DMatrix<f64>, SolverError> {
    let (values, vectors) = symmetric_eigen(gram)?;
    let largest = values.last().copied().unwrap_or(0.0);
    let mut scaled = vectors.clone();
    for (mut column, &value) in scaled.column_iter_mut().zip(&values) {
        let inverse = if value > 1e-14 * largest {
            1.0 / value
        } else {
            0.0
        };
        column *= inverse;
    }
    Ok(scaled * vectors.transpose())
}
