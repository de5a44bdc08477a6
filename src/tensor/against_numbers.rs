//! The engine against the numbers: random formulas as networks and as matrices over a prime field.

use super::{Dimension, Equality, Network, Property, Symbol};
use crate::algebra::{AlgebraError, Dense, MatrixAlgebra};
use crate::scalar::{Fp, Ratio};
use quickcheck::{Arbitrary, Gen, TestResult};
use quickcheck_macros::quickcheck;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A product of the dimensions n, m, k, by their numbers.
pub(super) type Side = Vec<usize>;

/// A formula over a few letters; its shape is that of its parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    /// A letter of this shape; of square ones there are several, with different properties.
    Letter(Side, Side, usize),
    Identity(Side),
    Ones(Side, Side),
    Commutation(usize, usize),
    Add(Box<Tree>, Box<Tree>),
    Scale(i64, Box<Tree>),
    Times(Box<Tree>, Box<Tree>),
    Product(Box<Tree>, Box<Tree>),
    Transpose(Box<Tree>),
    Hadamard(Box<Tree>, Box<Tree>),
    Kronecker(Box<Tree>, Box<Tree>),
    Vec(Box<Tree>),
    Trace(Box<Tree>),
    Frobenius(Box<Tree>, Box<Tree>),
    DiagonalMatrix(Box<Tree>),
    Diagonal(Box<Tree>),
    /// Σ_i A e_i e_iᵀ B.
    SumOfOuter(Box<Tree>, Box<Tree>),
    Inverse(Box<Tree>),
    Determinant(Box<Tree>),
    /// 1/A, entry by entry.
    Reciprocal(Box<Tree>),
}

/// Properties of the square letters, by their numbers.
const PROPERTIES: [Option<Property>; 5] = [
    None,
    Some(Property::Symmetric),
    Some(Property::Skew),
    Some(Property::Diagonal),
    Some(Property::Mask),
];

impl Tree {
    pub(super) fn random(
        g: &mut Gen,
        rows: &[usize],
        columns: &[usize],
        depth: usize,
        quotients: bool,
    ) -> Self {
        let (r, c) = (rows.to_vec(), columns.to_vec());
        let dimension = |g: &mut Gen| u8::arbitrary(g) as usize % 3;
        let grow = |g: &mut Gen, rows: &[usize], columns: &[usize]| {
            Box::new(Self::random(
                g,
                rows,
                columns,
                depth.saturating_sub(1),
                quotients,
            ))
        };
        if depth == 0 {
            let kinds = if rows == columns { 6 } else { 5 };
            return match usize::arbitrary(g) % kinds {
                4 if rows.len() < 2 => Self::Ones(r, c),
                5 => Self::Identity(r),
                variant => Self::Letter(
                    r,
                    c,
                    if rows == columns && rows.len() == 1 {
                        variant.min(4)
                    } else {
                        variant % 2
                    },
                ),
            };
        }
        loop {
            match usize::arbitrary(g) % if quotients { 18 } else { 14 } {
                0 | 1 => return Self::Add(grow(g, rows, columns), grow(g, rows, columns)),
                2 => return Self::Scale(i64::from(i8::arbitrary(g) % 3), grow(g, rows, columns)),
                3 => return Self::Times(grow(g, &[], &[]), grow(g, rows, columns)),
                4 | 5 => {
                    let inner = [dimension(g)];
                    return Self::Product(grow(g, rows, &inner), grow(g, &inner, columns));
                }
                6 => return Self::Transpose(grow(g, columns, rows)),
                7 => return Self::Hadamard(grow(g, rows, columns), grow(g, rows, columns)),
                8 if rows.len() == 2 && columns.len() == 2 => {
                    let first = grow(g, &rows[..1], &columns[..1]);
                    return Self::Kronecker(first, grow(g, &rows[1..], &columns[1..]));
                }
                8 if rows.len() == 2 && columns.is_empty() => {
                    return Self::Vec(grow(g, &rows[1..], &rows[..1]));
                }
                9 if rows.len() == 2
                    && columns.len() == 2
                    && rows[0] == columns[1]
                    && rows[1] == columns[0] =>
                {
                    return Self::Commutation(rows[0], rows[1]);
                }
                10 if rows.is_empty() && columns.is_empty() => {
                    let side = [dimension(g)];
                    return Self::Trace(grow(g, &side, &side));
                }
                11 if rows.is_empty() && columns.is_empty() => {
                    let sides = [[dimension(g)], [dimension(g)]];
                    return Self::Frobenius(
                        grow(g, &sides[0], &sides[1]),
                        grow(g, &sides[0], &sides[1]),
                    );
                }
                12 if rows == columns && !rows.is_empty() => {
                    return Self::DiagonalMatrix(grow(g, rows, &[]));
                }
                12 if columns.is_empty() => return Self::Diagonal(grow(g, rows, rows)),
                14 | 15 if rows == columns && rows.len() == 1 => {
                    return Self::Inverse(grow(g, rows, rows));
                }
                16 if rows.is_empty() && columns.is_empty() => {
                    let side = [dimension(g)];
                    return Self::Determinant(grow(g, &side, &side));
                }
                17 => return Self::Reciprocal(grow(g, rows, columns)),
                13 => {
                    let inner = [dimension(g)];
                    return Self::SumOfOuter(grow(g, rows, &inner), grow(g, &inner, columns));
                }
                _ => {}
            }
        }
    }

