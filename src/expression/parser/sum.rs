//! Sums over indices: `\sum_i`, `Σ_{ij}`, `\sum_{i=1}^n`, `Σ_{(i,j)∈Ω}`, `Σ_{j∈S_p}`.

use super::super::lexer::{Bracket, Lexeme, Token};
use super::super::{Index, Name, Over, ParseError, Size, Span};
use super::sizes::one_size;
use super::{Parsed, Parser};
use num_traits::One;

/// What stands below a sum sign.
struct Below {
    indices: Vec<Name>,
    set: Option<Over>,
}

impl Parser<'_> {
    /// Whether the subscript of a Σ makes it a sum: it names an index.
    pub(super) fn sums(&self) -> bool {
        let first = match self.peek_at(1) {
            Some(Token::Open(Bracket::Brace)) => self.peek_at(2),
            other => other,
        };
        match first {
            Some(Token::Name(name)) => {
                name.chars().all(char::is_lowercase)
                    && name.chars().count() == 1
                    && "ijklmnpqrst".contains(name)
            }
            Some(Token::Open(Bracket::Round)) => true,
            _ => false,
        }
    }

    /// A sum, its sign already read.
    pub(super) fn index_sum(&mut self) -> Parsed {
        let mut below: Option<Below> = None;
        let mut upper: Option<Size> = None;
        loop {
            if below.is_none() && self.take(&Token::Underscore) {
                let (lexemes, span) = self.limits(true)?;
                below = Some(read_below(lexemes, &span)?);
            } else if upper.is_none() && self.take(&Token::Caret) {
                let (lexemes, span) = self.limits(false)?;
                upper = Some(one_size(lexemes, &span)?);
            } else {
                break;
            }
        }
        let body = self.term()?;
        let Some(Below { indices, set }) = below else {
            if upper.is_some() {
                let error = self.unexpected("an index below the sum sign");
                return Err(error.hint("write \\sum_{i=1}^n"));
            }
            return Ok(body.entry_sum());
        };
        if set.is_some() && upper.is_some() {
            return Err(self.unexpected("either a set or an upper limit"));
        }
        Ok(body.index_sum(indices, set.or(upper.map(Over::UpTo))))
    }

    fn limits(&mut self, below: bool) -> Result<(&[Lexeme], Span), ParseError> {
        let start = self.here().start;
        let rest = &self.lexemes[self.at..];
        if rest.first().map(|l| &l.token) == Some(&Token::Open(Bracket::Brace)) {
            let close = rest
                .iter()
                .position(|l| l.token == Token::Close(Bracket::Brace));
            let Some(close) = close else {
                self.at = self.lexemes.len();
                return Err(self.unexpected("`}`"));
            };
            // S_{p} may stand inside.
            let mut open = 0;
            let close = rest
                .iter()
                .position(|l| {
                    match l.token {
                        Token::Open(Bracket::Brace) => open += 1,
                        Token::Close(Bracket::Brace) => open -= 1,
                        _ => {}
                    }
                    open == 0
                })
                .unwrap_or(close);
            self.at += close + 1;
            return Ok((&rest[1..close.max(1)], self.since(start)));
        }
        let index =
            |l: &Lexeme| matches!(&l.token, Token::Name(i) if "ijklmnpqrst".contains(i.as_str()));
        let glued = rest.iter().enumerate();
        let glued = glued
            .take_while(|(place, l)| index(l) && (*place == 0 || !l.spaced))
            .count();
        let length = if below {
            glued
        } else {
            usize::from(!rest.is_empty())
        };
        if length == 0 {
            return Err(self.unexpected("an index"));
        }
        self.at += length;
        Ok((&rest[..length], self.since(start)))
    }
}

fn read_below(lexemes: &[Lexeme], span: &Span) -> Result<Below, ParseError> {
    let wrong = || {
        ParseError::new(span.clone(), "indices to sum over", "something else")
            .hint("as in \\sum_{i}, \\sum_{i,j}, \\sum_{i=1}^n, \\sum_{(i,j)\\in\\Omega}")
    };
    let side = lexemes
        .iter()
        .position(|l| matches!(l.token, Token::In | Token::Equals));
    let (before, behind) = lexemes.split_at(side.unwrap_or(lexemes.len()));
    let mut indices: Vec<Name> = Vec::new();
    for lexeme in before {
        match &lexeme.token {
            Token::Name(name) if !indices.iter().any(|i| i.as_str() == name) => {
                indices.push(name.as_str().into());
            }
            Token::Comma | Token::Open(Bracket::Round) | Token::Close(Bracket::Round) => {}
            Token::Prime => match indices.last_mut() {
                Some(name) => *name = format!("{name}'").into(),
                None => return Err(wrong()),
            },
            _ => return Err(wrong()),
        }
    }
    if indices.is_empty() {
        return Err(wrong());
    }
    let mut tokens: Vec<&Token> = behind.iter().map(|l| &l.token).collect();
    // (i,j) ∈ {Ω}
    if let [
        _,
        Token::Open(Bracket::Brace),
        inner @ ..,
        Token::Close(Bracket::Brace),
    ] = &tokens[..]
        && let [Token::Name(_)] = inner
    {
        tokens = vec![tokens[0], tokens[2]];
    }
    let set = match &tokens[..] {
        [] => None,
        [Token::Equals, Token::Number(one)] if one.is_one() => None,
        [Token::Equals, ..] => return Err(wrong().hint("sums begin at 1")),
        [Token::In, Token::Name(set)] => Some(Over::Set(set.as_str().into(), None)),
        [Token::In, Token::Name(set), Token::Underscore, rest @ ..] => {
            let row = match rest {
                [Token::Name(row)]
                | [
                    Token::Open(Bracket::Brace),
                    Token::Name(row),
                    Token::Close(Bracket::Brace),
                ] => Index::from(row.as_str()),
                _ => return Err(wrong()),
            };
            Some(Over::Set(set.as_str().into(), Some(row)))
        }
        _ => return Err(wrong()),
    };
    let fits = match &set {
        Some(Over::Set(_, Some(_))) => indices.len() == 1,
        Some(Over::Set(_, None)) => indices.len() <= 2,
        _ => true,
    };
    if !fits {
        return Err(wrong().hint("a set holds pairs (i,j), its row S_p indices j"));
    }
    Ok(Below { indices, set })
}
