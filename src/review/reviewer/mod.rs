//! Goes through a document: takes note of what it says, and judges what it claims.

mod definition;
mod equation;
mod excuse;
mod form;
mod judged;
mod relation;
mod section;

use super::context::{Context, within};
use super::elaborate::located;
use super::entry::{ChainStep, Entry, EntryKind, Place, Review, Verdict};
use super::stated::Stated;
use super::statement::Statement;
use crate::document::facts::{Fact, FactKind, Marker, facts, marker, tokens};
use crate::document::{Chain, Document, Math, Piece, Span};
use crate::expression::{Declarations, Expression, Name, Property};
use judged::Judged;
use std::collections::BTreeSet;

/// Judges every relation of a document. The seed is that of the points at which oracles look.
#[must_use]
pub fn review(document: &Document, seed: u64) -> Review {
    let mut reviewer = Reviewer::new(document, seed);
    reviewer.run();
    Review {
        entries: reviewer.entries,
    }
}

/// The same, and for each relation the equation that the oracles were asked about, where that is one.
#[must_use]
pub fn review_with_equations(document: &Document, seed: u64) -> (Review, Vec<Option<Box<Stated>>>) {
    let mut reviewer = Reviewer::new(document, seed);
    reviewer.stated = Some(Vec::new());
    reviewer.run();
    let review = Review {
        entries: reviewer.entries,
    };
    (review, reviewer.stated.unwrap_or_default())
}

struct Reviewer<'a> {
    document: &'a Document,
    seed: u64,
    context: Context,
    facts: Vec<Fact>,
    /// Facts before this one are noted.
    noted: usize,
    entries: Vec<Entry>,
    /// What was asked of each entry, if that is to be kept.
    stated: Option<Vec<Option<Box<Stated>>>>,
    chains: usize,
    /// The next statement, or all of the section, is marked as wrong.
    expected: bool,
    expected_section: bool,
    ignored: bool,
    /// The last member of the chain before.
    previous: Option<Expression>,
    /// Names that a formula further on introduces, and that have their meaning already.
    foreseen: BTreeSet<Name>,
    /// A gradient was right that is laid out as its variable.
    denominator_layout: bool,
}

impl<'a> Reviewer<'a> {
    fn new(document: &'a Document, seed: u64) -> Self {
        let facts = facts(&tokens(&document.source, &document.pieces));
        let mut context = Context::default();
        for fact in &facts {
            context.note_convention(fact);
        }
        Self {
            document,
            seed,
            context,
            facts,
            noted: 0,
            entries: Vec::new(),
            stated: None,
            chains: 0,
            expected: false,
            expected_section: false,
            ignored: false,
            previous: None,
            foreseen: BTreeSet::new(),
            denominator_layout: false,
        }
    }

