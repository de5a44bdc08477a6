//! Matrix Market, `.mtx`: text with one entry per line, dense or sparse.

mod array;
mod banner;
mod coordinate;

use std::io::{BufRead, Write};
use std::path::Path;

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

use super::Data;
use super::error::{Place, ReadError, quoted};
use super::lines::{Line, Lines};
use super::number::{decimal, finite};
use banner::{Banner, Field, Layout, Symmetry};

/// Reads a matrix from a Matrix Market file: `coordinate` gives [`Data::Sparse`], `array` gives [`Data::Dense`].
///
/// - Entries `real`, `integer` or `pattern` (each entry is 1); `general`, `symmetric` or `skew-symmetric`, where the file
///   holds the entries on and below the diagonal and the others are filled in.
/// - Indices count from 1. Entries come in any order; those in the same place are added, in a pattern they are refused. A
///   stored zero stays a stored entry, so that the places of a mask survive.
/// - Lines that begin with `%` are comments; blank lines are skipped.
///
/// Reads line by line; memory grows with the entries that arrive, not with the declared size, except for the row offsets
/// of an n×m sparse matrix, which are allocated after all entries were found. A sparse matrix needs at most 24 bytes per entry and 12 per row while
/// reading and 16 and 8 afterwards; a dense one 8 bytes per entry, 12 if it is symmetric.
///
/// # Errors
/// Every [`ReadError`] with the file, the line and the field; see its variants. At most 2²⁷ rows or columns and 2³² − 1
/// entries are read.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("x.mtx");
/// std::fs::write(&path, "%%MatrixMarket matrix coordinate real general\n2 3 2\n1 3 -4.5\n2 1 7\n")?;
/// let x = matproof::matrix::read_matrix_market(&path)?;
/// assert_eq!(x.stored_entries(), 2);
/// assert_eq!(x.to_dense(), nalgebra::dmatrix![0., 0., -4.5; 7., 0., 0.]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Reference
/// R. F. Boisvert, R. Pozo and K. Remington (1996), "The Matrix Market Exchange Formats", NISTIR 5935.
pub fn read_matrix_market(path: impl AsRef<Path>) -> Result<Data, ReadError> {
    let path = path.as_ref();
    let (reader, size) = super::read::open(path)?;
    parse(path, reader, size)
}

/// Reads the text of an `.mtx` file. `path` serves the messages only, and `size`, the number of bytes, sets the first
/// reservation only: 0 is fine.
pub(super) fn parse(path: &Path, reader: impl BufRead, size: u64) -> Result<Data, ReadError> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let mut lines = Lines::new(path, reader);
    let banner = match lines.next()? {
        Some(line) => Banner::parse(path, line)?,
        None => {
            return Err(ReadError::Empty {
                path: path.to_path_buf(),
                expected: "a line %%MatrixMarket matrix …",
            });
        }
    };
    match banner.layout {
        Layout::Coordinate => coordinate::parse(path, &mut lines, &banner, size).map(Data::Sparse),
        Layout::Array => array::parse(path, &mut lines, &banner, size).map(Data::Dense),
    }
}

/// Writes a dense matrix as `array real general`: one entry per line, column by column.
pub(super) fn print_dense(matrix: &DMatrix<f64>, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "%%MatrixMarket matrix array real general")?;
    writeln!(out, "{} {}", matrix.nrows(), matrix.ncols())?;
    for x in matrix {
        writeln!(out, "{}", decimal(*x))?;
    }
    Ok(())
}

/// Writes a sparse matrix as `coordinate real general`: the stored entries row by row, zeros included.
pub(super) fn print_sparse(matrix: &CsrMatrix<f64>, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "%%MatrixMarket matrix coordinate real general")?;
    writeln!(
        out,
        "{} {} {}",
        matrix.nrows(),
        matrix.ncols(),
        matrix.nnz()
    )?;
    for (i, j, x) in matrix.triplet_iter() {
        writeln!(out, "{} {} {}", i + 1, j + 1, decimal(*x))?;
    }
    Ok(())
}

