//! Guides: lines of a known slope, and a place for their labels that covers no data.

use super::super::canvas::{Align, Canvas, GREY, Letters, PAPER, Place, Rectangle};
use super::super::frame::Frame;
use super::trace::between;
use super::{Guide, NOTE_SIZE};

/// The label of a guide where it covers least.
pub(super) struct PlacedLabel {
    text: String,
    ground: Rectangle,
}

fn letters() -> Letters {
    Letters::new(NOTE_SIZE).colour(GREY).align(Align::Middle)
}

impl PlacedLabel {
    pub(super) fn draw(&self, canvas: &Canvas<'_>) {
        canvas.text(self.ground.centre(), &self.text, letters());
    }
}

impl Guide {
    /// Draws the line and clears the place for its label, beside the line and off the `ink` of the data;
    /// the label itself is drawn later, above the data. A guide outside the chart is not drawn.
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        frame: &Frame,
        ink: &[Place],
    ) -> Option<PlacedLabel> {
        let start = (
            frame.x.position(self.through.0),
            frame.y.position(self.through.1),
        );
        let end_x = frame.x.position(self.until_x);
        // From positions in [0, 1] to axis coordinates and back: only the ratio of the spans matters.
        let rise = self.slope * (end_x - start.0) * frame.x.extent() / frame.y.extent();
        let (start, end) = clip(start, (end_x, start.1 + rise))?;
        let (start, end) = (frame.at(start), frame.at(end));
        canvas.line(&[start, end], GREY, 1.2, Some((3.0, 3.0)));

        let text = letters().fit(&self.label, frame.area.width / 2.0);
        let (width, height) = (letters().width(&text) + 6.0, NOTE_SIZE + 4.0);
        let candidates = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1]
            .into_iter()
            .flat_map(|share| {
                let (x, y) = between(start, end, share);
                let (aside, above) = (width / 2.0 + 4.0, height / 2.0 + 3.0);
                [
                    (x + aside, y + above),
                    (x - aside, y - above),
                    (x + aside, y - above),
                    (x - aside, y + above),
                ]
            });
        let cost = |place: &Rectangle| {
            let on_guide =
                (0..=60_u8).any(|i| place.holds(between(start, end, f64::from(i) / 60.0)));
            ink.iter().filter(|&&point| place.holds(point)).count()
                + if on_guide { 1000 } else { 0 }
        };
        let ground = candidates
            .map(|(x, y)| Rectangle {
                x: x - width / 2.0,
                y: y - height / 2.0,
                width,
                height,
            })
            .filter(|place| {
                place
                    .corners()
                    .iter()
                    .all(|&corner| frame.area.holds(corner))
            })
            .min_by_key(cost)?;
        canvas.area(&ground.corners(), PAPER, 0.85);
        Some(PlacedLabel { text, ground })
    }
}

/// The part of the segment inside the unit square.
fn clip(a: Place, b: Place) -> Option<(Place, Place)> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, step) in [(a.0, b.0 - a.0), (a.1, b.1 - a.1)] {
        if !start.is_finite() || !step.is_finite() {
            return None;
        }
        if step == 0.0 {
            if !(0.0..=1.0).contains(&start) {
                return None;
            }
            continue;
        }
        let (near, far) = (-start / step, (1.0 - start) / step);
        from = from.max(near.min(far));
        to = to.min(near.max(far));
    }
    (from < to).then(|| (between(a, b, from), between(a, b, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_chart_is_cut_off() {
        assert_eq!(clip((0.5, 0.5), (1.5, 0.5)), Some(((0.5, 0.5), (1.0, 0.5))));
        assert_eq!(
            clip((-1.0, -1.0), (2.0, 2.0)),
            Some(((0.0, 0.0), (1.0, 1.0)))
        );
        assert_eq!(clip((2.0, 0.0), (3.0, 1.0)), None);
        assert_eq!(clip((0.0, f64::NAN), (1.0, 1.0)), None);
        assert_eq!(clip((0.5, 0.5), (0.5, 0.5)), Some(((0.5, 0.5), (0.5, 0.5))));
    }
}
