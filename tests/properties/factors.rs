//! Points of small integers that shrink: every matrix of the objectives, of consistent shapes.

use matproof::algebra::Dense;
use matproof::check::Claim;
use matproof::scalar::{Number, Ratio};
use nalgebra::DMatrix;
use quickcheck::{Arbitrary, Gen};
use std::fmt;

/// Sizes of the dimensions, by position in [`Factors::sizes`].
const DIMENSIONS: [&str; 5] = ["n", "m", "k", "p", "q"];
const N: usize = 0;
const M: usize = 1;
const K: usize = 2;
const P: usize = 3;
const Q: usize = 4;

/// The matrices, by name and shape. X ≈ WH is factorized; S and T are directions in W and H; Z weighs the
/// entries of X; L multiplies W from the left, R multiplies X from the right.
const MATRICES: [(&str, usize, usize); 8] = [
    ("X", N, M),
    ("W", N, K),
    ("H", K, M),
    ("S", N, K),
    ("T", K, M),
    ("Z", N, M),
    ("L", P, N),
    ("R", M, Q),
];

/// Entries are integers of at most this size: a term of the values and derivatives under test has at most
/// nine factors and there are at most 4⁶ terms, so everything stays below 4¹⁵ = 2³⁰, far from 2⁵³.
const LARGEST: i64 = 4;

/// A point: sizes 0 to 4, entries −4 to 4, and a weight λ.
///
/// Shrinks to smaller shapes, by dropping one index of a dimension from every matrix that has it, and to
/// smaller integers.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Factors {
    sizes: [usize; 5],
    matrices: [DMatrix<i64>; 8],
    lambda: i64,
}

impl Factors {
    /// The sizes of n, m, k, p, q.
    pub(crate) fn sizes(&self) -> [usize; 5] {
        self.sizes
    }

    /// The weight λ.
    pub(crate) fn lambda(&self) -> i64 {
        self.lambda
    }

    fn integers(&self, name: &str) -> &DMatrix<i64> {
        let place = MATRICES.iter().position(|(known, ..)| *known == name);
        &self.matrices[place.unwrap_or_else(|| panic!("no matrix is called {name}"))]
    }

    /// Every entry, λ included.
    pub(crate) fn entries(&self) -> impl Iterator<Item = i64> + '_ {
        let entries = self.matrices.iter().flat_map(DMatrix::iter).copied();
        entries.chain([self.lambda])
    }

    /// One of the matrices, in numbers of any kind.
    pub(crate) fn matrix<A: Number>(&self, name: &str) -> DMatrix<A> {
        self.integers(name).map(number)
    }

    /// The arguments of a claim about one of the objectives, in its order: X ≈ WH is called M ≈ UVᵀ where
    /// the claim has a factor U.
    pub(crate) fn point<A: Number>(&self, claim: &Claim) -> Vec<Dense<A>> {
        let completion = claim.signature.position("U").is_some();
        let argument = |name: &str| -> DMatrix<A> {
            match (completion, name) {
                (_, "λ") => DMatrix::from_element(1, 1, number(self.lambda)),
                (false, "X" | "W" | "H") => self.matrix(name),
                (false, "M") => self.matrix("L"),
                (false, "P") => self.matrix("S"),
                (false, "Q") => self.matrix("T"),
                (true, "M") => self.matrix("X"),
                (true, "U") => self.matrix("W"),
                (true, "V") => self.matrix("H").transpose(),
                (true, "S") => self.matrix("S"),
                (true, "T") => self.matrix("T").transpose(),
                (true, "P") if is_mask(claim) => {
                    self.integers("Z").map(|z| number(i64::from(z > 0)))
                }
                (true, "P") => self.matrix("Z"),
                (true, "J₁") => self.matrix("L"),
                (true, "J₂") => self.matrix("R"),
                _ => panic!("{}: no value for {name}", claim.name),
            }
        };
        let arguments = claim.signature.arguments().iter();
        arguments.map(|a| argument(&a.name).into()).collect()
    }

    /// Without one index of one dimension.
    fn without(&self, dimension: usize, index: usize) -> Self {
        let mut smaller = self.clone();
        smaller.sizes[dimension] -= 1;
        for (matrix, (_, rows, columns)) in smaller.matrices.iter_mut().zip(MATRICES) {
            if rows == dimension {
                *matrix = matrix.clone().remove_row(index);
            }
            if columns == dimension {
                *matrix = matrix.clone().remove_column(index);
            }
        }
        smaller
    }

    /// With simpler integers in one place each: 0 first, then half, then one less, then the positive one.
    fn simpler(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for place in 0..self.matrices.len() {
            for entry in 0..self.matrices[place].len() {
                for value in simpler_integers(self.matrices[place][entry]) {
                    let mut next = self.clone();
                    next.matrices[place][entry] = value;
                    all.push(next);
                }
            }
        }
        for lambda in simpler_integers(self.lambda) {
            all.push(Self {
                lambda,
                ..self.clone()
            });
        }
        all
    }
}

