//! From the parts of a network that outputs are on to the whole matrix: Kronecker products where rows and columns
//! pair up in order, a commutation matrix behind them where they cross, vec where two rows hang together.
//!
//! The whole matrix has the entries M[(r₁,r₂),(c₁,c₂)], r₁ and c₁ running slowest. With A[r₁,c₁]·B[r₂,c₂] it is
//! A ⊗ B; with A[r₁,c₂]·B[r₂,c₁] it is (A ⊗ B) K(c₂,c₁), since the columns of A ⊗ B come in the order (c₂,c₁); with
//! A[r₂,r₁]·B[c₂,c₁] it is vec(A) vec(B)ᵀ.

use super::forms::{Alphabet, kronecker_of};
use super::graph::Graph;
use crate::expression::{Expression, Kind, Size};

/// A part of a network with one or two outputs.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A column on an output.
    Column(usize, Expression),
    /// A matrix, rows on the first output.
    Matrix([usize; 2], Expression),
}

/// The number of outputs that are rows, and the size of every output.
#[derive(Debug, Clone)]
pub(super) struct Outputs {
    pub(super) rows: usize,
    pub(super) sizes: Vec<Size>,
}

/// The block that a reduced graph is; `None` if three outputs or more hang together.
pub(super) fn block(graph: &Graph, letters: &Alphabet) -> Option<Block> {
    match graph.nodes.as_slice() {
        [node] => match node.ports.as_slice() {
            [port] => Some(Block::Column(*port, node.column_or_ones())),
            [a, b] => Some(Block::Matrix(
                [*a, *b],
                letters.diagonal_matrix(node.column_or_ones()),
            )),
            _ => None,
        },
        [left, right] if graph.edges.len() == 1 => {
            let ([a], [b]) = (left.ports.as_slice(), right.ports.as_slice()) else {
                return None;
            };
            let diagonal = |column: Option<Expression>| column.map(|c| letters.diagonal_matrix(c));
            let parts = [
                diagonal(left.column.expression()),
                graph.read(letters, 0, 0),
                diagonal(right.column.expression()),
            ];
            parts[1].as_ref()?;
            Some(Block::Matrix(
                [*a, *b],
                letters.product(parts.into_iter().flatten()),
            ))
        }
        _ => None,
    }
}

impl Outputs {
    fn columns(&self) -> std::ops::Range<usize> {
        self.rows..self.sizes.len()
    }

    /// The whole matrix from blocks; `None` where no simple rule puts them together.
    pub(super) fn whole(&self, blocks: &[Block], letters: &Alphabet) -> Option<Expression> {
        let is_row = |port: usize| port < self.rows;
        // Matrices between a row and a column, by their row; columns by their output; pairs on one side.
        let mut across: Vec<Option<(usize, Expression)>> = vec![None; self.sizes.len()];
        let mut alone: Vec<Option<Expression>> = vec![None; self.sizes.len()];
        let mut pairs: [Option<Expression>; 2] = [None, None];
        for block in blocks {
            match block {
                Block::Column(port, column) => alone[*port] = Some(column.clone()),
                Block::Matrix([a, b], matrix) => {
                    let turned = || letters.transpose(matrix);
                    match (is_row(*a), is_row(*b)) {
                        (true, false) => across[*a] = Some((*b, matrix.clone())),
                        (false, true) => across[*b] = Some((*a, turned())),
                        (rows, _) => {
                            let side = if rows { 0..self.rows } else { self.columns() };
                            if side.len() != 2 {
                                return None;
                            }
                            // vec stacks columns: the first, slower output is the column.
                            let stacked = if a > b { matrix.clone() } else { turned() };
                            pairs[usize::from(!rows)] = Some(stacked.vec());
                        }
                    }
                }
            }
        }
        if pairs.iter().any(Option::is_some) {
            let [rows, columns] = pairs;
            let side = |range: std::ops::Range<usize>| -> Option<Expression> {
                let all: Option<Vec<_>> = range.map(|port| alone[port].clone()).collect();
                Some(kronecker_of(all?))
            };
            let left = match rows {
                Some(rows) => rows,
                None => side(0..self.rows)?,
            };
            let right = match columns {
                Some(columns) => columns,
                None => side(self.columns())?,
            };
            let mut factors = Vec::new();
            if self.rows > 0 {
                factors.push(left);
            }
            if !self.columns().is_empty() {
                factors.push(letters.transpose(&right));
            }
            return Some(letters.product(factors));
        }
        self.kronecker(&across, &alone, letters)
    }

