//! Lines of Markdown.

use super::Scanner;
use super::block::{Line, line, unquoted};
use super::delimiter::line_at;

impl Scanner<'_> {
    /// Reads the line that begins here if it is more than words; whether it was.
    pub(super) fn markdown_line(&mut self) -> bool {
        let start = self.at;
        let whole = line_at(&self.source[..self.end], start);
        let (text, quotes) = unquoted(whole);
        self.quotes = quotes;
        let end = start + whole.len();
        match line(text) {
            Line::Fence(mark, count, info) => {
                self.fenced(start, (mark, count), info);
                true
            }
            Line::Heading(words) => {
                let span = start..start + whole.trim_end().len();
                self.section(span.clone(), words);
                // Formulas in a heading are formulas.
                if words.contains(['$', '\\']) {
                    self.words = span.start;
                    return false;
                }
                self.skip_to(end);
                true
            }
            Line::Rule | Line::Underline => {
                self.section(start..start + whole.trim_end().len(), "");
                self.skip_to(end);
                true
            }
            Line::Text if self.is_code(start, text) => {
                self.skip_to(end);
                true
            }
            Line::Blank | Line::Text => false,
        }
    }

    /// A fence of code; a fence of mathematics is a formula.
    fn fenced(&mut self, start: usize, fence: (char, usize), info: &str) {
        let first = start + line_at(&self.source[..self.end], start).len();
        let mut at = first;
        let mut body_end = self.end;
        let mut end = self.end;
        while at < self.end {
            at += 1;
            let whole = line_at(&self.source[..self.end], at.min(self.end));
            if let Line::Fence(mark, count, "") = line(unquoted(whole).0)
                && mark == fence.0
                && count >= fence.1
            {
                body_end = at;
                end = at + whole.len();
                break;
            }
            at += whole.len();
        }
        if info == "math" || info == "latex math" {
            let body = first.min(body_end)..body_end;
            self.formula(start..end, body, true, None);
        } else {
            self.skip_to(end);
        }
    }

    /// Whether a line is code because it is indented.
    fn is_code(&self, start: usize, text: &str) -> bool {
        let indented = text.starts_with("    ") || text.starts_with('\t');
        let begin = text.trim_start();
        if !indented
            || ["$", "\\", "=", "&", "+", "-", "*"]
                .iter()
                .any(|sign| begin.starts_with(sign))
        {
            return false;
        }
        // What stands below an item of a list belongs to it.
        let mut from = start.saturating_sub(2000);
        while !self.source.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.source[from..start];
        let mut blank = false;
        for line in before.lines().rev() {
            if line.trim().is_empty() {
                blank = true;
                continue;
            }
            let code = line.starts_with("    ") || line.starts_with('\t');
            let item = line.trim_start().starts_with(['-', '*', '+'])
                || line.trim_start().starts_with(|c: char| c.is_ascii_digit());
            return !item && (blank || code && self.words == self.at);
        }
        true
    }
}
