//! Sentences: what stands in one, and how it is meant: stated, supposed, or asked.

use super::declared::subjects;
use super::formula::{Named, Node, names, nodes, sizes, text};
use super::symbol::is_small;
use super::token::{Token, TokenKind};
use super::vocabulary::{self, ASIDE, CONCLUSION, CONDITION, NEGATION, STATING, lemma};
use super::{Fact, FactKind, PropertyWord, Span};
use std::collections::BTreeSet;

/// A sentence, or a part of one up to a semicolon.
pub(super) struct Sentence {
    pub(super) items: Vec<Item>,
    pub(super) span: Span,
    /// Where its paragraph ends.
    pub(super) paragraph_end: usize,
    /// How each item is meant.
    moods: Vec<Mood>,
}

/// A word or formula of a sentence.
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// A word in lower case, plurals and verbs in one form.
    Word(String),
    Mark(char),
    Math(Box<Formula>),
    /// `i`-th, as in *the i-th row*.
    Ordinal(String),
}

/// A formula in a sentence.
pub(super) struct Formula {
    pub(super) nodes: Vec<Node>,
    /// The names it consists of or says something of.
    pub(super) subjects: Vec<Named>,
    /// Whether it consists of names only.
    pub(super) is_names: bool,
    /// Whether dots stand for more names.
    pub(super) is_family: bool,
    pub(super) displayed: bool,
    /// Whether it was a formula in the source, and no word.
    pub(super) written: bool,
    /// Rows and columns, if that is what it says.
    pub(super) sizes: Option<(String, String)>,
}

/// How a part of a sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Stated,
    /// Under a condition that the sentence names.
    Supposed,
    Asked,
}

impl Formula {
    fn new(tex: &str, displayed: bool, written: bool) -> Self {
        let nodes = nodes(tex);
        let list = names(&nodes);
        let is_names = list.is_some();
        let subjects = list.unwrap_or_else(|| subjects(&nodes));
        let has_sign = nodes.contains(&Node::Sign('×')) || nodes.contains(&Node::Sign('∗'));
        let sizes = if has_sign { sizes(&nodes) } else { None };
        Self {
            is_family: subjects.family,
            subjects: subjects.names,
            nodes,
            is_names,
            displayed,
            written,
            sizes,
        }
    }

    /// The names in their spelling.
    pub(super) fn names(&self) -> Vec<String> {
        self.subjects.iter().map(Named::canonical).collect()
    }

