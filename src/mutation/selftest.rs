//! Mutants of what is right, before the oracles.

use super::{Family, mutants};
use crate::check::Verdict;
use crate::document::{Document, Span};
use crate::expression::{Expression, Kind};
use crate::review::{Altered, Stated, Verdict as Judgement, review_with_equations};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Most mutants of one family made of one equation, spread evenly over all there are.
    pub most: usize,
    /// Seed of the points at which oracles look.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            most: 3,
            seed: 2026,
        }
    }
}

/// What became of the mutants of one family.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Mutants, equivalent ones aside.
    pub tried: usize,
    /// Refuted, by whomever.
    pub refuted: usize,
    /// Refuted by the shapes alone; no oracle was asked.
    pub ill_typed: usize,
    /// How many each oracle disagrees with, by its name.
    pub by: BTreeMap<String, usize>,
    /// Proved equal to the original, and no mistakes.
    pub equivalent: usize,
    /// Without a meaning, such as the square root of a negative number; not tried.
    pub meaningless: usize,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.tried += other.tried;
        self.refuted += other.refuted;
        self.ill_typed += other.ill_typed;
        self.equivalent += other.equivalent;
        self.meaningless += other.meaningless;
        for (name, count) in &other.by {
            *self.by.entry(name.clone()).or_default() += count;
        }
    }
}

/// A mutant that nobody refuted or proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// Where the true equation stands.
    pub span: Span,
    /// Its line.
    pub line: usize,
    /// The mistake.
    pub family: Family,
    /// The false equation.
    pub equation: String,
    /// What was said of it.
    pub because: String,
}

/// What became of all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Equations that are right and were mutated.
    pub equations: usize,
    /// By family, those without a mutant left out.
    pub families: BTreeMap<Family, Count>,
    /// What nobody noticed.
    pub missed: Vec<Missed>,
}

impl Tally {
    /// Mutants in all, equivalent ones aside.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.total().tried
    }

    /// All families together.
    #[must_use]
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.families.values().for_each(|count| total.add(count));
        total
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.equations += other.equations;
        for (family, count) in other.families {
            self.families.entry(family).or_default().add(&count);
        }
        self.missed.extend(other.missed);
        self
    }
}

/// Mutates the equations of a document that are right. Cost: about that of checking a document with as many relations as there are mutants.
#[must_use]
pub fn selftest(document: &Document, settings: &Settings) -> Tally {
    let (review, stated) = review_with_equations(document, settings.seed);
    let right: Vec<_> = review
        .entries
        .iter()
        .zip(stated)
        .filter(|(entry, _)| matches!(entry.verdict, Judgement::Proved | Judgement::Holds))
        .filter_map(|(entry, stated)| Some((entry, stated?)))
        .collect();
    right
        .par_iter()
        .map(|(entry, stated)| of_equation(stated, settings, (entry.line, &entry.span)))
        .reduce(Tally::default, Tally::and)
}

fn of_equation(stated: &Stated, settings: &Settings, (line, span): (usize, &Span)) -> Tally {
    let mut tally = Tally {
        equations: 1,
        ..Tally::default()
    };
    for (family, mutant) in chosen(spoiled(stated), settings.most) {
        let count = tally.families.entry(family).or_default();
        let mut miss = |because: String| {
            tally.missed.push(Missed {
                span: span.clone(),
                line,
                family,
                equation: format!("{} = {mutant}", stated.left()),
                because,
            });
        };
        match stated.altered(&mutant, settings.seed) {
            Altered::Meaningless(_) => count.meaningless += 1,
            Altered::Equivalent => count.equivalent += 1,
            Altered::IllTyped
            | Altered::Judged {
                verdict: Verdict::IllTyped { .. },
                ..
            } => {
                count.tried += 1;
                count.refuted += 1;
                count.ill_typed += 1;
            }
            Altered::Judged { verdict, against } => match verdict {
                Verdict::Proved => count.equivalent += 1,
                Verdict::Refuted { .. } => {
                    count.tried += 1;
                    count.refuted += 1;
                    for name in against {
                        *count.by.entry(name).or_default() += 1;
                    }
                }
                other => {
                    count.tried += 1;
                    miss(other.to_string());
                }
            },
        }
    }
    tally
}

/// Every mutant of the right side.
fn spoiled(stated: &Stated) -> Vec<(Family, Expression)> {
    let mut signed = stated.signed();
    // What is small has no sign to lose, for |δ| has no expansion about zero; nor has what a norm is taken of.
    let mut signless = |e: &Expression| {
        match &e.kind {
            Kind::Expansion { about, .. } => signed.retain(|name| !about.contains(name)),
            Kind::Norm(of) => {
                let of = of.names();
                signed.retain(|name| !of.contains(name));
            }
            _ => {}
        }
        false
    };
    stated.left().any(&mut signless);
    stated.right().any(&mut signless);
    mutants(&stated.right(), &stated.dimensions(), &signed)
}

/// At most so many of each family, spread over all of it.
fn chosen(all: Vec<(Family, Expression)>, most: usize) -> Vec<(Family, Expression)> {
    let mut families: BTreeMap<Family, Vec<Expression>> = BTreeMap::new();
    for (family, mutant) in all {
        families.entry(family).or_default().push(mutant);
    }
    let mut chosen = Vec::new();
    for (family, mutants) in families {
        let count = mutants.len().min(most);
        let places = (0..count).map(|i| i * mutants.len() / count);
        chosen.extend(places.map(|place| (family, mutants[place].clone())));
    }
    chosen
}
