//! What a noun phrase says: *a real symmetric n×n matrix with nonnegative entries*.

use super::formula::{Named, sizes};
use super::sentence::{Kind, Sentence, one_size};
use super::set::{Elements, elements};
use super::vocabulary::{Meaning, Noun, SCALAR_LETTERS, STOPS, meaning};
use super::{FactKind, PropertyWord};

/// How many items a description may have.
const LIMIT: usize = 32;

/// How many unknown words may stand before a noun: *symmetric graph weight matrix*.
const UNKNOWN: usize = 3;

/// A description, as far as it is understood.
#[derive(Debug, Default)]
pub(super) struct Description {
    /// Behind its last item.
    pub(super) end: usize,
    pub(super) noun: Option<Noun>,
    pub(super) is_plural: bool,
    pub(super) has_article: bool,
    qualities: Vec<PropertyWord>,
    /// Said with the noun or behind *with*: true whatever the rest says.
    certain: Vec<PropertyWord>,
    square: bool,
    pub(super) fixed: bool,
    /// Rows and columns, one pair for all names or one for each.
    sizes: Vec<(String, String)>,
    /// Numbers of entries, likewise.
    lengths: Vec<String>,
    /// What the elements of a set are, that the names are said to be in.
    set: Option<Elements>,
    /// Words that are not understood.
    unknown: usize,
    /// An ordinal, *the i-th*, stands in it.
    pub(super) has_ordinal: bool,
}

/// Reads a description that begins at an item.
pub(super) fn description(sentence: &Sentence, from: usize) -> Description {
    let mut reader = Reader {
        sentence,
        at: from,
        from,
        negated: false,
        either: false,
        result: Description::default(),
    };
    while reader.at < from + LIMIT && reader.step() {}
    let mut result = reader.result;
    result.end = reader.at;
    if reader.either {
        result.qualities.clear();
        result.certain.clear();
        result.noun = None;
        result.square = false;
        result.fixed = false;
    }
    after(sentence, &mut result);
    result
}

struct Reader<'a> {
    sentence: &'a Sentence,
    at: usize,
    from: usize,
    /// Up to the next comma or noun everything is denied.
    negated: bool,
    /// Alternatives: nothing is sure.
    either: bool,
    result: Description,
}

