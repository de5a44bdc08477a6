//! `matproof factorize` as a program.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

fn matproof(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("matproof")
        .unwrap()
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const X: &str = "1,2,3,0\n2,4,6,0\n1,0,1,2\n0,3,1,1\n";

#[test]
fn factors_trace_and_summary_are_written_and_tell_one_story() {
    let folder = tempfile::tempdir().unwrap();
    let x = file(folder.path(), "x.csv", X);
    let out = folder.path().join("deep/out");
    let out_name = out.display().to_string();
    let (code, stdout, stderr) = matproof(&[
        "factorize",
        &x,
        "--rank",
        "2",
        "--certify",
        "--tol",
        "1e-10",
        "--out",
        &out_name,
    ]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("relative error") && stdout.contains("smallest Hessian eigenvalue"),
        "{stdout}"
    );
    let summary: Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    for field in [
        "objective",
        "relative_error",
        "kkt_residual",
        "iterations",
        "seconds",
        "stopped",
    ] {
        assert!(!summary[field].is_null(), "{field}: {summary}");
    }
    let trace = std::fs::read_to_string(out.join("trace.csv")).unwrap();
    assert!(trace.starts_with(
        "iteration,seconds,products,objective,kkt_residual,step,smallest_eigenvalue\n"
    ));
    assert_eq!(
        trace.lines().count() as u64,
        summary["iterations"].as_u64().unwrap() + 2
    );
    // The spectrum of what was written is the certificate.
    let (w, h) = (format!("{out_name}/W.npy"), format!("{out_name}/H.npy"));
    let (code, stdout, stderr) = matproof(&[
        "spectrum", "--x", &x, "--w", &w, "--h", &h, "--free", "--format", "json",
    ]);
    assert_eq!(code, 0, "{stderr}");
    let spectrum: Value = serde_json::from_str(&stdout).unwrap();
    let certificate = &summary["certificate"];
    let gap = spectrum["eigenvalues"][0].as_f64().unwrap()
        - certificate["eigenvalues"][0].as_f64().unwrap();
    assert!(gap.abs() < 1e-8, "{spectrum} {certificate}");
    assert_eq!(spectrum["stationary"], certificate["stationary"]);
    // And they are where another run can go on.
    let (code, stdout, stderr) = matproof(&[
        "factorize",
        &x,
        "--rank",
        "2",
        "--w0",
        &w,
        "--h0",
        &h,
        "--format",
        "json",
        "--tol",
        "1e-8",
    ]);
    assert_eq!(code, 0, "{stderr}");
    let again: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(again["iterations"], 0);
}

#[test]
fn bad_input_is_told_with_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let x = file(folder.path(), "x.csv", X);
    let negative = file(folder.path(), "negative.csv", "1,-2\n3,4\n");
    let hidden = file(
        folder.path(),
        "mask.csv",
        "1,1,1,1\n0,0,0,0\n1,1,1,1\n1,1,1,1\n",
    );
    let cases: &[(&[&str], &str)] = &[
        (&[&x, "--rank", "0"], "rank is 0"),
        (&[&negative, "--rank", "1"], "--unconstrained"),
        (
            &[&x, "--rank", "2", "--method", "magic"],
            "expected one of auto",
        ),
        (
            &[&x, "--rank", "2", "--method", "hals", "--step", "1"],
            "its own steps",
        ),
        (
            &[&x, "--rank", "2", "--lambda", "1"],
            "no place for --lambda",
        ),
        (
            &[
                &x,
                "--rank",
                "2",
                "--objective",
                "tikhonov",
                "--lambda",
                "-1",
            ],
            "λ is -1",
        ),
        (
            &[
                &x,
                "--rank",
                "2",
                "--objective",
                "masked",
                "--mask",
                &hidden,
            ],
            "row 2",
        ),
        (&[&x, "--rank", "2", "--init", "svd"], "any sign"),
        (&[&x, "--rank", "2", "--tol", "-1"], "tolerance"),
        (&[&x, "--rank", "2", "--w0", &x, "--h0", &x], "expected"),
        (&[&x, "--rank", "2", "--w0", &x], "--h0"),
        (&["missing.npy", "--rank", "2"], "missing.npy"),
        (&[&x, "--rank", "2,3"], "--hold-out"),
        (
            &[&x, "--rank", "2", "--hold-out", "0.5"],
            "--objective masked",
        ),
        (
            &[
                &x,
                "--rank",
                "2",
                "--objective",
                "masked",
                "--hold-out",
                "2",
            ],
            "share",
        ),
    ];
    for (arguments, expected) in cases {
        let mut all = vec!["factorize"];
        all.extend_from_slice(arguments);
        let (code, _, stderr) = matproof(&all);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
}

#[test]
fn a_run_that_stops_early_or_diverges_says_so_and_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let x = file(folder.path(), "x.csv", X);
    let (code, stdout, _) = matproof(&["factorize", &x, "--rank", "2", "--max-iterations", "3"]);
    assert!(
        code == 0 && stdout.contains("most iterations allowed"),
        "{stdout}"
    );
    let (code, stdout, _) = matproof(&[
        "factorize",
        &x,
        "--rank",
        "2",
        "--method",
        "gradient-constant",
        "--step",
        "50",
        "--unconstrained",
    ]);
    assert!(code == 0 && stdout.contains("diverged"), "{stdout}");
    let (code, stdout, _) = matproof(&[
        "factorize",
        &x,
        "--rank",
        "2",
        "--max-seconds",
        "0",
        "--format",
        "json",
    ]);
    assert!(code == 0 && stdout.contains("\"seconds\""), "{stdout}");
}
