//! Inverses and determinants of sums: products of square matrices are taken apart, numbers taken out.

use super::brackets::{as_exponent, is_one};
use super::{GivenUp, Normaliser, entrywise, ones};
use crate::expression::Property;
use crate::scalar::{Elementary, Rational};
use crate::tensor::diagram::{Diagram, Factor, Sum, Term, Wire, times};
use crate::tensor::dimension::Atom;
use crate::tensor::tensor::{Symmetry, Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{One, Signed};

impl Normaliser {
    /// The inverse of a sum in normal form whose first outputs are `rows` rows and as many columns.
    pub(in crate::tensor) fn inverse(&mut self, inner: Sum, rows: usize) -> Result<Sum, GivenUp> {
        if let Some(parts) = separated(&inner, rows) {
            return self.inverse_of_each(&inner, &parts, rows);
        }
        if rows != 1 {
            return Ok(self.opaque(TensorKind::Inverse(inner.clone(), rows), &inner.outputs));
        }
        if inner
            .terms
            .iter()
            .all(|t| t.diagram.outputs[0] == t.diagram.outputs[1])
            && !inner.terms.is_empty()
        {
            return self.inverse_of_diagonal(&inner);
        }
        if let [term] = inner.terms.as_slice()
            && let Some((left, right)) = product_of_square(term)
        {
            let (left, right) = (self.sum(&left)?, self.sum(&right)?);
            let (left, right) = (self.inverse(left, 1)?, self.inverse(right, 1)?);
            return Ok(matrix_product(&right, &left));
        }
        if let Some(known) = known_inverse(&inner) {
            return Ok(known);
        }
        // A number and scalar factors come out: (cA)⁻¹ = c⁻¹A⁻¹.
        let (mut content, _) = self.content(inner.clone())?;
        content.factors.retain(|(_, places, _)| places.is_empty());
        let outside = content.to_the(-Rational64::one());
        let rest = if is_one(&outside) {
            inner
        } else {
            self.sum(&entrywise(&inner, &outside))?
        };
        let inverse = self.inverse_node(rest)?;
        Ok(entrywise(&inverse, &outside))
    }

    /// (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹: each part has one row and its column.
    fn inverse_of_each(&mut self, inner: &Sum, parts: &[Sum], rows: usize) -> Result<Sum, GivenUp> {
        let mut whole = Diagram::default();
        let wires: Vec<_> = inner.outputs.iter().map(|atom| whole.wire(atom)).collect();
        whole.outputs = wires.clone();
        let mut terms = vec![Term {
            diagram: whole,
            coefficient: inner.terms[0].coefficient.recip(),
        }];
        for (place, part) in parts.iter().enumerate() {
            let part = self.sum(part)?;
            let inverse = self.inverse(part, 1)?;
            terms = terms
                .iter()
                .flat_map(|t| {
                    let slots = [t.diagram.outputs[place], t.diagram.outputs[place + rows]];
                    super::spliced(&t.diagram, &slots, &t.coefficient, &inverse)
                })
                .collect();
        }
        Ok(Sum {
            outputs: inner.outputs.clone(),
            terms,
        })
    }

    /// diag(x)⁻¹ = diag(1/x), and I⁻¹ = I.
    fn inverse_of_diagonal(&mut self, inner: &Sum) -> Result<Sum, GivenUp> {
        let outputs: Vec<_> = inner.outputs[1..].to_vec();
        let diagonal = inner.map(outputs, |diagram| {
            diagram.outputs.remove(0);
        });
        let diagonal = self.sum(&diagonal)?;
        let reciprocal = self.power(diagonal, -Rational64::one())?;
        Ok(reciprocal.map(inner.outputs.clone(), |diagram| {
            let row = diagram.outputs[0];
            diagram.outputs.insert(0, row);
        }))
    }

    /// A factor that is the inverse of a square matrix, or the transpose of that of its transpose, if it comes first.
    fn inverse_node(&mut self, inner: Sum) -> Result<Sum, GivenUp> {
        let outputs = inner.outputs.clone();
        let transposed = self.transposed(&inner)?;
        let symmetry = if transposed == inner {
            Symmetry::Symmetric
        } else {
            Symmetry::None
        };
        let flip = transposed < inner;
        let kept = if flip { transposed } else { inner };
        let mut result = ones(&outputs);
        let diagram = &mut result.terms[0].diagram;
        let mut slots = diagram.outputs.clone();
        if flip {
            slots.swap(0, 1);
        }
        let tensor = Tensor::in_form(TensorKind::Inverse(kept, 1), symmetry, self.form());
        diagram.factors.push(Factor::new(tensor, slots));
        Ok(result)
    }

    /// The transpose, for sums whose first two outputs are the row and the column.
    fn transposed(&mut self, sum: &Sum) -> Result<Sum, GivenUp> {
        let mut swapped: Vec<usize> = (0..sum.outputs.len()).collect();
        swapped.swap(0, 1);
        self.with_outputs(sum, &swapped)
    }

    /// The determinant of a sum in normal form; outputs of the result are the further outputs of the sum.
    pub(super) fn determinant(&mut self, inner: Sum, rows: usize) -> Result<Sum, GivenUp> {
        let batch = inner.outputs[2 * rows..].to_vec();
        let plain = batch.is_empty() && rows == 1;
        if !plain {
            return Ok(self.opaque(TensorKind::Determinant(inner, rows), &batch));
        }
        if let [term] = inner.terms.as_slice() {
            if let Some((left, right)) = product_of_square(term) {
                let (left, right) = (self.sum(&left)?, self.sum(&right)?);
                return Ok(entrywise(
                    &self.determinant(left, 1)?,
                    &self.determinant(right, 1)?,
                ));
            }
            let same_wire = term.diagram.outputs[0] == term.diagram.outputs[1];
            let bare = term.diagram.factors.iter().all(|f| f.slots.is_empty());
            let scalars = scalar_part(term);
            // det(sI_n) and det(sA) = sⁿ det A, written exp(n·log s): for positive numbers and letters s.
            if let Some(scalars) = scalars.filter(|s| !is_one(s)) {
                let power = self.dimension_power(&scalars, &inner.outputs[0])?;
                let mut rest = inner.clone();
                rest.terms[0]
                    .diagram
                    .factors
                    .retain(|f| !f.slots.is_empty());
                rest.terms[0].coefficient = Rational::one();
                let rest = self.sum(&rest)?;
                return Ok(entrywise(&power, &self.determinant(rest, 1)?));
            }
            if same_wire && bare && term.coefficient.is_one() {
                return Ok(ones(&[]));
            }
            if let [factor] = term.diagram.factors.as_slice()
                && let TensorKind::Inverse(inside, 1) = factor.tensor.kind()
                && factor.exponent.is_one()
                && inside.outputs.len() == 2
            {
                let inside = self.determinant(inside.clone(), 1)?;
                return self.power(inside, -Rational64::one());
            }
        }
        // det(cS) = cⁿ det S, the leading coefficient of S then being ±1.
        let (mut content, _) = self.content(inner.clone())?;
        content.factors.retain(|(_, places, _)| places.is_empty());
        content.number = content.number.abs();
        let outside = content.to_the(Rational64::one());
        if inner.terms.len() > 1 && !is_one(&outside) {
            let rest = self.sum(&entrywise(&inner, &content.to_the(-Rational64::one())))?;
            let scalar = Sum {
                outputs: Vec::new(),
                ..self.with_outputs(&outside, &[])?
            };
            let power = self.dimension_power(&scalar, &inner.outputs[0])?;
            return Ok(entrywise(&power, &self.determinant(rest, 1)?));
        }
        // The determinant of the transpose is the same: keep the one that comes first.
        let transposed = self.transposed(&inner)?;
        let kept = if transposed < inner {
            transposed
        } else {
            inner
        };
        Ok(self.opaque(TensorKind::Determinant(kept, 1), &[]))
    }

    /// sⁿ for a scalar s and a dimension n.
    fn dimension_power(&mut self, scalar: &Sum, atom: &Atom) -> Result<Sum, GivenUp> {
        if let Atom::Number(number) = atom
            && let Some(exponent) = as_exponent(&Rational::from_integer((*number).into()))
        {
            return self.power(scalar.clone(), exponent);
        }
        let logarithm = self.elementary(Elementary::Ln, scalar.clone())?;
        let mut dimension = ones(&[]);
        dimension.terms[0]
            .diagram
            .factors
            .push(Factor::new(Tensor::dimension(atom), Vec::new()));
        let exponent = self.sum(&entrywise(&dimension, &logarithm))?;
        self.elementary(Elementary::Exp, exponent)
    }
}

/// (AB)⁻¹ = B⁻¹A⁻¹ for square A and B that stand beside each other as they were written, whatever is in them.
pub(super) fn taken_apart(inner: &Sum, rows: usize) -> Option<Sum> {
    let [term] = inner.terms.as_slice() else {
        return None;
    };
    let (left, right) = product_of_square(term).filter(|_| rows == 1)?;
    let inverse = |part: Sum| {
        let outputs = part.outputs.clone();
        let diagram = Diagram::of(Tensor::inverse(part, 1), outputs);
        Sum::of(Term::of(diagram))
    };
    Some(matrix_product(&inverse(right), &inverse(left)))
}

/// det(AB) = det A · det B for square A and B that stand beside each other as they were written.
pub(super) fn determinants(inner: &Sum, rows: usize) -> Option<Sum> {
    let [term] = inner.terms.as_slice() else {
        return None;
    };
    let (left, right) = product_of_square(term).filter(|_| rows == 1)?;
    let factor = |part: Sum| Factor::new(Tensor::determinant(part, 1), Vec::new());
    let diagram = Diagram {
        factors: vec![factor(left), factor(right)],
        ..Diagram::default()
    };
    Some(Sum::of(Term::of(diagram)))
}

/// The number and the scalar factors of a term, unless the number is negative.
pub(in crate::tensor) fn scalar_part(term: &Term) -> Option<Sum> {
    let factors = term
        .diagram
        .factors
        .iter()
        .filter(|f| f.slots.is_empty())
        .cloned()
        .collect();
    let diagram = Diagram {
        factors,
        ..Diagram::default()
    };
    let sum = Sum {
        outputs: Vec::new(),
        terms: vec![Term {
            diagram,
            coefficient: term.coefficient.clone(),
        }],
    };
    term.coefficient.is_positive().then_some(sum)
}

/// A·B for sums whose outputs are a row and a column each.
fn matrix_product(left: &Sum, right: &Sum) -> Sum {
    let outputs = vec![left.outputs[0].clone(), right.outputs[1].clone()];
    let pairs = left
        .terms
        .iter()
        .flat_map(|a| right.terms.iter().map(move |b| (a, b)));
    let terms = pairs.map(|(a, b)| {
        let mut diagram = a.diagram.clone();
        let own = std::mem::take(&mut diagram.outputs);
        let other = diagram.append(&b.diagram);
        diagram.outputs = vec![own[0], other[1]];
        diagram.identify(&[(own[1], other[0])]);
        Term {
            diagram,
            coefficient: times(&a.coefficient, &b.coefficient),
        }
    });
    Sum {
        outputs,
        terms: terms.collect(),
    }
}

/// The inverse of a single letter whose inverse is known: an orthogonal matrix, an inverse.
fn known_inverse(inner: &Sum) -> Option<Sum> {
    let [term] = inner.terms.as_slice() else {
        return None;
    };
    let [factor] = term.diagram.factors.as_slice() else {
        return None;
    };
    let plain = factor.exponent.is_one() && factor.slots.len() == 2 && inner.outputs.len() == 2;
    if !plain || term.diagram.wires.len() != 2 {
        return None;
    }
    let number = term.coefficient.recip();
    match factor.tensor.kind() {
        TensorKind::Symbol(symbol) if symbol.is(Property::Orthogonal) => Some(
            Sum {
                terms: vec![Term {
                    coefficient: number,
                    ..term.clone()
                }],
                ..inner.clone()
            }
            .map(inner.outputs.clone(), |diagram| diagram.outputs.swap(0, 1)),
        ),
        TensorKind::Inverse(inside, 1) if inside.outputs.len() == 2 => {
            let swapped = factor.slots[0] != term.diagram.outputs[0];
            let back = inside.times(&number);
            Some(if swapped {
                back.map(inner.outputs.clone(), |diagram| diagram.outputs.swap(0, 1))
            } else {
                back
            })
        }
        _ => None,
    }
}

/// A term that is a product of two square matrices, joined by one wire of the dimension of its rows.
pub(in crate::tensor) fn product_of_square(term: &Term) -> Option<(Sum, Sum)> {
    let diagram = &term.diagram;
    let &[row, column] = diagram.outputs.as_slice() else {
        return None;
    };
    if row == column || !diagram.named.is_empty() || diagram.wires[row] != diagram.wires[column] {
        return None;
    }
    let (degrees, open) = (diagram.degrees(), diagram.open());
    // The row may have further slots only if they are diagonal factors; a lone letter cannot be cut.
    for cut in 0..diagram.wires.len() {
        if open[cut] || degrees[cut] != 2 || diagram.wires[cut] != diagram.wires[row] {
            continue;
        }
        let reached = reachable(diagram, row, cut);
        if reached[column] {
            continue;
        }
        let left_side = |f: &Factor| f.slots.iter().any(|&wire| wire != cut && reached[wire]);
        let (left, right): (Vec<_>, Vec<_>) = diagram
            .factors
            .iter()
            .filter(|f| !f.slots.is_empty())
            .cloned()
            .partition(left_side);
        // A wire of two slots of one side would be a loop, not a cut.
        if left.is_empty() || right.is_empty() || !touches(&left, cut) || !touches(&right, cut) {
            continue;
        }
        let scalars = diagram
            .factors
            .iter()
            .filter(|f| f.slots.is_empty())
            .cloned();
        let part = |factors: Vec<Factor>, outputs: [Wire; 2], coefficient: Rational| {
            let mut part = Diagram {
                factors,
                outputs: outputs.to_vec(),
                ..diagram.clone()
            };
            let used = part.degrees();
            let unused: Vec<_> = (0..used.len()).filter(|&wire| used[wire] == 0).collect();
            part.remove_wires(&unused);
            Sum::of(Term {
                diagram: part,
                coefficient,
            })
        };
        let with_scalars = left.into_iter().chain(scalars).collect();
        return Some((
            part(with_scalars, [row, cut], term.coefficient.clone()),
            part(right, [cut, column], Rational::one()),
        ));
    }
    None
}

fn touches(factors: &[Factor], wire: Wire) -> bool {
    factors.iter().any(|f| f.slots.contains(&wire))
}

/// The wires connected to `from` without passing `cut`.
fn reachable(diagram: &Diagram, from: Wire, cut: Wire) -> Vec<bool> {
    let mut reached = vec![false; diagram.wires.len()];
    reached[from] = true;
    loop {
        let mut grew = false;
        for factor in &diagram.factors {
            if factor
                .slots
                .iter()
                .any(|&wire| wire != cut && reached[wire])
            {
                for &wire in &factor.slots {
                    grew |= wire != cut && !std::mem::replace(&mut reached[wire], true);
                }
            }
        }
        if !grew {
            return reached;
        }
    }
}

/// For one term that is a Kronecker product of `rows` square parts, each with one row and its column: the parts.
pub(super) fn separated(inner: &Sum, rows: usize) -> Option<Vec<Sum>> {
    let [term] = inner.terms.as_slice() else {
        return None;
    };
    if rows < 2 || inner.outputs.len() != 2 * rows {
        return None;
    }
    let diagram = &term.diagram;
    let mut parts = Vec::new();
    let mut used = 0;
    for place in 0..rows {
        let (row, column) = (diagram.outputs[place], diagram.outputs[place + rows]);
        let reached = reachable(diagram, row, usize::MAX);
        let others = (0..2 * rows).filter(|&other| other != place && other != place + rows);
        let mixed = others
            .map(|other| diagram.outputs[other])
            .any(|wire| reached[wire] || wire == row);
        if mixed || (!reached[column] && row != column) {
            return None;
        }
        let belongs = |f: &&Factor| f.slots.first().is_some_and(|&wire| reached[wire]);
        let factors: Vec<_> = diagram.factors.iter().filter(belongs).cloned().collect();
        used += factors.len();
        let mut part = Diagram {
            factors,
            outputs: vec![row, column],
            named: Vec::new(),
            wires: diagram.wires.clone(),
        };
        let degrees = part.degrees();
        let unused: Vec<_> = (0..degrees.len())
            .filter(|&wire| degrees[wire] == 0)
            .collect();
        part.remove_wires(&unused);
        parts.push(Sum::of(Term::of(part)));
    }
    // Scalar factors would have to be shared out; leave that to a person.
    (used == diagram.factors.len()).then_some(parts)
}
