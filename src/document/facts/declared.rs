//! What a formula declares by itself: `X ∈ ℝ^{n×m}`, `W, H ≥ 0`, `A = Aᵀ`, `i = 1, …, n`.

use super::formula::{Named, Names, Node, names, nodes, size, sizes, text};
use super::sentence::{Formula, Kind, Sentence};
use super::set::{elements, is_known, is_numbers};
use super::symbol::WIDE_SPACE;
use super::{Fact, FactKind, PropertyWord, Span};

/// What a single formula declares. The facts have the given span.
///
/// ```
/// # use matproof::document::facts::{FactKind, formula_facts};
/// let facts = formula_facts(r"X \in \mathbb{R}^{n \times m}", 0..29);
/// let shape = FactKind::Shape { names: vec!["X".into()], rows: "n".into(), columns: "m".into() };
/// assert_eq!(facts[0].kind, shape);
/// ```
#[must_use]
pub fn formula_facts(tex: &str, span: Span) -> Vec<Fact> {
    // A longer formula declares nothing.
    const LONGEST: usize = 4000;
    if tex.len() > LONGEST {
        return Vec::new();
    }
    let nodes = nodes(tex);
    let kinds = declarations(&nodes);
    kinds
        .into_iter()
        .map(|kind| Fact {
            span: span.clone(),
            kind,
        })
        .collect()
}

/// The relations of a formula that say what a name is: those of its equations.
pub(super) const EQUAL: &[char] = &['=', '≔'];

/// The facts of the formulas of a sentence.
pub(super) fn from_formulas(sentence: &Sentence, facts: &mut Vec<Fact>) {
    for (at, item) in sentence.items.iter().enumerate() {
        let Kind::Math(formula) = &item.kind else {
            continue;
        };
        for kind in declarations(&formula.nodes) {
            // In a displayed formula or behind "hence" an equation is a claim.
            let by_an_equation = matches!(kind, FactKind::Property { property, .. }
                if !is_a_sign(property) && has_an_equation(formula) && !is_by_cases(formula));
            if by_an_equation && (formula.displayed || sentence.concludes_before(at)) {
                continue;
            }
            facts.extend(sentence.stated(at, item.span.clone(), kind));
        }
    }
}

fn is_a_sign(property: PropertyWord) -> bool {
    matches!(property, PropertyWord::Nonnegative | PropertyWord::Positive)
}

fn has_an_equation(formula: &Formula) -> bool {
    formula
        .nodes
        .iter()
        .any(|node| matches!(node, Node::Sign('=' | '≔')))
}

fn is_by_cases(formula: &Formula) -> bool {
    formula.nodes.contains(&Node::Command("begin cases".into()))
}

/// A chain of relations, with the names that stand before it: in `U, V ∈ S` the chain is `V ∈ S`, with U before it.
pub(super) struct Chain<'a> {
    before: Vec<Named>,
    members: Vec<&'a [Node]>,
    signs: Vec<char>,
}

impl Chain<'_> {
    /// The names on its left, if there is nothing else.
    fn subjects(&self) -> Option<Names> {
        let mut list = names(self.members.first()?)?;
        list.names.splice(0..0, self.before.iter().cloned());
        Some(list)
    }
}

/// The names that a formula says something of: those of a list, or on the left of its first relations.
pub(super) fn subjects(nodes: &[Node]) -> Names {
    if let Some(list) = names(nodes) {
        return list;
    }
    if let [
        Node::Group {
            open: '{' | '(',
            inner,
            ..
        },
    ] = nodes
    {
        return subjects(inner);
    }
    let mut all = Names::default();
    for chain in chains(nodes) {
        if chain
            .signs
            .first()
            .is_some_and(|sign| "∈=≔≥>≻≽:".contains(*sign))
            && let Some(list) = chain.subjects()
        {
            all.family |= list.family;
            all.names.extend(list.names);
        }
    }
    all
}

const RELATIONS: &str = "∈∉=≔≥≤><≻≽≺≼≠≈∼→⇒⊂:|";

fn chains(nodes: &[Node]) -> Vec<Chain<'_>> {
    let mut chains = Vec::new();
    let mut before = Vec::new();
    let is_separator = |node: &Node| {
        matches!(
            node,
            Node::Sign(',' | ';' | '\n' | WIDE_SPACE | '∀') | Node::Text(_)
        )
    };
    for part in nodes.split(is_separator) {
        let mut chain = Chain {
            before: Vec::new(),
            members: Vec::new(),
            signs: Vec::new(),
        };
        let mut from = 0;
        for (at, node) in part.iter().enumerate() {
            if let Node::Sign(sign) = node
                && RELATIONS.contains(*sign)
            {
                chain.members.push(&part[from..at]);
                chain.signs.push(*sign);
                from = at + 1;
            }
        }
        chain.members.push(&part[from..]);
        if chain.signs.is_empty() {
            match names(part) {
                Some(list) => before.extend(list.names),
                None if part.is_empty() => {}
                None => before.clear(),
            }
            continue;
        }
        chain.before = std::mem::take(&mut before);
        chains.push(chain);
    }
    chains
}

