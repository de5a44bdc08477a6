//! The command `matproof spectrum` as people run it.

use assert_cmd::Command;
use matproof::matrix::{write_dense, write_sparse};
use nalgebra::{DMatrix, dmatrix};
use nalgebra_sparse::CsrMatrix;
use serde_json::Value;
use std::path::Path;

use crate::points::uniform;

fn run(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(assert_cmd::cargo::cargo_bin!("matproof"))
        .current_dir(folder)
        .arg("spectrum")
        .args(["--x", "x.npy", "--w", "w.npy", "--h", "h.npy"])
        .args(arguments)
        .assert()
}

/// X = [3], W = [1], H = [2]: the Hessian is [4 1; 1 1].
fn by_hand() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [("x", 3.0), ("w", 1.0), ("h", 2.0)] {
        write_dense(folder.path().join(format!("{name}.npy")), &dmatrix![value]).unwrap();
    }
    folder
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    let output = run(folder, &all).success().get_output().stdout.clone();
    serde_json::from_slice(&output).unwrap()
}

#[test]
fn the_answer_of_a_problem_by_hand() {
    let folder = by_hand();
    let answer = json(folder.path(), &["--count", "2", "--vectors", "v.npz"]);
    let values = answer["eigenvalues"].as_array().unwrap();
    let root = 13.0_f64.sqrt();
    assert!((values[0].as_f64().unwrap() - (5.0 - root) / 2.0).abs() < 1e-12);
    assert!((values[1].as_f64().unwrap() - (5.0 + root) / 2.0).abs() < 1e-12);
    for key in [
        "schema",
        "residuals",
        "products",
        "setup_products",
        "seconds",
        "lower_bound",
        "upper_bound",
        "stationary",
        "stopped",
        "meaning",
    ] {
        assert!(!answer[key].is_null(), "{key}");
    }
    assert_eq!(answer["schema"], 1);
    assert_eq!(answer["stationary"], false);
    assert_eq!(answer["stopped"], "converged");
    assert!(
        std::fs::read(folder.path().join("v.npz"))
            .unwrap()
            .starts_with(b"PK")
    );
    let largest = json(folder.path(), &["--which", "largest"]);
    assert!((largest["eigenvalues"][0].as_f64().unwrap() - (5.0 + root) / 2.0).abs() < 1e-12);
}

#[test]
fn the_text_says_what_the_number_means() {
    let folder = by_hand();
    let output = run(folder.path(), &[])
        .success()
        .get_output()
        .stdout
        .clone();
    let text = String::from_utf8(output).unwrap();
    for part in [
        "eigenvalue",
        "positive",
        "not stationary",
        "no eigenvalue was missed",
        "Hessian products",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn every_objective_and_the_free_entries() {
    let folder = by_hand();
    let mask = folder.path().join("p.npy");
    write_dense(mask, &dmatrix![1.0]).unwrap();
    let tikhonov = json(folder.path(), &["--objective", "tikhonov", "--lambda", "0"]);
    let root = 13.0_f64.sqrt();
    assert!((tikhonov["eigenvalues"][0].as_f64().unwrap() - (5.0 - root)).abs() < 1e-12);
    let masked = json(
        folder.path(),
        &[
            "--objective",
            "masked",
            "--mask",
            "p.npy",
            "--lambda",
            "0.5",
        ],
    );
    assert!((masked["eigenvalues"][0].as_f64().unwrap() - (6.0 - root) / 2.0).abs() < 1e-12);
    let free = json(folder.path(), &["--free"]);
    assert_eq!(free["fixed_entries"], 0);
}

#[test]
fn a_budget_gives_the_interval_so_far_and_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    for (name, matrix) in [
        ("x", uniform(60, 50, 1)),
        ("w", uniform(60, 3, 2)),
        ("h", uniform(3, 50, 3)),
    ] {
        write_dense(folder.path().join(format!("{name}.npy")), &matrix).unwrap();
    }
    let answer = json(folder.path(), &["--max-products", "2"]);
    assert_eq!(answer["stopped"], "budget");
    assert_eq!(answer["assurance"]["kind"], "none");
    assert!(answer["meaning"].as_str().unwrap().contains("used up"));
    let (below, above) = (
        answer["interval"][0].as_f64().unwrap(),
        answer["interval"][1].as_f64().unwrap(),
    );
    let full = json(folder.path(), &[]);
    let value = full["eigenvalues"][0].as_f64().unwrap();
    assert!(value <= above && below < above);
}

#[test]
fn input_that_makes_no_sense_is_told_in_a_line() {
    let folder = by_hand();
    let path = |name: &str| folder.path().join(name);
    write_dense(path("wide.npy"), &dmatrix![1.0, 2.0]).unwrap();
    write_dense(path("negative.npy"), &dmatrix![-1.0]).unwrap();
    write_dense(path("zero.npy"), &dmatrix![0.0]).unwrap();
    write_dense(path("huge.npy"), &dmatrix![1e200]).unwrap();
    std::fs::write(path("nan.csv"), "nan\n").unwrap();
    write_sparse(
        path("m.mtx"),
        &CsrMatrix::from(&DMatrix::<f64>::identity(2, 2)),
    )
    .unwrap();
    for (arguments, message) in [
        (
            vec!["--count", "0"],
            "0 eigenvalues were asked for, expected 1 to 2",
        ),
        (
            vec!["--count", "3"],
            "expected 1 to 2, the order of the Hessian",
        ),
        (vec!["--tol", "0"], "the tolerance is 0"),
        (vec!["--tol", "nan"], "the tolerance is NaN"),
        (vec!["--objective", "tikhonov", "--lambda", "-1"], "λ is -1"),
        (
            vec!["--objective", "tikhonov", "--m", "m.mtx", "--lambda", "1"],
            "M is 2×2, expected 2×1",
        ),
        (vec!["--lambda", "1"], "no place for --lambda"),
        (
            vec!["--objective", "masked", "--mask", "wide.npy"],
            "wide.npy: expected a 1×1 matrix",
        ),
        (vec!["--threads", "0"], "number would be zero"),
    ] {
        let output = run(folder.path(), &arguments)
            .code(2)
            .get_output()
            .stderr
            .clone();
        let text = String::from_utf8(output).unwrap();
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
    for (w, h, more, message) in [
        (
            "wide.npy",
            "h.npy",
            "--count=1",
            "h.npy: expected a 2×1 matrix",
        ),
        ("nan.csv", "h.npy", "--count=1", "nan.csv:1: field 1"),
        ("missing.npy", "h.npy", "--count=1", "missing.npy"),
        ("negative.npy", "h.npy", "--free", "W holds -1 at row 1"),
        (
            "zero.npy",
            "zero.npy",
            "--free",
            "every entry of the factors is held at zero",
        ),
        ("huge.npy", "h.npy", "--count=1", "beyond the range of f64"),
    ] {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("matproof"))
            .current_dir(folder.path())
            .args(["spectrum", "--x", "x.npy", "--w", w, "--h", h, more])
            .assert()
            .code(2)
            .get_output()
            .stderr
            .clone();
        let text = String::from_utf8(output).unwrap();
        assert!(text.contains(message), "{w}: {text}");
    }
}
