//! One numbering of the wires for all drawings of a network: colour refinement, then backtracking on ties.

use super::diagram::{Diagram, Factor, Wire};
use super::tensor::Symmetry;
use num_traits::{One, Zero};
use std::cmp::Ordering;
use thiserror::Error;

/// A network so symmetric, or a rewriting so long, that the work was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the work on this formula was given up after {steps} steps")]
pub struct GivenUp {
    /// How many steps were made.
    pub steps: usize,
}

/// The network with its wires and factors in canonical order, and the sign that skew factors took on; `None` if
/// some renumbering turns the network into its own negative, so that it is zero.
///
/// Two networks have the same result, up to the sign, if and only if one becomes the other by renumbering wires,
/// reordering factors and exchanging the slots of symmetric and skew factors. No factor may be zero by itself.
///
/// # Errors
/// [`GivenUp`] if ties need more than [`MOST_LEAVES`] numberings.
pub(super) fn canonical(diagram: &Diagram) -> Result<Option<(Diagram, bool)>, GivenUp> {
    let colours = initial_colours(diagram);
    let mut search = Search::new(diagram);
    search.visit(colours, &mut Vec::new())?;
    let best = search.best.map(|leaf| (leaf.diagram, leaf.negative));
    Ok(best.filter(|_| search.reversal.is_none()))
}

/// How [`canonical`] numbers a network.
pub(super) struct Numbering {
    /// The wire at each canonical place.
    pub(super) order: Vec<Wire>,
    /// A renumbering, if there is one, that turns the network into its own negative: the new number of each wire.
    pub(super) reversal: Option<Vec<Wire>>,
}

/// The order that [`canonical`] puts the wires in, and the reason if it finds that the network is zero.
///
/// # Errors
/// [`GivenUp`] as there.
pub(super) fn numbering(diagram: &Diagram) -> Result<Numbering, GivenUp> {
    let mut search = Search::new(diagram);
    search.visit(initial_colours(diagram), &mut Vec::new())?;
    Ok(Numbering {
        order: search.best.map(|leaf| leaf.order).unwrap_or_default(),
        reversal: search.reversal,
    })
}

/// More numberings than this are not tried. With automorphisms used for pruning, a network of n wires needs at
/// most about n² even if it is entirely symmetric.
const MOST_LEAVES: usize = 5_000;

/// A step of a mixing function for 64 bits (the finaliser of splitmix64): colours need no secrecy, only spread.
fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.rotate_left(23) ^ b.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn fingerprint(value: impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Colours by dimension, outputs and free indices: what no renumbering changes.
fn initial_colours(diagram: &Diagram) -> Vec<u64> {
    let mut colours: Vec<u64> = diagram.wires.iter().map(fingerprint).collect();
    for (place, &wire) in diagram.outputs.iter().enumerate() {
        colours[wire] = mix(colours[wire], place as u64 + 1);
    }
    for (label, wire) in &diagram.named {
        colours[*wire] = mix(colours[*wire], fingerprint(label));
    }
    colours
}

/// Whether the two slots of a factor may be exchanged, up to the sign.
fn exchangeable(factor: &Factor) -> bool {
    match factor.tensor.symmetry() {
        Symmetry::None => false,
        Symmetry::Symmetric => true,
        Symmetry::Skew => factor.exponent.is_integer(),
    }
}

/// Puts the slots of an exchangeable factor in order; true if that changed the sign.
pub(super) fn order_slots(factor: &mut Factor) -> bool {
    if factor.slots.len() != 2 || factor.slots[0] <= factor.slots[1] || !exchangeable(factor) {
        return false;
    }
    factor.slots.swap(0, 1);
    factor.tensor.symmetry() == Symmetry::Skew && factor.exponent.numer() % 2 != 0
}

struct Leaf {
    diagram: Diagram,
    negative: bool,
    /// The wire at each canonical place.
    order: Vec<Wire>,
    /// The wires that were told apart by hand on the way here.
    path: Vec<Wire>,
}

struct Search<'a> {
    diagram: &'a Diagram,
    factor_colours: Vec<u64>,
    first: Option<Leaf>,
    best: Option<Leaf>,
    automorphisms: Vec<Vec<Wire>>,
    /// An automorphism that changes the sign.
    reversal: Option<Vec<Wire>>,
    leaves: usize,
}

