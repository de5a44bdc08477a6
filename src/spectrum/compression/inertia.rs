//! The count of eigenvalues where the bases hold all that A does: the compressed Hessian stands for M, and what it leaves out are
//! eigenvalues of HHᵀ and WᵀW.

use super::compressed::Compressed;
use super::search::Outcome;
use crate::matrix::NotFinite;
use crate::spectrum::answer::Assurance;
use crate::spectrum::davidson::Which;
use crate::spectrum::inertia::{Claim, LIMIT, confirmed, formed};
use crate::spectrum::operator::Symmetric;
use crate::spectrum::options::Options;
use crate::spectrum::orthonormal::norm;

impl Outcome<'_> {
    /// The assurance, if the bases are complete and the count is affordable. Where it shows that something was missed, the compressed
    /// Hessian is decomposed whole, and what that says takes the place of what was found.
    pub(in crate::spectrum) fn counted(
        &mut self,
        options: &Options,
    ) -> Result<Option<Assurance>, NotFinite> {
        let bases = &self.bases;
        let (s, t) = bases.sizes();
        // λMᵀM couples L with what lies outside it, whatever R holds.
        let complete = s == bases.n() || (t == bases.m() && bases.penalty.is_none());
        let mut compressed = Compressed::new(bases);
        if !complete || compressed.order() > LIMIT || !self.rest_lies_inside(options) {
            return Ok(None);
        }
        let outside = norm(&bases.beyond_left).hypot(norm(&bases.beyond_right));
        let matrix = formed(&mut compressed);
        let claim = Claim {
            which: options.which,
            last: self.values.last().copied().unwrap_or(0.0),
            vectors: self.coefficients.clone(),
            relative: options.tolerance,
            floor: self.floor,
            outside,
            scale: compressed.scale(),
        };
        let (assurance, instead) = confirmed(&matrix, claim)?;
        if let Some(found) = instead {
            let wanted = found.values.len();
            let coefficients = found.vectors.columns(0, wanted).clone_owned();
            let directions = coefficients.column_iter().map(|vector| {
                let (c, d) = compressed.split(vector.clone_owned().as_slice());
                bases.direction(&c, &d)
            });
            self.directions = directions.collect();
            self.values = found.values;
            self.coefficients = coefficients;
        }
        Ok(assurance)
    }

    /// A bound on ‖M‖, within a small factor.
    pub(in crate::spectrum) fn scale(&self) -> f64 {
        Compressed::new(&self.bases).scale()
    }

    /// Whether what the bases leave out, eigenvalues of HHᵀ and WᵀW, cannot lie beyond the wanted ones.
    fn rest_lies_inside(&self, options: &Options) -> bool {
        let last = self.values.last().copied().unwrap_or(0.0);
        match options.which {
            Which::Smallest => {
                let (of_h, of_w) = self.bases.smallest_squares();
                last <= of_h.min(of_w)
            }
            Which::Largest => {
                let (of_h, of_w) = self.bases.largest_squares();
                self.bases.penalty.is_none() && last >= of_h.max(of_w)
            }
        }
    }
}
