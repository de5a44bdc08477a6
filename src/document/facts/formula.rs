//! A formula taken apart: names with their scripts, brackets, and the relations between them.

use super::symbol::{Style, Symbol, WIDE_SPACE, symbols};

/// How deep brackets are followed; deeper ones are not read.
const DEPTH: usize = 24;

/// A part of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Name(Named),
    Number(String),
    Sign(char),
    /// Brackets with what stands between them, below and above.
    Group {
        open: char,
        inner: Vec<Node>,
        sub: Vec<Node>,
        sup: Vec<Node>,
        transposed: bool,
    },
    Text(String),
    Command(String),
}

/// A letter with what stands below and above it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) letter: String,
    pub(super) style: Style,
    pub(super) sub: Vec<Node>,
    pub(super) sup: Vec<Node>,
    pub(super) transposed: bool,
}

impl Named {
    /// The name in one spelling: `W`, `J_1`, `C_{ab}`, `W^{(1)}`, `x^*`. The transpose does not show.
    pub(super) fn canonical(&self) -> String {
        let mut name = self.letter.clone();
        for (mark, script) in [('_', &self.sub), ('^', &self.sup)] {
            let script = text(script);
            match script.chars().count() {
                0 => {}
                1 => name.extend([mark.to_string(), script]),
                _ => name.extend([mark.to_string(), format!("{{{script}}}")]),
            }
        }
        name
    }

    /// Whether it names one thing: W_1, x^{(i)}, M^i, but no power and no inverse.
    pub(super) fn is_a_name(&self) -> bool {
        match self.sup.as_slice() {
            [] | [Node::Name(_) | Node::Sign('∗' | '⋆' | '+')] => true,
            [Node::Group { open: '(', .. }] => true,
            [Node::Name(a), Node::Name(b)] => a.is_index() && b.is_index(),
            _ => false,
        }
    }

    /// Whether it is a letter that runs through a range.
    pub(super) fn is_index(&self) -> bool {
        self.is_bare() && "ijklpqrstuv".contains(self.letter.as_str())
    }

    /// Whether it is a letter alone.
    pub(super) fn is_bare(&self) -> bool {
        self.sub.is_empty() && self.sup.is_empty() && !self.transposed
    }

    /// Whether it names an entry: two indices below it.
    pub(super) fn is_an_entry(&self) -> bool {
        let indices: Vec<_> = self.sub.iter().filter(|n| **n != Node::Sign(',')).collect();
        let all = |node: &&&Node| matches!(node, Node::Name(name) if name.is_index());
        indices.len() == 2 && indices.iter().filter(all).count() == 2
    }

    /// Whether it is written in upper case.
    pub(super) fn is_upper(&self) -> bool {
        self.letter.starts_with(char::is_uppercase)
    }
}

/// The parts of a formula.
pub(super) fn nodes(tex: &str) -> Vec<Node> {
    let symbols = symbols(tex);
    let mut parser = Parser {
        symbols: &symbols,
        at: 0,
    };
    let mut nodes = Vec::new();
    while parser.at < symbols.len() {
        nodes.extend(parser.sequence(0, None));
    }
    while matches!(
        nodes.last(),
        Some(Node::Sign('.' | ',' | ';' | ':' | WIDE_SPACE | '\n'))
    ) {
        nodes.pop();
    }
    nodes
}

