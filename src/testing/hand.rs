//! What somebody derived or coded by hand.

use crate::algebra::{AlgebraError, Dense, Function, Matrix, MatrixAlgebra};
use crate::check::{Form, Kernel};
use crate::oracle::Plain;
use crate::scalar::Number;
use nalgebra::DMatrix;
use std::fmt::Display;
use std::sync::Arc;

/// A hand-coded derivative: a [`formula!`](crate::formula), a [`function!`](crate::function) or a [`plain!`](crate::plain).
pub trait Hand {
    /// The form in which it is claimed.
    fn into_form(self) -> Form;

    /// The same for arguments in another order: the code's i-th is the `order[i]`-th of all.
    fn in_order(self, order: Vec<usize>) -> Form;
}

/// A function whose arguments are picked from all.
struct Picked<F> {
    function: F,
    order: Vec<usize>,
}

impl<F: Function> Function for Picked<F> {
    fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
        self.function.evaluate(&picked(arguments, &self.order))
    }

    fn as_formula<A: MatrixAlgebra>(&self, arguments: &[Matrix<A>]) -> Option<Matrix<A>> {
        self.function.as_formula(&picked(arguments, &self.order))
    }
}

fn picked<T: Clone>(arguments: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|&at| arguments[at].clone()).collect()
}

impl<F: Function + 'static> Hand for F {
    fn into_form(self) -> Form {
        Form::Written(Arc::new(self))
    }

    fn in_order(self, order: Vec<usize>) -> Form {
        Form::Written(Arc::new(Picked {
            function: self,
            order,
        }))
    }
}

impl<F, E> Hand for Plain<F>
where
    F: Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, E> + Send + Sync + 'static,
    E: Display,
{
    fn into_form(self) -> Form {
        let compute = self.into_function();
        Form::Kernel(Kernel::measured(move |point| {
            compute(point).map_err(|error| error.to_string())
        }))
    }

    fn in_order(self, order: Vec<usize>) -> Form {
        let compute = self.into_function();
        Form::Kernel(Kernel::measured(move |point| {
            compute(&picked(point, &order)).map_err(|error| error.to_string())
        }))
    }
}
