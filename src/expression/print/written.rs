//! Expressions as people write them: one structure, the symbols of a notation.

use super::precedence::{Level, Written};
use crate::expression::{By, Expression, Index, Kind, Name, Over, Size};
use crate::scalar::{Elementary, Rational};

/// The symbols of a notation.
pub(super) trait Notation {
    const MINUS: &'static str;
    const HADAMARD: &'static str;
    const HADAMARD_QUOTIENT: &'static str;
    const KRONECKER: &'static str;
    const TIMES: &'static str;
    const NORM: &'static str;
    const ONES: &'static str;
    const DELTA: &'static str;
    const SUM: &'static str;
    const IN: &'static str;
    const CROSS: &'static str;
    const CIRCLE: &'static str;
    const NABLA: &'static str;
    const TRANSPOSED: &'static str;
    const INVERTED: &'static str;
    const INVERTED_TRANSPOSED: &'static str;

    /// A positive number.
    fn number(&self, number: &Rational) -> Written;
    fn name(&self, name: &Name) -> String;
    fn size(&self, size: &Size) -> String;
    fn exponent(&self, power: &Rational) -> String;
    fn subscript(&self, subscript: &str) -> String;
    fn function(&self, name: &str, argument: &str) -> String;
    fn elementary(&self, function: Elementary, argument: &str) -> String;
    fn quotient(&self, above: Written, below: Written) -> Written;
    fn blocks(&self, rows: &[Vec<String>]) -> String;
    /// What stands between two factors.
    fn between(&self, left: &str, right: &str) -> &'static str;
}

pub(super) fn write(expression: &Expression, notation: &impl Notation) -> String {
    Writer(notation).write(expression).text
}

struct Writer<'a, N>(&'a N);

