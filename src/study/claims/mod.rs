//! Every hand-derived formula of [`factorization`](crate::factorization), stated as a claim.

pub(super) mod frobenius;
mod kernels;
pub(super) mod masked;
pub(super) mod submatrix;
pub(super) mod tikhonov;

use crate::algebra::Function;
use crate::check::{Claim, Quantity, Signature};

/// All shipped formulas, objective by objective.
#[must_use]
pub fn all() -> Vec<Claim> {
    [
        frobenius::claims(),
        tikhonov::claims(),
        masked::claims(),
        submatrix::claims(),
    ]
    .concat()
}

/// All fast kernels, as claims.
#[must_use]
pub fn of_kernels() -> Vec<Claim> {
    kernels::all()
}

/// The claims and liars of one objective share its group name and signature.
pub(super) struct Topic {
    /// The name of the objective.
    pub(super) group: &'static str,
    /// Its arguments, in the notation of [`Signature::parse`].
    pub(super) signature: &'static str,
    /// The further arguments of claims about products with a Hessian: the directions.
    pub(super) directions: &'static str,
}

impl Topic {
    /// A claim about this objective.
    ///
    /// # Panics
    /// If the signature or a name in the quantity is misspelt: these are our own literals.
    #[expect(
        clippy::expect_used,
        reason = "literals of this crate, exercised by every test"
    )]
    pub(super) fn claim(
        &self,
        name: &str,
        latex: &str,
        quantity: Quantity,
        formula: impl Function + 'static,
    ) -> Claim {
        let directions = if quantity.has_directions() {
            self.directions
        } else {
            ""
        };
        let text = format!("{}, {directions}", self.signature);
        let signature = Signature::parse(&text).expect("a shipped signature");
        let mut claim = Claim::new(name, signature, quantity, formula).expect("a shipped claim");
        claim.group = self.group.to_owned();
        if latex.is_empty() {
            claim
        } else {
            claim.latex(latex)
        }
    }
}

#[expect(
    clippy::expect_used,
    reason = "literals of this crate, exercised by every test"
)]
fn fitting(
    claims: Vec<Claim>,
    data: &str,
    residual: impl Function + Clone + 'static,
) -> Vec<Claim> {
    claims
        .into_iter()
        .map(|c| {
            c.fitting(data, residual.clone())
                .expect("a shipped data argument")
        })
        .collect()
}
