//! What one factor of a network says, once free and summed indices stand on some of its wires: a scalar, a column
//! on one wire, or a matrix between two.

use super::Writer;
use super::forms::size_of;
use super::length::length;
use crate::expression::{Expression, Index, Kind};
use crate::tensor::diagram::{Diagram, Factor, Sum, Wire};
use crate::tensor::dimension::{Atom, Label};
use crate::tensor::tensor::TensorKind;
use std::collections::BTreeMap;

/// The indices that stand on wires.
pub(super) type Indices = BTreeMap<Wire, Label>;

/// What a factor says.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Scalar(Expression),
    Column(Wire, Expression),
    /// Rows on the first wire, columns on the second.
    Matrix([Wire; 2], Expression),
}

pub(super) fn index_of(label: &Label) -> Index {
    let name = label.to_string();
    match name.parse() {
        Ok(number) => Index::Number(number),
        Err(_) => Index::from(name.as_str()),
    }
}

/// e_i of the length of an atom.
pub(super) fn unit(label: &Label, atom: &Atom) -> Expression {
    Kind::UnitVector {
        index: index_of(label),
        size: Some(size_of([atom])),
    }
    .into()
}

/// Whether [`Writer::part`] has an answer, without working it out.
pub(super) fn fits(factor: &Factor, indices: &Indices) -> bool {
    let mut free: Vec<Wire> = factor.slots.clone();
    free.retain(|wire| !indices.contains_key(wire));
    free.sort_unstable();
    free.dedup();
    let plain = |rows: usize, columns: usize| free.is_empty() || rows.max(columns) <= 1;
    match factor.tensor.kind() {
        TensorKind::Symbol(symbol) => {
            plain(symbol.rows().atoms().len(), symbol.columns().atoms().len())
        }
        TensorKind::Inverse(_, rows) => {
            let batch = &factor.slots[2 * rows..];
            plain(*rows, *rows) && batch.iter().all(|wire| indices.contains_key(wire))
        }
        TensorKind::Determinant(..) => free.is_empty(),
        TensorKind::Piece(_) | TensorKind::Elementary(..) => free.len() <= 2,
        TensorKind::Diagonal(_) | TensorKind::Dimension(_) | TensorKind::Closed(_) => true,
    }
}

