//! The key to a picture: it stands below the data and never on them.

use super::canvas::{Canvas, Letters, Place};

/// Width of the sample of line or colour before each name.
const SAMPLE: f64 = 34.0;
const SIZE: f64 = 12.5;
const GAP: f64 = 22.0;

/// Names in rows, as many beside each other as fit.
pub(super) struct Legend {
    /// For each entry: place of its upper left corner, and its name in lines.
    entries: Vec<(Place, Vec<String>)>,
    pub(super) height: f64,
}

impl Legend {
    /// Lays the names out within `width` pixels.
    pub(super) fn lay_out<S: AsRef<str>>(names: &[S], width: f64) -> Self {
        let letters = Letters::new(SIZE);
        let room = (width - SAMPLE - 8.0).max(60.0);
        let names: Vec<Vec<String>> = names
            .iter()
            .map(|name| letters.wrap_at_most(name.as_ref(), room, 3))
            .collect();
        let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
        let mut entries = Vec::new();
        for lines in names {
            let needed = SAMPLE + 8.0 + letters.widest(&lines);
            if x > 0.0 && x + needed > width {
                x = 0.0;
                y += row_height + 4.0;
                row_height = 0.0;
            }
            let rows = letters.height(&lines);
            row_height = row_height.max(rows);
            entries.push(((x, y), lines));
            x += needed + GAP;
        }
        Self {
            height: if entries.is_empty() {
                0.0
            } else {
                y + row_height
            },
            entries,
        }
    }

    /// Draws the legend with its upper left corner at `origin`; `sample` draws the sign of one entry
    /// between two places.
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        origin: Place,
        sample: impl Fn(usize, Place, Place),
    ) {
        let letters = Letters::new(SIZE);
        for (number, ((x, y), lines)) in self.entries.iter().enumerate() {
            let (x, middle) = (origin.0 + x, origin.1 + y + letters.leading() / 2.0);
            sample(number, (x, middle), (x + SAMPLE, middle));
            canvas.paragraph((x + SAMPLE + 8.0, middle), lines, letters);
        }
    }
}
