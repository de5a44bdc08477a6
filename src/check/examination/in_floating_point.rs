//! A claim before an oracle that computes in floating point and knows its error.

use super::{Asked, claimed, finding, shapes_fit};
use crate::check::comparison::{Comparison, compare};
use crate::check::{Case, Claim, Finding, Oracle, Outcome, Place};
use crate::oracle::Differentiator;

/// Compares claim and truth entry by entry at every case.
pub(in crate::check) fn in_floating_point<'a>(
    claim: &Claim,
    oracle: Oracle,
    differentiator: &dyn Differentiator<f64>,
    cases: impl Iterator<Item = &'a Case>,
) -> Asked {
    let mut result = finding(oracle, Outcome::NotApplicable, "");
    let (mut asked, mut skipped) = (0, Vec::new());
    for case in cases {
        let truth = claim
            .quantity
            .truth(differentiator, &claim.signature, &case.point);
        let values =
            claimed(claim, differentiator, &case.point)?.and_then(|claimed| Ok((claimed, truth?)));
        let (claimed, truth) = match values {
            Ok(values) => values,
            Err(reason) => {
                skipped.push(format!("{}: {reason}", case.name));
                continue;
            }
        };
        shapes_fit(claimed.shape(), truth.shape(), &case.name)?;
        let comparison = compare(&claimed, &truth);
        asked += 1;
        absorb(&mut result, &comparison, case);
    }
    result.detail = format!("{asked} points");
    if let Some(blind) = result.blind_below {
        result.detail += &format!(", sees relative errors down to {blind:.0e}");
    }
    for reason in skipped {
        result.detail += &format!("; no answer at {reason}");
    }
    Ok(result)
}

/// Adds what was seen at one point to an oracle's finding.
fn absorb(result: &mut Finding, comparison: &Comparison, case: &Case) {
    // Doubt at a special point, where entries cancel, is not held against what a generic point shows.
    let outcome = match comparison.outcome {
        Outcome::Undecided if !case.generic => Outcome::NotApplicable,
        other => other,
    };
    let worse = result.outcome.and(outcome) != result.outcome;
    let larger = comparison.gap.unwrap_or(0.0) > result.gap.unwrap_or(0.0);
    if outcome == Outcome::Disagrees && (worse || larger) {
        result.place = comparison.worst.map(|worst| Place {
            case: case.name.clone(),
            entry: Some(worst.entry),
            claimed: worst.claimed,
            truth: worst.truth,
            tolerance: worst.noise,
        });
    }
    result.outcome = result.outcome.and(outcome);
    if case.generic || outcome == Outcome::Disagrees {
        result.gap = Some(result.gap.unwrap_or(0.0).max(comparison.gap.unwrap_or(0.0)));
    }
    if case.generic {
        result.blind_below = comparison.blind_below;
    }
}
