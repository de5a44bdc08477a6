//! The kernels on real data, against every oracle that can be asked there.

use super::taylor_slopes::NamedTest;
use crate::algebra::Dense;
use crate::factorization::frobenius::{Frobenius, formulas as f};
use crate::factorization::masked::{Masked, formulas as mf};
use crate::factorization::{FactorizationError, Hessian, Lipschitz};
use crate::formula;
use crate::matrix::Data;
use crate::oracle::autodiff::along;
use crate::oracle::exact::Exact;
use crate::oracle::finite_difference::FiniteDifference;
use crate::oracle::{AnyFunction, Differentiator, Direction, Estimate, OracleError, taylor};
use crate::scalar::Fp;
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use thiserror::Error;

/// What was found on a data set.
#[derive(Debug, Clone)]
pub struct RealData {
    /// Where the data came from, for captions.
    pub name: String,
    /// Rows, columns and stored entries of what was examined.
    pub shape: (usize, usize, usize),
    /// What was left out, in words, if the data are too large for the dense oracles.
    pub cut: Option<String>,
    /// Factor rank of the random factors.
    pub rank: usize,
    /// ½‖X − WH‖² and the masked completion.
    pub objectives: Vec<OnData>,
    /// The first rows of X, where they are small images.
    pub images: Vec<Vec<Vec<f64>>>,
    /// The gradient of ½‖X − WH‖² with respect to the first rows of H, as images.
    pub gradient_images: Vec<Vec<Vec<f64>>>,
}

/// One objective on the data.
#[derive(Debug, Clone)]
pub struct OnData {
    /// Its name.
    pub name: &'static str,
    /// Its value at the random factors.
    pub value: f64,
    /// Frobenius norms of the two block gradients.
    pub gradient_norms: (f64, f64),
    /// Lipschitz constants of the two block gradients.
    pub lipschitz: Lipschitz,
    /// Relative gaps of the kernel's directional derivative from the oracles'.
    pub slope: Gaps,
    /// Relative gaps of the kernel's curvature along the direction from the oracles'.
    pub curvature: Gaps,
    /// At integer factors of integer data: whether slope and curvature equal the exact ones to the last bit.
    pub exact: Option<bool>,
    /// Taylor tests of the kernel's gradient and Hessian-vector product.
    pub taylor: Vec<NamedTest>,
}

/// Relative gaps between the kernels and two oracles, each with the gap that rounding allows.
#[derive(Debug, Clone, Copy)]
pub struct Gaps {
    /// Gap to autodiff.
    pub autodiff: f64,
    /// Rounding that autodiff computed beside its value, relative.
    pub autodiff_rounding: f64,
    /// Gap to finite differences.
    pub difference: f64,
    /// The error that the difference estimated for itself, relative.
    pub difference_estimate: f64,
}

impl Gaps {
    /// Whether both gaps are within what they are allowed; the kernel's own rounding counts like autodiff's.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.autodiff <= 4.0 * self.autodiff_rounding
            && self.difference <= self.difference_estimate + 4.0 * self.autodiff_rounding
    }
}

