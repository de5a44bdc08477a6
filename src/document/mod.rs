//! Documents as people write them: Markdown or LaTeX, taken apart into prose and chains of relations, every byte of
//! a formula knowing where in the file it stands.
//!
//! Nothing here knows what a formula means.

mod chain;
mod error;
pub mod facts;
mod formula;
mod lines;
mod macros;
mod scan;
mod tex;
mod token;

pub use chain::{Chain, Link, Math, Member, Piece, Relation};
pub use error::{DocumentError, decode};
pub use tex::Tex;

use std::ops::Range;

/// Bytes of the source file.
pub type Span = Range<usize>;

/// A document taken apart.
///
/// ```
/// use matproof::document::{Document, Piece, Relation};
/// let document = Document::read("The gradient is $\\nabla_W f = (WH - X)H^\\top = 0$.");
/// let [_, Piece::Math(math), _] = document.pieces.as_slice() else { panic!() };
/// let chain = &math.chains[0];
/// assert_eq!(chain.first.tex.as_str(), r"\nabla_W f");
/// assert_eq!(chain.links.len(), 2);
/// assert_eq!(chain.links[1].relation, Relation::Equal);
/// assert_eq!(document.line_and_column(chain.links[1].sign.start), (1, 46));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The text as it was read.
    pub source: String,
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
    lines: lines::Lines,
}

impl Document {
    /// Takes a text apart, Markdown or LaTeX. Every text is a document; takes time linear in its length.
    #[must_use]
    pub fn read(source: &str) -> Self {
        let scan::Scan { parts, macros } = scan::scan(source);
        let mut budget = macros::Budget::default();
        let pieces = parts
            .into_iter()
            .map(|part| match part {
                scan::Part::Piece(piece) => piece,
                scan::Part::Formula(formula) => {
                    Piece::Math(formula::read(source, formula, &macros, &mut budget))
                }
            })
            .collect();
        Self {
            source: source.to_owned(),
            pieces,
            lines: lines::Lines::of(source),
        }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        self.lines.line_and_column(&self.source, offset)
    }
}
