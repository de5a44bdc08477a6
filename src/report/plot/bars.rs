//! Bars beside each other: times, ratios, counts caught.

use super::axis::{Axis, Scale, Span, is_drawable};
use super::canvas::{self, Align, Canvas, GREY, INK, Letters, MARGIN, PAPER, Rectangle, count_of};
use super::csv_text::{csv_text, exact};
use super::frame::{AxisLabel, Frame, draw_x_axis};
use super::legend::Legend;
use super::title::Title;
use super::{About, LeftOut, Picture, PlotError, colour};
use crate::report::notation::compact;

/// Groups of horizontal bars; the names of the groups stand on the left and may be long.
///
/// Bars begin at the reference line if there is one (a ratio of ½ reaches as far to the left as 2
/// to the right on a logarithmic axis), otherwise at zero or at the end of the axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarChart {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// What the bars measure.
    pub value: Axis,
    /// Names of the groups, from top to bottom.
    pub groups: Vec<String>,
    /// One bar in each group for each series.
    pub series: Vec<BarSeries>,
    /// A vertical line, for example at the ratio 1, with its label.
    pub reference: Option<(f64, String)>,
}

/// Bars of one colour.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarSeries {
    /// Name in the legend; without a name it is not in the legend.
    pub name: String,
    /// One value for each group; `None` leaves a gap marked with a dash.
    pub values: Vec<Option<f64>>,
}

const WIDTH: f64 = 780.0;
const LABEL_SIZE: f64 = 12.5;
const BAR: f64 = 16.0;
const GROUP_GAP: f64 = 12.0;
const MOST_BARS: usize = 300;

impl BarChart {
    /// Draws the chart.
    ///
    /// # Errors
    /// [`PlotError::Shape`] if a series has not one value for each group, [`PlotError::TooLarge`] above
    /// 300 bars, [`PlotError::NothingToDraw`] if no value can be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let mut left_out = LeftOut::default();
        let span = self.span(&mut left_out)?;
        let label = Letters::new(LABEL_SIZE);
        let labels: Vec<Vec<String>> = self
            .groups
            .iter()
            .map(|name| label.wrap_at_most(name, 280.0, 6))
            .collect();
        let left = MARGIN
            + labels
                .iter()
                .map(|lines| label.widest(lines))
                .fold(40.0, f64::max)
            + 12.0;
        let bars = count_of(self.series.len()) * BAR;
        let heights: Vec<f64> = labels
            .iter()
            .map(|lines| label.height(lines).max(bars) + GROUP_GAP)
            .collect();

        let title = Title::lay_out(&self.about.title, WIDTH);
        let top = title.bottom + if self.reference.is_some() { 28.0 } else { 10.0 };
        let named: Vec<usize> = (0..self.series.len())
            .filter(|&i| !self.series[i].name.trim().is_empty())
            .collect();
        let names: Vec<&str> = named
            .iter()
            .map(|&i| self.series[i].name.as_str())
            .collect();
        let legend = Legend::lay_out(&names, WIDTH - 2.0 * MARGIN);
        let area = Rectangle {
            x: left,
            y: top,
            width: WIDTH - left - 30.0,
            height: heights.iter().sum::<f64>() + GROUP_GAP / 2.0,
        };
        let x_label = AxisLabel::lay_out(&self.value.label, area.width);
        let legend_top = area.bottom() + Frame::room_below(&x_label) + 8.0;
        let height = legend_top + legend.height + if legend.height > 0.0 { 12.0 } else { 0.0 };

