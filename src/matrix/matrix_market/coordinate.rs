//! Sparse matrices: `row column value`, one entry per line, indices from 1.

use std::io::BufRead;
use std::path::Path;

use nalgebra_sparse::CsrMatrix;

use super::super::compressed_rows::{Compressed, Triples};
use super::super::error::{Place, ReadError, quoted};
use super::super::lines::{Line, Lines};
use super::banner::{Banner, Field, Symmetry};
use super::{SizeLine, next_line, value};

/// A line with an entry takes at least `1 1\n`.
const SHORTEST_LINE: usize = 4;

/// Reads everything after the banner; `bytes` is the size of the file, or 0, and bounds the first reservation.
pub(super) fn parse<R: BufRead>(
    path: &Path,
    lines: &mut Lines<'_, R>,
    banner: &Banner,
    bytes: usize,
) -> Result<CsrMatrix<f64>, ReadError> {
    let size = SizeLine::read(path, lines, banner)?;
    let expected = size.entries.unwrap_or(0);
    let copies = if banner.symmetry == Symmetry::General {
        1
    } else {
        2
    };
    let most = Triples::MOST / copies;
    if expected > most {
        return Err(ReadError::Oversized {
            at: Place::field(path, size.line, 3),
            expected: format!("at most {most} entries"),
            found: expected.to_string(),
        });
    }
    let mut triples = Triples::with_capacity(copies * expected.min(bytes / SHORTEST_LINE));
    let mut found = 0;
    while let Some(line) = next_line(lines)? {
        if found == expected {
            return Err(size.too_many(path, expected, line.number));
        }
        found += 1;
        let (i, j, x) = entry(path, line, &size, banner)?;
        triples.push(i, j, x);
        match banner.symmetry {
            Symmetry::Symmetric if i != j => triples.push(j, i, x),
            Symmetry::Skew => triples.push(j, i, -x),
            _ => {}
        }
    }
    if found < expected {
        return Err(size.too_few(path, expected, found));
    }
    let Compressed { matrix, repeated } = triples.compress(size.rows, size.columns);
    match repeated {
        Some((i, j)) if banner.field == Field::Pattern => Err(ReadError::unexpected(
            Place::entry(path, i + 1, j + 1),
            "each place of a pattern once",
            "it again",
            "",
        )),
        Some(_) => finite_sums(path, matrix),
        None => Ok(matrix),
    }
}

/// Row and column from 0, and the value.
fn entry(
    path: &Path,
    line: Line<'_>,
    size: &SizeLine,
    banner: &Banner,
) -> Result<(u32, u32, f64), ReadError> {
    let at = |field| Place::field(path, line.number, field);
    let here = |expected: &str| {
        let place = Place::line(path, line.number);
        Err(ReadError::unexpected(
            place,
            expected,
            quoted(line.text),
            "",
        ))
    };
    let mut fields = line.text.split_ascii_whitespace();
    let fields = (fields.next(), fields.next(), fields.next(), fields.next());
    let (row, column, x) = match (banner.field, fields) {
        (Field::Pattern, (Some(row), Some(column), None, _)) => (row, column, 1.0),
        (Field::Pattern, _) => return here("a row and a column"),
        (field, (Some(row), Some(column), Some(x), None)) => {
            (row, column, value(x, field, || at(3))?)
        }
        _ => return here("a row, a column and a value"),
    };
    let i = index(row, "row", size.rows, || at(1))?;
    let j = index(column, "column", size.columns, || at(2))?;
    match banner.symmetry {
        Symmetry::Symmetric if i < j => {
            here("an entry on or below the diagonal of a symmetric matrix")
        }
        Symmetry::Skew if i <= j => here("an entry below the diagonal of a skew-symmetric matrix"),
        _ => Ok((i, j, x)),
    }
}

fn index(
    text: &str,
    kind: &str,
    last: usize,
    at: impl FnOnce() -> Place,
) -> Result<u32, ReadError> {
    match text.parse::<u32>() {
        Ok(i) if i >= 1 && i as usize <= last => Ok(i - 1),
        parsed => {
            let hint = if parsed == Ok(0) {
                "indices count from 1"
            } else {
                ""
            };
            let expected = format!("a {kind} from 1 to {last}");
            Err(ReadError::unexpected(at(), expected, quoted(text), hint))
        }
    }
}

/// Finite numbers can add up to an infinite one.
fn finite_sums(path: &Path, matrix: CsrMatrix<f64>) -> Result<CsrMatrix<f64>, ReadError> {
    let infinite = matrix.triplet_iter().find(|(_, _, x)| !x.is_finite());
    match infinite {
        Some((i, j, x)) => Err(ReadError::NotFinite {
            at: Place::entry(path, i + 1, j + 1),
            found: x.to_string(),
            hint: "the sum of several entries overflows",
        }),
        None => Ok(matrix),
    }
}
