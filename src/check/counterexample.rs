//! Small integers at which a claim fails: a refutation that can be checked with pencil and paper.

use super::claim::Form;
use super::examination::exactly::{as_float, claimed, rational, within_rounding};
use super::{Claim, Kernel, Role};
use crate::algebra::Dense;
use crate::oracle::exact::Exact;
use crate::oracle::{AnyFunction, Direction, OracleError};
use crate::scalar::{Fp, Rational};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fmt;

/// A point in small integers at which the claimed and the true matrix differ, both exact.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterexample {
    /// The sizes of the dimensions, by name.
    pub dimensions: Vec<(String, usize)>,
    /// The arguments, by name.
    pub values: Vec<(String, DMatrix<Rational>)>,
    /// What the claim gives.
    pub claimed: DMatrix<Rational>,
    /// What is true.
    pub truth: DMatrix<Rational>,
}

impl Counterexample {
    /// Searches the smallest sizes first, then makes the entries of the first failing point as simple as it
    /// still fails: 0, or 1. `None` if nothing was found (or the function is no polynomial).
    #[must_use]
    pub fn search(claim: &Claim, seed: u64) -> Option<Self> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let dimensions = claim.signature.dimensions().len();
        let mut hopeless = 0;
        for sizes in size_vectors(dimensions) {
            let sides = match Sides::new(claim, &sizes, &mut rng) {
                Ok(sides) => sides,
                Err(OracleError::NotPolynomial { .. }) => {
                    hopeless += 1;
                    // No polynomial here is none elsewhere.
                    if hopeless == 3 {
                        return None;
                    }
                    continue;
                }
                Err(_) => continue,
            };
            for _ in 0..8 {
                let point = claim.signature.draw(&sizes, |argument| {
                    let integer: i32 = match argument.role {
                        Role::Mask => rng.random_range(0..=1),
                        Role::Scalar => rng.random_range(1..=3),
                        _ => rng.random_range(-2..=3),
                    };
                    Rational::from_integer(integer.into())
                });
                if sides.differ(&point) {
                    return simplify(&sides, &sizes, point);
                }
            }
        }
        None
    }

    /// claimed − truth.
    #[must_use]
    pub fn difference(&self) -> DMatrix<Rational> {
        &self.claimed - &self.truth
    }
}

/// All vectors of sizes 1, 2, 3, smallest total first.
pub(crate) fn size_vectors(dimensions: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..dimensions {
        all = all
            .into_iter()
            .flat_map(|v: Vec<usize>| (1..=3).map(move |s| [v.clone(), vec![s]].concat()))
            .collect();
    }
    all.sort_by_key(|v| (v.iter().sum::<usize>(), v.clone()));
    all
}

/// The claimed and the true matrix of a claim at sizes, in exact rationals.
struct Sides<'a> {
    claim: &'a Claim,
    truth: Exact,
    /// `None` for code, which has a value at integers and no degree.
    claimed: Option<Exact>,
}

impl<'a> Sides<'a> {
    /// The degrees are found at random residues, which take less time than rationals.
    fn new(claim: &'a Claim, sizes: &[usize], rng: &mut ChaCha8Rng) -> Result<Self, OracleError> {
        let point = claim.signature.draw(sizes, |argument| match argument.role {
            Role::Mask => Fp::new(i64::from(rng.random_bool(0.6))),
            _ => Fp::random(rng),
        });
        Ok(Self {
            claim,
            truth: claim.quantity.exact(&point)?,
            claimed: match &claim.form {
                Form::Kernel(_) => None,
                form => Some(form.exact(&point)?),
            },
        })
    }

    fn at(
        &self,
        point: &[Dense<Rational>],
    ) -> Result<(DMatrix<Rational>, DMatrix<Rational>), OracleError> {
        let Self { claim, truth, .. } = self;
        let truth = claim
            .quantity
            .truth(truth, &claim.signature, point)?
            .map(|e| e.value);
        let claimed = match (self.claimed, &claim.form) {
            (None, Form::Kernel(kernel)) => computed(kernel, point)?,
            (exact, _) => claimed(claim, exact.unwrap_or(Exact::of_degree(0)), point)?,
        };
        // A claim of another shape is ill-typed, and no numbers are needed to say so.
        if claimed.shape() == truth.shape() {
            Ok((claimed, truth))
        } else {
            Err(OracleError::NoStep)
        }
    }

    fn differ(&self, point: &[Dense<Rational>]) -> bool {
        self.at(point).is_ok_and(|(claimed, truth)| {
            claimed != truth
                && (self.claimed.is_some() || !within_rounding(&claimed.map(as_float), &truth))
        })
    }
}

