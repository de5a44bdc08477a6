//! Which format a file has: its extension says, in either case.

use std::path::Path;

use super::error::quoted;

/// The formats that are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Npy,
    MatrixMarket,
}

impl Format {
    /// The format of a file, or its extension as a message shows it.
    pub(super) fn of(path: &Path) -> Result<Self, String> {
        let Some(extension) = path.extension() else {
            return Err("no extension".to_string());
        };
        let extension = extension.to_string_lossy();
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "npy" => Ok(Self::Npy),
            "mtx" => Ok(Self::MatrixMarket),
            _ => Err(quoted(&format!(".{extension}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_in_either_case() {
        assert_eq!(Format::of(Path::new("a/X.CSV")), Ok(Format::Csv));
        assert_eq!(Format::of(Path::new("x.y.npy")), Ok(Format::Npy));
        assert_eq!(Format::of(Path::new("x.Mtx")), Ok(Format::MatrixMarket));
        assert_eq!(Format::of(Path::new("x")), Err("no extension".to_string()));
        assert_eq!(Format::of(Path::new("x.npz")), Err("\".npz\"".to_string()));
        assert_eq!(Format::of(Path::new(".csv")), Err("no extension".into()));
    }
}