/// The largest number of rows or columns: the row offsets of a matrix without entries then take 1 GiB.
const LARGEST_DIMENSION: usize = 1 << 27;

/// Where entries begin and how many there must be.
struct SizeLine {
    line: usize,
    rows: usize,
    columns: usize,
    /// Number of stored entries; an array has none of its own.
    entries: Option<usize>,
}

impl SizeLine {
    /// Reads `rows columns` for an array, `rows columns entries` for coordinates.
    fn read<R: BufRead>(
        path: &Path,
        lines: &mut Lines<'_, R>,
        banner: &Banner,
    ) -> Result<Self, ReadError> {
        let expected = match banner.layout {
            Layout::Coordinate => "a size line: rows, columns and number of entries",
            Layout::Array => "a size line: rows and columns",
        };
        let Some(line) = next_line(lines)? else {
            let found = "the end of the file";
            return Err(ReadError::unexpected(
                Place::file(path),
                expected,
                found,
                "",
            ));
        };
        let fields: Vec<&str> = line.text.split_ascii_whitespace().collect();
        let (rows, columns, entries) = match (banner.layout, &fields[..]) {
            (Layout::Coordinate, [rows, columns, entries]) => (rows, columns, Some(entries)),
            (Layout::Array, [rows, columns]) => (rows, columns, None),
            _ => {
                let at = Place::line(path, line.number);
                return Err(ReadError::unexpected(at, expected, quoted(line.text), ""));
            }
        };
        let at = |field| Place::field(path, line.number, field);
        let dimension = |text, field, kind: &str| {
            let expected = format!("a number of {kind} from 1 to {LARGEST_DIMENSION}");
            count(text)
                .filter(|n| (1..=LARGEST_DIMENSION).contains(n))
                .ok_or_else(|| ReadError::unexpected(at(field), expected, quoted(text), ""))
        };
        let entries = entries.map(|text| {
            count(text).ok_or_else(|| {
                ReadError::unexpected(at(3), "a number of entries", quoted(text), "")
            })
        });
        let size = Self {
            line: line.number,
            rows: dimension(rows, 1, "rows")?,
            columns: dimension(columns, 2, "columns")?,
            entries: entries.transpose()?,
        };
        if banner.symmetry != Symmetry::General && size.rows != size.columns {
            let found = format!("{}×{}", size.rows, size.columns);
            let expected = format!("a square shape for a {} matrix", banner.symmetry);
            return Err(ReadError::unexpected(
                Place::line(path, size.line),
                expected,
                found,
                "",
            ));
        }
        Ok(size)
    }

    fn too_few(&self, path: &Path, expected: usize, found: usize) -> ReadError {
        ReadError::Entries {
            at: Place::file(path),
            expected,
            declared: self.line,
            found: format!("only {found}"),
        }
    }

    fn too_many(&self, path: &Path, expected: usize, line: usize) -> ReadError {
        ReadError::Entries {
            at: Place::line(path, line),
            expected,
            declared: self.line,
            found: "one more".to_string(),
        }
    }
}

/// The next line that is neither blank nor a comment.
fn next_line<'a, R: BufRead>(lines: &'a mut Lines<'_, R>) -> Result<Option<Line<'a>>, ReadError> {
    lines.next_where(|line| !line.is_blank() && !line.text.starts_with('%'))
}

/// A number of things: digits only, saturating far beyond what is accepted anywhere.
fn count(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// A value as the banner promises it.
fn value(text: &str, field: Field, at: impl Fn() -> Place) -> Result<f64, ReadError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if field == Field::Integer && count(digits).is_none() {
        let hint = "the first line promises integers; change it to real";
        return Err(ReadError::unexpected(
            at(),
            "an integer",
            quoted(text),
            hint,
        ));
    }
    finite(text, at)
}

#[cfg(test)]
mod tests {
    use nalgebra::dmatrix;
    use quickcheck_macros::quickcheck;

