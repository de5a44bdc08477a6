//! `matproof derive` as a newcomer runs it: the textbook answers, and what wrong input is told.

#![expect(
    clippy::unwrap_used,
    reason = "whatever does not run or read fails the test"
)]

use assert_cmd::Command;
use serde_json::Value;

fn derive(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(assert_cmd::cargo::cargo_bin!("matproof"))
        .arg("derive")
        .args(arguments)
        .env("NO_COLOR", "1")
        .assert()
}

/// The formulas printed, by the name on their left.
fn formulas(arguments: &[&str]) -> Vec<(String, String)> {
    let output = derive(arguments).success().get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("proved for every shape"), "{text}");
    let formula = |line: &str| {
        let (name, rest) = line.trim().split_once(" = ")?;
        // The shape stands at the end, behind at least three spaces.
        let (formula, _) = rest.rsplit_once("   ")?;
        Some((name.to_owned(), formula.trim().to_owned()))
    };
    text.lines().skip(2).filter_map(formula).collect()
}

fn answers(arguments: &[&str], expected: &[(&str, &str)]) {
    let own = |(name, formula): &(&str, &str)| ((*name).to_owned(), (*formula).to_owned());
    let expected: Vec<_> = expected.iter().map(own).collect();
    assert_eq!(formulas(arguments), expected, "{arguments:?}");
}

#[test]
fn the_three_objectives_have_the_textbook_blocks() {
    let expected = [
        ("∇_W f", "(WH − X)Hᵀ"),
        ("∇_H f", "Wᵀ(WH − X)"),
        ("∂²f/∂W∂W", "HHᵀ ⊗ I_n"),
        ("∂²f/∂W∂H", "H ⊗ W + (I_k ⊗ (WH − X))K_{k,m}"),
        ("∂²f/∂H∂W", "Hᵀ ⊗ Wᵀ + ((WH − X)ᵀ ⊗ I_k)K_{n,k}"),
        ("∂²f/∂H∂H", "I_m ⊗ WᵀW"),
    ];
    for text in [
        r"1/2 \|X - W H\|_F^2",
        "||X - W*H||^2/2",
        "½‖X−WH‖²",
        r"\frac12\lVert X-WH\rVert_F^2",
    ] {
        answers(&[text, "--wrt", "W,H", "--hessian"], &expected);
    }
    let tikhonov = formulas(&["‖X−WH‖² + λ‖MW‖²", "--wrt", "W,H", "--hessian"]);
    assert_eq!(tikhonov[2].1, "2(HHᵀ ⊗ I_n + λ(I_k ⊗ MᵀM))");
    let masked = "½‖P∘(UVᵀ − M)‖² + λ/2(‖U‖²+‖V‖²)";
    answers(
        &[masked, "--wrt", "U,V", "--given", "P mask"],
        &[
            ("∇_U f", "(P∘(UVᵀ − M))V + λU"),
            ("∇_V f", "(P∘(UVᵀ − M))ᵀU + λV"),
        ],
    );
}

#[test]
fn other_objectives_are_answered() {
    answers(
        &["Σ(WH − X∘log(WH))", "--wrt", "W,H"],
        &[
            ("∇_W f", "(𝟏_{n×k} − X ⊘ WH)Hᵀ"),
            ("∇_H f", "Wᵀ(𝟏_{n×k} − X ⊘ WH)"),
        ],
    );
    answers(&["log det(XᵀX)"], &[("∇_X f", "2X(XᵀX)⁻¹")]);
    answers(&["tr(X⁻¹A)", "--wrt", "X"], &[("∇_X f", "−X⁻ᵀAᵀX⁻ᵀ")]);
    answers(
        &["‖X − USVᵀ‖²", "--wrt", "S"],
        &[("∇_S f", "2Uᵀ(USVᵀ − X)V")],
    );
    answers(&["‖x−a‖", "--wrt", "x"], &[("∇_x f", "(x − a)/‖x − a‖")]);
    answers(
        &["tr(X'AX)", "--wrt", "X", "--given", "A symmetric"],
        &[("∇_X f", "2AX")],
    );
    let softmax = formulas(&["exp(x)/sum(exp(x))"]);
    assert_eq!(softmax[0].0, "∂vec F/∂vec x");
    let logistic = "sum(log(1_n + exp(−y∘(Xw)))) + λ/2‖w‖²";
    assert_eq!(formulas(&[logistic, "--wrt", "w", "--hessian"]).len(), 2);
    assert_eq!(formulas(&["‖WᵀW − I‖²", "--hessian"]).len(), 2);
}

#[test]
fn json_keeps_its_contract() {
    let assert = derive(&["½‖X−WH‖²", "--wrt", "W,H", "--hessian", "--format", "json"]).success();
    let json: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["shapes"]["W"], "n×k");
    assert_eq!(json["gradient"]["W"], r"(W H - X) H^\top");
    assert_eq!(json["hessian"]["W,W"], r"H H^\top \otimes I_n");
    assert_eq!(json["hessian"].as_object().unwrap().len(), 4);
    assert!(json["expression"].as_str().unwrap().contains("X - W H"));
}

#[test]
fn code_is_printed_for_numpy_and_rust() {
    let output = |format| {
        let assert = derive(&["½‖X−WH‖²", "--wrt", "W", "--format", format]).success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    assert!(output("numpy").contains("def gradient_w(X, W, H):"));
    assert!(output("rust").contains("    (w * h - x) * h.transpose()\n}"));
    assert!(output("latex").contains(r"\nabla_{W} f = (W H - X) H^\top"));
}

/// Exit code 2, nothing on standard output, and a message that says what and where.
#[test]
fn wrong_input_is_told_with_its_place() {
    let told = |arguments: &[&str], parts: &[&str]| {
        let assert = derive(arguments).code(2).stdout("");
        let message = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        for part in parts {
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    };
    told(&["||A"], &["expected `‖`, found the end", "^"]);
    told(&[""], &["error"]);
    told(&["tr(A", "--wrt", "A"], &["error", "^"]);
    told(&["WX", "--wrt", "Q"], &["no variable `Q`", "W, X"]);
    told(&["WX", "--hessian"], &["a Hessian is of a scalar", "n×k"]);
    told(
        &["tr(A)", "--given", "A wobbly"],
        &["found `wobbly`", "<given>", "^"],
    );
    let shapes = "W: n×k, H: k×m, X: n×m";
    told(&["‖X − WHᵀ‖²", "--given", shapes], &["k and m differ", "^"]);
}
