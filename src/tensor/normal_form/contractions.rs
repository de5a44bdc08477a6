//! Rules that look at several factors at once: QᵀQ = I, A⁻¹A = I, s·s⁻¹ = 1, (I + AB)⁻¹A = A(I + BA)⁻¹.

use super::brackets::leading;
use super::{GivenUp, Normaliser};
use crate::expression::Property;
use crate::tensor::diagram::{Factor, Sum, Term, Wire};
use crate::tensor::matching::find;
use crate::tensor::tensor::{Symmetry, Tensor, TensorKind};
use num_rational::Rational64;
use num_traits::{One, Zero};

/// What is assumed of letters: QᵀQ = I, AA = A, det(Q)² = 1.
pub(super) fn of_letters(term: &Term) -> Option<Vec<Term>> {
    of_orthogonal(term)
        .or_else(|| of_idempotent(term))
        .or_else(|| of_signs(term))
}

/// AA = A for idempotent A.
fn of_idempotent(term: &Term) -> Option<Vec<Term>> {
    let diagram = &term.diagram;
    let idempotent = |f: &Factor| {
        f.exponent.is_one()
            && f.slots.len() == 2
            && f.tensor
                .as_symbol()
                .is_some_and(|s| s.is(Property::Idempotent))
    };
    let places: Vec<_> = (0..diagram.factors.len())
        .filter(|&p| idempotent(&diagram.factors[p]))
        .collect();
    if places.len() < 2 {
        return None;
    }
    let (degrees, open) = (diagram.degrees(), diagram.open());
    for &a in &places {
        for &b in places.iter().filter(|&&b| b != a) {
            let (first, second) = (&diagram.factors[a], &diagram.factors[b]);
            if first.tensor != second.tensor {
                continue;
            }
            let symmetric = first.tensor.symmetry() == Symmetry::Symmetric;
            for (end, start) in [(1, 0), (0, 0), (1, 1)] {
                let wire = first.slots[end];
                let chain = (end, start) == (1, 0) || symmetric;
                let meets =
                    chain && wire == second.slots[start] && !open[wire] && degrees[wire] == 2;
                let (left, right) = (first.slots[1 - end], second.slots[1 - start]);
                if !meets || left == wire || right == wire {
                    continue;
                }
                let mut rest = diagram.clone();
                rest.factors[a].slots = vec![left, right];
                rest.factors.remove(b);
                rest.remove_wires(&[wire]);
                return Some(vec![Term {
                    diagram: rest,
                    coefficient: term.coefficient.clone(),
                }]);
            }
        }
    }
    None
}

/// det(Q)² = 1 for orthogonal Q.
fn of_signs(term: &Term) -> Option<Vec<Term>> {
    let is_sign = |f: &Factor| {
        let TensorKind::Determinant(matrix, 1) = f.tensor.kind() else {
            return false;
        };
        let [only] = matrix.terms.as_slice() else {
            return false;
        };
        let [letter] = only.diagram.factors.as_slice() else {
            return false;
        };
        let orthogonal = letter
            .tensor
            .as_symbol()
            .is_some_and(|s| s.is(Property::Orthogonal));
        orthogonal
            && letter.exponent.is_one()
            && only.coefficient.is_one()
            && letter.slots.len() == 2
    };
    let two = Rational64::from_integer(2);
    let place = term
        .diagram
        .factors
        .iter()
        .position(|f| f.exponent.is_integer() && !f.exponent.is_one() && is_sign(f))?;
    let mut diagram = term.diagram.clone();
    let exponent = &mut diagram.factors[place].exponent;
    *exponent = ((*exponent % two) + two) % two;
    if exponent.is_zero() {
        diagram.factors.remove(place);
    }
    Some(vec![Term {
        diagram,
        coefficient: term.coefficient.clone(),
    }])
}

