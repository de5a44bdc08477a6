//! Update rules: they must not raise the function, nor leave the domain.

use super::subject::SEED;
use super::{Hand, Subject};
use crate::algebra::Dense;
use crate::check::{Form, generic_point, generic_sizes, size_vectors};
use crate::expression::Property;
use crate::oracle::{AnyFunction, bounded_value};
use std::fmt::Write;

/// A rule that gives a new value of one argument.
#[must_use = "a rule is tried by `assert`"]
#[derive(Clone)]
pub struct UpdateRule<F> {
    subject: Subject<F>,
    variable: usize,
    form: Form,
    seed: u64,
}

/// Random points for each sizes, and steps from each: far from where it ends almost any rule descends.
const DRAWS: u64 = 4;
const STEPS: usize = 30;

/// Rounding of f that is no ascent, in its estimated errors.
const CLEARLY: f64 = 4.0;

impl<F: AnyFunction + Clone + 'static> UpdateRule<F> {
    #[track_caller]
    pub(super) fn new(subject: Subject<F>, variable: &str, hand: impl Hand) -> Self {
        let Some(position) = subject.signature.position(variable) else {
            panic!(
                "`{variable}` is not an argument; the arguments are {}",
                subject.signature
            );
        };
        Self {
            subject,
            variable: position,
            form: hand.into_form(),
            seed: SEED,
        }
    }

    /// With other random points.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Follows the rule for thirty steps from random points of the domain, at all sizes up to 3 and at generic ones, the smallest first: f must not
    /// rise beyond its rounding, and a variable that the signature calls positive or nonnegative must stay so. What a finite number of points shows is no proof.
    ///
    /// # Errors
    /// The first point at which it fails, in words, and the seed of the point it came from.
    pub fn examine(&self) -> Result<(), String> {
        let signature = &self.subject.signature;
        let generic = generic_sizes(signature);
        let all = size_vectors(signature.dimensions().len()).into_iter();
        for sizes in all.chain([generic]) {
            for draw in 0..DRAWS {
                let seed = self.seed + draw;
                let mut point = generic_point(signature, &sizes, seed);
                self.follow(&mut point).map_err(|words| {
                    let mut text = format!(
                        "the update of {}: {words}\n",
                        signature.arguments()[self.variable].name
                    );
                    for (name, size) in signature.dimensions().iter().zip(&sizes) {
                        let _ = write!(text, "  {name} = {size}");
                    }
                    for (argument, value) in signature.arguments().iter().zip(&point) {
                        let rows: Vec<_> = value
                            .as_matrix()
                            .row_iter()
                            .map(|row| {
                                row.iter()
                                    .map(|x| format!("{x:.6}"))
                                    .collect::<Vec<_>>()
                                    .join(" ")
                            })
                            .collect();
                        let _ = write!(text, "\n  {} = [{}]", argument.name, rows.join("; "));
                    }
                    let _ = write!(text, "\n  repeat: seed {seed}");
                    text
                })?;
            }
        }
        Ok(())
    }

    /// Passes if nothing is found against the rule.
    ///
    /// # Panics
    /// If it raises f, leaves the domain, or cannot be computed.
    #[track_caller]
    pub fn assert(&self) {
        if let Err(words) = self.examine() {
            panic!("{words}");
        }
    }

    /// Steps from here; what fails, fails at the point that is left.
    fn follow(&self, point: &mut [Dense<f64>]) -> Result<(), String> {
        for _ in 0..STEPS {
            point[self.variable] = self.step(point)?;
        }
        Ok(())
    }

    fn step(&self, point: &[Dense<f64>]) -> Result<Dense<f64>, String> {
        let value = |point: &[Dense<f64>]| match bounded_value(&self.subject.function, point) {
            Ok(value) if value.len() == 1 => Ok(value[(0, 0)]),
            Ok(value) => Err(format!(
                "f is {}×{}, no number",
                value.nrows(),
                value.ncols()
            )),
            Err(error) => Err(format!("f has no value: {error}")),
        };
        let before = value(point)?;
        let new = match &self.form {
            Form::Written(formula) => formula
                .at_f64(point)
                .map(Dense::into_matrix)
                .map_err(|e| e.to_string())?,
            Form::Kernel(kernel) => kernel.compute(point)?,
            Form::Derived(_) => unreachable!("a hand is code or a formula"),
        };
        let old = point[self.variable].as_matrix();
        if new.shape() != old.shape() {
            return Err(format!(
                "it is {}×{} where the variable is {}×{}",
                new.nrows(),
                new.ncols(),
                old.nrows(),
                old.ncols()
            ));
        }
        let properties = &self.subject.signature.arguments()[self.variable].properties;
        let signed = properties.iter().any(|p| {
            matches!(
                p,
                Property::Positive | Property::Nonnegative | Property::Simplex
            )
        });
        if let Some(bad) = new.iter().find(|x| !x.is_finite() || (signed && **x < 0.0)) {
            return Err(format!("it leaves the domain: an entry becomes {bad:e}"));
        }
        let mut moved = point.to_vec();
        moved[self.variable] = new.into();
        let after = value(&moved)?;
        let noise = CLEARLY * (before.error + after.error);
        if after.value - before.value > noise {
            return Err(format!(
                "f rises from {:.12e} to {:.12e} (rounding explains {noise:.1e})",
                before.value, after.value
            ));
        }
        Ok(moved.swap_remove(self.variable))
    }
}
