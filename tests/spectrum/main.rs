//! Extreme eigenvalues of Hessians against dense decompositions, against the theorem for stationary points, and where
//! eigenvalues are easily missed.

#![expect(
    clippy::unwrap_used,
    reason = "whatever cannot be computed fails the test"
)]

mod command;
mod dense;
mod digits;
mod generic;
mod missed;
mod points;
mod stationary;