fn canonical(names: &[Named]) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for name in names {
        let name = name.canonical();
        if !list.contains(&name) {
            list.push(name);
        }
    }
    list
}

/// What the formula declares.
pub(super) fn declarations(nodes: &[Node]) -> Vec<FactKind> {
    let mut facts = Vec::new();
    facts.extend(range(nodes));
    if let [
        Node::Group {
            open: '{' | '(',
            sub,
            sup,
            ..
        },
    ] = nodes
    {
        // {x_i}_{i=1}^n
        if let ([Node::Name(index), Node::Sign('='), Node::Number(one)], Some(upto)) =
            (sub.as_slice(), size(sup))
            && one == "1"
        {
            facts.push(FactKind::Index {
                names: vec![index.canonical()],
                upto,
            });
        }
    }
    for chain in chains(nodes) {
        declaration(&chain, &mut facts);
    }
    for node in nodes {
        // A_{n×m}
        if let Node::Name(name) = node
            && name.sub.contains(&Node::Sign('×'))
            && name.style != super::symbol::Style::Blackboard
            && let Some((rows, columns)) = sizes(&name.sub)
        {
            facts.push(FactKind::Shape {
                names: vec![name.letter.clone()],
                rows,
                columns,
            });
        }
    }
    facts
}

/// `i = 1, …, n`, `i, j = 1, …, n`, `1 ≤ i ≤ n`.
fn range(nodes: &[Node]) -> Option<FactKind> {
    let parts: Vec<&[Node]> = nodes
        .split(|node| matches!(node, Node::Sign(',' | WIDE_SPACE)) || is_all(node))
        .filter(|part| !part.is_empty())
        .collect();
    let at = parts.iter().position(|part| begins_a_range(part))?;
    let mut indices: Vec<String> = Vec::new();
    for part in &parts[..at] {
        if let [Node::Name(name)] = part
            && name.is_bare()
        {
            indices.push(name.canonical());
        } else {
            indices.clear();
        }
    }
    let Node::Name(name) = parts[at].first()? else {
        return None;
    };
    indices.push(name.canonical());
    // 1 … n without commas, or in the parts that follow.
    let inline = parts[at].iter().position(|node| *node == Node::Sign('…'));
    let last: &[Node] = match inline {
        Some(dots) if dots + 1 < parts[at].len() => &parts[at][dots + 1..],
        _ => {
            let follow = &parts[at + 1..];
            let dots = follow
                .iter()
                .position(|part| part.first() == Some(&Node::Sign('…')))?;
            match follow[dots] {
                [_] => follow.get(dots + 1)?,
                glued => &glued[1..],
            }
        }
    };
    Some(FactKind::Index {
        names: indices,
        upto: size(last)?,
    })
}

fn is_all(node: &Node) -> bool {
    *node == Node::Sign('∀')
}

fn begins_a_range(part: &[Node]) -> bool {
    matches!(part, [Node::Name(name), Node::Sign('='), Node::Number(one), ..] if name.is_bare() && one == "1")
}

fn is_zero(nodes: &[Node]) -> bool {
    match nodes {
        [Node::Number(zero)] => zero == "0",
        [Node::Name(zero)] => zero.letter == "0",
        _ => false,
    }
}

fn is_identity(nodes: &[Node]) -> bool {
    matches!(nodes, [Node::Name(name)] if name.letter == "I" && name.sup.is_empty() && !name.transposed)
}

