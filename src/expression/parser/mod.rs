//! From tokens to a tree: operator precedence, weakest first.
//!
//! | operator | reads | |
//! |---|---|---|
//! | `+ −` | left to right | a leading minus too |
//! | `:` | alone | A:B:C is refused |
//! | `∘ ⊘ ⊗` | left to right | ⊗ next to ∘ is refused: nobody agrees |
//! | juxtaposition, `· * @ /` | left to right | a/b c is (a/b)c, so ½ = 1/2 may stand in front |
//! | functions without brackets | | `tr AB` is tr(AB), so are det and vec; `log x y` is (log x)y |
//! | `^ _ ' .T .^` | | |
//!
//! So X∘log(WH) + A⊗BC is (X∘log(WH)) + (A⊗(BC)), and λI ⊗ MᵀM is (λI) ⊗ (MᵀM). A sum sign takes everything
//! up to the next `+` or `−`.

mod atom;
mod blocks;
mod derivative;
mod function;
mod script;
pub(super) mod sizes;
mod sum;
#[cfg(test)]
mod tests;

use super::lexer::{Bracket, Lexeme, Side, Token, tokens};
use super::{Declarations, Expression, ParseError, Span};

/// How deep brackets, functions and sums may nest: far beyond what anybody reads, far below what the stack
/// holds.
const DEPTH: usize = 64;

/// How many operators may follow one another where each nests the tree one deeper.
const CHAIN: usize = 64;

impl Expression {
    /// Reads an expression in which nothing is declared.
    ///
    /// # Errors
    /// [`ParseError`] at the first token that does not fit.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, &Declarations::default())
    }

    /// Reads an expression; declared names are known as whole names.
    ///
    /// # Errors
    /// [`ParseError`] at the first token that does not fit.
    pub fn parse_with(text: &str, declarations: &Declarations) -> Result<Self, ParseError> {
        Self::parse_part(text, 0..text.len(), declarations)
    }

    /// Reads the expression that is a part of a longer source; places count from the beginning of the source.
    ///
    /// # Errors
    /// [`ParseError`] at the first token that does not fit.
    pub fn parse_part(
        source: &str,
        part: Span,
        declarations: &Declarations,
    ) -> Result<Self, ParseError> {
        let lexemes = tokens(source, part.clone(), &declarations.lexical_names());
        let mut parser = Parser::new(source, &lexemes, part.end.min(source.len()), declarations);
        let expression = parser.sum()?;
        while parser.take(&Token::Stop) || parser.take(&Token::Comma) {}
        match parser.peek() {
            None => Ok(expression),
            Some(_) => Err(parser.unexpected("an operator or the end")),
        }
    }
}

/// An open pair of bars, or a bracket that hides the bars outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fence {
    Bar,
    DoubleBar,
    Bracket,
}

pub(super) struct Parser<'a> {
    source: &'a str,
    lexemes: &'a [Lexeme],
    at: usize,
    /// Where the text ends.
    end: usize,
    declarations: &'a Declarations,
    depth: usize,
    fences: Vec<Fence>,
    /// Whether half of a `||` that stands for two bars is used up.
    half_bar: bool,
    /// The closing bracket of [D_W f(W)](H), and where to go on behind it.
    applied: Option<(usize, usize)>,
    /// The f_W of ∇f_W whose subscript is read already: where it begins, and what comes behind it.
    moved_subscript: Option<(usize, usize)>,
}

type Parsed = Result<Expression, ParseError>;

impl<'a> Parser<'a> {
    fn new(
        source: &'a str,
        lexemes: &'a [Lexeme],
        end: usize,
        declarations: &'a Declarations,
    ) -> Self {
        Self {
            source,
            lexemes,
            at: 0,
            end,
            declarations,
            depth: 0,
            fences: Vec::new(),
            half_bar: false,
            applied: None,
            moved_subscript: None,
        }
    }

    fn peek(&self) -> Option<&'a Token> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<&'a Token> {
        self.lexemes
            .get(self.at + ahead)
            .map(|lexeme| &lexeme.token)
    }

    /// The place of the next token, or of the end.
    fn here(&self) -> Span {
        let next = self.lexemes.get(self.at);
        next.map_or(self.end..self.end, |lexeme| lexeme.span.clone())
    }

