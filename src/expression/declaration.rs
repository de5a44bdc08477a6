//! What is said about names beforehand: shapes and properties.
//!
//! `A symmetric, X: n x m, W, H ∈ ℝ^{n×n}, x: n, λ: scalar, P mask, m = nk`

use super::lexer::{Bracket, Lexeme, Token, words};
use super::parser::sizes::sizes;
use super::{Name, ParseError, Shape, Size, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is known of the values of a matrix beyond its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// Aᵀ = A.
    Symmetric,
    /// Aᵀ = −A.
    Skew,
    /// QᵀQ = QQᵀ = I.
    Orthogonal,
    /// Zero off the diagonal.
    Diagonal,
    /// Symmetric with xᵀAx > 0 for x ≠ 0; so also symmetric and invertible.
    PositiveDefinite,
    /// Every entry 0 or 1.
    Mask,
    /// Every entry ≥ 0.
    Nonnegative,
    /// Every entry > 0.
    Positive,
    /// Has an inverse.
    Invertible,
}

impl Property {
    /// Whether only a square matrix can have it.
    #[must_use]
    pub fn needs_a_square(self) -> bool {
        !matches!(self, Self::Mask | Self::Nonnegative | Self::Positive)
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Symmetric => "symmetric",
            Self::Skew => "skew-symmetric",
            Self::Orthogonal => "orthogonal",
            Self::Diagonal => "diagonal",
            Self::PositiveDefinite => "positive definite",
            Self::Mask => "mask",
            Self::Nonnegative => "nonnegative",
            Self::Positive => "positive",
            Self::Invertible => "invertible",
        })
    }
}

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

