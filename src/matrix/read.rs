//! Reading a matrix from a file of any known format.

use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::Path;

use nalgebra::DMatrix;

use super::error::{Place, ReadError};
use super::format::Format;
use super::{Data, csv, matrix_market, npy};

/// Reads a data matrix; the extension, in either case, says how.
///
/// | extension | format | gives |
/// |---|---|---|
/// | `.csv` | text, one line per row ([`read_csv`](super::read_csv)) | [`Data::Dense`] |
/// | `.npy` | NumPy's binary arrays ([`read_npy`](super::read_npy)) | [`Data::Dense`] |
/// | `.mtx` | Matrix Market ([`read_matrix_market`](super::read_matrix_market)) | `array` dense, `coordinate` [`Data::Sparse`] |
///
/// What is read has at least one row and one column, and every entry is finite.
///
/// # Errors
/// A [`ReadError`], whose message is one line with the file, the line and field, what was expected and what was found.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("x.csv");
/// std::fs::write(&path, "1,2\n3,four\n")?;
/// let message = matproof::matrix::read(&path).unwrap_err().to_string();
/// assert!(message.ends_with(r#"x.csv:2: field 2: expected a number, found "four""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(path: impl AsRef<Path>) -> Result<Data, ReadError> {
    let path = path.as_ref();
    match Format::of(path) {
        Ok(Format::Csv) => csv::read_csv(path).map(Data::Dense),
        Ok(Format::Npy) => npy::read_npy(path).map(Data::Dense),
        Ok(Format::MatrixMarket) => matrix_market::read_matrix_market(path),
        Err(found) => Err(unknown_format(path, found)),
    }
}

/// Reads a matrix as [`read`] does, and fills in the zeros if the file is sparse.
///
/// # Errors
/// As for [`read`], and [`ReadError::Oversized`] if a sparse matrix has more than 2²⁷ entries with its zeros (1 GiB).
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("mask.MTX");
/// std::fs::write(&path, "%%MatrixMarket matrix coordinate pattern general\n2 3 2\n1 3\n2 1\n")?;
/// let mask = matproof::matrix::read_dense(&path)?;
/// assert_eq!(mask, nalgebra::dmatrix![0., 0., 1.; 1., 0., 0.]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_dense(path: impl AsRef<Path>) -> Result<DMatrix<f64>, ReadError> {
    let path = path.as_ref();
    match read(path)? {
        Data::Dense(x) => Ok(x),
        sparse => {
            let (n, m) = sparse.shape();
            if n.checked_mul(m).is_some_and(|total| total <= MOST_DENSE) {
                Ok(sparse.to_dense())
            } else {
                Err(ReadError::Oversized {
                    at: Place::file(path),
                    expected: format!("at most {MOST_DENSE} entries to store as a dense matrix"),
                    found: format!("a sparse {n}×{m} matrix"),
                })
            }
        }
    }
}

/// 2²⁷ numbers take 1 GiB.
const MOST_DENSE: usize = 1 << 27;

/// Opens a file; its size in bytes comes along, 0 if it has none (a pipe).
pub(super) fn open(path: &Path) -> Result<(BufReader<File>, u64), ReadError> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => ReadError::Missing {
            path: path.to_path_buf(),
        },
        _ => ReadError::io(path, source),
    };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(ReadError::Directory {
            path: path.to_path_buf(),
        });
    }
    // A few system calls per MiB; larger buffers gained nothing.
    Ok((BufReader::with_capacity(1 << 16, file), metadata.len()))
}

/// A name without a known extension: what is wrong with the file itself is the more useful thing to say.
fn unknown_format(path: &Path, found: String) -> ReadError {
    match open(path) {
        Err(error) => error,
        Ok(_) => ReadError::Extension {
            path: path.to_path_buf(),
            found,
        },
    }
}
