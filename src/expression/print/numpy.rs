//! Expressions for NumPy: matrices are two-dimensional arrays, columns of shape (n, 1), scalars numbers.

use super::precedence::{Level, Written};
use crate::expression::{Kind, Name, Size, Typed};
use crate::scalar::{Elementary, Rational};
use num_traits::ToPrimitive;

/// Defines `commutation(m, n)` for NumPy.
pub const NUMPY_COMMUTATION: &str =
    "commutation = lambda m, n: np.eye(m * n)[np.arange(m * n).reshape(n, m).T.ravel()]";

pub(super) fn write(typed: &Typed) -> Option<String> {
    Some(node(typed)?.text)
}

fn at(typed: &Typed, level: Level) -> Option<String> {
    Some(node(typed)?.at(level))
}

/// The operands joined by an operator of this level, each of which must hold together more tightly.
fn joined(operands: &[Typed], operator: &str, level: Level, inner: Level) -> Option<Written> {
    let operands = operands.iter().map(|operand| at(operand, inner));
    let operands: Vec<String> = operands.collect::<Option<_>>()?;
    Some(Written::new(operands.join(operator), level))
}

fn call(function: &str, argument: &Typed) -> Option<Written> {
    Some(Written::atom(format!("{function}({})", write(argument)?)))
}

fn node(typed: &Typed) -> Option<Written> {
    let shape = &typed.shape;
    let scalar = shape.is_scalar();
    let filled = |function: &str| {
        let text = format!(
            "np.{function}(({}, {}))",
            size(&shape.rows),
            size(&shape.columns)
        );
        Written::atom(text)
    };
    Some(match &typed.kind {
        Kind::Number(value) => number(value),
        Kind::Name(name) => Written::atom(identifier(name)),
        Kind::Dimension(of) => Written::atom(format!("({})", size(of))),
        Kind::Identity(Some(order)) => Written::atom(format!("np.eye({})", size(order))),
        Kind::Zero(_) if scalar => Written::atom("0"),
        Kind::Ones(_) => filled("ones"),
        Kind::Zero(_) => filled("zeros"),
        Kind::Commutation(Some((m, n))) => {
            Written::atom(format!("commutation({}, {})", size(m), size(n)))
        }
        Kind::Blocks(rows) => {
            let rows = rows.iter().map(|row| {
                let blocks = row.iter().map(|block| {
                    let text = write(block)?;
                    Some(if block.shape.is_scalar() {
                        format!("np.full((1, 1), {text})")
                    } else {
                        text
                    })
                });
                Some(format!(
                    "[{}]",
                    blocks.collect::<Option<Vec<_>>>()?.join(", ")
                ))
            });
            let rows = rows.collect::<Option<Vec<_>>>()?;
            Written::atom(format!("np.block([{}])", rows.join(", ")))
        }
        Kind::Sum(terms) => sum(terms)?,
        Kind::Negate(a) => Written::new(format!("-{}", at(a, Level::Product)?), Level::Sum),
        Kind::Product(factors) => product(factors)?,
        Kind::Quotient(a, b) | Kind::HadamardQuotient(a, b) => {
            let text = format!("{} / {}", at(a, Level::Product)?, at(b, Level::Factor)?);
            Written::new(text, Level::Product)
        }
        Kind::Hadamard(factors) => joined(factors, " * ", Level::Product, Level::Factor)?,
        Kind::HadamardPower(a, power) => raised(a, power)?,
        Kind::Power(a, power) if scalar => raised(a, power)?,
        Kind::Power(a, power) => {
            Written::atom(format!("np.linalg.matrix_power({}, {power})", write(a)?))
        }
        Kind::Kronecker(factors) => {
            let mut factors = factors.iter();
            let mut text = write(factors.next()?)?;
            for factor in factors {
                text = format!("np.kron({text}, {})", write(factor)?);
            }
            Written::atom(text)
        }
        Kind::Frobenius(a, b) if a.shape.is_scalar() => {
            let text = format!("{} * {}", at(a, Level::Factor)?, at(b, Level::Factor)?);
            Written::new(text, Level::Product)
        }
        Kind::Frobenius(a, b) => {
            let product = format!("{} * {}", at(a, Level::Factor)?, at(b, Level::Factor)?);
            Written::atom(format!("np.sum({product})"))
        }
        Kind::Inverse(a) if scalar => {
            Written::new(format!("1 / {}", at(a, Level::Factor)?), Level::Product)
        }
        Kind::Inverse(a) => call("np.linalg.inv", a)?,
        Kind::Transpose(a) | Kind::Trace(a) | Kind::EntrySum(a) if a.shape.is_scalar() => node(a)?,
        Kind::Transpose(a) => Written::atom(format!("{}.T", at(a, Level::Atom)?)),
        Kind::Trace(a) => call("np.trace", a)?,
        Kind::Determinant(a) => call("np.linalg.det", a)?,
        Kind::Norm(a) if a.shape.is_scalar() => call("np.abs", a)?,
        Kind::Norm(a) => call("np.linalg.norm", a)?,
        Kind::SquaredNorm(a) if a.shape.is_scalar() => {
            raised(a, &Rational::from_integer(2.into()))?
        }
        Kind::SquaredNorm(a) => {
            Written::new(format!("np.linalg.norm({}) ** 2", write(a)?), Level::Factor)
        }
        Kind::EntrySum(a) => call("np.sum", a)?,
        Kind::Vec(a) | Kind::DiagonalMatrix(a) | Kind::Diagonal(a) if a.shape.is_scalar() => {
            node(a)?
        }
        // Columns below one another: Fortran's order.
        Kind::Vec(a) => Written::atom(format!(
            "{}.reshape((-1, 1), order=\"F\")",
            at(a, Level::Atom)?
        )),
        Kind::DiagonalMatrix(a) => {
            Written::atom(format!("np.diag({}.ravel())", at(a, Level::Atom)?))
        }
        Kind::Diagonal(a) => Written::atom(format!("np.diag({}).reshape((-1, 1))", write(a)?)),
        Kind::Apply(Elementary::Ln, a) => match &a.kind {
            Kind::Determinant(of) => {
                // log|det|: equal to log det wherever that is defined.
                Written::atom(format!("np.linalg.slogdet({})[1]", write(of)?))
            }
            _ => call("np.log", a)?,
        },
        Kind::Apply(Elementary::Sigmoid, a) => {
            let text = format!("1 / (1 + np.exp(-{}))", at(a, Level::Factor)?);
            Written::new(text, Level::Product)
        }
        Kind::Apply(function, a) => call(&format!("np.{function}"), a)?,
        _ => return None,
    })
}

