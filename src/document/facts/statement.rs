//! Sentences that say of a name what it is: *X is an n×m matrix*, *the symmetric matrix A*, *Q with orthonormal
//! columns*, *all entries of W are nonnegative*.

use super::description::{Description, after, description, quality, zero_one_set};
use super::formula::{Named, Node};
use super::sentence::{Formula, Kind, Mood, Sentence};
use super::vocabulary::{
    ADVERBS, BEFORE_A_SUBJECT, CONCLUSION, COPULAS, Meaning, Noun, PREPOSITIONS, meaning,
};
use super::{Fact, FactKind};

/// The facts that statements about names give.
pub(super) fn from_statements(sentence: &Sentence, facts: &mut Vec<Fact>) {
    let mut at = 0;
    while at < sentence.items.len() {
        let from = facts.len();
        let next = said_of_all(sentence, at, facts)
            .or_else(|| said_of_entries(sentence, at, facts))
            .or_else(|| named_noun(sentence, at, facts))
            .or_else(|| said_of_names(sentence, at, facts));
        remove_duplicates(facts, from);
        at = next.map_or(at + 1, |next| next.max(at + 1));
    }
}

fn remove_duplicates(facts: &mut Vec<Fact>, from: usize) {
    let mut at = from;
    while at < facts.len() {
        // What one sentence supposes says nothing of another.
        let supposed = matches!(facts[at].kind, FactKind::PropertyIf { .. });
        let known = facts[from.saturating_sub(8)..at]
            .iter()
            .any(|fact| fact.kind == facts[at].kind && (!supposed || fact.span == facts[at].span));
        if known {
            facts.remove(at);
        } else {
            at += 1;
        }
    }
}

/// The subject of a statement.
pub(super) struct Subject {
    pub(super) names: Vec<Named>,
    /// Its first item.
    pub(super) from: usize,
    /// Behind its last item.
    pub(super) end: usize,
    /// Whether dots stand for more names.
    pub(super) family: bool,
}

/// Names from an item on: `X`, `X` and `Y`, `X`, `Y`, and `Z`. With one verb in the singular behind a comma only the
/// last one is the subject.
pub(super) fn subject(sentence: &Sentence, at: usize) -> Option<Subject> {
    let first = sentence
        .math(at)
        .filter(|formula| !formula.subjects.is_empty())?;
    let mut subject = Subject {
        names: first.subjects.clone(),
        from: at,
        end: at + 1,
        family: first.is_family,
    };
    loop {
        let mut next = subject.end;
        let comma = sentence.mark(next) == Some(',');
        next += usize::from(comma);
        let and = matches!(sentence.word(next), Some("and"));
        next += usize::from(and);
        if !comma && !and {
            break;
        }
        let dots = sentence
            .math(next)
            .is_some_and(|formula| formula.symbol() == Some('…'));
        if dots || sentence.mark(next) == Some('…') {
            subject.family = true;
            subject.end = next + 1;
            continue;
        }
        let Some(formula) = sentence
            .math(next)
            .filter(|formula| !formula.subjects.is_empty())
        else {
            break;
        };
        // "the rows of X are x_i and p_i = …": an equation is a statement of its own.
        if formula.nodes.contains(&Node::Sign('=')) {
            break;
        }
        // "…, A is symmetric" begins a new statement, and so does "x is a vector and A is …".
        if is_singular_verb(sentence, next + 1) {
            break;
        }
        subject.names.extend(formula.subjects.iter().cloned());
        subject.family |= formula.is_family;
        subject.end = next + 1;
    }
    Some(subject)
}

fn is_singular_verb(sentence: &Sentence, at: usize) -> bool {
    let Some(item) = sentence.items.get(at) else {
        return false;
    };
    match &item.kind {
        // "is" stands for "are" too; in the source it has two letters.
        Kind::Word(word) if word == "is" => item.span.len() == 2,
        Kind::Word(word) => {
            matches!(word.as_str(), "denote" | "represent" | "have") && {
                let plural = word.len();
                item.span.len() > plural || (word == "have" && item.span.len() == 3)
            }
        }
        _ => false,
    }
}