    pub(super) fn operands(&self) -> Vec<&Tree> {
        match self {
            Self::Letter(..) | Self::Identity(_) | Self::Ones(..) | Self::Commutation(..) => {
                Vec::new()
            }
            Self::Scale(_, a)
            | Self::Transpose(a)
            | Self::Vec(a)
            | Self::Trace(a)
            | Self::DiagonalMatrix(a)
            | Self::Diagonal(a)
            | Self::Inverse(a)
            | Self::Determinant(a)
            | Self::Reciprocal(a) => vec![a],
            Self::Add(a, b)
            | Self::Times(a, b)
            | Self::Product(a, b)
            | Self::Hadamard(a, b)
            | Self::Kronecker(a, b)
            | Self::Frobenius(a, b)
            | Self::SumOfOuter(a, b) => vec![a, b],
        }
    }

    fn shape(&self) -> (Side, Side) {
        let one = Vec::new;
        match self {
            Self::Letter(r, c, _) | Self::Ones(r, c) => (r.clone(), c.clone()),
            Self::Identity(r) => (r.clone(), r.clone()),
            Self::Commutation(m, n) => (vec![*m, *n], vec![*n, *m]),
            Self::Add(a, _) | Self::Scale(_, a) | Self::Times(_, a) | Self::Hadamard(a, _) => {
                a.shape()
            }
            Self::Product(a, b) | Self::SumOfOuter(a, b) => (a.shape().0, b.shape().1),
            Self::Transpose(a) => (a.shape().1, a.shape().0),
            Self::Kronecker(a, b) => {
                let (a, b) = (a.shape(), b.shape());
                ([a.0, b.0].concat(), [a.1, b.1].concat())
            }
            Self::Vec(a) => ([a.shape().1, a.shape().0].concat(), one()),
            Self::Trace(_) | Self::Frobenius(..) | Self::Determinant(_) => (one(), one()),
            Self::Inverse(a) | Self::Reciprocal(a) => a.shape(),
            Self::DiagonalMatrix(a) => (a.shape().0, a.shape().0),
            Self::Diagonal(a) => (a.shape().0, one()),
        }
    }

    fn evaluate<A: MatrixAlgebra>(
        &self,
        letter: &impl Fn(&Tree) -> A,
        dimension: &impl Fn(&[usize]) -> A::Dimension,
    ) -> Result<A, AlgebraError> {
        let value = |tree: &Tree| tree.evaluate(letter, dimension);
        match self {
            Self::Letter(..) => Ok(letter(self)),
            Self::Identity(n) => Ok(A::identity(&dimension(n))),
            Self::Ones(r, c) => Ok(A::ones(&dimension(r), &dimension(c))),
            Self::Commutation(m, n) => Ok(A::commutation(&dimension(&[*m]), &dimension(&[*n]))),
            Self::Add(a, b) => value(a)?.add(&value(b)?),
            Self::Scale(s, a) => value(a)?.scale(&A::constant(Ratio::from(*s))?),
            Self::Times(s, a) => value(a)?.scale(&value(s)?),
            Self::Product(a, b) => value(a)?.multiply(&value(b)?),
            Self::Transpose(a) => Ok(value(a)?.transpose()),
            Self::Hadamard(a, b) => value(a)?.hadamard(&value(b)?),
            Self::Kronecker(a, b) => Ok(value(a)?.kronecker(&value(b)?)),
            Self::Vec(a) => Ok(value(a)?.vec()),
            Self::Trace(a) => value(a)?.trace(),
            Self::Frobenius(a, b) => value(a)?.frobenius(&value(b)?),
            Self::Inverse(a) => value(a)?.inverse(),
            Self::Determinant(a) => value(a)?.determinant(),
            Self::Reciprocal(a) => value(a)?.reciprocal(),
            Self::DiagonalMatrix(a) => value(a)?.diagonal_matrix(),
            Self::Diagonal(a) => value(a)?.diagonal(),
            Self::SumOfOuter(a, b) => {
                let (a, b) = (value(a)?, value(b)?);
                A::sum(&a.columns(), (&a.rows(), &b.columns()), |i| {
                    a.column(i)?.multiply(&b.row(i)?)
                })
            }
        }
    }

