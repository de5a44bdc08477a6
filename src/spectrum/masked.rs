//! ½Σ P²(M − UVᵀ)² + λ/2(‖U‖² + ‖V‖²): the search with a stored basis, beside the gauge directions.
//!
//! The mask breaks the Kronecker structure, so a direction (L C, D Rᵀ) costs a pass over the observed entries like any other. What
//! remains is the gauge subspace, on which the Hessian costs nothing, and the k×k blocks of the rows.

use super::answer::{Objective, Spectrum};
use super::davidson::Held;
use super::direct::Direct;
use super::error::SpectrumError;
use super::free::{Free, restricted};
use super::gauge::Gauge;
use super::options::{Options, Progress};
use super::row_blocks::RowBlock;
use super::scalings::{Entry, Scalings};
use crate::factorization::masked::MaskedHessian;
use crate::matrix::frobenius_norm;

/// Largest gauge subspace that is held: its dense form is decomposed at every step.
const MOST_HELD: usize = 1024;

/// Extreme eigenvalues of the Hessian of ½Σ P_ij²(M_ij − u_i v_jᵀ)² + λ/2(‖U‖² + ‖V‖²).
///
/// One product is a pass over the observed entries. Memory: about 60 directions, and (n+m)k² numbers for the blocks of the rows.
///
/// # Errors
/// As [`frobenius_spectrum`](super::frobenius_spectrum).
///
/// ```
/// use matproof::factorization::masked::Masked;
/// use matproof::spectrum::{Options, masked_spectrum};
/// use nalgebra::dmatrix;
/// use nalgebra_sparse::CsrMatrix;
/// // ½(3 − uv)² + ½(u² + v²) at u = v = 2: f_uu = v² + 1 = 5, f_uv = 2uv − 3 = 5, f_vv = 5: eigenvalues 0 and 10.
/// let observed = CsrMatrix::try_from_csr_data(1, 1, vec![0, 1], vec![0], vec![3.0])?;
/// let f = Masked::new(observed, 1.0)?;
/// let hessian = f.hessian_at(&dmatrix![2.0], &dmatrix![2.0])?;
/// let spectrum = masked_spectrum(&hessian, &Options::default(), &mut |_| {})?;
/// assert!(spectrum.extreme().value.abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn masked_spectrum(
    hessian: &MaskedHessian<'_>,
    options: &Options,
    report: &mut dyn FnMut(&Progress),
) -> Result<Spectrum, SpectrumError> {
    let problem = hessian.problem();
    let (u, v) = hessian.factors();
    let (n, m, k) = (u.nrows(), v.nrows(), u.ncols());
    let (gradient_u, gradient_v) = problem.gradient(&u, &v)?;
    let free = options
        .free
        .then(|| Free::of(&[("U", &u), ("V", &v)]))
        .transpose()?;
    let lambda = problem.lambda();
    let mut rows = Vec::with_capacity(n + m);
    let blocks = problem.row_blocks(&v)?;
    for i in 0..n {
        rows.push(RowBlock {
            places: (0..k).map(|l| l * n + i).collect(),
            block: blocks.block(i),
        });
    }
    let mirrored = problem.transposed();
    let blocks = mirrored.row_blocks(&u)?;
    for j in 0..m {
        rows.push(RowBlock {
            places: (0..k).map(|l| n * k + l * m + j).collect(),
            block: blocks.block(j),
        });
    }
    let projected = match &free {
        Some(free) => free.projected(&gradient_u, &gradient_v),
        None => gradient_u.norm().hypot(gradient_v.norm()),
    };
    let terms = (2.0 * problem.value(&u, &v)?).sqrt() * (u.norm() + v.norm());
    let fit_u = gradient_u - &u * lambda;
    let fit_v = gradient_v - &v * lambda;
    let gauge = if free.is_none() && k * k <= MOST_HELD {
        Some(Gauge::new((&u, &v), (&fit_u, &fit_v), lambda)?)
    } else {
        None
    };
    let (free, rows) = restricted(free, rows);
    let entry = |&place: &usize| match place.checked_sub(n * k) {
        None => Entry {
            component: place / n,
            direction: u[place],
            image: lambda * u[place] - fit_u[place],
        },
        Some(place) => Entry {
            component: place / m,
            direction: -v[place],
            image: fit_v[place] - lambda * v[place],
        },
    };
    let scalings = free
        .as_ref()
        .map(|free| Scalings::new(k, free.iter().map(entry)));
    let direct = Direct {
        hessian,
        objective: Objective::Masked,
        free,
        rows,
        held: match (&scalings, &gauge) {
            (Some(scalings), _) => Some(scalings),
            (None, gauge) => gauge.as_ref().map(|gauge| gauge as &dyn Held),
        },
        residual_norm: residual_norm(hessian),
        relative_gradient: if terms > 0.0 { projected / terms } else { 0.0 },
        setup_products: 1.0,
    };
    direct.run(options, report)
}

/// ‖P∘P∘R‖₂ from above: the smaller of its Frobenius norm and √(largest row sum · largest column sum).
fn residual_norm(hessian: &MaskedHessian<'_>) -> f64 {
    let observed = hessian.problem().observed();
    let residuals = hessian.residuals();
    let (mut rows, mut columns) = (
        vec![0.0_f64; observed.nrows()],
        vec![0.0_f64; observed.ncols()],
    );
    for (row, bounds) in observed.row_offsets().windows(2).enumerate() {
        for entry in bounds[0]..bounds[1] {
            rows[row] += residuals[entry].abs();
            columns[observed.col_indices()[entry]] += residuals[entry].abs();
        }
    }
    let largest = |sums: &[f64]| sums.iter().copied().fold(0.0, f64::max);
    frobenius_norm(residuals).min((largest(&rows) * largest(&columns)).sqrt())
}
