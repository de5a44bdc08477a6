//! What a formula's arguments are: names, shapes in named dimensions, roles.

use super::structured::structured;
use crate::algebra::Dense;
use crate::expression::{Name, Property, Shape, Size, Typing};
use crate::scalar::Number;
use std::collections::BTreeSet;
use std::fmt;
use thiserror::Error;

/// The arguments of a claim, in order, with shapes in named dimensions.
///
/// ```
/// # use matproof::check::Signature;
/// let s = Signature::parse("X: n×m scale 2, W: n×k, H: k×m, λ: scalar")?;
/// assert_eq!(s.dimensions(), ["n", "m", "k"]);
/// assert_eq!(s.position("H"), Some(2));
/// # Ok::<(), matproof::check::SignatureError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    arguments: Vec<Argument>,
    dimensions: Vec<String>,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name, as the formula writes it.
    pub name: String,
    /// Its number of rows and of columns: dimensions, numbers, products and sums of such.
    pub shape: Shape,
    /// What kind of values it takes.
    pub role: Role,
    /// How it grows when the whole problem is scaled: by s to this power. X scales like WH, so 2 for X if W
    /// and H scale by s.
    pub scale: i32,
    /// What is assumed about it. Points are drawn accordingly.
    pub properties: BTreeSet<Property>,
}

/// What kind of values an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Any real numbers.
    General,
    /// A number, 1×1.
    Scalar,
    /// Entry weights: any numbers, and in one of the cases a 0/1 mask with an empty row.
    Weight,
    /// Always zeros and ones.
    Mask,
}

/// What is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// A part that does not read "name: rows×columns" or "name: scalar".
    #[error("expected `name: rows×columns` or `name: scalar`, found `{found}`")]
    Syntax {
        /// The part.
        found: String,
    },
    /// A word after the shape that is not a role and no property.
    #[error(
        "expected `weight`, `mask`, `scale` and an integer, or a property such as `symmetric`, `positive-definite`, \
         `positive`, `nonnegative` or `simplex` after the shape, found `{found}`"
    )]
    Role {
        /// The word.
        found: String,
    },
    /// Two arguments of one name.
    #[error("the argument `{name}` is declared twice")]
    Duplicate {
        /// The name.
        name: String,
    },
}

impl Signature {
    /// Reads `"X: n×m, W: n×k, λ: scalar"`. A size may be made of others: `"M: n·p×n·p, b: n+1×1"`. After a shape may stand `weight`, `mask`, `scale 2`, and what is assumed of the entries:
    /// `positive`, `nonnegative`, `simplex` (positive columns that add up to 1), `symmetric`, `skew`, `diagonal`,
    /// `positive-definite`, `invertible`, `orthogonal`, `idempotent`. Points are drawn accordingly.
    ///
    /// # Errors
    /// [`SignatureError`] with the part that could not be read.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let mut signature = Self {
            arguments: Vec::new(),
            dimensions: Vec::new(),
        };
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let argument = Argument::parse(part)?;
            if signature.position(&argument.name).is_some() {
                return Err(SignatureError::Duplicate {
                    name: argument.name,
                });
            }
            signature.push(argument);
        }
        Ok(signature)
    }

    /// One more argument, and the dimensions that it brings.
    fn push(&mut self, argument: Argument) {
        for size in [&argument.shape.rows, &argument.shape.columns] {
            for name in size.names() {
                if !self.dimensions.iter().any(|d| d == name.as_str()) {
                    self.dimensions.push(name.to_string());
                }
            }
        }
        self.arguments.push(argument);
    }

    /// These names of typed expressions as arguments, with their shapes and what is declared about them.
    pub fn of_names<'a>(typing: &Typing, names: impl IntoIterator<Item = &'a Name>) -> Self {
        let mut signature = Self {
            arguments: Vec::new(),
            dimensions: Vec::new(),
        };
        for name in names {
            let Some(shape) = typing.shape(name.as_str()) else {
                continue;
            };
            let declared = typing.declarations().get(name.as_str());
            let mut properties = declared.map(|d| d.properties.clone()).unwrap_or_default();
            // A positive definite matrix is symmetric and invertible without further ado; likewise the others.
            if properties.contains(&Property::PositiveDefinite)
                || properties.contains(&Property::Diagonal)
            {
                properties.remove(&Property::Symmetric);
            }
            let role = match () {
                () if properties.contains(&Property::Mask) => Role::Mask,
                () if shape.is_scalar() => Role::Scalar,
                () => Role::General,
            };
            if role == Role::Mask {
                properties.clear();
            }
            signature.push(Argument {
                name: name.to_string(),
                shape: shape.clone(),
                role,
                scale: 0,
                properties,
            });
        }
        signature
    }

    /// The arguments in order.
    #[must_use]
    pub fn arguments(&self) -> &[Argument] {
        &self.arguments
    }

    /// The names of the dimensions, in order of appearance.
    #[must_use]
    pub fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    /// Where the argument of this name stands.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.arguments.iter().position(|a| a.name == name)
    }

    /// The shape of an argument for these sizes of the dimensions.
    #[must_use]
    pub fn shape(&self, argument: usize, sizes: &[usize]) -> (usize, usize) {
        let of = |name: &Name| {
            let position = self.dimensions.iter().position(|d| d == name.as_str())?;
            sizes.get(position).copied()
        };
        let Shape { rows, columns } = &self.arguments[argument].shape;
        (
            rows.value(&of).unwrap_or(1),
            columns.value(&of).unwrap_or(1),
        )
    }

    /// A point for these sizes, every entry drawn by the given function of its argument.
    pub fn draw<N: Number>(
        &self,
        sizes: &[usize],
        mut entry: impl FnMut(&Argument) -> N,
    ) -> Vec<Dense<N>> {
        (0..self.arguments.len())
            .map(|a| {
                let (rows, columns) = self.shape(a, sizes);
                let generic = Dense::from_fn(rows, columns, |_, _| entry(&self.arguments[a]));
                structured(generic, &self.arguments[a].properties)
            })
            .collect()
    }
}

