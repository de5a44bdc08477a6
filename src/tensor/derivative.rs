//! Derivatives: take a letter out of the network, one occurrence after another.

use super::algebra::Network;
use super::diagram::{Diagram, Factor, Sum, Term, times};
use super::symbol::Symbol;
use super::tensor::{Tensor, TensorKind};
use crate::algebra::{AlgebraError, MatrixAlgebra, Shape};
use crate::scalar::{Elementary, Rational};
use num_rational::Rational64;
use num_traits::One;

/// What is put in the place of a letter that is taken out.
enum Change<'a> {
    /// Nothing: the slots of the letter become outputs.
    Open,
    /// A direction, of the outputs of the letter.
    Along(&'a Sum),
}

/// The derivative of formulas with respect to one letter.
struct Derivative<'a> {
    letter: &'a Symbol,
    change: Change<'a>,
}

impl Derivative<'_> {
    fn of_sum(&self, sum: &Sum) -> Sum {
        let mut outputs = sum.outputs.clone();
        if matches!(self.change, Change::Open) {
            outputs.extend(self.letter.atoms().cloned());
        }
        let mut terms = Vec::new();
        for term in &sum.terms {
            self.of_term(term, &mut terms);
        }
        Sum { outputs, terms }
    }

    /// The product rule: one contribution for each factor that contains the letter.
    fn of_term(&self, term: &Term, result: &mut Vec<Term>) {
        for (place, factor) in term.diagram.factors.iter().enumerate() {
            if !factor.tensor.contains(self.letter) {
                continue;
            }
            let mut rest = term.diagram.clone();
            rest.factors.remove(place);
            let exponent = Rational::new(
                (*factor.exponent.numer()).into(),
                (*factor.exponent.denom()).into(),
            );
            if !factor.exponent.is_one() {
                let lowered = factor.exponent - Rational64::one();
                rest.factors.push(Factor::to_the(
                    factor.tensor.clone(),
                    lowered,
                    factor.slots.clone(),
                ));
            }
            self.of_factor(factor, &rest, &mut |diagram, coefficient| {
                let coefficient = times(&times(&term.coefficient, &exponent), coefficient);
                result.push(Term {
                    diagram,
                    coefficient,
                });
            });
        }
    }

    /// The chain rule: the derivative of one tensor, put on its slots beside the rest of the network.
    fn of_factor(&self, factor: &Factor, rest: &Diagram, emit: &mut dyn FnMut(Diagram, &Rational)) {
        let one = Rational::one();
        let slots = &factor.slots;
        let with = |extra: Vec<Factor>| {
            let mut diagram = rest.clone();
            diagram.factors.extend(extra);
            diagram
        };
        let mut splice = |base: &Diagram, slots: &[usize], inner: &Sum, sign: &Rational| {
            for term in &self.of_sum(inner).terms {
                let mut diagram = base.clone();
                diagram.splice(slots, &term.diagram);
                emit(diagram, &times(&term.coefficient, sign));
            }
        };
        match factor.tensor.kind() {
            TensorKind::Symbol(_) => match self.change {
                Change::Open => {
                    let mut diagram = rest.clone();
                    diagram.outputs.extend_from_slice(slots);
                    emit(diagram, &one);
                }
                Change::Along(direction) => {
                    for term in &direction.terms {
                        let mut diagram = rest.clone();
                        diagram.splice(slots, &term.diagram);
                        emit(diagram, &term.coefficient);
                    }
                }
            },
            // A diagonal letter moves along the diagonal only.
            TensorKind::Diagonal(_) => match self.change {
                Change::Open => {
                    let mut diagram = rest.clone();
                    diagram.outputs.extend([slots[0], slots[0]]);
                    emit(diagram, &one);
                }
                Change::Along(direction) => {
                    for term in &direction.terms {
                        let mut diagram = rest.clone();
                        diagram.splice(&[slots[0], slots[0]], &term.diagram);
                        emit(diagram, &term.coefficient);
                    }
                }
            },
            TensorKind::Dimension(_) => {}
            TensorKind::Closed(diagram) => {
                splice(rest, &[], &Sum::of(Term::of(diagram.clone())), &one);
            }
            TensorKind::Piece(inner) => splice(rest, slots, inner, &one),
            TensorKind::Elementary(function, inner) => {
                for (slope, factors) in slope(*function, &factor.tensor, inner, slots) {
                    splice(&with(factors), slots, inner, &slope);
                }
            }
            // d(A⁻¹) = −A⁻¹ dA A⁻¹.
            TensorKind::Inverse(inner, rows) => {
                let mut diagram = rest.clone();
                let (left, others) = slots.split_at(*rows);
                let (right, batch) = others.split_at(*rows);
                let new: Vec<_> = inner.outputs[..2 * rows]
                    .iter()
                    .map(|atom| diagram.wire(atom))
                    .collect();
                let (a, b) = new.split_at(*rows);
                let inverse = |r: &[usize], c: &[usize]| {
                    Factor::new(factor.tensor.clone(), [r, c, batch].concat())
                };
                diagram
                    .factors
                    .extend([inverse(left, a), inverse(b, right)]);
                splice(&diagram, &[a, b, batch].concat(), inner, &-one);
            }
            // d(det A) = det A · tr(A⁻¹ dA).
            TensorKind::Determinant(inner, rows) => {
                let mut diagram = rest.clone();
                let new: Vec<_> = inner.outputs[..2 * rows]
                    .iter()
                    .map(|atom| diagram.wire(atom))
                    .collect();
                let (a, b) = new.split_at(*rows);
                let inverse = Tensor::inverse(inner.clone(), *rows);
                diagram
                    .factors
                    .push(Factor::new(inverse, [b, a, slots].concat()));
                diagram
                    .factors
                    .push(Factor::new(factor.tensor.clone(), slots.clone()));
                splice(&diagram, &[a, b, slots].concat(), inner, &one);
            }
        }
    }
}

