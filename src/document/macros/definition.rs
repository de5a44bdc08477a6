//! Definitions of macros: `\def`, `\let`, `\newcommand`, `\DeclareMathOperator` and their relatives.

use super::super::Span;
use super::super::token::{Kind, Lexer, Token, group_end, word_length};
use super::Macros;

/// The definition of a macro.
#[derive(Debug, Clone)]
pub(in super::super) struct Definition<'a> {
    /// It is known from this offset on.
    from: usize,
    manner: Manner,
    /// What stands behind the name in a call.
    pub(super) pattern: Vec<Parameter<'a>>,
    pub(super) body: Body<'a>,
}

/// What a definition does to an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Defines,
    /// The name had a meaning before.
    Redefines,
    /// An older definition stays.
    Provides,
}

/// What a call has behind the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parameter<'a> {
    /// A group or a single token.
    Mandatory,
    /// In brackets; what it is if there are none.
    Optional(&'a str, Span),
    /// These very tokens.
    Literal(Vec<&'a str>),
    /// A star or a size in brackets, both without meaning here.
    Size,
}

/// What a call yields.
#[derive(Debug, Clone)]
pub(super) enum Body<'a> {
    /// This part of the source, its parameters replaced.
    Text(Span),
    /// `\operatorname{…}` around this part.
    Operator(Span),
    /// The first argument between these parts.
    Between(Span, Span),
    /// What the name meant when it was copied.
    Copy(Token<'a>),
}

impl<'a> Definition<'a> {
    /// Where it begins to be known.
    pub(super) fn from(&self) -> usize {
        self.from
    }

    /// Whether the name meant something else before.
    pub(super) fn redefines(&self) -> bool {
        self.manner == Manner::Redefines
    }

    /// Whether an older definition is kept.
    pub(super) fn provides(&self) -> bool {
        self.manner == Manner::Provides
    }
}

/// A definition at the beginning of a part of a source, and where it ends.
#[derive(Debug)]
pub(in super::super) enum Found<'a> {
    /// No word that defines anything.
    Nothing,
    /// It defines nothing that can be used in a formula, an environment perhaps.
    Ignored(usize),
    /// A macro.
    Macro(&'a str, Definition<'a>, usize),
    /// A word that defines, but what follows is no definition; that was clear here.
    Broken(usize),
}

/// Reads the definition that begins with the backslash at `at`, if one does.
pub(in super::super) fn definition_at<'a>(
    source: &'a str,
    at: usize,
    end: usize,
    macros: &Macros<'a>,
) -> Found<'a> {
    // No definition is longer; the search for a brace that is missing ends here.
    const LONGEST: usize = 1 << 20;
    let mut end = end.min(at + LONGEST);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let mut cursor = Cursor {
        source,
        at: at + 1,
        end,
    };
    let mut word = cursor.letters();
    while matches!(word, "global" | "long" | "protected" | "outer") {
        cursor.space();
        if !cursor.skip('\\') {
            return Found::Nothing;
        }
        word = cursor.letters();
    }
    let read = match word {
        "newcommand" | "DeclareRobustCommand" => cursor.command(Manner::Defines),
        "renewcommand" => cursor.command(Manner::Redefines),
        "providecommand" => cursor.command(Manner::Provides),
        "def" | "gdef" | "edef" | "xdef" => cursor.def(),
        "let" => cursor.copy(macros, at),
        "DeclareMathOperator" => cursor.operator(),
        "DeclarePairedDelimiter" => cursor.paired(),
        "NewDocumentCommand" | "DeclareDocumentCommand" => cursor.document(Manner::Defines),
        "RenewDocumentCommand" => cursor.document(Manner::Redefines),
        "ProvideDocumentCommand" => cursor.document(Manner::Provides),
        "newenvironment" | "renewenvironment" | "newtheorem" => {
            return match cursor.environment() {
                Some(()) => Found::Ignored(cursor.at),
                None => Found::Broken(cursor.at),
            };
        }
        _ => return Found::Nothing,
    };
    match read {
        Some((name, mut definition)) => {
            definition.from = cursor.at;
            Found::Macro(name, definition, cursor.at)
        }
        None => Found::Broken(cursor.at),
    }
}

type Named<'a> = Option<(&'a str, Definition<'a>)>;