    pub(super) fn network(&self) -> Network {
        let dimension = |side: &[usize]| {
            side.iter().fold(Dimension::one(), |d, &i| {
                d.times(&Dimension::named(["n", "m", "k"][i]))
            })
        };
        let letter = |tree: &Tree| Network::symbol(&tree.symbol(&dimension));
        self.evaluate(&letter, &dimension)
            .expect("trees fit by construction")
    }

    fn symbol(&self, dimension: &impl Fn(&[usize]) -> Dimension) -> Symbol {
        let Self::Letter(rows, columns, variant) = self else {
            unreachable!("not a letter")
        };
        let symbol = Symbol::matrix(
            &format!("A{rows:?}{columns:?}{variant}"),
            dimension(rows),
            dimension(columns),
        );
        match self.property() {
            Some(property) => symbol.assume(property),
            None => symbol,
        }
    }

    fn property(&self) -> Option<Property> {
        match self {
            Self::Letter(rows, columns, variant) if rows == columns && rows.len() == 1 => {
                PROPERTIES.get(*variant).copied().flatten()
            }
            _ => None,
        }
    }

    /// The value at these sizes of n, m, k; the same letters at the same seed are the same matrices.
    fn value(&self, sizes: [usize; 3], seed: u64) -> Result<Dense<Fp>, AlgebraError> {
        let dimension = |side: &[usize]| side.iter().map(|&i| sizes[i]).product::<usize>();
        let letter = |tree: &Tree| {
            let Self::Letter(rows, columns, variant) = tree else {
                unreachable!("not a letter")
            };
            let name = rows
                .iter()
                .chain([&7])
                .chain(columns)
                .fold(*variant as u64, |s, &d| 11 * s + d as u64);
            let mut rng = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003) ^ name);
            let (r, c) = (dimension(rows), dimension(columns));
            let a = Dense::from_fn(r, c, |_, _| match tree.property() {
                Some(Property::Mask) => Fp::new(i64::from(rng.random_bool(0.5))),
                _ => Fp::random(&mut rng),
            });
            let turned = a.transpose();
            let structured = match tree.property() {
                Some(Property::Symmetric) => a.add(&turned),
                Some(Property::Skew) => a.add(&turned.negate()),
                Some(Property::Diagonal) => a.diagonal().and_then(|d| d.diagonal_matrix()),
                _ => Ok(a),
            };
            structured.expect("square")
        };
        self.evaluate(&letter, &dimension)
    }

    /// Trees of the same shape with one place changed.
    fn changes(&self) -> Vec<Tree> {
        let mut all = Vec::new();
        let pair = |a: &Tree, b: &Tree| (Box::new(a.clone()), Box::new(b.clone()));
        match self {
            Self::Add(a, b) => {
                let (x, y) = pair(b, a);
                all.push(Self::Add(x, y));
            }
            Self::Hadamard(a, b) => {
                let (x, y) = pair(b, a);
                all.push(Self::Hadamard(x, y));
                if a.shape().0.len() == 1 && a.shape().0 == a.shape().1 {
                    let (x, y) = pair(a, b);
                    all.push(Self::Product(x, y));
                }
            }
            Self::Product(a, b) => {
                // (BᵀAᵀ)ᵀ is the same, BA is not.
                let turned = |t: &Tree| Box::new(Self::Transpose(Box::new(t.clone())));
                all.push(Self::Transpose(Box::new(Self::Product(
                    turned(b),
                    turned(a),
                ))));
                let (x, y) = pair(a, b);
                all.push(Self::SumOfOuter(x, y));
                if b.shape().0 == b.shape().1 && a.shape() == b.shape() {
                    let (x, y) = pair(b, a);
                    all.push(Self::Product(x, y));
                }
            }
            Self::Transpose(a) if a.shape().0 == a.shape().1 => all.push((**a).clone()),
            Self::Scale(s, a) => all.push(Self::Scale(s + 1, a.clone())),
            Self::Frobenius(a, b) => {
                let turned = Box::new(Self::Transpose(a.clone()));
                all.push(Self::Trace(Box::new(Self::Product(turned, b.clone()))));
            }
            Self::Trace(a) => {
                if let Self::Product(x, y) = &**a {
                    all.push(Self::Trace(Box::new(Self::Product(y.clone(), x.clone()))));
                }
                all.push(Self::Trace(Box::new(Self::Transpose(a.clone()))));
            }
            Self::Inverse(a) => {
                all.push(Self::Inverse(Box::new(Self::Transpose(a.clone()))));
                let inverse = |t: &Tree| Box::new(Self::Inverse(Box::new(t.clone())));
                match &**a {
                    Self::Product(x, y) if x.shape().0 == x.shape().1 => {
                        all.push(Self::Product(inverse(y), inverse(x)));
                        all.push(Self::Product(inverse(x), inverse(y)));
                    }
                    Self::Transpose(x) => all.push(Self::Transpose(inverse(x))),
                    Self::Inverse(x) => all.push((**x).clone()),
                    Self::Add(x, y) => {
                        all.push(Self::Add(inverse(x), inverse(y)));
                        // (X + Y)⁻¹ = X⁻¹(X⁻¹ + Y⁻¹)⁻¹Y⁻¹.
                        let middle = inverse(&Self::Add(inverse(x), inverse(y)));
                        let left = Box::new(Self::Product(inverse(x), middle));
                        all.push(Self::Product(left, inverse(y)));
                    }
                    _ => {}
                }
                all.push((**a).clone());
                // A⁻¹ = A⁻¹(A⁻¹A), and the lie A⁻¹ = A⁻¹(A⁻¹Aᵀ).
                let pair = |t: Tree| Self::Product(inverse(a), Box::new(t));
                all.push(Self::Product(inverse(a), Box::new(pair((**a).clone()))));
                all.push(Self::Product(
                    inverse(a),
                    Box::new(pair(Self::Transpose(a.clone()))),
                ));
            }
            Self::Determinant(a) => {
                all.push(Self::Determinant(Box::new(Self::Transpose(a.clone()))));
                if let Self::Product(x, y) = &**a
                    && x.shape().0 == x.shape().1
                {
                    let of = |t: &Tree| Box::new(Self::Determinant(Box::new(t.clone())));
                    all.push(Self::Times(of(x), of(y)));
                }
                if let Self::Scale(s, x) = &**a {
                    all.push(Self::Scale(*s, Box::new(Self::Determinant(x.clone()))));
                }
            }
            Self::Reciprocal(a) => {
                let reciprocal = |t: &Tree| Box::new(Self::Reciprocal(Box::new(t.clone())));
                match &**a {
                    Self::Hadamard(x, y) => all.push(Self::Hadamard(reciprocal(x), reciprocal(y))),
                    Self::Add(x, y) => {
                        all.push(Self::Add(reciprocal(x), reciprocal(y)));
                        // 1/(x + y) = (1/y)∘(1/(x∘(1/y) + 1)), which needs the rule about leading terms.
                        let ratio = Self::Hadamard(x.clone(), reciprocal(y));
                        let one = Self::Hadamard(y.clone(), reciprocal(y));
                        let sum = Self::Add(Box::new(ratio), Box::new(one));
                        all.push(Self::Hadamard(reciprocal(y), reciprocal(&sum)));
                    }
                    Self::Transpose(x) => all.push(Self::Transpose(reciprocal(x))),
                    _ => {}
                }
                let product = Self::Hadamard(a.clone(), reciprocal(a));
                all.push(Self::Hadamard(Box::new(product), reciprocal(a)));
                all.push((**a).clone());
            }
            Self::Letter(r, c, _) if r == c => all.push(Self::Transpose(Box::new(self.clone()))),
            Self::Letter(r, c, v) => all.push(Self::Letter(r.clone(), c.clone(), 1 - v.min(&1))),
            _ => {}
        }
        for (place, operand) in self.operands().into_iter().enumerate() {
            all.extend(
                operand
                    .changes()
                    .into_iter()
                    .map(|changed| self.with_operand(place, changed)),
            );
        }
        all
    }

    fn with_operand(&self, place: usize, operand: Tree) -> Tree {
        let mut tree = self.clone();
        let slot = match &mut tree {
            Self::Scale(_, a)
            | Self::Transpose(a)
            | Self::Vec(a)
            | Self::Trace(a)
            | Self::DiagonalMatrix(a)
            | Self::Diagonal(a)
            | Self::Inverse(a)
            | Self::Determinant(a)
            | Self::Reciprocal(a) => a,
            Self::Add(a, b)
            | Self::Times(a, b)
            | Self::Product(a, b)
            | Self::Hadamard(a, b)
            | Self::Kronecker(a, b)
            | Self::Frobenius(a, b)
            | Self::SumOfOuter(a, b) => {
                if place == 0 {
                    a
                } else {
                    b
                }
            }
            _ => unreachable!("a leaf has no operands"),
        };
        **slot = operand;
        tree
    }
}

