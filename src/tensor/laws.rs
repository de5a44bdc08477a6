//! The algebra of networks before the battery of laws that every matrix algebra must pass: here a law that passes
//! is proved for all shapes.

use super::{Dimension, Equality, Network, Symbol};
use crate::algebra::laws::{Laws, Sampler, partial, polynomial, shapes};

/// Letters A₀, A₁, … instead of random matrices.
struct Letters {
    dimensions: [Dimension; 4],
    drawn: usize,
}

impl Sampler for Letters {
    type Algebra = Network;

    fn dimensions(&self) -> [Dimension; 4] {
        self.dimensions.clone()
    }

    fn draw(&mut self, rows: &Dimension, columns: &Dimension) -> Network {
        self.drawn += 1;
        let name = format!("A{}", self.drawn);
        Network::symbol(&Symbol::matrix(&name, rows.clone(), columns.clone()))
    }

    fn equal(&self, actual: &Network, expected: &Network) -> bool {
        let proved = actual.equality(expected) == Ok(Equality::Proved);
        if proved {
            let proof = super::proof::replayed(actual, expected);
            assert!(proof.is_ok(), "no proof: {proof:?}");
        }
        proved
    }
}

fn letters(dimensions: [Dimension; 4]) -> Laws<Letters> {
    Laws(Letters {
        dimensions,
        drawn: 0,
    })
}

fn named(names: [&str; 4]) -> [Dimension; 4] {
    names.map(|name| {
        if name == "1" {
            Dimension::one()
        } else {
            Dimension::named(name)
        }
    })
}

/// All dimensions different, a 1 in each place, all equal.
const NAMES: [[&str; 4]; 7] = [
    ["m", "n", "p", "q"],
    ["1", "n", "p", "q"],
    ["m", "1", "p", "q"],
    ["m", "n", "1", "q"],
    ["m", "n", "p", "1"],
    ["1", "1", "1", "1"],
    ["n", "n", "n", "n"],
];

#[test]
fn polynomial_laws_are_proved() {
    for names in NAMES {
        polynomial::all(&mut letters(named(names)));
    }
}

#[test]
fn polynomial_laws_are_proved_for_pairs_of_indices() {
    let [m, n, p, q] = named(["m", "n", "p", "q"]);
    polynomial::all(&mut letters([m.times(&n), p, q.clone(), q]));
}

#[test]
fn laws_of_inverses_and_functions_are_proved() {
    for names in NAMES {
        partial::inverses(&mut letters(named(names)));
        partial::elementary_functions(&mut letters(named(names)));
    }
}

#[test]
fn shapes_that_do_not_fit_are_told() {
    shapes::all(&mut letters(named(NAMES[0])));
}