struct Cursor<'a> {
    source: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..self.end]
    }

    fn skip(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn letters(&mut self) -> &'a str {
        let rest = self.rest();
        let length = word_length(rest);
        self.at += length;
        &rest[..length]
    }

    /// Skips white space and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let text = rest.trim_start();
            self.at += rest.len() - text.len();
            if !text.starts_with('%') {
                return;
            }
            self.at += text.find('\n').unwrap_or(text.len());
        }
    }

    /// What stands in the next braces.
    fn group(&mut self) -> Option<Span> {
        self.space();
        if !self.rest().starts_with('{') {
            return None;
        }
        let inside = self.at + 1;
        match group_end(self.source, self.at, self.end) {
            Ok(end) => {
                self.at = end;
                Some(inside..end - 1)
            }
            Err(searched) => {
                self.at = searched;
                None
            }
        }
    }

    /// What stands in the next brackets, braces inside kept whole.
    fn brackets(&mut self) -> Option<Span> {
        self.space();
        if !self.rest().starts_with('[') {
            return None;
        }
        let inside = self.at + 1;
        let mut depth = 0_usize;
        // A default value is short.
        for (at, byte) in self.rest().bytes().enumerate().skip(1).take(1000) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b']' if depth == 0 => {
                    self.at += at + 1;
                    return Some(inside..self.at - 1);
                }
                _ => {}
            }
        }
        None
    }

    /// `\name`, in braces or not.
    fn name(&mut self) -> Option<&'a str> {
        self.space();
        let braced = self.skip('{');
        self.space();
        let start = self.at;
        if !self.skip('\\') {
            return None;
        }
        if self.letters().is_empty() {
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
        }
        let name = &self.source[start..self.at];
        if braced {
            self.space();
            if !self.skip('}') {
                return None;
            }
        }
        Some(name)
    }

    fn defined(manner: Manner, pattern: Vec<Parameter<'a>>, body: Body<'a>) -> Definition<'a> {
        Definition {
            from: 0,
            manner,
            pattern,
            body,
        }
    }

    /// `\newcommand*{\name}[2][default]{body}`
    fn command(&mut self, manner: Manner) -> Named<'a> {
        self.skip('*');
        let name = self.name()?;
        let mut pattern = Vec::new();
        if let Some(count) = self.brackets() {
            let count: usize = self.source[count].trim().parse().ok()?;
            if count > 9 {
                return None;
            }
            pattern.resize(count, Parameter::Mandatory);
            if let Some(default) = self.brackets() {
                *pattern.first_mut()? = Parameter::Optional(self.source, default);
            }
        }
        let body = self.body()?;
        Some((name, Self::defined(manner, pattern, body)))
    }

    /// The body of a command: braces, or one token.
    fn body(&mut self) -> Option<Body<'a>> {
        self.space();
        if self.rest().starts_with('{') {
            return self.group().map(Body::Text);
        }
        let from = self.at;
        let token = Lexer::new(self.source, from..self.end, 0).next()?;
        self.at = token.origin().end;
        Some(Body::Text(from..self.at))
    }

    /// `\def\name#1(#2){body}`
    fn def(&mut self) -> Named<'a> {
        let name = self.name()?;
        let mut pattern = Vec::new();
        let mut literal = Vec::new();
        let from = self.at;
        // Parameters and what stands between them are few.
        for token in Lexer::new(self.source, from..self.end, 0).take(100) {
            match token.kind {
                Kind::Open => {
                    if !literal.is_empty() {
                        pattern.push(Parameter::Literal(literal));
                    }
                    self.at = token.origin().start;
                    let body = self.group().map(Body::Text)?;
                    return Some((name, Self::defined(Manner::Defines, pattern, body)));
                }
                Kind::Close => return None,
                Kind::Space => {}
                Kind::Parameter => {
                    if !literal.is_empty() {
                        pattern.push(Parameter::Literal(std::mem::take(&mut literal)));
                    }
                    pattern.push(Parameter::Mandatory);
                }
                _ => literal.push(token.text),
            }
        }
        None
    }

    /// `\let\name=\other`
    fn copy(&mut self, macros: &Macros<'a>, at: usize) -> Named<'a> {
        let name = self.name()?;
        self.space();
        self.skip('=');
        self.space();
        let from = self.at;
        let token = Lexer::new(self.source, from..self.end, 0).next()?;
        self.at = token.origin().end;
        if let Some(known) = macros.at(token.text, at).filter(|known| known.from <= at) {
            let mut copy = known.clone();
            copy.manner = Manner::Defines;
            return Some((name, copy));
        }
        let body = Body::Copy(token);
        Some((name, Self::defined(Manner::Defines, Vec::new(), body)))
    }

    /// `\DeclareMathOperator*{\name}{words}`
    fn operator(&mut self) -> Named<'a> {
        self.skip('*');
        let name = self.name()?;
        let body = self.group().map(Body::Operator)?;
        Some((name, Self::defined(Manner::Defines, Vec::new(), body)))
    }

    /// `\DeclarePairedDelimiter{\name}{left}{right}`
    fn paired(&mut self) -> Named<'a> {
        let name = self.name()?;
        let (left, right) = (self.group()?, self.group()?);
        let pattern = vec![Parameter::Size, Parameter::Mandatory];
        let body = Body::Between(left, right);
        Some((name, Self::defined(Manner::Defines, pattern, body)))
    }

    /// `\NewDocumentCommand{\name}{m O{default} m}{body}`
    fn document(&mut self, manner: Manner) -> Named<'a> {
        let name = self.name()?;
        let arguments = self.group()?;
        let mut pattern = Vec::new();
        let mut inner = Cursor {
            source: self.source,
            at: arguments.start,
            end: arguments.end,
        };
        while inner.at < inner.end && pattern.len() < 9 {
            inner.space();
            if inner.skip('m') {
                pattern.push(Parameter::Mandatory);
            } else if inner.skip('o') {
                pattern.push(Parameter::Optional(self.source, inner.at..inner.at));
            } else if inner.skip('O') {
                let default = inner.group()?;
                pattern.push(Parameter::Optional(self.source, default));
            } else if !inner.rest().is_empty() {
                return None;
            }
        }
        let body = self.group().map(Body::Text)?;
        Some((name, Self::defined(manner, pattern, body)))
    }

    /// `\newenvironment{name}[1][default]{begin}{end}`, `\newtheorem{name}[counter]{words}[counter]`
    fn environment(&mut self) -> Option<()> {
        self.skip('*');
        self.group()?;
        for _ in 0..3 {
            let before = self.at;
            if self.group().is_none() && self.at > before && self.at >= self.end {
                return None;
            }
            self.brackets();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<(String, Vec<Parameter<'_>>, String, usize)> {
        match definition_at(source, 0, source.len(), &Macros::default()) {
            Found::Macro(name, definition, end) => {
                let body = match definition.body {
                    Body::Text(part) | Body::Operator(part) => source[part].to_owned(),
                    Body::Between(left, right) => {
                        format!("{}…{}", &source[left], &source[right])
                    }
                    Body::Copy(token) => token.text.to_owned(),
                };
                Some((name.to_owned(), definition.pattern, body, end))
            }
            _ => None,
        }
    }

    #[test]
    fn every_kind_of_definition_is_read_to_its_end() {
        use Parameter::{Literal, Mandatory, Optional, Size};
        let cases = [
            (r"\newcommand{\R}{\mathbb R} x", r"\R", vec![], r"\mathbb R"),
            (r"\newcommand\R\Re x", r"\R", vec![], r"\Re"),
            (
                r"\def\p#1#2{\frac{#1}{#2}} x",
                r"\p",
                vec![Mandatory, Mandatory],
                r"\frac{#1}{#2}",
            ),
            (
                r"\def\p(#1,#2){#1:#2} x",
                r"\p",
                vec![
                    Literal(vec!["("]),
                    Mandatory,
                    Literal(vec![","]),
                    Mandatory,
                    Literal(vec![")"]),
                ],
                "#1:#2",
            ),
            (r"\DeclareMathOperator*{\tr}{tr} x", r"\tr", vec![], "tr"),
            (r"\let\eps=\varepsilon x", r"\eps", vec![], r"\varepsilon"),
            (
                r"\DeclarePairedDelimiter{\n}{\|}{\|} x",
                r"\n",
                vec![Size, Mandatory],
                r"\|…\|",
            ),
            (r"\global\long\def\,{x} x", r"\,", vec![], "x"),
        ];
        for (source, name, pattern, body) in cases {
            let expected = (
                name.to_owned(),
                pattern,
                body.to_owned(),
                source.len() - " x".len(),
            );
            assert_eq!(read(source), Some(expected), "{source}");
        }
        let source = r"\renewcommand*{\a}[2][x]{#1#2}";
        assert_eq!(
            read(source).map(|found| found.1),
            Some(vec![Optional(source, 22..23), Mandatory])
        );
    }

    #[test]
    fn what_is_broken_says_how_far_it_was_read() {
        let source = r"\def\a{x {y}";
        assert!(matches!(
            definition_at(source, 0, source.len(), &Macros::default()),
            Found::Broken(12)
        ));
        assert!(matches!(
            definition_at(r"\frac", 0, 5, &Macros::default()),
            Found::Nothing
        ));
    }
}
