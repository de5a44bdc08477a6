//! From rows and signs to chains of relations.

use super::super::token::{Kind, Token};
use super::super::{Chain, Link, Member, Relation, Span, Tex};
use super::clean::Item;

/// The chains of a formula.
pub(super) fn chains(items: Vec<Item<'_>>) -> Vec<Chain> {
    let mut builder = Builder::default();
    for row in rows(items) {
        builder.row(row);
    }
    builder.finish();
    builder.chains
}

/// A row, and whether a bracket is open at its end.
struct Row<'a> {
    cells: Vec<Vec<Item<'a>>>,
    open: bool,
}

fn rows(items: Vec<Item<'_>>) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut cells = vec![Vec::new()];
    for item in items {
        match item {
            Item::Row(open) => rows.push(Row {
                cells: std::mem::replace(&mut cells, vec![Vec::new()]),
                open,
            }),
            Item::Cell => cells.push(Vec::new()),
            item => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(item);
                }
            }
        }
    }
    rows.push(Row { cells, open: false });
    rows
}

/// A member that is still being put together.
type Part<'a> = Vec<Token<'a>>;

/// A statement: a first member, and relations with what follows each.
#[derive(Default)]
struct Statement<'a> {
    first: Part<'a>,
    links: Vec<(Relation, Span, Part<'a>)>,
    remarks: Vec<(Span, String)>,
}

impl<'a> Statement<'a> {
    fn last(&mut self) -> &mut Part<'a> {
        match self.links.last_mut() {
            Some((_, _, member)) => member,
            None => &mut self.first,
        }
    }

    fn is_empty(&self) -> bool {
        self.links.is_empty() && is_blank(&self.first)
    }
}

#[derive(Default)]
struct Builder<'a> {
    chains: Vec<Chain>,
    current: Statement<'a>,
    /// The row before ended within a bracket.
    open: bool,
}

impl<'a> Builder<'a> {
    fn row(&mut self, row: Row<'a>) {
        let indented = row.cells.len() > 1 && row.cells[0].iter().all(is_space);
        let mut segments: Vec<Vec<Item<'a>>> = Vec::new();
        let mut cells = row.cells.into_iter();
        while let Some(mut left) = cells.next() {
            left.extend(cells.next().unwrap_or_default());
            match segments.last_mut() {
                Some(before) if continues(&left) => before.extend(left),
                _ => segments.push(left),
            }
        }
        let mut first = true;
        for segment in segments {
            let aside = !first && !segment.iter().any(is_relation);
            for statement in statements(segment) {
                if statement.is_empty() && statement.remarks.is_empty() {
                    continue;
                }
                self.statement(statement, first, indented, aside);
                first = false;
            }
        }
        self.open = row.open;
    }

    fn statement(&mut self, statement: Statement<'a>, first: bool, indented: bool, aside: bool) {
        let Statement {
            first: member,
            links,
            remarks,
        } = statement;
        if aside {
            self.current.remarks.extend(remark(&member));
            self.current.remarks.extend(remarks);
            return;
        }
        let blank = is_blank(&member);
        let operator = leading_operator(&member);
        let waits = self.open
            || self
                .current
                .links
                .last()
                .is_some_and(|(_, _, m)| is_blank(m))
            || ends_in_operator(self.current.last());
        let goes_on = first
            && !self.current.is_empty()
            && !blank
            && (waits || operator.is_some_and(|sign| indented || links.is_empty() || sign != "-"));
        if goes_on {
            let last = self.current.last();
            last.extend(member);
        } else if blank && !links.is_empty() && !self.current.is_empty() {
            // It begins with a relation and continues the chain.
        } else if blank && links.is_empty() {
            self.current.remarks.extend(remarks);
            return;
        } else {
            self.finish();
            self.current.first = member;
        }
        self.current.links.extend(links);
        self.current.remarks.extend(remarks);
    }

