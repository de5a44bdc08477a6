//! The names of typed expressions as letters: how an expression becomes a network.

use super::{Dimension, Network, Symbol};
use crate::algebra::AlgebraError;
use crate::expression::{Environment, Name, Size, Typed, Typing, evaluate};
use std::collections::BTreeMap;

/// A letter for each name of some expressions, with its shape and its properties.
///
/// ```
/// use matproof::expression::{Declarations, Expression, Typing};
/// use matproof::tensor::{Equality, Letters};
///
/// let [f, claimed] = [Expression::parse("½‖X − WH‖²")?, Expression::parse("(WH − X)Hᵀ")?];
/// let typing = Typing::infer(&[&f], &Declarations::default())?;
/// let letters = Letters::new(&typing);
/// let gradient = letters.network(&typing.typed()[0])?.gradient(letters.get("W").unwrap())?;
/// let claimed = letters.network(&typing.check(&claimed, typing.shape("W"))?)?;
/// assert_eq!(gradient.equality(&claimed)?, Equality::Proved);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Letters {
    symbols: BTreeMap<Name, Symbol>,
    /// The free indices and what they run over.
    indices: BTreeMap<Name, Size>,
}

impl Letters {
    /// The letters for these names.
    #[must_use]
    pub fn new(typing: &Typing) -> Self {
        let letter = |name: &Name| {
            let shape = typing.shape(name.as_str())?;
            let (rows, columns) = (dimension(&shape.rows), dimension(&shape.columns));
            let bare = Symbol::matrix(name.as_str(), rows, columns);
            let declared = typing.declarations().get(name.as_str());
            let properties = declared.into_iter().flat_map(|d| &d.properties);
            let symbol = properties.fold(bare, |symbol, &property| symbol.assume(property));
            Some((name.clone(), symbol))
        };
        Self {
            symbols: typing.names().iter().filter_map(letter).collect(),
            indices: typing.indices().clone(),
        }
    }

    /// The letter of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Symbol> {
        self.symbols.get(name)
    }

    /// The letters in alphabetical order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Symbol)> {
        self.symbols.iter()
    }

    /// With one letter more, or another one for its name.
    #[must_use]
    pub fn with(mut self, symbol: Symbol) -> Self {
        self.symbols.insert(Name::from(symbol.name()), symbol);
        self
    }

    /// An expression in these letters as a network.
    ///
    /// # Errors
    /// For a name that has no letter, and what networks do not have.
    pub fn network(&self, typed: &Typed) -> Result<Network, AlgebraError> {
        evaluate(typed, self)
    }
}

impl Environment<Network> for Letters {
    fn variable(&self, name: &Name) -> Option<Network> {
        self.symbols.get(name).map(Network::symbol)
    }

    fn dimension(&self, name: &Name) -> Option<Dimension> {
        Some(Dimension::named(name.as_str()))
    }

    fn size(&self, size: &Size) -> Option<Dimension> {
        Some(dimension(size))
    }

    fn index(&self, name: &Name) -> Option<(usize, Size)> {
        let place = self.indices.keys().position(|index| index == name)?;
        Some((place, self.indices.get(name)?.clone()))
    }
}

/// A size as a dimension: a product of names in alphabetical order; a sum counts as one dimension tied to others.
pub(crate) fn dimension(size: &Size) -> Dimension {
    if let Some(number) = size.as_number() {
        return Dimension::number(number);
    }
    match size.as_monomial() {
        Some((names, coefficient)) => names
            .iter()
            .fold(Dimension::number(coefficient), |d, name| {
                d.times(&Dimension::named(name.as_str()))
            }),
        None => Dimension::tied(size),
    }
}
