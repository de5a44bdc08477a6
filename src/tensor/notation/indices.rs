//! Index notation where matrix notation ends: an index on a wire, summed over if it is not free. A matrix becomes a
//! sum over units, Σ_i e_i (…), so that it is still an expression.

use super::Writer;
use super::factors::{Indices, Part, fits, index_of, unit};
use super::forms::size_of;
use super::graph::{Edge, Graph, Node};
use super::length::length;
use super::outputs::{Block, Outputs, block};
use super::written::Written;
use super::{closed, entrywise::Entrywise};
use crate::expression::{Expression, Kind, Name};
use crate::tensor::diagram::{Diagram, Wire};
use crate::tensor::dimension::{Atom, Dimension, Index};

impl Writer<'_> {
    /// A network, without its coefficient; the first `rows` outputs are rows.
    pub(super) fn network(&self, diagram: &Diagram, rows: usize) -> Written {
        let mut indices = Indices::new();
        let mut deltas = Vec::new();
        for (label, wire) in &diagram.named {
            match indices.get(wire) {
                // Two indices on one wire are equal or the term is 0.
                Some(first) => {
                    deltas.push(Kind::Delta(index_of(first), index_of(label)).into());
                }
                None => {
                    indices.insert(*wire, label.clone());
                }
            }
        }
        let mut written = self.with_indices(diagram, rows, &indices);
        written.scalars.extend(deltas);
        written
    }

    /// A network with indices on some of its wires: in matrix notation if that is possible, else with one index
    /// more, on the wire where that reads shortest.
    fn with_indices(&self, diagram: &Diagram, rows: usize, indices: &Indices) -> Written {
        let whole = self.in_matrices(diagram, rows, indices);
        let sandwich = match whole {
            Some((written, Form::Plain)) => return written,
            Some((written, Form::Sandwich)) => Some(written),
            None => None,
        };
        let degrees = diagram.degrees();
        let mut free: Vec<Wire> = (0..diagram.wires.len())
            .filter(|wire| !indices.contains_key(wire) && degrees[*wire] > 0)
            .collect();
        let open = diagram.open();
        free.sort_by_key(|&wire| (open[wire], std::cmp::Reverse(degrees[wire])));
        let one_more = |wire: Wire| {
            let (name, more) = self.one_more(diagram, wire, indices);
            let (written, _) = self.inside(&name).in_matrices(diagram, rows, &more)?;
            Some(summed(&name, &diagram.wires[wire], written))
        };
        let order = |written: &Written| length(&written.expression());
        let with_units = |written: &Written| has_units(&written.expression());
        let sum = free
            .iter()
            .filter_map(|&wire| one_more(wire))
            .min_by_key(|written| (with_units(written), order(written)));
        match (sandwich, sum) {
            (Some(sandwich), Some(sum)) => {
                // A sum of Kronecker products is read more easily than diag(vec P), unless unit vectors occur.
                let longer = order(&sum) > order(&sandwich) + 8;
                return if longer || with_units(&sum) {
                    sandwich
                } else {
                    sum
                };
            }
            (Some(only), None) | (None, Some(only)) => return only,
            (None, None) => {}
        }
        // With every wire indexed, everything is a scalar beside units; so this ends.
        let (name, more) = self.one_more(diagram, free[0], indices);
        let written = self.inside(&name).with_indices(diagram, rows, &more);
        summed(&name, &diagram.wires[free[0]], written)
    }

    /// The same writer, for what stands inside a sum over this index.
    fn inside(&self, name: &Name) -> Self {
        let mut enclosing = self.enclosing.clone();
        enclosing.push(name.to_string());
        Self {
            letters: self.letters,
            enclosing,
            said: self.said,
        }
    }

    fn one_more(&self, diagram: &Diagram, wire: Wire, indices: &Indices) -> (Name, Indices) {
        let known: Vec<String> = indices.values().map(ToString::to_string).collect();
        let name = self
            .letters
            .index_names()
            .find(|name| !known.contains(name) && !self.enclosing.contains(name))
            .unwrap_or_default();
        let dimension = match &diagram.wires[wire] {
            Atom::Named(name) => Dimension::named(name),
            Atom::Number(number) => Dimension::number(*number),
            Atom::Tied(size) => Dimension::tied(size),
        };
        let index = Index::free(&name, &dimension);
        let mut more = indices.clone();
        more.extend(index.labels().map(|(label, _)| (wire, label)));
        (Name::from(name), more)
    }

    /// A network in matrix notation, given the indices; `None` if there is none.
    fn in_matrices(
        &self,
        diagram: &Diagram,
        rows: usize,
        indices: &Indices,
    ) -> Option<(Written, Form)> {
        if !diagram.factors.iter().all(|factor| fits(factor, indices)) {
            return None;
        }
        let letters = self.letters;
        let mut graph = Graph::default();
        let mut node_of = vec![None; diagram.wires.len()];
        for (wire, atom) in diagram.wires.iter().enumerate() {
            if !indices.contains_key(&wire) {
                node_of[wire] = Some(graph.nodes.len());
                graph.nodes.push(Node {
                    size: size_of([atom]),
                    ports: Vec::new(),
                    column: Entrywise::default(),
                });
            }
        }
        let mut blocks = Vec::new();
        for (port, wire) in diagram.outputs.iter().enumerate() {
            match node_of[*wire] {
                Some(node) => graph.nodes[node].ports.push(port),
                None => {
                    blocks.push(Block::Column(
                        port,
                        unit(&indices[wire], &diagram.wires[*wire]),
                    ));
                }
            }
        }
        let mut scalars = Entrywise::default();
        for factor in &diagram.factors {
            let power = |expression| Entrywise(vec![(expression, factor.exponent)]);
            match self.part(diagram, factor, indices)? {
                Part::Scalar(scalar) => scalars.times(power(scalar)),
                Part::Column(wire, column) => {
                    graph.nodes[node_of[wire]?].column.times(power(column))
                }
                Part::Matrix([row, column], matrix) => graph.edges.push(Edge {
                    ends: [node_of[row]?, node_of[column]?],
                    matrix: power(matrix),
                }),
            }
        }
        let outputs = Outputs {
            rows,
            sizes: diagram
                .outputs
                .iter()
                .map(|wire| size_of([&diagram.wires[*wire]]))
                .collect(),
        };
        let mut matrix = None;
        for mut part in graph.components() {
            part.reduce(letters);
            if part.ports() == 0 {
                scalars.times(Entrywise::of(closed::scalar(part, letters)?));
            } else if let Some(block) = block(&part, letters) {
                blocks.push(block);
            } else if part.ports() == outputs.sizes.len() {
                matrix = Some(super::sandwich::sandwich(&part, &outputs, letters)?);
            } else {
                return None;
            }
        }
        let mut written = Written::one();
        (written.scalars, written.divisors) = scalars.scalars();
        written.take_numbers();
        let form = if matrix.is_some() {
            Form::Sandwich
        } else {
            Form::Plain
        };
        if let Some(matrix) = matrix {
            written.set_matrix(matrix, letters);
        } else if !outputs.sizes.is_empty() {
            written.set_matrix(outputs.whole(&blocks, letters)?, letters);
        }
        Some((written, form))
    }
}

