//! ½‖J₁(M − UVᵀ)J₂‖²_F + λ/2(‖U‖²_F + ‖V‖²_F): the known entries form a submatrix.
//!
//! The rows of J₁ (r×n) are the unit rows of the selected rows, the columns of J₂ (m×c) the unit columns of
//! the selected columns; the formulas hold for any J₁ and J₂. With one mask per side Ω is a product set, and
//! every Hessian block is a Kronecker product.

use crate::algebra::{HALF, Matrix, MatrixAlgebra, Scalar};

/// The residual of the selected part, spread back: J₁ᵀJ₁ (UVᵀ − M) J₂J₂ᵀ, n×m.
fn selected_residual<A: MatrixAlgebra>([m, j1, j2, u, v]: [&Matrix<A>; 5]) -> Matrix<A> {
    j1.t() * (j1 * (u * v.t() - m) * j2) * j2.t()
}

/// f = ½‖J₁(M − UVᵀ)J₂‖²_F + λ/2(‖U‖²_F + ‖V‖²_F).
pub fn value<A: MatrixAlgebra>(
    [m, j1, j2, u, v]: [&Matrix<A>; 5],
    lambda: &Scalar<A>,
) -> Scalar<A> {
    HALF * (j1 * (m - u * v.t()) * j2).squared_norm()
        + HALF * (lambda * (u.squared_norm() + v.squared_norm()))
}

/// ∇_U f = J₁ᵀJ₁ (UVᵀ − M) J₂J₂ᵀ V + λU.
pub fn gradient_u<A: MatrixAlgebra>(
    [m, j1, j2, u, v]: [&Matrix<A>; 5],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    selected_residual([m, j1, j2, u, v]) * v + lambda * u
}

/// ∇_V f = J₂J₂ᵀ (UVᵀ − M)ᵀ J₁ᵀJ₁ U + λV.
pub fn gradient_v<A: MatrixAlgebra>(
    [m, j1, j2, u, v]: [&Matrix<A>; 5],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    selected_residual([m, j1, j2, u, v]).t() * u + lambda * v
}

/// The block ∂²f/∂U∂U = (Vᵀ J₂J₂ᵀ V) ⊗ (J₁ᵀJ₁) + λI.
pub fn hessian_uu<A: MatrixAlgebra>(
    [j1, j2, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    (v.t() * j2 * j2.t() * v).kron(&(j1.t() * j1)) + lambda * Matrix::identity(u.vec().rows())
}

/// The block ∂²f/∂V∂V = (Uᵀ J₁ᵀJ₁ U) ⊗ (J₂J₂ᵀ) + λI.
pub fn hessian_vv<A: MatrixAlgebra>(
    [j1, j2, u, v]: [&Matrix<A>; 4],
    lambda: &Scalar<A>,
) -> Matrix<A> {
    (u.t() * j1.t() * j1 * u).kron(&(j2 * j2.t())) + lambda * Matrix::identity(v.vec().rows())
}

/// The block ∂²f/∂U∂V = [(Vᵀ J₂J₂ᵀ) ⊗ (J₁ᵀJ₁ U)] K(m,k) + I_k ⊗ J₁ᵀJ₁ (UVᵀ − M) J₂J₂ᵀ.
pub fn hessian_uv<A: MatrixAlgebra>([m, j1, j2, u, v]: [&Matrix<A>; 5]) -> Matrix<A> {
    (v.t() * j2 * j2.t()).kron(&(j1.t() * j1 * u)) * Matrix::commutation(v.rows(), v.columns())
        + Matrix::identity(u.columns()).kron(&selected_residual([m, j1, j2, u, v]))
}

/// The U-part of the Hessian-vector product:
/// J₁ᵀJ₁ (SVᵀ + UTᵀ) J₂J₂ᵀ V + J₁ᵀJ₁ (UVᵀ − M) J₂J₂ᵀ T + λS.
pub fn hessian_vector_u<A: MatrixAlgebra>(
    [m, j1, j2, u, v]: [&Matrix<A>; 5],
    lambda: &Scalar<A>,
    [s, t]: [&Matrix<A>; 2],
) -> Matrix<A> {
    let change = j1.t() * (j1 * (s * v.t() + u * t.t()) * j2) * j2.t();
    change * v + selected_residual([m, j1, j2, u, v]) * t + lambda * s
}

/// The V-part of the Hessian-vector product, the mirror image of [`hessian_vector_u`].
pub fn hessian_vector_v<A: MatrixAlgebra>(
    [m, j1, j2, u, v]: [&Matrix<A>; 5],
    lambda: &Scalar<A>,
    [s, t]: [&Matrix<A>; 2],
) -> Matrix<A> {
    let change = j1.t() * (j1 * (s * v.t() + u * t.t()) * j2) * j2.t();
    change.t() * u + selected_residual([m, j1, j2, u, v]).t() * s + lambda * t
}
