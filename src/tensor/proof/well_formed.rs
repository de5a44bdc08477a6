//! Whether data is a network at all: every slot on a wire of its dimension.

use crate::tensor::diagram::{Diagram, Sum, Term};
use crate::tensor::dimension::Atom;
use crate::tensor::tensor::{Tensor, TensorKind};

/// Every term has the outputs of the sum and is a network.
pub(super) fn sum_fits(sum: &Sum) -> Result<(), String> {
    for term in &sum.terms {
        term_fits(term)?;
        let outputs = term.diagram.outputs.iter();
        if !outputs.map(|&w| &term.diagram.wires[w]).eq(&sum.outputs) {
            return Err("a term has other outputs than its sum".to_owned());
        }
    }
    Ok(())
}

pub(super) fn term_fits(term: &Term) -> Result<(), String> {
    diagram_fits(&term.diagram)
}

/// Every slot is on a wire of its dimension, and so inside.
pub(super) fn diagram_fits(diagram: &Diagram) -> Result<(), String> {
    let named = diagram.named.iter().map(|(_, wire)| wire);
    let mut ends = diagram.outputs.iter().chain(named);
    if ends.any(|&wire| wire >= diagram.wires.len()) {
        return Err("an output is on no wire".to_owned());
    }
    for factor in &diagram.factors {
        let own = slots_of(&factor.tensor);
        let wires = factor.slots.iter().map(|&wire| diagram.wires.get(wire));
        if !wires.eq(own.iter().map(Some)) {
            return Err("a factor does not fit its wires".to_owned());
        }
        if let Some(sum) = inside(&factor.tensor) {
            sum_fits(sum)?;
        }
        if let TensorKind::Closed(part) = factor.tensor.kind() {
            diagram_fits(part)?;
        }
    }
    Ok(())
}

/// The formula inside a tensor, if there is one.
pub(super) fn inside(tensor: &Tensor) -> Option<&Sum> {
    match tensor.kind() {
        TensorKind::Piece(sum)
        | TensorKind::Elementary(_, sum)
        | TensorKind::Inverse(sum, _)
        | TensorKind::Determinant(sum, _) => Some(sum),
        _ => None,
    }
}

/// The dimension of each slot of a tensor.
pub(super) fn slots_of(tensor: &Tensor) -> Vec<Atom> {
    match tensor.kind() {
        TensorKind::Symbol(symbol) => symbol.atoms().cloned().collect(),
        TensorKind::Diagonal(symbol) => symbol.rows().atoms().to_vec(),
        TensorKind::Dimension(_) | TensorKind::Closed(_) => Vec::new(),
        TensorKind::Piece(sum) | TensorKind::Elementary(_, sum) | TensorKind::Inverse(sum, _) => {
            sum.outputs.clone()
        }
        TensorKind::Determinant(sum, rows) => {
            sum.outputs.get(2 * rows..).unwrap_or_default().to_vec()
        }
    }
}
