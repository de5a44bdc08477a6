//! How small a mistake does each oracle see?

use crate::algebra::{AlgebraError, Dense, Function, HALF};
use crate::check::{Claim, ClaimError, Oracle, Outcome, Quantity, Signature, examine};
use crate::formula;
use crate::scalar::{Number, Ratio};
use rayon::prelude::*;

/// What every oracle says of a gradient with one entry off by a relative error.
#[derive(Debug, Clone)]
pub struct Planted {
    /// The planted relative error.
    pub error: f64,
    /// What is added to f.
    pub offset: i64,
    /// The oracles' outcomes, in the order of [`Oracle::ALL`], structure left out.
    pub outcomes: Vec<(Oracle, Outcome)>,
}

/// Exponents of the planted errors, −2 down to −15.
const DECADES: std::ops::RangeInclusive<u32> = 2..=15;

/// ∇_W of ½‖X − WH‖² + offset with one entry off by 10^{−decade}.
fn planted(decade: u32, offset: i64) -> Result<Claim, ClaimError> {
    struct Off(Ratio);
    impl Function for Off {
        fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
            let right = formula!(|x, w, h| (w * h - x) * h.t());
            let mut value = Function::evaluate(&right, arguments)?;
            let factor = N::one() + N::from_ratio(self.0)?;
            if let Some(entry) = value.as_matrix_mut().as_mut_slice().first_mut() {
                *entry *= factor;
            }
            Ok(value)
        }
    }
    struct Lifted(i64);
    impl Function for Lifted {
        fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
            let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());
            let value = Function::evaluate(&f, arguments)?.to_number()?;
            Ok(Dense::scalar(value + N::from_ratio(Ratio::from(self.0))?))
        }
    }
    let signature = Signature::parse("X: n×m, W: n×k, H: k×m")?;
    let error = Ratio::new(1, 10_i64.pow(decade));
    Claim::new(
        "one entry off",
        signature,
        Quantity::gradient(Lifted(offset), "W"),
        Off(error),
    )
}

/// Plants errors of 1e-2 … 1e-15 in a gradient, with nothing and with 10⁸ added to f.
///
/// # Errors
/// [`ClaimError`] if a signature is misspelt; never.
pub fn planted_errors(seed: u64) -> Result<Vec<Planted>, ClaimError> {
    let all: Vec<_> = [0, 100_000_000]
        .into_iter()
        .flat_map(|offset| DECADES.map(move |d| (d, offset)))
        .collect();
    all.into_par_iter()
        .map(|(decade, offset)| {
            let examination = examine(&planted(decade, offset)?, seed);
            let outcomes = examination
                .findings
                .iter()
                .filter(|f| f.oracle != Oracle::Structure);
            let outcomes = outcomes.map(|f| (f.oracle, f.outcome)).collect();
            Ok(Planted {
                error: 0.1_f64.powi(i32::try_from(decade).unwrap_or(i32::MAX)),
                offset,
                outcomes,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest planted error that an oracle still refutes.
    fn sees(all: &[Planted], offset: i64, oracle: Oracle) -> f64 {
        let refuted = |p: &&Planted| p.outcomes.contains(&(oracle, Outcome::Disagrees));
        all.iter()
            .filter(|p| p.offset == offset)
            .filter(refuted)
            .map(|p| p.error)
            .fold(1.0, f64::min)
    }

    #[test]
    fn autodiff_sees_what_it_promises_and_exact_sees_everything() {
        let all = planted_errors(3).unwrap();
        for offset in [0, 100_000_000] {
            assert!(sees(&all, offset, Oracle::Exact) < 2e-15);
            assert!(sees(&all, offset, Oracle::Autodiff) < 2e-9);
        }
        assert!(sees(&all, 0, Oracle::FiniteDifference) < 2e-8);
        // Nobody who looks at values sees as far under the offset.
        assert!(sees(&all, 100_000_000, Oracle::Taylor) > sees(&all, 0, Oracle::Taylor));
    }
}