/// What code gives at a point of rationals, which must be floating-point numbers.
fn computed(kernel: &Kernel, point: &[Dense<Rational>]) -> Result<DMatrix<Rational>, OracleError> {
    let point: Vec<_> = point.iter().map(|x| x.map(as_float)).collect();
    let value = kernel.compute(&point).map_err(|_| OracleError::NoStep)?;
    if value.iter().all(|entry| entry.is_finite()) {
        Ok(value.map(rational))
    } else {
        Err(OracleError::NoStep)
    }
}

/// The degree of a function along a line in all its arguments: its total degree.
pub(super) fn degree_of<N: crate::oracle::exact::ExactNumber>(
    function: &dyn AnyFunction,
    point: &[Dense<N>],
) -> Result<Exact, OracleError> {
    let everywhere = (0..point.len()).fold(Direction::zero(point.len()), |direction, a| {
        let (rows, columns) = point[a].shape();
        // Any direction without special values will do. Powers of a sum of the indices would be of low rank, and a
        // determinant of lower degree along them; residues are not.
        let step = Dense::from_fn(rows, columns, |i, j| {
            let x = 31 * (a % 1000) + 17 * (i % 1000) + 5 * (j % 1000) + 1;
            N::integer(i64::try_from((7 * x * x * x + 11 * x) % 211 + 1).unwrap_or(1))
        });
        direction.with(a, step)
    });
    Exact::find_degree(function, point, &everywhere)
}

fn simplify(
    sides: &Sides<'_>,
    sizes: &[usize],
    mut point: Vec<Dense<Rational>>,
) -> Option<Counterexample> {
    let claim = sides.claim;
    let free = |a: &usize| claim.signature.arguments()[*a].properties.is_empty();
    for a in (0..point.len()).filter(free) {
        for e in 0..point[a].as_matrix().len() {
            for simple in [Rational::zero(), Rational::one()] {
                let old = point[a].as_matrix().as_slice()[e].clone();
                if old == simple {
                    break;
                }
                point[a].as_matrix_mut().as_mut_slice()[e] = simple;
                if sides.differ(&point) {
                    break;
                }
                point[a].as_matrix_mut().as_mut_slice()[e] = old;
            }
        }
    }
    let (claimed, truth) = sides.at(&point).ok()?;
    let dimensions = claim
        .signature
        .dimensions()
        .iter()
        .cloned()
        .zip(sizes.iter().copied())
        .collect();
    let names = claim.signature.arguments().iter().map(|a| a.name.clone());
    Some(Counterexample {
        dimensions,
        values: names
            .zip(point.into_iter().map(Dense::into_matrix))
            .collect(),
        claimed,
        truth,
    })
}

fn rows(m: &DMatrix<Rational>) -> String {
    let row = |i: usize| m.row(i).iter().map(number).collect::<Vec<_>>().join(" ");
    match m.shape() {
        (1, 1) => number(&m[(0, 0)]),
        (n, _) => format!("[{}]", (0..n).map(row).collect::<Vec<_>>().join("; ")),
    }
}

/// Exact, unless it is what code made of a division.
fn number(x: &Rational) -> String {
    const LONGEST: u64 = 40;
    if x.denom().bits() > LONGEST {
        format!("≈{}", as_float(x.clone()))
    } else {
        x.to_string()
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes: Vec<_> = self
            .dimensions
            .iter()
            .map(|(name, size)| format!("{name} = {size}"))
            .collect();
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| format!("{name} = {}", rows(value)))
            .collect();
        write!(
            f,
            "{}; {}: claimed {}, true {}",
            sizes.join(", "),
            values.join(", "),
            rows(&self.claimed),
            rows(&self.truth)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algebra::HALF;
    use crate::check::{Quantity, Signature};
    use crate::formula;

    #[test]
    fn the_smallest_shapes_and_entries_are_found() {
        let signature = Signature::parse("X: n×m, W: n×k, H: k×m").unwrap();
        let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
        let lie = formula!(|x, w, h| (x - w * h) * h.t());
        let claim = Claim::new("sign", signature, Quantity::gradient(f, "W"), lie).unwrap();
        let found = Counterexample::search(&claim, 1).unwrap();
        assert!(found.dimensions.iter().all(|(_, size)| *size == 1));
        // f = ½(x − wh)²: the lie needs h ≠ 0 and a residual; everything else can be 0 or 1.
        assert_eq!(found.claimed, -&found.truth);
        let small =
            |x: &Rational| x.is_integer() && *x.numer() <= 3.into() && *x.numer() >= (-2).into();
        assert!(found.values.iter().all(|(_, v)| v.iter().all(small)));
    }

    #[test]
    fn a_true_claim_has_none() {
        let signature = Signature::parse("x: n×1").unwrap();
        let claim = Claim::new(
            "2x",
            signature,
            Quantity::gradient(formula!(|x| x.squared_norm()), "x"),
            formula!(|x| 2 * x),
        );
        assert_eq!(Counterexample::search(&claim.unwrap(), 1), None);
    }
}