    use super::super::battery;
    use super::*;

    /// The rest of a file after `%%MatrixMarket matrix `.
    fn read(text: &str) -> Result<Data, String> {
        let text = format!("%%MatrixMarket matrix {text}");
        parse(Path::new("x.mtx"), text.as_bytes(), 0).map_err(|e| e.to_string())
    }

    fn dense(text: &str) -> DMatrix<f64> {
        read(text).unwrap().to_dense()
    }

    #[test]
    fn coordinates_of_every_kind() {
        let expected = dmatrix![0., 0., -4.5; 7., 0., 0.];
        assert_eq!(
            dense(
                "coordinate real general\r\n% a comment\r\n\r\n2 3 3\r\n1 3 -5\r\n2 1 7.\r\n1 3 5e-1\r\n"
            ),
            expected
        );
        assert_eq!(
            dense("COORDINATE Integer general\n3 3 2\n3 1 -2\n2 2 +7"),
            dmatrix![0., 0., 0.; 0., 7., 0.; -2., 0., 0.]
        );
        assert_eq!(
            dense("coordinate pattern symmetric\n3 3 2\n3 1\n2 2"),
            dmatrix![0., 0., 1.; 0., 1., 0.; 1., 0., 0.]
        );
        assert_eq!(
            dense("coordinate real skew-symmetric\n3 3 2\n3 1 2\n3 2 -5"),
            dmatrix![0., 0., -2.; 0., 0., 5.; 2., -5., 0.]
        );
        assert_eq!(
            read("coordinate real general\n2 3 0\n").unwrap().shape(),
            (2, 3)
        );
        let zero = read("coordinate real general\n2 3 1\n2 2 0\n").unwrap();
        assert_eq!(zero.stored_entries(), 1);
    }

