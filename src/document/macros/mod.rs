//! The macros that a document defines, and what their calls yield.

mod definition;
mod expansion;

pub(super) use definition::{Definition, Found, definition_at};
pub(super) use expansion::{Budget, expand};

use super::Span;
use std::collections::BTreeMap;

/// A document defines at most so many macros; the memory they take stays bounded.
const MOST_DEFINITIONS: usize = 20_000;

/// The macros of a document, each known from its definition on, and before it if it is defined only once.
#[derive(Debug, Default)]
pub(super) struct Macros<'a> {
    named: BTreeMap<&'a str, Vec<Definition<'a>>>,
    /// Where the definitions stand, in order.
    places: Vec<Span>,
}

impl<'a> Macros<'a> {
    /// Adds a definition that stands behind all others. Returns whether there was room for it.
    pub(super) fn add(&mut self, place: Span, found: Option<(&'a str, Definition<'a>)>) -> bool {
        if self.places.len() >= MOST_DEFINITIONS {
            return false;
        }
        self.places.push(place);
        if let Some((name, definition)) = found {
            let all = self.named.entry(name).or_default();
            if !definition.provides() || all.is_empty() {
                all.push(definition);
            }
        }
        true
    }

    /// What a name means at an offset.
    pub(super) fn at(&self, name: &str, offset: usize) -> Option<&Definition<'a>> {
        let all = self.named.get(name)?;
        let known = all.partition_point(|definition| definition.from() <= offset);
        match (known, all.as_slice()) {
            (0, [only]) if !only.redefines() => Some(only),
            (0, _) => None,
            (known, all) => all.get(known - 1),
        }
    }

    /// Where the definition ends that begins at an offset.
    pub(super) fn definition_end(&self, offset: usize) -> Option<usize> {
        let index = self
            .places
            .binary_search_by_key(&offset, |place| place.start)
            .ok()?;
        Some(self.places[index].end)
    }
}
