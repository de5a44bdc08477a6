//! Update rules of one's own.

use matproof::plain;
use matproof::testing::{DMatrix, Subject};
use matproof::{algebra::HALF, formula};

type M = DMatrix<f64>;
const NONNEGATIVE: &str = "X: n×m nonnegative, W: n×k positive, H: k×m positive";

#[test]
fn multiplicative_updates_descend() {
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    let rule = plain!(|x: &M, w: &M, h: &M| {
        h.component_mul(&(w.transpose() * x))
            .component_div(&(w.transpose() * w * h))
    });
    Subject::new(NONNEGATIVE, f).update("H", rule).assert();
}

#[test]
fn a_wrong_denominator_ascends_and_says_where() {
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    let rule = plain!(|x: &M, w: &M, h: &M| {
        h.component_mul(&(w.transpose() * x))
            .component_div(&h.map(|h| h * w.norm()))
    });
    let words = Subject::new(NONNEGATIVE, f)
        .update("H", rule)
        .examine()
        .unwrap_err();
    assert!(
        words.starts_with("the update of H: f rises from "),
        "{words}"
    );
    assert!(
        words.contains("n = 1  m = 1  k = 2") && words.contains("repeat: seed "),
        "{words}"
    );
}

#[test]
fn a_step_out_of_the_domain_is_told() {
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    let rule = plain!(|x: &M, w: &M, h: &M| {
        let l = (w.transpose() * w).norm();
        h - w.transpose() * (w * h - x) / l
    });
    let words = Subject::new(NONNEGATIVE, f)
        .update("H", rule)
        .examine()
        .unwrap_err();
    assert!(
        words.contains("it leaves the domain: an entry becomes -"),
        "{words}"
    );
    Subject::new("X: n×m, W: n×k, H: k×m", f)
        .update("H", rule)
        .assert();
}

#[test]
#[should_panic(expected = "the update of W: it is ")]
fn a_rule_of_another_shape_is_told() {
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    Subject::new("X: n×m, W: n×k, H: k×m", f)
        .update("W", plain!(|_x: &M, w: &M| w.transpose()))
        .assert();
}
