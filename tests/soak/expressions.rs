//! Random expressions in LaTeX whose shapes fit.

use rand::{Rng, RngExt};

/// What the documents say of their letters.
pub(crate) const DECLARED: &str = r"$X \in \mathbb R^{n\times m}$, $W \in \mathbb R^{n\times k}$, $H \in \mathbb R^{k\times m}$, $A \in \mathbb R^{n\times n}$,
$S \in \mathbb R^{n\times n}$ be symmetric positive definite, $x \in \mathbb R^n$, $y \in \mathbb R^m$ and $\lambda \in \mathbb R$";

/// The same for `derive`.
pub(crate) const GIVEN: &str =
    "X: n×m, W: n×k, H: k×m, A: n×n, S: n×n positive-definite, x: n×1, y: m×1, λ: scalar";

/// A dimension: n, m, k or 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dim {
    N,
    M,
    K,
    One,
}
use Dim::{K, M, N, One};

const LETTERS: [(&str, Dim, Dim); 7] = [
    ("X", N, M),
    ("W", N, K),
    ("H", K, M),
    ("A", N, N),
    ("S", N, N),
    ("x", N, One),
    ("y", M, One),
];

pub(crate) struct Writer<'a, R> {
    rng: &'a mut R,
}

impl<'a, R: Rng> Writer<'a, R> {
    pub(crate) fn new(rng: &'a mut R) -> Self {
        Self { rng }
    }

    fn choose(&mut self, of: usize) -> usize {
        self.rng.random_range(0..of)
    }

    fn dim(&mut self) -> Dim {
        [N, M, K, N, M][self.choose(5)]
    }

    /// A number, in brackets where a factor may follow.
    pub(crate) fn scalar(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.choose(4) {
                0 => r"\lambda".to_owned(),
                1 => r"x^\top A x".to_owned(),
                2 => r"\|W H\|^2".to_owned(),
                _ => r"\operatorname{tr}(S)".to_owned(),
            };
        }
        let (rows, columns) = (self.dim(), self.dim());
        match self.choose(9) {
            0 => format!(r"\frac12 \|{}\|^2", self.matrix(rows, columns, depth)),
            1 => format!(r"\operatorname{{tr}}({})", self.matrix(rows, rows, depth)),
            2 => {
                let (a, b) = (
                    self.column(rows, depth - 1),
                    self.column(columns, depth - 1),
                );
                format!(
                    r"({a})^\top ({}) ({b})",
                    self.matrix(rows, columns, depth - 1)
                )
            }
            3 => format!("{} + {}", self.scalar(depth - 1), self.scalar(depth - 1)),
            4 => format!(r"({}) ({})", self.scalar(depth - 1), self.scalar(depth - 1)),
            5 => format!(r"\log(1 + \|{}\|^2)", self.matrix(rows, columns, depth - 1)),
            6 => r"\log\det(S)".to_owned(),
            7 => format!(r"\lambda \|{}\|^2", self.matrix(rows, columns, depth - 1)),
            _ => format!(
                r"\|({}) \circ ({})\|^2",
                self.matrix(rows, columns, depth - 1),
                self.matrix(rows, columns, depth - 1)
            ),
        }
    }

    fn column(&mut self, rows: Dim, depth: usize) -> String {
        match rows {
            N if depth == 0 => "x".to_owned(),
            M if depth == 0 => "y".to_owned(),
            _ => self.matrix(rows, One, depth),
        }
    }

    /// A matrix of this shape.
    pub(crate) fn matrix(&mut self, rows: Dim, columns: Dim, depth: usize) -> String {
        if depth == 0 {
            return self.letter(rows, columns);
        }
        match self.choose(7) {
            0 => {
                let a = self.matrix(rows, columns, depth - 1);
                format!("{a} + {}", self.matrix(rows, columns, depth - 1))
            }
            1 => {
                let a = self.matrix(rows, columns, depth - 1);
                format!("{a} - ({})", self.matrix(rows, columns, depth - 1))
            }
            2 | 3 => {
                let between = self.dim();
                let a = self.matrix(rows, between, depth - 1);
                format!("({a}) ({})", self.matrix(between, columns, depth - 1))
            }
            4 => format!(r"({})^\top", self.matrix(columns, rows, depth - 1)),
            5 => format!(r"\lambda ({})", self.matrix(rows, columns, depth - 1)),
            _ if rows == N && columns == N => {
                [r"S^{-1}", r"(A + A^\top)", "I_n"][self.choose(3)].to_owned()
            }
            _ => self.letter(rows, columns),
        }
    }

    /// A letter of this shape, or a product of letters.
    fn letter(&mut self, rows: Dim, columns: Dim) -> String {
        let mut fitting: Vec<String> = Vec::new();
        for (name, r, c) in LETTERS {
            if (r, c) == (rows, columns) {
                fitting.push(name.to_owned());
            }
            if (c, r) == (rows, columns) && r != c {
                fitting.push(format!(r"{name}^\top"));
            }
        }
        if fitting.is_empty() {
            return match (rows, columns) {
                (M, M) => r"X^\top X".to_owned(),
                (K, K) => r"W^\top W".to_owned(),
                (K, One) => r"H y".to_owned(),
                (One, K) => r"x^\top W".to_owned(),
                _ => r"y^\top y".to_owned(),
            };
        }
        let chosen = self.choose(fitting.len());
        fitting.swap_remove(chosen)
    }
}
