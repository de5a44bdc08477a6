//! Conventions that a text announces: layouts of derivatives, sums over repeated indices, signs that work entry by
//! entry.

use super::sentence::{Mood, Sentence};
use super::{Fact, FactKind};

/// Phrases that announce a convention.
const ANNOUNCEMENTS: &[(&str, FactKind)] = &[
    ("numerator layout", FactKind::NumeratorLayout),
    ("jacobian layout", FactKind::NumeratorLayout),
    ("jacobian formulation", FactKind::NumeratorLayout),
    ("numerator convention", FactKind::NumeratorLayout),
    ("gradient is row vector", FactKind::NumeratorLayout),
    ("gradient is a row vector", FactKind::NumeratorLayout),
    ("gradient as row vector", FactKind::NumeratorLayout),
    ("gradient as a row vector", FactKind::NumeratorLayout),
    ("gradient to be a row vector", FactKind::NumeratorLayout),
    ("derivative is row vector", FactKind::NumeratorLayout),
    ("derivative is a row vector", FactKind::NumeratorLayout),
    ("denominator layout", FactKind::DenominatorLayout),
    ("hessian layout", FactKind::DenominatorLayout),
    ("hessian formulation", FactKind::DenominatorLayout),
    ("gradient layout", FactKind::DenominatorLayout),
    ("gradient formulation", FactKind::DenominatorLayout),
    ("denominator convention", FactKind::DenominatorLayout),
    ("gradient is column vector", FactKind::DenominatorLayout),
    ("gradient is a column vector", FactKind::DenominatorLayout),
    ("gradient as column vector", FactKind::DenominatorLayout),
    ("gradient as a column vector", FactKind::DenominatorLayout),
    (
        "gradient to be a column vector",
        FactKind::DenominatorLayout,
    ),
    ("derivative is column vector", FactKind::DenominatorLayout),
    ("derivative is a column vector", FactKind::DenominatorLayout),
    ("einstein summation", FactKind::Einstein),
    ("einstein notation", FactKind::Einstein),
    ("einstein convention", FactKind::Einstein),
    ("einstein's summation convention", FactKind::Einstein),
    ("summation convention", FactKind::Einstein),
    ("over repeated index", FactKind::Einstein),
    ("repeated index is summed", FactKind::Einstein),
    ("sum over repeated index", FactKind::Einstein),
    ("over all repeated index", FactKind::Einstein),
];

/// Words behind which a convention is not the one that is used.
const INSTEAD: &[&str] = &[
    "not",
    "without",
    "never",
    "opposed",
    "than",
    "instead",
    "unlike",
    "or",
    "versus",
    "vs",
    "don't",
    "whether",
    "avoid",
    "transpose",
];

/// The conventions of a sentence.
pub(super) fn from_conventions(sentence: &Sentence, facts: &mut Vec<Fact>) {
    let mut found: Vec<Fact> = Vec::new();
    for at in 0..sentence.items.len() {
        if sentence.mood(at) != Mood::Stated {
            continue;
        }
        let announced = ANNOUNCEMENTS
            .iter()
            .filter_map(|(phrase, kind)| Some((sentence.phrase(at, phrase)?, kind)))
            .max_by_key(|(count, _)| *count);
        if let Some((count, kind)) = announced {
            let instead = (at.saturating_sub(6)..at).any(|at| {
                sentence
                    .word(at)
                    .is_some_and(|word| INSTEAD.contains(&word))
            });
            if !instead && !found.iter().any(|fact| fact.kind == *kind) {
                found.push(Fact {
                    span: sentence.span_of(at, at + count),
                    kind: kind.clone(),
                });
            }
        }
        if let Some(fact) = elementwise(sentence, at)
            && !sentence.is_negated(at)
            && !found.iter().any(|known| known.kind == fact.kind)
        {
            found.push(fact);
        }
    }
    // Both layouts in one sentence are compared, and neither is announced.
    let both = [FactKind::NumeratorLayout, FactKind::DenominatorLayout]
        .iter()
        .all(|kind| found.iter().any(|fact| fact.kind == *kind));
    if both {
        found.retain(|fact| fact.kind == FactKind::Einstein);
    }
    facts.extend(found);
}

/// Words for *entry by entry*.
const ENTRYWISE: &[&str] = &[
    "elementwise",
    "element wise",
    "element by element",
    "entry wise",
    "entrywise",
    "entry by entry",
    "componentwise",
    "component wise",
    "pointwise",
    "point wise",
    "entry by entry",
    "hadamard",
    "schur",
    "coordinatewise",
];

/// Operations that are written with a sign of their own, which the words do not tell.
const PRODUCTS: &[&str] = &[
    "product",
    "multiplication",
    "multiply",
    "(hadamard)",
    "multiplied",
];

