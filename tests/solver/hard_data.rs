//! Data that are hard to factorize: nothing panics, no factor is ever NaN, and what comes out is what is documented.

use crate::{iterations, solve, uniform};
use matproof::matrix::Data;
use matproof::solver::{Method, Problem, Settings, SolverError, Start, Zeros};
use nalgebra::{DMatrix, dmatrix};

fn hard() -> Vec<(&'static str, DMatrix<f64>)> {
    let mut gaps = uniform(8, 6, 1);
    gaps.row_mut(2).fill(0.0);
    gaps.column_mut(4).fill(0.0);
    vec![
        ("all zero", DMatrix::zeros(5, 4)),
        ("constant", DMatrix::from_element(5, 4, 3.0)),
        ("one row", uniform(1, 6, 2)),
        ("one column", uniform(6, 1, 2)),
        ("one entry", dmatrix![2.0]),
        ("empty row and column", gaps),
        ("rank one", uniform(6, 1, 3) * uniform(1, 5, 4)),
        ("large", uniform(6, 5, 5) * 1e60),
        ("small", uniform(6, 5, 5) * 1e-60),
        ("identity", DMatrix::identity(5, 5)),
        ("one entry of another size", {
            let mut x = uniform(5, 5, 6);
            x[(1, 2)] = 1e9;
            x
        }),
    ]
}

#[test]
fn nothing_panics_and_no_factor_is_ever_nan() {
    for (name, x) in hard() {
        for sparse in [false, true] {
            let x = if sparse {
                Data::Sparse((&x).into())
            } else {
                Data::Dense(x.clone())
            };
            for start in [
                Start::Random,
                Start::Nndsvd(Zeros::Stay),
                Start::Nndsvd(Zeros::Mean),
                Start::Nndsvd(Zeros::Random),
            ] {
                for k in [1, 3, 7] {
                    for method in Method::ALL {
                        let settings = Settings {
                            start: start.clone(),
                            ..iterations(method, 25)
                        };
                        let problem = Problem::frobenius(&x);
                        let found = match solve(&problem, k, &settings) {
                            Ok(found) => found,
                            Err(SolverError::Method { .. }) => continue,
                            Err(error) => panic!("{name}, {}, k = {k}: {error}", method.name()),
                        };
                        let what = format!("{name}, {}, k = {k}, {start:?}", method.name());
                        assert!(found.factors.is_finite(), "{what}");
                        assert!(
                            found.objective.is_finite() && found.kkt.is_finite(),
                            "{what}"
                        );
                        assert!(
                            found.objective
                                <= found.trace[0].objective * (1.0 + 1e-12)
                                    + 1e-13 * x.squared_norm(),
                            "{what}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_documented() {
    let solve_from = |x: &Data, k| solve(&Problem::frobenius(x), k, &Settings::default()).unwrap();
    let zero = Data::Dense(DMatrix::zeros(4, 3));
    let found = solve_from(&zero, 2);
    assert!(
        found.factors.w.amax() <= 0.0 && found.factors.h.amax() <= 0.0 && found.objective <= 0.0
    );
    let constant = Data::Dense(DMatrix::from_element(5, 4, 3.0));
    assert!(solve_from(&constant, 2).objective < 1e-9);
    let mut gaps = uniform(8, 6, 1);
    gaps.row_mut(2).fill(0.0);
    let found = solve_from(&Data::Dense(gaps), 2);
    assert!((found.factors.w.row(2) * &found.factors.h).amax() < 1e-6);
}

#[test]
fn what_cannot_be_factorized_is_refused_with_its_place() {
    let refused = |x: DMatrix<f64>| {
        let x = Data::Dense(x);
        solve(&Problem::frobenius(&x), 2, &Settings::default())
            .unwrap_err()
            .to_string()
    };
    assert!(refused(dmatrix![1., 2.; 3., -4.]).contains("-4 at row 2, column 2"));
    assert!(refused(dmatrix![1., f64::NAN; 3., 4.]).contains("NaN at row 1, column 2"));
    assert!(refused(DMatrix::zeros(0, 3)).contains("0×3"));
    assert!(refused(dmatrix![1e200, 1.0]).contains("1e200"));
    let x = Data::Dense(dmatrix![1., 2.; 3., 4.]);
    let none = solve(&Problem::frobenius(&x), 0, &Settings::default()).unwrap_err();
    assert_eq!(none, SolverError::NoRank);
    let als = solve(
        &Problem::frobenius(&x),
        1,
        &iterations(Method::LeastSquares, 3),
    )
    .unwrap_err();
    assert!(
        als.to_string().contains("any sign") && als.to_string().contains("pivoting"),
        "{als}"
    );
    // Factors of any sign have no quarrel with negative data.
    let x = Data::Dense(dmatrix![1., 2.; 3., -4.]);
    assert!(
        solve(
            &Problem::frobenius(&x).unconstrained(),
            2,
            &Settings::default()
        )
        .unwrap()
        .objective
            < 1e-9
    );
}
