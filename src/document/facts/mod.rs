//! What the words of a document say about its letters: shapes, properties, which letter is a row of which matrix.
//!
//! The words are read with tables (`vocabulary`), one phrase per row, and by a few sentence patterns: a name and what
//! it is (`statement`), a noun and its name (`statement`), a row and its matrix (`line`), a convention (`convention`).
//! What does not fit is passed over: a fact that nobody stated would let a wrong formula pass, a fact that is missed
//! only costs a verdict. So *not symmetric* gives nothing, a question gives nothing, and what follows *if* is no more
//! than a condition.

mod condition;
mod convention;
mod declared;
mod description;
mod formula;
mod line;
mod marker;
mod prose;
mod sentence;
mod set;
mod statement;
mod symbol;
mod token;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use declared::formula_facts;
pub use marker::{Marker, marker};
pub use token::{Token, TokenKind, tokens};

use super::Span;

/// Something the text states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where: from the name to the last word. A condition reaches as far as it holds.
    pub span: Span,
    /// What.
    pub kind: FactKind,
}

/// What the text states. Names are written in one way: letter styles dropped, Greek commands as letters, subscripts
/// as `J_1` and `C_{ab}`, superscript names as `W^{(1)}`. An empty list of names means all there are: *all matrices
/// are n×n*. Sizes are texts: `n`, `2n`, `n+1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// *X is an n×m matrix*; a column has one column, a row one row, a number both.
    Shape {
        /// What has it.
        names: Vec<String>,
        /// Its rows.
        rows: String,
        /// Its columns.
        columns: String,
    },
    /// *A is a square matrix*, of unknown size.
    Square {
        /// What is one.
        names: Vec<String>,
    },
    /// *w is a vector*, of unknown length.
    Column {
        /// What is one.
        names: Vec<String>,
    },
    /// *p is a row vector*, of unknown length.
    RowVector {
        /// What is one.
        names: Vec<String>,
    },
    /// *α is a scalar*.
    Scalar {
        /// What is one.
        names: Vec<String>,
    },
    /// *B is a matrix*, of unknown size.
    Matrix {
        /// What is one.
        names: Vec<String>,
    },
    /// *A is symmetric*.
    Property {
        /// What has it.
        names: Vec<String>,
        /// Which.
        property: PropertyWord,
    },
    /// *if A is symmetric*: holds for the sentence, which the span is.
    PropertyIf {
        /// What has it.
        names: Vec<String>,
        /// Which.
        property: PropertyWord,
    },
    /// *i = 1, …, n*.
    Index {
        /// The indices.
        names: Vec<String>,
        /// The last value.
        upto: String,
    },
    /// *u_i is the i-th row of U*: name u, matrix U, index i.
    RowOf {
        /// The letter of the rows, without its index.
        name: String,
        /// The matrix.
        matrix: String,
        /// The index, if the text names one.
        index: Option<String>,
    },
    /// *x_j is the j-th column of X*.
    ColumnOf {
        /// The letter of the columns, without its index.
        name: String,
        /// The matrix.
        matrix: String,
        /// The index, if the text names one.
        index: Option<String>,
    },
    /// *x_iᵀ is the i-th row of X*: x_i is a column.
    TransposedRowOf {
        /// The letter of the transposed rows, without its index.
        name: String,
        /// The matrix.
        matrix: String,
        /// The index, if the text names one.
        index: Option<String>,
    },
    /// *y_i are the entries of y*, *a_{ij} are the entries of A*.
    ElementOf {
        /// The letter of the entries, without indices.
        name: String,
        /// What they are entries of.
        vector: String,
    },
    /// *Mⁱ denotes the i-th row of M*.
    SuperscriptRows {
        /// The matrix; none if the letter is a placeholder and every matrix is meant.
        letter: Option<String>,
    },
    /// *M_i denotes the i-th row of M*.
    SubscriptRows {
        /// The matrix; none if the letter is a placeholder and every matrix is meant.
        letter: Option<String>,
    },
    /// *Mⁱ denotes the i-th column of M*.
    SuperscriptColumns {
        /// The matrix; none if the letter is a placeholder and every matrix is meant.
        letter: Option<String>,
    },
    /// *M_i denotes the i-th column of M*.
    SubscriptColumns {
        /// The matrix; none if the letter is a placeholder and every matrix is meant.
        letter: Option<String>,
    },
    /// *K is the commutation matrix*.
    Commutation {
        /// What is one.
        names: Vec<String>,
    },
    /// *e_k are the standard basis vectors*: letter e.
    UnitVectors {
        /// Their letter.
        letter: String,
    },
    /// *E_{ij} is the single-entry matrix*: letter E.
    UnitMatrices {
        /// Their letter.
        letter: String,
    },
    /// *e is the vector of ones*.
    Ones {
        /// Its name.
        name: String,
    },
    /// *I is the identity matrix*.
    Identity {
        /// Its name.
        name: String,
    },
    /// *V is fixed*, *A does not depend on X*: a constant when differentiating.
    Fixed {
        /// What is.
        names: Vec<String>,
    },
    /// *J is the matrix whose rows are rows of the identity*.
    Selection {
        /// Its name.
        name: String,
        /// Whether it consists of rows of the identity, or of columns.
        rows: bool,
        /// The matrix that it selects from, if the text says.
        of: Option<String>,
    },
    /// *w is the vectorization of W*.
    VecOf {
        /// The vector.
        name: String,
        /// The matrix.
        matrix: String,
    },
    /// *∘ denotes elementwise multiplication*; the symbol may also be `/`, `exp`, `√`.
    Elementwise {
        /// What works entry by entry.
        symbol: String,
    },
    /// *we use numerator layout*, *gradients are row vectors*.
    NumeratorLayout,
    /// *we use denominator layout*, *gradients are column vectors*.
    DenominatorLayout,
    /// *we sum over repeated indices*.
    Einstein,
    /// *Ω is the set of observed entries*.
    Set {
        /// Its name.
        name: String,
    },
    /// *if the entries form a block*: a condition that no other fact expresses. It holds for the span, which reaches
    /// to the end of the paragraph.
    Conditional {
        /// The condition, shortened.
        words: String,
    },
    /// *φ is some smooth function*: a name is introduced in words that give no other fact.
    Described {
        /// What is.
        names: Vec<String>,
        /// The description, shortened.
        words: String,
    },
}

