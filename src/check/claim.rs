//! A claim: somebody's formula, and what it is said to equal.

use super::{Kernel, Quantity, Signature, SignatureError};
use crate::algebra::Dense;
use crate::oracle::exact::{Exact, ExactNumber};
use crate::oracle::{AnyFunction, OracleError};
use std::sync::Arc;
use thiserror::Error;

/// The claim that a formula equals a quantity, for arguments of a signature.
#[derive(Clone)]
pub struct Claim {
    /// What a person reads, e.g. "∇_W f = (WH − X)Hᵀ".
    pub name: String,
    /// The same in LaTeX, if it was written so.
    pub latex: Option<String>,
    /// The objective or topic it belongs to, for grouping.
    pub group: String,
    /// The arguments.
    pub signature: Signature,
    /// What the formula must equal.
    pub quantity: Quantity,
    /// The formula.
    pub form: Form,
    /// The formula of the transposed block, for the adjoint probe M_hw = M_whᵀ.
    pub mirrored: Option<Arc<dyn AnyFunction>>,
    /// The residual that a data argument can be moved to make zero: argument + residual(arguments) is the
    /// data that fits exactly.
    pub residual: Option<(String, Arc<dyn AnyFunction>)>,
}

/// How the formula is given.
#[derive(Clone)]
pub enum Form {
    /// Written once for every kind of number.
    Written(Arc<dyn AnyFunction>),
    /// Fast code in floating point, with the written formula whose rounding it may share.
    Kernel(Kernel),
    /// Another quantity, with derivatives of its own: both sides are for the oracles to find.
    Derived(Quantity),
}

impl Form {
    /// The exact oracle for the derivatives in a formula at this point, and at points of the same sizes.
    ///
    /// # Errors
    /// [`OracleError::NotPolynomial`], or where a function has no value; [`OracleError::NoStep`] for a kernel.
    pub(super) fn exact<N: ExactNumber>(&self, point: &[Dense<N>]) -> Result<Exact, OracleError> {
        match self {
            Self::Written(_) => Ok(Exact::of_degree(0)),
            Self::Derived(quantity) => quantity.exact(point),
            Self::Kernel(_) => Err(OracleError::NoStep),
        }
    }
}

/// What is wrong with a claim before any oracle sees it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClaimError {
    /// A name that is no argument.
    #[error("`{name}` is not an argument; the arguments are {signature}")]
    UnknownName {
        /// The name.
        name: String,
        /// The signature.
        signature: String,
    },
    /// A signature that cannot be read.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl Claim {
    /// A claim about a written formula.
    ///
    /// # Errors
    /// [`ClaimError::UnknownName`] if the quantity names something that is not an argument.
    pub fn new(
        name: impl Into<String>,
        signature: Signature,
        quantity: Quantity,
        formula: impl AnyFunction + 'static,
    ) -> Result<Self, ClaimError> {
        Self::with_form(name, signature, quantity, Form::Written(Arc::new(formula)))
    }

    /// A claim about a formula in either form.
    ///
    /// # Errors
    /// [`ClaimError::UnknownName`] if the quantity names something that is not an argument.
    pub fn with_form(
        name: impl Into<String>,
        signature: Signature,
        quantity: Quantity,
        form: Form,
    ) -> Result<Self, ClaimError> {
        quantity.check_names(&signature)?;
        Ok(Self {
            name: name.into(),
            latex: None,
            group: String::new(),
            signature,
            quantity,
            form,
            mirrored: None,
            residual: None,
        })
    }

    /// With its LaTeX.
    #[must_use]
    pub fn latex(mut self, latex: impl Into<String>) -> Self {
        self.latex = Some(latex.into());
        self
    }

    /// With the formula of the transposed block.
    #[must_use]
    pub fn mirrored_by(mut self, formula: impl AnyFunction + 'static) -> Self {
        self.mirrored = Some(Arc::new(formula));
        self
    }

    /// With the residual that lets a data argument be moved to an exact fit.
    ///
    /// # Errors
    /// [`ClaimError::UnknownName`] if the data is not an argument.
    pub fn fitting(
        mut self,
        data: &str,
        residual: impl AnyFunction + 'static,
    ) -> Result<Self, ClaimError> {
        if self.signature.position(data).is_none() {
            return Err(ClaimError::UnknownName {
                name: data.into(),
                signature: self.signature.to_string(),
            });
        }
        self.residual = Some((data.to_owned(), Arc::new(residual)));
        Ok(self)
    }
}
