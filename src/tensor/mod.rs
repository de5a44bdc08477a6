//! The algebra of tensor networks: formulas for every shape, their derivatives, and a normal form that decides
//! equality.
//!
//! A formula is a sum of *terms*, a term a coefficient times a *network*: factors whose slots are joined by wires.
//! A wire may join any number of slots, which is how Hadamard products, diagonals and masks appear; the outputs are
//! the rows, then the columns. A Kronecker product, a vec or a commutation matrix is only a grouping of outputs.
//!
//! ```
//! use matproof::algebra::{HALF, Matrix};
//! use matproof::tensor::{Dimension, Equality, Network, Symbol};
//!
//! let [n, m, k] = ["n", "m", "k"].map(Dimension::named);
//! let w = Symbol::matrix("W", n.clone(), k.clone());
//! let [x, h] = [("X", &n, &m), ("H", &k, &m)].map(|(name, r, c)| Symbol::matrix(name, r.clone(), c.clone()));
//! let [x, w_, h] = [&x, &w, &h].map(|symbol| Matrix::new(Network::symbol(symbol)));
//!
//! let f = (HALF * (&x - &w_ * &h).squared_norm()).into_result()?;
//! let claimed = ((&w_ * &h - &x) * h.t()).into_result()?;
//! assert_eq!(f.gradient(&w)?.equality(&claimed)?, Equality::Proved);      // for all n, m and k
//! # Ok::<(), matproof::algebra::AlgebraError>(())
//! ```
//!
//! # References
//! Single networks: Hasegawa, Hofmann and Plotkin (2008), Finite dimensional vector spaces are complete for traced
//! symmetric monoidal categories; Selinger (2012); Kissinger (2014) for wires that join many slots. Sums: take a
//! network with the most wires of a nonzero normal form and give each wire an index value of its own; the monomial
//! it yields comes from no other network.

#[cfg(test)]
mod against_numbers;
mod algebra;
mod canonical;
mod derivative;
mod diagram;
mod dimension;
mod equality;
mod expansion;
#[cfg(test)]
mod laws;
mod letters;
mod matching;
mod normal_form;
mod notation;
pub mod proof;
mod symbol;
#[allow(
    clippy::module_inception,
    reason = "a tensor is one factor of a tensor network"
)]
mod tensor;

pub use crate::expression::Property;
pub use algebra::Network;
pub use canonical::GivenUp;
pub use diagram::{Diagram, Factor, Sum, Term, Wire};
pub use dimension::{Atom, Dimension, Index};
pub use equality::Equality;
pub use letters::Letters;
pub(crate) use letters::dimension;
pub use normal_form::Brackets;
pub use symbol::Symbol;
pub use tensor::{Symmetry, Tensor, TensorKind};
