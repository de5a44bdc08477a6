//! Expressions for Rust with nalgebra.

use crate::expression::Typed;

pub(super) fn write(_typed: &Typed) -> Option<String> {
    None
}
