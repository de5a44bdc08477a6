//! Trials that every format must pass: odd matrices to write and read back, and damaged files to refuse.

use std::path::Path;

use nalgebra::DMatrix;
use quickcheck::{Arbitrary, Gen};

use super::ReadError;

/// A finite matrix of 1×1 to 6×6 with entries of every size: zeros of both signs, integers, 1e±300, subnormals.
#[derive(Debug, Clone)]
pub(super) struct Matrix(pub(super) DMatrix<f64>);

impl Arbitrary for Matrix {
    fn arbitrary(g: &mut Gen) -> Self {
        let (rows, columns) = (1 + usize::arbitrary(g) % 6, 1 + usize::arbitrary(g) % 6);
        Self(DMatrix::from_fn(rows, columns, |_, _| entry(g)))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let x = self.0.clone();
        let fewer_rows = (x.nrows() > 1).then(|| Self(x.clone().remove_row(x.nrows() - 1)));
        let fewer_columns = (x.ncols() > 1).then(|| Self(x.clone().remove_column(x.ncols() - 1)));
        Box::new(fewer_rows.into_iter().chain(fewer_columns))
    }
}

fn entry(g: &mut Gen) -> f64 {
    let special = [0.0, -0.0, 1.0, -2.0, 0.1, 1e300, -1e-300, 5e-324, f64::MAX];
    if bool::arbitrary(g) {
        g.choose(&special).copied().unwrap_or(0.0)
    } else {
        let x = f64::from_bits(u64::arbitrary(g));
        if x.is_finite() { x } else { 3.0 }
    }
}

/// Equal shapes and equal bits, so that −0 differs from 0.
pub(super) fn same_bits(a: &DMatrix<f64>, b: &DMatrix<f64>) -> bool {
    a.shape() == b.shape() && a.iter().zip(b).all(|(x, y)| x.to_bits() == y.to_bits())
}

/// Feeds a reader random bytes, every truncation of good files, and random damage to them.
///
/// The reader may accept or refuse, but not panic, and a refusal is one line that begins with the file.
pub(super) fn feed(
    name: &str,
    good: &[&[u8]],
    read: impl Fn(&Path, &[u8]) -> Result<(), ReadError>,
) {
    let path = Path::new(name);
    let judge = |bytes: &[u8]| {
        if let Err(error) = read(path, bytes) {
            let message = error.to_string();
            assert!(
                message.starts_with(name)
                    && message.contains(": expected ")
                    && message.contains(", found ")
                    && !message.contains('\n')
                    && !message.ends_with('.'),
                "{message:?} for {bytes:?}"
            );
        }
    };
    let g = &mut Gen::from_size_and_seed(60, 7);
    for _ in 0..2000 {
        judge(&Vec::<u8>::arbitrary(g));
    }
    for file in good {
        assert!(read(path, file).is_ok(), "{file:?}");
        for end in 0..file.len() {
            judge(&file[..end]);
        }
        for _ in 0..3000 {
            judge(&damaged(file, g));
        }
    }
}

/// One to three of: a byte replaced, a byte inserted, a stretch removed, a stretch doubled, two places exchanged.
fn damaged(file: &[u8], g: &mut Gen) -> Vec<u8> {
    let likely = b"0123456789-+.eE,; \t\n\r\"'()[]{}%naif<>|\x00\xff";
    let mut bytes = file.to_vec();
    for _ in 0..=usize::arbitrary(g) % 3 {
        if bytes.is_empty() {
            break;
        }
        let at = usize::arbitrary(g) % bytes.len();
        let other = usize::arbitrary(g) % bytes.len();
        let stretch = at.min(other)..at.max(other);
        let byte = g.choose(likely).copied().unwrap_or(b'0');
        match u8::arbitrary(g) % 6 {
            0 | 1 => bytes[at] = byte,
            2 => bytes.insert(at, byte),
            3 => drop(bytes.drain(stretch)),
            4 => bytes.extend_from_within(stretch),
            _ => bytes.swap(at, other),
        }
    }
    bytes
}
