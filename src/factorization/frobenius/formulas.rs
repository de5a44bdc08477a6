//! ½‖X − WH‖²_F and its derivatives, as a person reads them, in any matrix algebra.
//!
//! X n×m, W n×k, H k×m; A = WH − X is the residual; P n×k and Q k×m are directions in W and H. Row i of a
//! matrix is written `Wⁱ`, column j `W_j`. Checked against every oracle in
//! [`claims`](crate::study::claims); derivation: differentiate dA = dW·H + W·dH once and twice.

use crate::algebra::{HALF, Matrix, MatrixAlgebra, Scalar};

/// The residual A = WH − X, n×m.
pub fn residual<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    w * h - x
}

/// f = ½‖X − WH‖²_F.
pub fn value<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Scalar<A> {
    HALF * (x - w * h).squared_norm()
}

/// f = ½ Σ_ij (X_ij − Wⁱ H_j)².
pub fn value_entrywise<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Scalar<A> {
    HALF * Scalar::sum(x.rows(), |i| {
        Scalar::sum(x.columns(), |j| {
            let gap = x.entry(i, j) - (w.row(i) * h.column(j)).as_scalar();
            &gap * &gap
        })
    })
}

/// f = ½(‖X‖² − 2 XHᵀ:W + WᵀW:HHᵀ), which needs no n×m product when X is sparse.
pub fn value_expanded<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Scalar<A> {
    HALF * (x.squared_norm() - 2 * (x * h.t()).frobenius(w) + (w.t() * w).frobenius(&(h * h.t())))
}

/// ∇_W f = A Hᵀ, n×k.
pub fn gradient_w<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    residual(x, w, h) * h.t()
}

/// ∇_H f = Wᵀ A, k×m.
pub fn gradient_h<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    w.t() * residual(x, w, h)
}

/// ∇_W f = W HHᵀ − X Hᵀ.
pub fn gradient_w_expanded<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    w * (h * h.t()) - x * h.t()
}

/// ∇_H f = WᵀW H − Wᵀ X.
pub fn gradient_h_expanded<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    (w.t() * w) * h - w.t() * x
}

/// ∂f/∂W_ij = Wⁱ H (Hʲ)ᵀ − Xⁱ (Hʲ)ᵀ.
pub fn gradient_w_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::tabulate(w.rows(), w.columns(), |i, j| {
        (w.row(i) * h * h.row(j).t() - x.row(i) * h.row(j).t()).as_scalar()
    })
}

/// ∂f/∂H_ij = W_iᵀ W H_j − W_iᵀ X_j.
pub fn gradient_h_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::tabulate(h.rows(), h.columns(), |i, j| {
        (w.column(i).t() * w * h.column(j) - w.column(i).t() * x.column(j)).as_scalar()
    })
}

/// The block ∂²f/∂W∂W = HHᵀ ⊗ I_n, nk×nk. All of it is the Gauss–Newton part.
pub fn hessian_ww<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    (h * h.t()).kron(&Matrix::identity(w.rows()))
}

/// The block ∂²f/∂H∂H = I_m ⊗ WᵀW, km×km. All of it is the Gauss–Newton part.
pub fn hessian_hh<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    Matrix::identity(h.columns()).kron(&(w.t() * w))
}

/// The block ∂²f/∂W∂H = (H ⊗ W) + (I_k ⊗ A) K(k,m), nk×km.
pub fn hessian_wh<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    gauss_newton_wh(w, h) + residual_part_wh(x, w, h)
}

/// The block ∂²f/∂H∂W = (Hᵀ ⊗ Wᵀ) + (Aᵀ ⊗ I_k) K(n,k), km×nk; the transpose of [`hessian_wh`].
pub fn hessian_hw<A: MatrixAlgebra>(x: &Matrix<A>, w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    gauss_newton_hw(w, h) + residual_part_hw(x, w, h)
}

