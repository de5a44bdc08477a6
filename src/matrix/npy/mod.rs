//! NumPy's binary format, `.npy`: a header in Python's notation, then the bare numbers.

mod dtype;
mod header;

use std::io::{BufRead, Read, Write};
use std::path::Path;

use nalgebra::DMatrix;

use super::error::{Place, ReadError, quoted};
use dtype::Dtype;
use header::Header;

/// Reads a dense matrix from an `.npy` file, as `numpy.save` writes it.
///
/// - Format versions 1, 2 and 3; C order (row by row) and Fortran order (column by column).
/// - A one-dimensional array is a column.
/// - Numbers `f8`, `f4`, `i1` to `i8`, `u1` to `u8` of either byte order, and `b1` (false 0, true 1). All are exact in
///   `f64`, except integers beyond 2⁵³, which are read to the nearest.
///
/// One pass; memory grows with the bytes that arrive, not with the declared shape. The peak is 8 bytes per entry in
/// Fortran order, 16 in C order.
///
/// # Errors
/// [`ReadError::Unexpected`] for a header that is not one, [`ReadError::Unsupported`] for complex numbers, records, strings
/// or another number of dimensions, [`ReadError::Bytes`] for a file that is cut off or longer than declared,
/// [`ReadError::NotFinite`] with row and column.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("x.npy");
/// let mut file = b"\x93NUMPY\x01\x00\x3a\x00".to_vec();        // version 1.0, header of 58 bytes
/// file.extend(b"{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}\n");
/// file.extend([1, 2, 3, 4, 5, 6]);
/// std::fs::write(&path, file)?;
/// assert_eq!(matproof::matrix::read_npy(&path)?, nalgebra::dmatrix![1., 2., 3.; 4., 5., 6.]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Reference
/// <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>
pub fn read_npy(path: impl AsRef<Path>) -> Result<DMatrix<f64>, ReadError> {
    let path = path.as_ref();
    let (reader, size) = super::read::open(path)?;
    parse(path, reader, size)
}

/// Reads the bytes of an `.npy` file. `path` serves the messages only, and `size`, the number of bytes, sets the first
/// reservation only: 0 is fine.
pub(super) fn parse(
    path: &Path,
    mut reader: impl BufRead,
    size: u64,
) -> Result<DMatrix<f64>, ReadError> {
    let text = header_text(path, &mut reader)?;
    let header = Header::parse(&text).map_err(|fault| {
        ReadError::unexpected(
            Place::file(path),
            format!("{} in the header", fault.expected),
            fault.found,
            "",
        )
    })?;
    let dtype = Dtype::of(&header.descr).ok_or_else(|| ReadError::Unsupported {
        at: Place::file(path),
        expected: "real numbers (dtype f8, f4, i1 to i8, u1 to u8 or b1)",
        found: format!("dtype {}", quoted(&header.descr)),
        hint: "numpy.save(path, x.astype(float)) writes real numbers",
    })?;
    let (rows, columns) = shape(path, &header)?;
    let entries = rows
        .checked_mul(columns)
        .filter(|n| {
            n.checked_mul(8)
                .is_some_and(|bytes| isize::try_from(bytes).is_ok())
        })
        .ok_or_else(|| ReadError::Oversized {
            at: Place::file(path),
            expected: "a shape that fits into memory".to_string(),
            found: header.shape_text(),
        })?;
    let values = numbers(path, reader, size, entries, &header, &dtype)?;
    if let Some(i) = values.iter().position(|x| !x.is_finite()) {
        let (row, column) = if header.fortran_order {
            (i % rows, i / rows)
        } else {
            (i / columns, i % columns)
        };
        return Err(ReadError::NotFinite {
            at: Place::entry(path, row + 1, column + 1),
            found: values[i].to_string(),
            hint: "a matrix with missing entries belongs into a coordinate .mtx file",
        });
    }
    Ok(if header.fortran_order {
        DMatrix::from_vec(rows, columns, values)
    } else {
        DMatrix::from_row_slice(rows, columns, &values)
    })
}

