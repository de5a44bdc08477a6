//! The words that are understood: one phrase per row. To teach a new phrase, add a row.
//!
//! Phrases are matched against words in the form of [`lemma`]: lower case, singular, verbs in one form, hyphens gone.

use super::PropertyWord as P;
use super::PropertyWord;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a phrase contributes to the description of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A property as an adjective: *symmetric*.
    Quality(&'static [PropertyWord]),
    Square,
    /// *fixed*, *given*: with a noun, or behind *is*.
    Fixed,
    /// What kind of thing it is.
    Noun(Noun),
    /// A noun that also tells properties: *covariance matrix*.
    Known(Noun, &'static [PropertyWord]),
    /// Says nothing that matters here: *real*, *some*.
    Filler,
    Article,
    Not,
    Or,
}

/// Kinds of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Matrix,
    Vector,
    RowVector,
    Scalar,
    /// A scalar if its letter is one that scalars have.
    Parameter,
    Constant,
    Identity,
    Ones,
    UnitVector,
    UnitMatrix,
    Commutation,
    SelectionOfRows,
    SelectionOfColumns,
    Set,
}

use Meaning::{Article, Filler, Fixed, Known, Not, Or, Quality, Square};

const fn noun(noun: Noun) -> Meaning {
    Meaning::Noun(noun)
}