impl Reader<'_> {
    fn meaning_at(&self, at: usize) -> Option<(usize, Meaning)> {
        meaning(|offset| self.sentence.word(at + offset))
    }

    /// Whether something that describes begins here.
    fn describes(&self, at: usize) -> bool {
        match self.meaning_at(at) {
            Some((_, Meaning::Article | Meaning::Or)) | None => self
                .sentence
                .math(at)
                .is_some_and(|formula| formula.sizes.is_some()),
            Some(_) => true,
        }
    }

    fn step(&mut self) -> bool {
        let Some(item) = self.sentence.items.get(self.at) else {
            return false;
        };
        let done = self.result.noun.is_some();
        match &item.kind {
            Kind::Ordinal(_) if !done => {
                self.result.has_ordinal = true;
                self.at += 1;
            }
            Kind::Ordinal(_) => return false,
            Kind::Math(formula) => {
                if let Some(sizes) = &formula.sizes
                    && (!done || self.result.sizes.is_empty())
                {
                    if !self.negated {
                        self.result.sizes.push(sizes.clone());
                    }
                    self.at += 1;
                    return true;
                }
                return self.length();
            }
            Kind::Mark(',') => {
                self.negated = false;
                if done || !self.describes(self.at + 1) {
                    return false;
                }
                self.at += 1;
            }
            Kind::Mark('(') if !done && self.describes(self.at + 1) => self.at += 1,
            Kind::Mark(')') if self.at > self.from && self.opened_inside() => self.at += 1,
            Kind::Mark(_) => return false,
            Kind::Word(word) => return self.word(word),
        }
        true
    }

    fn opened_inside(&self) -> bool {
        (self.from..self.at).any(|at| self.sentence.mark(at) == Some('('))
    }

    /// `m`-vector, `n`-dimensional, length-`n`.
    fn length(&mut self) -> bool {
        let Some(length) = self.sentence.items.get(self.at).and_then(one_size) else {
            return false;
        };
        let skip = match self.sentence.word(self.at + 1) {
            Some("vector" | "column" | "row") => 1,
            Some("dimensional") => 2,
            _ => return false,
        };
        self.result.lengths.push(length);
        self.at += skip;
        true
    }

    fn word(&mut self, word: &str) -> bool {
        let done = self.result.noun.is_some();
        if word == "length" && !done && self.at == self.from {
            return false;
        }
        if word == "and" {
            let goes_on =
                !done && self.describes(self.at + 1) && self.sentence.mark(self.at + 1).is_none();
            self.at += usize::from(goes_on);
            return goes_on;
        }
        let Some((count, meaning)) = self.meaning_at(self.at) else {
            if done || STOPS.contains(&word) || self.result.unknown >= UNKNOWN {
                return false;
            }
            self.result.unknown += 1;
            self.at += 1;
            return true;
        };
        match meaning {
            Meaning::Article => {
                if self.at > self.from
                    && !matches!(
                        self.sentence.word(self.at - 1),
                        Some(
                            "not" | "also" | "just" | "simply" | "now" | "here" | "both" | "again"
                        )
                    )
                {
                    return false;
                }
                self.result.has_article = true;
            }
            Meaning::Filler => {}
            Meaning::Not if done => return false,
            Meaning::Not => self.negated = true,
            Meaning::Or => {
                // "0 or 1" and "or equivalently" are no alternatives.
                if done
                    && !self.describes(self.at + 1)
                    && self.sentence.word(self.at + 1) != Some("a")
                {
                    return false;
                }
                self.either =
                    self.describes(self.at + 1) || self.sentence.word(self.at + 1) == Some("a");
                if !self.either {
                    return false;
                }
            }
            _ if self.either => {}
            _ if done => return false,
            _ if self.negated => {
                if matches!(meaning, Meaning::Noun(_) | Meaning::Known(..)) {
                    self.negated = false;
                    self.at += count;
                    return false;
                }
            }
            Meaning::Quality(qualities) => self.result.qualities.extend_from_slice(qualities),
            Meaning::Square => self.result.square = true,
            Meaning::Fixed => self.result.fixed = true,
            Meaning::Noun(noun) => return self.noun(noun, &[], count),
            Meaning::Known(noun, properties) => return self.noun(noun, properties, count),
        }
        self.at += count;
        true
    }

    /// A noun ends the description, unless another noun follows it: *matrix function*.
    fn noun(&mut self, noun: Noun, properties: &[PropertyWord], count: usize) -> bool {
        let next = self.at + count;
        let is_modifier = match self.sentence.word(next) {
            Some(word) => {
                !STOPS.contains(&word)
                    && !word.ends_with("ing")
                    && !word.ends_with("ed")
                    && !super::vocabulary::ADVERBS.contains(&word)
                    && !matches!(
                        self.meaning_at(next),
                        Some((
                            _,
                            Meaning::Filler
                                | Meaning::Article
                                | Meaning::Or
                                | Meaning::Not
                                | Meaning::Fixed
                        ))
                    )
                    && !matches!(
                        word,
                        "corresponding" | "obtained" | "made" | "formed" | "given"
                    )
            }
            None => false,
        };
        if is_modifier {
            self.result.unknown += 1;
            self.at = next;
            return self.result.unknown <= UNKNOWN;
        }
        let original = self.sentence.items[next - 1].span.len();
        self.result.is_plural = match self.sentence.word(next - 1) {
            // The word in the source is longer than its singular.
            Some(word) => original > word.len() || word == "matrix" && original == "matrices".len(),
            None => false,
        };
        if self.sentence.word(self.at) == Some("square") {
            self.result.square = true;
        }
        self.result.noun = Some(noun);
        self.result.certain.extend_from_slice(properties);
        self.at = next;
        // "is a vector or a matrix"
        self.sentence.word(next) == Some("or") && self.word("or")
    }
}

