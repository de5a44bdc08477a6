//! Colours that survive print and colour-blindness.
//!
//! - Categories: Okabe and Ito's palette without its yellow, which vanishes on white paper.
//! - Ordered values: viridis, whose lightness rises evenly, so that a grey print keeps the order.
//! - Signed values: blue through white to orange, equally dark at both ends.
//!
//! # Reference
//! M. Okabe and K. Ito (2002), Color universal design; S. van der Walt and N. Smith (2015), viridis.

use plotters::style::RGBColor;

use crate::report::tone::Tone;

/// Okabe and Ito's colours; neighbours differ in lightness, and signs and dashes tell the rest apart.
const CATEGORIES: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xb2), // blue
    RGBColor(0xe6, 0x9f, 0x00), // orange
    RGBColor(0x00, 0x9e, 0x73), // bluish green
    RGBColor(0xd5, 0x5e, 0x00), // vermillion
    RGBColor(0x56, 0xb4, 0xe9), // sky blue
    RGBColor(0xcc, 0x79, 0xa7), // reddish purple
    RGBColor(0x00, 0x00, 0x00), // black
];

/// viridis at 0, ⅛, …, 1.
const VIRIDIS: [RGBColor; 9] = [
    RGBColor(0x44, 0x01, 0x54),
    RGBColor(0x47, 0x2d, 0x7b),
    RGBColor(0x3b, 0x52, 0x8b),
    RGBColor(0x2c, 0x72, 0x8e),
    RGBColor(0x21, 0x91, 0x8c),
    RGBColor(0x28, 0xae, 0x80),
    RGBColor(0x5e, 0xc9, 0x62),
    RGBColor(0xad, 0xdc, 0x30),
    RGBColor(0xfd, 0xe7, 0x25),
];

/// Blue through white to orange at −1, −½, 0, ½, 1.
const DIVERGING: [RGBColor; 5] = [
    RGBColor(0x08, 0x45, 0x94),
    RGBColor(0x6b, 0xae, 0xd6),
    RGBColor(0xff, 0xff, 0xff),
    RGBColor(0xfd, 0xae, 0x6b),
    RGBColor(0xa6, 0x36, 0x03),
];

/// Background of cells without a value, and the lines of their hatching.
pub(super) const NO_VALUE: (RGBColor, RGBColor) =
    (RGBColor(0xf2, 0xf2, 0xf2), RGBColor(0xcc, 0xcc, 0xcc));

/// The colour of the category or series with this number.
pub(super) fn category(number: usize) -> RGBColor {
    CATEGORIES[number % CATEGORIES.len()]
}

/// The colour of an ordered value at `position`, from 0 (dark) to 1 (light).
pub(super) fn sequential(position: f64) -> RGBColor {
    between(&VIRIDIS, position)
}

/// The colour of a signed value at `position`, from −1 (blue) through 0 (white) to 1 (orange).
pub(super) fn diverging(position: f64) -> RGBColor {
    between(&DIVERGING, position.midpoint(1.0))
}

/// The ground colour of a cell with this tone.
pub(super) fn of_tone(tone: Tone) -> RGBColor {
    match tone {
        Tone::Good => RGBColor(0xbf, 0xe3, 0xd6),
        Tone::Bad => RGBColor(0xd5, 0x5e, 0x00),
        Tone::Caution => RGBColor(0xf7, 0xd9, 0x8c),
        Tone::Blind => RGBColor(0xcf, 0xe6, 0xf5),
        Tone::Neutral => NO_VALUE.0,
    }
}

/// Black or white, whichever is legible on `ground`.
pub(super) fn ink_on(ground: RGBColor) -> RGBColor {
    // Relative luminance by WCAG 2 with the gamma taken as 2; 0.18 is where black and white contrast alike.
    let part = |channel: u8, weight: f64| weight * (f64::from(channel) / 255.0).powi(2);
    let luminance = part(ground.0, 0.2126) + part(ground.1, 0.7152) + part(ground.2, 0.0722);
    if luminance > 0.18 {
        RGBColor(0x11, 0x11, 0x11)
    } else {
        RGBColor(0xff, 0xff, 0xff)
    }
}

/// The colour at `position` in [0, 1] between the stops, which are evenly spaced.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "positions are kept in [0, 1], stops are few, and channels are rounded between 0 and 255"
)]
fn between(stops: &[RGBColor], position: f64) -> RGBColor {
    let last = stops.len() - 1;
    let place = if position.is_nan() {
        0.0
    } else {
        position.clamp(0.0, 1.0)
    } * last as f64;
    let lower = (place.floor() as usize).min(last - 1);
    let fraction = place - lower as f64;
    let mix =
        |a: u8, b: u8| (f64::from(a) * (1.0 - fraction) + f64::from(b) * fraction).round() as u8;
    let (a, b) = (stops[lower], stops[lower + 1]);
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grey value of a colour as a printer would make it.
    fn lightness(RGBColor(r, g, b): RGBColor) -> f64 {
        0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b)
    }

    #[test]
    fn the_sequential_map_keeps_its_order_in_grey() {
        let greys: Vec<f64> = (0..=32)
            .map(|i| lightness(sequential(f64::from(i) / 32.0)))
            .collect();
        assert!(greys.windows(2).all(|pair| pair[0] < pair[1]), "{greys:?}");
    }

    #[test]
    fn the_diverging_map_is_white_in_the_middle_and_darkens_outwards() {
        assert_eq!(diverging(0.0), RGBColor(255, 255, 255));
        for i in 0..16 {
            let (inner, outer) = (f64::from(i) / 16.0, f64::from(i + 1) / 16.0);
            assert!(lightness(diverging(outer)) < lightness(diverging(inner)));
            assert!(lightness(diverging(-outer)) < lightness(diverging(-inner)));
        }
    }

    #[test]
    fn positions_outside_the_scale_take_the_colour_of_its_end() {
        assert_eq!(sequential(-3.0), sequential(0.0));
        assert_eq!(sequential(f64::INFINITY), sequential(1.0));
        assert_eq!(sequential(f64::NAN), sequential(0.0));
    }
}
