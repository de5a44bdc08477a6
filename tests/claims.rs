//! Every shipped formula and kernel holds at every point, by every oracle that applies.

use matproof::check::{Oracle, Outcome, examine};
use matproof::study::claims;

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
