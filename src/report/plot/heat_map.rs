//! Numbers in a table, each also a colour: for example the gap between a formula and an oracle.

use plotters::style::RGBColor;

use super::axis::{Scale, Span, is_drawable};
use super::canvas::{self, Align, Canvas, Letters, Rectangle};
use super::colour_bar::{BAR_HEIGHT, draw_bar};
use super::csv_text::{csv_text, exact};
use super::grid::{Grid, Row, check_counts, empty_cell};
use super::legend::Legend;
use super::{About, LeftOut, Picture, PlotError, colour};
use crate::report::notation::{compact, fixed};

/// A table of numbers as colours, with the colour bar above.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeatMap {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// One for each row of cells.
    pub rows: Vec<Row>,
    /// Names of the columns, broken into lines where they are long.
    pub columns: Vec<String>,
    /// Row by row; `None` is drawn hatched with a dash.
    pub cells: Vec<Vec<Option<f64>>>,
    /// On a logarithmic scale the cells show log₁₀ of the value, and an exact zero shows "0" in the colour
    /// of the smallest value.
    pub scale: Scale,
    /// What the numbers are, above the colour bar: "largest relative gap; cells show its log₁₀".
    pub value_label: String,
    /// What an empty cell means; without a word here, "not applicable".
    pub empty_label: String,
    /// Cells (row, column) to be framed.
    pub flagged: Vec<(usize, usize)>,
    /// What the frame means: "disagrees".
    pub flagged_label: String,
}

const BAR_WIDTH: f64 = 300.0;
const TEXT_SIZE: f64 = 12.0;

/// The frame of flagged cells: neither viridis nor the hatching has this red.
const FLAG: RGBColor = RGBColor(0xd5, 0x2b, 0x1e);

