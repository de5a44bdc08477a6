//! Factors: names, numbers, brackets, bars, and what stands behind them.

use super::super::lexer::{Bracket, Lexeme, Side, Token};
use super::super::{By, Expression, Kind, ParseError};
use super::{CHAIN, Fence, Parsed, Parser};
use crate::scalar::{Elementary, Rational};
use num_traits::One;

/// The spellings of d in front of a name that make one name with it: dX, δX, ΔX.
const CHANGES: [&str; 3] = ["d", "δ", "Δ"];

impl Parser<'_> {
    /// A factor with its exponents and subscripts. Behind another factor a 1 is the vector of ones.
    pub(super) fn factor(&mut self, behind: bool) -> Parsed {
        let start = self.here().start;
        let first = self.at;
        let base = match self.peek() {
            Some(Token::Number(number)) => {
                self.at += 1;
                self.number(number, behind)?.at(self.since(start))
            }
            Some(Token::Ones) => {
                self.at += 1;
                self.ones()?.at(self.since(start))
            }
            Some(Token::Differential) => {
                self.at += 1;
                self.name("d", true)?.at(self.since(start))
            }
            Some(Token::Name(name)) => {
                self.at += 1;
                self.name(name, false)?.at(self.since(start))
            }
            Some(Token::Function(function)) => {
                self.at += 1;
                let function = *function;
                self.nested(|p| p.function(function))?.at(self.since(start))
            }
            Some(Token::Open(Bracket::Angle)) => {
                self.at += 1;
                self.inner_product()?.at(self.since(start))
            }
            Some(Token::Open(Bracket::Square)) => self.square_brackets()?.at(self.since(start)),
            Some(Token::Open(bracket)) => {
                self.at += 1;
                self.bracketed(*bracket)?.at(self.since(start))
            }
            Some(Token::Bar(Side::Left | Side::Either)) => {
                self.at += 1;
                self.determinant()?.at(self.since(start))
            }
            Some(Token::DoubleBar(Side::Left | Side::Either)) => {
                self.at += 1;
                if std::mem::take(&mut self.half_bar) {
                    self.determinant()?.at(self.since(start))
                } else {
                    self.norm()?.at(self.since(start))
                }
            }
            Some(Token::Nabla) => {
                self.at += 1;
                let bare = self.nabla()?.at(self.since(start));
                // ∇f(x)ᵀd; what stands below a function is not meant of its gradient.
                return match self.peek() {
                    Some(Token::Underscore) => Ok(bare),
                    _ => self.behind(bare, start, false),
                };
            }
            Some(Token::Partial) => {
                self.at += 1;
                return Ok(self.partial()?.at(self.since(start)));
            }
            Some(Token::Fraction) => {
                self.at += 1;
                if self.is_derivative_fraction() {
                    let bare = self.derivative_fraction()?.at(self.since(start));
                    return self.behind(bare, start, false);
                }
                let numerator = self.nested(Self::argument)?;
                let denominator = self.nested(Self::argument)?;
                numerator.quotient(denominator).at(self.since(start))
            }
            Some(Token::Root) => {
                self.at += 1;
                let of = self.nested(Self::argument)?;
                of.apply(Elementary::Sqrt).at(self.since(start))
            }
            Some(Token::Begin(_)) => self.environment()?.at(self.since(start)),
            Some(Token::Sum) => {
                self.at += 1;
                return Ok(self.nested(Self::index_sum)?.at(self.since(start)));
            }
            _ => return Err(self.unexpected("a term")),
        };
        // TeX does not show braces: {AB}ᵀ looks like ABᵀ.
        let hidden = self.lexemes[first].token == Token::Open(Bracket::Brace)
            && !matches!(
                base.kind,
                Kind::Name(_) | Kind::Number(_) | Kind::Identity(_)
            )
            && self.lexemes.get(first + 1).map(|l: &Lexeme| &l.token)
                != Some(&Token::Open(Bracket::Round));
        self.behind(base, start, hidden)
    }

    /// Exponents, transposes and subscripts, from left to right.
    fn behind(&mut self, mut base: Expression, start: usize, hidden: bool) -> Parsed {
        for count in 0.. {
            if count > CHAIN {
                return Err(self.unexpected("fewer exponents"));
            }
            let script = matches!(
                self.peek(),
                Some(
                    Token::Caret | Token::DotCaret | Token::Underscore | Token::Prime | Token::Top
                )
            );
            if !script {
                break;
            }
            if hidden {
                let error = self.unexpected("round brackets around what this belongs to");
                return Err(error.hint("braces are not shown: write (AB)^T or AB^T"));
            }
            base = match self.peek() {
                Some(Token::Underscore) => {
                    self.at += 1;
                    self.subscripted(base)?
                }
                Some(Token::Prime | Token::Top) => {
                    self.at += 1;
                    transposed(base)
                }
                Some(Token::DotCaret) => {
                    self.at += 1;
                    let power = self.entrywise_exponent()?;
                    base.hadamard_power(power)
                }
                _ => {
                    self.at += 1;
                    self.superscripted(base)?
                }
            };
            base.span = self.since(start);
        }
        Ok(base)
    }

    fn number(&mut self, number: &Rational, behind: bool) -> Parsed {
        let one = number.is_one();
        let sized = self.peek() == Some(&Token::Underscore);
        if (one || number.numer() == &0.into()) && sized {
            self.at += 1;
            let sizes = self.subscript_sizes()?;
            return Ok(if one {
                Kind::Ones(Some(sizes))
            } else {
                Kind::Zero(Some(sizes))
            }
            .into());
        }
        if one && (self.transposes() || (behind && self.peek() != Some(&Token::Slash))) {
            return Ok(Kind::Ones(None).into());
        }
        Ok(Expression::number(number.clone()))
    }

    fn ones(&mut self) -> Parsed {
        if self.peek() == Some(&Token::Underscore) {
            self.at += 1;
            let sizes = self.subscript_sizes()?;
            return Ok(Kind::Ones(Some(sizes)).into());
        }
        Ok(Kind::Ones(None).into())
    }

    /// A name, with the d in front of it and the subscript that belongs to it.
    fn name(&mut self, name: &str, differential: bool) -> Parsed {
        let declared = self.declarations.has(name);
        if name == "d"
            && !declared
            && let Some(differential) = self.differential(differential)?
        {
            return Ok(differential);
        }
        if name == "D" && self.is_derivative_operator() {
            return self.nested(Self::directional);
        }
        if CHANGES.contains(&name)
            && !declared
            && let Some(Token::Name(of)) = self.peek()
        {
            let together = differential || name != "d" || !self.spaced();
            if together && of.chars().next().is_some_and(char::is_alphabetic) {
                self.at += 1;
                return self.changed(name, of);
            }
        }
        if self.declarations.is_function(name)
            && self.peek() == Some(&Token::Prime)
            && matches!(self.peek_at(1), Some(Token::Open(Bracket::Round)))
        {
            self.at += 1;
            let of = self.nested(|p| p.call_or_name(name.into()))?;
            return Ok(of.derivative(vec![By::Whole("".into())]));
        }
        if self.declarations.is_function(name) {
            if let Some(Token::Open(Bracket::Round | Bracket::Square)) = self.peek() {
                return self.nested(|p| p.call_or_name(name.into()));
            }
        } else if !declared && self.lists_arguments() && !(name == "K" && self.lists_sizes()) {
            return self.nested(|p| p.call_or_name(name.into()));
        }
        match (name, self.peek()) {
            ("σ", Some(Token::Open(Bracket::Round | Bracket::Square))) if !declared => {
                self.nested(|p| p.function(super::super::lexer::Function::Sigmoid))
            }
            ("Σ", Some(Token::Underscore)) if !declared && self.sums() => {
                self.nested(Self::index_sum)
            }
            ("Σ", Some(Token::Open(Bracket::Round))) if !declared && self.starts_a_term() => {
                self.nested(|p| p.function(super::super::lexer::Function::EntrySum))
            }
            ("K", Some(Token::Open(Bracket::Round))) if !declared && self.lists_sizes() => {
                self.at += 1;
                let sizes = self.size_pair(&Token::Close(Bracket::Round))?;
                Ok(Kind::Commutation(Some(sizes)).into())
            }
            (_, Some(Token::Underscore)) => {
                self.at += 1;
                self.subscripted_name(name)
            }
            ("I", _) if !declared => Ok(Kind::Identity(None).into()),
            ("K", _) if !declared => Ok(Kind::Commutation(None).into()),
            _ => Ok(Expression::name(name)),
        }
    }

    /// dX: one name. What dX^{-1} means, authors do not agree on.
    fn changed(&mut self, change: &str, of: &str) -> Parsed {
        let name = format!("{change}{of}");
        let base = match self.peek() {
            Some(Token::Underscore) => {
                self.at += 1;
                self.subscripted_name(&name)?
            }
            _ => Expression::name(name.as_str()),
        };
        let whole = matches!(base.kind, Kind::Name(_));
        if whole
            && self.peek() == Some(&Token::Caret)
            && !self.transposes()
            && !self.names_a_member()
        {
            if change == "d" && self.declarations.uses_differentials() {
                // dX^{-1} is d(X^{-1}) in such texts.
                let start = self.here().start;
                self.at += 1;
                let of = self.superscripted(Expression::name(of).at(start..start))?;
                return Ok(of.differential(1));
            }
            let error = self.unexpected("brackets");
            return Err(error.hint(format!("write ({name})^… or {change}({of}^…)")));
        }
        if let Kind::Name(of_function) = &base.kind
            && let Some(stem) = of_function.as_str().strip_prefix(change)
            && self.declarations.is_function(stem)
        {
            let called = self.call_or_name(stem.into())?;
            return Ok(match (&called.kind, change) {
                (Kind::Name(_), _) => base,
                (_, "d") => called.differential(1),
                _ => return Err(self.unexpected("no argument of a change")),
            });
        }
        Ok(base)
    }

    /// Whether round brackets with a comma outside of all inner brackets follow: f(W, H).
    pub(super) fn lists_arguments(&self) -> bool {
        if self.peek() != Some(&Token::Open(Bracket::Round)) {
            return false;
        }
        let mut open = 0;
        for lexeme in &self.lexemes[self.at..] {
            match lexeme.token {
                Token::Open(_) => open += 1,
                Token::Close(_) => open -= 1,
                Token::Comma if open == 1 => return true,
                _ => {}
            }
            if open == 0 {
                return false;
            }
        }
        false
    }

    /// Whether the name just read begins a term, numbers in front aside.
    fn starts_a_term(&self) -> bool {
        let before = self.lexemes[..self.at - 1].iter().rev();
        let mut before = before.skip_while(|l| matches!(l.token, Token::Number(_) | Token::Slash));
        matches!(
            before.next().map(|l| &l.token),
            None | Some(Token::Plus | Token::Minus | Token::Open(_) | Token::Colon | Token::Comma)
        )
    }

    /// ⟨A, B⟩, the opening bracket already read.
    fn inner_product(&mut self) -> Parsed {
        let left = self.fenced(Fence::Bracket, Self::sum)?;
        self.expect(
            &Token::Comma,
            "`,` between the two factors of an inner product",
        )?;
        let right = self.fenced(Fence::Bracket, Self::sum)?;
        self.expect(&Token::Close(Bracket::Angle), "`⟩`")?;
        Ok(left.frobenius(right))
    }

    /// |A|, the first bar already read.
    fn determinant(&mut self) -> Parsed {
        let inner = self.fenced(Fence::Bar, Self::sum)?;
        match self.peek() {
            Some(Token::Bar(Side::Right | Side::Either)) => self.at += 1,
            // ||: one bar that closes this, and one for what follows.
            Some(Token::DoubleBar(Side::Either)) if !self.half_bar => self.half_bar = true,
            Some(Token::DoubleBar(Side::Either)) => {
                self.half_bar = false;
                self.at += 1;
            }
            _ => return Err(self.unexpected("`|`")),
        }
        Ok(inner.determinant())
    }

    /// ‖A‖ with the F, 2 and square behind it, the first bars already read.
    fn norm(&mut self) -> Parsed {
        let inner = self.fenced(Fence::DoubleBar, Self::sum)?;
        match self.peek() {
            Some(Token::DoubleBar(Side::Right | Side::Either)) => self.at += 1,
            _ => return Err(self.unexpected("`‖`")),
        }
        let norm = inner.norm();
        // The square may stand on either side of the F.
        let squared = self.takes_square();
        if self.take(&Token::Underscore) {
            self.kind_of_norm()?;
        }
        let two = Rational::from(num_bigint::BigInt::from(2));
        Ok(if squared || self.takes_square() {
            norm.power(two)
        } else {
            norm
        })
    }
}

/// Aᵀ; the transpose of the number 1 is that of the vector of ones.
pub(super) fn transposed(base: Expression) -> Expression {
    match &base.kind {
        Kind::Number(number) if number.is_one() => Expression {
            kind: Kind::Ones(None),
            span: base.span.clone(),
        }
        .transpose(),
        _ => base.transpose(),
    }
}

/// An error for what is understood and refused.
pub(super) fn refused(mut error: ParseError, found: &str, hint: &str) -> ParseError {
    error.found = found.to_owned();
    error.hint(hint)
}
