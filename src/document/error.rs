//! Why bytes are no document.

use thiserror::Error;

/// The longest text that is read, in bytes. A long book has about a tenth of it; the words of one of this length take
/// some hundred megabytes while they are read.
pub const LONGEST_TEXT: usize = 8 << 20;

/// Why bytes are no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// More than [`LONGEST_TEXT`].
    #[error("longer than {} MiB, the most that is read; its parts can be checked one by one", LONGEST_TEXT >> 20)]
    TooLong,
    /// A byte 0, which no text contains: `%PDF…`, an image, an archive.
    #[error("a binary file, not a text: byte {offset} is 0")]
    Binary {
        /// Where the first such byte stands.
        offset: usize,
    },
    /// A byte that does not continue a character: Latin-1 `caf\xe9`.
    #[error("not UTF-8: byte {offset} belongs to no character")]
    Encoding {
        /// Where the text stops being UTF-8.
        offset: usize,
    },
}

/// The text of a document. A byte order mark stays where it is, so that places are those of the file.
///
/// # Errors
/// [`DocumentError::Binary`] if a byte is 0, [`DocumentError::TooLong`] if there are more than [`LONGEST_TEXT`],
/// [`DocumentError::Encoding`] if they are not UTF-8.
///
/// ```
/// # use matproof::document::{decode, DocumentError};
/// assert_eq!(decode("½".as_bytes()), Ok("½".to_owned()));
/// assert_eq!(decode(b"caf\xe9"), Err(DocumentError::Encoding { offset: 3 }));
/// ```
pub fn decode(bytes: &[u8]) -> Result<String, DocumentError> {
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        return Err(DocumentError::Binary { offset });
    }
    if bytes.len() > LONGEST_TEXT {
        return Err(DocumentError::TooLong);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DocumentError::Encoding {
            offset: error.valid_up_to(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_says_where() {
        assert_eq!(decode(b"ab\0c"), Err(DocumentError::Binary { offset: 2 }));
        assert_eq!(
            decode(b"\xc3\xa9\xc3"),
            Err(DocumentError::Encoding { offset: 2 })
        );
        assert_eq!(
            decode(&vec![b'a'; LONGEST_TEXT + 1]),
            Err(DocumentError::TooLong)
        );
    }
}
