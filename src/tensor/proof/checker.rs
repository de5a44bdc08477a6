//! The checker: replays a proof with code of its own.
//!
//! It knows the meaning of a network — its value at given outputs is the sum, over the indices of all other wires,
//! of the product of its factors — and three ways to change a sum: adding up coefficients of one network, giving
//! wires other numbers, and replacing a part of a network by what a law of [`super::law`] says it equals. It
//! searches for nothing and shares with the engine only what networks are.

use super::law::Law;
use super::well_formed::{diagram_fits, sum_fits, term_fits};
use super::{Chain, Proof, Rule, Step};
use crate::scalar::Rational;
use crate::tensor::diagram::{Diagram, Factor, Term, Wire};
use crate::tensor::symbol::Property;
use crate::tensor::tensor::TensorKind;
use num_traits::Zero;
use thiserror::Error;

/// Why a proof is rejected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("step {step} of the proof does not hold: {reason}")]
pub struct Flaw {
    /// The step, counted from 1, those of the left side first; 0 if the proof as a whole is wrong.
    pub step: usize,
    /// What is wrong.
    pub reason: String,
}

impl Proof {
    /// Checks every step.
    ///
    /// What it vouches for: wherever both sides are defined, they are equal at all sizes of the dimensions and all
    /// entries of the letters that have the properties assumed of them. Not that the sums are what somebody meant.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn check(&self) -> Result<(), Flaw> {
        let whole = |reason: &str| Flaw {
            step: 0,
            reason: reason.to_owned(),
        };
        if self.left.from.outputs != self.right.from.outputs {
            return Err(whole("the two sides have different outputs"));
        }
        if self.left.to != self.right.to {
            return Err(whole("the two sides do not become the same"));
        }
        self.left.check(0)?;
        self.right.check(self.left.steps.len())
    }
}

impl Chain {
    /// Replays the steps; those before it are counted.
    fn check(&self, counted: usize) -> Result<(), Flaw> {
        let flaw = |step: usize, reason: String| Flaw { step, reason };
        sum_fits(&self.from).map_err(|reason| flaw(counted, reason))?;
        let mut current: Vec<Term> = self.from.terms.iter().map(sorted).collect();
        for (place, step) in self.steps.iter().enumerate() {
            let number = counted + place + 1;
            step.check().map_err(|reason| flaw(number, reason))?;
            for term in &step.before {
                let term = sorted(term);
                let Some(found) = current.iter().position(|known| *known == term) else {
                    let reason = "it starts from a term that is not there".to_owned();
                    return Err(flaw(number, reason));
                };
                current.swap_remove(found);
            }
            current.extend(step.after.iter().map(sorted));
        }
        let mut expected: Vec<Term> = self.to.terms.iter().map(sorted).collect();
        expected.sort_unstable();
        current.sort_unstable();
        if current != expected || self.from.outputs != self.to.outputs {
            let reason = "the steps do not lead to where the chain ends".to_owned();
            return Err(flaw(counted + self.steps.len(), reason));
        }
        Ok(())
    }
}

impl Step {
    pub(super) fn check(&self) -> Result<(), String> {
        let actual = consequence(&self.rule, &self.before)?;
        let same = actual.len() == self.after.len()
            && actual.iter().map(sorted).eq(self.after.iter().map(sorted));
        if same {
            return Ok(());
        }
        Err(format!("“{}” gives something else", self.rule.name()))
    }
}

/// What the terms become by this rule.
pub(super) fn consequence(rule: &Rule, before: &[Term]) -> Result<Vec<Term>, String> {
    if let Rule::Collect = rule {
        return collected(before);
    }
    let [term] = before else {
        return Err(format!("“{}” is about one term", rule.name()));
    };
    term_fits(term)?;
    match rule {
        Rule::Collect => unreachable!("returned above"),
        Rule::Renumber { wires, exchanged } => Ok(vec![renumbered(term, wires, exchanged)?]),
        Rule::OwnNegative { wires, exchanged } => {
            let negative = renumbered(term, wires, exchanged)?;
            let same = sorted(&negative).diagram == sorted(term).diagram;
            if same && negative.coefficient == -term.coefficient.clone() {
                return Ok(Vec::new());
            }
            Err("the renumbering does not take the term to its negative".to_owned())
        }
        Rule::Law {
            law,
            context,
            solved,
        } => in_context(law, context, *solved, term),
    }
}

/// a·t + b·t = (a + b)·t.
fn collected(before: &[Term]) -> Result<Vec<Term>, String> {
    let Some(first) = before.first().map(sorted) else {
        return Err("there is nothing to collect".to_owned());
    };
    let mut coefficient = Rational::zero();
    for term in before {
        if sorted(term).diagram != first.diagram {
            return Err("terms with different networks are collected".to_owned());
        }
        coefficient += &term.coefficient;
    }
    if coefficient.is_zero() {
        return Ok(Vec::new());
    }
    let diagram = first.diagram;
    Ok(vec![Term {
        diagram,
        coefficient,
    }])
}

