//! Shapes, in formulas and in words.

use super::all_say;

#[test]
fn formulas_declare_shapes() {
    all_say(&[
        (r"$B \in \mathbb{R}^{p\times q}$", &["B: p×q"]),
        (r"$B \in \mathbb R^{p \times q}$", &["B: p×q"]),
        (
            r"$B\in\Bbb R^{p\times q}$ and $c\in\R^q$",
            &["B: p×q", "c: q×1"],
        ),
        (r"$\mathbf{B} \in \mathbb{R}^{pxq}$", &["B: p×q"]),
        (r"$B \in \mathbb R^{D\times K}$", &["B: D×K"]),
        (r"$\mathbf y\in R^d$", &["y: d×1"]),
        (r"$P, Q \in \mathbb R^{d\times r}$", &["P: d×r", "Q: d×r"]),
        (
            r"$P\in\mathbb R^{d\times r},\; Q\in\mathbb R^{r\times s}$",
            &["P: d×r", "Q: r×s"],
        ),
        (
            r"$P\in\mathbb R^{d\times r}, \quad z \in \mathbb R$",
            &["P: d×r", "z: 1×1"],
        ),
        (r"$B \in \mathcal{M}_{n,k}(\mathbb R)$", &["B: n×k"]),
        (r"$B \in M_n(\mathbb R)$", &["B: n×n"]),
        (r"$T \in \mathbb{S}^d_{++}$", &["T: d×d", "T pd"]),
        (r"$T \in \mathcal S_+^d$", &["T: d×d", "T psd"]),
        (r"$T \in \mathbb{S}^{d}$", &[]),
        (
            r"$\boldsymbol\beta \in \mathbb R^{p+1}$",
            ["β: (p+1)×1"].map(|_| "β: p+1×1").as_slice(),
        ),
        (r"$g \in \mathbb R^{nk}$", &["g: nk×1"]),
        (r"$g \in \mathbb R^{1\times d}$", &["g: 1×d"]),
        (r"$W^{(1)} \in \mathbb R^{h \times d}$", &["W^{(1)}: h×d"]),
        (r"$W_1 \in \mathbb R^{h \times d_{in}}$", &["W_1: h×d_{in}"]),
        (r"$\hat{y} \in \mathbb R^{m}$", &["y\u{302}: m×1"]),
        (r"$w_{|\Omega|} \in \mathbb R^{|\Omega|}$", &[]),
        (r"$B_{n\times m}$", &["B: n×m"]),
        (r"$B: n\times m$", &["B: n×m"]),
        (
            r"$(x, B) \in \mathbb R^n \times \mathbb R^{n\times m}$",
            &["x: n×1", "B: n×m"],
        ),
        (r"$f : \mathbb R^{n \times m} \to \mathbb R$", &[]),
        (
            r"$\lambda \in \mathbb{R}_{+}$",
            &["λ: 1×1", "λ nonnegative"],
        ),
        (
            r"$X \in \mathbb{R}^{n\times m}_{\geq 0}$",
            &["X: n×m", "X nonnegative"],
        ),
        (
            r"$X \in \mathbb{R}_{+}^{n\times m}$",
            &["X: n×m", "X nonnegative"],
        ),
        (r"$X \in \{0,1\}^{n\times m}$", &["X: n×m", "X mask"]),
        (r"$Q \in O(n)$", &["Q: n×n", "Q orthogonal"]),
        (r"$Q \in \mathrm{St}(n, p)$", &["Q: n×p", "Q orthonormal"]),
        (r"$G \in GL_n(\mathbb R)$", &["G: n×n", "G invertible"]),
        (r"$n \in \mathbb N$", &[]),
        (r"X ∈ ℝ^{n×m} and λ > 0", &["X: n×m", "λ positive"]),
        (r"where W, H ∈ ℝ^{n×k}.", &["W: n×k", "H: n×k"]),
        (r"$Y$ $\in \mathbb R^{n \times m}$", &["Y: n×m"]),
        (
            r"$\min f \text{ where } Y \in \mathbb R^{n \times m}$",
            &["Y: n×m"],
        ),
    ]);
}