    fn finish(&mut self) {
        let statement = std::mem::take(&mut self.current);
        if statement.is_empty() && statement.remarks.is_empty() {
            return;
        }
        let first = written(&statement.first);
        let mut links: Vec<Link> = Vec::new();
        for (relation, sign, member) in statement.links {
            let member = written(&member);
            // f → min: the goal is no member.
            let goal = matches!(
                member.tex.as_str().trim(),
                r"\min" | r"\max" | r"\inf" | r"\sup" | "min" | "max"
            );
            if goal && relation == Relation::Other {
                continue;
            }
            links.push(Link {
                relation,
                sign,
                member,
            });
        }
        self.chains.push(Chain {
            first,
            links,
            remarks: statement.remarks,
        });
    }
}

fn is_space(item: &Item<'_>) -> bool {
    matches!(item, Item::Token(token) if token.kind == Kind::Space)
}

fn is_relation(item: &Item<'_>) -> bool {
    matches!(item, Item::Relation(..))
}

/// Whether a cell continues the one before.
fn continues(cell: &[Item<'_>]) -> bool {
    cell.iter()
        .find(|item| !is_space(item))
        .is_none_or(is_relation)
}

/// Part of a segment, whether what ends it separates, and the words that end it.
type Stretch<'a> = (Vec<Item<'a>>, bool, Option<(Span, String)>);

/// The statements of a segment, what separates them being implications, words, wide spaces, commas.
fn statements(items: Vec<Item<'_>>) -> Vec<Statement<'_>> {
    let mut all = Vec::new();
    let mut rest: Vec<Item<'_>> = Vec::new();
    let mut parts: Vec<Stretch<'_>> = Vec::new();
    for item in items {
        match item {
            Item::Implies => parts.push((std::mem::take(&mut rest), true, None)),
            Item::Wide => parts.push((std::mem::take(&mut rest), false, None)),
            Item::Text(span, words) => {
                parts.push((std::mem::take(&mut rest), true, Some((span, words))));
            }
            item => rest.push(item),
        }
    }
    parts.push((rest, true, None));
    // A wide space inside a statement is only a space.
    let mut joined: Vec<Stretch<'_>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(before) if !before.1 && !separates(&before.0, &part.0) => {
                before.0.extend(part.0);
                before.1 = part.1;
                before.2 = part.2;
            }
            _ => joined.push(part),
        }
    }
    let mut after_words = false;
    for (part, _, words) in joined {
        let states = part.iter().any(is_relation);
        let blank = part.iter().all(is_space);
        if !blank {
            if states || all.is_empty() && !after_words {
                all.extend(listed(part));
            } else {
                // Words beside a statement: for all i.
                let tokens = tokens(part);
                let beside: &mut Vec<_> = &mut last_of(&mut all).remarks;
                beside.extend(remark(&tokens));
            }
        }
        if let Some(words) = words {
            last_of(&mut all).remarks.push(words);
            after_words = true;
        }
    }
    all
}

fn last_of<'s, 'a>(all: &'s mut Vec<Statement<'a>>) -> &'s mut Statement<'a> {
    if all.is_empty() {
        all.push(Statement::default());
    }
    let last = all.len() - 1;
    &mut all[last]
}

/// Whether a wide space between two parts separates them.
fn separates(left: &[Item<'_>], right: &[Item<'_>]) -> bool {
    let left_blank = left.iter().all(is_space);
    let right_blank = right.iter().all(is_space);
    if left_blank || right_blank {
        return false;
    }
    let left_waits = left
        .iter()
        .rev()
        .find(|item| !is_space(item))
        .is_some_and(is_relation);
    let right_goes_on = right
        .iter()
        .find(|item| !is_space(item))
        .is_some_and(is_relation);
    let left_states = left.iter().any(is_relation);
    let right_states = right.iter().any(is_relation);
    !left_waits && !right_goes_on && (left_states || right_states)
}

