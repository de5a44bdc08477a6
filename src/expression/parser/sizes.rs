//! Sizes: `n`, `nk`, `2n`, `n + m`, and lists of them separated by `×` or commas.

use super::super::lexer::{Lexeme, Token};
use super::super::{ParseError, Size, Span};
use num_traits::ToPrimitive;

/// Sizes separated by × or commas (an x between two sizes is a ×); `all` is where they stand.
pub(in crate::expression) fn sizes(
    lexemes: &[Lexeme],
    all: &Span,
) -> Result<Vec<Size>, ParseError> {
    let separates = |lexeme: &Lexeme| match &lexeme.token {
        Token::Cross | Token::Comma => true,
        Token::Name(x) | Token::Word(x) => x == "x" || x == "by",
        _ => false,
    };
    lexemes
        .split(separates)
        .map(|size| one_size(size, all))
        .collect()
}

/// A sum of products of names and integers.
pub(in crate::expression) fn one_size(lexemes: &[Lexeme], all: &Span) -> Result<Size, ParseError> {
    let mut sum = Size::from(0);
    let mut product: Option<Size> = None;
    let mut plus = false;
    for Lexeme { token, span, .. } in lexemes {
        let factor = match token {
            Token::Number(number) if number.is_integer() => match number.to_integer().to_u64() {
                Some(number) => Size::from(number),
                None => return Err(ParseError::new(span.clone(), "a size", "a larger number")),
            },
            Token::Name(name) => Size::name(name.as_str()),
            Token::Word(word) => word_size(word),
            Token::Times if product.is_some() => continue,
            Token::Plus => {
                let Some(term) = product.take() else {
                    return Err(ParseError::new(span.clone(), "a size", "`+`"));
                };
                sum = sum + term;
                plus = true;
                continue;
            }
            Token::Minus => {
                let error = ParseError::new(span.clone(), "a size", "`-`");
                return Err(error.hint("give the smaller size a name of its own"));
            }
            _ => {
                return Err(ParseError::new(
                    span.clone(),
                    "a size, such as n, nk, 2n or n + m",
                    "something else",
                ));
            }
        };
        product = Some(match product {
            Some(product) => product * factor,
            None => factor,
        });
    }
    match product {
        Some(term) => Ok(sum + term),
        None => Err(ParseError::new(
            all.clone(),
            "a size",
            if plus {
                "`+` without a second term"
            } else {
                "nothing"
            },
        )),
    }
}

/// Letters that are usual for dimensions; no word is made of them.
const USUAL: &str = "dklmnpqrs";

/// Up to three letters are factors, and more where all are usual for dimensions: nk is n·k, mnpq is m·n·p·q, rank is a name.
fn word_size(word: &str) -> Size {
    if word.len() > 3 && !word.chars().all(|c| USUAL.contains(c)) {
        return Size::name(word);
    }
    let letters = word.chars().map(|c| Size::name(c.to_string()));
    letters.fold(Size::from(1), |product, letter| product * letter)
}
