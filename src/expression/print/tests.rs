//! What is printed must look as people write it, and read back to the same tree.

use crate::expression::{Expression, Index, Kind, Over, Size};
use crate::scalar::{Elementary, Rational};
use quickcheck::{Arbitrary, Gen, TestResult};
use quickcheck_macros::quickcheck;

#[test]
fn it_looks_as_people_write_it() {
    for (text, unicode, latex) in [
        (
            r"1/2 \|X - W H\|_F^2",
            "½‖X − WH‖²",
            r"\frac12 \|X - W H\|^2",
        ),
        ("(W*H - X)*H'", "(WH − X)Hᵀ", r"(W H - X) H^\top"),
        ("H H' ⊗ I_n", "HHᵀ ⊗ I_n", r"H H^\top \otimes I_n"),
        (
            "2(HH' ⊗ I_n + λI_k ⊗ M'M)",
            "2(HHᵀ ⊗ I_n + λI_k ⊗ MᵀM)",
            r"2 (H H^\top \otimes I_n + \lambda I_k \otimes M^\top M)",
        ),
        ("X .* log(WH)", "X∘log(WH)", r"X \circ \log(W H)"),
        ("tr(A B)", "tr(AB)", r"\operatorname{tr}(A B)"),
        ("x' A x", "xᵀAx", r"x^\top A x"),
        (
            "log det(S) - A^{-T}",
            "log det(S) − A⁻ᵀ",
            r"\log \det(S) - A^{-\top}",
        ),
        ("Σ_ij A_ij^2", "∑_{ij} A_{ij}²", r"\sum_{ij} A_{ij}^2"),
        ("-A/2 + 3/7 B", "−A/2 + 3/7 B", r"-\frac{A}{2} + \frac37 B"),
        (
            "1'A1 - (A+B)^{-1}",
            "𝟏ᵀA𝟏 − (A + B)⁻¹",
            r"\mathbf{1}^\top A \mathbf{1} - (A + B)^{-1}",
        ),
        ("A:(B + C)", "A : (B + C)", "A : (B + C)"),
        (r"\delta W_1", "δW_1", r"\delta W_1"),
        (
            "[A B; C 0]",
            "[A, B; C, 0]",
            r"\begin{pmatrix} A & B \\ C & 0 \end{pmatrix}",
        ),
    ] {
        let tree = Expression::parse(text).unwrap();
        assert_eq!(tree.to_string(), unicode, "{text}");
        assert_eq!(tree.to_latex(), latex, "{text}");
    }
}

/// A random tree as the constructors make it; shrinks to its parts.
#[derive(Clone)]
struct Tree(Expression);

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

fn leaf(g: &mut Gen) -> Expression {
    let n = || Size::name("n");
    let name = *g
        .choose(&[
            "A", "B", "X", "x", "y", "t", "r", "λ", "σ", "Σ", "W_1", "dX", "δX", "W^{(1)}",
            "X\u{302}", "T", "d", "δ", "e", "i",
        ])
        .unwrap();
    match u8::arbitrary(g) % 16 {
        0 => Expression::ratio(1, 2),
        1 => Expression::ratio(3, 7),
        2 => Expression::ratio(i64::from(u8::arbitrary(g) % 4), 1),
        3 => Expression::identity(),
        4 => Expression::identity_of(n() * Size::name("k")),
        5 => Kind::Ones(None).into(),
        6 => Expression::ones(n(), Size::name("m") + 1.into()),
        7 => Expression::commutation(n(), Size::name("m")),
        8 => Kind::UnitVector {
            index: "i".into(),
            size: None,
        }
        .into(),
        9 => Kind::Delta("i".into(), Index::Number(2)).into(),
        10 => Kind::Commutation(None).into(),
        _ => Expression::name(name),
    }
}

fn tree(g: &mut Gen, depth: usize) -> Expression {
    if depth == 0 {
        return leaf(g);
    }
    let next = |g: &mut Gen| tree(g, depth - 1);
    let rational = |p: i64, q: i64| Rational::new(p.into(), q.into());
    let which = u8::arbitrary(g) % 30;
    let a = next(g);
    match which {
        0..=2 => a + next(g),
        3 | 4 => a - next(g),
        5..=9 => a * next(g),
        10 => a.quotient(next(g)),
        11 => a.hadamard(next(g)),
        12 => a.kronecker(next(g)),
        13 => a.frobenius(next(g)),
        14 => a.hadamard_quotient(next(g)),
        // The transpose of the number 1 is read as that of the vector of ones.
        15 | 16 if matches!(a.kind, Kind::Number(_)) => a,
        15 | 16 => a.transpose(),
        17 => a.inverse(),
        18 => a.power(rational(i64::from(u8::arbitrary(g) % 12) - 4, 1)),
        19 => a.power(rational(1, 2)),
        20 => a.hadamard_power(rational(-3, 2)),
        21 => a.trace(),
        22 => a.determinant().apply(Elementary::Ln),
        23 => a.norm(),
        24 => a.squared_norm(),
        25 => a.apply(
            *g.choose(&[
                Elementary::Exp,
                Elementary::Ln,
                Elementary::Sqrt,
                Elementary::Tanh,
                Elementary::Sigmoid,
            ])
            .unwrap(),
        ),
        26 => match u8::arbitrary(g) % 5 {
            0 => a.entry("i", "j"),
            1 => a.entry(1, "j"),
            2 => a.element("i"),
            3 => a.row("i"),
            _ => a.column("j"),
        },
        27 => {
            let over = match u8::arbitrary(g) % 3 {
                0 => None,
                1 => Some(Over::UpTo(Size::name("n"))),
                _ => Some(Over::Set("Ω".into(), None)),
            };
            a.index_sum(vec!["i".into(), "j".into()], over)
        }
        28 => Kind::Blocks(vec![vec![a.clone(), next(g)], vec![next(g), a]]).into(),
        _ => match u8::arbitrary(g) % 3 {
            0 => a.vec(),
            1 => a.diag(),
            _ => a.entry_sum(),
        },
    }
}

impl Arbitrary for Tree {
    fn arbitrary(g: &mut Gen) -> Self {
        let depth = usize::arbitrary(g) % 5;
        Self(tree(g, depth))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let operands: Vec<Self> = self
            .0
            .kind
            .operands()
            .into_iter()
            .cloned()
            .map(Self)
            .collect();
        let mut smaller = operands.clone();
        // One operand replaced by a letter.
        for place in 0..operands.len() {
            let mut count = 0;
            let changed = self.0.kind.try_map(|operand| {
                count += 1;
                let replaced = count - 1 == place && !matches!(operand.kind, Kind::Name(_));
                Ok::<_, ()>(if replaced {
                    Expression::name("A")
                } else {
                    operand.clone()
                })
            });
            if let Ok(kind) = changed
                && kind != self.0.kind
            {
                smaller.push(Self(kind.into()));
            }
        }
        Box::new(smaller.into_iter())
    }
}

#[quickcheck]
fn unicode_reads_back(Tree(tree): Tree) -> TestResult {
    reads_back(&tree, &tree.to_string())
}

#[quickcheck]
fn latex_reads_back(Tree(tree): Tree) -> TestResult {
    reads_back(&tree, &tree.to_latex())
}

fn reads_back(tree: &Expression, text: &str) -> TestResult {
    match Expression::parse(text) {
        Ok(read) if read == *tree => TestResult::passed(),
        Ok(read) => TestResult::error(format!("{text} was read as {read}: {:?}", read.kind)),
        Err(error) => TestResult::error(format!("{text}: {error}")),
    }
}
