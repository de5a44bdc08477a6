//! Every shipped formula and kernel holds at every point, by every oracle that applies.

use matproof::check::{Oracle, Outcome, Verdict, examine};
use matproof::study::claims;

/// The written formulas, unchanged, are proved for every shape.
#[test]
fn every_shipped_formula_is_proved() {
    for claim in claims::all() {
        let examination = examine(&claim, 1);
        assert_eq!(
            examination.verdict,
            Verdict::Proved,
            "{} — {examination}",
            claim.group
        );
    }
}

#[test]
fn every_shipped_claim_holds() {
    for claim in [claims::all(), claims::of_kernels()].concat() {
        let examination = examine(&claim, 20_240_215);
        assert!(
            examination.verdict.is_supported(),
            "{} — {examination}",
            claim.group
        );
        for oracle in [Oracle::Exact, Oracle::Autodiff, Oracle::FiniteDifference] {
            let finding = examination.finding(oracle).unwrap();
            assert_eq!(
                finding.outcome,
                Outcome::Agrees,
                "{} — {examination}",
                claim.group
            );
        }
    }
}
