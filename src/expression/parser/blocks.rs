//! Square brackets and matrix environments: block matrices, or only brackets.
//!
//! `[A B; C D]` and `[A, B; C, D]` are block matrices, `[AB]` is AB. Where a comma separates, white space
//! does not.

use super::super::lexer::{Bracket, Lexeme, Token};
use super::super::{Expression, Kind, ParseError};
use super::{DEPTH, Parsed, Parser};

impl<'a> Parser<'a> {
    /// Square brackets.
    pub(super) fn square_brackets(&mut self) -> Parsed {
        let inside = &self.lexemes[self.at + 1..];
        let mut open = 1;
        let length = inside.iter().position(|lexeme| {
            match lexeme.token {
                Token::Open(_) | Token::Begin(_) => open += 1,
                Token::Close(_) | Token::End(_) => open -= 1,
                _ => {}
            }
            open == 0
        });
        let Some(length) = length else {
            self.at = self.lexemes.len();
            return Err(self.unexpected("`]`"));
        };
        let inside = &inside[..length];
        let separators = |l: &Lexeme| {
            matches!(
                l.token,
                Token::Semicolon | Token::Comma | Token::Ampersand | Token::RowEnd
            )
        };
        self.at += 1;
        if split(inside, separators).len() == 1 {
            return self.bracketed(Bracket::Square);
        }
        let close = self.at + length;
        let blocks = self.blocks(inside)?;
        self.at = close;
        self.expect(&Token::Close(Bracket::Square), "`]`")?;
        Ok(blocks)
    }

    /// `\begin{pmatrix} … \end{pmatrix}` and its kin.
    pub(super) fn environment(&mut self) -> Parsed {
        let Some(Token::Begin(name)) = self.peek() else {
            return Err(self.unexpected("a matrix"));
        };
        let inside = &self.lexemes[self.at + 1..];
        let mut open = 1;
        let length = inside.iter().position(|lexeme| {
            match lexeme.token {
                Token::Begin(_) => open += 1,
                Token::End(_) => open -= 1,
                _ => {}
            }
            open == 0
        });
        let known = [
            "matrix",
            "pmatrix",
            "bmatrix",
            "Bmatrix",
            "smallmatrix",
            "array",
            "vmatrix",
            "Vmatrix",
        ];
        let (Some(length), true) = (length, known.contains(&name.as_str())) else {
            return Err(self.unexpected("a matrix environment with its end"));
        };
        let close = self.at + 1 + length;
        let blocks = self.blocks(&inside[..length])?;
        self.at = close + 1;
        Ok(match name.as_str() {
            "vmatrix" => blocks.determinant(),
            "Vmatrix" => blocks.norm(),
            _ => blocks,
        })
    }

    fn blocks(&mut self, inside: &'a [Lexeme]) -> Parsed {
        let is_row_end = |l: &Lexeme| matches!(l.token, Token::Semicolon | Token::RowEnd);
        let is_comma = |l: &Lexeme| matches!(l.token, Token::Comma | Token::Ampersand);
        let mut rows = split(inside, is_row_end);
        if rows.len() > 1 && rows.last().is_some_and(|row| row.is_empty()) {
            rows.pop();
        }
        let commas = rows.iter().any(|row| split(row, is_comma).len() > 1);
        let mut blocks = Vec::new();
        for row in rows {
            let entries = if commas {
                split(row, is_comma)
            } else {
                at_spaces(row)
            };
            let entries = entries.into_iter().map(|entry| self.part(entry));
            blocks.push(entries.collect::<Result<Vec<_>, _>>()?);
        }
        let first = blocks.first().map_or(0, Vec::len);
        if blocks.iter().any(|row| row.len() != first) {
            return Err(self.unexpected("rows with equally many blocks"));
        }
        match (blocks.len(), first) {
            (1, 1) => Ok(blocks.remove(0).remove(0)),
            _ => Ok(Expression::from(Kind::Blocks(blocks))),
        }
    }

    /// An entry, read by itself.
    fn part(&mut self, lexemes: &'a [Lexeme]) -> Parsed {
        let end = lexemes.last().map_or(self.here().start, |l| l.span.end);
        if self.depth >= DEPTH {
            return Err(ParseError::new(
                self.here(),
                "fewer levels of brackets",
                "another",
            ));
        }
        let mut parser = Parser::new(self.source, lexemes, end, self.declarations);
        parser.depth = self.depth + 1;
        let entry = parser.sum()?;
        match parser.peek() {
            None => Ok(entry),
            Some(_) => Err(parser.unexpected("an operator or the end of the block")),
        }
    }
}

/// The parts between separators outside of brackets.
fn split(lexemes: &[Lexeme], separates: impl Fn(&Lexeme) -> bool) -> Vec<&[Lexeme]> {
    let mut parts = Vec::new();
    let (mut open, mut start) = (0_i64, 0);
    for (place, lexeme) in lexemes.iter().enumerate() {
        match lexeme.token {
            Token::Open(_) | Token::Begin(_) => open += 1,
            Token::Close(_) | Token::End(_) => open -= 1,
            _ if open == 0 && separates(lexeme) => {
                parts.push(&lexemes[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&lexemes[start..]);
    parts
}

/// The parts between white space outside of brackets, where no operator stands on either side.
fn at_spaces(lexemes: &[Lexeme]) -> Vec<&[Lexeme]> {
    let mut parts = Vec::new();
    let (mut open, mut start) = (0_i64, 0);
    for (place, lexeme) in lexemes.iter().enumerate() {
        let begins = matches!(
            lexeme.token,
            Token::Number(_)
                | Token::Name(_)
                | Token::Differential
                | Token::Function(_)
                | Token::Ones
                | Token::Open(_)
                | Token::Fraction
                | Token::Root
        );
        let ended = place > start
            && matches!(
                lexemes[place - 1].token,
                Token::Number(_)
                    | Token::Name(_)
                    | Token::Ones
                    | Token::Close(_)
                    | Token::Prime
                    | Token::Top
            );
        let minus =
            lexeme.token == Token::Minus && lexemes.get(place + 1).is_some_and(|next| !next.spaced);
        if open == 0 && lexeme.spaced && ended && (begins || minus) {
            parts.push(&lexemes[start..place]);
            start = place;
        }
        match lexeme.token {
            Token::Open(_) => open += 1,
            Token::Close(_) => open -= 1,
            _ => {}
        }
    }
    parts.push(&lexemes[start..]);
    parts
}
