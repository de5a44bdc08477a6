//! Mistakes in true equations, and who notices them.

use matproof::document::Document;
use matproof::mutation::{Family, Settings, Tally, selftest};

/// Every kind of mistake can be made in these.
const TEXT: &str = r"
Let $X \in \mathbb{R}^{n\times m}$, $W \in \mathbb{R}^{n\times k}$, $H \in \mathbb{R}^{k\times m}$ and
$f(W, H) = \tfrac12\|X - WH\|_F^2$. Then
$$\nabla_W f = (WH - X)H^\top$$
$$\frac{\partial f}{\partial W_{ir}} = ((WH - X)H^\top)_{ir}$$

Let $A \in \mathbb{R}^{p\times q}$, $B \in \mathbb{R}^{r\times s}$. Then
$$K_{r,p}(A \otimes B) = (B \otimes A)K_{s,q}$$

Let $Z \in \mathbb{R}^{p\times p}$ be invertible. Then
$$\nabla_Z \log\det Z = (Z^{-1})^\top$$

Let $C, D \in \mathbb{R}^{p\times p}$ and $g(C) = \tfrac12\|C \circ D\|_F^2$. Then $\nabla_C g = D\circ D\circ C$.
";

fn tally() -> Tally {
    let settings = Settings {
        most: 2,
        ..Settings::default()
    };
    selftest(&Document::read(TEXT), &settings)
}

#[test]
fn every_mistake_of_every_family_is_refuted() {
    let found = tally();
    assert_eq!(found.equations, 5);
    assert!(found.missed.is_empty(), "{:#?}", found.missed);
    for family in Family::ALL {
        let count = found.families.get(&family).cloned().unwrap_or_default();
        assert!(count.tried > 0, "{family}: {count:?}");
        assert_eq!(count.refuted, count.tried, "{family}");
    }
}

#[test]
fn oracles_are_counted_one_by_one() {
    let total = tally().total();
    let by = |oracle: &str| total.by.get(oracle).copied().unwrap_or(0);
    // Dual numbers see what they can see everywhere; Taylor slopes are blind to small errors.
    assert_eq!(by("autodiff"), total.refuted - total.ill_typed);
    assert!(by("symbolic") > 0 && by("exact") > 0 && by("differences") > 0);
    assert!(
        by("taylor") > 0 && by("taylor") < by("autodiff"),
        "{total:?}"
    );
}

/// D∘C for C∘D and the like: to be no mistake they have to be proved equal.
#[test]
fn equivalent_changes_are_proved_and_not_counted() {
    let text = r"Let $a, b \in \mathbb{R}^{n}$. Then $a^\top b = b^\top a$.";
    let found = selftest(&Document::read(text), &Settings { most: 9, seed: 1 });
    let total = found.total();
    assert!(total.equivalent > 0 && found.missed.is_empty(), "{found:?}");
}

/// What is wrong already is not spoiled further, and what is not understood is not counted as right.
#[test]
fn only_what_is_right_is_spoiled() {
    let text = r"Let $a \in \mathbb{R}^{n}$ and $f(a) = a^\top a$. Then $\nabla_a f = a$.";
    assert_eq!(
        selftest(&Document::read(text), &Settings::default()),
        Tally::default()
    );
}

#[test]
fn the_command_counts_and_its_exit_code_says_whether_all_were_caught() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, TEXT).unwrap();
    let run = |extra: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_matproof"))
            .args(["selftest", path.to_str().unwrap(), "--most", "1"])
            .args(extra)
            .output()
            .unwrap()
    };
    let human = run(&[]);
    let text = String::from_utf8(human.stdout).unwrap();
    assert!(
        human.status.success() && text.contains(" 0 missed"),
        "{text}"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&run(&["--format", "json"]).stdout).unwrap();
    assert_eq!(
        (json["schema"].as_u64(), json["equations"].as_u64()),
        (Some(1), Some(5))
    );
    assert_eq!(json["total"]["made"], json["total"]["refuted"]);
    std::fs::write(&path, "No formula.").unwrap();
    let nothing = run(&[]);
    assert_eq!(nothing.status.code(), Some(2));
}

/// The mistake shows at r = s, at k = 1 for instance, or at observed entries: an oracle that was asked elsewhere does not contradict.
#[test]
fn a_mistake_that_shows_at_few_points_is_a_mistake_and_no_contradiction() {
    use matproof::review::{Verdict, review};
    let shapes = r"Let $X, M, P \in \mathbb{R}^{n\times m}$, $W \in \mathbb{R}^{n\times k}$, $H \in \mathbb{R}^{k\times m}$, $\lambda > 0$. ";
    let penalized = r"Let $f(W) = \tfrac12\|X - WH\|_F^2 + \tfrac\lambda2\|W\|_F^2$. Then
$$\frac{\partial^2 f}{\partial W_{ir}\,\partial W_{ps}} = \delta_{ip}((HH^\top)_{rs} - \lambda\delta_{rs})$$";
    let masked = r"Let $P$ be a mask and $f(W) = \tfrac12\|P\circ(X - WH)\|_F^2$. Then
$$\frac{\partial f}{\partial W_{ir}} = -\sum_{j=1}^{m} P_{ij}(WH - X)_{ij}H_{rj}$$";
    for text in [penalized, masked] {
        for seed in 0..8 {
            let found = review(&Document::read(&format!("{shapes}{text}")), seed);
            let last = found.entries.last().unwrap();
            assert_eq!(last.verdict, Verdict::Refuted, "seed {seed}: {last:?}");
            assert!(
                !last.contradiction && last.counterexample.is_some(),
                "{last:?}"
            );
        }
    }
}
