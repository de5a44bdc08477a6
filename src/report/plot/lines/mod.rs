//! Lines and points over an axis: errors against step size, cost against size.

mod guide;
mod reference;
mod trace;

use self::guide::PlacedLabel;
use self::reference::{SideLabels, TopLabels};
use self::trace::Trace;
use super::axis::{Axis, Span, is_drawable};
use super::canvas::{self, MARGIN, Place, Rectangle};
use super::csv_text::{csv_text, exact};
use super::frame::{AxisLabel, Frame};
use super::legend::Legend;
use super::title::Title;
use super::{About, LeftOut, Picture, PlotError};

const WIDTH: f64 = 780.0;
const PLOT_HEIGHT: f64 = 340.0;
/// Size of the labels of references and guides.
const NOTE_SIZE: f64 = 12.0;

/// A chart of lines and points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineChart {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn; the order is that of the legend.
    pub series: Vec<Series>,
    /// Straight lines at one value of an axis.
    pub references: Vec<Reference>,
    /// Straight lines of a given slope, to compare with.
    pub guides: Vec<Guide>,
}

/// One line or cloud of points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Name in the legend; without a name it is not in the legend.
    pub name: String,
    /// Points (x, y) in the order in which they are joined. A point that cannot be drawn breaks the line.
    pub points: Vec<(f64, f64)>,
    /// How the points are joined.
    pub stroke: Stroke,
    /// Whether points are marked.
    pub markers: bool,
    /// Number of the colour and the marker; `None` means the place of the series in the chart.
    pub palette: Option<usize>,
    /// A shaded band of (x, low, high), in the colour of the series.
    pub band: Vec<(f64, f64, f64)>,
}

impl Series {
    /// Number of the colour black in the palette, after six others.
    pub const BLACK: usize = 6;

    /// A solid line with markers.
    pub fn line(name: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self {
            name: name.into(),
            points,
            markers: true,
            ..Self::default()
        }
    }

    /// A dashed black line without markers: a prediction beside measurements.
    pub fn prediction(name: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        let palette = Some(Self::BLACK);
        Self {
            name: name.into(),
            points,
            stroke: Stroke::Dashed,
            palette,
            ..Self::default()
        }
    }

    /// Points that are not joined.
    pub fn scatter(name: impl Into<String>, points: Vec<(f64, f64)>) -> Self {
        Self {
            name: name.into(),
            points,
            stroke: Stroke::None,
            markers: true,
            ..Self::default()
        }
    }
}

/// How the points of a series are joined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stroke {
    /// By a solid line.
    #[default]
    Solid,
    /// By a dashed line.
    Dashed,
    /// By a dotted line.
    Dotted,
    /// Not at all.
    None,
}

/// A line across the whole chart at one value, labelled outside the data.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// A vertical line, for example at a predicted optimum.
    Vertical {
        /// Where it crosses the horizontal axis.
        x: f64,
        /// Written above it.
        label: String,
    },
    /// A horizontal line, for example a rounding floor.
    Horizontal {
        /// Where it crosses the vertical axis.
        y: f64,
        /// Written at its right end.
        label: String,
    },
}

/// A straight line of known slope, drawn behind the data. On two logarithmic axes slope 2 is y ∝ x².
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Slope in the coordinates of the axes: decades per decade if both are logarithmic.
    pub slope: f64,
    /// A point of the line.
    pub through: (f64, f64),
    /// Where the line ends; it begins at `through`. What leaves the chart is cut off.
    pub until_x: f64,
    /// Written beside it, for example "slope 2".
    pub label: String,
}

impl LineChart {
    /// Draws the chart.
    ///
    /// # Errors
    /// [`PlotError::NothingToDraw`] if no point can be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let mut left_out = LeftOut::default();
        let traces: Vec<Trace<'_>> = self
            .series
            .iter()
            .enumerate()
            .map(|(number, series)| {
                Trace::new(series, number, (self.x.scale, self.y.scale), &mut left_out)
            })
            .collect();
        let (x, y) = self
            .spans(&traces)
            .ok_or_else(|| PlotError::NothingToDraw {
                picture: self.about.name.clone(),
                reason: "no point of any series can be drawn on these axes".to_owned(),
            })?;

