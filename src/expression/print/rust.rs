//! Expressions for Rust with nalgebra: references to matrices, numbers for scalars.

use super::numpy::{identifier, short_decimal};
use super::precedence::{Level, Written};
use crate::expression::{Kind, Name, Size, Typed};
use crate::scalar::{Elementary, Rational};
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// Defines `commutation(m, n)`, for vec(Aᵀ) = K vec(A) with A of m rows and n columns.
pub const RUST_COMMUTATION: &str = "\
fn commutation(m: usize, n: usize) -> DMatrix<f64> {
    DMatrix::from_fn(m * n, m * n, |r, c| f64::from(r / n == c % m && r % n == c / m))
}";

/// `snake_case` is chosen here if it is not given: unless that makes two names one.
pub(super) fn write(typed: &Typed, snake_case: Option<bool>) -> Option<String> {
    let text = node(typed)?.text;
    let names: BTreeSet<&str> = text
        .split(OPEN)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(CLOSE)?.0))
        .collect();
    let small: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let snake_case = snake_case.unwrap_or(small.len() == names.len());
    let mut result = text.clone();
    for name in names {
        let written = if snake_case {
            name.to_lowercase()
        } else {
            name.to_owned()
        };
        result = result.replace(&format!("{OPEN}{name}{CLOSE}"), &written);
    }
    Some(result)
}

/// What encloses a name until all of them are known.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// An operand of an operator: variables are references already.
fn operand(typed: &Typed, level: Level) -> Option<String> {
    Some(node(typed)?.at(level))
}

/// What a method is called on; a bare literal must say its type.
fn receiver(typed: &Typed) -> Option<String> {
    let written = node(typed)?.at(Level::Atom);
    let literal = written.chars().all(|c| c.is_ascii_digit() || c == '.');
    Some(if literal {
        format!("{written}_f64")
    } else {
        written
    })
}

/// An argument that a method takes by reference.
fn reference(typed: &Typed) -> Option<String> {
    match &typed.kind {
        Kind::Name(name) => Some(variable(name)),
        _ => Some(format!("&{}", node(typed)?.at(Level::Atom))),
    }
}