/// Whether a subject may begin at an item: it is no complement of what stands before it, as in *the inverse of A*.
pub(super) fn is_free(sentence: &Sentence, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    match &sentence.items[before].kind {
        Kind::Mark(mark) => matches!(mark, ',' | ':' | '(' | '—' | ')' | ';' | '.' | '-'),
        Kind::Math(formula) => formula.displayed,
        Kind::Ordinal(_) => false,
        Kind::Word(word) if word == "by" => before
            .checked_sub(1)
            .is_some_and(|at| matches!(sentence.word(at), Some("denote" | "denoted"))),
        Kind::Word(word) if word == "and" => {
            // "the product of A and B is": the list belongs to "of".
            match before.checked_sub(1).map(|at| &sentence.items[at].kind) {
                Some(Kind::Math(formula)) if formula.is_names => {
                    sentence.items.get(at + 1).is_some() && list_start(sentence, before - 1)
                }
                _ => true,
            }
        }
        Kind::Word(word) if BEFORE_A_SUBJECT.contains(&word.as_str()) => true,
        // A noun phrase: the article decides. "the matrix A", but "of the matrix A".
        Kind::Word(_) => {
            let mut at = before;
            for _ in 0..5 {
                let Some(word) = sentence.word(at) else {
                    return false;
                };
                let article = matches!(
                    meaning(|o| (o == 0).then_some(word)),
                    Some((_, Meaning::Article))
                );
                if PREPOSITIONS.contains(&word) {
                    return false;
                }
                let Some(previous) = at.checked_sub(1) else {
                    return article || matches!(word, "matrix" | "vector" | "scalar" | "variable");
                };
                if article {
                    let complement = sentence
                        .word(previous)
                        .is_some_and(|word| PREPOSITIONS.contains(&word));
                    let clause = sentence
                        .word(previous)
                        .is_some_and(|word| word == "in" || word == "by");
                    return !complement && !clause;
                }
                if BEFORE_A_SUBJECT.contains(&word) && at < before {
                    return true;
                }
                at = previous;
            }
            false
        }
    }
}

/// Whether the list of names that ends here begins freely.
fn list_start(sentence: &Sentence, last: usize) -> bool {
    let mut at = last;
    for _ in 0..12 {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        let joined = matches!(&sentence.items[before].kind, Kind::Mark(','))
            || sentence.word(before) == Some("and");
        match before.checked_sub(1) {
            Some(previous) if joined && sentence.named(previous).is_some() => at = previous,
            _ => return is_free(sentence, at),
        }
    }
    false
}

/// The verb behind a subject, with the adverbs around it: where the description begins.
pub(super) fn copula(sentence: &Sentence, at: usize) -> Option<usize> {
    let mut at = at;
    let adverbs = |mut at: usize| {
        while sentence
            .word(at)
            .is_some_and(|word| ADVERBS.contains(&word))
        {
            at += 1;
        }
        at
    };
    at = adverbs(at);
    // "A, which is symmetric"
    let which = at + usize::from(sentence.mark(at) == Some(','));
    if matches!(sentence.word(which), Some("which" | "that"))
        && sentence.word(which + 1) == Some("is")
    {
        return Some(adverbs(which + 2));
    }
    let equals = match sentence.items.get(at).map(|item| &item.kind) {
        Some(Kind::Mark('=')) => true,
        Some(Kind::Mark(':' | '—')) => at <= 3,
        Some(Kind::Math(formula)) => formula.symbol() == Some('='),
        _ => false,
    };
    if equals {
        return Some(at + 1);
    }
    let mut count = sentence.any_phrase(at, COPULAS)?;
    // "is also assumed to be"
    if sentence.word(at) == Some("is") && count == 1 {
        let behind = adverbs(at + 1);
        if sentence.word(behind) == Some("to") && sentence.word(behind + 1) == Some("be") {
            count = behind + 2 - at;
        }
    }
    Some(adverbs(at + count))
}

