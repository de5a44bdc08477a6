//! Goes through a document: takes note of what it says, and judges what it claims.

use super::context::{Context, changes, columns, within};
use super::correction::correction;
use super::entry::{ChainStep, Entry, EntryKind, Place, Review, Verdict};
use super::equality::{Equation, Unfit, ask, shape_of};
use super::inequality;
use super::statement::{Side, Statement};
use super::target::{Target, bare_text};
use crate::check::Verdict as Found;
use crate::document::facts::{Fact, FactKind, Marker, facts, marker, tokens};
use crate::document::{Chain, Document, Math, Piece, Relation, Span};
use crate::expression::{By, Declarations, Expression, Kind, Name};
use std::collections::BTreeSet;

/// Judges every relation of a document. The seed is that of the points at which oracles look.
#[must_use]
pub fn review(document: &Document, seed: u64) -> Review {
    let mut reviewer = Reviewer::new(document, seed);
    reviewer.run();
    Review {
        entries: reviewer.entries,
    }
}

struct Reviewer<'a> {
    document: &'a Document,
    seed: u64,
    context: Context,
    facts: Vec<Fact>,
    /// Facts before this one are noted.
    noted: usize,
    entries: Vec<Entry>,
    chains: usize,
    /// The next statement, or all of the section, is marked as wrong.
    expected: bool,
    expected_section: bool,
    ignored: bool,
    /// The last member of the chain before.
    previous: Option<Expression>,
    /// A gradient was right that is laid out as its variable.
    denominator_layout: bool,
}

/// What is found out about a relation.
#[derive(Default)]
struct Judged {
    kind: Option<EntryKind>,
    verdict: Option<Verdict>,
    contradiction: bool,
    oracles: Vec<super::OracleReport>,
    assumptions: Vec<String>,
    message: String,
    /// Places in the text of the statement.
    places: Vec<(Span, String)>,
    correction: Option<super::Correction>,
    counterexample: Option<super::Instance>,
}

impl Judged {
    fn new(kind: EntryKind, verdict: Verdict, message: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            verdict: Some(verdict),
            message: message.into(),
            ..Self::default()
        }
    }

    fn unsupported(message: impl Into<String>, place: Span) -> Self {
        let message = message.into();
        Self {
            places: vec![(place, message.clone())],
            verdict: Some(Verdict::Unsupported),
            message,
            ..Self::default()
        }
    }

    fn of(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Shapes(message, places) => Self {
                verdict: Some(Verdict::IllTyped),
                message,
                places,
                ..Self::default()
            },
            Unfit::Unknown(message, place) => Self::unsupported(message, place),
        }
    }

    fn verdict(&self) -> Verdict {
        self.verdict.unwrap_or(Verdict::Unsupported)
    }

    fn is_wrong(&self) -> bool {
        self.verdict().is_wrong()
    }

    fn holds(&self) -> bool {
        matches!(self.verdict(), Verdict::Proved | Verdict::Holds)
    }
}

/// Another layout of a derivative.
type Change = fn(Expression) -> Expression;

impl<'a> Reviewer<'a> {
    fn new(document: &'a Document, seed: u64) -> Self {
        let facts = facts(&tokens(&document.source, &document.pieces));
        let mut context = Context::default();
        for fact in &facts {
            context.note_convention(fact);
        }
        Self {
            document,
            seed,
            context,
            facts,
            noted: 0,
            entries: Vec::new(),
            chains: 0,
            expected: false,
            expected_section: false,
            ignored: false,
            previous: None,
            denominator_layout: false,
        }
    }

