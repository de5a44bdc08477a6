//! A pair of factors.

use nalgebra::DMatrix;

/// W (n×k) and H (k×m), X ≈ WH.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// n×k.
    pub w: DMatrix<f64>,
    /// k×m.
    pub h: DMatrix<f64>,
}

impl Factors {
    /// Every column of W has length one, and H carries the scale; the components are in the order of their lengths ‖w_r‖‖h_r‖, the
    /// largest first. WH stays what it was. Components that are zero stay zero and come last.
    ///
    /// ```
    /// use matproof::solver::Factors;
    /// use nalgebra::dmatrix;
    /// let mut factors = Factors { w: dmatrix![0., 3.; 1., 4.], h: dmatrix![1., 1.; 2., 0.] };
    /// factors.normalize();
    /// assert_eq!(factors.w, dmatrix![0.6, 0.; 0.8, 1.]);
    /// assert_eq!(factors.h, dmatrix![10., 0.; 1., 1.]);
    /// ```
    pub fn normalize(&mut self) {
        let k = self.w.ncols();
        for r in 0..k {
            let length = self.w.column(r).norm();
            if length > 0.0 {
                self.w.column_mut(r).unscale_mut(length);
                self.h.row_mut(r).scale_mut(length);
            } else {
                self.h.row_mut(r).fill(0.0);
            }
        }
        let lengths: Vec<f64> = self.h.row_iter().map(|row| row.norm()).collect();
        let mut order: Vec<usize> = (0..k).collect();
        order.sort_by(|&a, &b| lengths[b].total_cmp(&lengths[a]));
        self.w = self.w.select_columns(&order);
        self.h = self.h.select_rows(&order);
    }

    /// Whether every entry is finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        self.w
            .iter()
            .chain(self.h.iter())
            .all(|entry| entry.is_finite())
    }

    /// The place of the first negative entry: name, row and column counted from 1, value.
    pub(super) fn first_negative(&self) -> Option<(&'static str, usize, usize, f64)> {
        [("W", &self.w), ("H", &self.h)]
            .into_iter()
            .find_map(|(name, matrix)| {
                let place = matrix.iter().position(|&entry| entry < 0.0)?;
                let (col, row) = (place / matrix.nrows(), place % matrix.nrows());
                Some((name, row + 1, col + 1, matrix[(row, col)]))
            })
    }
}
