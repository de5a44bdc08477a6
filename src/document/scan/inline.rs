//! Formulas, code and remarks within running text.

use super::super::token::{environment_length, group_end, word_length};
use super::delimiter::{self, End};
use super::{Scanner, latex};
use std::collections::BTreeMap;

/// The last run of backticks of every length in a paragraph.
#[derive(Debug, Default)]
pub(super) struct Backticks {
    last: BTreeMap<usize, usize>,
}

impl Backticks {
    fn of(text: &str, from: usize) -> Self {
        let mut last = BTreeMap::new();
        let mut at = 0;
        while let Some(found) = text[at..].find('`') {
            let start = at + found;
            let count = run(&text[start..]);
            last.insert(count, from + start);
            at = start + count;
        }
        Self { last }
    }
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte == b'`').count()
}

impl<'a> Scanner<'a> {
    /// Reads up to the end of the line, or up to the end of the next formula.
    pub(super) fn inline(&mut self) {
        if self.at >= self.paragraph {
            self.paragraph = delimiter::paragraph_end(self.source, self.at).min(self.end);
            self.backticks = if self.latex {
                Backticks::default()
            } else {
                Backticks::of(&self.source[self.at..self.paragraph.max(self.at)], self.at)
            };
        }
        while self.at < self.end {
            match self.source.as_bytes()[self.at] {
                b'\n' => {
                    self.at += 1;
                    return;
                }
                b'\\' => {
                    if self.command() {
                        return;
                    }
                }
                b'$' => {
                    if self.dollar() {
                        return;
                    }
                }
                b'`' if !self.latex => self.code(),
                b'<' if !self.latex => {
                    if self.element() {
                        return;
                    }
                }
                b'%' if self.latex => {
                    let length = delimiter::line_at(&self.source[..self.end], self.at).len();
                    let end = self.at + length;
                    let remark = self.remark_in(self.at..end);
                    self.skip_to(end);
                    if let Some(part) = remark {
                        self.remark(part);
                    }
                    return;
                }
                b']' if !self.latex && self.rest().starts_with("](") => {
                    let line = delimiter::line_at(&self.source[..self.end], self.at);
                    let address = line.find(')').map_or("", |end| &line[..=end]);
                    let plain = !address.contains([' ', '$']);
                    self.at += if plain { address.len().max(2) } else { 2 };
                }
                _ => self.at += self.rest().chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    fn dollar(&mut self) -> bool {
        let start = self.at;
        if self.rest().starts_with("$$") {
            let end = delimiter::display(self.source, start + 2, "$$", "$$", self.latex);
            if self.delimited(start + 2, end, true) {
                return true;
            }
            self.at = start + 2;
            return false;
        }
        let paragraph = self.paragraph.max(start + 1).min(self.end);
        let end = delimiter::dollar(self.source, start + 1, paragraph, self.latex);
        if self.delimited(start + 1, end, false) {
            return true;
        }
        self.at = start + 1;
        false
    }

    /// What begins with a backslash; whether it was more than words.
    fn command(&mut self) -> bool {
        let start = self.at;
        let rest = &self.rest()[1..];
        match rest.as_bytes().first() {
            Some(b'[') => {
                let end = delimiter::display(self.source, start + 2, "\\[", "\\]", self.latex);
                return self.delimited(start + 2, end, true);
            }
            Some(b'(') => {
                let paragraph = self.paragraph.max(start + 2).min(self.end);
                let end = delimiter::inline(self.source, start + 2, paragraph, "\\(", "\\)");
                return self.delimited(start + 2, end, false);
            }
            _ => {}
        }
        let word = word_length(rest);
        if word == 0 {
            self.at += 1 + rest
                .chars()
                .next()
                .filter(|&c| c != '\n')
                .map_or(0, char::len_utf8);
            return false;
        }
        let behind = start + 1 + word;
        let name = &self.source[start + 1..behind];
        if name == "begin"
            && let Some(length) = environment_length(&self.source[behind..self.end])
        {
            return self.environment(behind + length);
        }
        if let Some(end) = self.definition(start, self.end) {
            self.skip_to(end);
            return true;
        }
        if latex::is_heading(name) {
            return self.heading(behind);
        }
        if name == "verb" {
            let line = delimiter::line_at(&self.source[..self.end], behind);
            let mut chars = line.char_indices();
            if let Some((_, mark)) = chars.next()
                && let Some((close, _)) = chars.find(|&(_, c)| c == mark)
            {
                self.skip_to(behind + close + mark.len_utf8());
                return true;
            }
        }
        self.at = behind;
        false
    }

    /// An environment whose contents begin at `from`.
    fn environment(&mut self, from: usize) -> bool {
        let start = self.at;
        let name = self.source[start..from]
            .split_once('{')
            .map_or("", |(_, rest)| rest);
        let name = name.trim_end_matches('}').trim();
        let formula =
            delimiter::is_formula(name) || !self.latex && delimiter::is_formula_in_markdown(name);
        if formula {
            match delimiter::environment(self.source, from, name, self.latex) {
                End::At(closing) if closing.end <= self.end => {
                    let span = start..closing.end;
                    self.formula(span.clone(), span, true, None);
                }
                end => return self.delimited(from, end, true),
            }
            return true;
        }
        if latex::is_verbatim(name) {
            let close = &self.source[start..from].replacen("begin", "end", 1);
            if let Some(length) = self.source[from..self.end].find(close.as_str()) {
                self.skip_to(from + length + close.len());
                return true;
            }
        }
        self.at = from;
        false
    }

    /// `\section{words}`, its word read up to `behind`.
    fn heading(&mut self, behind: usize) -> bool {
        let start = self.at;
        let star = usize::from(self.source[behind..self.end].starts_with('*'));
        let open = behind + star;
        if !self.source[open..self.end].starts_with('{') {
            self.at = behind;
            return false;
        }
        let line = open + delimiter::line_at(&self.source[..self.end], open).len();
        match group_end(self.source, open, line) {
            Ok(end) => {
                let title = self.source[open + 1..end - 1].to_owned();
                self.section(start..end, &title);
                self.words = end.min(self.words.max(start));
                self.skip_to(end);
                true
            }
            Err(_) => {
                self.at = open + 1;
                false
            }
        }
    }

    /// Code between backticks.
    fn code(&mut self) {
        let count = run(self.rest());
        let start = self.at;
        self.at += count;
        if self
            .backticks
            .last
            .get(&count)
            .is_none_or(|&last| last <= start)
        {
            return;
        }
        let mut at = self.at;
        while let Some(found) = self.source[at..self.paragraph.max(at)].find('`') {
            let length = run(&self.source[at + found..]);
            at += found + length;
            if length == count {
                self.at = start;
                self.skip_to(at.min(self.end));
                return;
            }
        }
    }

    /// Comments, and elements of HTML that hold no text; whether it was one.
    fn element(&mut self) -> bool {
        let start = self.at;
        if self.rest().starts_with("<!--") {
            let Some(end) = self.find("-->", start + 4) else {
                self.at += 4;
                return false;
            };
            let remark = self.remark_in(start + 4..end - 3);
            self.skip_to(end);
            if let Some(part) = remark {
                self.remarks(part);
            }
            return true;
        }
        for (open, close) in [
            ("<pre", "</pre>"),
            ("<code", "</code>"),
            ("<script", "</script>"),
            ("<style", "</style>"),
        ] {
            if self.rest().starts_with(open) {
                if let Some(end) = self.find(close, start + open.len()) {
                    self.skip_to(end);
                    return true;
                }
                break;
            }
        }
        self.at += 1;
        false
    }

    /// Behind the next place of a text; what is not found is not looked for again.
    fn find(&mut self, text: &'static str, from: usize) -> Option<usize> {
        if self.absent.contains(text) {
            return None;
        }
        let from = from.min(self.end);
        match self.source[from..self.end].find(text) {
            Some(length) => Some(from + length + text.len()),
            None => {
                self.absent.insert(text);
                None
            }
        }
    }
}