fn node(typed: &Typed) -> Option<Written> {
    let shape = &typed.shape;
    let scalar = shape.is_scalar();
    let method = |a: &Typed, call: &str| Some(Written::atom(format!("{}{call}", receiver(a)?)));
    let filled = |value: &str| {
        let (rows, columns) = (size(&shape.rows), size(&shape.columns));
        Written::atom(format!("DMatrix::from_element({rows}, {columns}, {value})"))
    };
    Some(match &typed.kind {
        Kind::Number(value) => number(value)?,
        Kind::Name(name) => Written::atom(variable(name)),
        Kind::Dimension(of) => Written::atom(format!("(({}) as f64)", size(of))),
        Kind::Commutation(Some((m, n))) => {
            Written::atom(format!("commutation({}, {})", size(m), size(n)))
        }
        Kind::Identity(Some(_)) if scalar => Written::atom("1.0"),
        Kind::Identity(Some(order)) => {
            Written::atom(format!("DMatrix::<f64>::identity({0}, {0})", size(order)))
        }
        Kind::Ones(_) if scalar => Written::atom("1.0"),
        Kind::Zero(_) if scalar => Written::atom("0.0"),
        Kind::Ones(_) => filled("1.0"),
        Kind::Zero(_) => filled("0.0"),
        Kind::Sum(terms) => sum(terms)?,
        Kind::Negate(a) => Written::new(format!("-{}", operand(a, Level::Factor)?), Level::Sum),
        Kind::Product(factors) => product(factors)?,
        Kind::Quotient(a, b) => {
            let text = format!(
                "{} / {}",
                operand(a, Level::Product)?,
                operand(b, Level::Factor)?
            );
            Written::new(text, Level::Product)
        }
        Kind::Hadamard(factors) => {
            let mut factors = factors.iter();
            let mut text = receiver(factors.next()?)?;
            for factor in factors {
                text = if scalar {
                    format!("({text} * {})", operand(factor, Level::Factor)?)
                } else {
                    format!("{text}.component_mul({})", reference(factor)?)
                };
            }
            Written::atom(text)
        }
        Kind::HadamardQuotient(a, b) if scalar => {
            let text = format!(
                "{} / {}",
                operand(a, Level::Product)?,
                operand(b, Level::Factor)?
            );
            Written::new(text, Level::Product)
        }
        Kind::HadamardQuotient(a, b) => {
            Written::atom(format!("{}.component_div({})", receiver(a)?, reference(b)?))
        }
        Kind::Power(a, power) if scalar => raised(a, power)?,
        Kind::HadamardPower(a, power) if scalar => raised(a, power)?,
        Kind::HadamardPower(a, power) => method(a, &format!(".map(|x| x{})", raise(power)?))?,
        Kind::Power(a, power) => {
            let times = power
                .to_integer()
                .to_i64()
                .filter(|p| p.abs() <= 16 && *p != 0)?;
            let base = if times < 0 { inverse(a)? } else { receiver(a)? };
            let base = if times > 0 && matches!(a.kind, Kind::Name(_)) {
                base
            } else {
                format!("&{base}")
            };
            let all = vec![base; usize::try_from(times.abs()).ok()?];
            Written::new(all.join(" * "), Level::Product)
        }
        Kind::Kronecker(factors) => {
            let mut factors = factors.iter();
            let first = factors.next()?;
            let mut text = receiver(first)?;
            let mut number = first.shape.is_scalar();
            for factor in factors {
                text = if number || factor.shape.is_scalar() {
                    format!("({text} * {})", operand(factor, Level::Factor)?)
                } else {
                    format!("{text}.kronecker({})", reference(factor)?)
                };
                number &= factor.shape.is_scalar();
            }
            Written::atom(text)
        }
        Kind::Frobenius(a, b) if a.shape.is_scalar() => {
            let text = format!(
                "{} * {}",
                operand(a, Level::Factor)?,
                operand(b, Level::Factor)?
            );
            Written::new(text, Level::Product)
        }
        Kind::Frobenius(a, b) => Written::atom(format!("{}.dot({})", receiver(a)?, reference(b)?)),
        Kind::Inverse(a) if scalar => Written::new(
            format!("1.0 / {}", operand(a, Level::Factor)?),
            Level::Product,
        ),
        Kind::Inverse(a) => Written::atom(inverse(a)?),
        Kind::Transpose(a)
        | Kind::Trace(a)
        | Kind::EntrySum(a)
        | Kind::Vec(a)
        | Kind::DiagonalMatrix(a)
        | Kind::Diagonal(a)
            if a.shape.is_scalar() =>
        {
            node(a)?
        }
        Kind::Transpose(a) => method(a, ".transpose()")?,
        Kind::Trace(a) => method(a, ".trace()")?,
        Kind::Determinant(a) => method(a, ".determinant()")?,
        Kind::Norm(a) if a.shape.is_scalar() => method(a, ".abs()")?,
        Kind::Norm(a) => method(a, ".norm()")?,
        Kind::SquaredNorm(a) if a.shape.is_scalar() => method(a, ".powi(2)")?,
        Kind::SquaredNorm(a) => method(a, ".norm_squared()")?,
        Kind::EntrySum(a) => method(a, ".sum()")?,
        Kind::Vec(a) => {
            let text = format!(
                "DMatrix::from_column_slice({}, 1, {}.as_slice())",
                size(&shape.rows),
                receiver(a)?
            );
            Written::atom(text)
        }
        Kind::DiagonalMatrix(a) => Written::atom(format!(
            "DMatrix::from_diagonal(&{}.column(0).into_owned())",
            receiver(a)?
        )),
        Kind::Diagonal(a) => Written::atom(format!(
            "DMatrix::from_column_slice({}, 1, {}.diagonal().as_slice())",
            size(&shape.rows),
            receiver(a)?
        )),
        Kind::Apply(function, a) => {
            let of = match function {
                Elementary::Exp => "x.exp()",
                Elementary::Ln => "x.ln()",
                Elementary::Sqrt => "x.sqrt()",
                Elementary::Tanh => "x.tanh()",
                Elementary::Sigmoid if scalar => {
                    let text = format!("1.0 / (1.0 + (-{}).exp())", operand(a, Level::Factor)?);
                    return Some(Written::new(text, Level::Product));
                }
                Elementary::Sigmoid => "1.0 / (1.0 + (-x).exp())",
            };
            if scalar {
                method(a, of.trim_start_matches('x'))?
            } else {
                method(a, &format!(".map(|x| {of})"))?
            }
        }
        _ => return None,
    })
}

