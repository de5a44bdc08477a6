//! The laws of [`MatrixAlgebra`]: one battery for every implementation.
//!
//! A law is an equation of formulas, its indices bound by `sum` and `tabulate`; so it reads the same for
//! matrices of numbers and for an algebra whose dimensions are names. An algebra joins by a [`Sampler`]: how
//! to draw an element of a shape, and when two elements are equal.

mod liars;
pub(crate) mod partial;
pub(crate) mod polynomial;
pub(crate) mod shapes;

use super::{AlgebraError, Dense, Matrix, MatrixAlgebra, Scalar};
use crate::scalar::{Bounded, Fp, Number, Ratio, Rational};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How the battery gets at an algebra.
pub(crate) trait Sampler {
    /// The algebra under test.
    type Algebra: MatrixAlgebra;

    /// Four dimensions m, n, p, q, none of them assumed different, or different from 1.
    fn dimensions(&self) -> [<Self::Algebra as MatrixAlgebra>::Dimension; 4];

    /// A generic element of this shape, a new one at each call; numbers at most 1 in absolute value.
    fn draw(
        &mut self,
        rows: &<Self::Algebra as MatrixAlgebra>::Dimension,
        columns: &<Self::Algebra as MatrixAlgebra>::Dimension,
    ) -> Self::Algebra;

    /// Whether two elements of one shape are equal, up to rounding where there is any.
    fn equal(&self, actual: &Self::Algebra, expected: &Self::Algebra) -> bool;
}

/// A sampler at work: draws formulas, and refuses equations that do not hold.
pub(crate) struct Laws<S>(pub(crate) S);

/// A dimension of the algebra that a sampler draws from.
pub(crate) type Dimension<S> = <<S as Sampler>::Algebra as MatrixAlgebra>::Dimension;

impl<S: Sampler> Laws<S> {
    fn dimensions(&self) -> [Dimension<S>; 4] {
        self.0.dimensions()
    }

    fn draw(&mut self, rows: &Dimension<S>, columns: &Dimension<S>) -> Matrix<S::Algebra> {
        Matrix::new(self.0.draw(rows, columns))
    }

    fn draw_column(&mut self, rows: &Dimension<S>) -> Matrix<S::Algebra> {
        let one = one::<S::Algebra>();
        self.draw(rows, &one)
    }

    fn draw_scalar(&mut self) -> Scalar<S::Algebra> {
        let one = one::<S::Algebra>();
        self.draw(&one, &one).as_scalar()
    }

    /// I + E/10 for a generic E: strictly diagonally dominant where |E_ij| ≤ 1 and n ≤ 5, so invertible with
    /// ‖A‖∞ ≤ 3/2 and ‖A⁻¹‖∞ ≤ 2; over a prime field singular with probability at most n/p.
    fn draw_invertible(&mut self, n: &Dimension<S>) -> Matrix<S::Algebra> {
        Matrix::identity(Ok(n.clone())) + Ratio::new(1, 10) * self.draw(n, n)
    }

    /// E∘E + 1 for a generic E: between 1 and 2 among ordered numbers; over a prime field an entry is zero
    /// with probability at most 2/p.
    fn draw_positive(&mut self, rows: &Dimension<S>, columns: &Dimension<S>) -> Matrix<S::Algebra> {
        let e = self.draw(rows, columns);
        e.hadamard(&e) + Matrix::ones(e.rows(), e.columns())
    }

    /// Demands that both sides exist, have one shape and are equal.
    fn law(
        &self,
        law: &str,
        actual: impl Into<Matrix<S::Algebra>>,
        expected: impl Into<Matrix<S::Algebra>>,
    ) {
        let value = |side: Matrix<S::Algebra>| {
            side.into_result()
                .unwrap_or_else(|error| panic!("{law}: {error}"))
        };
        let (actual, expected) = (value(actual.into()), value(expected.into()));
        let shape = |a: &S::Algebra| (a.rows(), a.columns());
        assert_eq!(shape(&actual), shape(&expected), "shapes: {law}");
        assert!(
            self.0.equal(&actual, &expected),
            "{law}:\n  {actual:?}\n  {expected:?}"
        );
    }
}

/// The dimension 1, read off a literal.
fn one<A: MatrixAlgebra>() -> A::Dimension {
    let one = A::constant(Ratio::from(1)).expect("1 is a number everywhere");
    one.rows()
}

/// Matrices of numbers, sampled from an explicit seed.
pub(crate) struct Numbers<N> {
    sizes: [usize; 4],
    rng: ChaCha8Rng,
    draw: fn(&mut ChaCha8Rng) -> N,
    equal: fn(&N, &N) -> bool,
}

impl<N: Number> Sampler for Numbers<N> {
    type Algebra = Dense<N>;

    fn dimensions(&self) -> [usize; 4] {
        self.sizes
    }

    fn draw(&mut self, rows: &usize, columns: &usize) -> Dense<N> {
        Dense::from_fn(*rows, *columns, |_, _| (self.draw)(&mut self.rng))
    }

