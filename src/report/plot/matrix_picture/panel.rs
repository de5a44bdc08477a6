//! One matrix of a picture: where it stands, its cells and the outlines of its blocks.

use super::super::axis::{Scale, Span, is_drawable};
use super::super::canvas::{Align, Canvas, INK, Letters, MARGIN, PAPER, Rectangle, count_of};
use super::super::{LeftOut, colour};
use super::{Block, MatrixPanel};

const GAP: f64 = 28.0;
const TITLE_SIZE: f64 = 13.0;
const LABEL_SIZE: f64 = 12.0;
/// Even a single column gets this width, for its title and colour bar.
const NARROWEST: f64 = 120.0;
/// A matrix is not drawn higher than this.
const TALLEST: f64 = 480.0;
/// Shades on each side of zero.
const SHADES: f64 = 32.0;

/// A panel at its place.
pub(super) struct Placed<'a> {
    panel: &'a MatrixPanel,
    title: Vec<String>,
    title_top: f64,
    width: f64,
    matrix: Rectangle,
    cell: f64,
    /// Lower edge of everything that belongs to the panel.
    pub(super) bottom: f64,
}

fn title_letters() -> Letters {
    Letters::new(TITLE_SIZE).bold()
}

impl<'a> Placed<'a> {
    /// Rows of panels from `top` on, each panel no wider than it needs to be, with `below` pixels free
    /// under it.
    pub(super) fn all(panels: &'a [MatrixPanel], width: f64, top: f64, below: f64) -> Vec<Self> {
        let per_row = match panels.len() {
            0..=4 => 4,
            5 | 6 | 9 => 3,
            _ => 4,
        };
        let mut placed: Vec<Self> = Vec::new();
        let mut y = top;
        for row in panels.chunks(per_row) {
            let cell = cell_size(row, width);
            let title_width = |panel: &MatrixPanel| {
                if row.len() == 1 {
                    panel_width(panel, cell).max(super::NARROWEST - 2.0 * MARGIN)
                } else {
                    panel_width(panel, cell)
                }
            };
            let titles: Vec<Vec<String>> = row
                .iter()
                .map(|panel| title_letters().wrap_at_most(&panel.title, title_width(panel), 4))
                .collect();
            let title_lines = titles.iter().map(Vec::len).max().unwrap_or(0);
            let above = row
                .iter()
                .map(|panel| panel.label_room(cell, Edge::Above))
                .fold(0.0, f64::max);
            let matrix_top = y + count_of(title_lines) * title_letters().leading() + 6.0 + above;
            let mut x = MARGIN;
            let mut row_bottom = y;
            for (panel, title) in row.iter().zip(titles) {
                let matrix = Rectangle {
                    x,
                    y: matrix_top,
                    width: cell * count_of(panel.columns()),
                    height: cell * count_of(panel.entries.len()),
                };
                let bottom = matrix.bottom() + panel.label_room(cell, Edge::Below) + below;
                let width = panel_width(panel, cell);
                placed.push(Self {
                    panel,
                    title,
                    title_top: y,
                    width,
                    matrix,
                    cell,
                    bottom,
                });
                row_bottom = f64::max(row_bottom, bottom);
                x += width + GAP;
            }
            y = row_bottom + 22.0;
        }
        placed
    }

    pub(super) fn left(&self) -> f64 {
        self.matrix.x
    }

    pub(super) fn width(&self) -> f64 {
        self.width
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, span: &Span) {
        let first = self.title_top + title_letters().leading() / 2.0;
        canvas.paragraph((self.matrix.x, first), &self.title, title_letters());
        self.draw_entries(canvas, span);
        canvas.frame(&self.matrix, INK, 1.0);
        for block in &self.panel.blocks {
            self.draw_block(canvas, block);
        }
    }

    /// Entries by shade, so that cells of one colour are one shape in the SVG.
    fn draw_entries(&self, canvas: &Canvas<'_>, span: &Span) {
        let mut shaded: Vec<(i64, Rectangle)> = Vec::new();
        for (i, row) in self.panel.entries.iter().enumerate() {
            for (j, &entry) in row.iter().enumerate() {
                let cell = Rectangle {
                    x: self.matrix.x + count_of(j) * self.cell,
                    y: self.matrix.y + count_of(i) * self.cell,
                    width: self.cell,
                    height: self.cell,
                };
                if !is_drawable(entry) {
                    let (ground, lines) = colour::NO_VALUE;
                    canvas.fill(&cell, ground);
                    canvas.hatch(&cell, lines, (self.cell / 2.0).max(2.0));
                } else if entry != 0.0 {
                    shaded.push((shade(span, entry), cell));
                }
            }
        }
        shaded.sort_by_key(|&(shade, _)| shade);
        for (shade, cell) in shaded {
            canvas.fill(&cell, colour::diverging(shade_position(shade)));
        }
    }