/// The term with its wires renumbered and the slots of these factors exchanged.
fn renumbered(term: &Term, wires: &[Wire], exchanged: &[usize]) -> Result<Term, String> {
    let mut inverse = vec![None; wires.len()];
    for (old, &new) in wires.iter().enumerate() {
        match inverse.get_mut(new) {
            Some(place @ None) => *place = Some(old),
            _ => return Err("two wires get the same number".to_owned()),
        }
    }
    if wires.len() != term.diagram.wires.len() {
        return Err("not every wire gets a number".to_owned());
    }
    let mut result = term.clone();
    for (place, &factor) in exchanged.iter().enumerate() {
        if exchanged[..place].contains(&factor) {
            return Err("slots are exchanged twice".to_owned());
        }
        let Some(factor) = result.diagram.factors.get_mut(factor) else {
            return Err("slots of no factor are exchanged".to_owned());
        };
        if exchange_is_negative(factor)? {
            result.coefficient = -result.coefficient;
        }
        factor.slots.swap(0, 1);
    }
    let diagram = &mut result.diagram;
    let old = inverse.into_iter().flatten();
    diagram.wires = old.map(|wire| term.diagram.wires[wire].clone()).collect();
    for_each_end(diagram, |wire| *wire = wires[*wire]);
    Ok(result)
}

/// Whether exchanging the slots changes the sign; an error if it makes another tensor.
fn exchange_is_negative(factor: &Factor) -> Result<bool, String> {
    let TensorKind::Symbol(symbol) = factor.tensor.kind() else {
        return Err("slots of a factor that is no letter are exchanged".to_owned());
    };
    match () {
        () if factor.slots.len() != 2 => Err(format!("{} has not two slots", symbol.name())),
        () if symbol.is(Property::Symmetric) => Ok(false),
        () if symbol.is(Property::Skew) && factor.exponent.is_integer() => {
            Ok(factor.exponent.numer() % 2 != 0)
        }
        () => Err(format!("{} is not symmetric", symbol.name())),
    }
}

/// The term is a multiple of the context with one term of the law in it; what the other terms say it is.
fn in_context(
    law: &Law,
    context: &Diagram,
    solved: usize,
    term: &Term,
) -> Result<Vec<Term>, String> {
    let equation = law.equation()?;
    let Some(own) = equation.get(solved) else {
        return Err("the law has no such term".to_owned());
    };
    if own.coefficient.is_zero() {
        return Err("a law is solved for a term with coefficient 0".to_owned());
    }
    if sorted_diagram(&plugged(context, &own.diagram)?) != sorted_diagram(&term.diagram) {
        return Err(format!("“{}” is not about this term", law.name()));
    }
    let scale = &term.coefficient / &own.coefficient;
    let others = equation
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != solved);
    let replacement = |(_, part): (usize, &Term)| {
        Ok(Term {
            diagram: plugged(context, &part.diagram)?,
            coefficient: -(&scale * &part.coefficient),
        })
    };
    others.map(replacement).collect()
}

/// The context with a network put on its holes: the outputs of the one joined to the last outputs of the other.
pub(super) fn plugged(context: &Diagram, part: &Diagram) -> Result<Diagram, String> {
    diagram_fits(context)?;
    diagram_fits(part)?;
    let Some(outer) = context.outputs.len().checked_sub(part.outputs.len()) else {
        return Err("the context has not as many holes as the law has outputs".to_owned());
    };
    let offset = context.wires.len();
    let atoms: Vec<_> = context.wires.iter().chain(&part.wires).collect();
    // Joined wires have one class: the least of their numbers.
    let mut class: Vec<Wire> = (0..atoms.len()).collect();
    for (&hole, &output) in context.outputs[outer..].iter().zip(&part.outputs) {
        let (a, b) = (class[hole], class[offset + output]);
        if atoms[hole] != atoms[offset + output] {
            return Err("wires of different dimensions are joined".to_owned());
        }
        class
            .iter_mut()
            .filter(|c| **c == a.max(b))
            .for_each(|c| *c = a.min(b));
    }
    let kept: Vec<Wire> = (0..atoms.len())
        .filter(|&wire| class[wire] == wire)
        .collect();
    let number = |wire: Wire| kept.partition_point(|&k| k < class[wire]);
    let mut whole = context.clone();
    whole.outputs.truncate(outer);
    for_each_end(&mut whole, |wire| *wire = number(*wire));
    let mut part = part.clone();
    for_each_end(&mut part, |wire| *wire = number(offset + *wire));
    whole.factors.append(&mut part.factors);
    whole.named.append(&mut part.named);
    whole.named.sort_unstable();
    whole.named.dedup();
    whole.wires = kept.iter().map(|&wire| atoms[wire].clone()).collect();
    Ok(whole)
}

fn for_each_end(diagram: &mut Diagram, mut change: impl FnMut(&mut Wire)) {
    diagram.outputs.iter_mut().for_each(&mut change);
    diagram.named.iter_mut().for_each(|(_, wire)| change(wire));
    let slots = diagram.factors.iter_mut().flat_map(|f| &mut f.slots);
    slots.for_each(change);
}

fn sorted_diagram(diagram: &Diagram) -> Diagram {
    let mut diagram = diagram.clone();
    diagram.factors.sort_unstable();
    diagram.named.sort_unstable();
    diagram
}

/// The term with its factors in one order.
pub(super) fn sorted(term: &Term) -> Term {
    Term {
        diagram: sorted_diagram(&term.diagram),
        coefficient: term.coefficient.clone(),
    }
}
