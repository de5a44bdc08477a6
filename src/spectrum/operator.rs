//! What the solver needs to know of a symmetric matrix.

/// A symmetric matrix M of order N, known by its products.
///
/// Law: `⟨x, M y⟩ = ⟨M x, y⟩` up to rounding.
pub trait Symmetric {
    /// N.
    fn order(&self) -> usize;

    /// Overwrites `y` with `M x`, both of length N.
    fn apply(&mut self, x: &[f64], y: &mut [f64]);

    /// Overwrites `out` with something like `(M − shift·I)⁻¹ r`, for a shift below the part of the spectrum that is looked
    /// for. It has to be linear, symmetric and positive definite in r; how well it fits decides the speed, not the result.
    ///
    /// Unless it is overridden, `r` itself: the search is then a Lanczos iteration in other words.
    fn precondition(&mut self, shift: f64, r: &[f64], out: &mut [f64]) {
        let _ = shift;
        out.copy_from_slice(r);
    }
}

impl Symmetric for nalgebra::DMatrix<f64> {
    fn order(&self) -> usize {
        self.nrows()
    }

    fn apply(&mut self, x: &[f64], y: &mut [f64]) {
        y.fill(0.0);
        for (column, x) in self.column_iter().zip(x) {
            for (y, entry) in y.iter_mut().zip(column.iter()) {
                *y += entry * x;
            }
        }
    }
}
