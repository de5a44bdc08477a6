//! Verdicts in a table: who agrees, who refutes, who is blind.

use super::canvas::{self, Align, Canvas, GREY, Letters, Rectangle};
use super::csv_text::csv_text;
use super::grid::{Grid, Row, check_counts, empty_cell};
use super::legend::Legend;
use super::{About, Picture, PlotError, colour};
use crate::report::tone::Tone;

/// A table whose cells are one of a few categories, told apart by symbol and colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryMap {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// One for each row of cells.
    pub rows: Vec<Row>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// What a cell can be; the order is that of the legend.
    pub categories: Vec<Category>,
    /// Row by row, numbers into `categories`.
    pub cells: Vec<Vec<usize>>,
}

/// One thing a cell can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Name in the legend.
    pub name: String,
    /// Symbol in the cell, one or two signs.
    pub symbol: String,
    /// Colour of the cell; [`Tone::Neutral`] is hatched.
    pub tone: Tone,
}

impl Category {
    /// A category with the symbol of its tone.
    pub fn new(name: impl Into<String>, tone: Tone) -> Self {
        Self {
            name: name.into(),
            symbol: tone.symbol().to_owned(),
            tone,
        }
    }
}

impl CategoryMap {
    /// Draws the map.
    ///
    /// # Errors
    /// [`PlotError::Shape`] if rows, columns and cells do not fit or a cell names no category,
    /// [`PlotError::TooLarge`], or [`PlotError::NothingToDraw`] without rows or columns.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        check_counts(
            &self.about,
            self.rows.len(),
            self.columns.len(),
            &self.cells,
        )?;
        if let Some(&actual) = self
            .cells
            .iter()
            .flatten()
            .find(|&&cell| cell >= self.categories.len())
        {
            return Err(PlotError::Shape {
                picture: self.about.name.clone(),
                what: "a cell's category, counted from 0, must be below the number of categories"
                    .to_owned(),
                expected: self.categories.len(),
                actual,
            });
        }
        let names: Vec<&str> = self
            .categories
            .iter()
            .map(|category| category.name.as_str())
            .collect();
        // The width is not known before the grid is laid out, and its height needs the legend's: a
        // first grid without a legend tells the width.
        let (_, _, width) = Grid::lay_out(&self.about, &self.rows, &self.columns, (0.0, 0.0)).key;
        let legend = Legend::lay_out(&names, width);
        let grid = Grid::lay_out(
            &self.about,
            &self.rows,
            &self.columns,
            (width, legend.height + 6.0),
        );
        canvas::draw(&self.about, grid.size, &[], self.csv(), |canvas| {
            let (left, top, _) = grid.key;
            legend.draw(canvas, (left, top), |entry, from, to| {
                let rectangle = Rectangle {
                    x: from.0,
                    y: from.1 - 7.5,
                    width: to.0 - from.0,
                    height: 15.0,
                };
                draw_cell(canvas, &self.categories[entry], &rectangle);
                canvas.frame(&rectangle, GREY, 0.6);
            });
            grid.draw(canvas, |row, column, rectangle| {
                draw_cell(canvas, &self.categories[self.cells[row][column]], rectangle);
            });
        })
    }

    fn csv(&self) -> String {
        let rows = self.rows.iter().zip(&self.cells).flat_map(|(row, cells)| {
            self.columns.iter().zip(cells).map(|(column, &cell)| {
                let name = self
                    .categories
                    .get(cell)
                    .map_or("", |category| &category.name);
                vec![
                    row.group.as_str().into(),
                    row.label.as_str().into(),
                    column.as_str().into(),
                    name.into(),
                ]
            })
        });
        csv_text(&["group", "row", "column", "category"], rows)
    }
}

fn draw_cell(canvas: &Canvas<'_>, category: &Category, rectangle: &Rectangle) {
    if category.tone == Tone::Neutral {
        return empty_cell(canvas, rectangle, &category.symbol);
    }
    let ground = colour::of_tone(category.tone);
    canvas.fill(rectangle, ground);
    let letters = Letters::new(13.0)
        .bold()
        .colour(colour::ink_on(ground))
        .align(Align::Middle);
    canvas.text(rectangle.centre(), &category.symbol, letters);
}