struct Parser<'a> {
    symbols: &'a [Symbol],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Symbol> {
        self.symbols.get(self.at)
    }

    /// Up to what closes it, which is taken too.
    fn sequence(&mut self, depth: usize, closed_by: Option<&Symbol>) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some(symbol) = self.peek() {
            let closes = closed_by.is_some_and(|closing| match (closing, symbol) {
                // Half-open intervals close with the other bracket.
                (Symbol::Sign(')' | ']'), Symbol::Sign(')' | ']')) => true,
                (closing, symbol) => closing == symbol,
            });
            if closes || *symbol == Symbol::Close {
                self.at += 1;
                break;
            }
            self.element(depth, &mut nodes);
        }
        nodes
    }

    /// A part with its scripts; always takes at least one symbol.
    fn element(&mut self, depth: usize, nodes: &mut Vec<Node>) {
        let Some(symbol) = self.symbols.get(self.at).cloned() else {
            return;
        };
        self.at += 1;
        let node = match symbol {
            Symbol::Letter(letter, style) => Node::Name(Named {
                letter,
                style,
                sub: Vec::new(),
                sup: Vec::new(),
                transposed: false,
            }),
            Symbol::Open | Symbol::Sign('(' | '[' | '{' | '⟨') if depth < DEPTH => {
                let (open, closing) = match symbol {
                    Symbol::Sign('(') => ('(', Symbol::Sign(')')),
                    Symbol::Sign('[') => ('[', Symbol::Sign(']')),
                    Symbol::Sign('{') => ('{', Symbol::Sign('}')),
                    Symbol::Sign(open) => (open, Symbol::Sign('⟩')),
                    _ => (' ', Symbol::Close),
                };
                let inner = self.sequence(depth + 1, Some(&closing));
                match (open, inner.as_slice()) {
                    (' ', [node]) => node.clone(),
                    (' ', _) if !matches!(self.peek(), Some(Symbol::Sup | Symbol::Sub)) => {
                        nodes.extend(inner);
                        return;
                    }
                    _ => Node::Group {
                        open,
                        inner,
                        sub: Vec::new(),
                        sup: Vec::new(),
                        transposed: false,
                    },
                }
            }
            Symbol::Number(number) => Node::Number(number),
            Symbol::Sign(sign) => Node::Sign(sign),
            Symbol::Text(text) => Node::Text(text),
            Symbol::Command(name) => Node::Command(name),
            Symbol::Sup | Symbol::Sub => {
                // A script of nothing, or of what takes none.
                let script = self.script(depth);
                nodes.push(Node::Command("script".into()));
                nodes.extend(script);
                return;
            }
            Symbol::Open | Symbol::Close => Node::Command("brace".into()),
        };
        nodes.push(self.scripted(node, depth));
    }

    fn scripted(&mut self, mut node: Node, depth: usize) -> Node {
        if !matches!(node, Node::Name(_) | Node::Group { .. }) {
            return node;
        }
        loop {
            let below = match self.peek() {
                Some(Symbol::Sub) => true,
                Some(Symbol::Sup) => false,
                Some(Symbol::Sign('′')) => {
                    self.at += 1;
                    if let Node::Name(Named { transposed, .. }) | Node::Group { transposed, .. } =
                        &mut node
                    {
                        *transposed = true;
                    }
                    continue;
                }
                _ => return node,
            };
            self.at += 1;
            let script = self.script(depth);
            if let Node::Name(Named {
                sub,
                sup,
                transposed,
                ..
            })
            | Node::Group {
                sub,
                sup,
                transposed,
                ..
            } = &mut node
            {
                if below {
                    sub.extend(script);
                } else if is_transpose(&script) {
                    *transposed = true;
                } else {
                    sup.extend(script);
                }
            }
        }
    }

    /// What stands behind `_` or `^`: a brace, or one symbol.
    fn script(&mut self, depth: usize) -> Vec<Node> {
        match self.peek() {
            Some(Symbol::Open) if depth < DEPTH => {
                self.at += 1;
                self.sequence(depth + 1, Some(&Symbol::Close))
            }
            Some(Symbol::Letter(letter, style)) => {
                let name = Named {
                    letter: letter.clone(),
                    style: *style,
                    sub: Vec::new(),
                    sup: Vec::new(),
                    transposed: false,
                };
                self.at += 1;
                vec![Node::Name(name)]
            }
            Some(Symbol::Number(number)) => {
                let node = Node::Number(number.clone());
                self.at += 1;
                vec![node]
            }
            Some(Symbol::Sign(sign)) if !"()[]{}".contains(*sign) => {
                let node = Node::Sign(*sign);
                self.at += 1;
                vec![node]
            }
            _ => Vec::new(),
        }
    }
}

/// `^T`, `^\top`, `^t`, `^{\mathsf T}`, `'`.
fn is_transpose(script: &[Node]) -> bool {
    match script {
        [Node::Sign('⊤' | '′')] => true,
        [Node::Name(name)] => name.is_bare() && matches!(name.letter.as_str(), "T" | "t"),
        _ => false,
    }
}

/// What the parts say, in one spelling, without spaces.
pub(super) fn text(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Name(name) => text.push_str(&name.canonical()),
            Node::Number(words) | Node::Text(words) => text.push_str(words),
            Node::Sign('∗') => text.push('*'),
            Node::Sign(sign) => text.push(*sign),
            Node::Group { open, inner, .. } => {
                let (open, close) = match open {
                    '(' => ("(", ")"),
                    '[' => ("[", "]"),
                    '{' => ("{", "}"),
                    _ => ("", ""),
                };
                text.extend([open, &self::text(inner), close]);
            }
            Node::Command(_) => {}
        }
    }
    text
}

