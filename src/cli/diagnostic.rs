//! Errors about a text: the place underlined, what was expected, a hint.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::{IsTerminal, Write};
use std::ops::Range;

/// Prints an error with the place in the text that it is about to standard error.
pub(super) fn underline(
    origin: &str,
    text: &str,
    span: Range<usize>,
    message: &str,
    hint: Option<&str>,
) {
    let _ = writeln!(
        std::io::stderr(),
        "{}",
        rendered(origin, text, span, message, hint, colours())
    );
}

/// Prints an error that is about no place.
pub(super) fn plain(message: &str) {
    let _ = writeln!(std::io::stderr(), "error: {message}");
}

fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn rendered(
    origin: &str,
    text: &str,
    span: Range<usize>,
    message: &str,
    hint: Option<&str>,
    colours: bool,
) -> String {
    // A place behind the end is shown as one after the last character.
    let end = text.len();
    let span = span.start.min(end)..span.end.min(end);
    let snippet = Snippet::source(text)
        .path(origin)
        .annotation(AnnotationKind::Primary.span(span));
    let mut error: Group<'_> = Level::ERROR.primary_title(message).element(snippet);
    if let Some(hint) = hint {
        error = error.element(Level::HELP.message(hint));
    }
    let renderer = if colours {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[error])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_underlined_by_characters_not_bytes() {
        let text = "½‖X − WH";
        let span = "½".len().."½‖".len();
        let shown = rendered(
            "<expression>",
            text,
            span,
            "expected ‖, found the end",
            Some("close it"),
            false,
        );
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines[0], "error: expected ‖, found the end");
        let (source, mark) = (lines[3], lines[4]);
        let column = |line: &str, wanted: char| line.chars().position(|c| c == wanted);
        assert_eq!(column(source, '‖'), column(mark, '^'), "{shown}");
        assert!(shown.contains("help: close it"));
    }
}
