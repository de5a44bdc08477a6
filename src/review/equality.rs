//! An equation before the oracles.

use super::choices::{Choice, choices};
use super::elaborate::Meaningless;
use super::entry::{Instance, OracleReport};
use crate::check::{
    Claim, Counterexample, Examination, Form, Quantity, Signature, Verdict as Found, examine,
    generic_sizes, largest,
};
use crate::document::Span;
use crate::expression::{
    Expression, ExpressionFormula, Kind, Name, Shape, ShapeError, Size, Typed, Typing,
};
use crate::scalar::Rational;
use nalgebra::DMatrix;

/// Both sides with shapes, for everything that is asked of them.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    pub(super) typing: Typing,
    pub(super) left: Typed,
    pub(super) right: Typed,
}

/// Why two sides are no equation.
pub(super) enum Unfit {
    /// Products or sums whose shapes do not fit, places to point at.
    Shapes(String, Vec<(Span, String)>),
    /// It is not known what it means.
    Unknown(String, Span),
}

impl From<Meaningless> for Unfit {
    fn from(error: Meaningless) -> Self {
        Self::Unknown(error.message, error.place)
    }
}

impl Unfit {
    pub(super) fn of(error: ShapeError) -> Self {
        match &error {
            ShapeError::Product { left, right } => {
                let places =
                    [left, right].map(|o| (o.span.clone(), format!("this is {}", o.shape)));
                Self::Shapes(error.to_string(), places.to_vec())
            }
            ShapeError::Unequal { left, right, .. } => {
                let places =
                    [left, right].map(|o| (o.span.clone(), format!("this is {}", o.shape)));
                Self::Shapes(error.to_string(), places.to_vec())
            }
            ShapeError::Expected { expected, .. } if expected.contains("not read") => {
                Self::Unknown(error.to_string(), error.span())
            }
            ShapeError::Expected { found, .. } => {
                let place = (found.span.clone(), format!("this is {}", found.shape));
                Self::Shapes(error.to_string(), vec![place])
            }
            ShapeError::Index { span, .. } => {
                let place = (span.clone(), "this index".to_owned());
                Self::Shapes(error.to_string(), vec![place])
            }
            _ => Self::Unknown(error.to_string(), error.span()),
        }
    }
}

impl Equation {
    /// Both sides under shapes that are known, and equal ones.
    pub(super) fn new(
        typing: &Typing,
        left: &Expression,
        right: &Expression,
    ) -> Result<Self, Unfit> {
        // Alone first: a side that does not fit in itself is the one to point at.
        for side in [left, right] {
            // What alone leaves open, the other side may settle.
            match typing.extend(&[side], None) {
                Ok(_) | Err(ShapeError::Undecided { .. }) => {}
                Err(error) => return Err(Unfit::of(error)),
            }
        }
        let both = Expression::from(Kind::Frobenius(
            Box::new(left.clone()),
            Box::new(right.clone()),
        ));
        let number = |error: &ShapeError| matches!(error, ShapeError::Number { .. });
        let typing =
            typing
                .extend(&[&both], None)
                .map_err(|error| match Unfit::of(error.clone()) {
                    // Each side fits alone: then it is the other side that makes a matrix a number.
                    Unfit::Unknown(message, place) if number(&error) => Unfit::Shapes(
                        format!("the two sides have different shapes: {message}"),
                        vec![(place, "this cannot be a number".to_owned())],
                    ),
                    Unfit::Shapes(message, places) => {
                        let own = places.len() == 2
                            && places[0].0 == left.span
                            && places[1].0 == right.span;
                        let sizes: Vec<_> = places
                            .iter()
                            .map(|(_, text)| text.trim_start_matches("this is "))
                            .collect();
                        let message = if own && sizes.len() == 2 {
                            format!(
                                "the left side is {}, the right side is {}",
                                sizes[0], sizes[1]
                            )
                        } else {
                            message
                        };
                        Unfit::Shapes(message, places)
                    }
                    other => other,
                })?;
        let Some(Typed {
            kind: Kind::Frobenius(left, right),
            ..
        }) = typing.typed().last()
        else {
            return Err(Unfit::Unknown(
                "the two sides could not be compared".into(),
                0..0,
            ));
        };
        let (left, right) = ((**left).clone(), (**right).clone());
        let typing = with_dimensions(typing, &left, &right);
        Ok(Self {
            typing,
            left,
            right,
        })
    }

