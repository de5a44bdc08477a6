//! Back to matrix notation: a sum of networks as the expression a person would write.
//!
//! Term by term a network is a graph, wires its nodes and matrices its edges, which is reduced to products, traces
//! and Hadamard products ([`graph`], [`closed`]); what is left between the outputs is put together with Kronecker
//! products and commutation matrices ([`outputs`], [`sandwich`]); where matrix notation ends, an index goes onto a
//! wire ([`indices`]). Then what the terms have in common is gathered ([`gathering`]).

mod closed;
mod entrywise;
mod factors;
mod forms;
mod gathering;
mod graph;
mod indices;
mod length;
mod outputs;
mod sandwich;
#[cfg(test)]
mod tests;
mod written;

use super::algebra::Network;
use super::diagram::Sum;
use crate::expression::{Expression, Kind};
use forms::{Alphabet, size_of};
use num_traits::Zero;
use std::cell::RefCell;
use std::collections::HashMap;

impl Network {
    /// The formula in matrix notation.
    ///
    /// Equal to this formula for every shape, and well-shaped. Sums in brackets stay in brackets; so of a derivative
    /// one usually wants `derivative.collected()?.notation()`. Of several ways to write the same the shortest is
    /// taken. What has no short form in matrix notation is a sum over indices.
    ///
    /// ```
    /// use matproof::algebra::{HALF, Matrix};
    /// use matproof::tensor::{Dimension, Network, Symbol};
    ///
    /// let [n, m, k] = ["n", "m", "k"].map(Dimension::named);
    /// let [x, w, h] = [("X", &n, &m), ("W", &n, &k), ("H", &k, &m)]
    ///     .map(|(name, r, c)| Symbol::matrix(name, r.clone(), c.clone()));
    /// let [x_, w_, h_] = [&x, &w, &h].map(|symbol| Matrix::new(Network::symbol(symbol)));
    /// let f = (HALF * (&x_ - &w_ * &h_).squared_norm()).into_result()?;
    ///
    /// let gradient = f.gradient(&w)?.collected()?;
    /// assert_eq!(gradient.notation().to_string(), "(WH − X)Hᵀ");
    /// let block = f.hessian_block(&w, &h)?.collected()?;
    /// assert_eq!(block.notation().to_string(), "H ⊗ W + (I_k ⊗ (WH − X))K_{k,m}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn notation(&self) -> Expression {
        let letters = Alphabet::of(self.sum());
        let writer = Writer {
            letters: &letters,
            enclosing: Vec::new(),
            said: &RefCell::default(),
        };
        let rows = crate::algebra::MatrixAlgebra::rows(self).atoms().len();
        writer.sum(self.sum(), rows)
    }
}

/// Writes the networks of one formula.
struct Writer<'a> {
    letters: &'a Alphabet,
    /// The indices of the sums around.
    enclosing: Vec<String>,
    /// What was written already: one bracket is looked at for every wire that an index is tried on.
    said: &'a RefCell<HashMap<Asked, Expression>>,
}

/// A sum, how many of its outputs are rows, and the indices of the sums around.
type Asked = (Sum, usize, Vec<String>);

impl Writer<'_> {
    /// A sum whose first `rows` outputs are rows, the others columns.
    fn sum(&self, sum: &Sum, rows: usize) -> Expression {
        let asked = (sum.clone(), rows, self.enclosing.clone());
        if let Some(said) = self.said.borrow().get(&asked) {
            return said.clone();
        }
        let said = self.sum_anew(sum, rows);
        self.said.borrow_mut().insert(asked, said.clone());
        said
    }

    fn sum_anew(&self, sum: &Sum, rows: usize) -> Expression {
        let mut terms = Vec::new();
        for term in &sum.terms {
            let mut written = self.network(&term.diagram, rows);
            written.coefficient *= &term.coefficient;
            if !written.coefficient.is_zero() {
                terms.push(written);
            }
        }
        let zero = || {
            let (rows, columns) = sum.outputs.split_at(rows);
            let size = (size_of(rows), size_of(columns));
            let scalar = size.0.is_one() && size.1.is_one();
            Kind::Zero((!scalar).then_some(size)).into()
        };
        gathering::sum(terms, self.letters).map_or_else(zero, |written| written.expression())
    }
}
