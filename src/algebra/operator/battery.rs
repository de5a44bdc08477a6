//! One battery over every operator, with `to_dense` as its judge; exact, in the prime field.

use super::*;
use crate::scalar::Fp;
use quickcheck::{Arbitrary, Gen};
use quickcheck_macros::quickcheck;
use std::fmt;

/// A matrix of small integers, 0 to 4 in each dimension, that shrinks to smaller shapes and entries.
#[derive(Clone)]
struct Small(DMatrix<Fp>);

impl fmt::Debug for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}{}", self.0.nrows(), self.0.ncols(), self.0)
    }
}

impl Arbitrary for Small {
    fn arbitrary(g: &mut Gen) -> Self {
        let size = |g: &mut Gen| usize::from(u8::arbitrary(g) % 5);
        let (rows, columns) = (size(g), size(g));
        Self(DMatrix::from_fn(rows, columns, |_, _| {
            Fp::new(i64::from(i8::arbitrary(g)))
        }))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let a = self.0.clone();
        let fewer_rows = (0..a.nrows()).map({
            let a = a.clone();
            move |i| Self(a.clone().remove_row(i))
        });
        let fewer_columns = (0..a.ncols()).map({
            let a = a.clone();
            move |j| Self(a.clone().remove_column(j))
        });
        let simpler = (0..a.len())
            .filter(|&e| self.0.as_slice()[e].residue() > 1)
            .map(move |e| {
                let mut b = a.clone();
                b.as_mut_slice()[e] = Fp::new(1);
                Self(b)
            })
            .collect::<Vec<_>>();
        Box::new(fewer_rows.chain(fewer_columns).chain(simpler))
    }
}

fn vector(length: usize, seed: i64) -> Vec<Fp> {
    (0..length)
        .map(|i| Fp::new(seed + 7 * i64::try_from(i).unwrap() * i64::try_from(i).unwrap() - 3))
        .collect()
}

fn dot(x: &[Fp], y: &[Fp]) -> Fp {
    x.iter()
        .zip(y)
        .fold(Fp::new(0), |sum, (&a, &b)| sum + a * b)
}

fn obeys_the_laws(operator: &dyn LinearOperator<Fp>, seed: i64) -> bool {
    let (rows, columns) = operator.shape();
    let (x, y) = (vector(columns, seed), vector(rows, seed + 11));
    let dense = operator.to_dense();
    let (forward, backward) = (
        operator.apply(&x).unwrap(),
        operator.apply_transpose(&y).unwrap(),
    );
    dense.shape() == (rows, columns)
        && (&dense * nalgebra::DVector::from_vec(x.clone())).as_slice() == forward
        && (dense.transpose() * nalgebra::DVector::from_vec(y.clone())).as_slice() == backward
        && dot(&forward, &y) == dot(&x, &backward)
        && operator.apply(&vector(columns + 1, seed)).is_err()
        && operator.apply_transpose(&vector(rows + 1, seed)).is_err()
}

#[quickcheck]
fn every_operator_obeys_the_laws(a: Small, b: Small, seed: i16) -> bool {
    let (a, b) = (a.0, b.0);
    let square = |a: &DMatrix<Fp>| {
        a * a.transpose()
            + a.columns(0, a.ncols().min(1)) * a.columns(0, a.ncols().min(1)).transpose()
    };
    let (p, q) = (square(&a), square(&b).map(|x| x + Fp::new(2)));
    obeys_the_laws(&Kronecker::new(&a, &b), seed.into())
        && obeys_the_laws(&KroneckerSum::new(&p, &q).unwrap(), seed.into())
        && obeys_the_laws(&Commutation::new(a.nrows(), b.ncols()), seed.into())
}

#[quickcheck]
fn kronecker_acts_by_its_definition(a: Small, b: Small, seed: i16) -> bool {
    let (a, b) = (a.0, b.0);
    let x = unvec(
        &vector(b.ncols() * a.ncols(), seed.into()),
        b.ncols(),
        a.ncols(),
    )
    .unwrap();
    Kronecker::new(&a, &b).apply(vec(&x)).unwrap() == vec(&(&b * &x * a.transpose()))
}

#[quickcheck]
fn commutation_turns_vec_into_vec_of_the_transpose(a: Small) -> bool {
    let a = a.0;
    let k = Commutation::new(a.nrows(), a.ncols());
    k.apply(vec(&a)).unwrap() == vec(&a.transpose())
        && (LinearOperator::<Fp>::to_dense(&k) * vec_column(&a)) == vec_column(&a.transpose())
}

/// K(r,p) (A ⊗ B) K(q,s) = B ⊗ A for A p×q and B r×s (Magnus and Neudecker, theorem 3.1).
#[quickcheck]
fn commutation_swaps_a_kronecker_product(a: Small, b: Small) -> bool {
    let (a, b) = (a.0, b.0);
    let k = |m, n| LinearOperator::<Fp>::to_dense(&Commutation::new(m, n));
    // For p×q ⊗ r×s: the left K takes vec of an r×p matrix, the right one gives vec of an s×q matrix.
    k(b.nrows(), a.nrows()) * a.kronecker(&b) * k(a.ncols(), b.ncols()) == b.kronecker(&a)
}

#[quickcheck]
fn unvec_inverts_vec(a: Small) -> bool {
    unvec(vec(&a.0), a.0.nrows(), a.0.ncols()).unwrap() == a.0
        && vec_column(&a.0).as_slice() == vec(&a.0)
        && unvec(vec(&a.0), a.0.nrows() + 1, a.0.ncols() + 1).is_err()
}

/// A liar: K(n,m) in the place of K(m,n) passes for square and for vector-shaped A only.
#[test]
fn a_wrongly_sized_commutation_matrix_is_seen() {
    let a = DMatrix::from_fn(2, 3, |i, j| Fp::new(i64::try_from(3 * i + j).unwrap()));
    assert_ne!(
        Commutation::new(3, 2).apply(vec(&a)).unwrap(),
        vec(&a.transpose())
    );
}
