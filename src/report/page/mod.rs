//! The page: one HTML file that needs nothing else.
//!
//! Pictures are embedded, formulas are MathML, the style sheet and the few lines of script (they only
//! filter tables) are part of the file, and its content security policy forbids any request.
//! Readable without script, in print, by keyboard, on a telephone, light and dark.

mod html;
mod prose;

use super::plot::Picture;
use super::tone::Tone;

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Heading of the page and title of its tab.
    pub title: String,
    /// A paragraph or two below the title; prose (see [`Part::Paragraph`]).
    pub lead: Vec<String>,
    /// The result in a few big numbers.
    pub summary: Vec<BigNumber>,
    /// What the page is about, in reading order; also its table of contents.
    pub sections: Vec<Section>,
    /// What made the page: version, seed, command, machine, … as (name, value).
    pub colophon: Vec<(String, String)>,
}

/// A number one should remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BigNumber {
    /// The number as it is to be read: "58", "41 of 41".
    pub value: String,
    /// What it counts: "formulas checked".
    pub label: String,
    /// Whether that is good news.
    pub tone: Tone,
}

/// A section with a heading of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// The end of its address, `#id`: letters, digits and hyphens.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What stands in it.
    pub parts: Vec<Part>,
}

impl Section {
    /// A section whose address is made of the letters and digits of its title.
    pub fn new(title: impl Into<String>, parts: Vec<Part>) -> Self {
        let title = title.into();
        let mut id = String::new();
        for letter in title.chars() {
            match letter.to_ascii_lowercase() {
                letter if letter.is_ascii_alphanumeric() => id.push(letter),
                _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
                _ => {}
            }
        }
        let id = format!("s-{}", id.trim_end_matches('-'));
        Self { id, title, parts }
    }
}

/// Something that stands in a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Prose: plain text in which `$…$` is a formula in LaTeX and `` `…` `` is code. `\$` and `` \` ``
    /// are the signs themselves; no other sign has a meaning, and nothing is HTML.
    Paragraph(String),
    /// Prose, point by point.
    List(Vec<String>),
    /// A formula in LaTeX on a line of its own.
    Formula(String),
    /// Text of a machine, line by line.
    Listing(String),
    /// A picture with its caption and its files.
    Picture(Picture),
    /// A table.
    Table(Table),
    /// What only some readers want: closed until opened, open in print.
    Details {
        /// Prose that stays visible.
        summary: String,
        /// What is shown when opened.
        parts: Vec<Part>,
    },
}

/// A table; wide ones scroll within their own box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Prose above the table: what it lists.
    pub caption: String,
    /// Headings of the columns, prose.
    pub headers: Vec<String>,
    /// Rows of cells, each as long as `headers`; shorter rows end in empty cells.
    pub rows: Vec<Vec<Cell>>,
    /// Whether readers may filter the rows by typing (with script; without, all rows show).
    pub filter: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Prose.
    Text(String),
    /// A formula in LaTeX.
    Math(String),
    /// A number as it is to be read, set to the right.
    Number(String),
    /// A verdict: its word, with the colour and symbol of its tone.
    Verdict(Tone, String),
    /// Text of a machine.
    Code(String),
    /// Nothing to say here.
    Empty,
}

impl Cell {
    /// A number in three significant digits: 0.25, 3.4·10⁻⁷.
    #[must_use]
    pub fn number(value: f64) -> Self {
        Self::Number(super::notation::compact(value, 3))
    }
}

impl Page {
    /// The page as one HTML document.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::document(self).into_string()
    }

    /// The pictures of the page in reading order, those inside of details too.
    #[must_use]
    pub fn pictures(&self) -> Vec<&Picture> {
        fn collect<'a>(parts: &'a [Part], pictures: &mut Vec<&'a Picture>) {
            for part in parts {
                match part {
                    Part::Picture(picture) => pictures.push(picture),
                    Part::Details { parts, .. } => collect(parts, pictures),
                    _ => {}
                }
            }
        }
        let mut pictures = Vec::new();
        for section in &self.sections {
            collect(&section.parts, &mut pictures);
        }
        pictures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_addressed_by_the_letters_of_its_title() {
        assert_eq!(
            Section::new("The liars: 41 of 41!", vec![]).id,
            "s-the-liars-41-of-41"
        );
        assert_eq!(Section::new("∇²", vec![]).id, "s-");
    }

    #[test]
    fn numbers_in_cells_are_short() {
        assert_eq!(Cell::number(3.4e-7), Cell::Number("3.4·10⁻⁷".to_owned()));
        assert_eq!(
            Cell::number(f64::NAN),
            Cell::Number("not a number".to_owned())
        );
    }
}
