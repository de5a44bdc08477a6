//! What stands above and below the line.
//!
//! | below | after | is |
//! |---|---|---|
//! | a size | `I`, `1`, `0` | the size; `1_{n×m}` |
//! | two sizes | `K` | the commutation matrix (two of the letters i, j, l: an entry) |
//! | an index | `e` | the unit vector |
//! | two indices | `E`, `δ` | the unit matrix, the Kronecker delta |
//! | two digits | a declared matrix, an expression in brackets | an entry |
//! | two indices, or one and a `:` or `·` | a matrix | an entry, a row, a column |
//! | a letter | a lower-case letter, a declared vector | an element |
//! | one of i j k l p q | a capital | refused: row, column, or a name? |
//! | anything else | a name | part of the name: `W_1`, `W_{in}`, `W_x` |
//!
//! A name that is declared with its subscript is that name.
//!
//! Without braces a subscript is one character, or the letters of two indices behind a capital: `A_ij`, `K_mn`. So
//! `I_n1_m` is I_n·𝟏_m.

use super::super::lexer::{Bracket, Lexeme, Token, subscripted};
use super::super::{Expression, Index, Kind, Line, ParseError, Size, Span};
use super::atom::{refused, transposed};
use super::sizes::{one_size, sizes};
use super::{Fence, Parsed, Parser};
use crate::scalar::Rational;
use num_traits::{One, ToPrimitive, Zero};

/// One place of a subscript.
enum Place {
    Index(Index),
    All,
}

impl<'a> Parser<'a> {
    /// The tokens of a script: those between braces, or as many as `run` says without.
    pub(super) fn script(
        &mut self,
        run: impl Fn(&[Lexeme]) -> usize,
    ) -> Result<(&'a [Lexeme], Span), ParseError> {
        let start = self.here().start;
        if self.peek() == Some(&Token::Open(Bracket::Brace)) {
            let inside = &self.lexemes[self.at + 1..];
            let mut open = 1;
            let length = inside.iter().position(|lexeme| {
                match lexeme.token {
                    Token::Open(Bracket::Brace) => open += 1,
                    Token::Close(Bracket::Brace) => open -= 1,
                    _ => {}
                }
                open == 0
            });
            let Some(length) = length else {
                self.at = self.lexemes.len();
                return Err(self.unexpected("`}`"));
            };
            self.at += length + 2;
            let span = self.since(start);
            if length == 0 {
                return Err(ParseError::new(
                    span,
                    "a subscript or an exponent",
                    "nothing",
                ));
            }
            return Ok((&inside[..length], span));
        }
        let rest = &self.lexemes[self.at..];
        let length = run(rest).min(rest.len());
        if length == 0 {
            return Err(self.unexpected("a subscript or an exponent"));
        }
        self.at += length;
        Ok((&rest[..length], self.since(start)))
    }

    /// The sizes of 1_n, 1_{n×m}; of 0 likewise. A column where there is one only.
    pub(super) fn subscript_sizes(&mut self) -> Result<(Size, Size), ParseError> {
        let (lexemes, span) = self.script(|_| 1)?;
        self.pair(lexemes, &span)
    }

    fn pair(&self, lexemes: &[Lexeme], span: &Span) -> Result<(Size, Size), ParseError> {
        let mut all = sizes(lexemes, span)?.into_iter();
        match (all.next(), all.next(), all.next()) {
            (Some(rows), columns, None) => Ok((rows, columns.unwrap_or_else(|| Size::from(1)))),
            _ => Err(ParseError::new(span.clone(), "one or two sizes", "more")),
        }
    }

    /// Two sizes with a comma between them, up to the closing token.
    pub(super) fn size_pair(&mut self, close: &Token) -> Result<(Size, Size), ParseError> {
        let rest = &self.lexemes[self.at..];
        let length = rest
            .iter()
            .position(|l| l.token == *close)
            .unwrap_or(rest.len());
        let start = self.here().start;
        self.at += length;
        let span = self.since(start);
        let all = sizes(&rest[..length], &span)?;
        self.expect(close, "a closing bracket")?;
        let [m, n] = <[Size; 2]>::try_from(all).map_err(|_| {
            ParseError::new(span, "two sizes, as in K(m,n)", "another number of them")
        })?;
        Ok((m, n))
    }