    /// The outline of a block and its name: beside the matrix, or inside on a white ground.
    fn draw_block(&self, canvas: &Canvas<'_>, block: &Block) {
        let outline = Rectangle {
            x: self.matrix.x + count_of(block.columns.start) * self.cell,
            y: self.matrix.y + count_of(block.rows.start) * self.cell,
            width: count_of(block.columns.len()) * self.cell,
            height: count_of(block.rows.len()) * self.cell,
        };
        canvas.frame(&outline, INK, 2.0);
        let letters = Letters::new(LABEL_SIZE).align(Align::Middle);
        let lines = block.lines(self.cell);
        let height = count_of(lines.len()) * letters.leading();
        let (x, y) = outline.centre();
        let top = match block.edge(self.panel.entries.len()) {
            Edge::Above => outline.y - height - 4.0,
            Edge::Below => outline.bottom() + 5.0,
            Edge::Inside => {
                let width = letters.widest(&lines) + 8.0;
                let ground = Rectangle {
                    x: x - width / 2.0,
                    y: y - height / 2.0 - 1.0,
                    width,
                    height: height + 2.0,
                };
                canvas.area(&ground.corners(), PAPER, 0.85);
                y - height / 2.0
            }
        };
        canvas.paragraph((x, top + letters.leading() / 2.0), &lines, letters);
    }
}

fn panel_width(panel: &MatrixPanel, cell: f64) -> f64 {
    (cell * count_of(panel.columns())).max(NARROWEST)
}

/// The size of a cell in a row of panels: one for all of them, so that sizes compare.
fn cell_size(panels: &[MatrixPanel], width: f64) -> f64 {
    let gaps = GAP * count_of(panels.len() - 1);
    let mut cell = 26.0_f64;
    // Matrices narrower than their titles leave less for the others, which may make more of them
    // too narrow: a few rounds settle it.
    for _ in 0..panels.len() {
        let is_narrow = |panel: &&MatrixPanel| cell * count_of(panel.columns()) < NARROWEST;
        let narrow = count_of(panels.iter().filter(is_narrow).count());
        let columns: f64 = panels
            .iter()
            .filter(|panel| !is_narrow(panel))
            .map(|panel| count_of(panel.columns()))
            .sum();
        if columns > 0.0 {
            cell = cell.min((width - 2.0 * MARGIN - gaps - narrow * NARROWEST) / columns);
        }
    }
    let rows = panels
        .iter()
        .map(|panel| panel.entries.len())
        .max()
        .unwrap_or(1);
    let cell = cell.min(TALLEST / count_of(rows));
    // Whole pixels keep neighbouring cells free of seams.
    if cell >= 2.0 {
        cell.floor()
    } else {
        cell.max(0.2)
    }
}

/// Where the name of a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Above,
    Below,
    Inside,
}

impl Block {
    /// The name stands outside of the matrix where the block reaches its edge, so that it covers nothing.
    fn edge(&self, rows: usize) -> Edge {
        if self.rows.start == 0 {
            Edge::Above
        } else if self.rows.end == rows {
            Edge::Below
        } else {
            Edge::Inside
        }
    }

    fn lines(&self, cell: f64) -> Vec<String> {
        Letters::new(LABEL_SIZE).wrap_at_most(
            &self.label,
            (count_of(self.columns.len()) * cell - 4.0).max(28.0),
            4,
        )
    }
}

impl MatrixPanel {
    pub(super) fn columns(&self) -> usize {
        self.entries.first().map_or(0, Vec::len)
    }

    /// The largest size of an entry.
    pub(super) fn bound(&self, left_out: &mut LeftOut) -> f64 {
        let entries = self.entries.iter().flatten().copied();
        entries
            .filter(|&entry| left_out.admits(entry, Scale::Linear))
            .map(f64::abs)
            .fold(0.0, f64::max)
    }

    /// Room for block names above or below the matrix.
    fn label_room(&self, cell: f64, edge: Edge) -> f64 {
        let leading = Letters::new(LABEL_SIZE).leading();
        let blocks = self
            .blocks
            .iter()
            .filter(|block| block.edge(self.entries.len()) == edge);
        let lines = blocks
            .map(|block| block.lines(cell).len())
            .max()
            .unwrap_or(0);
        if lines == 0 {
            0.0
        } else {
            count_of(lines) * leading + 6.0
        }
    }
}

/// The shade of an entry, from −32 to 32. An entry that is not zero is never quite white.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the value is rounded and lies between −32 and 32"
)]
fn shade(span: &Span, entry: f64) -> i64 {
    let signed = 2.0 * span.position(entry) - 1.0;
    let shade = (signed * SHADES).round() as i64;
    if shade == 0 {
        if entry > 0.0 { 1 } else { -1 }
    } else {
        shade
    }
}

#[allow(clippy::cast_precision_loss, reason = "shades lie between −32 and 32")]
fn shade_position(shade: i64) -> f64 {
    shade as f64 / SHADES
}
