//! The library for other people's tests, as they use it.

mod documents;
mod domains;
mod failures;
mod updates;

use matproof::scalar::Number;
use matproof::testing::{DMatrix, Subject};
use matproof::{formula, function, plain};
use nalgebra::DVector;

/// ½‖X − WH‖² with nalgebra, for numbers of every kind; twice, since ½ is no literal.
fn loss<N: Number>(x: &DMatrix<N>, w: &DMatrix<N>, h: &DMatrix<N>) -> N {
    let r = x - w * h;
    r.iter()
        .fold(N::zero(), |sum, r| sum + r.clone() * r.clone())
}

fn gradient_w(x: &DMatrix<f64>, w: &DMatrix<f64>, h: &DMatrix<f64>) -> DMatrix<f64> {
    (w * h - x) * h.transpose() * 2.0
}

const SIGNATURE: &str = "X: n×m, W: n×k, H: k×m";

#[test]
fn code_of_nalgebra_is_checked_in_three_lines() {
    Subject::new(SIGNATURE, function!(|x, w, h| loss(x, w, h)))
        .gradient("W", plain!(|x, w, h| gradient_w(x, w, h)))
        .assert();
}

#[test]
fn a_formula_is_proved() {
    Subject::new(SIGNATURE, formula!(|x, w, h| (x - w * h).squared_norm()))
        .gradient("W", formula!(|x, w, h| 2 * ((w * h - x) * h.t())))
        .assert_proved();
}

#[test]
#[should_panic(expected = "right as far as numbers tell, but not proved: fast code is no formula")]
fn code_is_not_proved() {
    Subject::new(SIGNATURE, formula!(|x, w, h| (x - w * h).squared_norm()))
        .gradient("W", plain!(|x, w, h| gradient_w(x, w, h)))
        .assert_proved();
}

#[test]
fn slices_vectors_and_numbers_are_arguments() {
    fn weighted<N: Number>(x: &[N], λ: N, y: DVector<N>) -> N {
        x.iter().zip(y.iter()).fold(N::zero(), |sum, (x, y)| {
            sum + λ.clone() * x.clone() * y.clone()
        })
    }
    let f = function!(|x, λ, y| weighted(x, λ, y));
    let subject = Subject::new("x: n×1, λ: scalar, y: n×1", f);
    subject
        .gradient(
            "x",
            plain!(|_x: f64_slice<'_>, λ: f64, y: DVector<f64>| y * λ),
        )
        .assert();
    subject
        .gradient(
            "λ",
            plain!(|x: f64_slice<'_>, _λ: f64, y: f64_slice<'_>| {
                x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>()
            }),
        )
        .assert();
}

#[allow(non_camel_case_types, reason = "it stands for a slice")]
type f64_slice<'a> = &'a [f64];

#[test]
fn jacobians_blocks_and_products_are_checked() {
    let subject = Subject::new(
        "X: n×m, W: n×k, H: k×m, P: n×k, Q: k×m",
        function!(|x, w, h| loss(x, w, h)),
    );
    subject
        .hessian_block(
            "W",
            "W",
            formula!(|_x, w, h| {
                let n = w.rows();
                2 * (h * h.t()).kron(&matproof::algebra::Matrix::identity(n))
            }),
        )
        .assert();
    let product = plain!(|x: &DMatrix<f64>,
                          w: &DMatrix<f64>,
                          h: &DMatrix<f64>,
                          p: &DMatrix<f64>,
                          q: &DMatrix<f64>| {
        ((p * h + w * q) * h.transpose() + (w * h - x) * q.transpose()) * 2.0
    });
    subject
        .hessian_vector("W", &[("W", "P"), ("H", "Q")], product)
        .assert();
    Subject::new("A: n×n, x: n×1", formula!(|a, x| a * x))
        .jacobian("x", plain!(|a: &DMatrix<f64>| a.clone()))
        .assert();
}

#[test]
fn functions_that_exist_in_f64_alone_are_differentiated_by_differences() {
    let f = plain!(|x: &DMatrix<f64>| (x.norm_squared() + 1.0).ln());
    let subject = Subject::new("x: n×1", f);
    subject
        .gradient(
            "x",
            plain!(|x: &DMatrix<f64>| x * (2.0 / (x.norm_squared() + 1.0))),
        )
        .assert();
    let found = subject
        .gradient(
            "x",
            plain!(|x: &DMatrix<f64>| x * (2.0 / (x.norm_squared() + 1.0 + 1e-6))),
        )
        .examine();
    assert!(found.verdict.is_refuted(), "{found}");
}

/// A factor of a third is inexact at integers too; that is no mistake.
#[test]
fn a_division_in_the_code_is_no_mistake() {
    Subject::new(
        "x: n×1",
        formula!(|x| matproof::scalar::Ratio::new(1, 3) * x.squared_norm()),
    )
    .gradient("x", plain!(|x: &DMatrix<f64>| x * 2.0 / 3.0))
    .assert();
}

#[test]
fn a_given_point_is_told_what_it_hides() {
    let f = formula!(|x, w, h| (x - w * h).squared_norm());
    let w = DMatrix::from_element(2, 1, 1.0);
    let h = DMatrix::from_element(1, 3, 2.0);
    let found = Subject::new(SIGNATURE, f)
        .gradient("W", formula!(|x, w, h| (w * h - x) * h.t()))
        .at(&[&w * &h, w.clone(), h.clone()])
        .examine();
    assert!(
        found.verdict.is_refuted() && !found.blind_spots.is_empty(),
        "{found}"
    );
}
