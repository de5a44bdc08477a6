//! The tree of a matrix expression.

use super::{Index, Name, Size};
use crate::scalar::{Elementary, Rational};
use std::ops::Range;

/// Bytes of the source text; `0..0` where the program built the node itself.
pub type Span = Range<usize>;

/// A matrix expression, a scalar being 1×1. Equality ignores spans.
///
/// Built by the parser or by methods: `Expression::name("W") * Expression::name("H")`.
#[derive(Debug, Clone)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Where it was read.
    pub span: Span,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// A node of an expression, its operands of type `E`: [`Expression`] as read, or with shapes once they are
/// inferred.
///
/// Kept by the constructors of [`Expression`]: sums, products, Hadamard and Kronecker products have at least
/// two operands, none of them of the same kind; `Number` is positive; no `Negate` of a `Negate`, no
/// `Transpose` of a `Transpose`.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<E = Expression> {
    /// A positive number.
    Number(Rational),
    /// A variable; before shapes are inferred also a dimension used as a number.
    Name(Name),
    /// A dimension used as a number, as n = tr I_n. The parser writes `Name`, shape inference this.
    Dimension(Size),
    /// The identity I_n.
    Identity(Option<Size>),
    /// The matrix of ones, rows and columns.
    Ones(Option<(Size, Size)>),
    /// The zero matrix or number.
    Zero(Option<(Size, Size)>),
    /// The commutation matrix K(m,n): K(m,n) vec A = vec Aᵀ for A of shape m×n.
    Commutation(Option<(Size, Size)>),
    /// The unit vector e_i of length n.
    UnitVector {
        /// i.
        index: Index,
        /// n.
        size: Option<Size>,
    },
    /// The matrix E_ij with a one at (i,j).
    UnitMatrix {
        /// i.
        row: Index,
        /// j.
        column: Index,
        /// Rows and columns.
        size: Option<(Size, Size)>,
    },
    /// The Kronecker delta δ_ij.
    Delta(Index, Index),
    /// A block matrix, row by row.
    Blocks(Vec<Vec<E>>),

    /// A sum; a difference is the sum with a `Negate`.
    Sum(Vec<E>),
    /// −A.
    Negate(Box<E>),
    /// Juxtaposition: matrix products and scalar multiples in any grouping.
    Product(Vec<E>),
    /// A/B: A over a scalar; once shapes are known, entry by entry becomes `HadamardQuotient`.
    Quotient(Box<E>, Box<E>),
    /// A∘B∘…, entry by entry.
    Hadamard(Vec<E>),
    /// A⊘B, entry by entry.
    HadamardQuotient(Box<E>, Box<E>),
    /// Every entry to a power.
    HadamardPower(Box<E>, Rational),
    /// A⊗B⊗….
    Kronecker(Vec<E>),
    /// A:B = tr(AᵀB).
    Frobenius(Box<E>, Box<E>),
    /// An integer power of a square matrix, any power of a scalar. Not 1 or −1.
    Power(Box<E>, Rational),
    /// A⁻¹.
    Inverse(Box<E>),
    /// Aᵀ.
    Transpose(Box<E>),

    /// tr A.
    Trace(Box<E>),
    /// det A.
    Determinant(Box<E>),
    /// ‖A‖_F, for a vector ‖x‖₂.
    Norm(Box<E>),
    /// ‖A‖²_F, for a vector ‖x‖₂².
    SquaredNorm(Box<E>),
    /// The sum of all entries, 1ᵀA1.
    EntrySum(Box<E>),
    /// vec A, the columns below one another.
    Vec(Box<E>),
    /// The diagonal matrix of a column.
    DiagonalMatrix(Box<E>),
    /// The diagonal of a square matrix, as a column.
    Diagonal(Box<E>),
    /// `DiagonalMatrix` of a column, `Diagonal` of a matrix; which one, shape inference decides.
    Diag(Box<E>),
    /// f(A), entry by entry.
    Apply(Elementary, Box<E>),

    /// A_ij.
    Entry(Box<E>, Index, Index),
    /// x_i of a column x.
    Element(Box<E>, Index),
    /// Row i, 1×n.
    Row(Box<E>, Index),
    /// Column j, m×1.
    Column(Box<E>, Index),
    /// Σ over indices.
    IndexSum {
        /// The names it binds, at least one.
        indices: Vec<Name>,
        /// What they run over, if it says so.
        over: Option<Over>,
        /// The term.
        body: Box<E>,
    },

    /// A derivative, once or several times, in the order of the list: [`By`] says with respect to what.
    Derivative {
        /// What is differentiated.
        of: Box<E>,
        /// With respect to what, the first derivative first.
        by: Vec<By<E>>,
    },
    /// The Taylor polynomial about zero in some names: F(δ) up to o(‖δ‖^order).
    Expansion {
        /// F.
        of: Box<E>,
        /// The names that are small.
        about: Vec<Name>,
        /// The order.
        order: u8,
    },
    /// dF, dᵏF: a differential that does not say which variables move, which the document does.
    Differential(Box<E>, u8),
    /// f(A, B, …) of a function that a document defines.
    Call(Name, Vec<E>),
}