impl HeatMap {
    /// Draws the map.
    ///
    /// # Errors
    /// [`PlotError::Shape`] if rows, columns and cells do not fit, [`PlotError::TooLarge`],
    /// or [`PlotError::NothingToDraw`] without rows or columns. A map of empty cells only is drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        check_counts(
            &self.about,
            self.rows.len(),
            self.columns.len(),
            &self.cells,
        )?;
        let mut left_out = LeftOut::default();
        let given = || self.cells.iter().flatten().filter_map(|cell| *cell);
        let values: Vec<f64> = given()
            .filter(|&value| !self.is_exact_zero(value) && left_out.admits(value, self.scale))
            .collect();
        let span = Span::tight(values, self.scale);

        let words = Letters::new(TEXT_SIZE);
        // The width is not known before the grid is laid out, and its height needs the key's: a first
        // grid without a key tells the width.
        let (_, _, width) =
            Grid::lay_out(&self.about, &self.rows, &self.columns, (BAR_WIDTH, 0.0)).key;
        let label = words.wrap_at_most(&self.value_label, width, 3);
        let label_height = 4.0 + words.height(&label);
        let signs = self.signs(given().any(|value| self.is_exact_zero(value)));
        let names: Vec<&str> = signs.iter().map(|&(_, name)| name).collect();
        let legend = Legend::lay_out(&names, width);
        let key_height = label_height + BAR_HEIGHT + legend.height + 14.0;
        let grid = Grid::lay_out(
            &self.about,
            &self.rows,
            &self.columns,
            (BAR_WIDTH, key_height),
        );

        canvas::draw(
            &self.about,
            grid.size,
            &left_out.notes(),
            self.csv(),
            |canvas| {
                let (left, top, _) = grid.key;
                canvas.paragraph((left, top + words.leading() / 2.0), &label, words);
                if let Some(span) = &span {
                    draw_bar(
                        canvas,
                        span,
                        (left, top + label_height),
                        BAR_WIDTH,
                        colour::sequential,
                    );
                }
                legend.draw(
                    canvas,
                    (left, top + label_height + BAR_HEIGHT + 6.0),
                    |entry, from, to| {
                        let sample = Rectangle {
                            x: from.0,
                            y: from.1 - 7.5,
                            width: to.0 - from.0,
                            height: 15.0,
                        };
                        signs[entry].0.draw(canvas, &sample);
                    },
                );
                grid.draw(canvas, |row, column, rectangle| {
                    self.draw_cell(canvas, self.cells[row][column], rectangle, span.as_ref());
                });
                for &(row, column) in &self.flagged {
                    if let Some(rectangle) = grid.cell(row, column) {
                        draw_flag(canvas, &rectangle);
                    }
                }
            },
        )
    }

    fn is_exact_zero(&self, value: f64) -> bool {
        self.scale == Scale::Log10 && value == 0.0
    }

    fn draw_cell(
        &self,
        canvas: &Canvas<'_>,
        value: Option<f64>,
        rectangle: &Rectangle,
        span: Option<&Span>,
    ) {
        let Some(value) = value else {
            return empty_cell(canvas, rectangle, "–");
        };
        if self.is_exact_zero(value) {
            return coloured_cell(canvas, rectangle, 0.0, "0");
        }
        if !is_drawable(value) || (self.scale == Scale::Log10 && value < 0.0) {
            let sign = match value {
                v if v.is_nan() => "?",
                v if v > 0.0 => "∞",
                v if v.is_infinite() => "−∞",
                _ => "< 0",
            };
            return empty_cell(canvas, rectangle, sign);
        }
        let text = match self.scale {
            Scale::Log10 => fixed(value.log10(), 1),
            Scale::Linear => compact(value, 3),
        };
        coloured_cell(
            canvas,
            rectangle,
            span.map_or(0.0, |span| span.position(value)),
            &text,
        );
    }

    /// The signs that occur and what they mean.
    fn signs(&self, has_zero: bool) -> Vec<(Sign, &str)> {
        let mut signs = Vec::new();
        if has_zero {
            signs.push((Sign::Zero, "exactly zero"));
        }
        if self.cells.iter().flatten().any(Option::is_none) {
            signs.push((Sign::Empty, word_or(&self.empty_label, "not applicable")));
        }
        if !self.flagged.is_empty() {
            signs.push((Sign::Flag, word_or(&self.flagged_label, "flagged")));
        }
        signs
    }

    fn csv(&self) -> String {
        let rows = self
            .rows
            .iter()
            .zip(&self.cells)
            .enumerate()
            .flat_map(|(r, (row, cells))| {
                self.columns
                    .iter()
                    .zip(cells)
                    .enumerate()
                    .map(move |(c, (column, cell))| {
                        let flag = if self.flagged.contains(&(r, c)) {
                            "yes"
                        } else {
                            ""
                        };
                        let value = cell.map(exact).unwrap_or_default();
                        let (group, label) = (row.group.as_str().into(), row.label.as_str().into());
                        vec![
                            group,
                            label,
                            column.as_str().into(),
                            value.into(),
                            flag.into(),
                        ]
                    })
            });
        csv_text(&["group", "row", "column", "value", "flagged"], rows)
    }
}

/// What the key explains besides the colours.
#[derive(Clone, Copy)]
enum Sign {
    Zero,
    Empty,
    Flag,
}

impl Sign {
    fn draw(self, canvas: &Canvas<'_>, rectangle: &Rectangle) {
        match self {
            Self::Zero => coloured_cell(canvas, rectangle, 0.0, "0"),
            Self::Empty => empty_cell(canvas, rectangle, "–"),
            Self::Flag => {
                coloured_cell(canvas, rectangle, 0.75, "");
                draw_flag(canvas, rectangle);
            }
        }
    }
}

fn coloured_cell(canvas: &Canvas<'_>, rectangle: &Rectangle, position: f64, text: &str) {
    let ground = colour::sequential(position);
    canvas.fill(rectangle, ground);
    let letters = Letters::new(TEXT_SIZE)
        .colour(colour::ink_on(ground))
        .align(Align::Middle);
    canvas.text(rectangle.centre(), text, letters);
}

fn draw_flag(canvas: &Canvas<'_>, rectangle: &Rectangle) {
    let Rectangle {
        x,
        y,
        width,
        height,
    } = *rectangle;
    let inner = Rectangle {
        x: x + 1.5,
        y: y + 1.5,
        width: width - 3.0,
        height: height - 3.0,
    };
    canvas.frame(&inner, FLAG, 2.5);
}

fn word_or<'a>(word: &'a str, otherwise: &'a str) -> &'a str {
    if word.trim().is_empty() {
        otherwise
    } else {
        word
    }
}
