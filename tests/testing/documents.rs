//! Documents and code.

use matproof::testing::{DMatrix, Documented};
use matproof::{formula, plain};
use std::path::PathBuf;

const NOTES: &str = r"
Let $X \in \mathbb{R}^{n\times m}$, $W \in \mathbb{R}^{n\times k}$, $H \in \mathbb{R}^{k\times m}$ and
$f(W, H) = \tfrac12\|X - WH\|_F^2$. Then $\nabla_W f = (WH - X)H^\top$.

And $\nabla_H f = W^\top(X - WH)$, which is wrong.
";

fn notes() -> std::io::Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.md");
    std::fs::write(&path, NOTES)?;
    Ok((folder, path))
}

#[test]
fn code_is_proved_to_be_the_formula_of_the_document() {
    let (_folder, path) = notes().unwrap();
    let formula = Documented::find(&path, r"\nabla_W f").unwrap();
    formula
        .implemented_by(
            &["W", "H", "X"],
            formula!(|w, h, x| w * h * h.t() - x * h.t()),
        )
        .assert_proved();
    formula
        .implemented_by(
            &["X", "W", "H"],
            plain!(|x: &M, w: &M, h: &M| (w * h - x) * h.transpose()),
        )
        .assert();
    let wrong = plain!(|x: &M, w: &M, h: &M| (x - w * h) * h.transpose());
    let found = formula.implemented_by(&["X", "W", "H"], wrong).examine();
    assert!(found.verdict.is_refuted(), "{found}");
}

type M = DMatrix<f64>;

#[test]
fn a_wrong_or_missing_formula_is_no_standard() {
    let (_folder, path) = notes().unwrap();
    let message = |formula| Documented::find(&path, formula).err().unwrap().to_string();
    assert!(
        message(r"\nabla_H f").contains("notes.md:5: the relation is refuted"),
        "{}",
        message(r"\nabla_H f")
    );
    assert!(
        message(r"\nabla_V").ends_with("found none"),
        "{}",
        message(r"\nabla_V")
    );
    assert!(
        message(r"\nabla").ends_with("found 2, in lines 3, 5"),
        "{}",
        message(r"\nabla")
    );
}