/// Writes a matrix as version 1.0, `<f8`, Fortran order: column by column, as it lies in memory.
pub(super) fn print(matrix: &DMatrix<f64>, out: &mut impl Write) -> std::io::Result<()> {
    let mut header = format!(
        "{{'descr': '<f8', 'fortran_order': True, 'shape': ({}, {}), }}",
        matrix.nrows(),
        matrix.ncols()
    );
    // Blanks and a line end bring the numbers to a multiple of 64 bytes, for readers that map the file into memory.
    let unpadded = PREFIX + header.len() + 1;
    header.extend(std::iter::repeat_n(
        ' ',
        unpadded.next_multiple_of(64) - unpadded,
    ));
    header.push('\n');
    let length = u16::try_from(header.len()).map_err(std::io::Error::other)?;
    out.write_all(MAGIC)?;
    out.write_all(&[1, 0])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(header.as_bytes())?;
    for x in matrix {
        out.write_all(&x.to_le_bytes())?;
    }
    Ok(())
}

const MAGIC: &[u8] = b"\x93NUMPY";
/// Magic, two bytes of version, two bytes of length.
const PREFIX: usize = 10;
/// NumPy itself distrusts headers above 10 000 bytes; a header for two dimensions has about a hundred.
const LONGEST_HEADER: u32 = 10_000;

fn header_text(path: &Path, reader: &mut impl Read) -> Result<String, ReadError> {
    let bad = |expected: &str, found: String| {
        Err(ReadError::unexpected(
            Place::file(path),
            expected,
            found,
            "",
        ))
    };
    let start = up_to(path, reader, 8)?;
    if start.is_empty() {
        return Err(ReadError::Empty {
            path: path.to_path_buf(),
            expected: "the bytes \\x93NUMPY",
        });
    }
    if !start.starts_with(MAGIC) {
        let shown = start.get(..6).unwrap_or(&start).escape_ascii();
        return bad("the bytes \\x93NUMPY", format!("\"{shown}\""));
    }
    let length_bytes = match start.get(6..8) {
        Some([1, _]) => 2,
        Some([2 | 3, _]) => 4,
        Some([major, minor]) => {
            return bad("format version 1, 2 or 3", format!("{major}.{minor}"));
        }
        _ => return bad("a version and a header", "the end of the file".to_string()),
    };
    let length = match up_to(path, reader, length_bytes)?[..] {
        [a, b] => u32::from(u16::from_le_bytes([a, b])),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => return bad("a header length", "the end of the file".to_string()),
    };
    if length > LONGEST_HEADER {
        return bad("a header of at most 10000 bytes", format!("{length}"));
    }
    let text = up_to(path, reader, u64::from(length))?;
    if text.len() < length as usize {
        let found = format!("{} before the end of the file", text.len());
        return bad(&format!("a header of {length} bytes"), found);
    }
    String::from_utf8(text).or_else(|error| {
        let text = quoted(&String::from_utf8_lossy(error.as_bytes()));
        bad("a header in UTF-8", text)
    })
}

/// The next `length` bytes, or fewer at the end of the file.
fn up_to(path: &Path, reader: &mut impl Read, length: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader
        .take(length)
        .read_to_end(&mut bytes)
        .map_err(|source| ReadError::io(path, source))?;
    Ok(bytes)
}

fn shape(path: &Path, header: &Header) -> Result<(usize, usize), ReadError> {
    let unsupported = |hint| ReadError::Unsupported {
        at: Place::file(path),
        expected: "an array of one or two dimensions, none of them 0",
        found: format!("shape {}", header.shape_text()),
        hint,
    };
    match header.shape[..] {
        [0] | [0, _] | [_, 0] => Err(unsupported("")),
        [rows] => Ok((rows, 1)),
        [rows, columns] => Ok((rows, columns)),
        _ => Err(unsupported(
            "reshape it to a matrix, as in x.reshape(len(x), -1)",
        )),
    }
}