impl<'a> Search<'a> {
    fn new(diagram: &'a Diagram) -> Self {
        let colour = |f: &Factor| {
            let exponent = mix(*f.exponent.numer() as u64, *f.exponent.denom() as u64);
            mix(f.tensor.fingerprint(), exponent)
        };
        Self {
            diagram,
            factor_colours: diagram.factors.iter().map(colour).collect(),
            first: None,
            best: None,
            automorphisms: Vec::new(),
            reversal: None,
            leaves: 0,
        }
    }

    /// Refines the colours until no step tells more wires apart.
    fn refine(&self, colours: &mut Vec<u64>) {
        let mut classes = distinct(colours);
        while classes < colours.len() {
            let mut next: Vec<u64> = colours.iter().map(|&colour| mix(colour, 1)).collect();
            for (factor, &own) in self.diagram.factors.iter().zip(&self.factor_colours) {
                let alike = exchangeable(factor);
                let place = |slot: usize| if alike { 0 } else { slot as u64 + 1 };
                let mut seen = own;
                if alike {
                    let sum = factor
                        .slots
                        .iter()
                        .fold(0u64, |sum, &w| sum.wrapping_add(mix(colours[w], 2)));
                    seen = mix(seen, sum);
                } else {
                    seen = factor
                        .slots
                        .iter()
                        .fold(seen, |seen, &w| mix(seen, colours[w]));
                }
                for (slot, &wire) in factor.slots.iter().enumerate() {
                    next[wire] = next[wire].wrapping_add(mix(seen, place(slot)));
                }
            }
            let finer = distinct(&next);
            *colours = next;
            if finer == classes {
                return;
            }
            classes = finer;
        }
    }

    /// Explores the numberings below these colours. Returns the depth to go back to, if all further ones down here
    /// are images of ones already seen.
    fn visit(
        &mut self,
        mut colours: Vec<u64>,
        path: &mut Vec<Wire>,
    ) -> Result<Option<usize>, GivenUp> {
        self.refine(&mut colours);
        let Some(cell) = smallest_cell(&colours) else {
            return self.leaf(&colours, path);
        };
        let mut explored: Vec<Wire> = Vec::new();
        for wire in cell {
            if !explored.is_empty() && self.same_orbit(wire, &explored, path) {
                continue;
            }
            let mut told_apart = colours.clone();
            told_apart[wire] = mix(told_apart[wire], 3);
            path.push(wire);
            let back = self.visit(told_apart, path)?;
            path.pop();
            explored.push(wire);
            if let Some(depth) = back
                && depth < path.len()
            {
                return Ok(Some(depth));
            }
        }
        Ok(None)
    }

    /// Whether an automorphism that fixes the path takes the wire to an explored one.
    fn same_orbit(&self, wire: Wire, explored: &[Wire], path: &[Wire]) -> bool {
        let fixing: Vec<_> = self
            .automorphisms
            .iter()
            .filter(|a| path.iter().all(|&w| a[w] == w))
            .collect();
        let mut orbit = vec![wire];
        let mut next = 0;
        while next < orbit.len() {
            for automorphism in &fixing {
                let image = automorphism[orbit[next]];
                if !orbit.contains(&image) {
                    orbit.push(image);
                }
            }
            next += 1;
        }
        explored.iter().any(|w| orbit.contains(w))
    }

