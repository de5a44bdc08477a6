//! Rows, columns, entries; special matrices and vectors.

use super::all_say;

#[test]
fn rows_and_columns() {
    all_say(&[
        (r"$u_i$ is the $i$th row of $U$", &["u row of U [i]"]),
        (
            r"$p_i$ and $q_j$ denote the $i$th row and $j$th row of $P$ and $Q$ respectively",
            &["p row of P [i]", "q row of Q [j]"],
        ),
        (
            r"$p_i$ and $q_j$ are the $i$-th and $j$-th rows of $P$ and $Q$",
            &["p row of P [i]", "q row of Q [j]"],
        ),
        (r"$x_i^T$ is the $i$-th row of $X$", &["x ᵀ row of X [i]"]),
        (
            r"where $x_j$ is the jth column of X",
            &["x column of X [j]"],
        ),
        (
            r"$x_1,\dots,x_n$ are the columns of $X$",
            &["x column of X"],
        ),
        (
            r"the rows of $X$ are the samples $x_i^T$",
            &["x ᵀ row of X [i]"],
        ),
        (
            r"The $i$-th row of $U$ is denoted by $u_i$.",
            &["u row of U [i]"],
        ),
        (
            r"Denote the $j$-th column of $X$ by $x_j$.",
            &["x column of X [j]"],
        ),
        (
            r"We write $x_j$ for the $j$th column of $X$.",
            &["x column of X [j]"],
        ),
        (
            r"the matrix $X$ with rows $x_i^\top$",
            &["X matrix", "x ᵀ row of X [i]"],
        ),
        (r"the $i$th row $u_i$ of $U$", &["u row of U [i]"]),
        (
            r"where $B^i$ denotes the $i$th row of $B$ and $B_i$ the $i$th column",
            &["rows above of all", "columns below of all"],
        ),
        (
            r"Let $B\in\mathbb R^{n\times m}$. Here $B_i$ denotes the $i$-th row of $B$.",
            &["B: n×m", "rows below of B"],
        ),
        (r"$y_i$ is the $i$th entry of $y$", &["y in y"]),
        (r"$b_{ij}$ denotes the $(i,j)$ entry of $B$", &["b in B"]),
        (r"$b_{ij}$ are the elements of $B$", &["b in B"]),
        (
            r"$e_k$ is the $k$-th column of the identity matrix",
            &["e unit vectors"],
        ),
        (r"$z$ is the first column of $B$", &["z column"]),
    ]);
}

#[test]
fn special_matrices() {
    all_say(&[
        (
            r"$(K_a,K_b)$ are the commutation matrices associated with vec",
            &["K_a commutation", "K_b commutation"],
        ),
        (r"K is the commutation matrix", &["K commutation"]),
        (r"the commutation matrix $K_{mn}$", &["K_{mn} commutation"]),
        (r"the standard basis vectors $e_k$", &["e unit vectors"]),
        (r"Denote the standard basis as {$e_k$}", &["e unit vectors"]),
        (
            r"$e_i$ is the $i$th standard basis vector",
            &["e unit vectors"],
        ),
        (
            r"the standard matrix basis as $\big\{E_{ik} \doteq e_ie_k^T\big\}$",
            &["E unit matrices"],
        ),
        (r"$J^{ij}$ is the single-entry matrix", &["J unit matrices"]),
        (r"$\mathbf 1$ is the vector of ones", &["1 ones"]),
        (r"where $e$ denotes the all-ones vector", &["e ones"]),
        (r"$I$ is the identity matrix", &["I identity"]),
        (
            r"$I_n$ denotes the $n\times n$ identity",
            &["I_n identity", "I_n: n×n"],
        ),
        (r"where I is the identity", &["I identity"]),
        (r"where $w$ is the vectorization of $W$", &["w = vec W"]),
        (
            r"let $S$ be the matrix whose rows are the rows of the identity that belong to the chosen rows of $B$",
            &["S selects rows of B", "S matrix"],
        ),
        (r"$S$ is a row-selection matrix", &["S selects rows"]),
        (
            r"$S$ selects the columns of $X$",
            &["S selects columns of X"],
        ),
    ]);
}

#[test]
fn constants() {
    all_say(&[
        (r"where V is fixed", &["V fixed"]),
        (r"$X$ is given", &["X fixed"]),
        (r"where $P$ and $q$ are constants", &["P fixed", "q fixed"]),
        (r"$P$ is constant with respect to $W$", &["P fixed"]),
        (r"$P$ is independent of $X$", &["P fixed"]),
        (r"$P$ does not depend on $X$", &["P fixed"]),
        (r"where $P$ is a given matrix", &["P fixed", "P matrix"]),
        (r"for fixed $V$ the gradient is", &[]),
        (r"$P$ is known as the projector", &[]),
    ]);
}

#[test]
fn names_that_words_introduce() {
    all_say(&[
        (
            r"where $\phi$ is some smooth function",
            &["φ ~ some smooth function"],
        ),
        (
            r"let $C$ denote the circulant of $c$",
            &["C ~ the circulant of c"],
        ),
        (r"This is a nice result.", &[]),
    ]);
}