    /// The names of both sides, in order of appearance.
    pub(super) fn names(&self) -> Vec<Name> {
        let mut names = self.left.to_expression().names();
        for name in self.right.to_expression().names() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.retain(|name| self.typing.shape(name.as_str()).is_some());
        names
    }

    /// The claim that both sides are equal, for these numbers of the free indices.
    pub(super) fn claim(&self, name: &str, choice: &Choice) -> Result<Claim, String> {
        let names = self.all_names();
        let signature = Signature::of_names(&self.typing, &names);
        self.fits_in_memory(&signature)?;
        let formula = |typed: &Typed| {
            ExpressionFormula::new(typed.clone(), &self.typing, names.iter().cloned())
                .map(|formula| formula.with_indices(choice))
                .map_err(|error| error.to_string())
        };
        let quantity = Quantity::expression(formula(&self.left)?);
        let right = Quantity::expression(formula(&self.right)?);
        let form = if right.name() == "identity" && !has_derivative(&self.right) {
            Form::Written(std::sync::Arc::new(formula(&self.right)?))
        } else {
            Form::Derived(right)
        };
        Claim::with_form(name, signature, quantity, form).map_err(|error| error.to_string())
    }

    /// The claim for the first choice of the free indices.
    pub(super) fn some_claim(&self) -> Option<Claim> {
        let choice = choices(self).into_iter().next()?;
        self.claim("", &choice).ok()
    }

    /// Fails if a part of a side is a matrix too large to compute with.
    pub(super) fn fits_in_memory(&self, signature: &Signature) -> Result<(), String> {
        let sizes = generic_sizes(signature);
        let size = |name: &Name| {
            let dimensions = signature.dimensions().iter().zip(&sizes);
            let mut named = dimensions.filter(|(dimension, _)| dimension.as_str() == name.as_str());
            named.next().map(|(_, size)| *size)
        };
        if largest(signature, &sizes) > MOST_VARIABLES {
            return Err(
                "a letter with sizes of so many dimensions is too large to compute with".to_owned(),
            );
        }
        [&self.left, &self.right]
            .into_iter()
            .try_for_each(|side| within_memory(side, &size))
    }

    /// The names, with those that only bring a dimension that is used as a number.
    pub(super) fn all_names(&self) -> Vec<Name> {
        let mut names = self.names();
        let mut needed: Vec<Name> = Vec::new();
        for typed in [&self.left, &self.right] {
            dimensions(typed, &mut needed);
        }
        for dimension in needed {
            if brings(&self.typing, &names, &dimension) {
                continue;
            }
            let bringer = self
                .typing
                .names()
                .iter()
                .find(|name| brings(&self.typing, std::slice::from_ref(name), &dimension));
            if let Some(name) = bringer {
                names.push(name.clone());
            }
        }
        names
    }
}

/// A matrix with more entries than this, at the small sizes that are tried, is not computed.
const MOST_ENTRIES: usize = 200_000;
/// Nor is a derivative by a letter with more than this.
const MOST_VARIABLES: usize = 1000;

/// Fails if a part of an expression is a matrix too large to compute with, such as I_{abcdefgh}.
fn within_memory(typed: &Typed, size: &impl Fn(&Name) -> Option<usize>) -> Result<(), String> {
    let lengths = [&typed.shape.rows, &typed.shape.columns];
    // A size without a number is found out about where it is used.
    let known = lengths
        .iter()
        .all(|length| length.names().iter().all(|name| size(name).is_some()));
    let [rows, columns] = lengths.map(|length| length.value(size));
    let entries = rows.and_then(|rows| rows.checked_mul(columns?));
    if known && entries.is_none_or(|entries| entries > MOST_ENTRIES) {
        return Err(format!(
            "a {} matrix has more than {MOST_ENTRIES} entries even where its dimensions are small",
            typed.shape
        ));
    }
    let mut operands = typed.kind.operands().into_iter();
    operands.try_for_each(|operand| within_memory(operand, size))
}

/// Whether a shape among those of these names has the dimension.
fn brings(typing: &Typing, names: &[Name], dimension: &Name) -> bool {
    names.iter().any(|name| {
        typing.shape(name.as_str()).is_some_and(|shape| {
            [&shape.rows, &shape.columns]
                .iter()
                .any(|size| size.as_name() == Some(dimension))
        })
    })
}

