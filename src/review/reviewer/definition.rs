//! What a relation introduces.

use super::super::context::Context;
use super::super::entry::{EntryKind, Verdict};
use super::super::equality::{Unfit, shape_of};
use super::super::reading::{SPREAD, with_ones};
use super::super::statement::{Side, Statement};
use super::super::target::{Target, bare_text};
use super::Reviewer;
use super::form::{is_zero, terms};
use super::judged::Judged;
use crate::document::{Chain, Math, Piece, Relation, Span};
use crate::expression::{Expression, Kind, Name};

impl Reviewer<'_> {
    /// A bare name on the left: what it introduces, unless it is known already.
    pub(super) fn definition(
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
        if self.foreseen.remove(name) {
            return Some(Judged::new(EntryKind::Definition, Verdict::Definition, ""));
        }
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
            && !self.new_names(right).is_empty()
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

    /// Gives a meaning to the names that the words behind a formula introduce: …, where p = σ(Xθ).
    pub(super) fn foresee(&mut self, rest: &[Piece]) {
        let words = |span: &Span| self.document.source.get(span.clone()).unwrap_or_default();
        let Some(Piece::Prose(first)) = rest.first() else {
            return;
        };
        let begin = words(first).trim_start_matches([',', ';', ' ', '\n', '\r', '\t']);
        if !begin.starts_with("where ") {
            return;
        }
        let mut formulas = Vec::new();
        for piece in rest {
            match piece {
                Piece::Math(math) => formulas.push(math),
                Piece::Prose(span) => {
                    let words = words(span);
                    let ends = [". ", ".\n", "\n\n"];
                    let inner = if span == first {
                        words.trim_start()
                    } else {
                        words
                    };
                    if inner.trim_end().ends_with('.') || ends.iter().any(|end| inner.contains(end))
                    {
                        break;
                    }
                }
                Piece::Section { .. } | Piece::Marker { .. } => break,
            }
        }
        for chain in formulas.into_iter().flat_map(|math| &math.chains) {
            self.foresee_in(chain);
        }
    }

    fn foresee_in(&mut self, chain: &Chain) {
        let [link] = chain.links.as_slice() else {
            return;
        };
        if !matches!(link.relation, Relation::Equal | Relation::Defined) {
            return;
        }
        let statement = Statement::read(chain, &self.context.declarations);
        let [left, right] = statement.sides.as_slice() else {
            return;
        };
        let (Ok(l), Ok(r)) = (&left.read, &right.read) else {
            return;
        };
        let known = |name: &Name| self.context.shape(name).is_some();
        let Some(target) = Target::of(l, statement.text(0), known) else {
            return;
        };
        let name = target.name.clone();
        let declared = self.context.declarations.get(name.as_str());
        let new = self.context.definition(&name).is_none()
            && declared.is_none_or(|declared| declared.shape.is_none())
            && !r.names().contains(&name)
            && !is_zero(r)
            && !is_model(r, &self.context);
        if new && self.context.elaborate(r).is_ok() {
            self.define(target, right);
            self.foreseen.insert(name);
        }
    }

    pub(super) fn define(&mut self, target: Target, right: &Side) -> Judged {
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
        let mut value = value.filter(|value| !value.names().contains(&name));
        if let Some(bare) = &value {
            let typing = self.context.typing();
            let spread = with_ones(bare);
            if shape_of(&typing, bare).is_err() && shape_of(&typing, &spread).is_ok() {
                judged.assumptions.push(SPREAD.to_owned());
                value = Some(spread);
            }
        }
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

    pub(super) fn opaque(&mut self, right: &Side, text: &str) -> Judged {
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
    pub(super) fn about_a_letter(&mut self, statement: &Statement) -> Judged {
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

    pub(super) fn equation_holds(&mut self, statement: &Statement) -> bool {
        self.equation(statement, 0).holds()
    }

    /// The names of a side that nothing is known of.
    pub(super) fn new_names(&self, side: &Side) -> Vec<Name> {
        let Ok(e) = &side.read else {
            return Vec::new();
        };
        let mut names = e.names();
        names.retain(|name| {
            self.context.shape(name).is_none() && self.context.definition(name).is_none()
        });
        names
    }

    /// Whether the right side names new letters, as M = UΣVᵀ does: then their shapes are tied to what is known.
    pub(super) fn decomposes(&mut self, right: &Side, value: Option<&Expression>) -> bool {
        let new = self.new_names(right);
        let (Ok(right), Some(value)) = (&right.read, value) else {
            return false;
        };
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
    pub(super) fn announced(&self, math: &Math) -> bool {
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

    /// Coefficients that are named by an equation: A dh + B dw = [M_h] dh + [M_w] dw.
    pub(super) fn identified(&mut self, l: &Expression, r: &Expression) -> Option<Judged> {
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

/// Whether data are said to be a formula and noise: y = Xβ + ε.
fn is_model(e: &Expression, context: &Context) -> bool {
    let noise = |term: &Expression| matches!(&term.kind, Kind::Name(name) if matches!(name.as_str(), "ε" | "ϵ" | "ξ" | "η" | "e") && context.definition(name).is_none());
    matches!(&e.kind, Kind::Sum(terms) if terms.iter().any(noise))
}
