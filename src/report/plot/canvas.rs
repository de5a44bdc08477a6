//! The sheet a picture is drawn on: lines, areas, signs and text in CSS pixels.
//!
//! plotters places things at whole coordinates. The sheet is therefore drawn in twentieths of a pixel,
//! which leaves curves smooth and letters sharp while every coordinate stays a short integer.

use std::cell::RefCell;
use std::fmt::Display;

use plotters::coord::Shift;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontTransform, RGBColor, ShapeStyle};

use super::font::{self, Weight};
use super::{About, Picture, PlotError, outline};

/// Drawing units per CSS pixel.
pub(super) const UNITS: u32 = 20;

/// A place on the sheet in CSS pixels, from the upper left corner.
pub(super) type Place = (f64, f64);

/// Blank paper at the left and right edges.
pub(super) const MARGIN: f64 = 16.0;

/// Ink for text and axes; not quite black, as in print.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Ink for what stands back: ticks, guides, notes.
pub(super) const GREY: RGBColor = RGBColor(0x5f, 0x5f, 0x5f);
/// Lines of the mesh.
pub(super) const FAINT: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
/// Paper.
pub(super) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// A rectangle with sides parallel to the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rectangle {
    /// Left edge.
    pub(super) x: f64,
    /// Upper edge.
    pub(super) y: f64,
    /// Width, not negative.
    pub(super) width: f64,
    /// Height, not negative.
    pub(super) height: f64,
}

impl Rectangle {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn centre(&self) -> Place {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    pub(super) fn corners(&self) -> [Place; 4] {
        [
            (self.x, self.y),
            (self.right(), self.y),
            (self.right(), self.bottom()),
            (self.x, self.bottom()),
        ]
    }

    pub(super) fn holds(&self, (x, y): Place) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }
}

/// Dash and gap in pixels.
pub(super) type Dash = (f64, f64);

/// Which side of the text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// The text begins at its place.
    Start,
    /// The text is centred on its place.
    Middle,
    /// The text ends at its place.
    End,
}

/// How text looks. Its place is the middle of the height of its capitals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letters {
    /// Pixels per em.
    pub(super) size: f64,
    /// Normal or bold.
    pub(super) weight: Weight,
    /// Ink.
    pub(super) colour: RGBColor,
    /// Where its place is.
    pub(super) align: Align,
    /// Read from below upwards.
    pub(super) upwards: bool,
}

impl Letters {
    pub(super) fn new(size: f64) -> Self {
        Self {
            size,
            weight: Weight::Normal,
            colour: INK,
            align: Align::Start,
            upwards: false,
        }
    }

    pub(super) fn bold(self) -> Self {
        Self {
            weight: Weight::Bold,
            ..self
        }
    }

    pub(super) fn colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(super) fn upwards(self) -> Self {
        Self {
            upwards: true,
            ..self
        }
    }

    /// Width of one line in pixels.
    pub(super) fn width(&self, text: &str) -> f64 {
        font::text_width(text, self.size, self.weight)
    }

    /// Width of the widest of several lines.
    pub(super) fn widest<S: AsRef<str>>(&self, lines: &[S]) -> f64 {
        lines
            .iter()
            .map(|line| self.width(line.as_ref()))
            .fold(0.0, f64::max)
    }

    /// The text in lines no wider than `width`.
    pub(super) fn wrap(&self, text: &str, width: f64) -> Vec<String> {
        font::wrap(text, self.size, self.weight, width)
    }

    /// The text in at most `count` lines; what does not fit gives way to "…".
    pub(super) fn wrap_at_most(&self, text: &str, width: f64, count: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > count {
            lines.truncate(count);
            if let Some(last) = lines.last_mut() {
                last.push('…');
                while self.width(last) > width && last.chars().count() > 1 {
                    last.pop();
                    last.pop();
                    last.push('…');
                }
            }
        }
        lines
    }

    /// The text in one line; what does not fit gives way to "…".
    pub(super) fn fit(&self, text: &str, width: f64) -> String {
        self.wrap_at_most(text, width, 1).concat()
    }

    /// Height of so many lines.
    pub(super) fn height<S>(&self, lines: &[S]) -> f64 {
        count_of(lines.len()) * self.leading()
    }

    /// Distance from one line to the next.
    pub(super) fn leading(&self) -> f64 {
        (self.size * 1.3).round()
    }
}

/// The sheet while it is drawn on.
///
/// The methods do not return errors one by one: the first is kept, and [`draw`] returns it.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    first_error: RefCell<Option<String>>,
}