/// QᵀQ = I and QQᵀ = I for orthogonal Q.
fn of_orthogonal(term: &Term) -> Option<Vec<Term>> {
    let diagram = &term.diagram;
    let orthogonal = |f: &Factor| {
        f.exponent.is_one()
            && f.tensor
                .as_symbol()
                .is_some_and(|s| s.is(Property::Orthogonal))
            && f.slots.len() == 2
    };
    let places: Vec<_> = (0..diagram.factors.len())
        .filter(|&p| orthogonal(&diagram.factors[p]))
        .collect();
    if places.is_empty() {
        return None;
    }
    let (degrees, open) = (diagram.degrees(), diagram.open());
    for (at, &a) in places.iter().enumerate() {
        for &b in &places[at + 1..] {
            let (first, second) = (&diagram.factors[a], &diagram.factors[b]);
            if first.tensor != second.tensor {
                continue;
            }
            for side in 0..2 {
                let wire = first.slots[side];
                if wire != second.slots[side] || open[wire] || degrees[wire] != 2 {
                    continue;
                }
                let pair = (first.slots[1 - side], second.slots[1 - side]);
                let mut rest = diagram.clone();
                rest.factors.remove(b);
                rest.factors.remove(a);
                // The wire in between goes first: it must not be counted as a dimension.
                let below = |w: Wire| w - usize::from(w > wire);
                rest.remove_wires(&[wire]);
                if pair.0 == wire || pair.1 == wire {
                    continue;
                }
                rest.identify(&[(below(pair.0), below(pair.1))]);
                return Some(vec![Term {
                    diagram: rest,
                    coefficient: term.coefficient.clone(),
                }]);
            }
        }
    }
    None
}

/// With s = c₁t₁ + … and t₁ its leading term, t₁·s^e = s^(e+1) − (…)·s^e for a negative exponent e, entry by entry.
pub(super) fn of_brackets(term: &Term) -> Option<Vec<Term>> {
    for (place, factor) in term.diagram.factors.iter().enumerate() {
        let TensorKind::Piece(sum) = factor.tensor.kind() else {
            continue;
        };
        if factor.exponent >= Rational64::zero() {
            continue;
        }
        let Some(first) = leading(sum) else { continue };
        let pattern = &sum.terms[first].diagram;
        let anchors: Vec<_> = factor.slots.iter().copied().map(Some).collect();
        let Some(found) = find(pattern, &term.diagram, &anchors, place) else {
            continue;
        };
        let gone = found.inner_wires(&term.diagram);
        let mut rest = found.remove_from(&term.diagram, place);
        rest.remove_wires(&gone);
        let slots: Vec<_> = factor
            .slots
            .iter()
            .map(|&wire| without(&gone, wire))
            .collect();
        let number = &term.coefficient / &sum.terms[first].coefficient;
        let mut raised = rest.clone();
        let exponent = factor.exponent + Rational64::one();
        raised.factors.push(Factor::to_the(
            factor.tensor.clone(),
            exponent,
            slots.clone(),
        ));
        let mut terms = vec![Term {
            diagram: raised,
            coefficient: number.clone(),
        }];
        rest.factors.push(Factor {
            slots: slots.clone(),
            ..factor.clone()
        });
        for (_, part) in sum
            .terms
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != first)
        {
            let mut diagram = rest.clone();
            diagram.splice(&slots, &part.diagram);
            terms.push(Term {
                diagram,
                coefficient: -(&number * &part.coefficient),
            });
        }
        return Some(terms);
    }
    None
}

/// The number of a wire after these were removed.
fn without(gone: &[Wire], wire: Wire) -> Wire {
    wire - gone.iter().filter(|&&g| g < wire).count()
}

