//! The Hessian on the directions `(L C V_hᵀ, V_w D Rᵀ)`, as an operator on (C, D).
//!
//! ```text
//! C ↦ C S_h² + [S_w D S_h] + core Dᵀ V_wᵀV_h + λLᵀMᵀM L C
//! D ↦ S_w² D + [S_w C S_h] + V_wᵀV_h Cᵀ core
//! ```
//!
//! The brackets couple the leading entries one by one. A product costs 4stk + 2(s+t)k² flops and touches neither X nor
//! anything of length n or m. Without λ the first two terms are the Gauss–Newton part, a direct sum of numbers and 2×2
//! matrices, so its shifted inverse is exact; with λ it is one Cholesky decomposition of order s for each column of C.
//!
//! Layout of a vector: Cᵀ (k×s), then D (k×t), each column by column.

use faer::Accum;
use nalgebra::{Cholesky, DMatrix, Dyn};

use super::bases::Bases;
use crate::matrix::product::{Block, BlockMut, multiply};
use crate::spectrum::operator::Symmetric;

/// The compressed Hessian.
pub(super) struct Compressed<'a> {
    bases: &'a Bases<'a>,
    s: usize,
    t: usize,
    k: usize,
    /// Squares of the singular values of H and W.
    squares_h: Vec<f64>,
    squares_w: Vec<f64>,
    /// k×max(s,t).
    scratch: Vec<f64>,
    /// For a penalty.
    eliminated: Option<Eliminated>,
}

/// What is left of each column of C when D is eliminated.
struct Eliminated {
    shift: f64,
    columns: Vec<Option<Cholesky<f64, Dyn>>>,
}

impl<'a> Compressed<'a> {
    pub(super) fn new(bases: &'a Bases<'a>) -> Self {
        let ((s, t), k) = (bases.sizes(), bases.k());
        Self {
            bases,
            s,
            t,
            k,
            squares_h: bases.second.squares(),
            squares_w: bases.first.squares(),
            scratch: vec![0.0; k * s.max(t)],
            eliminated: None,
        }
    }

    /// Cᵀ and D of a vector.
    pub(super) fn split(&self, vector: &[f64]) -> (DMatrix<f64>, DMatrix<f64>) {
        let (c, d) = vector.split_at(self.k * self.s);
        (
            DMatrix::from_column_slice(self.k, self.s, c),
            DMatrix::from_column_slice(self.k, self.t, d),
        )
    }

    /// A bound on the norm of the whole Hessian, from the factors and what is known of A: within a small factor of it.
    pub(super) fn scale(&self) -> f64 {
        let largest = |values: &[f64]| values.first().copied().unwrap_or(0.0);
        let penalty = self.bases.penalty.as_ref();
        largest(&self.squares_h)
            + largest(&self.squares_w)
            + self.bases.core.norm()
            + penalty.map_or(0.0, |penalty| penalty.core.norm())
    }

    /// (S_h² − σ), the coupling, (S_w² − σ) and the determinant of the 2×2 matrix for entry (i,j) of the leading block.
    fn pair(&self, i: usize, j: usize, shift: f64) -> (f64, f64, f64, f64) {
        let (h, w) = (self.squares_h[j], self.squares_w[i]);
        let coupling = self.bases.first.values[i] * self.bases.second.values[j];
        // hw − coupling² vanishes exactly on paper; multiplied out it would drown the rest.
        (h - shift, coupling, w - shift, shift * (shift - h - w))
    }

    fn coupled(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (rows, cols) = (self.bases.first.rank, self.bases.second.rank);
        (0..rows).flat_map(move |i| (0..cols).map(move |j| (i, j)))
    }

    /// `(G − σI)⁻¹` with λ‖MW‖² in G: D is eliminated entry by entry, one system of order s for each column of C remains.
    fn eliminate(&mut self, shift: f64) {
        let Some(penalty) = &self.bases.penalty else {
            return;
        };
        if self
            .eliminated
            .as_ref()
            .is_some_and(|done| done.shift.to_bits() == shift.to_bits())
        {
            return;
        }
        let columns = (0..self.k).map(|j| {
            let mut matrix = penalty.core.clone();
            for i in 0..self.s {
                matrix[(i, i)] += self.squares_h[j] - shift;
                if i < self.bases.first.rank && j < self.bases.second.rank {
                    let (_, b, c, _) = self.pair(i, j, shift);
                    matrix[(i, i)] -= b * b / c;
                }
            }
            Cholesky::new(matrix)
        });
        self.eliminated = Some(Eliminated {
            shift,
            columns: columns.collect(),
        });
    }
}

