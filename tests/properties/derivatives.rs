//! The shipped formulas against the oracles, and against each other, at random points of random shapes.

use crate::factors::Factors;
use matproof::algebra::Dense;
use matproof::check::{Claim, Form};
use matproof::oracle::autodiff::Autodiff;
use matproof::oracle::exact::{Exact, ExactNumber};
use matproof::oracle::{Differentiator, Evaluation, structure};
use matproof::scalar::{Fp, Rational};
use matproof::study::claims;
use nalgebra::DMatrix;
use quickcheck::{Gen, QuickCheck, TestResult};
use quickcheck_macros::quickcheck;
use std::fmt::Display;
use std::sync::LazyLock;

static CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(claims::all);
static KERNELS: LazyLock<Vec<Claim>> = LazyLock::new(claims::of_kernels);

/// The value of a claim's formula.
fn formula<N: Evaluation>(claim: &Claim, point: &[Dense<N>]) -> Result<DMatrix<N>, String> {
    match &claim.form {
        Form::Written(formula) => match N::of(formula.as_ref(), point) {
            Ok(value) => Ok(value.into_matrix()),
            Err(error) => Err(error.to_string()),
        },
        Form::Kernel(_) | Form::Derived(_) => Err("a kernel or a derivative, not a formula".into()),
    }
}

/// What a claim's kernel computes.
fn kernel(claim: &Claim, point: &[Dense<f64>]) -> Result<DMatrix<f64>, String> {
    match &claim.form {
        Form::Kernel(kernel) => kernel.compute(point),
        Form::Written(_) | Form::Derived(_) => Err("a formula, not a kernel".into()),
    }
}

/// What a claim says its quantity is at a point.
type Claimed<N> = fn(&Claim, &[Dense<N>]) -> Result<DMatrix<N>, String>;

/// The value equals what the oracle says, entry by entry and without any tolerance.
fn agrees<N: Evaluation + Display>(
    claim: &Claim,
    value: Claimed<N>,
    oracle: &dyn Differentiator<N>,
    factors: &Factors,
) -> Result<(), String> {
    let point = factors.point::<N>(claim);
    let told = |error: &dyn Display| format!("{}, {}: {error}", claim.group, claim.name);
    let actual = value(claim, &point).map_err(|e| told(&e))?;
    let truth = claim.quantity.truth(oracle, &claim.signature, &point);
    let expected = truth.map_err(|e| told(&e))?.map(|e| e.value);
    match structure::first_difference(&actual, &expected) {
        None => Ok(()),
        Some(gap) => Err(told(&format!(
            "{}×{}, entry {:?} is {}, expected {}",
            actual.nrows(),
            actual.ncols(),
            gap.entry,
            gap.actual,
            gap.expected
        ))),
    }
}

/// Dual numbers add and multiply integers: nothing is rounded, so no gap is excused.
#[quickcheck]
fn every_formula_equals_autodiff(factors: Factors) -> Result<(), String> {
    let mut claims = CLAIMS.iter();
    claims.try_for_each(|claim| agrees(claim, formula, &Autodiff, &factors))
}

/// The fast kernels too: they add in another order and expand the residual, which rounds no integer either.
/// They refuse empty data, rank 0 and λ < 0, which formulas do not.
#[quickcheck]
fn every_kernel_equals_autodiff(factors: Factors) -> TestResult {
    let [n, m, k, p, _] = factors.sizes();
    if [n, m, k, p].contains(&0) || factors.lambda() < 0 {
        return TestResult::discard();
    }
    let mut claims = KERNELS.iter();
    match claims.try_for_each(|claim| agrees(claim, kernel, &Autodiff, &factors)) {
        Ok(()) => TestResult::passed(),
        Err(gap) => TestResult::error(gap),
    }
}

/// The objectives are quartic along every line of factors, so five exact values determine the derivatives.
fn equals_the_exact_oracle<N: ExactNumber + Display>(factors: &Factors) -> Result<(), String> {
    let mut claims = CLAIMS.iter();
    claims.try_for_each(|claim| agrees(claim, formula::<N>, &Exact::of_degree(4), factors))
}

/// Puts a property before so many points of sizes up to `largest`, drawn from a seed.
fn quickcheck_from(
    seed: u64,
    largest: usize,
    points: u64,
    property: fn(Factors) -> Result<(), String>,
) {
    let generator = Gen::from_size_and_seed(largest, seed);
    let mut check = QuickCheck::new().rng(generator).tests(points);
    check.quickcheck(property);
}

#[test]
fn every_formula_equals_the_exact_oracle_over_the_prime_field() {
    quickcheck_from(11, 3, 40, |factors| equals_the_exact_oracle::<Fp>(&factors));
}

/// Rationals of unlimited size are slow, so the shapes are small.
#[test]
fn every_formula_equals_the_exact_oracle_over_the_rationals() {
    quickcheck_from(13, 2, 20, |factors| {
        equals_the_exact_oracle::<Rational>(&factors)
    });
}

/// The claim of this name about the objective whose group name begins so, evaluated at the point.
fn shipped(factors: &Factors, group: &str, name: &str) -> DMatrix<f64> {
    let found = CLAIMS
        .iter()
        .find(|claim| claim.group.starts_with(group) && claim.name == name);
    let claim = found.unwrap_or_else(|| panic!("no claim {name} about {group}"));
    formula(claim, &factors.point(claim)).unwrap()
}

/// The objectives by the beginning of their names, and their factors.
const OBJECTIVES: [(&str, [&str; 2]); 4] = [
    ("½‖X − WH", ["W", "H"]),
    ("‖X − WH‖² + λ", ["W", "H"]),
    ("½‖P∘", ["U", "V"]),
    ("½‖J₁", ["U", "V"]),
];

/// The four Hessian blocks; the lower left one of the submatrix objective is the transpose of the upper right.
fn blocks(factors: &Factors, group: &str, [a, b]: [&str; 2]) -> [[DMatrix<f64>; 2]; 2] {
    let block = |row, column| shipped(factors, group, &format!("∇²_{row}{column}, Kronecker"));
    let lower = if group.contains('J') {
        block(a, b).transpose()
    } else {
        block(b, a)
    };
    [[block(a, a), block(a, b)], [lower, block(b, b)]]
}

/// The blocks applied to vec S below vec T are vec of the two parts of the Hessian-vector product.
#[quickcheck]
fn the_hessian_vector_product_is_the_assembled_hessian_times_the_direction(factors: Factors) {
    for (group, names) in OBJECTIVES {
        let blocks = blocks(&factors, group, names);
        let (s, t) = (factors.matrix::<f64>("S"), factors.matrix::<f64>("T"));
        let t = if names[1] == "V" { t.transpose() } else { t };
        let stacked = [s, t].map(|d| DMatrix::from_column_slice(d.len(), 1, d.as_slice()));
        for (row, name) in blocks.iter().zip(names) {
            let expected = &row[0] * &stacked[0] + &row[1] * &stacked[1];
            let actual = shipped(&factors, group, &format!("Hessian-vector product, {name}"));
            assert_eq!(actual.as_slice(), expected.as_slice(), "{group}, {name}");
        }
    }
}

#[quickcheck]
fn the_hessian_is_symmetric(factors: Factors) {
    for (group, names) in OBJECTIVES {
        let [[aa, ab], [ba, bb]] = blocks(&factors, group, names);
        assert_eq!(structure::symmetric(&aa), None, "{group}, {}", names[0]);
        assert_eq!(structure::symmetric(&bb), None, "{group}, {}", names[1]);
        assert_eq!(structure::adjoint(&ab, &ba), None, "{group}");
    }
}