    fn run(&mut self) {
        let pieces = &self.document.pieces;
        self.begin_section(0);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Section { .. } => self.begin_section(at + 1),
                Piece::Marker { text, span } => self.remark(text, span),
                Piece::Prose(_) => {}
                Piece::Math(math) => {
                    self.foresee(&pieces[at + 1..]);
                    self.math(math);
                }
            }
        }
    }

    /// What is not understood is an entry of its own: a remark that does nothing would be worse than none.
    fn remark(&mut self, text: &str, span: &Span) {
        match marker(text) {
            Marker::ExpectFailure { .. } => self.expected = true,
            Marker::ExpectFailureSection { .. } => self.expected_section = true,
            Marker::Given(text) => match Declarations::parse(&text) {
                Ok(given) => self.context.declare_all(&given),
                Err(error) => self.not_understood(error.to_string(), span),
            },
            Marker::Ignore => self.ignored = true,
            Marker::Unknown(_) => self.not_understood(
                "a remark to the checker is `given: A symmetric, X: n×m`, `expect failure` or `skip`; this is none of them"
                    .to_owned(),
                span,
            ),
        }
    }

    fn not_understood(&mut self, message: String, span: &Span) {
        let judged = Judged {
            kind: Some(EntryKind::Declaration),
            ..Judged::unsupported(message, 0..0)
        };
        self.push(span.clone(), None, judged, |_| span.clone());
    }

    fn math(&mut self, math: &Math) {
        self.note(math.span.end);
        for (span, problem) in &math.problems {
            let judged = Judged {
                kind: Some(EntryKind::Identity),
                ..Judged::unsupported(problem.clone(), 0..0)
            };
            self.push(span.clone(), None, judged, |_| span.clone());
        }
        let (assumed, words) = self.assume_for(&math.span);
        let first = self.entries.len();
        for chain in &math.chains {
            self.chain(chain, math);
        }
        self.context.take_back(assumed);
        for entry in &mut self.entries[first..] {
            if !entry.oracles.is_empty() {
                entry.assumptions.extend(words.iter().cloned());
            }
        }
        if math.chains.iter().any(|chain| !chain.links.is_empty()) {
            self.expected = false;
            self.ignored = false;
        }
    }

    fn push(
        &mut self,
        span: Span,
        chain: Option<ChainStep>,
        judged: Judged,
        source: impl Fn(Span) -> Span,
    ) {
        let (line, column) = self.document.line_and_column(span.start);
        let verdict = judged.verdict();
        let mut judged = judged.in_given_sizes();
        if let Some(stated) = &mut self.stated {
            stated.push(judged.stated.take());
        }
        self.entries.push(Entry {
            line,
            column,
            kind: judged.kind.unwrap_or(EntryKind::Identity),
            verdict,
            contradiction: judged.contradiction,
            expected_to_fail: self.expected
                || self.expected_section && verdict != Verdict::Definition,
            chain,
            oracles: judged.oracles,
            assumptions: judged.assumptions,
            message: judged.message,
            places: judged
                .places
                .into_iter()
                .map(|(part, text)| Place {
                    span: source(part),
                    text,
                })
                .filter(|place| {
                    span.start <= place.span.start && place.span.end <= span.end.max(place.span.end)
                })
                .collect(),
            correction: judged.correction,
            counterexample: judged.counterexample,
            span,
        });
    }

    fn chain(&mut self, chain: &Chain, math: &Math) {
        let mut statement = Statement::read(chain, &self.context.declarations);
        if statement.relations.is_empty() {
            self.previous = statement
                .sides
                .first()
                .and_then(|side| side.read.clone().ok());
            return;
        }
        if self.ignored {
            return;
        }
        // A chain that begins with its sign goes on with the member before.
        if chain.first.tex.is_blank()
            && let (Some(previous), Some(side)) = (&self.previous, statement.sides.first_mut())
        {
            side.read = Ok(located(previous.clone(), &(0..0)));
        }
        let conditional = self.condition(&math.span);
        self.chains += 1;
        let steps = statement.relations.len();
        let mut from_first = Some(true);
        let mut kind = None;
        for step in 0..steps {
            let relation = statement.relations[step];
            let mut judged = self.relation(&statement, step, relation, &mut kind, math);
            // What the document itself calls wrong needs no excuse.
            if judged.is_wrong() && !self.expected {
                self.excuse(&mut judged, &statement, step, conditional.as_deref());
                if judged.verdict() == Verdict::Unsupported {
                    judged.counterexample = None;
                    judged.correction = None;
                }
            }
            self.correct(&mut judged);
            if step == 0 {
                from_first = from_first.and(judged.is_true());
            } else {
                from_first = match (from_first, judged.is_true()) {
                    (Some(true), Some(true)) => Some(true),
                    (Some(true), Some(false)) => Some(false),
                    (Some(_), Some(_)) => self.equals_first(&statement, step),
                    _ => None,
                };
            }
            let link = (steps > 1).then_some(ChainStep {
                id: self.chains,
                step: step + 1,
                holds_from_first: from_first,
            });
            let tex = statement.tex.clone();
            let span = statement.spans[step].clone();
            self.push(span.clone(), link, judged, |part| {
                if part.is_empty() {
                    span.clone()
                } else {
                    tex.source(part)
                }
            });
        }
        self.previous = statement
            .sides
            .last()
            .and_then(|side| side.read.clone().ok());
    }

    /// Takes for granted what the sentence around a formula supposes: *for symmetric A, …*.
    fn assume_for(&mut self, span: &Span) -> (Vec<(Name, Property)>, Vec<String>) {
        let (mut assumed, mut words) = (Vec::new(), Vec::new());
        for fact in &self.facts {
            let FactKind::PropertyIf { names, property } = &fact.kind else {
                continue;
            };
            if !within(span, &fact.span) {
                continue;
            }
            for name in names {
                let new = self.context.assume_here(name, *property);
                words.extend(new.iter().map(|(name, property)| {
                    format!("{name} is {property}, as this sentence supposes")
                }));
                assumed.extend(new);
            }
        }
        (assumed, words)
    }

    /// The condition that the words around a formula make.
    fn condition(&self, span: &Span) -> Option<String> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Conditional { words } if within(span, &fact.span) => Some(words.clone()),
            _ => None,
        })
    }
}
