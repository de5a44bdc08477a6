//! The number types of `.npy` files, and how their bytes become an `f64`.

/// A number type: how many bytes it takes and what they mean.
#[derive(Debug)]
pub(super) struct Dtype {
    /// Bytes per number, 1 to 8.
    pub(super) size: usize,
    /// The number in the first `size` bytes.
    pub(super) decode: fn([u8; 8]) -> f64,
}

impl Dtype {
    /// The type that NumPy abbreviates so, such as `<f8`; `None` if it is not one of real numbers.
    ///
    /// `<` is little-endian, `>` big-endian, `|` a single byte.
    pub(super) fn of(descr: &str) -> Option<Self> {
        let (size, decode): (usize, fn([u8; 8]) -> f64) = match descr {
            "<f8" => (8, f64::from_le_bytes),
            ">f8" => (8, f64::from_be_bytes),
            "<f4" => (4, |b| f32::from_le_bytes(first(b)).into()),
            ">f4" => (4, |b| f32::from_be_bytes(first(b)).into()),
            "<i8" => (8, |b| i64::from_le_bytes(b) as f64),
            ">i8" => (8, |b| i64::from_be_bytes(b) as f64),
            "<u8" => (8, |b| u64::from_le_bytes(b) as f64),
            ">u8" => (8, |b| u64::from_be_bytes(b) as f64),
            "<i4" => (4, |b| i32::from_le_bytes(first(b)).into()),
            ">i4" => (4, |b| i32::from_be_bytes(first(b)).into()),
            "<u4" => (4, |b| u32::from_le_bytes(first(b)).into()),
            ">u4" => (4, |b| u32::from_be_bytes(first(b)).into()),
            "<i2" => (2, |b| i16::from_le_bytes(first(b)).into()),
            ">i2" => (2, |b| i16::from_be_bytes(first(b)).into()),
            "<u2" => (2, |b| u16::from_le_bytes(first(b)).into()),
            ">u2" => (2, |b| u16::from_be_bytes(first(b)).into()),
            "|i1" => (1, |b| i8::from_le_bytes(first(b)).into()),
            "|u1" => (1, |b| b[0].into()),
            "|b1" => (1, |b| u8::from(b[0] != 0).into()),
            _ => return None,
        };
        Some(Self { size, decode })
    }
}

fn first<const N: usize>(bytes: [u8; 8]) -> [u8; N] {
    let mut taken = [0; N];
    taken.copy_from_slice(&bytes[..N]);
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_the_number_they_stand_for() {
        for (descr, bytes, expected) in [
            ("<f8", &[0, 0, 0, 0, 0, 0, 0xf8, 0x3f][..], 1.5),
            (">f8", &[0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5),
            ("<f4", &[0, 0, 0xc0, 0x3f], 1.5),
            (">f4", &[0x3f, 0xc0, 0, 0], 1.5),
            ("<i8", &[0xfe, 255, 255, 255, 255, 255, 255, 255], -2.0),
            (">i8", &[255, 255, 255, 255, 255, 255, 255, 0xfe], -2.0),
            (
                "<u8",
                &[0, 0, 0, 0, 0, 0, 0, 0x80],
                9_223_372_036_854_775_808.0,
            ),
            (">u8", &[0, 0, 0, 0, 0, 0, 1, 2], 258.0),
            ("<i4", &[0xfe, 255, 255, 255], -2.0),
            (">i4", &[255, 255, 255, 0xfe], -2.0),
            ("<u4", &[0, 0, 0, 0x80], 2_147_483_648.0),
            (">u4", &[0, 0, 1, 2], 258.0),
            ("<i2", &[0xfe, 255], -2.0),
            (">i2", &[255, 0xfe], -2.0),
            ("<u2", &[2, 0x80], 32_770.0),
            (">u2", &[1, 2], 258.0),
            ("|i1", &[0xfe], -2.0),
            ("|u1", &[0xfe], 254.0),
            ("|b1", &[1], 1.0),
        ] {
            let dtype = Dtype::of(descr).unwrap();
            assert_eq!(dtype.size, bytes.len(), "{descr}");
            // What stands behind the number must not matter.
            let mut padded = [0x5a; 8];
            padded[..bytes.len()].copy_from_slice(bytes);
            let actual = (dtype.decode)(padded);
            assert_eq!(actual.to_bits(), f64::to_bits(expected), "{descr}");
        }
        for descr in [
            "<c16", "<f2", "<U3", "|O", "|S1", "", "f8", "<f16", "<M8[D]",
        ] {
            assert!(Dtype::of(descr).is_none(), "{descr}");
        }
    }
}