/// Everything that is declared: names with shapes and properties, and equations between sizes.
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
    equations: Vec<(Size, Size, Span)>,
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

    /// Equations between sizes, as m = nk.
    pub fn equations(&self) -> impl Iterator<Item = &(Size, Size, Span)> {
        self.equations.iter()
    }

    /// Declares a shape.
    pub fn set_shape(&mut self, name: impl Into<Name>, shape: Shape) {
        self.names.entry(name.into()).or_default().shape = Some(shape);
    }

    /// Declares a property, with what follows from it.
    pub fn add_property(&mut self, name: impl Into<Name>, property: Property) {
        let declared = self.names.entry(name.into()).or_default();
        declared.properties.insert(property);
        let implied: &[Property] = match property {
            Property::PositiveDefinite => &[Property::Symmetric, Property::Invertible],
            Property::Orthogonal => &[Property::Invertible],
            Property::Diagonal => &[Property::Symmetric],
            Property::Mask | Property::Positive => &[Property::Nonnegative],
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

    /// Whether anything is declared of the name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Whether the name is declared a column.
    pub(super) fn is_vector(&self, name: &str) -> bool {
        let shape = self.get(name).and_then(|d| d.shape.as_ref());
        shape.is_some_and(|shape| shape.columns.is_one() && !shape.rows.is_one())
    }

    /// The names of the declared dimensions.
    #[must_use]
    pub fn dimensions(&self) -> BTreeSet<Name> {
        let shapes = self.names.values().filter_map(|d| d.shape.as_ref());
        let sizes = shapes.flat_map(|shape| [&shape.rows, &shape.columns]);
        let equations = self.equations.iter().flat_map(|(a, b, _)| [a, b]);
        sizes
            .chain(equations)
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

/// The properties that words name.
fn properties(phrase: &str, span: &Span) -> Result<Vec<Property>, ParseError> {
    const PHRASES: [(&str, &[Property]); 21] = [
        ("symmetric", &[Property::Symmetric]),
        ("sym", &[Property::Symmetric]),
        ("skew", &[Property::Skew]),
        ("skew symmetric", &[Property::Skew]),
        ("antisymmetric", &[Property::Skew]),
        ("orthogonal", &[Property::Orthogonal]),
        ("diagonal", &[Property::Diagonal]),
        ("positive definite", &[Property::PositiveDefinite]),
        ("symmetric positive definite", &[Property::PositiveDefinite]),
        ("spd", &[Property::PositiveDefinite]),
        ("pd", &[Property::PositiveDefinite]),
        ("mask", &[Property::Mask]),
        ("binary", &[Property::Mask]),
        ("nonnegative", &[Property::Nonnegative]),
        ("non negative", &[Property::Nonnegative]),
        ("positive", &[Property::Positive]),
        ("invertible", &[Property::Invertible]),
        ("nonsingular", &[Property::Invertible]),
        (
            "symmetric invertible",
            &[Property::Symmetric, Property::Invertible],
        ),
        (
            "invertible symmetric",
            &[Property::Symmetric, Property::Invertible],
        ),
        ("", &[]),
    ];
    if let Some((_, properties)) = PHRASES.iter().find(|(known, _)| *known == phrase) {
        return Ok(properties.to_vec());
    }
    let error = ParseError::new(span.clone(), "a property", format!("`{phrase}`"));
    Err(error.hint(
        "symmetric, skew-symmetric, orthogonal, diagonal, positive definite, mask, nonnegative, positive, invertible",
    ))
}

struct Reader<'a> {
    lexemes: &'a [Lexeme],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.lexemes.get(self.at).map(|l| &l.token)
    }

    fn here(&self) -> Span {
        self.lexemes
            .get(self.at)
            .map_or(self.end..self.end, |l| l.span.clone())
    }

    fn since(&self, start: usize) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.lexemes.get(at));
        start..last.map_or(start, |l| l.span.end.max(start))
    }

    fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self.peek() {
            None => "the end".to_owned(),
            Some(Token::Word(word) | Token::Name(word)) => format!("`{word}`"),
            Some(_) => "something else".to_owned(),
        };
        ParseError::new(self.here(), expected, found)
    }

    fn take_separator(&mut self) -> bool {
        let separator = matches!(
            self.peek(),
            Some(Token::Comma | Token::Semicolon | Token::Stop)
        );
        self.at += usize::from(separator);
        separator
    }

    /// A name with its subscript.
    fn name(&mut self) -> Result<Name, ParseError> {
        let Some(Token::Word(base) | Token::Name(base)) = self.peek() else {
            return Err(self.unexpected("a name"));
        };
        self.at += 1;
        let mut name = base.clone();
        // W1 is W_1, as in expressions.
        let glued = self.lexemes.get(self.at).is_some_and(|l| !l.spaced);
        if let Some(Token::Number(number)) = self.peek()
            && glued
        {
            self.at += 1;
            name = super::lexer::subscripted(&name, &number.to_string());
        }
        if self.peek() == Some(&Token::Underscore) {
            self.at += 1;
            let text = self.script()?;
            name = super::lexer::subscripted(&name, &text);
        }
        if self.peek() == Some(&Token::Caret) {
            self.at += 1;
            let text = self.script()?;
            name = format!("{name}^{{{text}}}");
        }
        Ok(name.into())
    }

    /// The text of a script.
    fn script(&mut self) -> Result<String, ParseError> {
        let braced = self.peek() == Some(&Token::Open(Bracket::Brace));
        self.at += usize::from(braced);
        let mut text = String::new();
        loop {
            match self.peek() {
                Some(Token::Word(word) | Token::Name(word)) => text.push_str(word),
                Some(Token::Number(number)) => text.push_str(&number.to_string()),
                Some(Token::Open(Bracket::Round)) if braced => text.push('('),
                Some(Token::Close(Bracket::Round)) if braced => text.push(')'),
                Some(Token::Close(Bracket::Brace)) if braced => {
                    self.at += 1;
                    break;
                }
                _ => return Err(self.unexpected("a subscript")),
            }
            self.at += 1;
            if !braced {
                break;
            }
        }
        Ok(text)
    }

    /// `n x m`, `n`, `scalar`, `ℝ^{n×m}`, or nothing where a property follows.
    fn shape(&mut self) -> Result<Option<Shape>, ParseError> {
        let start = self.here().start;
        if let Some(Token::Word(word)) = self.peek()
            && ["scalar", "number"].contains(&word.as_str())
        {
            self.at += 1;
            return Ok(Some(Shape::scalar()));
        }
        let field =
            matches!(self.peek(), Some(Token::Word(r) | Token::Name(r)) if r == "R" || r == "ℝ");
        let lexemes =
            if field && self.lexemes.get(self.at + 1).map(|l| &l.token) == Some(&Token::Caret) {
                self.at += 2;
                if self.peek() == Some(&Token::Open(Bracket::Brace)) {
                    self.at += 1;
                    let from = self.at;
                    while !matches!(self.peek(), None | Some(Token::Close(Bracket::Brace))) {
                        self.at += 1;
                    }
                    let inside = &self.lexemes[from..self.at];
                    if self.peek().is_none() {
                        return Err(self.unexpected("`}`"));
                    }
                    self.at += 1;
                    inside
                } else {
                    let from = self.at;
                    self.at = (self.at + 1).min(self.lexemes.len());
                    &self.lexemes[from..self.at]
                }
            } else if field
                && matches!(
                    self.lexemes.get(self.at + 1).map(|l| &l.token),
                    None | Some(Token::Comma)
                )
            {
                self.at += 1;
                return Ok(Some(Shape::scalar()));
            } else {
                self.size_tokens()
            };
        let span = self.since(start);
        if lexemes.is_empty() {
            return match self.peek() {
                Some(Token::Word(_)) => Ok(None),
                _ => Err(self
                    .unexpected("a shape")
                    .hint("as in `X: n x m`, `x: n`, `λ: scalar`")),
            };
        }
        let lexemes = with_cross(lexemes);
        let mut all = sizes(&lexemes, &span)?.into_iter();
        match (all.next(), all.next(), all.next()) {
            (Some(rows), columns, None) => {
                Ok(Some(Shape::new(rows, columns.unwrap_or_else(|| 1.into()))))
            }
            _ => Err(ParseError::new(span, "rows × columns", "more sizes")),
        }
    }

    /// The tokens from here that belong to sizes.
    fn size_tokens(&mut self) -> &'a [Lexeme] {
        let start = self.at;
        while let Some(token) = self.peek() {
            let belongs = match token {
                Token::Number(_) => !self.is_zero_one(),
                Token::Plus | Token::Times | Token::Cross | Token::Minus | Token::Name(_) => true,
                Token::Word(word) => {
                    self.at == start
                        || word.len() <= 3 && !is_property_word(word)
                        || self.after_cross(start)
                }
                _ => false,
            };
            let first_property =
                self.at == start && matches!(token, Token::Word(word) if is_property_word(word));
            if !belongs || first_property {
                break;
            }
            self.at += 1;
        }
        &self.lexemes[start..self.at]
    }

    fn after_cross(&self, start: usize) -> bool {
        self.at > start
            && match &self.lexemes[self.at - 1].token {
                Token::Cross | Token::Plus | Token::Times => true,
                Token::Word(word) => word == "x" || word == "by",
                _ => false,
            }
    }

    /// Whether `0/1` or `0-1` stands here.
    fn is_zero_one(&self) -> bool {
        let number = |ahead: usize, value: i64| {
            matches!(self.lexemes.get(self.at + ahead).map(|l| &l.token),
                Some(Token::Number(n)) if *n == crate::scalar::Rational::from(num_bigint::BigInt::from(value)))
        };
        number(0, 0)
            && number(2, 1)
            && matches!(
                self.lexemes.get(self.at + 1).map(|l| &l.token),
                Some(Token::Slash | Token::Minus)
            )
    }

    /// Takes `0/1` or `0-1`, and the word mask behind it.
    fn zero_one(&mut self) -> bool {
        if !self.is_zero_one() {
            return false;
        }
        self.at += 3;
        if matches!(self.peek(), Some(Token::Word(word)) if word == "mask" || word == "matrix") {
            self.at += 1;
        }
        true
    }
}