/// Phrases of descriptions. The longest one that stands at a place counts.
#[rustfmt::skip]
const PHRASES: &[(&str, Meaning)] = &[
    ("a", Article), ("the", Article), ("this", Article), ("our", Article), ("its", Article),
    ("each", Article), ("every", Article), ("any", Article), ("some", Article), ("such a", Article), ("another", Article),
    // Adjectives and adverbs without a meaning of their own.
    ("real", Filler), ("real valued", Filler), ("arbitrary", Filler), ("general", Filler), ("generic", Filler),
    ("suitable", Filler), ("appropriate", Filler), ("dense", Filler), ("sparse", Filler), ("large", Filler),
    ("both", Filler), ("all", Filler), ("also", Filler), ("just", Filler), ("simply", Filler), ("always", Filler),
    ("two", Filler), ("three", Filler), ("again", Filler), ("here", Filler), ("respectively", Filler), ("of course", Filler),
    ("non zero", Filler), ("nonzero", Filler), ("finite", Filler), ("differentiable", Filler), ("only", Filler),
    ("as well", Filler), ("too", Filler), ("now", Filler), ("further", Filler), ("moreover", Filler), ("assumed", Filler),
    ("assumed to be", Filler), ("known to be", Filler), ("taken to be", Filler), ("supposed to be", Filler),
    ("supposed", Filler), ("block diagonal", Filler), ("block", Filler), ("small", Filler), ("by assumption", Filler),
    ("full rank", Filler), ("low rank", Filler), ("strictly", Filler), ("itself", Filler), ("themselves", Filler),
    ("full column rank", Filler), ("tall", Filler), ("rectangular", Filler), ("as usual", Filler), ("in general", Filler),
    // Negations and alternatives.
    ("not", Not), ("non", Not), ("not necessarily", Not), ("no longer", Not), ("neither", Not), ("nor", Not),
    ("never", Not), ("un", Not), ("nearly", Not), ("almost", Not), ("approximately", Not), ("without", Not),
    ("possibly", Not), ("perhaps", Not), ("maybe", Not), ("usually", Not), ("often", Not), ("sometimes", Not),
    ("typically", Not), ("generally", Not), ("at most", Not), ("rather than", Not), ("hardly", Not), ("block wise", Not),
    ("or", Or),
    // Properties.
    ("symmetric", Quality(&[P::Symmetric])), ("symmetrical", Quality(&[P::Symmetric])),
    ("self adjoint", Quality(&[P::Symmetric])), ("hermitian", Quality(&[P::Symmetric])),
    ("skew", Quality(&[P::Skew])), ("skew symmetric", Quality(&[P::Skew])), ("skewsymmetric", Quality(&[P::Skew])),
    ("antisymmetric", Quality(&[P::Skew])), ("anti symmetric", Quality(&[P::Skew])),
    ("diagonal", Quality(&[P::Diagonal])),
    ("orthogonal", Quality(&[P::Orthogonal])), ("unitary", Quality(&[P::Orthogonal])),
    ("orthonormal", Quality(&[P::OrthonormalColumns])), ("column orthonormal", Quality(&[P::OrthonormalColumns])),
    ("semi orthogonal", Quality(&[P::OrthonormalColumns])),
    ("positive definite", Quality(&[P::PositiveDefinite])), ("strictly positive definite", Quality(&[P::PositiveDefinite])),
    ("spd", Quality(&[P::PositiveDefinite])), ("pd", Quality(&[P::PositiveDefinite])),
    ("positive semidefinite", Quality(&[P::PositiveSemidefinite])),
    ("positive semi definite", Quality(&[P::PositiveSemidefinite])),
    ("nonnegative definite", Quality(&[P::PositiveSemidefinite])),
    ("non negative definite", Quality(&[P::PositiveSemidefinite])),
    ("psd", Quality(&[P::PositiveSemidefinite])), ("spsd", Quality(&[P::PositiveSemidefinite])),
    ("negative definite", Filler), ("negative semidefinite", Filler), ("negative semi definite", Filler),
    ("negative", Filler), ("upper triangular", Filler), ("lower triangular", Filler),
    ("invertible", Quality(&[P::Invertible])), ("nonsingular", Quality(&[P::Invertible])),
    ("non singular", Quality(&[P::Invertible])), ("regular", Quality(&[P::Invertible])),
    ("of full rank", Filler), ("non symmetric", Filler), ("non square", Filler), ("non diagonal", Filler),
    ("non invertible", Filler), ("non orthogonal", Filler), ("non positive", Filler), ("non binary", Filler),
    ("nonnegative", Quality(&[P::Nonnegative])), ("non negative", Quality(&[P::Nonnegative])),
    ("elementwise nonnegative", Quality(&[P::Nonnegative])), ("entrywise nonnegative", Quality(&[P::Nonnegative])),
    ("componentwise nonnegative", Quality(&[P::Nonnegative])), ("elementwise non negative", Quality(&[P::Nonnegative])),
    ("positive", Quality(&[P::Positive])), ("strictly positive", Quality(&[P::Positive])),
    ("entrywise positive", Quality(&[P::Positive])), ("elementwise positive", Quality(&[P::Positive])),
    ("element wise positive", Quality(&[P::Positive])), ("element wise nonnegative", Quality(&[P::Nonnegative])),
    ("binary", Quality(&[P::Mask])), ("boolean", Quality(&[P::Mask])), ("0 1", Quality(&[P::Mask])),
    ("0/1", Quality(&[P::Mask])), ("zero one", Quality(&[P::Mask])),
    ("idempotent", Quality(&[P::Idempotent])),
    ("square", Square),
    ("fixed", Fixed), ("given", Fixed), ("known", Fixed), ("constant", Fixed), ("held fixed", Filler), ("held constant", Filler),
    // Matrices.
    ("matrix", noun(Noun::Matrix)), ("square matrix", Known(Noun::Matrix, &[])),
    ("covariance matrix", Known(Noun::Matrix, &[P::PositiveDefinite])),
    ("variance covariance matrix", Known(Noun::Matrix, &[P::PositiveDefinite])),
    ("correlation matrix", Known(Noun::Matrix, &[P::PositiveDefinite])),
    ("precision matrix", Known(Noun::Matrix, &[P::PositiveDefinite])),
    ("sample covariance matrix", Known(Noun::Matrix, &[P::PositiveSemidefinite])),
    ("empirical covariance matrix", Known(Noun::Matrix, &[P::PositiveSemidefinite])),
    ("gram matrix", Known(Noun::Matrix, &[P::PositiveSemidefinite])),
    ("kernel matrix", Known(Noun::Matrix, &[P::PositiveSemidefinite])),
    ("graph laplacian", Known(Noun::Matrix, &[P::PositiveSemidefinite])),
    ("permutation matrix", Known(Noun::Matrix, &[P::Orthogonal])),
    ("rotation matrix", Known(Noun::Matrix, &[P::Orthogonal])),
    ("projection matrix", Known(Noun::Matrix, &[P::Idempotent])), ("projector", Known(Noun::Matrix, &[P::Idempotent])),
    ("projection", Known(Noun::Matrix, &[P::Idempotent])), ("projection operator", Known(Noun::Matrix, &[P::Idempotent])),
    ("orthogonal projection", Known(Noun::Matrix, &[P::Symmetric, P::Idempotent])),
    ("orthogonal projector", Known(Noun::Matrix, &[P::Symmetric, P::Idempotent])),
    ("orthogonal projection matrix", Known(Noun::Matrix, &[P::Symmetric, P::Idempotent])),
    ("centering matrix", Known(Noun::Matrix, &[P::Symmetric, P::Idempotent])),
    ("mask", Known(Noun::Matrix, &[P::Mask])), ("mask matrix", Known(Noun::Matrix, &[P::Mask])),
    ("masking matrix", Known(Noun::Matrix, &[P::Mask])), ("observation mask", Known(Noun::Matrix, &[P::Mask])),
    ("indicator matrix", Known(Noun::Matrix, &[P::Mask])), ("adjacency matrix", noun(Noun::Matrix)),
    // Vectors.
    ("vector", noun(Noun::Vector)), ("column vector", noun(Noun::Vector)), ("column", noun(Noun::Vector)),
    ("row vector", noun(Noun::RowVector)), ("probability vector", Known(Noun::Vector, &[P::Nonnegative])),
    ("indicator vector", Known(Noun::Vector, &[P::Mask])), ("one hot vector", Known(Noun::Vector, &[P::Mask])),
    // Numbers.
    ("scalar", noun(Noun::Scalar)), ("real number", noun(Noun::Scalar)), ("number", noun(Noun::Scalar)),
    ("learning rate", noun(Noun::Scalar)), ("step size", noun(Noun::Scalar)), ("step length", noun(Noun::Scalar)),
    ("regularization parameter", noun(Noun::Scalar)), ("regularisation parameter", noun(Noun::Scalar)),
    ("regularization coefficient", noun(Noun::Scalar)), ("regularization constant", noun(Noun::Scalar)),
    ("regularization strength", noun(Noun::Scalar)), ("regularization weight", noun(Noun::Scalar)),
    ("penalty parameter", noun(Noun::Scalar)), ("tuning parameter", noun(Noun::Scalar)),
    ("smoothing parameter", noun(Noun::Scalar)), ("scalar parameter", noun(Noun::Scalar)),
    ("trade off parameter", noun(Noun::Scalar)), ("tradeoff parameter", noun(Noun::Scalar)),
    ("ridge parameter", noun(Noun::Scalar)), ("damping parameter", noun(Noun::Scalar)), ("damping factor", noun(Noun::Scalar)),
    ("hyperparameter", noun(Noun::Scalar)), ("hyper parameter", noun(Noun::Scalar)), ("penalty", noun(Noun::Scalar)),
    ("scaling factor", noun(Noun::Scalar)), ("lipschitz constant", noun(Noun::Scalar)), ("bandwidth", noun(Noun::Scalar)),
    ("scalar constant", noun(Noun::Scalar)), ("real constant", noun(Noun::Scalar)), ("coefficient", noun(Noun::Parameter)),
    ("parameter", noun(Noun::Parameter)), ("constant parameter", noun(Noun::Parameter)), ("scalar variable", noun(Noun::Scalar)),
    ("constant scalar", noun(Noun::Scalar)), ("a constant", noun(Noun::Constant)), ("some constant", noun(Noun::Constant)),
    // Special matrices and vectors.
    ("identity", noun(Noun::Identity)), ("identity matrix", noun(Noun::Identity)), ("unit matrix", noun(Noun::Identity)),
    ("vector of one", noun(Noun::Ones)), ("vector of all one", noun(Noun::Ones)), ("all one vector", noun(Noun::Ones)),
    ("one vector", noun(Noun::Ones)), ("column of one", noun(Noun::Ones)), ("column vector of one", noun(Noun::Ones)),
    ("column vector of all one", noun(Noun::Ones)), ("vector of 1s", noun(Noun::Ones)), ("matrix of one", noun(Noun::Ones)),
    ("all one matrix", noun(Noun::Ones)), ("summation vector", noun(Noun::Ones)), ("vector of 1's", noun(Noun::Ones)),
    ("vector of all 1s", noun(Noun::Ones)), ("matrix of all one", noun(Noun::Ones)), ("vector with all one", noun(Noun::Ones)),
    ("standard basis vector", noun(Noun::UnitVector)), ("canonical basis vector", noun(Noun::UnitVector)),
    ("standard unit vector", noun(Noun::UnitVector)), ("canonical unit vector", noun(Noun::UnitVector)),
    ("coordinate vector", noun(Noun::UnitVector)), ("standard vector basis", noun(Noun::UnitVector)),
    ("standard basis", noun(Noun::UnitVector)), ("canonical basis", noun(Noun::UnitVector)),
    ("natural basis vector", noun(Noun::UnitVector)), ("cartesian basis vector", noun(Noun::UnitVector)),
    ("single entry matrix", noun(Noun::UnitMatrix)), ("standard matrix basis", noun(Noun::UnitMatrix)),
    ("matrix unit", noun(Noun::UnitMatrix)), ("standard basis matrix", noun(Noun::UnitMatrix)),
    ("matrix basis", noun(Noun::UnitMatrix)), ("elementary matrix unit", noun(Noun::UnitMatrix)),
    ("commutation matrix", noun(Noun::Commutation)), ("commutation operator", noun(Noun::Commutation)),
    ("row selection matrix", noun(Noun::SelectionOfRows)), ("column selection matrix", noun(Noun::SelectionOfColumns)),
    ("set", noun(Noun::Set)), ("index set", noun(Noun::Set)), ("subset", noun(Noun::Set)),
];

