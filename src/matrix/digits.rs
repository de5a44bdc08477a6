//! The real data set that travels with the crate.

use std::path::Path;

use nalgebra::DMatrix;

use super::csv;

/// 1797 handwritten digits, one row each: an 8×8 image, row by row, of pixel counts 0 to 16. Shape 1797×64.
///
/// The file is part of the binary, so this works wherever the binary does. Reading takes a few milliseconds.
///
/// # Panics
/// Never, unless the file shipped with the crate is damaged.
///
/// # Reference
/// E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits" (the test part), UCI Machine Learning
/// Repository, 1998, <https://doi.org/10.24432/C50P49>, CC BY 4.0.
///
/// ```
/// let x = matproof::matrix::digits();
/// assert_eq!(x.shape(), (1797, 64));
/// // The first image is a zero: its top row of pixels.
/// let top: Vec<f64> = x.row(0).iter().take(8).copied().collect();
/// assert_eq!(top, [0., 0., 5., 13., 9., 1., 0., 0.]);
/// ```
#[must_use]
pub fn digits() -> DMatrix<f64> {
    let text = include_str!("../../data/digits.csv");
    match csv::parse(Path::new("data/digits.csv"), text.as_bytes()) {
        Ok(x) => x,
        Err(error) => panic!("the digits shipped with the crate are damaged: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_the_published_ones() {
        let x = digits();
        assert_eq!(x.shape(), (1797, 64));
        assert!(
            x.iter()
                .all(|&p| (0.0..=16.0).contains(&p) && p.fract() <= 0.0)
        );
        // Sums of small integers are exact. The second one also notices a row, a column or an entry out of its place.
        let sum: f64 = x.iter().sum();
        let weighted: f64 = (0..1797)
            .flat_map(|i| (0..64).map(move |j| (i, j)))
            .map(|(i, j)| ((i + 1) * (j + 1)) as f64 * x[(i, j)])
            .sum();
        assert_eq!(
            [sum, weighted].map(f64::to_bits),
            [561_718.0, 16_337_198_609.0].map(f64::to_bits)
        );
    }
}
