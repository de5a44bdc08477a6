//! What an equation can define: a bare name on its left.

use crate::expression::{Expression, Index, Kind, Name};

/// A name that may be defined.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub(super) name: Name,
    pub(super) parameters: Vec<Name>,
    pub(super) indices: Vec<Name>,
    /// An entry, a row or a column of a matrix: its indices may be those of what it belongs to.
    pub(super) part: bool,
}

impl Target {
    fn plain(name: &Name) -> Self {
        Self {
            name: name.clone(),
            parameters: Vec::new(),
            indices: Vec::new(),
            part: false,
        }
    }

    /// What the left side of an equation names, if it is nothing but a name. `text` is how it is written.
    pub(super) fn of(e: &Expression, text: &str, known: impl Fn(&Name) -> bool) -> Option<Self> {
        match &e.kind {
            Kind::Name(name) => Some(Self::plain(name)),
            Kind::Identity(None) => Some(Self::plain(&"I".into())),
            Kind::Commutation(None) => Some(Self::plain(&"K".into())),
            Kind::Call(name, arguments) => {
                let parameters: Option<Vec<Name>> = arguments.iter().map(bare).collect();
                let parameters = parameters?;
                let mut distinct = parameters.clone();
                distinct.sort();
                distinct.dedup();
                (distinct.len() == parameters.len()).then(|| Self {
                    parameters,
                    ..Self::plain(name)
                })
            }
            // f(x) of a function nobody knows yet reads as a product.
            Kind::Product(factors) => match factors.as_slice() {
                [f, x] => {
                    let (name, parameter) = (bare(f)?, bare(x)?);
                    let inside = text.split_once('(')?;
                    let alone = !inside.0.contains([' ', '(']) || bare_text(inside.0.trim());
                    let closes = text.trim_end().ends_with(')');
                    (alone && closes && !known(&name)).then(|| Self {
                        parameters: vec![parameter],
                        ..Self::plain(&name)
                    })
                }
                _ => None,
            },
            Kind::Entry(of, i, j) => match (&of.kind, i, j) {
                (Kind::Name(name), Index::Name(i), Index::Name(j)) if i != j => Some(Self {
                    indices: vec![i.clone(), j.clone()],
                    part: true,
                    ..Self::plain(name)
                }),
                _ => None,
            },
            Kind::Element(of, i) => match (&of.kind, i) {
                (Kind::Name(name), Index::Name(i)) => Some(Self {
                    indices: vec![i.clone()],
                    part: true,
                    ..Self::plain(name)
                }),
                _ => None,
            },
            _ => None,
        }
    }
}

fn bare(e: &Expression) -> Option<Name> {
    match &e.kind {
        Kind::Name(name) => Some(name.clone()),
        _ => None,
    }
}

/// Whether a text that is not read is a single name: one letter with scripts and accents.
pub(super) fn bare_text(text: &str) -> bool {
    let mut rest = text.trim();
    let mut letters = 0;
    while let Some(c) = rest.chars().next() {
        if c == '_' || c == '^' {
            rest = rest[1..].trim_start();
            match argument(rest) {
                Some(behind) => rest = behind,
                None => return false,
            }
            continue;
        }
        if let Some(word) = rest.strip_prefix('\\') {
            let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let styles = [
                "mathbf",
                "boldsymbol",
                "mathrm",
                "bm",
                "hat",
                "tilde",
                "bar",
                "mathcal",
                "mathsf",
                "widehat",
                "widetilde",
                "overline",
                "vec",
                "mathbb",
                "operatorname",
                "text",
                "dot",
            ];
            let inner = &word[..length];
            if length == 0 {
                return false;
            }
            rest = word[length..].trim_start();
            if styles.contains(&inner) {
                continue;
            }
            letters += 1;
        } else if c == '{' {
            match argument(rest) {
                Some(behind) => {
                    if !bare_text(&rest[1..rest.len() - behind.len() - 1]) {
                        return false;
                    }
                    letters += 1;
                    rest = behind;
                }
                None => return false,
            }
        } else if c.is_alphabetic() {
            letters += 1;
            rest = &rest[c.len_utf8()..];
        } else if c == '*' || c == '\'' {
            rest = &rest[1..];
        } else {
            return false;
        }
        rest = rest.trim_start();
        if letters > 1 {
            return false;
        }
    }
    letters == 1
}

/// What follows the next argument of a script.
fn argument(text: &str) -> Option<&str> {
    if !text.starts_with('{') {
        if let Some(word) = text.strip_prefix('\\') {
            let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let sign = word.chars().next().map_or(0, char::len_utf8);
            return Some(&word[length.max(sign)..]);
        }
        let c = text.chars().next()?;
        return Some(&text[c.len_utf8()..]);
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&text[at + 1..]);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_scripts_are_bare() {
        for text in [
            "W",
            r"\theta_{l+1}",
            r"\mathbf{W}^{(t+1)}",
            r"\hat{x}_k",
            "x^*",
            r"\alpha'",
        ] {
            assert!(bare_text(text), "{text}");
        }
        for text in ["WH", "W+H", r"\frac{a}{b}", "f(x)", "", "2"] {
            assert!(!bare_text(text), "{text}");
        }
    }
}
