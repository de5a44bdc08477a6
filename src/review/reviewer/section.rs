//! Takes note of what a document says about its letters, section by section.

use super::super::context::{changes, columns};
use super::Reviewer;
use crate::document::facts::{Fact, FactKind};
use crate::document::{Chain, Piece, Span};
use crate::expression::{Expression, Kind, Name};
use std::collections::BTreeSet;

impl Reviewer<'_> {
    /// Takes note of everything that the section from this piece on says about its letters.
    pub(super) fn begin_section(&mut self, first: usize) {
        let pieces = &self.document.pieces;
        let rest = &pieces[first..];
        let length = rest
            .iter()
            .position(|piece| matches!(piece, Piece::Section { .. }))
            .unwrap_or(rest.len());
        let section = &rest[..length];
        self.context.section += 1;
        self.expected_section = false;
        self.previous = None;
        self.foreseen.clear();
        let end = section.last().map_or(0, |piece| match piece {
            Piece::Prose(span) | Piece::Section { span, .. } | Piece::Marker { span, .. } => {
                span.end
            }
            Piece::Math(math) => math.span.end,
        });
        let mut names = BTreeSet::new();
        let mut greek = BTreeSet::new();
        for piece in section {
            if let Piece::Math(math) = piece {
                for chain in &math.chains {
                    let members = std::iter::once(&chain.first)
                        .chain(chain.links.iter().map(|link| &link.member));
                    for member in members {
                        changes(member.tex.as_str(), &mut names);
                        columns(member.tex.as_str(), &mut greek);
                    }
                }
            }
        }
        self.context.set_changing(names);
        for piece in section {
            if let Piece::Math(math) = piece {
                math.chains.iter().for_each(|chain| self.note_set(chain));
            }
        }
        self.context.described.clear();
        for name in greek {
            if self.context.shape(&name).is_none() {
                self.context.declarations.set_column(name);
            }
        }
        // Shapes hold where they are said and before, unless two are said of one letter.
        let mut seen = BTreeSet::new();
        let facts: Vec<Fact> = self.facts[self.noted..]
            .iter()
            .take_while(|fact| fact.span.start < end)
            .cloned()
            .collect();
        for fact in &facts {
            let names = match &fact.kind {
                FactKind::Property { .. } => continue,
                FactKind::Shape { names, .. }
                | FactKind::Scalar { names }
                | FactKind::Column { names }
                | FactKind::RowVector { names } => names.clone(),
                _ => Vec::new(),
            };
            if names.is_empty() || names.iter().any(|name| seen.insert(name.clone())) {
                self.context.note(fact);
            }
        }
    }

    /// Sets that are rows of others: S_p = {j : (p, j) ∈ Ω}.
    pub(super) fn note_set(&mut self, chain: &Chain) {
        if let [link] = chain.links.as_slice()
            && link.member.tex.as_str().contains("\\{")
        {
            let stem = chain
                .first
                .tex
                .as_str()
                .split('_')
                .next()
                .unwrap_or_default();
            if let Ok(Expression {
                kind: Kind::Name(name),
                ..
            }) = Expression::parse(stem)
                && let Some((rows, set)) = rows_of_set(&name, link.member.tex.as_str())
            {
                self.context.define_set(rows, set);
            }
        }
    }

    /// Takes note of what is said up to here, and of properties said right behind.
    pub(super) fn note(&mut self, upto: usize) {
        const BEHIND: usize = 300;
        while let Some(fact) = self.facts.get(self.noted) {
            let property = matches!(fact.kind, FactKind::Property { .. });
            let reach = if property { upto + BEHIND } else { upto };
            if fact.span.start > reach {
                return;
            }
            let source = &self.document.source;
            // What is said behind a formula is said of it in the same paragraph only.
            let between = source
                .get(upto.min(fact.span.start)..fact.span.start)
                .unwrap_or_default();
            if property && between.contains("\n\n") {
                return;
            }
            let fact = fact.clone();
            if property && is_wished(source, &fact.span) {
                self.noted += 1;
                continue;
            }
            if !matches!(
                fact.kind,
                FactKind::Commutation { .. } | FactKind::VecOf { .. }
            ) {
                self.context.note(&fact);
            }
            self.noted += 1;
        }
    }
}

/// Whether a property is asked for, and not stated: *you need M = Mᵀ*.
fn is_wished(source: &str, span: &Span) -> bool {
    let mut start = span.start.saturating_sub(40);
    while !source.is_char_boundary(start) {
        start += 1;
    }
    let before = source[start..span.start].to_lowercase();
    let before = before.rsplit(['.', '\n']).next().unwrap_or_default();
    [
        "need",
        "requir",
        " if ",
        "unless",
        "only",
        "when ",
        "whenever",
        "would have",
        "not ",
    ]
    .iter()
    .any(|word| before.contains(word))
}

/// S_p = {j : (p, j) ∈ Ω} are the rows of Ω: S and Ω.
fn rows_of_set(name: &Name, text: &str) -> Option<(Name, Name)> {
    let stem = name
        .as_str()
        .split_once('_')
        .map_or(name.as_str(), |(stem, _)| stem);
    let (_, set) = text.rsplit_once("\\in").or_else(|| text.rsplit_once('∈'))?;
    let set = set.trim().trim_end_matches(['}', '\\', ' ']);
    match Expression::parse(set).ok()?.kind {
        Kind::Name(set) => Some((stem.into(), set)),
        _ => None,
    }
}
