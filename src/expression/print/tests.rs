//! What is printed must look as people write it, and read back to the same tree.

use crate::expression::Expression;

#[test]
fn it_looks_as_people_write_it() {
    for (text, unicode, latex) in [
        (
            r"1/2 \|X - W H\|_F^2",
            "½‖X − WH‖²",
            r"\frac12 \|X - W H\|^2",
        ),
        ("(W*H - X)*H'", "(WH − X)Hᵀ", r"(W H - X) H^\top"),
        ("H H' ⊗ I_n", "HHᵀ ⊗ I_n", r"H H^\top \otimes I_n"),
        (
            "2(HH' ⊗ I_n + λI_k ⊗ M'M)",
            "2(HHᵀ ⊗ I_n + λI_k ⊗ MᵀM)",
            r"2 (H H^\top \otimes I_n + \lambda I_k \otimes M^\top M)",
        ),
        ("X .* log(WH)", "X∘log(WH)", r"X \circ \log(W H)"),
        ("tr(A B)", "tr(AB)", r"\operatorname{tr}(A B)"),
        ("x' A x", "xᵀAx", r"x^\top A x"),
        (
            "log det(S) - A^{-T}",
            "log det(S) − A⁻ᵀ",
            r"\log \det(S) - A^{-\top}",
        ),
        ("Σ_ij A_ij^2", "∑_{ij} A_ij²", r"\sum_{ij} A_{ij}^2"),
        ("-A/2 + 3/7 B", "−A/2 + 3/7 B", r"-\frac{A}{2} + \frac37 B"),
        (
            "1'A1 - (A+B)^{-1}",
            "𝟏ᵀA𝟏 − (A + B)⁻¹",
            r"\mathbf{1}^\top A \mathbf{1} - (A + B)^{-1}",
        ),
        ("A:(B + C)", "A : (B + C)", "A : (B + C)"),
        (r"\delta W_1", "δW_1", r"\delta W_1"),
        (
            "[A B; C 0]",
            "[A, B; C, 0]",
            r"\begin{pmatrix} A & B \\ C & 0 \end{pmatrix}",
        ),
    ] {
        let tree = Expression::parse(text).unwrap();
        assert_eq!(tree.to_string(), unicode, "{text}");
        assert_eq!(tree.to_latex(), latex, "{text}");
    }
}
