//! A failure must be small enough to check by hand: false properties, and what they shrink to.

use crate::factors::Factors;
use quickcheck::{Arbitrary, Gen, QuickCheck};
use std::sync::Mutex;

/// Runs a false property from many seeds. Each failing point that quickcheck meets on its way down is
/// recorded, the last of them is the smallest.
fn smallest_counterexamples(
    property: fn(Factors) -> bool,
    last: &'static Mutex<Option<Factors>>,
) -> Vec<Factors> {
    let shrunk = |seed| {
        let generator = Gen::from_size_and_seed(100, seed);
        let outcome = QuickCheck::new().rng(generator).quicktest(property);
        assert!(outcome.is_err(), "seed {seed} does not refute the property");
        last.lock().unwrap().take().unwrap()
    };
    (0..20).map(shrunk).collect()
}

/// Records the point if the property fails there.
fn recorded(last: &Mutex<Option<Factors>>, factors: &Factors, holds: bool) -> bool {
    if !holds {
        *last.lock().unwrap() = Some(factors.clone());
    }
    holds
}

/// For W n×k and H k×m the products H ⊗ W and W ⊗ H have one shape. Where one factor is a column and the
/// other a row they are even equal (both are the outer product), so a counterexample needs k = 2 and one of n
/// and m to be 2.
#[test]
fn a_swapped_kronecker_product_shrinks_to_a_few_small_integers() {
    static LAST: Mutex<Option<Factors>> = Mutex::new(None);
    fn commutes(factors: Factors) -> bool {
        let [w, h] = ["W", "H"].map(|name| factors.matrix::<f64>(name));
        recorded(&LAST, &factors, h.kronecker(&w) == w.kronecker(&h))
    }
    for factors in smallest_counterexamples(commutes, &LAST) {
        let [n, m, k, p, q] = factors.sizes();
        assert_eq!((n + m, k, p, q), (3, 2, 0, 0), "{factors:?}");
        assert!(
            factors.entries().all(|x| (-1..=2).contains(&x)),
            "{factors:?}"
        );
        let nonzero = factors.entries().filter(|&x| x != 0).count();
        assert!(nonzero <= 2, "{factors:?}");
    }
}

/// A dimension that nothing depends on disappears; one that the failure needs stays.
#[test]
fn a_false_bound_on_one_entry_shrinks_to_that_entry() {
    static LAST: Mutex<Option<Factors>> = Mutex::new(None);
    fn entries_of_x_are_below_three(factors: Factors) -> bool {
        let holds = factors.matrix::<f64>("X").iter().all(|&x| x < 3.0);
        recorded(&LAST, &factors, holds)
    }
    for factors in smallest_counterexamples(entries_of_x_are_below_three, &LAST) {
        assert_eq!(factors.sizes(), [1, 1, 0, 0, 0], "{factors:?}");
        assert_eq!(
            format!("{factors:?}"),
            "n=1 m=1 k=0 p=0 q=0 λ=0 X=[3] W=[] H=[] S=[] T=[] Z=[0] L=[] R=[]"
        );
    }
}

/// Shapes stay consistent, and every step is strictly simpler, so shrinking ends.
#[test]
fn every_shrunk_point_is_consistent_and_simpler() {
    let mut generator = Gen::from_size_and_seed(4, 3);
    let weight = |factors: &Factors| {
        let entries = || factors.entries();
        let size: usize = factors.sizes().iter().sum();
        let total: i64 = entries().map(|x| 2 * x.abs() + i64::from(x < 0)).sum();
        (size, total)
    };
    for _ in 0..20 {
        let factors = Factors::arbitrary(&mut generator);
        for smaller in factors.shrink() {
            assert!(weight(&smaller) < weight(&factors), "{smaller:?}");
            let [n, m, k, p, q] = smaller.sizes();
            let shape = |name| smaller.matrix::<f64>(name).shape();
            let shapes = ["X", "W", "H", "S", "T", "Z", "L", "R"].map(shape);
            let expected = [
                (n, m),
                (n, k),
                (k, m),
                (n, k),
                (k, m),
                (n, m),
                (p, n),
                (m, q),
            ];
            assert_eq!(shapes, expected, "{smaller:?}");
        }
    }
}