    #[test]
    fn arrays_of_every_kind() {
        assert_eq!(
            dense("array real general\n2 3\n1\n4\n% a comment\n2\n5\n3\n6\n"),
            dmatrix![1., 2., 3.; 4., 5., 6.]
        );
        assert_eq!(
            dense("array integer symmetric\n3 3\n1\n2\n3\n4\n5\n6\n"),
            dmatrix![1., 2., 3.; 2., 4., 5.; 3., 5., 6.]
        );
        assert_eq!(
            dense("array real skew-symmetric\n3 3\n1\n2\n3\n"),
            dmatrix![0., -1., -2.; 1., 0., -3.; 2., 3., 0.]
        );
        assert_eq!(dense("array real skew-symmetric\n1 1\n"), dmatrix![0.]);
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        for (text, message) in [
            (
                "coordinate real general\n",
                "x.mtx: expected a size line: rows, columns and number of entries, found the end of the file",
            ),
            (
                "array real general\n2 3 4\n",
                "x.mtx:2: expected a size line: rows and columns, found \"2 3 4\"",
            ),
            (
                "coordinate real general\n0 3 0\n",
                "x.mtx:2: field 1: expected a number of rows from 1 to 134217728, found \"0\"",
            ),
            (
                "coordinate real general\n2 99999999999999999999999 0\n",
                "x.mtx:2: field 2: expected a number of columns from 1 to 134217728, \
                 found \"99999999999999999999999\"",
            ),
            (
                "coordinate real general\n2 3 -1\n",
                "x.mtx:2: field 3: expected a number of entries, found \"-1\"",
            ),
            (
                "coordinate real general\n2 3 99999999999\n",
                "x.mtx:2: field 3: expected at most 4294967295 entries, found 99999999999",
            ),
            (
                "array real general\n100000000 100000000\n1\n",
                "x.mtx: expected 10000000000000000 entries as declared in line 2, found only 1",
            ),
            (
                "coordinate real symmetric\n2 3 0\n",
                "x.mtx:2: expected a square shape for a symmetric matrix, found 2×3",
            ),
            (
                "coordinate real general\n2 3 2\n1 1 5\n",
                "x.mtx: expected 2 entries as declared in line 2, found only 1",
            ),
            (
                "coordinate real general\n2 3 1\n1 1 5\n\n2 2 5\n",
                "x.mtx:5: expected 1 entries as declared in line 2, found one more",
            ),
            (
                "array real general\n1 1\n5\n6\n",
                "x.mtx:4: expected 1 entries as declared in line 2, found one more",
            ),
            (
                "coordinate real general\n2 3 1\n0 1 5\n",
                "x.mtx:3: field 1: expected a row from 1 to 2, found \"0\" (hint: indices count from 1)",
            ),
            (
                "coordinate real general\n2 3 1\n1 4 5\n",
                "x.mtx:3: field 2: expected a column from 1 to 3, found \"4\"",
            ),
            (
                "coordinate real general\n2 3 1\n1 3\n",
                "x.mtx:3: expected a row, a column and a value, found \"1 3\"",
            ),
            (
                "coordinate pattern general\n2 3 1\n1 3 1\n",
                "x.mtx:3: expected a row and a column, found \"1 3 1\"",
            ),
            (
                "coordinate pattern general\n2 3 2\n1 3\n1 3\n",
                "x.mtx: row 1, column 3: expected each place of a pattern once, found it again",
            ),
            (
                "coordinate real symmetric\n3 3 1\n1 3 5\n",
                "x.mtx:3: expected an entry on or below the diagonal of a symmetric matrix, found \"1 3 5\"",
            ),
            (
                "coordinate real skew-symmetric\n3 3 1\n2 2 5\n",
                "x.mtx:3: expected an entry below the diagonal of a skew-symmetric matrix, found \"2 2 5\"",
            ),
            (
                "coordinate real general\n2 3 1\n1 3 x\n",
                "x.mtx:3: field 3: expected a number, found \"x\"",
            ),
            (
                "coordinate integer general\n2 3 1\n1 3 0.5\n",
                "x.mtx:3: field 3: expected an integer, found \"0.5\" \
                 (hint: the first line promises integers; change it to real)",
            ),
            (
                "coordinate real general\n2 3 2\n1 3 1e308\n1 3 1e308\n",
                "x.mtx: row 1, column 3: expected a finite number, found inf (hint: the sum of several entries overflows)",
            ),
            (
                "array real general\n1 2\n1 2\n",
                "x.mtx:3: expected one number, found \"1 2\"",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), message, "{text:?}");
        }
        assert!(
            read("array real general\n1 1\nnan\n")
                .unwrap_err()
                .contains("finite number")
        );
    }

    #[quickcheck]
    fn what_is_written_reads_back_bit_by_bit(matrix: battery::Matrix) -> bool {
        let path = Path::new("x.mtx");
        let (mut array, mut coordinate) = (Vec::new(), Vec::new());
        print_dense(&matrix.0, &mut array).unwrap();
        print_sparse(&CsrMatrix::from(&matrix.0), &mut coordinate).unwrap();
        let back = parse(path, array.as_slice(), array.len() as u64).unwrap();
        let sparse = parse(path, coordinate.as_slice(), 0).unwrap();
        // The conversion to sparse drops zeros, of either sign: −0 comes back as 0.
        let unsigned = matrix.0.map(|x| x + 0.0);
        battery::same_bits(&back.to_dense(), &matrix.0)
            && matches!(back, Data::Dense(_))
            && battery::same_bits(&sparse.to_dense(), &unsigned)
            && matches!(sparse, Data::Sparse(_))
    }

    #[test]
    fn no_bytes_make_it_panic() {
        battery::feed(
            "x.mtx",
            &[
                b"%%MatrixMarket matrix coordinate real general\n%\n2 3 3\n1 3 -5\n2 1 7\n1 3 .5\n",
                b"%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n3 1\n2 2\n",
                b"%%MatrixMarket matrix array integer skew-symmetric\n3 3\n1\n2\n3\n",
                b"%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n",
            ],
            |path, bytes| parse(path, bytes, bytes.len() as u64).map(drop),
        );
    }
}