impl Symmetric for Compressed<'_> {
    fn order(&self) -> usize {
        self.k * (self.s + self.t)
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let (s, t, k) = (self.s, self.t, self.k);
        let ((c, d), (out_c, out_d)) = (x.split_at(k * s), y.split_at_mut(k * s));
        let core = Block::of(&self.bases.core);
        let turn = Block::of(&self.bases.turn);
        let scratch = &mut self.scratch;
        // (core Dᵀ V_wᵀV_h)ᵀ = (V_wᵀV_h)ᵀ D coreᵀ, and V_wᵀV_h Cᵀ core.
        for (input, width, out, right, turn) in [
            (
                Block::new(d, k, t),
                s,
                &mut *out_c,
                core.transpose(),
                turn.transpose(),
            ),
            (Block::new(c, k, s), t, &mut *out_d, core, turn),
        ] {
            let middle = &mut scratch[..k * width];
            multiply(
                BlockMut::new(middle, k, width).view(),
                Accum::Replace,
                input.view(),
                right.view(),
                1.0,
            );
            multiply(
                BlockMut::new(out, k, width).view(),
                Accum::Replace,
                turn.view(),
                Block::new(middle, k, width).view(),
                1.0,
            );
        }
        if let Some(penalty) = &self.bases.penalty {
            multiply(
                BlockMut::new(out_c, k, s).view(),
                Accum::Add,
                Block::new(c, k, s).view(),
                Block::of(&penalty.core).view(),
                1.0,
            );
        }
        for (out, input, squares) in [
            (&mut *out_c, c, &self.squares_h),
            (&mut *out_d, d, &self.squares_w),
        ] {
            for (out, input) in out.chunks_exact_mut(k).zip(input.chunks_exact(k)) {
                for ((out, input), square) in out.iter_mut().zip(input).zip(squares) {
                    *out += square * input;
                }
            }
        }
        let (values_w, values_h) = (&self.bases.first.values, &self.bases.second.values);
        for (i, j) in self.coupled() {
            let coupling = values_w[i] * values_h[j];
            out_c[i * k + j] += coupling * d[j * k + i];
            out_d[j * k + i] += coupling * c[i * k + j];
        }
    }

    fn precondition(&mut self, shift: f64, r: &[f64], out: &mut [f64]) {
        let (s, k) = (self.s, self.k);
        // Beside a shift of rounding size the gauge directions would drown everything in noise, and where the eigenvalue itself
        // is rounding they need no precision.
        let squares = || self.squares_h.iter().chain(&self.squares_w).copied();
        let largest = squares().fold(0.0, f64::max);
        let least = squares()
            .filter(|&square| square > 0.0)
            .fold(largest, f64::min);
        let shift = if -shift < 1e-10 * largest {
            -(0.1 * least).max(1e-10 * largest).max(f64::MIN_POSITIVE)
        } else {
            shift
        };
        self.eliminate(shift);
        let ((c, d), (out_c, out_d)) = (r.split_at(k * s), out.split_at_mut(k * s));
        for (out, input, squares) in [
            (&mut *out_c, c, &self.squares_h),
            (&mut *out_d, d, &self.squares_w),
        ] {
            for (out, input) in out.chunks_exact_mut(k).zip(input.chunks_exact(k)) {
                for ((out, input), square) in out.iter_mut().zip(input).zip(squares) {
                    *out = input / (square - shift);
                }
            }
        }
        match &self.eliminated {
            None => {
                for (i, j) in self.coupled() {
                    let (a, b, w, determinant) = self.pair(i, j, shift);
                    let (c, d) = (c[i * k + j], d[j * k + i]);
                    out_c[i * k + j] = (w * c - b * d) / determinant;
                    out_d[j * k + i] = (a * d - b * c) / determinant;
                }
            }
            Some(Eliminated { columns, .. }) => {
                for (j, decomposed) in columns.iter().enumerate() {
                    let Some(decomposed) = decomposed else {
                        continue;
                    };
                    let coupled = |i| i < self.bases.first.rank && j < self.bases.second.rank;
                    let mut column = nalgebra::DVector::from_fn(s, |i, _| {
                        let below = if coupled(i) {
                            let (_, b, w, _) = self.pair(i, j, shift);
                            b * d[j * k + i] / w
                        } else {
                            0.0
                        };
                        c[i * k + j] - below
                    });
                    decomposed.solve_mut(&mut column);
                    for (i, entry) in column.iter().enumerate() {
                        out_c[i * k + j] = *entry;
                        if coupled(i) {
                            let (_, b, w, _) = self.pair(i, j, shift);
                            out_d[j * k + i] = (d[j * k + i] - b * entry) / w;
                        }
                    }
                }
            }
        }
    }
}
