//! How good is the checker? True equations are made false in one place, and counted is who notices.
//!
//! [`mutants`] are what a tired person writes: a sign, a factor, a transpose. [`selftest`] takes the equations of a document that are right, puts
//! every mutant of them before the oracles, and says by [`Family`] how many are refuted by each oracle. A mutant that is right after all (W + W
//! with its terms exchanged) has to be proved to count as equivalent; what is neither refuted nor proved is missed, and listed.
//!
//! ```
//! use matproof::document::Document;
//! use matproof::mutation::{Settings, selftest};
//! let text = r"Let $W \in \mathbb{R}^{n\times k}$, $f(W) = \|W\|_F^2$. Then $\nabla_W f = 2W$.";
//! let found = selftest(&Document::read(text), &Settings::default());
//! assert!(found.tried() > 5 && found.missed.is_empty());
//! ```

mod family;
mod mutants;
mod selftest;

pub use family::Family;
pub use mutants::mutants;
pub use selftest::{Count, Missed, Settings, Tally, selftest};
