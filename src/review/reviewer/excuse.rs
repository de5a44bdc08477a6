//! What is wrong only as far as the text was understood is not called wrong.

use super::super::entry::Verdict;
use super::super::given_size::counted;
use super::super::statement::{Side, Statement};
use super::Reviewer;
use super::judged::Judged;
use crate::expression::{Kind, Name};
use std::collections::BTreeSet;

impl Reviewer<'_> {
    /// What is wrong only as far as the text was understood is not called wrong.
    pub(super) fn excuse(
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
            // What stands for a name counts as well.
            let whole = side
                .read
                .as_ref()
                .ok()
                .and_then(|e| self.context.elaborate(e).ok());
            whole.is_some_and(|e| e.any(&mut |e| matches!(e.kind, Kind::Element(..))))
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
        let symmetric = self.speaks_of_symmetric(statement.spans[step].start);
        if symmetric {
            self.correct(judged);
        }
        if symmetric
            && let Some(correction) = &judged.correction
            && correction.unicode.ends_with("is symmetric")
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
        let sides: Vec<_> = [step, step + 1]
            .into_iter()
            .filter_map(|side| statement.sides[side].read.as_ref().ok())
            .collect();
        let counted = counted(&sides, &self.context.declarations);
        if let Some(size) = counted {
            judged.verdict = Some(Verdict::Unsupported);
            judged.message = format!("{size} is a size that stands for any, and a number here");
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
    pub(super) fn speaks_of_symmetric(&self, place: usize) -> bool {
        let mut start = place.saturating_sub(500);
        while !self.document.source.is_char_boundary(start) {
            start += 1;
        }
        self.document.source[start..place].contains("symmetric")
    }
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
