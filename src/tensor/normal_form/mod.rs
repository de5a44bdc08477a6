//! The normal form: every formula multiplied out, its networks numbered canonically, equal ones collected.
//!
//! For the polynomial language with free dimensions it is complete: two formulas are equal for every shape if and
//! only if their normal forms are. The rules about inverses, determinants and elementary functions are sound where
//! both sides are defined, and as complete as simple rules are.

pub(super) mod brackets;
pub(super) mod contractions;
mod functions;
pub(super) mod inverses;
mod log;

pub(super) use self::log::{Rewriting, Way};
use super::algebra::Network;
use super::canonical::{GivenUp, canonical, merge_parallel};
use super::diagram::{Diagram, Factor, Sum, Term, Wire, times};
use super::dimension::Atom;
use super::tensor::{Form, Symmetry, Tensor, TensorKind};
use crate::scalar::Rational;
use num_rational::Rational64;
use num_traits::{One, Zero};

/// How far brackets are multiplied out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brackets {
    /// Everywhere: what equality is decided by.
    Expanded,
    /// Sums that were multiplied as one piece stay in brackets, as a person wrote them.
    Kept,
}

/// More rewriting steps than this are not made for one formula.
const MOST_STEPS: usize = 50_000;

impl Network {
    /// The normal form of the formula: its terms multiplied out and collected.
    ///
    /// # Errors
    /// [`GivenUp`] if that takes too many steps.
    pub fn normal_form(&self) -> Result<Sum, GivenUp> {
        Normaliser::new(Brackets::Expanded).sum(self.sum())
    }

    /// The formula in normal form, of the same shape.
    ///
    /// # Errors
    /// [`GivenUp`] if that takes too many steps.
    pub fn expanded(&self) -> Result<Self, GivenUp> {
        Ok(self.with_sum(self.normal_form()?))
    }

    /// The formula with its networks collected, but sums in brackets left as they were written.
    ///
    /// # Errors
    /// [`GivenUp`] if that takes too many steps.
    pub fn collected(&self) -> Result<Self, GivenUp> {
        let sum = Normaliser::new(Brackets::Kept).sum(self.sum())?;
        Ok(self.with_sum(sum))
    }
}

/// Brings sums into normal form.
pub(super) struct Normaliser {
    brackets: Brackets,
    steps: usize,
    /// What became of each term, if that was asked for; sums inside a factor are not logged.
    log: Option<Vec<Rewriting>>,
}

impl Normaliser {
    pub(super) fn new(brackets: Brackets) -> Self {
        Self {
            brackets,
            steps: 0,
            log: None,
        }
    }

    /// What tensors made here are.
    fn form(&self) -> Form {
        match self.brackets {
            Brackets::Expanded => Form::Normal,
            Brackets::Kept => Form::Collected,
        }
    }

