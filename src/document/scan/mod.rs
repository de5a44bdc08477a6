//! Takes a document apart into words, headings, remarks and formulas; what stands in a formula is not looked at.

mod block;
mod delimiter;
mod front_matter;
mod inline;
mod latex;
mod markdown;

use super::macros::{Found, Macros, definition_at};
use super::{Piece, Span};
use delimiter::End;
use std::collections::BTreeSet;

/// What a document consists of.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) parts: Vec<Part>,
    pub(super) macros: Macros<'a>,
}

/// A part of a document.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// Anything but a formula.
    Piece(Piece),
    /// A formula.
    Formula(Formula),
}

/// A formula as it stands in the source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// From the first delimiter to the last.
    pub(super) span: Span,
    /// What stands between the delimiters; environments are part of it.
    pub(super) body: Span,
    pub(super) display: bool,
    /// How many marks of quotation its lines begin with.
    pub(super) quotes: usize,
    /// Why it has no end.
    pub(super) problem: Option<String>,
}

/// Takes a document apart.
pub(super) fn scan(source: &str) -> Scan<'_> {
    let mut scanner = Scanner::new(source);
    scanner.run();
    Scan {
        parts: scanner.parts,
        macros: scanner.macros,
    }
}

/// Where the reading of a document has got to.
struct Scanner<'a> {
    source: &'a str,
    /// Whether it is LaTeX throughout, and not Markdown with formulas.
    latex: bool,
    at: usize,
    end: usize,
    /// Words that are not yet a part begin here.
    words: usize,
    parts: Vec<Part>,
    macros: Macros<'a>,
    /// The paragraph that is read ends here, if that is behind `at`.
    paragraph: usize,
    /// Marks of quotation of the line that is read.
    quotes: usize,
    /// Whether only definitions and remarks count: in a preamble.
    silent: bool,
    /// What was looked for up to the end, and is not there.
    absent: BTreeSet<&'a str>,
    /// The last run of backticks of every length in the paragraph.
    backticks: inline::Backticks,
    /// How much may still be read in vain for definitions that do not end.
    patience: usize,
}

