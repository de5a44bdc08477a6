//! Tensor networks: factors whose slots are joined by wires, and sums of them.

use super::dimension::{Atom, Label};
use super::tensor::Tensor;
use crate::scalar::Rational;
use num_rational::Rational64;
use num_traits::One;

/// A wire of a [`Diagram`], by its number. It may join any number of slots and outputs.
pub type Wire = usize;

/// One factor of a network: a tensor, entry by entry to a power, its slots on wires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor {
    /// What it is.
    pub tensor: Tensor,
    /// The power every entry is raised to; never zero.
    pub exponent: Rational64,
    /// The wire at each slot.
    pub slots: Vec<Wire>,
}

impl Factor {
    /// A tensor to the power 1.
    #[must_use]
    pub fn new(tensor: Tensor, slots: Vec<Wire>) -> Self {
        Self {
            tensor,
            exponent: Rational64::one(),
            slots,
        }
    }

    pub(super) fn to_the(tensor: Tensor, exponent: Rational64, slots: Vec<Wire>) -> Self {
        Self {
            tensor,
            exponent,
            slots,
        }
    }
}

/// A tensor network. Its value at given output indices is the sum, over the indices of all other wires, of the
/// product of its factors.
///
/// A wire with no slot and no output is a factor equal to its dimension; an output on a wire of its own is a
/// broadcast; two outputs on one wire are a Kronecker delta.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Diagram {
    /// The dimension of each wire.
    pub wires: Vec<Atom>,
    /// The outputs in order, each on a wire.
    pub outputs: Vec<Wire>,
    /// The free indices: outputs with a name instead of a place. An index that the value does not depend on
    /// need not stand here.
    pub named: Vec<(Label, Wire)>,
    /// The factors.
    pub factors: Vec<Factor>,
}

impl Diagram {
    /// A new wire.
    pub fn wire(&mut self, atom: &Atom) -> Wire {
        self.wires.push(atom.clone());
        self.wires.len() - 1
    }

    /// A network of one tensor, each slot an output.
    #[must_use]
    pub fn of(tensor: Tensor, wires: Vec<Atom>) -> Self {
        let outputs: Vec<_> = (0..wires.len()).collect();
        let factors = vec![Factor::new(tensor, outputs.clone())];
        Self {
            wires,
            outputs,
            named: Vec::new(),
            factors,
        }
    }

    /// Puts another network beside this one. Its outputs are returned, on wires of this one, and not added to the
    /// outputs here; wires of one free index become one.
    pub fn append(&mut self, other: &Self) -> Vec<Wire> {
        let offset = self.wires.len();
        self.wires.extend_from_slice(&other.wires);
        self.factors
            .extend(other.factors.iter().cloned().map(|mut factor| {
                factor.slots.iter_mut().for_each(|wire| *wire += offset);
                factor
            }));
        for (index, wire) in &other.named {
            self.named.push((index.clone(), wire + offset));
        }
        other.outputs.iter().map(|wire| wire + offset).collect()
    }

    /// Makes the wires of each pair one, and the wires of each free index.
    pub fn identify(&mut self, pairs: &[(Wire, Wire)]) {
        let mut root: Vec<Wire> = (0..self.wires.len()).collect();
        fn find(root: &[Wire], mut wire: Wire) -> Wire {
            while root[wire] != wire {
                wire = root[wire];
            }
            wire
        }
        let mut changed = false;
        let mut union = |a: Wire, b: Wire| {
            let (a, b) = (find(&root, a), find(&root, b));
            root[a.max(b)] = a.min(b);
            changed |= a != b;
        };
        pairs.iter().for_each(|&(a, b)| union(a, b));
        if self.named.len() > 1 {
            self.named.sort();
            for pair in self.named.windows(2) {
                if pair[0].0 == pair[1].0 {
                    union(pair[0].1, pair[1].1);
                }
            }
        }
        if !changed {
            self.named.dedup();
            return;
        }
        let mut number = vec![0; self.wires.len()];
        let mut kept = 0;
        for wire in 0..self.wires.len() {
            if root[wire] == wire {
                number[wire] = kept;
                self.wires.swap(kept, wire);
                kept += 1;
            }
        }
        self.wires.truncate(kept);
        let rename = |wire: &mut Wire| *wire = number[find(&root, *wire)];
        self.rename(rename);
        self.named.dedup();
    }

