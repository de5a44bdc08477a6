//! A claim before the structural laws.

use super::{Asked, finding};
use crate::algebra::Dense;
use crate::check::case::generic_sizes;
use crate::check::claim::Form;
use crate::check::quantity::Kind;
use crate::check::{Claim, Finding, Oracle, Outcome};
use crate::oracle::{Evaluation, structure};
use crate::scalar::Fp;
use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Symmetry, adjoints and linearity of the claimed formula itself, modulo a prime.
pub(super) fn by_structure(claim: &Claim, seed: u64) -> Asked {
    let none = |why: &str| Ok(finding(Oracle::Structure, Outcome::NotApplicable, why));
    let Form::Written(formula) = &claim.form else {
        return none("only a written formula is probed here");
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x7374_7275_6374);
    let sizes = generic_sizes(&claim.signature);
    let point = claim.signature.draw(&sizes, |_| Fp::random(&mut rng));
    let value = |point: &[Dense<Fp>]| Fp::of(formula.as_ref(), point).map(Dense::into_matrix);
    let Ok(at) = value(&point) else {
        return none("no value modulo a prime");
    };
    let (law, violation) = match (&claim.quantity.kind, &claim.mirrored) {
        (Kind::HessianBlock { row, column, .. }, _) if row == column => {
            ("symmetric", structure::symmetric(&at))
        }
        (Kind::HessianBlock { .. }, Some(mirrored)) => {
            let Ok(mirrored) = Fp::of(mirrored.as_ref(), &point) else {
                return none("no mirrored block");
            };
            (
                "transposed by its mirror block",
                structure::adjoint(&at, mirrored.as_matrix()),
            )
        }
        (
            Kind::Differential {
                directions,
                twice: false,
                ..
            }
            | Kind::HessianVector { directions, .. }
            | Kind::GaussNewtonVector { directions, .. },
            _,
        ) => {
            let factor = Fp::random(&mut rng);
            let (mut second, mut combined) = (point.clone(), point.clone());
            for a in directions
                .iter()
                .filter_map(|(_, argument)| claim.signature.position(argument))
            {
                let (rows, columns) = point[a].shape();
                let step = DMatrix::from_fn(rows, columns, |_, _| Fp::random(&mut rng));
                combined[a] = (point[a].as_matrix() + step.map(|x| factor * x)).into();
                second[a] = step.into();
            }
            let (Ok(second), Ok(combined)) = (value(&second), value(&combined)) else {
                return none("no value modulo a prime");
            };
            (
                "linear in the direction",
                structure::linear(&combined, &at, &factor, &second),
            )
        }
        _ => return none("no structural law applies"),
    };
    Ok(match violation {
        None => Finding {
            gap: None,
            ..finding(Oracle::Structure, Outcome::Agrees, law)
        },
        Some(v) => {
            let (i, j) = v.entry;
            let detail = format!("not {law}: entry ({}, {}) modulo 2⁶¹−1", i + 1, j + 1);
            finding(Oracle::Structure, Outcome::Disagrees, detail)
        }
    })
}
