//! The networks that laws are written with: small diagrams and sums, and what is read off them.

use super::conditions::require;
use super::well_formed::{slots_of, sum_fits};
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Diagram, Factor, Sum, Term};
use crate::tensor::dimension::{Atom, Label};
use crate::tensor::tensor::{Form, Symmetry, Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::One;

// Small networks and sums, written out so that nothing of the engine is used.

pub(super) fn tensor(kind: TensorKind) -> Tensor {
    let form = match kind {
        TensorKind::Dimension(_) => Form::Normal,
        _ => Form::Raw,
    };
    Tensor::in_form(kind, Symmetry::None, form)
}

/// A factor, each slot an output.
pub(super) fn powers(tensor: &Tensor, exponent: Rational64) -> Diagram {
    let mut diagram = ones(&slots_of(tensor));
    let slots = diagram.outputs.clone();
    diagram.factors = vec![Factor::to_the(tensor.clone(), exponent, slots)];
    diagram
}

pub(super) fn factor(kind: TensorKind, exponent: Rational64) -> Diagram {
    powers(&tensor(kind), exponent)
}

pub(super) fn determinant(sum: &Sum) -> Diagram {
    factor(TensorKind::Determinant(sum.clone(), 1), Rational64::one())
}

pub(super) fn one_over_one_plus_exp(sum: &Sum) -> Diagram {
    let exp = factor(
        TensorKind::Elementary(Elementary::Exp, sum.clone()),
        One::one(),
    );
    let terms = vec![Term::of(ones(&sum.outputs)), Term::of(exp)];
    let outputs = sum.outputs.clone();
    factor(
        TensorKind::Piece(Sum { outputs, terms }),
        -Rational64::one(),
    )
}

pub(super) fn ones(outputs: &[Atom]) -> Diagram {
    Diagram {
        wires: outputs.to_vec(),
        outputs: (0..outputs.len()).collect(),
        ..Diagram::default()
    }
}

pub(super) fn identity(rows: &[Atom]) -> Diagram {
    Diagram {
        wires: rows.to_vec(),
        outputs: (0..rows.len()).chain(0..rows.len()).collect(),
        ..Diagram::default()
    }
}

pub(super) fn number(coefficient: Rational) -> Term {
    Term {
        diagram: Diagram::default(),
        coefficient,
    }
}

/// A dimension as a number.
pub(super) fn dimension(atom: &Atom) -> Term {
    match atom {
        Atom::Number(size) => number(Rational::from_integer((*size).into())),
        Atom::Named(_) | Atom::Tied(_) => {
            Term::of(factor(TensorKind::Dimension(atom.clone()), One::one()))
        }
    }
}

/// A wire that carries these indices and nothing else.
pub(super) fn at_indices(labels: &[&Label], atom: &Atom) -> Diagram {
    Diagram {
        wires: vec![atom.clone()],
        named: labels.iter().map(|&label| (label.clone(), 0)).collect(),
        ..Diagram::default()
    }
}

pub(super) fn sum_of(diagram: Diagram) -> Sum {
    let outputs = diagram.outputs.iter().map(|&w| diagram.wires[w].clone());
    Sum {
        outputs: outputs.collect(),
        terms: vec![Term::of(diagram)],
    }
}

/// The terms of left − right.
pub(super) fn difference(left: Sum, right: &Sum) -> Vec<Term> {
    let negative = |term: &Term| Term {
        diagram: term.diagram.clone(),
        coefficient: -term.coefficient.clone(),
    };
    let mut terms = left.terms;
    terms.extend(right.terms.iter().map(negative));
    terms
}

pub(super) fn equal(left: Diagram, right: Vec<Term>) -> Vec<Term> {
    let outputs = Vec::new();
    let right = Sum {
        outputs,
        terms: right,
    };
    difference(sum_of(left), &right)
}

/// The network of both, wires of the first `joined[i].0` and the second `joined[i].1` made one, with these outputs
/// of the first and the second.
pub(super) fn joined(
    a: &Diagram,
    b: &Diagram,
    pairs: &[(usize, usize)],
    outputs: &[usize],
) -> Diagram {
    let offset = a.wires.len();
    let mut class: Vec<usize> = (0..offset + b.wires.len()).collect();
    for &(x, y) in pairs {
        let (x, y) = (class[x], class[offset + y]);
        class
            .iter_mut()
            .filter(|c| **c == x.max(y))
            .for_each(|c| *c = x.min(y));
    }
    let kept: Vec<usize> = (0..class.len()).filter(|&w| class[w] == w).collect();
    let number = |wire: usize| kept.partition_point(|&k| k < class[wire]);
    let atom = |&w: &usize| {
        a.wires
            .get(w)
            .unwrap_or_else(|| &b.wires[w - offset])
            .clone()
    };
    let moved = |diagram: &Diagram, by: usize| {
        let mut diagram = diagram.clone();
        let slots = diagram.factors.iter_mut().flat_map(|f| &mut f.slots);
        slots.for_each(|w| *w = number(*w + by));
        diagram
            .named
            .iter_mut()
            .for_each(|(_, w)| *w = number(*w + by));
        diagram
    };
    let (left, right) = (moved(a, 0), moved(b, offset));
    let mut named = [left.named, right.named].concat();
    named.sort_unstable();
    named.dedup();
    Diagram {
        wires: kept.iter().map(atom).collect(),
        outputs: outputs.iter().map(|&w| number(w)).collect(),
        named,
        factors: [left.factors, right.factors].concat(),
    }
}

/// Two networks with the same outputs, entry by entry.
pub(super) fn beside(a: &Diagram, b: &Diagram) -> Diagram {
    let pairs: Vec<_> = a
        .outputs
        .iter()
        .copied()
        .zip(b.outputs.iter().copied())
        .collect();
    joined(a, b, &pairs, &a.outputs)
}

/// The products of every term of the one with every term of the other.
pub(super) fn each_with_each(
    a: &Sum,
    b: &Sum,
    outputs: Vec<Atom>,
    join: impl Fn(&Diagram, &Diagram) -> Diagram,
) -> Sum {
    let pairs = a
        .terms
        .iter()
        .flat_map(|x| b.terms.iter().map(move |y| (x, y)));
    let terms = pairs.map(|(x, y)| Term {
        diagram: join(&x.diagram, &y.diagram),
        coefficient: &x.coefficient * &y.coefficient,
    });
    let terms = terms.collect();
    Sum { outputs, terms }
}

pub(super) fn entrywise(a: &Sum, b: &Sum) -> Result<Sum, String> {
    sum_fits(a)?;
    sum_fits(b)?;
    require(a.outputs == b.outputs, "the factors have different shapes")?;
    Ok(each_with_each(a, b, a.outputs.clone(), beside))
}

/// A number times a sum.
pub(super) fn multiple(scalar: &Sum, sum: &Sum) -> Sum {
    each_with_each(sum, scalar, sum.outputs.clone(), |s, c| {
        joined(s, c, &[], &s.outputs)
    })
}

/// A·B, A having this many outputs that are rows, as B has.
pub(super) fn matrix_product(a: &Sum, b: &Sum, rows: usize) -> Sum {
    let outputs = [&a.outputs[..rows], &b.outputs[rows..]].concat();
    each_with_each(a, b, outputs, |a, b| {
        let inner = a.outputs[rows..].iter().copied();
        let pairs: Vec<_> = inner.zip(b.outputs[..rows].iter().copied()).collect();
        let columns = b.outputs[rows..].iter().map(|w| w + a.wires.len());
        let outputs: Vec<_> = a.outputs[..rows].iter().copied().chain(columns).collect();
        joined(a, b, &pairs, &outputs)
    })
}
