//! The symbols of Unicode.

use super::precedence::{Level, Written};
use super::written::Notation;
use crate::expression::{Name, Size};
use crate::scalar::{Elementary, Rational};

pub(super) struct Unicode;

/// Fractions that have a character of their own.
const FRACTIONS: [(i64, i64, &str); 6] = [
    (1, 2, "½"),
    (1, 3, "⅓"),
    (2, 3, "⅔"),
    (1, 4, "¼"),
    (3, 4, "¾"),
    (1, 8, "⅛"),
];

impl Notation for Unicode {
    const MINUS: &'static str = "−";
    const HADAMARD: &'static str = "∘";
    const HADAMARD_QUOTIENT: &'static str = " ⊘ ";
    const KRONECKER: &'static str = " ⊗ ";
    const TIMES: &'static str = "·";
    const NORM: &'static str = "‖";
    const ONES: &'static str = "𝟏";
    const DELTA: &'static str = "δ";
    const SUM: &'static str = "∑";
    const IN: &'static str = "∈";
    const CROSS: &'static str = "×";
    const CIRCLE: &'static str = "∘";
    const NABLA: &'static str = "∇";
    const TRANSPOSED: &'static str = "ᵀ";
    const INVERTED: &'static str = "⁻¹";
    const INVERTED_TRANSPOSED: &'static str = "⁻ᵀ";

    fn number(&self, number: &Rational) -> Written {
        let known = FRACTIONS
            .iter()
            .find(|(p, q, _)| *number == Rational::new((*p).into(), (*q).into()));
        match known {
            Some((.., fraction)) => Written::atom(*fraction),
            None if number.is_integer() => Written::atom(number.to_string()),
            None => Written::new(number.to_string(), Level::Product),
        }
    }

    fn name(&self, name: &Name) -> String {
        name.to_string()
    }

    fn size(&self, size: &Size) -> String {
        size.to_string().replace(' ', "")
    }

    fn exponent(&self, power: &Rational) -> String {
        if !power.is_integer() {
            return format!("^{{{power}}}");
        }
        let small = |c: char| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
            _ => '⁰',
        };
        power.to_string().chars().map(small).collect()
    }

    fn subscript(&self, subscript: &str) -> String {
        if subscript.chars().count() == 1 {
            format!("_{subscript}")
        } else {
            format!("_{{{subscript}}}")
        }
    }

    fn function(&self, name: &str, argument: &str) -> String {
        format!("{name}({argument})")
    }

    fn elementary(&self, function: Elementary, argument: &str) -> String {
        format!("{function}({argument})")
    }

    fn quotient(&self, above: Written, below: Written) -> Written {
        let text = format!("{}/{}", above.at(Level::Product), below.at(Level::Factor));
        Written::new(text, Level::Product)
    }

    fn blocks(&self, rows: &[Vec<String>]) -> String {
        let rows: Vec<String> = rows.iter().map(|row| row.join(", ")).collect();
        format!("[{}]", rows.join("; "))
    }

    /// WH, but `x y` and `W diag(x)`: small letters side by side could make the name of a function.
    fn between(&self, left: &str, right: &str) -> &'static str {
        let (Some(last), Some(first)) = (left.chars().last(), right.chars().next()) else {
            return "";
        };
        let word = right.chars().nth(1).is_some_and(|c| c.is_ascii_lowercase());
        match (last, first) {
            ('T', 'r' | 'R') => " ",
            _ if last.is_ascii_lowercase() && first.is_ascii_alphabetic() => " ",
            _ if last.is_ascii_alphabetic() && first.is_ascii_lowercase() && word => " ",
            _ if last.is_ascii_digit() && first.is_ascii_lowercase() && word => " ",
            // A number read as a sign of division's side: 3/7 A.
            _ if left.contains('/') && last.is_ascii_digit() => " ",
            (')', first) if first.is_ascii_lowercase() && word => " ",
            _ => "",
        }
    }
}