/// A property, as a word names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyWord {
    /// Aᵀ = A
    Symmetric,
    /// Aᵀ = −A
    Skew,
    /// Zero off the diagonal
    Diagonal,
    /// QᵀQ = QQᵀ = I
    Orthogonal,
    /// QᵀQ = I
    OrthonormalColumns,
    /// Symmetric and xᵀAx > 0
    PositiveDefinite,
    /// Symmetric and xᵀAx ≥ 0
    PositiveSemidefinite,
    /// Has an inverse
    Invertible,
    /// Entries ≥ 0
    Nonnegative,
    /// Entries > 0
    Positive,
    /// Entries 0 or 1
    Mask,
    /// AA = A
    Idempotent,
}

impl PropertyWord {
    /// Whether only a square matrix can have it.
    #[must_use]
    pub fn needs_a_square(self) -> bool {
        !matches!(
            self,
            Self::OrthonormalColumns | Self::Nonnegative | Self::Positive | Self::Mask
        )
    }
}

/// Everything the words state, in order of place. Takes time linear in the text.
///
/// Formulas in running text are read too ([`formula_facts`]).
#[must_use]
pub fn facts(tokens: &[Token]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut letters = sentence::Letters::default();
    for sentence in sentence::sentences(tokens) {
        let from = facts.len();
        declared::from_formulas(&sentence, &mut facts);
        statement::from_statements(&sentence, &mut facts);
        line::from_lines(&sentence, &letters, &mut facts);
        convention::from_conventions(&sentence, &mut facts);
        condition::apply(&sentence, &mut facts, from);
        letters.note(&sentence);
    }
    facts.sort_by_key(|fact| fact.span.start);
    facts
}
