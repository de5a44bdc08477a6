//! What no other fact expresses: conditions in words, and names that are introduced in words.

use super::formula::{Named, Node};
use super::sentence::{Kind, Mood, Sentence};
use super::statement::{copula, is_free, subject};
use super::vocabulary::{Meaning, meaning};
use super::{Fact, FactKind, PropertyWord};

/// Adds to the facts of a sentence, which begin at `from`, what is left of it.
pub(super) fn apply(sentence: &Sentence, facts: &mut Vec<Fact>, from: usize) {
    if let Some(mask) = mask_by_cases(sentence) {
        facts.push(mask);
        return;
    }
    described(sentence, facts, from);
    condition(sentence, facts, from);
}

/// *where P_{ij} = 1 if (i,j) ∈ Ω and 0 otherwise*.
fn mask_by_cases(sentence: &Sentence) -> Option<Fact> {
    let value = |formula: &super::sentence::Formula| match formula.nodes.as_slice() {
        [Node::Name(name), Node::Sign('='), Node::Number(value)] if name.is_an_entry() => {
            Some((name.letter.clone(), value.clone()))
        }
        _ => None,
    };
    let is_number = |at: usize, number: &str| match &sentence.items[at].kind {
        Kind::Word(word) => {
            word == number || (word == "zero" && number == "0") || (word == "one" && number == "1")
        }
        Kind::Math(formula) => match formula.nodes.as_slice() {
            [Node::Number(n)] => n == number,
            _ => value(formula).is_some_and(|(_, value)| value == number),
        },
        _ => false,
    };
    let (at, (letter, first)) =
        (0..sentence.items.len()).find_map(|at| Some((at, value(sentence.math(at)?)?)))?;
    let second = match first.as_str() {
        "1" => "0",
        "0" => "1",
        _ => return None,
    };
    let case = sentence.any_phrase(at + 1, &["if", "when", "for", "whenever", "iff"])?;
    let other = (at + 1 + case..sentence.items.len()).find(|at| is_number(*at, second))?;
    let closes = matches!(
        sentence.word(other + 1),
        Some("otherwise" | "elsewhere" | "if" | "else" | "for")
    );
    closes.then(|| Fact {
        span: sentence.span_of(at, other + 2),
        kind: FactKind::Property {
            names: vec![letter],
            property: PropertyWord::Mask,
        },
    })
}

/// Whether the facts say something of a name.
fn speak_of(facts: &[Fact], name: &Named) -> bool {
    let canonical = name.canonical();
    let is_it = |other: &String| *other == canonical || *other == name.letter;
    facts.iter().any(|fact| match &fact.kind {
        FactKind::Shape { names, .. }
        | FactKind::Square { names }
        | FactKind::Column { names }
        | FactKind::RowVector { names }
        | FactKind::Scalar { names }
        | FactKind::Matrix { names }
        | FactKind::Property { names, .. }
        | FactKind::PropertyIf { names, .. }
        | FactKind::Index { names, .. }
        | FactKind::Commutation { names }
        | FactKind::Fixed { names }
        | FactKind::Described { names, .. } => names.iter().any(is_it),
        FactKind::RowOf { name, .. }
        | FactKind::ColumnOf { name, .. }
        | FactKind::TransposedRowOf { name, .. }
        | FactKind::ElementOf { name, .. }
        | FactKind::Ones { name }
        | FactKind::Identity { name }
        | FactKind::Selection { name, .. }
        | FactKind::VecOf { name, .. }
        | FactKind::Set { name } => is_it(name),
        FactKind::UnitVectors { letter } | FactKind::UnitMatrices { letter } => is_it(letter),
        FactKind::Elementwise { symbol } => is_it(symbol),
        FactKind::SuperscriptRows { .. }
        | FactKind::SubscriptRows { .. }
        | FactKind::SuperscriptColumns { .. }
        | FactKind::SubscriptColumns { .. } => !name.is_bare(),
        FactKind::NumeratorLayout
        | FactKind::DenominatorLayout
        | FactKind::Einstein
        | FactKind::Conditional { .. } => false,
    })
}

