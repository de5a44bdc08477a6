//! The commands of LaTeX.

use super::precedence::{Level, Written};
use super::written::Notation;
use crate::expression::lexer::{ACCENTS, greek_command};
use crate::expression::{Name, Size};
use crate::scalar::{Elementary, Rational};

pub(super) struct Latex;

impl Notation for Latex {
    const MINUS: &'static str = "-";
    const HADAMARD: &'static str = r" \circ ";
    const HADAMARD_QUOTIENT: &'static str = r" \oslash ";
    const KRONECKER: &'static str = r" \otimes ";
    const TIMES: &'static str = r" \cdot ";
    const NORM: &'static str = r"\|";
    const ONES: &'static str = r"\mathbf{1}";
    const DELTA: &'static str = r"\delta";
    const SUM: &'static str = r"\sum";
    const IN: &'static str = r" \in ";
    const CROSS: &'static str = r" \times ";
    const CIRCLE: &'static str = r"\circ ";
    const NABLA: &'static str = r"\nabla";
    const TRANSPOSED: &'static str = r"^\top";
    const INVERTED: &'static str = "^{-1}";
    const INVERTED_TRANSPOSED: &'static str = r"^{-\top}";

    fn number(&self, number: &Rational) -> Written {
        if number.is_integer() {
            return Written::atom(number.to_string());
        }
        let digits = [number.numer(), number.denom()].map(ToString::to_string);
        let [p, q] = &digits;
        let text = if p.len() == 1 && q.len() == 1 {
            format!(r"\frac{p}{q}")
        } else {
            format!(r"\frac{{{p}}}{{{q}}}")
        };
        Written::new(text, Level::Factor)
    }

    fn name(&self, name: &Name) -> String {
        scripted(name.as_str())
    }

    fn size(&self, size: &Size) -> String {
        size.to_string().replace('·', r" \cdot ")
    }

    fn exponent(&self, power: &Rational) -> String {
        let text = power.to_string();
        if text.len() == 1 {
            format!("^{text}")
        } else {
            format!("^{{{text}}}")
        }
    }

    fn subscript(&self, subscript: &str) -> String {
        if subscript.chars().count() == 1 {
            format!("_{subscript}")
        } else {
            format!("_{{{subscript}}}")
        }
    }

    fn function(&self, name: &str, argument: &str) -> String {
        match name {
            "det" => format!(r"\det({argument})"),
            _ => format!(r"\operatorname{{{name}}}({argument})"),
        }
    }

    fn elementary(&self, function: Elementary, argument: &str) -> String {
        match function {
            Elementary::Sqrt => format!(r"\sqrt{{{argument}}}"),
            Elementary::Sigmoid => format!(r"\operatorname{{sigmoid}}({argument})"),
            _ => format!(r"\{function}({argument})"),
        }
    }

    fn quotient(&self, above: Written, below: Written) -> Written {
        Written::new(
            format!(r"\frac{{{}}}{{{}}}", above.text, below.text),
            Level::Factor,
        )
    }

    fn blocks(&self, rows: &[Vec<String>]) -> String {
        let rows: Vec<String> = rows.iter().map(|row| row.join(" & ")).collect();
        format!(r"\begin{{pmatrix}} {} \end{{pmatrix}}", rows.join(r" \\ "))
    }

    fn between(&self, _left: &str, _right: &str) -> &'static str {
        " "
    }
}

/// A name with its change, accents and scripts: dX, X̂, W_{in}, W^{(1)}.
fn scripted(name: &str) -> String {
    let end = name.find(['_', '^']).unwrap_or(name.len());
    let (base, scripts) = name.split_at(end);
    let mut letters = base.chars();
    let written = match (letters.next(), letters.as_str()) {
        (Some('d'), of) if of.chars().next().is_some_and(char::is_alphabetic) && short(of) => {
            format!(r"\mathrm{{d}}{}", letter(of))
        }
        (Some(change @ ('δ' | 'Δ')), of) if !of.is_empty() && short(of) => {
            format!("{} {}", letter(&change.to_string()), letter(of))
        }
        _ => letter(base),
    };
    // The letters of W_{in} are a word.
    let scripts = match scripts.strip_prefix("_{").and_then(|s| s.split_once('}')) {
        Some((word, rest)) if word.chars().any(char::is_alphabetic) => {
            format!(r"_{{\mathrm{{{word}}}}}{rest}")
        }
        _ => scripts.to_owned(),
    };
    written + &scripts
}

/// Whether this is a letter, perhaps with an accent.
fn short(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() == 1
}

fn letter(text: &str) -> String {
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else {
        return String::new();
    };
    let plain =
        greek_command(first).map_or_else(|| first.to_string(), |command| format!(r"\{command}"));
    let accent = second.and_then(|c| ACCENTS.iter().find(|(_, accent)| *accent == c));
    match (second, accent) {
        (None, _) => plain,
        (Some(_), Some((command, _))) => format!(r"\{command}{{{plain}}}"),
        (Some(_), None) => format!(r"\mathrm{{{text}}}"),
    }
}