/// Why real data could not be studied.
#[derive(Debug, Error)]
pub enum RealDataError {
    /// The kernels refuse the data.
    #[error(transparent)]
    Factorization(#[from] FactorizationError),
    /// An oracle has no answer.
    #[error(transparent)]
    Oracle(#[from] OracleError),
}

/// The oracles evaluate dense formulas entry by entry in numbers of many parts: larger data are cut.
const LARGEST: (usize, usize) = (2000, 400);

/// The kernels of an objective at one pair of factors.
struct Kernels {
    value: f64,
    gradient: (DMatrix<f64>, DMatrix<f64>),
    product: (DMatrix<f64>, DMatrix<f64>),
    lipschitz: Lipschitz,
}

/// Studies ½‖X − WH‖² and the masked completion (40 % of the entries seen, or the stored ones of a sparse X)
/// on a data set.
///
/// # Errors
/// [`RealDataError`] if the kernels or the oracles refuse the data, e.g. because values overflow.
pub fn study(name: &str, data: &Data, seed: u64) -> Result<RealData, RealDataError> {
    let (n, m) = (data.nrows().min(LARGEST.0), data.ncols().min(LARGEST.1));
    let cut = ((n, m) != (data.nrows(), data.ncols())).then(|| {
        format!(
            "the first {n} rows and {m} columns of {}×{}: the oracles evaluate dense formulas",
            data.nrows(),
            data.ncols()
        )
    });
    let x = leading(data, n, m);
    let rank = 16.min(n).min(m).max(1);
    let mask = mask(data, &x, seed);
    let (plain, masked) = rayon::join(
        || examine(&x, None, rank, seed, data),
        || examine(&x, Some(&mask), rank, seed, data),
    );
    let objectives = vec![plain?, masked?];
    let side = (1..=m).find(|s| s * s == m).filter(|&s| s >= 2);
    let image = |row: &[f64]| side.map(|s| row.chunks(s).map(<[f64]>::to_vec).collect::<Vec<_>>());
    let rows = |x: &DMatrix<f64>| -> Vec<Vec<Vec<f64>>> {
        (0..x.nrows().min(8))
            .filter_map(|i| image(&x.row(i).iter().copied().collect::<Vec<_>>()))
            .collect()
    };
    let factors = Factors::random(n, m, rank, seed);
    let dense = Data::Dense(x.clone());
    let gradient = Frobenius::new(&dense)?.gradient_h(&factors.w, &factors.h)?;
    Ok(RealData {
        name: name.to_owned(),
        shape: (n, m, data.stored_entries()),
        cut,
        rank,
        objectives,
        images: rows(&x),
        gradient_images: rows(&gradient),
    })
}

fn leading(data: &Data, n: usize, m: usize) -> DMatrix<f64> {
    match data {
        Data::Dense(x) => x.view((0, 0), (n, m)).into_owned(),
        Data::Sparse(x) => {
            let mut dense = DMatrix::zeros(n, m);
            for (i, j, value) in x.triplet_iter().filter(|(i, j, _)| *i < n && *j < m) {
                dense[(i, j)] = *value;
            }
            dense
        }
    }
}

/// The 0/1 mask Ω: the stored entries of sparse data, a random two fifths of dense data.
fn mask(data: &Data, x: &DMatrix<f64>, seed: u64) -> DMatrix<f64> {
    let mut mask = DMatrix::zeros(x.nrows(), x.ncols());
    if let Data::Sparse(stored) = data {
        for (i, j, _) in stored
            .triplet_iter()
            .filter(|(i, j, _)| *i < x.nrows() && *j < x.ncols())
        {
            mask[(i, j)] = 1.0;
        }
    } else {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x6d61_736b);
        mask.apply(|entry| *entry = f64::from(u8::from(rng.random_bool(0.4))));
    }
    mask
}

/// Random factors with a direction.
struct Factors {
    w: DMatrix<f64>,
    h: DMatrix<f64>,
    p: DMatrix<f64>,
    q: DMatrix<f64>,
}

impl Factors {
    fn random(n: usize, m: usize, k: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x6461_7461);
        let mut draw = |rows, columns, low: f64| {
            DMatrix::from_fn(rows, columns, |_, _| rng.random_range(low..1.0))
        };
        Self {
            w: draw(n, k, 0.0),
            h: draw(k, m, 0.0),
            p: draw(n, k, -1.0),
            q: draw(k, m, -1.0),
        }
    }

    /// Small integers: kernels on integer data then round nothing.
    fn integers(n: usize, m: usize, k: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x696e_7473);
        let mut draw = |rows, columns, low: i32| {
            DMatrix::from_fn(rows, columns, |_, _| {
                f64::from(2 * rng.random_range(low..=2))
            })
        };
        Self {
            w: draw(n, k, 0),
            h: draw(k, m, 0),
            p: draw(n, k, -2),
            q: draw(k, m, -2),
        }
    }
}

/// λ of the masked objective.
const LAMBDA: f64 = 2.0;

