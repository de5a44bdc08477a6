//! Judges that two members are equal.

use super::super::correction::{correction, is_right};
use super::super::entry::{EntryKind, Verdict};
use super::super::equality::{Equation, ask, shape_of};
use super::super::inequality;
use super::super::stated::Stated;
use super::super::statement::Statement;
use super::Reviewer;
use super::form::{gram, has_derivative, independent, is_zero, kind_of, variables};
use super::judged::{Judged, Wrong};
use crate::check::Verdict as Found;
use crate::document::Relation;
use crate::expression::{By, Expression, Kind, Name};
use std::collections::BTreeSet;

/// Another layout of a derivative.
type Change = fn(Expression) -> Expression;

impl Reviewer<'_> {
    /// A claim that two members are equal.
    pub(super) fn equation(&mut self, statement: &Statement, step: usize) -> Judged {
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

    pub(super) fn compare(
        &mut self,
        left: &Expression,
        r: &Expression,
        right: &Expression,
    ) -> Judged {
        let wrong = |equation| {
            Some(Box::new(Wrong {
                left: left.clone(),
                written: r.clone(),
                equation,
            }))
        };
        let (equation, notes) = match self.context.equation(left, right) {
            Ok(found) => found,
            Err(unfit) => {
                // What is true for other shapes is no mistake; what is wrong for all is best told by the shapes.
                if let Some((equation, note)) = self.context.apart(left, right)
                    && is_right(&equation)
                    && let Ok(opinion) = ask(&equation, "", self.seed)
                    && matches!(opinion.verdict, Found::Proved)
                {
                    return Judged {
                        verdict: Some(Verdict::Proved),
                        oracles: opinion.oracles,
                        assumptions: vec![note],
                        ..Judged::default()
                    };
                }
                let mut judged = Judged::of(unfit);
                judged.wrong = wrong(None);
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
                let kept = self.stated.is_some();
                let stated = kept.then(|| Box::new(Stated::new(equation.clone())));
                Judged {
                    stated,
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
        judged.wrong = wrong(Some(equation));
        judged
    }

    /// Looks for what would be right instead.
    pub(super) fn correct(&mut self, judged: &mut Judged) {
        if judged.is_wrong()
            && let Some(wrong) = judged.wrong.take()
        {
            let Wrong {
                left,
                written,
                equation,
            } = *wrong;
            judged.correction = correction(&mut self.context, &left, &written, equation.as_ref());
        }
    }

    /// The same under other layouts of a derivative.
    pub(super) fn by_convention(
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
        if let Some(found) = self.by_a_number(left, r, right) {
            return Some(found);
        }
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

    /// A second derivative by a number and by a matrix: a matrix of the same shape, or a block, which is a column or a row.
    fn by_a_number(
        &mut self,
        left: &Expression,
        r: &Expression,
        right: &Expression,
    ) -> Option<(Judged, String)> {
        let Kind::Derivative { by, .. } = &left.kind else {
            return None;
        };
        let [By::Whole(first), By::Whole(second)] = by.as_slice() else {
            return None;
        };
        let number = |name: &Name| {
            self.context
                .shape(name)
                .is_some_and(|shape| shape.is_scalar())
        };
        let (block, right) = match (number(first), number(second)) {
            (true, false) => {
                let block = left.clone().vec().transpose().at(left.span.clone());
                (block, right.clone())
            }
            (false, true) => (left.clone(), right.clone().vec().at(right.span.clone())),
            _ => return None,
        };
        let judged = self.compare(&block, r, &right);
        let note = "a derivative by a number and a matrix is read as a matrix or as a block";
        (judged.verdict() != Verdict::IllTyped).then(|| (judged, note.to_owned()))
    }

    /// Whether an equation says that a gradient of a known function is zero.
    pub(super) fn stationary(&mut self, statement: &Statement, step: usize) -> Option<Judged> {
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
                    if is_right(&equation)
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

    /// Whether the member behind a step equals the first.
    pub(super) fn equals_first(&mut self, statement: &Statement, step: usize) -> Option<bool> {
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
}