    fn run(&mut self) {
        let pieces = &self.document.pieces;
        self.begin_section(0);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Section { .. } => self.begin_section(at + 1),
                Piece::Marker { text, .. } => self.remark(text),
                Piece::Prose(_) => {}
                Piece::Math(math) => self.math(math),
            }
        }
    }

    /// Takes note of everything that the section from this piece on says about its letters.
    fn begin_section(&mut self, first: usize) {
        let pieces = &self.document.pieces;
        let rest = &pieces[first..];
        let length = rest
            .iter()
            .position(|piece| matches!(piece, Piece::Section { .. }))
            .unwrap_or(rest.len());
        let section = &rest[..length];
        self.context.section += 1;
        self.expected_section = false;
        self.previous = None;
        let end = section.last().map_or(0, |piece| match piece {
            Piece::Prose(span) | Piece::Section { span, .. } | Piece::Marker { span, .. } => {
                span.end
            }
            Piece::Math(math) => math.span.end,
        });
        let mut names = BTreeSet::new();
        let mut greek = BTreeSet::new();
        for piece in section {
            if let Piece::Math(math) = piece {
                for chain in &math.chains {
                    let members = std::iter::once(&chain.first)
                        .chain(chain.links.iter().map(|link| &link.member));
                    for member in members {
                        changes(member.tex.as_str(), &mut names);
                        columns(member.tex.as_str(), &mut greek);
                    }
                }
            }
        }
        self.context.set_changing(names);
        for piece in section {
            if let Piece::Math(math) = piece {
                math.chains.iter().for_each(|chain| self.note_set(chain));
            }
        }
        self.context.described.clear();
        for name in greek {
            if self.context.shape(&name).is_none() {
                self.context.declarations.set_column(name);
            }
        }
        // Shapes hold where they are said and before, unless two are said of one letter.
        let mut seen = BTreeSet::new();
        let facts: Vec<Fact> = self.facts[self.noted..]
            .iter()
            .take_while(|fact| fact.span.start < end)
            .cloned()
            .collect();
        for fact in &facts {
            let names = match &fact.kind {
                FactKind::Property { .. } => continue,
                FactKind::Shape { names, .. }
                | FactKind::Scalar { names }
                | FactKind::Column { names }
                | FactKind::RowVector { names } => names.clone(),
                _ => Vec::new(),
            };
            if names.is_empty() || names.iter().any(|name| seen.insert(name.clone())) {
                self.context.note(fact);
            }
        }
    }

    /// Sets that are rows of others: S_p = {j : (p, j) ∈ Ω}.
    fn note_set(&mut self, chain: &Chain) {
        if let [link] = chain.links.as_slice()
            && link.member.tex.as_str().contains("\\{")
        {
            let stem = chain
                .first
                .tex
                .as_str()
                .split('_')
                .next()
                .unwrap_or_default();
            if let Ok(Expression {
                kind: Kind::Name(name),
                ..
            }) = Expression::parse(stem)
                && let Some((rows, set)) = rows_of_set(&name, link.member.tex.as_str())
            {
                self.context.define_set(rows, set);
            }
        }
    }

    /// Takes note of what is said up to here, and of properties said right behind.
    fn note(&mut self, upto: usize) {
        const BEHIND: usize = 300;
        while let Some(fact) = self.facts.get(self.noted) {
            let property = matches!(fact.kind, FactKind::Property { .. });
            let reach = if property { upto + BEHIND } else { upto };
            if fact.span.start > reach {
                return;
            }
            let source = &self.document.source;
            // What is said behind a formula is said of it in the same paragraph only.
            let between = source
                .get(upto.min(fact.span.start)..fact.span.start)
                .unwrap_or_default();
            if property && between.contains("\n\n") {
                return;
            }
            let fact = fact.clone();
            if property && is_wished(source, &fact.span) {
                self.noted += 1;
                continue;
            }
            if !matches!(
                fact.kind,
                FactKind::Commutation { .. } | FactKind::VecOf { .. }
            ) {
                self.context.note(&fact);
            }
            self.noted += 1;
        }
    }

    fn remark(&mut self, text: &str) {
        match marker(text) {
            Marker::ExpectFailure { .. } => self.expected = true,
            Marker::ExpectFailureSection { .. } => self.expected_section = true,
            Marker::Given(text) => {
                if let Ok(given) = Declarations::parse(&text) {
                    self.context.declare_all(&given);
                }
            }
            Marker::Ignore => self.ignored = true,
            Marker::Unknown(_) => {}
        }
    }

    fn math(&mut self, math: &Math) {
        self.note(math.span.end);
        for (span, problem) in &math.problems {
            let judged = Judged {
                kind: Some(EntryKind::Identity),
                ..Judged::unsupported(problem.clone(), 0..0)
            };
            self.push(span.clone(), None, judged, |_| span.clone());
        }
        for chain in &math.chains {
            self.chain(chain, math);
        }
        if math.chains.iter().any(|chain| !chain.links.is_empty()) {
            self.expected = false;
            self.ignored = false;
        }
    }

    fn push(
        &mut self,
        span: Span,
        chain: Option<ChainStep>,
        judged: Judged,
        source: impl Fn(Span) -> Span,
    ) {
        let (line, column) = self.document.line_and_column(span.start);
        let verdict = judged.verdict();
        self.entries.push(Entry {
            line,
            column,
            kind: judged.kind.unwrap_or(EntryKind::Identity),
            verdict,
            contradiction: judged.contradiction,
            expected_to_fail: self.expected
                || self.expected_section && verdict != Verdict::Definition,
            chain,
            oracles: judged.oracles,
            assumptions: judged.assumptions,
            message: judged.message,
            places: judged
                .places
                .into_iter()
                .map(|(part, text)| Place {
                    span: source(part),
                    text,
                })
                .filter(|place| {
                    span.start <= place.span.start && place.span.end <= span.end.max(place.span.end)
                })
                .collect(),
            correction: judged.correction,
            counterexample: judged.counterexample,
            span,
        });
    }

    fn chain(&mut self, chain: &Chain, math: &Math) {
        let mut statement = Statement::read(chain, &self.context.declarations);
        if statement.relations.is_empty() {
            self.previous = statement
                .sides
                .first()
                .and_then(|side| side.read.clone().ok());
            return;
        }
        if self.ignored {
            return;
        }
        // A chain that begins with its sign goes on with the member before.
        if chain.first.tex.is_blank()
            && let (Some(previous), Some(side)) = (&self.previous, statement.sides.first_mut())
        {
            side.read = Ok(super::elaborate::located(previous.clone(), &(0..0)));
        }
        let conditional = self.condition(&math.span);
        self.chains += 1;
        let steps = statement.relations.len();
        let mut from_first = Some(true);
        let mut kind = None;
        for step in 0..steps {
            let relation = statement.relations[step];
            let mut judged = self.relation(&statement, step, relation, &mut kind, math);
            // What the document itself calls wrong needs no excuse.
            if judged.is_wrong() && !self.expected {
                self.excuse(&mut judged, &statement, step, conditional.as_deref());
                if judged.verdict() == Verdict::Unsupported {
                    judged.counterexample = None;
                    judged.correction = None;
                }
            }
            if step == 0 {
                from_first = from_first.and(known(&judged));
            } else {
                from_first = match (from_first, known(&judged)) {
                    (Some(true), Some(true)) => Some(true),
                    (Some(true), Some(false)) => Some(false),
                    (Some(_), Some(_)) => self.equals_first(&statement, step),
                    _ => None,
                };
            }
            let link = (steps > 1).then_some(ChainStep {
                id: self.chains,
                step: step + 1,
                holds_from_first: from_first,
            });
            let tex = statement.tex.clone();
            let span = statement.spans[step].clone();
            self.push(span.clone(), link, judged, |part| {
                if part.is_empty() {
                    span.clone()
                } else {
                    tex.source(part)
                }
            });
        }
        self.previous = statement
            .sides
            .last()
            .and_then(|side| side.read.clone().ok());
    }

    /// Whether the member behind a step equals the first.
    fn equals_first(&mut self, statement: &Statement, step: usize) -> Option<bool> {
        let (Ok(first), Ok(last)) = (&statement.sides[0].read, &statement.sides[step + 1].read)
        else {
            return None;
        };
        let (first, last) = (
            self.context.elaborate(first).ok()?,
            self.context.elaborate(last).ok()?,
        );
        let (equation, _) = self.context.equation(&first, &last).ok()?;
        match ask(&equation, "", self.seed).ok()?.verdict {
            Found::Proved | Found::Holds { .. } => Some(true),
            Found::Refuted { .. } | Found::IllTyped { .. } => Some(false),
            _ => None,
        }
    }

    /// The condition that the words around a formula make.
    fn condition(&self, span: &Span) -> Option<String> {
        self.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Conditional { words } if within(span, &fact.span) => Some(words.clone()),
            _ => None,
        })
    }

    /// What is wrong only as far as the text was understood is not called wrong.
    fn excuse(
        &mut self,
        judged: &mut Judged,
        statement: &Statement,
        step: usize,
        condition: Option<&str>,
    ) {
        let mut names = BTreeSet::new();
        for side in [&statement.sides[step], &statement.sides[step + 1]] {
            if let Ok(e) = &side.read {
                names.extend(e.names());
            }
        }
        let families = [&statement.sides[step], &statement.sides[step + 1]].iter().any(|side| {
            side.read.as_ref().is_ok_and(|e| {
                e.any(&mut |e| match &e.kind {
                    Kind::Element(of, _) => matches!(&of.kind, Kind::Name(name) if self.context.shape(name).is_none() && self.context.definition(name).is_none()),
                    _ => false,
                })
            })
        });
        if families {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!(
                "what has an index may be a vector of a family, which nobody says: {}",
                judged.message
            );
            judged.counterexample = None;
            judged.correction = None;
            return;
        }
        // foo(x) of a function nobody knows reads as a product.
        let word = |name: &&Name| {
            let letters = name.as_str().chars().filter(|c| c.is_alphabetic()).count();
            let plain =
                !name.as_str().contains(['_', '^']) && !name.as_str().starts_with(['d', 'δ', 'Δ']);
            letters > 1
                && plain
                && self.context.definition(name).is_none()
                && self.context.shape(name).is_none()
        };
        if let Some(name) = names.iter().find(word) {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!("what {name} is was not understood");
            return;
        }
        let texts = [statement.text(step), statement.text(step + 1)];
        if texts.iter().any(|text| applies_unknown(text)) {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!(
                "a function or a derivative in it may not be known: {}",
                judged.message
            );
            judged.correction = None;
            return;
        }
        let elements = |side: &Side| {
            side.read.as_ref().is_ok_and(|e| {
                e.any(&mut |e| matches!(&e.kind, Kind::Element(of, _) if matches!(&of.kind, Kind::Name(_))))
            })
        };
        let members = elements(&statement.sides[step]) || elements(&statement.sides[step + 1]);
        if judged.verdict() == Verdict::IllTyped && judged.message.contains("the index") && members
        {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!(
                "what has an index may be a vector of a family: {}",
                judged.message
            );
            return;
        }
        // Where ⊤ transposes, W' is another letter.
        let tops = [
            "^T",
            "^{T}",
            "\\top",
            "ᵀ",
            "mathsf{T}",
            "mathsf T",
            "\\intercal",
        ];
        if texts.iter().any(|text| text.contains('\''))
            && tops.iter().any(|top| self.document.source.contains(top))
        {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!("a prime may make another letter here: {}", judged.message);
            judged.correction = None;
            return;
        }
        if let Some(correction) = &judged.correction
            && correction.unicode.ends_with("is symmetric")
            && self.speaks_of_symmetric(statement.spans[step].start)
        {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!(
                "it holds {}; the text speaks of symmetric matrices",
                correction.unicode
            );
            return;
        }
        let factor = names
            .iter()
            .find_map(|name| Some((name, self.context.described.get(name)?)));
        if judged.verdict() == Verdict::IllTyped
            && let Some((name, words)) = factor.filter(|(_, words)| words.contains("factor"))
        {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!("{name} is {words}, which is not understood");
            return;
        }
        if judged.verdict() == Verdict::IllTyped {
            let primed = (0..2).any(|side| statement.text(step + side).contains(['\'', '′']));
            if primed && judged.message.contains("(1×1)") {
                judged.verdict = Some(Verdict::Unsupported);
                judged.message = format!("a prime may be a derivative here; {}", judged.message);
            }
            return;
        }
        let opaque = names.iter().find(|name| self.context.is_opaque(name));
        if let Some(name) = opaque {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!("what {name} is was not understood");
            judged.counterexample = None;
            judged.correction = None;
            return;
        }
        let described = names
            .iter()
            .find_map(|name| Some((name, self.context.described.get(name)?)));
        let reason = match (described, condition) {
            (Some((name, words)), _) => format!("{name} is {words}, which is not understood"),
            (None, Some(words)) => {
                format!("it is said under a condition that is not understood: {words}")
            }
            (None, None) => return,
        };
        judged.verdict = Some(Verdict::Unsupported);
        judged.message = reason;
        judged.counterexample = None;
        judged.correction = None;
    }

    /// Whether the words before a place speak of symmetric matrices without a name.
    fn speaks_of_symmetric(&self, place: usize) -> bool {
        let mut start = place.saturating_sub(500);
        while !self.document.source.is_char_boundary(start) {
            start += 1;
        }
        self.document.source[start..place].contains("symmetric")
    }

    fn relation(
        &mut self,
        statement: &Statement,
        step: usize,
        relation: Relation,
        kind: &mut Option<EntryKind>,
        math: &Math,
    ) -> Judged {
        let (left, right) = (&statement.sides[step], &statement.sides[step + 1]);
        match relation {
            Relation::In | Relation::Other => {
                Judged::new(EntryKind::Declaration, Verdict::Definition, "")
            }
            Relation::NotEqual => Judged::new(EntryKind::Condition, Verdict::Definition, ""),
            Relation::Assigned => self.update(left, right),
            Relation::Approximately | Relation::Proportional => Judged {
                kind: Some(kind.unwrap_or(EntryKind::Identity)),
                ..Judged::unsupported("only equations and inequalities are judged", 0..0)
            },
            Relation::Less
            | Relation::LessOrEqual
            | Relation::Greater
            | Relation::GreaterOrEqual => self.inequality(statement, step, relation),
            Relation::Equal | Relation::Defined => {
                if step == 0
                    && chain_begins(statement)
                    && let Some(judged) = self.definition(statement, relation, math)
                {
                    return judged;
                }
                let mut judged = self.equation(statement, step);
                if judged.verdict() == Verdict::Refuted
                    && let Some(holds) = self.stationary(statement, step)
                {
                    judged = holds;
                }
                if judged.holds()
                    && judged.kind == Some(EntryKind::Gradient)
                    && judged.assumptions.is_empty()
                {
                    self.denominator_layout = true;
                }
                *kind = kind.or(judged.kind);
                judged.kind = *kind;
                judged
            }
        }
    }

    /// A bare name on the left: what it introduces, unless it is known already.
    fn definition(
        &mut self,
        statement: &Statement,
        relation: Relation,
        math: &Math,
    ) -> Option<Judged> {
        let text = statement.text(0).to_owned();
        let right = &statement.sides[1];
        let defines = relation == Relation::Defined || self.announced(math);
        let zero = matches!(&right.read, Ok(e) if is_zero(e));
        let target = match &statement.sides[0].read {
            Ok(e) => {
                let known = |name: &Name| self.context.shape(name).is_some();
                Target::of(e, &text, known)
            }
            Err(_) if bare_text(&text) => {
                return Some(self.opaque(right, &text));
            }
            Err(_) => None,
        }?;
        let name = &target.name;
        if let Some(stem) = name
            .as_str()
            .strip_prefix(['d', 'δ'])
            .filter(|stem| !stem.is_empty())
        {
            let stem = Name::from(stem);
            if self.context.value(&stem).is_some() && !zero {
                return None;
            }
            if zero && (self.context.moves(&stem) || self.context.shape(&stem).is_some()) {
                return Some(Judged::new(EntryKind::Condition, Verdict::Definition, ""));
            }
        }
        if zero && !defines && target.parameters.is_empty() {
            if self.context.value(name).is_some() {
                return None;
            }
            return Some(Judged::new(EntryKind::Condition, Verdict::Definition, ""));
        }
        if let Ok(e) = &right.read
            && is_model(e, &self.context)
        {
            return Some(Judged::new(
                EntryKind::Condition,
                Verdict::Definition,
                "a model of the data",
            ));
        }
        let known = self.context.definition(name).cloned();
        if let Some(known) = &known
            && target.parameters.is_empty()
            && known.section == self.context.section
            && known.value.is_some()
            && !self.equation_holds(statement)
            && self.decomposes(right, known.value.as_ref())
        {
            return Some(Judged::new(
                EntryKind::Definition,
                Verdict::Definition,
                "names the factors of what is known",
            ));
        }
        // P = P∘P says something of P, θ = θ − αg is a step.
        let own = matches!(&right.read, Ok(e) if e.names().contains(name))
            && target.parameters.is_empty();
        if own && !defines {
            let judged = self.equation(statement, 0);
            if judged.verdict() == Verdict::Refuted {
                return Some(Judged::new(EntryKind::UpdateRule, Verdict::Definition, ""));
            }
            return Some(judged);
        }
        if let Some(known) = &known
            && known.value.is_some()
            && !defines
            && !target.part
        {
            let judged = self.equation(statement, 0);
            let elsewhere = known.section != self.context.section;
            if judged.is_wrong() && self.decomposes(right, known.value.as_ref()) {
                return Some(Judged::new(
                    EntryKind::Definition,
                    Verdict::Definition,
                    "names the factors of what is known",
                ));
            }
            if !judged.is_wrong() && judged.verdict() != Verdict::Unsupported || !elsewhere {
                return Some(judged);
            }
        }
        // The letters of a function are not redefined by an equation about them.
        if known.is_none() && !defines && self.context.anchored(name) && !target.part {
            return Some(self.about_a_letter(statement));
        }
        if target.part && self.context.shape(name).is_some() && known.is_none() {
            if defines || right.read.is_err() {
                return Some(Judged::new(EntryKind::Definition, Verdict::Definition, ""));
            }
            // An entry of a matrix that is known but has no value.
            return Some(self.about_a_letter(statement));
        }
        Some(self.define(target, right))
    }

    fn define(&mut self, target: Target, right: &Side) -> Judged {
        let mut judged = Judged::new(EntryKind::Definition, Verdict::Definition, "");
        let name = target.name.clone();
        let value = match &right.read {
            Ok(e) => match self.context.elaborate(e) {
                Ok(value) => Some(value),
                Err(error) => {
                    judged.message =
                        format!("{name} is defined, but not understood: {}", error.message);
                    None
                }
            },
            Err(error) => {
                judged.message =
                    format!("{name} is defined, but not understood: {}", error.message);
                None
            }
        };
        let value = value.filter(|value| !value.names().contains(&name));
        if let Some(value) = &value {
            let typing = self.context.typing();
            let members = value.any(&mut |e| matches!(e.kind, Kind::Element(..)));
            if let Err(Unfit::Shapes(message, places)) = shape_of(&typing, value)
                && !members
            {
                let fits = |typing: &crate::expression::Typing| shape_of(typing, value).is_ok();
                let names = value.names();
                let again = self.context.reinterpreted(&[value], fits);
                judged
                    .assumptions
                    .extend(again.iter().flat_map(|(_, words)| words.clone()));
                let tied = names
                    .iter()
                    .filter(|name| self.context.anchored(name))
                    .count();
                if tied >= 2 && again.is_none() {
                    return Judged {
                        kind: Some(EntryKind::Definition),
                        ..Judged::of(Unfit::Shapes(message, places))
                    };
                }
            }
        }
        self.context.define(
            name,
            target.parameters,
            target.indices,
            value,
            right.read.as_ref().ok(),
        );
        judged
    }

    fn opaque(&mut self, right: &Side, text: &str) -> Judged {
        let kind = if text.contains("+1") || text.contains("+ 1") {
            EntryKind::UpdateRule
        } else {
            EntryKind::Definition
        };
        let members = |e: &Expression| e.any(&mut |e| matches!(e.kind, Kind::Element(..)));
        if let Ok(e) = &right.read
            && !members(e)
            && let Ok(value) = self.context.elaborate(e)
        {
            let typing = self.context.typing();
            if let Err(Unfit::Shapes(message, places)) = shape_of(&typing, &value) {
                return Judged {
                    kind: Some(kind),
                    ..Judged::of(Unfit::Shapes(message, places))
                };
            }
        }
        Judged::new(kind, Verdict::Definition, "")
    }

    /// An equation about a letter that other formulas use: a condition, if its shapes fit.
    fn about_a_letter(&mut self, statement: &Statement) -> Judged {
        let (Ok(left), Ok(right)) = (&statement.sides[0].read, &statement.sides[1].read) else {
            return Judged::new(EntryKind::Condition, Verdict::Definition, "");
        };
        let sides = self
            .context
            .elaborate(left)
            .and_then(|l| Ok((l, self.context.elaborate(right)?)));
        match sides {
            Ok((left, right)) => match self.context.equation(&left, &right) {
                Err(unfit @ Unfit::Shapes(..)) if !self.context.ties(&left, &right) => Judged {
                    kind: Some(EntryKind::Condition),
                    ..Judged::of(unfit)
                },
                _ => Judged::new(EntryKind::Condition, Verdict::Definition, ""),
            },
            Err(_) => Judged::new(EntryKind::Condition, Verdict::Definition, ""),
        }
    }

    fn equation_holds(&mut self, statement: &Statement) -> bool {
        self.equation(statement, 0).holds()
    }

    /// Whether the right side names new letters, as M = UΣVᵀ does: then their shapes are tied to what is known.
    fn decomposes(&mut self, right: &Side, value: Option<&Expression>) -> bool {
        let (Ok(right), Some(value)) = (&right.read, value) else {
            return false;
        };
        let new: Vec<Name> = right
            .names()
            .into_iter()
            .filter(|name| {
                self.context.shape(name).is_none() && self.context.definition(name).is_none()
            })
            .collect();
        if new.is_empty() {
            return false;
        }
        self.context.anchor(value, right);
        for name in new {
            self.context
                .described
                .insert(name, "a factor of what was known before".into());
        }
        true
    }

    /// Whether words before a formula introduce what it states.
    fn announced(&self, math: &Math) -> bool {
        let mut start = math.span.start.saturating_sub(80);
        while !self.document.source.is_char_boundary(start) {
            start += 1;
        }
        let before = &self.document.source[start..math.span.start];
        let before = before
            .rsplit(['.', ';'])
            .next()
            .unwrap_or(before)
            .to_lowercase();
        let words: Vec<&str> = before
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .collect();
        let last = &words[words.len().saturating_sub(4)..];
        let joins = matches!(words.last(), Some(&("with" | "where")));
        joins
            || last.iter().any(|word| {
                matches!(
                    *word,
                    "let"
                        | "define"
                        | "defining"
                        | "denote"
                        | "denoting"
                        | "redefine"
                        | "set"
                        | "setting"
                        | "introduce"
                        | "put"
                )
            })
    }

    fn update(&mut self, left: &Side, right: &Side) -> Judged {
        let mut judged = Judged::new(EntryKind::UpdateRule, Verdict::Definition, "");
        let (Ok(l), Ok(r)) = (&left.read, &right.read) else {
            if let (_, Err(error)) | (Err(error), _) = (&left.read, &right.read) {
                judged.message = format!("not understood: {}", error.message);
            }
            return judged;
        };
        let sides = self
            .context
            .elaborate(l)
            .and_then(|l| Ok((l, self.context.elaborate(r)?)));
        match sides {
            Ok((l, r)) => {
                if let Err(unfit @ Unfit::Shapes(..)) = self.context.equation(&l, &r) {
                    return Judged {
                        kind: Some(EntryKind::UpdateRule),
                        ..Judged::of(unfit)
                    };
                }
            }
            Err(error) => judged.message = format!("not understood: {}", error.message),
        }
        judged
    }

    fn inequality(&mut self, statement: &Statement, step: usize, relation: Relation) -> Judged {
        let (left, right) = (&statement.sides[step], &statement.sides[step + 1]);
        let simple = |side: usize| {
            let text = statement.text(side);
            bare_text(text) || text.trim().parse::<f64>().is_ok() || text.contains(r"\dots")
        };
        let list = |side: usize| {
            statement
                .text(side)
                .split(',')
                .all(|part| bare_text(part.trim_matches(['{', '}', ' '])))
        };
        let bare = |side: usize| {
            let named = matches!(&statement.sides[side].read, Ok(e) if matches!(e.kind, Kind::Name(_) | Kind::Entry(..) | Kind::Element(..) | Kind::Number(_)));
            simple(side) || named || list(side)
        };
        let (Ok(l), Ok(r)) = (&left.read, &right.read) else {
            if bare(step) || bare(step + 1) {
                return Judged::new(EntryKind::Condition, Verdict::Definition, "");
            }
            let error = left.read.as_ref().err().or(right.read.as_ref().err());
            let (message, place) = error.map_or((String::new(), 0..0), |e| {
                (e.message.clone(), e.place.clone())
            });
            return Judged {
                kind: Some(EntryKind::Inequality),
                ..Judged::unsupported(message, place)
            };
        };
        let sides = self
            .context
            .elaborate(l)
            .and_then(|l| Ok((l, self.context.elaborate(r)?)));
        let mut judged = match sides {
            Err(error) if bare(step) || bare(step + 1) => {
                Judged::new(EntryKind::Condition, Verdict::Definition, error.message)
            }
            Err(error) => Judged::of(error.into()),
            Ok((l, r)) => {
                let typing = self.context.typing();
                let fits = [&l, &r]
                    .into_iter()
                    .find_map(|side| shape_of(&typing, side).err());
                match fits {
                    Some(unfit) => Judged::of(unfit),
                    None if bare(step) || bare(step + 1) => {
                        Judged::new(EntryKind::Condition, Verdict::Definition, "")
                    }
                    None => self.searched((&l, &r), statement, relation),
                }
            }
        };
        judged.kind = judged.kind.or(Some(EntryKind::Inequality));
        judged
    }

    fn searched(
        &mut self,
        sides: (&Expression, &Expression),
        statement: &Statement,
        relation: Relation,
    ) -> Judged {
        let typing = self.context.typing();
        match inequality::search(&typing, sides, statement.tex.as_str(), relation, self.seed) {
            Ok(found) => Judged {
                verdict: Some(if found.counterexample.is_some() {
                    Verdict::Refuted
                } else {
                    Verdict::Holds
                }),
                message: found.message,
                oracles: vec![found.report],
                counterexample: found.counterexample,
                ..Judged::default()
            },
            Err(unfit) => Judged::of(unfit),
        }
    }

    /// A claim that two members are equal.
    fn equation(&mut self, statement: &Statement, step: usize) -> Judged {
        let (left, right) = (&statement.sides[step], &statement.sides[step + 1]);
        let kind = match &left.read {
            Ok(e) => kind_of(e, &self.context),
            Err(_) => EntryKind::Identity,
        };
        let unread = left.read.as_ref().err().or(right.read.as_ref().err());
        if let Some(error) = unread {
            return Judged {
                kind: Some(kind),
                ..Judged::unsupported(error.message.clone(), error.place.clone())
            };
        }
        let (Ok(l), Ok(r)) = (&left.read, &right.read) else {
            return Judged::default();
        };
        if let Some(judged) = self.identified(l, r) {
            return judged;
        }
        let kept: BTreeSet<Name> = variables(l)
            .into_iter()
            .chain(variables(r))
            .filter(|name| self.context.value(name).is_some())
            .collect();
        if !kept.is_empty() {
            let other = self.context.keeping(kept);
            let whole = std::mem::replace(&mut self.context, other);
            let mut judged = self.equation(statement, step);
            self.context = whole;
            if judged.is_wrong() && judged.verdict() == Verdict::Refuted {
                judged = Judged {
                    kind: judged.kind,
                    ..Judged::unsupported(
                        "a derivative by an expression is checked only where it holds for every value of it",
                        0..0,
                    )
                };
            }
            return judged;
        }
        let sides = self
            .context
            .elaborate(l)
            .and_then(|l| Ok((l, self.context.elaborate(r)?)));
        let (mut l_full, mut r_full) = match sides {
            Ok(sides) => sides,
            Err(error) => {
                return Judged {
                    kind: Some(kind),
                    ..Judged::of(error.into())
                };
            }
        };
        let mut kind = kind;
        let upto = &statement.sides[..=step + 1];
        let remainder = upto.iter().find_map(|side| side.remainder.as_ref());
        let mut assumptions = Vec::new();
        if let Some(remainder) = remainder {
            kind = EntryKind::Expansion;
            let about: Vec<Name> = remainder.small.names();
            l_full = l_full
                .clone()
                .expansion(about.clone(), remainder.order)
                .at(l_full.span);
            r_full = r_full
                .clone()
                .expansion(about, remainder.order)
                .at(r_full.span);
        }
        let typing = self.context.typing();
        if let Ok(equation) = Equation::new(&typing, &l_full, &r_full)
            && [&equation.left, &equation.right]
                .iter()
                .any(|side| inequality::has_spectral(side, statement.tex.as_str()))
        {
            return Judged {
                kind: Some(kind),
                ..self.searched((&l_full, &r_full), statement, Relation::Equal)
            };
        }
        let mut judged = self.compare(&l_full, r, &r_full);
        if judged.is_wrong()
            && let Some((again, note)) = self.by_convention(
                &l_full,
                r,
                &r_full,
                [statement.text(step), statement.text(step + 1)],
            )
        {
            judged = again;
            assumptions.push(note);
        }
        if judged.is_wrong()
            && let Some(name) = [&l_full, &r_full].into_iter().find_map(independent)
        {
            judged = Judged::unsupported(
                format!("what is differentiated does not depend on {name}, as far as it is known"),
                0..0,
            );
        }
        if judged.is_wrong() && matches!(r.kind, Kind::Identity(_)) {
            if let Some(name) = gram(l) {
                self.context
                    .described
                    .insert(name, "a matrix with orthonormal columns".into());
            }
            judged = Judged::new(EntryKind::Condition, Verdict::Definition, "");
            kind = EntryKind::Condition;
        }
        if judged.is_wrong()
            && is_zero(r)
            && has_derivative(&l_full)
            && judged.verdict() == Verdict::Refuted
        {
            judged = Judged::new(EntryKind::Condition, Verdict::Definition, "");
            kind = EntryKind::Condition;
        }
        assumptions.append(&mut judged.assumptions);
        judged.assumptions = assumptions;
        judged.kind = Some(kind);
        judged
    }

    fn compare(&mut self, left: &Expression, r: &Expression, right: &Expression) -> Judged {
        let (equation, notes) = match self.context.equation(left, right) {
            Ok(found) => found,
            Err(unfit) => {
                let mut judged = Judged::of(unfit);
                if judged.verdict() == Verdict::IllTyped {
                    judged.correction = correction(&mut self.context, left, r, None);
                }
                return judged;
            }
        };
        let mut judged = match ask(&equation, "", self.seed) {
            Err(reason) => Judged::unsupported(reason, 0..0),
            Ok(opinion) => {
                let (verdict, message) = match &opinion.verdict {
                    Found::Proved => (Verdict::Proved, String::new()),
                    Found::Holds { .. } => (Verdict::Holds, String::new()),
                    Found::Refuted { .. } => {
                        (Verdict::Refuted, "the two sides are not equal".into())
                    }
                    Found::IllTyped { reason } => (Verdict::IllTyped, reason.clone()),
                    Found::Unsupported { reason } | Found::Contradiction { reason } => {
                        (Verdict::Unsupported, reason.clone())
                    }
                };
                Judged {
                    verdict: Some(verdict),
                    contradiction: matches!(opinion.verdict, Found::Contradiction { .. }),
                    message,
                    oracles: opinion.oracles,
                    counterexample: opinion.counterexample,
                    ..Judged::default()
                }
            }
        };
        judged.assumptions.extend(notes);
        if judged.verdict() == Verdict::Refuted {
            judged.correction = correction(&mut self.context, left, r, Some(&equation));
        }
        judged
    }

    /// The same under other layouts of a derivative.
    fn by_convention(
        &mut self,
        left: &Expression,
        r: &Expression,
        right: &Expression,
        texts: [&str; 2],
    ) -> Option<(Judged, String)> {
        // ∇f has the shape of its variable; layouts differ for ∂f/∂X only.
        let nabla = |text: &str| text.contains("nabla") || text.contains('∇');
        if texts.iter().any(|text| nabla(text)) {
            return None;
        }
        let derivative = |e: &Expression| matches!(&e.kind, Kind::Derivative { by, .. } if by.iter().all(|by| !matches!(by, By::Along(_))));
        if !derivative(left) && !derivative(right) {
            return None;
        }
        let other = |e: &Expression, change: fn(Expression) -> Expression| {
            let span = e.span.clone();
            change(e.clone()).at(span)
        };
        let changes: [(Change, &str); 2] = [
            (
                Expression::transpose,
                "the derivative is read in the transposed layout",
            ),
            (
                Expression::vec,
                "the derivative is read as a column, vec of the gradient",
            ),
        ];
        for (change, note) in changes {
            let (a, b) = if derivative(left) {
                (other(left, change), right.clone())
            } else {
                (left.clone(), other(right, change))
            };
            // A layout is a convention only where it changes the shape; a square gradient in the other layout is wrong
            // unless the text says so.
            let typing = self.context.typing();
            let side = if derivative(left) { left } else { right };
            let shape = shape_of(&typing, side).ok()?;
            let declared = self.context.numerator_layout;
            if (shape.rows == shape.columns || self.denominator_layout) && !declared {
                continue;
            }
            let judged = self.compare(&a, r, &b);
            if judged.holds() {
                return Some((judged, note.to_owned()));
            }
        }
        None
    }

    /// Whether an equation says that a gradient of a known function is zero.
    fn stationary(&mut self, statement: &Statement, step: usize) -> Option<Judged> {
        let (Ok(l), Ok(r)) = (&statement.sides[step].read, &statement.sides[step + 1].read) else {
            return None;
        };
        if has_derivative(l) || has_derivative(r) || statement.relations.len() > 1 {
            return None;
        }
        let best = |e: Expression| {
            e.substitute(&|name: &Name| {
                let plain = name
                    .as_str()
                    .trim_end_matches("^⋆")
                    .trim_end_matches('\u{302}');
                (plain != name.as_str()).then(|| Expression::name(plain))
            })
        };
        let l = self.context.elaborate(&best(l.clone())).ok()?;
        let r = self.context.elaborate(&best(r.clone())).ok()?;
        let difference = if is_zero(&r) { l } else { l - r };
        for (name, value) in self.context.functions() {
            for variable in value.names() {
                if !difference.names().contains(&variable) && difference.names().len() > 1 {
                    continue;
                }
                let gradient = value.clone().derivative(vec![By::Whole(variable.clone())]);
                for (numerator, denominator) in [(1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)]
                {
                    let scaled = Expression::ratio(numerator, denominator) * difference.clone();
                    let mut context = self.context.clone();
                    let Ok((equation, _)) = context.equation(&gradient, &scaled) else {
                        break;
                    };
                    if super::correction::is_right(&equation)
                        && let Ok(opinion) = ask(&equation, "", self.seed)
                        && opinion.verdict.is_supported()
                    {
                        let proved = matches!(opinion.verdict, Found::Proved);
                        return Some(Judged {
                            kind: Some(EntryKind::Condition),
                            verdict: Some(if proved {
                                Verdict::Proved
                            } else {
                                Verdict::Holds
                            }),
                            oracles: opinion.oracles,
                            assumptions: vec![format!(
                                "at a point where the gradient of {name} by {variable} is zero"
                            )],
                            ..Judged::default()
                        });
                    }
                }
            }
        }
        None
    }

    /// Coefficients that are named by an equation: A dh + B dw = [M_h] dh + [M_w] dw.
    fn identified(&mut self, l: &Expression, r: &Expression) -> Option<Judged> {
        let (left, right) = (terms(l), terms(r));
        if left.len() != right.len() {
            return None;
        }
        let mut named = Vec::new();
        for term in &right {
            let (name, factor) = match &term.kind {
                Kind::Product(factors) => match factors.as_slice() {
                    [a, x] => match &a.kind {
                        Kind::Name(name) => (name.clone(), x.clone()),
                        _ => return None,
                    },
                    _ => return None,
                },
                _ => return None,
            };
            if self.context.definition(&name).is_some() || self.context.anchored(&name) {
                return None;
            }
            let coefficient = left.iter().find_map(|term| match &term.kind {
                Kind::Product(factors) if factors.last() == Some(&factor) => Some(
                    Expression::product_of(factors[..factors.len() - 1].to_vec()),
                ),
                _ => None,
            })?;
            named.push((name, coefficient));
        }
        if named.is_empty() {
            return None;
        }
        let words: Vec<_> = named.iter().map(|(name, _)| name.to_string()).collect();
        for (name, coefficient) in named {
            let value = self.context.elaborate(&coefficient).ok()?;
            self.context
                .define(name, Vec::new(), Vec::new(), Some(value), None);
        }
        let message = format!("the coefficients are named: {}", words.join(", "));
        Some(Judged::new(
            EntryKind::Definition,
            Verdict::Definition,
            message,
        ))
    }
}

