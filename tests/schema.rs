//! Everything that is printed as JSON is laid out as its schema says; the schemas of this version stand under `reports/schema`.
//!
//! `report.json` is held against its schema in `tests/report`.

#![allow(
    clippy::unwrap_used,
    reason = "a failed assumption of a test is a failed test"
)]

use assert_cmd::Command;
use matproof::report::schema::Printed;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn schema(printed: Printed) -> Value {
    serde_json::to_value(printed.schema()).unwrap()
}

fn printed(arguments: &[&str], input: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_matproof"))
        .args(arguments)
        .args(["--format", "json"])
        .write_stdin(input)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

/// The spectrum at the factors that a factorization left in a directory.
fn spectrum(out: &str, x: &str, more: &[&str]) -> Value {
    let [w, h] = ["W.npy", "H.npy"].map(|name| format!("{out}/{name}"));
    printed(
        &[&["spectrum", "--x", x, "--w", &w, "--h", &h], more].concat(),
        "",
    )
}

/// What a validator says about a value.
fn faults(printed: Printed, value: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema(printed)).unwrap();
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// A layout changes knowingly: `matproof schema report > reports/schema/report.json`.
#[test]
fn the_schemas_are_those_that_are_published() {
    for what in Printed::ALL {
        let path = Path::new("reports/schema").join(format!("{}.json", what.name()));
        let published: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(schema(what), published, "{}", path.display());
    }
}

#[test]
fn what_is_printed_fits_its_schema() {
    let notes = "Let $A$ be $n\\times n$ and $f(x) = x^\\top A x$ with $x\\in\\mathbb R^n$.\n\n\
                 $$\\nabla f = 2Ax$$\n\n$$\\|A\\|_F^2 = \\mathrm{tr}(A^\\top A) = \\mathrm{tr}(AA)$$\n\n$$\\nabla f = \\operatorname{foo}(x)$$\n\n$$\\nabla f = Ax + A^\\top x$$\n";
    let checked = printed(&["check", "-"], notes);
    let verdicts: Vec<&str> = checked["documents"][0]["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["verdict"].as_str().unwrap())
        .collect();
    for verdict in ["refuted", "proved", "definition"] {
        assert!(verdicts.contains(&verdict), "{verdicts:?}");
    }
    let directory = tempfile::tempdir().unwrap();
    let x = directory.path().join("x.csv");
    fs::write(&x, "3,0,1,2\n1,4,0,5\n2,2,7,1\n0,6,3,3\n9,1,0,4\n").unwrap();
    let x = x.to_str().unwrap();
    let out = directory.path().join("out");
    let out = out.to_str().unwrap();
    let read = |name: &str| fs::read_to_string(format!("{out}/{name}")).unwrap();
    let tiny = directory.path().join("tiny.md");
    fs::write(
        &tiny,
        "Let $A$ be $n\\times m$. $$\\|A\\|_F^2 = \\mathrm{tr}(A^\\top A)$$\n",
    )
    .unwrap();
    let answers = [
        (Printed::Check, checked),
        (
            Printed::Derive,
            printed(&["derive", "½‖X − WH‖²", "--wrt", "W,H", "--hessian"], ""),
        ),
        (
            Printed::Derive,
            printed(&["derive", "A X B", "--wrt", "X"], ""),
        ),
        (
            Printed::Factorize,
            printed(&["factorize", x, "--rank", "2", "--certify"], ""),
        ),
        (
            Printed::Factorize,
            printed(&["factorize", x, "--rank", "2", "--out", out], ""),
        ),
        (
            Printed::Factorize,
            serde_json::from_str(&read("summary.json")).unwrap(),
        ),
        (Printed::Spectrum, spectrum(out, x, &[])),
        (
            Printed::Spectrum,
            spectrum(out, x, &["--objective", "masked", "--free"]),
        ),
        (
            Printed::Selftest,
            printed(&["selftest", tiny.to_str().unwrap()], ""),
        ),
    ];
    for (what, value) in &answers {
        assert_eq!(
            faults(*what, value),
            Vec::<String>::new(),
            "{}",
            what.name()
        );
    }

    // The validator is not blind.
    let mut spoiled = answers[0].1.clone();
    spoiled["documents"][0]["claims"][0]["verdict"] = "perhaps".into();
    spoiled["schema"] = "1".into();
    let found = faults(Printed::Check, &spoiled);
    assert_eq!(found.len(), 2, "{found:?}");
}
