//! Wrong derivatives of the masked completion objectives.

use super::Liar;
use crate::algebra::{HALF, Matrix};
use crate::check::Quantity;
use crate::factorization::masked::{formulas as f, submatrix_formulas as s};
use crate::formula;
use crate::study::claims::{masked::TOPIC, submatrix};

#[rustfmt::skip] // a table: one claim after another
pub(super) fn liars() -> Vec<Liar> {
    let value = formula!(|m, p, u, v, l| f::value([m, p, u, v], &l.as_scalar()));
    let gradient = |variable| Quantity::gradient(value, variable);
    let block = |row, column| Quantity::hessian_block(value, row, column);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("U", "S"), ("V", "T")]);
    let selected = formula!(|m, j1, j2, u, v, l| s::value([m, j1, j2, u, v], &l.as_scalar()));
    vec![
        TOPIC.liar("weights once instead of twice", r"\nabla_U f = (P\circ R)V + \lambda U", gradient("U"),
            formula!(|m, p, u, v, l| p.hadamard(&f::residual(m, u, v)) * v + l.as_scalar() * u))
            .right_where("P has only zeros and ones"),
        TOPIC.liar("mask forgotten", r"\nabla_U f = RV + \lambda U", gradient("U"),
            formula!(|m, _p, u, v, l| f::residual(m, u, v) * v + l.as_scalar() * u)).right_where("P all ones"),
        TOPIC.liar("λU dropped", r"\nabla_U f = (P\circ P\circ R)V", gradient("U"),
            formula!(|m, p, u, v| p.hadamard(p).hadamard(&f::residual(m, u, v)) * v)).right_where("λ = 0"),
        TOPIC.liar("λ/2 for λ", r"\nabla_U f = (P\circ P\circ R)V + \tfrac\lambda2U", gradient("U"),
            formula!(|m, p, u, v, l| p.hadamard(p).hadamard(&f::residual(m, u, v)) * v + HALF * (l.as_scalar() * u)))
            .right_where("λ = 0"),
        TOPIC.liar("residual sign", r"\nabla_V f = (P\circ P\circ(M - UV^\top))^\top U + \lambda V", gradient("V"),
            formula!(|m, p, u, v, l| p.hadamard(p).hadamard(&(m - u * v.t())).t() * u + l.as_scalar() * v))
            .right_where("zero residual"),
        TOPIC.liar("missing transpose in ∇_V", r"\nabla_V f = (P\circ P\circ R)U + \lambda V", gradient("V"),
            formula!(|m, p, u, v, l| p.hadamard(p).hadamard(&f::residual(m, u, v)) * u + l.as_scalar() * v))
            .right_where("shapes fit only if n = m"),
        TOPIC.liar("a scalar given as a gradient", r"\nabla_U f = -\|P\circ(M - UV^\top)\|_F^2 + \lambda\|U\|_F^2", gradient("U"),
            formula!(|m, p, u, v, l| l.as_scalar() * u.squared_norm() - p.hadamard(&f::residual(m, u, v)).squared_norm()))
            .right_where("shapes fit only if n = k = 1"),
        TOPIC.liar("mask forgotten in the Hessian", r"\nabla^2_{UU} f = V^\top V\otimes I_n + \lambda I", block("U", "U"),
            formula!(|_m, _p, u, v, l| (v.t() * v).kron(&Matrix::identity(u.rows())) + l.as_scalar() * Matrix::identity(u.vec().rows())))
            .right_where("P all ones"),
        TOPIC.liar("weights once in the Hessian", r"\nabla^2_{UU} f = \sum_j v_j^\top v_j\otimes\operatorname{diag}(P e_j) + \lambda I", block("U", "U"),
            formula!(|_m, p, u, v, l| Matrix::sum(v.rows(), (u.vec().rows(), u.vec().rows()), |j| {
                (v.row(j).t() * v.row(j)).kron(&p.column(j).diagonal_matrix())
            }) + l.as_scalar() * Matrix::identity(u.vec().rows()))).right_where("P has only zeros and ones"),
        TOPIC.liar("Kronecker order swapped", r"\nabla^2_{UU} f = \sum_j\operatorname{diag}(P\circ P\,e_j)\otimes v_j^\top v_j + \lambda I", block("U", "U"),
            formula!(|_m, p, u, v, l| Matrix::sum(v.rows(), (u.vec().rows(), u.vec().rows()), |j| {
                p.hadamard(p).column(j).diagonal_matrix().kron(&(v.row(j).t() * v.row(j)))
            }) + l.as_scalar() * Matrix::identity(u.vec().rows()))).right_where("n = 1 or k = 1"),
        TOPIC.liar("row blocks without their commutation matrix", r"\nabla^2_{UU} f = \mathrm{blkdiag}_i\Big(\sum_jP_{ij}^2v_j^\top v_j + \lambda I_k\Big)", block("U", "U"),
            formula!(|_m, p, u, v, l| Matrix::sum(u.rows(), (u.vec().rows(), u.vec().rows()), |i| {
                let e = Matrix::unit(u.rows(), i);
                (&e * e.t()).kron(&f::row_block([p, v], &l.as_scalar(), i))
            }))).right_where("n = 1 or k = 1"),
        TOPIC.liar("ridge dropped from the Hessian", r"\nabla^2_{VV} f = \sum_i u_i^\top u_i\otimes\operatorname{diag}((P\circ P)^\top e_i)", block("V", "V"),
            formula!(|_m, p, u, v, l| f::hessian_vv([p, u, v], &l.as_scalar()) - l.as_scalar() * Matrix::identity(v.vec().rows())))
            .right_where("λ = 0"),
        TOPIC.liar("commutation matrix missing", r"\nabla^2_{UV} f = (V^\top\otimes I_n)\operatorname{diag}(\operatorname{vec}P\circ P)(I_m\otimes U) + I_k\otimes(P\circ P\circ R)", block("U", "V"),
            formula!(|m, p, u, v| v.t().kron(&Matrix::identity(u.rows())) * p.hadamard(p).vec().diagonal_matrix() * Matrix::identity(v.rows()).kron(u)
                + f::residual_part_uv([m, p, u, v]))).right_where("m = 1 or k = 1"),
        TOPIC.liar("residual part dropped", r"\nabla^2_{UV} f = (V^\top\otimes I_n)\operatorname{diag}(\operatorname{vec}P\circ P)(I_m\otimes U)K_{m,k}", block("U", "V"),
            formula!(|_m, p, u, v| f::gauss_newton_uv([p, u, v]))).right_where("zero residual"),
        TOPIC.liar("λS dropped from the product", r"M(S,T)_U = (P\circ P\circ(SV^\top + UT^\top))V + (P\circ P\circ R)T", product("U"),
            formula!(|m, p, u, v, l, a, b| f::hessian_vector_u([m, p, u, v], &l.as_scalar(), [a, b]) - l.as_scalar() * a))
            .right_where("λ = 0"),
        submatrix::TOPIC.liar("UVᵀ forgotten", r"\nabla_U f = -J_1^\top J_1MJ_2J_2^\top V + \lambda U", Quantity::gradient(selected, "U"),
            formula!(|m, j1, j2, u, v, l| l.as_scalar() * u - j1.t() * j1 * m * j2 * j2.t() * v)).right_where("J₁ U = 0"),
        submatrix::TOPIC.liar("J₁J₁ᵀ for J₁ᵀJ₁", r"\nabla_U f = J_1J_1^\top(UV^\top - M)J_2J_2^\top V + \lambda U", Quantity::gradient(selected, "U"),
            formula!(|m, j1, j2, u, v, l| j1 * j1.t() * (u * v.t() - m) * j2 * j2.t() * v + l.as_scalar() * u))
            .right_where("shapes fit only if r = n"),
        submatrix::TOPIC.liar("J₂J₂ᵀ lost from the Hessian", r"\nabla^2_{UU} f = V^\top V\otimes J_1^\top J_1 + \lambda I", Quantity::hessian_block(selected, "U", "U"),
            formula!(|_m, j1, _j2, u, v, l| (v.t() * v).kron(&(j1.t() * j1)) + l.as_scalar() * Matrix::identity(u.vec().rows())))
            .right_where("J₂ orthogonal"),
    ]
}