    /// The one sign that the formula is: `\circ`, `(\odot)`.
    pub(super) fn symbol(&self) -> Option<char> {
        match self.nodes.as_slice() {
            [Node::Sign(sign)] => Some(*sign),
            [Node::Group { inner, .. }] => match inner.as_slice() {
                [Node::Sign(sign)] => Some(*sign),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Sentence {
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        match self.items.get(at).map(|item| &item.kind) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.items.get(at).map(|item| &item.kind) {
            Some(Kind::Mark(mark)) => Some(*mark),
            _ => None,
        }
    }

    pub(super) fn math(&self, at: usize) -> Option<&Formula> {
        match self.items.get(at).map(|item| &item.kind) {
            Some(Kind::Math(formula)) => Some(formula),
            _ => None,
        }
    }

    /// A formula that is names only.
    pub(super) fn named(&self, at: usize) -> Option<&Formula> {
        self.math(at).filter(|formula| formula.is_names)
    }

    /// Whether the words of a phrase stand here; how many items they take.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        if !phrase.starts_with(self.word(at)?) {
            return None;
        }
        let mut count = 0;
        for word in phrase.split(' ') {
            if self.word(at + count)? != word {
                return None;
            }
            count += 1;
        }
        Some(count)
    }

    /// The longest phrase of a list that stands here.
    pub(super) fn any_phrase(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases
            .iter()
            .filter_map(|phrase| self.phrase(at, phrase))
            .max()
    }

    /// The bytes from one item to before another.
    pub(super) fn span_of(&self, from: usize, to: usize) -> Span {
        let start = self
            .items
            .get(from)
            .map_or(self.span.start, |item| item.span.start);
        let end = to.checked_sub(1).and_then(|last| self.items.get(last));
        start..end.map_or(start, |item| item.span.end).max(start)
    }

    /// The words between two items, shortened.
    pub(super) fn quote(&self, from: usize, to: usize) -> String {
        const WORDS: usize = 14;
        let mut quote = String::new();
        for item in self.items.iter().take(to.min(from + WORDS)).skip(from) {
            let (word, glued) = match &item.kind {
                Kind::Word(word) => (word.clone(), false),
                Kind::Mark(mark) => (mark.to_string(), matches!(mark, ',' | ')' | '.' | ':')),
                Kind::Math(formula) => (text(&formula.nodes), false),
                Kind::Ordinal(index) => (format!("{index}-th"), false),
            };
            if !glued && !quote.is_empty() && !quote.ends_with('(') {
                quote.push(' ');
            }
            quote.push_str(&word);
        }
        if to > from + WORDS {
            quote.push('…');
        }
        quote
    }

    pub(super) fn mood(&self, at: usize) -> Mood {
        self.moods.get(at).copied().unwrap_or(Mood::Stated)
    }

    /// Whether "hence" or the like stands before an item.
    pub(super) fn concludes_before(&self, at: usize) -> bool {
        (0..at).any(|at| self.any_phrase(at, CONCLUSION).is_some())
    }

    /// Whether a negation stands before an item, in the same part of the sentence.
    pub(super) fn is_negated(&self, at: usize) -> bool {
        for before in (0..at).rev() {
            match &self.items[before].kind {
                Kind::Mark(',' | ':' | '(' | '—') => return false,
                Kind::Word(word) if word == "where" || word == "but" || word == "let" => {
                    return false;
                }
                Kind::Word(word) if NEGATION.contains(&word.as_str()) || word.ends_with("n't") => {
                    return true;
                }
                _ => {}
            }
            if at - before > 8 {
                return false;
            }
        }
        false
    }

    /// A fact as it is meant at its place: under a condition a property is conditional, and what is asked is no fact.
    /// Shapes and names are taken as said under a condition too, unless a size is a number: *if x is 1×1*.
    pub(super) fn stated(&self, at: usize, span: Span, kind: FactKind) -> Option<Fact> {
        let mood = self.mood(at);
        if self.is_negated(at) {
            return None;
        }
        let kind = match (mood, kind) {
            (Mood::Stated, kind) => kind,
            (Mood::Supposed, FactKind::Property { names, property }) => {
                return Some(self.conditional(names, property));
            }
            (Mood::Asked, FactKind::Property { .. })
            | (
                _,
                FactKind::Square { .. }
                | FactKind::Column { .. }
                | FactKind::RowVector { .. }
                | FactKind::Scalar { .. }
                | FactKind::Matrix { .. }
                | FactKind::Fixed { .. }
                | FactKind::Described { .. },
            ) => return None,
            (Mood::Supposed, FactKind::Shape { rows, columns, .. })
                if rows == "1" || (columns == "1" && !self.is_membership(at)) =>
            {
                return None;
            }
            (_, kind) => kind,
        };
        Some(Fact { span, kind })
    }

    pub(super) fn is_membership(&self, at: usize) -> bool {
        self.math(at)
            .is_some_and(|formula| formula.nodes.contains(&Node::Sign('∈')))
    }

    /// A property that holds in this sentence only.
    pub(super) fn conditional(&self, names: Vec<String>, property: PropertyWord) -> Fact {
        Fact {
            span: self.span.clone(),
            kind: FactKind::PropertyIf { names, property },
        }
    }

    /// The place of the word that makes the sentence conditional, and how many words it takes.
    pub(super) fn condition(&self) -> Option<(usize, usize)> {
        (0..self.items.len()).find_map(|at| Some((at, self.opens_a_condition(at)?)))
    }

    fn opens_a_condition(&self, at: usize) -> Option<usize> {
        let length = self.any_phrase(at, CONDITION)?;
        if self.any_phrase(at, ASIDE).is_some() {
            return None;
        }
        let next = self.word(at + length);
        let supposes = |at: usize| {
            self.word(at)
                .is_some_and(|w| vocabulary::SUPPOSING.contains(&w))
        };
        let procedural = match next {
            Some("we" | "you" | "i" | "one") => {
                !(supposes(at + length + 1) || supposes(at + length + 2))
            }
            Some(word) => word.ends_with("ing") && word != "holding",
            None => false,
        };
        (!procedural).then_some(length)
    }

    fn set_moods(&mut self, asked: bool) {
        let base = if asked { Mood::Asked } else { Mood::Stated };
        let condition = self.condition();
        let mut mood = match condition {
            Some(_) => Mood::Supposed,
            None => base,
        };
        let mut moods = Vec::with_capacity(self.items.len());
        for at in 0..self.items.len() {
            let word = self.word(at);
            match condition {
                Some((from, _)) => {
                    let case = at > 0 && matches!(self.word(at - 1), Some("case" | "situation"));
                    if at > from && word == Some("where") && !case {
                        mood = Mood::Stated;
                    }
                }
                None if asked => {
                    if word.is_some_and(|word| STATING.contains(&word)) {
                        mood = Mood::Stated;
                    } else if self.mark(at) == Some(',')
                        && self
                            .word(at + 1)
                            .is_some_and(|w| vocabulary::ASKING.contains(&w))
                    {
                        mood = Mood::Asked;
                    }
                }
                None => {}
            }
            moods.push(mood);
        }
        self.moods = moods;
    }
}

/// The letters that formulas have used so far.
#[derive(Default)]
pub(super) struct Letters(BTreeSet<String>);

impl Letters {
    pub(super) fn note(&mut self, sentence: &Sentence) {
        for item in &sentence.items {
            if let Kind::Math(formula) = &item.kind {
                self.note_nodes(&formula.nodes);
            }
        }
    }

