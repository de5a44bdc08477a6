//! Plain text with formulas and code in it.

use maud::{Markup, PreEscaped, html};

use crate::report::typeset::{Place, typeset};

/// A stretch of prose.
#[derive(Debug, PartialEq, Eq)]
enum Stretch {
    Text(String),
    Math(String),
    Code(String),
}

/// Prose as HTML: `$…$` becomes a formula, `` `…` `` code, everything else is text.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for stretch in stretches(text) {
            @match stretch {
                Stretch::Text(text) => (text),
                Stretch::Math(latex) => (PreEscaped(typeset(&latex, Place::Inline))),
                Stretch::Code(code) => code { (code) },
            }
        }
    }
}

/// Prose without its formulas' and codes' signs, for places where only text can stand.
pub(super) fn plain(text: &str) -> String {
    let words = stretches(text).into_iter().map(|stretch| match stretch {
        Stretch::Text(text) | Stretch::Math(text) | Stretch::Code(text) => text,
    });
    words.collect()
}

fn stretches(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        if sign == '\\' && after.starts_with(['$', '`']) {
            plain.push_str(&after[..1]);
            rest = &after[1..];
            continue;
        }
        // A sign that is never closed is only a sign.
        match (sign, closing(after, sign)) {
            ('$' | '`', Some(end)) => {
                if !plain.is_empty() {
                    found.push(Stretch::Text(std::mem::take(&mut plain)));
                }
                let inside = after[..end].to_owned();
                found.push(if sign == '$' {
                    Stretch::Math(inside)
                } else {
                    Stretch::Code(inside)
                });
                rest = &after[end + 1..];
            }
            _ => {
                plain.push(sign);
                rest = after;
            }
        }
    }
    if !plain.is_empty() {
        found.push(Stretch::Text(plain));
    }
    found
}

/// Where the stretch that began with `sign` ends; inside formulas a backslash protects what follows.
fn closing(text: &str, sign: char) -> Option<usize> {
    let mut protected = false;
    for (at, letter) in text.char_indices() {
        if protected {
            protected = false;
        } else if letter == '\\' && sign == '$' {
            protected = true;
        } else if letter == sign {
            return (at > 0).then_some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_code_are_found_in_text() {
        let found = stretches(r"the gap of $\nabla_W f$ in `cargo test` costs \$5");
        assert_eq!(
            found,
            [
                Stretch::Text("the gap of ".to_owned()),
                Stretch::Math(r"\nabla_W f".to_owned()),
                Stretch::Text(" in ".to_owned()),
                Stretch::Code("cargo test".to_owned()),
                Stretch::Text(" costs $5".to_owned()),
            ]
        );
    }

    #[test]
    fn unclosed_signs_are_text() {
        for text in ["5 $ and more", "a ` b", "$", "$$", "``", "ends in \\", "∇$"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn text_is_never_markup() {
        let html = prose("<b> & `<i>` \"quoted\"").into_string();
        assert_eq!(
            html,
            "&lt;b&gt; &amp; <code>&lt;i&gt;</code> &quot;quoted&quot;"
        );
    }
}