    /// Gives every wire a new number.
    pub(super) fn rename(&mut self, mut rename: impl FnMut(&mut Wire)) {
        self.outputs.iter_mut().for_each(&mut rename);
        self.named.iter_mut().for_each(|(_, wire)| rename(wire));
        self.factors
            .iter_mut()
            .flat_map(|f| &mut f.slots)
            .for_each(rename);
    }

    /// How many slots, outputs and free indices each wire joins.
    pub(super) fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.wires.len()];
        let slots = self.factors.iter().flat_map(|f| &f.slots);
        let named = self.named.iter().map(|(_, wire)| wire);
        for &wire in slots.chain(&self.outputs).chain(named) {
            degrees[wire] += 1;
        }
        degrees
    }

    /// Whether each wire is an output or carries a free index.
    pub(super) fn open(&self) -> Vec<bool> {
        let mut open = vec![false; self.wires.len()];
        for &wire in self
            .outputs
            .iter()
            .chain(self.named.iter().map(|(_, wire)| wire))
        {
            open[wire] = true;
        }
        open
    }

    /// Takes out wires that nothing is on, without counting them as dimensions.
    pub(super) fn remove_wires(&mut self, wires: &[Wire]) {
        let mut number = vec![0; self.wires.len()];
        let mut kept = 0;
        for (wire, new) in number.iter_mut().enumerate() {
            if !wires.contains(&wire) {
                *new = kept;
                self.wires.swap(kept, wire);
                kept += 1;
            }
        }
        self.wires.truncate(kept);
        self.rename(|wire| *wire = number[*wire]);
    }
}

/// The product of two coefficients. Most of them are 1, and a product of rationals looks for a common divisor.
pub(super) fn times(a: &Rational, b: &Rational) -> Rational {
    match (a.is_one(), b.is_one()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a * b,
    }
}

/// A network with its coefficient.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The network.
    pub diagram: Diagram,
    /// The coefficient.
    pub coefficient: Rational,
}

impl Term {
    /// A network with coefficient 1.
    #[must_use]
    pub fn of(diagram: Diagram) -> Self {
        Self {
            diagram,
            coefficient: Rational::one(),
        }
    }

    /// Whether it is a number times scalar factors, without any wire.
    fn is_scalar(&self) -> bool {
        self.diagram.wires.is_empty()
    }
}

/// A sum of networks with the same outputs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum {
    /// The dimension of each output.
    pub outputs: Vec<Atom>,
    /// The terms.
    pub terms: Vec<Term>,
}

impl Sum {
    /// The empty sum.
    #[must_use]
    pub fn zero(outputs: Vec<Atom>) -> Self {
        Self {
            outputs,
            terms: Vec::new(),
        }
    }

    /// A sum of one term.
    #[must_use]
    pub fn of(term: Term) -> Self {
        let outputs = term
            .diagram
            .outputs
            .iter()
            .map(|&w| term.diagram.wires[w].clone());
        Self {
            outputs: outputs.collect(),
            terms: vec![term],
        }
    }

    /// A number.
    #[must_use]
    pub fn number(number: Rational) -> Self {
        let zero = num_traits::Zero::is_zero(&number);
        let term = Term {
            diagram: Diagram::default(),
            coefficient: number,
        };
        Self {
            outputs: Vec::new(),
            terms: if zero { Vec::new() } else { vec![term] },
        }
    }

    /// Every term changed in the same way, the new outputs being of these dimensions.
    #[must_use]
    pub fn map(&self, outputs: Vec<Atom>, mut change: impl FnMut(&mut Diagram)) -> Self {
        let mut terms = self.terms.clone();
        terms.iter_mut().for_each(|term| change(&mut term.diagram));
        Self { outputs, terms }
    }

