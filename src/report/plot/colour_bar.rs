//! What the colours of a map mean: a strip of them with its ticks.

use plotters::style::RGBColor;

use super::axis::Span;
use super::canvas::{Align, Canvas, GREY, INK, Letters, Place, Rectangle};

/// Steps of the strip; more cannot be told apart.
const STEPS: u8 = 60;
const HEIGHT: f64 = 12.0;

/// Height of the strip with its tick labels in pixels.
pub(super) const BAR_HEIGHT: f64 = HEIGHT + 22.0;

/// Draws the strip with its upper left corner at `place`; `shade` is the colour at a position in [0, 1].
pub(super) fn draw_bar(
    canvas: &Canvas<'_>,
    span: &Span,
    (left, top): Place,
    width: f64,
    shade: impl Fn(f64) -> RGBColor,
) {
    for step in 0..STEPS {
        let share = |steps: f64| steps / f64::from(STEPS);
        // Each step reaches to the end and is covered by the next: no seams between them.
        let x = left + share(f64::from(step)) * width;
        let rest = Rectangle {
            x,
            y: top,
            width: left + width - x,
            height: HEIGHT,
        };
        canvas.fill(&rest, shade(share(f64::from(step) + 0.5)));
    }
    canvas.frame(
        &Rectangle {
            x: left,
            y: top,
            width,
            height: HEIGHT,
        },
        INK,
        0.8,
    );
    let letters = Letters::new(11.5).colour(GREY).align(Align::Middle);
    for tick in span.ticks(width, 48.0) {
        let Some(label) = &tick.label else { continue };
        let x = left + span.position(tick.value) * width;
        canvas.line(
            &[(x, top + HEIGHT), (x, top + HEIGHT + 4.0)],
            INK,
            1.0,
            None,
        );
        canvas.text((x, top + HEIGHT + 13.0), label, letters);
    }
}
