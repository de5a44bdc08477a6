//! Expressions for NumPy.

use crate::expression::Typed;

/// Defines `commutation(m, n)` for NumPy.
pub const NUMPY_COMMUTATION: &str =
    "commutation = lambda m, n: np.eye(m * n)[np.arange(m * n).reshape(n, m).T.ravel()]";

pub(super) fn write(_typed: &Typed) -> Option<String> {
    None
}