/// What may follow a noun or a name: *of size n×m*, *of length n*, *in ℝⁿ*, *with orthonormal columns*.
pub(super) fn after(sentence: &Sentence, description: &mut Description) {
    for _ in 0..4 {
        let at = description.end;
        let comma = usize::from(
            matches!(sentence.mark(at), Some(',' | '('))
                && sentence
                    .word(at + 1)
                    .is_some_and(|word| matches!(word, "of" | "with" | "both" | "each")),
        );
        let from = at + comma;
        let end = size_phrase(sentence, from, description)
            .or_else(|| membership(sentence, from, description))
            .or_else(|| entry_phrase(sentence, from, description));
        let Some(end) = end else { return };
        let respectively = end + usize::from(sentence.mark(end) == Some(','));
        description.end = match sentence.word(respectively) {
            Some("respectively") => respectively + 1,
            _ => end,
        };
        if comma == 1 && sentence.mark(description.end) == Some(')') {
            description.end += 1;
        }
        if sentence.word(description.end) == Some("and")
            && matches!(sentence.word(description.end + 1), Some("with" | "of"))
        {
            description.end += 1;
        }
    }
}

/// Phrases that a size follows, and whether it is a number of entries.
const SIZE_PHRASES: &[(&str, bool)] = &[
    ("of size", false),
    ("of dimension", false),
    ("of shape", false),
    ("of order", false),
    ("of length", true),
    ("with size", false),
    ("with dimension", false),
    ("with shape", false),
    ("with length", true),
    ("have size", false),
    ("have dimension", false),
    ("have shape", false),
    ("have length", true),
    ("have a size of", false),
    ("have a dimension of", false),
    ("size", false),
    ("shape", false),
    ("is of size", false),
    ("is of dimension", false),
    ("is of shape", false),
    ("is of order", false),
    ("is of length", true),
    ("have the dimension", false),
    ("have the shape", false),
    ("with", true),
    ("have", true),
];

/// *of size n×m and m×k*, *with n entries*, *with n rows and m columns*.
pub(super) fn size_phrase(
    sentence: &Sentence,
    from: usize,
    description: &mut Description,
) -> Option<usize> {
    let phrases = SIZE_PHRASES.iter().filter_map(|&(words, of_entries)| {
        Some((sentence.phrase(from, words)?, of_entries, words))
    });
    let (count, of_entries, words) = phrases.max_by_key(|found| found.0)?;
    let mut at = from + count;
    let counted = matches!(words, "with" | "have");
    if !counted {
        // (n, m)
        if sentence.mark(at) == Some('(')
            && let (Some(rows), Some(','), Some(columns), Some(')')) = (
                sentence.items.get(at + 1).and_then(one_size),
                sentence.mark(at + 2),
                sentence.items.get(at + 3).and_then(one_size),
                sentence.mark(at + 4),
            )
        {
            description.sizes.push((rows, columns));
            return Some(at + 5);
        }
        let before = (description.sizes.len(), description.lengths.len());
        while let Some(formula) = sentence.math(at) {
            let pair = formula.sizes.clone().or_else(|| sizes(&formula.nodes));
            match (pair, sentence.items.get(at).and_then(one_size)) {
                (Some(pair), _) => description.sizes.push(pair),
                (None, Some(length)) => description.lengths.push(length),
                (None, None) => break,
            }
            at += 1;
            let joined = matches!(sentence.word(at), Some("and")) || sentence.mark(at) == Some(',');
            let more = sentence.math(at + 1).is_some_and(|next| {
                next.sizes.is_some() || (of_entries && one_size(&sentence.items[at + 1]).is_some())
            });
            if !(joined && more) {
                break;
            }
            // "a vector of length n, A is …"
            if sentence.word(at + 2) == Some("is") {
                break;
            }
            at += 1;
        }
        if at == from + count
            && let Some(length) = sentence.items.get(at).and_then(one_size)
        {
            description.lengths.push(length);
            at += 1;
        }
        let found = (description.sizes.len(), description.lengths.len()) != before;
        return found.then_some(at);
    }
    let number = sentence.items.get(at).and_then(one_size)?;
    match sentence.word(at + 1)? {
        "row" if matches!(sentence.word(at + 2), Some("and")) => {
            let columns = sentence.items.get(at + 3).and_then(one_size)?;
            (sentence.word(at + 4)? == "column").then_some(())?;
            description.sizes.push((number, columns));
            Some(at + 5)
        }
        "entry" => {
            description.lengths.push(number);
            Some(at + 2)
        }
        _ => None,
    }
}