    fn leaf(&mut self, colours: &[u64], path: &[Wire]) -> Result<Option<usize>, GivenUp> {
        self.leaves += 1;
        if self.leaves > MOST_LEAVES {
            return Err(GivenUp { steps: MOST_LEAVES });
        }
        let mut order: Vec<Wire> = (0..colours.len()).collect();
        order.sort_unstable_by_key(|&wire| colours[wire]);
        let (diagram, negative) = renumbered(self.diagram, &order);
        let leaf = Leaf {
            diagram,
            negative,
            order,
            path: path.to_vec(),
        };
        let mut back = None;
        for known in [&self.first, &self.best].into_iter().flatten() {
            if known.diagram == leaf.diagram {
                let mut automorphism = vec![0; leaf.order.len()];
                for (&from, &to) in known.order.iter().zip(&leaf.order) {
                    automorphism[from] = to;
                }
                let common = known
                    .path
                    .iter()
                    .zip(path)
                    .take_while(|(a, b)| a == b)
                    .count();
                back = Some(common);
                if known.negative != leaf.negative {
                    self.reversal = Some(automorphism.clone());
                }
                self.automorphisms.push(automorphism);
                break;
            }
        }
        if self.first.is_none() {
            let (diagram, order, path) =
                (leaf.diagram.clone(), leaf.order.clone(), leaf.path.clone());
            self.first = Some(Leaf {
                diagram,
                negative: leaf.negative,
                order,
                path,
            });
        }
        let better = self
            .best
            .as_ref()
            .is_none_or(|best| leaf.diagram.cmp(&best.diagram) == Ordering::Less);
        if better {
            self.best = Some(leaf);
        }
        Ok(back)
    }
}

fn distinct(colours: &[u64]) -> usize {
    let mut sorted = colours.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// The wires of the smallest set of equally coloured ones, at least two; of several such sets, that of the lowest
/// colour.
fn smallest_cell(colours: &[u64]) -> Option<Vec<Wire>> {
    let mut order: Vec<Wire> = (0..colours.len()).collect();
    order.sort_by_key(|&wire| colours[wire]);
    let cells = order.chunk_by(|&a, &b| colours[a] == colours[b]);
    cells
        .filter(|cell| cell.len() > 1)
        .min_by_key(|cell| cell.len())
        .map(<[Wire]>::to_vec)
}

/// The network with the wires in this order and the factors sorted, and whether the sign changed.
fn renumbered(diagram: &Diagram, order: &[Wire]) -> (Diagram, bool) {
    let mut place = vec![0; order.len()];
    for (number, &wire) in order.iter().enumerate() {
        place[wire] = number;
    }
    let mut result = diagram.clone();
    result.wires = order
        .iter()
        .map(|&wire| diagram.wires[wire].clone())
        .collect();
    result.rename(|wire| *wire = place[*wire]);
    let negative = result
        .factors
        .iter_mut()
        .fold(false, |sign, factor| sign ^ order_slots(factor));
    result.factors.sort_unstable();
    result.named.sort_unstable();
    (result, negative)
}

/// Makes parallel factors one, whose exponents add up; removes those to the power zero. Returns whether the sign
/// changed, or `None` if the network is zero because a skew factor meets its own transpose.
pub(super) fn merge_parallel(diagram: &mut Diagram) -> Option<bool> {
    let mut negative = false;
    for factor in &mut diagram.factors {
        negative ^= order_slots(factor);
        let skew = factor.tensor.symmetry() == Symmetry::Skew;
        if skew && factor.slots.len() == 2 && factor.slots[0] == factor.slots[1] {
            return None;
        }
    }
    if diagram.factors.len() > 1 {
        diagram
            .factors
            .sort_unstable_by(|a, b| a.tensor.cmp(&b.tensor).then_with(|| a.slots.cmp(&b.slots)));
        diagram.factors.dedup_by(|later, earlier| {
            let parallel = later.tensor == earlier.tensor && later.slots == earlier.slots;
            if parallel {
                earlier.exponent += later.exponent;
            }
            parallel
        });
    }
    diagram.factors.retain(|factor| !factor.exponent.is_zero());
    for factor in &mut diagram.factors {
        let mask = factor
            .tensor
            .as_symbol()
            .is_some_and(|s| s.is(crate::expression::Property::Mask));
        if mask && factor.exponent > Zero::zero() {
            factor.exponent = One::one();
        }
    }
    Some(negative)
}