/// With respect to what a derivative is taken.
#[derive(Debug, Clone, PartialEq)]
pub enum By<E = Expression> {
    /// All entries of a variable. Of a scalar the gradient, of the variable's shape; of anything else the Jacobian
    /// ∂vec F/∂vec W, rows belonging to vec F; twice of a scalar ∂²f/∂R∂C, rows belonging to vec R.
    Whole(Name),
    /// The entries of vec W: of a scalar the column vec ∂f/∂W.
    Stacked(Name),
    /// xᵀ: of a scalar the transposed gradient, of a column the Jacobian.
    Row(Name),
    /// A direction: the variables move at once, each by the expression paired with it. An entry W_ij is the direction
    /// E_ij of W.
    Along(Vec<(Name, E)>),
}

impl<E> By<E> {
    /// The variables.
    pub fn variables(&self) -> impl Iterator<Item = &Name> {
        let (one, many) = match self {
            Self::Whole(name) | Self::Stacked(name) | Self::Row(name) => (Some(name), None),
            Self::Along(moves) => (None, Some(moves.iter().map(|(name, _)| name))),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// The directions.
    pub fn directions(&self) -> impl Iterator<Item = &E> {
        let moves = match self {
            Self::Along(moves) => moves.as_slice(),
            _ => &[],
        };
        moves.iter().map(|(_, direction)| direction)
    }

    fn try_map<F, X>(&self, f: &mut impl FnMut(&E) -> Result<F, X>) -> Result<By<F>, X> {
        Ok(match self {
            Self::Whole(name) => By::Whole(name.clone()),
            Self::Stacked(name) => By::Stacked(name.clone()),
            Self::Row(name) => By::Row(name.clone()),
            Self::Along(moves) => {
                let moves = moves.iter().map(|(name, d)| Ok((name.clone(), f(d)?)));
                By::Along(moves.collect::<Result<_, _>>()?)
            }
        })
    }
}

/// What the indices of a sum run over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// 1, …, n.
    UpTo(Size),
    /// The pairs in a set Ω, given by its 0/1 mask: Σ_{(i,j)∈Ω} t = Σ_ij Ω_ij t. With a row p: the indices
    /// of the ones in row p of the mask, Σ_{j∈S_p} t = Σ_j S_pj t. Without, and a single index: the ones in
    /// a column of zeros and ones.
    Set(Name, Option<Index>),
}

impl<E> Kind<E> {
    /// The operands from left to right.
    #[must_use]
    pub fn operands(&self) -> Vec<&E> {
        match self {
            Self::Number(_)
            | Self::Name(_)
            | Self::Dimension(_)
            | Self::Identity(_)
            | Self::Ones(_)
            | Self::Zero(_)
            | Self::Commutation(_)
            | Self::UnitVector { .. }
            | Self::UnitMatrix { .. }
            | Self::Delta(..) => Vec::new(),
            Self::Blocks(rows) => rows.iter().flatten().collect(),
            Self::Sum(all) | Self::Product(all) | Self::Hadamard(all) | Self::Kronecker(all) => {
                all.iter().collect()
            }
            Self::Quotient(a, b) | Self::HadamardQuotient(a, b) | Self::Frobenius(a, b) => {
                vec![a, b]
            }
            Self::Derivative { of, by } => {
                let directions = by.iter().flat_map(By::directions);
                std::iter::once(&**of).chain(directions).collect()
            }
            Self::Call(_, arguments) => arguments.iter().collect(),
            Self::Negate(a)
            | Self::HadamardPower(a, _)
            | Self::Power(a, _)
            | Self::Inverse(a)
            | Self::Transpose(a)
            | Self::Trace(a)
            | Self::Determinant(a)
            | Self::Norm(a)
            | Self::SquaredNorm(a)
            | Self::EntrySum(a)
            | Self::Vec(a)
            | Self::DiagonalMatrix(a)
            | Self::Diagonal(a)
            | Self::Diag(a)
            | Self::Apply(_, a)
            | Self::Entry(a, ..)
            | Self::Element(a, _)
            | Self::Row(a, _)
            | Self::Column(a, _)
            | Self::IndexSum { body: a, .. }
            | Self::Expansion { of: a, .. }
            | Self::Differential(a, _) => vec![a],
        }
    }

