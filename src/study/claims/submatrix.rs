//! Claims about ½‖J₁(M − UVᵀ)J₂‖²_F + λ/2(‖U‖²_F + ‖V‖²_F), the completion of a known submatrix.

use super::{Topic, fitting};
use crate::check::{Claim, Quantity};
use crate::factorization::masked::submatrix_formulas as f;
use crate::formula;

pub(in crate::study) const TOPIC: Topic = Topic {
    group: "½‖J₁(M − UVᵀ)J₂‖² + λ/2(‖U‖² + ‖V‖²)",
    signature: "M: n×m scale 2, J₁: r×n, J₂: m×c, U: n×k scale 1, V: m×k scale 1, λ: scalar scale 2",
    directions: "S: n×k scale 1, T: m×k scale 1",
};

#[rustfmt::skip] // a table: one claim after another
pub(in crate::study) fn claims() -> Vec<Claim> {
    let value = formula!(|m, j1, j2, u, v, l| f::value([m, j1, j2, u, v], &l.as_scalar()));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("U", "S"), ("V", "T")]);
    let claims = vec![
        TOPIC.claim("∇_U, matrix form", r"\nabla_U f = J_1^\top J_1(UV^\top - M)J_2J_2^\top V + \lambda U", gradient("U"),
            formula!(|m, j1, j2, u, v, l| f::gradient_u([m, j1, j2, u, v], &l.as_scalar()))),
        TOPIC.claim("∇_V, matrix form", r"\nabla_V f = J_2J_2^\top(UV^\top - M)^\top J_1^\top J_1U + \lambda V", gradient("V"),
            formula!(|m, j1, j2, u, v, l| f::gradient_v([m, j1, j2, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_UU, Kronecker", r"\nabla^2_{UU} f = (V^\top J_2J_2^\top V)\otimes(J_1^\top J_1) + \lambda I", block("U", "U"),
            formula!(|_m, j1, j2, u, v, l| f::hessian_uu([j1, j2, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_VV, Kronecker", r"\nabla^2_{VV} f = (U^\top J_1^\top J_1U)\otimes(J_2J_2^\top) + \lambda I", block("V", "V"),
            formula!(|_m, j1, j2, u, v, l| f::hessian_vv([j1, j2, u, v], &l.as_scalar()))),
        TOPIC.claim("∇²_UV, Kronecker", r"\nabla^2_{UV} f = \left[(V^\top J_2J_2^\top)\otimes(J_1^\top J_1U)\right]K_{m,k} + I_k\otimes J_1^\top J_1(UV^\top - M)J_2J_2^\top", block("U", "V"),
            formula!(|m, j1, j2, u, v| f::hessian_uv([m, j1, j2, u, v]))),
        TOPIC.claim("Hessian-vector product, U", r"M(S,T)_U = J_1^\top J_1(SV^\top + UT^\top)J_2J_2^\top V + J_1^\top J_1(UV^\top - M)J_2J_2^\top T + \lambda S", product("U"),
            formula!(|m, j1, j2, u, v, l, s, t| f::hessian_vector_u([m, j1, j2, u, v], &l.as_scalar(), [s, t]))),
        TOPIC.claim("Hessian-vector product, V", r"M(S,T)_V = \left[J_1^\top J_1(SV^\top + UT^\top)J_2J_2^\top\right]^\top U + \left[J_1^\top J_1(UV^\top - M)J_2J_2^\top\right]^\top S + \lambda T", product("V"),
            formula!(|m, j1, j2, u, v, l, s, t| f::hessian_vector_v([m, j1, j2, u, v], &l.as_scalar(), [s, t]))),
    ];
    let misfit = formula!(|m, _j1, _j2, u, v| u * v.t() - m);
    fitting(claims, "M", misfit)
}
