//! Annotations that GitHub shows beside the lines of a change.

use super::Reviewed;
use crate::review::{Entry, Verdict};
use std::fmt::Write;

/// One workflow command for each relation that is wrong or not understood.
#[must_use]
pub fn github(documents: &[Reviewed<'_>], strict: bool) -> String {
    let mut text = String::new();
    for document in documents {
        for entry in &document.review.entries {
            let level = match entry.verdict {
                _ if entry.fails(strict) => "error",
                Verdict::Unsupported => "warning",
                _ => continue,
            };
            let _ = writeln!(
                text,
                "::{level} file={},line={},col={},title={}::{}",
                property(document.path),
                entry.line,
                entry.column,
                property(&format!("{} {}", entry.verdict.name(), entry.kind.name())),
                data(&message(entry))
            );
        }
    }
    text
}

fn message(entry: &Entry) -> String {
    let mut message = if entry.message.is_empty() {
        "marked as wrong, but it holds".to_owned()
    } else {
        entry.message.clone()
    };
    if let Some(correction) = &entry.correction {
        let _ = write!(
            message,
            "\n{}: {}",
            correction.kind.name(),
            correction.unicode
        );
    }
    message
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(property("a:b,c\n50%"), "a%3Ab%2Cc%0A50%25");
    }
}
