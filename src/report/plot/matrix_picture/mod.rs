//! Matrices as pictures: every entry a small coloured square, named blocks outlined.

mod panel;

use std::ops::Range;

use self::panel::Placed;
use super::axis::Span;
use super::canvas::{self, Letters, MARGIN};
use super::colour_bar::{BAR_HEIGHT, draw_bar};
use super::csv_text::{csv_text, exact};
use super::title::Title;
use super::{About, LeftOut, Picture, PlotError, colour};

/// One or more matrices side by side, white where an entry is zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatrixPicture {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// The matrices, from left to right, broken into rows where they do not fit.
    pub panels: Vec<MatrixPanel>,
    /// What an entry is, beside the colour bar: "∂²f/∂xᵢ∂xⱼ".
    pub value_label: String,
    /// Whether all panels share one colour scale. Otherwise each has its own bar.
    pub shared_scale: bool,
}

/// One matrix.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatrixPanel {
    /// Written above the matrix.
    pub title: String,
    /// Row by row; entries that are not finite are hatched.
    pub entries: Vec<Vec<f64>>,
    /// Parts to be outlined and named.
    pub blocks: Vec<Block>,
}

/// A part of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its name, written above or below the matrix, or inside if the block reaches neither edge.
    pub label: String,
    /// Its rows.
    pub rows: Range<usize>,
    /// Its columns.
    pub columns: Range<usize>,
}

const WIDTH: f64 = 780.0;
/// Even the picture of a small matrix has room for its title.
const NARROWEST: f64 = 440.0;
/// Entries of one picture; each is a shape in the SVG.
const MOST_ENTRIES: usize = 60_000;
/// The widest colour bar.
const BAR_WIDTH: f64 = 300.0;

impl MatrixPicture {
    /// Draws the matrices.
    ///
    /// # Errors
    /// [`PlotError::NothingToDraw`] without panels or with an empty matrix, [`PlotError::Shape`] for
    /// ragged rows or blocks outside of their matrix, [`PlotError::TooLarge`] above 60 000 entries.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let mut left_out = LeftOut::default();
        let bounds: Vec<f64> = self
            .panels
            .iter()
            .map(|panel| panel.bound(&mut left_out))
            .collect();
        let common = bounds.iter().copied().fold(0.0, f64::max);
        let span = |own: f64| Span::symmetric(if self.shared_scale { common } else { own });

        let below = if self.shared_scale {
            0.0
        } else {
            BAR_HEIGHT + 14.0
        };
        // The width depends on the matrices and their place on the height of the title: a first round
        // tells the width.
        let rights = Placed::all(&self.panels, WIDTH, 0.0, below);
        let right = rights
            .iter()
            .map(|place| place.left() + place.width())
            .fold(0.0, f64::max);
        let width = (right + MARGIN).max(NARROWEST);
        let title = Title::lay_out(&self.about.title, width);
        let placed = Placed::all(&self.panels, WIDTH, title.bottom + 8.0, below);
        let bottom = placed.iter().map(|place| place.bottom).fold(0.0, f64::max) + 16.0;
        let words = Letters::new(12.0);
        let scales = if self.shared_scale || self.panels.len() == 1 {
            ""
        } else {
            "; every matrix has a scale of its own"
        };
        let label = words.wrap_at_most(
            &format!("{}{scales}", self.value_label),
            width - 2.0 * MARGIN,
            3,
        );
        let label_bottom = bottom + words.height(&label);
        let height = label_bottom
            + if self.shared_scale {
                BAR_HEIGHT + 14.0
            } else {
                8.0
            };
        let signed = |position: f64| colour::diverging(2.0 * position - 1.0);
        canvas::draw(
            &self.about,
            (width, height),
            &left_out.notes(),
            self.csv(),
            |canvas| {
                title.draw(canvas);
                for (place, &bound) in placed.iter().zip(&bounds) {
                    place.draw(canvas, &span(bound));
                    if !self.shared_scale {
                        let width = place.width().min(BAR_WIDTH);
                        draw_bar(
                            canvas,
                            &span(bound),
                            (place.left(), place.bottom - BAR_HEIGHT),
                            width,
                            signed,
                        );
                    }
                }
                canvas.paragraph((MARGIN, bottom + words.leading() / 2.0), &label, words);
                if self.shared_scale {
                    draw_bar(
                        canvas,
                        &span(common),
                        (MARGIN, label_bottom + 6.0),
                        BAR_WIDTH,
                        signed,
                    );
                }
            },
        )
    }

    fn check(&self) -> Result<(), PlotError> {
        let picture = || self.about.name.clone();
        let nothing = |reason: &str| PlotError::NothingToDraw {
            picture: picture(),
            reason: reason.to_owned(),
        };
        if self.panels.is_empty() {
            return Err(nothing("there is no matrix"));
        }
        let mut entries = 0;
        for panel in &self.panels {
            let columns = panel.columns();
            if columns == 0 {
                return Err(nothing("a matrix has no entries"));
            }
            for (number, row) in panel.entries.iter().enumerate() {
                if row.len() != columns {
                    let what = format!("entries in row {} of {}", number + 1, panel.title);
                    return Err(PlotError::Shape {
                        picture: picture(),
                        what,
                        expected: columns,
                        actual: row.len(),
                    });
                }
            }
            for block in &panel.blocks {
                for (what, range, size) in [
                    ("rows", &block.rows, panel.entries.len()),
                    ("columns", &block.columns, columns),
                ] {
                    if range.end > size || range.start >= range.end {
                        let what = format!(
                            "last of the {what} {}..{} of block {}",
                            range.start, range.end, block.label
                        );
                        return Err(PlotError::Shape {
                            picture: picture(),
                            what,
                            expected: size,
                            actual: range.end,
                        });
                    }
                }
            }
            entries += columns * panel.entries.len();
        }
        if entries > MOST_ENTRIES {
            let what = "matrix entries".to_owned();
            return Err(PlotError::TooLarge {
                picture: picture(),
                what,
                limit: MOST_ENTRIES,
                actual: entries,
            });
        }
        Ok(())
    }

    fn csv(&self) -> String {
        let rows = self.panels.iter().flat_map(|panel| {
            panel.entries.iter().enumerate().flat_map(move |(i, row)| {
                row.iter().enumerate().map(move |(j, &entry)| {
                    let (i, j) = ((i + 1).to_string(), (j + 1).to_string());
                    vec![
                        panel.title.as_str().into(),
                        i.into(),
                        j.into(),
                        exact(entry).into(),
                    ]
                })
            })
        });
        csv_text(&["matrix", "row", "column", "entry"], rows)
    }
}
