//! Properties, and what only looks like one.

use super::all_say;

#[test]
fn properties_that_are_stated() {
    all_say(&[
        (r"Let $B$ be symmetric.", &["B symmetric"]),
        (
            r"Let $B$ be a symmetric matrix.",
            &["B symmetric", "B matrix"],
        ),
        (
            r"where B is symmetric positive definite",
            &["B pd", "B symmetric"],
        ),
        (
            r"$B$ is real, symmetric and positive semi-definite.",
            &["B psd", "B symmetric"],
        ),
        (
            r"$\Sigma$ is a (symmetric) covariance matrix",
            &["Σ matrix", "Σ pd", "Σ symmetric"],
        ),
        (r"a diagonal matrix $D$", &["D diagonal", "D matrix"]),
        (r"where $D = \operatorname{diag}(d)$", &["D diagonal"]),
        (r"with $B$ symmetric", &["B symmetric"]),
        (
            r"the symmetric $n\times n$ matrix $B$",
            &["B symmetric", "B: n×n"],
        ),
        (r"$Q$ has orthonormal columns", &["Q orthonormal"]),
        (
            r"an $n\times p$ matrix $Q$ with orthonormal columns",
            &["Q orthonormal", "Q: n×p"],
        ),
        (r"The columns of $Q$ are orthonormal.", &["Q orthonormal"]),
        (r"$Q$ is orthogonal", &["Q orthogonal"]),
        (r"$Q^TQ=I$", &["Q orthonormal"]),
        (r"$Q^\top Q=QQ^\top = I_n$", &["Q orthogonal"]),
        (r"since $B=B^T$", &["B symmetric"]),
        (r"$B^T = -B$", &["B skew"]),
        (r"$P\odot P = P$", &["P mask"]),
        (
            r"where $P_{ij}=1$ if $(i,j)\in\Omega$ and $0$ otherwise",
            &["P mask", "Ω set"],
        ),
        (r"$P_{ij}\in\{0,1\}$", &["P mask"]),
        (r"$W,H\ge 0$", &["W nonnegative", "H nonnegative"]),
        (r"$W_{ij} \geq 0$", &["W nonnegative"]),
        (r"$B \succ 0$", &["B pd"]),
        (r"$B\succeq 0$", &["B psd"]),
        (r"$\lambda\ge0$", &["λ nonnegative"]),
        (r"$\alpha, \beta > 0$", &["α positive", "β positive"]),
        (
            r"all elements of $X,Y,Z$ are nonnegative",
            &["X nonnegative", "Y nonnegative", "Z nonnegative"],
        ),
        (r"The entries of $P$ are 0 or 1.", &["P mask"]),
        (r"P has entries zero and one", &["P mask"]),
        (r"$P$ is a binary mask", &["P mask", "P matrix"]),
        (
            r"a matrix $W$ with nonnegative entries",
            &["W matrix", "W nonnegative"],
        ),
        (
            r"$B$, a symmetric matrix, acts on $x$",
            &["B symmetric", "B matrix"],
        ),
        (r"$B$, which is invertible, acts", &["B invertible"]),
        (r"an invertible matrix $B$", &["B invertible", "B matrix"]),
        (
            r"the nonsingular matrices $B$ and $C$",
            &["B invertible", "C invertible", "B matrix", "C matrix"],
        ),
        (r"$P$ is a projection matrix", &["P idempotent", "P matrix"]),
        (r"Assume that $B$ is symmetric.", &["B symmetric"]),
        (r"Suppose $B$ is invertible.", &["B invertible"]),
        (r"All matrices are symmetric.", &["all symmetric"]),
        (
            r"What is the gradient of $x^TBx$ where $B$ is symmetric?",
            &["B symmetric"],
        ),
        (
            r"Consider $f(x)=x^TBx$ for symmetric $B$.",
            &["B symmetric"],
        ),
        (r"B is assumed to be symmetric", &["B symmetric"]),
        (
            r"where the matrix $B$ is symmetric",
            &["B symmetric", "B matrix"],
        ),
        (
            r"where $z$ is a vector and $B$ is symmetric",
            &["z column", "B symmetric"],
        ),
        (r"Here B is skew-symmetric.", &["B skew"]),
    ]);
}

#[test]
fn properties_under_a_condition() {
    all_say(&[
        (
            r"If $B$ is symmetric then the gradient is $2Bx$.",
            &["B symmetric?"],
        ),
        (r"When $B$ is symmetric, this is $2Bx$.", &["B symmetric?"]),
        (
            r"For symmetric $B$ this simplifies to $2Bx$.",
            &["B symmetric?"],
        ),
        (
            r"In the special case where $B$ is symmetric we get $2Bx$.",
            &["B symmetric?"],
        ),
        (
            r"For any symmetric matrix $B$, we have $x^TBx\ge0$.",
            &["B symmetric?", "B matrix"],
        ),
        (r"The result is $2Bx$ if $B = B^T$.", &["B symmetric?"]),
        (r"Does this hold for symmetric $B$?", &["B symmetric?"]),
    ]);
}

#[test]
fn what_is_denied_or_asked_is_no_fact() {
    all_say(&[
        (r"$B$ is not symmetric.", &[]),
        (r"$B$ need not be symmetric.", &[]),
        (r"$B$ is not necessarily symmetric.", &[]),
        (
            r"where $B$ is a square, not necessarily symmetric, matrix",
            &["B square", "B matrix"],
        ),
        (r"for nonsymmetric $B$", &[]),
        (r"a non-symmetric matrix $B$", &["B matrix"]),
        (r"Is $B$ symmetric?", &[]),
        (r"It is unclear whether $B$ is symmetric.", &[]),
        (r"$B$ is neither symmetric nor invertible.", &[]),
        (r"$B$ is symmetric or skew-symmetric", &[]),
        (r"$B$ may be symmetric", &[]),
        (r"The Hessian is symmetric.", &[]),
        (r"The matrix $HH^T$ is symmetric.", &[]),
        (r"The inverse of $B$ is symmetric.", &[]),
        (r"The product of $B$ and $C$ is symmetric.", &[]),
        (r"The eigenvalues of $B$ are positive.", &[]),
        (
            r"$g$ is a symmetric function of $B$",
            &["g ~ a symmetric function of B"],
        ),
        (r"$d$ is the diagonal of $B$", &["d ~ the diagonal of B"]),
        (r"the symmetric part $S$ of $B$", &[]),
        (r"$B$ is usually symmetric", &[]),
        (r"$B$ is similar to a diagonal matrix", &[]),
        (r"hence $B = B^T$", &[]),
        (r"$$B = B^T$$", &[]),
        (r"$M_{ab}^T=M_{ba}$", &[]),
        (r"$B$ is given by $CC^T$.", &[]),
        (r"Holding $V$ constant, we differentiate.", &[]),
        (r"$x^TBx > 0$", &[]),
        (r"$B > 0$", &[]),
    ]);
}