/// The meaning of the longest phrase among the words that `word` gives, and how many words it takes.
pub(super) fn meaning<'a>(word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, Meaning)> {
    static BY_FIRST_WORD: LazyLock<HashMap<&str, Vec<(&str, Meaning)>>> = LazyLock::new(|| {
        let mut phrases = HashMap::<_, Vec<_>>::new();
        for (phrase, meaning) in PHRASES {
            let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            phrases.entry(first).or_default().push((rest, *meaning));
        }
        phrases
    });
    let mut best: Option<(usize, Meaning)> = None;
    for (rest, meaning) in BY_FIRST_WORD.get(word(0)?)? {
        let mut count = 1;
        let fits = rest.split_whitespace().all(|expected| {
            let fits = word(count) == Some(expected);
            count += 1;
            fits
        });
        if fits && best.is_none_or(|(longest, _)| count > longest) {
            best = Some((count, *meaning));
        }
    }
    best
}

/// Words in other forms, and the form that the tables have.
const LEMMAS: &[(&str, &str)] = &[
    ("an", "a"),
    ("are", "is"),
    ("matrices", "matrix"),
    ("vectors", "vector"),
    ("scalars", "scalar"),
    ("rows", "row"),
    ("columns", "column"),
    ("entries", "entry"),
    ("elements", "entry"),
    ("element", "entry"),
    ("components", "entry"),
    ("component", "entry"),
    ("coordinates", "entry"),
    ("coefficients", "coefficient"),
    ("constants", "constant"),
    ("parameters", "parameter"),
    ("numbers", "number"),
    ("projections", "projection"),
    ("denotes", "denote"),
    ("denoting", "denote"),
    ("represents", "represent"),
    ("representing", "represent"),
    ("refers", "refer"),
    ("stands", "stand"),
    ("means", "mean"),
    ("ones", "one"),
    ("zeros", "zero"),
    ("zeroes", "zero"),
    ("dimensions", "dimension"),
    ("dimensional", "dimensional"),
    ("sizes", "size"),
    ("shapes", "shape"),
    ("lengths", "length"),
    ("masks", "mask"),
    ("has", "have"),
    ("having", "have"),
    ("sets", "set"),
    ("assumes", "assume"),
    ("basises", "basis"),
    ("bases", "basis"),
    ("learning-rate", "learning rate"),
    ("semidef", "semidefinite"),
    ("psd", "psd"),
    ("hyperparameters", "hyperparameter"),
    ("units", "unit"),
    ("indices", "index"),
    ("indexes", "index"),
    ("gradients", "gradient"),
    ("derivatives", "derivative"),
    ("jacobians", "jacobian"),
    ("layouts", "layout"),
    ("products", "product"),
    ("divisions", "division"),
    ("multiplications", "multiplication"),
    ("operators", "operator"),
    ("operations", "operation"),
    ("elementwise", "elementwise"),
    ("entrywise", "entrywise"),
    ("quotients", "quotient"),
    ("fractions", "fraction"),
    ("powers", "power"),
    ("cases", "case"),
    ("identities", "identity"),
    ("covariances", "covariance"),
    ("contains", "contain"),
    ("consists", "consist"),
    ("subsets", "subset"),
    ("conventions", "convention"),
    ("selects", "select"),
    ("equals", "equal"),
    ("projectors", "projector"),
    ("belongs", "belong"),
    ("lies", "lie"),
    ("satisfies", "satisfy"),
];

