//! The title of a picture: bold, at the upper left.

use super::canvas::{Canvas, Letters, MARGIN};

/// A title in as many lines as it needs, up to four.
pub(super) struct Title {
    lines: Vec<String>,
    /// Lower edge of the title; what follows leaves some air.
    pub(super) bottom: f64,
}

const TOP: f64 = 14.0;

fn letters() -> Letters {
    Letters::new(15.0).bold()
}

impl Title {
    /// Lays the title out for a picture of this width.
    pub(super) fn lay_out(text: &str, width: f64) -> Self {
        let lines = letters().wrap_at_most(text, width - 2.0 * MARGIN, 4);
        let bottom = TOP + letters().height(&lines);
        Self { lines, bottom }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>) {
        canvas.paragraph(
            (MARGIN, TOP + letters().leading() / 2.0),
            &self.lines,
            letters(),
        );
    }
}
