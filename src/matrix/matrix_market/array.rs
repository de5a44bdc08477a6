//! Dense matrices: one number per line, column by column; of a symmetric matrix only what stands on or below the diagonal.

use std::io::BufRead;
use std::path::Path;

use nalgebra::DMatrix;

use super::super::error::{Place, ReadError, quoted};
use super::super::lines::Lines;
use super::banner::{Banner, Symmetry};
use super::{SizeLine, next_line, value};

/// A line with an entry takes at least `1\n`.
const SHORTEST_LINE: usize = 2;

/// Reads everything after the banner; `bytes` is the size of the file, or 0, and bounds the first reservation.
pub(super) fn parse<R: BufRead>(
    path: &Path,
    lines: &mut Lines<'_, R>,
    banner: &Banner,
    bytes: usize,
) -> Result<DMatrix<f64>, ReadError> {
    let size = SizeLine::read(path, lines, banner)?;
    let (n, m) = (size.rows, size.columns);
    // Both are at most 2²⁷, so no product below overflows 64 bits; on a smaller machine it is refused.
    let total = n.checked_mul(m).ok_or_else(|| ReadError::Oversized {
        at: Place::line(path, size.line),
        expected: "a shape that fits into memory".to_string(),
        found: format!("{n}×{m}"),
    })?;
    let expected = match banner.symmetry {
        Symmetry::General => total,
        Symmetry::Symmetric => (total - n) / 2 + n,
        Symmetry::Skew => (total - n) / 2,
    };
    let mut values = Vec::with_capacity(expected.min(bytes / SHORTEST_LINE));
    while let Some(line) = next_line(lines)? {
        if values.len() == expected {
            return Err(size.too_many(path, expected, line.number));
        }
        let mut fields = line.text.split_ascii_whitespace();
        let (Some(text), None) = (fields.next(), fields.next()) else {
            let at = Place::line(path, line.number);
            return Err(ReadError::unexpected(
                at,
                "one number",
                quoted(line.text),
                "",
            ));
        };
        let at = || Place::line(path, line.number);
        values.push(value(text, banner.field, at)?);
    }
    if values.len() < expected {
        return Err(size.too_few(path, expected, values.len()));
    }
    Ok(match banner.symmetry {
        Symmetry::General => DMatrix::from_vec(n, m, values),
        Symmetry::Symmetric => mirrored(n, 0, 1.0, &values),
        Symmetry::Skew => mirrored(n, 1, -1.0, &values),
    })
}

/// The n×n matrix with these values from `below` under the diagonal downwards, and `sign` times them above it.
fn mirrored(n: usize, below: usize, sign: f64, values: &[f64]) -> DMatrix<f64> {
    let mut matrix = DMatrix::zeros(n, n);
    let places = (0..n).flat_map(|j| (j + below..n).map(move |i| (i, j)));
    for ((i, j), &x) in places.zip(values) {
        matrix[(j, i)] = sign * x;
        matrix[(i, j)] = x;
    }
    matrix
}
