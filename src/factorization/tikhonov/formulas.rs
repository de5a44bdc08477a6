//! ‖X − WH‖²_F + λ‖MW‖²_F and its derivatives, as a person reads them, in any matrix algebra.
//!
//! X n×m, W n×k, H k×m, M p×n; A = WH − X is the residual; P n×k and Q k×m are directions in W and H.
//! The first term is twice the objective of [`frobenius`](crate::factorization::frobenius::formulas).

use crate::algebra::{Matrix, MatrixAlgebra, Scalar};
use crate::factorization::frobenius::formulas as half;

pub use half::residual;

/// f = ‖X − WH‖²_F + λ‖MW‖²_F.
pub fn value<A: MatrixAlgebra>([x, w, h, m]: [&Matrix<A>; 4], lambda: &Scalar<A>) -> Scalar<A> {
    (x - w * h).squared_norm() + lambda * (m * w).squared_norm()
}

/// ∇_W f = 2A Hᵀ + 2λ MᵀM W, n×k.
pub fn gradient_w<A: MatrixAlgebra>(
    [x, w, h, m]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    2 * (residual(x, w, h) * h.t()) + 2 * (lambda * (m.t() * m * w))
}

/// ∇_H f = 2Wᵀ A, k×m.
pub fn gradient_h<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * (w.t() * residual(x, w, h))
}

/// ∂f/∂W_ij = 2(Wⁱ H − Xⁱ)(Hʲ)ᵀ + 2λ M_iᵀ M W_j.
pub fn gradient_w_entrywise<A: MatrixAlgebra>(
    [x, w, h, m]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate(w.rows(), w.columns(), |i, j| {
        2 * ((w.row(i) * h - x.row(i)) * h.row(j).t()).as_scalar()
            + 2 * (lambda * (m.column(i).t() * m * w.column(j)).as_scalar())
    })
}

/// ∂f/∂H_ij = 2 W_iᵀ (W H_j − X_j).
pub fn gradient_h_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::tabulate(h.rows(), h.columns(), |i, j| {
        2 * (w.column(i).t() * (w * h.column(j) - x.column(j))).as_scalar()
    })
}

/// The block ∂²f/∂W∂W = 2(HHᵀ ⊗ I_n + λ I_k ⊗ MᵀM): twice the Kronecker sum of HHᵀ and λMᵀM.
pub fn hessian_ww<A: MatrixAlgebra>([w, h, m]: [&Matrix<A>; 3], lambda: &Scalar<A>) -> Matrix<A> {
    2 * (half::hessian_ww(w, h) + lambda * Matrix::identity(h.rows()).kron(&(m.t() * m)))
}

/// The block ∂²f/∂H∂H = 2 I_m ⊗ WᵀW.
pub fn hessian_hh<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * half::hessian_hh(w, h)
}

/// The block ∂²f/∂W∂H = 2[(H ⊗ W) + (I_k ⊗ A) K(k,m)].
pub fn hessian_wh<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * half::hessian_wh(x, w, h)
}

/// The block ∂²f/∂H∂W = 2[(Hᵀ ⊗ Wᵀ) + (Aᵀ ⊗ I_k) K(n,k)].
pub fn hessian_hw<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * half::hessian_hw(x, w, h)
}

/// ∂²f/∂W_ij∂W_kl = 2 δ_ik Hʲ (Hˡ)ᵀ + 2λ δ_jl M_iᵀ M_k.
pub fn hessian_ww_entrywise<A: MatrixAlgebra>(
    [w, h, m]: [&Matrix<A>; 3],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate_block(w, w, |[i, j, k, l]| {
        2 * (Scalar::delta(i, k) * (h.row(j) * h.row(l).t()).as_scalar())
            + 2 * (lambda * (Scalar::delta(j, l) * (m.column(i).t() * m.column(k)).as_scalar()))
    })
}

/// ∂²f/∂H_ij∂H_kl = 2 δ_jl W_iᵀ W_k.
pub fn hessian_hh_entrywise<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * half::hessian_hh_entrywise(w, h)
}

/// ∂²f/∂W_ij∂H_kl = 2 W_ik H_jl + 2 δ_jk (Wⁱ H_l − X_il).
pub fn hessian_wh_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    2 * half::hessian_wh_entrywise(x, w, h)
}

/// ∂²f/∂H_ij∂W_kl = 2 W_ki H_lj + 2 δ_il (Wᵏ H_j − X_kj).
pub fn hessian_hw_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    2 * half::hessian_hw_entrywise(x, w, h)
}

/// The Gauss–Newton part of ∂²f/∂W∂H: 2 H ⊗ W. (The residuals are those of both terms, A and √λ MW; the
/// second is linear in W, so it adds nothing to the residual part.)
pub fn gauss_newton_wh<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    2 * half::gauss_newton_wh(w, h)
}

/// The residual part of ∂²f/∂W∂H: 2 (I_k ⊗ A) K(k,m).
pub fn residual_part_wh<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    2 * half::residual_part_wh(x, w, h)
}

/// The W-part of the Hessian-vector product: 2(P HHᵀ + W Q Hᵀ + A Qᵀ) + 2λ MᵀM P.
pub fn hessian_vector_w<A: MatrixAlgebra>(
    [x, w, h, m]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    2 * half::hessian_vector_w([x, w, h], [p, q]) + 2 * (lambda * (m.t() * (m * p)))
}

/// The H-part of the Hessian-vector product: 2(WᵀW Q + Wᵀ P H + Pᵀ A).
pub fn hessian_vector_h<A: MatrixAlgebra>(
    [x, w, h]: [&Matrix<A>; 3],
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    2 * half::hessian_vector_h([x, w, h], [p, q])
}