/// s·A with `*`, A·B with `@`; a product so far that is a number multiplies what follows.
fn product(factors: &[Typed]) -> Option<Written> {
    let mut text = String::new();
    let mut rows_one = false;
    let mut so_far: Option<(bool, bool)> = None;
    for factor in factors {
        let shape = &factor.shape;
        let next = at(factor, Level::Factor)?;
        let is_scalar = shape.is_scalar();
        so_far = Some(match so_far {
            None => {
                text = next;
                rows_one = shape.rows.is_one();
                (is_scalar, shape.columns.is_one())
            }
            Some((scalar, column)) if scalar || is_scalar => {
                text = format!("{text} * {next}");
                if scalar {
                    rows_one = shape.rows.is_one();
                }
                (
                    scalar && is_scalar,
                    if scalar {
                        shape.columns.is_one()
                    } else {
                        column
                    },
                )
            }
            Some(_) => {
                // `*` and `@` bind alike, from left to right.
                text = format!("{text} @ {next}");
                let number = rows_one && shape.columns.is_one();
                if number {
                    text = format!("({text}).item()");
                }
                (number, shape.columns.is_one())
            }
        });
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
        let term = at(term, Level::Product)?;
        text += &match (place, sign) {
            (0, "+") => term,
            (0, sign) => format!("{sign}{term}"),
            (_, sign) => format!(" {sign} {term}"),
        };
    }
    Some(Written::new(text, Level::Sum))
}

fn raised(a: &Typed, power: &Rational) -> Option<Written> {
    // Integers to a negative power are an error in NumPy.
    let exponent = if power.is_integer() && *power >= Rational::from_integer(0.into()) {
        power.to_string()
    } else if power.is_integer() {
        format!("({power}.0)")
    } else {
        format!("({power})")
    };
    Some(Written::new(
        format!("{} ** {exponent}", at(a, Level::Atom)?),
        Level::Factor,
    ))
}

fn number(value: &Rational) -> Written {
    if value.is_integer() {
        Written::atom(value.to_string())
    } else if let Some(decimal) = short_decimal(value) {
        Written::atom(decimal)
    } else {
        Written::new(value.to_string().replace('/', " / "), Level::Product)
    }
}

/// The decimal of a fraction that is one exactly and briefly: ½ is 0.5.
pub(super) fn short_decimal(value: &Rational) -> Option<String> {
    let exact = value.denom().to_u64().is_some_and(u64::is_power_of_two);
    let decimal = value.to_f64()?.to_string();
    (exact && decimal.len() < 8).then_some(decimal)
}

fn size(size: &Size) -> String {
    let terms = size.terms().map(|(names, count)| {
        let mut factors: Vec<String> = names.iter().map(identifier).collect();
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

/// A name that Python and Rust take: Greek letters are letters there too, scripts go behind underscores.
pub(super) fn identifier(name: &Name) -> String {
    let plain: String = name
        .as_str()
        .chars()
        .map(|c| match c {
            '\u{302}' => "_hat".to_owned(),
            '\u{303}' => "_tilde".to_owned(),
            '\u{304}' => "_bar".to_owned(),
            '\u{307}' => "_dot".to_owned(),
            '{' | '}' | '(' | ')' => String::new(),
            '^' => "_".to_owned(),
            c => c.to_string(),
        })
        .collect();
    match plain.as_str() {
        "in" | "is" | "if" | "as" | "or" | "np" | "fn" | "let" | "for" => plain + "_",
        _ => plain,
    }
}
