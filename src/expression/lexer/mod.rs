//! From text to tokens: LaTeX, ASCII and Unicode spellings of one grammar.
//!
//! What only changes the look is gone afterwards: letter styles, spacing, `\left` and `\right`. Letters that
//! stand together are taken apart (`WH` is W·H) except in a declared name, a function's name, or an upright
//! name (`\mathrm{loss}`). A digit behind a letter is its subscript (`W1` is W_1), but a 1 that has sizes of its own
//! below it is the vector of ones (`n1_{n×m}` is n·𝟏_{n×m}). `½`, `²`, `ᵀ`, `ᵢ` become what they abbreviate.

mod small;
mod tex;
mod token;

use super::{Name, Span};
use crate::scalar::Rational;
use num_bigint::BigInt;
use std::collections::BTreeSet;

use small::{subscript, superscript};
use token::is_another_function;
pub(super) use token::{ACCENTS, Bracket, Function, Lexeme, Side, Token, greek_command};

/// The tokens of a part of the source; places are those in the whole source.
pub(super) fn tokens(source: &str, part: Span, declared: &BTreeSet<Name>) -> Vec<Lexeme> {
    lex(source, part, declared, false)
}

/// The tokens of a declaration, where letters that stand together are a word.
pub(super) fn words(source: &str) -> Vec<Lexeme> {
    lex(source, 0..source.len(), &BTreeSet::new(), true)
}

fn lex(source: &str, part: Span, declared: &BTreeSet<Name>, words: bool) -> Vec<Lexeme> {
    let end = part.end.min(source.len());
    let mut lexer = Lexer {
        text: source.get(..end).unwrap_or_default(),
        at: part.start,
        declared,
        words,
        lexemes: Vec::new(),
        spaced: false,
        side: Side::Either,
        bold: Bold::No,
        digits: 0,
        braces: Vec::new(),
    };
    while lexer.step() {}
    lexer.lexemes
}

/// Whether the next 1 is the vector of ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bold {
    No,
    /// The next token only.
    Next,
    /// Until the brace closes.
    Group,
}

/// An open brace: whether it is a token, and what to return to behind it.
struct OpenBrace {
    shown: bool,
    bold: Bold,
    digits: u8,
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    declared: &'a BTreeSet<Name>,
    words: bool,
    lexemes: Vec<Lexeme>,
    spaced: bool,
    side: Side,
    bold: Bold,
    /// Arguments that `\frac` and `\sqrt` still take: a bare digit is a whole one.
    digits: u8,
    braces: Vec<OpenBrace>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A token of this many bytes.
    fn push(&mut self, token: Token, bytes: usize) {
        self.push_at(token, self.at..self.at + bytes);
        self.at += bytes;
    }

    fn push_at(&mut self, token: Token, span: Span) {
        let token = match token {
            Token::Bar(Side::Either) => Token::Bar(self.side),
            Token::DoubleBar(Side::Either) => Token::DoubleBar(self.side),
            Token::Number(one)
                if self.bold != Bold::No && one == Rational::from(BigInt::from(1)) =>
            {
                Token::Ones
            }
            other => other,
        };
        if self.bold == Bold::Next {
            self.bold = Bold::No;
        }
        if !matches!(
            token,
            Token::Open(Bracket::Brace) | Token::Fraction | Token::Root
        ) {
            self.digits = self.digits.saturating_sub(1);
        }
        self.side = Side::Either;
        let spaced = std::mem::take(&mut self.spaced);
        self.lexemes.push(Lexeme {
            token,
            span,
            spaced,
        });
    }

    fn skip(&mut self, bytes: usize) {
        self.at += bytes;
        self.spaced = true;
    }

