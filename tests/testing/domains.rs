//! Points from where the function has a value.

use matproof::scalar::Elementary::Ln;
use matproof::testing::{DMatrix, Subject};
use matproof::{formula, plain};

#[test]
fn logarithms_of_positive_entries_have_a_derivative() {
    let entropy = formula!(|p| p.frobenius(&p.elementwise(Ln)));
    let right = plain!(|p: &DMatrix<f64>| p.map(|p| p.ln() + 1.0));
    Subject::new("p: n×m positive", entropy)
        .gradient("p", right)
        .assert();
    let wrong = plain!(|p: &DMatrix<f64>| p.map(f64::ln));
    let found = Subject::new("p: n×m positive", entropy)
        .gradient("p", wrong)
        .examine();
    assert!(found.verdict.is_refuted(), "{found}");
}

/// Σ p_i = 1 is true there and nowhere else, and nobody calls the one a proof or the other a refutation.
#[test]
fn what_holds_on_the_simplex_alone_holds_there() {
    let f = formula!(|p| {
        let one = matproof::algebra::Matrix::ones(p.rows(), p.columns());
        p.frobenius(&one) * p.squared_norm()
    });
    // ∇ = ‖p‖² 1 + 2 (Σp) p, and Σp = 1.
    let on_simplex = formula!(|p| {
        let one = matproof::algebra::Matrix::ones(p.rows(), p.columns());
        p.squared_norm() * one + 2 * p.clone()
    });
    let found = Subject::new("p: n×1 simplex", f)
        .gradient("p", on_simplex)
        .examine();
    assert!(found.verdict.is_supported(), "{found}");
    let found = Subject::new("p: n×1 positive", f)
        .gradient("p", on_simplex)
        .examine();
    assert!(found.verdict.is_refuted(), "{found}");
}

#[test]
fn symmetric_and_definite_arguments_are_drawn_so() {
    let f = formula!(|a, x| x.t() * a * x);
    let claimed = formula!(|a, x| 2 * (a * x));
    Subject::new("A: n×n symmetric, x: n×1", f)
        .gradient("x", claimed)
        .assert_proved();
    let found = Subject::new("A: n×n, x: n×1", f)
        .gradient("x", claimed)
        .examine();
    assert!(found.verdict.is_refuted());
    let log_det = formula!(|s| s.determinant().elementary(Ln));
    Subject::new("S: n×n positive-definite", log_det)
        .gradient(
            "S",
            plain!(|s: &DMatrix<f64>| s
                .clone()
                .try_inverse()
                .ok_or_else(|| "singular".to_string())),
        )
        .assert();
}
