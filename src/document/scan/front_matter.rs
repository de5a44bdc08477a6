//! The block of settings that a Markdown document may begin with.

use super::super::Span;

/// Settings at the beginning of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The document goes on here.
    pub(super) end: usize,
    /// What stands under the key `matproof`, line by line.
    pub(super) remarks: Vec<Span>,
}

/// Reads the settings between two lines `---`, or `+++`.
pub(super) fn front_matter(source: &str) -> Option<FrontMatter> {
    let start = if source.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = lines(source, start);
    let fence = match source[lines.next()?].trim_end() {
        "---" => ["---", "..."],
        "+++" => ["+++", "+++"],
        _ => return None,
    };
    let mut remarks = Vec::new();
    let mut inside = false;
    for line in lines {
        let text = &source[line.clone()];
        if fence.contains(&text.trim_end()) {
            let newline = source[line.end..].starts_with('\n');
            let end = line.end + usize::from(newline);
            return Some(FrontMatter { end, remarks });
        }
        if text.starts_with('#') {
            continue;
        }
        let indented = text.starts_with([' ', '\t']) || text.starts_with("- ");
        if !indented && !text.trim().is_empty() {
            let value = text
                .strip_prefix("matproof")
                .map(str::trim_start)
                .and_then(|rest| rest.strip_prefix(':'));
            inside = value.is_some();
            if let Some(value) = value {
                let from = line.end - value.len();
                let block = matches!(value.trim().trim_end_matches(['-', '+']), "|" | ">" | "");
                if !block {
                    remarks.extend(items(source, from..line.end));
                }
            }
        } else if inside {
            let item = text.trim_start();
            let item = item.strip_prefix("- ").unwrap_or(item).trim_start();
            if !item.starts_with('#') && item.trim() != "-" {
                remarks.extend(scalar(source, line.end - item.len()..line.end));
            }
        }
    }
    None
}

/// The lines from an offset on, without their ends.
fn lines(source: &str, start: usize) -> impl Iterator<Item = Span> {
    let mut at = Some(start);
    std::iter::from_fn(move || {
        let start = at?;
        let end = source[start..].find('\n').map(|length| start + length);
        at = end.map(|end| end + 1);
        Some(start..end.unwrap_or(source.len()))
    })
}

/// A list in brackets whose items are in quotation marks, or a single value.
fn items(source: &str, part: Span) -> Vec<Span> {
    let text = source[part.clone()].trim();
    let quoted = |c: char| matches!(c, '"' | '\'');
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .filter(|text| text.trim_start().starts_with(quoted));
    if inside.is_none() {
        return scalar(source, part).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in source[part.clone()].char_indices() {
        let at = part.start + at;
        match open {
            None if quoted(c) => open = Some((at + 1, c)),
            Some((start, quote)) if c == quote => {
                found.extend(trimmed(source, start..at));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// A value without white space and quotation marks around it.
fn scalar(source: &str, part: Span) -> Option<Span> {
    let part = trimmed(source, part)?;
    let text = &source[part.clone()];
    for quote in ['"', '\''] {
        if text.len() > 1 && text.starts_with(quote) && text.ends_with(quote) {
            return trimmed(source, part.start + 1..part.end - 1);
        }
    }
    Some(part)
}

/// A part without white space around it, unless nothing is left.
pub(super) fn trimmed(source: &str, part: Span) -> Option<Span> {
    let text = &source[part.clone()];
    let start = part.start + text.len() - text.trim_start().len();
    let end = part.start + text.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(source: &str) -> Option<Vec<&str>> {
        front_matter(source).map(|found| {
            found
                .remarks
                .into_iter()
                .map(|part| &source[part])
                .collect()
        })
    }

    #[test]
    fn remarks_are_a_value_a_block_or_a_list() {
        let cases: [(&str, &[&str]); 7] = [
            ("---\nmatproof: X is n×m\n---\n", &["X is n×m"]),
            ("---\nmatproof: \"X: n\"\ntitle: W\n---\n", &["X: n"]),
            (
                "---\na: b\nmatproof: |\n  X is n×m\n\n  W is n×k\nb: c\n---\n",
                &["X is n×m", "W is n×k"],
            ),
            (
                "---\nmatproof:\n  - X is n×m\n  - 'W: k'\n---\n",
                &["X is n×m", "W: k"],
            ),
            ("---\nmatproof:\n- X\n# no\n- W\n...\n", &["X", "W"]),
            (
                "---\r\nmatproof: ['X [n, m]', \"W\"]\r\n---\r\n",
                &["X [n, m]", "W"],
            ),
            ("---\ntitle: x\n---\n", &[]),
        ];
        for (source, expected) in cases {
            assert_eq!(remarks(source).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(remarks("---\n\nmatproof: x\n"), None);
        assert_eq!(remarks("text\n---\nmatproof: x\n---\n"), None);
        let source = "---\na: b\n---\ntext";
        assert_eq!(front_matter(source).map(|found| found.end), Some(13));
    }
}