impl<'a> Scanner<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            latex: latex::is_latex(source),
            at: 0,
            end: source.len(),
            words: 0,
            parts: Vec::new(),
            macros: Macros::default(),
            paragraph: 0,
            quotes: 0,
            silent: false,
            absent: BTreeSet::new(),
            backticks: inline::Backticks::default(),
            patience: 16 << 20,
        }
    }

    fn run(&mut self) {
        if self.source.starts_with('\u{feff}') {
            self.skip_to('\u{feff}'.len_utf8());
        }
        if let Some(found) = front_matter::front_matter(self.source) {
            for part in found.remarks {
                self.remark(part);
            }
            self.skip_to(found.end);
        }
        if self.latex
            && let Some(body) = latex::body(self.source)
        {
            self.silent = true;
            let end = std::mem::replace(&mut self.end, body.start);
            self.lines();
            self.skip_to(body.start);
            self.end = end.min(body.end);
            self.silent = false;
        }
        self.lines();
        self.flush(self.end);
    }

    fn lines(&mut self) {
        while self.at < self.end {
            let begins = self.at == 0 || self.source.as_bytes()[self.at - 1] == b'\n';
            if begins && !self.latex && self.markdown_line() {
                continue;
            }
            self.inline();
        }
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..self.end]
    }

    /// The words up to here are a part.
    fn flush(&mut self, to: usize) {
        let to = to.min(self.end);
        if self.words < to && !self.silent && !self.source[self.words..to].trim().is_empty() {
            self.parts.push(Part::Piece(Piece::Prose(self.words..to)));
        }
        self.words = self.words.max(to);
    }

    /// Leaves out what stands before an offset.
    fn skip_to(&mut self, to: usize) {
        self.flush(self.at);
        self.at = to;
        self.words = to;
    }

    fn section(&mut self, span: Span, title: &str) {
        self.flush(span.start);
        if !self.silent {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            self.parts.push(Part::Piece(Piece::Section { span, title }));
        }
    }

    /// Adds what stands in a remark, a line at a time.
    fn remarks(&mut self, part: Span) {
        let mut start = part.start;
        for line in self.source[part].split('\n') {
            self.remark(start..start + line.len());
            start += line.len() + 1;
        }
    }

    fn remark(&mut self, part: Span) {
        if let Some(span) = front_matter::trimmed(self.source, part) {
            let text = self.source[span.clone()].to_owned();
            self.parts.push(Part::Piece(Piece::Marker { span, text }));
        }
    }

    /// What stands behind `matproof:` in a comment.
    fn remark_in(&self, comment: Span) -> Option<Span> {
        const KEY: &str = "matproof:";
        let text = &self.source[comment.clone()];
        let begin = text.trim_start_matches([' ', '\t', '\r', '\n', '%']);
        let key = begin.get(..KEY.len())?;
        key.eq_ignore_ascii_case(KEY)
            .then_some(comment.end - begin.len() + KEY.len()..comment.end)
    }

    /// Adds a formula. `end`: how its closing delimiter was looked for.
    fn formula(&mut self, span: Span, body: Span, display: bool, problem: Option<String>) {
        self.flush(span.start);
        let end = span.end;
        self.look_inside(&body);
        if !self.silent {
            let display = display || self.stands_alone(&span);
            self.parts.push(Part::Formula(Formula {
                span,
                body,
                display,
                quotes: self.quotes,
                problem,
            }));
        }
        self.at = end;
        self.words = end;
    }

    /// A formula that begins at `self.at` with its contents at `from`, and ends or not. Returns whether it is one.
    fn delimited(&mut self, from: usize, end: End, display: bool) -> bool {
        let start = self.at;
        match end {
            End::At(closing) if closing.end <= self.end => {
                self.formula(start..closing.end, from..closing.start, display, None);
            }
            End::Literal => return false,
            End::At(_) | End::Open(_) => {
                let stop = match end {
                    End::Open(stop) => stop.min(self.end),
                    _ => self.end,
                };
                let opening = self.source[start..from].trim();
                let problem = format!("`{opening}` is not closed");
                let stop = stop.max(from);
                let last = start + self.source[start..stop].trim_end().len();
                // The rest of a paragraph is shown, not more.
                let last = last.min(delimiter::paragraph_end(self.source, start));
                let last = start + self.source[start..last].trim_end().len();
                self.formula(start..last.max(from), from..from, display, Some(problem));
                self.at = stop.min(last.max(from));
                self.words = self.at;
            }
        }
        true
    }

    /// Whether nothing else stands on the lines of a formula.
    fn stands_alone(&self, span: &Span) -> bool {
        let before = self.source[..span.start]
            .bytes()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
        let behind = self.source[span.end..]
            .bytes()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'.' | b','));
        matches!(before, None | Some(b'\n')) && matches!(behind, None | Some(b'\n'))
    }

    /// Definitions and remarks inside a formula.
    fn look_inside(&mut self, body: &Span) {
        let bytes = self.source.as_bytes();
        let mut at = body.start;
        while at < body.end {
            match bytes[at] {
                b'\\' => match self.definition(at, body.end) {
                    Some(end) => at = end,
                    None => at += 2,
                },
                b'%' => {
                    let comment = delimiter::line_at(&self.source[..body.end], at);
                    let end = at + comment.len();
                    if let Some(part) = self.remark_in(at..end) {
                        self.remark(part);
                    }
                    at = end + 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a definition that begins with the backslash at `at`; where it ends.
    fn definition(&mut self, at: usize, end: usize) -> Option<usize> {
        if self.patience == 0 {
            return None;
        }
        match definition_at(self.source, at, end, &self.macros) {
            Found::Nothing => None,
            Found::Broken(searched) => {
                self.patience = self.patience.saturating_sub(searched - at);
                None
            }
            Found::Ignored(end) => self.macros.add(at..end, None).then_some(end),
            Found::Macro(name, definition, end) => self
                .macros
                .add(at..end, Some((name, definition)))
                .then_some(end),
        }
    }
}