    /// (A ⊗ 1_{m×n})K rather than 1ᵀ ⊗ A ⊗ 1: it has more in common with its neighbours (A ⊗ B)K.
    fn crossing_ones(
        &self,
        across: &[Option<(usize, Expression)>],
        alone: &[Option<Expression>],
        letters: &Alphabet,
    ) -> Option<Expression> {
        if self.rows != 2 || self.sizes.len() != 4 {
            return None;
        }
        let (row, other) = (
            across.iter().position(Option::is_some)?,
            across.iter().position(Option::is_none)?,
        );
        let (column, matrix) = across[row].as_ref()?;
        if other > 1 || column - 2 != other {
            return None;
        }
        let ones = outer(alone[other].clone()?, alone[row + 2].as_ref()?, letters);
        if !matches!(ones.kind, Kind::Ones(_)) {
            return None;
        }
        let (first, second) = if row == 0 {
            (matrix.clone(), ones)
        } else {
            (ones, matrix.clone())
        };
        let commutation = Expression::commutation(self.sizes[3].clone(), self.sizes[2].clone());
        Some(first.kronecker(second) * commutation)
    }

    /// A Kronecker product of matrices and columns, with a commutation matrix where two matrices cross.
    fn kronecker(
        &self,
        across: &[Option<(usize, Expression)>],
        alone: &[Option<Expression>],
        letters: &Alphabet,
    ) -> Option<Expression> {
        let order: Vec<usize> = across.iter().flatten().map(|(column, _)| *column).collect();
        if let Some(whole) = self.crossing_ones(across, alone, letters) {
            return Some(whole);
        }
        let crossed = order.windows(2).any(|pair| pair[0] > pair[1]);
        if crossed && !(self.rows == 2 && self.sizes.len() == 4 && order.len() == 2) {
            return None;
        }
        let mut factors: Vec<Expression> = Vec::new();
        let mut next = self.rows;
        // A column beside a row of outputs on its own: v wᵀ.
        let mut push = |expression: Expression, is_transposed: bool, open: &mut bool| {
            if is_transposed && *open {
                let column: Expression = factors.pop().unwrap_or_else(|| Expression::ratio(1, 1));
                factors.push(outer(column, &expression, letters));
                *open = false;
            } else {
                *open = !is_transposed && is_column(&expression, letters);
                factors.push(if is_transposed {
                    letters.transpose(&expression)
                } else {
                    expression
                });
            }
        };
        let mut open = false;
        for row in 0..self.rows {
            if let Some((column, matrix)) = &across[row] {
                while next < *column && !crossed {
                    let own = alone[next].as_ref()?;
                    push(own.clone(), true, &mut open);
                    next += 1;
                }
                push(matrix.clone(), false, &mut open);
                open = false;
                next = if crossed {
                    self.sizes.len()
                } else {
                    column + 1
                };
            } else {
                push(alone[row].clone()?, false, &mut open);
            }
        }
        while next < self.sizes.len() {
            let own = alone[next].as_ref()?;
            push(own.clone(), true, &mut open);
            next += 1;
        }
        let all_identities = factors
            .iter()
            .all(|factor| matches!(factor.kind, Kind::Identity(_)));
        let commutation = || {
            Expression::commutation(
                self.sizes[self.rows + 1].clone(),
                self.sizes[self.rows].clone(),
            )
        };
        if all_identities && factors.len() > 1 {
            if crossed {
                return Some(commutation());
            }
            let size = factors.iter().fold(Size::from(1), |size, factor| {
                size * letters.shape(factor).rows
            });
            return Some(Expression::identity_of(size));
        }
        let whole = kronecker_of(factors);
        Some(if crossed {
            whole * commutation()
        } else {
            whole
        })
    }
}

fn is_column(expression: &Expression, letters: &Alphabet) -> bool {
    let shape = letters.shape(expression);
    shape.columns.is_one() && !shape.rows.is_one()
}

/// v wᵀ; with ones on one side a matrix of ones: 1 (A 1)ᵀ = 1 Aᵀ.
fn outer(column: Expression, other: &Expression, letters: &Alphabet) -> Expression {
    let ones = |expression: &Expression| match &expression.kind {
        Kind::Ones(Some((rows, _))) => Some(rows.clone()),
        _ => None,
    };
    // A 1, as A and the length of the 1.
    let row_sums = |expression: &Expression| {
        let Kind::Product(factors) = &expression.kind else {
            return None;
        };
        let (last, others) = factors.split_last()?;
        Some((letters.product(others.iter().cloned()), ones(last)?))
    };
    match (ones(&column), ones(other)) {
        (Some(m), Some(n)) => return Expression::ones(m, n),
        (Some(m), None) => {
            if let Some((matrix, n)) = row_sums(other) {
                return letters.product([Expression::ones(m, n), letters.transpose(&matrix)]);
            }
        }
        (None, Some(n)) => {
            if let Some((matrix, m)) = row_sums(&column) {
                return letters.product([matrix, Expression::ones(m, n)]);
            }
        }
        (None, None) => {}
    }
    letters.product([column, letters.transpose(other)])
}
