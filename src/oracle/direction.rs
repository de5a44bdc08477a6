//! Directions in the arguments of a function.

use crate::algebra::Dense;
use crate::scalar::Number;

/// A direction: one matrix for each argument that moves, nothing for those that stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction<N>(Vec<Option<Dense<N>>>);

impl<N: Number> Direction<N> {
    /// No movement, for a function of so many arguments.
    #[must_use]
    pub fn zero(arguments: usize) -> Self {
        Self(vec![None; arguments])
    }

    /// This direction with one argument moving by the given matrix.
    #[must_use]
    pub fn with(mut self, argument: usize, step: Dense<N>) -> Self {
        self.0[argument] = Some(step);
        self
    }

    /// The unit direction of one entry of one argument; entries count in the order of vec.
    ///
    /// # Panics
    /// If the argument has no such entry.
    #[must_use]
    pub fn unit(point: &[Dense<N>], argument: usize, entry: usize) -> Self {
        let (rows, columns) = point[argument].shape();
        let mut step = Dense::zeros(rows, columns);
        step.as_matrix_mut().as_mut_slice()[entry] = N::one();
        Self::zero(point.len()).with(argument, step)
    }

    /// The unit directions of all entries of one argument, in the order of vec.
    ///
    /// # Panics
    /// If there is no such argument.
    #[must_use]
    pub fn units(point: &[Dense<N>], argument: usize) -> Vec<Self> {
        (0..point[argument].as_matrix().len())
            .map(|entry| Self::unit(point, argument, entry))
            .collect()
    }

    /// The step of one argument, if it moves.
    #[must_use]
    pub fn step(&self, argument: usize) -> Option<&Dense<N>> {
        self.0.get(argument).and_then(Option::as_ref)
    }

    /// x + t·u + s·v, argument by argument.
    #[must_use]
    pub fn moved(point: &[Dense<N>], steps: &[(N, &Self)]) -> Vec<Dense<N>> {
        let mut moved = point.to_vec();
        for (t, direction) in steps {
            for (target, step) in moved.iter_mut().zip(&direction.0) {
                let Some(step) = step else { continue };
                target
                    .as_matrix_mut()
                    .zip_apply(step.as_matrix(), |entry, step| *entry += t.clone() * step);
            }
        }
        moved
    }
}

/// The step with which to begin, in units of the direction: the size of what moves, so that x ± h·u is a
/// change of the same size as x. 1/‖u‖∞ where everything that moves is zero.
#[must_use]
pub fn natural_step(point: &[Dense<f64>], u: &Direction<f64>) -> f64 {
    let largest = |x: &Dense<f64>| x.as_matrix().amax();
    let moving = || {
        point
            .iter()
            .enumerate()
            .filter_map(|(a, x)| u.step(a).map(|step| (x, step)))
    };
    let size = moving().map(|(x, _)| largest(x)).fold(0.0, f64::max);
    let step = moving().map(|(_, step)| largest(step)).fold(0.0, f64::max);
    match (size > 0.0, step > 0.0) {
        (true, true) => size / step,
        // Nothing moves from zero: take the scale of whatever else there is.
        (false, true) => {
            let others = point.iter().map(largest).fold(0.0, f64::max);
            if others > 0.0 {
                others / step
            } else {
                1.0 / step
            }
        }
        _ => 1.0,
    }
}