impl Argument {
    fn parse(part: &str) -> Result<Self, SignatureError> {
        let syntax = || SignatureError::Syntax {
            found: part.to_owned(),
        };
        let (name, rest) = part.split_once(':').ok_or_else(syntax)?;
        let mut words = rest.split_whitespace();
        let shape = words.next().ok_or_else(syntax)?;
        let (rows, columns, mut role) = match shape.split_once('×') {
            Some((rows, columns)) => (rows, columns, Role::General),
            None if shape == "scalar" => ("1", "1", Role::Scalar),
            None => return Err(syntax()),
        };
        let (mut scale, mut properties) = (0, BTreeSet::new());
        while let Some(word) = words.next() {
            match word {
                "weight" => role = Role::Weight,
                "mask" => role = Role::Mask,
                "scale" => {
                    let power = words.next().unwrap_or_default();
                    scale = power.parse().map_err(|_| SignatureError::Role {
                        found: power.to_owned(),
                    })?;
                }
                _ => {
                    let property = Property::named(word).filter(|p| *p != Property::Mask);
                    properties.insert(property.ok_or_else(|| SignatureError::Role {
                        found: word.to_owned(),
                    })?);
                }
            }
        }
        let name = name.trim();
        if name.is_empty() {
            return Err(syntax());
        }
        let shape = Shape::new(
            size(rows).ok_or_else(syntax)?,
            size(columns).ok_or_else(syntax)?,
        );
        Ok(Self {
            name: name.into(),
            shape,
            role,
            scale,
            properties,
        })
    }
}

/// `n`, `3`, `n·p` or `n+1`.
fn size(text: &str) -> Option<Size> {
    let factor = |text: &str| match text.trim() {
        "" => None,
        text => Some(
            text.parse::<u64>()
                .map_or_else(|_| Size::name(text), Size::from),
        ),
    };
    let product = |text: &str| {
        let factors: Option<Vec<Size>> = text.split('·').map(factor).collect();
        factors?.into_iter().reduce(|a, b| a * b)
    };
    let terms: Option<Vec<Size>> = text.split('+').map(product).collect();
    terms?.into_iter().reduce(|a, b| a + b)
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, a) in self.arguments.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            match a.role {
                Role::Scalar => write!(f, "{comma}{} scalar", a.name)?,
                _ => write!(f, "{comma}{} {}", a.name, a.shape)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_signatures_say_what_is_wrong() {
        let message = |text: &str| Signature::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("X n×m"),
            "expected `name: rows×columns` or `name: scalar`, found `X n×m`"
        );
        assert_eq!(
            message("X: n×m sparse"),
            "expected `weight`, `mask`, `scale` and an integer, or a property such as `symmetric`, `positive-definite`, \
             `positive`, `nonnegative` or `simplex` after the shape, found `sparse`"
        );
        assert_eq!(
            message("X: n×m, X: n×k"),
            "the argument `X` is declared twice"
        );
        assert!(Signature::parse("X: ×m").is_err() && Signature::parse("X: n·×m").is_err());
        assert!(Signature::parse("X: n×m scale two").is_err());
    }

    #[test]
    fn shapes_follow_the_sizes() {
        let s = Signature::parse("v: n×1, A: n×m, λ: scalar").unwrap();
        assert_eq!(
            (
                s.shape(0, &[3, 4]),
                s.shape(1, &[3, 4]),
                s.shape(2, &[3, 4])
            ),
            ((3, 1), (3, 4), (1, 1))
        );
    }

    #[test]
    fn sizes_are_made_of_others() {
        let s = Signature::parse("M: n·p×n·p, b: 2·n+1×1, A: p×p").unwrap();
        assert_eq!(s.dimensions(), ["n", "p"]);
        let sizes = [3, 4];
        assert_eq!((s.shape(0, &sizes), s.shape(1, &sizes)), ((12, 12), (7, 1)));
    }
}
