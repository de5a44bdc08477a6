//! The tables in `tests/identities`: what must be proved, what must be refuted, and what may stay open.

#![expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read must fail the test, wherever that is noticed"
)]

use matproof::algebra::{AlgebraError, MatrixAlgebra};
use matproof::check::{self, Claim, Examination, Quantity, Signature, battery, compare, examine};
use matproof::expression::{
    Declarations, Expression, ExpressionFormula, Kind, Name, Shape, ShapeError, Size, Typed, Typing,
};
use matproof::oracle::{autodiff::Autodiff, bounded_value};
use matproof::tensor::{Dimension, Equality, Letters, Network, Symbol};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// One line of a table.
struct Entry {
    place: String,
    given: String,
    lets: Vec<(String, String)>,
    quantity: String,
    variables: Vec<String>,
    left: String,
    right: String,
    expected: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Proved,
    Refuted,
    /// The symbolic engine leaves it open, the oracles that compute with numbers refute it.
    RefutedByNumbers,
    IllTyped(String),
    Undecided(String),
    /// A table that cannot be read.
    Broken(String),
}

impl Verdict {
    fn word(&self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted => "refuted",
            Self::RefutedByNumbers => "refuted by numbers",
            Self::IllTyped(_) => "ill-typed",
            Self::Undecided(_) => "undecided",
            Self::Broken(_) => "broken",
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            given,
            quantity,
            left,
            right,
            ..
        } = self;
        let variables = self.variables.join(" ");
        write!(
            f,
            "{place}: given {given}: {quantity} {variables} {left} = {right} ({})",
            self.expected.word()
        )
    }
}

/// Splits off the last word of a line.
fn fields(line: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut rest = line.trim();
    while let Some(at) = rest.find("  ") {
        fields.push(rest[..at].to_owned());
        rest = rest[at..].trim_start();
    }
    fields.push(rest.to_owned());
    fields
}

fn entries() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/identities");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let (mut given, mut lets) = (String::new(), Vec::new());
        for (number, line) in text.lines().enumerate() {
            let line = line.split(" #").next().unwrap().trim();
            if line.starts_with('#') {
                continue;
            }
            if line.is_empty() {
                (given, lets) = (String::new(), Vec::new());
            } else if let Some(text) = line.strip_prefix("given ") {
                (given, lets) = (text.to_owned(), Vec::new());
            } else if let Some(text) = line.strip_prefix("let ") {
                let (name, value) = text.split_once('=').unwrap();
                lets.push((name.trim().to_owned(), value.trim().to_owned()));
            } else {
                entries.push(entry(format!("{name}:{}", number + 1), line, &given, &lets));
            }
        }
    }
    entries
}

fn entry(place: String, line: &str, given: &str, lets: &[(String, String)]) -> Entry {
    let fields = fields(line);
    let verdict = fields.last().unwrap();
    let expected = match verdict.as_str() {
        "proved" => Verdict::Proved,
        "refuted" => Verdict::Refuted,
        "ill-typed" => Verdict::IllTyped(String::new()),
        "undecided" => Verdict::Undecided(String::new()),
        other => panic!("{place}: the verdict {other}"),
    };
    let mut words = fields[0].split([' ', ',']).filter(|word| !word.is_empty());
    let quantity = words.next().unwrap().to_owned();
    let equation = fields[1..fields.len() - 1].join("  ");
    let (left, right) = equation
        .split_once(" = ")
        .unwrap_or_else(|| panic!("{place}: no ` = `"));
    Entry {
        place,
        given: given.to_owned(),
        lets: lets.to_vec(),
        quantity,
        variables: words.map(str::to_owned).collect(),
        left: left.trim().to_owned(),
        right: right.trim().to_owned(),
        expected,
    }
}

/// The two sides of an entry with all their shapes; the claimed side is the expression of `whole`.
struct Question {
    left: Typed,
    whole: Typing,
}

/// Why an entry has no value.
#[derive(Clone)]
enum Stop {
    Shape(ShapeError),
    Algebra(AlgebraError),
    Broken(String),
}

impl From<ShapeError> for Stop {
    fn from(error: ShapeError) -> Self {
        Self::Shape(error)
    }
}

impl From<AlgebraError> for Stop {
    fn from(error: AlgebraError) -> Self {
        Self::Algebra(error)
    }
}

impl Entry {
    fn declarations(&self) -> Result<Declarations, Stop> {
        let mut declarations = Declarations::parse(&self.given)
            .map_err(|e| Stop::Broken(format!("{e}: {}", self.given)))?;
        let moving: Vec<(Name, Shape)> = declarations
            .names()
            .filter_map(|(name, declared)| {
                let shape = declared.shape.clone()?;
                Some((Name::from(format!("d{}", name.as_str())), shape))
            })
            .collect();
        if ["diff", "diff2", "hvp"].contains(&self.quantity.as_str()) {
            for (name, shape) in moving {
                declarations.set_shape(name, shape);
            }
        }
        // A range alone has no argument to read its size off: one that nothing uses.
        let ranges: Vec<Name> = declarations.dimensions().into_iter().collect();
        for size in ranges {
            let shape = Shape::new(Size::name(size.clone()), Size::from(1));
            declarations.set_shape(format!("range_{size}"), shape);
        }
        Ok(declarations)
    }