/// *in ℝ^{n×m}*, or a formula that begins with ∈.
fn membership(sentence: &Sentence, from: usize, description: &mut Description) -> Option<usize> {
    use super::formula::Node;
    let at = match sentence.word(from) {
        Some("in") => from + 1,
        Some("from") => return None,
        _ => from,
    };
    let set = match sentence.math(at)?.nodes.as_slice() {
        [Node::Sign('∈'), set @ ..] => set,
        set if at > from => set,
        _ => return None,
    };
    let found = elements(set)?;
    found.upto.is_none().then_some(())?;
    description.set = Some(found);
    Some(at + 1)
}

/// What entries and columns may be said to be.
const ENTRY_QUALITIES: &[(&str, PropertyWord)] = &[
    ("nonnegative", PropertyWord::Nonnegative),
    ("non negative", PropertyWord::Nonnegative),
    ("positive", PropertyWord::Positive),
    ("strictly positive", PropertyWord::Positive),
    ("binary", PropertyWord::Mask),
    ("0 1", PropertyWord::Mask),
    ("zero one", PropertyWord::Mask),
    ("zero and one", PropertyWord::Mask),
    ("zero or one", PropertyWord::Mask),
    ("either zero or one", PropertyWord::Mask),
    ("one and zero", PropertyWord::Mask),
    ("one or zero", PropertyWord::Mask),
    ("0 and 1", PropertyWord::Mask),
    ("0 or 1", PropertyWord::Mask),
    ("either 0 or 1", PropertyWord::Mask),
    ("1 or 0", PropertyWord::Mask),
    ("either 1 or 0", PropertyWord::Mask),
    ("1 and 0", PropertyWord::Mask),
    ("all nonnegative", PropertyWord::Nonnegative),
    ("all positive", PropertyWord::Positive),
    ("all non negative", PropertyWord::Nonnegative),
    ("only zero and one", PropertyWord::Mask),
];

/// A quality of entries or of columns at an item.
pub(super) fn quality(
    sentence: &Sentence,
    at: usize,
    of_columns: bool,
) -> Option<(usize, PropertyWord)> {
    if of_columns {
        let count = sentence.any_phrase(
            at,
            &[
                "orthonormal",
                "mutually orthonormal",
                "pairwise orthonormal",
            ],
        )?;
        return Some((count, PropertyWord::OrthonormalColumns));
    }
    let fits = |(words, quality): &(&str, PropertyWord)| {
        sentence.phrase(at, words).map(|count| (count, *quality))
    };
    ENTRY_QUALITIES
        .iter()
        .filter_map(fits)
        .max_by_key(|found| found.0)
}

