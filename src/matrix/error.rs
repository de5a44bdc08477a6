//! What can be wrong with a file, told in one line: where, what was expected, what was found.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A place in a file; printed as `x.csv`, `x.csv:3`, `x.csv:3: field 2` or `x.npy: row 3, column 2`.
///
/// ```
/// # use matproof::matrix::{Place, Spot};
/// let at = Place { path: "x.csv".into(), spot: Spot::Field { line: 3, field: 2 } };
/// assert_eq!(at.to_string(), "x.csv:3: field 2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Where in it.
    pub spot: Spot,
}

/// A place within a file. Lines, fields, rows and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The file as a whole, or a binary header.
    File,
    /// A line of a text file.
    Line(usize),
    /// A field of a line.
    Field {
        /// The line.
        line: usize,
        /// The field within the line.
        field: usize,
    },
    /// An entry of the matrix, where lines mean nothing.
    Entry {
        /// The row of the matrix.
        row: usize,
        /// The column of the matrix.
        column: usize,
    },
}

impl Place {
    pub(super) fn new(path: &Path, spot: Spot) -> Self {
        Self {
            path: path.to_path_buf(),
            spot,
        }
    }

    pub(super) fn file(path: &Path) -> Self {
        Self::new(path, Spot::File)
    }

    pub(super) fn line(path: &Path, line: usize) -> Self {
        Self::new(path, Spot::Line(line))
    }

    pub(super) fn field(path: &Path, line: usize, field: usize) -> Self {
        Self::new(path, Spot::Field { line, field })
    }

    pub(super) fn entry(path: &Path, row: usize, column: usize) -> Self {
        Self::new(path, Spot::Entry { row, column })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.spot {
            Spot::File => write!(f, "{path}"),
            Spot::Line(line) => write!(f, "{path}:{line}"),
            Spot::Field { line, field } => write!(f, "{path}:{line}: field {field}"),
            Spot::Entry { row, column } => write!(f, "{path}: row {row}, column {column}"),
        }
    }
}

/// Why a matrix could not be read. Every message is one line.
#[derive(Debug, Error)]
pub enum ReadError {
    /// `read("no-such-file.csv")`.
    #[error("{}: expected a file, found nothing of that name", .path.display())]
    Missing {
        /// The name that was asked for.
        path: PathBuf,
    },
    /// `read("folder.csv/")`.
    #[error("{}: expected a file, found a directory", .path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// A file without read permission, or a disk that fails.
    #[error("{}: expected a readable file, found: {}", .path.display(), .source.kind())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// `read("x.txt")`.
    #[error("{}: expected a name ending in .csv, .npy or .mtx, found {found}", .path.display())]
    Extension {
        /// The file.
        path: PathBuf,
        /// Its extension, quoted, or "no extension".
        found: String,
    },
    /// A file of zero bytes, or of blank lines only.
    #[error("{}: expected {expected}, found an empty file", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What the format begins with.
        expected: &'static str,
    },
    /// A byte sequence that is not UTF-8 in a text format, as in a file saved as Latin-1.
    #[error("{at}: expected text in UTF-8, found the byte 0x{byte:02x}")]
    Utf8 {
        /// The line.
        at: Place,
        /// The first byte that does not fit.
        byte: u8,
    },
    /// Text where something else belongs: `1,two,3`, a second header, a wrong banner, an index 0.
    #[error("{at}: expected {expected}, found {found}{}", Hint(.hint))]
    Unexpected {
        /// Where it stands.
        at: Place,
        /// What belongs there.
        expected: String,
        /// What stands there, quoted and shortened.
        found: String,
        /// What to do about it; empty if there is nothing useful to say.
        hint: &'static str,
    },
    /// `1,2,3` above `4,5`.
    #[error("{at}: expected {expected} fields as in line {first}, found {found}")]
    Ragged {
        /// The line with another number of fields.
        at: Place,
        /// Number of fields of the first line.
        expected: usize,
        /// The first line.
        first: usize,
        /// Number of fields here.
        found: usize,
    },
    /// `nan`, `inf`, `1e999`, or duplicates whose sum overflows.
    #[error("{at}: expected a finite number, found {found}{}", Hint(.hint))]
    NotFinite {
        /// The entry.
        at: Place,
        /// What stands there.
        found: String,
        /// What to do about it; empty if there is nothing useful to say.
        hint: &'static str,
    },
    /// Right in this format, but not a real matrix of numbers: complex entries, three dimensions, records.
    #[error("{at}: expected {expected}, found {found}{}", Hint(.hint))]
    Unsupported {
        /// Where it is declared.
        at: Place,
        /// What is supported.
        expected: &'static str,
        /// What is declared.
        found: String,
        /// How to convert; empty if there is nothing useful to say.
        hint: &'static str,
    },
    /// A text file that holds fewer or more entries than its size line says.
    #[error("{at}: expected {expected} entries as declared in line {declared}, found {found}")]
    Entries {
        /// The file if there are too few, the first superfluous line if there are too many.
        at: Place,
        /// Number of entries in the size line.
        expected: usize,
        /// The size line.
        declared: usize,
        /// "only 3" or "one more".
        found: String,
    },
    /// A binary file that is cut off or has something after its end.
    #[error("{}: expected {expected} bytes after the header, for {shape} of '{dtype}', found {found}", .path.display())]
    Bytes {
        /// The file.
        path: PathBuf,
        /// The declared shape, such as `(3, 4)`.
        shape: String,
        /// The declared number type, such as `<f8`.
        dtype: String,
        /// Bytes that this takes.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A declared size that no memory holds; nothing of that size is allocated.
    #[error("{at}: expected {expected}, found {found}")]
    Oversized {
        /// Where it is declared.
        at: Place,
        /// The largest size that is read.
        expected: String,
        /// The declared size.
        found: String,
    },
    /// A matrix that was read well but does not fit its place.
    #[error(transparent)]
    Shape(#[from] ShapeMismatch),
}

impl ReadError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_path_buf(),
            source,
        }
    }

    pub(super) fn unexpected(
        at: Place,
        expected: impl Into<String>,
        found: impl Into<String>,
        hint: &'static str,
    ) -> Self {
        Self::Unexpected {
            at,
            expected: expected.into(),
            found: found.into(),
            hint,
        }
    }
}

