//! Where a formula ends.

use super::super::Span;
use super::super::token::{environment_length, word_length};
use super::block;

/// How the end of a formula was looked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It ends here; what closes it begins here.
    At(Span),
    /// It does not end; the next formula may begin here.
    Open(usize),
    /// What opened it is no delimiter.
    Literal,
}

/// The environments that are formulas wherever they stand.
pub(super) fn is_formula(environment: &str) -> bool {
    matches!(
        environment.trim_end_matches('*'),
        "align"
            | "aligned"
            | "alignat"
            | "alignedat"
            | "equation"
            | "eqnarray"
            | "gather"
            | "gathered"
            | "multline"
            | "multlined"
            | "flalign"
            | "split"
            | "dmath"
            | "dgroup"
            | "math"
            | "displaymath"
            | "IEEEeqnarray"
            | "empheq"
            | "subequations"
    )
}

/// The environments that are formulas in a Markdown document only.
pub(super) fn is_formula_in_markdown(environment: &str) -> bool {
    matches!(
        environment.trim_end_matches('*'),
        "array" | "cases" | "matrix" | "pmatrix" | "bmatrix" | "vmatrix" | "Vmatrix"
    )
}

/// Finds the `$` that closes the one before `from`, before `end`. `latex`: `%` begins a comment.
///
/// A `$` before a number may be the sign of a currency: *between $5 and $6*.
pub(super) fn dollar(source: &str, from: usize, end: usize, latex: bool) -> End {
    let bytes = &source.as_bytes()[..end];
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = from;
    // Inside \text{…} a formula may hold formulas.
    let mut text_depth = 0_usize;
    let mut inside_text = None;
    while at < end {
        match bytes[at] {
            b'\\' => {
                let word = word_length(&source[at + 1..end]);
                let name = &source[at + 1..at + 1 + word];
                let text = matches!(
                    name,
                    "text" | "textrm" | "textit" | "textbf" | "mbox" | "hbox"
                );
                if text && text_depth == 0 && bytes.get(at + 1 + word) == Some(&b'{') {
                    text_depth = 1;
                    at += 1;
                }
                at += word.max(1);
            }
            b'%' if latex => at += source[at..end].find('\n').unwrap_or(end - at),
            b'{' if text_depth > 0 => text_depth += 1,
            b'}' if text_depth > 0 => text_depth -= 1,
            b'$' if text_depth > 0 => inside_text = inside_text.or(Some(at)),
            b'$' => return verdict(source, from, at),
            _ => {}
        }
        at += 1;
    }
    match inside_text {
        Some(at) => verdict(source, from, at),
        None if digit(from) || bytes.get(from).is_none_or(u8::is_ascii_whitespace) => End::Literal,
        None => End::Open(
            source[from..end]
                .find('\n')
                .map_or(end, |length| from + length),
        ),
    }
}

/// Whether the `$` at `at` closes the one before `from`.
fn verdict(source: &str, from: usize, at: usize) -> End {
    let inside = &source[from..at];
    let next = source[at + 1..].chars().next();
    let price = inside.starts_with(|c: char| c.is_ascii_digit());
    let spaced = inside.ends_with(char::is_whitespace);
    let letter_behind = next.is_some_and(char::is_alphanumeric);
    let digit_behind = next.is_some_and(|c| c.is_ascii_digit());
    let written = inside.contains(['\\', '=', '^', '_', '{', '<', '>', '+']);
    let loose = inside.starts_with(char::is_whitespace) && written;
    let opens_another = spaced && letter_behind && !loose || price && digit_behind;
    if !inside.trim().is_empty() && !opens_another && (written || !reads_as_prose(inside)) {
        return End::At(at..at + 1);
    }
    if price || inside.trim().is_empty() || inside.starts_with(char::is_whitespace) {
        End::Literal
    } else {
        End::Open(at)
    }
}

/// Finds the closing delimiter of a displayed formula that begins at `from`.
///
/// The search ends at a heading, at a paragraph of words, at another opening delimiter.
pub(super) fn display(source: &str, from: usize, opening: &str, closing: &str, latex: bool) -> End {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(closing.as_bytes()) {
            return End::At(at..at + closing.len());
        }
        if opening != closing && rest.starts_with(opening.as_bytes()) {
            return End::Open(at);
        }
        match bytes[at] {
            b'\\' => at += 1,
            b'%' if latex => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
                continue;
            }
            b'\n' => {
                if let Some(stop) = stops_at(source, at + 1) {
                    return End::Open(stop);
                }
            }
            _ => {}
        }
        at += 1;
    }
    End::Open(source.len())
}

/// Finds the `\end{name}` of an environment whose contents begin at `from`.
pub(super) fn environment(source: &str, from: usize, name: &str, latex: bool) -> End {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => {
                let word = word_length(&source[at + 1..]);
                let command = &source[at + 1..at + 1 + word];
                if matches!(command, "begin" | "end")
                    && let Some(length) = environment_length(&source[at + 1 + word..])
                {
                    let behind = at + 1 + word + length;
                    let found = source[at + 1 + word..behind].trim_matches([' ', '\t', '{', '}']);
                    match (command, found == name) {
                        ("end", true) => return End::At(at..behind),
                        ("begin", true) => return End::Open(at),
                        _ => {}
                    }
                }
                at += word.max(1);
            }
            b'%' if latex => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
                continue;
            }
            b'\n' => {
                if let Some(stop) = stops_at(source, at + 1) {
                    return End::Open(stop);
                }
            }
            _ => {}
        }
        at += 1;
    }
    End::Open(source.len())
}

