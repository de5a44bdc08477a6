//! What the three objectives have in common: value, gradients, Lipschitz constants and Hessian at a pair of factors.

use nalgebra::DMatrix;

use super::frobenius::Frobenius;
use super::masked::Masked;
use super::tikhonov::Tikhonov;
use super::{FactorizationError, Hessian, Lipschitz, Workspace};

/// A smooth function of two factors.
///
/// The second factor is H (k×m) for the objectives of WH, and V (m×k) for the masked one, which is written with UVᵀ.
///
/// Laws: the gradient is that of the value, the Hessian that of the gradient; each kernel is checked for both.
pub trait Objective {
    /// f.
    ///
    /// # Errors
    /// [`FactorizationError`] for factors that do not fit the data.
    fn value(&self, first: &DMatrix<f64>, second: &DMatrix<f64>)
    -> Result<f64, FactorizationError>;

    /// Returns f and overwrites both gradients, which have the shapes of their factors.
    ///
    /// # Errors
    /// As [`Objective::value`].
    fn value_and_gradient_into(
        &self,
        factors: (&DMatrix<f64>, &DMatrix<f64>),
        gradients: (&mut DMatrix<f64>, &mut DMatrix<f64>),
        workspace: &mut Workspace,
    ) -> Result<f64, FactorizationError>;

    /// Lipschitz constants of the two block gradients.
    ///
    /// # Errors
    /// As [`Objective::value`].
    fn lipschitz(
        &self,
        first: &DMatrix<f64>,
        second: &DMatrix<f64>,
    ) -> Result<Lipschitz, FactorizationError>;

    /// The Hessian at these factors.
    ///
    /// # Errors
    /// As [`Objective::value`].
    fn hessian<'b>(
        &'b self,
        first: &DMatrix<f64>,
        second: &DMatrix<f64>,
    ) -> Result<Box<dyn Hessian + 'b>, FactorizationError>;
}

macro_rules! is_an_objective {
    ($($kernel:ty),*) => {$(
        impl Objective for $kernel {
            fn value(
                &self,
                first: &DMatrix<f64>,
                second: &DMatrix<f64>,
            ) -> Result<f64, FactorizationError> {
                Self::value(self, first, second)
            }

            fn value_and_gradient_into(
                &self,
                (first, second): (&DMatrix<f64>, &DMatrix<f64>),
                (of_first, of_second): (&mut DMatrix<f64>, &mut DMatrix<f64>),
                workspace: &mut Workspace,
            ) -> Result<f64, FactorizationError> {
                Self::value_and_gradient_into(self, first, second, of_first, of_second, workspace)
            }

            fn lipschitz(
                &self,
                first: &DMatrix<f64>,
                second: &DMatrix<f64>,
            ) -> Result<Lipschitz, FactorizationError> {
                Self::lipschitz(self, first, second)
            }

            fn hessian<'b>(
                &'b self,
                first: &DMatrix<f64>,
                second: &DMatrix<f64>,
            ) -> Result<Box<dyn Hessian + 'b>, FactorizationError> {
                Ok(Box::new(self.hessian_at(first, second)?))
            }
        }
    )*};
}

is_an_objective!(Frobenius<'_>, Tikhonov<'_>, Masked);
