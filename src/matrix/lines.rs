//! A text file line by line, each line with its number, so that a message can point at it.

use std::io::BufRead;
use std::path::Path;

use super::error::{Place, ReadError};

/// The lines of a file; one line is in memory at a time.
///
/// Lines end with `\n` or `\r\n`; a byte order mark before the first is skipped.
pub(super) struct Lines<'p, R> {
    path: &'p Path,
    reader: R,
    number: usize,
    text: String,
}

/// A line without its end; `number` counts from 1 and counts blank lines too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
}

impl Line<'_> {
    pub(super) fn is_blank(self) -> bool {
        self.text.bytes().all(|b| b == b' ' || b == b'\t')
    }
}

impl<'p, R: BufRead> Lines<'p, R> {
    pub(super) fn new(path: &'p Path, reader: R) -> Self {
        Self {
            path,
            reader,
            number: 0,
            text: String::new(),
        }
    }

    /// The next line, or `None` at the end of the file.
    ///
    /// # Errors
    /// [`ReadError::Io`] if reading fails, [`ReadError::Utf8`] if the line is not text.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        self.next_where(|_| true)
    }

    /// The next line that is wanted, or `None` if the file ends before one.
    ///
    /// # Errors
    /// As for [`Lines::next`].
    pub(super) fn next_where(
        &mut self,
        wanted: impl Fn(Line<'_>) -> bool,
    ) -> Result<Option<Line<'_>>, ReadError> {
        while self.advance()? {
            if wanted(self.line()) {
                return Ok(Some(self.line()));
            }
        }
        Ok(None)
    }

    fn line(&self) -> Line<'_> {
        Line {
            number: self.number,
            text: &self.text,
        }
    }

    /// Moves to the next line; false at the end of the file.
    fn advance(&mut self) -> Result<bool, ReadError> {
        // The allocation goes from line to line; `String::from_utf8` checks it in place.
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        let length = self
            .reader
            .read_until(b'\n', &mut bytes)
            .map_err(|source| ReadError::io(self.path, source))?;
        if length == 0 {
            return Ok(false);
        }
        self.number += 1;
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        if self.number == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        self.text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            ReadError::Utf8 {
                at: Place::line(self.path, self.number),
                byte: error.as_bytes().get(valid).copied().unwrap_or_default(),
            }
        })?;
        Ok(true)
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Result<Vec<(usize, String)>, String> {
        let mut lines = Lines::new(Path::new("x.csv"), bytes);
        let mut found = Vec::new();
        while let Some(line) = lines.next().map_err(|e| e.to_string())? {
            found.push((line.number, line.text.to_string()));
        }
        Ok(found)
    }

    #[test]
    fn ends_of_lines_and_byte_order_marks_are_not_part_of_a_line() {
        let expected = vec![(1, "a".to_string()), (2, String::new()), (3, "b".into())];
        assert_eq!(all(b"a\n\nb").unwrap(), expected);
        assert_eq!(all(b"\xef\xbb\xbfa\r\n\r\nb\r\n").unwrap(), expected);
        assert_eq!(all(b"").unwrap(), []);
    }

    #[test]
    fn a_byte_that_is_not_text_is_shown_with_its_line() {
        assert_eq!(
            all(b"a\nb\xe9c\n").unwrap_err(),
            "x.csv:2: expected text in UTF-8, found the byte 0xe9"
        );
    }
}
