//! The first line of a Matrix Market file: `%%MatrixMarket matrix coordinate real general`.

use std::fmt;
use std::path::Path;

use super::super::error::{Place, ReadError, quoted};
use super::super::lines::Line;

/// What the first line promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Banner {
    pub(super) layout: Layout,
    pub(super) field: Field,
    pub(super) symmetry: Symmetry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Stored entries with their row and column.
    Coordinate,
    /// All entries, column by column.
    Array,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Real,
    Integer,
    /// Places without values.
    Pattern,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symmetry {
    General,
    /// Xᵀ = X; the file holds the entries on and below the diagonal.
    Symmetric,
    /// Xᵀ = −X; the file holds the entries below the diagonal.
    Skew,
}

impl fmt::Display for Symmetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::General => "general",
            Self::Symmetric => "symmetric",
            Self::Skew => "skew-symmetric",
        })
    }
}

impl Banner {
    /// Reads the five words, in either case.
    pub(super) fn parse(path: &Path, line: Line<'_>) -> Result<Self, ReadError> {
        let words: Vec<String> = line
            .text
            .split_ascii_whitespace()
            .map(str::to_ascii_lowercase)
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let ["%%matrixmarket", "matrix", layout, field, symmetry] = words[..] else {
            return Err(ReadError::unexpected(
                Place::line(path, line.number),
                "%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric|skew-symmetric",
                quoted(line.text),
                "",
            ));
        };
        let unsupported = |place, expected, found, hint| ReadError::Unsupported {
            at: Place::field(path, line.number, place),
            expected,
            found: quoted(found),
            hint,
        };
        let banner = Self {
            layout: match layout {
                "coordinate" => Layout::Coordinate,
                "array" => Layout::Array,
                _ => return Err(unsupported(3, "coordinate or array", layout, "")),
            },
            field: match field {
                "real" => Field::Real,
                "integer" => Field::Integer,
                "pattern" => Field::Pattern,
                _ => return Err(unsupported(4, "real, integer or pattern", field, "")),
            },
            symmetry: match symmetry {
                "general" => Symmetry::General,
                "symmetric" => Symmetry::Symmetric,
                "skew-symmetric" => Symmetry::Skew,
                _ => {
                    let expected = "general, symmetric or skew-symmetric";
                    return Err(unsupported(5, expected, symmetry, ""));
                }
            },
        };
        if banner.field == Field::Pattern
            && (banner.layout == Layout::Array || banner.symmetry == Symmetry::Skew)
        {
            return Err(unsupported(
                4,
                "real or integer for an array or a skew-symmetric matrix",
                field,
                "a pattern has no values, and these need some",
            ));
        }
        Ok(banner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Banner, String> {
        Banner::parse(Path::new("x.mtx"), Line { number: 1, text }).map_err(|e| e.to_string())
    }

    #[test]
    fn five_words_in_either_case() {
        let banner = parse("%%MatrixMarket  MATRIX coordinate Integer skew-symmetric ");
        let expected = Banner {
            layout: Layout::Coordinate,
            field: Field::Integer,
            symmetry: Symmetry::Skew,
        };
        assert_eq!(banner, Ok(expected));
    }

    #[test]
    fn other_matrices_are_named() {
        for (text, message) in [
            (
                "%%MatrixMarket matrix coordinate complex hermitian",
                "x.mtx:1: field 4: expected real, integer or pattern, found \"complex\"",
            ),
            (
                "%%MatrixMarket matrix coordinate real hermitian",
                "x.mtx:1: field 5: expected general, symmetric or skew-symmetric, found \"hermitian\"",
            ),
            (
                "%%MatrixMarket matrix list real general",
                "x.mtx:1: field 3: expected coordinate or array, found \"list\"",
            ),
            (
                "%%MatrixMarket matrix array pattern general",
                "x.mtx:1: field 4: expected real or integer for an array or a skew-symmetric matrix, \
                 found \"pattern\" (hint: a pattern has no values, and these need some)",
            ),
            (
                "1 2 3",
                "x.mtx:1: expected %%MatrixMarket matrix coordinate|array real|integer|pattern \
                 general|symmetric|skew-symmetric, found \"1 2 3\"",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), message);
        }
    }
}
