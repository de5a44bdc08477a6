//! Proofs of true equations, which are to pass, and spoiled ones, which are not.

use super::super::{Network, against_numbers::Pair};
use super::prover::equality;
use super::{Proof, Rule};
use quickcheck::TestResult;
use quickcheck_macros::quickcheck;

#[quickcheck]
fn what_is_equal_has_a_proof(pair: Pair) -> TestResult {
    let (left, right) = (pair.left.network(), pair.right.network());
    if left.equality(&right) != Ok(super::super::Equality::Proved) {
        return TestResult::discard();
    }
    match equality(left.sum(), right.sum()) {
        Err(stuck) => TestResult::error(format!("{stuck:?}")),
        Ok(proof) => match proof.check() {
            Ok(()) => TestResult::passed(),
            Err(flaw) => TestResult::error(flaw.to_string()),
        },
    }
}