/// With S = c₁t₁ + … and t₁ its leading term, S⁻¹·t₁ = c₁⁻¹(I − S⁻¹·(…)), likewise from the other side; and
/// (cI + AT)⁻¹A = A(cI + TA)⁻¹.
pub(super) fn of_inverses(
    normaliser: &mut Normaliser,
    term: &Term,
) -> Result<Option<Vec<Term>>, GivenUp> {
    for (place, factor) in term.diagram.factors.iter().enumerate() {
        let TensorKind::Inverse(sum, 1) = factor.tensor.kind() else {
            continue;
        };
        if sum.outputs.len() != 2 || !factor.exponent.is_one() {
            continue;
        }
        let Some(first) = leading(sum) else { continue };
        for side in 0..2 {
            if let Some(terms) = cancelled(term, place, sum, first, side) {
                return Ok(Some(terms));
            }
        }
        for side in 0..2 {
            if let Some(terms) = pushed_through(normaliser, term, place, sum, side)? {
                return Ok(Some(terms));
            }
        }
    }
    Ok(None)
}

/// S⁻¹ at `place` meets the leading term of S at its slot `side`.
fn cancelled(term: &Term, place: usize, sum: &Sum, first: usize, side: usize) -> Option<Vec<Term>> {
    let host = &term.diagram;
    let factor = &host.factors[place];
    let (near, far) = (factor.slots[side], factor.slots[1 - side]);
    let (degrees, open) = (host.degrees(), host.open());
    if open[near] || degrees[near] != 2 || near == far {
        return None;
    }
    let leading = &sum.terms[first];
    let symmetric = factor.tensor.symmetry() == Symmetry::Symmetric;
    // S⁻¹_{ab}S_{bc}: the columns of the inverse meet the rows of the sum, and the other way round.
    let ends = if side == 1 { [0, 1] } else { [1, 0] };
    let orders = if symmetric {
        vec![ends, [ends[1], ends[0]]]
    } else {
        vec![ends]
    };
    for [meets, leaves] in orders {
        let mut anchors = [None, None];
        anchors[meets] = Some(near);
        let outputs = &leading.diagram.outputs;
        if outputs[0] == outputs[1] {
            return None;
        }
        let Some(found) = find(&leading.diagram, host, &anchors, place) else {
            continue;
        };
        let end = found.outputs[leaves];
        if end == near {
            continue;
        }
        let inner = found.inner_wires(host);
        let rest = found.remove_from(host, place);
        let number = leading.coefficient.recip();
        let mut gone = inner;
        gone.push(near);
        let renumber = |wire| without(&gone, wire);
        let mut identity = rest.clone();
        identity.remove_wires(&gone);
        let mut terms = Vec::new();
        let base = identity.clone();
        identity.identify(&[(renumber(far), renumber(end))]);
        terms.push(Term {
            diagram: identity,
            coefficient: &term.coefficient * &number,
        });
        for (_, part) in sum
            .terms
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != first)
        {
            let mut diagram = base.clone();
            let middle = diagram.wire(&sum.outputs[0]);
            let mut slots = factor.slots.clone();
            slots[side] = middle;
            slots[1 - side] = renumber(far);
            diagram
                .factors
                .push(Factor::new(factor.tensor.clone(), slots));
            let mut joined = [0; 2];
            joined[meets] = middle;
            joined[leaves] = renumber(end);
            diagram.splice(&joined, &part.diagram);
            terms.push(Term {
                diagram,
                coefficient: -(&term.coefficient * &number * &part.coefficient),
            });
        }
        return Some(terms);
    }
    None
}

