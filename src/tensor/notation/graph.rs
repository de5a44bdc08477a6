//! A connected part of a network as a graph: wires are nodes, matrices edges, columns hang on nodes; and its
//! reduction. A dangling matrix is a column A v, two in a row are a product A diag(v) B, two side by side a Hadamard
//! product, a loop a diagonal.

use super::entrywise::Entrywise;
use super::forms::Alphabet;
use crate::expression::{Expression, Size};

/// A wire.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) size: Size,
    /// The outputs on it.
    pub(super) ports: Vec<usize>,
    /// The columns on it, multiplied.
    pub(super) column: Entrywise,
}

impl Node {
    /// The column on it; ones if there is none.
    pub(super) fn column_or_ones(&self) -> Expression {
        self.column
            .expression()
            .unwrap_or_else(|| Expression::ones(self.size.clone(), 1.into()))
    }
}

/// A matrix, rows at the first end.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) ends: [usize; 2],
    pub(super) matrix: Entrywise,
}

/// A connected part of a network.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

impl Graph {
    /// The matrix of an edge with its rows at this node; `None` for all ones.
    pub(super) fn read(&self, letters: &Alphabet, edge: usize, rows: usize) -> Option<Expression> {
        let matrix = self.edges[edge].matrix.expression()?;
        Some(if self.edges[edge].ends[0] == rows {
            matrix
        } else {
            letters.transpose(&matrix)
        })
    }

    fn read_entrywise(&self, letters: &Alphabet, edge: usize, rows: usize) -> Entrywise {
        let edge = &self.edges[edge];
        if edge.ends[0] == rows {
            edge.matrix.clone()
        } else {
            edge.matrix.transposed(letters)
        }
    }

    fn read_or_ones(&self, letters: &Alphabet, edge: usize, rows: usize) -> Expression {
        let other = self.other_end(edge, rows);
        let ones = || {
            Expression::ones(
                self.nodes[rows].size.clone(),
                self.nodes[other].size.clone(),
            )
        };
        self.read(letters, edge, rows).unwrap_or_else(ones)
    }

    pub(super) fn other_end(&self, edge: usize, end: usize) -> usize {
        let [a, b] = self.edges[edge].ends;
        if a == end { b } else { a }
    }

    /// The edges at a node; a loop counts twice.
    pub(super) fn edges_at(&self, node: usize) -> Vec<usize> {
        let mut edges = Vec::new();
        for (place, edge) in self.edges.iter().enumerate() {
            edges.extend(edge.ends.iter().filter(|&&end| end == node).map(|_| place));
        }
        edges
    }

    /// The connected parts.
    pub(super) fn components(&self) -> Vec<Self> {
        let mut part: Vec<usize> = (0..self.nodes.len()).collect();
        for edge in &self.edges {
            let (from, to) = (part[edge.ends[1]], part[edge.ends[0]]);
            part.iter_mut()
                .filter(|p| **p == from)
                .for_each(|p| *p = to);
        }
        let mut components = Vec::new();
        for root in 0..self.nodes.len() {
            let members: Vec<usize> = (0..part.len()).filter(|&node| part[node] == root).collect();
            if members.is_empty() {
                continue;
            }
            let place = |node: usize| members.iter().position(|&member| member == node);
            let edges = self.edges.iter().filter_map(|edge| {
                let ends = [place(edge.ends[0])?, place(edge.ends[1])?];
                Some(Edge {
                    ends,
                    matrix: edge.matrix.clone(),
                })
            });
            components.push(Self {
                nodes: members
                    .iter()
                    .map(|&node| self.nodes[node].clone())
                    .collect(),
                edges: edges.collect(),
            });
        }
        components
    }

    /// Makes nodes with the same outputs one.
    pub(super) fn join_equal_ports(&mut self) {
        for node in (0..self.nodes.len()).rev() {
            let ports = &self.nodes[node].ports;
            let same = (0..node).find(|&n| !ports.is_empty() && self.nodes[n].ports == *ports);
            if let Some(same) = same {
                for end in self.edges.iter_mut().flat_map(|edge| &mut edge.ends) {
                    if *end == node {
                        *end = same;
                    }
                }
                self.remove_node(node);
            }
        }
    }

