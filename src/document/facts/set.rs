//! What it means to be an element of a set: `ℝ^{n×m}`, `M_{n,k}(ℝ)`, `S^n_{++}`, `{0,1}^n`, `{1,…,n}`.

use super::PropertyWord;
use super::formula::{Named, Node, size, sizes, text};
use super::symbol::Style;

/// What is known of the elements of a set.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Elements {
    /// Rows and columns.
    pub(super) shape: Option<(String, String)>,
    pub(super) properties: Vec<PropertyWord>,
    /// They are the numbers from one to this.
    pub(super) upto: Option<String>,
}

/// Groups of matrices by name, all square of order n in `O(n)`, `GL_n(ℝ)`, and what their elements are.
const GROUPS: &[(&str, PropertyWord)] = &[
    ("O", PropertyWord::Orthogonal),
    ("SO", PropertyWord::Orthogonal),
    ("GL", PropertyWord::Invertible),
    ("Sym", PropertyWord::Symmetric),
    ("St", PropertyWord::OrthonormalColumns),
];

/// What stands below or above a set's letter and restricts the signs: for ℝ entrywise, for S as definite.
const SIGNS: &[(&str, PropertyWord, PropertyWord)] = &[
    (
        "+",
        PropertyWord::Nonnegative,
        PropertyWord::PositiveSemidefinite,
    ),
    (
        "≥0",
        PropertyWord::Nonnegative,
        PropertyWord::PositiveSemidefinite,
    ),
    (
        "≽0",
        PropertyWord::Nonnegative,
        PropertyWord::PositiveSemidefinite,
    ),
    ("++", PropertyWord::Positive, PropertyWord::PositiveDefinite),
    (">0", PropertyWord::Positive, PropertyWord::PositiveDefinite),
    (">", PropertyWord::Positive, PropertyWord::PositiveDefinite),
    ("≻0", PropertyWord::Positive, PropertyWord::PositiveDefinite),
    (
        "≥",
        PropertyWord::Nonnegative,
        PropertyWord::PositiveSemidefinite,
    ),
];

/// What is known of the elements of the set, nothing if the set is not known.
pub(super) fn elements(set: &[Node]) -> Option<Elements> {
    match set {
        [Node::Name(letter)] if is_numbers(letter) => numbers(letter),
        [Node::Name(letter)] if letter.letter == "S" || letter.letter == "P" => definite(letter),
        [
            Node::Name(letter),
            Node::Group {
                open: '(', inner, ..
            },
        ] if matches!(letter.letter.as_str(), "M" | "Mat") => {
            let over_the_reals = matches!(inner.as_slice(), [Node::Name(r)] if is_numbers(r));
            let shape = over_the_reals.then(|| matrix_sizes(&letter.sub)).flatten();
            Some(Elements {
                shape: Some(shape?),
                ..Elements::default()
            })
        }
        [
            Node::Group {
                open: '{',
                inner,
                sup,
                ..
            },
        ] => listed(inner, sup),
        [
            Node::Group {
                open: '(' | '[',
                inner,
                sup,
                ..
            },
        ] => interval(inner, sup),
        [
            ..,
            Node::Group {
                open: '(', inner, ..
            },
        ] => group(&set[..set.len() - 1], inner),
        [Node::Name(letter)] if !letter.sub.is_empty() => group(set, &[]),
        _ => None,
    }
}

/// ℝ or ℂ, also as a plain R with a size.
pub(super) fn is_numbers(letter: &Named) -> bool {
    match letter.style {
        Style::Blackboard | Style::Bold => matches!(letter.letter.as_str(), "R" | "C"),
        _ => letter.letter == "R" && !letter.sup.is_empty(),
    }
}

/// Whether the letter is a set of numbers or the like, and no name.
pub(super) fn is_known(letter: &Named) -> bool {
    letter.style == Style::Blackboard
}

fn restriction(script: &[Node]) -> Option<(PropertyWord, PropertyWord)> {
    let written = text(script);
    let found = SIGNS.iter().find(|(sign, ..)| *sign == written);
    found.map(|(_, entrywise, definite)| (*entrywise, *definite))
}

fn numbers(letter: &Named) -> Option<Elements> {
    let mut properties = Vec::new();
    if !letter.sub.is_empty() {
        properties.push(restriction(&letter.sub)?.0);
    }
    let sup = match letter.sup.as_slice() {
        [sizes @ .., Node::Sign('+'), Node::Sign('+')] => {
            properties.push(PropertyWord::Positive);
            sizes
        }
        [sizes @ .., Node::Sign('+')] => {
            properties.push(PropertyWord::Nonnegative);
            sizes
        }
        sizes => sizes,
    };
    let shape = match sup {
        [] => ("1".to_owned(), "1".to_owned()),
        sup => matrix_sizes_or_length(sup)?,
    };
    Some(Elements {
        shape: Some(shape),
        properties,
        upto: None,
    })
}

