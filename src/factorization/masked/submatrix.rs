//! The masked objective where Ω = J₁×J₂ is a submatrix: gather the rows of U and V that it sees, then compute as for a
//! dense X.
//!
//! With M̄ = M[J₁,J₂], Ū = U[J₁,:], V̄ = V[J₂,:] it is ½‖M̄ − ŪV̄ᵀ‖² + λ/2(‖U‖² + ‖V‖²), the
//! [`Frobenius`] objective of M̄ at W = Ū, H = V̄ᵀ, plus a penalty on all rows.

use nalgebra::DMatrix;

use crate::factorization::error::{check_data, check_factor, check_lambda};
use crate::factorization::frobenius::{Frobenius, FrobeniusHessian, Gradients};
use crate::factorization::hessian::check_directions;
use crate::factorization::spectral_norm::gram_norm;
use crate::factorization::{Direction, FactorizationError, Hessian, Lipschitz, Part, Workspace};
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, Threads};

/// f(U,V) = ½ Σ_{i∈J₁, j∈J₂} (M_ij − u_i v_jᵀ)² + λ/2(‖U‖²_F + ‖V‖²_F); U n×k, V m×k, indices counted from 0.
///
/// ```
/// use matproof::factorization::masked::Submatrix;
/// use matproof::matrix::Data;
/// use nalgebra::dmatrix;
/// // Row 2 and columns 1, 3 of M are seen: 4 − 2·1 and 6 − 2·3.
/// let m = Data::Dense(dmatrix![1., 2., 3.; 4., 5., 6.]);
/// let f = Submatrix::new(&m, &[1], &[0, 2], 0.0)?;
/// assert_eq!(f.value(&dmatrix![9.; 2.], &dmatrix![1.; 9.; 3.])?, 2.0);
/// # Ok::<(), matproof::factorization::FactorizationError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Submatrix {
    /// M[J₁,J₂], dense; `None` if J₁ or J₂ is empty.
    seen: Option<Data>,
    /// (n, m).
    shape: (usize, usize),
    rows: Vec<usize>,
    columns: Vec<usize>,
    lambda: f64,
    threads: Threads,
}

impl Submatrix {
    /// The objective for the rows and columns of M given by two lists, in any order; either may be empty.
    ///
    /// Copies the submatrix. If M is sparse, entries that are not stored are observed zeros.
    ///
    /// # Errors
    /// [`FactorizationError::Empty`], [`FactorizationError::NotFinite`], [`FactorizationError::Lambda`];
    /// [`FactorizationError::Index`] or [`FactorizationError::Repeated`] for a list that names what is not there, or
    /// something twice.
    pub fn new(
        m: &Data,
        rows: &[usize],
        columns: &[usize],
        lambda: f64,
    ) -> Result<Self, FactorizationError> {
        check_data("M", m)?;
        check_lambda(lambda)?;
        check_list("J1", rows, m.nrows())?;
        check_list("J2", columns, m.ncols())?;
        let seen = match m {
            Data::Dense(m) => {
                DMatrix::from_fn(rows.len(), columns.len(), |i, j| m[(rows[i], columns[j])])
            }
            Data::Sparse(m) => {
                let mut place = vec![None; m.ncols()];
                for (j, &column) in columns.iter().enumerate() {
                    place[column] = Some(j);
                }
                let mut seen = DMatrix::zeros(rows.len(), columns.len());
                for (i, &row) in rows.iter().enumerate() {
                    for entry in m.row_offsets()[row]..m.row_offsets()[row + 1] {
                        if let Some(j) = place[m.col_indices()[entry]] {
                            seen[(i, j)] = m.values()[entry];
                        }
                    }
                }
                seen
            }
        };
        Ok(Self {
            seen: (!seen.is_empty()).then_some(Data::Dense(seen)),
            shape: (m.nrows(), m.ncols()),
            rows: rows.to_vec(),
            columns: columns.to_vec(),
            lambda,
            threads: Threads::ONE,
        })
    }

