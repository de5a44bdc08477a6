//! What does not fit is told: every variant of [`AlgebraError`], provoked, with its message.

use super::{AlgebraError, Dense, Laws, MatrixAlgebra, Sampler};
use crate::algebra::operator::{Commutation, KroneckerSum, LinearOperator, unvec};
use crate::algebra::{Formula, Matrix};
use crate::formula;
use crate::scalar::{Elementary, Fp};

/// The message of a formula that must have no value because its shapes do not fit.
fn ill_typed<A: MatrixAlgebra>(formula: impl Into<Matrix<A>>) -> String {
    let error = formula
        .into()
        .into_result()
        .expect_err("shapes that do not fit");
    assert!(error.is_ill_typed(), "{error}");
    error.to_string()
}

/// The shape errors that every algebra has. The dimensions of the sampler must differ from each other and
/// from 1.
pub(crate) fn all<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, q] = laws.dimensions();
    let (a, b) = (laws.draw(&m, &n), laws.draw(&p, &q));
    let both = format!("{m}×{n} and {p}×{q}");

    let product = format!("cannot multiply {m}×{n} by {p}×{q}: inner sizes {n} and {p} differ");
    assert_eq!(ill_typed(&a * &b), product);
    let unequal = |operation: &str| format!("{operation} needs equal shapes, found {both}");
    assert_eq!(ill_typed(&a + &b), unequal("a sum"));
    assert_eq!(ill_typed(&a - &b), unequal("a difference"));
    assert_eq!(ill_typed(a.hadamard(&b)), unequal("a Hadamard product"));
    let summed = Matrix::sum(a.rows(), (a.rows(), a.columns()), |_| b.clone());
    assert_eq!(ill_typed(summed), unequal("a sum"));

    let square = |operation: &str| format!("{operation} needs a square matrix, found {m}×{n}");
    assert_eq!(ill_typed(a.trace()), square("a trace"));
    assert_eq!(ill_typed(a.diagonal()), square("a diagonal"));
    assert_eq!(ill_typed(a.inverse()), square("an inverse"));
    assert_eq!(ill_typed(a.determinant()), square("a determinant"));

    let scalar = format!("expected a scalar (1×1), found a matrix of shape {m}×{n}");
    assert_eq!(ill_typed(a.as_scalar()), scalar);
    assert_eq!(ill_typed(a.as_scalar() * &b), scalar);
    // A matrix where an entry belongs: `Scalar` could not hold it, the algebra itself must refuse it.
    let (wide, tall) = (laws.0.draw(&m, &n), laws.0.draw(&p, &q));
    let table = <S::Algebra>::tabulate(&p, &q, |_, _| Ok(wide.clone()));
    assert_eq!(message(table), scalar);
    let block = <S::Algebra>::tabulate_block((&m, &n), (&p, &q), |_| Ok(wide.clone()));
    assert_eq!(message(block), scalar);
    assert_eq!(message(tall.scale(&wide)), scalar);
    let column = format!("expected a column, found a matrix of shape {m}×{n}");
    assert_eq!(ill_typed(a.diagonal_matrix()), column);

    // The first error on the way is the one that is told.
    assert_eq!(ill_typed((&a * &b).t() + a.trace() * &b), product);

    let formula = formula!(|x, y| x * y);
    let too_few = Formula::evaluate(&formula, std::slice::from_ref(&a));
    assert_eq!(ill_typed(too_few), "the formula takes 2 arguments, got 1");
}

fn message<T: std::fmt::Debug>(result: Result<T, AlgebraError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn an_index_out_of_range_is_told_with_the_shape() {
    let a = Dense::from_fn(3, 4, |_, _| Fp::new(1));
    let out = |index: usize| format!("index {index} is out of range for a matrix of shape 3×4");
    assert_eq!(message(a.entry(&3, &0)), out(3));
    assert_eq!(message(a.entry(&0, &4)), out(4));
    assert_eq!(message(a.row(&3)), out(3));
    assert_eq!(message(a.column(&4)), out(4));
    let unit = message(Dense::<Fp>::unit(&3, &3));
    assert_eq!(unit, "index 3 is out of range for a matrix of shape 3×1");
}

#[test]
fn a_vector_of_the_wrong_length_is_told_with_both_lengths() {
    let applied = Commutation::new(2, 3).apply(&[0.0; 5]);
    let lengths = "acts on vectors of length 6, got 5";
    assert_eq!(message(applied), format!("a commutation matrix {lengths}"));
    assert_eq!(
        message(unvec(&[0.0; 5], 2, 3)),
        format!("the inverse of vec {lengths}")
    );
    let (square, wide) = (
        Dense::<f64>::zeros(2, 2).into_matrix(),
        Dense::zeros(2, 3).into_matrix(),
    );
    let sum = message(KroneckerSum::new(&square, &wide).map(|_| ()));
    assert_eq!(sum, "a Kronecker sum needs a square matrix, found 2×3");
}

/// Well-typed, but without a value at these numbers: not an error of the formula.
#[test]
fn a_missing_value_is_not_a_wrong_shape() {
    let singular = Dense::from_rows(&[[1.0, 2.0], [2.0, 4.0]]);
    let without_value = |error: AlgebraError| {
        assert!(!error.is_ill_typed(), "{error}");
        error.to_string()
    };
    assert_eq!(
        without_value(singular.inverse().unwrap_err()),
        "the matrix is singular"
    );
    assert_eq!(singular.determinant(), Ok(Dense::scalar(0.0)));
    let zero = Dense::scalar(0.0);
    assert_eq!(
        without_value(zero.reciprocal().unwrap_err()),
        "division by zero among the floating-point numbers"
    );
    let negative = Dense::scalar(-1.0);
    assert_eq!(
        without_value(negative.elementwise(Elementary::Ln).unwrap_err()),
        "log is not defined (or not differentiable) at -1"
    );
}