/// Finds a delimiter that closes within the paragraph.
pub(super) fn inline(source: &str, from: usize, end: usize, opening: &str, closing: &str) -> End {
    let bytes = &source.as_bytes()[..end];
    let mut at = from;
    while at < end {
        let rest = &bytes[at..];
        if rest.starts_with(closing.as_bytes()) {
            return End::At(at..at + closing.len());
        }
        if rest.starts_with(opening.as_bytes()) {
            return End::Open(at);
        }
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    End::Open(end)
}

/// Whether a formula cannot reach beyond the line that begins here; then where the next formula may begin.
fn stops_at(source: &str, start: usize) -> Option<usize> {
    let line = line_at(source, start);
    let before = source[..start].trim_end_matches('\n').len() + 1 < start;
    if line.starts_with("\\section")
        || line.starts_with("\\subsection")
        || line.starts_with("\\end{document}")
    {
        return Some(start);
    }
    match block::line(line) {
        block::Line::Fence(..) => Some(start),
        block::Line::Heading(words) if before && !words.is_empty() && line.starts_with('#') => {
            Some(start)
        }
        block::Line::Heading("On" | "On BEST ANSWER") => Some(start),
        block::Line::Text if before => {
            let words = &source[start
                ..paragraph_end(source, start)
                    .min(start + 400)
                    .min(source.len())
                    .max(start)];
            reads_as_prose(words).then_some(start)
        }
        _ => None,
    }
}

/// The line that an offset stands in, from the offset on.
pub(super) fn line_at(source: &str, start: usize) -> &str {
    let rest = &source[start..];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// Where the paragraph ends that an offset stands in: before the next line without words, or at the end.
pub(super) fn paragraph_end(source: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(length) = source[at..].find('\n') {
        let next = at + length + 1;
        if block::unquoted(line_at(source, next)).0.trim().is_empty() {
            return next;
        }
        at = next;
    }
    source.len()
}

/// Whether a text has five words in a row outside of braces, as no formula has.
pub(super) fn reads_as_prose(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut words = 0;
    for word in text.split_whitespace() {
        let opened = word.matches('{').count();
        let closed = word.matches('}').count();
        let bare = word.trim_end_matches(['.', ',', ';', ':', '?', '!', ')']);
        let bare = bare.trim_start_matches('(');
        let letters = bare.chars().count();
        let is_word = depth == 0
            && (letters > 1 || matches!(bare, "a" | "I" | "A"))
            && bare
                .chars()
                .all(|c| c.is_alphabetic() || c == '\'' || c == '’' || c == '-');
        depth = (depth + opened).saturating_sub(closed);
        words = if is_word { words + 1 } else { 0 };
        if words >= 5 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(source: &str) -> Option<&str> {
        match dollar(source, 1, source.len(), false) {
            End::At(closing) => Some(&source[1..closing.start]),
            _ => None,
        }
    }

    #[test]
    fn a_price_is_no_formula() {
        for source in ["$5 and $6", "$5-$6", "$5, $x$", "$ and $x$", "$ 5", "$"] {
            assert_eq!(inside(source), None, "{source}");
            assert_eq!(
                dollar(source, 1, source.len(), false),
                End::Literal,
                "{source}"
            );
        }
        assert_eq!(dollar("$x and $y$", 1, 10, false), End::Open(7));
    }

    #[test]
    fn spaces_escapes_and_texts_are_part_of_a_formula() {
        assert_eq!(inside("$ x = y $."), Some(" x = y "));
        assert_eq!(inside("$5x$ and"), Some("5x"));
        assert_eq!(inside(r"$a\$b$"), Some(r"a\$b"));
        assert_eq!(
            inside(r"$a \text{ if $b$ is} c$"),
            Some(r"a \text{ if $b$ is} c")
        );
    }

    #[test]
    fn a_display_may_hold_blank_lines_but_no_paragraph_of_words() {
        let source = "a\n\n= b\n- c\n$$";
        assert_eq!(display(source, 0, "$$", "$$", false), End::At(11..13));
        let source = "a = b\n\nNow this is no longer a formula $$";
        assert_eq!(display(source, 0, "$$", "$$", false), End::Open(7));
        let source = "a \\text{where all of these words are inside}\n\n$$";
        assert_eq!(display(source, 0, "$$", "$$", false), End::At(46..48));
        assert_eq!(display("a \\[ b \\]", 0, "\\[", "\\]", false), End::Open(2));
    }

    #[test]
    fn an_environment_ends_at_its_end() {
        let source = r"a \\ \begin{b} \end{b} \end {align} c";
        let End::At(end) = environment(source, 0, "align", false) else {
            panic!("no end");
        };
        assert_eq!(&source[end], r"\end {align}");
        assert_eq!(environment("% \\end{a}\n", 0, "a", true), End::Open(10));
    }
}
