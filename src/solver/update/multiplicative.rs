//! Multiplicative updates of Lee and Seung, and of Sha, Lin, Saul and Lee for a Q with negative entries.
//!
//! For nonnegative Y, B and G the update Y ∘ B/(YG + QY) minimises a separable majorant of the model that touches it at Y, so f never rises. With Q = Q⁺ − Q⁻
//! the majorant gives the positive root of aρ² − bρ − c = 0, a = YG + Q⁺Y, b = B, c = Q⁻Y, for the ratio ρ of new to old.
//!
//! A zero stays zero under multiplication, also where the gradient would have it grow. Such entries are lifted first, to a small
//! positive number that lowers f.
//!
//! # Reference
//! D. D. Lee, H. S. Seung, NIPS 13 (2000); F. Sha, Y. Lin, L. K. Saul, D. D. Lee, Neural Computation 19 (2007) 2004–2031; C.-J. Lin,
//! IEEE Trans. Neural Networks 18 (2007) 1589–1596 (zeros).

use nalgebra::DMatrix;

use super::Update;
use crate::solver::error::SolverError;
use crate::solver::fit::Model;
use crate::solver::ridge::Ridge;

/// The update.
#[derive(Debug)]
pub(in crate::solver) struct Multiplicative;

impl Update for Multiplicative {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        lift(y, model);
        let mut denominator = &*y * model.gram;
        let mut negative = None;
        match model.ridge {
            Ridge::None => {}
            Ridge::Diagonal(_) => model.ridge.add_image(y, &mut denominator),
            Ridge::General {
                positive,
                negative: minus,
            } => {
                denominator += positive * &*y;
                negative = Some(minus * &*y);
            }
        }
        for (place, (y, a)) in y.iter_mut().zip(denominator.iter()).enumerate() {
            let b = model.target[place];
            let ratio = match &negative {
                None => b / a,
                Some(c) => (b + (b * b + 4.0 * a * c[place]).sqrt()) / (2.0 * a),
            };
            // Where a is zero the model does not depend on this entry.
            if *a > 0.0 && ratio.is_finite() {
                *y *= ratio;
            }
        }
        Ok(None)
    }
}

/// Lifts the zeros that the gradient would have grow, to a millionth of the largest entry or to what lowers the model, whatever is less.
fn lift(y: &mut DMatrix<f64>, model: &Model<'_>) {
    if y.iter().all(|&entry| entry > 0.0) {
        return;
    }
    let gradient = model.gradient(y);
    let largest = y.amax();
    let share = if largest > 0.0 { 1e-6 * largest } else { 1.0 };
    let diagonal = model.ridge.diagonal();
    let (rows, k) = y.shape();
    for r in 0..k {
        for i in 0..rows {
            let slope = -gradient[(i, r)];
            if y[(i, r)] <= 0.0 && slope > 0.0 {
                let curvature = model.gram[(r, r)] + diagonal.as_ref().map_or(0.0, |d| d[i]);
                // All zeros of a row together still descend when each goes a k-th of its own way.
                #[expect(clippy::cast_precision_loss, reason = "a rank is small beside 2⁵²")]
                let lowest = slope / (curvature * (k * rows) as f64);
                y[(i, r)] = if lowest.is_finite() {
                    share.min(lowest)
                } else {
                    share
                };
            }
        }
    }
}
