//! A parsed expression as a formula that oracles and claims take.

use super::{Environment, Kind, Name, Over, Size, Typed, Typing, evaluate};
use crate::algebra::{AlgebraError, Formula, Matrix, MatrixAlgebra};
use std::collections::{BTreeMap, BTreeSet};

/// An expression as a function of some of its names, in order.
///
/// Named dimensions are read off the shapes of the arguments. A free index stands for every number; evaluated in
/// numbers it is one of them ([`MatrixAlgebra::free_index`]).
///
/// ```
/// use matproof::algebra::{Dense, Function};
/// use matproof::expression::{Declarations, Expression, ExpressionFormula, Typing};
/// let f = Expression::parse("½‖X − WH‖²")?;
/// let typing = Typing::infer(&[&f], &Declarations::default())?;
/// let f = ExpressionFormula::new(typing.typed()[0].clone(), &typing, ["X", "W", "H"])?;
/// let [x, w, h] = [3.0, 1.0, 1.0].map(Dense::scalar);
/// assert_eq!(f.evaluate(&[x, w, h])?, Dense::scalar(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ExpressionFormula {
    typed: Typed,
    arguments: Vec<Name>,
    /// For each dimension an argument and whether it is its number of rows.
    dimensions: BTreeMap<Name, (usize, bool)>,
    /// The free indices: which number each is, see [`MatrixAlgebra::free_index`], and what it runs over.
    indices: BTreeMap<Name, (usize, Size)>,
}

impl ExpressionFormula {
    /// The expression as a function of these names.
    ///
    /// # Errors
    /// [`AlgebraError::Unsupported`] if a name of the expression is no argument, or a dimension cannot be
    /// read off an argument.
    pub fn new<N: Into<Name>>(
        typed: Typed,
        typing: &Typing,
        arguments: impl IntoIterator<Item = N>,
    ) -> Result<Self, AlgebraError> {
        let arguments: Vec<Name> = arguments.into_iter().map(Into::into).collect();
        if let Some(name) = typed
            .to_expression()
            .names()
            .iter()
            .find(|name| !arguments.contains(name))
            && typing.shape(name.as_str()).is_some()
        {
            return Err(AlgebraError::Unsupported(format!(
                "{name} is not an argument"
            )));
        }
        let mut dimensions = BTreeMap::new();
        for (place, argument) in arguments.iter().enumerate() {
            if let Some(shape) = typing.shape(argument.as_str()) {
                for (size, is_rows) in [(&shape.rows, true), (&shape.columns, false)] {
                    if let Some(name) = size.as_name() {
                        dimensions.entry(name.clone()).or_insert((place, is_rows));
                    }
                }
            }
        }
        let indices = typing.indices().iter().enumerate();
        let indices = indices
            .map(|(place, (name, size))| (name.clone(), (place, size.clone())))
            .collect();
        let mut needed = BTreeSet::new();
        sizes(&typed, &mut |size| {
            needed.extend(size.names().into_iter().cloned())
        });
        if let Some(name) = needed.iter().find(|name| !dimensions.contains_key(*name)) {
            return Err(AlgebraError::Unsupported(format!(
                "the dimension {name} cannot be read off an argument"
            )));
        }
        Ok(Self {
            typed,
            arguments,
            dimensions,
            indices,
        })
    }

    /// The expression.
    #[must_use]
    pub fn typed(&self) -> &Typed {
        &self.typed
    }
}

impl Formula for ExpressionFormula {
    fn evaluate<A: MatrixAlgebra>(&self, arguments: &[Matrix<A>]) -> Matrix<A> {
        if arguments.len() < self.arguments.len() {
            return Matrix::missing_arguments(self.arguments.len(), arguments.len());
        }
        let value = || {
            let values = arguments.iter().map(|a| a.clone().into_result());
            let values = values.collect::<Result<Vec<A>, _>>()?;
            evaluate(
                &self.typed,
                &Arguments {
                    formula: self,
                    values,
                },
            )
        };
        Matrix::from_result(value())
    }
}

struct Arguments<'a, A> {
    formula: &'a ExpressionFormula,
    values: Vec<A>,
}

impl<A: MatrixAlgebra> Environment<A> for Arguments<'_, A> {
    fn variable(&self, name: &Name) -> Option<A> {
        let place = self
            .formula
            .arguments
            .iter()
            .position(|argument| argument == name)?;
        self.values.get(place).cloned()
    }

    fn dimension(&self, name: &Name) -> Option<A::Dimension> {
        let (place, is_rows) = self.formula.dimensions.get(name)?;
        let value = self.values.get(*place)?;
        Some(if *is_rows {
            value.rows()
        } else {
            value.columns()
        })
    }

    fn index(&self, name: &Name) -> Option<(usize, Size)> {
        self.formula.indices.get(name).cloned()
    }
}

impl ExpressionFormula {
    /// Another expression in the same names.
    #[must_use]
    pub fn with(&self, typed: Typed) -> Self {
        Self {
            typed,
            ..self.clone()
        }
    }

    /// With further arguments behind the others.
    #[must_use]
    pub fn and_arguments(mut self, names: impl IntoIterator<Item = Name>) -> Self {
        self.arguments.extend(names);
        self
    }

    /// With other numbers for free indices; evaluated in numbers, an index is the next after its number, counted from
    /// zero and modulo its range.
    #[must_use]
    pub fn with_indices(mut self, numbers: &BTreeMap<Name, usize>) -> Self {
        for (name, (number, _)) in &mut self.indices {
            if let Some(chosen) = numbers.get(name) {
                *number = *chosen;
            }
        }
        self
    }

    /// Where an argument stands.
    #[must_use]
    pub fn position(&self, name: &Name) -> Option<usize> {
        self.arguments.iter().position(|argument| argument == name)
    }

    /// The value of a named dimension, read off the shapes of the arguments.
    #[must_use]
    pub fn dimension(
        &self,
        name: &Name,
        shape: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> Option<usize> {
        let (place, is_rows) = self.dimensions.get(name)?;
        let (rows, columns) = shape(*place)?;
        Some(if *is_rows { rows } else { columns })
    }
}

/// Every size in the tree.
fn sizes(typed: &Typed, visit: &mut impl FnMut(&Size)) {
    visit(&typed.shape.rows);
    visit(&typed.shape.columns);
    match &typed.kind {
        Kind::Dimension(size)
        | Kind::IndexSum {
            over: Some(Over::UpTo(size)),
            ..
        } => visit(size),
        Kind::Commutation(Some((m, n))) => {
            visit(m);
            visit(n);
        }
        _ => {}
    }
    for operand in typed.kind.operands() {
        sizes(operand, visit);
    }
}