fn declaration(chain: &Chain, facts: &mut Vec<FactKind>) {
    let (left, right) = (chain.members[0], chain.members[1]);
    match chain.signs.as_slice() {
        ['∈', ..] => membership(chain, facts),
        ['⊂'] => {
            if let [Node::Name(name)] = left
                && name.is_bare()
            {
                facts.push(FactKind::Set {
                    name: name.canonical(),
                });
            }
        }
        [':'] => {
            if let (Some(subjects), Some((rows, columns))) = (chain.subjects(), sizes(right))
                && right.contains(&Node::Sign('×'))
            {
                facts.push(FactKind::Shape {
                    names: canonical(&subjects.names),
                    rows,
                    columns,
                });
            }
        }
        ['≤' | '<', '≤' | '<'] if matches!(left, [Node::Number(one)] if one == "1") => {
            if let (Some(names), Some(upto)) = (names(right), size(chain.members[2]))
                && names.names.iter().all(Named::is_bare)
                && chain.signs[0] == '≤'
                && chain.signs[1] == '≤'
            {
                facts.push(FactKind::Index {
                    names: canonical(&names.names),
                    upto,
                });
            }
        }
        ['≥' | '>' | '≻' | '≽'] if is_zero(right) => {
            if let Some(subjects) = chain.subjects() {
                facts.extend(signed(&subjects.names, chain.signs[0]));
            }
        }
        ['≤' | '<' | '≺' | '≼', ..] if is_zero(left) => {
            let sign = match chain.signs[0] {
                '≤' => '≥',
                '<' => '>',
                '≺' => '≻',
                _ => '≽',
            };
            if let Some(names) = names(right) {
                facts.extend(signed(&names.names, sign));
            }
        }
        [first, ..] if EQUAL.contains(first) => equation(chain, facts),
        _ => {}
    }
}

/// `X ≥ 0` is meant entry by entry, `A ≻ 0` of a matrix as definite. A capital with `> 0` may be either: nothing.
fn signed(subjects: &[Named], sign: char) -> Vec<FactKind> {
    let mut facts = Vec::new();
    for name in subjects {
        let matrix = name.is_upper() && !name.is_an_entry();
        let property = match (sign, matrix) {
            ('≥', _) | ('≽', false) => PropertyWord::Nonnegative,
            ('>' | '≻', false) => PropertyWord::Positive,
            ('≻', true) => PropertyWord::PositiveDefinite,
            ('≽', true) => PropertyWord::PositiveSemidefinite,
            _ => continue,
        };
        let whole = if name.is_an_entry() {
            name.letter.clone()
        } else {
            name.canonical()
        };
        match facts.last_mut() {
            Some(FactKind::Property {
                names,
                property: last,
            }) if *last == property => {
                names.push(whole);
            }
            _ => facts.push(FactKind::Property {
                names: vec![whole],
                property,
            }),
        }
    }
    facts
}

fn membership(chain: &Chain, facts: &mut Vec<FactKind>) {
    let (left, right) = (chain.members[0], chain.members[1]);
    let Some(subjects) = chain.subjects() else {
        return;
    };
    // (x, A) ∈ ℝⁿ × ℝ^{n×m}
    let factors: Vec<&[Node]> = right.split(|node| *node == Node::Sign('×')).collect();
    let in_brackets = matches!(left, [Node::Group { .. }]);
    if factors.len() > 1 {
        if in_brackets && factors.len() == subjects.names.len() {
            for (name, factor) in subjects.names.iter().zip(factors) {
                belongs(std::slice::from_ref(name), factor, facts);
            }
        }
        return;
    }
    if let [Node::Name(set)] = right
        && set.sup.is_empty()
        && !is_known(set)
        && !is_numbers(set)
        && subjects.names.iter().all(Named::is_index)
    {
        facts.push(FactKind::Set {
            name: set.canonical(),
        });
        return;
    }
    if !in_brackets {
        belongs(&subjects.names, right, facts);
    }
}

fn belongs(subjects: &[Named], set: &[Node], facts: &mut Vec<FactKind>) {
    let Some(elements) = elements(set) else {
        return;
    };
    if let Some(upto) = elements.upto {
        if subjects.iter().all(Named::is_bare) {
            facts.push(FactKind::Index {
                names: canonical(subjects),
                upto,
            });
        }
        return;
    }
    let (entries, whole): (Vec<Named>, Vec<Named>) =
        subjects.iter().cloned().partition(Named::is_an_entry);
    if let Some((rows, columns)) = elements.shape
        && !whole.is_empty()
    {
        facts.push(FactKind::Shape {
            names: canonical(&whole),
            rows,
            columns,
        });
    }
    // What every entry is, the matrix is.
    let mut names: Vec<String> = entries.into_iter().map(|entry| entry.letter).collect();
    names.extend(canonical(&whole));
    for property in elements.properties {
        facts.push(FactKind::Property {
            names: names.clone(),
            property,
        });
    }
}