/// f′ as a sum of products of tensors on the slots of f.
fn slope(
    function: Elementary,
    whole: &Tensor,
    inner: &Sum,
    slots: &[usize],
) -> Vec<(Rational, Vec<Factor>)> {
    let one = Rational::one();
    let power = |exponent: i64| Factor::to_the(whole.clone(), exponent.into(), slots.to_vec());
    let of_argument = |exponent: Rational64| {
        Factor::to_the(Tensor::piece(inner.clone()), exponent, slots.to_vec())
    };
    match function {
        Elementary::Exp => vec![(one, vec![power(1)])],
        Elementary::Ln => vec![(one, vec![of_argument((-1).into())])],
        Elementary::Sqrt => vec![(
            one / Rational::from_integer(2.into()),
            vec![of_argument(Rational64::new(-1, 2))],
        )],
        Elementary::Tanh => vec![(one.clone(), Vec::new()), (-one, vec![power(2)])],
        Elementary::Sigmoid => vec![(one.clone(), vec![power(1)]), (-one, vec![power(2)])],
    }
}

impl Network {
    /// The derivative of this formula with the atoms of the letter as further outputs.
    fn opened(&self, letter: &Symbol) -> Sum {
        Derivative {
            letter,
            change: Change::Open,
        }
        .of_sum(self.sum())
    }

    fn of_scalar(&self) -> Result<(), AlgebraError> {
        if self.sum().outputs.is_empty() {
            return Ok(());
        }
        let found = Shape::new(self.rows(), self.columns());
        Err(AlgebraError::Expected {
            expected: "a scalar (1×1)".into(),
            found,
        })
    }

    /// The gradient ∂f/∂W of a scalar formula, of the shape of W. The entries of W count as independent, whatever
    /// is assumed about W; only a diagonal letter moves along its diagonal alone.
    ///
    /// # Errors
    /// [`AlgebraError::Expected`] if this is not a scalar.
    pub fn gradient(&self, letter: &Symbol) -> Result<Self, AlgebraError> {
        self.of_scalar()?;
        Ok(Self::new(
            letter.rows().clone(),
            letter.columns().clone(),
            self.opened(letter),
        ))
    }

    /// The Jacobian ∂vec F/∂vec W: rows belong to vec F, columns to vec W.
    #[must_use]
    pub fn jacobian(&self, letter: &Symbol) -> Self {
        let own = self.rows().atoms().len();
        let all = self.sum().outputs.len();
        let rows = letter.rows().atoms().len();
        let opened = self.opened(letter);
        let columns = letter.columns().times(letter.rows());
        let atoms = self.columns().times(&self.rows());
        let outputs = atoms
            .atoms()
            .iter()
            .chain(columns.atoms())
            .cloned()
            .collect();
        let sum = opened.map(outputs, |diagram| {
            diagram.outputs[..all].rotate_left(own);
            diagram.outputs[all..].rotate_left(rows);
        });
        Self::new(atoms, columns, sum)
    }

    /// A column of the rows of vec of a letter, taken back to the letter's shape.
    pub(crate) fn unvec(&self, letter: &Symbol) -> Self {
        let columns = letter.columns().atoms().len();
        let outputs = letter.atoms().cloned().collect();
        let sum = self
            .sum()
            .map(outputs, |diagram| diagram.outputs.rotate_left(columns));
        Self::new(letter.rows().clone(), letter.columns().clone(), sum)
    }

    /// The Hessian block ∂²f/∂R∂C of a scalar formula: rows belong to vec R, columns to vec C.
    ///
    /// # Errors
    /// [`AlgebraError::Expected`] if this is not a scalar.
    pub fn hessian_block(&self, row: &Symbol, column: &Symbol) -> Result<Self, AlgebraError> {
        Ok(self.gradient(row)?.jacobian(column))
    }

    /// The differential along a direction: the derivative of F(W + t·D) at t = 0.
    ///
    /// # Errors
    /// [`AlgebraError::Unequal`] if the direction has another shape than the letter.
    pub fn differential(&self, letter: &Symbol, direction: &Self) -> Result<Self, AlgebraError> {
        if direction.rows() != *letter.rows() || direction.columns() != *letter.columns() {
            return Err(AlgebraError::Unequal {
                operation: "a direction",
                left: Shape::new(letter.rows(), letter.columns()),
                right: Shape::new(direction.rows(), direction.columns()),
            });
        }
        let along = Derivative {
            letter,
            change: Change::Along(direction.sum()),
        };
        Ok(Self::new(
            self.rows(),
            self.columns(),
            along.of_sum(self.sum()),
        ))
    }
}