    /// From a place to the end of the last token read.
    fn since(&self, start: usize) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.lexemes.get(at));
        start..last.map_or(start, |lexeme| lexeme.span.end.max(start))
    }

    fn spaced(&self) -> bool {
        self.lexemes
            .get(self.at)
            .is_some_and(|lexeme| lexeme.spaced)
    }

    fn take(&mut self, token: &Token) -> bool {
        let taken = self.peek() == Some(token);
        self.at += usize::from(taken);
        taken
    }

    fn expect(&mut self, token: &Token, expected: &str) -> Result<(), ParseError> {
        if self.take(token) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    fn unexpected(&self, expected: &str) -> ParseError {
        let span = self.here();
        let found = match self.source.get(span.clone()) {
            Some("") | None => "the end".to_owned(),
            Some(text) => format!("`{text}`"),
        };
        ParseError::new(span, expected, found)
    }

    /// One level deeper, and back.
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.depth >= DEPTH {
            return Err(ParseError::new(
                self.here(),
                format!("at most {DEPTH} levels of brackets and functions"),
                "another",
            ));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Behind a fence that closes with what `close` reads.
    fn fenced<T>(
        &mut self,
        fence: Fence,
        read: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        self.fences.push(fence);
        let result = self.nested(read);
        self.fences.pop();
        result
    }

    /// What stands in brackets, the opening one already read.
    fn bracketed(&mut self, bracket: Bracket) -> Parsed {
        let inner = self.fenced(Fence::Bracket, Self::sum)?;
        let close = self.at;
        self.expect(&Token::Close(bracket), closing(bracket))?;
        if let Some((at, resume)) = self.applied
            && at == close
        {
            self.applied = None;
            self.at = resume;
        }
        Ok(inner)
    }

    /// Terms with + and −.
    pub(super) fn sum(&mut self) -> Parsed {
        let start = self.here().start;
        let mut terms = Vec::new();
        loop {
            let first = terms.is_empty();
            let sign = self.here().start;
            let mut signs = 0;
            let mut negative = false;
            while let Some(token @ (Token::Plus | Token::Minus)) = self.peek() {
                negative ^= *token == Token::Minus;
                signs += 1;
                self.at += 1;
            }
            if !first && signs == 0 {
                break;
            }
            let term = self.term()?;
            terms.push(if negative {
                let span = self.since(sign);
                (-term).at(span)
            } else {
                term
            });
            if !matches!(self.peek(), Some(Token::Plus | Token::Minus)) {
                break;
            }
        }
        let span = self.since(start);
        let many = terms.len() > 1;
        let sum = Expression::sum(terms);
        Ok(if many { sum.at(span) } else { sum })
    }

    /// A:B, or what binds stronger.
    fn term(&mut self) -> Parsed {
        let left = self.hadamard()?;
        if !self.take(&Token::Colon) {
            return Ok(left);
        }
        let right = self.hadamard()?;
        if self.peek() == Some(&Token::Colon) {
            let error = self.unexpected("the end of the product A:B");
            return Err(error.hint("A:B is a scalar; multiply two of them as (A:B)(C:D)"));
        }
        Ok(left.frobenius(right))
    }

    /// Products with ∘, ⊘ and ⊗ between them.
    fn hadamard(&mut self) -> Parsed {
        let mut left = self.product()?;
        let mut seen: Option<bool> = None;
        let mut chain = 0;
        while let Some(token @ (Token::Circle | Token::CircleSlash | Token::Tensor)) = self.peek() {
            let tensor = *token == Token::Tensor;
            chain += 1;
            if seen.is_some_and(|seen| seen != tensor) || chain > CHAIN {
                let error = self.unexpected("brackets");
                return Err(error.hint("A∘B⊗C has no agreed reading: write (A∘B)⊗C or A∘(B⊗C)"));
            }
            seen = Some(tensor);
            self.at += 1;
            let right = self.product()?;
            let start = left.span.start;
            left = match token {
                Token::Circle => left.hadamard(right),
                Token::CircleSlash => left.hadamard_quotient(right),
                _ => left.kronecker(right),
            };
            left.span = self.since(start);
        }
        Ok(left)
    }

    /// Factors side by side or with · * @ / between them.
    fn product(&mut self) -> Parsed {
        let start = self.here().start;
        let mut factors = vec![self.factor(false)?];
        let mut chain = 0;
        loop {
            let divide = match self.peek() {
                Some(Token::Times) => {
                    self.at += 1;
                    false
                }
                Some(Token::Slash) => {
                    self.at += 1;
                    true
                }
                _ if self.begins_factor() => false,
                _ => break,
            };
            // A 1 behind a factor multiplies nothing: it is the vector of ones of 1ᵀA1.
            let factor = self.factor(!divide)?;
            if divide {
                chain += 1;
                if chain > CHAIN {
                    return Err(self.unexpected("brackets"));
                }
                let left = Expression::product_of(std::mem::take(&mut factors));
                let left = left.at(start..factor.span.start.max(start));
                factors.push(left.quotient(factor).at(self.since(start)));
            } else {
                factors.push(factor);
            }
        }
        let span = self.since(start);
        let many = factors.len() > 1;
        let product = Expression::product_of(factors);
        Ok(if many { product.at(span) } else { product })
    }

    /// Factors side by side only: what a function without brackets takes.
    fn side_by_side(&mut self) -> Parsed {
        let start = self.here().start;
        let mut factors = vec![self.factor(false)?];
        while self.begins_factor() {
            factors.push(self.factor(true)?);
        }
        if self.peek() == Some(&Token::Times) {
            let error = self.unexpected("brackets around what the function takes");
            return Err(error.hint("write tr(A·B)"));
        }
        let span = self.since(start);
        let many = factors.len() > 1;
        let product = Expression::product_of(factors);
        Ok(if many { product.at(span) } else { product })
    }

    /// Whether the next token can begin a factor.
    fn begins_factor(&self) -> bool {
        match self.peek() {
            Some(
                Token::Number(_)
                | Token::Name(_)
                | Token::Differential
                | Token::Function(_)
                | Token::Ones
                | Token::Open(_)
                | Token::Sum
                | Token::Fraction
                | Token::Root
                | Token::Nabla
                | Token::Partial
                | Token::Begin(_),
            ) => true,
            Some(Token::Bar(side)) => self.opens(*side, Fence::Bar),
            Some(Token::DoubleBar(side)) => match self.fences.last() {
                // ||A||B|| with single bars: the first half closes.
                Some(Fence::Bar) if !self.half_bar && *side == Side::Either => false,
                _ => self.half_bar || self.opens(*side, Fence::DoubleBar),
            },
            _ => false,
        }
    }

    fn opens(&self, side: Side, fence: Fence) -> bool {
        match side {
            Side::Left => true,
            Side::Right => false,
            Side::Either => self.fences.last() != Some(&fence),
        }
    }
}

fn closing(bracket: Bracket) -> &'static str {
    match bracket {
        Bracket::Round => "`)`",
        Bracket::Square => "`]`",
        Bracket::Brace => "`}`",
        Bracket::Curly => "`\\}`",
        Bracket::Angle => "`⟩`",
    }
}