fn is_property_word(word: &str) -> bool {
    const WORDS: [&str; 21] = [
        "symmetric",
        "sym",
        "skew",
        "antisymmetric",
        "orthogonal",
        "diagonal",
        "positive",
        "definite",
        "mask",
        "binary",
        "nonnegative",
        "non",
        "invertible",
        "nonsingular",
        "scalar",
        "spd",
        "pd",
        "is",
        "a",
        "and",
        "idempotent",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

/// mxm, as in ℝ^{mxm}: an x between letters is a ×.
fn with_cross(lexemes: &[Lexeme]) -> Vec<Lexeme> {
    let mut split = Vec::new();
    for lexeme in lexemes {
        match &lexeme.token {
            Token::Word(word)
                if word.len() > 2 && word.len() <= 5 && word[1..word.len() - 1].contains('x') =>
            {
                let (rows, columns) = word.split_at(word[1..].find('x').unwrap_or(0) + 1);
                for token in [
                    Token::Word(rows.into()),
                    Token::Cross,
                    Token::Word(columns[1..].into()),
                ] {
                    split.push(Lexeme {
                        token,
                        ..lexeme.clone()
                    });
                }
            }
            // 2x2, nx3: the letter x glued to a number.
            Token::Word(word)
                if word.len() == 2 && (word.starts_with('x') || word.ends_with('x')) =>
            {
                let letter = Token::Word(word.trim_matches('x').into());
                let tokens = if word.starts_with('x') {
                    [Token::Cross, letter]
                } else {
                    [letter, Token::Cross]
                };
                for token in tokens {
                    split.push(Lexeme {
                        token,
                        ..lexeme.clone()
                    });
                }
            }
            _ => split.push(lexeme.clone()),
        }
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(declarations: &Declarations, name: &str) -> String {
        let shape = declarations.get(name).and_then(|d| d.shape.clone());
        shape.map_or("?".into(), |s| s.to_string())
    }

    #[test]
    fn shapes_and_properties_are_read() {
        let text = "A symmetric, X: n x m, x: n, λ: scalar, P mask, Q orthogonal, S positive definite, D diagonal, \
                    K skew-symmetric, y positive, m = nk";
        let given = Declarations::parse(text).unwrap();
        assert_eq!(
            ["X", "x", "λ", "A"].map(|name| shape(&given, name)),
            ["n×m", "n×1", "1×1", "?"]
        );
        assert!(given.has_property("A", Property::Symmetric));
        assert!(given.has_property("P", Property::Mask));
        assert!(
            given.has_property("S", Property::Symmetric)
                && given.has_property("S", Property::Invertible)
        );
        assert!(
            given.has_property("K", Property::Skew) && given.has_property("y", Property::Positive)
        );
        let equations: Vec<_> = given
            .equations()
            .map(|(a, b, _)| format!("{a} = {b}"))
            .collect();
        assert_eq!(equations, ["m = kn"]);
    }

    #[test]
    fn every_spelling_of_a_shape() {
        for text in [
            "X: n×m",
            "X: n by m",
            r"X \in \mathbb{R}^{n \times m}",
            "X ∈ ℝ^{n×m}",
            r"X \in R^{nxm}",
            r"\mathbf X: n \times m",
        ] {
            let given = Declarations::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(shape(&given, "X"), "n×m", "{text}");
        }
        let given =
            Declarations::parse("W, H: n×n symmetric, B: 2x2, C: nk × 2n, W_1: n+m x 1, x ∈ ℝ^n")
                .unwrap();
        assert_eq!(
            ["W", "H", "B", "C", "W_1", "x"].map(|name| shape(&given, name)),
            ["n×n", "n×n", "2×2", "kn×2n", "(n + m)×1", "n×1"]
        );
        assert!(given.has_property("W", Property::Symmetric));
        assert!(
            Declarations::parse("P 0/1 mask")
                .unwrap()
                .has_property("P", Property::Mask)
        );
        assert!(
            Declarations::parse("P: n×m 0-1")
                .unwrap()
                .has_property("P", Property::Mask)
        );
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let error = |text: &str| Declarations::parse(text).unwrap_err();
        assert_eq!(error("A idempotent").span, 2..12);
        assert_eq!(
            error("A idempotent").to_string(),
            "expected a property, found `idempotent`"
        );
        assert!(error("X: n×m×k").to_string().contains("rows × columns"));
        assert!(error("X: n, X: m").to_string().contains("one shape for X"));
        assert!(error("X").to_string().contains("a property"));
        assert!(error("X: ").to_string().contains("a shape"));
        assert!(error(": n").to_string().contains("a name"));
    }
}