/// A formula and one that differs from it in one place, perhaps without changing its value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) left: Tree,
    pub(super) right: Tree,
}

impl Arbitrary for Pair {
    fn arbitrary(g: &mut Gen) -> Self {
        let shapes: [(&[usize], &[usize]); 6] = [
            (&[], &[]),
            (&[0], &[1]),
            (&[0], &[0]),
            (&[1], &[]),
            (&[0, 1], &[1, 0]),
            (&[2, 0], &[]),
        ];
        let (rows, columns) = shapes[usize::arbitrary(g) % shapes.len()];
        let depth = 1 + usize::arbitrary(g) % 4;
        let left = Tree::random(g, rows, columns, depth, false);
        let changes = left.changes();
        let right = g.choose(&changes).cloned().unwrap_or_else(|| left.clone());
        Self { left, right }
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        // Operands of the same shape, in both or with all their changes.
        let smaller = self
            .left
            .operands()
            .into_iter()
            .filter(|a| a.shape().0.len() <= 1)
            .cloned();
        let pairs = smaller.flat_map(|left| {
            let changes = left.changes();
            changes.into_iter().map(move |right| Self {
                left: left.clone(),
                right,
            })
        });
        Box::new(pairs.collect::<Vec<_>>().into_iter())
    }
}

/// A pair with inverses, determinants and quotients.
#[derive(Debug, Clone)]
struct Quotients(Pair);

