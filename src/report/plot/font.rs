//! The one font family of all pictures: DejaVu Sans, carried in the binary.
//!
//! System fonts are never consulted, so a picture does not depend on where it is made.

use std::sync::{Arc, OnceLock};

use plotters::style::{FontFamily, FontStyle, IntoTextStyle, TextStyle, register_font};
use resvg::usvg::{self, fontdb};

/// The name under which plotters and usvg know the font.
const FAMILY: &str = "DejaVu Sans";

/// plotters writes `font-size = size / 1.24` into its SVG; asking for 1.24 times the size undoes it.
const PLOTTERS_FONT_SIZE: f64 = 1.24;

/// Ascent minus descent of DejaVu Sans in ems, (1901 + 483) / 2048 from its `hhea` table. plotters
/// measures text whose *height*, not whose em, is the size asked for.
const HEIGHT_IN_EMS: f64 = 2384.0 / 2048.0;

/// Measuring happens at this size (pixels per em) because plotters rounds widths down to whole pixels.
const MEASURING_SIZE: f64 = 1000.0;

/// Letters of normal or bold weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Everything but titles.
    Normal,
    /// Titles and headings.
    Bold,
}

/// The fonts as usvg wants them; the first call also registers them with plotters.
fn fonts() -> &'static Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        // Both refuse only bytes that are not a font; these are constants, and a test draws with each.
        let _ = register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular());
        let _ = register_font(FAMILY, FontStyle::Bold, dejavu::sans::bold());
        let mut database = fontdb::Database::new();
        database.load_font_data(dejavu::sans::regular().to_vec());
        database.load_font_data(dejavu::sans::bold().to_vec());
        Arc::new(database)
    })
}

/// How usvg reads our drawings.
pub(super) fn options() -> usvg::Options<'static> {
    usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(fonts()),
        ..usvg::Options::default()
    }
}

/// The plotters style whose em measures `size` units.
pub(super) fn style(size: f64, weight: Weight) -> TextStyle<'static> {
    fonts();
    let style = match weight {
        Weight::Normal => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    (FontFamily::Name(FAMILY), size * PLOTTERS_FONT_SIZE, style).into_text_style(&(1, 1))
}

/// Width in pixels of one line of text whose em measures `size` pixels.
pub(super) fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let ((left, _), (right, _)) = style(MEASURING_SIZE, weight)
        .font
        .layout_box(text)
        .unwrap_or_default();
    f64::from(right - left) * HEIGHT_IN_EMS / (PLOTTERS_FONT_SIZE * MEASURING_SIZE) * size
}

/// Breaks `text` at spaces so that no line is wider than `width`; a single word that is too wide is cut
/// after an operator or comma if it has one there, otherwise between letters.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if text_width(&longer, size, weight) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if text_width(&line, size, weight) > width && line.chars().count() > 1 {
                let rest = line.split_off(cut(&line));
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where a line that has become one letter too long is cut, in bytes.
fn cut(line: &str) -> usize {
    let last = line.char_indices().next_back().map_or(0, |(at, _)| at);
    let before = &line[..last];
    let after = |signs: &str| {
        let mut letters = before.char_indices().rev();
        let found =
            letters.find_map(|(at, letter)| signs.contains(letter).then(|| at + letter.len_utf8()));
        // Not at the very beginning, where nearly the whole line would be left empty.
        found.filter(|&at| 3 * at > last)
    };
    after("+−,;:=")
        .or_else(|| after("⊗∘·×/-–)"))
        .unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The width usvg finds when it lays the same text out.
    fn laid_out_width(text: &str, weight: &str) -> f64 {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
             <text font-size='100' font-weight='{weight}'>|{text}|</text></svg>"
        );
        let tree = usvg::Tree::from_str(&svg, &options()).unwrap();
        f64::from(tree.root().bounding_box().width())
    }

    #[test]
    fn the_measured_width_is_the_width_drawn() {
        for text in ["relative gap", "∇_W ½‖X−WH‖²", "−15.3", "10⁻³"] {
            for (name, weight) in [("normal", Weight::Normal), ("bold", Weight::Bold)] {
                let actual = text_width(text, 100.0, weight);
                // The bars are there because a bounding box does not see the blank around letters.
                let expected = laid_out_width(text, name) - laid_out_width("", name);
                assert!(
                    (actual - expected).abs() < 2.0,
                    "{text} {name}: {actual} against {expected}"
                );
            }
        }
    }

    #[test]
    fn the_font_has_every_sign_the_report_uses() {
        let signs = "∇∂‖½²−⊗∘ΩλᵀHᵢⱼₖₗ₁₂₃⁰¹²³⁴⁵⁶⁷⁸⁹⁻✓✗○–≤≥≈×·∈Σσεα";
        for sign in signs.chars() {
            // A sign the font lacks is drawn like the private sign U+E123, which no font has.
            let svg = |text: char| {
                format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>{text}</text></svg>"
                )
            };
            let shape = |text: char| {
                usvg::Tree::from_str(&svg(text), &options())
                    .unwrap()
                    .to_string(&usvg::WriteOptions::default())
            };
            assert_ne!(shape(sign), shape('\u{e123}'), "{sign}");
        }
    }

    #[test]
    fn wrapping_keeps_every_letter_and_the_width() {
        let text = "the mixed block (H⊗W)+(I⊗A)K and averyveryverylongwordwithoutanyspace indeed";
        let lines = wrap(text, 12.0, Weight::Normal, 120.0);
        assert!(lines.len() > 3);
        assert!(
            lines
                .iter()
                .all(|line| text_width(line, 12.0, Weight::Normal) <= 120.0),
            "{lines:?}"
        );
        let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
        assert_eq!(wrap("", 12.0, Weight::Normal, 120.0), [""]);
    }
}
