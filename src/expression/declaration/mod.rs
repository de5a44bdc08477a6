//! What is said about names beforehand: shapes and properties.
//!
//! `A symmetric, X: n x m, W, H ∈ ℝ^{n×n}, x: n, λ: scalar, P mask, m = nk, i, j = 1,…,n`

mod property;
mod reader;
#[cfg(test)]
mod tests;

use super::lexer::{Token, words};
use super::parser::sizes::sizes;
use super::{Index, Name, ParseError, Shape, Size, Span};
use std::collections::{BTreeMap, BTreeSet};

pub use property::Property;
use property::properties;
use reader::Reader;

/// What is declared of one name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Its shape, if said.
    pub shape: Option<Shape>,
    /// Its properties, with those that follow from them.
    pub properties: BTreeSet<Property>,
    /// Where it was first declared.
    pub span: Span,
}

/// Everything that is declared: names with shapes and properties, ranges of indices, equations between sizes.
///
/// ```
/// # use matproof::expression::{Declarations, Property};
/// let given = Declarations::parse("A symmetric, X: n x m, x: n, λ: scalar")?;
/// assert_eq!(given.get("X").and_then(|x| x.shape.clone()).unwrap().to_string(), "n×m");
/// assert!(given.get("A").unwrap().properties.contains(&Property::Symmetric));
/// # Ok::<(), matproof::expression::ParseError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declarations {
    names: BTreeMap<Name, Declared>,
    ranges: BTreeMap<Name, Size>,
    equations: Vec<(Size, Size, Span)>,
    /// Names of functions: f of f(W, H).
    functions: BTreeSet<Name>,
    /// Whether a d in front of a bracket or a function is a differential.
    differentials: bool,
    /// Columns of unknown length.
    columns: BTreeSet<Name>,
    /// What a single index above or below a letter picks out: of every matrix under the empty name.
    above: BTreeMap<Name, Line>,
    below: BTreeMap<Name, Line>,
    /// Letters whose single index picks a line out of another matrix: u_i is row i of U.
    lines: BTreeMap<Name, (Name, Line)>,
}

/// What a single index picks out of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// A row, lying.
    Row,
    /// A column.
    Column,
    /// A row, standing: its transpose.
    TransposedRow,
}