/// Draws a picture of `width` by `height` pixels and hands it out in its three forms.
///
/// The title stands at the top in bold; `drawing` receives the sheet.
pub(super) fn draw(
    about: &About,
    (width, height): Place,
    notes: &[String],
    data_csv: String,
    drawing: impl FnOnce(&Canvas<'_>),
) -> Result<Picture, PlotError> {
    let (width, height) = (whole(width), whole(height));
    let mut drawn = String::new();
    let error = {
        let area = SVGBackend::with_string(&mut drawn, (width * UNITS, height * UNITS))
            .into_drawing_area();
        let canvas = Canvas {
            area,
            first_error: RefCell::new(None),
        };
        canvas
            .area
            .fill(&PAPER)
            .unwrap_or_else(|error| canvas.keep(error));
        drawing(&canvas);
        canvas
            .area
            .present()
            .unwrap_or_else(|error| canvas.keep(error));
        canvas.first_error.into_inner()
    };
    let failed = |message: String| PlotError::Drawing {
        picture: about.name.clone(),
        message,
    };
    if let Some(message) = error {
        return Err(failed(message));
    }
    let forms = outline::render(&drawn, (width, height), about).map_err(failed)?;
    let caption = std::iter::once(about.caption.clone())
        .chain(notes.iter().cloned())
        .filter(|part| !part.is_empty());
    Ok(Picture {
        name: about.name.clone(),
        title: about.title.clone(),
        caption: caption.collect::<Vec<_>>().join(" "),
        alt: about.alt.clone(),
        width,
        height,
        svg: forms.svg,
        png: forms.png,
        data_csv,
    })
}

/// A size in whole pixels.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is rounded and kept between 1 and 20000, which u32 holds"
)]
fn whole(size: f64) -> u32 {
    size.ceil().clamp(1.0, 20_000.0) as u32
}

/// A count of lines, rows, columns or pixels.
#[allow(
    clippy::cast_precision_loss,
    reason = "what stands on a sheet is far fewer than 2⁵³"
)]
pub(super) fn count_of(number: usize) -> f64 {
    number as f64
}

/// A length in drawing units.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the value is rounded and kept within ±10⁶, which i32 holds"
)]
fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNITS)).round().clamp(-1e6, 1e6) as i32
}

fn at((x, y): Place) -> (i32, i32) {
    (units(x), units(y))
}

impl Canvas<'_> {
    fn keep(&self, error: impl Display) {
        self.first_error
            .borrow_mut()
            .get_or_insert_with(|| error.to_string());
    }

    fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
        ShapeStyle {
            color: colour.to_rgba(),
            filled: false,
            stroke_width: units(width).unsigned_abs(),
        }
    }

    /// A line through the points.
    pub(super) fn line(&self, points: &[Place], colour: RGBColor, width: f64, dash: Option<Dash>) {
        if points.len() < 2 {
            return;
        }
        let points: Vec<_> = points.iter().copied().map(at).collect();
        let style = Self::stroke(colour, width);
        let drawn = match dash {
            None => self.area.draw(&PathElement::new(points, style)),
            Some((dash, gap)) => self.area.draw(&DashedPathElement::new(
                points,
                units(dash),
                units(gap),
                style,
            )),
        };
        drawn.unwrap_or_else(|error| self.keep(error));
    }

    /// A filled area; `opacity` 1 covers what is below.
    pub(super) fn area(&self, points: &[Place], colour: RGBColor, opacity: f64) {
        let points: Vec<_> = points.iter().copied().map(at).collect();
        self.area
            .draw(&Polygon::new(points, colour.mix(opacity)))
            .unwrap_or_else(|error| self.keep(error));
    }

    /// A filled rectangle.
    pub(super) fn fill(&self, rectangle: &Rectangle, colour: RGBColor) {
        self.area(&rectangle.corners(), colour, 1.0);
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&self, rectangle: &Rectangle, colour: RGBColor, width: f64) {
        let [a, b, c, d] = rectangle.corners();
        // A little beyond the first corner, so that the lines meet there in a full corner too.
        let end = (a.0, a.1 - width / 2.0);
        self.line(&[a, b, c, d, end], colour, width, None);
    }

    /// Slanted lines across a rectangle: "nothing to show here".
    pub(super) fn hatch(&self, rectangle: &Rectangle, colour: RGBColor, spacing: f64) {
        let Rectangle {
            x,
            y,
            width,
            height,
        } = *rectangle;
        let mut offset = spacing / 2.0;
        while offset < width + height {
            // The line x' + y' = offset inside [0, width] × [0, height].
            let low = (offset.min(width), (offset - width).max(0.0));
            let high = ((offset - height).max(0.0), offset.min(height));
            self.line(
                &[(x + low.0, y + low.1), (x + high.0, y + high.1)],
                colour,
                0.8,
                None,
            );
            offset += spacing;
        }
    }

    /// One line of text.
    pub(super) fn text(&self, place: Place, text: &str, letters: Letters) {
        if text.trim().is_empty() {
            return;
        }
        let horizontal = match letters.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        // plotters puts the middle a quarter em above the baseline; capitals have theirs at 0.365 em.
        let lower = 0.115 * letters.size;
        let (place, turn) = if letters.upwards {
            ((place.0 + lower, place.1), FontTransform::Rotate270)
        } else {
            ((place.0, place.1 + lower), FontTransform::None)
        };
        let style = font::style(letters.size * f64::from(UNITS), letters.weight)
            .pos(Pos::new(horizontal, VPos::Center))
            .color(&letters.colour)
            .transform(turn);
        self.area
            .draw(&Text::new(text.to_owned(), at(place), style))
            .unwrap_or_else(|error| self.keep(error));
    }

    /// Several lines of text, the first with its middle at `place`.
    pub(super) fn paragraph<S: AsRef<str>>(&self, place: Place, lines: &[S], letters: Letters) {
        let mut y = place.1;
        for line in lines {
            self.text((place.0, y), line.as_ref(), letters);
            y += letters.leading();
        }
    }

    /// A filled disc.
    pub(super) fn disc(&self, centre: Place, radius: f64, colour: RGBColor) {
        self.area
            .draw(&Circle::new(at(centre), units(radius), colour.filled()))
            .unwrap_or_else(|error| self.keep(error));
    }
}