        let title = Title::lay_out(&self.about.title, WIDTH);
        let y_label = AxisLabel::lay_out(&self.y.label, PLOT_HEIGHT);
        let left = Frame::room_left(&y, PLOT_HEIGHT, &y_label);
        let side_labels = SideLabels::lay_out(&self.references, &y, PLOT_HEIGHT);
        let plot_width = WIDTH - left - side_labels.width.max(MARGIN + 8.0);
        let x_label = AxisLabel::lay_out(&self.x.label, plot_width);
        let top_labels = TopLabels::lay_out(&self.references, &x, plot_width);
        let named: Vec<&Trace<'_>> = traces.iter().filter(|trace| trace.is_named()).collect();
        let names: Vec<&str> = named
            .iter()
            .map(|trace| trace.series.name.as_str())
            .collect();
        let legend_left = left.min(80.0);
        let legend = Legend::lay_out(&names, WIDTH - legend_left - MARGIN);

        let area = Rectangle {
            x: left,
            y: title.bottom + 8.0 + top_labels.height,
            width: plot_width,
            height: PLOT_HEIGHT,
        };
        let legend_top = area.bottom() + Frame::room_below(&x_label) + 8.0;
        let height = legend_top
            + if legend.height > 0.0 {
                legend.height + 12.0
            } else {
                0.0
            };
        let frame = Frame { area, x, y };
        canvas::draw(
            &self.about,
            (WIDTH, height),
            &left_out.notes(),
            self.csv(),
            |canvas| {
                title.draw(canvas);
                frame.draw(canvas, &x_label, &y_label);
                top_labels.draw(canvas, &area);
                side_labels.draw(canvas, &area);
                let ink: Vec<Place> = traces.iter().flat_map(|trace| trace.ink(&frame)).collect();
                let labels: Vec<PlacedLabel> = self
                    .guides
                    .iter()
                    .filter_map(|guide| guide.draw(canvas, &frame, &ink))
                    .collect();
                for trace in &traces {
                    trace.draw(canvas, &frame);
                }
                for label in &labels {
                    label.draw(canvas);
                }
                legend.draw(canvas, (legend_left, legend_top), |entry, from, to| {
                    named[entry].sample(canvas, from, to)
                });
            },
        )
    }

    /// What the axes must show: all points, bands and reference lines.
    fn spans(&self, traces: &[Trace<'_>]) -> Option<(Span, Span)> {
        let points = || traces.iter().flat_map(Trace::points);
        points().next()?;
        let bands = || traces.iter().flat_map(|trace| &trace.band);
        let vertical = self
            .references
            .iter()
            .filter_map(Reference::x)
            .filter(|&x| is_drawable(x));
        let horizontal = self
            .references
            .iter()
            .filter_map(Reference::y)
            .filter(|&y| is_drawable(y));
        let xs = points()
            .map(|p| p.0)
            .chain(bands().map(|b| b.0))
            .chain(vertical);
        let ys = points()
            .map(|p| p.1)
            .chain(bands().flat_map(|b| [b.1, b.2]))
            .chain(horizontal);
        Some((
            Span::around(xs, self.x.scale)?,
            Span::around(ys, self.y.scale)?,
        ))
    }

    fn csv(&self) -> String {
        let points = self.series.iter().flat_map(|series| {
            series.points.iter().map(|&(x, y)| {
                vec![
                    "point".into(),
                    series.name.as_str().into(),
                    exact(x).into(),
                    exact(y).into(),
                    "".into(),
                    "".into(),
                ]
            })
        });
        let bands = self.series.iter().flat_map(|series| {
            series.band.iter().map(|&(x, low, high)| {
                let (x, low, high) = (exact(x).into(), exact(low).into(), exact(high).into());
                vec![
                    "band".into(),
                    series.name.as_str().into(),
                    x,
                    "".into(),
                    low,
                    high,
                ]
            })
        });
        let references = self.references.iter().map(|reference| {
            let (label, x, y) = match reference {
                Reference::Vertical { x, label } => (label, exact(*x), String::new()),
                Reference::Horizontal { y, label } => (label, String::new(), exact(*y)),
            };
            vec![
                "reference".into(),
                label.as_str().into(),
                x.into(),
                y.into(),
                "".into(),
                "".into(),
            ]
        });
        csv_text(
            &["kind", "name", "x", "y", "low", "high"],
            points.chain(bands).chain(references),
        )
    }
}