    /// Whether sizes with a comma stand in the round brackets that follow.
    pub(super) fn lists_sizes(&self) -> bool {
        let inside = self.lexemes[self.at + 1..].iter().map(|l| &l.token);
        let mut inside = inside.take_while(|t| **t != Token::Close(Bracket::Round));
        inside.any(|t| *t == Token::Comma)
    }

    /// The subscript of a name.
    pub(super) fn subscripted_name(&mut self, name: &str) -> Parsed {
        let stem = name
            .strip_prefix(['d', 'δ', 'Δ'])
            .filter(|stem| !stem.is_empty());
        let first = stem.unwrap_or(name).chars().next();
        let capital = first.is_some_and(|c| c.is_uppercase() || c == 'δ');
        let (lexemes, span) = self.script(|rest| glued(rest, if capital { 2 } else { 1 }))?;
        let declared = self.declarations.has(name);
        let text = plain_text(lexemes);
        if let Some(text) = &text {
            let whole = subscripted(name, text);
            if self.declarations.is_function(&whole)
                && self.peek() == Some(&Token::Open(Bracket::Round))
            {
                return self.nested(|p| p.call_or_name(whole.into()));
            }
            if self.declarations.has(&whole) {
                return Ok(Expression::name(whole));
            }
        }
        let entries = lexemes.iter().all(|l| {
            matches!(&l.token,
            Token::Name(i) if ["i", "j", "l"].contains(&i.as_str()))
                || l.token == Token::Comma
        });
        match name {
            "I" if !declared && !entries => {
                return Ok(Expression::identity_of(one_size(lexemes, &span)?));
            }
            "K" if !declared && !entries => {
                let commas = lexemes
                    .iter()
                    .any(|l| matches!(l.token, Token::Comma | Token::Cross));
                if commas {
                    let (m, n) = self.pair(lexemes, &span)?;
                    return Ok(Expression::commutation(m, n));
                }
                if let [m, n] = lexemes {
                    let [m, n] = [m, n].map(|l| one_size(std::slice::from_ref(l), &span));
                    return Ok(Expression::commutation(m?, n?));
                }
            }
            _ => {}
        }
        let matrix = self.declarations.is_matrix(name);
        let pairs = matrix || (!declared && ["E", "δ"].contains(&name));
        let places = places(lexemes).map(|places| if pairs { paired(places) } else { places });
        match (name, places.as_deref()) {
            ("e", Some([Place::Index(i)])) if !declared => {
                let (index, size) = (i.clone(), None);
                return Ok(Kind::UnitVector { index, size }.into());
            }
            ("E", Some([Place::Index(i), Place::Index(j)])) if !declared => {
                let (row, column, size) = (i.clone(), j.clone(), None);
                return Ok(Kind::UnitMatrix { row, column, size }.into());
            }
            ("δ", Some([Place::Index(i), Place::Index(j)])) if !declared => {
                return Ok(Kind::Delta(i.clone(), j.clone()).into());
            }
            _ => {}
        }
        let base = match name {
            "I" if !declared => Expression::identity(),
            _ => Expression::name(name),
        };
        let upright = lexemes
            .iter()
            .any(|l| matches!(&l.token, Token::Name(n) if n.chars().count() > 1 && !n.contains(['_', '\''])));
        match places.as_deref() {
            Some([Place::Index(i)])
                if !upright
                    && matches!(base.kind, Kind::Name(_))
                    && self.declarations.line_below(name, i).is_some() =>
            {
                let (matrix, line) = self
                    .declarations
                    .line_below(name, i)
                    .unwrap_or_else(|| (name.into(), Line::Row));
                return Ok(line_of(Expression::name(matrix), line, i.clone()));
            }
            Some([Place::Index(Index::Name(i))]) if !upright => {
                let vector = self.declarations.is_vector(name);
                // d_M is a name: capitals are no indices.
                let index = i.as_str().starts_with(|c: char| c.is_ascii_lowercase());
                if vector || !capital && index {
                    return Ok(base.element(i.as_str()));
                }
                if "ijklpq".contains(i.as_str()) {
                    let error = ParseError::new(span, "two indices", format!("`{i}` alone"));
                    return Err(error.hint(format!(
                        "write {name}_{{{i}:}} for the row, {name}_{{:{i}}} for the column, or declare {name}_{i}"
                    )));
                }
            }
            Some([Place::Index(i @ Index::Number(_))]) if self.declarations.is_vector(name) => {
                return Ok(base.element(i.clone()));
            }
            Some([Place::Index(i), Place::Index(j)]) if !upright => {
                return Ok(base.entry(i.clone(), j.clone()));
            }
            Some([Place::Index(i), Place::All]) => return Ok(base.row(i.clone())),
            Some([Place::All, Place::Index(j)]) => return Ok(base.column(j.clone())),
            _ => {}
        }
        match text {
            Some(text) => {
                let whole = subscripted(name, &text);
                let called = match self.peek() {
                    Some(Token::Open(Bracket::Round)) => {
                        self.declarations.is_function(&whole) || self.lists_arguments()
                    }
                    _ => false,
                };
                if called {
                    return self.nested(|p| p.call_or_name(whole.into()));
                }
                Ok(Expression::name(whole))
            }
            None => Err(ParseError::new(
                span,
                "one or two indices, or a name",
                "something else",
            )),
        }
    }

