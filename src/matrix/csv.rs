//! Dense matrices as text, one line per row: `.csv`.
//!
//! Lines are split here rather than by the `csv` crate: a row of numbers is one line, and that crate counts the
//! line of a record from where the record before it ended, so that a blank line or a `\r\n` makes an error point
//! at the wrong line.

use std::io::{BufRead, Write};
use std::path::Path;

use nalgebra::DMatrix;

use super::error::{Place, ReadError, quoted};
use super::lines::{Line, Lines};
use super::number::{decimal, finite};

/// Reads a dense matrix from text, one line per row.
///
/// - Fields are separated by commas, semicolons, tabs, or blanks: what the first line uses decides. Commas beside
///   semicolons are refused, because then the commas may be decimal commas. A field may stand in double quotes.
/// - A first line in which *every* field begins like a name (not with a digit, sign, point or quote) is a header and skipped.
/// - Blank lines are skipped, except between the entries of a single column, where one may be a missing entry.
/// - Numbers are read to the nearest `f64`, `1e-3` and `.5` included.
///
/// One pass; the numbers are stored row by row as they arrive and reordered once, so the peak is 16 to 24 bytes per entry.
///
/// # Errors
/// Every [`ReadError`] with the file, the line and the field; see its variants.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("x.csv");
/// std::fs::write(&path, "height,width\n1,2\n3,4\n5,6\n")?;
/// let x = matproof::matrix::read_csv(&path)?;
/// assert_eq!(x, nalgebra::dmatrix![1., 2.; 3., 4.; 5., 6.]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_csv(path: impl AsRef<Path>) -> Result<DMatrix<f64>, ReadError> {
    let path = path.as_ref();
    let (reader, _) = super::read::open(path)?;
    parse(path, reader)
}

/// Reads the text of a `.csv` file; `path` serves the messages only.
pub(super) fn parse(path: &Path, reader: impl BufRead) -> Result<DMatrix<f64>, ReadError> {
    let mut lines = Lines::new(path, reader);
    let Some((separator, first)) = first_line(path, &mut lines)? else {
        return Err(ReadError::Empty {
            path: path.to_path_buf(),
            expected: "lines of numbers",
        });
    };
    let mut entries = Vec::new();
    let mut table = match first {
        First::Header(table) => table,
        First::Row(line, text) => {
            let table = Table::starting(path, separator, line, &text);
            let line = Line {
                number: line,
                text: &text,
            };
            table.push_row(line, &mut entries)?;
            Some(table)
        }
    };
    let mut blank = None;
    while let Some(line) = lines.next()? {
        if line.is_blank() {
            blank.get_or_insert(line.number);
            continue;
        }
        let table =
            table.get_or_insert_with(|| Table::starting(path, separator, line.number, line.text));
        if let Some(blank) = blank.take()
            && table.width == 1
            && !entries.is_empty()
        {
            return Err(ReadError::unexpected(
                Place::line(path, blank),
                "a number",
                "a blank line between the entries of a column",
                "",
            ));
        }
        table.push_row(line, &mut entries)?;
    }
    match table {
        Some(table) if !entries.is_empty() => {
            let rows = entries.len() / table.width;
            Ok(DMatrix::from_row_slice(rows, table.width, &entries))
        }
        _ => Err(ReadError::unexpected(
            Place::file(path),
            "lines of numbers after the header",
            "the end of the file",
            "",
        )),
    }
}

/// Writes a dense matrix as comma-separated lines, each number the shortest decimal that reads back bit by bit.
pub(super) fn print(matrix: &DMatrix<f64>, out: &mut impl Write) -> std::io::Result<()> {
    for row in matrix.row_iter() {
        for (j, x) in row.iter().enumerate() {
            let comma = if j > 0 { "," } else { "" };
            write!(out, "{comma}{}", decimal(*x))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The first line that is not blank: a header, with the table whose width it sets if it sets one, or a row.
enum First<'p> {
    Header(Option<Table<'p>>),
    Row(usize, String),
}

fn first_line<'p, R: BufRead>(
    path: &'p Path,
    lines: &mut Lines<'p, R>,
) -> Result<Option<(Separator, First<'p>)>, ReadError> {
    while let Some(line) = lines.next()? {
        if line.is_blank() {
            continue;
        }
        let separator = Separator::of(path, line)?;
        let first = if fields(line.text, separator).all(is_name) {
            // Without a visible separator a header such as `petal width` says nothing about the number of columns.
            let table = Table::starting(path, separator, line.number, line.text);
            First::Header((separator != Separator::Blanks).then_some(table))
        } else {
            First::Row(line.number, line.text.to_string())
        };
        return Ok(Some((separator, first)));
    }
    Ok(None)
}

/// Whether a field is the name of a column: it cannot be a mistyped number.
fn is_name(field: &str) -> bool {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '"');
    field.chars().next().is_some_and(|c| !numeric(c)) && field.parse::<f64>().is_err()
}

/// What every row has in common.
struct Table<'p> {
    path: &'p Path,
    separator: Separator,
    first: usize,
    width: usize,
}

