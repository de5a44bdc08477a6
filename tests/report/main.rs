//! `matproof report` as its users run it.

#![allow(
    clippy::unwrap_used,
    reason = "a failed assumption of a test is a failed test"
)]

mod browser;
mod made;

use crate::made::{made, matproof};
use matproof::report::schema::Printed;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn names(directory: &Path, ending: &str) -> Vec<String> {
    let files = fs::read_dir(directory)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap());
    files
        .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
        .collect()
}

#[test]
fn a_report_lists_every_formula_and_liar_and_draws_its_pictures() {
    let (out, said) = made();
    assert!(
        said.contains("formulas and kernels hold") && said.contains("index.html"),
        "{said}"
    );

    let (svg, png) = (names(out, ".svg"), names(out, ".png"));
    assert!(
        svg.len() >= 8 && svg.iter().all(|name| png.contains(name)),
        "{svg:?} {png:?}"
    );
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(
        page.contains("<math") && !page.contains("src=\"http"),
        "self-contained, formulas typeset"
    );

    let json: Value = serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(
        (&json["schema"], &json["seed"]),
        (&Value::from(1), &Value::from(5))
    );
    let schema = serde_json::to_value(Printed::Report.schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let faults: Vec<_> = validator
        .iter_errors(&json)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(faults, Vec::<String>::new());
    for claim in json["claims"].as_array().unwrap() {
        let verdict = claim["verdict"].as_str().unwrap();
        assert!(["proved", "holds"].contains(&verdict), "{claim}");
        let oracles = claim["oracles"].as_array().unwrap();
        assert_eq!(oracles.len(), 6, "{claim}");
        let gaps = oracles
            .iter()
            .filter(|o| o["outcome"] == "agrees" && o["gap"].is_number());
        assert!(gaps.count() >= 2, "{claim}");
    }
    let liars = json["liars"].as_array().unwrap();
    assert!(liars.len() >= 30);
    for liar in liars {
        assert_eq!(liar["refuted"], true, "{liar}");
        assert!(
            liar["counterexample"].is_object() || liar["verdict"] == "ill-typed",
            "{liar}"
        );
    }
}

/// What is wrong is said in one line that names the file and the place, and the exit code is 2.
#[test]
fn bad_data_end_in_one_clear_line() {
    let directory = tempdir().unwrap();
    let file = |name: &str, text: &[u8]| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let huge = file("huge.csv", b"1e200,1e200\n1e200,1e200\n");
    for (path, expected) in [
        (
            directory.path().join("missing.csv"),
            "missing.csv: expected a file",
        ),
        (file("empty.csv", b""), "empty.csv"),
        (file("ragged.csv", b"1,2\n3\n"), "ragged.csv:2"),
        (file("text.csv", b"1,2\n3,four\n"), "text.csv:2"),
        (file("nan.csv", b"1,2\nNaN,4\n"), "nan.csv:2"),
        (file("infinite.csv", b"1,inf\n"), "infinite.csv:1"),
        (file("binary.npy", &[0, 159, 146, 150]), "binary.npy"),
        (
            file(
                "short.mtx",
                b"%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n",
            ),
            "short.mtx",
        ),
        (file("sheet.xlsx", b"PK"), "sheet.xlsx"),
        (huge, "huge.csv"),
    ] {
        let output = matproof()
            .args(["report", "--out"])
            .arg(directory.path().join("out"))
            .arg("--data")
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.starts_with("error: ") && said.contains(expected),
            "{said}"
        );
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
}

#[test]
fn bad_usage_exits_with_2_and_help_with_0() {
    for (arguments, code) in [
        (vec!["rport"], 2),
        (vec!["report", "--seed", "x"], 2),
        (vec![], 2),
        (vec!["--help"], 0),
        (vec!["--version"], 0),
    ] {
        let output = matproof().args(&arguments).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {output:?}"
        );
    }
    let out = matproof()
        .args(["report", "--out", "/dev/null/report"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(
        String::from_utf8(out.stderr)
            .unwrap()
            .contains("/dev/null/report")
    );
}
