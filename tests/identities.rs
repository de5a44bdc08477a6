//! The tables in `tests/identities`: what must be proved, what must never be, and what may stay open.

use matproof::algebra::{AlgebraError, MatrixAlgebra};
use matproof::expression::{Declarations, Expression, Kind, Name, Shape, ShapeError, Size, Typing};
use matproof::tensor::{Equality, Letters, Network, Symbol};
use std::collections::BTreeMap;
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

/// Why an entry has no value.
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

    fn verdict(&self) -> Verdict {
        let judged = self.judge();
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

    fn judge(&self) -> Result<Equality, Stop> {
        let declarations = self.declarations()?;
        let left = self.parse(&self.left, &declarations)?;
        let right = self.parse(&self.right, &declarations)?;
        if self.quantity == "value" {
            let typing = match right.kind {
                // 0 has the shape of the other side.
                Kind::Zero(_) => Typing::infer(&[&left], &declarations)?,
                _ => Typing::infer(&[&left, &right], &declarations)?,
            };
            let value = Letters::new(&typing).network(&typing.typed()[0])?;
            let expected =
                matches!(right.kind, Kind::Zero(_)).then(|| typing.typed()[0].shape.clone());
            let typing = typing.extend(&[&right], expected.as_ref())?;
            let other = Letters::new(&typing).network(&typing.typed()[0])?;
            return Ok(value.equality(&other)?);
        }
        let typing = Typing::infer(&[&left], &declarations)?;
        let mut letters = Letters::new(&typing);
        for name in &self.variables {
            if letters.get(name).is_none() {
                // A variable that the formula does not contain.
                let shape = declarations.get(name).and_then(|d| d.shape.clone());
                let shape = shape.ok_or_else(|| Stop::Broken(format!("{name} has no shape")))?;
                let side = |size: &Size| {
                    size.as_name()
                        .map_or(matproof::tensor::Dimension::one(), |n| {
                            matproof::tensor::Dimension::named(n.as_str())
                        })
                };
                letters = letters.with(Symbol::matrix(
                    name,
                    side(&shape.rows),
                    side(&shape.columns),
                ));
            }
        }
        let f = letters.network(&typing.typed()[0])?;
        let letter = |place: usize| letters.get(&self.variables[place]).unwrap();
        let shape = |place: usize| {
            declarations
                .get(&self.variables[place])
                .and_then(|d| d.shape.clone())
        };
        let direction = |name: &String| {
            let symbol = letters.get(name).unwrap();
            let rows = symbol.rows().clone();
            Network::symbol(&Symbol::matrix(
                &format!("d{name}"),
                rows,
                symbol.columns().clone(),
            ))
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
        let entries = |shape: Shape| shape.rows * shape.columns;
        let own = typing.typed()[0].shape.clone();
        let (truth, expected) = match self.quantity.as_str() {
            "grad" => (f.gradient(letter(0))?, shape(0)),
            "hess" => {
                let sides = shape(0)
                    .zip(shape(1))
                    .map(|(r, c)| Shape::new(entries(r), entries(c)));
                (f.hessian_block(letter(0), letter(1))?, sides)
            }
            "jac" => {
                let sides = shape(0).map(|c| Shape::new(entries(own), entries(c)));
                (f.jacobian(letter(0)), sides)
            }
            "diff" => (differential(&f)?, Some(own)),
            "diff2" => (differential(&differential(&f)?)?, Some(own)),
            "hvp" => (differential(&f.gradient(letter(0))?)?, shape(0)),
            other => return Err(Stop::Broken(format!("the quantity {other}"))),
        };
        let whole = typing.extend(&[&right], expected.as_ref())?;
        let claimed = Letters::new(&whole).network(&whole.typed()[0])?;
        Ok(truth.equality(&claimed)?)
    }
}

#[test]
fn every_identity_gets_its_verdict() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for entry in entries() {
        let verdict = entry.verdict();
        *counts
            .entry((entry.expected.word(), verdict.word()))
            .or_default() += 1;
        let fine = match (&entry.expected, &verdict) {
            (Verdict::Proved, Verdict::Proved)
            | (Verdict::Refuted, Verdict::Refuted | Verdict::Undecided(_))
            | (Verdict::IllTyped(_), Verdict::IllTyped(_))
            | (Verdict::Undecided(_), Verdict::Undecided(_) | Verdict::Proved) => true,
            _ => false,
        };
        if !fine {
            wrong.push(format!("{entry}\n    {verdict:?}"));
        }
    }
    for ((expected, actual), count) in &counts {
        eprintln!("{expected:>10} → {actual:<10} {count}");
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