fn kernels(
    x: &DMatrix<f64>,
    mask: Option<&DMatrix<f64>>,
    data: &Data,
    at: &Factors,
) -> Result<Kernels, FactorizationError> {
    let Some(mask) = mask else {
        // Sparse data go through the sparse kernels.
        let own = match data {
            Data::Sparse(_) => Data::Sparse(CsrMatrix::from(&nonzeros(x, x))),
            Data::Dense(_) => Data::Dense(x.clone()),
        };
        let objective = Frobenius::new(&own)?;
        return Ok(Kernels {
            value: objective.value(&at.w, &at.h)?,
            gradient: objective.gradient(&at.w, &at.h)?,
            product: objective
                .hessian_at(&at.w, &at.h)?
                .hessian_vector_product(&at.p, &at.q)?,
            lipschitz: objective.lipschitz(&at.w, &at.h)?,
        });
    };
    let objective = Masked::new(CsrMatrix::from(&nonzeros(mask, x)), LAMBDA)?;
    let (v, t) = (at.h.transpose(), at.q.transpose());
    Ok(Kernels {
        value: objective.value(&at.w, &v)?,
        gradient: objective.gradient(&at.w, &v)?,
        product: objective
            .hessian_at(&at.w, &v)?
            .hessian_vector_product(&at.p, &t)?,
        lipschitz: objective.lipschitz(&at.w, &v)?,
    })
}

/// The values at the places where the mask is not zero.
fn nonzeros(mask: &DMatrix<f64>, values: &DMatrix<f64>) -> CooMatrix<f64> {
    let mut entries = CooMatrix::new(mask.nrows(), mask.ncols());
    for i in 0..mask.nrows() {
        for j in (0..mask.ncols()).filter(|&j| mask[(i, j)].abs() > 0.0) {
            entries.push(i, j, values[(i, j)]);
        }
    }
    entries
}

/// The objective as a formula of its arguments, and the positions of the two factors among them.
fn formula_of(mask: Option<&DMatrix<f64>>) -> (Box<dyn AnyFunction>, usize) {
    match mask {
        None => (Box::new(formula!(|x, w, h| f::value(x, w, h))), 1),
        Some(_) => (
            Box::new(formula!(|m, p, u, v, l| mf::value(
                [m, p, u, v],
                &l.as_scalar()
            ))),
            2,
        ),
    }
}

fn point_and_direction(
    x: &DMatrix<f64>,
    mask: Option<&DMatrix<f64>>,
    at: &Factors,
) -> (Vec<Dense<f64>>, Direction<f64>) {
    let dense = |m: &DMatrix<f64>| Dense::from(m.clone());
    match mask {
        None => {
            let point = vec![dense(x), dense(&at.w), dense(&at.h)];
            (
                point,
                Direction::zero(3)
                    .with(1, dense(&at.p))
                    .with(2, dense(&at.q)),
            )
        }
        Some(mask) => {
            let point = vec![
                dense(x),
                dense(mask),
                dense(&at.w),
                dense(&at.h.transpose()),
                Dense::scalar(LAMBDA),
            ];
            (
                point,
                Direction::zero(5)
                    .with(2, dense(&at.p))
                    .with(3, dense(&at.q.transpose())),
            )
        }
    }
}

fn examine(
    x: &DMatrix<f64>,
    mask: Option<&DMatrix<f64>>,
    rank: usize,
    seed: u64,
    data: &Data,
) -> Result<OnData, RealDataError> {
    let at = Factors::random(x.nrows(), x.ncols(), rank, seed);
    let found = kernels(x, mask, data, &at)?;
    let (function, first) = formula_of(mask);
    let (point, direction) = point_and_direction(x, mask, &at);
    let [slope, curvature] = paired(&found, &direction, first);
    let [auto_slope, auto_curvature] = along(function.as_ref(), &point, &direction)?;
    // Four halvings suffice for a quartic, and each costs two evaluations of the whole data.
    let differences = FiniteDifference { halvings: 4 };
    let gaps = |kernel: f64, auto: Estimate<f64>, difference: Estimate<f64>| {
        let relative = |x: f64| x / auto.value.abs();
        Gaps {
            autodiff: relative((kernel - auto.value).abs()),
            autodiff_rounding: relative(auto.error),
            difference: relative((kernel - difference.value).abs()),
            difference_estimate: relative(difference.error),
        }
    };
    let slope_difference = differences.first(function.as_ref(), &point, &direction)?[0];
    let curvature_difference =
        differences.second(function.as_ref(), &point, &direction, &direction)?[0];
    let claimed = |value: f64, auto: Estimate<f64>| Estimate {
        value,
        error: 4.0 * auto.error,
    };
    let taylor = vec![
        NamedTest {
            name: "gradient by the kernel",
            test: taylor::gradient(
                function.as_ref(),
                &point,
                &direction,
                claimed(slope, auto_slope[0]),
            )?,
        },
        NamedTest {
            name: "Hessian-vector product by the kernel",
            test: taylor::hessian(
                function.as_ref(),
                &point,
                [&direction; 2],
                claimed(curvature, auto_curvature[0]),
            )?,
        },
        NamedTest {
            name: "the gradient with the sign of X lost",
            test: taylor::gradient(
                function.as_ref(),
                &point,
                &direction,
                claimed(-slope, auto_slope[0]),
            )?,
        },
    ];
    Ok(OnData {
        name: if mask.is_some() {
            "masked completion, λ = 2"
        } else {
            "½‖X − WH‖²"
        },
        value: found.value,
        gradient_norms: (found.gradient.0.norm(), found.gradient.1.norm()),
        lipschitz: found.lipschitz,
        slope: gaps(slope, auto_slope[0], slope_difference),
        curvature: gaps(curvature, auto_curvature[0], curvature_difference),
        exact: exactly(x, mask, rank, seed, data)?,
        taylor,
    })
}