/// All numbers after the header, in the order of the file.
fn numbers(
    path: &Path,
    mut reader: impl BufRead,
    size: u64,
    entries: usize,
    header: &Header,
    dtype: &Dtype,
) -> Result<Vec<f64>, ReadError> {
    let io = |source| ReadError::io(path, source);
    let believable = usize::try_from(size).unwrap_or(usize::MAX) / dtype.size;
    let mut values = Vec::with_capacity(entries.min(believable));
    let mut number = [0_u8; 8];
    let mut filled = 0;
    while values.len() < entries {
        let bytes = reader.fill_buf().map_err(io)?;
        if bytes.is_empty() {
            break;
        }
        let mut rest = bytes;
        // A number may straddle two buffers: finish the one that was begun, take whole ones, keep what is left.
        if filled > 0 || rest.len() < dtype.size {
            let taken = rest.len().min(dtype.size - filled);
            number[filled..filled + taken].copy_from_slice(&rest[..taken]);
            filled += taken;
            rest = &rest[taken..];
            if filled == dtype.size {
                values.push((dtype.decode)(number));
                filled = 0;
            }
        } else {
            let whole = (rest.len() / dtype.size).min(entries - values.len());
            for bytes in rest[..whole * dtype.size].chunks_exact(dtype.size) {
                number[..dtype.size].copy_from_slice(bytes);
                values.push((dtype.decode)(number));
            }
            rest = &rest[whole * dtype.size..];
        }
        let used = bytes.len() - rest.len();
        reader.consume(used);
    }
    let superfluous = std::io::copy(&mut reader, &mut std::io::sink()).map_err(io)?;
    if values.len() < entries || superfluous > 0 {
        let bytes = |count: usize| (count as u64).saturating_mul(dtype.size as u64);
        return Err(ReadError::Bytes {
            path: path.to_path_buf(),
            shape: header.shape_text(),
            dtype: header.descr.clone(),
            expected: bytes(entries),
            found: bytes(values.len()) + filled as u64 + superfluous,
        });
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use nalgebra::dmatrix;
    use quickcheck_macros::quickcheck;

    use super::super::battery;
    use super::*;

    /// A file with this version and header text.
    fn file(version: u8, header: &str, numbers: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([version, 0]);
        let length = u32::try_from(header.len()).unwrap().to_le_bytes();
        bytes.extend(&length[..if version == 1 { 2 } else { 4 }]);
        bytes.extend(header.as_bytes());
        bytes.extend(numbers);
        bytes
    }

    fn header(descr: &str, fortran_order: &str, shape: &str) -> String {
        format!("{{'descr': '{descr}', 'fortran_order': {fortran_order}, 'shape': {shape}, }}   \n")
    }

    fn read(bytes: &[u8]) -> Result<DMatrix<f64>, String> {
        // A buffer of 3 bytes lets every number straddle two of them.
        parse(Path::new("x.npy"), BufReader::with_capacity(3, bytes), 0).map_err(|e| e.to_string())
    }

    #[test]
    fn versions_and_orders() {
        let numbers = [1, 2, 3, 4, 5, 6];
        for version in 1..=3 {
            let c = file(version, &header("|u1", "False", "(2, 3)"), &numbers);
            assert_eq!(read(&c).unwrap(), dmatrix![1., 2., 3.; 4., 5., 6.]);
            let fortran = file(version, &header("|u1", "True", "(2, 3)"), &numbers);
            assert_eq!(read(&fortran).unwrap(), dmatrix![1., 3., 5.; 2., 4., 6.]);
            for shape in ["(6,)", "(6, 1)", "(6L, 1L)"] {
                let column = file(version, &header("|i1", "False", shape), &numbers);
                assert_eq!(read(&column).unwrap(), dmatrix![1.; 2.; 3.; 4.; 5.; 6.]);
            }
        }
    }

    /// The bytes of `numpy.save(path, numpy.array([[1.5, -2.0]]))`.
    #[test]
    fn a_file_of_numpy_itself_reads_and_is_written_alike() {
        let numbers = b"\0\0\0\0\0\0\xf8?\0\0\0\0\0\0\0\xc0";
        let start =
            b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }";
        let mut bytes = start.to_vec();
        bytes.resize(127, b' ');
        bytes.push(b'\n');
        bytes.extend(numbers);
        let x = read(&bytes).unwrap();
        assert_eq!(x, dmatrix![1.5, -2.0]);

        let start =
            b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }";
        let mut expected = start.to_vec();
        expected.resize(127, b' ');
        expected.push(b'\n');
        expected.extend(numbers);
        let mut written = Vec::new();
        print(&x, &mut written).unwrap();
        assert_eq!(written, expected);
    }

    #[test]
    fn every_mistake_is_told() {
        let good = file(1, &header("<f4", "False", "(2, 3)"), &[0; 24]);
        assert!(read(&good).is_ok());
        let nan = f32::NAN.to_le_bytes();
        let mut with_nan = good.clone();
        let last = good.len() - 4;
        with_nan[last..].copy_from_slice(&nan);
        let long = [&good[..], b"12"].concat();
        let with = |descr: &str, shape: &str| file(1, &header(descr, "False", shape), &[0; 24]);
        for (bytes, message) in [
            (
                vec![],
                "x.npy: expected the bytes \\x93NUMPY, found an empty file",
            ),
            (
                b"a,b\n1,2\n".to_vec(),
                "x.npy: expected the bytes \\x93NUMPY, found \"a,b\\n1,\"",
            ),
            (
                b"\x93NUMPY\x01".to_vec(),
                "x.npy: expected a version and a header, found the end of the file",
            ),
            (
                b"\x93NUMPY\x04\x00\x01\x00 ".to_vec(),
                "x.npy: expected format version 1, 2 or 3, found 4.0",
            ),
            (
                b"\x93NUMPY\x02\x00\xff\xff\xff\xff".to_vec(),
                "x.npy: expected a header of at most 10000 bytes, found 4294967295",
            ),
            (
                good[..50].to_vec(),
                "x.npy: expected a header of 63 bytes, found 40 before the end of the file",
            ),
            (
                good[..good.len() - 1].to_vec(),
                "x.npy: expected 24 bytes after the header, for (2, 3) of '<f4', found 23",
            ),
            (
                long,
                "x.npy: expected 24 bytes after the header, for (2, 3) of '<f4', found 26",
            ),
            (
                with_nan,
                "x.npy: row 2, column 3: expected a finite number, found NaN \
                 (hint: a matrix with missing entries belongs into a coordinate .mtx file)",
            ),
            (
                with("<c16", "(2, 3)"),
                "x.npy: expected real numbers (dtype f8, f4, i1 to i8, u1 to u8 or b1), found dtype \"<c16\" \
                 (hint: numpy.save(path, x.astype(float)) writes real numbers)",
            ),
            (
                with("<f4", "(1, 2, 3)"),
                "x.npy: expected an array of one or two dimensions, none of them 0, found shape (1, 2, 3) \
                 (hint: reshape it to a matrix, as in x.reshape(len(x), -1))",
            ),
            (
                with("<f4", "(0, 3)"),
                "x.npy: expected an array of one or two dimensions, none of them 0, found shape (0, 3)",
            ),
            (
                with("<f8", "(1000000000, 1000000)"),
                "x.npy: expected 8000000000000000 bytes after the header, \
                 for (1000000000, 1000000) of '<f8', found 24",
            ),
            (
                with("<f8", "(4611686018427387904, 4)"),
                "x.npy: expected a shape that fits into memory, found (4611686018427387904, 4)",
            ),
            (
                with("<f8", "(99999999999999999999, 4)"),
                "x.npy: expected a dimension below 2^64 in the header, found \"99999999999999999999\"",
            ),
        ] {
            assert_eq!(read(&bytes).unwrap_err(), message);
        }
    }

    #[quickcheck]
    fn what_is_written_reads_back_bit_by_bit(matrix: battery::Matrix) -> bool {
        let mut bytes = Vec::new();
        print(&matrix.0, &mut bytes).unwrap();
        let back = parse(Path::new("x.npy"), bytes.as_slice(), bytes.len() as u64).unwrap();
        let numbers_at = bytes.len() - 8 * matrix.0.len();
        numbers_at.is_multiple_of(64) && battery::same_bits(&back, &matrix.0)
    }

    #[test]
    fn no_bytes_make_it_panic() {
        battery::feed(
            "x.npy",
            &[
                &file(1, &header("<f8", "False", "(2, 2)"), &[0; 32]),
                &file(2, &header(">i2", "True", "(3,)"), &[1; 6]),
            ],
            |path, bytes| parse(path, bytes, bytes.len() as u64).map(drop),
        );
    }
}