    fn note_nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Name(name) => {
                    if !self.0.contains(&name.letter) {
                        self.0.insert(name.letter.clone());
                    }
                    self.note_nodes(&name.sub);
                }
                Node::Group { inner, .. } => self.note_nodes(inner),
                _ => {}
            }
        }
    }

    pub(super) fn contains(&self, letter: &str) -> bool {
        self.0.contains(letter)
    }
}

/// The sentences of a text.
pub(super) fn sentences(tokens: &[Token]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut paragraph_from = 0;
    for at in 0..=tokens.len() {
        // What goes on for longer is no sentence anybody wrote; lists in it would be compared again and again.
        const LONGEST: usize = 400;
        let too_long = (at - from >= LONGEST).then_some(End::Sentence);
        let Some(end) = ends(tokens, at).or(too_long) else {
            continue;
        };
        if let Some(sentence) = sentence(&tokens[from..at], end == End::Question) {
            sentences.push(sentence);
        }
        from = at;
        if end == End::Paragraph {
            let place = at.checked_sub(1).and_then(|last| tokens.get(last));
            let place = place.map_or(0, |token| token.span.end);
            for sentence in &mut sentences[paragraph_from..] {
                sentence.paragraph_end = place.max(sentence.span.end);
            }
            paragraph_from = sentences.len();
        }
    }
    sentences
}

#[derive(Debug, PartialEq, Eq)]
enum End {
    Sentence,
    Question,
    Paragraph,
}

/// Whether a sentence ends before a token.
fn ends(tokens: &[Token], at: usize) -> Option<End> {
    let Some(token) = tokens.get(at) else {
        return Some(End::Paragraph);
    };
    let before = at.checked_sub(1).map(|last| &tokens[last].kind);
    match (&token.kind, before) {
        (TokenKind::Section, _) => return Some(End::Paragraph),
        // A blank line before a displayed formula does not end the sentence, unless a full stop did.
        (TokenKind::Paragraph, before) => {
            let displays = matches!(
                tokens.get(at + 1).map(|t| &t.kind),
                Some(TokenKind::Formula(_, true))
            );
            let stopped = match before {
                Some(TokenKind::Mark(mark)) => matches!(mark, '.' | '!' | '?'),
                Some(TokenKind::Formula(tex, _)) => has_full_stop(tex),
                _ => false,
            };
            return match (displays, stopped) {
                (false, _) => Some(End::Paragraph),
                (true, true) => Some(End::Sentence),
                (true, false) => None,
            };
        }
        (_, Some(TokenKind::Mark('?'))) => return Some(End::Question),
        (_, Some(TokenKind::Mark('.' | '!' | ';'))) => return Some(End::Sentence),
        _ => {}
    }
    // Behind a displayed formula a capital begins a sentence.
    let is_capital = |token: &TokenKind| match token {
        TokenKind::Word(word) => word.chars().count() > 1 && word.starts_with(char::is_uppercase),
        _ => false,
    };
    if let Some(TokenKind::Formula(tex, displayed)) = before {
        let (stop, capital) = (has_full_stop(tex), is_capital(&token.kind));
        if (stop && capital) || (*displayed && (stop || capital)) {
            return Some(End::Sentence);
        }
    }
    None
}

