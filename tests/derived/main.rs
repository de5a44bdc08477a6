//! What `derive` prints as code compiles, runs and agrees.
//!
//! The modules under `tests/derived` are what `matproof derive --format rust` prints for the expressions below; a test compares them
//! with what it prints today (`MATPROOF_UPDATE=1` writes them anew). They are compiled here as they are, and their derivatives are
//! examined against their own `value` by the oracles for code of which no formula is known.

#![allow(
    clippy::unwrap_used,
    reason = "a failed assumption of a test is a failed test"
)]

mod python;

use matproof::algebra::HALF;
use matproof::derivation::{Derivation, Task};
use matproof::document::Document;
use matproof::report::derivation::{latex, rust};
use matproof::review::{Verdict, review};
use matproof::testing::{Check, Subject};
use matproof::{formula, plain};
use std::fs;
use std::path::PathBuf;

/// An expression to derive.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    expression: &'static str,
    given: &'static str,
    variables: &'static [&'static str],
    hessian: bool,
}

impl Case {
    pub(crate) fn derivation(&self) -> Derivation {
        let task = Task {
            expression: self.expression,
            given: self.given,
            variables: self.variables,
            hessian: self.hessian,
            seed: 1,
        };
        Derivation::new(&task).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

pub(crate) const CASES: [Case; 10] = [
    Case {
        name: "frobenius",
        expression: "½‖X − WH‖²",
        given: "",
        variables: &["W", "H"],
        hessian: true,
    },
    Case {
        name: "tikhonov",
        expression: "‖X − WH‖² + λ‖MW‖²",
        given: "",
        variables: &["W", "H", "λ"],
        hessian: true,
    },
    Case {
        name: "masked",
        expression: "½‖P∘(UVᵀ − M)‖² + λ/2 (‖U‖² + ‖V‖²)",
        given: "P mask",
        variables: &["U", "V"],
        hessian: false,
    },
    Case {
        name: "logistic",
        expression: "sum(log(1_n + exp(−y∘(Xw)))) + λ/2‖w‖²",
        given: "",
        variables: &["w"],
        hessian: true,
    },
    Case {
        name: "gaussian",
        expression: "½ log det(S) + ½ tr(S⁻¹A)",
        given: "S positive-definite",
        variables: &["S"],
        hessian: false,
    },
    Case {
        name: "divergence",
        expression: "Σ(WH − X∘log(WH))",
        given: "X positive, W positive, H positive",
        variables: &["W", "H"],
        hessian: false,
    },
    Case {
        name: "orthogonality",
        expression: "‖WᵀW − I‖²",
        given: "",
        variables: &["W"],
        hessian: true,
    },
    Case {
        name: "quadratic",
        expression: "½ xᵀAx − bᵀx + ‖x − a‖",
        given: "",
        variables: &["x", "A", "a"],
        hessian: false,
    },
    Case {
        name: "kronecker",
        expression: "tr((A ⊗ B)C) + tr(A³)",
        given: "A: n×n, B: p×p",
        variables: &["A", "B", "C"],
        hessian: false,
    },
    Case {
        name: "linear_map",
        expression: "A X B + diag(x) X",
        given: "",
        variables: &["X", "x"],
        hessian: false,
    },
];

/// The printed modules, compiled.
mod printed {
    macro_rules! modules {
        ($($name:ident)*) => {
            $(#[allow(unreachable_pub, reason = "printed for other people's crates")]
            pub(crate) mod $name {
                include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/derived/", stringify!($name), ".rs"));
            })*
        };
    }
    modules! { frobenius tikhonov masked logistic gaussian divergence orthogonality quadratic kronecker linear_map }
}

#[test]
fn the_printed_modules_are_those_that_are_compiled_here() {
    let update = std::env::var_os("MATPROOF_UPDATE").is_some();
    for case in &CASES {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/derived/{}.rs", case.name));
        let printed = rust(&case.derivation()) + "\n";
        if update {
            fs::write(&path, printed).unwrap();
        } else {
            assert_eq!(fs::read_to_string(&path).unwrap(), printed, "{}", case.name);
        }
    }
}

fn all_hold(checks: &[Check]) {
    for check in checks {
        check.assert();
    }
}

#[test]
fn derivatives_of_factorizations_agree_with_their_value() {
    use printed::{frobenius as f, masked as m, tikhonov as t};
    let subject = Subject::new(
        "X: n×m, W: n×k, H: k×m",
        formula!(|x, w, h| HALF * (x - w * h).squared_norm()),
    );
    all_hold(&[
        subject.value(plain!(|x, w, h| f::value(x, w, h))),
        subject.gradient("W", plain!(|x, w, h| f::gradient_w(x, w, h))),
        subject.gradient("H", plain!(|x, w, h| f::gradient_h(x, w, h))),
        subject.hessian_block("W", "W", plain!(|x, w, h| f::hessian_w_w(x, w, h))),
        subject.hessian_block("W", "H", plain!(|x, w, h| f::hessian_w_h(x, w, h))),
        subject.hessian_block("H", "W", plain!(|x, w, h| f::hessian_h_w(x, w, h))),
        subject.hessian_block("H", "H", plain!(|x, w, h| f::hessian_h_h(x, w, h))),
    ]);
    let subject = Subject::new(
        "X: n×m, W: n×k, H: k×m, λ: scalar, M: p×n",
        formula!(|x, w, h, λ, m| {
            (x - w * h).squared_norm() + λ.as_scalar() * (m * w).squared_norm()
        }),
    );
    all_hold(&[
        subject.value(plain!(|x, w, h, λ: f64, m| t::value(x, w, h, λ, m))),
        subject.gradient(
            "W",
            plain!(|x, w, h, λ: f64, m| t::gradient_w(x, w, h, λ, m)),
        ),
        subject.gradient(
            "H",
            plain!(|x, w, h, λ: f64, m| t::gradient_h(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "W",
            "H",
            plain!(|x, w, h, λ: f64, m| t::hessian_w_h(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "H",
            "W",
            plain!(|x, w, h, λ: f64, m| t::hessian_h_w(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "H",
            "λ",
            plain!(|x, w, h, λ: f64, m| t::hessian_h_λ(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "λ",
            "H",
            plain!(|x, w, h, λ: f64, m| t::hessian_λ_h(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "λ",
            "λ",
            plain!(|x, w, h, λ: f64, m| t::hessian_λ_λ(x, w, h, λ, m)),
        ),
        subject.gradient(
            "λ",
            plain!(|x, w, h, λ: f64, m| t::gradient_λ(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "W",
            "W",
            plain!(|x, w, h, λ: f64, m| t::hessian_w_w(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "W",
            "λ",
            plain!(|x, w, h, λ: f64, m| t::hessian_w_λ(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "λ",
            "W",
            plain!(|x, w, h, λ: f64, m| t::hessian_λ_w(x, w, h, λ, m)),
        ),
        subject.hessian_block(
            "H",
            "H",
            plain!(|x, w, h, λ: f64, m| t::hessian_h_h(x, w, h, λ, m)),
        ),
    ]);
    let subject = Subject::new(
        "P: n×m mask, U: n×k, V: m×k, M: n×m, λ: scalar",
        plain!(|p, u, v, m, λ: f64| m::value(p, u, v, m, λ)),
    );
    all_hold(&[
        subject.gradient(
            "U",
            plain!(|p, u, v, m, λ: f64| m::gradient_u(p, u, v, m, λ)),
        ),
        subject.gradient(
            "V",
            plain!(|p, u, v, m, λ: f64| m::gradient_v(p, u, v, m, λ)),
        ),
    ]);
}

#[test]
fn derivatives_of_models_agree_with_their_value() {
    use printed::{divergence as d, gaussian as g, logistic as l, quadratic as q};
    let subject = Subject::new(
        "y: n×1, X: n×d, w: d×1, λ: scalar",
        plain!(|y, x, w, λ: f64| l::value(y, x, w, λ)),
    );
    all_hold(&[
        subject.gradient("w", plain!(|y, x, w, λ: f64| l::gradient_w(y, x, w, λ))),
        subject.hessian_block(
            "w",
            "w",
            plain!(|y, x, w, λ: f64| l::hessian_w_w(y, x, w, λ)),
        ),
    ]);
    let subject = Subject::new(
        "S: n×n positive-definite, A: n×n",
        plain!(|s, a| g::value(s, a)),
    );
    all_hold(&[subject.gradient("S", plain!(|s, a| g::gradient_s(s, a)))]);
    let subject = Subject::new(
        "W: n×k positive, H: k×m positive, X: n×m positive",
        plain!(|w, h, x| d::value(w, h, x)),
    );
    all_hold(&[
        subject.gradient("W", plain!(|w, h, x| d::gradient_w(w, h, x))),
        subject.gradient("H", plain!(|w, h, x| d::gradient_h(w, h, x))),
    ]);
    let subject = Subject::new(
        "x: n×1, A: n×n, b: n×1, a: n×1",
        plain!(|x, m, b, a| q::value(x, m, b, a)),
    );
    all_hold(&[
        subject.gradient("x", plain!(|x, m, b, a| q::gradient_x(x, m, b, a))),
        subject.gradient("A", plain!(|x, m, b, a| q::gradient_A(x, m, b, a))),
        subject.gradient("a", plain!(|x, m, b, a| q::gradient_a(x, m, b, a))),
    ]);
}

#[test]
fn derivatives_of_products_agree_with_their_value() {
    use printed::{kronecker as k, linear_map as l, orthogonality as o};
    let subject = Subject::new("W: n×k", plain!(|w| o::value(w)));
    all_hold(&[
        subject.gradient("W", plain!(|w| o::gradient_w(w))),
        subject.hessian_block("W", "W", plain!(|w| o::hessian_w_w(w))),
    ]);
    let subject = Subject::new(
        "A: n×n, B: p×p, C: n·p×n·p",
        plain!(|a, b, c| k::value(a, b, c)),
    );
    all_hold(&[subject.gradient("C", plain!(|a, b, c| k::gradient_c(a, b, c)))]);
    let subject = Subject::new(
        "A: n×n, X: n×m, B: m×m, x: n×1",
        plain!(|a, x, b, y| l::value(a, x, b, y)),
    );
    all_hold(&[
        subject.jacobian("X", plain!(|a, x, b, y| l::jacobian_X(a, x, b, y))),
        subject.jacobian("x", plain!(|a, x, b, y| l::jacobian_x(a, x, b, y))),
    ]);
}

/// A document made of the printed equations is proved, line by line, by the checker that reads documents.
#[test]
fn printed_latex_is_proved_when_it_is_read_back() {
    for case in &CASES {
        let derivation = case.derivation();
        let given = derivation.typing.to_string();
        let mut text = format!("---\nmatproof: {given}");
        if !case.given.is_empty() {
            text += &format!(", {}", case.given);
        }
        let derivatives = latex(&derivation);
        let name = if derivatives.contains("vec} F") {
            "F"
        } else {
            "f"
        };
        let value = derivation.typing.typed()[0].to_latex();
        text += &format!("\n---\n\n$${name} = {value}$$\n");
        for line in derivatives.lines() {
            text += &format!("\n$${line}$$\n");
        }
        let found = review(&Document::read(&text), 1);
        let mut proved = 0;
        for entry in &found.entries {
            match entry.verdict {
                Verdict::Proved => proved += 1,
                Verdict::Definition => {}
                Verdict::Holds => proved += 1,
                _ => panic!("{}: {entry:#?}\n{text}", case.name),
            }
        }
        assert_eq!(
            proved,
            derivation.derivatives.len(),
            "{text}\n{:#?}",
            found.entries
        );
    }
}
