//! What a document has said so far: declarations, definitions, conventions.

use super::elaborate::{located, reindexed};
use super::given_size::general_shape;
use crate::document::Span;
use crate::document::facts::{Fact, FactKind, PropertyWord};
use crate::expression::{
    Declarations, Expression, Index, Kind, Line, Name, Property, Shape, Size, Typing,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is known at a place of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) declarations: Declarations,
    definitions: BTreeMap<Name, Definition>,
    /// The expressions that hold shapes together, latest last.
    anchors: Vec<Expression>,
    typing: Option<Typing>,
    /// Names whose change dW occurs.
    changing: BTreeSet<Name>,
    fixed: BTreeSet<Name>,
    /// Names of sets that are rows of other sets: S of S_p = {j : (p, j) ∈ Ω}.
    sets: BTreeMap<Name, Name>,
    /// Names that words describe in a way that is not understood.
    pub(super) described: BTreeMap<Name, String>,
    /// Names that stay letters although they have a value.
    kept: BTreeSet<Name>,
    pub(super) section: usize,
    pub(super) numerator_layout: bool,
    pub(super) einstein: bool,
}

/// What a name stands for.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) parameters: Vec<Name>,
    /// Indices of a family, A_ik.
    indices: Vec<Name>,
    /// Whether the members of the family are numbers.
    entries: bool,
    /// Whether the value is a number.
    scalar: bool,
    /// Nothing if it was not understood.
    pub(super) value: Option<Expression>,
    /// The value as it was written, other definitions not put in.
    pub(super) written: Option<Expression>,
    pub(super) section: usize,
}

/// At most so many definitions hold shapes together.
const MOST_ANCHORS: usize = 12;

impl Context {
    pub(super) fn definition(&self, name: &Name) -> Option<&Definition> {
        self.definitions.get(name)
    }

    /// The value of a name that is no family.
    pub(super) fn value(&self, name: &Name) -> Option<Expression> {
        if self.kept.contains(name) {
            return None;
        }
        let definition = self.definitions.get(name)?;
        let value = if self.kept.is_empty() {
            &definition.value
        } else {
            &definition.written
        };
        // A family of numbers is the column or the matrix of them.
        let unit = match definition.indices.as_slice() {
            [] => return value.clone(),
            [i] => Kind::UnitVector {
                index: Index::Name(i.clone()),
                size: None,
            },
            [i, j] => Kind::UnitMatrix {
                row: Index::Name(i.clone()),
                column: Index::Name(j.clone()),
                size: None,
            },
            _ => return None,
        };
        let entry = value.clone().filter(|_| definition.entries)?;
        let sum = (entry * Expression::from(unit)).index_sum(definition.indices.clone(), None);
        Some(located(sum, &(0..0)))
    }

    /// The same with these names as letters, whatever they stand for.
    pub(super) fn keeping(&self, names: BTreeSet<Name>) -> Self {
        let mut other = self.clone();
        other.kept = names;
        other
    }

