//! TeX in tokens, each with its place in the source.

use super::{Span, Tex};

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `\frac`
    Word,
    /// `\,` `\\` `\{`
    Symbol,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\begin{…}`
    Begin,
    /// `\end{…}`
    End,
    /// `#1`
    Parameter,
    /// White space, at most one line end.
    Space,
    /// Any other character.
    Char,
}

/// Where a token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    /// It stands in the source.
    Source,
    /// A macro put it in: its place is that of the call.
    Macro,
    /// A macro put it in as the name of what was known before, whatever that name means now.
    Frozen,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    pub(super) maker: Maker,
    from: u32,
    to: u32,
}

impl<'a> Token<'a> {
    /// A token with its place.
    pub(super) fn new(text: &'a str, kind: Kind, maker: Maker, origin: Span) -> Self {
        let place = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            text,
            kind,
            maker,
            from: place(origin.start),
            to: place(origin.end),
        }
    }

    /// The bytes of the source it comes from.
    pub(super) fn origin(&self) -> Span {
        self.from as usize..self.to as usize
    }

    /// The name in `\begin{name}` and `\end{name}`.
    pub(super) fn environment(&self) -> &'a str {
        let inside = self.text.split_once('{').map_or("", |(_, rest)| rest);
        inside.trim_end_matches('}').trim()
    }

    /// Writes it. Letters behind a control word are kept apart from it.
    pub(super) fn write(&self, tex: &mut Tex) {
        if self.text.starts_with(|c: char| c.is_ascii_alphabetic()) && ends_in_word(tex.as_str()) {
            let end = tex.source(tex.as_str().len()..tex.as_str().len());
            tex.push(' ', end.start..end.start);
        }
        let from = self.from as usize;
        for (at, c) in self.text.char_indices() {
            let own = self.maker == Maker::Source && self.text.len() == self.origin().len();
            let origin = if own {
                from + at..from + at + c.len_utf8()
            } else {
                self.origin()
            };
            tex.push(c, origin);
        }
    }
}

/// Whether a text ends in a control word, as `2\alpha` does.
fn ends_in_word(text: &str) -> bool {
    // No command has as many letters; a bound keeps long runs of letters from being looked through again and again.
    const LONGEST: usize = 60;
    let bytes = text.as_bytes();
    let letters = bytes
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let backslashes = bytes[..bytes.len() - letters]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|&&byte| byte == b'\\')
        .count();
    letters > 0 && backslashes % 2 == 1
}

/// The bytes that several tokens come from.
pub(super) fn origin_of(tokens: &[Token<'_>]) -> Span {
    let from = tokens.iter().map(|token| token.from).min().unwrap_or(0);
    let to = tokens.iter().map(|token| token.to).max().unwrap_or(from);
    from as usize..to as usize
}

/// Reads tokens from a part of a source. Comments are left out, and the marks `>` of a quotation at the beginning of
/// a line, as many as the formula's first line has.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    quotes: usize,
}

impl<'a> Lexer<'a> {
    /// Reads a part of the source.
    pub(super) fn new(source: &'a str, part: Span, quotes: usize) -> Self {
        Self {
            source: &source[..part.end],
            at: part.start,
            quotes,
        }
    }

