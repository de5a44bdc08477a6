//! Bounds that the bases give without a further product, for ½‖X − WH‖² + ½λ‖MW‖².
//!
//! The Hessian is G + E with G positive semidefinite and ‖E‖₂ = ‖A‖₂, so −‖A‖₂ is below it. A principal submatrix, or any subspace,
//! bounds the smallest eigenvalue from above: the blocks HHᵀ⊗I and I⊗WᵀW; the directions (u cᵀ, d vᵀ) for unit vectors u and v,
//! on which the Hessian is `[HHᵀ + λ‖Mu‖²I, B; Bᵀ, WᵀW]` with `B = Hv(Wᵀu)ᵀ + (uᵀAv)I`; the gauge directions (WS, −SH), on
//! which it is `−2 tr(Γ SᵀSᵀ) + λ‖MWS‖²` with `Γ = WᵀA Hᵀ`.

use nalgebra::DMatrix;

use super::bases::Bases;
use crate::matrix::{NotFinite, SingularValues, singular_values, symmetric_eigen};
use crate::spectrum::answer::Theorem;
use crate::spectrum::davidson::{Search, davidson};
use crate::spectrum::operator::Symmetric;

/// ‖A‖_F² and what of it the core holds.
pub(in crate::spectrum) struct Norms {
    /// ‖A‖_F², from above.
    pub(in crate::spectrum) squared: f64,
    /// ‖A‖₂, from above: no more of ‖A‖_F² is left for it than the other singular values of the core leave.
    pub(in crate::spectrum) spectral: f64,
}

