//! The shapes of data points, so that series differ without colour.

use plotters::style::RGBColor;

use super::canvas::{Canvas, PAPER, Place, Rectangle};

/// The shape of a data point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Disc,
    Square,
    Triangle,
    Diamond,
    Cross,
    Ring,
    TriangleDown,
}

impl Marker {
    /// The marker of the series with this number.
    pub(super) fn of(series: usize) -> Self {
        const ALL: [Marker; 7] = [
            Marker::Disc,
            Marker::Square,
            Marker::Triangle,
            Marker::Diamond,
            Marker::Cross,
            Marker::Ring,
            Marker::TriangleDown,
        ];
        ALL[series % ALL.len()]
    }

    /// Draws the marker; all shapes look equally large at the same radius.
    pub(super) fn draw(self, canvas: &Canvas<'_>, (x, y): Place, colour: RGBColor, radius: f64) {
        let r = radius;
        match self {
            Self::Disc => canvas.disc((x, y), r, colour),
            Self::Ring => {
                canvas.disc((x, y), r * 1.1, colour);
                canvas.disc((x, y), r * 0.55, PAPER);
            }
            Self::Square => {
                let (half, side) = (0.9 * r, 1.8 * r);
                canvas.fill(
                    &Rectangle {
                        x: x - half,
                        y: y - half,
                        width: side,
                        height: side,
                    },
                    colour,
                );
            }
            Self::Triangle | Self::TriangleDown => {
                let up = if self == Self::Triangle { r } else { -r };
                let corners = [
                    (x, y - 1.2 * up),
                    (x + 1.1 * r, y + 0.8 * up),
                    (x - 1.1 * r, y + 0.8 * up),
                ];
                canvas.area(&corners, colour, 1.0);
            }
            Self::Diamond => {
                let d = 1.3 * r;
                canvas.area(
                    &[(x, y - d), (x + d, y), (x, y + d), (x - d, y)],
                    colour,
                    1.0,
                );
            }
            Self::Cross => {
                canvas.line(&[(x - r, y - r), (x + r, y + r)], colour, 0.6 * r, None);
                canvas.line(&[(x - r, y + r), (x + r, y - r)], colour, 0.6 * r, None);
            }
        }
    }
}