/// Names with commas between them: `X, W, H`, `(C_h, C_w)`, `{e_k}`, `x_1, …, x_n`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Names {
    pub(super) names: Vec<Named>,
    /// Whether dots stand for more of them.
    pub(super) family: bool,
}

/// The names that a list consists of, and nothing else.
pub(super) fn names(nodes: &[Node]) -> Option<Names> {
    let mut list = Names::default();
    if let [
        Node::Group {
            open: '(' | '{' | '[',
            inner,
            transposed: false,
            sup,
            ..
        },
    ] = nodes
    {
        // {x_i}_{i=1}^n says the range beside the braces.
        if sup.len() <= 1 {
            return names(inner);
        }
        return None;
    }
    for part in nodes.split(|node| matches!(node, Node::Sign(',' | WIDE_SPACE | ';'))) {
        match part {
            [] => {}
            [Node::Sign('…')] => list.family = true,
            [Node::Name(name)] if name.is_a_name() => list.names.push(name.clone()),
            // A differential is a name of its own.
            [Node::Name(d), Node::Name(name)]
                if d.is_bare() && matches!(d.letter.as_str(), "d" | "δ" | "Δ") =>
            {
                let mut name = name.clone();
                name.letter = format!("{}{}", d.letter, name.letter);
                list.names.push(name);
            }
            [Node::Name(name), rest @ ..] if rest.first() == Some(&Node::Sign('…')) => {
                // x_1 … x_n without commas.
                list.family = true;
                list.names.push(name.clone());
                if let Some(Node::Name(last)) = rest.last() {
                    list.names.push(last.clone());
                }
            }
            [Node::Text(text)] if text == "and" => {}
            [Node::Name(a), Node::Text(text), Node::Name(b)] if text == "and" => {
                list.names.extend([a.clone(), b.clone()]);
            }
            _ => return None,
        }
    }
    (!list.names.is_empty()).then_some(list)
}

/// A size as it is written: `n`, `2n`, `n+1`, `nk`, `n(n+1)/2`.
pub(super) fn size(nodes: &[Node]) -> Option<String> {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Name(name) if name.sup.is_empty() && !name.transposed => {
                text.push_str(&name.canonical());
            }
            Node::Name(name) if matches!(name.sup.as_slice(), [Node::Number(_)]) => {
                text.push_str(&name.canonical());
            }
            Node::Number(number) => text.push_str(number),
            Node::Sign(sign @ ('+' | '-' | '/')) => text.push(*sign),
            Node::Sign('·') => {}
            Node::Group {
                open: '(',
                inner,
                sub,
                sup,
                transposed: false,
            } if sub.is_empty() && sup.is_empty() => {
                text.extend(["(", &size(inner)?, ")"]);
            }
            _ => return None,
        }
    }
    let begins_well = text.starts_with(|c: char| c.is_alphanumeric() || c == '(');
    let ends_well = !text.ends_with(['+', '-', '/']);
    (begins_well && ends_well).then_some(text)
}

/// Rows and columns: `n×m`, `(n, m)`, `n*m`; also with the letter x between two sizes.
pub(super) fn sizes(nodes: &[Node]) -> Option<(String, String)> {
    if let [
        Node::Group {
            open: '(' | '[',
            inner,
            sub,
            sup,
            ..
        },
    ] = nodes
        && sub.is_empty()
        && sup.is_empty()
    {
        return sizes(inner);
    }
    let is_letter_x = |node: &Node| matches!(node, Node::Name(x) if x.is_bare() && matches!(x.letter.as_str(), "x" | "X"));
    let separator = |node: &Node| matches!(node, Node::Sign('×' | ',' | '∗'));
    let mut parts: Vec<&[Node]> = nodes.split(separator).collect();
    if parts.len() == 1 && nodes.len() > 2 {
        parts = nodes[1..nodes.len() - 1]
            .iter()
            .position(is_letter_x)
            .map_or(parts, |at| vec![&nodes[..=at], &nodes[at + 2..]]);
    }
    match parts.as_slice() {
        [rows, columns] => Some((size(rows)?, size(columns)?)),
        _ => None,
    }
}