fn known(judged: &Judged) -> Option<bool> {
    match judged.verdict() {
        Verdict::Proved | Verdict::Holds | Verdict::Definition => Some(true),
        Verdict::Refuted | Verdict::IllTyped => Some(false),
        Verdict::Unsupported => None,
    }
}

fn chain_begins(statement: &Statement) -> bool {
    !statement.sides[0].part.is_empty()
}

fn is_zero(e: &Expression) -> bool {
    match &e.kind {
        Kind::Zero(_) => true,
        Kind::Number(number) => num_traits::Zero::is_zero(number),
        _ => false,
    }
}

/// Whether a property is asked for, and not stated: *you need M = Mᵀ*.
fn is_wished(source: &str, span: &Span) -> bool {
    let mut start = span.start.saturating_sub(40);
    while !source.is_char_boundary(start) {
        start += 1;
    }
    let before = source[start..span.start].to_lowercase();
    let before = before.rsplit(['.', '\n']).next().unwrap_or_default();
    [
        "need",
        "requir",
        " if ",
        "unless",
        "only",
        "when ",
        "whenever",
        "would have",
        "not ",
    ]
    .iter()
    .any(|word| before.contains(word))
}

/// Whether data are said to be a formula and noise: y = Xβ + ε.
fn is_model(e: &Expression, context: &Context) -> bool {
    let noise = |term: &Expression| matches!(&term.kind, Kind::Name(name) if matches!(name.as_str(), "ε" | "ϵ" | "ξ" | "η" | "e") && context.definition(name).is_none());
    matches!(&e.kind, Kind::Sum(terms) if terms.iter().any(noise))
}

