//! Writing a matrix to a file, in a format that reads back bit by bit.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;

use super::error::{Place, WriteError};
use super::format::Format;
use super::{csv, matrix_market, npy};

/// Writes a dense matrix; the extension says how: `.csv`, `.npy` (`<f8`, Fortran order) or `.mtx` (`array`).
///
/// Every number reads back bit by bit, −0 and 1e±300 included. An existing file is replaced. No copy is made.
///
/// # Errors
/// A [`WriteError`]: unknown extension, no rows or columns, an entry that is NaN or infinite, or the operating system's.
/// Entries are looked at before the file is touched.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("w.csv");
/// use matproof::matrix::{read_dense, write_dense};
/// let w = nalgebra::dmatrix![1., -0.25; 1e300, 0.1];
/// write_dense(&path, &w)?;
/// assert_eq!(std::fs::read_to_string(&path)?, "1,-0.25\n1e300,0.1\n");
/// assert_eq!(read_dense(&path)?, w);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_dense(path: impl AsRef<Path>, matrix: &DMatrix<f64>) -> Result<(), WriteError> {
    let path = path.as_ref();
    let format = Format::of(path).map_err(|found| WriteError::Extension {
        path: path.to_path_buf(),
        expected: ".csv, .npy or .mtx",
        found,
    })?;
    check_dense(path, matrix)?;
    save(path, |out| match format {
        Format::Csv => csv::print(matrix, out),
        Format::Npy => npy::print(matrix, out),
        Format::MatrixMarket => matrix_market::print_dense(matrix, out),
    })
}

/// Writes a sparse matrix to a `.mtx` file as `coordinate`: the stored entries row by row, stored zeros included.
///
/// # Errors
/// As for [`write_dense`]; `.csv` and `.npy` are dense formats and refused.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("x.mtx");
/// use matproof::matrix::write_sparse;
/// let x = nalgebra_sparse::CsrMatrix::from(&nalgebra::dmatrix![0., 0., -4.5; 7., 0., 0.]);
/// write_sparse(&path, &x)?;
/// assert_eq!(
///     std::fs::read_to_string(&path)?,
///     "%%MatrixMarket matrix coordinate real general\n2 3 2\n1 3 -4.5\n2 1 7\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_sparse(path: impl AsRef<Path>, matrix: &CsrMatrix<f64>) -> Result<(), WriteError> {
    let path = path.as_ref();
    if Format::of(path) != Ok(Format::MatrixMarket) {
        let found = extension(path);
        return Err(WriteError::Extension {
            path: path.to_path_buf(),
            expected: ".mtx for a sparse matrix",
            found,
        });
    }
    check_shape(path, (matrix.nrows(), matrix.ncols()))?;
    if let Some((i, j, x)) = matrix.triplet_iter().find(|(_, _, x)| !x.is_finite()) {
        return Err(not_finite(path, i, j, *x));
    }
    save(path, |out| matrix_market::print_sparse(matrix, out))
}

/// Writes named dense matrices into one `.npz` file, uncompressed, as `numpy.load` reads it.
///
/// # Errors
/// As for [`write_dense`].
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("factors.npz");
/// use matproof::matrix::write_npz;
/// write_npz(&path, &[("W", &nalgebra::dmatrix![1., 2.]), ("H", &nalgebra::dmatrix![3.; 4.])])?;
/// assert!(std::fs::read(&path)?.starts_with(b"PK"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npz(
    path: impl AsRef<Path>,
    matrices: &[(&str, &DMatrix<f64>)],
) -> Result<(), WriteError> {
    let path = path.as_ref();
    if path
        .extension()
        .is_none_or(|extension| !extension.eq_ignore_ascii_case("npz"))
    {
        return Err(WriteError::Extension {
            path: path.to_path_buf(),
            expected: ".npz",
            found: extension(path),
        });
    }
    for (_, matrix) in matrices {
        check_dense(path, matrix)?;
    }
    save(path, |out| {
        let mut archive = zip::ZipWriter::new(out);
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .large_file(true);
        for (name, matrix) in matrices {
            archive.start_file(format!("{name}.npy"), options)?;
            npy::print(matrix, &mut archive)?;
        }
        archive.finish()?;
        Ok(())
    })
}

fn check_dense(path: &Path, matrix: &DMatrix<f64>) -> Result<(), WriteError> {
    check_shape(path, matrix.shape())?;
    if let Some(e) = matrix.iter().position(|x| !x.is_finite()) {
        let (i, j) = (e % matrix.nrows(), e / matrix.nrows());
        return Err(not_finite(path, i, j, matrix[(i, j)]));
    }
    Ok(())
}

/// The extension of a path as an error shows it.
fn extension(path: &Path) -> String {
    match path.extension() {
        Some(extension) => format!("\".{}\"", extension.to_string_lossy()),
        None => "no extension".to_string(),
    }
}

fn check_shape(path: &Path, (rows, columns): (usize, usize)) -> Result<(), WriteError> {
    if rows == 0 || columns == 0 {
        return Err(WriteError::Empty {
            path: path.to_path_buf(),
            rows,
            columns,
        });
    }
    Ok(())
}

fn not_finite(path: &Path, i: usize, j: usize, found: f64) -> WriteError {
    WriteError::NotFinite {
        at: Place::entry(path, i + 1, j + 1),
        found,
    }
}

fn save(
    path: &Path,
    print: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), WriteError> {
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        print(&mut out)?;
        out.flush()
    });
    written.map_err(|source| WriteError::Io {
        path: path.to_path_buf(),
        source,
    })
}
