//! Conventions, conditions, and remarks to the checker.

use super::all_say;
use crate::document::facts::{Marker, marker};

#[test]
fn layouts_and_sums() {
    all_say(&[
        ("We use numerator layout.", &["numerator layout"]),
        (
            "Throughout, gradients are row vectors.",
            &["numerator layout"],
        ),
        ("We use the denominator layout.", &["denominator layout"]),
        ("We do not use the numerator layout.", &[]),
        (
            "We use denominator layout rather than numerator layout.",
            &["denominator layout"],
        ),
        ("Numerator layout and denominator layout differ.", &[]),
        ("Which one is it, numerator layout?", &[]),
        (
            "With the Einstein summation convention this reads",
            &["einstein"],
        ),
        ("where we sum over repeated indices", &["einstein"]),
    ]);
}

#[test]
fn entry_by_entry() {
    all_say(&[
        (
            r"where $\circ$ denotes element wise multiplication",
            &["∘ elementwise"],
        ),
        (r"$\odot$ is the Hadamard product", &["⊙ elementwise"]),
        (r"the Hadamard product $(\odot)$", &["⊙ elementwise"]),
        (
            r"where $\otimes$ is the Kronecker product and $\odot$ the Hadamard product",
            &["⊙ elementwise"],
        ),
        (r"The division is elementwise.", &["/ elementwise"]),
        (
            r"where the fraction denotes element-wise division",
            &["/ elementwise"],
        ),
        (r"with exp applied elementwise", &["exp elementwise"]),
        (
            r"where $\sigma$ is applied element-wise",
            &["σ elementwise"],
        ),
        (r"where $f\circ g$ is the composition", &[]),
    ]);
}

#[test]
fn conditions_that_only_words_express() {
    all_say(&[
        (
            r"If the observed entries form a block, then we may write $X$.",
            &["if: if the observed entry form a block"],
        ),
        (
            r"Suppose the data are centred.",
            &["if: suppose the data is centred"],
        ),
        (r"If you want, you can check this.", &[]),
        (r"If we collect the terms, we obtain", &[]),
        (r"When differentiating, mind the order.", &[]),
    ]);
    let text = "If the entries form a block, fine. We get $x$.\n\nNext paragraph.";
    let facts = super::read(text);
    assert_eq!(
        &text[facts[0].span.clone()],
        "If the entries form a block, fine. We get $x$."
    );
}

#[test]
fn remarks() {
    let failure = |reason: &str| Marker::ExpectFailure {
        reason: reason.into(),
    };
    assert_eq!(marker("expect failure"), failure(""));
    assert_eq!(
        marker(" Expected to fail: lost sign "),
        failure("lost sign")
    );
    assert_eq!(marker("false: X is not square"), failure("X is not square"));
    assert_eq!(marker("wrong (factor 2)"), failure("factor 2"));
    assert_eq!(
        marker("expect failure in this section"),
        Marker::ExpectFailureSection {
            reason: String::new()
        }
    );
    assert_eq!(
        marker("given: A symmetric, X: n×m"),
        Marker::Given("A symmetric, X: n×m".into())
    );
    assert_eq!(marker("skip"), Marker::Ignore);
    assert_eq!(marker("wrongly"), Marker::Unknown("wrongly".into()));
    assert_eq!(marker("hello"), Marker::Unknown("hello".into()));
}
