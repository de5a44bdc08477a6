//! Pictures: one drawing, three forms.
//!
//! Each kind of picture is a struct of plain data with a method `draw`. The drawing is made once, with
//! plotters, and handed out as an SVG whose letters are outlines (it looks the same on every
//! machine, and names no font), as a PNG of twice the size, and as the numbers in CSV.
//!
//! The same data give the same bytes: there is no clock, no random number and no system font here.
//!
//! What cannot be drawn (a value that is not finite, a negative one on a logarithmic axis) is left
//! out and counted in the caption; a picture with nothing left is [`PlotError::NothingToDraw`].

mod axis;
mod bars;
mod canvas;
mod category_map;
mod colour;
mod colour_bar;
mod csv_text;
mod font;
mod frame;
mod grid;
mod heat_map;
mod images;
mod legend;
mod lines;
mod marker;
mod matrix_picture;
mod outline;
mod title;

pub use axis::{Axis, Scale};
pub use bars::{BarChart, BarSeries};
pub use category_map::{Category, CategoryMap};
pub use grid::Row;
pub use heat_map::HeatMap;
pub use images::{GreyImage, ImageGrid};
pub use lines::{Guide, LineChart, Reference, Series, Stroke};
pub use matrix_picture::{Block, MatrixPanel, MatrixPicture};

use thiserror::Error;

/// What is said about a picture besides its data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// File name without extension: small letters, digits, `-` and `_`.
    pub name: String,
    /// Title, drawn above the data.
    pub title: String,
    /// What to see in the picture, in a sentence or two. Stands below it on the page.
    pub caption: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// File name without extension.
    pub name: String,
    /// Title, also drawn in the picture.
    pub title: String,
    /// What to see in it, and what was left out.
    pub caption: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Width in CSS pixels; the PNG is twice as wide.
    pub width: u32,
    /// Height in CSS pixels; the PNG is twice as high.
    pub height: u32,
    /// A self-contained SVG document, text as outlines.
    pub svg: String,
    /// The same drawing as a PNG at two pixels per CSS pixel.
    pub png: Vec<u8>,
    /// The numbers of the picture: a header line, then one line per value.
    pub data_csv: String,
}

/// Why a picture could not be drawn.
#[derive(Debug, Error)]
pub enum PlotError {
    /// No value is left that could be drawn.
    #[error("picture {picture}: {reason}")]
    NothingToDraw {
        /// Name of the picture.
        picture: String,
        /// What is missing.
        reason: String,
    },
    /// Rows, columns or labels do not fit each other.
    #[error("picture {picture}: {what}: expected {expected}, got {actual}")]
    Shape {
        /// Name of the picture.
        picture: String,
        /// What was counted.
        what: String,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        actual: usize,
    },
    /// The picture would be larger than a page can show.
    #[error("picture {picture}: {what}: at most {limit} can be drawn legibly, got {actual}")]
    TooLarge {
        /// Name of the picture.
        picture: String,
        /// What was counted.
        what: String,
        /// The most that is drawn.
        limit: usize,
        /// How many there are.
        actual: usize,
    },
    /// The drawing library refused; the text is its own.
    #[error("picture {picture}: cannot draw: {message}")]
    Drawing {
        /// Name of the picture.
        picture: String,
        /// What the library said.
        message: String,
    },
}

/// "1 value is", "3 values are": for the notes about what was left out.
fn count_of_values(count: usize) -> String {
    if count == 1 {
        "1 value is".to_owned()
    } else {
        format!("{count} values are")
    }
}

/// Counts the values that were left out and says why, in the caption.
#[derive(Debug, Default)]
struct LeftOut {
    not_finite: usize,
    not_positive: usize,
}

impl LeftOut {
    /// Whether `value` can be drawn on `scale`; if not, it is counted.
    fn admits(&mut self, value: f64, scale: Scale) -> bool {
        if !axis::is_drawable(value) {
            self.not_finite += 1;
            false
        } else if scale == Scale::Log10 && value <= 0.0 {
            self.not_positive += 1;
            false
        } else {
            true
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.not_finite > 0 {
            notes.push(format!(
                "{} not finite or too large to place, and left out.",
                count_of_values(self.not_finite)
            ));
        }
        if self.not_positive > 0 {
            notes.push(format!(
                "{} zero or negative and cannot stand on a logarithmic axis.",
                count_of_values(self.not_positive)
            ));
        }
        notes
    }
}
