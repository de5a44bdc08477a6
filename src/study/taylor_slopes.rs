//! Taylor remainders of right and wrong derivatives, side by side.

use super::plane::Plane;
use crate::oracle::taylor::{TaylorTest, gradient, hessian};
use crate::oracle::{Estimate, OracleError};

/// A named Taylor test.
#[derive(Debug, Clone)]
pub struct NamedTest {
    /// What was claimed.
    pub name: &'static str,
    /// What the remainders say.
    pub test: TaylorTest,
}

/// The right gradient and Hessian of ½‖X − WH‖² along a line, and three wrong ones.
///
/// # Errors
/// [`OracleError`] if the function cannot be evaluated; never for this plane.
pub fn right_and_wrong(seed: u64) -> Result<Vec<NamedTest>, OracleError> {
    let plane = Plane::seeded(seed);
    let (function, v) = (plane.function(), &plane.direction);
    let (slope, curvature) = (plane.slope()?, plane.curvature()?);
    let off = |e: Estimate<f64>, factor: f64| Estimate {
        value: e.value * factor,
        ..e
    };
    let first = |claimed| gradient(function.as_ref(), &plane.point, v, claimed);
    let second = |claimed| hessian(function.as_ref(), &plane.point, [v, v], claimed);
    Ok(vec![
        NamedTest {
            name: "gradient, right",
            test: first(slope)?,
        },
        NamedTest {
            name: "gradient, 1 % off",
            test: first(off(slope, 1.01))?,
        },
        NamedTest {
            name: "gradient, 10⁻⁵ off",
            test: first(off(slope, 1.0 + 1e-5))?,
        },
        NamedTest {
            name: "Hessian, right",
            test: second(curvature)?,
        },
        NamedTest {
            name: "Hessian, 1 % off",
            test: second(off(curvature, 1.01))?,
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_ones_agree() {
        for NamedTest { name, test } in right_and_wrong(3).unwrap() {
            assert_eq!(
                test.agrees(),
                name.ends_with("right"),
                "{name}: {:?}",
                test.outcome
            );
            assert_eq!(
                test.disagrees(),
                !name.ends_with("right"),
                "{name}: {:?}",
                test.outcome
            );
        }
    }
}