/// Products from left to right; what is a number in the end is read out of its 1×1 matrix.
fn product(factors: &[Typed]) -> Option<Written> {
    let mut text = String::new();
    // Whether the product so far is a number, and has one row.
    let mut number = true;
    let mut row = true;
    for (place, factor) in factors.iter().enumerate() {
        let shape = &factor.shape;
        let next = operand(factor, Level::Factor)?;
        let is_number = shape.is_scalar();
        if place == 0 {
            text = next;
            (number, row) = (is_number, shape.rows.is_one());
        } else if number || is_number {
            text = format!("{text} * {next}");
            if number {
                (number, row) = (is_number, shape.rows.is_one());
            }
        } else if row && shape.columns.is_one() {
            text = format!("({text} * {next})[(0, 0)]");
            number = true;
        } else {
            text = format!("{text} * {next}");
        }
    }
    Some(Written::new(text, Level::Product))
}

fn sum(terms: &[Typed]) -> Option<Written> {
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate() {
        let (sign, term) = match &term.kind {
            Kind::Negate(a) => ("-", &**a),
            _ => ("+", term),
        };
        let written = operand(term, Level::Product)?;
        text += &match (place, sign) {
            (0, "+") => written,
            (0, sign) => format!("{sign}{}", operand(term, Level::Factor)?),
            (_, sign) => format!(" {sign} {written}"),
        };
    }
    Some(Written::new(text, Level::Sum))
}

fn inverse(a: &Typed) -> Option<String> {
    let text = receiver(a)?;
    Some(format!(
        "{text}.clone().try_inverse().expect(\"an invertible matrix\")"
    ))
}

fn raised(a: &Typed, power: &Rational) -> Option<Written> {
    Some(Written::atom(format!("{}{}", receiver(a)?, raise(power)?)))
}

fn raise(power: &Rational) -> Option<String> {
    if power.is_integer() {
        return Some(format!(".powi({})", power.to_integer().to_i32()?));
    }
    let half = Rational::new(1.into(), 2.into());
    if *power == half {
        return Some(".sqrt()".into());
    }
    Some(format!(".powf({}.0 / {}.0)", power.numer(), power.denom()))
}

fn number(value: &Rational) -> Option<Written> {
    if value.is_integer() {
        return Some(Written::atom(format!("{value}.0")));
    }
    if let Some(decimal) = short_decimal(value) {
        return Some(Written::atom(decimal));
    }
    Some(Written::atom(format!(
        "({}.0_f64 / {}.0)",
        value.numer(),
        value.denom()
    )))
}

fn size(size: &Size) -> String {
    let terms = size.terms().map(|(names, count)| {
        let mut factors: Vec<String> = names.iter().map(variable).collect();
        if count != 1 || factors.is_empty() {
            factors.insert(0, count.to_string());
        }
        factors.join(" * ")
    });
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() {
        "0".into()
    } else {
        terms.join(" + ")
    }
}

/// A variable or a dimension.
fn variable(name: &Name) -> String {
    format!("{OPEN}{}{CLOSE}", identifier(name))
}
