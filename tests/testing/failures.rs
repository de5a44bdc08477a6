//! What a failed check says.

use crate::{SIGNATURE, gradient_w, loss};
use matproof::scalar::{Functions, Number, NumberError};
use matproof::testing::{Check, DMatrix, Subject};
use matproof::{formula, function, plain};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn message(check: &Check) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| check.assert())).expect_err("the check passes");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

fn line<'a>(message: &'a str, label: &str) -> &'a str {
    let found = message
        .lines()
        .find_map(|line| line.trim_start().strip_prefix(label));
    found
        .unwrap_or_else(|| panic!("no `{label}` in:\n{message}"))
        .trim_start()
}

#[test]
fn a_lost_factor_is_shown_with_its_entry_values_tolerance_and_smallest_case() {
    let check = Subject::new(SIGNATURE, function!(|x, w, h| loss(x, w, h)))
        .gradient("W", plain!(|x, w, h| gradient_w(x, w, h) * 0.5));
    let message = message(&check);
    assert!(message.starts_with("∂f/∂W is wrong\n"), "{message}");
    assert!(line(&message, "where").starts_with("entry ("), "{message}");
    assert!(
        line(&message, "true").ends_with("by dual numbers"),
        "{message}"
    );
    assert!(
        line(&message, "tolerance").contains("the rounding of your code, measured,"),
        "{message}"
    );
    assert!(
        line(&message, "smallest").starts_with("n = 1, m = 1, k = 1; X = "),
        "{message}"
    );
    assert!(
        line(&message, "taylor").contains("slope 1.00 of 2"),
        "{message}"
    );
    assert_eq!(line(&message, "repeat"), "seed 2026");
    let number = |label| {
        line(&message, label)
            .split_whitespace()
            .next()
            .unwrap()
            .parse::<f64>()
            .unwrap()
    };
    assert!(
        (number("yours") / number("true") - 0.5).abs() < 1e-12,
        "{message}"
    );
}

#[test]
fn without_integers_the_smallest_case_is_found_by_numbers() {
    fn log_sum<N: Number>(x: &[N]) -> Result<N, NumberError> {
        x.iter()
            .try_fold(N::zero(), |sum, x| Ok(sum + x.exp()?))?
            .ln()
    }
    // Right for one entry, where the sum is the entry.
    let wrong = plain!(|x: &[f64]| x.iter().map(|_| 1.0).collect::<Vec<f64>>());
    let check = Subject::new("x: n×1", function!(|x| log_sum(x))).gradient("x", wrong);
    let message = message(&check);
    assert!(line(&message, "smallest").ends_with("(n=2)"), "{message}");
}

#[test]
fn code_that_does_not_fit_is_named_with_its_panic() {
    let wrong = plain!(|_x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>| w
        * w.transpose()
        * h.transpose());
    let check = Subject::new(SIGNATURE, function!(|x, w, h| loss(x, w, h))).gradient("W", wrong);
    let message = message(&check);
    assert!(
        message.contains("the code panicked at arguments of shapes"),
        "{message}"
    );
    let check = Subject::new(SIGNATURE, function!(|x, w, h| loss(x, w, h)))
        .gradient("H", plain!(|x, w, h| gradient_w(x, w, h)));
    let message = self::message(&check);
    assert!(
        message.contains("the formula is 3×2 where the quantity is 2×4"),
        "{message}"
    );
}

#[test]
#[should_panic(expected = "`V` is not an argument; the arguments are X n×m, W n×k, H k×m")]
fn an_unknown_variable_is_told() {
    let f = formula!(|x, w, h| (x - w * h).squared_norm());
    let _ = Subject::new(SIGNATURE, f).gradient("V", f);
}

#[test]
#[should_panic(expected = "expected `weight`, `mask`, `scale` and an integer, or a property")]
fn an_unknown_property_is_told() {
    let _ = Subject::new("X: n×m sparse", formula!(|x| x.squared_norm()));
}