    /// Reads one token or some white space; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else {
            return false;
        };
        let bytes = c.len_utf8();
        match c {
            _ if c.is_whitespace() || c == '~' || c == '\u{2062}' => self.skip(bytes),
            '\\' => self.command(),
            '{' => self.open_brace(),
            '}' => self.close_brace(),
            '0'..='9' => self.number(),
            '.' => self.stop(),
            'a'..='z' | 'A'..='Z' => self.letters(),
            _ if superscript(c).is_some() || subscript(c).is_some() => self.small(c),
            _ => self.symbol(c, bytes),
        }
        true
    }

    fn symbol(&mut self, c: char, bytes: usize) {
        let rest = self.rest();
        let (token, bytes) = match c {
            '+' => (Token::Plus, bytes),
            '-' | '−' | '–' => (Token::Minus, bytes),
            '*' if rest.starts_with("**") => (Token::Caret, 2),
            '*' | '·' | '⋅' | '•' | '∗' | '@' => (Token::Times, bytes),
            '×' => (Token::Cross, bytes),
            '/' | '÷' | '∕' => (Token::Slash, bytes),
            '∘' | '⊙' | '○' => (Token::Circle, bytes),
            '⊘' => (Token::CircleSlash, bytes),
            '⊗' => (Token::Tensor, bytes),
            ':' => (Token::Colon, bytes),
            '^' => (Token::Caret, bytes),
            '_' => (Token::Underscore, bytes),
            '\'' | '′' | '’' => (Token::Prime, bytes),
            '⊤' | '⊺' => (Token::Top, bytes),
            '(' => (Token::Open(Bracket::Round), bytes),
            ')' => (Token::Close(Bracket::Round), bytes),
            '[' => (Token::Open(Bracket::Square), bytes),
            ']' => (Token::Close(Bracket::Square), bytes),
            '⟨' | '〈' | '<' => (Token::Open(Bracket::Angle), bytes),
            '⟩' | '〉' | '>' => (Token::Close(Bracket::Angle), bytes),
            '|' if rest.starts_with("||") => (Token::DoubleBar(Side::Either), 2),
            '|' | '∣' => (Token::Bar(Side::Either), bytes),
            '‖' | '∥' => (Token::DoubleBar(Side::Either), bytes),
            ',' => (Token::Comma, bytes),
            ';' => (Token::Semicolon, bytes),
            '&' => (Token::Ampersand, bytes),
            '∑' => (Token::Sum, bytes),
            '√' => (Token::Root, bytes),
            '∇' => (Token::Nabla, bytes),
            '∂' => (Token::Partial, bytes),
            '∈' => (Token::In, bytes),
            '=' => (Token::Equals, bytes),
            '𝟏' | '𝟙' => (Token::Ones, bytes),
            '…' | '⋯' => (Token::Dots, bytes),
            '½' => (fraction(1, 2), bytes),
            '⅓' => (fraction(1, 3), bytes),
            '⅔' => (fraction(2, 3), bytes),
            '¼' => (fraction(1, 4), bytes),
            '¾' => (fraction(3, 4), bytes),
            '⅛' => (fraction(1, 8), bytes),
            'ℝ' => (Token::Name("ℝ".into()), bytes),
            _ if plain_letter(c).is_some() || c.is_alphabetic() => return self.letter(c),
            _ => (Token::Unknown(c.to_string()), bytes),
        };
        self.push(token, bytes);
    }

    /// A letter that is not ASCII, or a mathematical one that is in another style.
    fn letter(&mut self, c: char) {
        let name = self.declared.iter().map(Name::as_str);
        let longest = name
            .filter(|name| self.rest().starts_with(name))
            .max_by_key(|n| n.len());
        if let Some(name) = longest {
            return self.push(Token::Name(name.to_owned()), name.len());
        }
        let (text, bytes) = self.accented(plain_letter(c).unwrap_or(c), c.len_utf8());
        self.push(Token::Name(text), bytes);
    }

    /// The letter with the combining accent behind it, if there is one.
    fn accented(&self, letter: char, bytes: usize) -> (String, usize) {
        let after = self
            .rest()
            .get(bytes..)
            .and_then(|rest| rest.chars().next());
        match after {
            Some(accent) if ACCENTS.iter().any(|(_, a)| *a == accent) => {
                (format!("{letter}{accent}"), bytes + accent.len_utf8())
            }
            _ => (letter.to_string(), bytes),
        }
    }

    fn stop(&mut self) {
        let rest = self.rest();
        let transposes = rest.strip_prefix(".T");
        match () {
            () if rest.starts_with("...") => self.push(Token::Dots, 3),
            () if rest.starts_with("..") => self.push(Token::Dots, 2),
            () if rest.starts_with(".*") => self.push(Token::Circle, 2),
            () if rest.starts_with("./") => self.push(Token::CircleSlash, 2),
            () if rest.starts_with(".^") => self.push(Token::DotCaret, 2),
            () if transposes
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) =>
            {
                self.push(Token::Prime, 2);
            }
            () => self.push(Token::Stop, 1),
        }
    }

    fn number(&mut self) {
        let rest = self.rest();
        if self.digits > 0 {
            let digit = rest.chars().next().and_then(|c| c.to_digit(10));
            return self.push(fraction(i64::from(digit.unwrap_or(0)), 1), 1);
        }
        let digits = |text: &str| {
            text.find(|c: char| !c.is_ascii_digit())
                .unwrap_or(text.len())
        };
        let mut bytes = digits(rest);
        let mut decimals = 0;
        if let Some(fractional) = rest[bytes..].strip_prefix('.') {
            decimals = digits(fractional);
            if decimals > 0 {
                bytes += 1 + decimals;
            }
        }
        let written: String = rest[..bytes].chars().filter(char::is_ascii_digit).collect();
        let mut value = Rational::from(written.parse::<BigInt>().unwrap_or_default());
        let power = |count: usize| BigInt::from(10).pow(u32::try_from(count).unwrap_or(u32::MAX));
        value /= power(decimals);
        if let Some(exponent) = rest[bytes..].strip_prefix('e') {
            let signed = exponent.trim_start_matches(['+', '-']);
            let length = digits(signed);
            let sign = exponent.len() - signed.len();
            // Two digits: what nobody means by a literal stays unread.
            if let (1..=2, 0 | 1) = (length, sign) {
                let count = signed[..length].parse().unwrap_or(0);
                if exponent.starts_with('-') {
                    value /= power(count);
                } else {
                    value *= power(count);
                }
                bytes += 1 + sign + length;
            }
        }
        self.push(Token::Number(value), bytes);
    }

    /// Letters that stand together: a declared name, a function, or letters to be taken apart.
    fn letters(&mut self) {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        if self.words {
            return self.push(Token::Word(rest[..length].to_owned()), length);
        }
        // r^Tr is rᵀr: an exponent without braces is one letter.
        let exponent = self.lexemes.last().is_some_and(|l| l.token == Token::Caret);
        if exponent && rest.starts_with('T') && length == 2 {
            return self.push(Token::Name("T".to_owned()), 1);
        }
        let names = self.declared.iter().map(Name::as_str);
        let declared = names
            .filter(|name| rest.starts_with(name))
            .max_by_key(|n| n.len());
        if let Some(name) = declared
            && (name.len() > 1 || Function::named(&rest[..length]).is_none())
        {
            return self.push(Token::Name(name.to_owned()), name.len());
        }
        if let Some(function) = Function::named(&rest[..length]) {
            return self.push(Token::Function(function), length);
        }
        // `trAB`: the name of a function, capitals behind it.
        let small = rest
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(rest.len());
        if small > 1
            && small < length
            && rest[small..length].chars().all(|c| c.is_ascii_uppercase())
            && let Some(function) = Function::named(&rest[..small])
        {
            return self.push(Token::Function(function), small);
        }
        // `Wdiag(x)`: the name of a function before its bracket.
        let called = rest[length..].starts_with(['(', '[']);
        let name = if called {
            Function::at_the_end_of(&rest[..length])
        } else {
            None
        };
        let letters = length - name.map_or(0, str::len);
        let run = &rest[..letters];
        let lower = run.chars().all(|c| c.is_ascii_lowercase());
        if is_another_function(run) || (name.is_none() && called && lower && letters > 2) {
            return self.push(Token::Unknown(run.to_owned()), letters);
        }
        while self.rest().len() > rest.len() - letters {
            // A declared name may begin anywhere in the run.
            let here = self.rest();
            let names = self.declared.iter().map(Name::as_str);
            let declared = names
                .filter(|name| here.starts_with(name))
                .max_by_key(|n| n.len());
            if let Some(name) = declared {
                self.push(Token::Name(name.to_owned()), name.len());
                continue;
            }
            let c = here.chars().next().unwrap_or('?');
            if !c.is_ascii_alphabetic() {
                break;
            }
            let (mut text, mut bytes) = self.accented(c, 1);
            // W1 is the name W_1; in n1_{n×n} and 1ᵀA1 the 1 is the vector of ones.
            let after = here.get(bytes..).unwrap_or_default();
            let digits = after
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(after.len());
            let one = &after[..digits] == "1";
            // \frac N2 is N over 2.
            let whole = self.digits > 0 && digits == 1;
            if digits > 0
                && !whole
                && !(one && (self.has_transposed_ones() || has_sizes(&after[1..])))
            {
                text = subscripted(&text, &after[..digits]);
                bytes += digits;
            }
            self.push(Token::Name(text), bytes);
        }
    }

    /// Whether a 1ᵀ stands before, as in 1ᵀA1: then the last 1 is no subscript.
    fn has_transposed_ones(&self) -> bool {
        self.lexemes.windows(2).any(|pair| {
            let one = Token::Number(Rational::from(BigInt::from(1)));
            pair[0].token == one
                && matches!(pair[1].token, Token::Caret | Token::Prime | Token::Top)
        })
    }

    fn open_brace(&mut self) {
        let inside = self.rest()[1..].trim_start();
        let switch = ["\\rm", "\\bf", "\\it", "\\cal", "\\sf", "\\bm"];
        let hidden = switch.iter().any(|s| {
            let after = inside.strip_prefix(s);
            after.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        });
        self.brace(!hidden);
    }

    fn brace(&mut self, shown: bool) {
        let bold = self.bold;
        self.bold = if bold == Bold::No {
            Bold::No
        } else {
            Bold::Group
        };
        let after = if bold == Bold::Next { Bold::No } else { bold };
        self.braces.push(OpenBrace {
            shown,
            bold: after,
            digits: self.digits,
        });
        if shown {
            let bold = self.bold;
            self.push(Token::Open(Bracket::Brace), 1);
            self.bold = bold;
        } else {
            self.at += 1;
        }
        self.digits = 0;
    }

    fn close_brace(&mut self) {
        let open = self.braces.pop();
        if open.as_ref().is_none_or(|open| open.shown) {
            self.push(Token::Close(Bracket::Brace), 1);
        } else {
            self.at += 1;
        }
        if let Some(open) = open {
            self.bold = open.bold;
            self.digits = open.digits.saturating_sub(1);
        }
    }
}