impl<'p> Table<'p> {
    fn starting(path: &'p Path, separator: Separator, first: usize, text: &str) -> Self {
        Self {
            path,
            separator,
            first,
            width: fields(text, separator).count(),
        }
    }

    fn push_row(&self, line: Line<'_>, entries: &mut Vec<f64>) -> Result<(), ReadError> {
        let start = entries.len();
        for (i, field) in fields(line.text, self.separator).enumerate() {
            match finite(field, || Place::field(self.path, line.number, i + 1)) {
                Ok(x) => entries.push(x),
                // A line with a comma too many has a field that is no number; its length is the better thing to tell.
                Err(error) => return self.check_width(line).and(Err(error)),
            }
        }
        if entries.len() - start == self.width {
            Ok(())
        } else {
            self.check_width(line)
        }
    }

    fn check_width(&self, line: Line<'_>) -> Result<(), ReadError> {
        let found = fields(line.text, self.separator).count();
        if found == self.width {
            return Ok(());
        }
        Err(ReadError::Ragged {
            at: Place::line(self.path, line.number),
            expected: self.width,
            first: self.first,
            found,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Char(char),
    /// One or more blanks or tabs.
    Blanks,
}

impl Separator {
    /// The separator that a line uses outside of quotes.
    fn of(path: &Path, line: Line<'_>) -> Result<Self, ReadError> {
        let parts: Vec<&str> = line.text.split('"').collect();
        // An even number of parts is an odd number of quotes: one is never closed, and all of the line counts.
        let step = if parts.len().is_multiple_of(2) { 1 } else { 2 };
        let bare: String = parts.into_iter().step_by(step).collect();
        match (bare.contains(','), bare.contains(';'), bare.contains('\t')) {
            (true, true, _) => Err(ReadError::unexpected(
                Place::line(path, line.number),
                "one kind of separator",
                format!("both \",\" and \";\" in {}", quoted(line.text)),
                "write decimals with a point",
            )),
            (true, false, _) => Ok(Self::Char(',')),
            (false, true, _) => Ok(Self::Char(';')),
            (false, false, true) if !line.text.contains(' ') => Ok(Self::Char('\t')),
            (false, false, _) => Ok(Self::Blanks),
        }
    }
}

fn fields(line: &str, separator: Separator) -> Fields<'_> {
    Fields {
        rest: Some(line),
        separator,
    }
}

/// The fields of a line, without the blanks and the quotes around them.
struct Fields<'a> {
    rest: Option<&'a str>,
    separator: Separator,
}

impl<'a> Iterator for Fields<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let (field, rest) = match self.separator {
            Separator::Blanks => {
                let rest = rest.trim_start_matches(BLANKS);
                if rest.is_empty() {
                    return None;
                }
                let end = rest.find(BLANKS).unwrap_or(rest.len());
                (&rest[..end], Some(&rest[end..]))
            }
            Separator::Char(separator) => {
                let from = after_quotes(rest);
                match rest[from..].find(separator) {
                    Some(end) => {
                        let end = from + end;
                        (&rest[..end], Some(&rest[end + separator.len_utf8()..]))
                    }
                    None => (rest, None),
                }
            }
        };
        self.rest = rest;
        let field = field.trim_matches(BLANKS);
        let inner = field.strip_prefix('"').and_then(|f| f.strip_suffix('"'));
        Some(inner.unwrap_or(field))
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// Where the quoted part at the beginning of a text ends; 0 if there is none or it is never closed.
fn after_quotes(text: &str) -> usize {
    let body = text.trim_start_matches(' ');
    match body.strip_prefix('"').and_then(|inner| inner.find('"')) {
        Some(end) => text.len() - body.len() + end + 2,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::dmatrix;
    use quickcheck_macros::quickcheck;

    use super::super::battery;
    use super::*;

    fn read(text: &str) -> Result<DMatrix<f64>, String> {
        parse(Path::new("x.csv"), text.as_bytes()).map_err(|e| e.to_string())
    }

    #[test]
    fn every_separator_reads_the_same_matrix() {
        let expected = dmatrix![1., 2., -3.5; 4., 0.5, 6e3];
        for text in [
            "1,2,-3.5\n4,.5,6e3",
            "1 , 2,\t-3.5\r\n4,.5,6e3\r\n",
            "1;2;-3.5\n4;.5;6e3\n",
            "1\t2\t-3.5\n4\t.5\t6e3\n",
            "  1 2   -3.5\n  4 \t .5 6e3 \n\n\n",
            "\u{feff}a,\"b, c\",d\n\n1,\"2\",-3.5\n4, \"0.5\" ,6000\n",
            "\"a\";\"b,c\";d\n1;2;-3.5\n4;.5;6e3\n",
        ] {
            assert_eq!(read(text).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_has_names_only() {
        assert_eq!(read("petal width\n1\n2\n").unwrap(), dmatrix![1.; 2.]);
        assert_eq!(read("a b c\n1 2\n").unwrap(), dmatrix![1., 2.]);
        for (text, message) in [
            (
                "l,0\n1,2",
                "x.csv:1: field 1: expected a number, found \"l\"",
            ),
            (
                "1O\n2\n",
                "x.csv:1: field 1: expected a number, found \"1O\"",
            ),
            (
                "a,b\nc,d\n1,2\n",
                "x.csv:2: field 1: expected a number, found \"c\"",
            ),
            (
                "a,b\n\n",
                "x.csv: expected lines of numbers after the header, found the end of the file",
            ),
            (
                "a,b\n1,2,3\n",
                "x.csv:2: expected 2 fields as in line 1, found 3",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), message, "{text:?}");
        }
        // The index column that some programs write first has no name: it is not taken for data in silence.
        assert!(
            read(",a,b\n0,1,2\n")
                .unwrap_err()
                .starts_with("x.csv:1: field 1: ")
        );
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        for (text, message) in [
            ("", "x.csv: expected lines of numbers, found an empty file"),
            (
                "\n \n",
                "x.csv: expected lines of numbers, found an empty file",
            ),
            (
                "1,2,3\n\n4,5\n",
                "x.csv:3: expected 3 fields as in line 1, found 2",
            ),
            (
                "1,2\r\n\r\n3,4,\r\n",
                "x.csv:3: expected 2 fields as in line 1, found 3",
            ),
            (
                "1,2\n3,four\n",
                "x.csv:2: field 2: expected a number, found \"four\"",
            ),
            (
                "1\r2\r3",
                "x.csv:1: field 1: expected a number, found \"1\\r2\\r3\"",
            ),
            (
                "1,5;2,5\n",
                "x.csv:1: expected one kind of separator, found both \",\" and \";\" in \"1,5;2,5\" \
                 (hint: write decimals with a point)",
            ),
            (
                "1\n2\n\n\n3\n",
                "x.csv:3: expected a number, found a blank line between the entries of a column",
            ),
            (
                "\"1,2\n3,4\n",
                "x.csv:1: field 1: expected a number, found \"\\\"1\"",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), message, "{text:?}");
        }
        assert!(
            read("1,nan\n")
                .unwrap_err()
                .starts_with("x.csv:1: field 2: expected a finite")
        );
        assert!(
            read("1,\n")
                .unwrap_err()
                .contains("found an empty field (hint: ")
        );
    }

    #[quickcheck]
    fn what_is_written_reads_back_bit_by_bit(matrix: battery::Matrix) -> bool {
        let mut text = Vec::new();
        print(&matrix.0, &mut text).unwrap();
        let back = parse(Path::new("x.csv"), text.as_slice()).unwrap();
        battery::same_bits(&back, &matrix.0)
    }

    #[test]
    fn no_bytes_make_it_panic() {
        battery::feed(
            "x.csv",
            &[
                b"1,2,-3.5\n4,.5,6e3\n",
                b"\xef\xbb\xbfa;\"b;\"\r\n1;2\r\n\r\n3;\"4\"\r\n",
                b" 1 2\t3\n\n4 5 6",
            ],
            |path, bytes| parse(path, bytes).map(drop),
        );
    }
}