    fn step(&mut self) -> Result<(), GivenUp> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            Err(GivenUp { steps: MOST_STEPS })
        } else {
            Ok(())
        }
    }

    /// The normal form of a sum.
    pub(super) fn sum(&mut self, sum: &Sum) -> Result<Sum, GivenUp> {
        let mut work = sum.terms.clone();
        let mut done: Vec<Term> = Vec::with_capacity(work.len());
        while let Some(mut term) = work.pop() {
            self.step()?;
            let before = self.logged(&term);
            if !tidy(&mut term) {
                self.log(before, Way::Tidied, &[]);
                continue;
            }
            self.log(before, Way::Tidied, std::slice::from_ref(&term));
            if let Some(rewritten) = self.rewrite(&term)? {
                work.extend(rewritten);
                continue;
            }
            let before = self.logged(&term);
            if close_components(&mut term, self.form())? == Closing::Vanishes {
                self.log(before, Way::Closed, &[]);
                continue;
            }
            self.log(before, Way::Closed, std::slice::from_ref(&term));
            let before = self.logged(&term);
            if !tidy(&mut term) {
                self.log(before, Way::Tidied, &[]);
                continue;
            }
            self.log(before, Way::Tidied, std::slice::from_ref(&term));
            let before = self.logged(&term);
            if let Some(rewritten) = contractions::of_brackets(&term) {
                self.log(before, Way::Contracted, &rewritten);
                work.extend(rewritten);
                continue;
            }
            if let Some((diagram, negative)) = canonical(&term.diagram)? {
                let coefficient = if negative {
                    -term.coefficient
                } else {
                    term.coefficient
                };
                done.push(Term {
                    diagram,
                    coefficient,
                });
                self.log(before, Way::Numbered, &done[done.len() - 1..]);
            } else {
                self.log(before, Way::Numbered, &[]);
            }
        }
        Ok(Sum {
            outputs: sum.outputs.clone(),
            terms: collect(done),
        })
    }

    /// Whether a sum is nothing but this factor, so that replacing the one by the other would not end.
    fn is_same(&self, value: &Sum, factor: &Factor) -> bool {
        let [term] = value.terms.as_slice() else {
            return false;
        };
        let [only] = term.diagram.factors.as_slice() else {
            return false;
        };
        only.tensor == factor.tensor
            && only.exponent == factor.exponent
            && term.coefficient.is_one()
            && only.slots == term.diagram.outputs
            && factor.tensor.form() >= self.form()
    }

    /// The terms that a term becomes by one rule, or `None` if no rule applies.
    fn rewrite(&mut self, term: &Term) -> Result<Option<Vec<Term>>, GivenUp> {
        for (place, factor) in term.diagram.factors.iter().enumerate() {
            let is_piece = matches!(factor.tensor.kind(), TensorKind::Piece(_));
            let whole = factor.exponent.is_integer() && factor.exponent > Rational64::zero();
            let expandable = is_piece && whole && self.brackets == Brackets::Expanded;
            if factor.tensor.form() >= self.form() && !expandable {
                continue;
            }
            let value = self.unlogged(|normaliser| normaliser.value_of_power(factor))?;
            if self.is_same(&value, factor) {
                continue;
            }
            let terms = replaced(term, place, &value);
            self.log(self.logged(term), Way::Replaced { place, value }, &terms);
            return Ok(Some(terms));
        }
        let by_inverses = |normaliser: &mut Self| contractions::of_inverses(normaliser, term);
        let contracted = match contractions::of_letters(term) {
            Some(terms) => Some(terms),
            None => self.unlogged(by_inverses)?,
        };
        if let Some(terms) = &contracted {
            self.log(self.logged(term), Way::Contracted, terms);
        }
        Ok(contracted)
    }

    /// A factor with the formula inside it in normal form: a sum whose outputs belong to its slots.
    fn value_of_power(&mut self, factor: &Factor) -> Result<Sum, GivenUp> {
        if let Some(parts) = brackets::distributed(factor) {
            return Ok(parts);
        }
        let value = self.value(&factor.tensor)?;
        self.power(value, factor.exponent)
    }

    /// What a tensor stands for, simplified: a sum whose outputs belong to its slots.
    pub(super) fn value(&mut self, tensor: &Tensor) -> Result<Sum, GivenUp> {
        match tensor.kind() {
            TensorKind::Piece(inner) => self.sum(inner),
            TensorKind::Elementary(function, inner) => {
                let inner = self.sum(inner)?;
                self.elementary(*function, inner)
            }
            TensorKind::Inverse(inner, rows) => {
                if let Some(parts) = inverses::taken_apart(inner, *rows) {
                    return Ok(parts);
                }
                let inner = self.sum(inner)?;
                self.inverse(inner, *rows)
            }
            TensorKind::Determinant(inner, rows) => {
                if let Some(parts) = inverses::determinants(inner, *rows) {
                    return Ok(parts);
                }
                let inner = self.sum(inner)?;
                self.determinant(inner, *rows)
            }
            TensorKind::Closed(diagram) => self.sum(&Sum::of(Term::of(diagram.clone()))),
            TensorKind::Symbol(_) | TensorKind::Diagonal(_) | TensorKind::Dimension(_) => {
                unreachable!("letters and dimensions are normal from the start")
            }
        }
    }
}

/// The term with one factor replaced by a sum whose outputs belong to its slots.
fn replaced(term: &Term, place: usize, value: &Sum) -> Vec<Term> {
    let mut rest = term.diagram.clone();
    let factor = rest.factors.remove(place);
    spliced(&rest, &factor.slots, &term.coefficient, value)
}

/// A network times a sum put on these wires.
fn spliced(rest: &Diagram, slots: &[Wire], coefficient: &Rational, value: &Sum) -> Vec<Term> {
    let splice = |inner: &Term| {
        let mut diagram = rest.clone();
        diagram.splice(slots, &inner.diagram);
        Term {
            diagram,
            coefficient: times(coefficient, &inner.coefficient),
        }
    };
    value.terms.iter().map(splice).collect()
}

/// Equal networks made one, zero coefficients dropped, in order.
fn collect(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable_by(|a, b| a.diagram.cmp(&b.diagram));
    terms.dedup_by(|later, earlier| {
        let equal = later.diagram == earlier.diagram;
        if equal {
            earlier.coefficient += &later.coefficient;
        }
        equal
    });
    terms.retain(|term| !term.coefficient.is_zero());
    terms
}

