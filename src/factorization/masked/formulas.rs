//! ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F) and its derivatives, as a person reads them.
//!
//! M n×m, P n×m, U n×k, V m×k; R = UVᵀ − M. For the 0/1 mask P of an index set Ω this is
//! ½ Σ_{(i,j)∈Ω} (M_ij − u_i v_jᵀ)² + λ/2(…) with u_i, v_j the rows of U and V, and P∘P = P; the formulas
//! hold for every weight matrix P, which enters squared. S n×k and T m×k are directions in U and V.

use crate::algebra::{HALF, Matrix, MatrixAlgebra, Scalar};

/// The residual on all entries, R = UVᵀ − M, n×m.
pub fn residual<A: MatrixAlgebra>(m: &Matrix<A>, u: &Matrix<A>, v: &Matrix<A>) -> Matrix<A> {
    u * v.t() - m
}

/// The weighted residual P∘P∘R, n×m.
fn weighted_residual<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4]) -> Matrix<A> {
    p.hadamard(p).hadamard(&residual(m, u, v))
}

/// f = ½‖P∘(UVᵀ − M)‖²_F + λ/2(‖U‖²_F + ‖V‖²_F).
pub fn value<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4], lambda: &Scalar<A>) -> Scalar<A> {
    HALF * p.hadamard(&residual(m, u, v)).squared_norm()
        + HALF * (lambda * (u.squared_norm() + v.squared_norm()))
}

/// f = ½ Σ_ij P_ij² (M_ij − u_i v_jᵀ)² + λ/2(‖U‖² + ‖V‖²).
pub fn value_entrywise<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Scalar<A> {
    let data = Scalar::sum(m.rows(), |i| {
        Scalar::sum(m.columns(), |j| {
            let gap = p.entry(i, j) * (m.entry(i, j) - (u.row(i) * v.row(j).t()).as_scalar());
            &gap * &gap
        })
    });
    HALF * data + HALF * (lambda * (u.squared_norm() + v.squared_norm()))
}

/// ∇_U f = (P∘P∘R) V + λU, n×k.
pub fn gradient_u<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    weighted_residual([m, p, u, v]) * v + lambda * u
}

/// ∇_V f = (P∘P∘R)ᵀ U + λV, m×k.
pub fn gradient_v<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    weighted_residual([m, p, u, v]).t() * u + lambda * v
}

/// ∂f/∂U_iq = Σ_j P_ij² (u_i v_jᵀ − M_ij) V_jq + λ U_iq.
pub fn gradient_u_entrywise<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate(u.rows(), u.columns(), |i, q| {
        Scalar::sum(m.columns(), |j| {
            let gap = (u.row(i) * v.row(j).t()).as_scalar() - m.entry(i, j);
            p.entry(i, j) * p.entry(i, j) * gap * v.entry(j, q)
        }) + lambda * u.entry(i, q)
    })
}

/// ∂f/∂V_jq = Σ_i P_ij² (u_i v_jᵀ − M_ij) U_iq + λ V_jq.
pub fn gradient_v_entrywise<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate(v.rows(), v.columns(), |j, q| {
        Scalar::sum(m.rows(), |i| {
            let gap = (u.row(i) * v.row(j).t()).as_scalar() - m.entry(i, j);
            p.entry(i, j) * p.entry(i, j) * gap * u.entry(i, q)
        }) + lambda * v.entry(j, q)
    })
}

/// λ I of the order of vec of the given factor.
fn ridge<A: MatrixAlgebra>(factor: &Matrix<A>, lambda: &Scalar<A>) -> Matrix<A> {
    lambda * Matrix::identity(factor.vec().rows())
}

/// The block ∂²f/∂U∂U = Σ_j (v_jᵀ v_j) ⊗ diag(P∘P e_j) + λI, nk×nk.
pub fn hessian_uu<A: MatrixAlgebra>([p, u, v]: [&Matrix<A>; 3], lambda: &Scalar<A>) -> Matrix<A> {
    let order = u.vec().rows();
    let weights = p.hadamard(p);
    Matrix::sum(v.rows(), (order.clone(), order), |j| {
        (v.row(j).t() * v.row(j)).kron(&weights.column(j).diagonal_matrix())
    }) + ridge(u, lambda)
}

/// The block ∂²f/∂V∂V = Σ_i (u_iᵀ u_i) ⊗ diag((P∘P)ᵀ e_i) + λI, mk×mk.
pub fn hessian_vv<A: MatrixAlgebra>([p, u, v]: [&Matrix<A>; 3], lambda: &Scalar<A>) -> Matrix<A> {
    hessian_uu([&p.t(), v, u], lambda)
}

/// The block ∂²f/∂U∂U row by row: K(k,n) · blockdiag_i(Σ_j P_ij² v_jᵀ v_j + λI_k) · K(n,k).
///
/// vec Uᵀ = K(n,k) vec U lists U row by row, where the block is block diagonal, one k×k block a row.
pub fn hessian_uu_rows<A: MatrixAlgebra>(
    [p, u, v]: [&Matrix<A>; 3],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    let order = u.vec().rows();
    let blocks = Matrix::sum(u.rows(), (order.clone(), order), |i| {
        let e = Matrix::unit(u.rows(), i);
        (&e * e.t()).kron(&row_block([p, v], lambda, i))
    });
    Matrix::commutation(u.columns(), u.rows()) * blocks * Matrix::commutation(u.rows(), u.columns())
}