/// *X is …*, *X, a … matrix, …*, *with X symmetric*, *X of size n×m*.
fn said_of_names(sentence: &Sentence, at: usize, facts: &mut Vec<Fact>) -> Option<usize> {
    let subject = subject(sentence, at)?;
    if !is_free(sentence, at) {
        return Some(subject.end);
    }
    let begin = copula(sentence, subject.end);
    let begin = match begin {
        Some(begin) => begin,
        None => return without_a_verb(sentence, &subject, facts),
    };
    let said = description(sentence, begin);
    let kinds = said_by_a_verb(sentence, &said, &subject, begin);
    let none = kinds.is_empty();
    let span = sentence.span_of(subject.from, said.end);
    for kind in kinds {
        facts.extend(sentence.stated(at, span.clone(), kind));
    }
    if none {
        facts.extend(independent(sentence, &subject, begin));
    }
    Some(if none {
        subject.end
    } else {
        said.end.max(subject.end)
    })
}

fn said_by_a_verb(
    sentence: &Sentence,
    said: &Description,
    subject: &Subject,
    begin: usize,
) -> Vec<FactKind> {
    let next = sentence.word(said.end);
    // "is given by", "is known as", "is positive if": not what it seems.
    if said.fixed
        && said.noun.is_none()
        && matches!(
            next,
            Some("by" | "as" | "in" | "that" | "above" | "below" | "at" | "when" | "along")
        )
    {
        return Vec::new();
    }
    if said.fixed && said.noun.is_none() && said.has_article {
        return Vec::new();
    }
    // "is a row of", "is the column …" belong to `line`.
    if said.noun == Some(Noun::Vector)
        && next == Some("of")
        && sentence.word(said.end - 1) == Some("column")
    {
        return Vec::new();
    }
    if said.noun == Some(Noun::Identity) && matches!(next, Some("function" | "of")) {
        return Vec::new();
    }
    // "is the projection of x onto …" is no matrix.
    if said.noun == Some(Noun::Matrix)
        && next == Some("of")
        && matches!(sentence.word(said.end - 1), Some("projection"))
    {
        return Vec::new();
    }
    if subject.family && matches!(said.noun, Some(Noun::Commutation)) {
        return Vec::new();
    }
    let _ = begin;
    said.facts(&subject.names)
}

/// *A is independent of X*, *A does not depend on X*: a constant.
fn independent(sentence: &Sentence, subject: &Subject, begin: usize) -> Option<Fact> {
    let count = sentence.any_phrase(
        begin,
        &[
            "independent of",
            "not a function of",
            "constant with respect to",
            "constant w.r.t",
        ],
    )?;
    sentence.math(begin + count)?;
    let names = subject.names.iter().map(Named::canonical).collect();
    let span = sentence.span_of(subject.from, begin + count + 1);
    sentence.stated(subject.from, span, FactKind::Fixed { names })
}

fn without_a_verb(sentence: &Sentence, subject: &Subject, facts: &mut Vec<Fact>) -> Option<usize> {
    let at = subject.end;
    // "A does not depend on X"
    if let Some(count) = sentence.any_phrase(
        at,
        &[
            "does not depend on",
            "do not depend on",
            "doesn't depend on",
            "don't depend on",
        ],
    ) && sentence.math(at + count).is_some()
    {
        let names = subject.names.iter().map(Named::canonical).collect();
        let span = sentence.span_of(subject.from, at + count + 1);
        facts.extend(sentence.stated(subject.from, span, FactKind::Fixed { names }));
        return Some(at + count);
    }
    let mut said = Description::at(at);
    after(sentence, &mut said);
    if said.end == at {
        let skip = usize::from(matches!(sentence.mark(at), Some(',' | '(')));
        let bracket = sentence.mark(at) == Some('(');
        let begins = meaning(|offset| sentence.word(at + skip + offset));
        let sized = sentence
            .math(at + skip)
            .is_some_and(|formula| formula.sizes.is_some());
        let article = matches!(begins, Some((_, Meaning::Article)));
        let adjective = matches!(begins, Some((_, Meaning::Quality(_) | Meaning::Square)));
        let fits = if bracket {
            article || adjective || sized || begins.is_some()
        } else if skip == 1 {
            article
        } else {
            article || adjective
        };
        if !fits {
            return Some(subject.end);
        }
        said = description(sentence, at + skip);
        // What follows the comma may be the next noun: "given W, a matrix H"
        let named = sentence.math(said.end).is_some();
        let closed = !bracket || sentence.mark(said.end) == Some(')');
        let verb = sentence.word(said.end).is_some_and(|word| word == "is");
        if named || !closed || verb || (article && said.noun.is_none()) {
            return Some(subject.end);
        }
    }
    let span = sentence.span_of(subject.from, said.end);
    for kind in said.facts(&subject.names) {
        if !matches!(kind, FactKind::Fixed { .. }) {
            facts.extend(sentence.stated(subject.from, span.clone(), kind));
        }
    }
    Some(said.end.max(subject.end))
}

