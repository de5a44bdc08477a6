//! What a Hessian-vector product costs beside the two products with X that it cannot avoid.
//!
//! `cargo bench --bench hessian_product` measures with criterion, then races every contestant against its baselines in
//! turn (A, B, A, B, …, so that a disturbance hits all of them) and prints medians and ratios. `-- --quick` leaves out the
//! sparse matrix with 10⁷ entries; `-- --ratios` skips criterion.

#![allow(clippy::print_stdout, reason = "the ratios are what the bench is for")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

mod dense;
mod race;
mod random;
mod scattered;
mod sparse;

use criterion::Criterion;
use std::time::Duration;

fn main() {
    let asked = |flag: &str| std::env::args().any(|argument| argument == flag);
    // Criterion reads the other arguments and refuses what it does not know.
    if !asked("--ratios") {
        let mut criterion = Criterion::default()
            .sample_size(20)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1))
            .configure_from_args();
        if asked("--test") {
            dense::bench(&mut criterion, &[(30, 20, 3)]);
            return;
        }
        dense::bench(&mut criterion, &[(1000, 800, 20), (4000, 3000, 32)]);
        criterion.final_summary();
    }
    println!(
        "\nmedian times in ms; ratio: beside the fastest two products of a library, one thread\n"
    );
    println!("{:<44} {:>10} {:>7}", "dense", "ms", "ratio");
    dense::ratios(1000, 800, 20, 101);
    dense::ratios(4000, 3000, 32, 21);
    println!("\n{:<44} {:>10} {:>7}", "sparse, k = 20", "ms", "ratio");
    sparse::ratios(10_000, 100, 11);
    if !asked("--quick") {
        sparse::ratios(100_000, 100, 5);
    }
}