    /// The same with more threads.
    #[must_use]
    pub fn with_threads(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// f(U,V). Cost: 2|J₁||J₂|k flops.
    ///
    /// # Errors
    /// [`FactorizationError::Shape`], [`FactorizationError::NoFactors`] or [`FactorizationError::NotFinite`] for the
    /// first factor that does not fit.
    pub fn value(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> Result<f64, FactorizationError> {
        self.check(u, v)?;
        let fit = self.seen.as_ref().map_or(0.0, |seen| {
            let (u, v) = (u.select_rows(&self.rows), v.select_rows(&self.columns));
            let none = Gradients { w: None, h: None };
            let problem = Frobenius::unchecked(seen).with_threads(self.threads);
            problem.evaluate(
                Block::of(&u),
                Block::of(&v).transpose(),
                none,
                &mut Workspace::default(),
            )
        });
        Ok(fit + self.penalty(u, v))
    }

    /// (∇_U f, ∇_V f): rows outside J₁ and J₂ hold λu_i and λv_j.
    ///
    /// # Errors
    /// As [`Submatrix::value`].
    pub fn gradient(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>), FactorizationError> {
        self.check(u, v)?;
        let (mut first, mut second) = (u * self.lambda, v * self.lambda);
        if let Some(seen) = &self.seen {
            let (u, v) = (u.select_rows(&self.rows), v.select_rows(&self.columns));
            let (mut own_u, mut own_v) = (u.clone(), v.clone());
            let gradients = Gradients {
                w: Some(BlockMut::of(&mut own_u)),
                h: Some(BlockMut::of(&mut own_v).transpose()),
            };
            let problem = Frobenius::unchecked(seen).with_threads(self.threads);
            problem.evaluate(
                Block::of(&u),
                Block::of(&v).transpose(),
                gradients,
                &mut Workspace::default(),
            );
            for (out, own, list) in [
                (&mut first, own_u, &self.rows),
                (&mut second, own_v, &self.columns),
            ] {
                let height = out.nrows();
                scatter_rows(own.as_slice(), list, height, out.as_mut_slice());
            }
        }
        Ok((first, second))
    }

    /// ‖V̄ᵀV̄‖₂ + λ and ‖ŪᵀŪ‖₂ + λ: rows outside J₁ have the block λI, rows inside all have V̄ᵀV̄ + λI.
    ///
    /// # Errors
    /// As [`Submatrix::value`].
    pub fn lipschitz(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<Lipschitz, FactorizationError> {
        self.check(u, v)?;
        if self.seen.is_none() {
            return Ok(Lipschitz {
                first: self.lambda,
                second: self.lambda,
            });
        }
        Ok(Lipschitz {
            first: gram_norm("V", &v.select_rows(&self.columns))?.value() + self.lambda,
            second: gram_norm("U", &u.select_rows(&self.rows))?.value() + self.lambda,
        })
    }

    /// The Hessian at (U,V); keeps copies of the rows of the factors that are seen.
    ///
    /// # Errors
    /// As [`Submatrix::value`].
    pub fn hessian_at(
        &self,
        u: &DMatrix<f64>,
        v: &DMatrix<f64>,
    ) -> Result<SubmatrixHessian<'_>, FactorizationError> {
        self.check(u, v)?;
        let fit = self.seen.as_ref().map(|seen| {
            let (w, h) = (
                u.select_rows(&self.rows),
                v.select_rows(&self.columns).transpose(),
            );
            FrobeniusHessian::new(seen, w, h, self.threads)
        });
        Ok(SubmatrixHessian {
            problem: self,
            fit,
            k: u.ncols(),
        })
    }

    fn check(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> Result<(), FactorizationError> {
        let (n, m) = self.shape;
        check_factor(
            "U",
            u,
            (n, u.ncols()),
            "UVᵀ − M needs a row of U for each row of M",
        )?;
        let because = "UVᵀ − M needs a row of V for each column of M, and as many columns as U";
        check_factor("V", v, (m, u.ncols()), because)
    }

    fn penalty(&self, u: &DMatrix<f64>, v: &DMatrix<f64>) -> f64 {
        if self.lambda > 0.0 {
            0.5 * self.lambda * (u.norm_squared() + v.norm_squared())
        } else {
            0.0
        }
    }
}

/// The Hessian of [`Submatrix`] at a point (U,V); see [`Hessian`] for what it can do.
#[derive(Debug, Clone)]
pub struct SubmatrixHessian<'a> {
    problem: &'a Submatrix,
    fit: Option<FrobeniusHessian<'a>>,
    k: usize,
}

impl Hessian for SubmatrixHessian<'_> {
    fn shapes(&self) -> [(usize, usize); 2] {
        let (n, m) = self.problem.shape;
        [(n, self.k), (m, self.k)]
    }

    fn apply_to_each(
        &self,
        part: Part,
        directions: &mut [Direction<'_>],
        workspace: &mut Workspace,
    ) -> Result<(), FactorizationError> {
        check_directions(self.shapes(), directions)?;
        let Submatrix {
            rows,
            columns,
            lambda,
            shape: (n, m),
            ..
        } = self.problem;
        let lambda = if part.has_gauss_newton() {
            *lambda
        } else {
            0.0
        };
        for direction in directions.iter_mut() {
            for (out, direction) in [
                (&mut *direction.out_p, direction.p),
                (&mut *direction.out_q, direction.q),
            ] {
                for (out, entry) in out.iter_mut().zip(direction) {
                    *out = lambda * entry;
                }
            }
        }
        let Some(fit) = &self.fit else { return Ok(()) };

        // Rows of P in the order of J₁, column by column; rows of Q in the order of J₂, transposed to k×|J₂|.
        let (height, width) = (rows.len() * self.k, columns.len() * self.k);
        let mut store = std::mem::take(&mut workspace.gathered);
        let arrays = store.zeroed(&[height, width, height, width].repeat(directions.len()));
        for (arrays, direction) in arrays.chunks_exact_mut(4).zip(directions.iter()) {
            gather_rows(direction.p, *n, rows, &mut arrays[0]);
            gather_rows_transposed(direction.q, *m, columns, self.k, &mut arrays[1]);
        }
        let mut gathered: Vec<_> = arrays
            .chunks_exact_mut(4)
            .map(|arrays| {
                let (inputs, images) = arrays.split_at_mut(2);
                let (first, second) = images.split_at_mut(1);
                Direction {
                    p: &inputs[0],
                    q: &inputs[1],
                    out_p: &mut first[0],
                    out_q: &mut second[0],
                }
            })
            .collect();
        let outcome = fit.apply_to_each(part, &mut gathered, workspace);
        for (own, direction) in gathered.iter().zip(directions) {
            scatter_rows(own.out_p, rows, *n, direction.out_p);
            for (j, &column) in columns.iter().enumerate() {
                for l in 0..self.k {
                    direction.out_q[column + l * m] += own.out_q[l + j * self.k];
                }
            }
        }
        workspace.gathered = store;
        outcome
    }
}

/// The listed rows of a matrix with `height` rows, column by column.
fn gather_rows(matrix: &[f64], height: usize, rows: &[usize], out: &mut [f64]) {
    for (column, out) in matrix
        .chunks_exact(height)
        .zip(out.chunks_exact_mut(rows.len()))
    {
        for (out, &row) in out.iter_mut().zip(rows) {
            *out = column[row];
        }
    }
}

/// The listed rows of a matrix with `height` rows and k columns, as columns.
fn gather_rows_transposed(
    matrix: &[f64],
    height: usize,
    rows: &[usize],
    k: usize,
    out: &mut [f64],
) {
    for (out, &row) in out.chunks_exact_mut(k).zip(rows) {
        for (out, entry) in out.iter_mut().zip(matrix[row..].iter().step_by(height)) {
            *out = *entry;
        }
    }
}

/// Adds each row of a matrix to the listed row of one with `height` rows; both column by column.
fn scatter_rows(matrix: &[f64], rows: &[usize], height: usize, out: &mut [f64]) {
    for (column, out) in matrix
        .chunks_exact(rows.len())
        .zip(out.chunks_exact_mut(height))
    {
        for (entry, &row) in column.iter().zip(rows) {
            out[row] += entry;
        }
    }
}

/// Refuses indices that are not there, and repeated ones.
fn check_list(
    list: &'static str,
    indices: &[usize],
    size: usize,
) -> Result<(), FactorizationError> {
    let mut named = vec![false; size];
    for &index in indices {
        match named.get_mut(index) {
            None => return Err(FactorizationError::Index { list, index, size }),
            Some(true) => return Err(FactorizationError::Repeated { list, index }),
            Some(named) => *named = true,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::battery::{self, assert_close};
    use crate::factorization::masked::Masked;
    use crate::matrix::product::random::{sparse, uniform};
    use nalgebra_sparse::{CooMatrix, CsrMatrix};

    /// The same objective, Ω written out entry by entry.
    fn written_out(m: &DMatrix<f64>, rows: &[usize], columns: &[usize], lambda: f64) -> Masked {
        let mut entries = CooMatrix::new(m.nrows(), m.ncols());
        for &row in rows {
            for &column in columns {
                entries.push(row, column, m[(row, column)]);
            }
        }
        Masked::new(CsrMatrix::from(&entries), lambda).unwrap()
    }

    #[test]
    fn it_is_the_masked_objective_with_the_entries_written_out() {
        let csr = sparse(6, 5, 1);
        let m = DMatrix::from(&csr);
        let (u, v) = (uniform(6, 2, 2), uniform(5, 2, 3));
        for (rows, columns) in [
            (vec![4, 0, 1], vec![3, 2]),
            (vec![5], vec![0, 1, 2, 3, 4]),
            (vec![], vec![1]),
        ] {
            for lambda in [0.0, 0.3] {
                let other = written_out(&m, &rows, &columns, lambda);
                let bound = written_out(&-m.abs(), &rows, &columns, lambda);
                // Sums of at most 30 squares or products of sums of k + 1 products, and (n+m)k squares for λ.
                let tolerance = (30 + 22 + 20) as f64 * f64::EPSILON;
                for data in [Data::Dense(m.clone()), Data::Sparse(csr.clone())] {
                    let f = Submatrix::new(&data, &rows, &columns, lambda).unwrap();
                    let size = bound.value(&u.abs(), &v.abs()).unwrap();
                    assert!(
                        (f.value(&u, &v).unwrap() - other.value(&u, &v).unwrap()).abs()
                            <= tolerance * size
                    );
                    let (actual, expected) =
                        (f.gradient(&u, &v).unwrap(), other.gradient(&u, &v).unwrap());
                    let sizes = bound.gradient(&u.abs(), &v.abs()).unwrap();
                    assert_close(&actual.0, &expected.0, &sizes.0, tolerance, "∇_U");
                    assert_close(&actual.1, &expected.1, &sizes.1, tolerance, "∇_V");
                    let (actual, expected) = (
                        f.lipschitz(&u, &v).unwrap(),
                        other.lipschitz(&u, &v).unwrap(),
                    );
                    assert!((actual.first - expected.first).abs() <= tolerance * expected.first);
                    assert!((actual.second - expected.second).abs() <= tolerance * expected.second);
                    let hessian = f.hessian_at(&u, &v).unwrap();
                    let (expected, majorant) = (
                        other.hessian_at(&u, &v).unwrap(),
                        bound.hessian_at(&u.abs(), &v.abs()).unwrap(),
                    );
                    let definition = |part: Part, p: &DMatrix<f64>, q: &DMatrix<f64>| {
                        expected.product(part, p, q).unwrap()
                    };
                    // Products of at most four numbers, in two nested sums over k and over J₁ or J₂.
                    battery::check(
                        &hessian,
                        &majorant,
                        (1.0, 1.0),
                        6 + 5 + 2 * 2 + 14,
                        definition,
                    );
                }
            }
        }
    }

    #[test]
    fn lists_that_do_not_fit_are_named() {
        let m = Data::Dense(DMatrix::zeros(3, 4));
        let message = Submatrix::new(&m, &[0, 3], &[0], 0.0)
            .unwrap_err()
            .to_string();
        assert_eq!(
            message,
            "J1 names index 3 (counted from 0), but there are only 3"
        );
        let message = Submatrix::new(&m, &[0, 2], &[1, 3, 1], 0.0)
            .unwrap_err()
            .to_string();
        assert_eq!(message, "J2 names index 1 (counted from 0) twice");
    }
}