    /// Goes on from this offset.
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at.clamp(self.at, self.source.len());
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn make(&mut self, length: usize, kind: Kind) -> Token<'a> {
        let text = &self.rest()[..length];
        self.make_as(text, length, kind, Maker::Source)
    }

    fn make_as(&mut self, text: &'a str, length: usize, kind: Kind, maker: Maker) -> Token<'a> {
        let from = self.at;
        self.at += length;
        Token::new(text, kind, maker, from..self.at)
    }

    /// Leaves out the marks of a quotation at the beginning of a line.
    fn unquote(&mut self) {
        for _ in 0..self.quotes {
            let rest = self.rest();
            let line = rest.trim_start_matches([' ', '\t']);
            if !line.starts_with('>') {
                return;
            }
            self.at += rest.len() - line.len() + 1;
        }
    }

    /// Leaves out a comment, its line end, and the white space that begins the next line.
    fn comment(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.unquote();
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn control(&mut self) -> Token<'a> {
        let rest = self.rest();
        let word = word_length(&rest[1..]);
        if word > 0 {
            let kind = match &rest[1..=word] {
                "begin" => Kind::Begin,
                "end" => Kind::End,
                _ => return self.make(1 + word, Kind::Word),
            };
            return match environment_length(&rest[1 + word..]) {
                Some(length) => self.make(1 + word + length, kind),
                None => self.make(1 + word, Kind::Word),
            };
        }
        match rest[1..].chars().next() {
            // A backslash before a line end is a space.
            Some('\n') => {
                let token = self.make_as(" ", 2, Kind::Space, Maker::Macro);
                self.unquote();
                token
            }
            Some(c) => self.make(1 + c.len_utf8(), Kind::Symbol),
            None => self.make(1, Kind::Char),
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.rest().starts_with('%') {
            self.comment();
        }
        let rest = self.rest();
        let c = rest.chars().next()?;
        Some(match c {
            '\\' => self.control(),
            '{' => self.make(1, Kind::Open),
            '}' => self.make(1, Kind::Close),
            '#' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                self.make(2, Kind::Parameter)
            }
            '&' => match ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
                Some(&(name, text)) => self.make_as(text, name.len(), Kind::Char, Maker::Macro),
                None => self.make(1, Kind::Char),
            },
            '\n' => {
                let token = self.make(1, Kind::Space);
                self.unquote();
                token
            }
            c if c.is_whitespace() => {
                let blank = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
                self.make(rest.len() - blank.len(), Kind::Space)
            }
            c => self.make(c.len_utf8(), Kind::Char),
        })
    }
}

/// How people's editors write these characters in HTML.
const ENTITIES: [(&str, &str); 5] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&#39;", "'"),
    ("&nbsp;", "~"),
];

/// How many letters a control word has.
pub(super) fn word_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphabetic).count()
}

/// The length of `{align*}` at the beginning of a text.
pub(super) fn environment_length(text: &str) -> Option<usize> {
    let open = text.len() - text.trim_start_matches([' ', '\t']).len();
    let inside = text[open..].strip_prefix('{')?;
    let name = inside
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b" *@-_".contains(byte))
        .take(60)
        .count();
    (name > 0 && inside[name..].starts_with('}')).then_some(open + 1 + name + 1)
}

/// Behind the brace that closes the one at `open`, or how far was searched for it.
pub(super) fn group_end(source: &str, open: usize, end: usize) -> Result<usize, usize> {
    let bytes = &source.as_bytes()[..end];
    let mut depth = 0_usize;
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'%' => {
                while at + 1 < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Err(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, quotes: usize) -> Vec<(&str, usize)> {
        Lexer::new(source, 0..source.len(), quotes)
            .filter(|token| token.kind != Kind::Space)
            .map(|token| (token.text, token.origin().start))
            .collect()
    }

    #[test]
    fn words_symbols_and_environments_are_tokens() {
        assert_eq!(
            texts(r"\begin{align*}é\,\\\end {x}", 0),
            [
                (r"\begin{align*}", 0),
                ("é", 14),
                (r"\,", 16),
                (r"\\", 18),
                (r"\end {x}", 20)
            ]
        );
        assert_eq!(texts("\\", 0), [("\\", 0)]);
        assert_eq!(texts("\\é", 0), [("\\é", 0)]);
        assert_eq!(
            texts(r"a &amp;= \begin", 0),
            [("a", 0), ("&", 2), ("=", 7), (r"\begin", 9)]
        );
    }

    #[test]
    fn comments_and_quotation_marks_are_left_out() {
        assert_eq!(
            texts("a % = b\n  c 50\\%", 0),
            [("a", 0), ("c", 10), ("5", 12), ("0", 13), (r"\%", 14)]
        );
        assert_eq!(
            texts("a\n> > b\n> > > c", 2),
            [("a", 0), ("b", 6), (">", 12), ("c", 14)]
        );
        assert_eq!(texts("a\n> b", 0), [("a", 0), (">", 2), ("b", 4)]);
    }

    #[test]
    fn groups_end_at_their_brace() {
        let text = r"x{a\}{b}%}
}c";
        assert_eq!(group_end(text, 1, text.len()), Ok(text.len() - 1));
        assert_eq!(group_end("{{}", 0, 3), Err(3));
    }

    #[test]
    fn a_letter_is_kept_apart_from_the_word_before() {
        let mut tex = Tex::default();
        for token in Lexer::new(r"\alpha", 0..6, 0).chain(Lexer::new("b", 0..1, 0)) {
            token.write(&mut tex);
        }
        assert_eq!(tex.as_str(), r"\alpha b");
    }
}