/// The Gauss–Newton part of ∂²f/∂W∂H: H ⊗ W.
pub fn gauss_newton_wh<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    h.kron(w)
}

/// The Gauss–Newton part of ∂²f/∂H∂W: Hᵀ ⊗ Wᵀ.
pub fn gauss_newton_hw<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    h.t().kron(&w.t())
}

/// The residual part of ∂²f/∂W∂H: (I_k ⊗ A) K(k,m).
pub fn residual_part_wh<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::identity(h.rows()).kron(&residual(x, w, h)) * Matrix::commutation(h.rows(), h.columns())
}

/// The residual part of ∂²f/∂H∂W: (Aᵀ ⊗ I_k) K(n,k).
pub fn residual_part_hw<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    residual(x, w, h).t().kron(&Matrix::identity(h.rows()))
        * Matrix::commutation(w.rows(), w.columns())
}

/// ∂²f/∂W_ij∂W_kl = δ_ik Hʲ (Hˡ)ᵀ.
pub fn hessian_ww_entrywise<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    Matrix::tabulate_block(w, w, |[i, j, k, l]| {
        Scalar::delta(i, k) * (h.row(j) * h.row(l).t()).as_scalar()
    })
}

/// ∂²f/∂H_ij∂H_kl = δ_jl W_iᵀ W_k.
pub fn hessian_hh_entrywise<A: MatrixAlgebra>(w: &Matrix<A>, h: &Matrix<A>) -> Matrix<A> {
    Matrix::tabulate_block(h, h, |[i, j, k, l]| {
        Scalar::delta(j, l) * (w.column(i).t() * w.column(k)).as_scalar()
    })
}

/// ∂²f/∂W_ij∂H_kl = W_ik H_jl + δ_jk (Wⁱ H_l − X_il).
pub fn hessian_wh_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::tabulate_block(w, h, |[i, j, k, l]| {
        w.entry(i, k) * h.entry(j, l)
            + Scalar::delta(j, k) * ((w.row(i) * h.column(l)).as_scalar() - x.entry(i, l))
    })
}

/// ∂²f/∂H_ij∂W_kl = W_ki H_lj + δ_il (Wᵏ H_j − X_kj).
pub fn hessian_hw_entrywise<A: MatrixAlgebra>(
    x: &Matrix<A>,
    w: &Matrix<A>,
    h: &Matrix<A>,
) -> Matrix<A> {
    Matrix::tabulate_block(h, w, |[i, j, k, l]| {
        w.entry(k, i) * h.entry(l, j)
            + Scalar::delta(i, l) * ((w.row(k) * h.column(j)).as_scalar() - x.entry(k, j))
    })
}

/// The W-part of the Hessian-vector product: P HHᵀ + W Q Hᵀ + A Qᵀ.
pub fn hessian_vector_w<A: MatrixAlgebra>(
    [x, w, h]: [&Matrix<A>; 3],
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    gauss_newton_vector_w([w, h], [p, q]) + residual(x, w, h) * q.t()
}

/// The H-part of the Hessian-vector product: WᵀW Q + Wᵀ P H + Pᵀ A.
pub fn hessian_vector_h<A: MatrixAlgebra>(
    [x, w, h]: [&Matrix<A>; 3],
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    gauss_newton_vector_h([w, h], [p, q]) + p.t() * residual(x, w, h)
}

/// The W-part of the Gauss–Newton product: P HHᵀ + W Q Hᵀ.
pub fn gauss_newton_vector_w<A: MatrixAlgebra>(
    [w, h]: [&Matrix<A>; 2],
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    p * (h * h.t()) + w * (q * h.t())
}

/// The H-part of the Gauss–Newton product: WᵀW Q + Wᵀ P H.
pub fn gauss_newton_vector_h<A: MatrixAlgebra>(
    [w, h]: [&Matrix<A>; 2],
    [p, q]: [&Matrix<A>; 2],
) -> Matrix<A> {
    (w.t() * w) * q + (w.t() * p) * h
}
