//! Claims about ½‖X − WH‖²_F.

use super::{Topic, fitting};
use crate::check::{Claim, Quantity};
use crate::factorization::frobenius::formulas as f;
use crate::formula;

pub(in crate::study) const TOPIC: Topic = Topic {
    group: "½‖X − WH‖²",
    signature: "X: n×m scale 2, W: n×k scale 1, H: k×m scale 1",
    directions: "P: n×k scale 1, Q: k×m scale 1",
};

#[rustfmt::skip] // a table: one claim after another
pub(in crate::study) fn claims() -> Vec<Claim> {
    let value = formula!(|x, w, h| f::value(x, w, h));
    let residual = formula!(|x, w, h| f::residual(x, w, h));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let directions = [("W", "P"), ("H", "Q")];
    let product = |variable| Quantity::hessian_vector(value, variable, &directions);
    let gauss_newton = |row, column| Quantity::gauss_newton_block(residual, 1, row, column);
    let residual_part = |row, column| Quantity::residual_block(value, residual, 1, row, column);
    let half_product = |variable| Quantity::gauss_newton_vector(residual, 1, variable, &directions);
    let wh = formula!(|x, w, h| f::hessian_wh(x, w, h));
    let hw = formula!(|x, w, h| f::hessian_hw(x, w, h));
    let claim = |name, latex, quantity, formula| TOPIC.claim(name, latex, quantity, formula);
    let claims = vec![
        TOPIC.claim("value, entrywise", r"f = \tfrac12\sum_{ij}(X_{ij} - W^iH_j)^2", Quantity::value(value),
            formula!(|x, w, h| f::value_entrywise(x, w, h))),
        TOPIC.claim("value, expanded", r"f = \tfrac12\left(\|X\|_F^2 - 2\,XH^\top{:}\,W + W^\top W{:}\,HH^\top\right)", Quantity::value(value),
            formula!(|x, w, h| f::value_expanded(x, w, h))),
        TOPIC.claim("∇_W, matrix form", r"\nabla_W f = (WH - X)H^\top", gradient("W"),
            formula!(|x, w, h| f::gradient_w(x, w, h))),
        TOPIC.claim("∇_W, expanded", r"\nabla_W f = WHH^\top - XH^\top", gradient("W"),
            formula!(|x, w, h| f::gradient_w_expanded(x, w, h))),
        TOPIC.claim("∇_W, entrywise", r"\frac{\partial f}{\partial W_{ij}} = W^iH(H^j)^\top - X^i(H^j)^\top", gradient("W"),
            formula!(|x, w, h| f::gradient_w_entrywise(x, w, h))),
        TOPIC.claim("∇_H, matrix form", r"\nabla_H f = W^\top(WH - X)", gradient("H"),
            formula!(|x, w, h| f::gradient_h(x, w, h))),
        TOPIC.claim("∇_H, expanded", r"\nabla_H f = W^\top WH - W^\top X", gradient("H"),
            formula!(|x, w, h| f::gradient_h_expanded(x, w, h))),
        TOPIC.claim("∇_H, entrywise", r"\frac{\partial f}{\partial H_{ij}} = W_i^\top WH_j - W_i^\top X_j", gradient("H"),
            formula!(|x, w, h| f::gradient_h_entrywise(x, w, h))),
        TOPIC.claim("∇²_WW, Kronecker", r"\nabla^2_{WW} f = HH^\top\otimes I_n", block("W", "W"),
            formula!(|_x, w, h| f::hessian_ww(w, h))),
        TOPIC.claim("∇²_WW, entrywise", r"\frac{\partial^2 f}{\partial W_{ij}\,\partial W_{kl}} = \delta_{ik}\,H^j(H^l)^\top", block("W", "W"),
            formula!(|_x, w, h| f::hessian_ww_entrywise(w, h))),
        TOPIC.claim("∇²_HH, Kronecker", r"\nabla^2_{HH} f = I_m\otimes W^\top W", block("H", "H"),
            formula!(|_x, w, h| f::hessian_hh(w, h))),
        TOPIC.claim("∇²_HH, entrywise", r"\frac{\partial^2 f}{\partial H_{ij}\,\partial H_{kl}} = \delta_{jl}\,W_i^\top W_k", block("H", "H"),
            formula!(|_x, w, h| f::hessian_hh_entrywise(w, h))),
        claim("∇²_WH, Kronecker", r"\nabla^2_{WH} f = (H\otimes W) + (I_k\otimes A)K_{k,m}", block("W", "H"), wh)
            .mirrored_by(hw),
        TOPIC.claim("∇²_WH, entrywise", r"\frac{\partial^2 f}{\partial W_{ij}\,\partial H_{kl}} = W_{ik}H_{jl} + \delta_{jk}(W^iH_l - X_{il})", block("W", "H"),
            formula!(|x, w, h| f::hessian_wh_entrywise(x, w, h))).mirrored_by(hw),
        TOPIC.claim("∇²_HW, Kronecker", r"\nabla^2_{HW} f = (H^\top\otimes W^\top) + (A^\top\otimes I_k)K_{n,k}", block("H", "W"), hw)
            .mirrored_by(wh),
        TOPIC.claim("∇²_HW, entrywise", r"\frac{\partial^2 f}{\partial H_{ij}\,\partial W_{kl}} = W_{ki}H_{lj} + \delta_{il}(W^kH_j - X_{kj})", block("H", "W"),
            formula!(|x, w, h| f::hessian_hw_entrywise(x, w, h))).mirrored_by(wh),
        TOPIC.claim("Gauss–Newton part of WW", r"J_W^\top J_W = HH^\top\otimes I_n", gauss_newton("W", "W"),
            formula!(|_x, w, h| f::hessian_ww(w, h))),
        TOPIC.claim("Gauss–Newton part of HH", r"J_H^\top J_H = I_m\otimes W^\top W", gauss_newton("H", "H"),
            formula!(|_x, w, h| f::hessian_hh(w, h))),
        TOPIC.claim("Gauss–Newton part of WH", r"J_W^\top J_H = H\otimes W", gauss_newton("W", "H"),
            formula!(|_x, w, h| f::gauss_newton_wh(w, h))),
        TOPIC.claim("Gauss–Newton part of HW", r"J_H^\top J_W = H^\top\otimes W^\top", gauss_newton("H", "W"),
            formula!(|_x, w, h| f::gauss_newton_hw(w, h))),
        TOPIC.claim("residual part of WH", r"\nabla^2_{WH}f - J_W^\top J_H = (I_k\otimes A)K_{k,m}", residual_part("W", "H"),
            formula!(|x, w, h| f::residual_part_wh(x, w, h))),
        TOPIC.claim("residual part of HW", r"\nabla^2_{HW}f - J_H^\top J_W = (A^\top\otimes I_k)K_{n,k}", residual_part("H", "W"),
            formula!(|x, w, h| f::residual_part_hw(x, w, h))),
        TOPIC.claim("Hessian-vector product, W", r"M(P,Q)_W = PHH^\top + WQH^\top + AQ^\top", product("W"),
            formula!(|x, w, h, p, q| f::hessian_vector_w([x, w, h], [p, q]))),
        TOPIC.claim("Hessian-vector product, H", r"M(P,Q)_H = W^\top WQ + W^\top PH + P^\top A", product("H"),
            formula!(|x, w, h, p, q| f::hessian_vector_h([x, w, h], [p, q]))),
        TOPIC.claim("Gauss–Newton product, W", r"(J^\top J)(P,Q)_W = PHH^\top + WQH^\top", half_product("W"),
            formula!(|_x, w, h, p, q| f::gauss_newton_vector_w([w, h], [p, q]))),
        TOPIC.claim("Gauss–Newton product, H", r"(J^\top J)(P,Q)_H = W^\top WQ + W^\top PH", half_product("H"),
            formula!(|_x, w, h, p, q| f::gauss_newton_vector_h([w, h], [p, q]))),
    ];
    fitting(claims, "X", residual)
}
