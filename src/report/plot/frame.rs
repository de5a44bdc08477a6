//! The two axes around the data of a chart.

use super::axis::{Span, Tick};
use super::canvas::{Align, Canvas, FAINT, GREY, INK, Letters, Place, Rectangle};

const TICK_SIZE: f64 = 12.0;
const LABEL_SIZE: f64 = 13.0;
/// Room for a tick label along the axis: across for the horizontal axis, up for the vertical one.
const TICK_ROOM: (f64, f64) = (46.0, 30.0);
/// An axis label takes at most this many lines.
const LABEL_LINES: usize = 3;

/// The plotting area with a span on each axis.
pub(super) struct Frame {
    pub(super) area: Rectangle,
    pub(super) x: Span,
    pub(super) y: Span,
}

/// The label of an axis in lines.
pub(super) struct AxisLabel(Vec<String>);

impl AxisLabel {
    /// The label of an axis of `length` pixels.
    pub(super) fn lay_out(text: &str, length: f64) -> Self {
        Self(Letters::new(LABEL_SIZE).wrap_at_most(text, length, LABEL_LINES))
    }

    /// How much it takes away from the chart.
    fn depth(&self) -> f64 {
        Letters::new(LABEL_SIZE).height(&self.0)
    }
}

impl Frame {
    /// Pixels left of the area for the vertical axis with its label.
    pub(super) fn room_left(y: &Span, height: f64, label: &AxisLabel) -> f64 {
        26.0 + tick_label_width(y, height) + label.depth()
    }

    /// Pixels below the area for the horizontal axis with its label.
    pub(super) fn room_below(label: &AxisLabel) -> f64 {
        34.0 + label.depth()
    }

    pub(super) fn place(&self, x: f64, y: f64) -> Place {
        self.at((self.x.position(x), self.y.position(y)))
    }

    /// The place of positions in [0, 1] on both axes.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> Place {
        (
            self.area.x + x * self.area.width,
            self.area.bottom() - y * self.area.height,
        )
    }

    /// Mesh, frame, ticks and the labels of both axes.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, x_label: &AxisLabel, y_label: &AxisLabel) {
        let Rectangle {
            x: left,
            y: top,
            height,
            ..
        } = self.area;
        draw_x_axis(canvas, &self.area, &self.x, x_label);
        let small = Letters::new(TICK_SIZE).colour(GREY).align(Align::End);
        for tick in self.y.ticks(height, TICK_ROOM.1) {
            let y = self.area.bottom() - self.y.position(tick.value) * height;
            if let Some(label) = &tick.label {
                canvas.line(&[(left, y), (self.area.right(), y)], FAINT, 1.0, None);
                canvas.text((left - 9.0, y), label, small);
            }
            canvas.line(&[(left - reach(&tick), y), (left, y)], INK, 1.0, None);
        }
        canvas.frame(&self.area, INK, 1.0);

        let words = Letters::new(LABEL_SIZE).align(Align::Middle).upwards();
        let mut x = left - 16.0 - tick_label_width(&self.y, height) - words.leading() / 2.0;
        for line in y_label.0.iter().rev() {
            canvas.text((x, top + height / 2.0), line, words);
            x -= words.leading();
        }
    }
}

/// Ticks below `area`, their lines across it, and the label.
pub(super) fn draw_x_axis(canvas: &Canvas<'_>, area: &Rectangle, span: &Span, label: &AxisLabel) {
    let small = Letters::new(TICK_SIZE).colour(GREY).align(Align::Middle);
    for tick in span.ticks(area.width, TICK_ROOM.0) {
        let x = area.x + span.position(tick.value) * area.width;
        if let Some(label) = &tick.label {
            canvas.line(&[(x, area.y), (x, area.bottom())], FAINT, 1.0, None);
            canvas.text((x, area.bottom() + 16.0), label, small);
        }
        canvas.line(
            &[(x, area.bottom()), (x, area.bottom() + reach(&tick))],
            INK,
            1.0,
            None,
        );
    }
    let words = Letters::new(LABEL_SIZE).align(Align::Middle);
    let first = area.bottom() + 30.0 + words.leading() / 2.0;
    canvas.paragraph((area.centre().0, first), &label.0, words);
}

fn reach(tick: &Tick) -> f64 {
    if tick.label.is_some() { 5.0 } else { 3.0 }
}

/// Width of the labels on a vertical axis.
fn tick_label_width(span: &Span, height: f64) -> f64 {
    let labels: Vec<String> = span
        .ticks(height, TICK_ROOM.1)
        .into_iter()
        .filter_map(|tick| tick.label)
        .collect();
    Letters::new(TICK_SIZE).widest(&labels)
}
