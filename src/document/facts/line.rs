//! Which letter is a row, a column or an entry of which matrix; which matrix is made of rows of the identity.

use super::formula::{Named, Node};
use super::sentence::{Formula, Kind, Letters, Sentence};
use super::statement::{Subject, copula, subject};
use super::{Fact, FactKind};

/// A line of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Row,
    Column,
    Entry,
}

/// *the i-th row and the j-th row of U and V*.
struct Lines {
    /// The lines with their indices.
    parts: Vec<(Line, Option<String>)>,
    matrices: Vec<Named>,
    of_the_identity: bool,
    is_plural: bool,
    has_ordinal: bool,
    /// What stands between the line and its matrix: *the i-th row u_i of U*.
    named: Vec<Named>,
    end: usize,
}

/// The facts about lines of matrices.
pub(super) fn from_lines(sentence: &Sentence, letters: &Letters, facts: &mut Vec<Fact>) {
    let mentions = |at: usize| {
        matches!(
            sentence.word(at),
            Some(
                "row"
                    | "column"
                    | "entry"
                    | "vectorization"
                    | "vectorisation"
                    | "vec"
                    | "stacking"
                    | "stacked"
                    | "vectorized"
            )
        )
    };
    if !(0..sentence.items.len()).any(mentions) {
        return;
    }
    let mut at = 0;
    // The matrix of the last lines: "… of M and M_i the i-th column".
    let mut last: Vec<Named> = Vec::new();
    while at < sentence.items.len() {
        let found = said_of_a_name(sentence, at, &last, letters, facts)
            .or_else(|| said_of_lines(sentence, at, letters, facts))
            .or_else(|| matrix_with_lines(sentence, at, letters, facts));
        match found {
            Some((end, matrices)) => {
                if !matrices.is_empty() {
                    last = matrices;
                }
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

fn line(word: Option<&str>) -> Option<Line> {
    match word? {
        "row" => Some(Line::Row),
        "column" => Some(Line::Column),
        "entry" => Some(Line::Entry),
        _ => None,
    }
}

/// Words that may stand before the name of a line or of its matrix.
const PASSED_OVER: &[&str] = &[
    "the",
    "a",
    "its",
    "their",
    "corresponding",
    "first",
    "second",
    "last",
    "individual",
    "matrix",
    "vector",
    "both",
    "data",
    "unknown",
    "respective",
    "different",
    "single",
    "design",
    "sample",
    "feature",
    "full",
    "given",
    "scalar",
    "matrix's",
    "all",
];

fn pass_over(sentence: &Sentence, mut at: usize) -> usize {
    while sentence
        .word(at)
        .is_some_and(|word| PASSED_OVER.contains(&word))
    {
        at += 1;
    }
    at
}

fn lines(sentence: &Sentence, from: usize) -> Option<Lines> {
    let mut found = Lines {
        parts: Vec::new(),
        matrices: Vec::new(),
        of_the_identity: false,
        is_plural: false,
        has_ordinal: false,
        named: Vec::new(),
        end: from,
    };
    let mut at = from;
    let mut indices: Vec<String> = Vec::new();
    for _ in 0..16 {
        at = pass_over(sentence, at);
        match sentence.items.get(at).map(|item| &item.kind) {
            Some(Kind::Ordinal(index)) => {
                indices.push(index.clone());
                found.has_ordinal = true;
                at += 1;
            }
            // "the (i,j) entry"
            Some(Kind::Math(formula))
                if formula.is_names && line(sentence.word(at + 1)) == Some(Line::Entry) =>
            {
                indices.push(formula.names().join(","));
                at += 1;
            }
            Some(Kind::Word(word)) if line(Some(word)).is_some() => {
                let kind = line(Some(word))?;
                found.is_plural = sentence.items[at].span.len() > word.len() && word != "entry";
                if indices.is_empty() {
                    found.parts.push((kind, None));
                }
                found
                    .parts
                    .extend(indices.drain(..).map(|index| (kind, Some(index))));
                at += 1;
                at += usize::from(sentence.word(at) == Some("vector"));
            }
            _ => break,
        }
        let and = usize::from(sentence.word(at) == Some("and") || sentence.mark(at) == Some(','));
        let more = pass_over(sentence, at + and);
        let goes_on = matches!(
            sentence.items.get(more).map(|item| &item.kind),
            Some(Kind::Ordinal(_))
        ) || line(sentence.word(more)).is_some();
        if !goes_on {
            break;
        }
        at = more;
    }
    if found.parts.is_empty() {
        return None;
    }
    if let Some(formula) = sentence.named(at)
        && matches!(sentence.word(at + 1), Some("of" | "in"))
    {
        found.named = formula.subjects.clone();
        at += 1;
    }
    found.end = at;
    if matches!(sentence.word(at), Some("of" | "in")) {
        let matrix = pass_over(sentence, at + 1);
        let sized = matrix + usize::from(sentence.math(matrix).is_some_and(|f| f.sizes.is_some()));
        if sentence.word(sized) == Some("identity") {
            found.of_the_identity = true;
            found.end = sized + 1 + usize::from(sentence.word(sized + 1) == Some("matrix"));
        } else if let Some(subject) = matrices(sentence, matrix) {
            found.of_the_identity = matches!(subject.names.as_slice(), [i] if i.letter == "I");
            found.matrices = subject.names;
            found.end = subject.end;
        } else {
            return None;
        }
    }
    let comma = usize::from(sentence.mark(found.end) == Some(','));
    if sentence.word(found.end + comma) == Some("respectively") {
        found.end += comma + 1;
    }
    Some(found)
}

/// The matrices behind *of*: as many as stand in a list, but not what a new statement begins with.
fn matrices(sentence: &Sentence, at: usize) -> Option<Subject> {
    // "of X", "of X ∈ ℝ^{n×d}"
    let sized = |formula: &&Formula| formula.subjects.len() == 1 && sentence.is_membership(at);
    let first = sentence
        .named(at)
        .or_else(|| sentence.math(at).filter(sized))?;
    let mut found = Subject {
        names: first.subjects.clone(),
        from: at,
        end: at + 1,
        family: first.is_family,
    };
    let mut next = at + 1;
    loop {
        let comma = usize::from(sentence.mark(next) == Some(','));
        let and = usize::from(sentence.word(next + comma) == Some("and"));
        let name = pass_over(sentence, next + comma + and);
        if comma + and == 0 {
            break;
        }
        let Some(formula) = sentence.named(name) else {
            break;
        };
        // "of M and M_i the i-th column", "of X and y is …"
        let verb = copula(sentence, name + 1);
        let ordinal = matches!(
            sentence
                .items
                .get(pass_over(sentence, name + 1))
                .map(|i| &i.kind),
            Some(Kind::Ordinal(_))
        );
        let indexed = formula.subjects.iter().any(|name| !name.sub.is_empty());
        if verb.is_some() || ordinal || indexed {
            break;
        }
        found.names.extend(formula.subjects.iter().cloned());
        next = name + 1;
        found.end = next;
    }
    Some(found)
}

type Found = Option<(usize, Vec<Named>)>;

/// *u_i and v_j are the i-th row and the j-th row of U and V*; also *J is the matrix whose rows are rows of the
/// identity* and *w is the vectorization of W*.
fn said_of_a_name(
    sentence: &Sentence,
    at: usize,
    last: &[Named],
    letters: &Letters,
    facts: &mut Vec<Fact>,
) -> Found {
    let subject = subject(sentence, at)?;
    let writes = at > 0 && matches!(sentence.word(at - 1), Some("write" | "writing"));
    let verb = copula(sentence, subject.end).or_else(|| {
        (writes && sentence.word(subject.end) == Some("for")).then_some(subject.end + 1)
    });
    let begin = verb.unwrap_or(subject.end);
    if sentence.is_negated(at) {
        return None;
    }
    if let Some(found) = vectorization(sentence, &subject, begin, facts) {
        return Some(found);
    }
    if let Some(found) = selection(sentence, &subject, begin, facts) {
        return Some(found);
    }
    let mut lines = lines(sentence, begin)?;
    let article = matches!(sentence.word(begin), Some("the" | "a"));
    if verb.is_none() && !lines.has_ordinal && (!article || lines.matrices.is_empty()) {
        return None;
    }
    if lines.matrices.is_empty() && !lines.of_the_identity {
        lines.matrices = last.to_vec();
    }
    let span = sentence.span_of(subject.from, lines.end);
    let kinds = pairs(&subject, &lines, letters);
    let end = lines.end.max(subject.end);
    if kinds.is_empty() {
        return None;
    }
    facts.extend(kinds.into_iter().map(|kind| Fact {
        span: span.clone(),
        kind,
    }));
    Some((end, lines.matrices))
}

/// *the i-th row of U is denoted by u_i*, *the rows of X are the samples x_iᵀ*, *the i-th row u_i of U*.
fn said_of_lines(
    sentence: &Sentence,
    at: usize,
    letters: &Letters,
    facts: &mut Vec<Fact>,
) -> Found {
    let lines = lines(sentence, at)?;
    if !lines.named.is_empty() {
        let subject = Subject {
            names: lines.named.clone(),
            from: at,
            end: lines.end,
            family: false,
        };
        let span = sentence.span_of(at, lines.end);
        let kinds = pairs(&subject, &lines, letters);
        facts.extend(kinds.into_iter().map(|kind| Fact {
            span: span.clone(),
            kind,
        }));
        return Some((lines.end, lines.matrices));
    }
    let mut next = lines.end;
    let mut connected = false;
    if let Some(begin) = copula(sentence, next) {
        next = begin;
        connected = true;
    }
    while matches!(
        sentence.word(next),
        Some(
            "denoted"
                | "given"
                | "written"
                | "represented"
                | "called"
                | "by"
                | "as"
                | "with"
                | "formed"
        )
    ) {
        next += 1;
        connected = true;
    }
    if !connected || sentence.is_negated(next) {
        return Some((lines.end, lines.matrices));
    }
    for _ in 0..4 {
        if sentence.math(next).is_some()
            || sentence.word(next).is_none()
            || sentence.word(next) == Some("of")
        {
            break;
        }
        next += 1;
    }
    let subject = subject(sentence, next)?;
    let span = sentence.span_of(at, subject.end);
    let kinds = pairs(&subject, &lines, letters);
    facts.extend(kinds.into_iter().map(|kind| Fact {
        span: span.clone(),
        kind,
    }));
    Some((subject.end, lines.matrices))
}

/// *the matrix X with rows x_iᵀ*, *X has columns x_1, …, x_n*, *X, whose rows are the x_iᵀ*.
fn matrix_with_lines(
    sentence: &Sentence,
    at: usize,
    letters: &Letters,
    facts: &mut Vec<Fact>,
) -> Found {
    let with = sentence.any_phrase(at, &["with", "have", "whose", "has"])?;
    let word = pass_over(sentence, at + with);
    let kind = line(sentence.word(word))?;
    let mut next = word + 1;
    next += usize::from(sentence.word(next) == Some("vector"));
    if let Some(begin) = copula(sentence, next) {
        next = begin;
    }
    next = pass_over(sentence, next);
    next += usize::from(sentence.math(next).is_none() && sentence.math(next + 1).is_some());
    let subject = subject(sentence, next)?;
    let matrix = (0..at).rev().take(12).find_map(|at| sentence.named(at))?;
    let lines = Lines {
        parts: vec![(kind, None)],
        matrices: vec![matrix.subjects.last()?.clone()],
        of_the_identity: false,
        is_plural: true,
        has_ordinal: false,
        named: Vec::new(),
        end: subject.end,
    };
    let span = sentence.span_of(at, subject.end);
    let kinds = pairs(&subject, &lines, letters);
    facts.extend(kinds.into_iter().map(|kind| Fact {
        span: span.clone(),
        kind,
    }));
    Some((subject.end, lines.matrices))
}

/// Names, lines and matrices one by one: as many of each, or one for all.
fn pairs(subject: &Subject, lines: &Lines, letters: &Letters) -> Vec<FactKind> {
    let matrices = &lines.matrices;
    if lines.of_the_identity {
        let indexed = subject.family || subject.names.iter().all(|name| !name.sub.is_empty());
        let letter = subject.names.first().map(|name| name.letter.clone());
        let fits = indexed && lines.parts.iter().all(|(line, _)| *line != Line::Entry);
        return letter
            .filter(|_| fits)
            .map(|letter| FactKind::UnitVectors { letter })
            .into_iter()
            .collect();
    }
    let mut kinds: Vec<FactKind> = Vec::new();
    if subject.family {
        if let ([first, ..], [(kind, _)], [matrix]) = (
            subject.names.as_slice(),
            lines.parts.as_slice(),
            matrices.as_slice(),
        ) {
            kinds.extend(fact(first, *kind, None, matrix, lines, letters, true));
        }
        return kinds;
    }
    let count = subject.names.len();
    let one_for_all = |length: usize| length == 1 || length == count;
    if !one_for_all(lines.parts.len()) || !one_for_all(matrices.len()) {
        return kinds;
    }
    for (at, name) in subject.names.iter().enumerate() {
        let (kind, index) = &lines.parts[if lines.parts.len() == 1 { 0 } else { at }];
        let matrix = &matrices[if matrices.len() == 1 { 0 } else { at }];
        kinds.extend(fact(
            name,
            *kind,
            index.clone(),
            matrix,
            lines,
            letters,
            false,
        ));
    }
    kinds
}

fn fact(
    name: &Named,
    line: Line,
    index: Option<String>,
    matrix: &Named,
    lines: &Lines,
    letters: &Letters,
    family: bool,
) -> Option<FactKind> {
    if matrix.transposed || !matrix.is_a_name() {
        return None;
    }
    let own_index = match (name.sub.as_slice(), name.sup.as_slice()) {
        ([Node::Name(index)], []) | ([], [Node::Name(index)]) => Some(index.canonical()),
        _ => None,
    };
    let above = name.sub.is_empty() && !name.sup.is_empty();
    let indexed = !name.sub.is_empty() || above;
    let index = if family {
        None
    } else {
        index.or(own_index.clone())
    };
    let name_of = |name: &Named| {
        if above {
            name.canonical()
        } else {
            name.letter.clone()
        }
    };
    let whole = matrix.canonical();
    if line == Line::Entry {
        return indexed.then(|| FactKind::ElementOf {
            name: name_of(name),
            vector: whole,
        });
    }
    if !indexed {
        // One line without an index has only its form.
        let names = vec![name.canonical()];
        return match (line, name.transposed, lines.is_plural) {
            (_, _, true) => None,
            (Line::Row, false, _) => Some(FactKind::RowVector { names }),
            (Line::Row, true, _) | (Line::Column, false, _) => Some(FactKind::Column { names }),
            _ => None,
        };
    }
    if name.letter == matrix.letter && !name.transposed && own_index.is_some() {
        let letter = letters.contains(&matrix.letter).then_some(whole);
        return Some(match (line, above) {
            (Line::Row, true) => FactKind::SuperscriptRows { letter },
            (Line::Row, false) => FactKind::SubscriptRows { letter },
            (_, true) => FactKind::SuperscriptColumns { letter },
            (_, false) => FactKind::SubscriptColumns { letter },
        });
    }
    let name_text = name_of(name);
    match (line, name.transposed) {
        (Line::Row, true) => Some(FactKind::TransposedRowOf {
            name: name_text,
            matrix: whole,
            index,
        }),
        (Line::Row, false) => Some(FactKind::RowOf {
            name: name_text,
            matrix: whole,
            index,
        }),
        (Line::Column, false) => Some(FactKind::ColumnOf {
            name: name_text,
            matrix: whole,
            index,
        }),
        _ => None,
    }
}

/// *J is the matrix whose rows are the rows of the identity that belong to the selected rows of M*.
fn selection(sentence: &Sentence, subject: &Subject, begin: usize, facts: &mut Vec<Fact>) -> Found {
    const REACH: usize = 30;
    let name = match subject.names.as_slice() {
        [name] if name.is_upper() => name,
        _ => return None,
    };
    if let Some("select" | "extract" | "extracts" | "picks") = sentence.word(subject.end) {
        let word = pass_over(sentence, subject.end + 1);
        let word = word
            + usize::from(matches!(
                sentence.word(word),
                Some("selected" | "observed" | "known" | "some")
            ));
        let rows = match line(sentence.word(word))? {
            Line::Row => true,
            Line::Column => false,
            Line::Entry => return None,
        };
        let of = (sentence.word(word + 1) == Some("of")).then(|| pass_over(sentence, word + 2));
        let of = of
            .and_then(|at| sentence.named(at))
            .and_then(|f| f.subjects.first())
            .map(Named::canonical);
        let span = sentence.span_of(subject.from, word + 1);
        facts.push(Fact {
            span,
            kind: FactKind::Selection {
                name: name.canonical(),
                rows,
                of,
            },
        });
        return Some((word + 1, Vec::new()));
    }
    if begin == subject.end || sentence.word(pass_over(sentence, begin)).is_none() {
        return None;
    }
    let end = (begin..sentence.items.len().min(begin + REACH))
        .find(|at| {
            sentence.mark(*at) == Some(',') || matches!(sentence.word(*at), Some("let" | "denote"))
        })
        .unwrap_or(sentence.items.len().min(begin + REACH));
    let identity = (begin..end).find(|at| {
        let named = |at: usize| {
            sentence.word(at) == Some("identity")
                || sentence
                    .named(at)
                    .is_some_and(|f| matches!(f.subjects.as_slice(), [i] if i.letter == "I"))
        };
        named(*at)
            && (1..=3).any(|back| {
                at.checked_sub(back)
                    .is_some_and(|at| matches!(sentence.word(at), Some("of" | "from")))
            })
    })?;
    let of_at = (begin..identity)
        .rev()
        .find(|at| matches!(sentence.word(*at), Some("of" | "from")))?;
    let line_at = of_at.checked_sub(1)?;
    let word = sentence.word(line_at)?;
    let rows = match line(Some(word))? {
        Line::Row => true,
        Line::Column => false,
        Line::Entry => return None,
    };
    // Several lines, of a matrix: one line alone is a unit vector.
    if sentence.items[line_at].span.len() == word.len() {
        return None;
    }
    let whose = (begin..identity).find(|at| sentence.word(*at) == Some("whose"));
    if let Some(whose) = whose
        && line(sentence.word(whose + 1)) != line(Some(word))
    {
        return None;
    }
    let of = (identity + 1..end)
        .find(|at| sentence.word(*at) == Some("of"))
        .map(|at| pass_over(sentence, at + 1))
        .and_then(|at| sentence.named(at))
        .and_then(|formula| formula.subjects.first())
        .map(Named::canonical);
    let span = sentence.span_of(subject.from, end);
    facts.push(Fact {
        span,
        kind: FactKind::Selection {
            name: name.canonical(),
            rows,
            of,
        },
    });
    Some((end, Vec::new()))
}

/// *w is the vectorization of W*, *w is the vector obtained by stacking the columns of W*.
fn vectorization(
    sentence: &Sentence,
    subject: &Subject,
    begin: usize,
    facts: &mut Vec<Fact>,
) -> Found {
    const PHRASES: &[&str] = &[
        "vectorization of",
        "vectorisation of",
        "vectorizations of",
        "vectorisations of",
        "vec of",
        "vectorized form of",
        "vectorized version of",
        "vectorized",
        "stacked column of",
        "vector of stacked column of",
        "stacking the column of",
        "vectorised form of",
    ];
    let end = sentence.items.len().min(begin + 10);
    let (at, count) = (begin..end)
        .take_while(|at| sentence.math(*at).is_none() && sentence.mark(*at).is_none())
        .find_map(|at| Some((at, sentence.any_phrase(at, PHRASES)?)))?;
    if begin == subject.end && at > begin + 1 {
        return None;
    }
    let matrices = matrices(sentence, pass_over(sentence, at + count))?;
    if matrices.names.len() != subject.names.len() {
        return None;
    }
    let span = sentence.span_of(subject.from, matrices.end);
    for (name, matrix) in subject.names.iter().zip(&matrices.names) {
        let kind = FactKind::VecOf {
            name: name.canonical(),
            matrix: matrix.canonical(),
        };
        facts.push(Fact {
            span: span.clone(),
            kind,
        });
    }
    Some((matrices.end, Vec::new()))
}