    fn parse(&self, text: &str, declarations: &Declarations) -> Result<Expression, Stop> {
        let read = |text: &str| {
            Expression::parse_with(text, declarations)
                .map_err(|e| Stop::Broken(format!("{e}: {text}")))
        };
        let mut expression = read(text)?;
        for (name, value) in self.lets.iter().rev() {
            let value = read(value)?;
            expression = expression.substitute(&|n| (n.as_str() == name).then(|| value.clone()));
        }
        Ok(expression)
    }

    /// What the symbolic engine says.
    fn verdict(&self, question: &Result<Question, Stop>) -> Verdict {
        let judged = match question {
            Ok(question) => self.judge(question),
            Err(stop) => Err(stop.clone()),
        };
        match judged {
            Ok(Equality::Proved) => Verdict::Proved,
            Ok(Equality::Refuted) => Verdict::Refuted,
            Ok(Equality::Undecided { reason }) => Verdict::Undecided(reason),
            Err(Stop::Shape(error)) => Verdict::IllTyped(error.to_string()),
            Err(Stop::Algebra(error)) if error.is_ill_typed() => {
                Verdict::IllTyped(error.to_string())
            }
            Err(Stop::Algebra(error)) => Verdict::Undecided(error.to_string()),
            Err(Stop::Broken(error)) => Verdict::Broken(error),
        }
    }

    fn question(&self) -> Result<Question, Stop> {
        let declarations = self.declarations()?;
        let left = self.parse(&self.left, &declarations)?;
        let right = self.parse(&self.right, &declarations)?;
        // 0 has the shape of the other side, a derivative that of its variable: what LEFT alone says decides.
        let alone = self.quantity != "value" || matches!(right.kind, Kind::Zero(_));
        let typing = if alone {
            Typing::infer(&[&left], &declarations)?
        } else {
            Typing::infer(&[&left, &right], &declarations)?
        };
        let own = typing.typed()[0].shape.clone();
        let variable = |place: usize| {
            let name = &self.variables[place];
            let shape = typing.shape(name).cloned();
            shape.ok_or_else(|| Stop::Broken(format!("{name} has no shape")))
        };
        let entries = |shape: Shape| shape.rows * shape.columns;
        let expected = match self.quantity.as_str() {
            "value" | "diff" | "diff2" => own,
            "grad" | "hvp" => variable(0)?,
            "hess" => Shape::new(entries(variable(0)?), entries(variable(1)?)),
            "jac" => Shape::new(entries(own), entries(variable(0)?)),
            other => return Err(Stop::Broken(format!("the quantity {other}"))),
        };
        Ok(Question {
            left: typing.typed()[0].clone(),
            whole: typing.extend(&[&right], Some(&expected))?,
        })
    }

    fn judge(&self, question: &Question) -> Result<Equality, Stop> {
        let Question { left, whole } = question;
        let mut letters = Letters::new(whole);
        for name in &self.variables {
            if letters.get(name).is_none() {
                // A variable that the formulas do not contain.
                let shape = whole.shape(name).unwrap();
                let side = |size: &Size| match (size.as_name(), size.as_number()) {
                    (Some(name), _) => Dimension::named(name.as_str()),
                    (None, number) => Dimension::number(number.unwrap()),
                };
                let (rows, columns) = (side(&shape.rows), side(&shape.columns));
                letters = letters.with(Symbol::matrix(name, rows, columns));
            }
        }
        let f = letters.network(left)?;
        let letter = |place: usize| letters.get(&self.variables[place]).unwrap();
        let direction = |name: &String| {
            let symbol = letters.get(name).unwrap();
            let (rows, columns) = (symbol.rows().clone(), symbol.columns().clone());
            Network::symbol(&Symbol::matrix(&format!("d{name}"), rows, columns))
        };
        let differential = |f: &Network| -> Result<Network, AlgebraError> {
            let mut sum: Option<Network> = None;
            for name in &self.variables {
                let part = f.differential(letters.get(name).unwrap(), &direction(name))?;
                sum = Some(match sum {
                    Some(sum) => sum.add(&part)?,
                    None => part,
                });
            }
            Ok(sum.unwrap())
        };
        let truth = match self.quantity.as_str() {
            "grad" => f.gradient(letter(0))?,
            "hess" => f.hessian_block(letter(0), letter(1))?,
            "jac" => f.jacobian(letter(0)),
            "diff" => differential(&f)?,
            "diff2" => differential(&differential(&f)?)?,
            "hvp" => differential(&f.gradient(letter(0))?)?,
            _ => f,
        };
        let claimed = letters.network(&whole.typed()[0])?;
        Ok(truth.equality(&claimed)?)
    }

