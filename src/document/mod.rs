//! Documents as people write them: Markdown or LaTeX, taken apart into prose and chains of relations, every byte of
//! a formula knowing where in the file it stands.
//!
//! Nothing here knows what a formula means.

mod chain;
mod error;
pub mod facts;
mod files;
mod formula;
mod lines;
mod macros;
mod scan;
mod tex;
mod token;

pub use chain::{Chain, Link, Math, Member, Piece, Relation};
pub use error::{DocumentError, LONGEST_TEXT, decode};
pub use files::{documents_in, read_text};
pub use tex::Tex;

use std::ops::Range;

/// After so many relations no further formula of a document is read.
pub const MOST_RELATIONS: usize = 20_000;

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
    ///
    /// Of a document with more than [`MOST_RELATIONS`] relations no formula behind them is read; the first of those
    /// says so among its problems, and is the last piece.
    #[must_use]
    pub fn read(source: &str) -> Self {
        let scan::Scan { parts, macros } = scan::scan(source);
        let mut budget = macros::Budget::default();
        let mut pieces = Vec::with_capacity(parts.len());
        let mut relations = 0;
        for part in parts {
            match part {
                scan::Part::Piece(piece) => pieces.push(piece),
                scan::Part::Formula(formula) if relations >= MOST_RELATIONS => {
                    pieces.push(Piece::Math(formula::unread(formula)));
                    break;
                }
                scan::Part::Formula(formula) => {
                    let math = formula::read(source, formula, &macros, &mut budget);
                    relations += math.chains.iter().map(|c| c.links.len()).sum::<usize>();
                    pieces.push(Piece::Math(math));
                }
            }
        }
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
