//! Wrong derivatives of ‖X − WH‖²_F + λ‖MW‖²_F.

use super::Liar;
use crate::algebra::Matrix;
use crate::check::Quantity;
use crate::factorization::tikhonov::formulas as f;
use crate::formula;
use crate::study::claims::tikhonov::TOPIC;

#[rustfmt::skip] // a table: one claim after another
pub(super) fn liars() -> Vec<Liar> {
    let value = formula!(|x, w, h, m, l| f::value([x, w, h, m], &l.as_scalar()));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("W", "P"), ("H", "Q")]);
    vec![
        TOPIC.liar("factor 2 lost in ∇_W", r"\nabla_W f = (WH - X)H^\top + \lambda M^\top MW", gradient("W"),
            formula!(|x, w, h, m, l| f::residual(x, w, h) * h.t() + l.as_scalar() * (m.t() * m * w))),
        TOPIC.liar("factor 2 lost on the ridge only", r"\nabla_W f = 2(WH - X)H^\top + \lambda M^\top MW", gradient("W"),
            formula!(|x, w, h, m, l| 2 * (f::residual(x, w, h) * h.t()) + l.as_scalar() * (m.t() * m * w)))
            .right_where("λ = 0"),
        TOPIC.liar("λ dropped", r"\nabla_W f = 2(WH - X)H^\top + 2M^\top MW", gradient("W"),
            formula!(|x, w, h, m| 2 * (f::residual(x, w, h) * h.t()) + 2 * (m.t() * m * w))).right_where("λ = 1"),
        TOPIC.liar("ridge dropped", r"\nabla_W f = 2(WH - X)H^\top", gradient("W"),
            formula!(|x, w, h| 2 * (f::residual(x, w, h) * h.t()))).right_where("λ = 0"),
        TOPIC.liar("MMᵀ for MᵀM", r"\nabla_W f = 2(WH - X)H^\top + 2\lambda MM^\top W", gradient("W"),
            formula!(|x, w, h, m, l| 2 * (f::residual(x, w, h) * h.t()) + 2 * (l.as_scalar() * (m * m.t() * w))))
            .right_where("shapes fit only if p = n"),
        TOPIC.liar("2WWᵀH for 2WᵀWH", r"\nabla_H f = 2WW^\top H - 2W^\top X", gradient("H"),
            formula!(|x, w, h| 2 * (w * w.t() * h) - 2 * (w.t() * x))).right_where("shapes fit only if n = k"),
        TOPIC.liar("a matrix sum for a Kronecker sum", r"\nabla^2_{WW} f = 2(HH^\top + \lambda M^\top M)", block("W", "W"),
            formula!(|_x, _w, h, m, l| 2 * (h * h.t() + l.as_scalar() * (m.t() * m)))).right_where("shapes fit only if n = k = 1"),
        TOPIC.liar("Kronecker order swapped on the ridge", r"\nabla^2_{WW} f = 2(HH^\top\otimes I_n + \lambda M^\top M\otimes I_k)", block("W", "W"),
            formula!(|_x, w, h, m, l| 2 * ((h * h.t()).kron(&Matrix::identity(w.rows()))
                + l.as_scalar() * (m.t() * m).kron(&Matrix::identity(h.rows()))))).right_where("n = 1 or k = 1"),
        TOPIC.liar("factor 2 lost in HH", r"\nabla^2_{HH} f = I_m\otimes W^\top W", block("H", "H"),
            formula!(|_x, w, h| Matrix::identity(h.columns()).kron(&(w.t() * w)))).right_where("W = 0"),
        TOPIC.liar("ridge leaks into the mixed block", r"\nabla^2_{WH} f = 2[(H\otimes W) + (I_k\otimes A)K_{k,m}]\,(1 + \lambda)", block("W", "H"),
            formula!(|x, w, h, _m, l| f::hessian_wh(x, w, h) + l.as_scalar() * f::hessian_wh(x, w, h))).right_where("λ = 0"),
        TOPIC.liar("ridge dropped from the product", r"M(P,Q)_W = 2(PHH^\top + WQH^\top + AQ^\top)", product("W"),
            formula!(|x, w, h, _m, _l, p, q| 2 * crate::factorization::frobenius::formulas::hessian_vector_w([x, w, h], [p, q])))
            .right_where("λ = 0"),
    ]
}
