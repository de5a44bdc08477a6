//! The entries that a mask leaves to see.

use std::error::Error;
use std::path::Path;

use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};

use crate::factorization::masked::Masked;
use crate::matrix::{self, Data};

/// The masked objective for X and the mask in a file; without one, for the stored entries of a sparse X and all of a dense one.
pub(super) fn masked(x: &Data, mask: Option<&Path>, lambda: f64) -> Result<Masked, Box<dyn Error>> {
    let Some(path) = mask else {
        let observed = match x {
            Data::Sparse(x) => x.clone(),
            Data::Dense(x) => observed(x, &x.map(|_| 1.0)).0,
        };
        return Ok(Masked::new(observed, lambda)?);
    };
    let (x, mask) = (x.to_dense(), matrix::read_dense(path)?);
    let expected = (Some(x.nrows()), Some(x.ncols()));
    matrix::ShapeMismatch::check(path.display().to_string(), expected, mask.shape())?;
    let (observed, weights) = observed(&x, &mask);
    Ok(Masked::weighted(observed, &weights, lambda)?)
}

/// The entries of X where the mask is not zero, and the mask there.
fn observed(x: &DMatrix<f64>, mask: &DMatrix<f64>) -> (CsrMatrix<f64>, CsrMatrix<f64>) {
    let (mut entries, mut weights) = (
        CooMatrix::new(x.nrows(), x.ncols()),
        CooMatrix::new(x.nrows(), x.ncols()),
    );
    for i in 0..x.nrows() {
        for j in 0..x.ncols() {
            if mask[(i, j)].abs() > 0.0 {
                entries.push(i, j, x[(i, j)]);
                weights.push(i, j, mask[(i, j)]);
            }
        }
    }
    (CsrMatrix::from(&entries), CsrMatrix::from(&weights))
}