/// Operations by their words, with their sign.
const OPERATIONS: &[(&str, &str)] = &[
    ("division", "/"),
    ("quotient", "/"),
    ("fraction", "/"),
    ("divide", "/"),
    ("divided", "/"),
    ("square root", "√"),
    ("root", "√"),
    ("exponential", "exp"),
    ("exponentiation", "exp"),
    ("exp", "exp"),
    ("logarithm", "log"),
    ("log", "log"),
    ("power", "^"),
    ("square", "^"),
    ("squaring", "^"),
    ("squared", "^"),
    ("absolute value", "|"),
    ("sigmoid", "sigmoid"),
    ("relu", "relu"),
];

/// Signs that may be elementwise.
const SIGNS: &str = "∘⊙∗·⋆⊘÷/";

/// *∘ denotes elementwise multiplication*, *division is elementwise*, *exp is applied entry by entry*.
fn elementwise(sentence: &Sentence, at: usize) -> Option<Fact> {
    const REACH: usize = 5;
    let count = sentence.any_phrase(at, ENTRYWISE)?;
    let behind = at + count;
    let sign_at = |at: usize| {
        let sign = match sentence.math(at) {
            Some(formula) => formula.symbol()?,
            None => sentence.mark(at)?,
        };
        SIGNS.contains(sign).then_some(sign)
    };
    // The operation stands behind, or before with a verb.
    let product = (behind..behind + REACH)
        .take_while(|at| sentence.mark(*at) != Some(','))
        .find(|at| {
            sentence
                .word(*at)
                .is_some_and(|word| PRODUCTS.contains(&word))
        });
    let spelled = ["hadamard", "schur"]
        .iter()
        .any(|word| sentence.word(at) == Some(word));
    if let Some(product) = product {
        // "Hadamard product ⊙", "Hadamard product is denoted by ⊙"
        let after = (product + 1..product + 1 + REACH)
            .take_while(|at| sentence.mark(*at) != Some(',') && sentence.word(*at) != Some("and"))
            .find_map(|at| Some((at, sign_at(at)?)));
        let before = (at.saturating_sub(REACH + 2)..at)
            .rev()
            .take_while(|at| sentence.mark(*at) != Some('.'))
            .find_map(|at| Some((at, sign_at(at)?)));
        let (place, sign) = after.or(before)?;
        let span = sentence.span_of(place.min(at), (place + 1).max(product + 1));
        return Some(Fact {
            span,
            kind: FactKind::Elementwise {
                symbol: sign.to_string(),
            },
        });
    }
    if spelled {
        return None;
    }
    let operation = |at: usize| {
        let found = OPERATIONS
            .iter()
            .find(|(words, _)| sentence.phrase(at, words).is_some());
        found.map(|(_, symbol)| (at, (*symbol).to_owned()))
    };
    let is_open = |at: &usize| sentence.mark(*at) != Some(',');
    let after = (behind..behind + 2).take_while(is_open).find_map(operation);
    let before = || {
        (at.saturating_sub(REACH)..at)
            .rev()
            .take_while(is_open)
            .find_map(|at| {
                operation(at).or_else(|| {
                    let sign = sign_at(at).map(String::from);
                    // exp, σ, φ(·): a function's name
                    let function = || {
                        let formula = sentence.math(at)?;
                        match formula.nodes.as_slice() {
                            [super::formula::Node::Command(name)] => Some(name.clone()),
                            [super::formula::Node::Name(name)]
                            | [
                                super::formula::Node::Name(name),
                                super::formula::Node::Group { open: '(', .. },
                            ] if !name.is_upper() => Some(name.canonical()),
                            _ => None,
                        }
                    };
                    Some((at, sign.or_else(function)?))
                })
            })
    };
    // "σ is applied elementwise", but not "x is elementwise nonnegative".
    let applied = (at.saturating_sub(REACH)..behind + 2).any(|at| {
        matches!(
            sentence.word(at),
            Some(
                "applied"
                    | "act"
                    | "acts"
                    | "apply"
                    | "acting"
                    | "performed"
                    | "taken"
                    | "understood"
                    | "function"
                    | "operation"
                    | "nonlinearity"
                    | "computed"
                    | "done"
                    | "interpreted"
                    | "meant"
            )
        )
    });
    let is_plain = |symbol: &str| {
        OPERATIONS.iter().any(|(_, known)| *known == symbol) || SIGNS.contains(symbol)
    };
    let named_after = || {
        let function = matches!(
            sentence.word(behind),
            Some("function" | "nonlinearity" | "activation")
        );
        let name = (behind..behind + 3).find_map(|at| sentence.named(at))?;
        function.then(|| (behind, name.names().first().cloned().unwrap_or_default()))
    };
    let (place, symbol) = after.or_else(named_after).or_else(before)?;
    if !applied && !is_plain(&symbol) {
        return None;
    }
    let span = sentence.span_of(place.min(at), behind.max(place + 1));
    Some(Fact {
        span,
        kind: FactKind::Elementwise { symbol },
    })
}
