//! A chain of relations as expressions.

use crate::document::{Chain, Member, Relation, Span, Tex};
use crate::expression::{Declarations, Expression, ParseError};

/// A chain whose members are read.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// All members behind one another: places in expressions count in it.
    pub(super) tex: Tex,
    pub(super) sides: Vec<Side>,
    /// For each relation the span of its entry.
    pub(super) spans: Vec<Span>,
    pub(super) relations: Vec<Relation>,
}

/// A member of a chain.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// Where it stands in the text of the statement.
    pub(super) part: Span,
    pub(super) read: Result<Expression, Unread>,
    /// What is small in it, and the order of what is left out: o(‖δ‖).
    pub(super) remainder: Option<Remainder>,
}

/// Why a member is not read.
#[derive(Debug, Clone)]
pub(super) struct Unread {
    pub(super) message: String,
    /// In the text of the statement.
    pub(super) place: Span,
}

/// What is left out of an expansion.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Remainder {
    pub(super) small: Expression,
    pub(super) order: u8,
}

impl Statement {
    /// Reads the members of a chain.
    pub(super) fn read(chain: &Chain, declarations: &Declarations) -> Self {
        let mut tex = Tex::default();
        let mut parts = Vec::new();
        let members =
            std::iter::once(&chain.first).chain(chain.links.iter().map(|link| &link.member));
        for member in members {
            let start = tex.as_str().len();
            let all = member.tex.as_str().len();
            tex.extend(&member.tex, 0..all);
            parts.push(start..start + all);
            let end = member.span().end;
            tex.push(' ', end..end);
        }
        let sides = parts
            .into_iter()
            .map(|part| Side::read(tex.as_str(), part, declarations))
            .collect();
        Self {
            sides,
            tex,
            spans: spans(chain),
            relations: chain.links.iter().map(|link| link.relation).collect(),
        }
    }

    /// The text of a member.
    pub(super) fn text(&self, side: usize) -> &str {
        self.sides
            .get(side)
            .map_or("", |side| &self.tex.as_str()[side.part.clone()])
    }
}

/// The spans of the entries of a chain.
fn spans(chain: &Chain) -> Vec<Span> {
    let mut spans = Vec::new();
    for (step, link) in chain.links.iter().enumerate() {
        let start = if step == 0 && !is_empty(&chain.first) {
            chain.first.span().start
        } else {
            link.sign.start
        };
        let end = if is_empty(&link.member) {
            link.sign.end
        } else {
            link.member.span().end
        };
        spans.push(start..end.max(link.sign.end));
    }
    spans
}

fn is_empty(member: &Member) -> bool {
    member.tex.is_blank()
}

impl Side {
    fn read(source: &str, part: Span, declarations: &Declarations) -> Self {
        let (main, remainder) = match without_remainder(source, &part) {
            Some((main, inside, order)) => {
                let small = Expression::parse_part(source, inside, declarations).ok();
                (main, small.map(|small| Remainder { small, order }))
            }
            None => (part.clone(), None),
        };
        let read = if source[main.clone()].trim().is_empty() {
            Err(Unread {
                message: "a side of the relation is missing".into(),
                place: main.clone(),
            })
        } else {
            Expression::parse_part(source, main, declarations).map_err(|error| Unread::of(&error))
        };
        Self {
            part,
            read,
            remainder,
        }
    }
}

impl Unread {
    fn of(error: &ParseError) -> Self {
        let mut message = error.to_string();
        if let Some(hint) = &error.hint {
            message.push_str("; ");
            message.push_str(hint);
        }
        Self {
            message,
            place: error.span.clone(),
        }
    }
}

/// Takes `+ o(‖δ‖)` off the end of a member: what is left, what stands in the norm, and the order kept.
fn without_remainder(source: &str, part: &Span) -> Option<(Span, Span, u8)> {
    let text = &source[part.clone()];
    let trimmed = text.trim_end();
    for (letter, kept) in [("o", 0), ("O", 1), (r"\mathcal{O}", 1), (r"\mathcal O", 1)] {
        let Some(at) = trimmed.rfind(letter) else {
            continue;
        };
        let before = trimmed[..at].trim_end();
        let behind = trimmed[at + letter.len()..].trim_start();
        let behind = ["\\left", "\\big", "\\Big", "\\bigl", "\\!"]
            .iter()
            .fold(behind, |text, word| {
                text.strip_prefix(word).unwrap_or(text).trim_start()
            });
        let Some(sign) = before.strip_suffix('+') else {
            continue;
        };
        if !behind.starts_with('(') || !trimmed.ends_with(')') {
            continue;
        }
        let start = part.start + (behind.as_ptr() as usize - text.as_ptr() as usize) + 1;
        let end = part.start + trimmed.len() - 1;
        let mut inside = &source[start..end];
        for word in ["\\right", "\\big", "\\Big", "\\bigr"] {
            inside = inside.trim_end().strip_suffix(word).unwrap_or(inside);
        }
        let squared = inside.contains("^2") || inside.contains("^{2}") || inside.contains('²');
        let order = if squared { 2 } else { 1 } - kept;
        // The powers and norms around what is small do not matter.
        return Some((
            part.start..part.start + sign.len(),
            start..start + inside.len(),
            order,
        ));
    }
    None
}