impl Declarations {
    /// Reads declarations separated by commas or semicolons.
    ///
    /// # Errors
    /// [`ParseError`] at the place that does not read as one.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let lexemes = words(text);
        let mut declarations = Self::default();
        let mut reader = Reader {
            lexemes: &lexemes,
            at: 0,
            end: text.len(),
        };
        while reader.peek().is_some() {
            if reader.take_separator() {
                continue;
            }
            declarations.statement(&mut reader)?;
        }
        Ok(declarations)
    }

    /// What is declared of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Declared> {
        self.names.get(name)
    }

    /// The declared names in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = (&Name, &Declared)> {
        self.names.iter()
    }

    /// What an index runs up to, if that is declared: n for `i: 1…n`.
    #[must_use]
    pub fn range(&self, index: &str) -> Option<&Size> {
        self.ranges.get(index)
    }

    /// Equations between sizes, as m = nk.
    pub fn equations(&self) -> impl Iterator<Item = &(Size, Size, Span)> {
        self.equations.iter()
    }

    /// Declares a shape.
    pub fn set_shape(&mut self, name: impl Into<Name>, shape: Shape) {
        self.names.entry(name.into()).or_default().shape = Some(shape);
    }

    /// Takes a property back.
    pub fn remove_property(&mut self, name: &Name, property: Property) {
        if let Some(declared) = self.names.get_mut(name) {
            declared.properties.remove(&property);
        }
    }

    /// Declares a property, with what follows from it.
    pub fn add_property(&mut self, name: impl Into<Name>, property: Property) {
        let declared = self.names.entry(name.into()).or_default();
        declared.properties.insert(property);
        let implied: &[Property] = match property {
            Property::PositiveDefinite => &[Property::Symmetric, Property::Invertible],
            Property::Orthogonal => &[Property::Invertible],
            Property::Diagonal => &[Property::Symmetric],
            Property::Mask | Property::Positive | Property::Simplex => &[Property::Nonnegative],
            _ => &[],
        };
        declared.properties.extend(implied);
    }

    /// Whether the name has a property.
    #[must_use]
    pub fn has_property(&self, name: &str, property: Property) -> bool {
        self.get(name)
            .is_some_and(|d| d.properties.contains(&property))
    }

    /// Declares a function: brackets behind its name hold arguments, and a derivative takes no more than it.
    pub fn add_function(&mut self, name: impl Into<Name>) {
        self.functions.insert(name.into());
    }

    /// Whether the name is that of a function.
    pub(super) fn is_function(&self, name: &str) -> bool {
        self.functions.contains(name)
    }

    /// From here on a d in front of a bracket or a function is a differential.
    pub fn use_differentials(&mut self) {
        self.differentials = true;
    }

    pub(super) fn uses_differentials(&self) -> bool {
        self.differentials
    }

    /// Declares a column of unknown length.
    pub fn set_column(&mut self, name: impl Into<Name>) {
        self.columns.insert(name.into());
    }

    /// Whether the name is declared a column of unknown length.
    pub(super) fn is_column(&self, name: &Name) -> bool {
        self.columns.contains(name)
    }

    /// Takes a name with its subscript for one name: G_w.
    pub fn introduce(&mut self, name: impl Into<Name>) {
        self.names.entry(name.into()).or_default();
    }

    /// Says what a single index above a letter picks out; without a name, above every matrix.
    pub fn set_line_above(&mut self, name: Option<Name>, line: Line) {
        self.above.insert(name.unwrap_or_else(|| "".into()), line);
    }

    /// Says what a single index below a letter picks out; without a name, below every matrix.
    pub fn set_line_below(&mut self, name: Option<Name>, line: Line) {
        self.below.insert(name.unwrap_or_else(|| "".into()), line);
    }

    /// Says that a letter with an index is a line of a matrix: u_i is row i of U.
    pub fn set_line(&mut self, letter: impl Into<Name>, matrix: impl Into<Name>, line: Line) {
        self.lines.insert(letter.into(), (matrix.into(), line));
    }

    /// Whether a letter with an index is known to be a line of a matrix.
    #[must_use]
    pub fn has_line(&self, letter: &str) -> bool {
        self.lines.contains_key(letter)
    }

    /// What an index above a name picks out.
    pub(super) fn line_above(&self, name: &str) -> Option<Line> {
        self.above.get(name).or_else(|| self.above.get("")).copied()
    }

    /// The matrix and the line that an index below a name picks out.
    pub(super) fn line_below(&self, name: &str, index: &Index) -> Option<(Name, Line)> {
        let own = || self.below.get(name).map(|&line| (Name::from(name), line));
        let every = || {
            let capital = name.starts_with(char::is_uppercase);
            let counts = match index {
                Index::Number(_) => true,
                Index::Name(i) => "ijklpqrst".contains(i.as_str()),
            };
            let line = self.below.get("").filter(|_| capital && counts)?;
            Some((Name::from(name), *line))
        };
        self.lines.get(name).cloned().or_else(own).or_else(every)
    }

    /// Lets an index run over a size.
    pub fn set_range(&mut self, index: impl Into<Name>, upto: Size) {
        self.ranges.insert(index.into(), upto);
    }

    /// Forgets a name.
    pub fn remove(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// Whether anything is declared of the name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Whether the name is declared a column.
    pub(super) fn is_vector(&self, name: &str) -> bool {
        if self.columns.contains(name) {
            return true;
        }
        let shape = self.get(name).and_then(|d| d.shape.as_ref());
        shape.is_some_and(|shape| shape.columns.is_one() && !shape.rows.is_one())
    }

    /// Whether the name is declared with rows and columns, or as a square matrix.
    pub(super) fn is_matrix(&self, name: &str) -> bool {
        self.get(name).is_some_and(|d| match &d.shape {
            Some(shape) => !shape.rows.is_one() && !shape.columns.is_one(),
            None => d.properties.iter().any(|p| p.needs_a_square()),
        })
    }

    /// The names of the declared dimensions.
    #[must_use]
    pub fn dimensions(&self) -> BTreeSet<Name> {
        let shapes = self.names.values().filter_map(|d| d.shape.as_ref());
        let sizes = shapes.flat_map(|shape| [&shape.rows, &shape.columns]);
        let equations = self.equations.iter().flat_map(|(a, b, _)| [a, b]);
        sizes
            .chain(equations)
            .chain(self.ranges.values())
            .flat_map(Size::names)
            .cloned()
            .collect()
    }

    /// Names that the lexer must keep whole.
    pub(super) fn lexical_names(&self) -> BTreeSet<Name> {
        let whole = |name: &&Name| !name.as_str().contains(['_', '^']);
        let long = self
            .dimensions()
            .into_iter()
            .filter(|name| name.as_str().len() > 1);
        self.names
            .keys()
            .chain(&self.functions)
            .filter(whole)
            .cloned()
            .chain(long)
            .collect()
    }

    fn statement(&mut self, reader: &mut Reader<'_>) -> Result<(), ParseError> {
        let start = reader.at;
        let first = reader.here();
        // Names up to what is said of them.
        let mut names = vec![reader.name()?];
        while reader.peek() == Some(&Token::Comma) {
            let before = reader.at;
            reader.at += 1;
            match reader.name() {
                Ok(name) => names.push(name),
                Err(_) => {
                    reader.at = before;
                    break;
                }
            }
        }
        match reader.peek() {
            Some(Token::Colon | Token::In | Token::Equals) if reader.begins_range() => {
                reader.at += 1;
                let range = reader.range()?;
                for name in &names {
                    self.ranges_over(name, &range, &first)?;
                }
                Ok(())
            }
            Some(Token::Colon | Token::In) => {
                reader.at += 1;
                let shape = reader.shape()?;
                for name in &names {
                    self.declare(name, &first)?;
                    if let Some(shape) = &shape {
                        self.shape(name, shape, &first)?;
                    }
                }
                self.properties(&names, reader, shape.is_none())
            }
            Some(Token::Equals) if names.len() == 1 => {
                let left = sizes(&reader.lexemes[start..reader.at], &first)?;
                reader.at += 1;
                let right = reader.size_tokens();
                let span = reader.since(first.start);
                let right = sizes(right, &span)?;
                match (<[Size; 1]>::try_from(left), <[Size; 1]>::try_from(right)) {
                    (Ok([left]), Ok([right])) => self.equations.push((left, right, span)),
                    _ => {
                        return Err(ParseError::new(
                            span,
                            "an equation between two sizes",
                            "more",
                        ));
                    }
                }
                Ok(())
            }
            Some(Token::Word(_) | Token::Number(_)) => {
                for name in &names {
                    self.declare(name, &first)?;
                }
                self.properties(&names, reader, true)
            }
            _ => Err(reader
                .unexpected("`:` and a shape, or a property")
                .hint("as in `X: n x m` or `A symmetric`")),
        }
    }

    fn declare(&mut self, name: &Name, span: &Span) -> Result<(), ParseError> {
        let declared = self.names.entry(name.clone()).or_default();
        if declared.span.is_empty() {
            declared.span = span.clone();
        }
        Ok(())
    }

    fn shape(&mut self, name: &Name, shape: &Shape, span: &Span) -> Result<(), ParseError> {
        let declared = self.names.entry(name.clone()).or_default();
        match &declared.shape {
            Some(before) if before != shape => Err(ParseError::new(
                span.clone(),
                format!("one shape for {name}"),
                format!("{before} and {shape}"),
            )),
            _ => {
                declared.shape = Some(shape.clone());
                Ok(())
            }
        }
    }

    fn ranges_over(&mut self, index: &Name, range: &Size, span: &Span) -> Result<(), ParseError> {
        match self.ranges.insert(index.clone(), range.clone()) {
            Some(before) if before != *range => Err(ParseError::new(
                span.clone(),
                format!("one range for the index {index}"),
                format!("1…{before} and 1…{range}"),
            )),
            _ => Ok(()),
        }
    }

    /// Words up to the next separator that is not followed by another word of the same statement.
    fn properties(
        &mut self,
        names: &[Name],
        reader: &mut Reader<'_>,
        at_least_one: bool,
    ) -> Result<(), ParseError> {
        let mut any = false;
        loop {
            let start = reader.here();
            let mut words = Vec::new();
            while let Some(Token::Word(word)) = reader.peek() {
                words.push(word.to_lowercase());
                reader.at += 1;
                // skew-symmetric, non-negative; 0/1 is read below
                if reader.peek() == Some(&Token::Minus) {
                    reader.at += 1;
                }
            }
            let zero_one = reader.zero_one();
            if words.is_empty() && !zero_one {
                break;
            }
            words.retain(|word| {
                ![
                    "and", "is", "are", "a", "an", "matrix", "matrices", "vector", "with", "real",
                    "square", "be", "entries", "weights",
                ]
                .contains(&word.as_str())
            });
            let phrase = words.join(" ");
            for name in names {
                match (phrase.as_str(), zero_one) {
                    ("" | "mask", true) => self.add_property(name.clone(), Property::Mask),
                    ("scalar" | "number", false) => {
                        self.shape(name, &Shape::scalar(), &start)?;
                    }
                    (phrase, false) => {
                        let span = reader.since(start.start);
                        for property in properties(phrase, &span)? {
                            self.add_property(name.clone(), property);
                        }
                    }
                    _ => {
                        return Err(ParseError::new(
                            start,
                            "a property",
                            format!("`0/1 {phrase}`"),
                        ));
                    }
                }
            }
            any = true;
        }
        match reader.peek() {
            None | Some(Token::Comma | Token::Semicolon | Token::Stop) if any || !at_least_one => {
                Ok(())
            }
            _ => Err(reader.unexpected("a property or `,`")),
        }
    }
}
