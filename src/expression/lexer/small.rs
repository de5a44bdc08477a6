//! Small letters and digits of Unicode above and below the line: ⁻¹, ᵀ, ᵢⱼ.

use super::Lexer;
use super::token::{Bracket, Token};
use crate::expression::Span;
use num_bigint::BigInt;

impl Lexer<'_> {
    /// A small letter or digit above or below the line: what it abbreviates, in braces.
    pub(super) fn small(&mut self, first: char) {
        type Small = fn(char) -> Option<char>;
        let (token, meaning): (Token, Small) = if superscript(first).is_some() {
            (Token::Caret, superscript)
        } else {
            (Token::Underscore, subscript)
        };
        let start = self.at;
        self.push_at(token, start..start + first.len_utf8());
        self.push_at(Token::Open(Bracket::Brace), start..start + first.len_utf8());
        let mut digits = String::new();
        let mut from = self.at;
        while let Some(c) = self.rest().chars().next()
            && let Some(plain) = meaning(c)
        {
            let span = self.at..self.at + c.len_utf8();
            if !plain.is_ascii_digit() && !digits.is_empty() {
                self.small_number(&digits, from..span.start);
                digits.clear();
            }
            match plain {
                '0'..='9' => {
                    if digits.is_empty() {
                        from = span.start;
                    }
                    digits.push(plain);
                }
                '-' => self.push_at(Token::Minus, span.clone()),
                '+' => self.push_at(Token::Plus, span.clone()),
                '(' => self.push_at(Token::Open(Bracket::Round), span.clone()),
                ')' => self.push_at(Token::Close(Bracket::Round), span.clone()),
                letter => self.push_at(Token::Name(letter.to_string()), span.clone()),
            }
            self.at = span.end;
        }
        if !digits.is_empty() {
            self.small_number(&digits, from..self.at);
        }
        self.push_at(Token::Close(Bracket::Brace), self.at..self.at);
    }

    fn small_number(&mut self, digits: &str, span: Span) {
        let number = digits.parse::<BigInt>().unwrap_or_default();
        self.push_at(Token::Number(number.into()), span);
    }
}

pub(super) fn superscript(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' => '-',
        '⁺' => '+',
        '⁽' => '(',
        '⁾' => ')',
        'ᵀ' | 'ᵗ' => 'T',
        _ => return None,
    })
}

pub(super) fn subscript(c: char) -> Option<char> {
    const LETTERS: [(char, char); 19] = [
        ('ₐ', 'a'),
        ('ₑ', 'e'),
        ('ₕ', 'h'),
        ('ᵢ', 'i'),
        ('ⱼ', 'j'),
        ('ₖ', 'k'),
        ('ₗ', 'l'),
        ('ₘ', 'm'),
        ('ₙ', 'n'),
        ('ₒ', 'o'),
        ('ₚ', 'p'),
        ('ᵣ', 'r'),
        ('ₛ', 's'),
        ('ₜ', 't'),
        ('ᵤ', 'u'),
        ('ᵥ', 'v'),
        ('ₓ', 'x'),
        ('₊', '+'),
        ('₋', '-'),
    ];
    match c {
        '₀'..='₉' => char::from_digit(u32::from(c) - u32::from('₀'), 10),
        _ => LETTERS
            .iter()
            .find(|(small, _)| *small == c)
            .map(|(_, plain)| *plain),
    }
}
