//! Judges a relation by its sign.

use super::super::entry::{EntryKind, Verdict};
use super::super::equality::{Unfit, shape_of};
use super::super::inequality;
use super::super::statement::{Side, Statement};
use super::super::target::bare_text;
use super::Reviewer;
use super::judged::Judged;
use crate::document::{Math, Relation};
use crate::expression::{Expression, Kind};

impl Reviewer<'_> {
    pub(super) fn relation(
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

    pub(super) fn update(&mut self, left: &Side, right: &Side) -> Judged {
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

    pub(super) fn inequality(
        &mut self,
        statement: &Statement,
        step: usize,
        relation: Relation,
    ) -> Judged {
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

    pub(super) fn searched(
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
}

fn chain_begins(statement: &Statement) -> bool {
    !statement.sides[0].part.is_empty()
}
