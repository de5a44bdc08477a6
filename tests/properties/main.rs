//! What holds at every point of every shape: random small integers, exact arithmetic, no tolerance.
//!
//! The numbers are integers small enough that `f64` rounds nothing, so both sides must be equal, not close.
//! A failure prints the smallest point that still fails.

#![expect(
    clippy::float_cmp,
    reason = "integers below 2⁵³ and their halves: every operation is exact"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a panic in a function that builds a point fails the property that called it"
)]

mod derivatives;
mod factors;
mod identities;
mod shrinking;
mod taylor;