/// Whether σ'(z), (log x)' or σ_i(A) stands in a text.
fn applies_unknown(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let primed = plain.match_indices("'(").any(|(at, _)| {
        let before = plain[..at].chars().next_back();
        before.is_some_and(char::is_lowercase)
    });
    let indexed = ["_i(", "_j(", "_k(", "_{i}(", "_{\\min}(", "_{\\max}("]
        .iter()
        .any(|sign| plain.contains(sign));
    let unknown = [
        "\\dot",
        "\\ddot",
        "rank",
        "\\max",
        "\\min",
        "\\mathbb{E}",
        "\\lim",
    ];
    primed || indexed || plain.contains(")'") || unknown.iter().any(|word| plain.contains(word))
}

/// The Q of QᵀQ.
fn gram(e: &Expression) -> Option<Name> {
    let Kind::Product(factors) = &e.kind else {
        return None;
    };
    match factors.as_slice() {
        [a, b] => match (&a.kind, &b.kind) {
            (Kind::Transpose(a), Kind::Name(b)) | (Kind::Name(b), Kind::Transpose(a)) => {
                matches!(&a.kind, Kind::Name(a) if a == b).then(|| b.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The names that derivatives are taken by.
fn variables(e: &Expression) -> Vec<Name> {
    let mut names = Vec::new();
    e.any(&mut |e| {
        if let Kind::Derivative { by, .. } = &e.kind {
            names.extend(
                by.iter()
                    .flat_map(By::variables)
                    .filter(|name| !name.as_str().is_empty())
                    .cloned(),
            );
        }
        false
    });
    names
}

/// A variable of a derivative that does not occur in what is differentiated.
fn independent(e: &Expression) -> Option<Name> {
    let mut found = None;
    e.any(&mut |e| {
        if let Kind::Derivative { of, by } = &e.kind {
            let names = of.names();
            let missing = by
                .iter()
                .flat_map(By::variables)
                .find(|name| !names.contains(name));
            found = found.take().or(missing.cloned());
        }
        found.is_some()
    });
    found
}

fn has_derivative(e: &Expression) -> bool {
    e.any(&mut |e| matches!(e.kind, Kind::Derivative { .. }))
}

fn terms(e: &Expression) -> Vec<Expression> {
    match &e.kind {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![e.clone()],
    }
}

/// S_p = {j : (p, j) ∈ Ω} are the rows of Ω: S and Ω.
fn rows_of_set(name: &Name, text: &str) -> Option<(Name, Name)> {
    let stem = name
        .as_str()
        .split_once('_')
        .map_or(name.as_str(), |(stem, _)| stem);
    let (_, set) = text.rsplit_once("\\in").or_else(|| text.rsplit_once('∈'))?;
    let set = set.trim().trim_end_matches(['}', '\\', ' ']);
    match Expression::parse(set).ok()?.kind {
        Kind::Name(set) => Some((stem.into(), set)),
        _ => None,
    }
}

/// What a claim with this left side is about.
fn kind_of(e: &Expression, context: &Context) -> EntryKind {
    match &e.kind {
        Kind::Derivative { of, by } => {
            let along = by.iter().all(|by| matches!(by, By::Along(_)));
            let scalar = || {
                let Ok(of) = context.elaborate(of) else {
                    return true;
                };
                let mut context = context.clone();
                let typing = context.typing();
                shape_of(&typing, &of).is_ok_and(|shape| shape.is_scalar())
            };
            match (by.as_slice(), along) {
                ([By::Along(moves)], _) => {
                    let unit = moves.iter().all(|(_, d)| {
                        matches!(d.kind, Kind::UnitMatrix { .. } | Kind::UnitVector { .. })
                    });
                    if unit {
                        EntryKind::Gradient
                    } else {
                        EntryKind::Differential
                    }
                }
                ([_], _) if scalar() => EntryKind::Gradient,
                ([_], _) => EntryKind::Jacobian,
                (_, true) => EntryKind::SecondDerivative,
                ([a, b], _) if a == b => EntryKind::Hessian,
                _ => EntryKind::HessianBlock,
            }
        }
        Kind::Differential(..) => EntryKind::Differential,
        Kind::Name(name) => match name.as_str().strip_prefix('d') {
            Some(stem) if !stem.is_empty() && context.value(&stem.into()).is_some() => {
                EntryKind::Differential
            }
            _ => EntryKind::Identity,
        },
        _ => EntryKind::Identity,
    }
}
