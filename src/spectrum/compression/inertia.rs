//! The count of eigenvalues where the bases hold all that A does: the compressed Hessian stands for M, and what it leaves out are
//! eigenvalues of HHᵀ and WᵀW.

use super::compressed::Compressed;
use super::search::Outcome;
use crate::spectrum::answer::Assurance;
use crate::spectrum::davidson::Which;
use crate::spectrum::inertia::{Claim, LIMIT, count, formed};
use crate::spectrum::operator::Symmetric;
use crate::spectrum::options::Options;
use crate::spectrum::orthonormal::norm;

impl Outcome<'_> {
    /// The assurance, if the bases are complete, the count is affordable, and it shows that nothing was missed.
    pub(in crate::spectrum) fn counted(&self, options: &Options) -> Option<Assurance> {
        let bases = &self.bases;
        let (s, t) = bases.sizes();
        // λMᵀM couples L with what lies outside it, whatever R holds.
        let complete = s == bases.n() || (t == bases.m() && bases.penalty.is_none());
        let mut compressed = Compressed::new(bases);
        if !complete || compressed.order() > LIMIT || !self.rest_lies_inside(options) {
            return None;
        }
        let outside = norm(&bases.beyond_left).hypot(norm(&bases.beyond_right));
        let last = self.values.last().copied().unwrap_or(0.0);
        let claim = Claim {
            which: options.which,
            last,
            vectors: &self.coefficients,
            tolerance: (options.tolerance * last.abs()).max(self.floor) + outside,
            scale: compressed.scale(),
        };
        count(formed(&mut compressed), &claim)
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