/// Whether a formula ends with the full stop of its sentence.
fn has_full_stop(tex: &str) -> bool {
    let tex = tex.trim_end();
    tex.ends_with('.') && !tex.ends_with("\\right.")
}

fn sentence(tokens: &[Token], asked: bool) -> Option<Sentence> {
    let start = tokens.first()?.span.start;
    let end = tokens.last()?.span.end;
    // The last mark may be the question mark of the sentence itself.
    let asked = asked || matches!(tokens.last()?.kind, TokenKind::Mark('?'));
    let mut items: Vec<Item> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let kind = match &token.kind {
            TokenKind::Word(word) => word_kind(word, tokens, at),
            TokenKind::Mark('-') => continue,
            TokenKind::Mark('“' | '”' | '"' | '\'') => continue,
            TokenKind::Mark('.' | '?' | '!' | ';') if at + 1 == tokens.len() => continue,
            TokenKind::Mark(mark) => Kind::Mark(*mark),
            TokenKind::Formula(tex, displayed) => formula_kind(tex, *displayed),
            TokenKind::Paragraph | TokenKind::Section => continue,
        };
        push(
            &mut items,
            Item {
                span: token.span.clone(),
                kind,
            },
        );
    }
    join_sizes(&mut items);
    if items.is_empty() {
        return None;
    }
    let start = items.first().map_or(start, |item| item.span.start);
    let mut sentence = Sentence {
        items,
        span: start..end,
        paragraph_end: end,
        moods: Vec::new(),
    };
    sentence.set_moods(asked);
    Some(sentence)
}

/// Adds an item; `$i$` and *th* become an ordinal.
fn push(items: &mut Vec<Item>, item: Item) {
    let ends_an_ordinal = matches!(&item.kind, Kind::Word(word) if matches!(word.as_str(), "th" | "st" | "nd" | "rd"));
    if ends_an_ordinal
        && let Some(last) = items.last_mut()
        && let Kind::Math(formula) = &last.kind
        && formula.is_names
    {
        last.kind = Kind::Ordinal(formula.names().join(","));
        last.span.end = item.span.end;
        return;
    }
    items.push(item);
}

fn formula_kind(tex: &str, displayed: bool) -> Kind {
    let formula = Formula::new(tex, displayed, true);
    // i^{th}, i\text{-th}
    let index = |nodes: &[Node]| match nodes {
        [Node::Name(name)] => matches!(
            text(&name.sup).trim_start_matches('-'),
            "th" | "st" | "nd" | "rd"
        )
        .then(|| name.letter.clone()),
        [Node::Name(name), Node::Text(words)] => (words.trim_start_matches(['-', ' ']) == "th"
            && name.is_bare())
        .then(|| name.letter.clone()),
        _ => None,
    };
    match index(&formula.nodes) {
        Some(index) => Kind::Ordinal(index),
        None => Kind::Math(Box::new(formula)),
    }
}

