//! TeX after macros are expanded, with the way back to the source.

use super::Span;

/// A piece of TeX as it reads once macros are expanded and noise is gone; every byte knows its place in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tex {
    text: String,
    /// For every byte of the text the bytes of the source it comes from: what a macro puts in comes from its call.
    origins: Vec<(u32, u32)>,
}

impl Tex {
    /// The text as it stands in the source from this offset on.
    #[must_use]
    pub fn verbatim(text: &str, from: usize) -> Self {
        let mut tex = Self::default();
        for (at, c) in text.char_indices() {
            tex.push(c, from + at..from + at + c.len_utf8());
        }
        tex
    }

    /// Adds a character that comes from these bytes of the source.
    pub fn push(&mut self, c: char, origin: Span) {
        let place = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.text.push(c);
        let origin = (place(origin.start), place(origin.end));
        self.origins
            .extend(std::iter::repeat_n(origin, c.len_utf8()));
    }

    /// Adds a piece of another.
    pub fn extend(&mut self, other: &Self, part: Span) {
        self.text.push_str(&other.text[part.clone()]);
        self.origins.extend_from_slice(&other.origins[part]);
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The bytes of the source that a part of the text comes from. An empty part has the place before the byte it
    /// stands at, or behind the last one.
    #[must_use]
    pub fn source(&self, part: Span) -> Span {
        let end = part.end.min(self.origins.len());
        let start = part.start.min(end);
        if start == end {
            let place = match (self.origins.get(start), self.origins.last()) {
                (Some(&(place, _)), _) | (None, Some(&(_, place))) => place as usize,
                (None, None) => 0,
            };
            return place..place;
        }
        let inside = &self.origins[start..end];
        let from = inside.iter().map(|&(from, _)| from).min().unwrap_or(0);
        let to = inside.iter().map(|&(_, to)| to).max().unwrap_or(0);
        from as usize..to as usize
    }

    /// A part of it.
    #[must_use]
    pub fn part(&self, part: Span) -> Self {
        let mut tex = Self::default();
        tex.extend(self, part);
        tex
    }

    /// Without the white space at both ends.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start >= end {
            Self::default()
        } else {
            self.part(start..end)
        }
    }
}
