//! What the lexer makes of the text: one kind of token for each meaning, whatever its spelling.

use crate::expression::Span;
use crate::scalar::Rational;

/// A token with its place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::expression) struct Lexeme {
    pub(in crate::expression) token: Token,
    pub(in crate::expression) span: Span,
    /// Whether white space (or TeX's spacing) stands before it.
    pub(in crate::expression) spaced: bool,
}

/// Which side of a pair a bar stands on, if `\left`, `\lVert`, … say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::expression) enum Side {
    Left,
    Right,
    Either,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::expression) enum Token {
    Number(Rational),
    /// A letter, a declared name, an upright name of several letters.
    Name(String),
    /// An upright d: a differential wherever it stands.
    Differential,
    /// ∇
    Nabla,
    /// ∂
    Partial,
    /// The name of a function: tr, det, log, ….
    Function(Function),
    /// A word of a declaration.
    Word(String),
    /// A bold 1.
    Ones,
    Plus,
    Minus,
    /// · * @
    Times,
    /// ×
    Cross,
    Slash,
    /// ∘ ⊙ .*
    Circle,
    /// ⊘ ./
    CircleSlash,
    /// ⊗
    Tensor,
    Colon,
    Caret,
    /// .^
    DotCaret,
    Underscore,
    /// ' and .T
    Prime,
    /// ⊤
    Top,
    Open(Bracket),
    Close(Bracket),
    Bar(Side),
    DoubleBar(Side),
    Comma,
    Semicolon,
    Ampersand,
    /// The end of a row, `\\`.
    RowEnd,
    /// ∑
    Sum,
    Fraction,
    Root,
    Begin(String),
    End(String),
    /// ∈
    In,
    Equals,
    /// … and `..`, as in 1…n.
    Dots,
    Stop,
    /// Anything else, as written.
    Unknown(String),
}

/// Brackets that come in pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::expression) enum Bracket {
    Round,
    Square,
    /// `{ }`, which TeX does not show.
    Brace,
    /// `\{ \}`
    Curly,
    Angle,
}

/// A function known by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::expression) enum Function {
    Trace,
    Determinant,
    LogDeterminant,
    Log,
    Exp,
    Sqrt,
    Tanh,
    Sigmoid,
    Vec,
    Diag,
    DiagonalMatrix,
    Inverse,
    Kronecker,
    EntrySum,
}

/// The spellings of functions.
const FUNCTIONS: [(&str, Function); 24] = [
    ("tr", Function::Trace),
    ("Tr", Function::Trace),
    ("TR", Function::Trace),
    ("trace", Function::Trace),
    ("Trace", Function::Trace),
    ("det", Function::Determinant),
    ("Det", Function::Determinant),
    ("logdet", Function::LogDeterminant),
    ("log", Function::Log),
    ("ln", Function::Log),
    ("exp", Function::Exp),
    ("sqrt", Function::Sqrt),
    ("tanh", Function::Tanh),
    ("sigmoid", Function::Sigmoid),
    ("sigm", Function::Sigmoid),
    ("logistic", Function::Sigmoid),
    ("vec", Function::Vec),
    ("Vec", Function::Vec),
    ("diag", Function::Diag),
    ("Diag", Function::DiagonalMatrix),
    ("inv", Function::Inverse),
    ("kron", Function::Kronecker),
    ("Kron", Function::Kronecker),
    ("sum", Function::EntrySum),
];

impl Function {
    pub(in crate::expression) fn named(name: &str) -> Option<Self> {
        let found = FUNCTIONS.iter().find(|(spelling, _)| *spelling == name);
        found.map(|(_, function)| *function)
    }

    /// The longest name of a function that the text ends with.
    pub(in crate::expression) fn at_the_end_of(text: &str) -> Option<&'static str> {
        let ends = FUNCTIONS.iter().filter(|(name, _)| text.ends_with(name));
        ends.map(|(name, _)| *name).max_by_key(|name| name.len())
    }
}

/// Names of functions that are not read: as letters side by side they would be products that nobody meant.
const OTHERS: [&str; 24] = [
    "logm",
    "expm",
    "sqrtm",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "min",
    "max",
    "argmin",
    "argmax",
    "rank",
    "sign",
    "abs",
    "relu",
    "ReLU",
    "softmax",
    "erf",
    "norm",
    "logsumexp",
    "blkdiag",
    "pinv",
    "vech",
];

/// Whether this names a function that is not read.
pub(in crate::expression) fn is_another_function(name: &str) -> bool {
    OTHERS.contains(&name)
}

/// TeX's commands for Greek letters; variants that look alike are one letter.
const GREEK: [(&str, char); 46] = [
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("varepsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("vartheta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("varrho", 'ρ'),
    ("sigma", 'σ'),
    ("varsigma", 'ς'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("varphi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Upsilon", 'Υ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
    ("varGamma", 'Γ'),
    ("varDelta", 'Δ'),
    ("varTheta", 'Θ'),
    ("varLambda", 'Λ'),
    ("varSigma", 'Σ'),
    ("varPhi", 'Φ'),
    ("ell", 'ℓ'),
];

/// The Greek letter of a TeX command.
pub(in crate::expression) fn greek_letter(command: &str) -> Option<char> {
    let found = GREEK.iter().find(|(name, _)| *name == command);
    found.map(|(_, letter)| *letter)
}

/// The TeX command of a Greek letter.
pub(in crate::expression) fn greek_command(letter: char) -> Option<&'static str> {
    let found = GREEK.iter().find(|(_, greek)| *greek == letter);
    found.map(|(name, _)| *name)
}

/// Accents: TeX's command and the combining character.
pub(in crate::expression) const ACCENTS: [(&str, char); 6] = [
    ("hat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("bar", '\u{304}'),
    ("dot", '\u{307}'),
    ("widehat", '\u{302}'),
    ("widetilde", '\u{303}'),
];
