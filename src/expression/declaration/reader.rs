//! Names, shapes and sizes in the text of declarations, where letters that stand together are words.

use crate::expression::lexer::{Bracket, Lexeme, Token};
use crate::expression::parser::sizes::{one_size, sizes};
use crate::expression::{Name, ParseError, Shape, Size, Span};
use num_traits::One;

/// Reads from left to right.
pub(super) struct Reader<'a> {
    pub(super) lexemes: &'a [Lexeme],
    pub(super) at: usize,
    pub(super) end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.lexemes.get(self.at).map(|l| &l.token)
    }

    pub(super) fn here(&self) -> Span {
        self.lexemes
            .get(self.at)
            .map_or(self.end..self.end, |l| l.span.clone())
    }

    pub(super) fn since(&self, start: usize) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.lexemes.get(at));
        start..last.map_or(start, |l| l.span.end.max(start))
    }

    pub(super) fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self.peek() {
            None => "the end".to_owned(),
            Some(Token::Word(word) | Token::Name(word)) => format!("`{word}`"),
            Some(_) => "something else".to_owned(),
        };
        ParseError::new(self.here(), expected, found)
    }

    pub(super) fn take_separator(&mut self) -> bool {
        let separator = matches!(
            self.peek(),
            Some(Token::Comma | Token::Semicolon | Token::Stop)
        );
        self.at += usize::from(separator);
        separator
    }

    /// A name with its subscript.
    pub(super) fn name(&mut self) -> Result<Name, ParseError> {
        let Some(Token::Word(base) | Token::Name(base)) = self.peek() else {
            return Err(self.unexpected("a name"));
        };
        self.at += 1;
        let mut name = base.clone();
        // W1 is W_1, as in expressions.
        let glued = self.lexemes.get(self.at).is_some_and(|l| !l.spaced);
        if let Some(Token::Number(number)) = self.peek()
            && glued
        {
            self.at += 1;
            name = crate::expression::lexer::subscripted(&name, &number.to_string());
        }
        if self.peek() == Some(&Token::Underscore) {
            self.at += 1;
            let text = self.script()?;
            name = crate::expression::lexer::subscripted(&name, &text);
        }
        if self.peek() == Some(&Token::Caret) {
            self.at += 1;
            let text = self.script()?;
            name = format!("{name}^{{{text}}}");
        }
        Ok(name.into())
    }

    /// The text of a script.
    pub(super) fn script(&mut self) -> Result<String, ParseError> {
        let braced = self.peek() == Some(&Token::Open(Bracket::Brace));
        self.at += usize::from(braced);
        let mut text = String::new();
        loop {
            match self.peek() {
                Some(Token::Word(word) | Token::Name(word)) => text.push_str(word),
                Some(Token::Number(number)) => text.push_str(&number.to_string()),
                Some(Token::Open(Bracket::Round)) if braced => text.push('('),
                Some(Token::Close(Bracket::Round)) if braced => text.push(')'),
                Some(Token::Close(Bracket::Brace)) if braced => {
                    self.at += 1;
                    break;
                }
                _ => return Err(self.unexpected("a subscript")),
            }
            self.at += 1;
            if !braced {
                break;
            }
        }
        Ok(text)
    }

    /// `n x m`, `n`, `scalar`, `ℝ^{n×m}`, or nothing where a property follows.
    pub(super) fn shape(&mut self) -> Result<Option<Shape>, ParseError> {
        let start = self.here().start;
        if let Some(Token::Word(word)) = self.peek()
            && ["scalar", "number"].contains(&word.as_str())
        {
            self.at += 1;
            return Ok(Some(Shape::scalar()));
        }
        let field =
            matches!(self.peek(), Some(Token::Word(r) | Token::Name(r)) if r == "R" || r == "ℝ");
        let lexemes =
            if field && self.lexemes.get(self.at + 1).map(|l| &l.token) == Some(&Token::Caret) {
                self.at += 2;
                if self.peek() == Some(&Token::Open(Bracket::Brace)) {
                    self.at += 1;
                    let from = self.at;
                    while !matches!(self.peek(), None | Some(Token::Close(Bracket::Brace))) {
                        self.at += 1;
                    }
                    let inside = &self.lexemes[from..self.at];
                    if self.peek().is_none() {
                        return Err(self.unexpected("`}`"));
                    }
                    self.at += 1;
                    inside
                } else {
                    let from = self.at;
                    self.at = (self.at + 1).min(self.lexemes.len());
                    &self.lexemes[from..self.at]
                }
            } else if field
                && matches!(
                    self.lexemes.get(self.at + 1).map(|l| &l.token),
                    None | Some(Token::Comma)
                )
            {
                self.at += 1;
                return Ok(Some(Shape::scalar()));
            } else {
                self.size_tokens()
            };
        let span = self.since(start);
        if lexemes.is_empty() {
            return match self.peek() {
                Some(Token::Word(_)) => Ok(None),
                _ => Err(self
                    .unexpected("a shape")
                    .hint("as in `X: n x m`, `x: n`, `λ: scalar`")),
            };
        }
        let lexemes = with_cross(lexemes);
        let mut all = sizes(&lexemes, &span)?.into_iter();
        match (all.next(), all.next(), all.next()) {
            (Some(rows), columns, None) => {
                Ok(Some(Shape::new(rows, columns.unwrap_or_else(|| 1.into()))))
            }
            _ => Err(ParseError::new(span, "rows × columns", "more sizes")),
        }
    }

    /// Whether 1…n, 1..n, 1,…,n or one of them in braces stands behind the next token.
    pub(super) fn begins_range(&self) -> bool {
        let behind = self.lexemes.get(self.at + 1..).unwrap_or_default();
        let mut tokens = behind.iter().map(|l| &l.token).peekable();
        tokens.next_if(|token| opens(token));
        matches!(tokens.next(), Some(Token::Number(_))) && {
            tokens.next_if(|token| **token == Token::Comma);
            tokens.next() == Some(&Token::Dots)
        }
    }

    /// 1…n, with or without commas and braces.
    pub(super) fn range(&mut self) -> Result<Size, ParseError> {
        let start = self.here().start;
        let braced = self.peek().is_some_and(opens);
        self.at += usize::from(braced);
        let one = matches!(self.peek(), Some(Token::Number(n)) if n.is_one());
        if !one {
            let error = self.unexpected("1, where indices begin");
            return Err(error.hint("as in `i: 1…n`"));
        }
        self.at += 1;
        while matches!(self.peek(), Some(Token::Comma | Token::Dots)) {
            self.at += 1;
        }
        let lexemes = self.size_tokens();
        let size = one_size(lexemes, &self.since(start))?;
        if braced {
            match self.peek() {
                Some(Token::Close(Bracket::Curly | Bracket::Brace)) => self.at += 1,
                _ => return Err(self.unexpected("`}`")),
            }
        }
        Ok(size)
    }

    /// The tokens from here that belong to sizes.
    pub(super) fn size_tokens(&mut self) -> &'a [Lexeme] {
        let start = self.at;
        while let Some(token) = self.peek() {
            let belongs = match token {
                Token::Number(_) => !self.is_zero_one(),
                Token::Plus | Token::Times | Token::Cross | Token::Minus | Token::Name(_) => true,
                Token::Word(word) => {
                    self.at == start
                        || word.len() <= 3 && !is_property_word(word)
                        || self.after_cross(start)
                }
                _ => false,
            };
            let first_property =
                self.at == start && matches!(token, Token::Word(word) if is_property_word(word));
            if !belongs || first_property {
                break;
            }
            self.at += 1;
        }
        &self.lexemes[start..self.at]
    }

    pub(super) fn after_cross(&self, start: usize) -> bool {
        self.at > start
            && match &self.lexemes[self.at - 1].token {
                Token::Cross | Token::Plus | Token::Times => true,
                Token::Word(word) => word == "x" || word == "by",
                _ => false,
            }
    }

    /// Whether `0/1` or `0-1` stands here.
    pub(super) fn is_zero_one(&self) -> bool {
        let number = |ahead: usize, value: i64| {
            matches!(self.lexemes.get(self.at + ahead).map(|l| &l.token),
                Some(Token::Number(n)) if *n == crate::scalar::Rational::from(num_bigint::BigInt::from(value)))
        };
        number(0, 0)
            && number(2, 1)
            && matches!(
                self.lexemes.get(self.at + 1).map(|l| &l.token),
                Some(Token::Slash | Token::Minus)
            )
    }

    /// Takes `0/1` or `0-1`, and the word mask behind it.
    pub(super) fn zero_one(&mut self) -> bool {
        if !self.is_zero_one() {
            return false;
        }
        self.at += 3;
        if matches!(self.peek(), Some(Token::Word(word)) if word == "mask" || word == "matrix") {
            self.at += 1;
        }
        true
    }
}

