//! The entries of nonnegative factors that may move: those that are not zero.
//!
//! At a point that satisfies the first-order (Karush–Kuhn–Tucker) conditions, an entry at zero stays there to first order; the second-order
//! condition lives on the free ones.

use nalgebra::DMatrix;

use super::error::SpectrumError;
use super::row_blocks::RowBlock;

/// Which places of [vec P; vec Q] are free.
pub(super) struct Free {
    is_free: Vec<bool>,
}

impl Free {
    /// Of two nonnegative factors, with their names.
    pub(super) fn of(factors: &[(&'static str, &DMatrix<f64>); 2]) -> Result<Self, SpectrumError> {
        for (name, factor) in factors {
            if let Some(place) = factor.iter().position(|&entry| entry < 0.0) {
                let (row, col) = (place % factor.nrows(), place / factor.nrows());
                return Err(SpectrumError::Negative {
                    name,
                    row: row + 1,
                    col: col + 1,
                    value: factor[(row, col)],
                });
            }
        }
        let entries = factors.iter().flat_map(|(_, factor)| factor.iter());
        let is_free: Vec<bool> = entries.map(|&entry| entry > 0.0).collect();
        if is_free.contains(&true) {
            Ok(Self { is_free })
        } else {
            Err(SpectrumError::NothingFree)
        }
    }

    /// The norm of the projected gradient: at zero, only a slope that pulls inward counts.
    pub(super) fn projected(&self, first: &DMatrix<f64>, second: &DMatrix<f64>) -> f64 {
        let entries = first.iter().chain(second.iter()).zip(&self.is_free);
        let squares = entries.map(|(&slope, &free)| {
            let counted = if free { slope } else { slope.min(0.0) };
            counted * counted
        });
        squares.sum::<f64>().sqrt()
    }
}

/// The free places, and the blocks of the rows on them, their places counted among the free ones.
pub(super) fn restricted(
    free: Option<Free>,
    rows: Vec<RowBlock>,
) -> (Option<Vec<usize>>, Vec<RowBlock>) {
    let Some(Free { is_free }) = free else {
        return (None, rows);
    };
    let places: Vec<usize> = (0..is_free.len()).filter(|&place| is_free[place]).collect();
    let mut numbers = vec![0; is_free.len()];
    for (number, &place) in places.iter().enumerate() {
        numbers[place] = number;
    }
    let rows = rows.into_iter().filter_map(|row| {
        let kept: Vec<usize> = (0..row.places.len())
            .filter(|&l| is_free[row.places[l]])
            .collect();
        (!kept.is_empty()).then(|| RowBlock {
            places: kept.iter().map(|&l| numbers[row.places[l]]).collect(),
            block: row.block.select_rows(&kept).select_columns(&kept),
        })
    });
    let rows = rows.collect();
    (Some(places), rows)
}
