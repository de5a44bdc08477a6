//! Which shapes make an expression fit together: inferred by unification, then frozen.
//!
//! Every name gets a shape in named dimensions: the declared one, or unknowns that the expressions determine.
//! Unknowns that remain get readable letters. From then on the letters are rigid: what fits only if n = k
//! does not fit.

mod defaults;
mod derivatives;
mod error;
mod infer;
mod operands;
mod sums;
#[cfg(test)]
mod tests;
mod typed;
mod unify;

use super::{Declarations, Expression, Kind, Name, Over, Property, Shape, Size};
use infer::Inference;
use std::collections::{BTreeMap, BTreeSet};
use unify::Outcome;

pub use error::{Operand, ShapeError};
pub use typed::Typed;

/// The letters for dimensions that nobody named, in order.
const LETTERS: [&str; 13] = [
    "n", "m", "k", "p", "q", "r", "d", "l", "s", "t", "u", "a", "b",
];

/// The shapes of names, and expressions with the shapes of all their nodes.
///
/// ```
/// use matproof::expression::{Declarations, Expression, Typing};
/// let f = Expression::parse("½‖X − WH‖²")?;
/// let shapes = Typing::infer(&[&f], &Declarations::default())?;
/// assert_eq!(shapes.to_string(), "X: n×m, W: n×k, H: k×m");
///
/// // Frozen: what fits only if n = k does not fit.
/// let claim = Expression::parse("(WH − X)H")?;
/// let error = shapes.check(&claim, None).unwrap_err();
/// assert_eq!(error.to_string(), "cannot multiply WH − X (n×m) by H (k×m): m and k differ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Typing {
    declarations: Declarations,
    /// The shapes of all names so far.
    shapes: BTreeMap<Name, Shape>,
    /// The names in order of first appearance.
    order: Vec<Name>,
    indices: BTreeMap<Name, Size>,
    typed: Vec<Typed>,
}

impl Typing {
    /// The shapes that fit all the expressions at once.
    ///
    /// # Errors
    /// [`ShapeError`] at the first operands that fit for no shapes, or only if two declared dimensions are
    /// equal.
    pub fn infer(
        expressions: &[&Expression],
        declarations: &Declarations,
    ) -> Result<Self, ShapeError> {
        let empty = Self {
            declarations: declarations.clone(),
            shapes: BTreeMap::new(),
            order: Vec::new(),
            indices: BTreeMap::new(),
            typed: Vec::new(),
        };
        empty.extend(expressions, None)
    }

    /// An expression under these shapes, all of them rigid; names that are new in it get shapes of their own.
    /// With an expected shape (a gradient has that of its variable) a bare I or 0 takes it.
    ///
    /// # Errors
    /// [`ShapeError`] at the first operands that do not fit.
    pub fn check(
        &self,
        expression: &Expression,
        expected: Option<&Shape>,
    ) -> Result<Typed, ShapeError> {
        let mut extended = self.extend(&[expression], expected)?;
        Ok(extended.typed.remove(0))
    }

    /// These shapes, all rigid, and those of the names that are new in the expressions, which become the
    /// expressions of the result.
    ///
    /// A set that a sum runs over is declared a mask: the Ω of Σ_{(i,j)∈Ω} A_ij is the matrix in Σ_ij Ω_ij A_ij.
    ///
    /// # Errors
    /// [`ShapeError`] at the first operands that do not fit.
    pub fn extend(
        &self,
        expressions: &[&Expression],
        expected: Option<&Shape>,
    ) -> Result<Self, ShapeError> {
        let declarations = with_masks(&self.declarations, expressions);
        let mut inference = Inference::new(&declarations);
        inference.names.clone_from(&self.shapes);
        inference.free.clone_from(&self.indices);
        self.equations(&mut inference)?;
        for expression in expressions {
            inference.uses.note(expression);
        }
        let mut typed = Vec::new();
        for expression in expressions {
            let one = inference.infer(expression)?;
            if let Some(expected) = expected {
                let asked = Expression::name("the result").at(expression.span.clone());
                inference.equal_shapes(
                    "the claim",
                    (expression, &one.shape.clone()),
                    (&asked, expected),
                )?;
            }
            typed.push(one);
        }
        inference.settle()?;
        self.letters_keep_their_word(&inference)?;
        let mut order = self.order.clone();
        for expression in expressions {
            for name in expression.names() {
                if inference.names.contains_key(&name) && !order.contains(&name) {
                    order.push(name);
                }
            }
        }
        let letters = self.name_dimensions(&inference, &order, &typed);
        let named = |name: &Name| letters.get(name).cloned();
        let size = |size: &Size| inference.unknowns.resolve(size).substitute(&named);
        let shape = |shape: &Shape| Shape::new(size(&shape.rows), size(&shape.columns));
        let shapes = inference
            .names
            .iter()
            .map(|(name, s)| (name.clone(), shape(s)))
            .collect();
        let indices = inference
            .free
            .iter()
            .map(|(name, s)| (name.clone(), size(s)))
            .collect();
        let typed = typed.iter().map(|t| inference.finish(t, &named)).collect();
        Ok(Self {
            declarations,
            shapes,
            order,
            indices,
            typed,
        })
    }

    /// The expressions with shapes, in the order they were given.
    #[must_use]
    pub fn typed(&self) -> &[Typed] {
        &self.typed
    }

