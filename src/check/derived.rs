//! Expressions that contain derivatives, in numbers: an oracle differentiates each inner function, the rest is
//! arithmetic with what it found.

use super::counterexample::degree_of;
use crate::algebra::{AlgebraError, Dense};
use crate::expression::{By, ExpressionFormula, Index, Kind, Name, Over, Shape, Size, Typed};
use crate::oracle::exact::{Exact, ExactNumber};
use crate::oracle::{Differentiator, Direction, Estimate, Estimates, OracleError};
use crate::scalar::{Number, Ratio};
use nalgebra::DMatrix;

/// So many terms a sum with derivatives in it may be written out to.
const MOST_TERMS: usize = 2000;

/// A formula in which derivatives of other formulas stand.
#[derive(Clone)]
pub(super) struct Derived {
    formula: ExpressionFormula,
    /// The same with zeros of their shapes for the derivatives: it has a value where the functions have one.
    skeleton: ExpressionFormula,
}

/// The formula at a point of known sizes: derivatives by name, and what each name stands for.
struct Opened {
    outer: ExpressionFormula,
    parts: Vec<Part>,
}

struct Part {
    of: ExpressionFormula,
    operator: Operator,
    shape: (usize, usize),
}

#[derive(Clone, PartialEq)]
enum Operator {
    Derivative(Vec<By<Typed>>),
    Expansion(Vec<Name>, u8),
}

impl Derived {
    pub(super) fn new(formula: ExpressionFormula) -> Self {
        let skeleton = formula.with(without_derivatives(formula.typed()));
        Self { formula, skeleton }
    }

    /// The formula, derivatives and all.
    pub(super) fn formula(&self) -> &ExpressionFormula {
        &self.formula
    }

    /// A function that has a value where all its functions have.
    pub(super) fn skeleton(&self) -> &ExpressionFormula {
        &self.skeleton
    }

    /// The value, every derivative taken by the oracle.
    pub(super) fn estimates<N: Number>(
        &self,
        oracle: &dyn Differentiator<N>,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        let opened = self.open(point)?;
        let mut all: Vec<Estimates<N>> = point
            .iter()
            .map(|x| x.as_matrix().map(Estimate::exact))
            .collect();
        for part in &opened.parts {
            all.push(part.estimates(oracle, point)?);
        }
        oracle.value_at(&opened.outer, &all)
    }

    /// The exact oracle that suits every function in it.
    pub(super) fn exact<N: ExactNumber>(&self, point: &[Dense<N>]) -> Result<Exact, OracleError> {
        let mut degree = 0;
        for part in self.open(point)?.parts {
            degree = degree.max(degree_of(&part.of, point)?.degree());
        }
        Ok(Exact::of_degree(degree))
    }

    fn open<N: Number>(&self, point: &[Dense<N>]) -> Result<Opened, OracleError> {
        let shape = |place: usize| point.get(place).map(Dense::shape);
        let value = |size: &Size| size.value(&|name| self.formula.dimension(name, shape));
        let mut terms = 0;
        let written_out = written_out(self.formula.typed(), &value, &mut terms)?;
        let mut parts = Vec::new();
        let outer = hoisted(&written_out, &self.formula, &value, &mut parts)?;
        let names = (0..parts.len()).map(part_name);
        Ok(Opened {
            outer: self.formula.with(outer).and_arguments(names),
            parts,
        })
    }
}

fn part_name(place: usize) -> Name {
    format!("∂{place}").into()
}

fn unsupported(what: impl Into<String>) -> OracleError {
    AlgebraError::Unsupported(what.into()).into()
}

/// Whether derivatives stand in it.
pub(super) fn has_derivatives(typed: &Typed) -> bool {
    matches!(typed.kind, Kind::Derivative { .. } | Kind::Expansion { .. })
        || typed.kind.operands().into_iter().any(has_derivatives)
}

fn mapped(
    typed: &Typed,
    f: impl FnMut(&Typed) -> Result<Typed, OracleError>,
) -> Result<Typed, OracleError> {
    Ok(Typed {
        kind: typed.kind.try_map(f)?,
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    })
}

