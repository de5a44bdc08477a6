//! Small grey images side by side: what the data look like.

use super::canvas::{self, Align, GREY, Letters, MARGIN, Rectangle, count_of};
use super::csv_text::{csv_text, exact};
use super::title::Title;
use super::{About, LeftOut, Picture, PlotError, Scale};
use plotters::style::RGBColor;

/// Images in rows, each with a caption below.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImageGrid {
    /// Name, title, caption and alternative text.
    pub about: About,
    /// The images, row by row.
    pub images: Vec<GreyImage>,
    /// How many stand side by side, at least 1.
    pub columns: usize,
    /// The values drawn white and black; `None` takes the smallest and largest of all.
    pub range: Option<(f64, f64)>,
}

/// A small image in shades of grey.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GreyImage {
    /// Written below the image.
    pub caption: String,
    /// Row by row, from the top.
    pub pixels: Vec<Vec<f64>>,
}

const GAP: f64 = 14.0;
const CAPTION_SIZE: f64 = 11.5;
const WIDEST: f64 = 780.0;
const MOST_PIXELS: usize = 60_000;
const SHADES: f64 = 32.0;

impl ImageGrid {
    /// Draws the images.
    ///
    /// # Errors
    /// [`PlotError::NothingToDraw`] without images or pixels, [`PlotError::Shape`] for ragged images,
    /// [`PlotError::TooLarge`] above 60 000 pixels.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let mut left_out = LeftOut::default();
        let values: Vec<f64> = self
            .pixels()
            .filter(|&value| left_out.admits(value, Scale::Linear))
            .collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (white, black) = self.range.unwrap_or((least, most));

        let columns = self.columns.clamp(1, self.images.len());
        let side = self
            .images
            .iter()
            .flat_map(|image| [image.pixels.len(), image.pixels[0].len()])
            .max()
            .unwrap_or(1);
        let room = (WIDEST - 2.0 * MARGIN - (count_of(columns) - 1.0) * GAP) / count_of(columns);
        let pixel = (room / count_of(side)).min(9.0);
        let pixel = if pixel >= 1.0 { pixel.floor() } else { pixel };
        let tile = pixel * count_of(side);
        let letters = Letters::new(CAPTION_SIZE).colour(GREY).align(Align::Middle);
        let captions: Vec<Vec<String>> = self
            .images
            .iter()
            .map(|image| letters.wrap_at_most(&image.caption, (tile + GAP - 4.0).max(36.0), 3))
            .collect();

        let natural = 2.0 * MARGIN + count_of(columns) * (tile + GAP) - GAP;
        let width = natural.max(420.0);
        let title = Title::lay_out(&self.about.title, width);
        let mut top = title.bottom + 10.0;

        let mut places = Vec::new();
        for captions in captions.chunks(columns) {
            places.extend(
                (0..captions.len()).map(|column| (MARGIN + count_of(column) * (tile + GAP), top)),
            );
            let lines = captions.iter().map(Vec::len).max().unwrap_or(0);
            top += tile + 6.0 + count_of(lines) * letters.leading() + 8.0;
        }
        canvas::draw(
            &self.about,
            (width, top + 4.0),
            &left_out.notes(),
            self.csv(),
            |canvas| {
                title.draw(canvas);
                for ((image, lines), &(x, y)) in self.images.iter().zip(&captions).zip(&places) {
                    let mut shaded = Vec::new();
                    for (i, row) in image.pixels.iter().enumerate() {
                        for (j, &value) in row.iter().enumerate() {
                            let cell = Rectangle {
                                x: x + count_of(j) * pixel,
                                y: y + count_of(i) * pixel,
                                width: pixel,
                                height: pixel,
                            };
                            shaded.push((shade(value, white, black), cell));
                        }
                    }
                    shaded.sort_by_key(|&(shade, _)| shade);
                    for (shade, cell) in shaded {
                        canvas.fill(&cell, RGBColor(shade, shade, shade));
                    }
                    let height = pixel * count_of(image.pixels.len());
                    let frame = Rectangle {
                        x,
                        y,
                        width: pixel * count_of(image.pixels[0].len()),
                        height,
                    };
                    canvas.frame(&frame, RGBColor(0x88, 0x88, 0x88), 1.0);
                    canvas.paragraph(
                        (
                            x + frame.width / 2.0,
                            y + tile + 6.0 + letters.leading() / 2.0,
                        ),
                        lines,
                        letters,
                    );
                }
            },
        )
    }

    fn pixels(&self) -> impl Iterator<Item = f64> {
        self.images
            .iter()
            .flat_map(|image| image.pixels.iter().flatten().copied())
    }

    fn check(&self) -> Result<(), PlotError> {
        let picture = || self.about.name.clone();
        let is_empty = |image: &GreyImage| image.pixels.first().is_none_or(Vec::is_empty);
        if self.images.is_empty() || self.images.iter().any(is_empty) {
            let reason = "there is no image, or one has no pixels".to_owned();
            return Err(PlotError::NothingToDraw {
                picture: picture(),
                reason,
            });
        }
        for image in &self.images {
            let expected = image.pixels[0].len();
            for (number, row) in image.pixels.iter().enumerate() {
                if row.len() != expected {
                    let what = format!("pixels in row {} of image {}", number + 1, image.caption);
                    return Err(PlotError::Shape {
                        picture: picture(),
                        what,
                        expected,
                        actual: row.len(),
                    });
                }
            }
        }
        let actual = self.pixels().count();
        if actual > MOST_PIXELS {
            let what = "pixels".to_owned();
            return Err(PlotError::TooLarge {
                picture: picture(),
                what,
                limit: MOST_PIXELS,
                actual,
            });
        }
        Ok(())
    }

    fn csv(&self) -> String {
        let rows = self.images.iter().enumerate().flat_map(|(number, image)| {
            image.pixels.iter().enumerate().flat_map(move |(i, row)| {
                row.iter().enumerate().map(move |(j, &value)| {
                    let numbers = [number + 1, i + 1, j + 1].map(|n| n.to_string().into());
                    let [number, i, j] = numbers;
                    vec![
                        number,
                        image.caption.as_str().into(),
                        i,
                        j,
                        exact(value).into(),
                    ]
                })
            })
        });
        csv_text(&["image", "caption", "row", "column", "value"], rows)
    }
}

/// Grey value: 255 at `white`, 0 at `black`, a middle grey where there is nothing to tell.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is rounded and kept between 0 and 255"
)]
fn shade(value: f64, white: f64, black: f64) -> u8 {
    let position = (value - white) / (black - white);
    if !position.is_finite() {
        return 0xbb;
    }
    let step = (position.clamp(0.0, 1.0) * SHADES).round() / SHADES;
    (255.0 * (1.0 - step)).round() as u8
}