/// Whether a subscript of sizes follows; i and j are indices, so `W1_{ij}` is an entry of W_1.
fn has_sizes(text: &str) -> bool {
    let small = text.starts_with(|c| subscript(c).is_some() && !['ᵢ', 'ⱼ'].contains(&c));
    let below = text.trim_start().strip_prefix('_').map(str::trim_start);
    let first = below.map(|below| below.trim_start_matches('{').trim_start());
    small || first.is_some_and(|first| !first.starts_with(['i', 'j']))
}

fn fraction(numerator: i64, denominator: i64) -> Token {
    Token::Number(Rational::new(numerator.into(), denominator.into()))
}

/// W and 1 make W_1, W and 12 make W_{12}.
pub(super) fn subscripted(base: &str, subscript: &str) -> String {
    if subscript.chars().count() == 1 {
        format!("{base}_{subscript}")
    } else {
        format!("{base}_{{{subscript}}}")
    }
}

/// The plain letter of a mathematical one: 𝐗, 𝑋, 𝑿, 𝒳, … are X.
fn plain_letter(c: char) -> Option<char> {
    let place = u32::from(c).checked_sub(0x1D400)?;
    if place >= 13 * 52 {
        return None;
    }
    let letter = u8::try_from(place % 52).ok()?;
    Some(char::from(if letter < 26 {
        b'A' + letter
    } else {
        b'a' + letter - 26
    }))
}