/// S = cI + A·T and S⁻¹ meets A: S⁻¹A becomes A(cI + TA)⁻¹, if the latter inverse comes first.
fn pushed_through(
    normaliser: &mut Normaliser,
    term: &Term,
    place: usize,
    sum: &Sum,
    side: usize,
) -> Result<Option<Vec<Term>>, GivenUp> {
    let host = &term.diagram;
    let factor = &host.factors[place];
    let (near, far) = (factor.slots[side], factor.slots[1 - side]);
    let (degrees, open) = (host.degrees(), host.open());
    if open[near] || degrees[near] != 2 || near == far {
        return Ok(None);
    }
    let symmetric = factor.tensor.symmetry() == Symmetry::Symmetric;
    let Some(neighbour) =
        (0..host.factors.len()).find(|&p| p != place && host.factors[p].slots.contains(&near))
    else {
        return Ok(None);
    };
    let outer = &host.factors[neighbour];
    if outer.slots.len() != 2 || !outer.exponent.is_one() || outer.slots[0] == outer.slots[1] {
        return Ok(None);
    }
    let slot = usize::from(outer.slots[1] == near);
    // The end of the sum at which A stands: its rows, where S⁻¹ meets A with its columns.
    let ends = if side == 1 { vec![0, 1] } else { vec![1, 0] };
    for &end in &ends[..if symmetric { 2 } else { 1 }] {
        let Some(turned) = turned(sum, end, &outer.tensor, slot) else {
            continue;
        };
        let turned = normaliser.sum(&turned)?;
        if turned >= *sum {
            continue;
        }
        let value = normaliser.inverse(turned, 1)?;
        let mut rest = host.clone();
        let beyond = outer.slots[1 - slot];
        // A now stands at the far end of the old inverse, the new inverse at the far end of A.
        rest.factors[neighbour].slots[slot] = far;
        let middle = rest.wire(&host.wires[beyond]);
        rest.factors[neighbour].slots[1 - slot] = middle;
        rest.factors.remove(place);
        rest.remove_wires(&[near]);
        let below = |wire: Wire| wire - usize::from(wire > near);
        let mut slots = [0; 2];
        // `turned` has A's side as its output `end`: there the new inverse is left, the old neighbour beyond.
        slots[end] = below(middle);
        slots[1 - end] = below(beyond);
        return Ok(Some(super::spliced(
            &rest,
            &slots,
            &term.coefficient,
            &value,
        )));
    }
    Ok(None)
}

/// For S = cI + A·T (A at the given end of every term but the identity, by its given slot): cI + T·A.
pub(in crate::tensor) fn turned(
    sum: &Sum,
    end: usize,
    tensor: &Tensor,
    slot: usize,
) -> Option<Sum> {
    let mut inner = None;
    let mut terms = Vec::new();
    let mut identity = None;
    for term in &sum.terms {
        let diagram = &term.diagram;
        let (row, column) = (diagram.outputs[end], diagram.outputs[1 - end]);
        if row == column {
            let bare = diagram.factors.iter().all(|f| f.slots.is_empty());
            if !bare || identity.is_some() {
                return None;
            }
            identity = Some(term);
            continue;
        }
        let degrees = diagram.degrees();
        let exchangeable = tensor.symmetry() == Symmetry::Symmetric;
        let at_end = |f: &Factor| {
            f.tensor == *tensor
                && f.exponent.is_one()
                && f.slots.len() == 2
                && (f.slots[slot] == row || exchangeable && f.slots.contains(&row))
        };
        let place = diagram.factors.iter().position(at_end)?;
        let slots = diagram.factors[place].slots.clone();
        let next = if slots[0] == row { slots[1] } else { slots[0] };
        if degrees[row] != 2 || degrees[next] != 2 || next == row || diagram.open()[next] {
            return None;
        }
        inner = Some(diagram.wires[next].clone());
        let mut moved = diagram.clone();
        // A leaves its end and stands at the other: the wire that was the sum's end is now between T and A.
        let fresh = moved.wire(&diagram.wires[next]);
        for (position, s) in moved.factors[place].slots.iter_mut().enumerate() {
            *s = if slots[position] == row {
                column
            } else {
                fresh
            };
        }
        moved.outputs[end] = next;
        moved.outputs[1 - end] = fresh;
        moved.remove_wires(&[row]);
        terms.push(Term {
            diagram: moved,
            coefficient: term.coefficient.clone(),
        });
    }
    let (identity, inner) = (identity?, inner?);
    let mut same = identity.clone();
    same.diagram.wires[identity.diagram.outputs[0]] = inner.clone();
    terms.push(same);
    Some(Sum {
        outputs: vec![inner.clone(), inner],
        terms,
    })
}
