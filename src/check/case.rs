//! The points at which a claim is examined: generic ones, where no mistake survives, and special ones, where
//! code and rounding slip.

use super::claim::Form;
use super::{Claim, Role, Signature};
use crate::algebra::Dense;
use crate::oracle::{AnyFunction, bounded_value};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One point, with a name that says what is special about it.
#[derive(Debug, Clone)]
pub struct Case {
    /// E.g. "generic, n=3 m=4 k=2".
    pub name: String,
    /// The arguments.
    pub point: Vec<Dense<f64>>,
    /// Whether nothing is special: no mistake hides here.
    pub generic: bool,
    /// Whether the slower oracles are asked here too.
    pub thorough: bool,
}

/// Sizes for the dimensions in order of appearance, pairwise different and none of them 1.
#[must_use]
pub(crate) fn generic_sizes(signature: &Signature) -> Vec<usize> {
    const SIZES: [usize; 7] = [3, 4, 2, 5, 6, 7, 8];
    let of = |series: [usize; 7]| -> Vec<usize> {
        (0..signature.dimensions().len())
            .map(|d| series.get(d).copied().unwrap_or(d + 2))
            .collect()
    };
    let sizes = of(SIZES);
    if largest(signature, &sizes) > LARGE {
        // A Hessian has the square of so many entries.
        return of([3, 2, 4, 5, 6, 7, 8]);
    }
    sizes
}

/// An argument with more entries than this has rows of n·p or the like.
const LARGE: usize = 100;

/// Entries of the largest argument.
pub(crate) fn largest(signature: &Signature, sizes: &[usize]) -> usize {
    let entries = (0..signature.arguments().len()).map(|argument| {
        let (rows, columns) = signature.shape(argument, sizes);
        rows.saturating_mul(columns)
    });
    entries.max().unwrap_or(0)
}

fn named_sizes(signature: &Signature, sizes: &[usize]) -> String {
    let named = signature
        .dimensions()
        .iter()
        .zip(sizes)
        .map(|(name, size)| format!("{name}={size}"));
    named.collect::<Vec<_>>().join(" ")
}

/// A generic point: entries uniform in ±[0.25, 2] with full mantissas, masks of zeros and ones.
#[must_use]
pub(crate) fn generic_point(signature: &Signature, sizes: &[usize], seed: u64) -> Vec<Dense<f64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut point = signature.draw(sizes, |argument| match argument.role {
        Role::Mask => f64::from(u8::from(rng.random_bool(0.6))),
        Role::Scalar => rng.random_range(0.25..2.0),
        _ => {
            let size = rng.random_range(0.25..2.0);
            if rng.random_bool(0.5) { size } else { -size }
        }
    });
    for (argument, value) in signature.arguments().iter().zip(&mut point) {
        let value = value.as_matrix_mut();
        if argument.role == Role::Mask && value.len() > 1 {
            // A mask that hides nothing, or everything, would hide a wrong formula.
            let first = value[(0, 0)];
            if value.iter().all(|entry| entry.to_bits() == first.to_bits()) {
                value[(0, 0)] = 1.0 - first;
            }
        }
        let free = argument.role == Role::General && argument.properties.is_empty();
        if free && value.len() > 1 {
            // Entries of one sign would hide what is right for |x| alone.
            let first = value[(0, 0)].is_sign_positive();
            if value.iter().all(|entry| entry.is_sign_positive() == first) {
                value[(0, 0)] = -value[(0, 0)];
            }
        }
    }
    point
}

/// Generic sizes and a seed with which both sides of the claim have a value: log det(XᵀX) needs more rows than columns,
/// log det X a positive determinant. If there are none, such that the function has one; or else the first.
pub(super) fn where_defined(claim: &Claim, seed: u64) -> (Vec<usize>, u64) {
    let mut sizes = generic_sizes(&claim.signature);
    let mut best = (sizes.clone(), seed);
    let mut found = false;
    for attempt in 0..12 {
        let seed = seed + 1000 * attempt;
        let point = generic_point(&claim.signature, &sizes, seed);
        if bounded_value(claim.quantity.function(), &point).is_ok() {
            let claimed = match &claim.form {
                Form::Written(formula) => bounded_value(formula.as_ref(), &point).is_ok(),
                Form::Kernel(_) => true,
                Form::Derived(quantity) => bounded_value(quantity.function(), &point).is_ok(),
            };
            if claimed || !found {
                best = (sizes.clone(), seed);
            }
            if claimed {
                break;
            }
            found = true;
        }
        match attempt % 2 {
            0 => sizes.reverse(),
            _ if sizes.is_empty() => {}
            _ => sizes.rotate_left(1),
        }
    }
    best
}

