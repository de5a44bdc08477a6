//! What ships and is studied: the claims about the objectives, the liars that must be caught, and the
//! experiments whose results a report draws.

pub mod claims;
pub mod liars;