    /// Applies the rules while one applies; a part without outputs is left at two nodes at most, for a trace, a
    /// norm or a quadratic form to be read off.
    pub(super) fn reduce(&mut self, letters: &Alphabet) {
        let closed = self.nodes.iter().all(|node| node.ports.is_empty());
        while !(closed && self.nodes.len() <= 2) {
            let applied = self.loop_to_column()
                || self.dangling_to_column(letters)
                || self.joined_in_a_row(letters)
                || self.merged_side_by_side(letters);
            if !applied {
                return;
            }
        }
    }

    /// A loop is the column diag(A).
    pub(super) fn loop_to_column(&mut self) -> bool {
        let Some(place) = self.edges.iter().position(|e| e.ends[0] == e.ends[1]) else {
            return false;
        };
        let edge = self.edges.remove(place);
        if let Some(matrix) = edge.matrix.expression() {
            self.nodes[edge.ends[0]]
                .column
                .times(Entrywise::of(matrix.diag()));
        }
        true
    }

    /// A matrix that ends in a node without outputs is the column A v.
    fn dangling_to_column(&mut self, letters: &Alphabet) -> bool {
        let found = (0..self.nodes.len())
            .find(|&node| self.nodes[node].ports.is_empty() && self.edges_at(node).len() == 1);
        let Some(node) = found else {
            return false;
        };
        let edge = self.edges_at(node)[0];
        let neighbour = self.other_end(edge, node);
        let matrix = self.read_or_ones(letters, edge, neighbour);
        let column = letters.product([matrix, self.nodes[node].column_or_ones()]);
        self.nodes[neighbour].column.times(Entrywise::of(column));
        self.edges.remove(edge);
        self.remove_node(node);
        true
    }

    /// Two matrices at a node without outputs are the product A diag(v) B.
    fn joined_in_a_row(&mut self, letters: &Alphabet) -> bool {
        let plain = |edge: usize| self.edges[edge].matrix.single().is_some();
        let found = (0..self.nodes.len()).find_map(|node| {
            let edges = self.edges_at(node);
            let [a, b] = *edges.as_slice() else {
                return None;
            };
            let bends_back = self.other_end(a, node) == self.other_end(b, node);
            let fits = self.nodes[node].ports.is_empty()
                && a != b
                && (!bends_back || plain(a) && plain(b));
            fits.then_some((node, a, b))
        });
        let Some((node, a, b)) = found else {
            return false;
        };
        let (from, to) = (self.other_end(a, node), self.other_end(b, node));
        let mut factors = vec![self.read_or_ones(letters, a, from)];
        if let Some(column) = self.nodes[node].column.expression() {
            factors.push(letters.diagonal_matrix(column));
        }
        // Rows at the node: for a chain that bends back the other end does not tell the direction.
        factors.push(self.read_or_ones(letters, b, node));
        let joined = Edge {
            ends: [from, to],
            matrix: Entrywise::of(letters.product(factors)),
        };
        self.edges.remove(a.max(b));
        self.edges.remove(a.min(b));
        self.edges.push(joined);
        self.remove_node(node);
        true
    }

    /// Matrices between the same nodes are multiplied entry by entry.
    pub(super) fn merged_side_by_side(&mut self, letters: &Alphabet) -> bool {
        for a in 0..self.edges.len() {
            let [row, column] = self.edges[a].ends;
            for b in a + 1..self.edges.len() {
                let ends = self.edges[b].ends;
                if ends == [row, column] || ends == [column, row] {
                    let other = self.read_entrywise(letters, b, row);
                    self.edges[a].matrix.times(other);
                    self.edges.remove(b);
                    return true;
                }
            }
        }
        false
    }

    fn remove_node(&mut self, node: usize) {
        self.nodes.remove(node);
        for end in self.edges.iter_mut().flat_map(|edge| &mut edge.ends) {
            if *end > node {
                *end -= 1;
            }
        }
    }

    /// The nodes with outputs.
    pub(super) fn ports(&self) -> usize {
        self.nodes.iter().map(|node| node.ports.len()).sum()
    }
}
