//! The drawable part of a series.

use super::super::axis::{Scale, is_drawable};
use super::super::canvas::{Canvas, Dash, Place, Rectangle};
use super::super::frame::Frame;
use super::super::marker::Marker;
use super::super::{LeftOut, colour};
use super::{Series, Stroke};

const LINE_WIDTH: f64 = 1.8;
const MARKER_RADIUS: f64 = 3.6;
const BAND_OPACITY: f64 = 0.18;
/// A line gets at most about this many markers; more would hide it.
const MARKERS_ON_A_LINE: usize = 24;

/// Runs of points without a break, and the band.
pub(super) struct Trace<'a> {
    pub(super) series: &'a Series,
    runs: Vec<Vec<(f64, f64)>>,
    pub(super) band: Vec<(f64, f64, f64)>,
    palette: usize,
}

impl<'a> Trace<'a> {
    /// The parts of `series`, number `number` of the chart, that can stand on axes of these scales.
    pub(super) fn new(
        series: &'a Series,
        number: usize,
        (x_scale, y_scale): (Scale, Scale),
        left_out: &mut LeftOut,
    ) -> Self {
        let mut runs = vec![Vec::new()];
        for &(x, y) in &series.points {
            // Both are asked, so that a point counts twice only if both its values are at fault.
            let fits = left_out.admits(x, x_scale) & left_out.admits(y, y_scale);
            match runs.last_mut() {
                Some(run) if fits => run.push((x, y)),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        let fits = |v: f64, scale: Scale| is_drawable(v) && (scale == Scale::Linear || v > 0.0);
        let band = series.band.iter().copied();
        let band = band.filter(|&(x, low, high)| {
            fits(x, x_scale) && fits(low, y_scale) && fits(high, y_scale)
        });
        Self {
            series,
            runs,
            band: band.collect(),
            palette: series.palette.unwrap_or(number),
        }
    }

    pub(super) fn is_named(&self) -> bool {
        !self.series.name.trim().is_empty()
    }

    pub(super) fn points(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.runs.iter().flatten()
    }

    fn dash(&self) -> Option<Dash> {
        match self.series.stroke {
            Stroke::Dashed => Some((8.0, 5.0)),
            Stroke::Dotted => Some((2.0, 4.0)),
            Stroke::Solid | Stroke::None => None,
        }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, frame: &Frame) {
        let (ink, marker) = (colour::category(self.palette), Marker::of(self.palette));
        if self.band.len() > 1 {
            let upper = self.band.iter().map(|&(x, _, high)| frame.place(x, high));
            let lower = self
                .band
                .iter()
                .rev()
                .map(|&(x, low, _)| frame.place(x, low));
            canvas.area(&upper.chain(lower).collect::<Vec<_>>(), ink, BAND_OPACITY);
        }
        let is_line = self.series.stroke != Stroke::None;
        let every = if is_line {
            self.points().count().div_ceil(MARKERS_ON_A_LINE)
        } else {
            1
        };
        for run in &self.runs {
            let places = places(run, frame);
            if is_line {
                canvas.line(&places, ink, LINE_WIDTH, self.dash());
            }
            // A run of one point would be invisible without its marker.
            if self.series.markers || run.len() == 1 {
                for (i, &place) in places.iter().enumerate() {
                    if i % every == 0 || i + 1 == places.len() {
                        marker.draw(canvas, place, ink, MARKER_RADIUS);
                    }
                }
            }
        }
    }

    /// The sign of the series in the legend.
    pub(super) fn sample(&self, canvas: &Canvas<'_>, from: Place, to: Place) {
        let ink = colour::category(self.palette);
        if !self.band.is_empty() {
            let sign = Rectangle {
                x: from.0,
                y: from.1 - 6.0,
                width: to.0 - from.0,
                height: 12.0,
            };
            canvas.area(&sign.corners(), ink, BAND_OPACITY);
        }
        if self.series.stroke != Stroke::None {
            canvas.line(&[from, to], ink, LINE_WIDTH, self.dash());
        }
        if self.series.markers {
            Marker::of(self.palette).draw(canvas, between(from, to, 0.5), ink, MARKER_RADIUS);
        }
    }

    /// Places every few pixels along what is drawn, to keep labels clear of it.
    pub(super) fn ink(&self, frame: &Frame) -> Vec<Place> {
        let mut ink = Vec::new();
        for run in &self.runs {
            let places = places(run, frame);
            ink.extend(places.iter().copied());
            if self.series.stroke != Stroke::None {
                for pair in places.windows(2) {
                    ink.extend((1..40_u8).map(|i| between(pair[0], pair[1], f64::from(i) / 40.0)));
                }
            }
        }
        ink
    }
}

fn places(run: &[(f64, f64)], frame: &Frame) -> Vec<Place> {
    run.iter().map(|&(x, y)| frame.place(x, y)).collect()
}

/// The place this share of the way from `a` to `b`.
pub(super) fn between(a: Place, b: Place, share: f64) -> Place {
    (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
}
