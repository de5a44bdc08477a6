//! Rows with long names, columns with short ones, and a cell where they meet.
//!
//! [`HeatMap`](super::HeatMap) and [`CategoryMap`](super::CategoryMap) fill the cells.

use super::canvas::{
    Align, Canvas, FAINT, GREY, INK, Letters, MARGIN, PAPER, Place, Rectangle, count_of,
};
use super::title::Title;
use super::{About, PlotError, colour};

/// A row of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Name, left of the cells; long names are broken into lines.
    pub label: String,
    /// Heading above the row; drawn where it differs from that of the row before. May be empty.
    pub group: String,
}

impl Row {
    /// A row without a heading.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            group: String::new(),
        }
    }

    /// A row under a heading.
    pub fn under(group: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            group: group.into(),
        }
    }
}

/// More rows or columns than this make a picture nobody can read.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 24;

const LABEL_SIZE: f64 = 12.5;
const HEAD_SIZE: f64 = 12.0;
/// Row names wider than this are broken into lines.
const WIDEST_LABEL: f64 = 380.0;
const ROW_HEIGHT: f64 = 21.0;
const GROUP_HEIGHT: f64 = 28.0;
/// From this many rows on, the column names are repeated below.
const REPEAT_HEADS_FROM: usize = 26;

/// Places of everything in a map.
pub(super) struct Grid<'a> {
    rows: &'a [Row],
    title: Title,
    heads: Vec<Vec<String>>,
    labels: Vec<Vec<String>>,
    /// Upper edge of each row, and the heading above it if it has one.
    tops: Vec<(f64, Option<&'a str>)>,
    cells_left: f64,
    cell_width: f64,
    heads_bottom: f64,
    cells_bottom: f64,
    /// Where the key (colour bar, symbols) may be drawn: left edge, upper edge, width.
    pub(super) key: (f64, f64, f64),
    pub(super) size: Place,
}

/// Checks the counts, so that drawing can rely on them.
pub(super) fn check_counts<T>(
    about: &About,
    rows: usize,
    columns: usize,
    cells: &[Vec<T>],
) -> Result<(), PlotError> {
    let picture = || about.name.clone();
    if rows == 0 || columns == 0 {
        let reason = "a map needs at least one row and one column".to_owned();
        return Err(PlotError::NothingToDraw {
            picture: picture(),
            reason,
        });
    }
    for (what, limit, actual) in [
        ("rows", MOST_ROWS, rows),
        ("columns", MOST_COLUMNS, columns),
    ] {
        if actual > limit {
            return Err(PlotError::TooLarge {
                picture: picture(),
                what: what.to_owned(),
                limit,
                actual,
            });
        }
    }
    if cells.len() != rows {
        let what = "rows of cells".to_owned();
        return Err(PlotError::Shape {
            picture: picture(),
            what,
            expected: rows,
            actual: cells.len(),
        });
    }
    for (number, row) in cells.iter().enumerate() {
        if row.len() != columns {
            let what = format!("cells in row {}", number + 1);
            return Err(PlotError::Shape {
                picture: picture(),
                what,
                expected: columns,
                actual: row.len(),
            });
        }
    }
    Ok(())
}

impl<'a> Grid<'a> {
    /// Lays the map out; `key_height` pixels above the cells are kept free, at least `key_width` wide.
    pub(super) fn lay_out(about: &About, rows: &'a [Row], columns: &[String], key: Place) -> Self {
        let (key_width, key_height) = key;
        let label = Letters::new(LABEL_SIZE);
        let labels: Vec<Vec<String>> = rows
            .iter()
            .map(|row| label.wrap_at_most(&row.label, WIDEST_LABEL, 6))
            .collect();
        let label_width = labels
            .iter()
            .map(|lines| label.widest(lines))
            .fold(60.0, f64::max)
            .ceil();

        let head = Letters::new(HEAD_SIZE).bold();
        let cell_width = if columns.len() > 8 { 66.0 } else { 88.0 };
        let heads: Vec<Vec<String>> = columns
            .iter()
            .map(|name| head.wrap_at_most(name, cell_width - 6.0, 6))
            .collect();
        let head_lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let head_height = 8.0 + count_of(head_lines) * head.leading();

        let cells_left = MARGIN + label_width + 10.0;
        let cells_width = count_of(columns.len()) * cell_width;
        let width = (cells_left + cells_width + MARGIN)
            .max(key_width + 2.0 * MARGIN)
            .max(420.0)
            .ceil();

        let title = Title::lay_out(&about.title, width);
        let key_top = title.bottom + 8.0;
        let heads_bottom = key_top + key_height + head_height + 6.0;

        let mut tops = Vec::new();
        let mut y = heads_bottom;
        let mut group = "";
        for (row, lines) in rows.iter().zip(&labels) {
            let heading =
                (row.group != group && !row.group.is_empty()).then_some(row.group.as_str());
            if heading.is_some() {
                y += GROUP_HEIGHT;
            }
            group = &row.group;
            tops.push((y, heading));
            y += row_height(lines);
        }
        let cells_bottom = y;
        let foot = if rows.len() >= REPEAT_HEADS_FROM {
            head_height + 4.0
        } else {
            0.0
        };
        Self {
            rows,
            title,
            heads,
            labels,
            tops,
            cells_left,
            cell_width,
            heads_bottom,
            cells_bottom,
            key: (MARGIN, key_top, width - 2.0 * MARGIN),
            size: (width, cells_bottom + foot + 14.0),
        }
    }