/// A word in lower case in the form that the tables have.
pub(super) fn lemma(word: &str) -> &str {
    LEMMAS
        .iter()
        .find(|(form, _)| *form == word)
        .map_or(word, |(_, lemma)| lemma)
}

/// What stands between a name and its description.
pub(super) const COPULAS: &[&str] = &[
    "is",
    "be",
    "denote",
    "represent",
    "mean",
    "being",
    "refer to",
    "stand for",
    "is called",
    "will be",
    "must be",
    "is assumed to be",
    "is assumed",
    "is taken to be",
    "is taken as",
    "is known to be",
    "is said to be",
    "is defined to be",
    "is defined as",
    "is constrained to be",
    "is restricted to be",
    "is required to be",
    "to be",
    "will denote",
    "was",
    "is supposed to be",
    "is chosen to be",
];

/// Words that a subject may follow: it begins there, and is no complement of what stands before.
pub(super) const BEFORE_A_SUBJECT: &[&str] = &[
    "and",
    "or",
    "but",
    "that",
    "where",
    "with",
    "if",
    "when",
    "since",
    "as",
    "because",
    "for",
    "while",
    "let",
    "suppose",
    "assume",
    "assuming",
    "here",
    "then",
    "thus",
    "so",
    "hence",
    "note",
    "both",
    "all",
    "each",
    "consider",
    "given",
    "say",
    "denote",
    "wherein",
    "whereas",
    "also",
    "now",
    "i.e",
    "e.g",
    "remember",
    "recall",
    "provided",
    "this",
    "case",
    "above",
    "below",
    "therefore",
    "what",
    "once",
];

