//! Proofs found from what the normal form did: each of its rewritings as a few steps that can be checked.

use super::checker::{consequence, plugged};
use super::law::Law;
use super::pieces::{matrix_product, powers, sum_of};
use super::worth::worth;
use super::{Chain, Proof, Rule, Step};
use crate::algebra::AlgebraError;
use crate::tensor::algebra::Network;
use crate::tensor::canonical::{GivenUp, numbering};
use crate::tensor::diagram::{Diagram, Factor, Sum, Term, Wire};
use crate::tensor::matching::find;
use crate::tensor::normal_form::brackets::leading;
use crate::tensor::normal_form::contractions::turned;
use crate::tensor::normal_form::{Brackets, Normaliser, Rewriting, Way};
use crate::tensor::symbol::Property;
use crate::tensor::tensor::{Symmetry, Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{One, Signed, Zero};

impl Network {
    /// A proof that this formula equals another, if the normal forms are the same and every rule on the way is one
    /// that proofs know.
    ///
    /// It is checked before it is returned; [`Proof::check`] does so again.
    ///
    /// ```
    /// use matproof::algebra::Matrix;
    /// use matproof::tensor::{Dimension, Network, Symbol};
    ///
    /// let [n, k] = ["n", "k"].map(Dimension::named);
    /// let [a, b] = ["A", "B"].map(|name| Matrix::new(Network::symbol(&Symbol::matrix(name, n.clone(), k.clone()))));
    /// let left = ((&a + &b) * (&a + &b).t()).trace().into_result()?;
    /// let right = (&a).squared_norm() + (&b).squared_norm() + (&a * b.t()).trace() + (&b * a.t()).trace();
    /// let proof = left.prove(&right.into_result()?)?.expect("they are equal");
    /// assert_eq!(proof.check(), Ok(()));
    /// # Ok::<(), matproof::algebra::AlgebraError>(())
    /// ```
    ///
    /// # Errors
    /// If the shapes differ.
    pub fn prove(&self, other: &Self) -> Result<Option<Proof>, AlgebraError> {
        let (left, right) = match self.aligned(other, "an equation") {
            Ok(both) => both,
            Err(error) if error.is_ill_typed() => return Err(error),
            Err(_) => return Ok(None),
        };
        let proof = equality(left.sum(), right.sum());
        Ok(proof.ok().filter(|proof| proof.check().is_ok()))
    }
}

/// No proof was found, and where the search ended.
#[derive(Debug, Clone)]
pub(super) struct Stuck(pub(super) String);

impl std::fmt::Display for Stuck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<GivenUp> for Stuck {
    fn from(given_up: GivenUp) -> Self {
        Self(given_up.to_string())
    }
}

pub(super) fn stuck<T>(reason: impl Into<String>) -> Result<T, Stuck> {
    Err(Stuck(reason.into()))
}

/// A proof that the two sums have the same normal form.
pub(super) fn equality(left: &Sum, right: &Sum) -> Result<Proof, Stuck> {
    let (left, right) = (normalised(left)?, normalised(right)?);
    if left.to != right.to {
        return stuck("the normal forms differ");
    }
    Ok(Proof { left, right })
}

/// The steps from a sum to its normal form.
pub(super) fn normalised(from: &Sum) -> Result<Chain, Stuck> {
    let (to, log) = Normaliser::sum_with_log(Brackets::Expanded, from)?;
    let mut steps = Steps::default();
    let mut done: Vec<Term> = from.terms.clone();
    // Terms that are zero by a sign, and gone already, while the log still carries them along.
    let mut ghosts: Vec<Term> = Vec::new();
    for rewriting in log {
        match ghosts.iter().position(|term| *term == rewriting.before) {
            Some(place) => {
                ghosts.swap_remove(place);
                ghosts.extend(rewriting.after.iter().cloned());
            }
            None => ghosts.extend(steps.follow(&rewriting)?),
        }
        let Some(place) = done.iter().position(|term| *term == rewriting.before) else {
            return stuck("the log rewrites a term that is not there");
        };
        done.swap_remove(place);
        done.extend(rewriting.after);
    }
    if !ghosts.is_empty() {
        return stuck("a term that is zero is left over");
    }
    done.sort_unstable_by(|a, b| a.diagram.cmp(&b.diagram));
    for equal in done.chunk_by(|a, b| a.diagram == b.diagram) {
        if equal.len() > 1 || equal[0].coefficient.is_zero() {
            steps.apply(Rule::Collect, equal)?;
        }
    }
    Ok(Chain {
        from: from.clone(),
        steps: steps.0,
        to,
    })
}

#[derive(Default)]
pub(super) struct Steps(pub(super) Vec<Step>);

impl Steps {
    /// Adds a step by a rule and says what it leads to.
    pub(super) fn apply(&mut self, rule: Rule, before: &[Term]) -> Result<Vec<Term>, Stuck> {
        let after = consequence(&rule, before).map_err(Stuck)?;
        if after != before {
            self.0.push(Step {
                rule,
                before: before.to_vec(),
                after: after.clone(),
            });
        }
        Ok(after)
    }

    /// A step from one term to at most one.
    fn apply_to(&mut self, rule: Rule, term: Term) -> Result<Option<Term>, Stuck> {
        let mut after = self.apply(rule, &[term])?;
        match after.len() {
            0 | 1 => Ok(after.pop()),
            _ => stuck("one term became several"),
        }
    }

    /// A law solved for its first term about these factors of a term.
    fn apply_law(
        &mut self,
        law: Law,
        term: Term,
        factors: &[usize],
        holes: &[Wire],
    ) -> Result<Vec<Term>, Stuck> {
        let context = without_factors(&term.diagram, factors, holes);
        let rule = Rule::Law {
            law,
            context,
            solved: 0,
        };
        self.apply(rule, &[term])
    }

    /// The steps for one rewriting of the log. Returns those of its terms that turned out to be zero.
    fn follow(&mut self, rewriting: &Rewriting) -> Result<Vec<Term>, Stuck> {
        let before = rewriting.before.clone();
        let actual = match &rewriting.way {
            Way::Tidied => match rewriting.after.as_slice() {
                [_] => vec![before],
                _ => self.tidied(before)?.into_iter().collect(),
            },
            Way::Numbered => match rewriting.after.as_slice() {
                [_] => vec![before],
                _ => self.settled(before)?.into_iter().collect(),
            },
            Way::Closed => self.closed(before)?.into_iter().collect(),
            Way::Replaced { place, value } => {
                let factor = &before.diagram.factors[*place];
                let holes = factor.slots.clone();
                let law = Law::Lemma(Box::new(worth(factor, value)?));
                self.apply_law(law, before, &[*place], &holes)?
            }
            Way::Contracted => self.contracted(before, &rewriting.after)?,
        };
        self.bridge(actual, &rewriting.after)
    }

    /// From terms to others that are the same up to bookkeeping. Returns those of the others that are zero.
    fn bridge(&mut self, actual: Vec<Term>, expected: &[Term]) -> Result<Vec<Term>, Stuck> {
        let mut missing: Vec<Term> = expected.to_vec();
        let mut different = Vec::new();
        for mut term in actual {
            adopt(&mut term, expected);
            match missing.iter().position(|m| same(m, &term)) {
                Some(place) => drop(missing.swap_remove(place)),
                None => different.push(term),
            }
        }
        let (mut goals, mut ghosts) = (Vec::new(), Vec::new());
        for term in missing {
            let mut steps = Steps::default();
            match steps.settled(term.clone())? {
                None => ghosts.push(term),
                goal => goals.push((goal, steps)),
            }
        }
        for term in different {
            let settled = self.settled(term)?;
            let Some(settled) = settled else { continue };
            let reached = |(goal, _): &(Option<Term>, Steps)| {
                goal.as_ref().is_some_and(|goal| same(goal, &settled))
            };
            let Some(place) = goals.iter().position(reached) else {
                return stuck("a step leads elsewhere than the rewriting did");
            };
            let (_, back) = goals.swap_remove(place);
            self.0.extend(back.reversed()?);
        }
        match goals.is_empty() {
            true => Ok(ghosts),
            false => stuck("the rewriting has more terms than the step"),
        }
    }

    /// The steps read backwards, where each is between two terms.
    fn reversed(self) -> Result<Vec<Step>, Stuck> {
        let mut steps = Vec::new();
        for step in self.0.into_iter().rev() {
            if step.before.len() != 1 || step.after.len() != 1 {
                return stuck("a step cannot be read backwards");
            }
            let rule = match step.rule {
                Rule::Renumber { wires, exchanged } => Rule::Renumber {
                    wires: inverse(&wires),
                    exchanged,
                },
                Rule::Law {
                    law,
                    context,
                    solved,
                } => Rule::Law {
                    law,
                    context,
                    solved: 1 - solved,
                },
                _ => return stuck("a step cannot be read backwards"),
            };
            steps.push(Step {
                rule,
                before: step.after,
                after: step.before,
            });
        }
        Ok(steps)
    }

    /// Bookkeeping, then the canonical numbering.
    fn settled(&mut self, term: Term) -> Result<Option<Term>, Stuck> {
        let Some(term) = self.tidied(term)? else {
            return Ok(None);
        };
        let numbering = numbering(&term.diagram)?;
        if let Some(wires) = numbering.reversal {
            return self.own_negative(term, wires);
        }
        let order = inverse(&numbering.order);
        self.renumbered(term, order).map(Some)
    }

    fn own_negative(&mut self, term: Term, wires: Vec<Wire>) -> Result<Option<Term>, Stuck> {
        let original = term.clone();
        let mut image = term.clone();
        image.diagram.rename(|wire| *wire = wires[*wire]);
        // Which slots to exchange so that the image is the original: match the factors.
        let mut free: Vec<usize> = (0..original.diagram.factors.len()).collect();
        let mut exchanged = Vec::new();
        for (place, factor) in image.diagram.factors.iter().enumerate() {
            let mut swapped = factor.clone();
            swapped.slots.reverse();
            let fits = |&&other: &&usize| original.diagram.factors[other] == *factor;
            let fits_swapped = |&&other: &&usize| {
                exchangeable_letter(factor) && original.diagram.factors[other] == swapped
            };
            let plain = free.iter().find(fits).copied();
            let found = plain.or_else(|| free.iter().find(fits_swapped).copied());
            let Some(found) = found else {
                return stuck("a term is its own negative by more than letters");
            };
            if plain.is_none() {
                exchanged.push(place);
            }
            free.retain(|&other| other != found);
        }
        self.apply_to(Rule::OwnNegative { wires, exchanged }, term)
    }

    /// Renumbers, and puts the slots of symmetric and skew factors in order.
    fn renumbered(&mut self, mut term: Term, wires: Vec<Wire>) -> Result<Term, Stuck> {
        let mut exchanged = Vec::new();
        for place in 0..term.diagram.factors.len() {
            let factor = &term.diagram.factors[place];
            let &[a, b] = factor.slots.as_slice() else {
                continue;
            };
            if wires[a] <= wires[b] {
                continue;
            }
            if exchangeable_letter(factor) {
                exchanged.push(place);
            } else if factor.tensor.symmetry() == Symmetry::Symmetric {
                term = self.turned(term, place)?;
                return self.renumbered(term, wires);
            }
        }
        let rule = Rule::Renumber { wires, exchanged };
        match self.apply_to(rule, term)? {
            Some(term) => Ok(term),
            None => stuck("a renumbering lost a term"),
        }
    }

    /// Exchanges the slots of a symmetric factor that is no letter.
    fn turned(&mut self, term: Term, place: usize) -> Result<Term, Stuck> {
        let factor = term.diagram.factors[place].clone();
        let Some(sum) = super::well_formed::inside(&factor.tensor) else {
            return stuck("a symmetric factor without a formula");
        };
        let transposed = sum.map(sum.outputs.iter().rev().cloned().collect(), |d| {
            d.outputs.reverse()
        });
        let law = Law::Inside {
            from: factor.tensor.clone(),
            to: factor.tensor.clone(),
            exponent: factor.exponent,
            places: vec![1, 0],
            proof: Box::new(equality(sum, &transposed)?),
        };
        let mut terms = self.apply_law(law, term, &[place], &factor.slots)?;
        match terms.pop() {
            Some(mut term) => {
                // Equal tensors may differ in what is remembered about them.
                term.diagram.factors.iter_mut().for_each(|f| {
                    if f.tensor == factor.tensor {
                        f.tensor = factor.tensor.clone();
                    }
                });
                Ok(term)
            }
            None => stuck("a symmetric factor vanished"),
        }
    }

    /// The bookkeeping rules, one at a time, until none applies.
    fn tidied(&mut self, mut term: Term) -> Result<Option<Term>, Stuck> {
        let identity: Vec<Wire> = (0..term.diagram.wires.len()).collect();
        term = self.renumbered(term, identity)?;
        loop {
            if term.coefficient.is_zero() {
                self.apply(Rule::Collect, &[term])?;
                return Ok(None);
            }
            let diagram = &term.diagram;
            if let Some((law, holes)) = excluded(diagram) {
                self.apply_law(law, term, &[], &holes)?;
                return Ok(None);
            }
            if let Some((law, factors, holes)) = local(diagram) {
                match self.apply_law(law, term, &factors, &holes)?.pop() {
                    Some(next) => term = next,
                    None => return Ok(None),
                }
                continue;
            }
            let degrees = diagram.degrees();
            let forgotten = diagram.named.iter().find(|(_, wire)| degrees[*wire] == 1);
            let free = (0..degrees.len()).find(|&wire| degrees[wire] == 0);
            let (law, wire) = match (forgotten, free) {
                (Some((label, wire)), _) => {
                    let atom = diagram.wires[*wire].clone();
                    (Law::ForgottenIndex(label.clone(), atom), *wire)
                }
                (None, Some(wire)) => (Law::FreeWire(diagram.wires[wire].clone()), wire),
                (None, None) => return Ok(Some(term)),
            };
            let last = degrees.len() - 1;
            let wires = (0..degrees.len()).map(|w| match w {
                w if w == wire => last,
                w => w - usize::from(w > wire),
            });
            term = self.renumbered(term, wires.collect())?;
            let mut context = term.diagram.clone();
            context.named.retain(|(_, w)| *w != last);
            context.wires.pop();
            let rule = Rule::Law {
                law,
                context,
                solved: 0,
            };
            match self.apply_to(rule, term)? {
                Some(next) => term = next,
                None => return Ok(None),
            }
        }
    }

    /// Every part without outputs as a scalar factor.
    fn closed(&mut self, mut term: Term) -> Result<Option<Term>, Stuck> {
        loop {
            let diagram = &term.diagram;
            let Some(wires) = closed_part(diagram) else {
                return Ok(Some(term));
            };
            let others: Vec<Wire> = (0..diagram.wires.len())
                .filter(|w| !wires.contains(w))
                .collect();
            let belongs = |f: &Factor| f.slots.first().is_some_and(|w| wires.contains(w));
            let mut part = diagram.clone();
            part.outputs.clear();
            part.named.clear();
            part.factors.retain(belongs);
            part.remove_wires(&others);
            let order = numbering(&part)?;
            if let Some(reversal) = order.reversal {
                let mut whole: Vec<Wire> = (0..diagram.wires.len()).collect();
                for (from, &to) in reversal.iter().enumerate() {
                    whole[wires[from]] = wires[to];
                }
                return self.own_negative(term, whole);
            }
            let mut new = vec![0; diagram.wires.len()];
            others
                .iter()
                .enumerate()
                .for_each(|(number, &wire)| new[wire] = number);
            for (number, &wire) in order.order.iter().enumerate() {
                new[wires[wire]] = others.len() + number;
            }
            let outer = others.len();
            term = self.renumbered(term, new)?;
            let inside = |f: &Factor| f.slots.first().is_some_and(|&w| w >= outer);
            let mut part = term.diagram.clone();
            part.outputs.clear();
            part.named.clear();
            part.factors.retain(inside);
            part.remove_wires(&(0..outer).collect::<Vec<_>>());
            part.factors.sort_unstable();
            let mut context = term.diagram.clone();
            context.factors.retain(|f| !inside(f));
            context.wires.truncate(outer);
            let rule = Rule::Law {
                law: Law::PartIsNumber(part),
                context,
                solved: 0,
            };
            match self.apply_to(rule, term)? {
                Some(next) => term = next,
                None => return Ok(None),
            }
        }
    }

    /// A rule about several factors: whichever law leads where the rewriting did.
    fn contracted(&mut self, term: Term, expected: &[Term]) -> Result<Vec<Term>, Stuck> {
        if let Some(terms) = self.orthogonal(&term, expected)? {
            return Ok(terms);
        }
        let mut candidates = eliminations(&term.diagram);
        candidates.extend(cancellations(&term.diagram));
        for (law, context, solved) in candidates {
            let mut steps = Self::default();
            let Ok(terms) = steps.apply_in(law, &context, solved, term.clone()) else {
                continue;
            };
            if Self::default().bridge(terms.clone(), expected).is_ok() {
                self.0.append(&mut steps.0);
                return Ok(terms);
            }
        }
        for push in pushes(&term.diagram)? {
            let mut steps = Self::default();
            let Ok(terms) = steps.pushed(&push, term.clone()) else {
                continue;
            };
            if Self::default().bridge(terms.clone(), expected).is_ok() {
                self.0.append(&mut steps.0);
                return Ok(terms);
            }
        }
        stuck("a contraction of which no law is known")
    }

    /// A law in a context which the term is equal to, up to bookkeeping.
    fn apply_in(
        &mut self,
        law: Law,
        context: &Diagram,
        solved: usize,
        term: Term,
    ) -> Result<Vec<Term>, Stuck> {
        let equation = law.equation().map_err(Stuck)?;
        let Some(own) = equation.get(solved) else {
            return stuck("the law has no such term");
        };
        let mut target = Term {
            diagram: plugged(context, &own.diagram).map_err(Stuck)?,
            coefficient: term.coefficient.clone(),
        };
        adopt(&mut target, std::slice::from_ref(&term));
        let settled = Self::default().settled(target.clone())?;
        let own = Self::default().settled(term.clone())?;
        if let (Some(settled), Some(own)) = (settled, own)
            && settled.coefficient != own.coefficient
        {
            target.coefficient = -target.coefficient;
        }
        self.bridge(vec![term], std::slice::from_ref(&target))?;
        let context = context.clone();
        let rule = Rule::Law {
            law,
            context,
            solved,
        };
        self.apply(rule, &[target])
    }

    /// Pushes a matrix through an inverse, and writes the new inverse as what it is worth.
    fn pushed(&mut self, push: &Push, term: Term) -> Result<Vec<Term>, Stuck> {
        let mut terms = self.apply_in(push.law.clone(), &push.context, push.solved, term)?;
        let Some(term) = terms.pop() else {
            return stuck("nothing was pushed through");
        };
        let Some(place) = term
            .diagram
            .factors
            .iter()
            .rposition(|f| f.tensor == push.inverse)
        else {
            return stuck("the new inverse is not there");
        };
        let factor = term.diagram.factors[place].clone();
        let mut normaliser = Normaliser::new(Brackets::Expanded);
        let value = normaliser.value(&factor.tensor)?;
        let law = Law::Lemma(Box::new(worth(&factor, &value)?));
        self.apply_law(law, term, &[place], &factor.slots)
    }

    /// QᵀQ = I.
    fn orthogonal(&mut self, term: &Term, expected: &[Term]) -> Result<Option<Vec<Term>>, Stuck> {
        let [expected] = expected else {
            return Ok(None);
        };
        let diagram = &term.diagram;
        let orthogonal = |f: &Factor| {
            f.tensor
                .as_symbol()
                .is_some_and(|s| s.is(Property::Orthogonal))
                && f.slots.len() == 2
        };
        let degrees = diagram.degrees();
        let places: Vec<_> = (0..diagram.factors.len())
            .filter(|&p| orthogonal(&diagram.factors[p]))
            .collect();
        for (at, &a) in places.iter().enumerate() {
            for &b in &places[at + 1..] {
                for side in 0..2 {
                    let (first, second) = (&diagram.factors[a], &diagram.factors[b]);
                    let wire = first.slots[side];
                    if first.tensor != second.tensor
                        || wire != second.slots[side]
                        || degrees[wire] != 2
                    {
                        continue;
                    }
                    let law = Law::Orthogonal {
                        letter: first.tensor.clone(),
                        rows: side == 0,
                    };
                    let mut steps = Steps::default();
                    let holes = [first.slots[1 - side], second.slots[1 - side]];
                    let last = degrees.len() - 1;
                    let new = (0..=last).map(|w| match w {
                        w if w == wire => last,
                        w => w - usize::from(w > wire),
                    });
                    let new: Vec<_> = new.collect();
                    let holes = holes.map(|w| new[w]);
                    let renumbered = steps.renumbered(term.clone(), new)?;
                    let mut context = without_factors(&renumbered.diagram, &[a, b], &holes);
                    context.wires.pop();
                    let rule = Rule::Law {
                        law,
                        context,
                        solved: 0,
                    };
                    let Ok(Some(result)) = steps.apply_to(rule, renumbered) else {
                        continue;
                    };
                    if Steps::default()
                        .bridge(vec![result.clone()], std::slice::from_ref(expected))
                        .is_ok()
                    {
                        self.0.append(&mut steps.0);
                        return Ok(Some(vec![result]));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Where a leading term of s stands beside a negative power of s: "multiply out" solved for that term.
fn eliminations(host: &Diagram) -> Vec<(Law, Diagram, usize)> {
    let mut all = Vec::new();
    for (place, factor) in host.factors.iter().enumerate() {
        let TensorKind::Piece(sum) = factor.tensor.kind() else {
            continue;
        };
        let Some(first) = leading(sum).filter(|_| factor.exponent.is_negative()) else {
            continue;
        };
        let anchors: Vec<_> = factor.slots.iter().copied().map(Some).collect();
        let Some(found) = find(&sum.terms[first].diagram, host, &anchors, place) else {
            continue;
        };
        let gone = found.inner_wires(host);
        let mut context = found.remove_from(host, place);
        context.remove_wires(&gone);
        let slots = factor.slots.iter().map(|&wire| without(&gone, wire));
        context.outputs.extend(slots);
        let law = Law::MultiplyOut(sum.clone(), factor.exponent + Rational64::one());
        all.push((law, context, 1 + first));
    }
    all
}

/// Where an inverse stands beside the leading term of its matrix.
fn cancellations(host: &Diagram) -> Vec<(Law, Diagram, usize)> {
    let mut all = Vec::new();
    for (place, factor) in host.factors.iter().enumerate() {
        let TensorKind::Inverse(sum, 1) = factor.tensor.kind() else {
            continue;
        };
        let (Some(first), true) = (leading(sum), sum.outputs.len() == 2) else {
            continue;
        };
        let symmetric = factor.tensor.symmetry() == Symmetry::Symmetric;
        for (side, left) in [(1, true), (0, false), (0, true), (1, false)] {
            let (near, far) = (factor.slots[side], factor.slots[1 - side]);
            if (side == 1) != left && !symmetric || near == far {
                continue;
            }
            let (meets, leaves) = if left { (0, 1) } else { (1, 0) };
            let mut anchors = [None, None];
            anchors[meets] = Some(near);
            let Some(found) = find(&sum.terms[first].diagram, host, &anchors, place) else {
                continue;
            };
            let end = found.outputs[leaves];
            if end == near {
                continue;
            }
            let mut gone = found.inner_wires(host);
            gone.push(near);
            let mut context = found.remove_from(host, place);
            if context.degrees()[near] > 0 {
                continue;
            }
            context.remove_wires(&gone);
            let (far, end) = (without(&gone, far), without(&gone, end));
            context
                .outputs
                .extend(if left { [far, end] } else { [end, far] });
            let matrix = sum.clone();
            all.push((Law::Cancel { matrix, left }, context, first));
        }
    }
    all
}

/// A matrix pushed through an inverse.
struct Push {
    law: Law,
    context: Diagram,
    solved: usize,
    /// The new inverse.
    inverse: Tensor,
}

/// Where S⁻¹A may become A·T⁻¹, or A·S⁻¹ become T⁻¹A.
fn pushes(host: &Diagram) -> Result<Vec<Push>, Stuck> {
    let mut all = Vec::new();
    for (place, factor) in host.factors.iter().enumerate() {
        let TensorKind::Inverse(sum, 1) = factor.tensor.kind() else {
            continue;
        };
        let symmetric = factor.tensor.symmetry() == Symmetry::Symmetric;
        if sum.outputs.len() != 2 {
            continue;
        }
        for (side, left) in [(1, true), (0, false), (0, true), (1, false)] {
            let (near, far) = (factor.slots[side], factor.slots[1 - side]);
            if (side == 1) != left && !symmetric || near == far {
                continue;
            }
            let meets = |&p: &usize| p != place && host.factors[p].slots.contains(&near);
            let Some(neighbour) = (0..host.factors.len()).find(meets) else {
                continue;
            };
            let outer = &host.factors[neighbour];
            if outer.slots.len() != 2 || host.degrees()[near] != 2 || host.open()[near] {
                continue;
            }
            let slot = usize::from(outer.slots[1] == near);
            let beyond = outer.slots[1 - slot];
            let end = usize::from(!left);
            let Some(other) = turned(sum, end, &outer.tensor, slot) else {
                continue;
            };
            let other = Normaliser::new(Brackets::Expanded).sum(&other)?;
            let mut between = sum_of(powers(&outer.tensor, outer.exponent));
            if (slot == 0) != left {
                let outputs = between.outputs.iter().rev().cloned().collect();
                between = between.map(outputs, |diagram| diagram.outputs.reverse());
            }
            let (s, t) = if left { (sum, &other) } else { (&other, sum) };
            let product = matrix_product(s, &between, 1);
            let Ok(proof) = equality(&product, &matrix_product(&between, t, 1)) else {
                continue;
            };
            let law = Law::PushThrough {
                left: s.clone(),
                between: between.clone(),
                right: t.clone(),
                proof: Box::new(proof),
            };
            let holes = if left { [far, beyond] } else { [beyond, far] };
            let mut context = without_factors(host, &[place, neighbour], &holes);
            context.remove_wires(&[near]);
            all.push(Push {
                law,
                context,
                solved: usize::from(!left),
                inverse: Tensor::inverse(other, 1),
            });
        }
    }
    Ok(all)
}

fn without(gone: &[Wire], wire: Wire) -> Wire {
    wire - gone.iter().filter(|&&g| g < wire).count()
}

/// Equal tensors may differ in what is remembered about them: takes those of the model.
pub(super) fn adopt(term: &mut Term, model: &[Term]) {
    for factor in &mut term.diagram.factors {
        let mut known = model.iter().flat_map(|t| &t.diagram.factors);
        if let Some(known) = known.find(|f| f.tensor == factor.tensor) {
            factor.tensor = known.tensor.clone();
        }
    }
}

/// The network without these factors, with holes on these wires.
fn without_factors(diagram: &Diagram, factors: &[usize], holes: &[Wire]) -> Diagram {
    let mut context = diagram.clone();
    let mut place = 0;
    context.factors.retain(|_| {
        place += 1;
        !factors.contains(&(place - 1))
    });
    context.outputs.extend_from_slice(holes);
    context
}

/// Two different numbers on one wire.
fn excluded(diagram: &Diagram) -> Option<(Law, Vec<Wire>)> {
    for (place, (a, wire)) in diagram.named.iter().enumerate() {
        for (b, other) in &diagram.named[place + 1..] {
            if wire == other && a.excludes(b) {
                let atom = diagram.wires[*wire].clone();
                return Some((
                    Law::DifferentNumbers(a.clone(), b.clone(), atom),
                    vec![*wire],
                ));
            }
        }
    }
    None
}

/// A bookkeeping law about one factor or two beside each other, with the places of the factors and the holes.
fn local(diagram: &Diagram) -> Option<(Law, Vec<usize>, Vec<Wire>)> {
    for (place, factor) in diagram.factors.iter().enumerate() {
        let (tensor, exponent) = (factor.tensor.clone(), factor.exponent);
        if exponent.is_zero() {
            return Some((Law::PowerZero(tensor), vec![place], factor.slots.clone()));
        }
        let is = |property| tensor.as_symbol().is_some_and(|s| s.is(property));
        let diagonal = matches!(factor.slots.as_slice(), [a, b] if a == b);
        if diagonal && tensor.symmetry() == Symmetry::Skew {
            let law = Law::SkewDiagonal(tensor, exponent);
            return Some((law, vec![place], factor.slots[..1].to_vec()));
        }
        for (other, parallel) in diagram.factors.iter().enumerate().skip(place + 1) {
            if parallel.tensor == tensor && parallel.slots == factor.slots {
                let law = Law::PowersAdd(tensor, exponent, parallel.exponent);
                return Some((law, vec![place, other], factor.slots.clone()));
            }
        }
        if is(Property::Mask) && exponent.is_positive() && !exponent.is_one() {
            let law = Law::Mask(tensor, exponent);
            return Some((law, vec![place], factor.slots.clone()));
        }
    }
    None
}

/// The wires of a part of the network that no output and no free index is on, in order.
fn closed_part(diagram: &Diagram) -> Option<Vec<Wire>> {
    let open = diagram.open();
    for start in 0..diagram.wires.len() {
        let mut part = vec![start];
        let mut next = 0;
        while next < part.len() {
            let wire = part[next];
            for factor in diagram.factors.iter().filter(|f| f.slots.contains(&wire)) {
                for &other in &factor.slots {
                    if !part.contains(&other) {
                        part.push(other);
                    }
                }
            }
            next += 1;
        }
        if part.iter().all(|&wire| !open[wire]) {
            part.sort_unstable();
            return Some(part);
        }
    }
    None
}

fn exchangeable_letter(factor: &Factor) -> bool {
    matches!(factor.tensor.kind(), TensorKind::Symbol(_))
        && factor.slots.len() == 2
        && match factor.tensor.symmetry() {
            Symmetry::None => false,
            Symmetry::Symmetric => true,
            Symmetry::Skew => factor.exponent.is_integer(),
        }
}

fn inverse(order: &[Wire]) -> Vec<Wire> {
    let mut inverse = vec![0; order.len()];
    order
        .iter()
        .enumerate()
        .for_each(|(place, &wire)| inverse[wire] = place);
    inverse
}

/// Equal up to the order of factors.
fn same(a: &Term, b: &Term) -> bool {
    let sorted = |term: &Term| {
        let mut diagram = term.diagram.clone();
        diagram.factors.sort_unstable();
        diagram.named.sort_unstable();
        diagram
    };
    a.coefficient == b.coefficient && (a == b || sorted(a) == sorted(b))
}