fn opens(token: &Token) -> bool {
    matches!(token, Token::Open(Bracket::Curly | Bracket::Brace))
}

fn is_property_word(word: &str) -> bool {
    const WORDS: [&str; 21] = [
        "symmetric",
        "sym",
        "skew",
        "antisymmetric",
        "orthogonal",
        "diagonal",
        "positive",
        "definite",
        "mask",
        "binary",
        "nonnegative",
        "non",
        "invertible",
        "nonsingular",
        "scalar",
        "spd",
        "pd",
        "is",
        "a",
        "and",
        "idempotent",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

/// mxm, as in ℝ^{mxm}: an x between letters is a ×.
fn with_cross(lexemes: &[Lexeme]) -> Vec<Lexeme> {
    let mut split = Vec::new();
    for lexeme in lexemes {
        match &lexeme.token {
            Token::Word(word)
                if word.len() > 2 && word.len() <= 5 && word[1..word.len() - 1].contains('x') =>
            {
                let (rows, columns) = word.split_at(word[1..].find('x').unwrap_or(0) + 1);
                for token in [
                    Token::Word(rows.into()),
                    Token::Cross,
                    Token::Word(columns[1..].into()),
                ] {
                    split.push(Lexeme {
                        token,
                        ..lexeme.clone()
                    });
                }
            }
            // 2x2, nx3: the letter x glued to a number.
            Token::Word(word)
                if word.len() == 2 && (word.starts_with('x') || word.ends_with('x')) =>
            {
                let letter = Token::Word(word.trim_matches('x').into());
                let tokens = if word.starts_with('x') {
                    [Token::Cross, letter]
                } else {
                    [letter, Token::Cross]
                };
                for token in tokens {
                    split.push(Lexeme {
                        token,
                        ..lexeme.clone()
                    });
                }
            }
            _ => split.push(lexeme.clone()),
        }
    }
    split
}
