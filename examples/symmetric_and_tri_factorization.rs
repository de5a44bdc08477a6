//! Two relatives of matrix factorization, proved for every shape.
//!
//! ½‖A − WWᵀ‖² for symmetric A has the gradient 2(WWᵀ − A)W; for any A it is (2WWᵀ − A − Aᵀ)W.
//! ½‖X − UBVᵀ‖² has the gradients RVBᵀ, UᵀRV and RᵀUB with R = UBVᵀ − X.
//! Run with `cargo run --example symmetric_and_tri_factorization`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::HALF;
use matproof::formula;
use matproof::testing::Subject;

pub(crate) fn main() {
    let f = formula!(|a, w| HALF * (a - w * w.t()).squared_norm());
    let symmetric = formula!(|a, w| 2 * ((w * w.t() - a) * w));
    let general = formula!(|a, w| (2 * (w * w.t()) - a - a.t()) * w);
    Subject::new("A: n×n symmetric, W: n×k", f)
        .gradient("W", symmetric)
        .assert_proved();
    let any = Subject::new("A: n×n, W: n×k", f);
    any.gradient("W", general).assert_proved();
    println!(
        "for an A that need not be symmetric:\n{}\n",
        any.gradient("W", symmetric).examine()
    );

    let f = formula!(|x, u, b, v| HALF * (x - u * b * v.t()).squared_norm());
    let subject = Subject::new("X: n×m, U: n×k, B: k×l, V: m×l", f);
    subject
        .gradient("U", formula!(|x, u, b, v| (u * b * v.t() - x) * v * b.t()))
        .assert_proved();
    subject
        .gradient("B", formula!(|x, u, b, v| u.t() * (u * b * v.t() - x) * v))
        .assert_proved();
    let check = subject.gradient("V", formula!(|x, u, b, v| (u * b * v.t() - x).t() * u * b));
    check.assert_proved();
    println!("{}", check.examine());
}
