//! Peak memory of Hessian-vector products with a sparse X: n = m = 10⁵, 10⁷ entries, k = 20; the promise is 0.5 GiB.
//!
//! Reads the high-water mark of the process, so X itself, the factors and everything else count. Linux only; elsewhere it
//! says so and measures nothing.

#![allow(clippy::print_stdout, reason = "the numbers are what the bench is for")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

use matproof::factorization::frobenius::Frobenius;
use matproof::factorization::{Hessian, Workspace};
use matproof::matrix::Data;
use matproof::matrix::product::Threads;
use nalgebra::DMatrix;

#[path = "hessian_product/random.rs"]
mod random;
#[path = "hessian_product/scattered.rs"]
mod scattered;

fn main() {
    let (n, per_row) = if std::env::args().any(|argument| argument == "--test") {
        (100, 5)
    } else {
        (100_000, 100)
    };
    let k = 20;
    let before = peak_megabytes();
    let data = Data::Sparse(scattered::sparse(n, per_row, 1));
    let with_x = peak_megabytes();
    for threads in [1, 2] {
        let (w, h) = (random::dense(n, k, 2), random::dense(k, n, 3));
        let (p, q) = (random::dense(n, k, 4), random::dense(k, n, 5));
        let f = Frobenius::new(&data)
            .unwrap()
            .with_threads(Threads::new(threads).unwrap());
        let hessian = f.hessian_at(&w, &h).unwrap();
        drop((w, h));
        let (mut out_p, mut out_q, mut workspace) = (
            DMatrix::zeros(n, k),
            DMatrix::zeros(k, n),
            Workspace::default(),
        );
        for _ in 0..2 {
            hessian
                .hessian_vector_product_into(&p, &q, &mut out_p, &mut out_q, &mut workspace)
                .unwrap();
        }
        match (before, with_x, peak_megabytes()) {
            (Some(before), Some(with_x), Some(peak)) => println!(
                "peak memory in MiB, {threads} threads: {before:.0} at the start, {with_x:.0} with X made, {peak:.0} after Hessian products \
                 (limit 512)"
            ),
            _ => println!("peak memory: not measured, /proc/self/status has no VmHWM here"),
        }
    }
}

/// The process's largest resident size so far.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