/// ⟨∇f, v⟩ and ⟨v, Mv⟩ from the kernels.
fn paired(found: &Kernels, direction: &Direction<f64>, first: usize) -> [f64; 2] {
    let dot = |parts: &(DMatrix<f64>, DMatrix<f64>)| {
        let part = |m: &DMatrix<f64>, argument| {
            direction
                .step(argument)
                .map_or(0.0, |s| s.as_matrix().dot(m))
        };
        part(&parts.0, first) + part(&parts.1, first + 1)
    };
    [dot(&found.gradient), dot(&found.product)]
}

/// At integer factors of integer data nothing rounds: the kernels must equal the exact derivatives.
fn exactly(
    x: &DMatrix<f64>,
    mask: Option<&DMatrix<f64>>,
    rank: usize,
    seed: u64,
    data: &Data,
) -> Result<Option<bool>, RealDataError> {
    if x.iter()
        .any(|entry| entry.fract().abs() > 0.0 || entry.abs() > 1e4)
    {
        return Ok(None);
    }
    let at = Factors::integers(x.nrows(), x.ncols(), rank, seed);
    let found = kernels(x, mask, data, &at)?;
    let (function, first) = formula_of(mask);
    let (point, direction) = point_and_direction(x, mask, &at);
    let [slope, curvature] = paired(&found, &direction, first);
    if slope.abs().max(curvature.abs()) >= 2f64.powi(53) {
        return Ok(None);
    }
    #[expect(clippy::cast_possible_truncation, reason = "integers below 2⁵³")]
    let residue = |value: f64| Fp::new(value as i64);
    let lifted: Vec<_> = point.iter().map(|x| x.map(residue)).collect();
    let steps =
        (0..point.len()).filter_map(|a| direction.step(a).map(|step| (a, step.map(residue))));
    let lifted_direction = steps.fold(Direction::zero(point.len()), |d, (a, step)| d.with(a, step));
    let oracle = Exact::of_degree(4);
    let first = oracle.first(function.as_ref(), &lifted, &lifted_direction)?[0].value;
    let second = oracle.second(
        function.as_ref(),
        &lifted,
        &lifted_direction,
        &lifted_direction,
    )?[0]
        .value;
    Ok(Some(
        residue(slope) == first && residue(curvature) == second,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_agree_with_the_oracles_on_small_integer_data() {
        let x = DMatrix::from_fn(7, 9, |i, j| {
            f64::from(u8::try_from((i * 5 + j * 3) % 7).unwrap())
        });
        for data in [
            Data::Dense(x.clone()),
            Data::Sparse(CsrMatrix::from(&nonzeros(&x, &x))),
        ] {
            let found = study("test", &data, 3).unwrap();
            for objective in &found.objectives {
                assert_eq!(objective.exact, Some(true), "{objective:?}");
                assert!(
                    objective.slope.agree() && objective.curvature.agree(),
                    "{objective:?}"
                );
                assert!(
                    objective.taylor[0].test.agrees() && objective.taylor[1].test.agrees(),
                    "{objective:?}"
                );
                assert!(objective.taylor[2].test.disagrees());
            }
            assert_eq!((found.images.len(), found.gradient_images.len()), (7, 7));
        }
    }
}