    fn equal(&self, actual: &Dense<N>, expected: &Dense<N>) -> bool {
        let entries = |a: &Dense<N>| a.as_matrix().as_slice().to_vec();
        let pairs = entries(actual).into_iter().zip(entries(expected));
        pairs.into_iter().all(|(a, b)| (self.equal)(&a, &b))
    }
}

/// Sizes of m, n, p, q: all different, with a 1 in each place, all equal, and with an empty dimension.
const SIZES: [[usize; 4]; 8] = [
    [3, 4, 2, 5],
    [1, 4, 2, 5],
    [3, 1, 2, 5],
    [3, 4, 1, 5],
    [3, 4, 2, 1],
    [1, 1, 1, 1],
    [2, 2, 2, 2],
    [3, 0, 2, 4],
];

/// What the entries are compared by, and how they are drawn: numbers of one kind.
fn numbers<N: Number>(
    sizes: [usize; 4],
    draw: fn(&mut ChaCha8Rng) -> N,
    equal: fn(&N, &N) -> bool,
) -> Laws<Numbers<N>> {
    let rng = ChaCha8Rng::seed_from_u64(20_260_101);
    Laws(Numbers {
        sizes,
        rng,
        draw,
        equal,
    })
}

fn residues(sizes: [usize; 4]) -> Laws<Numbers<Fp>> {
    numbers(sizes, Fp::random, |a, b| a == b)
}

fn rationals(sizes: [usize; 4]) -> Laws<Numbers<Rational>> {
    let draw = |rng: &mut ChaCha8Rng| {
        Rational::new(rng.random_range(-6..=6).into(), 7.into()) // sevenths: never exact in binary
    };
    numbers(sizes, draw, |a, b| a == b)
}

/// In each polynomial law an entry of either side is a sum of at most 60 = 3·4·5 terms, each a product of
/// numbers at most 1 in absolute value, and a term passes through at most 3 roundings of products and 60 of
/// sums: each side errs by at most 63 · (ε/2) · 60, and there are two sides.
///
/// The partial laws stay below it. With u = ε/2 and κ∞ ≤ 3 (`draw_invertible`), elimination leaves a residual
/// of at most 8n²κ·u = 600u for n = 5 (Higham 2002, section 14.4) and a relative error of 500u in a
/// determinant of order 3, which is at most (3/2)³ squared. Elementary functions are good to a few u, of
/// values below 8.
const TOLERANCE: f64 = 2.0 * 63.0 * (f64::EPSILON / 2.0) * 60.0;

fn floats(sizes: [usize; 4]) -> Laws<Numbers<f64>> {
    let draw = |rng: &mut ChaCha8Rng| rng.random_range(-1.0..1.0);
    numbers(sizes, draw, |a, b| (a - b).abs() <= TOLERANCE)
}

/// Floating numbers that carry the bound of their own rounding: equal if that bound explains the gap.
fn bounded_floats(sizes: [usize; 4]) -> Laws<Numbers<Bounded<f64>>> {
    let draw = |rng: &mut ChaCha8Rng| Bounded::exact(rng.random_range(-1.0..1.0));
    let equal = |a: &Bounded<f64>, b: &Bounded<f64>| {
        // The last term is the rounding of the subtraction that compares them.
        let slack = a.error(a.magnitude()) + b.error(b.magnitude());
        let gap = (a.value() - b.value()).abs();
        gap <= slack + f64::EPSILON * (a.value().abs() + slack)
    };
    numbers(sizes, draw, equal)
}

#[test]
fn polynomial_laws_hold_in_every_algebra() {
    for sizes in SIZES {
        polynomial::all(&mut residues(sizes));
        polynomial::all(&mut rationals(sizes));
        polynomial::all(&mut floats(sizes));
        polynomial::all(&mut bounded_floats(sizes));
    }
}

#[test]
fn inverses_determinants_and_reciprocals_obey_their_laws() {
    for sizes in SIZES {
        partial::inverses(&mut residues(sizes));
        partial::inverses(&mut rationals(sizes));
        partial::inverses(&mut floats(sizes));
        partial::inverses(&mut bounded_floats(sizes));
    }
}

#[test]
fn elementary_functions_obey_their_laws_where_they_exist() {
    for sizes in SIZES {
        partial::elementary_functions(&mut floats(sizes));
        partial::elementary_functions(&mut bounded_floats(sizes));
    }
    partial::no_elementary_functions(&mut residues(SIZES[0]), Fp::NAME);
    partial::no_elementary_functions(&mut rationals(SIZES[0]), Rational::NAME);
}

#[test]
fn shapes_that_do_not_fit_are_told() {
    shapes::all(&mut residues(SIZES[0]));
    shapes::all(&mut rationals(SIZES[0]));
    shapes::all(&mut floats(SIZES[0]));
    shapes::all(&mut bounded_floats(SIZES[0]));
}
