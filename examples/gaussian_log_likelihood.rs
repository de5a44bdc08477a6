//! The Gaussian log-likelihood of a covariance S, proved for every dimension.
//!
//! f(S) = −½ log det S − ½ tr(S⁻¹C), ∇f = −½ S⁻¹ + ½ S⁻¹CS⁻¹ for symmetric S and C, its entries taken as independent.
//! Run with `cargo run --example gaussian_log_likelihood`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::HALF;
use matproof::formula;
use matproof::scalar::Elementary::Ln;
use matproof::testing::Subject;

pub(crate) fn main() {
    let f = formula!(|s, c| {
        -(HALF * s.determinant().elementary(Ln)) - HALF * (s.inverse() * c).trace()
    });
    let subject = Subject::new("S: n×n positive-definite, C: n×n symmetric", f);
    let right = formula!(|s, c| HALF * (s.inverse() * c * s.inverse() - s.inverse()));
    let check = subject.gradient("S", right);
    check.assert_proved();
    println!("{}\n", check.examine());

    // With one inverse forgotten it still fits in shape.
    let wrong = formula!(|s, c| HALF * (s.inverse() * c - s.inverse()));
    println!("{}", subject.gradient("S", wrong).examine());
}