        canvas::draw(
            &self.about,
            (WIDTH, height),
            &left_out.notes(),
            self.csv(),
            |canvas| {
                title.draw(canvas);
                draw_x_axis(canvas, &area, &span, &x_label);
                canvas.line(
                    &[(area.x, area.bottom()), (area.right(), area.bottom())],
                    INK,
                    1.0,
                    None,
                );
                let mut y = top + GROUP_GAP / 2.0;
                for (group, (lines, group_height)) in labels.iter().zip(&heights).enumerate() {
                    let middle = y + (group_height - GROUP_GAP) / 2.0;
                    let lift = label.height(&lines[1..]) / 2.0;
                    canvas.paragraph((left - 10.0, middle - lift), lines, label.align(Align::End));
                    let mut bar_top = middle - bars / 2.0;
                    for (number, series) in self.series.iter().enumerate() {
                        self.draw_bar(canvas, &area, &span, bar_top, number, series.values[group]);
                        bar_top += BAR;
                    }
                    y += group_height;
                }
                self.draw_reference(canvas, &area, &span);
                legend.draw(canvas, (MARGIN, legend_top), |entry, from, to| {
                    let sample = Rectangle {
                        x: from.0,
                        y: from.1 - 6.0,
                        width: to.0 - from.0,
                        height: 12.0,
                    };
                    fill_bar(canvas, &sample, named[entry]);
                });
            },
        )
    }

    fn span(&self, left_out: &mut LeftOut) -> Result<Span, PlotError> {
        let picture = || self.about.name.clone();
        for series in &self.series {
            if series.values.len() != self.groups.len() {
                return Err(PlotError::Shape {
                    picture: picture(),
                    what: format!("values of series {}", series.name),
                    expected: self.groups.len(),
                    actual: series.values.len(),
                });
            }
        }
        let bars = self.groups.len() * self.series.len();
        if bars > MOST_BARS {
            let what = "bars".to_owned();
            return Err(PlotError::TooLarge {
                picture: picture(),
                what,
                limit: MOST_BARS,
                actual: bars,
            });
        }
        let given = self
            .series
            .iter()
            .flat_map(|series| &series.values)
            .filter_map(|value| *value);
        let values: Vec<f64> = given
            .filter(|&value| left_out.admits(value, self.value.scale))
            .collect();
        let reason = "no bar has a value that can be drawn on this axis".to_owned();
        let nothing = PlotError::NothingToDraw {
            picture: picture(),
            reason,
        };
        if values.is_empty() {
            return Err(nothing);
        }
        let zero = (self.value.scale == Scale::Linear).then_some(0.0);
        let reference = self
            .reference
            .as_ref()
            .map(|&(at, _)| at)
            .filter(|&at| is_drawable(at));
        let span = Span::tight(
            values.into_iter().chain(zero).chain(reference),
            self.value.scale,
        );
        Ok(span.ok_or(nothing)?.with_room(0.09))
    }

    /// Where bars begin, as a position on the axis.
    fn origin(&self, span: &Span) -> f64 {
        let start = match (&self.reference, self.value.scale) {
            (Some((at, _)), Scale::Log10) if *at > 0.0 => span.position(*at),
            (_, Scale::Linear) => span.position(0.0),
            (_, Scale::Log10) => 0.0,
        };
        start.clamp(0.0, 1.0)
    }

    fn draw_bar(
        &self,
        canvas: &Canvas<'_>,
        area: &Rectangle,
        span: &Span,
        top: f64,
        number: usize,
        value: Option<f64>,
    ) {
        let drawable =
            value.filter(|&v| is_drawable(v) && (self.value.scale == Scale::Linear || v > 0.0));
        let letters = Letters::new(11.5).colour(GREY);
        let origin = area.x + self.origin(span) * area.width;
        let middle = top + BAR / 2.0;
        let Some(value) = drawable else {
            canvas.text(
                (origin + 6.0, middle),
                if value.is_some() { "?" } else { "–" },
                letters,
            );
            return;
        };
        let end = area.x + span.position(value) * area.width;
        let (from, to) = (origin.min(end), origin.max(end));
        fill_bar(
            canvas,
            &Rectangle {
                x: from,
                y: top + 1.5,
                width: (to - from).max(1.0),
                height: BAR - 3.0,
            },
            number,
        );
        let text = compact(value, 3);
        let width = letters.width(&text);
        // Beyond the end of the bar if there is room, otherwise on a white ground inside it.
        let leftwards = end < origin;
        let place = if leftwards {
            if end - 6.0 - width > area.x {
                end - 5.0 - width
            } else {
                end + 5.0
            }
        } else if end + 6.0 + width < area.right() {
            end + 5.0
        } else {
            end - 5.0 - width
        };
        let ground = Rectangle {
            x: place - 2.0,
            y: middle - 6.0,
            width: width + 4.0,
            height: 12.0,
        };
        canvas.area(&ground.corners(), PAPER, 0.85);
        canvas.text((place, middle), &text, letters);
    }

    fn draw_reference(&self, canvas: &Canvas<'_>, area: &Rectangle, span: &Span) {
        let Some((at, label)) = &self.reference else {
            return;
        };
        let position = span.position(*at);
        if !(0.0..=1.0).contains(&position) {
            return;
        }
        let x = area.x + position * area.width;
        canvas.line(&[(x, area.y - 3.0), (x, area.bottom())], INK, 1.4, None);
        let letters = Letters::new(12.0).align(Align::Middle);
        let label = letters.fit(label, area.width);
        let half = letters.width(&label) / 2.0;
        let middle = x.min(area.right() + 24.0 - half).max(MARGIN + half);
        canvas.text((middle, area.y - 12.0), &label, letters);
    }

    fn csv(&self) -> String {
        let rows = self.series.iter().flat_map(|series| {
            self.groups
                .iter()
                .zip(&series.values)
                .map(|(group, value)| {
                    let value = value.map(exact).unwrap_or_default();
                    vec![
                        group.as_str().into(),
                        series.name.as_str().into(),
                        value.into(),
                    ]
                })
        });
        csv_text(&["group", "series", "value"], rows)
    }
}

/// A bar in the colour of its series; every second series is striped, so that grey prints differ too.
fn fill_bar(canvas: &Canvas<'_>, bar: &Rectangle, series: usize) {
    canvas.fill(bar, colour::category(series));
    if series % 2 == 1 {
        canvas.hatch(bar, PAPER, 7.0);
    }
}