/// Statements with commas between them.
fn listed(items: Vec<Item<'_>>) -> Vec<Statement<'_>> {
    let mut pieces: Vec<Vec<Item<'_>>> = vec![Vec::new()];
    for item in items {
        let ends = matches!(item, Item::Separator(_));
        if let Some(piece) = pieces.last_mut() {
            piece.push(item);
        }
        if ends {
            pieces.push(Vec::new());
        }
    }
    let mut all: Vec<Vec<Item<'_>>> = Vec::new();
    let mut waiting: Vec<Item<'_>> = Vec::new();
    let mut dots = false;
    for piece in pieces {
        let states = piece.iter().any(is_relation);
        let has_dots = piece.iter().any(|item| {
            matches!(item, Item::Token(t) if matches!(t.text, r"\dots" | r"\ldots" | r"\cdots" | r"\dotsc" | "…"))
        });
        match all.last_mut() {
            // i = 1, …, n
            Some(before) if !states && (has_dots || dots) => before.extend(piece),
            _ if states => {
                let mut statement = std::mem::take(&mut waiting);
                statement.extend(piece);
                all.push(statement);
            }
            _ => waiting.extend(piece),
        }
        dots = has_dots;
    }
    match all.last_mut() {
        Some(last) => last.extend(waiting),
        None => all.push(waiting),
    }
    all.into_iter().map(statement).collect()
}

fn statement(items: Vec<Item<'_>>) -> Statement<'_> {
    let mut statement = Statement::default();
    for item in items {
        match item {
            Item::Relation(relation, sign) => statement.links.push((relation, sign, Vec::new())),
            Item::Token(token) | Item::Separator(token) => statement.last().push(token),
            Item::Row(_) | Item::Cell | Item::Wide | Item::Implies | Item::Text(..) => {}
        }
    }
    statement
}

fn tokens(items: Vec<Item<'_>>) -> Part<'_> {
    let token = |item| match item {
        Item::Token(token) | Item::Separator(token) => Some(token),
        _ => None,
    };
    items.into_iter().filter_map(token).collect()
}

fn remark(member: &[Token<'_>]) -> Option<(Span, String)> {
    let member = written(member);
    let text = member.tex.as_str().trim().to_owned();
    (!text.is_empty()).then(|| (member.span(), text))
}

fn is_punctuation(token: &Token<'_>) -> bool {
    token.kind == Kind::Space || matches!(token.text, "." | "," | ";" | ":" | "~" | "?")
}

fn is_blank(member: &[Token<'_>]) -> bool {
    member.iter().all(is_punctuation)
}

/// A member without the punctuation around it.
fn written(member: &[Token<'_>]) -> Member {
    let start = member
        .iter()
        .position(|token| !is_punctuation(token) || token.text == ".");
    let end = member.iter().rposition(|token| !is_punctuation(token));
    // \right. closes without a mark: its dot is no full stop.
    let end = end.map(|end| {
        let bare = member[end].text == r"\right";
        end + usize::from(bare && member.get(end + 1).is_some_and(|next| next.text == "."))
    });
    let mut tex = Tex::default();
    if let (Some(start), Some(end)) = (start, end)
        && start <= end
    {
        for token in &member[start..=end] {
            token.write(&mut tex);
        }
    }
    Member { tex }
}

fn is_operator(text: &str) -> bool {
    matches!(
        text,
        "+" | "-"
            | "−"
            | r"\pm"
            | r"\mp"
            | r"\cdot"
            | r"\times"
            | r"\otimes"
            | r"\circ"
            | r"\odot"
            | "*"
            | "/"
    )
}

fn leading_operator<'a>(member: &[Token<'a>]) -> Option<&'a str> {
    let mut visible = member.iter().filter(|token| token.kind != Kind::Space);
    let mut first = visible.next()?;
    // \left. opens again what a row before had closed.
    while first.text == r"\left" && visible.next()?.text == "." {
        first = visible.next()?;
    }
    let text = if first.text == "−" { "-" } else { first.text };
    is_operator(text).then_some(text)
}

fn ends_in_operator(member: &[Token<'_>]) -> bool {
    let last = member.iter().rev().find(|token| token.kind != Kind::Space);
    last.is_some_and(|token| is_operator(token.text))
}
