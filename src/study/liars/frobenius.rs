//! Wrong derivatives of ½‖X − WH‖²_F.

use super::Liar;
use crate::algebra::{AlgebraError, Dense, Function, HALF, Matrix, Scalar};
use crate::check::Quantity;
use crate::factorization::frobenius::formulas as f;
use crate::formula;
use crate::scalar::{Number, Ratio};
use crate::study::claims::frobenius::TOPIC;

/// The right ∇_W f with one entry off by a relative error.
struct OneEntryOff(Ratio);

impl Function for OneEntryOff {
    fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
        let gradient = formula!(|x, w, h| f::gradient_w(x, w, h));
        let mut value = Function::evaluate(&gradient, arguments)?;
        let factor = N::one() + N::from_ratio(self.0)?;
        if let Some(last) = value.as_matrix_mut().as_mut_slice().last_mut() {
            *last *= factor;
        }
        Ok(value)
    }
}

#[rustfmt::skip] // a table: one claim after another
pub(super) fn liars() -> Vec<Liar> {
    let value = formula!(|x, w, h| f::value(x, w, h));
    let identity = Quantity::value(value);
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("W", "P"), ("H", "Q")]);
    let residual = formula!(|x, w, h| f::residual(x, w, h));
    vec![
        TOPIC.liar("½ lost", r"f = \|X - WH\|_F^2", identity.clone(),
            formula!(|x, w, h| (x - w * h).squared_norm())).right_where("zero residual"),
        TOPIC.liar("cross term without its 2", r"f = \tfrac12(\|X\|^2 - XH^\top{:}W + W^\top W{:}HH^\top)", identity,
            formula!(|x, w, h| HALF * (x.squared_norm() - (x * h.t()).frobenius(w) + (w.t() * w).frobenius(&(h * h.t()))))),
        TOPIC.liar("residual sign", r"\nabla_W f = (X - WH)H^\top", gradient("W"),
            formula!(|x, w, h| (x - w * h) * h.t())).right_where("zero residual"),
        TOPIC.liar("residual sign in ∇_H", r"\nabla_H f = W^\top(X - WH)", gradient("H"),
            formula!(|x, w, h| w.t() * (x - w * h))).right_where("zero residual"),
        TOPIC.liar("missing transpose on H", r"\nabla_W f = (WH - X)H", gradient("W"),
            formula!(|x, w, h| f::residual(x, w, h) * h)).right_where("m = k and H symmetric"),
        TOPIC.liar("WWᵀH for WᵀWH", r"\nabla_H f = WW^\top H - W^\top X", gradient("H"),
            formula!(|x, w, h| w * w.t() * h - w.t() * x)).right_where("n = k and W normal"),
        TOPIC.liar("2 not cancelled by ½", r"\nabla_W f = 2(WH - X)H^\top", gradient("W"),
            formula!(|x, w, h| 2 * (f::residual(x, w, h) * h.t()))).right_where("zero residual"),
        TOPIC.liar("½ carried into the gradient", r"\nabla_H f = \tfrac12 W^\top(WH - X)", gradient("H"),
            formula!(|x, w, h| HALF * (w.t() * f::residual(x, w, h)))).right_where("zero residual"),
        TOPIC.liar("data term dropped", r"\nabla_W f = WHH^\top", gradient("W"),
            formula!(|_x, w, h| w * h * h.t())).right_where("X Hᵀ = 0"),
        TOPIC.liar("gradient transposed", r"\nabla_W f = H(WH - X)^\top", gradient("W"),
            formula!(|x, w, h| h * f::residual(x, w, h).t())).right_where("nowhere: another shape, unless n = k"),
        TOPIC.liar("W and H exchanged", r"\nabla_W f = (WH - X)W^\top", gradient("W"),
            formula!(|x, w, h| f::residual(x, w, h) * w.t())).right_where("shapes fit only if m = k = n"),
        TOPIC.liar("one entry off by 1e-6", r"\nabla_W f = (WH - X)H^\top\ (\text{one entry} \times (1 + 10^{-6}))", gradient("W"),
            OneEntryOff(Ratio::new(1, 1_000_000))),
        TOPIC.liar("one entry off by 1e-9", r"\nabla_W f = (WH - X)H^\top\ (\text{one entry} \times (1 + 10^{-9}))", gradient("W"),
            OneEntryOff(Ratio::new(1, 1_000_000_000))),
        TOPIC.liar("one entry off by 1e-12", r"\nabla_W f = (WH - X)H^\top\ (\text{one entry} \times (1 + 10^{-12}))", gradient("W"),
            OneEntryOff(Ratio::new(1, 1_000_000_000_000))),
        TOPIC.liar("Kronecker order swapped in WW", r"\nabla^2_{WW} f = I_n\otimes HH^\top", block("W", "W"),
            formula!(|_x, w, h| Matrix::identity(w.rows()).kron(&(h * h.t())))).right_where("n = 1 or k = 1"),
        TOPIC.liar("Kronecker order swapped in HH", r"\nabla^2_{HH} f = W^\top W\otimes I_m", block("H", "H"),
            formula!(|_x, w, h| (w.t() * w).kron(&Matrix::identity(h.columns())))).right_where("m = 1 or k = 1"),
        TOPIC.liar("HᵀH for HHᵀ", r"\nabla^2_{WW} f = H^\top H\otimes I_n", block("W", "W"),
            formula!(|_x, w, h| (h.t() * h).kron(&Matrix::identity(w.rows())))).right_where("m = k and H normal"),
        TOPIC.liar("δ_ik for δ_jl in HH", r"\frac{\partial^2 f}{\partial H_{ij}\partial H_{kl}} = \delta_{ik}W_i^\top W_k", block("H", "H"),
            formula!(|_x, w, h| Matrix::tabulate_block(h, h, |[i, _j, k, _l]| {
                Scalar::delta(i, k) * (w.column(i).t() * w.column(k)).as_scalar()
            }))).right_where("m = 1 with orthogonal columns of W"),
        TOPIC.liar("residual part dropped", r"\nabla^2_{WH} f = H\otimes W", block("W", "H"),
            formula!(|_x, w, h| h.kron(w))).right_where("zero residual"),
        TOPIC.liar("commutation matrix missing", r"\nabla^2_{WH} f = (H\otimes W) + (I_k\otimes A)", block("W", "H"),
            formula!(|x, w, h| h.kron(w) + Matrix::identity(h.rows()).kron(&f::residual(x, w, h)))).right_where("k = 1, m = 1 or zero residual"),
        TOPIC.liar("K(m,k) for K(k,m)", r"\nabla^2_{WH} f = (H\otimes W) + (I_k\otimes A)K_{m,k}", block("W", "H"),
            formula!(|x, w, h| h.kron(w)
                + Matrix::identity(h.rows()).kron(&f::residual(x, w, h)) * Matrix::commutation(h.columns(), h.rows())))
            .right_where("m = k, m = 1, k = 1 or zero residual"),
        TOPIC.liar("K(k,n) for K(n,k)", r"\nabla^2_{HW} f = (H^\top\otimes W^\top) + (A^\top\otimes I_k)K_{k,n}", block("H", "W"),
            formula!(|x, w, h| h.t().kron(&w.t())
                + f::residual(x, w, h).t().kron(&Matrix::identity(h.rows())) * Matrix::commutation(w.columns(), w.rows())))
            .right_where("n = k, n = 1, k = 1 or zero residual"),
        TOPIC.liar("commutation matrix missing in HW", r"\nabla^2_{HW} f = (H^\top\otimes W^\top) + (A^\top\otimes I_k)", block("H", "W"),
            formula!(|x, w, h| h.t().kron(&w.t()) + f::residual(x, w, h).t().kron(&Matrix::identity(h.rows()))))
            .right_where("k = 1, n = 1 or zero residual"),
        TOPIC.liar("commutation matrix of the wrong size", r"\nabla^2_{WH} f = (H\otimes W) + (I_k\otimes A)K_{n,k}", block("W", "H"),
            formula!(|x, w, h| h.kron(w)
                + Matrix::identity(h.rows()).kron(&f::residual(x, w, h)) * Matrix::commutation(w.rows(), w.columns())))
            .right_where("shapes fit only if n = m"),
        TOPIC.liar("residual part subtracted", r"\nabla^2_{WH} f = (H\otimes W) - (I_k\otimes A)K_{k,m}", block("W", "H"),
            formula!(|x, w, h| h.kron(w) - f::residual_part_wh(x, w, h))).right_where("zero residual"),
        TOPIC.liar("W⊗H for H⊗W", r"\nabla^2_{WH} f = (W\otimes H) + (I_k\otimes A)K_{k,m}", block("W", "H"),
            formula!(|x, w, h| w.kron(h) + f::residual_part_wh(x, w, h))).right_where("k = 1"),
        TOPIC.liar("A⊗I_k for I_k⊗A", r"\nabla^2_{WH} f = (H\otimes W) + (A\otimes I_k)K_{k,m}", block("W", "H"),
            formula!(|x, w, h| h.kron(w)
                + f::residual(x, w, h).kron(&Matrix::identity(h.rows())) * Matrix::commutation(h.rows(), h.columns())))
            .right_where("k = 1 or zero residual"),
        TOPIC.liar("sign of X in the mixed derivative", r"\frac{\partial^2 f}{\partial W_{ij}\partial H_{kl}} = W_{ik}H_{jl} + \delta_{jk}(W^iH_l + X_{il})", block("W", "H"),
            formula!(|x, w, h| Matrix::tabulate_block(w, h, |[i, j, k, l]| {
                w.entry(i, k) * h.entry(j, l)
                    + Scalar::delta(j, k) * ((w.row(i) * h.column(l)).as_scalar() + x.entry(i, l))
            }))).right_where("X = 0"),
        TOPIC.liar("X_ij for X_il", r"\frac{\partial^2 f}{\partial W_{ij}\partial H_{kl}} = W_{ik}H_{jl} + \delta_{jk}(W^iH_l - X_{ij})", block("W", "H"),
            formula!(|x, w, h| Matrix::tabulate_block(w, h, |[i, j, k, l]| {
                w.entry(i, k) * h.entry(j, l)
                    + Scalar::delta(j, k) * ((w.row(i) * h.column(l)).as_scalar() - x.entry(i, j))
            }))).right_where("m = k = 1"),
        TOPIC.liar("A Qᵀ dropped from the product", r"M(P,Q)_W = PHH^\top + WQH^\top", product("W"),
            formula!(|_x, w, h, p, q| f::gauss_newton_vector_w([w, h], [p, q]))).right_where("zero residual"),
        TOPIC.liar("sign of A Qᵀ", r"M(P,Q)_W = PHH^\top + WQH^\top - AQ^\top", product("W"),
            formula!(|x, w, h, p, q| f::gauss_newton_vector_w([w, h], [p, q]) - f::residual(x, w, h) * q.t()))
            .right_where("zero residual"),
        TOPIC.liar("Wᵀ P H dropped from the product", r"M(P,Q)_H = W^\top WQ + P^\top A", product("H"),
            formula!(|x, w, h, p, q| w.t() * w * q + p.t() * f::residual(x, w, h))).right_where("Wᵀ P = 0"),
        TOPIC.liar("residual part with its sign lost", r"\nabla^2_{WH}f - J_W^\top J_H = (I_k\otimes(X - WH))K_{k,m}",
            Quantity::residual_block(value, residual, 1, "W", "H"),
            formula!(|x, w, h| -f::residual_part_wh(x, w, h))).right_where("zero residual"),
    ]
}