    /// The sum of both, for equal outputs.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let terms = self.terms.iter().chain(&other.terms).cloned().collect();
        Self {
            outputs: self.outputs.clone(),
            terms,
        }
    }

    /// Every coefficient times a number.
    #[must_use]
    pub fn times(&self, number: &Rational) -> Self {
        let mut scaled = self.clone();
        scaled
            .terms
            .iter_mut()
            .for_each(|term| term.coefficient *= number);
        scaled
    }

    /// The same with its free indices as further outputs, and these indices.
    #[must_use]
    pub fn closed(&self) -> (Self, Vec<(Label, Atom)>) {
        let mut indices: Vec<(Label, Atom)> = Vec::new();
        for term in &self.terms {
            for (index, wire) in &term.diagram.named {
                if indices.iter().all(|(known, _)| known != index) {
                    indices.push((index.clone(), term.diagram.wires[*wire].clone()));
                }
            }
        }
        if indices.is_empty() {
            return (self.clone(), indices);
        }
        indices.sort();
        let outputs = self
            .outputs
            .iter()
            .chain(indices.iter().map(|(_, atom)| atom))
            .cloned();
        let closed = self.map(outputs.collect(), |diagram| {
            let named = std::mem::take(&mut diagram.named);
            for (index, atom) in &indices {
                let known = named.iter().find(|(name, _)| name == index);
                let wire = known.map_or_else(|| diagram.wire(atom), |(_, wire)| *wire);
                diagram.outputs.push(wire);
            }
        });
        (closed, indices)
    }

    /// One term that is this sum: itself if it is one, a piece in brackets otherwise; `None` if it is zero.
    #[must_use]
    pub fn gathered(&self) -> Option<Term> {
        match self.terms.as_slice() {
            [] => None,
            [term] => Some(term.clone()),
            _ => Some(Term::of(Diagram::with_node(self, Tensor::piece))),
        }
    }

    /// The product of both, wired by `join`: from the outputs of the two, the wires to identify and the outputs
    /// of the product. A sum becomes a piece in brackets, unless the other is a mere number of scalars.
    #[must_use]
    pub fn product(
        &self,
        other: &Self,
        outputs: Vec<Atom>,
        join: impl Fn(&[Wire], &[Wire]) -> Wiring,
    ) -> Self {
        let simple = |sum: &Self| matches!(sum.terms.as_slice(), [term] if term.is_scalar());
        let distribute = simple(self) || simple(other);
        let gather = |sum: &Self| match sum.gathered() {
            Some(term) if !distribute => vec![term],
            _ => sum.terms.clone(),
        };
        let (left, right) = (gather(self), gather(other));
        let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
        let terms = pairs.map(|(a, b)| {
            let mut diagram = a.diagram.clone();
            let outputs = std::mem::take(&mut diagram.outputs);
            let others = diagram.append(&b.diagram);
            let wiring = join(&outputs, &others);
            diagram.outputs = wiring.outputs;
            diagram.identify(&wiring.pairs);
            Term {
                diagram,
                coefficient: times(&a.coefficient, &b.coefficient),
            }
        });
        Self {
            outputs,
            terms: terms.collect(),
        }
    }
}

/// How the outputs of two networks are joined.
pub struct Wiring {
    /// The wires to make one.
    pub pairs: Vec<(Wire, Wire)>,
    /// The outputs of the whole.
    pub outputs: Vec<Wire>,
}

impl Diagram {
    /// A network of one factor that holds a sum, each output of the sum an output; its free indices stay free.
    #[must_use]
    pub fn with_node(sum: &Sum, node: impl FnOnce(Sum) -> Tensor) -> Self {
        let outputs = sum.outputs.len();
        let (closed, indices) = sum.closed();
        let wires = closed.outputs.clone();
        let mut diagram = Self::of(node(closed), wires);
        let free = diagram.outputs.split_off(outputs);
        diagram.named = indices
            .into_iter()
            .map(|(index, _)| index)
            .zip(free)
            .collect();
        diagram
    }

    /// Replaces a factor by a network whose first outputs belong to the slots of the factor, in order; further
    /// outputs are added to the outputs here.
    #[must_use]
    pub fn substitute(&self, factor: usize, inner: &Self) -> Self {
        let mut diagram = self.clone();
        let removed = diagram.factors.remove(factor);
        diagram.splice(&removed.slots, inner);
        diagram
    }

    /// Joins a network whose first outputs belong to these wires, in order; further outputs are added to the
    /// outputs here.
    pub fn splice(&mut self, slots: &[Wire], inner: &Self) {
        let outputs = self.append(inner);
        let pairs: Vec<_> = slots.iter().copied().zip(outputs.iter().copied()).collect();
        self.outputs.extend_from_slice(&outputs[slots.len()..]);
        self.identify(&pairs);
    }
}
