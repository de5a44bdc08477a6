//! Reference lines and their labels, which stand outside the data.

use super::super::axis::Span;
use super::super::canvas::{Align, Canvas, GREY, Letters, Rectangle};
use super::{NOTE_SIZE, Reference};

const ROW: f64 = NOTE_SIZE + 4.0;
/// Labels at the side are broken into lines of this width.
const SIDE_WIDTH: f64 = 130.0;
const SIDE_LINES: usize = 4;

fn letters() -> Letters {
    Letters::new(NOTE_SIZE)
}

impl Reference {
    pub(super) fn x(&self) -> Option<f64> {
        match self {
            Self::Vertical { x, .. } => Some(*x),
            Self::Horizontal { .. } => None,
        }
    }

    pub(super) fn y(&self) -> Option<f64> {
        match self {
            Self::Horizontal { y, .. } => Some(*y),
            Self::Vertical { .. } => None,
        }
    }

    pub(super) fn label(&self) -> &str {
        match self {
            Self::Vertical { label, .. } | Self::Horizontal { label, .. } => label,
        }
    }
}

/// Labels of vertical lines, in as many rows above the chart as keep them apart.
pub(super) struct TopLabels {
    labels: Vec<TopLabel>,
    /// What the rows take above the chart.
    pub(super) height: f64,
}

struct TopLabel {
    text: String,
    /// The line and the middle of the label, from the left edge of the chart.
    line: f64,
    middle: f64,
    half: f64,
    row: f64,
}

impl TopLabels {
    /// Lays the labels out above a chart of this width.
    pub(super) fn lay_out(references: &[Reference], span: &Span, width: f64) -> Self {
        let mut labels: Vec<TopLabel> = Vec::new();
        for reference in references {
            let Some(position) = reference
                .x()
                .map(|x| span.position(x))
                .filter(|p| (0.0..=1.0).contains(p))
            else {
                continue;
            };
            let text = letters().fit(reference.label(), width);
            let (line, half) = (position * width, letters().width(&text) / 2.0);
            let middle = line.min(width - half).max(half);
            let is_free = |row: f64| {
                let meets = |other: &TopLabel| {
                    (other.row - row).abs() < 0.5
                        && (other.middle - middle).abs() < half + other.half + 10.0
                };
                !labels.iter().any(meets)
            };
            let row = [0.0, 1.0, 2.0, 3.0, 4.0]
                .into_iter()
                .find(|&row| is_free(row))
                .unwrap_or(5.0);
            labels.push(TopLabel {
                text,
                line,
                middle,
                half,
                row,
            });
        }
        let rows = labels
            .iter()
            .map(|label| label.row + 1.0)
            .fold(0.0, f64::max);
        Self {
            labels,
            height: if rows > 0.0 { rows * ROW + 4.0 } else { 0.0 },
        }
    }

    /// Lines and labels of the chart in `area`.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, area: &Rectangle) {
        for label in &self.labels {
            let (x, y) = (area.x + label.line, area.y - 10.0 - label.row * ROW);
            canvas.line(
                &[(x, y + 7.0), (x, area.bottom())],
                GREY,
                1.2,
                Some((6.0, 4.0)),
            );
        }
        for label in &self.labels {
            let place = (area.x + label.middle, area.y - 10.0 - label.row * ROW);
            canvas.text(place, &label.text, letters().align(Align::Middle));
        }
    }
}

/// Labels of horizontal lines, right of the chart; pushed down where they would overlap.
pub(super) struct SideLabels {
    labels: Vec<SideLabel>,
    /// What they take right of the chart.
    pub(super) width: f64,
}

struct SideLabel {
    lines: Vec<String>,
    /// The line and the upper edge of the label, from the upper edge of the chart.
    line: f64,
    top: f64,
}

impl SideLabels {
    /// Lays the labels out beside a chart of this height.
    pub(super) fn lay_out(references: &[Reference], span: &Span, height: f64) -> Self {
        let horizontal = references.iter().filter_map(|reference| {
            let position = reference
                .y()
                .map(|y| span.position(y))
                .filter(|p| (0.0..=1.0).contains(p))?;
            Some(((1.0 - position) * height, reference.label()))
        });
        let mut horizontal: Vec<(f64, &str)> = horizontal.collect();
        horizontal.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free_from = 0.0;
        let mut labels = Vec::new();
        for (line, text) in horizontal {
            let lines = letters().wrap_at_most(text, SIDE_WIDTH, SIDE_LINES);
            let label_height = letters().height(&lines);
            let top = (line - label_height / 2.0).max(free_from);
            free_from = top + label_height + 4.0;
            labels.push(SideLabel { lines, line, top });
        }
        let widest = labels
            .iter()
            .map(|label| letters().widest(&label.lines))
            .fold(0.0, f64::max);
        Self {
            labels,
            width: if widest > 0.0 { widest + 20.0 } else { 0.0 },
        }
    }

    /// Lines and labels of the chart in `area`.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, area: &Rectangle) {
        for label in &self.labels {
            let y = area.y + label.line;
            canvas.line(
                &[(area.x, y), (area.right(), y)],
                GREY,
                1.2,
                Some((6.0, 4.0)),
            );
            let first = area.y + label.top + letters().leading() / 2.0;
            canvas.paragraph((area.right() + 8.0, first), &label.lines, letters());
        }
    }
}