/// `n×m`, or `n` for a column.
fn matrix_sizes_or_length(sup: &[Node]) -> Option<(String, String)> {
    sizes(sup).or_else(|| Some((size(sup)?, "1".to_owned())))
}

/// `n×m`, or `n` for a square matrix.
fn matrix_sizes(script: &[Node]) -> Option<(String, String)> {
    sizes(script).or_else(|| size(script).map(|n| (n.clone(), n)))
}

/// 𝕊ⁿ₊₊ and the like. Without a sign it may be a sphere, unless two sizes stand there.
fn definite(letter: &Named) -> Option<Elements> {
    let (order, sign) = match (letter.sub.as_slice(), letter.sup.as_slice()) {
        (sub, sup) if restriction(sub).is_some() => (sup, restriction(sub)),
        (sub, sup) if restriction(sup).is_some() => (sub, restriction(sup)),
        ([], sup) if sizes(sup).is_some() && letter.letter == "S" => (sup, None),
        _ => return None,
    };
    let (rows, columns) = matrix_sizes(order)?;
    let property = sign.map_or(PropertyWord::Symmetric, |(_, definite)| definite);
    (rows == columns).then(|| Elements {
        shape: Some((rows, columns)),
        properties: vec![property],
        upto: None,
    })
}

/// `{0,1}`, `{0,1}^{n×m}`, `{1,…,n}`.
fn listed(inner: &[Node], sup: &[Node]) -> Option<Elements> {
    let one = || "1".to_owned();
    let shape = match sup {
        [] => Some((one(), one())),
        sup => matrix_sizes_or_length(sup),
    };
    match text(inner).as_str() {
        "0,1" | "1,0" => {
            let properties = vec![PropertyWord::Mask];
            return Some(Elements {
                shape,
                properties,
                upto: None,
            });
        }
        "-1,1" | "1,-1" | "-1,+1" | "+1,-1" | "±1" => {
            return Some(Elements {
                shape,
                ..Elements::default()
            });
        }
        _ => {}
    }
    let parts: Vec<&[Node]> = inner.split(|node| *node == Node::Sign(',')).collect();
    let begins_at_one = matches!(parts.first(), Some([Node::Number(one)]) if one == "1");
    let has_dots = parts.contains(&[Node::Sign('…')].as_slice());
    let last = parts.last()?;
    (sup.is_empty() && begins_at_one && has_dots).then_some(())?;
    Some(Elements {
        upto: Some(size(last)?),
        ..Elements::default()
    })
}

/// `[n]`, `[0,1]^n`, `[0,∞)`, `(0,1)`.
fn interval(inner: &[Node], sup: &[Node]) -> Option<Elements> {
    let parts: Vec<&[Node]> = inner.split(|node| *node == Node::Sign(',')).collect();
    match parts.as_slice() {
        [n] if sup.is_empty() => Some(Elements {
            upto: Some(size(n)?),
            ..Elements::default()
        }),
        [from, _] => {
            let shape = match sup {
                [] => ("1".to_owned(), "1".to_owned()),
                sup => matrix_sizes_or_length(sup)?,
            };
            let from_zero = matches!(from, [Node::Number(zero)] if zero == "0");
            let properties = from_zero.then_some(PropertyWord::Nonnegative);
            Some(Elements {
                shape: Some(shape),
                properties: properties.into_iter().collect(),
                upto: None,
            })
        }
        _ => None,
    }
}

/// `O(n)`, `GL_n(ℝ)`, `St(n,p)`.
fn group(name: &[Node], inner: &[Node]) -> Option<Elements> {
    let mut letters = String::new();
    let mut order: &[Node] = inner;
    for (at, node) in name.iter().enumerate() {
        let Node::Name(letter) = node else {
            return None;
        };
        if !letter.sup.is_empty() || (!letter.sub.is_empty() && at + 1 < name.len()) {
            return None;
        }
        letters.push_str(&letter.letter);
        if !letter.sub.is_empty() {
            let over_the_reals = matches!(inner, [Node::Name(r)] if is_numbers(r));
            if !over_the_reals {
                return None;
            }
            order = &letter.sub;
        }
    }
    if let [order_alone @ .., Node::Sign(','), Node::Name(r)] = inner
        && is_numbers(r)
        && std::ptr::eq(order, inner)
    {
        order = order_alone;
    }
    let (_, property) = GROUPS.iter().find(|(known, _)| *known == letters)?;
    let shape = match property {
        PropertyWord::OrthonormalColumns => sizes(order)?,
        _ => {
            let n = size(order)?;
            (n.clone(), n)
        }
    };
    Some(Elements {
        shape: Some(shape),
        properties: vec![*property],
        upto: None,
    })
}
