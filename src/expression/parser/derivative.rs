//! Derivatives as people write them.
//!
//! | written | read |
//! |---|---|
//! | `∇_W f`, `∇_W f(W,H)`, `∂_W f`, `∂f/∂W`, `\frac{∂ f}{∂ W}`, `\frac{d f}{d W}` | ∂f/∂W |
//! | `\frac{∂}{∂ W} …` | the derivative of the product that follows |
//! | `∇²_W f`, `∇²_{WH} f`, `\frac{∂² f}{∂ W ∂ H}` | twice |
//! | `\frac{∂ f}{∂ W_{ij}}` | along E_ij |
//! | `\frac{∂² f}{∂x ∂x^T}`, `∂f/∂ vec(W)` | with the layout said |
//! | `D_W f(W)[H]`, `Df(X)[H]`, `D²f(X)[H,K]` | along directions |
//! | `d(X^TX)`, `d tr(X)`, `d²f`, `dX^{-1}` | a differential; which variables move, the document says |
//!
//! An operator takes a function that the document defines, or else the product behind it.

use super::super::lexer::{Bracket, Lexeme, Token};
use super::super::{By, Expression, Kind, Name, ParseError, Span};
use super::{Fence, Parsed, Parser};
use num_traits::ToPrimitive;

impl<'a> Parser<'a> {
    /// ∇ or ∂ as an operator, its sign already read.
    pub(super) fn nabla(&mut self) -> Parsed {
        let mut times = self.order()?;
        let mut by = Vec::new();
        if self.take(&Token::Underscore) {
            let (lexemes, span) = self.script(super::script::glued_letters)?;
            by = self.targets(lexemes, &span)?;
        }
        times = times.max(self.order()?);
        if by.is_empty() {
            by = self.subscript_behind()?;
        }
        if by.is_empty() {
            // Of a function of one variable that is the variable, which the document knows.
            by.push(By::Whole("".into()));
        }
        let by =
            repeated(by, times).ok_or_else(|| self.unexpected("one variable for each order"))?;
        let of = self.nested(Self::operand)?;
        Ok(of.derivative(by))
    }

    /// `\nabla f_W`: the subscript of the function says with respect to what.
    fn subscript_behind(&mut self) -> Result<Vec<By>, ParseError> {
        let (Some(Token::Name(name)), Some(Token::Underscore)) = (self.peek(), self.peek_at(1))
        else {
            return Ok(Vec::new());
        };
        if !self.declarations.is_function(name) {
            return Ok(Vec::new());
        }
        // The subscript is read, then the name alone is what is differentiated.
        let before = self.at;
        self.at += 2;
        let (lexemes, span) = self.script(super::script::glued_letters)?;
        let by = self.targets(lexemes, &span)?;
        self.moved_subscript = Some((before, self.at));
        self.at = before;
        Ok(by)
    }

    /// ², ^2, ^{2} behind an operator: how often.
    fn order(&mut self) -> Result<usize, ParseError> {
        if self.peek() != Some(&Token::Caret) {
            return Ok(1);
        }
        self.at += 1;
        let (lexemes, span) = self.script(|_| 1)?;
        match lexemes {
            [
                Lexeme {
                    token: Token::Number(n),
                    ..
                },
            ] if n.is_integer() => match n.to_integer().to_usize() {
                Some(times @ 1..=3) => Ok(times),
                _ => Err(ParseError::new(span, "an order up to 3", "another number")),
            },
            _ => Err(ParseError::new(
                span,
                "the order of a derivative",
                "something else",
            )),
        }
    }

    /// What an operator takes: a function of the document with its arguments, or the product that follows.
    fn operand(&mut self) -> Parsed {
        if let Some(Token::Name(name)) = self.peek()
            && self.declarations.is_function(name)
        {
            let name = Name::from(name.as_str());
            let start = self.here().start;
            self.at += 1;
            if let Some((_, behind)) = self.moved_subscript.take() {
                self.at = behind;
            }
            let call = self.call_or_name(name)?;
            return Ok(call.at(self.since(start)));
        }
        let start = self.here().start;
        let mut factors = vec![self.factor(false)?];
        loop {
            if self.peek() == Some(&Token::Times) {
                self.at += 1;
            } else if !self.begins_factor() {
                break;
            }
            factors.push(self.factor(true)?);
        }
        let span = self.since(start);
        let many = factors.len() > 1;
        let product = Expression::product_of(factors);
        Ok(if many { product.at(span) } else { product })
    }