impl Bases<'_> {
    /// Norms of A, without a product: `‖A‖² = ‖X‖² − ‖WH‖² + 2⟨A Hᵀ, W⟩`, plus what rounding can do to it.
    pub(in crate::spectrum) fn norms(&self) -> Result<Norms, NotFinite> {
        let squared_x = self.residual.x.squared_norm();
        // With W = U S_w V_wᵀ and H = V_h S_h Yᵀ: ‖WH‖ = ‖S_w V_wᵀV_h S_h‖, and Uᵀ A Y is a corner of the core.
        let (w, h) = (&self.first, &self.second);
        let k = self.k();
        let middle = DMatrix::from_fn(k, k, |i, j| w.values[i] * self.turn[(i, j)] * h.values[j]);
        let squared_wh = middle.norm_squared();
        let mut inner = 0.0;
        for i in 0..w.rank {
            for j in 0..h.rank {
                inner += middle[(i, j)] * self.core[(i, j)];
            }
        }
        let rounding = 64.0 * f64::EPSILON * (squared_x + squared_wh);
        let known = self.core.norm_squared();
        let squared = (squared_x - squared_wh + 2.0 * inner).max(known) + rounding;
        let values = singular_values(&self.core)?.values;
        let others: f64 = values.iter().skip(1).map(|value| value * value).sum();
        let spectral = (squared - others).max(0.0).sqrt().min(squared.sqrt());
        Ok(Norms { squared, spectral })
    }

    /// ‖∇f‖_F of ½‖X − WH‖² + ½λ‖MW‖², and what its terms could add up to: ‖A‖_F(‖H‖₂ + ‖W‖₂) + λ‖MᵀMW‖_F.
    pub(in crate::spectrum) fn gradient(&self, norm_of_residual: f64) -> (f64, f64) {
        let (w, h) = (&self.first, &self.second);
        let (s, _) = self.sizes();
        let k = self.k();
        // ∇_W V_h = A Y S_h (+ λMᵀM U S_w V_wᵀV_h), inside L and outside.
        let from_fit = DMatrix::from_fn(h.rank, k, |i, j| if i == j { h.values[j] } else { 0.0 });
        let mut inside = self.core.columns(0, h.rank) * &from_fit;
        let mut outside = outside_columns(&self.beyond_left, self.n(), h.rank) * &from_fit;
        let mut penalty_norm = 0.0;
        if let Some(penalty) = &self.penalty {
            let of_w = DMatrix::from_fn(w.rank, k, |i, j| w.values[i] * self.turn[(i, j)]);
            let more = penalty.core.columns(0, w.rank).rows(0, s) * &of_w;
            let beyond = outside_columns(&penalty.beyond, self.n(), w.rank) * &of_w;
            penalty_norm = more.norm().hypot(beyond.norm());
            inside += more;
            outside += beyond;
        }
        let first = inside.norm().hypot(outside.norm());
        // (∇_H)ᵀ V_w = AᵀU S_w.
        let of_w = DMatrix::from_fn(w.rank, k, |i, j| if i == j { w.values[j] } else { 0.0 });
        let inside = self.core.rows(0, w.rank).transpose() * &of_w;
        let outside = outside_columns(&self.beyond_right, self.m(), w.rank) * &of_w;
        let second = inside.norm().hypot(outside.norm());
        let largest = |values: &[f64]| values.first().copied().unwrap_or(0.0);
        let scale = norm_of_residual * (largest(&h.values) + largest(&w.values)) + penalty_norm;
        (first.hypot(second), scale)
    }

    /// The smallest eigenvalues of HHᵀ and WᵀW, that is of the diagonal blocks (without λ, which only adds to the first).
    pub(in crate::spectrum) fn smallest_squares(&self) -> (f64, f64) {
        let smallest = |values: &[f64]| values.last().map_or(0.0, |value| value * value);
        (smallest(&self.second.values), smallest(&self.first.values))
    }

    /// ‖HHᵀ‖₂ and ‖WᵀW‖₂.
    pub(in crate::spectrum) fn largest_squares(&self) -> (f64, f64) {
        let largest = |values: &[f64]| values.first().map_or(0.0, |value| value * value);
        (largest(&self.second.values), largest(&self.first.values))
    }

    /// The smallest eigenvalue on the directions (u cᵀ, d vᵀ) of the leading singular triple of the core.
    pub(in crate::spectrum) fn triple_bound(&self) -> Result<f64, NotFinite> {
        let k = self.k();
        let SingularValues {
            left,
            values,
            right,
        } = singular_values(&self.core)?;
        let Some(&s) = values.first() else {
            return Ok(f64::INFINITY);
        };
        let (w, h) = (&self.first, &self.second);
        // In the turned coordinates of C and D: HHᵀ and WᵀW are diagonal, and s I becomes s V_hᵀV_w.
        let hv = |i: usize| {
            if i < h.rank {
                h.values[i] * right[(i, 0)]
            } else {
                0.0
            }
        };
        let wu = |i: usize| {
            if i < w.rank {
                w.values[i] * left[(i, 0)]
            } else {
                0.0
            }
        };
        let penalty = self.penalty.as_ref().map_or(0.0, |penalty| {
            let u = left.column(0);
            (u.transpose() * &penalty.core * u)[(0, 0)]
        });
        let matrix = DMatrix::from_fn(2 * k, 2 * k, |i, j| match (i < k, j < k) {
            (true, true) if i == j => h.values[i] * h.values[i] + penalty,
            (false, false) if i == j => w.values[i - k] * w.values[i - k],
            (false, true) => hv(j) * wu(i - k) + s * self.turn[(i - k, j)],
            _ => 0.0,
        });
        // Only the lower triangle is read.
        Ok(symmetric_eigen(&matrix)?.0[0])
    }

    /// A Ritz value, so a bound from above, on the gauge directions (WS, −SH); +∞ if there are none.
    pub(in crate::spectrum) fn gauge_bound(&self) -> Result<f64, NotFinite> {
        let mut gauge = Gauge::new(self);
        if gauge.entries.is_empty() {
            return Ok(f64::INFINITY);
        }
        let search = Search {
            relative: 1e-3,
            absolute: f64::EPSILON * gauge.gamma.norm(),
            budget: 200,
            probes: 0,
            ..Search::default()
        };
        let order = gauge.order();
        let found = davidson(&mut gauge, &DMatrix::zeros(order, 0), &search)?;
        Ok(found.values[0])
    }

    /// The theorem for stationary points; the singular value s₁ of A₀ is the largest that the bases know.
    pub(in crate::spectrum) fn theorem(&self, norms: &Norms) -> Result<(Theorem, f64), NotFinite> {
        let (w, h) = (self.first.rank, self.second.rank);
        let (s, t) = self.sizes();
        // A − A₀ = Π_W A + (I − Π_W)A Π_H.
        let rows = self.core.rows(0, w);
        let outside = outside_columns(&self.beyond_right, self.m(), w);
        let first = rows * rows.transpose() + outside.tr_mul(&outside);
        let columns = self.core.view((w, 0), (s - w, h));
        let outside = outside_columns(&self.beyond_left, self.n(), h);
        let second = columns.tr_mul(&columns) + outside.tr_mul(&outside);
        let largest = |gram: &DMatrix<f64>| -> Result<f64, NotFinite> {
            Ok(symmetric_eigen(gram)?
                .0
                .last()
                .copied()
                .unwrap_or(0.0)
                .max(0.0))
        };
        let radius = (largest(&first)? + largest(&second)?).sqrt();
        let rest = self.core.view((w, h), (s - w, t - h)).clone_owned();
        let values = singular_values(&rest)?.values;
        let singular_value = values.first().copied().unwrap_or(0.0);
        let others: f64 = values.iter().skip(1).map(|value| value * value).sum();
        let elsewhere = first.trace() + second.trace();
        let above = (norms.squared - elsewhere - others)
            .max(singular_value * singular_value)
            .sqrt();
        let theorem = Theorem {
            value: self.theorem_value(singular_value)?,
            radius,
            singular_value,
        };
        Ok((theorem, self.theorem_value(above)?))
    }

    /// min(0, λ_min[HHᵀ, sI; sI, WᵀW]).
    fn theorem_value(&self, s: f64) -> Result<f64, NotFinite> {
        let k = self.k();
        let matrix = DMatrix::from_fn(2 * k, 2 * k, |i, j| match (i < k, j < k) {
            (true, true) if i == j => self.second.values[i] * self.second.values[i],
            (false, false) if i == j => self.first.values[i - k] * self.first.values[i - k],
            (false, true) => s * self.turn[(i - k, j)],
            _ => 0.0,
        });
        Ok(symmetric_eigen(&matrix)?.0[0].min(0.0))
    }
}