/// *with nonnegative entries*, *have orthonormal columns*, *whose entries are 0 or 1*.
pub(super) fn entry_phrase(
    sentence: &Sentence,
    from: usize,
    description: &mut Description,
) -> Option<usize> {
    let mut at = from;
    let lines = |word: Option<&str>| match word {
        Some("entry") => Some(false),
        Some("column") => Some(true),
        _ => None,
    };
    match sentence.word(at)? {
        "with" | "have" | "contain" => {
            at += 1;
            while matches!(
                sentence.word(at),
                Some("all" | "only" | "real" | "its" | "strictly")
            ) {
                at += 1;
            }
            // with entries 0 or 1, with columns orthonormal
            if let Some(of_columns) = lines(sentence.word(at)) {
                let skip = usize::from(matches!(
                    sentence.word(at + 1),
                    Some("in" | "that" | "which" | "equal")
                ));
                let skip =
                    skip + usize::from(matches!(sentence.word(at + 1 + skip), Some("is" | "to")));
                if let Some((count, property)) = quality(sentence, at + 1 + skip, of_columns) {
                    description.certain.push(property);
                    return Some(at + 1 + skip + count);
                }
                return zero_one_set(sentence, at + 1 + skip, description);
            }
            for of_columns in [false, true] {
                if let Some((count, property)) = quality(sentence, at, of_columns)
                    && lines(sentence.word(at + count)) == Some(of_columns)
                {
                    description.certain.push(property);
                    return Some(at + count + 1);
                }
            }
            None
        }
        "whose" => {
            at += 1;
            at += usize::from(matches!(sentence.word(at), Some("all")));
            let of_columns = lines(sentence.word(at))?;
            (sentence.word(at + 1)? == "is").then_some(())?;
            at += 2;
            at += usize::from(matches!(sentence.word(at), Some("all" | "in")));
            match quality(sentence, at, of_columns) {
                Some((count, property)) => {
                    description.certain.push(property);
                    Some(at + count)
                }
                None => zero_one_set(sentence, at, description),
            }
        }
        _ => None,
    }
}

/// The formula {0, 1}.
pub(super) fn zero_one_set(
    sentence: &Sentence,
    at: usize,
    description: &mut Description,
) -> Option<usize> {
    let found = elements(&sentence.math(at)?.nodes)?;
    let is_mask = found.properties == [PropertyWord::Mask];
    is_mask.then(|| {
        description.certain.push(PropertyWord::Mask);
        at + 1
    })
}

impl Description {
    /// One that says nothing yet and goes on at an item.
    pub(super) fn at(end: usize) -> Self {
        Self {
            end,
            ..Self::default()
        }
    }

    /// Whether it is complete: it has a noun, or is one or several adjectives and no noun that is not understood.
    pub(super) fn is_complete(&self) -> bool {
        self.noun.is_some() || (!self.has_article && self.unknown == 0)
    }

    /// Whether adjectives stand alone.
    pub(super) fn is_adjective(&self) -> bool {
        self.noun.is_none() && self.is_complete() && (!self.qualities.is_empty() || self.square)
    }

    /// What it says of names.
    pub(super) fn facts(&self, subjects: &[Named]) -> Vec<FactKind> {
        let names: Vec<String> = subjects.iter().map(Named::canonical).collect();
        let mut facts = Vec::new();
        let shaped = self.shapes(&names, &mut facts);
        for property in &self.certain {
            facts.push(FactKind::Property {
                names: names.clone(),
                property: *property,
            });
        }
        if !self.is_complete() {
            return facts;
        }
        for property in &self.qualities {
            // A positive matrix may be one with positive entries or a definite one.
            let matrix = subjects.iter().any(Named::is_upper) || self.noun == Some(Noun::Matrix);
            if *property == PropertyWord::Positive && matrix {
                continue;
            }
            facts.push(FactKind::Property {
                names: names.clone(),
                property: *property,
            });
        }
        if self.square {
            facts.push(FactKind::Square {
                names: names.clone(),
            });
        }
        if self.fixed {
            facts.push(FactKind::Fixed {
                names: names.clone(),
            });
        }
        facts.extend(self.kind(subjects, &names, shaped));
        facts
    }

