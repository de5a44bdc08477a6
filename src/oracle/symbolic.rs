//! The symbolic oracle: formulas as tensor networks, differentiated by taking letters out.
//!
//! It evaluates nothing in numbers and shares no differentiation code with the other oracles. Its answers hold for
//! every shape at once.

use super::{AnyFunction, OracleError};
use crate::algebra::{AlgebraError, MatrixAlgebra};
use crate::scalar::{NumberError, Ratio};
use crate::tensor::{Network, Symbol};

/// The symbolic oracle over the letters that stand for the arguments.
#[derive(Debug, Clone)]
pub struct Symbolic {
    letters: Vec<Symbol>,
    arguments: Vec<Network>,
}

impl Symbolic {
    /// The oracle for functions of these letters, in order.
    #[must_use]
    pub fn new(letters: Vec<Symbol>) -> Self {
        let arguments = letters.iter().map(Network::symbol).collect();
        Self { letters, arguments }
    }

    /// The function as a formula in the letters.
    ///
    /// # Errors
    /// If it needs its entries as numbers, or its shapes do not fit.
    pub fn value(&self, function: &dyn AnyFunction) -> Result<Network, OracleError> {
        let Some(formula) = function.in_networks(&self.arguments) else {
            let function = "a function that is written with numbers".to_owned();
            let numbers = "formulas for every shape";
            return Err(AlgebraError::from(NumberError::NotHere { function, numbers }).into());
        };
        Ok(formula?)
    }

    /// ∂f/∂(argument), of its shape.
    ///
    /// # Errors
    /// As [`Symbolic::value`], and if f is not a scalar.
    pub fn gradient(&self, f: &dyn AnyFunction, argument: usize) -> Result<Network, OracleError> {
        Ok(self.value(f)?.gradient(&self.letters[argument])?)
    }

    /// ∂²f/∂(row)∂(column).
    ///
    /// # Errors
    /// As [`Symbolic::gradient`].
    pub fn hessian_block(
        &self,
        f: &dyn AnyFunction,
        row: usize,
        column: usize,
    ) -> Result<Network, OracleError> {
        Ok(self
            .value(f)?
            .hessian_block(&self.letters[row], &self.letters[column])?)
    }

    /// ∂vec F/∂vec(argument).
    ///
    /// # Errors
    /// As [`Symbolic::value`].
    pub fn jacobian(
        &self,
        function: &dyn AnyFunction,
        argument: usize,
    ) -> Result<Network, OracleError> {
        Ok(self.value(function)?.jacobian(&self.letters[argument]))
    }

    /// The derivative of a formula when each named argument moves by the argument paired with it.
    ///
    /// # Errors
    /// If a direction has another shape than what it moves.
    pub fn along(
        &self,
        formula: &Network,
        directions: &[(usize, usize)],
    ) -> Result<Network, OracleError> {
        let mut sum: Option<Network> = None;
        for &(argument, direction) in directions {
            let part = formula.differential(&self.letters[argument], &self.arguments[direction])?;
            sum = Some(match sum {
                Some(sum) => sum.add(&part)?,
                None => part,
            });
        }
        sum.map_or_else(
            || Ok(formula.scale(&Network::constant(Ratio::from(0))?)?),
            Ok,
        )
    }

    /// The gradient of weight · ½‖R‖² without the second derivatives of R, moved along: weight · J_aᵀ (J·directions), of
    /// the shape of the argument a.
    ///
    /// # Errors
    /// As [`Symbolic::value`].
    pub fn gauss_newton_vector(
        &self,
        residual: &dyn AnyFunction,
        weight: Ratio,
        argument: usize,
        directions: &[(usize, usize)],
    ) -> Result<Network, OracleError> {
        let residual = self.value(residual)?;
        let change = self.along(&residual, directions)?;
        // ∂/∂a ⟨change, R(a)⟩ with the change held fixed: J_aᵀ vec(change), taken back to the shape of a.
        let held = residual
            .jacobian(&self.letters[argument])
            .transpose()
            .multiply(&change.vec())?;
        let shaped = held.unvec(&self.letters[argument]);
        Ok(shaped.scale(&Network::constant(weight)?)?)
    }

    /// weight · J_rowᵀ J_column.
    ///
    /// # Errors
    /// As [`Symbolic::value`].
    pub fn gauss_newton_block(
        &self,
        residual: &dyn AnyFunction,
        weight: Ratio,
        row: usize,
        column: usize,
    ) -> Result<Network, OracleError> {
        let residual = self.value(residual)?;
        let [row, column] =
            [row, column].map(|argument| residual.jacobian(&self.letters[argument]));
        Ok(row
            .transpose()
            .multiply(&column)?
            .scale(&Network::constant(weight)?)?)
    }
}