/// Prepositions: what follows is a complement, and no subject.
pub(super) const PREPOSITIONS: &[&str] = &[
    "of", "in", "to", "on", "by", "from", "at", "between", "over", "w.r.t", "wrt", "under", "into",
    "onto", "via", "through", "than", "respect", "without", "about", "using",
];

/// Words that end a description.
pub(super) const STOPS: &[&str] = &[
    "of",
    "for",
    "with",
    "in",
    "on",
    "to",
    "that",
    "which",
    "whose",
    "such",
    "is",
    "be",
    "if",
    "when",
    "by",
    "from",
    "and",
    "where",
    "so",
    "then",
    "but",
    "since",
    "because",
    "as",
    "at",
    "while",
    "hence",
    "thus",
    "therefore",
    "have",
    "we",
    "i",
    "you",
    "it",
    "they",
    "can",
    "may",
    "will",
    "should",
    "would",
    "could",
    "denote",
    "represent",
    "mean",
    "let",
    "into",
    "over",
    "whenever",
    "unless",
    "provided",
    "yields",
    "gives",
    "becomes",
    "under",
    "than",
    "via",
    "between",
    "equal",
    "contain",
    "consist",
    "satisfy",
    "does",
];

/// Words that deny what follows them in the sentence.
pub(super) const NEGATION: &[&str] = &[
    "not", "never", "without", "cannot", "nor", "neither", "whether", "unless", "no", "fails",
];

/// Words that may stand around a copula without changing what it says.
pub(super) const ADVERBS: &[&str] = &[
    "also",
    "just",
    "simply",
    "always",
    "then",
    "here",
    "now",
    "both",
    "all",
    "clearly",
    "obviously",
    "therefore",
    "thus",
    "hence",
    "again",
    "still",
];

/// Words that make what they introduce a condition.
pub(super) const CONDITION: &[&str] = &[
    "if",
    "when",
    "whenever",
    "provided",
    "providing",
    "in case",
    "in the case",
    "as long as",
    "even if",
    "only if",
    "in the special case",
    "in this special case",
    "special case",
    "unless",
    "under the assumption",
];

/// Phrases that look like conditions and are none.
pub(super) const ASIDE: &[&str] = &[
    "if possible",
    "if necessary",
    "if needed",
    "if any",
    "if so",
    "if desired",
    "if not",
    "if you",
    "if i",
    "if anyone",
    "if there",
    "unless otherwise",
    "unless stated",
    "unless noted",
    "if it",
    "provided by",
];

/// Verbs by which an author lays down a condition.
pub(super) const SUPPOSING: &[&str] = &[
    "assume",
    "suppose",
    "restrict",
    "require",
    "impose",
    "know",
    "have",
    "constrain",
    "further",
    "let",
];

/// Words that announce a result.
pub(super) const CONCLUSION: &[&str] = &[
    "hence",
    "therefore",
    "thus",
    "it follows",
    "we get",
    "we find",
    "we obtain",
    "we see",
    "this shows",
    "this implies",
    "this yields",
    "so that",
    "which shows",
    "which implies",
    "consequently",
];

/// Words that make a statement, even in a question: *what is f′, where A is symmetric?*
pub(super) const STATING: &[&str] = &[
    "where", "given", "let", "suppose", "assume", "denote", "wherein", "assuming",
];

/// Words with which a question goes on behind a comma.
pub(super) const ASKING: &[&str] = &[
    "what", "how", "is", "can", "does", "do", "why", "which", "could", "should", "would", "will",
    "when",
];

/// Letters that scalars have when a text calls them a parameter or a constant.
pub(super) const SCALAR_LETTERS: &str = "αγδεηκλμνρτσcts";