impl Writer<'_> {
    /// What a factor says, its power left out; `None` if it stands on more than two wires.
    pub(super) fn part(
        &self,
        diagram: &Diagram,
        factor: &Factor,
        indices: &Indices,
    ) -> Option<Part> {
        match factor.tensor.kind() {
            TensorKind::Symbol(symbol) => {
                let (rows, columns) = (symbol.rows().atoms().len(), symbol.columns().atoms().len());
                let letter = Expression::name(symbol.name());
                self.of_slots(letter, (rows, columns), diagram, &factor.slots, indices)
            }
            TensorKind::Diagonal(symbol) => {
                let letter = Expression::name(symbol.name());
                let wire = factor.slots[0];
                self.of_slots(letter, (1, 1), diagram, &[wire, wire], indices)
            }
            TensorKind::Dimension(atom) => {
                Some(Part::Scalar(Kind::Dimension(size_of([atom])).into()))
            }
            TensorKind::Closed(inner) => Some(Part::Scalar(self.network(inner, 0).expression())),
            TensorKind::Piece(sum) => self.of_sum(sum, &factor.slots, indices, |inner| inner),
            TensorKind::Elementary(function, sum) => {
                self.of_sum(sum, &factor.slots, indices, |inner| inner.apply(*function))
            }
            TensorKind::Inverse(sum, rows) => {
                let (own, batch) = factor.slots.split_at(2 * rows);
                let matrix = self.matrix_of(sum, *rows, batch, indices)?.inverse();
                self.of_slots(matrix, (*rows, *rows), diagram, own, indices)
            }
            TensorKind::Determinant(sum, rows) => {
                let matrix = self.matrix_of(sum, *rows, &factor.slots, indices)?;
                Some(Part::Scalar(matrix.determinant()))
            }
        }
    }

    /// The matrix inside an inverse or determinant, whose further outputs must carry indices.
    fn matrix_of(
        &self,
        sum: &Sum,
        rows: usize,
        batch: &[Wire],
        indices: &Indices,
    ) -> Option<Expression> {
        let labels: Option<Vec<_>> = batch.iter().map(|wire| indices.get(wire)).collect();
        let labels = labels?;
        let outputs = sum.outputs[..2 * rows].to_vec();
        let inner = sum.map(outputs, |diagram| {
            let free = diagram.outputs.split_off(2 * rows);
            diagram
                .named
                .extend(labels.iter().copied().cloned().zip(free));
            diagram.identify(&[]);
        });
        Some(self.sum(&inner, rows))
    }

    /// A matrix whose rows and columns stand on these wires, entries taken where they carry indices.
    fn of_slots(
        &self,
        matrix: Expression,
        (rows, columns): (usize, usize),
        diagram: &Diagram,
        slots: &[Wire],
        indices: &Indices,
    ) -> Option<Part> {
        let index = |wire: &Wire| indices.get(wire).map(index_of);
        match (rows, columns, slots) {
            (0, 0, _) => Some(Part::Scalar(matrix)),
            (1, 0, [wire]) => Some(match index(wire) {
                Some(i) => Part::Scalar(matrix.element(i)),
                None => Part::Column(*wire, matrix),
            }),
            (0, 1, [wire]) => {
                let column = self.letters.transpose(&matrix);
                Some(match index(wire) {
                    Some(i) => Part::Scalar(column.element(i)),
                    None => Part::Column(*wire, column),
                })
            }
            (1, 1, [row, column]) => Some(match (index(row), index(column)) {
                (Some(i), Some(j)) => Part::Scalar(matrix.entry(i, j)),
                (Some(i), None) => Part::Column(*column, matrix.row(i).transpose()),
                (None, Some(j)) => Part::Column(*row, matrix.column(j)),
                (None, None) if row == column => Part::Column(*row, matrix.diag()),
                (None, None) => Part::Matrix([*row, *column], matrix),
            }),
            // Pairs of indices: (e_i ⊗ e_j)ᵀ A (e_k ⊗ e_l).
            _ => {
                let units = |wires: &[Wire]| {
                    let each = wires
                        .iter()
                        .map(|wire| Some(unit(indices.get(wire)?, &diagram.wires[*wire])));
                    Some(super::forms::kronecker_of(
                        each.collect::<Option<Vec<_>>>()?,
                    ))
                };
                let (left, right) = slots.split_at(rows);
                let mut factors = Vec::new();
                if rows > 0 {
                    factors.push(units(left)?.transpose());
                }
                factors.push(matrix);
                if columns > 0 {
                    factors.push(units(right)?);
                }
                Some(Part::Scalar(Expression::product_of(factors)))
            }
        }
    }

    /// A function of a sum whose outputs stand on these wires.
    fn of_sum(
        &self,
        sum: &Sum,
        slots: &[Wire],
        indices: &Indices,
        function: impl FnOnce(Expression) -> Expression,
    ) -> Option<Part> {
        let mut kept: Vec<Wire> = Vec::new();
        for wire in slots {
            if !indices.contains_key(wire) && !kept.contains(wire) {
                kept.push(*wire);
            }
        }
        if kept.len() > 2 {
            return None;
        }
        let place = |wire: &Wire| slots.iter().position(|slot| slot == wire);
        let outputs: Vec<_> = kept
            .iter()
            .filter_map(place)
            .map(|place| sum.outputs[place].clone())
            .collect();
        let inner = sum.map(outputs, |diagram| {
            let own = std::mem::take(&mut diagram.outputs);
            let mut pairs = Vec::new();
            for (slot, &wire) in slots.iter().zip(&own) {
                match indices.get(slot) {
                    Some(label) => diagram.named.push((label.clone(), wire)),
                    None => {
                        if let Some(first) = place(slot) {
                            pairs.push((own[first], wire));
                        }
                    }
                }
            }
            diagram.outputs = kept
                .iter()
                .filter_map(place)
                .map(|place| own[place])
                .collect();
            diagram.identify(&pairs);
        });
        let written = function(self.sum(&inner, kept.len().min(1)));
        Some(match kept.as_slice() {
            [] => Part::Scalar(written),
            [wire] => Part::Column(*wire, written),
            [row, column, ..] => {
                let turned = self.letters.transpose(&written);
                if length(&turned) < length(&written) {
                    Part::Matrix([*column, *row], turned)
                } else {
                    Part::Matrix([*row, *column], written)
                }
            }
        })
    }
}