fn without_derivatives(typed: &Typed) -> Typed {
    let of = match &typed.kind {
        Kind::Derivative { of, .. } | Kind::Expansion { of, .. } => of,
        _ => {
            let Ok(kind) = typed
                .kind
                .try_map(|a| Ok::<_, std::convert::Infallible>(without_derivatives(a)));
            return Typed {
                kind,
                shape: typed.shape.clone(),
                span: typed.span.clone(),
            };
        }
    };
    let of = without_derivatives(of);
    let number = Typed {
        span: of.span.clone(),
        kind: Kind::SquaredNorm(Box::new(of)),
        shape: Shape::scalar(),
    };
    let zero = Typed {
        kind: Kind::Zero(Some((
            typed.shape.rows.clone(),
            typed.shape.columns.clone(),
        ))),
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    };
    Typed {
        kind: Kind::Product(vec![number, zero]),
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    }
}

/// Sums with derivatives in them, term by term.
fn written_out(
    typed: &Typed,
    value: &impl Fn(&Size) -> Option<usize>,
    terms: &mut usize,
) -> Result<Typed, OracleError> {
    if !has_derivatives(typed) {
        return Ok(typed.clone());
    }
    let Kind::IndexSum {
        indices,
        over: Some(Over::UpTo(size)),
        body,
    } = &typed.kind
    else {
        return mapped(typed, |a| written_out(a, value, terms));
    };
    let [index] = indices.as_slice() else {
        return Err(unsupported("a sum whose shapes were not inferred"));
    };
    let count = value(size).ok_or_else(|| unsupported("a sum of unknown length"))?;
    let mut all = Vec::new();
    for number in 1..=count {
        *terms += 1;
        if *terms > MOST_TERMS {
            return Err(unsupported("too many derivatives in a sum"));
        }
        all.push(written_out(&at_index(body, index, number), value, terms)?);
    }
    Ok(Typed {
        kind: Kind::Sum(all),
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    })
}

/// The expression with a number for an index.
fn at_index(typed: &Typed, index: &Name, number: usize) -> Typed {
    if let Kind::IndexSum { indices, .. } = &typed.kind
        && indices.contains(index)
    {
        return typed.clone();
    }
    let Ok(mut kind) = typed
        .kind
        .try_map(|a| Ok::<_, std::convert::Infallible>(at_index(a, index, number)));
    let put = |i: &mut Index| {
        if matches!(i, Index::Name(name) if name == index) {
            *i = Index::Number(number);
        }
    };
    match &mut kind {
        Kind::UnitVector { index, .. } => put(index),
        Kind::UnitMatrix { row, column, .. } => {
            put(row);
            put(column);
        }
        Kind::Delta(i, j) | Kind::Entry(_, i, j) => {
            put(i);
            put(j);
        }
        Kind::Element(_, i) | Kind::Row(_, i) | Kind::Column(_, i) => put(i),
        _ => {}
    }
    Typed {
        kind,
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    }
}

/// Names in the place of derivatives.
fn hoisted(
    typed: &Typed,
    formula: &ExpressionFormula,
    value: &impl Fn(&Size) -> Option<usize>,
    parts: &mut Vec<Part>,
) -> Result<Typed, OracleError> {
    let (of, operator) = match &typed.kind {
        Kind::Derivative { of, by } => (of, Operator::Derivative(by.clone())),
        Kind::Expansion { of, about, order } => (of, Operator::Expansion(about.clone(), *order)),
        _ => return mapped(typed, |a| hoisted(a, formula, value, parts)),
    };
    if has_derivatives(of) {
        return Err(unsupported("a derivative of a formula with derivatives"));
    }
    let known = parts
        .iter()
        .position(|part| part.operator == operator && part.of.typed() == &**of);
    let place = match known {
        Some(place) => place,
        None => {
            let side = |size: &Size| value(size).ok_or_else(|| unsupported("an unknown size"));
            let shape = (side(&typed.shape.rows)?, side(&typed.shape.columns)?);
            parts.push(Part {
                of: formula.with((**of).clone()),
                operator,
                shape,
            });
            parts.len() - 1
        }
    };
    Ok(Typed {
        kind: Kind::Name(part_name(place)),
        shape: typed.shape.clone(),
        span: typed.span.clone(),
    })
}

impl Part {
    fn estimates<N: Number>(
        &self,
        oracle: &dyn Differentiator<N>,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        match &self.operator {
            Operator::Derivative(by) => self.derivative(by, oracle, point),
            Operator::Expansion(about, order) => self.expansion(about, *order, oracle, point),
        }
    }