/// `A = Aᵀ`, `QᵀQ = I`, `P² = P`, `P = P ⊙ P`, `D = diag(d)`, `S = {…}`.
fn equation(chain: &Chain, facts: &mut Vec<FactKind>) {
    let (left, right) = (chain.members[0], chain.members[1]);
    let property = |name: &Named, property| {
        let mut bare = name.clone();
        bare.transposed = false;
        FactKind::Property {
            names: vec![bare.canonical()],
            property,
        }
    };
    if let [Node::Name(name), ..] = left
        && left.len() == 1
    {
        match right {
            [Node::Group { open: '{', .. }] => {
                facts.push(FactKind::Set {
                    name: name.canonical(),
                });
                return;
            }
            [
                Node::Name(Named { letter: word, .. }) | Node::Command(word),
                Node::Group {
                    open: '(' | '[' | '{',
                    ..
                },
            ] if word.eq_ignore_ascii_case("diag") => {
                facts.push(property(name, PropertyWord::Diagonal));
                return;
            }
            [Node::Command(cases), Node::Number(first), rest @ ..]
                if cases == "begin cases" && name.is_an_entry() =>
            {
                if is_a_mask(first, rest) {
                    facts.push(FactKind::Property {
                        names: vec![name.letter.clone()],
                        property: PropertyWord::Mask,
                    });
                }
                return;
            }
            [Node::Name(other)] => {
                let flipped = same(name, other) && name.transposed != other.transposed;
                if flipped && !has_a_single_index(name) {
                    facts.push(property(name, PropertyWord::Symmetric));
                }
                return;
            }
            [Node::Sign('-'), Node::Name(other)] => {
                if same(name, other) && name.transposed != other.transposed {
                    facts.push(property(name, PropertyWord::Skew));
                }
                return;
            }
            _ => {}
        }
    }
    // A product of a name with itself on one side, the name or the identity on the other.
    let products: Vec<Square> = chain
        .members
        .iter()
        .filter_map(|member| square(member))
        .collect();
    let Some(Square { name, .. }) = products.first() else {
        return;
    };
    let others: Vec<&&[Node]> = chain
        .members
        .iter()
        .filter(|member| square(member).is_none())
        .collect();
    if others.is_empty() || !products.iter().all(|other| same(name, &other.name)) {
        return;
    }
    let to_identity = others.iter().all(|member| is_identity(member));
    let to_itself = others
        .iter()
        .all(|member| matches!(member, [Node::Name(n)] if n == name));
    let kinds: Vec<(bool, bool, bool)> = products
        .iter()
        .map(|p| (p.first, p.second, p.entrywise))
        .collect();
    let inner = kinds.contains(&(true, false, false));
    let outer = kinds.contains(&(false, true, false));
    match (to_identity, to_itself) {
        (true, _) if inner && outer => facts.push(property(name, PropertyWord::Orthogonal)),
        (true, _) if inner => facts.push(property(name, PropertyWord::OrthonormalColumns)),
        (_, true) if kinds == [(false, false, false)] => {
            facts.push(property(name, PropertyWord::Idempotent));
        }
        (_, true) if kinds == [(false, false, true)] => {
            facts.push(property(name, PropertyWord::Mask));
        }
        _ => {}
    }
}

/// A vector's entry or a scalar is not called symmetric for x_i = x_iᵀ.
fn has_a_single_index(name: &Named) -> bool {
    !name.is_upper() && name.sub.len() == 1
}

fn same(a: &Named, b: &Named) -> bool {
    a.letter == b.letter && text(&a.sub) == text(&b.sub) && text(&a.sup) == text(&b.sup)
}

/// A product of a name with itself: whether the factors are transposed, whether it is taken entry by entry.
struct Square {
    name: Named,
    first: bool,
    second: bool,
    entrywise: bool,
}

/// `XX`, `XᵀX`, `XXᵀ`, `X²`, `X ⊙ X`.
fn square(member: &[Node]) -> Option<Square> {
    let (a, b, entrywise) = match member {
        [Node::Name(a), Node::Name(b)] => (a, b, false),
        [Node::Name(a), Node::Sign('⊙' | '∘'), Node::Name(b)] => (a, b, true),
        [Node::Name(a)] if matches!(a.sup.as_slice(), [Node::Number(two)] if two == "2") => {
            (a, a, false)
        }
        _ => return None,
    };
    let mut name = a.clone();
    name.transposed = false;
    if std::ptr::eq(a, b) {
        name.sup.clear();
    }
    let (first, second) = (a.transposed, b.transposed);
    same(a, b).then_some(Square {
        name,
        first,
        second,
        entrywise,
    })
}

/// The values of the cases are 1 and 0.
fn is_a_mask(first: &str, rest: &[Node]) -> bool {
    let rows: Vec<&[Node]> = rest
        .split(|node| matches!(node, Node::Sign('\n')))
        .filter(|row| !matches!(row, [] | [Node::Command(_)]))
        .collect();
    let starts: Vec<&str> = rows
        .iter()
        .skip(1)
        .filter_map(|row| match row.first() {
            Some(Node::Number(number)) => Some(number.as_str()),
            _ => None,
        })
        .collect();
    matches!((first, starts.as_slice()), ("1", ["0"]) | ("0", ["1"])) && rows.len() == 2
}
