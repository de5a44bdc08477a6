//! How long an expression reads: of several ways to write the same, the shortest is chosen.

use crate::expression::{Expression, Kind, Size};

/// Characters of the expression in Unicode, about.
pub(super) fn length(expression: &Expression) -> usize {
    text(expression).chars().filter(|c| *c != ' ').count()
}

const SUM: u8 = 0;
const TERM: u8 = 1;
const KRONECKER: u8 = 2;
const PRODUCT: u8 = 3;
const POWER: u8 = 4;

/// The expression in Unicode.
pub(super) fn text(expression: &Expression) -> String {
    write(expression, SUM)
}

fn write(expression: &Expression, least: u8) -> String {
    let list = |operands: &[Expression], sign: &str, level: u8| {
        let parts: Vec<_> = operands.iter().map(|a| write(a, level)).collect();
        parts.join(sign)
    };
    let call = |name: &str, a: &Expression| (format!("{name}({})", text(a)), POWER);
    let pair = |size: &Option<(Size, Size)>| {
        size.as_ref()
            .map_or_else(String::new, |(m, n)| format!("{m}×{n}"))
    };
    let (written, level) = match &expression.kind {
        Kind::Number(number) => {
            let half = number == &crate::scalar::Rational::new(1.into(), 2.into());
            let written = if half {
                "½".to_owned()
            } else {
                number.to_string()
            };
            (
                written,
                if number.is_integer() || half {
                    POWER
                } else {
                    PRODUCT
                },
            )
        }
        Kind::Name(name) => (name.to_string(), POWER),
        Kind::Dimension(size) => (size.to_string(), PRODUCT),
        Kind::Identity(size) => {
            let size = size.as_ref().map_or_else(String::new, Size::to_string);
            (format!("I_{}", braced(&size)), POWER)
        }
        Kind::Ones(size) => {
            let size = pair(size);
            let size = size.strip_suffix("×1").unwrap_or(&size);
            (format!("1_{}", braced(size)), POWER)
        }
        Kind::Zero(_) => ("0".to_owned(), POWER),
        Kind::Commutation(Some((m, n))) => (format!("K({m},{n})"), POWER),
        Kind::Commutation(None) => ("K".to_owned(), POWER),
        Kind::UnitVector { index, .. } => (format!("e_{index}"), POWER),
        Kind::UnitMatrix { row, column, .. } => (format!("E_{{{row}{column}}}"), POWER),
        Kind::Delta(i, j) => (format!("δ_{{{i}{j}}}"), POWER),
        Kind::Blocks(_) => ("[…]".to_owned(), POWER),
        Kind::Sum(terms) => {
            let mut written = write(&terms[0], TERM);
            for term in &terms[1..] {
                match &term.kind {
                    Kind::Negate(a) => written += &format!(" − {}", write(a, KRONECKER)),
                    _ => written += &format!(" + {}", write(term, KRONECKER)),
                }
            }
            (written, SUM)
        }
        Kind::Negate(a) => (format!("−{}", write(a, KRONECKER)), TERM),
        Kind::Product(factors) => (list(factors, "", POWER), PRODUCT),
        Kind::Quotient(a, b) => (format!("{}/{}", write(a, POWER), write(b, POWER)), PRODUCT),
        Kind::Hadamard(factors) => (list(factors, " ∘ ", PRODUCT), KRONECKER),
        Kind::HadamardQuotient(a, b) => (
            format!("{} ⊘ {}", write(a, PRODUCT), write(b, PRODUCT)),
            KRONECKER,
        ),
        Kind::HadamardPower(a, power) => (format!("{}^{{∘{power}}}", write(a, POWER)), POWER),
        Kind::Kronecker(factors) => (list(factors, " ⊗ ", PRODUCT), KRONECKER),
        Kind::Frobenius(a, b) => (
            format!("{}:{}", write(a, PRODUCT), write(b, PRODUCT)),
            KRONECKER,
        ),
        Kind::Power(a, power) => (format!("{}^{power}", write(a, POWER)), POWER),
        Kind::Inverse(a) => (format!("{}⁻¹", write(a, POWER)), POWER),
        Kind::Transpose(a) => (format!("{}ᵀ", write(a, POWER)), POWER),
        Kind::Trace(a) => call("tr", a),
        Kind::Determinant(a) => call("det", a),
        Kind::Norm(a) => (format!("‖{}‖", text(a)), POWER),
        Kind::SquaredNorm(a) => (format!("‖{}‖²", text(a)), POWER),
        Kind::EntrySum(a) => call("sum", a),
        Kind::Vec(a) => call("vec", a),
        Kind::DiagonalMatrix(a) | Kind::Diagonal(a) | Kind::Diag(a) => call("diag", a),
        Kind::Apply(function, a) => call(&function.to_string(), a),
        Kind::Entry(a, i, j) => (format!("{}_{{{i}{j}}}", write(a, POWER)), POWER),
        Kind::Element(a, i) => (format!("{}_{i}", write(a, POWER)), POWER),
        Kind::Row(a, i) => (format!("{}_{{{i}:}}", write(a, POWER)), POWER),
        Kind::Column(a, j) => (format!("{}_{{:{j}}}", write(a, POWER)), POWER),
        Kind::IndexSum { indices, body, .. } => {
            let names: String = indices.iter().map(ToString::to_string).collect();
            (
                format!("Σ_{} {}", braced(&names), write(body, KRONECKER)),
                TERM,
            )
        }
    };
    if level < least {
        format!("({written})")
    } else {
        written
    }
}

fn braced(text: &str) -> String {
    if text.chars().count() == 1 {
        text.to_owned()
    } else {
        format!("{{{text}}}")
    }
}