/// The block ∂²f/∂V∂V row by row: K(k,m) · blockdiag_j(Σ_i P_ij² u_iᵀ u_i + λI_k) · K(m,k).
pub fn hessian_vv_rows<A: MatrixAlgebra>(
    [p, u, v]: [&Matrix<A>; 3],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    hessian_uu_rows([&p.t(), v, u], lambda)
}

/// Row i's k×k block of ∂²f/∂U∂U: Σ_j P_ij² v_jᵀ v_j + λI_k. The largest of their spectral norms is the
/// Lipschitz constant of ∇_U f.
pub fn row_block<A: MatrixAlgebra>(
    [p, v]: [&Matrix<A>; 2],
    lambda: &Scalar<A>,
    i: &A::Index,
) -> Matrix<A> {
    Matrix::sum(v.rows(), (v.columns(), v.columns()), |j| {
        (p.entry(i, j) * p.entry(i, j)) * (v.row(j).t() * v.row(j))
    }) + lambda * Matrix::identity(v.columns())
}

/// The block ∂²f/∂U∂V = (Vᵀ ⊗ I_n) diag(vec P∘P) (I_m ⊗ U) K(m,k) + I_k ⊗ (P∘P∘R), nk×mk.
pub fn hessian_uv<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4]) -> Matrix<A> {
    gauss_newton_uv([p, u, v]) + residual_part_uv([m, p, u, v])
}

/// The block ∂²f/∂V∂U, the transpose of [`hessian_uv`], mk×nk:
/// K(k,m) (I_m ⊗ Uᵀ) diag(vec P∘P) (V ⊗ I_n) + I_k ⊗ (P∘P∘R)ᵀ.
pub fn hessian_vu<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4]) -> Matrix<A> {
    let weights = p.hadamard(p).vec().diagonal_matrix();
    let outer =
        Matrix::identity(v.rows()).kron(&u.t()) * weights * v.kron(&Matrix::identity(u.rows()));
    Matrix::commutation(v.columns(), v.rows()) * outer
        + Matrix::identity(u.columns()).kron(&weighted_residual([m, p, u, v]).t())
}

/// The Gauss–Newton part of ∂²f/∂U∂V: (Vᵀ ⊗ I_n) diag(vec P∘P) (I_m ⊗ U) K(m,k).
pub fn gauss_newton_uv<A: MatrixAlgebra>([p, u, v]: [&Matrix<A>; 3]) -> Matrix<A> {
    let weights = p.hadamard(p).vec().diagonal_matrix();
    v.t().kron(&Matrix::identity(u.rows()))
        * weights
        * Matrix::identity(v.rows()).kron(u)
        * Matrix::commutation(v.rows(), v.columns())
}

/// The residual part of ∂²f/∂U∂V: I_k ⊗ (P∘P∘R).
pub fn residual_part_uv<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4]) -> Matrix<A> {
    Matrix::identity(u.columns()).kron(&weighted_residual([m, p, u, v]))
}

/// ∂²f/∂U_ip∂U_jq = δ_ij (Σ_l P_il² V_lp V_lq + λ δ_pq).
pub fn hessian_uu_entrywise<A: MatrixAlgebra>(
    [p, u, v]: [&Matrix<A>; 3],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate_block(u, u, |[i, a, j, b]| {
        let block = Scalar::sum(v.rows(), |l| {
            p.entry(i, l) * p.entry(i, l) * v.entry(l, a) * v.entry(l, b)
        });
        Scalar::delta(i, j) * (block + lambda * Scalar::delta(a, b))
    })
}

/// ∂²f/∂U_ip∂V_jq = P_ij² (V_jp U_iq + δ_pq R_ij).
pub fn hessian_uv_entrywise<A: MatrixAlgebra>([m, p, u, v]: [&Matrix<A>; 4]) -> Matrix<A> {
    let r = residual(m, u, v);
    Matrix::tabulate_block(u, v, |[i, a, j, b]| {
        let second = v.entry(j, a) * u.entry(i, b) + Scalar::delta(a, b) * r.entry(i, j);
        p.entry(i, j) * p.entry(i, j) * second
    })
}

/// The U-part of the Hessian-vector product: (P∘P∘(SVᵀ + UTᵀ)) V + (P∘P∘R) T + λS.
pub fn hessian_vector_u<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
    [s, t]: [&Matrix<A>; 2],
) -> Matrix<A> {
    let change = p.hadamard(p).hadamard(&(s * v.t() + u * t.t()));
    change * v + weighted_residual([m, p, u, v]) * t + lambda * s
}

/// The V-part of the Hessian-vector product: (P∘P∘(SVᵀ + UTᵀ))ᵀ U + (P∘P∘R)ᵀ S + λT.
pub fn hessian_vector_v<A: MatrixAlgebra>(
    [m, p, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
    [s, t]: [&Matrix<A>; 2],
) -> Matrix<A> {
    let change = p.hadamard(p).hadamard(&(s * v.t() + u * t.t()));
    change.t() * u + weighted_residual([m, p, u, v]).t() * s + lambda * t
}