/// The bookkeeping after every change: parallel factors become powers, bare wires dimensions, number-sized
/// dimensions numbers. False if the term is zero.
fn tidy(term: &mut Term) -> bool {
    if term.coefficient.is_zero() {
        return false;
    }
    let diagram = &mut term.diagram;
    for (place, (label, wire)) in diagram.named.iter().enumerate() {
        let clash = |(other, there): &(_, Wire)| there == wire && label.excludes(other);
        if diagram.named[place + 1..].iter().any(clash) {
            return false;
        }
    }
    match merge_parallel(diagram) {
        None => return false,
        Some(true) => term.coefficient = -std::mem::take(&mut term.coefficient),
        Some(false) => {}
    }
    let degrees = diagram.degrees();
    diagram.named.retain(|(_, wire)| degrees[*wire] > 1);
    let bare: Vec<_> = (0..degrees.len())
        .filter(|&wire| degrees[wire] == 0)
        .collect();
    let unused: Vec<_> = {
        let now = diagram.degrees();
        (0..now.len()).filter(|&wire| now[wire] == 0).collect()
    };
    let mut added = false;
    for wire in bare {
        match &diagram.wires[wire] {
            Atom::Number(number) => term.coefficient *= Rational::from_integer((*number).into()),
            atom @ (Atom::Named(_) | Atom::Tied(_)) => {
                diagram
                    .factors
                    .push(Factor::new(Tensor::dimension(atom), Vec::new()));
                added = true;
            }
        }
    }
    if !unused.is_empty() {
        diagram.remove_wires(&unused);
    }
    if added {
        merge_parallel(diagram);
    }
    !term.coefficient.is_zero()
}

/// What came of [`close_components`].
#[derive(PartialEq, Eq)]
enum Closing {
    Done,
    Vanishes,
}

/// Makes every part of the network that no output is on a scalar factor, in normal form.
fn close_components(term: &mut Term, form: Form) -> Result<Closing, GivenUp> {
    let diagram = &mut term.diagram;
    let mut component: Vec<Wire> = (0..diagram.wires.len()).collect();
    // Small networks: relabelling the larger component costs less than anything cleverer.
    for factor in &diagram.factors {
        if let Some((&first, others)) = factor.slots.split_first() {
            for &other in others {
                let (from, to) = (component[other], component[first]);
                if from != to {
                    component
                        .iter_mut()
                        .filter(|c| **c == from)
                        .for_each(|c| *c = to);
                }
            }
        }
    }
    let mut open = vec![false; component.len()];
    for (wire, is_open) in diagram.open().into_iter().enumerate() {
        open[component[wire]] |= is_open;
    }
    let mut roots: Vec<_> = component.iter().copied().filter(|&c| !open[c]).collect();
    if roots.is_empty() {
        return Ok(Closing::Done);
    }
    roots.sort_unstable();
    roots.dedup();
    let mut gone = Vec::new();
    for root in roots {
        let mut part = Diagram::default();
        let mut number = vec![0; component.len()];
        for wire in (0..component.len()).filter(|&wire| component[wire] == root) {
            number[wire] = part.wire(&diagram.wires[wire]);
            gone.push(wire);
        }
        let belongs = |f: &Factor| f.slots.first().is_some_and(|&wire| component[wire] == root);
        part.factors = diagram
            .factors
            .iter()
            .filter(|f| belongs(f))
            .cloned()
            .collect();
        part.rename(|wire| *wire = number[*wire]);
        diagram.factors.retain(|f| !belongs(f));
        match canonical(&part)? {
            None => return Ok(Closing::Vanishes),
            Some((part, negative)) => {
                if negative {
                    term.coefficient = -std::mem::take(&mut term.coefficient);
                }
                diagram.factors.push(Factor::new(
                    Tensor::in_form(TensorKind::Closed(part), Symmetry::None, form),
                    Vec::new(),
                ));
            }
        }
    }
    diagram.remove_wires(&gone);
    Ok(Closing::Done)
}

/// The matrix (vector, number) of ones.
fn ones(outputs: &[Atom]) -> Sum {
    let diagram = Diagram {
        wires: outputs.to_vec(),
        outputs: (0..outputs.len()).collect(),
        ..Diagram::default()
    };
    Sum {
        outputs: outputs.to_vec(),
        terms: vec![Term::of(diagram)],
    }
}

/// The entrywise product of two sums with the same outputs, multiplied out.
fn entrywise(left: &Sum, right: &Sum) -> Sum {
    let pairs = left
        .terms
        .iter()
        .flat_map(|a| right.terms.iter().map(move |b| (a, b)));
    let terms = pairs.map(|(a, b)| {
        let mut diagram = a.diagram.clone();
        let slots = diagram.outputs.clone();
        diagram.splice(&slots, &b.diagram);
        Term {
            diagram,
            coefficient: times(&a.coefficient, &b.coefficient),
        }
    });
    Sum {
        outputs: left.outputs.clone(),
        terms: terms.collect(),
    }
}