    /// f(A, B) of a function that the document defines; the name alone stands for the function at its variables.
    pub(super) fn call_or_name(&mut self, name: Name) -> Parsed {
        let open = match self.peek() {
            Some(Token::Open(bracket @ (Bracket::Round | Bracket::Square))) => *bracket,
            _ => return Ok(Expression::name(name)),
        };
        self.at += 1;
        let arguments = self.arguments(open)?;
        Ok(Expression::from(Kind::Call(name, arguments)))
    }

    /// Arguments with commas between them, up to the closing bracket.
    fn arguments(&mut self, bracket: Bracket) -> Result<Vec<Expression>, ParseError> {
        self.fenced(Fence::Bracket, |p| {
            let mut arguments = vec![p.sum()?];
            while p.take(&Token::Comma) || p.take(&Token::Semicolon) {
                arguments.push(p.sum()?);
            }
            p.expect(&Token::Close(bracket), super::closing(bracket))?;
            Ok(arguments)
        })
    }

    /// Whether a fraction that begins here is a derivative: `{∂ …}{∂ …}` or `{d …}{d …}`.
    pub(super) fn is_derivative_fraction(&self) -> bool {
        let rest = &self.lexemes[self.at..];
        let Some((above, rest)) = group(rest) else {
            return false;
        };
        let Some((below, _)) = group(rest) else {
            return false;
        };
        match (
            above.first().map(|l| &l.token),
            below.first().map(|l| &l.token),
        ) {
            (Some(Token::Partial), Some(Token::Partial)) => true,
            (Some(above), Some(d)) if is_d(above) && is_d(d) => {
                below.len() > 1 && !self.declarations.has("d")
            }
            _ => false,
        }
    }

    /// `\frac{∂ f}{∂ W}`, the command already read.
    pub(super) fn derivative_fraction(&mut self) -> Parsed {
        let start = self.here().start;
        let rest = &self.lexemes[self.at..];
        let (Some((above, _)), true) = (group(rest), self.is_derivative_fraction()) else {
            return Err(self.unexpected("a derivative"));
        };
        self.at += 1;
        let end = self.at + above.len();
        self.at += 1;
        let times = self.order()?;
        let of = if self.at < end {
            let of = self.nested(|p| p.inside(end, Self::operand))?;
            Some(of)
        } else {
            None
        };
        self.at = end;
        self.expect(&Token::Close(Bracket::Brace), "`}`")?;
        let rest = &self.lexemes[self.at..];
        let Some((below, _)) = group(rest) else {
            return Err(self.unexpected("what is differentiated by"));
        };
        self.at += below.len() + 2;
        let span = self.since(start);
        let by = self.denominators(below, &span)?;
        let by = repeated(by, times).ok_or_else(|| {
            ParseError::new(span, "one variable for each order", "another number")
        })?;
        let of = match of {
            Some(of) => of,
            None => self.nested(Self::operand)?,
        };
        Ok(of.derivative(by))
    }

    /// `∂f/∂W` on one line, the first ∂ already read; `∂_W f` too.
    pub(super) fn partial(&mut self) -> Parsed {
        if self.peek() == Some(&Token::Underscore) {
            return self.nabla();
        }
        let times = self.order()?;
        let of = if self.peek() == Some(&Token::Slash) {
            None
        } else {
            Some(self.nested(|p| match p.peek() {
                Some(Token::Name(name)) if p.declarations.is_function(name) => p.operand(),
                _ => p.factor(false),
            })?)
        };
        self.expect(&Token::Slash, "`/` and what is differentiated by")?;
        let start = self.here().start;
        let bracketed = self.take(&Token::Open(Bracket::Round));
        let from = self.at;
        let mut variables = 0;
        while self.take(&Token::Partial) {
            self.factor(false)?;
            variables += 1;
        }
        if variables == 0 {
            return Err(self.unexpected("`∂` and a variable"));
        }
        let (lexemes, span) = (&self.lexemes[from..self.at], self.since(start));
        if bracketed {
            self.expect(&Token::Close(Bracket::Round), "`)`")?;
        }
        let by = self.denominators(lexemes, &span)?;
        let by = repeated(by, times).ok_or_else(|| {
            ParseError::new(span, "one variable for each order", "another number")
        })?;
        let of = match of {
            Some(of) => of,
            None => self.nested(Self::operand)?,
        };
        Ok(of.derivative(by))
    }