/// How a network came out in matrix notation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Sandwich,
}

/// Σ_i of a term, what does not depend on i in front.
fn summed(name: &Name, over: &Atom, mut written: Written) -> Written {
    if !mentions(&written.expression(), name) {
        // Nothing depends on it: Σ_i 1 = n.
        written
            .scalars
            .push(Kind::Dimension(size_of([over])).into());
        return written;
    }
    let depends = |expression: &Expression| mentions(expression, name);
    let (inside, outside) = written.scalars.into_iter().partition(depends);
    let (below, divisors) = written.divisors.into_iter().partition(depends);
    (written.scalars, written.divisors) = (inside, below);
    let body = written.expression();
    let (names, body) = match body.kind {
        Kind::IndexSum { indices, body, .. } => (
            [std::slice::from_ref(name), indices.as_slice()].concat(),
            *body,
        ),
        _ => (vec![name.clone()], body),
    };
    let sum = body.index_sum(names, None);
    let mut result = Written::one();
    (result.scalars, result.divisors) = (outside, divisors);
    if written.matrices.is_empty() {
        result.scalars.push(sum);
    } else {
        result.matrices = vec![sum];
    }
    result
}

fn has_units(expression: &Expression) -> bool {
    expression.any(&mut |part| matches!(part.kind, Kind::UnitVector { .. }))
}

/// Whether the index occurs in an expression.
fn mentions(expression: &Expression, name: &Name) -> bool {
    let is =
        |index: &crate::expression::Index| *index == crate::expression::Index::Name(name.clone());
    expression.any(&mut |part| match &part.kind {
        Kind::UnitVector { index, .. } => is(index),
        Kind::UnitMatrix { row, column, .. } => is(row) || is(column),
        Kind::Delta(i, j) | Kind::Entry(_, i, j) => is(i) || is(j),
        Kind::Element(_, i) | Kind::Row(_, i) | Kind::Column(_, i) => is(i),
        _ => false,
    })
}
