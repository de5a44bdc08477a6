//! No plausible wrong formula survives.

use matproof::check::{Oracle, Outcome, Verdict, examine};
use matproof::study::liars;

#[test]
fn every_liar_is_refuted_with_something_to_check_by_hand() {
    let liars = liars::all();
    assert!(liars.len() >= 30);
    for liar in liars {
        let examination = examine(&liar.claim, 7);
        let report = format!("{}, {}: {examination}", liar.claim.group, liar.mistake);
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{report}\n");
        }
        match &examination.verdict {
            Verdict::Refuted { by } => {
                assert!(
                    by.contains(&Oracle::Exact) && by.contains(&Oracle::Autodiff),
                    "{report}"
                );
                assert!(examination.counterexample.is_some(), "{report}");
            }
            Verdict::IllTyped { reason } => assert!(!reason.is_empty()),
            other => panic!("{other} — {report}"),
        }
        let taken_in = |o: Oracle| {
            examination.finding(o).is_some_and(|f| {
                f.outcome == Outcome::Agrees && f.blind_below.is_some_and(|b| b <= 0.0)
            })
        };
        assert!(
            !taken_in(Oracle::Exact) && !taken_in(Oracle::Symbolic),
            "{report}"
        );
    }
}
