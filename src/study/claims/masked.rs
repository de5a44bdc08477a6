//! Claims about ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F), the masked completion.

use super::{Topic, fitting};
use crate::check::{Claim, Quantity};
use crate::factorization::masked::formulas as f;
use crate::formula;

pub(in crate::study) const TOPIC: Topic = Topic {
    group: "½‖P∘(UVᵀ − M)‖² + λ/2(‖U‖² + ‖V‖²)",
    signature: "M: n×m scale 2, P: n×m weight, U: n×k scale 1, V: m×k scale 1, λ: scalar scale 2",
    directions: "S: n×k scale 1, T: m×k scale 1",
};

/// The same with P an indicator of Ω, so that P∘P = P.
const MASK: Topic = Topic {
    group: TOPIC.group,
    signature: "M: n×m scale 2, P: n×m mask, U: n×k scale 1, V: m×k scale 1, λ: scalar scale 2",
    directions: "",
};

#[rustfmt::skip] // a table: one claim after another
pub(in crate::study) fn claims() -> Vec<Claim> {
    let value = formula!(|m, p, u, v, l| f::value([m, p, u, v], &l.as_scalar()));
    let residual = formula!(|m, p, u, v| p.hadamard(&f::residual(m, u, v)));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("U", "S"), ("V", "T")]);
    let uv = formula!(|m, p, u, v| f::hessian_uv([m, p, u, v]));
    let vu = formula!(|m, p, u, v| f::hessian_vu([m, p, u, v]));
    let claims = vec![
        TOPIC.claim("value, entrywise", r"f = \tfrac12\sum_{ij}P_{ij}^2(M_{ij} - u_iv_j^\top)^2 + \tfrac\lambda2(\|U\|_F^2 + \|V\|_F^2)", Quantity::value(value),
            formula!(|m, p, u, v, l| f::value_entrywise([m, p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇_U, matrix form", r"\nabla_U f = (P\circ P\circ R)V + \lambda U", gradient("U"),
            formula!(|m, p, u, v, l| f::gradient_u([m, p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇_U, entrywise", r"\frac{\partial f}{\partial U_{iq}} = \sum_j P_{ij}^2(u_iv_j^\top - M_{ij})V_{jq} + \lambda U_{iq}", gradient("U"),
            formula!(|m, p, u, v, l| f::gradient_u_entrywise([m, p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇_V, matrix form", r"\nabla_V f = (P\circ P\circ R)^\top U + \lambda V", gradient("V"),
            formula!(|m, p, u, v, l| f::gradient_v([m, p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇_V, entrywise", r"\frac{\partial f}{\partial V_{jq}} = \sum_i P_{ij}^2(u_iv_j^\top - M_{ij})U_{iq} + \lambda V_{jq}", gradient("V"),
            formula!(|m, p, u, v, l| f::gradient_v_entrywise([m, p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_UU, Kronecker", r"\nabla^2_{UU} f = \sum_j v_j^\top v_j\otimes\operatorname{diag}(P\circ P\,e_j) + \lambda I", block("U", "U"),
            formula!(|_m, p, u, v, l| f::hessian_uu([p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_UU, row blocks", r"\nabla^2_{UU} f = K_{k,n}\,\mathrm{blkdiag}_i\Big(\sum_j P_{ij}^2v_j^\top v_j + \lambda I_k\Big)K_{n,k}", block("U", "U"),
            formula!(|_m, p, u, v, l| f::hessian_uu_rows([p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_UU, entrywise", r"\frac{\partial^2 f}{\partial U_{ip}\,\partial U_{jq}} = \delta_{ij}\Big(\sum_l P_{il}^2V_{lp}V_{lq} + \lambda\delta_{pq}\Big)", block("U", "U"),
            formula!(|_m, p, u, v, l| f::hessian_uu_entrywise([p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_VV, Kronecker", r"\nabla^2_{VV} f = \sum_i u_i^\top u_i\otimes\operatorname{diag}((P\circ P)^\top e_i) + \lambda I", block("V", "V"),
            formula!(|_m, p, u, v, l| f::hessian_vv([p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_VV, row blocks", r"\nabla^2_{VV} f = K_{k,m}\,\mathrm{blkdiag}_j\Big(\sum_i P_{ij}^2u_i^\top u_i + \lambda I_k\Big)K_{m,k}", block("V", "V"),
            formula!(|_m, p, u, v, l| f::hessian_vv_rows([p, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_VV, entrywise", r"\frac{\partial^2 f}{\partial V_{ip}\,\partial V_{jq}} = \delta_{ij}\Big(\sum_l P_{li}^2U_{lp}U_{lq} + \lambda\delta_{pq}\Big)", block("V", "V"),
            formula!(|_m, p, u, v, l| f::hessian_uu_entrywise([&p.t(), v, u], &l.as_scalar()))),
        TOPIC.claim("∇²_UV, Kronecker", r"\nabla^2_{UV} f = (V^\top\otimes I_n)\operatorname{diag}(\operatorname{vec}P\circ P)(I_m\otimes U)K_{m,k} + I_k\otimes(P\circ P\circ R)", block("U", "V"), uv)
            .mirrored_by(vu),
        TOPIC.claim("∇²_UV, entrywise", r"\frac{\partial^2 f}{\partial U_{ip}\,\partial V_{jq}} = P_{ij}^2(V_{jp}U_{iq} + \delta_{pq}R_{ij})", block("U", "V"),
            formula!(|m, p, u, v| f::hessian_uv_entrywise([m, p, u, v]))).mirrored_by(vu),
        TOPIC.claim("∇²_VU, Kronecker", r"\nabla^2_{VU} f = K_{k,m}(I_m\otimes U^\top)\operatorname{diag}(\operatorname{vec}P\circ P)(V\otimes I_n) + I_k\otimes(P\circ P\circ R)^\top", block("V", "U"), vu)
            .mirrored_by(uv),
        TOPIC.claim("∇²_VU, entrywise", r"\frac{\partial^2 f}{\partial V_{jq}\,\partial U_{ip}} = P_{ij}^2(V_{jp}U_{iq} + \delta_{pq}R_{ij})", block("V", "U"),
            formula!(|m, p, u, v| f::hessian_uv_entrywise([m, p, u, v]).t())).mirrored_by(uv),
        TOPIC.claim("Gauss–Newton part of UV", r"J_U^\top J_V = (V^\top\otimes I_n)\operatorname{diag}(\operatorname{vec}P\circ P)(I_m\otimes U)K_{m,k}", Quantity::gauss_newton_block(residual, 1, "U", "V"),
            formula!(|_m, p, u, v| f::gauss_newton_uv([p, u, v]))),
        TOPIC.claim("residual part of UV", r"\nabla^2_{UV}f - J_U^\top J_V = I_k\otimes(P\circ P\circ R)", Quantity::residual_block(value, residual, 1, "U", "V"),
            formula!(|m, p, u, v| f::residual_part_uv([m, p, u, v]))),
        TOPIC.claim("Hessian-vector product, U", r"M(S,T)_U = (P\circ P\circ(SV^\top + UT^\top))V + (P\circ P\circ R)T + \lambda S", product("U"),
            formula!(|m, p, u, v, l, s, t| f::hessian_vector_u([m, p, u, v], &l.as_scalar(), [s, t]))),
        TOPIC.claim("Hessian-vector product, V", r"M(S,T)_V = (P\circ P\circ(SV^\top + UT^\top))^\top U + (P\circ P\circ R)^\top S + \lambda T", product("V"),
            formula!(|m, p, u, v, l, s, t| f::hessian_vector_v([m, p, u, v], &l.as_scalar(), [s, t]))),
    ];
    let misfit = formula!(|m, _p, u, v| f::residual(m, u, v));
    let masked = vec![
        MASK.claim("∇_U for a 0/1 mask", r"\nabla_U f = (P\circ R)V + \lambda U", gradient("U"),
            formula!(|m, p, u, v, l| p.hadamard(&f::residual(m, u, v)) * v + l.as_scalar() * u)),
        MASK.claim("∇_V for a 0/1 mask", r"\nabla_V f = (P\circ R)^\top U + \lambda V", gradient("V"),
            formula!(|m, p, u, v, l| p.hadamard(&f::residual(m, u, v)).t() * u + l.as_scalar() * v)),
    ];
    fitting([claims, masked].concat(), "M", misfit)
}