    /// The shape of a name, of one that occurs nowhere the declared one.
    #[must_use]
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        let declared = || self.declarations.get(name)?.shape.as_ref();
        self.shapes.get(name).or_else(declared)
    }

    /// The names in order of first appearance.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.order
    }

    /// The free indices and what they run over.
    #[must_use]
    pub fn indices(&self) -> &BTreeMap<Name, Size> {
        &self.indices
    }

    /// The declarations these shapes come from.
    #[must_use]
    pub fn declarations(&self) -> &Declarations {
        &self.declarations
    }

    /// m = nk: from here on m is nk.
    fn equations(&self, inference: &mut Inference<'_>) -> Result<(), ShapeError> {
        for (left, right, span) in self.declarations.equations() {
            let (left_now, right_now) = (
                inference.unknowns.resolve(left),
                inference.unknowns.resolve(right),
            );
            let (name, size) = match (left_now.as_name(), right_now.as_name()) {
                (Some(name), _) => (name.clone(), right_now),
                (None, Some(name)) => (name.clone(), left_now),
                (None, None) if left_now == right_now => continue,
                (None, None) => {
                    return Err(ShapeError::Declaration {
                        message: format!("expected one dimension on one side of {left} = {right}"),
                        span: span.clone(),
                    });
                }
            };
            if size.as_name() == Some(&name) {
                continue;
            }
            if size.names().contains(&&name) {
                return Err(ShapeError::Declaration {
                    message: format!("no dimension {name} satisfies {left} = {right}"),
                    span: span.clone(),
                });
            }
            inference.unknowns.bind(name, size);
        }
        for (name, declared) in self.declarations.names() {
            if let Some(shape) = &declared.shape
                && let Some(property) = declared.properties.iter().find(|p| p.needs_a_square())
                && inference.unknowns.equate(&shape.rows, &shape.columns) != Outcome::Solved
            {
                return Err(ShapeError::Declaration {
                    message: format!(
                        "{name} is declared {property} and {shape}, which is not square"
                    ),
                    span: declared.span.clone(),
                });
            }
        }
        Ok(())
    }

    /// A capital is no number, nor is a lower-case Latin letter, unless declared.
    fn letters_keep_their_word(&self, inference: &Inference<'_>) -> Result<(), ShapeError> {
        for name in &inference.by_letter {
            if let Some(shape) = inference.names.get(name)
                && inference.resolve(shape).is_scalar()
            {
                return Err(ShapeError::Number {
                    name: name.clone(),
                    span: inference.places.get(name).cloned().unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    /// Letters for the unknowns that are left, in the order of the names whose shapes they are in.
    fn name_dimensions(
        &self,
        inference: &Inference<'_>,
        order: &[Name],
        typed: &[Typed],
    ) -> BTreeMap<Name, Size> {
        let mut taken: BTreeSet<Name> = self.declarations.dimensions();
        taken.extend(inference.names.keys().cloned());
        taken.extend(inference.free.keys().cloned());
        let old = self
            .shapes
            .values()
            .flat_map(|s| [&s.rows, &s.columns])
            .chain(self.indices.values());
        taken.extend(old.flat_map(Size::names).cloned());
        let mut unknown = Vec::new();
        let mut visit = |size: &Size| {
            for name in inference.unknowns.resolve(size).names() {
                if !unify::is_unknown(name) {
                    taken.insert(name.clone());
                } else if !unknown.contains(name) {
                    unknown.push(name.clone());
                }
            }
        };
        for name in order {
            if let Some(shape) = inference.names.get(name) {
                // An unknown alone before one in a product, rows before columns.
                visit(&shape.rows);
                visit(&shape.columns);
            }
        }
        for shape in inference.names.values() {
            visit(&shape.rows);
            visit(&shape.columns);
        }
        inference.free.values().for_each(&mut visit);
        for typed in typed {
            sizes_of(typed, &mut visit);
        }
        let letters = LETTERS.iter().map(|letter| Name::from(*letter));
        let numbered = (1..).map(|number| Name::from(format!("n_{number}")));
        let free = letters
            .chain(numbered)
            .filter(|letter| !taken.contains(letter));
        unknown.into_iter().zip(free.map(Size::name)).collect()
    }
}

/// The declarations, and that a set which a sum runs over is a mask.
fn with_masks(declarations: &Declarations, expressions: &[&Expression]) -> Declarations {
    let mut declarations = declarations.clone();
    for expression in expressions {
        expression.any(&mut |part| {
            if let Kind::IndexSum {
                over: Some(Over::Set(set, _)),
                ..
            } = &part.kind
            {
                declarations.add_property(set.clone(), Property::Mask);
            }
            false
        });
    }
    declarations
}

fn sizes_of(typed: &Typed, visit: &mut impl FnMut(&Size)) {
    visit(&typed.shape.rows);
    visit(&typed.shape.columns);
    match &typed.kind {
        Kind::Dimension(size)
        | Kind::IndexSum {
            over: Some(Over::UpTo(size)),
            ..
        } => visit(size),
        Kind::Commutation(Some((m, n))) => {
            visit(m);
            visit(n);
        }
        _ => {}
    }
    for operand in typed.kind.operands() {
        sizes_of(operand, visit);
    }
}

impl std::fmt::Display for Typing {
    /// `X: n×m, W: n×k, λ: scalar`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, name) in self.order.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            match self.shapes.get(name) {
                Some(shape) if shape.is_scalar() => write!(f, "{comma}{name}: scalar")?,
                Some(shape) => write!(f, "{comma}{name}: {shape}")?,
                None => {}
            }
        }
        Ok(())
    }
}