#[test]
fn words_declare_shapes() {
    all_say(&[
        (
            r"Here $B$ is a $D\times K$ matrix and $z$ is $K \times 1$.",
            &["B: D×K", "z: K×1"],
        ),
        (r"where $B$ is an $n\times m$ matrix", &["B: n×m"]),
        (r"W is n by k.", &["W: n×k"]),
        (r"where W is an n x k matrix", &["W: n×k"]),
        (r"where W is an n-by-k matrix", &["W: n×k"]),
        (r"$z$ is a vector of length $n$", &["z: n×1"]),
        (r"$z$ is a row vector of length $n$", &["z: 1×n"]),
        (r"Let $z$ be an $n$-vector.", &["z: n×1"]),
        (r"Let $z$ be an n-dimensional column vector.", &["z: n×1"]),
        (r"$p$ is a $d$-dimensional vector", &["p: d×1"]),
        (r"All matrices are $n\times n$.", &["all: n×n"]),
        (
            r"Here P, Q and R are all $d\times d$.",
            &["P: d×d", "Q: d×d", "R: d×d"],
        ),
        (
            r"$P$ and $Q$ are $n\times k$ and $k\times m$ matrices, respectively.",
            &["P: n×k", "Q: k×m"],
        ),
        (
            r"$P$ and $Q$ are matrices of size $n\times k$ and $k\times m$",
            &["P: n×k", "Q: k×m"],
        ),
        (
            r"real-valued $n\times k$ matrices $P$ and $Q$",
            &["P: n×k", "Q: n×k"],
        ),
        (
            r"Let $B$ be a real $m \times n$ matrix, $z$ a vector in $\mathbb R^n$.",
            &["B: m×n", "z: n×1"],
        ),
        (r"the real matrix B has size m by n", &["B: m×n"]),
        (r"The matrix $B$ is of shape (n, k).", &["B: n×k"]),
        (r"a matrix $B$ of dimension $n\times k$", &["B: n×k"]),
        (r"a vector $z$ of length $n$", &["z: n×1"]),
        (r"an $m$-vector $b$", &["b: m×1"]),
        (r"$B$ has $n$ rows and $m$ columns.", &["B: n×m"]),
        (r"$z$ is a vector with $n$ entries", &["z: n×1"]),
        (
            r"$B$ ($n \times m$) and $C$ ($m\times m$)",
            &["B: n×m", "C: m×m"],
        ),
        (
            r"$B$ is a square matrix of order $n$",
            &["B: n×n", "B square"],
        ),
        (
            r"Given $B\in\mathbb R^{n\times m}$, find the minimum.",
            &["B: n×m"],
        ),
        (r"Consider $n\times n$ matrix $B$.", &["B: n×n"]),
        (r"- $B$: an $n\times m$ matrix", &["B: n×m"]),
        (r"- $B$: $n\times m$ data matrix", &["B: n×m"]),
        (r"multiply $A$ by $B$", &[]),
        (
            r"If $B$ is $n\times m$ and $z$ an $m$-vector, then the gradient is an $m$-vector.",
            &["B: n×m"],
        ),
        (
            r"What is the derivative of $f$, where $B$ is an $n \times n$ matrix?",
            &["B: n×n"],
        ),
        (r"The gradient of $f$ at $X$ is an $n\times m$ matrix.", &[]),
        (r"The columns of $B$ are $n\times 1$ vectors.", &[]),
    ]);
}

#[test]
fn kinds_without_sizes() {
    all_say(&[
        (r"where z is a vector", &["z column"]),
        (r"$x_i$ is a column vector", &["x_i column"]),
        (r"w and b are vectors", &["w column", "b column"]),
        (r"$p$ is a row vector", &["p row"]),
        (r"Let $B$ be a matrix.", &["B matrix"]),
        (r"B is a square matrix", &["B square", "B matrix"]),
        (r"$\alpha$ is a scalar", &["α scalar"]),
        (
            r"$\alpha > 0$ is a learning rate",
            &["α positive", "α scalar"],
        ),
        (
            r"where $\lambda>0$ is a parameter",
            &["λ positive", "λ scalar"],
        ),
        (r"$\lambda$ is the regularization parameter", &["λ scalar"]),
        (r"where $\lambda$ is a constant", &["λ fixed", "λ scalar"]),
        (r"where $\lambda$ is a real number", &["λ scalar"]),
        (r"the learning rate $\eta$ is small", &["η scalar"]),
        (
            r"the matrix $B$ and the vector $z$",
            &["B matrix", "z column"],
        ),
        (
            r"$f$ is a scalar function of $X$",
            &["f ~ a scalar function of X"],
        ),
        (r"All vectors are column vectors.", &["all column"]),
        (r"$x$ may be a vector or a matrix", &[]),
        (
            r"$x$ is a vector or a matrix",
            &["x ~ a vector or a matrix"],
        ),
        (r"$X$ can be a square matrix", &[]),
        (r"Is $X$ a square matrix?", &[]),
        (r"When $k=1$, $W$ is a vector.", &["if: when k=1"]),
    ]);
}

#[test]
fn indices_and_sets() {
    all_say(&[
        (r"for $i = 1, \dots, n$", &["i upto n"]),
        (r"$i=1,2,\ldots,N$", &["i upto N"]),
        (r"$i,j = 1,\dots,n$", &["i upto n", "j upto n"]),
        (r"$1\le i\le n$", &["i upto n"]),
        (r"$i\in\{1,\dots,n\}$", &["i upto n"]),
        (r"$j \in [m]$", &["j upto m"]),
        (r"i = 1,…,n", &["i upto n"]),
        (r"$\{x_i\}_{i=1}^n$", &["i upto n"]),
        (r"$(i,j) \in \Omega$", &["Ω set"]),
        (r"$\Omega$ is the set of observed entries", &["Ω set"]),
        (r"$S_p = \{j : (p,j)\in\Omega\}$", &["S_p set"]),
        (r"the index set $\Omega$", &["Ω set"]),
    ]);
}