    /// The variable of an expression, if functions of the document have only one in it.
    pub(super) fn only_variable(&self, of: &Expression) -> Option<Name> {
        let names = of.names();
        let mut found: Vec<Name> = Vec::new();
        for definition in self.definitions.values() {
            for parameter in &definition.parameters {
                if names.contains(parameter) && !found.contains(parameter) {
                    found.push(parameter.clone());
                }
            }
        }
        match found.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The functions that are numbers, latest first, at most a few.
    pub(super) fn functions(&self) -> Vec<(Name, Expression)> {
        const MOST: usize = 6;
        let mut all: Vec<_> = self
            .definitions
            .iter()
            .filter(|(_, d)| d.indices.is_empty() && d.scalar)
            .filter_map(|(name, d)| Some((d.section, name.clone(), d.value.clone()?)))
            .collect();
        all.sort_by_key(|(section, ..)| std::cmp::Reverse(*section));
        all.into_iter()
            .take(MOST)
            .map(|(_, name, value)| (name, value))
            .collect()
    }

    /// Whether some names stay letters.
    pub(super) fn keeps(&self) -> bool {
        !self.kept.is_empty()
    }

    /// Whether the name has a value that is not understood.
    pub(super) fn is_opaque(&self, name: &Name) -> bool {
        self.definitions
            .get(name)
            .is_some_and(|d| d.value.is_none())
    }

    /// The value of a member of a family.
    pub(super) fn family(&self, name: &Name, at: &[Index]) -> Option<Expression> {
        let definition = self.definitions.get(name)?;
        let value = definition.value.as_ref()?;
        if definition.indices.len() != at.len() {
            return None;
        }
        let change = definition
            .indices
            .iter()
            .cloned()
            .zip(at.iter().cloned())
            .collect();
        Some(reindexed(value, &change))
    }

    pub(super) fn set(&self, name: &Name) -> Name {
        self.sets.get(name).cloned().unwrap_or_else(|| name.clone())
    }

    pub(super) fn define_set(&mut self, name: Name, of: Name) {
        self.sets.insert(name, of);
    }

    /// Whether a change of the name occurs.
    pub(super) fn moves(&self, name: &Name) -> bool {
        self.changing.contains(name)
    }

    pub(super) fn set_changing(&mut self, names: BTreeSet<Name>) {
        if !names.is_empty() {
            self.declarations.use_differentials();
        }
        self.changing = names;
    }

    /// The variables of an expression that move in a differential.
    pub(super) fn moving(&self, of: &Expression) -> Vec<Name> {
        let names = of.names();
        let moving: Vec<_> = names
            .iter()
            .filter(|name| self.changing.contains(*name) && self.value(name).is_none())
            .cloned()
            .collect();
        if !moving.is_empty() {
            return moving;
        }
        names
            .into_iter()
            .filter(|name| !self.fixed.contains(name) && !self.is_index(name))
            .collect()
    }

    fn is_index(&self, name: &Name) -> bool {
        self.declarations.range(name.as_str()).is_some()
    }

    /// The shape of a name, as far as it is known.
    pub(super) fn shape(&self, name: &Name) -> Option<Shape> {
        if let Some(shape) = self
            .typing
            .as_ref()
            .and_then(|typing| typing.shape(name.as_str()))
        {
            return Some(shape.clone());
        }
        self.declarations.get(name.as_str())?.shape.clone()
    }

    /// The names whose shapes definitions hold together.
    pub(super) fn anchored(&self, name: &Name) -> bool {
        self.typing
            .as_ref()
            .is_some_and(|typing| typing.names().contains(name))
    }

    /// The shapes that the definitions imply.
    pub(super) fn typing(&mut self) -> Typing {
        if let Some(typing) = &self.typing {
            return typing.clone();
        }
        // The latest definitions count; an older one that contradicts them is left out.
        let mut kept: Vec<&Expression> = Vec::new();
        for anchor in self.anchors.iter().rev() {
            kept.insert(0, anchor);
            if Typing::infer(&kept, &self.declarations).is_err() {
                kept.remove(0);
            }
        }
        let typing = Typing::infer(&kept, &self.declarations)
            .or_else(|_| Typing::infer(&[], &self.declarations))
            .or_else(|_| Typing::infer(&[], &Declarations::default()));
        let Ok(typing) = typing else {
            unreachable!("no expressions and no declarations have no contradiction")
        };
        self.typing = Some(typing.clone());
        typing
    }

    /// Shapes are inferred anew.
    pub(super) fn forget_typing(&mut self) {
        self.typing = None;
    }

    /// Whether an equation fits to the definitions, their own shapes not yet fixed.
    pub(super) fn ties(&mut self, left: &Expression, right: &Expression) -> bool {
        let before = self.anchors.len();
        self.anchor(left, right);
        let all: Vec<&Expression> = self.anchors.iter().collect();
        let fits = Typing::infer(&all, &self.declarations).is_ok();
        if !fits {
            self.anchors.truncate(before);
        }
        fits
    }

    /// Ties the shapes of an equation to those of the document.
    pub(super) fn anchor(&mut self, left: &Expression, right: &Expression) {
        let both = Kind::Frobenius(Box::new(left.clone()), Box::new(right.clone()));
        self.anchors.push(located(both.into(), &(0..0)));
        self.typing = None;
    }

    /// Defines a name.
    pub(super) fn define(
        &mut self,
        name: Name,
        parameters: Vec<Name>,
        indices: Vec<Name>,
        value: Option<Expression>,
        written: Option<&Expression>,
    ) {
        if name.as_str().contains('_') {
            self.declarations.introduce(name.clone());
        }
        let written = written
            .map(|written| located(written.clone(), &(0..0)))
            .or_else(|| value.clone());
        let value = value.map(|value| located(value, &(0..0)));
        let (mut entries, mut number) = (false, false);
        if let Some(value) = &value {
            let stem = name.as_str().strip_prefix(['d', 'δ']).map(Name::from);
            if let Some(stem) = stem
                && self.anchored(&stem)
            {
                self.anchor(&Expression::name(stem), value);
            }
            if indices.is_empty() && parameters.is_empty() && self.anchored(&name) {
                // What was a letter so far has the shape of its value.
                self.anchor(&Expression::name(name.clone()), value);
            }
            if indices.is_empty() {
                self.anchors.retain(|anchor| anchor != value);
                self.anchors.push(value.clone());
                if self.anchors.len() > MOST_ANCHORS {
                    self.anchors.remove(0);
                }
                self.typing = None;
            }
            let scalar = {
                let typing = self.typing();
                typing.extend(&[value], None).is_ok_and(|typing| {
                    typing
                        .typed()
                        .last()
                        .is_some_and(|typed| typed.shape.is_scalar())
                })
            };
            entries = scalar && matches!(indices.len(), 1 | 2);
            number = scalar;
            if !parameters.is_empty() || scalar && indices.is_empty() {
                self.declarations.add_function(name.clone());
            }
        }
        if !parameters.is_empty() {
            self.declarations.add_function(name.clone());
        }
        let section = self.section;
        let definition = Definition {
            parameters,
            indices,
            entries,
            scalar: number,
            value,
            written,
            section,
        };
        self.definitions.insert(name, definition);
    }

    /// Takes note of what the words say.
    pub(super) fn note(&mut self, fact: &Fact) {
        self.typing = None;
        match &fact.kind {
            FactKind::Shape {
                names,
                rows,
                columns,
            } => {
                if let Some(shape) = shape(rows, columns) {
                    for name in names {
                        if let Some(letter) = member(name) {
                            self.family_of_columns(letter, &shape);
                            continue;
                        }
                        self.declare(name, shape.clone());
                    }
                }
            }
            FactKind::Scalar { names } => {
                for name in names {
                    if self.entries_of_a_column(name).is_some() {
                        continue;
                    }
                    let shape = self.declarations.get(name).and_then(|d| d.shape.clone());
                    if shape.is_none_or(|shape| shape.is_scalar()) {
                        self.declare(name, Shape::scalar());
                    }
                }
            }
            FactKind::Column { names } | FactKind::RowVector { names } => {
                let lying = matches!(fact.kind, FactKind::RowVector { .. });
                for name in names {
                    let known = self
                        .declarations
                        .get(name)
                        .is_some_and(|d| d.shape.is_some());
                    if !known && lying {
                        let length = Size::name(format!("n_{name}"));
                        self.declare(name, Shape::new(Size::from(1), length));
                    } else if !known {
                        self.declarations.set_column(name.as_str());
                    }
                }
            }
            FactKind::Property { names, property } => {
                // "A (p×q), B (r×s) and Z (p×p) invertible": what is square where others are not is what is meant.
                let square = |name: &String| {
                    let shape = self.declarations.get(name)?.shape.as_ref()?;
                    Some(shape.rows == shape.columns)
                };
                let meant =
                    property.needs_a_square() && names.iter().any(|n| square(n) == Some(true));
                let meant: Vec<&String> = names
                    .iter()
                    .filter(|name| !name.contains("_{"))
                    .filter(|name| !(meant && square(name) == Some(false)))
                    .collect();
                for name in meant {
                    self.assume(name, *property);
                }
            }
            FactKind::Index { names, upto } => {
                if let Some(shape) = shape(upto, "1") {
                    for name in names {
                        self.declarations
                            .set_range(name.as_str(), shape.rows.clone());
                    }
                }
            }
            FactKind::Fixed { names } => self
                .fixed
                .extend(names.iter().map(|n| Name::from(n.as_str()))),
            FactKind::Ones { name } => self.constant(name, Kind::Ones(None)),
            FactKind::Identity { name } => self.constant(name, Kind::Identity(None)),
            FactKind::Commutation { names } => {
                for name in names {
                    self.commutation(name);
                }
            }
            FactKind::VecOf { name, matrix } => {
                let value = Expression::name(matrix.as_str()).vec();
                self.define(
                    name.as_str().into(),
                    Vec::new(),
                    Vec::new(),
                    Some(value),
                    None,
                );
            }
            FactKind::Selection { name, .. } => {
                self.describe(name, "a selection of rows or columns")
            }
            FactKind::Described { names, words } => {
                const TELLING: [&str; 14] = [
                    "submatrix",
                    "project",
                    "inverse",
                    "such that",
                    "minimi",
                    "maximi",
                    "solution",
                    "optim",
                    "eigen",
                    "satisf",
                    "square root",
                    "factor of",
                    "decomposition",
                    "singular",
                ];
                if TELLING.iter().any(|word| words.contains(word)) {
                    for name in names {
                        self.describe(name, words);
                    }
                }
            }
            FactKind::NumeratorLayout => self.numerator_layout = true,
            FactKind::DenominatorLayout => self.numerator_layout = false,
            FactKind::Einstein => self.einstein = true,
            _ => {}
        }
        self.note_convention(fact);
    }

    /// Takes note of a convention, which holds for the whole document wherever it stands.
    pub(super) fn note_convention(&mut self, fact: &Fact) {
        let named = |letter: &Option<String>| letter.as_deref().map(Name::from);
        match &fact.kind {
            FactKind::RowOf { name, matrix, .. } => {
                self.declarations
                    .set_line(name.as_str(), matrix.as_str(), Line::Row);
            }
            FactKind::ColumnOf { name, matrix, .. } => {
                self.declarations
                    .set_line(name.as_str(), matrix.as_str(), Line::Column);
            }
            FactKind::TransposedRowOf { name, matrix, .. } => {
                self.declarations
                    .set_line(name.as_str(), matrix.as_str(), Line::TransposedRow);
            }
            FactKind::SuperscriptRows { letter } => {
                self.declarations.set_line_above(named(letter), Line::Row);
            }
            FactKind::SuperscriptColumns { letter } => {
                self.declarations
                    .set_line_above(named(letter), Line::Column);
            }
            FactKind::SubscriptRows { letter } => {
                self.declarations.set_line_below(named(letter), Line::Row);
            }
            FactKind::SubscriptColumns { letter } => {
                self.declarations
                    .set_line_below(named(letter), Line::Column);
            }
            _ => {}
        }
    }

    fn declare(&mut self, name: &str, shape: Shape) {
        let shape = general_shape(&shape);
        let before = self.declarations.get(name).and_then(|d| d.shape.clone());
        if before.is_some_and(|before| before != shape) {
            // A letter with a new shape is a new letter.
            self.declarations.remove(name);
            let old = Name::from(name);
            self.anchors.retain(|anchor| !anchor.names().contains(&old));
        }
        self.declarations.set_shape(name, shape);
    }

    /// Takes a property for granted that holds for a sentence only; what to take back behind it.
    pub(super) fn assume_here(
        &mut self,
        name: &str,
        property: PropertyWord,
    ) -> Vec<(Name, Property)> {
        let of = |declarations: &Declarations| {
            let declared = declarations.get(name);
            declared.map_or_else(BTreeSet::new, |declared| declared.properties.clone())
        };
        let before = of(&self.declarations);
        self.assume(name, property);
        let new = of(&self.declarations);
        new.difference(&before)
            .map(|&property| (name.into(), property))
            .collect()
    }

    pub(super) fn take_back(&mut self, assumed: Vec<(Name, Property)>) {
        for (name, property) in assumed {
            self.declarations.remove_property(&name, property);
            self.typing = None;
        }
    }

    /// y of y_i, said to be a number: the y_i are the entries of a column, if nothing else is known of it.
    fn entries_of_a_column(&mut self, name: &str) -> Option<String> {
        let letter = name
            .strip_suffix("_i")
            .filter(|letter| !letter.is_empty())?;
        let new = |name: &str| {
            let declared = self.declarations.get(name);
            declared.is_none_or(|declared| declared.shape.is_none())
        };
        let new = new(letter) && new(name) && self.definition(&name.into()).is_none();
        if !new || self.declarations.has_line(letter) {
            return None;
        }
        self.declarations.set_column(letter);
        Some(letter.to_owned())
    }

    pub(super) fn assume(&mut self, name: &str, property: PropertyWord) {
        let column = match property {
            PropertyWord::Mask | PropertyWord::Positive | PropertyWord::Nonnegative => {
                self.entries_of_a_column(name)
            }
            _ => None,
        };
        let name = column.as_deref().unwrap_or(name);
        let property = match property {
            PropertyWord::Symmetric => Property::Symmetric,
            PropertyWord::Skew => Property::Skew,
            PropertyWord::Diagonal => Property::Diagonal,
            PropertyWord::Orthogonal => Property::Orthogonal,
            PropertyWord::PositiveDefinite => Property::PositiveDefinite,
            PropertyWord::Invertible => Property::Invertible,
            PropertyWord::Nonnegative => Property::Nonnegative,
            PropertyWord::Positive => Property::Positive,
            PropertyWord::Mask => Property::Mask,
            PropertyWord::OrthonormalColumns => {
                return self.describe(name, "a matrix with orthonormal columns");
            }
            PropertyWord::PositiveSemidefinite => {
                self.describe(name, "a positive semidefinite matrix");
                Property::Symmetric
            }
            // A mask is called a projection because its entries are.
            PropertyWord::Idempotent if self.declarations.has_property(name, Property::Mask) => {
                return;
            }
            PropertyWord::Idempotent => Property::Idempotent,
        };
        if property == Property::Mask {
            // Then it is not a projection in the sense of AA = A.
            let shape = self.declarations.get(name).and_then(|d| d.shape.clone());
            self.declarations.remove(name);
            if let Some(shape) = shape {
                self.declarations.set_shape(name, shape);
            }
        }
        self.typing = None;
        self.declarations.add_property(name, property);
    }

    /// x_i ∈ ℝ^d: the x_i are the rows of a matrix, standing.
    fn family_of_columns(&mut self, letter: &str, shape: &Shape) {
        let known = self.declarations.has_line(letter);
        if shape.columns.is_one() && !shape.rows.is_one() && !known {
            let matrix = format!("{}_•", letter.to_uppercase());
            self.declarations
                .set_line(letter, matrix.as_str(), Line::TransposedRow);
        }
    }

    fn describe(&mut self, name: &str, words: &str) {
        self.described.insert(name.into(), words.to_owned());
    }

    fn constant(&mut self, name: &str, kind: Kind) {
        self.define(name.into(), Vec::new(), Vec::new(), Some(kind.into()), None);
        self.anchors.pop();
        self.typing = None;
    }

    /// C_h with H of k rows and m columns is K(k, m), which takes vec H to vec Hᵀ.
    fn commutation(&mut self, name: &str) {
        let letter = name
            .split_once('_')
            .map(|(_, letter)| letter.trim_matches(['{', '}']).to_owned());
        let shape = letter.and_then(|letter| {
            let upper = Name::from(letter.to_uppercase());
            self.typing();
            self.shape(&upper)
                .or_else(|| self.shape(&Name::from(letter)))
        });
        let sizes = shape.map(|shape| (shape.rows, shape.columns));
        self.constant(name, Kind::Commutation(sizes));
    }
}

/// The letter of x_i.
fn member(name: &str) -> Option<&str> {
    let (letter, index) = name.split_once('_')?;
    let index = index.trim_matches(['{', '}']);
    matches!(index, "i" | "j" | "k" | "n" | "t" | "p" | "q" | "l").then_some(letter)
}

fn shape(rows: &str, columns: &str) -> Option<Shape> {
    let read = Declarations::parse(&format!("Z: {rows} x {columns}")).ok()?;
    read.get("Z")?.shape.clone()
}

/// Greek letters that a formula uses as columns: transposed, or behind a matrix.
pub(super) fn columns(text: &str, names: &mut BTreeSet<Name>) {
    const LETTERS: [(&str, &str); 12] = [
        ("beta", "β"),
        ("theta", "θ"),
        ("alpha", "α"),
        ("mu", "μ"),
        ("gamma", "γ"),
        ("eta", "η"),
        ("xi", "ξ"),
        ("phi", "φ"),
        ("omega", "ω"),
        ("varepsilon", "ε"),
        ("zeta", "ζ"),
        ("nu", "ν"),
    ];
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for (word, letter) in LETTERS {
        for spelling in [format!("\\{word}"), letter.to_owned()] {
            let bold = [
                "\\boldsymbol",
                "\\bm",
                "\\mathbf",
                "\\boldsymbol{",
                "\\bm{",
                "\\mathbf{",
            ]
            .iter()
            .any(|style| plain.contains(&format!("{style}{spelling}")));
            let transposed = [
                "'",
                "^T",
                "^{T}",
                "^\\top",
                "^{\\top}",
                "^⊤",
                "ᵀ",
                "^{\\mathsfT}",
                "^\\intercal",
            ]
            .iter()
            .any(|sign| plain.contains(&format!("{spelling}{sign}")));
            let normed = ["\\|", "||", "\\lVert", "‖"]
                .iter()
                .any(|bar| plain.contains(&format!("{bar}{spelling}{bar}")))
                || plain.contains(&format!("\\lVert{spelling}\\rVert"));
            let behind = plain.match_indices(&spelling).any(|(at, _)| {
                let before = plain[..at].trim_end_matches(['\'', '}']);
                let before = ["^T", "^\\top", "^{\\top"]
                    .iter()
                    .fold(before, |text, sign| text.strip_suffix(sign).unwrap_or(text));
                before.ends_with(|c: char| c.is_ascii_uppercase()) && !before.ends_with("\\Re")
            });
            if bold || transposed || normed || behind {
                names.insert(letter.into());
            }
        }
    }
}

/// The names whose change dW stands in a formula.
pub(super) fn changes(text: &str, names: &mut BTreeSet<Name>) {
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if c != 'd' {
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        if before.is_some_and(|c| c.is_alphabetic() || c == '\\') {
            continue;
        }
        // Styles and spaces may stand between the d and the letter.
        let rest: String = chars[at + 1..].iter().take(40).collect();
        let mut rest = rest.as_str();
        loop {
            let trimmed = rest.trim_start_matches([' ', '{', '}', '\\', ',', '!', '~']);
            let styles = [
                "mathbf",
                "boldsymbol",
                "mathrm",
                "bm",
                "mathsf",
                "rm",
                "bf",
                "mathcal",
            ];
            let styled = styles.iter().find_map(|style| trimmed.strip_prefix(style));
            match styled {
                Some(inside) => rest = inside,
                None => {
                    rest = trimmed;
                    break;
                }
            }
        }
        let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        let name = match word.chars().next() {
            Some(first) if word.len() == 1 || first.is_uppercase() => first.to_string(),
            Some(first) if !word.is_empty() && greek(&word).is_none() => first.to_string(),
            Some(_) => greek(&word).unwrap_or_default(),
            None => rest
                .chars()
                .next()
                .filter(|c| c.is_alphabetic())
                .map(String::from)
                .unwrap_or_default(),
        };
        if !name.is_empty() {
            names.insert(name.as_str().into());
        }
    }
}

/// The letter of a Greek command.
fn greek(word: &str) -> Option<String> {
    match Expression::parse(&format!("\\{word}")).ok()?.kind {
        Kind::Name(name) if name.as_str().chars().count() == 1 => Some(name.to_string()),
        _ => None,
    }
}

/// Whether a part of the document lies in another.
pub(super) fn within(span: &Span, part: &Span) -> bool {
    part.start <= span.start && span.end <= part.end
}

impl Context {
    /// Takes over declarations that a remark makes.
    pub(super) fn declare_all(&mut self, given: &Declarations) {
        for (name, declared) in given.names() {
            if let Some(shape) = &declared.shape {
                self.declare(name.as_str(), shape.clone());
            }
            for &property in &declared.properties {
                self.declarations.add_property(name.clone(), property);
            }
        }
        self.typing = None;
    }
}
