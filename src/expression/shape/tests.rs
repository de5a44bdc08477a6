//! What is inferred, what is decided, and what must be refused.

use super::{ShapeError, Typing};
use crate::expression::{Declarations, Expression, Kind};

fn infer(text: &str, given: &str) -> Result<Typing, ShapeError> {
    let given = Declarations::parse(given).unwrap();
    let expression = Expression::parse_with(text, &given).unwrap();
    Typing::infer(&[&expression], &given)
}

fn shapes(text: &str, given: &str) -> String {
    let typing = infer(text, given).unwrap_or_else(|error| panic!("{text}: {error}"));
    format!("{typing} → {}", typing.typed()[0].shape)
}

fn refused(text: &str, given: &str) -> String {
    match infer(text, given) {
        Ok(typing) => panic!("{text} fits: {typing}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn letters_and_products_determine_shapes() {
    for (text, given, expected) in [
        ("½‖X − WH‖²", "", "X: n×m, W: n×k, H: k×m → 1×1"),
        (
            "‖X − WH‖² + λ‖MW‖²",
            "",
            "X: n×m, W: n×k, H: k×m, λ: scalar, M: p×n → 1×1",
        ),
        ("xᵀAx", "", "x: n×1, A: n×n → 1×1"),
        ("xᵀA x B", "", "x: n×1, A: n×n, B: m×k → m×k"),
        ("A xᵀy B", "", "A: n×m, x: k×1, y: k×1, B: m×p → n×p"),
        ("A x yᵀ", "", "A: n×m, x: m×1, y: k×1 → n×k"),
        ("1ᵀA1", "", "A: n×m → 1×1"),
        ("1ᵀA1 B", "", "A: n×m, B: k×p → k×p"),
        ("X − 𝟏", "", "X: n×m → n×m"),
        ("HHᵀ ⊗ I_n", "H: k×m", "H: k×m → kn×kn"),
        ("K_{n,k} vec(A)", "", "A: n×k → kn×1"),
        ("diag(x) A diag(B)", "", "x: n×1, A: n×m, B: m×m → n×1"),
        ("A/B + C", "", "A: n×m, B: n×m, C: n×m → n×m"),
        (
            "Σ_{(i,j)∈Ω} (M_{ij} − (UVᵀ)_{ij})²",
            "",
            "Ω: n×m, M: n×m, U: n×k, V: m×k → 1×1",
        ),
        ("\\sum_i x_i A_{i:}", "", "x: n×1, A: n×m → 1×m"),
        (
            "[A b; bᵀ 0]",
            "A symmetric",
            "A: n×n, b: n×1 → (n + 1)×(n + 1)",
        ),
        ("dX Xᵀ", "", "dX: n×m, X: n×m → n×n"),
        ("log det(S) + tr(S⁻¹A)", "", "S: n×n, A: n×n → 1×1"),
        ("W_1 x + b", "", "W_1: n×m, x: m×1, b: n×1 → n×1"),
        (
            "vec(A) + x",
            "x: m, m = nk, A: n×k",
            "A: n×k, x: kn×1 → kn×1",
        ),
        ("tr(I_n) + n", "", " → 1×1"),
        ("1 ⊘ WH", "", "W: n×m, H: m×k → n×k"),
        ("0", "", " → 1×1"),
    ] {
        assert_eq!(shapes(text, given), expected, "{text} given {given}");
    }
}

#[test]
fn what_does_not_fit_is_named() {
    assert_eq!(
        refused("WH H", "W: n×k, H: k×m"),
        "cannot multiply WH (n×m) by H (k×m): m and k differ"
    );
    assert!(refused("X + WH", "X: n×m, W: n×k, H: k×n").contains("a sum needs equal shapes"));
    assert!(refused("tr(X)", "X: n×m").contains("a trace needs a square matrix, found X (n×m)"));
    assert!(refused("‖X‖² + X", "").contains("would have to be a number"));
    assert!(refused("X + 1", "").contains("X would have to be a number"));
    assert!(refused("|λ|", "").contains("absolute values"));
    assert!(refused("A^{1/2}", "").contains("a power needs"));
    assert!(refused("1/A", "").contains("a number below"));
    assert!(refused("vec(A) + vec(B)", "").contains("cannot decide"));
    assert!(
        refused("A_{ij} B_{ij}", "A: n×m, B: m×n").contains("the index i runs over n and over m")
    );
    assert!(refused("A", "A: n×m symmetric").contains("not square"));
    assert!(refused("A", "n = n + m").contains("no dimension"));
    let error = infer("X + WH H", "W: n×k, H: k×m").unwrap_err();
    assert_eq!(error.span(), 4..8);
}

#[test]
fn frozen_shapes_do_not_bend() {
    let f = Expression::parse("½‖X − WH‖²").unwrap();
    let typing = Typing::infer(&[&f], &Declarations::default()).unwrap();
    let check = |text: &str, like: &str| {
        let claim = Expression::parse(text).unwrap();
        let typed = typing.check(&claim, typing.shape(like));
        typed
            .map(|t| t.shape.to_string())
            .map_err(|error| error.to_string())
    };
    assert_eq!(check("(WH − X)Hᵀ", "W"), Ok("n×k".into()));
    assert_eq!(check("Wᵀ(WH − X)", "H"), Ok("k×m".into()));
    assert_eq!(check("0", "W"), Ok("n×k".into()));
    assert_eq!(check("W A", "W"), Ok("n×k".into()));
    assert_eq!(
        check("(WH − X)H", "W"),
        Err("cannot multiply WH − X (n×m) by H (k×m): m and k differ".into())
    );
    assert!(
        check("W(WH − X)", "W")
            .unwrap_err()
            .starts_with("cannot multiply W (n×k)")
    );
    assert!(
        check("XᵀX", "W")
            .unwrap_err()
            .contains("needs equal shapes")
    );
}

#[test]
fn typed_trees_are_explicit() {
    let typing = infer("A xᵀy diag(z)", "").unwrap();
    let Kind::Product(factors) = &typing.typed()[0].kind else {
        panic!()
    };
    assert_eq!(factors.len(), 3);
    assert!(matches!(&factors[1].kind, Kind::Product(inner) if inner.len() == 2));
    assert!(matches!(&factors[2].kind, Kind::DiagonalMatrix(_)));
}
