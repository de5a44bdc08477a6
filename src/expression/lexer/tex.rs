//! TeX's commands: symbols, letter styles, accents, upright words, environments.

use super::token::{ACCENTS, Bracket, Function, Side, Token, greek_letter};
use super::{Bold, Lexer};

impl Lexer<'_> {
    pub(super) fn command(&mut self) {
        let rest = &self.rest()[1..];
        let letters = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        if letters == 0 {
            let Some(c) = rest.chars().next() else {
                return self.push(Token::Unknown("\\".into()), 1);
            };
            let token = match c {
                '|' => Token::DoubleBar(Side::Either),
                '{' => Token::Open(Bracket::Curly),
                '}' => Token::Close(Bracket::Curly),
                '\\' => Token::RowEnd,
                '&' => Token::Ampersand,
                '_' => Token::Underscore,
                ',' | ';' | ':' | '!' | ' ' | '>' | '/' | '\n' | '\r' | '\t' => {
                    return self.skip(2);
                }
                _ => Token::Unknown(format!("\\{c}")),
            };
            return self.push(token, 1 + c.len_utf8());
        }
        let name = &rest[..letters];
        let bytes = 1 + letters;
        let either = Side::Either;
        let token = match name {
            "cdot" | "ast" | "bullet" => Token::Times,
            "times" => Token::Cross,
            "div" => Token::Slash,
            "odot" | "circ" | "bigcirc" => Token::Circle,
            "oslash" => Token::CircleSlash,
            "otimes" => Token::Tensor,
            "colon" => Token::Colon,
            "top" | "intercal" | "transpose" => Token::Top,
            "prime" => Token::Prime,
            "langle" => Token::Open(Bracket::Angle),
            "rangle" => Token::Close(Bracket::Angle),
            "lbrace" => Token::Open(Bracket::Curly),
            "rbrace" => Token::Close(Bracket::Curly),
            "lbrack" => Token::Open(Bracket::Square),
            "rbrack" => Token::Close(Bracket::Square),
            "Vert" | "parallel" | "Vvert" => Token::DoubleBar(either),
            "lVert" => Token::DoubleBar(Side::Left),
            "rVert" => Token::DoubleBar(Side::Right),
            "vert" | "mid" => Token::Bar(either),
            "lvert" => Token::Bar(Side::Left),
            "rvert" => Token::Bar(Side::Right),
            "in" => Token::In,
            "dots" | "ldots" | "cdots" | "dotsc" => Token::Dots,
            "cr" => Token::RowEnd,
            "left" | "bigl" | "Bigl" | "biggl" | "Biggl" => {
                self.skip(bytes);
                self.side = Side::Left;
                return self.empty_delimiter();
            }
            "right" | "bigr" | "Bigr" | "biggr" | "Biggr" => {
                self.skip(bytes);
                self.side = Side::Right;
                return self.empty_delimiter();
            }
            "big" | "Big" | "bigg" | "Bigg" | "middle" | "quad" | "qquad" | "displaystyle"
            | "textstyle" | "limits" | "nolimits" | "nonumber" | "notag" | "enspace"
            | "thinspace" | "bf" | "it" | "cal" | "sf" | "thickspace" | "medspace" | "boldmath" => {
                if name == "bf" {
                    self.bold = Bold::Group;
                }
                return self.skip(bytes);
            }
            "sum" => Token::Sum,
            "nabla" => Token::Nabla,
            "partial" => Token::Partial,
            "frac" | "tfrac" | "dfrac" | "cfrac" | "sfrac" => {
                self.push(Token::Fraction, bytes);
                self.digits = 2;
                return;
            }
            "sqrt" => {
                self.push(Token::Root, bytes);
                self.digits = 1;
                return;
            }
            "begin" | "end" => return self.environment(name, bytes),
            "mathbf" | "boldsymbol" | "bm" | "pmb" | "mathbb" | "mathds" | "mathbbm" | "bold"
            | "textbf" | "symbf" => {
                self.bold = Bold::Next;
                return self.style(bytes);
            }
            "mathcal" | "mathsf" | "mathit" | "mathscr" | "mathfrak" | "underline" => {
                return self.style(bytes);
            }
            "vec" if !self.called(bytes) => return self.style(bytes),
            "mathrm" | "text" | "operatorname" | "mathop" | "textrm" | "rm" | "mbox" => {
                return self.upright(bytes);
            }
            _ => {
                if let Some((_, accent)) = ACCENTS.iter().find(|(command, _)| *command == name) {
                    return self.accent(*accent, bytes);
                }
                match (greek_letter(name), Function::named(name)) {
                    (Some(letter), _) => Token::Name(letter.to_string()),
                    (None, Some(function)) => Token::Function(function),
                    (None, None) => Token::Unknown(format!("\\{name}")),
                }
            }
        };
        self.push(token, bytes);
    }

    /// `\left.` shows nothing.
    fn empty_delimiter(&mut self) {
        if self.rest().starts_with('.') {
            self.skip(1);
            self.side = Side::Either;
        }
    }

    /// Whether a bracket follows the command.
    fn called(&self, bytes: usize) -> bool {
        let after = self.rest().get(bytes..).unwrap_or_default().trim_start();
        after.starts_with(['(', '[']) || after.starts_with("\\left") || after.starts_with("{(")
    }

    /// A letter style: only a bold 1 differs from a plain one.
    fn style(&mut self, bytes: usize) {
        let space = self.spaced;
        self.skip(bytes);
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.spaced = space;
        if self.rest().starts_with('{') {
            self.brace(false);
        }
    }

    /// `\hat X`: an accent belongs to the name.
    fn accent(&mut self, accent: char, bytes: usize) {
        let rest = self.rest().get(bytes..).unwrap_or_default();
        let inside = rest.trim_start();
        let (text, used) = match inside.strip_prefix('{').and_then(|r| r.split_once('}')) {
            Some((text, _)) => (text, text.len() + 2),
            None => {
                let first = inside.chars().next().map_or(0, char::len_utf8);
                (&inside[..first], first)
            }
        };
        let letters = text.trim();
        let letters = letters
            .strip_prefix('\\')
            .and_then(greek_letter)
            .map_or_else(|| letters.to_owned(), |letter| letter.to_string());
        let all = bytes + rest.len() - inside.len() + used;
        let mut characters = letters.chars();
        match (characters.next(), characters.next()) {
            (Some(letter), None) if letter.is_alphabetic() => {
                self.push(Token::Name(format!("{letter}{accent}")), all);
            }
            _ => self.push(Token::Unknown(self.rest()[..all].to_owned()), all),
        }
    }

    /// `\mathrm{tr}`, `\text{in}`, `{\rm tr}`: a function, or one name.
    fn upright(&mut self, bytes: usize) {
        let rest = self.rest().get(bytes..).unwrap_or_default();
        let rest = rest.strip_prefix('*').unwrap_or(rest);
        let inside = rest.trim_start();
        let skipped = self.rest().len() - inside.len();
        let (text, used) = match inside.strip_prefix('{').and_then(|r| r.split_once('}')) {
            Some((text, _)) => (text, text.len() + 2),
            None => {
                let whole = self.rest().starts_with("\\rm");
                let letters = inside
                    .find(|c: char| !c.is_ascii_alphabetic())
                    .unwrap_or(inside.len());
                let length = if whole { letters } else { letters.min(1) };
                (&inside[..length], length)
            }
        };
        let word = text.trim();
        let plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric());
        if !plain || self.words {
            // Not a name: as if no style were there.
            let space = self.spaced;
            self.skip(skipped);
            self.spaced = space;
            if self.rest().starts_with('{') {
                self.brace(false);
            }
            return;
        }
        let token = match Function::named(word) {
            Some(function) => Token::Function(function),
            None if word == "d" => Token::Differential,
            None => Token::Name(word.to_owned()),
        };
        self.push(token, skipped + used);
    }

    fn environment(&mut self, command: &str, bytes: usize) {
        let rest = self.rest().get(bytes..).unwrap_or_default();
        let Some((name, _)) = rest.strip_prefix('{').and_then(|r| r.split_once('}')) else {
            return self.push(Token::Unknown(format!("\\{command}")), bytes);
        };
        let mut all = bytes + name.len() + 2;
        let token = if command == "begin" {
            // The columns of an array say nothing about its entries.
            let after = self.rest().get(all..).unwrap_or_default();
            if name == "array"
                && let Some((columns, _)) = after.strip_prefix('{').and_then(|r| r.split_once('}'))
            {
                all += columns.len() + 2;
            }
            Token::Begin(name.to_owned())
        } else {
            Token::End(name.to_owned())
        };
        self.push(token, all);
    }
}