impl Arbitrary for Quotients {
    fn arbitrary(g: &mut Gen) -> Self {
        let shapes: [(&[usize], &[usize]); 4] =
            [(&[], &[]), (&[0], &[1]), (&[0], &[0]), (&[1], &[])];
        let (rows, columns) = shapes[usize::arbitrary(g) % shapes.len()];
        let depth = 1 + usize::arbitrary(g) % 4;
        let left = Tree::random(g, rows, columns, depth, true);
        let changes = left.changes();
        let right = g.choose(&changes).cloned().unwrap_or_else(|| left.clone());
        Self(Pair { left, right })
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        Box::new(self.0.shrink().map(Self))
    }
}

/// What is proved is equal wherever both sides have a value, at any sizes; what is refuted is not.
#[quickcheck]
fn what_is_proved_of_quotients_is_true(pair: Quotients) -> TestResult {
    let Quotients(Pair { left, right }) = pair;
    let verdict = left
        .network()
        .equality(&right.network())
        .expect("one shape");
    let mut equal = true;
    let mut somewhere = false;
    for (seed, sizes) in [
        (1, [3, 4, 2]),
        (2, [2, 2, 2]),
        (3, [1, 3, 2]),
        (4, [5, 6, 7]),
    ] {
        if let (Ok(left), Ok(right)) = (left.value(sizes, seed), right.value(sizes, seed)) {
            somewhere = true;
            equal &= left == right;
        }
    }
    match verdict {
        Equality::Proved => TestResult::from_bool(equal),
        Equality::Refuted if somewhere => TestResult::from_bool(!equal),
        Equality::Refuted | Equality::Undecided { .. } => TestResult::passed(),
    }
}