    fn shapes(&self, names: &[String], facts: &mut Vec<FactKind>) -> bool {
        let is_row = self.noun == Some(Noun::RowVector);
        let mut sizes = self.sizes.clone();
        if sizes.is_empty() {
            for length in self.lengths.iter().cloned() {
                let one = "1".to_owned();
                match (self.noun, self.square) {
                    (Some(Noun::Matrix | Noun::Identity), true) | (Some(Noun::Identity), _) => {
                        sizes.push((length.clone(), length));
                    }
                    (Some(Noun::Matrix), false) => return false,
                    _ if is_row => sizes.push((one, length)),
                    (Some(Noun::Vector | Noun::Ones | Noun::UnitVector), _) => {
                        sizes.push((length, one))
                    }
                    _ => return false,
                }
            }
        }
        if let Some(Elements {
            shape: Some(shape),
            properties,
            ..
        }) = &self.set
        {
            let shape = if is_row && shape.1 == "1" {
                (shape.1.clone(), shape.0.clone())
            } else {
                shape.clone()
            };
            sizes = vec![shape];
            for property in properties {
                facts.push(FactKind::Property {
                    names: names.to_vec(),
                    property: *property,
                });
            }
        }
        match sizes.len() {
            0 => return false,
            1 => {
                let (rows, columns) = sizes[0].clone();
                facts.push(FactKind::Shape {
                    names: names.to_vec(),
                    rows,
                    columns,
                });
            }
            several if several == names.len() => {
                for (name, (rows, columns)) in names.iter().zip(sizes) {
                    facts.push(FactKind::Shape {
                        names: vec![name.clone()],
                        rows,
                        columns,
                    });
                }
            }
            _ => return false,
        }
        true
    }

    fn kind(&self, subjects: &[Named], names: &[String], shaped: bool) -> Vec<FactKind> {
        let names = names.to_vec();
        let letter = subjects.first().map(|name| name.letter.clone());
        let each = |make: fn(String) -> FactKind| names.iter().cloned().map(make).collect();
        let scalar_letters = subjects.iter().all(|name| {
            name.style != super::symbol::Style::Bold
                && SCALAR_LETTERS.contains(name.letter.as_str())
        }) && !subjects.is_empty();
        match self.noun {
            Some(Noun::Matrix) if !shaped => vec![FactKind::Matrix { names }],
            Some(Noun::Vector) if !shaped => vec![FactKind::Column { names }],
            Some(Noun::RowVector) if !shaped => vec![FactKind::RowVector { names }],
            Some(Noun::Scalar) if !shaped => vec![FactKind::Scalar { names }],
            Some(Noun::Parameter) => {
                let positive = self
                    .qualities
                    .iter()
                    .any(|p| matches!(p, PropertyWord::Positive | PropertyWord::Nonnegative));
                let scalar = scalar_letters || (positive && !subjects.iter().any(Named::is_upper));
                scalar
                    .then_some(FactKind::Scalar { names })
                    .into_iter()
                    .collect()
            }
            Some(Noun::Constant) => {
                let mut facts = vec![FactKind::Fixed {
                    names: names.clone(),
                }];
                facts.extend(scalar_letters.then_some(FactKind::Scalar { names }));
                facts
            }
            Some(Noun::Identity) => each(|name| FactKind::Identity { name }),
            Some(Noun::Ones) => each(|name| FactKind::Ones { name }),
            Some(Noun::Set) => each(|name| FactKind::Set { name }),
            Some(Noun::Commutation) => vec![FactKind::Commutation { names }],
            Some(Noun::UnitVector) => letter
                .map(|letter| FactKind::UnitVectors { letter })
                .into_iter()
                .collect(),
            Some(Noun::UnitMatrix) => letter
                .map(|letter| FactKind::UnitMatrices { letter })
                .into_iter()
                .collect(),
            Some(noun @ (Noun::SelectionOfRows | Noun::SelectionOfColumns)) => names
                .into_iter()
                .map(|name| FactKind::Selection {
                    name,
                    rows: noun == Noun::SelectionOfRows,
                    of: None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