/// Why a matrix could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// A folder that does not exist, a full disk.
    #[error("{}: expected a writable file, found: {}", .path.display(), .source.kind())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// `write_dense("w.txt", …)`, or a sparse matrix into a dense format.
    #[error("{}: expected a name ending in {expected}, found {found}", .path.display())]
    Extension {
        /// The file.
        path: PathBuf,
        /// The extensions that would do.
        expected: &'static str,
        /// The extension, quoted, or "no extension".
        found: String,
    },
    /// A matrix that could not be read back: an entry is NaN or infinite.
    #[error("{at}: expected a finite number to write, found {found}")]
    NotFinite {
        /// The entry.
        at: Place,
        /// What stands there.
        found: f64,
    },
    /// A matrix that could not be read back: it has no rows or no columns.
    #[error("{}: expected a matrix with rows and columns to write, found {rows}×{columns}", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
}

/// A matrix whose shape does not fit its place, such as an initial W with as many rows as X has columns.
///
/// ```
/// # use matproof::matrix::ShapeMismatch;
/// let mismatch = ShapeMismatch { name: "w.npy".into(), expected: (Some(1797), None), found: (64, 5) };
/// assert_eq!(mismatch.to_string(), "w.npy: expected 1797 rows, found a 64×5 matrix");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name}: expected {}, found a {}×{} matrix{}", Wanted(.expected), .found.0, .found.1, Hint(hint(.expected, .found)))]
pub struct ShapeMismatch {
    /// The file, or the letter in the formula.
    pub name: String,
    /// Rows and columns that fit; `None` where any number does.
    pub expected: (Option<usize>, Option<usize>),
    /// Rows and columns that were found.
    pub found: (usize, usize),
}

impl ShapeMismatch {
    /// Whether a shape fits; `Ok` if it does.
    ///
    /// # Errors
    /// The mismatch, if the rows or the columns differ from an expected number.
    ///
    /// ```
    /// # use matproof::matrix::ShapeMismatch;
    /// assert!(ShapeMismatch::check("W", (Some(3), None), (3, 2)).is_ok());
    /// let transposed = ShapeMismatch::check("W", (Some(3), None), (2, 3)).unwrap_err();
    /// assert_eq!(
    ///     transposed.to_string(),
    ///     "W: expected 3 rows, found a 2×3 matrix (hint: its transpose would fit)"
    /// );
    /// ```
    pub fn check(
        name: impl Into<String>,
        expected: (Option<usize>, Option<usize>),
        found: (usize, usize),
    ) -> Result<(), Self> {
        if fits(expected, found) {
            Ok(())
        } else {
            Err(Self {
                name: name.into(),
                expected,
                found,
            })
        }
    }
}

/// What a mismatch suggests.
fn hint(expected: &(Option<usize>, Option<usize>), found: &(usize, usize)) -> &'static str {
    if fits(*expected, (found.1, found.0)) {
        "its transpose would fit"
    } else {
        ""
    }
}

fn fits(expected: (Option<usize>, Option<usize>), found: (usize, usize)) -> bool {
    expected.0.is_none_or(|rows| rows == found.0)
        && expected.1.is_none_or(|columns| columns == found.1)
}

struct Wanted<'a>(&'a (Option<usize>, Option<usize>));

impl fmt::Display for Wanted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self.0 {
            (Some(rows), Some(columns)) => write!(f, "a {rows}×{columns} matrix"),
            (Some(rows), None) => write!(f, "{rows} rows"),
            (None, Some(columns)) => write!(f, "{columns} columns"),
            (None, None) => write!(f, "a matrix"),
        }
    }
}

struct Hint<'a>(&'a str);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, " (hint: {})", self.0)
        }
    }
}

/// Text as it stands in a file, in quotes, control characters escaped, at most 40 characters of it.
pub(super) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("{shown:?}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_stays_on_one_short_line() {
        assert_eq!(quoted("two\nlines"), "\"two\\nlines\"");
        let long = "ä".repeat(1000);
        assert_eq!(quoted(&long).chars().count(), 43); // 40 letters, two quotes and the dots
    }

    #[test]
    fn a_shape_is_checked_on_both_sides() {
        assert!(ShapeMismatch::check("X", (Some(3), Some(4)), (3, 4)).is_ok());
        assert!(ShapeMismatch::check("X", (None, None), (7, 1)).is_ok());
        assert!(ShapeMismatch::check("H", (None, Some(4)), (4, 3)).is_err());
        let error =
            ReadError::from(ShapeMismatch::check("X", (Some(3), Some(4)), (3, 5)).unwrap_err());
        assert_eq!(
            error.to_string(),
            "X: expected a 3×4 matrix, found a 3×5 matrix"
        );
    }
}