    fn column_left(&self, column: usize) -> f64 {
        self.cells_left + count_of(column) * self.cell_width
    }

    /// The place of a cell, if there is one.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Rectangle> {
        let (&(y, _), lines) = (self.tops.get(row)?, self.labels.get(row)?);
        self.heads.get(column)?;
        let x = self.column_left(column);
        Some(Rectangle {
            x,
            y,
            width: self.cell_width,
            height: row_height(lines),
        })
    }

    /// Title, names and mesh; `cell` fills the rectangle of row and column.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, cell: impl Fn(usize, usize, &Rectangle)) {
        self.title.draw(canvas);

        let head = Letters::new(HEAD_SIZE).bold().align(Align::Middle);
        let mut x = self.cells_left;
        for lines in &self.heads {
            let height = head.height(&lines[1..]);
            let middle = x + self.cell_width / 2.0;
            canvas.paragraph((middle, self.heads_bottom - 12.0 - height), lines, head);
            if self.rows.len() >= REPEAT_HEADS_FROM {
                canvas.paragraph((middle, self.cells_bottom + 14.0), lines, head);
            }
            x += self.cell_width;
        }

        for row in 0..self.rows.len() {
            for column in 0..self.heads.len() {
                if let Some(rectangle) = self.cell(row, column) {
                    cell(row, column, &rectangle);
                }
            }
        }
        let label = Letters::new(LABEL_SIZE);
        let cells_right = self.column_left(self.heads.len());
        self.mesh(canvas, cells_right);
        for (row, (lines, &(top, heading))) in self.labels.iter().zip(&self.tops).enumerate() {
            let height = row_height(lines);
            if let Some(heading) = heading {
                let bold = Letters::new(LABEL_SIZE).bold();
                let heading = bold.fit(heading, cells_right - MARGIN);
                canvas.text((MARGIN, top - GROUP_HEIGHT / 2.0 + 4.0), &heading, bold);
                canvas.line(
                    &[(MARGIN, top - 1.0), (self.cells_left, top - 1.0)],
                    GREY,
                    1.0,
                    None,
                );
            } else if row > 0 {
                canvas.line(&[(MARGIN, top), (self.cells_left, top)], FAINT, 0.6, None);
            }
            let lift = label.height(&lines[1..]) / 2.0;
            canvas.paragraph((MARGIN, top + height / 2.0 - lift), lines, label);
        }
    }

    /// White lines between the cells, drawn over them.
    fn mesh(&self, canvas: &Canvas<'_>, cells_right: f64) {
        let white = PAPER;
        for &(top, _) in &self.tops {
            canvas.line(
                &[(self.cells_left, top), (cells_right, top)],
                white,
                1.0,
                None,
            );
        }
        let top = self.tops.first().map_or(self.heads_bottom, |&(top, _)| top);
        let mut x = self.cells_left;
        for _ in 0..=self.heads.len() {
            canvas.line(&[(x, top), (x, self.cells_bottom)], white, 1.0, None);
            x += self.cell_width;
        }
    }
}

fn row_height(lines: &[String]) -> f64 {
    ROW_HEIGHT + Letters::new(LABEL_SIZE).height(&lines[1..])
}

/// The ground of a cell without a value, with a sign in its middle.
pub(super) fn empty_cell(canvas: &Canvas<'_>, rectangle: &Rectangle, sign: &str) {
    let (ground, lines) = colour::NO_VALUE;
    canvas.fill(rectangle, ground);
    canvas.hatch(rectangle, lines, 8.0);
    let letters = Letters::new(12.0).colour(INK).align(Align::Middle);
    let half = letters.width(sign) / 2.0 + 3.0;
    let (x, y) = rectangle.centre();
    canvas.fill(
        &Rectangle {
            x: x - half,
            y: y - 8.0,
            width: 2.0 * half,
            height: 16.0,
        },
        ground,
    );
    canvas.text((x, y), sign, letters);
}
