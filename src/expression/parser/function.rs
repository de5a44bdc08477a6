//! Functions by name: with brackets, or followed by what they take.

use super::super::lexer::{Bracket, Function, Token};
use super::super::{Expression, Kind};
use super::atom::refused;
use super::{Fence, Parsed, Parser};
use crate::scalar::Elementary;

impl Parser<'_> {
    /// A function, its name already read.
    pub(super) fn function(&mut self, function: Function) -> Parsed {
        // tanh²x is (tanh x)².
        if self.peek() == Some(&Token::Caret)
            && matches!(
                function,
                Function::Tanh | Function::Log | Function::Exp | Function::Sigmoid
            )
            && self.takes_square()
        {
            let of = self.function(function)?;
            let two = crate::scalar::Rational::from(num_bigint::BigInt::from(2));
            return Ok(of.hadamard_power(two));
        }
        if let Some(Token::Caret | Token::Underscore) = self.peek() {
            let error = self.unexpected("what the function takes");
            return Err(refused(
                error,
                "an exponent or a subscript",
                "write (log x)^2",
            ));
        }
        if function == Function::Kronecker {
            self.expect(&Token::Open(Bracket::Round), "`(`")?;
            let left = self.fenced(Fence::Bracket, Self::sum)?;
            self.expect(&Token::Comma, "`,` between the two factors")?;
            let right = self.fenced(Fence::Bracket, Self::sum)?;
            self.expect(&Token::Close(Bracket::Round), "`)`")?;
            return Ok(left.kronecker(right));
        }
        let of = match self.peek() {
            Some(Token::Open(bracket)) if *bracket != Bracket::Angle => {
                self.at += 1;
                self.bracketed(*bracket)?
            }
            _ => match function {
                Function::Trace
                | Function::Determinant
                | Function::Vec
                | Function::LogDeterminant => self.side_by_side()?,
                _ => self.factor(false)?,
            },
        };
        Ok(apply(function, of))
    }
}

fn apply(function: Function, of: Expression) -> Expression {
    let span = of.span.clone();
    match function {
        Function::Trace => of.trace(),
        Function::Determinant => of.determinant(),
        Function::LogDeterminant => of.determinant().apply(Elementary::Ln),
        Function::Log => of.apply(Elementary::Ln),
        Function::Exp => of.apply(Elementary::Exp),
        Function::Sqrt => of.apply(Elementary::Sqrt),
        Function::Tanh => of.apply(Elementary::Tanh),
        Function::Sigmoid => of.apply(Elementary::Sigmoid),
        Function::Vec => of.vec(),
        // Diag and diag are both used for both.
        Function::Diag | Function::DiagonalMatrix => of.diag(),
        Function::Inverse => of.inverse(),
        Function::EntrySum => of.entry_sum(),
        Function::Kronecker => Expression::from(Kind::Kronecker(vec![of])).at(span),
    }
}