    /// The variables of ∂A ∂B_{ij} or dA.
    fn denominators(&self, lexemes: &'a [Lexeme], span: &Span) -> Result<Vec<By>, ParseError> {
        let mut by = Vec::new();
        let starts: Vec<usize> = (0..lexemes.len())
            .filter(|&at| match lexemes[at].token {
                Token::Partial | Token::Differential => true,
                _ => {
                    is_d(&lexemes[at].token)
                        && (at == 0
                            || !matches!(
                                lexemes[at - 1].token,
                                Token::Underscore | Token::Caret | Token::Open(_)
                            ))
                }
            })
            .collect();
        for (place, &from) in starts.iter().enumerate() {
            let to = starts.get(place + 1).copied().unwrap_or(lexemes.len());
            by.extend(self.target(&lexemes[from + 1..to], span)?);
        }
        Ok(by)
    }

    /// What a subscript of ∇ names: one variable, or several side by side.
    fn targets(&self, lexemes: &'a [Lexeme], span: &Span) -> Result<Vec<By>, ParseError> {
        if let Ok(by) = self.target(lexemes, span) {
            return Ok(by);
        }
        let mut by = Vec::new();
        for lexeme in lexemes {
            match &lexeme.token {
                Token::Name(name) => by.push(By::Whole(name.as_str().into())),
                Token::Comma => {}
                _ => return Err(not_a_variable(span)),
            }
        }
        if by.is_empty() {
            Err(not_a_variable(span))
        } else {
            Ok(by)
        }
    }

    fn target(&self, lexemes: &'a [Lexeme], span: &Span) -> Result<Vec<By>, ParseError> {
        let mut inner = Parser::new(self.source, lexemes, span.end, self.declarations);
        inner.depth = self.depth + 1;
        let target = inner.factor(false)?;
        if inner.peek().is_some() {
            return Err(not_a_variable(span));
        }
        let (target, times) = match target.kind {
            Kind::Power(a, n) if n.is_integer() => (*a, n.to_integer().to_usize().unwrap_or(0)),
            _ => (target, 1),
        };
        let one = match target.kind {
            Kind::Name(name) => By::Whole(name),
            Kind::Identity(None) => By::Whole("I".into()),
            Kind::Commutation(None) => By::Whole("K".into()),
            Kind::Entry(of, i, j) => match of.kind {
                Kind::Name(name) => {
                    let unit = Kind::UnitMatrix {
                        row: i,
                        column: j,
                        size: None,
                    };
                    By::Along(vec![(name, Expression::from(unit).at(target.span))])
                }
                _ => return Err(not_a_variable(span)),
            },
            Kind::Element(of, index) => match of.kind {
                Kind::Name(name) => {
                    let unit = Kind::UnitVector { index, size: None };
                    By::Along(vec![(name, Expression::from(unit).at(target.span))])
                }
                _ => return Err(not_a_variable(span)),
            },
            Kind::Transpose(of) => match of.kind {
                Kind::Name(name) => By::Row(name),
                Kind::Vec(inner) => match inner.kind {
                    Kind::Name(name) => By::Stacked(name),
                    _ => return Err(not_a_variable(span)),
                },
                _ => return Err(not_a_variable(span)),
            },
            Kind::Vec(of) => match of.kind {
                Kind::Name(name) => By::Stacked(name),
                _ => return Err(not_a_variable(span)),
            },
            _ => return Err(not_a_variable(span)),
        };
        if !(1..=2).contains(&times) {
            return Err(not_a_variable(span));
        }
        Ok(vec![one; times])
    }

    /// Whether the name D that was just read is the derivative operator.
    pub(super) fn is_derivative_operator(&self) -> bool {
        if self.declarations.has("D") || self.declarations.is_function("D") {
            return false;
        }
        let function = |ahead: usize| matches!(self.peek_at(ahead), Some(Token::Name(name)) if self.declarations.is_function(name));
        match self.peek() {
            Some(Token::Name(_)) => function(0),
            Some(Token::Caret) => matches!(self.peek_at(1), Some(Token::Number(_))) && function(2),
            Some(Token::Underscore) => match self.peek_at(1) {
                Some(Token::Open(Bracket::Brace)) => {
                    let rest = &self.lexemes[self.at + 1..];
                    group(rest).is_some_and(|(inside, _)| function(inside.len() + 3))
                }
                _ => function(2),
            },
            _ => false,
        }
    }

