//! Documents before the oracles: every relation of a derivation is a definition, a claim that is judged, or something
//! that was not understood, and says which.

mod choices;
mod context;
mod correction;
mod elaborate;
mod entry;
mod equality;
mod given_size;
mod inequality;
mod reading;
mod reviewer;
mod stated;
mod statement;
mod target;

pub use entry::{
    ChainStep, Correction, CorrectionKind, Entry, EntryKind, Instance, OracleReport, Place, Review,
    Summary, Verdict,
};
pub use reviewer::{review, review_with_equations};
pub use stated::{Altered, Stated};