    /// The same before the oracles that compute with numbers.
    fn claim(&self, question: &Question) -> Result<(Claim, ExpressionFormula), String> {
        let Question { left, whole } = question;
        // Everything declared is an argument, whether a formula contains it or not.
        let mut names = whole.names().to_vec();
        let declared = whole.declarations().names();
        names.extend(declared.map(|(name, _)| name.clone()));
        let mut seen = BTreeSet::new();
        names.retain(|name| whole.shape(name.as_str()).is_some() && seen.insert(name.clone()));
        let signature = Signature::of_names(whole, &names);
        let formula = |typed: &Typed| {
            ExpressionFormula::new(typed.clone(), whole, names.clone()).map_err(|e| e.to_string())
        };
        let f = formula(left)?;
        let moves: Vec<(String, String)> = self
            .variables
            .iter()
            .map(|name| (name.clone(), format!("d{name}")))
            .collect();
        let moves: Vec<_> = moves
            .iter()
            .map(|(v, d)| (v.as_str(), d.as_str()))
            .collect();
        let variable = |place: usize| self.variables[place].as_str();
        let quantity = match self.quantity.as_str() {
            "value" => Quantity::value(f),
            "grad" => Quantity::gradient(f, variable(0)),
            "hess" => Quantity::hessian_block(f, variable(0), variable(1)),
            "jac" => Quantity::jacobian(f, variable(0)),
            "diff" => Quantity::differential(f, &moves),
            "diff2" => Quantity::second_differential(f, &moves),
            "hvp" => Quantity::hessian_vector(f, variable(0), &moves),
            other => return Err(format!("the quantity {other}")),
        };
        let claimed = formula(&whole.typed()[0])?;
        let claim = Claim::new(self.to_string(), signature, quantity, claimed.clone());
        Ok((claim.map_err(|e| e.to_string())?, claimed))
    }
}

/// What all oracles say of an entry.
fn examined(entry: &Entry, question: &Question) -> Result<Examination, String> {
    let (claim, _) = entry.claim(question)?;
    Ok(examine(&claim, 1))
}

/// Whether derivatives by dual numbers at one generic point contradict what is true, or why there is no answer.
fn contradicted(entry: &Entry, question: &Question) -> Result<bool, String> {
    let (claim, formula) = entry.claim(question)?;
    let point = &battery(&claim, 1)[0].point;
    let truth = claim.quantity.truth(&Autodiff, &claim.signature, point);
    let truth = truth.map_err(|e| e.to_string())?;
    let claimed = bounded_value(&formula, point).map_err(|e| e.to_string())?;
    Ok(claimed.shape() != truth.shape()
        || compare(&claimed, &truth).outcome == check::Outcome::Disagrees)
}

/// Every so many true entries one is put before all the oracles; the others before dual numbers at one point.
const SAMPLE: usize = 10;

/// The symbolic engine decides; what it must leave open and is false, the oracles that compute with numbers refute;
/// what is true, they do not.
#[test]
fn every_identity_gets_its_verdict() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut wrong, mut proved) = (Vec::new(), 0);
    for entry in entries() {
        let question = entry.question();
        let mut verdict = entry.verdict(&question);
        let mut complain = |why: String| wrong.push(format!("{entry}\n    {why}"));
        match (&question, &entry.expected, &verdict) {
            (Ok(question), Verdict::Refuted, Verdict::Undecided(_)) => {
                match examined(&entry, question) {
                    Ok(e) if matches!(e.verdict, check::Verdict::Refuted { .. }) => {
                        verdict = Verdict::RefutedByNumbers;
                    }
                    Ok(examination) => complain(examination.to_string()),
                    Err(reason) => complain(reason),
                }
            }
            (Ok(question), Verdict::Proved | Verdict::Undecided(_), _) => {
                match contradicted(&entry, question) {
                    Ok(true) => complain("true, and numbers refute it".into()),
                    Ok(false) => {}
                    Err(reason) => complain(format!("numbers cannot be asked: {reason}")),
                }
                proved += 1;
                if proved % SAMPLE == 0
                    && let Ok(e) = examined(&entry, question)
                    && !(e.verdict.is_supported()
                        || matches!(e.verdict, check::Verdict::Unsupported { .. }))
                {
                    complain(e.to_string());
                }
            }
            _ => {}
        }
        *counts
            .entry((entry.expected.word(), verdict.word()))
            .or_default() += 1;
        let fine = matches!(
            (&entry.expected, &verdict),
            (Verdict::Proved, Verdict::Proved)
                | (
                    Verdict::Refuted,
                    Verdict::Refuted | Verdict::RefutedByNumbers
                )
                | (Verdict::IllTyped(_), Verdict::IllTyped(_))
                | (
                    Verdict::Undecided(_),
                    Verdict::Undecided(_) | Verdict::Proved
                )
        );
        if !fine {
            complain(format!("{verdict:?}"));
        }
    }
    for ((expected, actual), count) in &counts {
        eprintln!("{expected:>10} → {actual:<20} {count}");
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
