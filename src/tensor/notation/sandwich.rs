//! Three or four outputs that hang together: (A ⊗ B) diag(vec E) (C ⊗ D), as in the second derivative of a masked
//! objective.
//!
//! Choose two wires x and y. If cutting them leaves parts that join one row output to x, another to y, likewise for
//! columns, and a matrix E between x and y, then M[(r₁,r₂),(c₁,c₂)] = Σ_xy A[r₁,x] B[r₂,y] E[y,x] C[x,c₁] D[y,c₂], up to
//! the order of c₁ and c₂.

use super::entrywise::Entrywise;
use super::forms::Alphabet;
use super::graph::{Graph, Node};
use super::length::length;
use super::outputs::{Block, Outputs, block};
use crate::expression::{Expression, Kind};

/// The outputs that stand for the two wires that are cut.
const CUT: [usize; 2] = [usize::MAX - 1, usize::MAX];
/// Marks what is left of a node that was cut.
const GONE: usize = usize::MAX - 2;

/// The matrix in this form, the shortest of several; `None` if it has none.
pub(super) fn sandwich(graph: &Graph, outputs: &Outputs, letters: &Alphabet) -> Option<Expression> {
    let nodes = 0..graph.nodes.len();
    let pairs = nodes
        .clone()
        .flat_map(|x| nodes.clone().map(move |y| [x, y]));
    pairs
        .filter(|[x, y]| x != y)
        .filter_map(|cut| around(graph, cut, outputs, letters))
        .min_by_key(length)
}

/// What is found between the cut wires and the outputs.
#[derive(Default)]
struct Filling {
    /// For each cut wire, the row output joined to it, and the matrix in between.
    rows: [Option<(usize, Expression)>; 2],
    /// The same for columns, rows of the matrix on the cut wire.
    columns: [Option<(usize, Expression)>; 2],
    /// Columns on the cut wires.
    sides: [Entrywise; 2],
    /// Rows on the second cut wire, columns on the first.
    middle: Entrywise,
}

fn around(
    graph: &Graph,
    cut: [usize; 2],
    outputs: &Outputs,
    letters: &Alphabet,
) -> Option<Expression> {
    let filling = filling(graph, cut, outputs, letters)?;
    let middle = filling.middle.expression()?;
    let size = |place: usize| graph.nodes[cut[place]].size.clone();
    let diagonal = |place: usize| {
        let column = filling.sides[place].expression()?;
        Some(letters.diagonal_matrix(column))
    };
    let middle = letters.product(
        [diagonal(1), Some(middle), diagonal(0)]
            .into_iter()
            .flatten(),
    );
    let leg = |own: &Option<(usize, Expression)>, place: usize| match own {
        Some((_, matrix)) => matrix.clone(),
        None => Expression::ones(size(place), 1.into()),
    };
    let both = |legs: &[Option<(usize, Expression)>; 2], rows: bool| {
        let legs = [0, 1].map(|place| {
            let matrix = leg(&legs[place], place);
            if rows && legs[place].is_none() {
                letters.transpose(&matrix)
            } else {
                matrix
            }
        });
        let identities = legs
            .iter()
            .all(|matrix| matches!(matrix.kind, Kind::Identity(_)));
        let [first, second] = legs;
        (!identities).then(|| first.kronecker(second))
    };
    let commutation = match &filling.columns {
        [Some((first, _)), Some((second, _))] if first > second => Some(Expression::commutation(
            outputs.sizes[*first].clone(),
            outputs.sizes[*second].clone(),
        )),
        _ => None,
    };
    if let [Some((first, _)), Some((second, _))] = &filling.rows
        && first > second
    {
        return None;
    }
    let factors = [
        both(&filling.rows, true),
        Some(middle.vec().diag()),
        both(&filling.columns, false),
        commutation,
    ];
    Some(letters.product(factors.into_iter().flatten()))
}

/// What the parts between the cut wires are; `None` if one of them joins more than two of wires and outputs.
fn filling(
    graph: &Graph,
    cut: [usize; 2],
    outputs: &Outputs,
    letters: &Alphabet,
) -> Option<Filling> {
    let mut filling = Filling::default();
    for (place, &node) in cut.iter().enumerate() {
        let node = &graph.nodes[node];
        filling.sides[place].times(node.column.clone());
        for &port in &node.ports {
            let identity = Expression::identity_of(node.size.clone());
            filling.put(place, port, identity, outputs)?;
        }
    }
    for mut part in parts(graph, cut) {
        part.reduce(letters);
        match block(&part, letters)? {
            Block::Column(port, column) => {
                let place = CUT.iter().position(|own| *own == port)?;
                filling.sides[place].times(Entrywise::of(column));
            }
            Block::Matrix([a, b], matrix) => {
                let (first, second) = (
                    CUT.iter().position(|own| *own == a),
                    CUT.iter().position(|own| *own == b),
                );
                match (first, second) {
                    (Some(1), Some(0)) => filling.middle.times(Entrywise::of(matrix)),
                    (Some(0), Some(1)) => {
                        let turned = letters.transpose(&matrix);
                        filling.middle.times(Entrywise::of(turned));
                    }
                    (Some(place), None) => {
                        let rows = if b < outputs.rows {
                            letters.transpose(&matrix)
                        } else {
                            matrix
                        };
                        filling.put(place, b, rows, outputs)?;
                    }
                    (None, Some(place)) => {
                        let rows = if a < outputs.rows {
                            matrix
                        } else {
                            letters.transpose(&matrix)
                        };
                        filling.put(place, a, rows, outputs)?;
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(filling)
}

impl Filling {
    /// Joins an output to a cut wire; `None` if another of its side is joined to it already.
    fn put(
        &mut self,
        place: usize,
        port: usize,
        matrix: Expression,
        outputs: &Outputs,
    ) -> Option<()> {
        let side = if port < outputs.rows {
            &mut self.rows
        } else {
            &mut self.columns
        };
        let own = &mut side[place];
        if own.is_some() {
            return None;
        }
        *own = Some((port, matrix));
        Some(())
    }
}

/// The graph cut at two nodes: its parts, the cut wires outputs of their own.
fn parts(graph: &Graph, cut: [usize; 2]) -> Vec<Graph> {
    let mut split = graph.clone();
    for edge in &mut split.edges {
        for end in &mut edge.ends {
            if let Some(place) = cut.iter().position(|own| own == end) {
                split.nodes.push(Node {
                    size: graph.nodes[*end].size.clone(),
                    ports: vec![CUT[place]],
                    column: Entrywise::default(),
                });
                *end = split.nodes.len() - 1;
            }
        }
    }
    // Every edge has an end of its own now; what is left of the cut nodes stands alone.
    for node in cut {
        split.nodes[node].ports = vec![GONE];
    }
    let mut parts = split.components();
    parts.retain(|part| part.nodes.iter().all(|node| node.ports != [GONE]));
    parts.iter_mut().for_each(Graph::join_equal_ports);
    parts
}
