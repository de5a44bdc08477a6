//! Fast floating-point code as a claim.

use crate::algebra::{AlgebraError, Dense, Function};
use crate::oracle::{AnyFunction, Estimate, Estimates, OracleError, bounded_value, noise};
use nalgebra::DMatrix;
use std::sync::Arc;

type Computation = dyn Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, String> + Send + Sync;

/// Fast code that computes a quantity in floating point, and a written formula that makes the same
/// operations in some order.
///
/// The formula is there for its rounding: a kernel's value may differ from the truth by the formula's bound
/// on rounding, times [`Kernel::REORDERING`] because it may add in another order.
#[derive(Clone)]
pub struct Kernel {
    compute: Arc<Computation>,
    like: Option<Arc<dyn AnyFunction>>,
}

impl Kernel {
    /// Wilkinson's bound holds for every order of summation up to the number of roundings a term passes
    /// through; blocked and padded sums pass a few more than the plain ones of the formula.
    pub const REORDERING: f64 = 4.0;

    /// A kernel and the formula it follows.
    pub fn new(
        compute: impl Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, String> + Send + Sync + 'static,
        like: impl Function + 'static,
    ) -> Self {
        Self {
            compute: Arc::new(compute),
            like: Some(Arc::new(like)),
        }
    }

    /// A kernel without a formula; its rounding is measured by [`noise`].
    pub fn measured(
        compute: impl Fn(&[DMatrix<f64>]) -> Result<DMatrix<f64>, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            compute: Arc::new(compute),
            like: None,
        }
    }

    /// Whether there is no formula to know its rounding by.
    pub(super) fn is_measured(&self) -> bool {
        self.like.is_none()
    }

    /// What the kernel computes.
    ///
    /// # Errors
    /// The kernel's own message.
    pub fn compute(&self, point: &[Dense<f64>]) -> Result<DMatrix<f64>, String> {
        let point: Vec<_> = point.iter().map(|x| x.as_matrix().clone()).collect();
        (self.compute)(&point)
    }

    /// The same with the rounding it may contain.
    pub(super) fn estimates(
        &self,
        point: &[Dense<f64>],
    ) -> Result<Result<Estimates<f64>, String>, OracleError> {
        let value = match self.compute(point) {
            Ok(value) => value,
            Err(message) => return Ok(Err(message)),
        };
        let Some(like) = &self.like else {
            let computed = noise(
                |point| self.compute(point).map_err(AlgebraError::Plain),
                point,
            )?;
            return Ok(Ok(computed));
        };
        let like = bounded_value(like.as_ref(), point)?;
        if like.shape() != value.shape() {
            let (expected, actual) = (like.shape(), value.shape());
            return Ok(Err(format!(
                "the kernel gives {actual:?}, its formula {expected:?}"
            )));
        }
        let rounding = |value, like: Estimate<f64>| Estimate {
            value,
            error: Self::REORDERING * like.error,
        };
        Ok(Ok(value.zip_map(&like, rounding)))
    }
}
