//! Points where mistakes hide, and which.

use super::{Role, Signature};
use crate::algebra::Dense;
use crate::oracle::AnyFunction;
use std::fmt;

/// Something special about a point, and the mistakes that cannot be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpot {
    /// What is special, e.g. "W is symmetric".
    pub what: String,
    /// What hides there, e.g. "a missing transpose on W".
    pub hides: String,
}

impl fmt::Display for BlindSpot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: cannot see {} here", self.what, self.hides)
    }
}

/// What is special about a point for a function: vanishing value, equal dimensions, zero, diagonal, symmetric
/// or constant arguments, zeros and ones, no negative entry.
#[must_use]
pub fn blind_spots(
    signature: &Signature,
    point: &[Dense<f64>],
    function: &dyn AnyFunction,
) -> Vec<BlindSpot> {
    let mut spots = Vec::new();
    let mut add = |what: String, hides: String| spots.push(BlindSpot { what, hides });
    let vanishes = function
        .at_f64(point)
        .is_ok_and(|v| v.as_matrix().iter().all(|x| x.abs() <= 0.0));
    if vanishes {
        add(
            "the function is zero".into(),
            "a wrong sign or factor of the residual, or a dropped residual part".into(),
        );
    }
    let mut sizes: Vec<(String, usize)> = Vec::new();
    for (argument, x) in signature.arguments().iter().zip(point) {
        for (dimension, size) in [
            (&argument.shape.rows, x.shape().0),
            (&argument.shape.columns, x.shape().1),
        ] {
            let dimension = dimension.to_string();
            if dimension != "1" && !sizes.iter().any(|(name, _)| *name == dimension) {
                sizes.push((dimension, size));
            }
        }
    }
    for (i, (a, size)) in sizes.iter().enumerate() {
        if *size == 1 {
            add(
                format!("{a} = 1"),
                format!("a wrong order of factors or a missing sum along {a}"),
            );
        }
        for (b, _) in sizes[i + 1..].iter().filter(|(_, other)| other == size) {
            add(format!("{a} = {b}"), "shapes that fit only then: a missing transpose, a wrongly sized commutation matrix".into());
        }
    }
    for (argument, x) in signature.arguments().iter().zip(point) {
        let (name, m) = (&argument.name, x.as_matrix());
        let all = |test: fn(f64) -> bool| !m.is_empty() && m.iter().all(|&x| test(x));
        if all(|x| x.abs() <= 0.0) {
            add(
                format!("{name} = 0"),
                format!("any mistake in a term that contains {name}"),
            );
            continue;
        }
        if m.len() > 1 && m.iter().all(|x| (x - m[0]).abs() <= 0.0) {
            add(
                format!("all entries of {name} are equal"),
                format!("exchanged indices of {name}"),
            );
        } else if m.is_square() && m.nrows() > 1 {
            let off = |i: usize, j: usize| i == j || m[(i, j)].abs() <= 0.0;
            let entries = || (0..m.nrows()).flat_map(|i| (0..m.ncols()).map(move |j| (i, j)));
            if entries().all(|(i, j)| off(i, j)) {
                add(
                    format!("{name} is diagonal"),
                    format!(
                        "a missing transpose on {name}, or a product taken for a Hadamard product"
                    ),
                );
            } else if entries().all(|(i, j)| (m[(i, j)] - m[(j, i)]).abs() <= 0.0) {
                add(
                    format!("{name} is symmetric"),
                    format!("a missing transpose on {name}"),
                );
            }
        }
        if matches!(argument.role, Role::Weight | Role::Mask) && all(|x| (x * x - x).abs() <= 0.0) {
            add(
                format!("{name} has only zeros and ones"),
                format!("{name} in the place of {name}∘{name}"),
            );
        } else if argument.role != Role::Scalar && m.len() > 1 && all(|x| x >= 0.0) {
            add(
                format!("{name} has no negative entry"),
                format!("an absolute value or a projection applied to {name}"),
            );
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula;

    #[test]
    fn each_special_point_is_named_and_a_generic_one_is_not() {
        let signature = Signature::parse("A: n×k, P: n×k weight").unwrap();
        let f = formula!(|a, p| p.hadamard(a).squared_norm());
        let names = |a: &[[f64; 2]], p: &[[f64; 2]]| -> Vec<String> {
            let point = [Dense::from_rows(a), Dense::from_rows(p)];
            blind_spots(&signature, &point, &f)
                .into_iter()
                .map(|s| s.what)
                .collect()
        };
        let generic = [[1.5, -2.0], [0.5, 3.0], [-1.0, 0.25]];
        assert!(names(&generic, &[[0.5, -1.0], [2.0, 0.25], [1.0, 3.0]]).is_empty());
        assert_eq!(
            names(&generic, &[[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
            ["P has only zeros and ones"]
        );
        assert_eq!(
            names(&[[1.0, -2.0], [-2.0, 1.0]], &[[0.5, -1.0], [2.0, 0.25]]),
            ["n = k", "A is symmetric"]
        );
        assert!(names(&[[0.0; 2]; 3], &generic).contains(&"the function is zero".to_owned()));
        assert!(
            names(&[[1.0, 0.0], [0.0, -1.0]], &[[0.5, -1.0], [2.0, 0.25]])
                .contains(&"A is diagonal".to_owned())
        );
    }
}
