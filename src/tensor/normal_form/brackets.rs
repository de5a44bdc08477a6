//! Powers of sums, entry by entry: multiplied out where the exponent is a positive integer, brackets otherwise.

use super::{Brackets, GivenUp, Normaliser, entrywise, ones};
use crate::expression::Property;
use crate::scalar::Rational;
use crate::tensor::diagram::{Diagram, Factor, Sum, Term};
use crate::tensor::dimension::Atom;
use crate::tensor::tensor::{Symmetry, Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{One, Signed, ToPrimitive, Zero};

impl Normaliser {
    /// Every entry of a sum in normal form to a power, in normal form up to the numbering of wires.
    pub(super) fn power(&mut self, value: Sum, exponent: Rational64) -> Result<Sum, GivenUp> {
        let positive = exponent > Rational64::zero();
        if value.terms.is_empty() && positive {
            return Ok(value);
        }
        let expand = self.brackets == Brackets::Expanded || value.terms.len() == 1;
        if exponent.is_integer() && positive && expand {
            return self.multiplied_out(&value, *exponent.numer());
        }
        if exponent > Rational64::one() && expand {
            let whole = exponent.floor();
            let (whole, rest) = (
                self.multiplied_out(&value, *whole.numer())?,
                exponent - whole,
            );
            return Ok(entrywise(&whole, &self.power(value, rest)?));
        }
        let (content, rest) = if exponent.is_integer() {
            self.content(value)?
        } else {
            self.positive_content(value, exponent)?
        };
        let mut outer = content.to_the(exponent);
        if is_one(&rest) {
            return Ok(outer);
        }
        if exponent.is_integer()
            && let Some(parts) = separated(&rest)
        {
            for part in parts {
                let part = self.sum(&part)?;
                outer = entrywise(&outer, &self.power(part, exponent)?);
            }
            return Ok(outer);
        }
        if let Some(factor) = single_factor(&rest, exponent) {
            let mut power = rest.clone();
            power.terms[0].diagram.factors[0].exponent = factor * exponent;
            return Ok(entrywise(&outer, &power));
        }
        let bracket = self.node(rest, TensorKind::Piece, exponent)?;
        outer = entrywise(&outer, &bracket);
        Ok(outer)
    }

    fn multiplied_out(&mut self, value: &Sum, times: i64) -> Result<Sum, GivenUp> {
        let mut product = value.clone();
        for _ in 1..times {
            self.step()?;
            // Collecting in between keeps (a + b)ⁿ at n + 1 terms.
            product = self.sum(&entrywise(&product, value))?;
        }
        Ok(product)
    }

    /// One factor that holds a sum in normal form. Outputs that nothing depends on are left out, and the slots are
    /// put in the order in which the sum comes first.
    pub(super) fn node(
        &mut self,
        inner: Sum,
        kind: impl FnOnce(Sum) -> TensorKind,
        exponent: Rational64,
    ) -> Result<Sum, GivenUp> {
        let degrees: Vec<_> = inner.terms.iter().map(|t| t.diagram.degrees()).collect();
        let depends = |place: usize| {
            inner
                .terms
                .iter()
                .zip(&degrees)
                .any(|(t, d)| d[t.diagram.outputs[place]] > 1)
        };
        let all = inner.outputs.clone();
        let kept: Vec<usize> = (0..all.len()).filter(|&place| depends(place)).collect();
        let (inner, order, symmetry) = self.oriented(&inner, &kept)?;
        let tensor = Tensor::in_form(kind(inner), symmetry, self.form());
        let mut result = ones(&all);
        let slots = order
            .iter()
            .map(|&place| result.terms[0].diagram.outputs[place])
            .collect();
        result.terms[0]
            .diagram
            .factors
            .push(Factor::to_the(tensor, exponent, slots));
        Ok(result)
    }

    /// A sum of one factor whose slots are these outputs in order.
    pub(super) fn opaque(&self, kind: TensorKind, outputs: &[Atom]) -> Sum {
        let tensor = Tensor::in_form(kind, Symmetry::None, self.form());
        let diagram = Diagram::of(tensor, outputs.to_vec());
        Sum {
            outputs: outputs.to_vec(),
            terms: vec![Term::of(diagram)],
        }
    }

    /// The sum with only the kept outputs, in the order that makes it least, and this order.
    fn oriented(
        &mut self,
        inner: &Sum,
        kept: &[usize],
    ) -> Result<(Sum, Vec<usize>, Symmetry), GivenUp> {
        let mut best: Option<(Sum, Vec<usize>)> = None;
        let mut symmetry = Symmetry::None;
        for order in orders(kept) {
            let candidate = self.with_outputs(inner, &order)?;
            match &best {
                Some((known, _))
                    if candidate.terms == known.terms && candidate.outputs == known.outputs =>
                {
                    if kept.len() == 2 {
                        symmetry = Symmetry::Symmetric;
                    }
                }
                Some((known, _)) if candidate >= *known => {}
                _ => best = Some((candidate, order)),
            }
        }
        let (sum, order) = best.unwrap_or_else(|| (inner.clone(), kept.to_vec()));
        Ok((sum, order, symmetry))
    }

    /// A sum in normal form with only these outputs, in this order, in normal form again. What is left out must be
    /// on wires of their own.
    pub(super) fn with_outputs(&mut self, sum: &Sum, places: &[usize]) -> Result<Sum, GivenUp> {
        if places.iter().copied().eq(0..sum.outputs.len()) {
            return Ok(sum.clone());
        }
        let outputs = places
            .iter()
            .map(|&place| sum.outputs[place].clone())
            .collect();
        let changed = sum.map(outputs, |diagram| {
            let old = std::mem::take(&mut diagram.outputs);
            diagram.outputs = places.iter().map(|&place| old[place]).collect();
            let degrees = diagram.degrees();
            let unused: Vec<_> = old.into_iter().filter(|&wire| degrees[wire] == 0).collect();
            diagram.remove_wires(&unused);
        });
        self.sum(&changed)
    }

    /// The factors common to all terms and a number, and what is left: their product is the sum.
    pub(in crate::tensor) fn content(&mut self, sum: Sum) -> Result<(Content, Sum), GivenUp> {
        let Some(leading) = leading(&sum) else {
            return Ok((Content::one(&sum.outputs), sum));
        };
        let number = sum.terms[leading].coefficient.clone();
        let mut common = local_factors(&sum.terms[0].diagram);
        for term in &sum.terms[1..] {
            let own = local_factors(&term.diagram);
            for (tensor, places, exponent) in &mut common {
                let known = own.iter().find(|(t, p, _)| t == tensor && p == places);
                let other = known.map_or_else(Rational64::zero, |(_, _, e)| *e);
                *exponent = (*exponent).min(other);
            }
            for (tensor, places, exponent) in own {
                let seen = common.iter().any(|(t, p, _)| *t == tensor && *p == places);
                if !seen && exponent < Rational64::zero() {
                    common.push((tensor, places, exponent));
                }
            }
        }
        common.retain(|(_, _, exponent)| !exponent.is_zero());
        let content = Content {
            outputs: sum.outputs.clone(),
            number,
            factors: common,
        };
        let rest = if content.is_one() {
            sum
        } else {
            let inverse = content.to_the(-Rational64::one());
            self.sum(&entrywise(&sum, &inverse))?
        };
        Ok((content, rest))
    }

    /// Of the content only what may be taken out of a fractional power: positive numbers whose power is rational.
    pub(in crate::tensor) fn positive_content(
        &mut self,
        sum: Sum,
        exponent: Rational64,
    ) -> Result<(Content, Sum), GivenUp> {
        let mut content = Content::one(&sum.outputs);
        if let Some(leading) = leading(&sum) {
            let number = sum.terms[leading].coefficient.clone();
            if rational_power(&number, exponent).is_some() {
                content.number = number.clone();
                return Ok((content, sum.times(&number.recip())));
            }
        }
        Ok((content, sum))
    }
}

/// (A∘B)^e = A^e ∘ B^e and (A^d)^e = A^(de) for an integer e < 0 and parts A and B that have no wire but outputs in
/// common, whatever is in them.
pub(super) fn distributed(factor: &Factor) -> Option<Sum> {
    let TensorKind::Piece(inner) = factor.tensor.kind() else {
        return None;
    };
    let [term] = inner.terms.as_slice() else {
        return None;
    };
    let diagram = &term.diagram;
    let negative = factor.exponent.is_integer() && factor.exponent < Rational64::zero();
    let open = diagram.open();
    let mut outputs = diagram.outputs.clone();
    outputs.sort_unstable();
    outputs.dedup();
    let distinct = outputs.len() == diagram.outputs.len();
    let bare = (diagram.degrees().iter().zip(&open)).any(|(&degree, open)| degree == 0 && !open);
    if !negative || !distinct || bare {
        return None;
    }
    let groups = parts_between_outputs(diagram, &open);
    let is_local = |group: &[Factor]| {
        let slots = || group.iter().flat_map(|f| &f.slots);
        group.len() == 1 && slots().all(|&wire| open[wire])
    };
    match groups.as_slice() {
        [] => return None,
        [only] if !is_local(only) || only[0].exponent.is_one() => return None,
        _ => {}
    }
    let mut power = term.clone();
    power.coefficient = rational_power(&term.coefficient, factor.exponent)?;
    power.diagram.factors = groups
        .iter()
        .map(|group| {
            if is_local(group) {
                let exponent = group[0].exponent * factor.exponent;
                return Factor::to_the(group[0].tensor.clone(), exponent, group[0].slots.clone());
            }
            let mut part = Diagram {
                wires: diagram.wires.clone(),
                factors: group.clone(),
                ..Diagram::default()
            };
            let degrees = part.degrees();
            part.outputs = (0..open.len())
                .filter(|&wire| open[wire] && degrees[wire] > 0)
                .collect();
            let slots = part.outputs.clone();
            let unused: Vec<_> = (0..open.len()).filter(|&w| degrees[w] == 0).collect();
            part.remove_wires(&unused);
            let part = Tensor::piece(Sum::of(Term::of(part)));
            Factor::to_the(part, factor.exponent, slots)
        })
        .collect();
    let inner_wires: Vec<_> = (0..open.len()).filter(|&wire| !open[wire]).collect();
    power.diagram.remove_wires(&inner_wires);
    Some(Sum {
        outputs: inner.outputs.clone(),
        terms: vec![power],
    })
}

/// The factors in groups that share no wire that is not open.
fn parts_between_outputs(diagram: &Diagram, open: &[bool]) -> Vec<Vec<Factor>> {
    let mut groups: Vec<Vec<Factor>> = Vec::new();
    for factor in &diagram.factors {
        let meets = |group: &Vec<Factor>| {
            let mut slots = group.iter().flat_map(|f| &f.slots);
            slots.any(|wire| !open[*wire] && factor.slots.contains(wire))
        };
        let (joined, mut others): (Vec<_>, Vec<_>) = groups.into_iter().partition(meets);
        let mut own: Vec<Factor> = joined.into_iter().flatten().collect();
        own.push(factor.clone());
        others.push(own);
        groups = others;
    }
    groups
}

/// A product of a number and factors on outputs.
pub(in crate::tensor) struct Content {
    outputs: Vec<Atom>,
    pub(in crate::tensor) number: Rational,
    /// Each with the places of the outputs that its slots are on.
    pub(in crate::tensor) factors: Vec<(Tensor, Vec<usize>, Rational64)>,
}

impl Content {
    fn one(outputs: &[Atom]) -> Self {
        Self {
            outputs: outputs.to_vec(),
            number: Rational::one(),
            factors: Vec::new(),
        }
    }

    pub(in crate::tensor) fn is_one(&self) -> bool {
        self.number.is_one() && self.factors.is_empty()
    }

    /// Its power as a sum of one term. The number must have that power.
    pub(in crate::tensor) fn to_the(&self, exponent: Rational64) -> Sum {
        let mut sum = ones(&self.outputs);
        let term = &mut sum.terms[0];
        if let Some(number) = rational_power(&self.number, exponent) {
            term.coefficient = number;
        }
        for (tensor, places, own) in &self.factors {
            let slots = places
                .iter()
                .map(|&place| term.diagram.outputs[place])
                .collect();
            term.diagram
                .factors
                .push(Factor::to_the(tensor.clone(), own * exponent, slots));
        }
        sum
    }
}

/// The place of the term that a bracket is normalised by: the one of highest degree, and of these the last. It is
/// also the term that rules eliminate.
pub(in crate::tensor) fn leading(sum: &Sum) -> Option<usize> {
    let degree =
        |term: &Term| -> Rational64 { term.diagram.factors.iter().map(|f| f.exponent).sum() };
    (0..sum.terms.len()).max_by_key(|&place| (degree(&sum.terms[place]), place))
}

/// The factors with all slots on outputs, each with the places of these outputs.
pub(super) fn local_factors(diagram: &Diagram) -> Vec<(Tensor, Vec<usize>, Rational64)> {
    let place = |wire: &usize| diagram.outputs.iter().position(|output| output == wire);
    let local = |factor: &Factor| {
        let places: Option<Vec<_>> = factor.slots.iter().map(place).collect();
        Some((factor.tensor.clone(), places?, factor.exponent))
    };
    diagram.factors.iter().filter_map(local).collect()
}

/// Whether the sum is 1 everywhere.
pub(in crate::tensor) fn is_one(sum: &Sum) -> bool {
    let [term] = sum.terms.as_slice() else {
        return false;
    };
    let diagram = &term.diagram;
    term.coefficient.is_one()
        && diagram.factors.is_empty()
        && diagram.degrees().iter().all(|&degree| degree == 1)
        && diagram.named.is_empty()
}

/// The exponent of the only factor of a sum, where a power of it is a power of that factor: √(x²) is not x.
fn single_factor(sum: &Sum, exponent: Rational64) -> Option<Rational64> {
    let [term] = sum.terms.as_slice() else {
        return None;
    };
    let [factor] = term.diagram.factors.as_slice() else {
        return None;
    };
    let local = local_factors(&term.diagram).len() == 1;
    let distinct = term
        .diagram
        .degrees()
        .iter()
        .zip(term.diagram.open())
        .all(|(&degree, open)| degree <= 2 && open);
    let even = factor.exponent.is_integer() && factor.exponent.numer() % 2 == 0;
    let safe = exponent.is_integer() || !even || is_positive(&factor.tensor);
    (term.coefficient.is_one() && local && distinct && safe).then_some(factor.exponent)
}

/// The factors of a single term that is an entrywise product of several networks: those parts that inner wires
/// hold together. `None` if there is one part, or an output that two wires share.
fn separated(sum: &Sum) -> Option<Vec<Sum>> {
    let [term] = sum.terms.as_slice() else {
        return None;
    };
    let diagram = &term.diagram;
    let mut distinct = diagram.outputs.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if diagram.factors.len() < 2
        || distinct.len() != diagram.outputs.len()
        || !diagram.named.is_empty()
    {
        return None;
    }
    let open = diagram.open();
    let mut part: Vec<usize> = (0..diagram.factors.len()).collect();
    for (place, factor) in diagram.factors.iter().enumerate() {
        for (other, earlier) in diagram.factors[..place].iter().enumerate() {
            let joined = factor
                .slots
                .iter()
                .any(|wire| !open[*wire] && earlier.slots.contains(wire));
            if joined && part[other] != part[place] {
                let (from, to) = (part[place], part[other]);
                part.iter_mut()
                    .filter(|p| **p == from)
                    .for_each(|p| *p = to);
            }
        }
    }
    let mut roots = part.clone();
    roots.sort_unstable();
    roots.dedup();
    if roots.len() < 2 {
        return None;
    }
    let one = |root: usize| {
        let belongs = part
            .iter()
            .zip(&diagram.factors)
            .filter(|(p, _)| **p == root);
        let mut own = Diagram {
            factors: belongs.map(|(_, f)| f.clone()).collect(),
            ..diagram.clone()
        };
        let degrees = own.degrees();
        let unused: Vec<_> = (0..degrees.len())
            .filter(|&wire| degrees[wire] == 0)
            .collect();
        own.remove_wires(&unused);
        let first = root == roots[0];
        let coefficient = if first {
            term.coefficient.clone()
        } else {
            Rational::one()
        };
        Sum {
            outputs: sum.outputs.clone(),
            terms: vec![Term {
                diagram: own,
                coefficient,
            }],
        }
    };
    Some(roots.iter().map(|&root| one(root)).collect())
}

/// Whether every entry is known to be positive.
pub(in crate::tensor) fn is_positive(tensor: &Tensor) -> bool {
    use crate::scalar::Elementary;
    match tensor.kind() {
        TensorKind::Symbol(symbol) => symbol.is(Property::Positive),
        TensorKind::Diagonal(symbol) => {
            symbol.is(Property::Positive) || symbol.is(Property::PositiveDefinite)
        }
        TensorKind::Elementary(function, _) => {
            matches!(function, Elementary::Exp | Elementary::Sigmoid)
        }
        TensorKind::Piece(sum) => {
            let positive = |term: &Term| {
                term.coefficient.is_positive()
                    && term.diagram.factors.iter().all(|f| is_positive(&f.tensor))
            };
            !sum.terms.is_empty() && sum.terms.iter().all(positive)
        }
        TensorKind::Dimension(_) => true,
        TensorKind::Closed(_) | TensorKind::Inverse(..) | TensorKind::Determinant(..) => false,
    }
}

/// A rational number to a rational power, where that is rational: integer powers, and roots that come out even.
pub(super) fn rational_power(number: &Rational, exponent: Rational64) -> Option<Rational> {
    let power = i32::try_from(*exponent.numer()).ok()?;
    let degree = u32::try_from(*exponent.denom()).ok()?;
    if number.is_zero() {
        return None;
    }
    if degree == 1 {
        return Some(number.pow(power));
    }
    if !number.is_positive() {
        return None;
    }
    let root = |part: &num_bigint::BigInt| {
        let root = part.nth_root(degree);
        (root.pow(degree) == *part).then_some(root)
    };
    Some(Rational::new(root(number.numer())?, root(number.denom())?).pow(power))
}

/// A rational coefficient as an exponent, if it is small enough.
pub(super) fn as_exponent(number: &Rational) -> Option<Rational64> {
    Some(Rational64::new(
        number.numer().to_i64()?,
        number.denom().to_i64()?,
    ))
}

/// The orders of these places: all of them for up to four, the given one for more.
fn orders(places: &[usize]) -> Vec<Vec<usize>> {
    if places.len() > 4 {
        return vec![places.to_vec()];
    }
    let Some((&first, others)) = places.split_first() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for order in orders(others) {
        for at in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(at, first);
            all.push(longer);
        }
    }
    all
}