fn is_mask(claim: &Claim) -> bool {
    let mut arguments = claim.signature.arguments().iter();
    arguments.any(|a| a.role == matproof::check::Role::Mask)
}

fn number<A: Number>(integer: i64) -> A {
    A::from_ratio(Ratio::from(integer)).unwrap()
}

/// Integers simpler than this one, simplest first; none for 0. The relation is well founded: the absolute
/// value falls, or stays and the sign becomes positive.
fn simpler_integers(x: i64) -> Vec<i64> {
    let mut simpler: Vec<i64> = [0, x / 2, x - x.signum(), x.abs()].into();
    simpler.dedup();
    simpler.retain(|&y| (y.abs(), y < 0) < (x.abs(), x < 0));
    simpler
}

impl Arbitrary for Factors {
    fn arbitrary(g: &mut Gen) -> Self {
        // A generator of size s gives sizes up to s, at most 4.
        let largest = g.size().min(4);
        let choices: Vec<usize> = (0..=largest).collect();
        let sizes = DIMENSIONS.map(|_| *g.choose(&choices).unwrap());
        let integers: Vec<i64> = (-LARGEST..=LARGEST).collect();
        let integer = |g: &mut Gen| *g.choose(&integers).unwrap();
        let matrices = MATRICES.map(|(_, rows, columns)| {
            DMatrix::from_fn(sizes[rows], sizes[columns], |_, _| integer(g))
        });
        let lambda = integer(g);
        Self {
            sizes,
            matrices,
            lambda,
        }
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let whole = self.clone();
        let dimensions = self.sizes.into_iter().enumerate();
        let indices = dimensions.flat_map(|(d, size)| (0..size).map(move |index| (d, index)));
        let smaller = indices.map(move |(d, index)| whole.without(d, index));
        let whole = self.clone();
        // Lazily: the entries are looked at only when no shape can shrink.
        let simpler = std::iter::once_with(move || whole.simpler()).flatten();
        Box::new(smaller.chain(simpler))
    }
}

impl fmt::Debug for Factors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes = DIMENSIONS.iter().zip(self.sizes);
        let sizes: Vec<_> = sizes.map(|(name, size)| format!("{name}={size}")).collect();
        write!(f, "{} λ={}", sizes.join(" "), self.lambda)?;
        for ((name, ..), matrix) in MATRICES.iter().zip(&self.matrices) {
            let row = |row: nalgebra::RowDVector<i64>| {
                let entries: Vec<_> = row.iter().map(i64::to_string).collect();
                entries.join(" ")
            };
            let rows: Vec<_> = matrix.row_iter().map(|r| row(r.into_owned())).collect();
            write!(f, " {name}=[{}]", rows.join("; "))?;
        }
        Ok(())
    }
}
