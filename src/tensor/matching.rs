//! Where one network occurs inside another.

use super::diagram::{Diagram, Wire};
use num_rational::Rational64;
use num_traits::{One, Zero};

/// An occurrence of a network inside another.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    /// The wire at each output of the pattern.
    pub(super) outputs: Vec<Wire>,
    /// The factors it takes, and to which power.
    used: Vec<(usize, Rational64)>,
}

impl Occurrence {
    /// What is left of the host without the occurrence and without the factor given. Its inner wires are gone.
    pub(super) fn remove_from(&self, host: &Diagram, except: usize) -> Diagram {
        let mut rest = host.clone();
        for &(factor, exponent) in &self.used {
            rest.factors[factor].exponent -= exponent;
        }
        let mut place = 0;
        rest.factors.retain(|factor| {
            place += 1;
            place - 1 != except && !factor.exponent.is_zero()
        });
        rest
    }

    /// The host's wires that are inside the occurrence.
    pub(super) fn inner_wires(&self, host: &Diagram) -> Vec<Wire> {
        let slots = self
            .used
            .iter()
            .flat_map(|&(factor, _)| &host.factors[factor].slots);
        let mut inner: Vec<_> = slots
            .copied()
            .filter(|wire| !self.outputs.contains(wire))
            .collect();
        inner.sort_unstable();
        inner.dedup();
        inner
    }
}

/// Finds the pattern in the host, the outputs of the pattern on the given wires where given, without using the
/// factor `except`. The inner wires of the pattern must meet nothing else in the host.
pub(super) fn find(
    pattern: &Diagram,
    host: &Diagram,
    anchors: &[Option<Wire>],
    except: usize,
) -> Option<Occurrence> {
    let mut image = vec![None; pattern.wires.len()];
    for (&wire, anchor) in pattern.outputs.iter().zip(anchors) {
        let Some(anchor) = *anchor else { continue };
        if image[wire].is_some_and(|known| known != anchor) {
            return None;
        }
        image[wire] = Some(anchor);
    }
    let search = Search {
        pattern,
        host,
        except,
        inner: pattern.open().iter().map(|open| !open).collect(),
        degrees: [pattern.degrees(), host.degrees()],
        open: host.open(),
    };
    let used = search.extend(0, &mut image, &mut Vec::new())?;
    let outputs: Option<Vec<_>> = pattern.outputs.iter().map(|&wire| image[wire]).collect();
    Some(Occurrence {
        outputs: outputs?,
        used,
    })
}

struct Search<'a> {
    pattern: &'a Diagram,
    host: &'a Diagram,
    except: usize,
    /// The wires of the pattern that are no outputs.
    inner: Vec<bool>,
    degrees: [Vec<usize>; 2],
    open: Vec<bool>,
}

impl Search<'_> {
    /// Matches the factors of the pattern from this one on; on failure the images are as before.
    fn extend(
        &self,
        next: usize,
        image: &mut Vec<Option<Wire>>,
        used: &mut Vec<(usize, Rational64)>,
    ) -> Option<Vec<(usize, Rational64)>> {
        let Some(wanted) = self.pattern.factors.get(next) else {
            return Some(used.clone());
        };
        let local = wanted.slots.iter().all(|&wire| !self.inner[wire]);
        for (place, factor) in self.host.factors.iter().enumerate() {
            let taken = used.iter().any(|&(known, _)| known == place);
            let enough = if local {
                wanted.exponent.is_integer()
                    && wanted.exponent > Zero::zero()
                    && factor.exponent >= wanted.exponent
            } else {
                wanted.exponent.is_one() && factor.exponent.is_one()
            };
            if taken || place == self.except || !enough || factor.tensor != wanted.tensor {
                continue;
            }
            let exchangeable = super::tensor::Symmetry::Symmetric == factor.tensor.symmetry();
            let orders = if exchangeable && wanted.slots.len() == 2 {
                2
            } else {
                1
            };
            for order in 0..orders {
                let before = image.clone();
                let mut slots = factor.slots.clone();
                if order == 1 {
                    slots.swap(0, 1);
                }
                let fits = wanted
                    .slots
                    .iter()
                    .zip(&slots)
                    .all(|(&from, &to)| self.assign(from, to, image));
                if fits {
                    used.push((place, wanted.exponent));
                    if let Some(found) = self.extend(next + 1, image, used) {
                        return Some(found);
                    }
                    used.pop();
                }
                *image = before;
            }
        }
        None
    }

    fn assign(&self, from: Wire, to: Wire, image: &mut [Option<Wire>]) -> bool {
        if let Some(known) = image[from] {
            return known == to;
        }
        if self.inner[from] {
            let private = !self.open[to] && self.degrees[0][from] == self.degrees[1][to];
            if !private || image.contains(&Some(to)) {
                return false;
            }
        }
        if self.pattern.wires[from] != self.host.wires[to] {
            return false;
        }
        image[from] = Some(to);
        true
    }
}