    /// The subscript of anything but a name: entries, rows, columns.
    pub(super) fn subscripted(&mut self, base: Expression) -> Parsed {
        let (lexemes, span) = self.script(|rest| glued(rest, 2))?;
        match places(lexemes).map(paired).as_deref() {
            Some([Place::Index(i), Place::Index(j)]) => Ok(base.entry(i.clone(), j.clone())),
            Some([Place::Index(i), Place::All]) => Ok(base.row(i.clone())),
            Some([Place::All, Place::Index(j)]) => Ok(base.column(j.clone())),
            Some([Place::Index(i)]) => Ok(base.element(i.clone())),
            _ => Err(ParseError::new(
                span,
                "one or two indices",
                "something else",
            )),
        }
    }

    /// The exponent of an expression.
    pub(super) fn superscripted(&mut self, base: Expression) -> Parsed {
        let braced = self.peek() == Some(&Token::Open(Bracket::Brace));
        let (lexemes, span) = self.script(exponent_run)?;
        let error = || ParseError::new(span.clone(), "an exponent: T, −1, a number, ∘2", "");
        let tokens: Vec<&Token> = lexemes.iter().map(|l| &l.token).collect();
        let tokens = match (braced, &tokens[..]) {
            (
                false,
                [
                    Token::Open(Bracket::Round),
                    inner @ ..,
                    Token::Close(Bracket::Round),
                ],
            ) => {
                if matches!(inner, [Token::Number(n)] if n.is_integer()) {
                    let hint = "write x^2 for a power, x^{(2)} for a name";
                    return Err(refused(error(), "a number in brackets", hint));
                }
                inner
            }
            (_, tokens) => tokens,
        };
        match tokens {
            [
                Token::Open(Bracket::Round),
                Token::Number(_) | Token::Name(_),
                Token::Close(Bracket::Round),
                rest @ ..,
            ] => {
                let Kind::Name(name) = &base.kind else {
                    return Err(refused(
                        error(),
                        "an index in brackets behind what is no name",
                        "leave out the brackets of a power",
                    ));
                };
                let member = match tokens[1] {
                    Token::Number(number) => number.to_string(),
                    Token::Name(name) => name.clone(),
                    _ => String::new(),
                };
                let name = Expression::name(format!("{name}^{{({member})}}"));
                match rest {
                    [] => Ok(name),
                    [t] if is_transpose(t) => Ok(transposed(name)),
                    [Token::Minus, Token::Number(n)] if n.is_one() => Ok(name.inverse()),
                    [Token::Number(n)] => Ok(name.power(n.clone())),
                    _ => Err(refused(
                        error(),
                        "something else",
                        "write the exponent behind the name",
                    )),
                }
            }
            [Token::Name(i)] if i != "T" && self.line_above(&base).is_some() => {
                let line = self.line_above(&base).unwrap_or(Line::Row);
                Ok(line_of(base, line, Index::from(i.as_str())))
            }
            [t] if is_transpose(t) => Ok(transposed(base)),
            [Token::Minus, t] if is_transpose(t) => Ok(base.inverse().transpose()),
            [Token::Circle | Token::Times, rest @ ..] if !rest.is_empty() => match rational(rest) {
                Some(power) => Ok(base.hadamard_power(power)),
                None => Err(refused(
                    error(),
                    "something else",
                    "write A^{∘2} for the power of every entry",
                )),
            },
            [Token::Name(name)] if name == "H" => {
                Err(refused(error(), "`H`", "matrices are real: write ^T"))
            }
            // The best x, x^*; of a matrix it may be the adjoint.
            [Token::Times] if small_name(&base).is_some() => {
                let name = small_name(&base).unwrap_or_default();
                Ok(Expression::name(format!("{name}^⋆")))
            }
            [Token::Unknown(star)] if star == "⋆" || star == "\\star" => match &base.kind {
                Kind::Name(name) => Ok(Expression::name(format!("{name}^⋆"))),
                _ => Err(refused(error(), "a star", "only names have a star")),
            },
            [Token::Times | Token::Plus] => Err(refused(
                error(),
                "a star or a plus",
                "neither adjoints nor pseudoinverses are read",
            )),
            _ => match rational(tokens) {
                Some(power) => Ok(base.power(power)),
                None if self.is_euler(&base) => {
                    let mut inner = Parser::new(self.source, lexemes, span.end, self.declarations);
                    inner.depth = self.depth + 1;
                    let exponent = inner.sum()?;
                    if inner.peek().is_some() {
                        return Err(inner.unexpected("the end of the exponent"));
                    }
                    Ok(exponent.apply(crate::scalar::Elementary::Exp))
                }
                None => Err(refused(
                    error(),
                    "something else",
                    "powers are numbers; eˣ is written exp(x)",
                )),
            },
        }
    }