/// Equal normal forms if and only if equal values, at sizes larger than any number of wires of one dimension that
/// these trees have in one term.
#[quickcheck]
fn normal_forms_are_equal_where_values_are(pair: Pair) -> TestResult {
    let (left, right) = (pair.left.network(), pair.right.network());
    let verdict = left.equality(&right).expect("one shape");
    let sizes = [5, 6, 7];
    let value = |tree: &Tree, seed| tree.value(sizes, seed).expect("a polynomial");
    let equal = (1..3).all(|seed| value(&pair.left, seed) == value(&pair.right, seed));
    match verdict {
        Equality::Proved => TestResult::from_bool(equal),
        Equality::Refuted => TestResult::from_bool(!equal),
        Equality::Undecided { reason } => TestResult::error(reason),
    }
}

fn occurrences(tree: &Tree, letter: &Tree) -> usize {
    usize::from(tree == letter)
        + tree
            .operands()
            .into_iter()
            .map(|a| occurrences(a, letter))
            .sum::<usize>()
}

/// A gradient's directional derivative is the value of the formula interpolated along a line: the derivative at 0 of
/// a polynomial is a combination of its values at degree + 1 points.
#[quickcheck]
fn differentials_are_those_of_the_values(pair: Pair) -> TestResult {
    let letters = |tree: &Tree| {
        let mut found: Vec<Tree> = Vec::new();
        fn visit(tree: &Tree, found: &mut Vec<Tree>) {
            if matches!(tree, Tree::Letter(..)) && !found.contains(tree) {
                found.push(tree.clone());
            }
            tree.operands().into_iter().for_each(|a| visit(a, found));
        }
        visit(tree, &mut found);
        found
    };
    let tree = &pair.left;
    let movable = |letter: &Tree| letter.property() != Some(Property::Diagonal);
    let Some(moved) = letters(tree).into_iter().find(movable) else {
        return TestResult::passed(); // nothing moves
    };
    let Tree::Letter(rows, columns, _) = &moved else {
        return TestResult::discard();
    };
    let direction = Tree::Letter(rows.clone(), columns.clone(), 77);
    // f(A + tD) as a tree, for the values of t in turn; the differential as a network of A and D.
    let along = |t: i64| {
        let step = Tree::Add(
            Box::new(moved.clone()),
            Box::new(Tree::Scale(t, Box::new(direction.clone()))),
        );
        fn put(tree: &Tree, letter: &Tree, step: &Tree) -> Tree {
            if tree == letter {
                return step.clone();
            }
            let operands: Vec<_> = tree.operands().into_iter().cloned().collect();
            operands
                .into_iter()
                .enumerate()
                .fold(tree.clone(), |tree, (place, a)| {
                    tree.with_operand(place, put(&a, letter, step))
                })
        }
        put(tree, &moved, &step)
    };
    let dimension = |side: &[usize]| {
        side.iter().fold(Dimension::one(), |d, &i| {
            d.times(&Dimension::named(["n", "m", "k"][i]))
        })
    };
    let direct = Tree::Letter(rows.clone(), columns.clone(), 77);
    let derivative = tree
        .network()
        .differential(&moved.symbol(&dimension), &direct.network())
        .expect("the direction has the shape of the letter");
    // Newton's forward differences: p′(0) = Σ_j (−1)^(j−1)/j · Δʲp(0), exact in rationals; as networks.
    let degree = i64::try_from(occurrences(tree, &moved))
        .expect("few")
        .max(1);
    if degree > 6 {
        return TestResult::discard();
    }
    let values: Vec<Network> = (0..=degree).map(|t| along(t).network()).collect();
    let mut difference = values.clone();
    let mut slope: Option<Network> = None;
    for j in 1..=degree {
        difference = difference
            .windows(2)
            .map(|pair| pair[1].add(&pair[0].negate()).expect("one shape"))
            .map(|d| d.collected().expect("small"))
            .collect();
        let sign = if j % 2 == 1 { 1 } else { -1 };
        let factor = Network::constant(Ratio::new(sign, j)).expect("a number");
        let part = difference[0].scale(&factor).expect("a scalar");
        slope = Some(match slope {
            Some(slope) => slope.add(&part).expect("one shape"),
            None => part,
        });
    }
    let slope = slope.expect("at least one difference");
    match derivative.equality(&slope) {
        Ok(Equality::Proved) => TestResult::passed(),
        other => TestResult::error(format!("{other:?}: {tree:?} in {moved:?}")),
    }
}
