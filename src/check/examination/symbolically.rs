//! A claim before the symbolic oracle: equal for every shape, or not.

use super::{Asked, finding};
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::check::claim::Form;
use crate::check::quantity::Kind;
use crate::check::{Claim, Finding, Oracle, Outcome, Quantity, Role, Signature};
use crate::oracle::OracleError;
use crate::oracle::symbolic::Symbolic;
use crate::tensor::{Equality, Network, Property, Symbol, dimension};

/// The normal forms of claim and truth, compared.
pub(super) fn symbolically(claim: &Claim) -> Asked {
    let symbolic = Symbolic::new(letters(&claim.signature));
    let claimed = match &claim.form {
        Form::Written(formula) => symbolic.value(formula.as_ref()),
        Form::Derived(quantity) => truth(quantity, &symbolic, &claim.signature),
        Form::Kernel(_) => {
            return Ok(finding(
                Oracle::Symbolic,
                Outcome::NotApplicable,
                "fast code is no formula",
            ));
        }
    };
    let claimed = match claimed {
        Err(OracleError::Algebra(error)) if error.is_ill_typed() => return Err(error.to_string()),
        other => other,
    };
    let truth = truth(&claim.quantity, &symbolic, &claim.signature);
    let (claimed, truth) = match claimed.and_then(|claimed| Ok((claimed, truth?))) {
        Ok(both) => both,
        Err(reason) => {
            return Ok(finding(
                Oracle::Symbolic,
                Outcome::NotApplicable,
                reason.to_string(),
            ));
        }
    };
    match truth.equality(&claimed) {
        Ok(Equality::Proved) => Ok(Finding {
            gap: Some(0.0),
            blind_below: Some(0.0),
            ..finding(
                Oracle::Symbolic,
                Outcome::Agrees,
                "the same normal form: equal for every shape",
            )
        }),
        Ok(Equality::Refuted) => Ok(finding(
            Oracle::Symbolic,
            Outcome::Disagrees,
            "different normal forms of polynomials: different for all large enough shapes",
        )),
        Ok(Equality::Undecided { reason }) => {
            Ok(finding(Oracle::Symbolic, Outcome::Undecided, reason))
        }
        Err(AlgebraError::Unequal { left, right, .. }) => Err(format!(
            "the formula is {right} where the quantity is {left}"
        )),
        Err(error) => Err(error.to_string()),
    }
}

/// The arguments as letters. A dimension of the signature is a free name.
fn letters(signature: &Signature) -> Vec<Symbol> {
    let letter = |argument: &crate::check::Argument| {
        let symbol = Symbol::matrix(
            &argument.name,
            dimension(&argument.shape.rows),
            dimension(&argument.shape.columns),
        );
        let symbol = argument
            .properties
            .iter()
            .fold(symbol, |symbol, &property| symbol.assume(property));
        match argument.role {
            Role::Mask => symbol.assume(Property::Mask),
            Role::General | Role::Scalar | Role::Weight => symbol,
        }
    };
    signature.arguments().iter().map(letter).collect()
}

/// What the formula must equal, as a formula.
fn truth(
    quantity: &Quantity,
    symbolic: &Symbolic,
    signature: &Signature,
) -> Result<Network, OracleError> {
    // The claim was checked to use no other names.
    let place = |name: &str| signature.position(name).unwrap_or_default();
    let places = |directions: &[(String, String)]| -> Vec<_> {
        directions
            .iter()
            .map(|(variable, argument)| (place(variable), place(argument)))
            .collect()
    };
    match &quantity.kind {
        Kind::Value { of } => symbolic.value(of.as_ref()),
        Kind::Derived(derived) => symbolic.value(derived.formula()),
        Kind::Gradient { of, variable } => symbolic.gradient(of.as_ref(), place(variable)),
        Kind::Differential {
            of,
            directions,
            twice,
        } => {
            let value = symbolic.value(of.as_ref())?;
            let first = symbolic.along(&value, &places(directions))?;
            if *twice {
                symbolic.along(&first, &places(directions))
            } else {
                Ok(first)
            }
        }
        Kind::HessianBlock { of, row, column } => {
            symbolic.hessian_block(of.as_ref(), place(row), place(column))
        }
        Kind::HessianVector {
            of,
            variable,
            directions,
        } => {
            let gradient = symbolic.gradient(of.as_ref(), place(variable))?;
            symbolic.along(&gradient, &places(directions))
        }
        Kind::GaussNewtonBlock {
            residual,
            weight,
            row,
            column,
        } => symbolic.gauss_newton_block(residual.as_ref(), *weight, place(row), place(column)),
        Kind::ResidualBlock { of, gauss_newton } => {
            let Kind::GaussNewtonBlock { row, column, .. } = &gauss_newton.kind else {
                unreachable!("a residual block is built from a Gauss–Newton block")
            };
            let whole = symbolic.hessian_block(of.as_ref(), place(row), place(column))?;
            let part = truth(gauss_newton, symbolic, signature)?;
            Ok(whole.add(&part.negate())?)
        }
        Kind::GaussNewtonVector {
            residual,
            weight,
            variable,
            directions,
        } => symbolic.gauss_newton_vector(
            residual.as_ref(),
            *weight,
            place(variable),
            &places(directions),
        ),
        Kind::Jacobian { of, variable } => symbolic.jacobian(of.as_ref(), place(variable)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Symbolic, letters, truth};
    use crate::study::claims;
    use std::time::Instant;

    /// Every shipped formula has a proof that replays. Prints what looking for it costs beside the bare verdict.
    #[test]
    fn shipped_formulas_have_proofs_that_replay() {
        let mut times = [0.0; 3];
        for claim in claims::all() {
            let Form::Written(formula) = &claim.form else {
                continue;
            };
            let symbolic = Symbolic::new(letters(&claim.signature));
            let claimed = symbolic.value(formula.as_ref());
            let truth = truth(&claim.quantity, &symbolic, &claim.signature);
            let (Ok(claimed), Ok(truth)) = (claimed, truth) else {
                panic!("{} has no network", claim.name);
            };
            let start = Instant::now();
            let verdict = truth.equality(&claimed);
            times[0] += start.elapsed().as_secs_f64();
            assert_eq!(
                verdict,
                Ok(crate::tensor::Equality::Proved),
                "{}",
                claim.name
            );
            let start = Instant::now();
            let proof = truth.prove(&claimed).expect("one shape");
            times[1] += start.elapsed().as_secs_f64();
            let Some(proof) = proof else {
                panic!("no proof of {}", claim.name);
            };
            let start = Instant::now();
            assert_eq!(proof.check(), Ok(()), "{}", claim.name);
            times[2] += start.elapsed().as_secs_f64();
        }
        eprintln!(
            "seconds: verdict {:.4}, proof {:.4}, check {:.4}",
            times[0], times[1], times[2]
        );
    }
}