    /// Whether this is the e of e^x.
    fn is_euler(&self, base: &Expression) -> bool {
        matches!(&base.kind, Kind::Name(name) if name.as_str() == "e")
            && !self.declarations.has("e")
    }

    /// What an index above a name picks out, if the text says.
    fn line_above(&self, base: &Expression) -> Option<Line> {
        match &base.kind {
            Kind::Name(name) => self.declarations.line_above(name.as_str()),
            _ => None,
        }
    }

    /// The exponent behind `.^`.
    pub(super) fn entrywise_exponent(&mut self) -> Result<Rational, ParseError> {
        let (lexemes, span) = self.script(exponent_run)?;
        let tokens: Vec<&Token> = lexemes.iter().map(|l| &l.token).collect();
        let inner = match &tokens[..] {
            [
                Token::Open(Bracket::Round),
                inner @ ..,
                Token::Close(Bracket::Round),
            ] => inner,
            all => all,
        };
        rational(inner)
            .ok_or_else(|| ParseError::new(span, "a number as exponent", "something else"))
    }

    /// Whether what follows is a transpose.
    pub(super) fn transposes(&self) -> bool {
        match (
            self.peek(),
            self.peek_at(1),
            self.peek_at(2),
            self.peek_at(3),
        ) {
            (Some(Token::Prime | Token::Top), ..) => true,
            (Some(Token::Caret), Some(t), ..) if is_transpose(t) => true,
            (
                Some(Token::Caret),
                Some(Token::Open(Bracket::Brace)),
                Some(t),
                Some(Token::Close(Bracket::Brace)),
            ) => is_transpose(t),
            _ => false,
        }
    }

