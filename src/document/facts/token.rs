//! The words and formulas of a document in one stream.

use super::prose::{self, Scrap};
use crate::document::{Piece, Span};

/// A word, punctuation mark or formula of running text, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the source.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What running text consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// A word; hyphens and letters with indices (`x_i`) as written.
    Word(String),
    /// A punctuation mark. A dash between words is `—`, whatever it is written with.
    Mark(char),
    /// A formula, with whether it is displayed.
    Formula(String, bool),
    /// A blank line or the beginning of a list item.
    Paragraph,
    /// A heading or a rule: letters may be given new meanings.
    Section,
}

/// The words and formulas of a document. Markdown's and LaTeX's marks are left out; words inside a formula
/// (`\text{where } A \text{ is symmetric}`) are words.
#[must_use]
pub fn tokens(source: &str, pieces: &[Piece]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Section { span, .. } => {
                tokens.push(Token {
                    span: span.clone(),
                    kind: TokenKind::Section,
                });
            }
            Piece::Prose(span) => {
                let words = source.get(span.clone()).unwrap_or_default();
                prose::read(words, span.start, &mut tokens);
            }
            Piece::Math(math) => {
                let text = source.get(math.span.clone()).unwrap_or_default();
                formula(text, math.span.start, math.display, &mut tokens);
            }
            Piece::Marker { .. } => {}
        }
    }
    tokens
}

/// Delimiters of formulas.
const DELIMITERS: &[(&str, &str)] = &[("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")];

/// A formula without its delimiters, taken apart at the words that stand in it.
fn formula(text: &str, start: usize, displayed: bool, tokens: &mut Vec<Token>) {
    let mut inner = 0..text.len();
    for (open, close) in DELIMITERS {
        if text.len() >= open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
        {
            inner = open.len()..text.len() - close.len();
            break;
        }
    }
    let mut from = inner.start;
    let push = |part: Span, tokens: &mut Vec<Token>| {
        if !text[part.clone()].trim().is_empty() {
            let kind = TokenKind::Formula(text[part.clone()].to_owned(), displayed);
            tokens.push(Token {
                span: start + part.start..start + part.end,
                kind,
            });
        }
    };
    for Scrap { command, words } in prose::words_in_formula(&text[inner.clone()]) {
        let command = command.start + inner.start..command.end + inner.start;
        let words = words.start + inner.start..words.end + inner.start;
        push(from..command.start, tokens);
        prose::read(&text[words.clone()], start + words.start, tokens);
        from = command.end;
    }
    if from == inner.start {
        // All of it, delimiters included in the place.
        if !text[inner.clone()].trim().is_empty() {
            let kind = TokenKind::Formula(text[inner].to_owned(), displayed);
            tokens.push(Token {
                span: start..start + text.len(),
                kind,
            });
        }
    } else {
        push(from..inner.end, tokens);
    }
}
