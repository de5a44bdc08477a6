//! What the checks must see, whatever the scale, the offset or the point.

use matproof::algebra::{AlgebraError, Dense, Function, HALF};
use matproof::check::{
    Claim, Examination, Oracle, Outcome, Quantity, Signature, Verdict, examine, examine_at,
};
use matproof::formula;
use matproof::scalar::{Number, Ratio};

/// c·½‖X − WH‖² + b, with its gradient in W off by a relative error in one entry.
fn claim(entry: usize, error: Ratio) -> Claim {
    struct Off(usize, Ratio);
    impl Function for Off {
        fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
            let right = formula!(|x, w, h, c| c.as_scalar() * ((w * h - x) * h.t()));
            let mut value = Function::evaluate(&right, arguments)?;
            let factor = N::one() + N::from_ratio(self.1)?;
            if let Some(entry) = value.as_matrix_mut().as_mut_slice().get_mut(self.0) {
                *entry *= factor;
            }
            Ok(value)
        }
    }
    let signature = Signature::parse("X: n×m, W: n×k, H: k×m, c: scalar, b: scalar").unwrap();
    let f = formula!(
        |x, w, h, c, b| c.as_scalar() * (HALF * (x - w * h).squared_norm()) + b.as_scalar()
    );
    Claim::new(
        "∇_W",
        signature,
        Quantity::gradient(f, "W"),
        Off(entry, error),
    )
    .unwrap()
}

fn point(c: f64, b: f64) -> Vec<Dense<f64>> {
    let wave = |rows, columns, phase: f64| {
        Dense::from_fn(rows, columns, |i, j| {
            (phase + 1.7 * i as f64 + 2.9 * j as f64).sin() * 1.5
        })
    };
    vec![
        wave(3, 4, 0.3),
        wave(3, 2, 1.1),
        wave(2, 4, 2.0),
        Dense::scalar(c),
        Dense::scalar(b),
    ]
}

const NOTHING: Ratio = Ratio::new(0, 1);

fn outcome(examination: &Examination, oracle: Oracle) -> Outcome {
    examination.finding(oracle).unwrap().outcome
}

#[test]
fn the_verdict_does_not_depend_on_the_scale_of_f() {
    for c in [1e-150, 1e-9, 1.0, 1e3, 1e150] {
        let right = examine_at(&claim(0, NOTHING), point(c, 0.0), 3);
        assert!(right.verdict.is_supported(), "{c}: {right}");
        for oracle in [
            Oracle::Exact,
            Oracle::Autodiff,
            Oracle::FiniteDifference,
            Oracle::Taylor,
        ] {
            assert_eq!(outcome(&right, oracle), Outcome::Agrees, "{c}: {right}");
        }
        let wrong = examine_at(&claim(0, Ratio::new(1, 100_000_000)), point(c, 0.0), 3);
        assert!(wrong.verdict.is_refuted(), "{c}: {wrong}");
        assert_eq!(
            outcome(&wrong, Oracle::Autodiff),
            Outcome::Disagrees,
            "{c}: {wrong}"
        );
    }
}

#[test]
fn a_relative_error_of_1e_8_is_seen_in_every_entry() {
    for entry in 0..6 {
        let wrong = examine(&claim(entry, Ratio::new(1, 100_000_000)), 5);
        assert!(
            matches!(&wrong.verdict, Verdict::Refuted { by } if by.contains(&Oracle::Autodiff)),
            "{entry}: {wrong}"
        );
        let place = wrong
            .finding(Oracle::Autodiff)
            .unwrap()
            .place
            .clone()
            .unwrap();
        // The fault is reported where it is, unless the point has another shape.
        if place.case.starts_with("generic") {
            assert_eq!(place.entry, Some((entry % 3, entry / 3)), "{wrong}");
        }
    }
}

/// Under f + 1e8 dual numbers still see the derivative; differences of values go blind and say how blind.
#[test]
fn an_offset_blinds_only_the_oracles_that_look_at_values() {
    let right = examine_at(&claim(0, NOTHING), point(1.0, 1e8), 3);
    assert!(right.verdict.is_supported(), "{right}");
    let wrong = examine_at(&claim(0, Ratio::new(1, 100_000_000)), point(1.0, 1e8), 3);
    assert_eq!(
        outcome(&wrong, Oracle::Autodiff),
        Outcome::Disagrees,
        "{wrong}"
    );

    // Everywhere with the offset: a claim whose every point carries it.
    let signature = Signature::parse("x: n×1").unwrap();
    let f =
        formula!(|x| x.squared_norm() * x.squared_norm()
            + matproof::algebra::Scalar::literal(100_000_000));
    let claim = Claim::new(
        "4‖x‖²x",
        signature,
        Quantity::gradient(f, "x"),
        formula!(|x| 4 * (x.squared_norm() * x)),
    );
    let examination = examine(&claim.unwrap(), 11);
    assert!(examination.verdict.is_supported(), "{examination}");
    let blind = |oracle| examination.finding(oracle).unwrap().blind_below.unwrap();
    assert!(blind(Oracle::Autodiff) < 1e-12, "{examination}");
    assert!(blind(Oracle::FiniteDifference) > 1e-10, "{examination}");
    assert!(blind(Oracle::Taylor) > 1e-6, "{examination}");
}