    /// Whether what follows makes a name of a family: ^{(1)}.
    pub(super) fn names_a_member(&self) -> bool {
        self.peek_at(1) == Some(&Token::Open(Bracket::Brace))
            && self.peek_at(2) == Some(&Token::Open(Bracket::Round))
    }

    /// Takes a square, ^2 or ^{2}, if there is one.
    pub(super) fn takes_square(&mut self) -> bool {
        let two = |token: Option<&Token>| matches!(token, Some(Token::Number(n)) if *n == Rational::from(num_bigint::BigInt::from(2)));
        let length = match self.peek() {
            Some(Token::Caret) if two(self.peek_at(1)) => 2,
            Some(Token::Caret)
                if self.peek_at(1) == Some(&Token::Open(Bracket::Brace))
                    && two(self.peek_at(2))
                    && self.peek_at(3) == Some(&Token::Close(Bracket::Brace)) =>
            {
                4
            }
            _ => 0,
        };
        self.at += length;
        length > 0
    }

    /// The F or 2 of a norm; other norms are refused.
    pub(super) fn kind_of_norm(&mut self) -> Result<(), ParseError> {
        let (lexemes, span) = self.script(|_| 1)?;
        let euclidean = match lexemes {
            [
                Lexeme {
                    token: Token::Name(name),
                    ..
                },
            ] => ["F", "Fro", "fro"].contains(&name.as_str()),
            [
                Lexeme {
                    token: Token::Number(n),
                    ..
                },
            ] => *n == Rational::from(num_bigint::BigInt::from(2)),
            _ => plain_text(lexemes).is_some_and(|text| ["Fro", "fro"].contains(&text.as_str())),
        };
        if euclidean {
            return Ok(());
        }
        let error = ParseError::new(span, "`F` or `2`", "another norm");
        Err(error.hint("only the Frobenius and the Euclidean norm are read"))
    }

    /// The argument of `\frac` or `\sqrt`: what stands in braces, or one factor.
    pub(super) fn argument(&mut self) -> Parsed {
        if self.take(&Token::Open(Bracket::Brace)) {
            return self.bracketed(Bracket::Brace);
        }
        self.fences.push(Fence::Bracket);
        let start = self.here().start;
        // Without braces TeX takes one token, which leaves an exponent behind.
        let argument = match self.peek() {
            Some(Token::Name(name)) => {
                self.at += 1;
                Ok(Expression::name(name.as_str()).at(self.since(start)))
            }
            _ => self.factor(false),
        };
        self.fences.pop();
        argument
    }
}

/// The name, if it begins with a small letter.
fn small_name(base: &Expression) -> Option<&str> {
    match &base.kind {
        Kind::Name(name) if name.as_str().starts_with(char::is_lowercase) => Some(name.as_str()),
        _ => None,
    }
}

/// The line of a matrix that an index picks out.
fn line_of(matrix: Expression, line: Line, index: Index) -> Expression {
    match line {
        Line::Row => matrix.row(index),
        Line::Column => matrix.column(index),
        Line::TransposedRow => matrix.row(index).transpose(),
    }
}

fn is_transpose(token: &Token) -> bool {
    match token {
        Token::Top | Token::Prime => true,
        Token::Name(name) => name == "T" || name == "t",
        _ => false,
    }
}

/// How many tokens an exponent without braces takes: one, with a minus two, or a bracket.
fn exponent_run(rest: &[Lexeme]) -> usize {
    match rest.first().map(|l| &l.token) {
        Some(Token::Minus | Token::Circle) => 2,
        Some(Token::Open(Bracket::Round)) => {
            let close = rest
                .iter()
                .position(|l| l.token == Token::Close(Bracket::Round));
            close.map_or(1, |close| close + 1)
        }
        _ => 1,
    }
}