/// Begins the name of a column that occurs nowhere and only brings a dimension; read as a capital, thus of any shape.
const BRINGER: &str = "I ";

/// Every dimension that the sides use is one of some letter: K(m, n) = K(n, m)ᵀ has no letter that says what m is.
fn with_dimensions(mut typing: Typing, left: &Typed, right: &Typed) -> Typing {
    let mut needed = Vec::new();
    dimensions(left, &mut needed);
    dimensions(right, &mut needed);
    for dimension in needed {
        let names = typing.names().to_vec();
        if brings(&typing, &names, &dimension) {
            continue;
        }
        let bringer = Expression::name(format!("{BRINGER}{dimension}"));
        let ones = Kind::Ones(Some((Size::name(dimension), Size::from(1))));
        let pinned = Kind::Frobenius(Box::new(bringer), Box::new(ones.into())).into();
        if let Ok(extended) = typing.extend(&[&pinned], None) {
            typing = extended;
        }
    }
    typing
}

fn dimensions(typed: &Typed, all: &mut Vec<Name>) {
    for size in [&typed.shape.rows, &typed.shape.columns] {
        for name in size.names() {
            if !all.contains(name) {
                all.push(name.clone());
            }
        }
    }
    for operand in typed.kind.operands() {
        dimensions(operand, all);
    }
}

fn has_derivative(typed: &Typed) -> bool {
    matches!(typed.kind, Kind::Derivative { .. } | Kind::Expansion { .. })
        || typed.kind.operands().into_iter().any(has_derivative)
}

/// What the oracles say.
pub(super) struct Opinion {
    pub(super) verdict: Found,
    pub(super) oracles: Vec<OracleReport>,
    pub(super) counterexample: Option<Instance>,
}

/// Asks the oracles whether both sides are equal.
pub(super) fn ask(equation: &Equation, name: &str, seed: u64) -> Result<Opinion, String> {
    let mut examination: Option<Examination> = None;
    let mut counterexample = None;
    for choice in choices(equation) {
        let next = examine(&equation.claim(name, &choice)?, seed);
        let found = next.counterexample.as_ref();
        counterexample = found.map(|found| instance(found, equation, &choice));
        let all = match examination {
            None => next,
            Some(before) => before.and(next),
        };
        let settled = counterexample.is_some() || matches!(all.verdict, Found::IllTyped { .. });
        examination = Some(all);
        if settled {
            break;
        }
    }
    let Some(examination) = examination else {
        return Err("there is nothing to look at".into());
    };
    let oracles = examination
        .findings
        .iter()
        .map(|finding| OracleReport {
            name: finding.oracle.to_string(),
            outcome: finding.outcome.to_string(),
            detail: match &finding.place {
                Some(place) => format!("{}; {place}", finding.detail),
                None => finding.detail.clone(),
            },
            seconds: finding.seconds,
        })
        .collect();
    Ok(Opinion {
        oracles,
        counterexample,
        verdict: examination.verdict,
    })
}

fn instance(found: &Counterexample, equation: &Equation, choice: &Choice) -> Instance {
    let size = |name: &Name| {
        let named = |(dimension, _): &&(String, usize)| dimension.as_str() == name.as_str();
        found.dimensions.iter().find(named).map(|(_, size)| *size)
    };
    let indices = choice.iter().filter_map(|(index, number)| {
        let over = equation.typing.indices().get(index)?.value(&size)?;
        Some((index.to_string(), (number + 1) % over.max(1) + 1))
    });
    Instance {
        dimensions: found.dimensions.iter().cloned().chain(indices).collect(),
        values: found
            .values
            .iter()
            .filter(|(name, _)| !name.starts_with(BRINGER))
            .map(|(name, value)| (name.clone(), rows(value)))
            .collect(),
        left: rows(&found.truth),
        right: rows(&found.claimed),
        difference: rows(&(&found.truth - &found.claimed)),
    }
}

fn rows(matrix: &DMatrix<Rational>) -> Vec<Vec<String>> {
    matrix
        .row_iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// The shape of an expression under what is known.
pub(super) fn shape_of(typing: &Typing, e: &Expression) -> Result<Shape, Unfit> {
    let typing = typing.extend(&[e], None).map_err(Unfit::of)?;
    Ok(typing
        .typed()
        .last()
        .map_or_else(Shape::scalar, |typed| typed.shape.clone()))
}