/// The B of *symmetric A and B*; not that of *symmetric A and B is …*, nor of *symmetric A and B diagonal*.
fn also(sentence: &Sentence, at: usize) -> Option<&Formula> {
    if sentence.word(at) != Some("and") {
        return None;
    }
    let formula = sentence.named(at + 1)?;
    let described = matches!(
        meaning(|offset| sentence.word(at + 2 + offset)),
        Some((
            _,
            Meaning::Quality(_) | Meaning::Square | Meaning::Noun(_) | Meaning::Known(..)
        ))
    );
    let stated = copula(sentence, at + 2).is_some();
    (!described && !stated).then_some(formula)
}

/// *a symmetric matrix A*, *for symmetric A*, *vectors x and y of length n*, *the identity is denoted by I*.
fn named_noun(sentence: &Sentence, at: usize, facts: &mut Vec<Fact>) -> Option<usize> {
    let (_, begins) = match sentence.math(at) {
        Some(formula) => {
            let sized = formula.sizes.is_some();
            let length = matches!(sentence.word(at + 1), Some("vector" | "dimensional"));
            (sized || length).then_some((1, Meaning::Filler))?
        }
        None => meaning(|offset| sentence.word(at + offset))?,
    };
    if matches!(begins, Meaning::Not | Meaning::Or) {
        // What is denied is not read again without the denial.
        let denied = description(sentence, at);
        return Some(denied.end);
    }
    let mut said = description(sentence, at);
    let adjective = said.is_adjective() && !said.has_article;
    if said.noun.is_none() && !adjective {
        return None;
    }
    let mut names_at = said.end;
    // "is denoted by", "as"
    let passive = usize::from(sentence.word(names_at) == Some("is"));
    if matches!(
        sentence.word(names_at + passive),
        Some("denoted" | "written" | "represented" | "denote" | "called")
    ) {
        names_at += passive + 1;
        names_at += usize::from(matches!(
            sentence.word(names_at),
            Some("by" | "as" | "with")
        ));
    } else if sentence.word(names_at) == Some("as") {
        names_at += 1;
    }
    names_at += usize::from(sentence.mark(names_at) == Some('{'));
    let first = sentence
        .math(names_at)
        .filter(|formula| !formula.subjects.is_empty())?;
    if said.noun == Some(Noun::Set) && !first.is_names {
        return None;
    }
    let subject = if said.is_plural {
        subject(sentence, names_at)?
    } else {
        let mut subject = Subject {
            names: first.subjects.clone(),
            from: names_at,
            end: names_at + 1,
            family: first.is_family,
        };
        if said.noun.is_none()
            && first.is_names
            && let Some(second) = also(sentence, subject.end)
        {
            subject.names.extend(second.subjects.iter().cloned());
            subject.end += 2;
        }
        subject
    };
    let denied = (1..=2).any(|back| {
        at.checked_sub(back)
            .and_then(|at| sentence.word(at))
            .is_some_and(|word| {
                super::vocabulary::NEGATION.contains(&word)
                    || matches!(word, "non" | "un" | "necessarily")
            })
    });
    if denied {
        return Some(subject.end);
    }
    said.end = subject.end;
    if !said.has_article || sentence.word(at) == Some("the") {
        // "given matrix", "the constant matrix" need their article to be meant as constants.
        said.fixed &= said.has_article;
    }
    after(sentence, &mut said);
    let span = sentence.span_of(at, said.end);
    let local = is_local(sentence, at, said.noun.is_some());
    for kind in said.facts(&subject.names) {
        match kind {
            FactKind::Property { names, property } if local || sentence.mood(at) == Mood::Asked => {
                if !sentence.is_negated(at) {
                    facts.push(sentence.conditional(names, property));
                }
            }
            kind => facts.extend(sentence.stated(at, span.clone(), kind)),
        }
    }
    // The names may be the subject of a verb that follows.
    Some(subject.from)
}