    /// D_W f(W)[H], the D already read.
    pub(super) fn directional(&mut self) -> Parsed {
        let mut times = self.order()?;
        let mut variable = None;
        if self.take(&Token::Underscore) {
            let (lexemes, span) = self.script(|_| 1)?;
            variable = match self.target(lexemes, &span)?.as_slice() {
                [By::Whole(name)] => Some(name.clone()),
                _ => return Err(not_a_variable(&span)),
            };
        }
        times = times.max(self.order()?);
        let of = self.nested(Self::operand)?;
        // [D_W f(W)](H): the direction stands behind the bracket that is still open.
        let mut resume = None;
        if let (Some(Token::Close(_)), Some(Token::Open(_))) = (self.peek(), self.peek_at(1)) {
            resume = Some(self.at);
            self.at += 1;
        }
        let bracket = match self.peek() {
            Some(Token::Open(bracket @ (Bracket::Round | Bracket::Square))) => *bracket,
            _ => return Err(self.unexpected("the direction in brackets")),
        };
        self.at += 1;
        let mut directions = self.arguments(bracket)?;
        if let Some(close) = resume {
            self.applied = Some((close, self.at));
            self.at = close;
        }
        // Df(W, H)[P, Q]: one direction for each variable.
        if let (None, Kind::Call(_, variables)) = (&variable, &of.kind)
            && variables.len() > 1
            && directions.len() == variables.len()
            && times == 1
        {
            let name = |e: &Expression| match &e.kind {
                Kind::Name(name) => Some(name.clone()),
                _ => None,
            };
            let names: Option<Vec<Name>> = variables.iter().map(name).collect();
            if let Some(names) = names {
                let moves = names.into_iter().zip(directions).collect();
                return Ok(of.derivative(vec![By::Along(moves)]));
            }
        }
        if directions.len() == 1 && times == 2 {
            directions.push(directions[0].clone());
        }
        if directions.len() != times {
            return Err(self.unexpected("one direction for each order"));
        }
        // Without a subscript the function's own variable moves, which the document knows.
        let variable = variable.unwrap_or_else(|| Name::from(""));
        let by = directions
            .into_iter()
            .map(|direction| By::Along(vec![(variable.clone(), direction)]));
        Ok(of.derivative(by.collect()))
    }

    /// d of what follows, the d already read; `None` if this is no differential.
    pub(super) fn differential(&mut self, upright: bool) -> Result<Option<Expression>, ParseError> {
        if !upright && !self.declarations.uses_differentials() {
            return Ok(None);
        }
        let before = self.at;
        let times = match self.peek() {
            Some(Token::Caret)
                if matches!(
                    self.peek_at(1),
                    Some(Token::Number(_) | Token::Open(Bracket::Brace))
                ) =>
            {
                match self.order() {
                    Ok(times) => times,
                    Err(_) => {
                        self.at = before;
                        return Ok(None);
                    }
                }
            }
            _ => 1,
        };
        let takes = match self.peek() {
            Some(Token::Open(
                Bracket::Round | Bracket::Square | Bracket::Curly | Bracket::Brace,
            )) => true,
            Some(Token::Function(_) | Token::DoubleBar(_) | Token::Bar(_) | Token::Nabla) => true,
            Some(Token::Name(_)) => times > 1,
            _ => false,
        };
        if !takes {
            self.at = before;
            return Ok(None);
        }
        let times = u8::try_from(times).unwrap_or(u8::MAX);
        let of = self.nested(|p| p.factor(false))?;
        Ok(Some(of.differential(times)))
    }

    /// Reads with the tokens from here to the given place only.
    fn inside(
        &mut self,
        end: usize,
        read: impl FnOnce(&mut Self) -> Result<Expression, ParseError>,
    ) -> Parsed {
        let all = self.lexemes;
        let fences = std::mem::take(&mut self.fences);
        self.lexemes = &all[..end];
        let result = read(self);
        let unread = self.at < end;
        let error = unread.then(|| self.unexpected("the end of the numerator"));
        self.lexemes = all;
        self.fences = fences;
        match (result, error) {
            (Ok(_), Some(error)) => Err(error),
            (result, _) => result,
        }
    }
}

/// What stands in the braces that open here, and what follows them.
fn group(lexemes: &[Lexeme]) -> Option<(&[Lexeme], &[Lexeme])> {
    if lexemes.first()?.token != Token::Open(Bracket::Brace) {
        return None;
    }
    let mut open = 0;
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme.token {
            Token::Open(Bracket::Brace) => open += 1,
            Token::Close(Bracket::Brace) => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((&lexemes[1..at], &lexemes[at + 1..]));
        }
    }
    None
}

fn is_d(token: &Token) -> bool {
    match token {
        Token::Differential => true,
        Token::Name(name) => name == "d",
        _ => false,
    }
}

/// ∇²_W is twice by W.
fn repeated(by: Vec<By>, times: usize) -> Option<Vec<By>> {
    match (by.len(), times) {
        (1, times) => Some(vec![by[0].clone(); times]),
        (given, times) if given == times || times == 1 => Some(by),
        _ => None,
    }
}

fn not_a_variable(span: &Span) -> ParseError {
    ParseError::new(
        span.clone(),
        "a variable to differentiate by",
        "something else",
    )
}
