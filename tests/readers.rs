//! Files as people have them: what reads, what comes back after writing, and what is said about a bad one.

use std::fs;
use std::path::{Path, PathBuf};

use matproof::matrix::{Data, ReadError, digits, read, read_dense, write_dense, write_sparse};
use nalgebra::{DMatrix, dmatrix};
use nalgebra_sparse::CsrMatrix;
use tempfile::TempDir;

fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a writable folder");
    path
}

/// The message about a file, with the folder left out.
fn message<T: std::fmt::Debug>(folder: &TempDir, result: Result<T, ReadError>) -> String {
    let shown = result.expect_err("an error").to_string();
    shown.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_file_that_is_not_there_or_not_a_file_is_told() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.csv")).unwrap();
    file(&folder, "x.txt", "1,2\n");
    file(&folder, "x", "1,2\n");
    for (name, expected) in [
        (
            "none.csv",
            "none.csv: expected a file, found nothing of that name",
        ),
        (
            "none.txt",
            "none.txt: expected a file, found nothing of that name",
        ),
        (
            "folder.csv",
            "folder.csv: expected a file, found a directory",
        ),
        (
            "x.txt",
            "x.txt: expected a name ending in .csv, .npy or .mtx, found \".txt\"",
        ),
        (
            "x",
            "x: expected a name ending in .csv, .npy or .mtx, found no extension",
        ),
    ] {
        assert_eq!(message(&folder, read(at(name))), expected);
    }
    for (name, expected) in [
        (
            "e.csv",
            "e.csv: expected lines of numbers, found an empty file",
        ),
        (
            "e.npy",
            "e.npy: expected the bytes \\x93NUMPY, found an empty file",
        ),
        (
            "e.mtx",
            "e.mtx: expected a line %%MatrixMarket matrix …, found an empty file",
        ),
    ] {
        assert_eq!(message(&folder, read(file(&folder, name, ""))), expected);
    }
}

#[test]
fn each_format_names_the_line_and_the_field() {
    let folder = TempDir::new().unwrap();
    for (name, bytes, expected) in [
        (
            "ragged.csv",
            &b"1,2,3\r\n4,5,6\r\n7,8\r\n"[..],
            "ragged.csv:3: expected 3 fields as in line 1, found 2",
        ),
        (
            "text.CSV",
            b"a,b\n\n1,2\n3,oops\n",
            "text.CSV:4: field 2: expected a number, found \"oops\"",
        ),
        (
            "latin.csv",
            b"1,2\n3,\xb5\n",
            "latin.csv:2: expected text in UTF-8, found the byte 0xb5",
        ),
        (
            "nan.mtx",
            b"%%MatrixMarket matrix array real general\n1 2\n1\n-inf\n",
            "nan.mtx:4: expected a finite number, found \"-inf\" \
             (hint: a matrix with missing entries belongs into a coordinate .mtx file)",
        ),
        (
            "complex.mtx",
            b"%%MatrixMarket matrix coordinate complex hermitian\n",
            "complex.mtx:1: field 4: expected real, integer or pattern, found \"complex\"",
        ),
        (
            "zero.mtx",
            b"%%MatrixMarket matrix coordinate real general\n2 2 1\n1 0 5\n",
            "zero.mtx:3: field 2: expected a column from 1 to 2, found \"0\" (hint: indices count from 1)",
        ),
    ] {
        let path = file(&folder, name, bytes);
        assert_eq!(message(&folder, read(path)), expected);
    }
}

#[test]
fn every_format_gives_back_what_was_written() {
    let folder = TempDir::new().unwrap();
    let matrices = [
        dmatrix![-0.0],
        dmatrix![1e300, -1e-300, 5e-324, f64::MAX],
        dmatrix![0.1; 1.0 / 3.0; -7.0],
        DMatrix::from_fn(4, 3, |i, j| (i as f64 - 1.5) / (j as f64 + 3.0)),
    ];
    for x in &matrices {
        for name in ["x.csv", "x.npy", "x.mtx"] {
            let path = folder.path().join(name);
            write_dense(&path, x).unwrap();
            let back = read_dense(&path).unwrap();
            assert_eq!(back.shape(), x.shape(), "{name}");
            let bits = |m: &DMatrix<f64>| m.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&back), bits(x), "{name}");
        }
        let sparse = CsrMatrix::from(x);
        let path = folder.path().join("sparse.mtx");
        write_sparse(&path, &sparse).unwrap();
        assert_eq!(read(&path).unwrap(), Data::Sparse(sparse));
    }
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let shown = |result: Result<(), matproof::matrix::WriteError>| {
        let shown = result.expect_err("an error").to_string();
        shown.replace(&format!("{}/", folder.path().display()), "")
    };
    let x = dmatrix![1., 2., f64::NAN; 4., 5., 6.];
    assert_eq!(
        shown(write_dense(at("x.npy"), &x)),
        "x.npy: row 1, column 3: expected a finite number to write, found NaN"
    );
    assert!(!Path::new(&at("x.npy")).exists());
    assert_eq!(
        shown(write_dense(at("x.csv"), &DMatrix::zeros(3, 0))),
        "x.csv: expected a matrix with rows and columns to write, found 3×0"
    );
    assert_eq!(
        shown(write_dense(at("x.txt"), &dmatrix![1.0])),
        "x.txt: expected a name ending in .csv, .npy or .mtx, found \".txt\""
    );
    assert_eq!(
        shown(write_sparse(at("x.npy"), &CsrMatrix::identity(2))),
        "x.npy: expected a name ending in .mtx for a sparse matrix, found \".npy\""
    );
    assert_eq!(
        shown(write_dense(at("no/x.csv"), &dmatrix![1.0])),
        "no/x.csv: expected a writable file, found: entity not found"
    );
}

#[test]
fn a_large_sparse_matrix_is_not_filled_in() {
    let folder = TempDir::new().unwrap();
    let text = "%%MatrixMarket matrix coordinate real general\n100000 100000 1\n1 100000 2.5\n";
    let path = file(&folder, "x.mtx", text);
    let x = read(&path).unwrap();
    assert_eq!((x.shape(), x.stored_entries()), ((100_000, 100_000), 1));
    assert_eq!(
        message(&folder, read_dense(&path)),
        "x.mtx: expected at most 134217728 entries to store as a dense matrix, found a sparse 100000×100000 matrix"
    );
}

#[test]
fn the_shipped_digits_are_the_file_in_the_tree() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/digits.csv");
    assert_eq!(read_dense(path).unwrap(), digits());
}
