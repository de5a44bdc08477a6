//! Claims about ‖X − WH‖²_F + λ‖MW‖²_F.

use super::{Topic, fitting};
use crate::check::{Claim, Quantity};
use crate::factorization::tikhonov::formulas as f;
use crate::formula;

pub(in crate::study) const TOPIC: Topic = Topic {
    group: "‖X − WH‖² + λ‖MW‖²",
    signature: "X: n×m scale 2, W: n×k scale 1, H: k×m scale 1, M: p×n, λ: scalar scale 2",
    directions: "P: n×k scale 1, Q: k×m scale 1",
};

#[rustfmt::skip] // a table: one claim after another
pub(in crate::study) fn claims() -> Vec<Claim> {
    let value = formula!(|x, w, h, m, l| f::value([x, w, h, m], &l.as_scalar()));
    let residual = formula!(|x, w, h| f::residual(x, w, h));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("W", "P"), ("H", "Q")]);
    let wh = formula!(|x, w, h| f::hessian_wh(x, w, h));
    let hw = formula!(|x, w, h| f::hessian_hw(x, w, h));
    let claims = vec![
        TOPIC.claim("∇_W, matrix form", r"\nabla_W f = 2(WH - X)H^\top + 2\lambda M^\top MW", gradient("W"),
            formula!(|x, w, h, m, l| f::gradient_w([x, w, h, m], &l.as_scalar()))),
        TOPIC.claim("∇_W, entrywise", r"\frac{\partial f}{\partial W_{ij}} = 2(W^iH - X^i)(H^j)^\top + 2\lambda M_i^\top MW_j", gradient("W"),
            formula!(|x, w, h, m, l| f::gradient_w_entrywise([x, w, h, m], &l.as_scalar()))),
        TOPIC.claim("∇_H, matrix form", r"\nabla_H f = 2W^\top(WH - X)", gradient("H"),
            formula!(|x, w, h| f::gradient_h(x, w, h))),
        TOPIC.claim("∇_H, entrywise", r"\frac{\partial f}{\partial H_{ij}} = 2W_i^\top(WH_j - X_j)", gradient("H"),
            formula!(|x, w, h| f::gradient_h_entrywise(x, w, h))),
        TOPIC.claim("∇²_WW, Kronecker", r"\nabla^2_{WW} f = 2\left(HH^\top\otimes I_n + \lambda I_k\otimes M^\top M\right)", block("W", "W"),
            formula!(|_x, w, h, m, l| f::hessian_ww([w, h, m], &l.as_scalar()))),
        TOPIC.claim("∇²_WW, entrywise", r"\frac{\partial^2 f}{\partial W_{ij}\,\partial W_{kl}} = 2\delta_{ik}H^j(H^l)^\top + 2\lambda\delta_{jl}M_i^\top M_k", block("W", "W"),
            formula!(|_x, w, h, m, l| f::hessian_ww_entrywise([w, h, m], &l.as_scalar()))),
        TOPIC.claim("∇²_HH, Kronecker", r"\nabla^2_{HH} f = 2\,I_m\otimes W^\top W", block("H", "H"),
            formula!(|_x, w, h| f::hessian_hh(w, h))),
        TOPIC.claim("∇²_HH, entrywise", r"\frac{\partial^2 f}{\partial H_{ij}\,\partial H_{kl}} = 2\delta_{jl}W_i^\top W_k", block("H", "H"),
            formula!(|_x, w, h| f::hessian_hh_entrywise(w, h))),
        TOPIC.claim("∇²_WH, Kronecker", r"\nabla^2_{WH} f = 2\left[(H\otimes W) + (I_k\otimes A)K_{k,m}\right]", block("W", "H"), wh)
            .mirrored_by(hw),
        TOPIC.claim("∇²_WH, entrywise", r"\frac{\partial^2 f}{\partial W_{ij}\,\partial H_{kl}} = 2W_{ik}H_{jl} + 2\delta_{jk}(W^iH_l - X_{il})", block("W", "H"),
            formula!(|x, w, h| f::hessian_wh_entrywise(x, w, h))).mirrored_by(hw),
        TOPIC.claim("∇²_HW, Kronecker", r"\nabla^2_{HW} f = 2\left[(H^\top\otimes W^\top) + (A^\top\otimes I_k)K_{n,k}\right]", block("H", "W"), hw)
            .mirrored_by(wh),
        TOPIC.claim("∇²_HW, entrywise", r"\frac{\partial^2 f}{\partial H_{ij}\,\partial W_{kl}} = 2W_{ki}H_{lj} + 2\delta_{il}(W^kH_j - X_{kj})", block("H", "W"),
            formula!(|x, w, h| f::hessian_hw_entrywise(x, w, h))).mirrored_by(wh),
        TOPIC.claim("Gauss–Newton part of WH", r"2J_W^\top J_H = 2\,H\otimes W", Quantity::gauss_newton_block(residual, 2, "W", "H"),
            formula!(|_x, w, h| f::gauss_newton_wh(w, h))),
        TOPIC.claim("residual part of WH", r"\nabla^2_{WH}f - 2J_W^\top J_H = 2(I_k\otimes A)K_{k,m}", Quantity::residual_block(value, residual, 2, "W", "H"),
            formula!(|x, w, h| f::residual_part_wh(x, w, h))),
        TOPIC.claim("Hessian-vector product, W", r"M(P,Q)_W = 2(PHH^\top + WQH^\top + AQ^\top) + 2\lambda M^\top MP", product("W"),
            formula!(|x, w, h, m, l, p, q| f::hessian_vector_w([x, w, h, m], &l.as_scalar(), [p, q]))),
        TOPIC.claim("Hessian-vector product, H", r"M(P,Q)_H = 2(W^\top WQ + W^\top PH + P^\top A)", product("H"),
            formula!(|x, w, h, _m, _l, p, q| f::hessian_vector_h([x, w, h], [p, q]))),
    ];
    fitting(claims, "X", residual)
}