/// Words at the beginning of a sentence that sets out what is dealt with.
const SETTING: &[&str] = &[
    "consider",
    "let",
    "define",
    "want",
    "given",
    "minimize",
    "compute",
    "find",
    "differentiate",
    "suppose",
    "assume",
    "where",
];

/// Whether *for symmetric A* holds for its sentence only: it begins the sentence or says *any*.
fn is_local(sentence: &Sentence, at: usize, has_noun: bool) -> bool {
    let before = at.checked_sub(1).and_then(|at| sentence.word(at));
    if before != Some("for") {
        return false;
    }
    let sets_out = (0..at).any(|at| {
        sentence
            .word(at)
            .is_some_and(|word| SETTING.contains(&word))
    });
    let any = matches!(sentence.word(at), Some("any" | "every" | "all" | "each"));
    let _ = has_noun;
    !sets_out || any || sentence.any_phrase(0, CONCLUSION).is_some()
}

/// *All matrices are n×n*: no names.
fn said_of_all(sentence: &Sentence, at: usize, facts: &mut Vec<Fact>) -> Option<usize> {
    let mut noun = at
        + sentence.any_phrase(
            at,
            &["all", "all the", "all of the", "all other", "all our"],
        )?;
    noun += usize::from(matches!(
        sentence.word(noun),
        Some("other" | "involved" | "these")
    ));
    let word = sentence.word(noun)?;
    if !matches!(word, "matrix" | "vector") {
        return None;
    }
    let vectors = word == "vector";
    let mut verb = noun + 1;
    while matches!(
        sentence.word(verb),
        Some("here" | "involved" | "below" | "above" | "considered")
    ) {
        verb += 1;
    }
    let begin = copula(sentence, verb)?;
    let said = description(sentence, begin);
    let span = sentence.span_of(at, said.end);
    for kind in said.facts(&[]) {
        let fits = match &kind {
            FactKind::Shape { columns, rows, .. } => vectors == (columns == "1" || rows == "1"),
            FactKind::Property { .. } | FactKind::Square { .. } => !vectors,
            FactKind::Column { .. } | FactKind::RowVector { .. } => vectors,
            _ => false,
        };
        if fits {
            facts.extend(sentence.stated(at, span.clone(), kind));
        }
    }
    Some(said.end.max(at + 1))
}

/// *all elements of X, W are nonnegative*, *the columns of Q are orthonormal*.
fn said_of_entries(sentence: &Sentence, at: usize, facts: &mut Vec<Fact>) -> Option<usize> {
    let of_columns = match sentence.word(at)? {
        "entry" => false,
        "column" => true,
        _ => return None,
    };
    let mut of = at + 1;
    (matches!(sentence.word(of), Some("of" | "in"))).then_some(())?;
    of += 1;
    while matches!(
        sentence.word(of),
        Some("the" | "matrix" | "vector" | "both" | "a" | "all")
    ) {
        of += 1;
    }
    let subject = subject(sentence, of)?;
    let mut begin = copula(sentence, subject.end)?;
    begin += usize::from(matches!(sentence.word(begin), Some("in" | "either")));
    let mut said = Description::default();
    let (end, property) = match quality(sentence, begin, of_columns) {
        Some((count, property)) => (begin + count, property),
        None if of_columns => {
            let count = sentence.any_phrase(
                begin,
                &[
                    "a orthonormal set",
                    "a orthonormal basis",
                    "a orthonormal system",
                ],
            )?;
            (begin + count, super::PropertyWord::OrthonormalColumns)
        }
        None => (
            zero_one_set(sentence, begin, &mut said)?,
            super::PropertyWord::Mask,
        ),
    };
    let names = subject.names.iter().map(Named::canonical).collect();
    let span = sentence.span_of(at, end);
    facts.extend(sentence.stated(at, span, FactKind::Property { names, property }));
    Some(end)
}