/// With f·1e-9 + 1e8 the values carry no trace of the derivative: nobody who looks at values may agree.
#[test]
fn an_oracle_that_sees_nothing_does_not_agree() {
    let hidden = point(1e-9, 1e8);
    let right = examine_at(&claim(0, NOTHING), hidden, 3);
    // The generic point still convinces the sharp oracles.
    assert!(right.verdict.is_supported(), "{right}");
    let signature = Signature::parse("x: 1×1").unwrap();
    let f = formula!(|x| Ratio::new(1, 1_000_000_000_000) * x.squared_norm()
        + matproof::algebra::Scalar::literal(100_000_000));
    let claim = Claim::new(
        "2e-12 x",
        signature,
        Quantity::gradient(f, "x"),
        formula!(|x| Ratio::new(2, 1_000_000_000_000) * x),
    );
    let examination = examine(&claim.unwrap(), 11);
    for oracle in [Oracle::FiniteDifference, Oracle::Taylor] {
        assert_ne!(
            outcome(&examination, oracle),
            Outcome::Agrees,
            "{examination}"
        );
        assert_ne!(
            outcome(&examination, oracle),
            Outcome::Disagrees,
            "{examination}"
        );
    }
    assert_eq!(
        outcome(&examination, Oracle::Autodiff),
        Outcome::Agrees,
        "{examination}"
    );
}

/// At W = H = 0, at zero residual, at a symmetric point: the point hides the mistake, the check does not.
#[test]
fn a_point_where_mistakes_hide_is_named_and_a_generic_one_added() {
    let signature = || Signature::parse("X: n×m, W: n×k, H: k×m").unwrap();
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
    let sign = Claim::new(
        "sign",
        signature(),
        Quantity::gradient(f, "W"),
        formula!(|x, w, h| (x - w * h) * h.t()),
    )
    .unwrap();
    let zeros = vec![Dense::zeros(3, 4), Dense::zeros(3, 2), Dense::zeros(2, 4)];
    let examination = examine_at(&sign, zeros, 1);
    assert!(examination.verdict.is_refuted(), "{examination}");
    let whats: Vec<_> = examination
        .blind_spots
        .iter()
        .map(|s| s.what.as_str())
        .collect();
    assert!(
        whats.contains(&"the function is zero") && whats.contains(&"W = 0"),
        "{examination}"
    );

    let quadratic = Claim::new(
        "2Ax",
        Signature::parse("A: n×n, x: n×1").unwrap(),
        Quantity::gradient(formula!(|a, x| x.t() * a * x), "x"),
        formula!(|a, x| 2 * (a * x)),
    );
    let symmetric = vec![
        Dense::from_rows(&[[2.0, -1.0], [-1.0, 3.0]]),
        Dense::from_rows(&[[0.5], [1.25]]),
    ];
    let examination = examine_at(&quadratic.unwrap(), symmetric, 1);
    assert!(examination.verdict.is_refuted(), "{examination}");
    assert!(
        examination
            .to_string()
            .contains("A is symmetric: cannot see a missing transpose on A"),
        "{examination}"
    );
}

/// A function without any value over a prime field: the exact oracle steps aside, the others decide.
#[test]
fn functions_outside_the_polynomials_are_checked_without_the_exact_oracle() {
    use matproof::scalar::Elementary::{Exp, Sigmoid};
    let signature = || Signature::parse("A: n×m, x: m×1").unwrap();
    let f = formula!(|a, x| (a * x).elementwise(Exp).squared_norm());
    let right = formula!(|a, x| {
        let e = (a * x).elementwise(Exp);
        2 * (a.t() * e.hadamard(&e))
    });
    let examination = examine(
        &Claim::new("right", signature(), Quantity::gradient(f, "x"), right).unwrap(),
        2,
    );
    assert!(examination.verdict.is_supported(), "{examination}");
    assert_eq!(outcome(&examination, Oracle::Exact), Outcome::NotApplicable);
    let wrong = formula!(|a, x| 2 * (a.t() * (a * x).elementwise(Sigmoid)));
    let examination = examine(
        &Claim::new("wrong", signature(), Quantity::gradient(f, "x"), wrong).unwrap(),
        2,
    );
    assert!(examination.verdict.is_refuted(), "{examination}");
}