/// How many tokens a subscript without braces takes: a number, or letters of indices that stand together.
fn glued(rest: &[Lexeme], at_most: usize) -> usize {
    const INDICES: &str = "ijklmnpqrst";
    if !matches!(rest.first().map(|l| &l.token), Some(Token::Name(i)) if INDICES.contains(i.as_str()))
    {
        return 1;
    }
    let letters = rest.iter().enumerate().take_while(|(place, l)| {
        matches!(&l.token, Token::Name(i) if INDICES.contains(i.as_str()))
            && (*place == 0 || !l.spaced)
    });
    letters.count().min(at_most)
}

/// How many tokens the subscript of an operator takes without braces: one name with its own subscript aside.
pub(super) fn glued_letters(rest: &[Lexeme]) -> usize {
    usize::from(!rest.is_empty())
}

/// The letters and digits as they stand, if there is nothing else.
fn plain_text(lexemes: &[Lexeme]) -> Option<String> {
    let mut text = String::new();
    for lexeme in lexemes {
        match &lexeme.token {
            Token::Name(name) if !name.contains(['_', '^']) => text.push_str(name),
            Token::Number(number) if number.is_integer() => text.push_str(&number.to_string()),
            Token::Plus => text.push('+'),
            Token::Minus => text.push('-'),
            Token::Times if lexemes.len() == 1 => text.push('*'),
            _ => return None,
        }
    }
    Some(text)
}

/// The places of a subscript: indices, with or without commas, and `:` or `·` for all.
fn places(lexemes: &[Lexeme]) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut comma = true;
    for (place, lexeme) in lexemes.iter().enumerate() {
        match &lexeme.token {
            // i1 is read as the name i_1, which in a subscript is two indices.
            Token::Name(name) if one_digit(name).is_some() => {
                let (letter, digit) = one_digit(name)?;
                places.push(Place::Index(Index::from(letter)));
                places.push(Place::Index(Index::Number(digit)));
            }
            Token::Name(name) => places.push(Place::Index(Index::from(name.as_str()))),
            Token::Number(number) => {
                let index = number
                    .is_integer()
                    .then(|| number.to_integer().to_usize())??;
                if index.is_zero() {
                    return None;
                }
                places.push(Place::Index(Index::Number(index)));
            }
            Token::Colon | Token::Times => places.push(Place::All),
            Token::Prime => match places.last_mut()? {
                Place::Index(Index::Name(name)) => *name = format!("{name}'").into(),
                _ => return None,
            },
            Token::Comma if !comma && place + 1 < lexemes.len() => {
                comma = true;
                continue;
            }
            _ => return None,
        }
        comma = false;
    }
    Some(places)
}

/// The letter and the digit of a name such as i_1.
fn one_digit(name: &str) -> Option<(&str, usize)> {
    let (letter, digit) = name.split_once('_')?;
    let index = letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_lowercase());
    let digit = digit.parse().ok().filter(|digit| (1..=9).contains(digit))?;
    index.then_some((letter, digit))
}

/// Two digits as two indices: A_{12} is the entry of the first row and second column.
fn paired(places: Vec<Place>) -> Vec<Place> {
    match &places[..] {
        [Place::Index(Index::Number(number @ 11..=99))] if number % 10 > 0 => {
            let index = |number| Place::Index(Index::Number(number));
            vec![index(number / 10), index(number % 10)]
        }
        _ => places,
    }
}

/// A number with a sign, as a quotient or a `\frac`.
fn rational(tokens: &[&Token]) -> Option<Rational> {
    let open = Token::Open(Bracket::Brace);
    let close = Token::Close(Bracket::Brace);
    match tokens {
        [Token::Minus, rest @ ..] => match rest {
            [Token::Minus, ..] => None,
            rest => rational(rest).map(|power| -power),
        },
        [Token::Number(number)] => Some(number.clone()),
        [Token::Number(p), Token::Slash, Token::Number(q)]
        | [Token::Fraction, Token::Number(p), Token::Number(q)] => (!q.is_zero()).then(|| p / q),
        [
            Token::Fraction,
            a,
            Token::Number(p),
            b,
            c,
            Token::Number(q),
            d,
        ] if [*a, *c] == [&open, &open] && [*b, *d] == [&close, &close] => {
            (!q.is_zero()).then(|| p / q)
        }
        _ => None,
    }
}