    /// The same node with every operand replaced, from left to right; the first error ends it.
    ///
    /// # Errors
    /// The first error of `f`.
    pub fn try_map<F, X>(&self, mut f: impl FnMut(&E) -> Result<F, X>) -> Result<Kind<F>, X> {
        let mut all = |operands: &[E]| operands.iter().map(&mut f).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::Number(number) => Kind::Number(number.clone()),
            Self::Name(name) => Kind::Name(name.clone()),
            Self::Dimension(size) => Kind::Dimension(size.clone()),
            Self::Identity(size) => Kind::Identity(size.clone()),
            Self::Ones(size) => Kind::Ones(size.clone()),
            Self::Zero(size) => Kind::Zero(size.clone()),
            Self::Commutation(size) => Kind::Commutation(size.clone()),
            Self::UnitVector { index, size } => Kind::UnitVector {
                index: index.clone(),
                size: size.clone(),
            },
            Self::UnitMatrix { row, column, size } => Kind::UnitMatrix {
                row: row.clone(),
                column: column.clone(),
                size: size.clone(),
            },
            Self::Delta(i, j) => Kind::Delta(i.clone(), j.clone()),
            Self::Blocks(rows) => {
                Kind::Blocks(rows.iter().map(|row| all(row)).collect::<Result<_, _>>()?)
            }
            Self::Sum(terms) => Kind::Sum(all(terms)?),
            Self::Product(factors) => Kind::Product(all(factors)?),
            Self::Hadamard(factors) => Kind::Hadamard(all(factors)?),
            Self::Kronecker(factors) => Kind::Kronecker(all(factors)?),
            Self::Quotient(a, b) => Kind::Quotient(Box::new(f(a)?), Box::new(f(b)?)),
            Self::HadamardQuotient(a, b) => {
                Kind::HadamardQuotient(Box::new(f(a)?), Box::new(f(b)?))
            }
            Self::Frobenius(a, b) => Kind::Frobenius(Box::new(f(a)?), Box::new(f(b)?)),
            Self::Negate(a) => Kind::Negate(Box::new(f(a)?)),
            Self::HadamardPower(a, power) => Kind::HadamardPower(Box::new(f(a)?), power.clone()),
            Self::Power(a, power) => Kind::Power(Box::new(f(a)?), power.clone()),
            Self::Inverse(a) => Kind::Inverse(Box::new(f(a)?)),
            Self::Transpose(a) => Kind::Transpose(Box::new(f(a)?)),
            Self::Trace(a) => Kind::Trace(Box::new(f(a)?)),
            Self::Determinant(a) => Kind::Determinant(Box::new(f(a)?)),
            Self::Norm(a) => Kind::Norm(Box::new(f(a)?)),
            Self::SquaredNorm(a) => Kind::SquaredNorm(Box::new(f(a)?)),
            Self::EntrySum(a) => Kind::EntrySum(Box::new(f(a)?)),
            Self::Vec(a) => Kind::Vec(Box::new(f(a)?)),
            Self::DiagonalMatrix(a) => Kind::DiagonalMatrix(Box::new(f(a)?)),
            Self::Diagonal(a) => Kind::Diagonal(Box::new(f(a)?)),
            Self::Diag(a) => Kind::Diag(Box::new(f(a)?)),
            Self::Apply(function, a) => Kind::Apply(*function, Box::new(f(a)?)),
            Self::Entry(a, i, j) => Kind::Entry(Box::new(f(a)?), i.clone(), j.clone()),
            Self::Element(a, i) => Kind::Element(Box::new(f(a)?), i.clone()),
            Self::Row(a, i) => Kind::Row(Box::new(f(a)?), i.clone()),
            Self::Column(a, j) => Kind::Column(Box::new(f(a)?), j.clone()),
            Self::IndexSum {
                indices,
                over,
                body,
            } => Kind::IndexSum {
                indices: indices.clone(),
                over: over.clone(),
                body: Box::new(f(body)?),
            },
            Self::Derivative { of, by } => {
                let of = Box::new(f(of)?);
                let by = by.iter().map(|by| by.try_map(&mut f));
                Kind::Derivative {
                    of,
                    by: by.collect::<Result<_, _>>()?,
                }
            }
            Self::Expansion { of, about, order } => Kind::Expansion {
                of: Box::new(f(of)?),
                about: about.clone(),
                order: *order,
            },
            Self::Differential(of, times) => Kind::Differential(Box::new(f(of)?), *times),
            Self::Call(name, arguments) => Kind::Call(
                name.clone(),
                arguments.iter().map(&mut f).collect::<Result<_, _>>()?,
            ),
        })
    }
}
