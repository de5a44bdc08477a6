//! A function, and what is claimed about it.

use super::failure::failure;
use super::{Hand, UpdateRule};
use crate::algebra::Dense;
use crate::check::{Claim, Examination, Quantity, Signature, examine, examine_at};
use crate::oracle::AnyFunction;
use nalgebra::DMatrix;

/// The seed of every random draw, unless another one is asked for.
pub(super) const SEED: u64 = 2026;

/// A function with named arguments, of which derivatives are known by hand.
#[derive(Debug, Clone)]
pub struct Subject<F> {
    pub(super) signature: Signature,
    pub(super) function: F,
}

impl<F: AnyFunction + Clone + 'static> Subject<F> {
    /// A function of arguments like `"X: n×m, w: m×1, λ: scalar"`; what may stand after a shape is told by [`Signature::parse`].
    ///
    /// # Panics
    /// If the signature cannot be read.
    #[track_caller]
    #[must_use]
    pub fn new(signature: &str, function: F) -> Self {
        match Signature::parse(signature) {
            Ok(signature) => Self {
                signature,
                function,
            },
            Err(error) => panic!("the signature `{signature}`: {error}"),
        }
    }

    /// That the function itself equals other code: a fast version, or one written otherwise.
    ///
    /// # Panics
    /// Never.
    #[track_caller]
    pub fn value(&self, hand: impl Hand) -> Check {
        self.check("f", Quantity::value(self.function.clone()), hand)
    }

    /// ∂f/∂`variable`, of the shape of the variable; f is a number.
    ///
    /// # Panics
    /// If there is no such argument; so do the following.
    #[track_caller]
    pub fn gradient(&self, variable: &str, hand: impl Hand) -> Check {
        let quantity = Quantity::gradient(self.function.clone(), variable);
        self.check(&format!("∂f/∂{variable}"), quantity, hand)
    }

    /// ∂vec F/∂vec `variable`: a row for each entry of F, a column for each of the variable, both column by column.
    #[track_caller]
    pub fn jacobian(&self, variable: &str, hand: impl Hand) -> Check {
        let quantity = Quantity::jacobian(self.function.clone(), variable);
        self.check(&format!("∂vec F/∂vec {variable}"), quantity, hand)
    }

    /// ∂²f/∂vec `row` ∂vec `column`.
    #[track_caller]
    pub fn hessian_block(&self, row: &str, column: &str, hand: impl Hand) -> Check {
        let quantity = Quantity::hessian_block(self.function.clone(), row, column);
        self.check(&format!("∂²f/∂{row}∂{column}"), quantity, hand)
    }

    /// The part for `variable` of the Hessian in the variables of `directions` times the arguments paired with them, which the signature has
    /// too: `hessian_vector("W", &[("W", "P"), ("H", "Q")], …)`.
    #[track_caller]
    pub fn hessian_vector(
        &self,
        variable: &str,
        directions: &[(&str, &str)],
        hand: impl Hand,
    ) -> Check {
        let quantity = Quantity::hessian_vector(self.function.clone(), variable, directions);
        let name = format!("the part for {variable} of the Hessian-vector product");
        self.check(&name, quantity, hand)
    }

    /// An update rule: the code gives a new `variable` from the arguments, which must not raise f.
    #[track_caller]
    pub fn update(&self, variable: &str, hand: impl Hand) -> UpdateRule<F> {
        UpdateRule::new(self.clone(), variable, hand)
    }

    #[track_caller]
    fn check(&self, name: &str, quantity: Quantity, hand: impl Hand) -> Check {
        Check::of(Claim::with_form(
            name,
            self.signature.clone(),
            quantity,
            hand.into_form(),
        ))
    }
}

/// A claim that a test makes.
#[must_use = "a check is made by `assert`"]
#[derive(Clone)]
pub struct Check {
    claim: Claim,
    seed: u64,
    point: Option<Vec<Dense<f64>>>,
}

impl Check {
    #[track_caller]
    pub(super) fn of<E: std::fmt::Display>(claim: Result<Claim, E>) -> Self {
        match claim {
            Ok(claim) => Self {
                claim,
                seed: SEED,
                point: None,
            },
            Err(error) => panic!("{error}"),
        }
    }

    /// With a name of its own in messages.
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.claim.name);
        self
    }

    /// With other random points.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// At this point, and at a generic one where no mistake hides. The matrices stand in the order of the signature.
    pub fn at(mut self, point: &[DMatrix<f64>]) -> Self {
        self.point = Some(point.iter().cloned().map(Dense::from).collect());
        self
    }

    /// What every oracle found.
    #[must_use]
    pub fn examine(&self) -> Examination {
        match &self.point {
            Some(point) => examine_at(&self.claim, point.clone(), self.seed),
            None => examine(&self.claim, self.seed),
        }
    }

    /// Passes if it is right: proved, or before every oracle that applies and to at least eight digits.
    ///
    /// # Panics
    /// If it is wrong, or nobody can tell.
    #[track_caller]
    pub fn assert(&self) {
        self.supported();
    }

    /// Passes if it is proved for every shape, which needs formulas on both sides.
    ///
    /// # Panics
    /// If it is wrong, or right without a proof.
    #[track_caller]
    pub fn assert_proved(&self) {
        let found = self.supported();
        if found.verdict.name() != "proved" {
            let symbolic = found.finding(crate::check::Oracle::Symbolic);
            let why = symbolic.map_or("", |finding| finding.detail.as_str());
            panic!(
                "{}: right as far as numbers tell, but not proved: {why}",
                self.claim.name
            );
        }
    }

    /// What every oracle found, none of it against the claim.
    #[track_caller]
    fn supported(&self) -> Examination {
        let found = self.examine();
        if !found.verdict.is_supported() {
            panic!("{}", failure(&self.claim, &found));
        }
        found
    }
}
