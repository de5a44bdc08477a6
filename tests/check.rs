//! `matproof check` as a newcomer runs it.

#![allow(clippy::unwrap_used, reason = "a test may stop at what must be there")]

use assert_cmd::Command;
use serde_json::Value;

fn check(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("matproof"));
    let output = command
        .arg("check")
        .args(arguments)
        .write_stdin(input)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

const RIGHT: &str =
    "Let $f(W,H) = \\frac12\\|X - WH\\|_F^2$.\n\n$$\\nabla_W f(W,H) = (WH - X)H^\\top$$\n";
const WRONG: &str =
    "Let $f(W,H) = \\frac12\\|X - WH\\|_F^2$.\n\n$$\\nabla_W f(W,H) = (X - WH)H^\\top$$\n";

#[test]
fn a_right_gradient_is_proved() {
    let (code, out, err) = check(&["-"], RIGHT);
    assert_eq!(
        (code, out.trim(), err.as_str()),
        (0, "-: 1 proved, 1 definition", "")
    );
}

#[test]
fn a_wrong_gradient_is_shown_where_it_stands() {
    let (code, out, _) = check(&["-"], WRONG);
    assert_eq!(code, 1);
    for part in [
        "wrong gradient",
        "--> -:3:3",
        "refuted by symbolic",
        "did you mean",
        "1 refuted",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn shapes_that_do_not_fit_are_named() {
    let (code, out, _) = check(&["-"], &RIGHT.replace("(WH - X)H^\\top", "H^\\top(WH - X)"));
    assert_eq!(code, 1);
    assert!(
        out.contains("ill-typed gradient: cannot multiply Hᵀ (m×k) by WH − X (n×m)"),
        "{out}"
    );
}

#[test]
fn what_is_marked_as_wrong_has_to_fail() {
    let marked = |text: &str| {
        text.replace(
            "$$\\nabla",
            "<!-- matproof: expect failure -->\n\n$$\\nabla",
        )
    };
    assert_eq!(check(&["-"], &marked(WRONG)).0, 0);
    let (code, out, _) = check(&["-"], &marked(RIGHT));
    assert_eq!(code, 1);
    assert!(out.contains("marked as wrong, but it holds"), "{out}");
}

#[test]
fn json_has_an_entry_for_each_relation() {
    let (code, out, _) = check(&["--format", "json", "-"], WRONG);
    assert_eq!(code, 1);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["schema"], 1);
    let claims = found["documents"][0]["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 2);
    let claim = &claims[1];
    let place = |key: &str| usize::try_from(claim[key].as_u64().unwrap()).unwrap();
    assert_eq!(
        &WRONG[place("start")..place("end")],
        claim["latex"].as_str().unwrap()
    );
    assert_eq!(
        (claim["verdict"].as_str(), claim["kind"].as_str()),
        (Some("refuted"), Some("gradient"))
    );
    assert!(claim["counterexample"]["values"]["W"].is_array());
    assert_eq!(claim["correction"]["kind"], "did-you-mean");
    assert_eq!(found["summary"]["refuted"], 1);
}

#[test]
fn other_programs_are_told_too() {
    let (_, out, _) = check(&["--format", "junit", "-"], WRONG);
    assert!(
        out.contains("tests=\"2\"") && out.contains("failures=\"1\""),
        "{out}"
    );
    let (_, out, _) = check(&["--format", "github", "-"], WRONG);
    assert!(
        out.starts_with("::error file=-,line=3,col=3,title=refuted gradient::"),
        "{out}"
    );
}

#[test]
fn strictly_what_is_not_understood_is_wrong() {
    let text = "$$\\operatorname{foo}(x) + 1 = \\operatorname{bar}(x) + 1$$";
    assert_eq!(check(&["-"], text).0, 0);
    assert_eq!(check(&["--strict", "-"], text).0, 1);
}

#[test]
fn what_is_no_text_could_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.md");
    std::fs::write(&path, b"\x89PNG\0").unwrap();
    let (code, _, err) = check(&[path.to_str().unwrap()], "");
    assert_eq!(code, 2);
    assert!(err.contains("a binary file, not a text"), "{err}");
    assert_eq!(check(&["no-such-file.md"], "").0, 2);
    let (code, _, err) = check(&[folder.path().join("none").to_str().unwrap()], "");
    assert_eq!((code, err.starts_with("error: ")), (2, true));
}

#[test]
fn a_folder_is_searched_for_documents() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("inner")).unwrap();
    std::fs::write(folder.path().join("a.md"), RIGHT).unwrap();
    std::fs::write(folder.path().join("inner/b.tex"), RIGHT).unwrap();
    std::fs::write(folder.path().join("c.rs"), WRONG).unwrap();
    let (code, out, _) = check(&[folder.path().to_str().unwrap()], "");
    assert_eq!(code, 0, "{out}");
    assert!(
        out.trim_end()
            .ends_with("2 documents: 2 proved, 2 definitions"),
        "{out}"
    );
}

/// A determinant has full degree only along directions of full rank: with another one, exact arithmetic refutes this.
#[test]
fn the_differential_of_a_large_determinant_holds() {
    for n in 2..=6 {
        let text = format!(
            "Let $X \\in \\mathbb{{R}}^{{{n} \\times {n}}}$.\n\n$$d\\det X = \\det(X)\\operatorname{{tr}}(X^{{-1}} dX)$$\n"
        );
        let (code, out, _) = check(&["-"], &text);
        assert_eq!(code, 0, "{out}");
        assert!(out.contains("1 holds") || out.contains("1 proved"), "{out}");
    }
}