/// All the points for a claim, from one seed.
#[must_use]
pub fn battery(claim: &Claim, seed: u64) -> Vec<Case> {
    let signature = &claim.signature;
    let (sizes, seed) = where_defined(claim, seed);
    let generic = || generic_point(signature, &sizes, seed);
    let mut cases = Vec::new();
    let mut add = |name: String, point: Vec<Dense<f64>>, generic: bool, thorough: bool| {
        cases.push(Case {
            name,
            point,
            generic,
            thorough,
        });
    };
    add(
        format!("generic, {}", named_sizes(signature, &sizes)),
        generic(),
        true,
        true,
    );
    for d in 0..sizes.len() {
        let mut thin = sizes.clone();
        thin[d] = 1;
        add(
            named_sizes(signature, &thin),
            generic_point(signature, &thin, seed + 1),
            false,
            false,
        );
    }
    // Not of scalars, which are parameters that are meant to be positive.
    let reversed = with_role(signature, generic(), Role::General, |x| {
        x.map(|entry| -entry)
    });
    add("signs reversed".into(), reversed, false, false);
    let mut square = vec![3; sizes.len()];
    if largest(signature, &square) > LARGE {
        square.fill(2);
    }
    if sizes.len() > 1 {
        add(
            "all sizes equal".into(),
            generic_point(signature, &square, seed + 2),
            false,
            false,
        );
        add(
            "symmetric arguments".into(),
            changed(
                signature,
                generic_point(signature, &square, seed + 3),
                symmetrise,
            ),
            false,
            false,
        );
    }
    add(
        "rank-deficient factors".into(),
        changed(signature, generic(), repeat_first),
        false,
        false,
    );
    add(
        "equal entries".into(),
        changed(signature, generic(), |mut x| {
            x.as_matrix_mut().fill(0.75);
            x
        }),
        false,
        false,
    );
    add(
        "zero rows".into(),
        changed(signature, generic(), |mut x| {
            if x.shape().0 > 1 {
                x.as_matrix_mut().row_mut(0).fill(0.0);
            }
            x
        }),
        false,
        false,
    );
    add(
        "everything zero".into(),
        changed(signature, generic(), |x| x.map(|_| 0.0)),
        false,
        false,
    );
    if signature.arguments().iter().any(|a| a.role == Role::Scalar) {
        add(
            "scalars zero".into(),
            with_role(signature, generic(), Role::Scalar, |x| x.map(|_| 0.0)),
            false,
            false,
        );
    }
    if signature.arguments().iter().any(|a| a.role == Role::Mask) {
        let ones = with_role(signature, generic(), Role::Mask, |x| x.map(|_| 1.0));
        add("masks of ones".into(), ones, false, true);
    }
    if signature.arguments().iter().any(|a| a.role == Role::Weight) {
        let mask = |x: Dense<f64>| {
            // The signs of a generic matrix make a generic mask; the first row is empty.
            let bit =
                |i: usize, j: usize| f64::from(u8::from(i > 0 && x.as_matrix()[(i, j)] > 0.0));
            Dense::from_fn(x.shape().0, x.shape().1, bit)
        };
        add(
            "0/1 mask, one row empty".into(),
            with_role(signature, generic(), Role::Weight, mask),
            false,
            false,
        );
    }
    if let Some((data, residual)) = &claim.residual
        && let Some(point) = fitted(signature, generic(), data, residual.as_ref())
    {
        add("zero residual".into(), point, false, false);
    }
    let scales = signature.arguments().iter().any(|a| a.scale != 0);
    for scale in [1e75, 1e-75].into_iter().filter(|_| scales) {
        let point = scaled(signature, generic(), scale);
        add(format!("scaled by {scale:.0e}"), point, false, true);
    }
    cases
}

/// Every argument changed, except those that must stay what they are assumed to be, such as masks.
fn changed(
    signature: &Signature,
    point: Vec<Dense<f64>>,
    change: impl Fn(Dense<f64>) -> Dense<f64>,
) -> Vec<Dense<f64>> {
    let arguments = signature.arguments().iter();
    point
        .into_iter()
        .zip(arguments)
        .map(|(x, a)| {
            let fixed = a.role == Role::Mask || !a.properties.is_empty();
            if fixed { x } else { change(x) }
        })
        .collect()
}

fn with_role(
    signature: &Signature,
    point: Vec<Dense<f64>>,
    role: Role,
    change: impl Fn(Dense<f64>) -> Dense<f64>,
) -> Vec<Dense<f64>> {
    let arguments = signature.arguments().iter();
    point
        .into_iter()
        .zip(arguments)
        .map(|(x, a)| {
            let meant = a.role == role && a.properties.is_empty();
            if meant { change(x) } else { x }
        })
        .collect()
}

fn symmetrise(x: Dense<f64>) -> Dense<f64> {
    let m = x.as_matrix();
    if m.is_square() {
        Dense::from((m + m.transpose()) * 0.5)
    } else {
        x
    }
}

/// Every column (or for wide matrices every row) after the first two equals the first.
fn repeat_first(mut x: Dense<f64>) -> Dense<f64> {
    let m = x.as_matrix_mut();
    if m.nrows() >= m.ncols() {
        let first = m.columns(0, m.ncols().min(1)).into_owned();
        for mut column in m.column_iter_mut().skip(1) {
            column.copy_from(&first.column(0));
        }
    } else {
        let first = m.rows(0, m.nrows().min(1)).into_owned();
        for mut row in m.row_iter_mut().skip(1) {
            row.copy_from(&first.row(0));
        }
    }
    x
}

/// The point with the data replaced by data + residual: an exact fit up to rounding.
fn fitted(
    signature: &Signature,
    mut point: Vec<Dense<f64>>,
    data: &str,
    residual: &dyn AnyFunction,
) -> Option<Vec<Dense<f64>>> {
    let position = signature.position(data)?;
    let residual = bounded_value(residual, &point).ok()?.map(|e| e.value);
    let fit = point[position].as_matrix() + residual;
    point[position] = fit.into();
    Some(point)
}

/// Every argument scaled by s to its own power.
fn scaled(signature: &Signature, point: Vec<Dense<f64>>, scale: f64) -> Vec<Dense<f64>> {
    let arguments = signature.arguments().iter();
    point
        .into_iter()
        .zip(arguments)
        .map(|(x, a)| x.map(|entry| entry * scale.powi(a.scale)))
        .collect()
}
