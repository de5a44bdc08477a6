//! What a document consists of: prose, sections, and chains of relations.

use super::{Span, Tex};

/// A piece of a document, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A new section or a new answer begins here: letters may be given new meanings.
    Section {
        /// The heading or the rule.
        span: Span,
        /// Its words.
        title: String,
    },
    /// Words between formulas, as they stand in the source.
    Prose(Span),
    /// A formula, inline or displayed.
    Math(Math),
    /// A remark to the checker in a comment of the document: `<!-- matproof: … -->` or `% matproof: …`, without the
    /// word `matproof:`; also what a front-matter block says under the key `matproof`, line by line.
    Marker {
        /// Where it stands.
        span: Span,
        /// What it says.
        text: String,
    },
}

/// A formula with its delimiters, taken apart into chains of relations.
#[derive(Debug, Clone, PartialEq)]
pub struct Math {
    /// From the first delimiter to the last.
    pub span: Span,
    /// Whether it stands on lines of its own.
    pub display: bool,
    /// What it states, in order. A formula without a relation is a chain of one member.
    pub chains: Vec<Chain>,
    /// What could not be taken apart, and where.
    pub problems: Vec<(Span, String)>,
}

/// A chain of relations a = b ≤ c: one member more than links.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The first member; empty if the chain begins with a relation sign and continues the chain before it.
    pub first: Member,
    /// The relations and what stands behind each.
    pub links: Vec<Link>,
    /// Words that stand beside it in the formula (`\text{…}` columns), e.g. "where A is symmetric".
    pub remarks: Vec<(Span, String)>,
}

/// A relation and its right-hand side.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Which relation.
    pub relation: Relation,
    /// The bytes of its sign.
    pub sign: Span,
    /// What stands behind it.
    pub member: Member,
}

/// A side of a relation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// What it says, alignment marks, row ends, labels, tags and trailing punctuation taken out.
    pub tex: Tex,
}

impl Member {
    /// Its bytes in the source, from its first visible character to its last.
    #[must_use]
    pub fn span(&self) -> Span {
        let text = self.tex.as_str();
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        self.tex.source(start..end)
    }
}

/// The relation between two members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `=`, also with something written above it
    Equal,
    /// `:=`, `\coloneqq`, `\triangleq`, `\doteq`, `\equiv`, `\stackrel{\text{def}}{=}`
    Defined,
    /// `\le`, `\leq`, `\leqslant`, `≤`, `\preceq`
    LessOrEqual,
    /// `\ge`, `\geq`, `\geqslant`, `≥`, `\succeq`
    GreaterOrEqual,
    /// `<`, `\lt`, `\prec`
    Less,
    /// `>`, `\gt`, `\succ`
    Greater,
    /// `\ne`, `\neq`, `≠`
    NotEqual,
    /// `\approx`, `\simeq`, `\sim`, `\cong`
    Approximately,
    /// `\propto`
    Proportional,
    /// `\leftarrow`, `\gets`, `←`: an update
    Assigned,
    /// `\in`, `∈`
    In,
    /// `\subset`, `\subseteq`, `\to`, `\mapsto`, `\rightarrow`, `:` of a map f: A → B and the like: neither judged nor a definition
    Other,
}
