//! The smallest sizes at which a claim fails, by numbers: for functions that have no counterexample in integers.

use super::case::generic_point;
use super::counterexample::size_vectors;
use super::examination::in_floating_point;
use super::{Case, Claim, Oracle, Outcome, Place};
use crate::oracle::{autodiff::Autodiff, finite_difference::FiniteDifference};

/// Looks at generic points of all sizes 1, 2, 3, the smallest total first; `None` if the claim fails at none of them.
#[must_use]
pub fn smallest_failure(claim: &Claim, seed: u64) -> Option<Place> {
    for sizes in size_vectors(claim.signature.dimensions().len()) {
        let named: Vec<_> = claim
            .signature
            .dimensions()
            .iter()
            .zip(&sizes)
            .map(|(name, size)| format!("{name}={size}"))
            .collect();
        let case = Case {
            name: named.join(" "),
            point: generic_point(&claim.signature, &sizes, seed),
            generic: true,
            thorough: true,
        };
        let case = std::iter::once(&case);
        let found = match in_floating_point(claim, Oracle::Autodiff, &Autodiff, case.clone()) {
            Ok(found) if found.outcome == Outcome::NotApplicable => {
                let differences = FiniteDifference::default();
                in_floating_point(claim, Oracle::FiniteDifference, &differences, case)
            }
            found => found,
        };
        if let Ok(found) = found
            && found.outcome == Outcome::Disagrees
        {
            return found.place;
        }
    }
    None
}
