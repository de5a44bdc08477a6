//! Comparing a claimed matrix with the true one, entry by entry, excusing estimated rounding and no more.

use super::Outcome;
use crate::oracle::{Estimate, Estimates};

/// How a claimed matrix compares with the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Agrees, disagrees, or undecided where the gap is neither inside nor clearly outside the rounding.
    pub outcome: Outcome,
    /// The largest relative gap |claim − truth|/|truth| over the entries that are not zero within rounding;
    /// for those that are, relative to the largest entry. `None` if there is nothing to compare.
    pub gap: Option<f64>,
    /// The relative error of one entry below which this comparison is blind, the worst over the entries that
    /// are not zero within rounding; `None` if all are.
    pub blind_below: Option<f64>,
    /// How many entries are zero within rounding.
    pub vanishing: usize,
    /// The entry with the largest gap beyond its rounding.
    pub worst: Option<Worst>,
}

/// An entry where two matrices part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worst {
    /// Its place, counted from zero.
    pub entry: (usize, usize),
    /// What is claimed.
    pub claimed: f64,
    /// What is true.
    pub truth: f64,
    /// The estimated rounding and truncation of both together: a gap up to here is none.
    pub noise: f64,
}

/// A gap of this many estimated errors is a disagreement; one error or less agreement.
const CLEARLY: f64 = 4.0;

/// An entry smaller than so many estimated errors is zero for all that is known.
const ZERO: f64 = 16.0;

/// An oracle that could miss a relative error this large has not seen enough to agree.
pub(super) const TOO_BLIND: f64 = 1e-3;

/// Compares two matrices of one shape.
#[must_use]
pub fn compare(claim: &Estimates<f64>, truth: &Estimates<f64>) -> Comparison {
    debug_assert_eq!(claim.shape(), truth.shape());
    let largest = truth.iter().map(|t| t.value.abs()).fold(0.0, f64::max);
    let mut result = Comparison {
        outcome: Outcome::Agrees,
        gap: None,
        blind_below: None,
        vanishing: 0,
        worst: None,
    };
    let mut worst_excess = -1.0;
    for ((at, claim), truth) in positions(claim).zip(truth.iter()) {
        let noise = claim.error + truth.error;
        let gap = (claim.value - truth.value).abs();
        let size = truth.value.abs();
        // Zero for all that both sides know. Where only the truth drowns in noise, the oracle is blind.
        let vanishes = size <= ZERO * truth.error && claim.value.abs() <= ZERO * claim.error;
        if vanishes {
            result.vanishing += 1;
        } else {
            let blind = CLEARLY * noise / size.max(claim.value.abs());
            result.blind_below = Some(result.blind_below.unwrap_or(0.0).max(blind));
        }
        let relative_to = if size > 0.0 && !vanishes {
            size
        } else {
            largest.max(claim.value.abs())
        };
        let relative = if gap > 0.0 { gap / relative_to } else { 0.0 };
        if !(vanishes && gap <= noise) {
            result.gap = Some(result.gap.unwrap_or(0.0).max(relative));
        }
        // NaN and infinite gaps count as disagreement.
        let excess = if noise > 0.0 {
            gap / noise
        } else if gap > 0.0 {
            f64::INFINITY
        } else {
            0.0
        };
        let found = if excess <= 1.0 {
            Outcome::Agrees
        } else if excess <= CLEARLY {
            Outcome::Undecided
        } else {
            Outcome::Disagrees
        };
        result.outcome = result.outcome.and(found);
        if excess > worst_excess || excess.is_nan() {
            worst_excess = excess;
            result.worst = Some(Worst {
                entry: at,
                claimed: claim.value,
                truth: truth.value,
                noise,
            });
        }
    }
    if result.outcome == Outcome::Agrees
        && result.blind_below.is_some_and(|blind| blind > TOO_BLIND)
    {
        result.outcome = Outcome::Undecided;
    }
    result
}

fn positions(m: &Estimates<f64>) -> impl Iterator<Item = ((usize, usize), &Estimate<f64>)> {
    let rows = m.nrows().max(1);
    m.iter()
        .enumerate()
        .map(move |(e, x)| ((e % rows, e / rows), x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    fn estimate(value: f64, error: f64) -> Estimate<f64> {
        Estimate { value, error }
    }

    #[test]
    fn a_tiny_entry_beside_a_huge_one_is_still_seen() {
        let truth = dmatrix![estimate(1e6, 1e-10), estimate(1e-6, 1e-22)];
        let wrong = dmatrix![estimate(1e6, 0.0), estimate(1e-6 * (1.0 + 1e-8), 0.0)];
        let found = compare(&wrong, &truth);
        assert_eq!(
            (found.outcome, found.worst.unwrap().entry),
            (Outcome::Disagrees, (0, 1))
        );
    }

    #[test]
    fn rounding_is_excused_and_blindness_said() {
        let truth = dmatrix![estimate(1.0, 1e-9)];
        let found = compare(&dmatrix![estimate(1.0 + 5e-10, 0.0)], &truth);
        assert_eq!(found.outcome, Outcome::Agrees);
        assert!(found.blind_below.unwrap() > 1e-9);
        assert_eq!(
            compare(&dmatrix![estimate(1.0 + 2e-9, 0.0)], &truth).outcome,
            Outcome::Undecided
        );
        assert_eq!(
            compare(&dmatrix![estimate(1.0 + 1e-8, 0.0)], &truth).outcome,
            Outcome::Disagrees
        );
        // Nor one whose truth drowns in noise while the claim is clearly not zero.
        let drowned = compare(
            &dmatrix![estimate(1e-12, 0.0)],
            &dmatrix![estimate(0.0, 1e-8)],
        );
        assert_eq!(drowned.outcome, Outcome::Undecided);
        // An oracle that cannot see a thousandth does not get to agree.
        let noisy = dmatrix![estimate(1.0, 0.01)];
        assert_eq!(
            compare(&dmatrix![estimate(1.0, 0.0)], &noisy).outcome,
            Outcome::Undecided
        );
    }

    #[test]
    fn zero_against_zero_agrees_and_zero_against_something_does_not() {
        let zero = dmatrix![estimate(0.0, 1e-16)];
        let found = compare(&dmatrix![estimate(1e-17, 1e-16)], &zero);
        assert_eq!(
            (found.outcome, found.vanishing, found.blind_below),
            (Outcome::Agrees, 1, None)
        );
        assert_eq!(
            compare(&dmatrix![estimate(1e-10, 1e-16)], &zero).outcome,
            Outcome::Disagrees
        );
        assert_eq!(
            compare(&dmatrix![estimate(f64::NAN, 0.0)], &zero).outcome,
            Outcome::Disagrees
        );
    }
}
