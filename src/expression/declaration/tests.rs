//! Every spelling of a declaration, and what must be refused.

use super::{Declarations, Property};

fn shape(declarations: &Declarations, name: &str) -> String {
    let shape = declarations.get(name).and_then(|d| d.shape.clone());
    shape.map_or("?".into(), |s| s.to_string())
}

#[test]
fn shapes_and_properties_are_read() {
    let text = "A symmetric, X: n x m, x: n, λ: scalar, P mask, Q orthogonal, S positive definite, D diagonal, \
                K skew-symmetric, y positive, m = nk";
    let given = Declarations::parse(text).unwrap();
    assert_eq!(
        ["X", "x", "λ", "A"].map(|name| shape(&given, name)),
        ["n×m", "n×1", "1×1", "?"]
    );
    assert!(given.has_property("A", Property::Symmetric));
    assert!(given.has_property("P", Property::Mask));
    assert!(
        given.has_property("S", Property::Symmetric)
            && given.has_property("S", Property::Invertible)
    );
    assert!(given.has_property("K", Property::Skew) && given.has_property("y", Property::Positive));
    let equations: Vec<_> = given
        .equations()
        .map(|(a, b, _)| format!("{a} = {b}"))
        .collect();
    assert_eq!(equations, ["m = kn"]);
}

#[test]
fn every_spelling_of_a_shape() {
    for text in [
        "X: n×m",
        "X: n by m",
        r"X \in \mathbb{R}^{n \times m}",
        "X ∈ ℝ^{n×m}",
        r"X \in R^{nxm}",
        r"\mathbf X: n \times m",
    ] {
        let given = Declarations::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(shape(&given, "X"), "n×m", "{text}");
    }
    let given =
        Declarations::parse("W, H: n×n symmetric, B: 2x2, C: nk × 2n, W_1: n+m x 1, x ∈ ℝ^n")
            .unwrap();
    assert_eq!(
        ["W", "H", "B", "C", "W_1", "x"].map(|name| shape(&given, name)),
        ["n×n", "n×n", "2×2", "kn×2n", "(n + m)×1", "n×1"]
    );
    assert!(given.has_property("W", Property::Symmetric));
    assert!(
        Declarations::parse("P 0/1 mask")
            .unwrap()
            .has_property("P", Property::Mask)
    );
    assert!(
        Declarations::parse("P: n×m 0-1")
            .unwrap()
            .has_property("P", Property::Mask)
    );
}

#[test]
fn every_spelling_of_a_range() {
    for text in [
        "i: 1…n",
        "k, i: 1…n",
        "i = 1,…,n",
        "i=1..n",
        "i = 1...n, A symmetric",
        r"i = 1, \ldots, n",
        r"i \in \{1, \dots, n\}",
        "x: n, i ∈ {1,…,n}; X: n×m",
    ] {
        let given = Declarations::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(given.range("i").unwrap().to_string(), "n", "{text}");
        assert!(given.get("i").is_none() && given.dimensions().contains("n"));
    }
    let given = Declarations::parse("i: 1…nk, j = 1..n + 1, p: 1…3").unwrap();
    let ranges = ["i", "j", "p"].map(|index| given.range(index).unwrap().to_string());
    assert_eq!(ranges, ["kn", "n + 1", "3"]);
    let error = |text: &str| Declarations::parse(text).unwrap_err().to_string();
    assert!(error("i: 0…n").contains("1, where indices begin"));
    assert!(error("i: 1…n, i: 1…m").contains("one range for the index i"));
    assert!(error("i: 1…").contains("a size"));
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let error = |text: &str| Declarations::parse(text).unwrap_err();
    assert_eq!(error("A irreducible").span, 2..13);
    assert_eq!(
        error("A irreducible").to_string(),
        "expected a property, found `irreducible`"
    );
    assert!(error("X: n×m×k").to_string().contains("rows × columns"));
    assert!(error("X: n, X: m").to_string().contains("one shape for X"));
    assert!(error("X").to_string().contains("a property"));
    assert!(error("X: ").to_string().contains("a shape"));
    assert!(error(": n").to_string().contains("a name"));
}
