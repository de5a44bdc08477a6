//! Numbers in text files: any decimal is read to the nearest `f64`, the shortest that reads back is written.

use super::error::{Place, ReadError, quoted};

/// Reads a field as a finite number, rounded to the nearest `f64`.
///
/// Accepted are `5`, `-0.25`, `.5`, `+1.`, `6.02e23`; a decimal below the smallest `f64` is read as zero of its sign.
/// `at` is asked for the place only if something is wrong.
///
/// # Errors
/// [`ReadError::NotFinite`] for `nan`, `inf` and numbers beyond 1.8e308, [`ReadError::Unexpected`] for everything else.
pub(super) fn finite(text: &str, at: impl FnOnce() -> Place) -> Result<f64, ReadError> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() => Ok(x),
        Ok(_) => Err(not_finite(text, at())),
        Err(_) if text.is_empty() => Err(ReadError::unexpected(
            at(),
            "a number",
            "an empty field",
            "a matrix with missing entries belongs into a coordinate .mtx file",
        )),
        Err(_) => Err(ReadError::unexpected(at(), "a number", quoted(text), "")),
    }
}

fn not_finite(text: &str, at: Place) -> ReadError {
    let hint = if text.bytes().any(|b| b.is_ascii_digit()) {
        "the largest number is about 1.8e308"
    } else {
        "a matrix with missing entries belongs into a coordinate .mtx file"
    };
    ReadError::NotFinite {
        at,
        found: quoted(text),
        hint,
    }
}

/// The shortest decimal that reads back to the same `f64`: `5`, `-0.25`, `1e300`, `-0`.
pub(super) fn decimal(x: f64) -> String {
    // Plain digits for everyday sizes; beyond them `{}` would print up to 300 zeros.
    let plain = x.abs() < 1e16 && (x.abs() >= 1e-5 || x.abs() <= 0.0);
    if plain {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use quickcheck_macros::quickcheck;

    use super::*;

    fn read(text: &str) -> Result<f64, String> {
        finite(text, || Place::field(Path::new("x.csv"), 3, 2)).map_err(|e| e.to_string())
    }

    #[test]
    fn decimals_are_short() {
        let shown: Vec<String> = [5.0, -0.25, 1e300, -0.0, 1e-300, 1e16, 0.1]
            .into_iter()
            .map(decimal)
            .collect();
        assert_eq!(
            shown,
            ["5", "-0.25", "1e300", "-0", "1e-300", "1e16", "0.1"]
        );
    }

    #[quickcheck]
    fn every_finite_number_reads_back_bit_by_bit(bits: u64) -> bool {
        let x = f64::from_bits(bits);
        !x.is_finite() || read(&decimal(x)).is_ok_and(|y| y.to_bits() == x.to_bits())
    }

    #[test]
    fn messages_tell_the_place() {
        assert_eq!(
            read("two").unwrap_err(),
            "x.csv:3: field 2: expected a number, found \"two\""
        );
        assert!(
            read("")
                .unwrap_err()
                .starts_with("x.csv:3: field 2: expected a number, found an empty field (hint: ")
        );
        assert_eq!(
            read("1e999").unwrap_err(),
            "x.csv:3: field 2: expected a finite number, found \"1e999\" (hint: the largest number is about 1.8e308)"
        );
        for text in ["nan", "NaN", "-inf", "Infinity"] {
            assert!(read(text).unwrap_err().contains("finite number"), "{text}");
        }
        for text in ["1,5", "0x10", "1d3", "1 2", " 1", "1_000", "٣"] {
            assert!(
                read(text).unwrap_err().contains("expected a number"),
                "{text}"
            );
        }
    }
}