impl<N: Notation> Writer<'_, N> {
    fn at(&self, e: &Expression, level: Level) -> String {
        self.write(e).at(level)
    }

    fn inside(&self, e: &Expression) -> String {
        self.write(e).text
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of node, in the order of the tree"
    )]
    fn write(&self, e: &Expression) -> Written {
        let notation = self.0;
        let scripted = |base: String, script: &str| Written::new(base + script, Level::Factor);
        let call =
            |name: &str, a: &Expression| Written::atom(notation.function(name, &self.inside(a)));
        match &e.kind {
            Kind::Number(number) => notation.number(number),
            Kind::Name(name) => Written::atom(notation.name(name)),
            Kind::Dimension(size) => match size.as_monomial() {
                Some(_) => Written::new(notation.size(size), Level::Product),
                None => Written::new(notation.size(size), Level::Sum),
            },
            Kind::Identity(size) => self.sized("I", size.as_ref().map(|n| notation.size(n))),
            Kind::Ones(sizes) => self.sized(N::ONES, sizes.as_ref().map(|s| self.sizes(s))),
            Kind::Zero(sizes) => self.sized("0", sizes.as_ref().map(|s| self.sizes(s))),
            Kind::Commutation(None) => Written::atom("K"),
            Kind::Commutation(Some((m, n))) => {
                Written::atom(format!("K_{{{},{}}}", notation.size(m), notation.size(n)))
            }
            Kind::UnitVector { index, .. } => scripted("e".into(), &self.indices(&[index])),
            Kind::UnitMatrix { row, column, .. } => {
                scripted("E".into(), &self.indices(&[row, column]))
            }
            Kind::Delta(i, j) => scripted(N::DELTA.into(), &self.indices(&[i, j])),
            Kind::Blocks(rows) => {
                let rows: Vec<Vec<String>> = rows
                    .iter()
                    .map(|row| row.iter().map(|block| self.inside(block)).collect())
                    .collect();
                Written::atom(notation.blocks(&rows))
            }
            Kind::Sum(terms) => {
                let mut text = String::new();
                for (place, term) in terms.iter().enumerate() {
                    let (sign, term) = match &term.kind {
                        Kind::Negate(a) => (N::MINUS, &**a),
                        _ => ("+", term),
                    };
                    let term = self.at(term, Level::Term);
                    text += &match (place, sign) {
                        (0, "+") => term,
                        (0, sign) => format!("{sign}{term}"),
                        (_, sign) => format!(" {sign} {term}"),
                    };
                }
                Written::new(text, Level::Sum)
            }
            Kind::Negate(a) => Written::new(
                format!("{}{}", N::MINUS, self.at(a, Level::Term)),
                Level::Sum,
            ),
            Kind::Product(factors) => self.product(factors),
            Kind::Quotient(a, b) => notation.quotient(self.write(a), self.write(b)),
            Kind::Hadamard(factors) => self.joined(factors, N::HADAMARD),
            Kind::Kronecker(factors) => self.joined(factors, N::KRONECKER),
            Kind::HadamardQuotient(a, b) => {
                let [a, b] = [a, b].map(|e| self.at(e, Level::Product));
                Written::new(format!("{a}{}{b}", N::HADAMARD_QUOTIENT), Level::Hadamard)
            }
            Kind::Frobenius(a, b) => {
                let [a, b] = [a, b].map(|e| self.at(e, Level::Hadamard));
                Written::new(format!("{a} : {b}"), Level::Term)
            }
            Kind::HadamardPower(a, power) => {
                scripted(self.base(a), &format!("^{{{}{power}}}", N::CIRCLE))
            }
            Kind::Power(a, power) => scripted(self.base(a), &notation.exponent(power)),
            Kind::Inverse(a) => scripted(self.base(a), N::INVERTED),
            Kind::Transpose(a) => match &a.kind {
                Kind::Inverse(b) => scripted(self.base(b), N::INVERTED_TRANSPOSED),
                // dXᵀ reads as (dX)ᵀ, which is d(Xᵀ) too.
                Kind::Name(name) if !name.as_str().contains('^') => {
                    scripted(notation.name(name), N::TRANSPOSED)
                }
                Kind::UnitVector { .. } => scripted(self.inside(a), N::TRANSPOSED),
                _ => scripted(self.base(a), N::TRANSPOSED),
            },
            Kind::Trace(a) => call("tr", a),
            Kind::Determinant(a) => call("det", a),
            Kind::Norm(a) => Written::atom(self.norm(a)),
            Kind::SquaredNorm(a) => {
                let square = notation.exponent(&Rational::from_integer(2.into()));
                scripted(self.norm(a), &square)
            }
            Kind::EntrySum(a) => call("sum", a),
            Kind::Vec(a) => call("vec", a),
            Kind::DiagonalMatrix(a) | Kind::Diagonal(a) | Kind::Diag(a) => call("diag", a),
            Kind::Apply(function, a) => match (&a.kind, function) {
                (Kind::Determinant(_), Elementary::Ln) => {
                    let log = notation.elementary(Elementary::Ln, "");
                    let log = log.trim_end_matches("()");
                    Written::new(format!("{log} {}", self.inside(a)), Level::Factor)
                }
                _ => Written::atom(notation.elementary(*function, &self.inside(a))),
            },
            Kind::Entry(a, i, j) => scripted(self.subscripted(a, true), &self.indices(&[i, j])),
            Kind::Element(a, i) => scripted(self.subscripted(a, false), &self.indices(&[i])),
            Kind::Row(a, i) => scripted(self.subscripted(a, true), &format!("_{{{i}:}}")),
            Kind::Column(a, j) => scripted(self.subscripted(a, true), &format!("_{{:{j}}}")),
            Kind::IndexSum {
                indices,
                over,
                body,
            } => {
                let limits = self.limits(indices, over.as_ref());
                let text = format!("{}{limits} {}", N::SUM, self.at(body, Level::Term));
                Written::new(text, Level::Term)
            }
            Kind::Derivative { of, by } => {
                let text = format!("{}{}", self.operator(by), self.at(of, Level::Factor));
                Written::new(text, Level::Product)
            }
            // What is left out is small of this order.
            Kind::Expansion { of, .. } => self.write(of),
            Kind::Differential(of, times) => {
                let times = Rational::from_integer((*times).into());
                let power = if times == Rational::from_integer(1.into()) {
                    String::new()
                } else {
                    notation.exponent(&times)
                };
                Written::new(format!("d{power}({})", self.inside(of)), Level::Product)
            }
            Kind::Call(name, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|a| self.inside(a)).collect();
                Written::atom(format!("{}({})", notation.name(name), arguments.join(", ")))
            }
        }
    }

    /// ∇_W, ∂/∂W_ij, D[δW].
    fn operator(&self, by: &[By]) -> String {
        let mut text = String::new();
        for by in by.iter().rev() {
            text += &match by {
                By::Whole(name) => {
                    format!("{}{}", N::NABLA, self.0.subscript(&self.0.name(name)))
                }
                By::Stacked(name) => {
                    let of = self.0.function("vec", &self.0.name(name));
                    format!("{}{}", N::NABLA, self.0.subscript(&of))
                }
                By::Row(name) => {
                    let of = format!("{}{}", self.0.name(name), N::TRANSPOSED);
                    format!("{}{}", N::NABLA, self.0.subscript(&of))
                }
                By::Along(moves) => {
                    let moves = moves.iter().map(|(name, direction)| {
                        format!("{}: {}", self.0.name(name), self.inside(direction))
                    });
                    format!("D[{}]", moves.collect::<Vec<_>>().join(", "))
                }
            };
            text += " ";
        }
        text
    }

    fn sized(&self, symbol: &str, size: Option<String>) -> Written {
        let subscript = size.map_or_else(String::new, |size| {
            if size.chars().count() == 1 {
                format!("_{size}")
            } else {
                format!("_{{{size}}}")
            }
        });
        Written::atom(format!("{symbol}{subscript}"))
    }

    fn sizes(&self, (rows, columns): &(Size, Size)) -> String {
        if columns.is_one() {
            self.0.size(rows)
        } else {
            format!("{}{}{}", self.0.size(rows), N::CROSS, self.0.size(columns))
        }
    }

    /// What can carry an exponent: a name with one already, or with a d in front, cannot.
    fn base(&self, a: &Expression) -> String {
        let written = self.write(a);
        let bare = match &a.kind {
            Kind::Name(name) => stem(name) == name.as_str() && !name.as_str().contains('^'),
            Kind::Entry(..) | Kind::Element(..) => return written.at(Level::Factor),
            _ => true,
        };
        if bare {
            written.at(Level::Atom)
        } else {
            format!("({})", written.text)
        }
    }

    /// What can carry a subscript: of names, one that would not read as something else with it.
    fn subscripted(&self, a: &Expression, two: bool) -> String {
        let written = self.write(a);
        let bare = match &a.kind {
            Kind::Name(name) => {
                let first = stem(name).chars().next().unwrap_or('?');
                let single = !name.as_str().contains(['_', '^']);
                let reads = if two { true } else { !first.is_uppercase() };
                single && reads && !["e", "E", "K", "I", "δ", "Σ"].contains(&name.as_str())
            }
            Kind::Identity(None)
            | Kind::Ones(_)
            | Kind::Zero(_)
            | Kind::Number(_)
            | Kind::Commutation(_)
            | Kind::Identity(_) => false,
            Kind::Norm(_) => false,
            _ => true,
        };
        if bare {
            written.at(Level::Atom)
        } else {
            format!("({})", written.text)
        }
    }

    /// Indices below the line: letters side by side, commas where one of them is longer or a number.
    fn indices(&self, indices: &[&Index]) -> String {
        let letter = |index: &Index| matches!(index, Index::Name(name) if name.as_str().chars().count() == 1);
        let texts: Vec<String> = indices.iter().map(ToString::to_string).collect();
        let plain = indices.iter().all(|i| letter(i)) || indices.len() == 1;
        self.0.subscript(&texts.join(if plain { "" } else { "," }))
    }

    fn norm(&self, a: &Expression) -> String {
        // Bars inside bars would close them.
        let nested = a.any(&mut |part| matches!(part.kind, Kind::Norm(_) | Kind::SquaredNorm(_)));
        let inside = self.inside(a);
        if nested {
            format!("{0}({inside}){0}", N::NORM)
        } else {
            format!("{0}{inside}{0}", N::NORM)
        }
    }

    fn joined(&self, factors: &[Expression], symbol: &str) -> Written {
        let factors: Vec<String> = factors.iter().map(|f| self.at(f, Level::Product)).collect();
        Written::new(factors.join(symbol), Level::Hadamard)
    }

    fn product(&self, factors: &[Expression]) -> Written {
        let mut text = String::new();
        let mut level = Level::Product;
        for (place, factor) in factors.iter().enumerate() {
            let last = place + 1 == factors.len();
            let is_number = matches!(factor.kind, Kind::Number(_) | Kind::Zero(_));
            let written = match (&factor.kind, place) {
                // 3/7 A is (3/7)A.
                (Kind::Number(_), 0) => self.inside(factor),
                (Kind::IndexSum { .. }, place) if last && place > 0 => {
                    level = Level::Term;
                    self.inside(factor)
                }
                _ => self.at(factor, Level::Factor),
            };
            // A 1 behind a factor is the vector of ones.
            let digits = written.len()
                - written
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .len();
            let written = if place > 0 && digits == 1 && written.starts_with('1') {
                format!("({written})")
            } else {
                written
            };
            let begins_with_number =
                written.starts_with(|c: char| c.is_numeric() && c != '𝟏') || is_number;
            if place > 0 {
                let before = &factors[place - 1].kind;
                // What would run together with its neighbour into something else.
                let called = matches!(before, Kind::Name(name) if ["σ", "Σ", "K"].contains(&name.as_str()))
                    || matches!(before, Kind::Commutation(None));
                let change =
                    matches!(before, Kind::Name(name) if ["d", "δ", "Δ"].contains(&name.as_str()));
                let glued = (begins_with_number && !written.starts_with('('))
                    || (called && written.starts_with(['(', '[']))
                    || change;
                text += if glued {
                    N::TIMES
                } else {
                    self.0.between(&text, &written)
                };
            }
            text += &written;
        }
        Written::new(text, level)
    }

    fn limits(&self, indices: &[Name], over: Option<&Over>) -> String {
        let single = indices.iter().all(|i| i.as_str().chars().count() == 1);
        let names: Vec<String> = indices.iter().map(ToString::to_string).collect();
        let plain = names.join(if single { "" } else { "," });
        let (below, above) = match over {
            None => (plain, String::new()),
            Some(Over::UpTo(size)) => (
                format!("{}=1", names.join(",")),
                format!("^{{{}}}", self.0.size(size)),
            ),
            Some(Over::Set(set, row)) => {
                let set = self.0.name(set);
                let row = row
                    .as_ref()
                    .map_or_else(String::new, |row| format!("_{row}"));
                let indices = names.join(",");
                let indices = if names.len() > 1 {
                    format!("({indices})")
                } else {
                    indices
                };
                (format!("{indices}{}{set}{row}", N::IN), String::new())
            }
        };
        format!("_{{{below}}}{above}")
    }
}

/// X of dX, δX, ΔX; any other name itself.
fn stem(name: &Name) -> &str {
    let stem = name.as_str().strip_prefix(['d', 'δ', 'Δ']);
    let letter = |stem: &&str| stem.starts_with(char::is_alphabetic);
    stem.filter(letter).unwrap_or_else(|| name.as_str())
}