/// The first `count` columns.
fn outside_columns(columns: &[f64], length: usize, count: usize) -> DMatrix<f64> {
    DMatrix::from_column_slice(length, count, &columns[..length * count])
}

/// The Hessian on the gauge directions (WS, −SH), in an orthonormal basis of them: S = v_w,i v_h,jᵀ/√(λ_w,i + λ_h,j).
struct Gauge {
    k: usize,
    /// V_wᵀ Γ V_h, Γ = WᵀA Hᵀ.
    gamma: DMatrix<f64>,
    /// V_wᵀV_h.
    turn: DMatrix<f64>,
    /// λ V_wᵀWᵀMᵀM W V_w.
    penalty: Option<DMatrix<f64>>,
    /// (i, j, √(λ_w,i + λ_h,j)) wherever that is not zero.
    entries: Vec<(usize, usize, f64)>,
}

impl Gauge {
    fn new(bases: &Bases<'_>) -> Self {
        let (k, w, h) = (bases.k(), &bases.first, &bases.second);
        let inside = |i: usize, j: usize| i < w.rank && j < h.rank;
        let gamma = DMatrix::from_fn(k, k, |i, j| {
            if inside(i, j) {
                w.values[i] * bases.core[(i, j)] * h.values[j]
            } else {
                0.0
            }
        });
        let penalty = bases.penalty.as_ref().map(|penalty| {
            DMatrix::from_fn(k, k, |i, j| {
                if i < w.rank && j < w.rank {
                    w.values[i] * penalty.core[(i, j)] * w.values[j]
                } else {
                    0.0
                }
            })
        });
        let entries = (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
        let entries = entries.filter(|&(i, j)| i < w.rank || j < h.rank);
        let entries = entries.map(|(i, j)| (i, j, w.values[i].hypot(h.values[j])));
        Self {
            k,
            gamma,
            turn: bases.turn.clone(),
            penalty,
            entries: entries.collect(),
        }
    }
}

impl Symmetric for Gauge {
    fn order(&self) -> usize {
        self.entries.len()
    }

    /// S ↦ −(ΓSᵀ + SᵀΓ) + λWᵀMᵀMW S, turned: with S = V_w Z V_hᵀ and T = V_wᵀV_h, ΓSᵀ becomes Γ' Zᵀ T, SᵀΓ becomes T Zᵀ Γ'.
    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        let mut z = DMatrix::zeros(self.k, self.k);
        for (&(i, j, length), x) in self.entries.iter().zip(x) {
            z[(i, j)] = x / length;
        }
        let zt = z.transpose();
        let mut image = -(&self.gamma * &zt * &self.turn + &self.turn * &zt * &self.gamma);
        if let Some(penalty) = &self.penalty {
            image += penalty * &z;
        }
        for (&(i, j, length), y) in self.entries.iter().zip(y) {
            *y = image[(i, j)] / length;
        }
    }
}