/// Letters among the words are names; `a`, `A` and `I` only where they cannot be the words.
fn word_kind(word: &str, tokens: &[Token], at: usize) -> Kind {
    let lower = word.to_lowercase();
    // ith, jth
    let letters: Vec<char> = lower.chars().filter(|c| *c != '\'').collect();
    if let [index, 't', 'h'] = letters.as_slice()
        && "ijklmnpqrst".contains(*index)
    {
        return Kind::Ordinal(index.to_string());
    }
    let single = letters.len() == 1 && letters.iter().all(|c| c.is_alphabetic());
    let scripted = letters.len() > 1
        && letters[0].is_alphabetic()
        && (letters[1] == '_'
            || letters[1] == '^'
            || is_small(letters[1])
            || super::symbol::is_accent(letters[1]));
    if !single && !scripted {
        return Kind::Word(lemma(&lower).to_owned());
    }
    let next = match tokens.get(at + 1).map(|token| &token.kind) {
        Some(TokenKind::Word(next)) => lemma(&next.to_lowercase()).to_owned(),
        Some(TokenKind::Mark(mark)) => mark.to_string(),
        _ => String::new(),
    };
    let before = match at.checked_sub(1).map(|before| &tokens[before].kind) {
        Some(TokenKind::Word(before)) => lemma(&before.to_lowercase()).to_owned(),
        _ => String::new(),
    };
    let is_said_of = matches!(next.as_str(), "is" | "denote" | "represent" | "be");
    let is_a_name = match word {
        "I" => is_said_of && next != "be" || matches!(before.as_str(), "matrix" | "identity"),
        "a" => is_said_of || matches!(before.as_str(), "vector" | "scalar" | "constant"),
        "A" => {
            is_said_of
                || matches!(next.as_str(), "," | "and")
                || (at > 0 && !matches!(before.as_str(), "" | "is"))
        }
        _ => true,
    };
    if is_a_name {
        Kind::Math(Box::new(Formula::new(word, false, false)))
    } else {
        Kind::Word(lower)
    }
}

/// `n` by `k`, n x k, 2 × 3 become sizes.
fn join_sizes(items: &mut Vec<Item>) {
    if items.len() < 3 {
        return;
    }
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    let mut rest = std::mem::take(items).into_iter().peekable();
    while let Some(item) = rest.next() {
        let between = joined.len().checked_sub(1).is_some_and(|last| {
            let x = match &joined[last].kind {
                Kind::Word(word) => word == "by" || word == "x",
                Kind::Math(formula) => {
                    !formula.written && matches!(formula.names().as_slice(), [x] if x == "x")
                        || formula.symbol() == Some('×')
                }
                Kind::Mark(mark) => *mark == '×',
                Kind::Ordinal(_) => false,
            };
            x && last > 0 && is_a_place_of_sizes(&joined[..last - 1], rest.peek())
        });
        if between
            && let (Some(rows), Some(columns)) =
                (one_size(&joined[joined.len() - 2]), one_size(&item))
        {
            joined.pop();
            if let Some(first) = joined.last_mut() {
                let mut formula = Formula::new("", false, true);
                formula.sizes = Some((rows, columns));
                first.kind = Kind::Math(Box::new(formula));
                first.span.end = item.span.end;
            }
            continue;
        }
        joined.push(item);
    }
    *items = joined;
}

/// Whether sizes may stand between these items: *is n by k*, *an n by k matrix*, *of size n by k*, but not *multiply A
/// by B*.
fn is_a_place_of_sizes(before: &[Item], after: Option<&Item>) -> bool {
    let word = |item: Option<&Item>| match item.map(|item| &item.kind) {
        Some(Kind::Word(word)) => word.clone(),
        _ => String::new(),
    };
    let said = [
        "is",
        "be",
        "a",
        "all",
        "both",
        "size",
        "dimension",
        "shape",
        "order",
    ];
    let sized = ["size", "dimension", "shape", "order"];
    let last = word(before.last());
    let of_size = last == "of" && sized.contains(&word(before.iter().nth_back(1)).as_str());
    said.contains(&last.as_str()) || of_size || matches!(word(after).as_str(), "matrix" | "real")
}

/// A size that stands alone: a formula or a number in the text.
pub(super) fn one_size(item: &Item) -> Option<String> {
    match &item.kind {
        Kind::Math(formula) => super::formula::size(&formula.nodes).filter(|size| !size.is_empty()),
        Kind::Word(word) => word
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| word.clone()),
        _ => None,
    }
}
