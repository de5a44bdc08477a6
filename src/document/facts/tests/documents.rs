//! Whole paragraphs, as they stand in derivations.

use super::{all_say, read, said};
use crate::document::facts::FactKind;

#[test]
fn factorization() {
    all_say(&[
        (
            r"Let $$g(P,Q)=\tfrac12\|Y-PQ\|_F^2 \to \min,$$ where $Y \in \mathbb R^{a\times b}$ is given and $P \in \mathbb R^{a \times c}$, $Q\in\mathbb R^{c\times b}$ are sought. All elements of $Y,P,Q$ are nonnegative.",
            &[
                "P nonnegative",
                "P: a×c",
                "Q nonnegative",
                "Q: c×b",
                "Y fixed",
                "Y nonnegative",
                "Y: a×b",
            ],
        ),
        (
            r"$$\partial = -Y^i(Q^j)^T, $$ where $S^i$ denotes the $i$th row of $S$ and $S_i$ the $i$th column. Thus, we go on.",
            &["columns below of all", "rows above of all"],
        ),
        (
            r"where $(K_p,K_q)$ are the commutation matrices that belong to the Kronecker product, and $(N_{pp}, N_{pq})$ can be read off.",
            &["K_p commutation", "K_q commutation"],
        ),
    ]);
}

#[test]
fn completion() {
    all_say(&[
        (
            r"Where $Y, P, Q$ are matrices, $p_i$ and $q_j$ refer to the $i$th row and $j$th row of $P$ and $Q$ respectively, and $\mu$ is a variable denoting some learning rate.",
            &[
                "P matrix",
                "Q matrix",
                "Y matrix",
                "p row of P [i]",
                "q row of Q [j]",
                "μ ~ a variable denote some learning rate",
            ],
        ),
        (
            r"If the known entries form a block, then let $S_1$ denote the matrix whose rows are the rows of the identity matrix corresponding to the selected rows of $Y$, and let $S_2$ denote the matrix whose columns are the columns of the identity matrix corresponding to the selected columns. We can then go on.",
            &[
                "S_1 selects rows of Y",
                "S_2 selects columns",
                "if: if the known entry form a block",
            ],
        ),
        (
            r"Use the Hadamard product $(\odot)$ and a projection matrix $$\eqalign{ R_{ik} &= \begin{cases} 1\quad{\rm if\,}(i,k)\in\Omega \\ 0\quad{\rm otherwise} \end{cases} \\ R &= R\odot R \\ }$$ Denote the standard vector basis as {$e_k$} and the standard matrix basis as $\big\{E_{ik} \doteq e_ie_k^T\big\}\;$ and the product with a colon.",
            &[
                "E unit matrices",
                "R idempotent",
                "R mask",
                "R matrix",
                "R_{ik} idempotent",
                "R_{ik} matrix",
                "e unit vectors",
                "⊙ elementwise",
            ],
        ),
        (
            r"Holding $Q$ constant (i.e. setting $dQ=0$) yields the gradient with respect to $P$.",
            &[],
        ),
    ]);
}

#[test]
fn a_condition_reaches_to_the_end_of_the_paragraph() {
    let text =
        "If the entries form a block, we are done. Then $Z$.\n\n$$f$$\n\nMore of it. # not\n\nNew.";
    let facts = read(text);
    assert!(matches!(&facts[0].kind, FactKind::Conditional { .. }));
    assert!(
        text[facts[0].span.clone()].ends_with("$$f$$"),
        "{:?}",
        &text[facts[0].span.clone()]
    );
}

#[test]
fn steps_and_signs() {
    let text = r"Here, $l$ denotes the iteration of this iterative scheme and $\alpha$ is the step length. The product is $$a \circ b$$
where $\circ$ denotes element wise multiplication. ";
    assert!(said(text).contains(&"α scalar".to_owned()));
    assert!(said(text).contains(&"∘ elementwise".to_owned()));
}
