//! What was found, for people at a terminal: the line, what is wrong with it, what would be right.

use super::Reviewed;
use crate::review::{Entry, Instance, Summary, Verdict};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write;
use std::ops::Range;

/// How much is shown, and how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// With colours.
    pub colours: bool,
    /// Also what holds.
    pub verbose: bool,
    /// What is not understood is an error.
    pub strict: bool,
}

/// Everything that is wrong or not understood, and a summary of each document.
#[must_use]
pub fn human(documents: &[Reviewed<'_>], style: Style) -> String {
    let mut text = String::new();
    for document in documents {
        for entry in &document.review.entries {
            if let Some(shown) = shown(document, entry, style) {
                text.push_str(&shown);
                text.push_str("\n\n");
            }
        }
    }
    let mut total = Summary::default();
    for document in documents {
        let summary = document.review.summary();
        total = total.and(summary);
        let _ = writeln!(text, "{}: {}", document.path, in_words(summary));
    }
    if documents.len() > 1 {
        let _ = writeln!(text, "{} documents: {}", documents.len(), in_words(total));
    }
    text
}

fn in_words(summary: Summary) -> String {
    let parts: Vec<_> = Verdict::ALL
        .iter()
        .zip(summary.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| match verdict {
            Verdict::Definition if count == 1 => "1 definition".to_owned(),
            Verdict::Definition => format!("{count} definitions"),
            verdict => format!("{count} {}", verdict.name()),
        })
        .collect();
    if parts.is_empty() {
        return "no statement with a relation sign".to_owned();
    }
    let parts = parts.join(", ");
    match summary.expected {
        0 => parts,
        expected => format!("{parts} ({expected} wrong as marked)"),
    }
}

fn shown(document: &Reviewed<'_>, entry: &Entry, style: Style) -> Option<String> {
    let holds = matches!(entry.verdict, Verdict::Proved | Verdict::Holds);
    let (level, title) = match (entry.verdict, entry.expected_to_fail) {
        (_, true) if holds => (Level::ERROR, "marked as wrong, but it holds".to_owned()),
        (verdict, true) if verdict.is_wrong() => {
            if !style.verbose {
                return None;
            }
            (
                Level::NOTE,
                format!("{}, as the document says", verdict.name()),
            )
        }
        (Verdict::Definition, _) => return None,
        (verdict, _) if verdict.is_wrong() => (Level::ERROR, titled(verdict, entry)),
        (Verdict::Unsupported, _) if entry.contradiction => (
            Level::ERROR,
            format!("the oracles contradict each other: {}", entry.message),
        ),
        (Verdict::Unsupported, _) if style.strict => (Level::ERROR, "not understood".to_owned()),
        (Verdict::Unsupported, _) => (Level::WARNING, "not understood".to_owned()),
        (verdict, _) => {
            if !style.verbose {
                return None;
            }
            (Level::NOTE, verdict.name().to_owned())
        }
    };
    let window = window(document.source, &entry.span);
    let local = |span: &Range<usize>| {
        let clamp = |at: usize| at.clamp(window.start, window.end) - window.start;
        clamp(span.start)..clamp(span.end)
    };
    let source = document.source.get(window.clone()).unwrap_or_default();
    let first = document.source[..window.start]
        .bytes()
        .filter(|&byte| byte == b'\n')
        .count()
        + 1;
    let label = if entry.verdict == Verdict::Unsupported {
        entry.message.clone()
    } else {
        label(entry)
    };
    let mut snippet = Snippet::source(source)
        .path(document.path)
        .line_start(first)
        .annotation(
            AnnotationKind::Primary
                .span(local(&entry.span))
                .label(label),
        );
    let inside = |span: &Range<usize>| {
        entry.span.start <= span.start
            && span.end <= entry.span.end
            && !span.is_empty()
            && *span != entry.span
    };
    if entry.verdict.is_wrong() {
        for place in entry.places.iter().filter(|place| inside(&place.span)) {
            let annotation = AnnotationKind::Context
                .span(local(&place.span))
                .label(place.text.clone());
            snippet = snippet.annotation(annotation);
        }
    }
    let mut group: Group<'_> = level.primary_title(title).element(snippet);
    for assumption in &entry.assumptions {
        group = group.element(Level::NOTE.message(assumption.clone()));
    }
    if let Some(instance) = &entry.counterexample {
        group = group.element(Level::NOTE.message(in_numbers(instance)));
    }
    if let Some(correction) = &entry.correction {
        use crate::review::CorrectionKind::{Condition, DidYouMean, MissingTerm};
        let words = match correction.kind {
            DidYouMean => format!(
                "did you mean `{}`?\n{}",
                correction.unicode, correction.latex
            ),
            MissingTerm => format!(
                "left − right = {}\n{}",
                correction.unicode, correction.latex
            ),
            Condition => format!("it holds {}", correction.unicode),
        };
        group = group.element(Level::HELP.message(words));
    }
    if style.verbose {
        let said: Vec<_> = entry
            .oracles
            .iter()
            .map(|oracle| format!("{}: {} ({})", oracle.name, oracle.outcome, oracle.detail))
            .collect();
        if !said.is_empty() {
            group = group.element(Level::NOTE.message(said.join("\n")));
        }
    }
    let renderer = if style.colours {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    Some(renderer.render(&[group]).to_string())
}

fn titled(verdict: Verdict, entry: &Entry) -> String {
    let kind = entry.kind.name().replace('-', " ");
    match verdict {
        Verdict::IllTyped => format!("ill-typed {kind}: {}", entry.message),
        _ => format!("wrong {kind}: {}", entry.message),
    }
}

fn label(entry: &Entry) -> String {
    match (entry.verdict, entry.chain) {
        (Verdict::Refuted, Some(chain)) if chain.step > 1 => {
            "does not follow from the member before".into()
        }
        (Verdict::Refuted, _) => {
            let by: Vec<_> = entry
                .oracles
                .iter()
                .filter(|oracle| oracle.outcome == "disagrees")
                .map(|oracle| oracle.name.as_str())
                .collect();
            if by.is_empty() {
                "refuted".into()
            } else {
                format!("refuted by {}", by.join(", "))
            }
        }
        (Verdict::IllTyped, _) => "the shapes do not fit".into(),
        (verdict, _) => verdict.name().into(),
    }
}

/// The lines of a span; of very long lines the part around it.
fn window(source: &str, span: &Range<usize>) -> Range<usize> {
    const AROUND: usize = 120;
    let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[span.end..]
        .find('\n')
        .map_or(source.len(), |at| span.end + at);
    let cut = |at: usize| {
        let mut at = at;
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = if span.start - start > AROUND {
        cut(span.start - AROUND)
    } else {
        start
    };
    let end = if end - span.end > AROUND {
        cut(span.end + AROUND).max(span.end)
    } else {
        end
    };
    start..end
}

fn in_numbers(instance: &Instance) -> String {
    let mut values: Vec<_> = instance
        .values
        .iter()
        .map(|(name, rows)| format!("{name} = {}", matrix(rows)))
        .collect();
    if values.is_empty() {
        // No letter shows the sizes, as in K(m, n) = K(n, m).
        let sizes = instance.dimensions.iter();
        values.extend(sizes.map(|(name, size)| format!("{name} = {size}")));
    } else {
        // A size that the text gives as a number.
        let given = |(name, _): &&(String, usize)| name.bytes().all(|c| c.is_ascii_digit());
        let sizes = instance.dimensions.iter().filter(given);
        values.extend(sizes.map(|(name, size)| format!("{size} in place of {name}")));
    }
    let mut text = String::new();
    if !values.is_empty() {
        let _ = writeln!(text, "for example with {}", values.join(", "));
    }
    let _ = write!(
        text,
        "the left side is {}, the right side is {}",
        matrix(&instance.left),
        matrix(&instance.right)
    );
    text
}

/// A matrix on one line: rows between semicolons.
fn matrix(rows: &[Vec<String>]) -> String {
    match rows {
        [] => "an empty matrix".into(),
        [row] if row.len() == 1 => row[0].clone(),
        rows => {
            let rows: Vec<_> = rows.iter().map(|row| row.join(" ")).collect();
            format!("[{}]", rows.join("; "))
        }
    }
}