    fn place(&self, name: &Name) -> Result<usize, OracleError> {
        self.of
            .position(name)
            .ok_or_else(|| unsupported(format!("a derivative by {name}, which is no argument")))
    }

    fn derivative<N: Number>(
        &self,
        by: &[By<Typed>],
        oracle: &dyn Differentiator<N>,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        let mut along = Vec::new();
        let mut whole = Vec::new();
        for by in by {
            match by {
                By::Along(moves) => along.push(self.direction(moves, oracle, point)?),
                By::Whole(name) | By::Stacked(name) | By::Row(name) => {
                    whole.push((self.place(name)?, by));
                }
            }
        }
        let of = &self.of;
        let unit = |argument: usize, entry: usize| Direction::unit(point, argument, entry);
        let entries = |argument: usize| point[argument].as_matrix().len();
        let columns = |argument: usize, along: Option<&Direction<N>>| {
            let column = |entry| match along {
                None => oracle.first(of, point, &unit(argument, entry)),
                Some(v) => oracle.second(of, point, &unit(argument, entry), v),
            };
            (0..entries(argument))
                .map(column)
                .collect::<Result<Vec<_>, _>>()
        };
        let values: Vec<Estimate<N>> = match (whole.as_slice(), along.as_slice()) {
            ([], [u]) => return oracle.first(of, point, u),
            ([], [u, v]) => return oracle.second(of, point, u, v),
            ([(a, _)], along) if along.len() <= 1 => columns(*a, along.first())?
                .iter()
                .flat_map(|column| column.iter().cloned())
                .collect(),
            ([(a, _), (b, _)], []) if of.typed().shape.is_scalar() => {
                let units = |argument| Direction::units(point, argument);
                let block = oracle.second_block(of, point, &units(*a), &units(*b))?;
                block
                    .iter()
                    .flat_map(|second| second.iter().cloned())
                    .collect()
            }
            _ => return Err(unsupported("a derivative of this order")),
        };
        let (rows, columns) = self.shape;
        if values.len() != rows * columns {
            return Err(unsupported("a derivative of another shape"));
        }
        // The entries come in the order of vec of the variable; ∂f/∂xᵀ lies down.
        let transposed =
            matches!(whole.as_slice(), [(_, By::Row(_))]) && of.typed().shape.is_scalar();
        Ok(if transposed {
            DMatrix::from_vec(columns, rows, values).transpose()
        } else {
            DMatrix::from_vec(rows, columns, values)
        })
    }

    fn direction<N: Number>(
        &self,
        moves: &[(Name, Typed)],
        oracle: &dyn Differentiator<N>,
        point: &[Dense<N>],
    ) -> Result<Direction<N>, OracleError> {
        let mut direction = Direction::zero(point.len());
        for (name, by) in moves {
            let step = oracle.value(&self.of.with(by.clone()), point)?;
            direction = direction.with(self.place(name)?, step.map(|e| e.value).into());
        }
        Ok(direction)
    }

    fn expansion<N: Number>(
        &self,
        about: &[Name],
        order: u8,
        oracle: &dyn Differentiator<N>,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        let mut base = point.to_vec();
        let mut direction = Direction::zero(point.len());
        for name in about {
            let place = self.place(name)?;
            base[place] = point[place].map(|_| N::zero());
            direction = direction.with(place, point[place].clone());
        }
        let half = N::from_ratio(Ratio::new(1, 2)).map_err(AlgebraError::from)?;
        let mut sum = oracle.value(&self.of, &base)?;
        for k in 1..=order {
            let (part, weight) = match k {
                1 => (oracle.first(&self.of, &base, &direction)?, N::one()),
                2 => (
                    oracle.second(&self.of, &base, &direction, &direction)?,
                    half.clone(),
                ),
                _ => return Err(unsupported("an expansion of this order")),
            };
            sum = sum.zip_map(&part, |a, b| {
                let value = a.value + weight.clone() * b.value;
                let rounding = N::UNIT_ROUNDOFF * value.pivot_size();
                Estimate {
                    value,
                    error: a.error + b.error + rounding,
                }
            });
        }
        Ok(sum)
    }
}