/// Names that are introduced in words: *let C denote the circulant matrix of c*, *where φ is some function*.
fn described(sentence: &Sentence, facts: &mut Vec<Fact>, from: usize) {
    let mut at = 0;
    while at < sentence.items.len() {
        let next = introduced(sentence, at).map_or(at + 1, |(end, begin, until, names)| {
            let new = !names.is_empty() && !names.iter().any(|name| speak_of(&facts[from..], name));
            if new && sentence.mood(at) == Mood::Stated && !sentence.is_negated(at) {
                let kind = FactKind::Described {
                    names: names.iter().map(Named::canonical).collect(),
                    words: sentence.quote(begin, until),
                };
                facts.push(Fact {
                    span: sentence.span_of(at, until),
                    kind,
                });
            }
            end
        });
        at = next.max(at + 1);
    }
}

/// A name and the words that introduce it: behind its last item, from the first word, to the last one.
fn introduced(sentence: &Sentence, at: usize) -> Option<(usize, usize, usize, Vec<Named>)> {
    let subject = subject(sentence, at)?;
    if sentence.named(at).is_none() || !is_free(sentence, at) {
        return None;
    }
    let begin = copula(sentence, subject.end)?;
    let denotes = matches!(sentence.word(subject.end), Some("denote" | "represent"));
    let article = matches!(
        meaning(|offset| sentence.word(begin + offset)),
        Some((_, Meaning::Article))
    );
    let until = (begin..sentence.items.len().min(begin + 40))
        .find(|at| {
            let ends = matches!(sentence.mark(*at), Some(',' | '(' | ':' | '—'));
            let new = sentence.word(*at) == Some("and") && copula(sentence, at + 2).is_some();
            ends || new || sentence.math(*at).is_some_and(|formula| formula.displayed)
        })
        .unwrap_or(sentence.items.len().min(begin + 40));
    let words = sentence.word(begin).is_some();
    (until > begin && words && (denotes || article)).then_some((
        subject.end,
        begin,
        until,
        subject.names,
    ))
}

/// Phrases by which an author lays down a condition for what follows.
const SUPPOSITIONS: &[&str] = &[
    "suppose",
    "suppose that",
    "assume",
    "assume that",
    "assuming",
    "assuming that",
    "we restrict",
    "restricting",
];

/// A condition that no other fact expresses holds for the rest of its paragraph.
fn condition(sentence: &Sentence, facts: &mut Vec<Fact>, from: usize) {
    let found = sentence.condition();
    let supposed = || {
        let begins = (0..sentence.items.len().min(6))
            .find_map(|at| Some((at, sentence.any_phrase(at, SUPPOSITIONS)?)))?;
        (sentence.mood(begins.0) == Mood::Stated).then_some(begins)
    };
    let (at, count, is_condition) = match (found, supposed()) {
        (Some((at, count)), _) => (at, count, true),
        (None, Some((at, count))) => (at, count, false),
        (None, None) => return,
    };
    let end = (at + count..sentence.items.len())
        .find(|at| sentence.word(*at) == Some("then") || sentence.mark(*at) == Some(','))
        .unwrap_or(sentence.items.len());
    let clause = sentence.span_of(at, end);
    // A list in the condition has commas: a fact of the clause may reach beyond it.
    let expressed = facts[from..].iter().any(|fact| match &fact.kind {
        FactKind::PropertyIf { .. } => true,
        FactKind::Described { .. } => false,
        _ if is_condition => fact.span.start >= clause.start && fact.span.start < clause.end,
        _ => fact.span.start >= clause.start,
    });
    if expressed || at + count >= end || sentence.mood(at) == Mood::Asked {
        return;
    }
    let kind = FactKind::Conditional {
        words: sentence.quote(at, end),
    };
    let span = sentence.span.start..sentence.paragraph_end.max(sentence.span.end);
    facts.push(Fact { span, kind });
}
