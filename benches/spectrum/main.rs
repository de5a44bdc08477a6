//! What the smallest Hessian eigenvalue costs, beside one Hessian-vector product at the same point.
//!
//! `cargo bench --bench spectrum` measures a problem of order 36,000 with criterion, then prints for several problems the time of the search
//! in units of one product, measured in turn, and the products that it counted. `-- --quick` leaves the large ones out,
//! `-- --ratios` skips criterion. The peers are in `benches/peers/spectrum.py`.

#![allow(clippy::print_stdout, reason = "the ratios are what the bench is for")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

#[path = "../hessian_product/random.rs"]
mod random;
#[path = "../hessian_product/scattered.rs"]
mod scattered;

use criterion::Criterion;
use matproof::factorization::frobenius::{Frobenius, FrobeniusHessian};
use matproof::factorization::{Hessian, Workspace};
use matproof::matrix::Data;
use matproof::spectrum::{Options, Spectrum, frobenius_spectrum};
use nalgebra::DMatrix;
use std::time::{Duration, Instant};

fn main() {
    let asked = |flag: &str| std::env::args().any(|argument| argument == flag);
    if !asked("--ratios") {
        let mut criterion = Criterion::default()
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2))
            .configure_from_args();
        let (n, m, k) = if asked("--test") {
            (30, 20, 3)
        } else {
            (1000, 800, 20)
        };
        let (x, w, h) = dense(n, m, k);
        let hessian = Frobenius::new(&x).unwrap().hessian_at(&w, &h).unwrap();
        let mut group = criterion.benchmark_group(format!("spectrum/{n}x{m}, k = {k}"));
        group.bench_function("smallest eigenvalue", |bencher| {
            bencher.iter(|| search(&hessian));
        });
        let (mut p, mut q) = (w.clone(), h.clone());
        let mut workspace = Workspace::default();
        group.bench_function("baseline: one Hessian-vector product", |bencher| {
            bencher.iter(|| {
                hessian
                    .hessian_vector_product_into(&w, &h, &mut p, &mut q, &mut workspace)
                    .unwrap();
            });
        });
        group.finish();
        if asked("--test") {
            return;
        }
        criterion.final_summary();
    }
    println!(
        "\n{:<36} {:>10} {:>10} {:>12}",
        "one thread", "seconds", "products", "time/product"
    );
    ratio("dense 1000×800, k = 20", dense(1000, 800, 20), 5);
    ratio("dense 4000×3000, k = 32", dense(4000, 3000, 32), 3);
    if !asked("--quick") {
        ratio("dense 1000000×50, k = 10", dense(1_000_000, 50, 10), 1);
        ratio(
            "sparse 100000×100000, 10⁷, k = 20",
            sparse(100_000, 100, 20),
            1,
        );
    }
}

fn search(hessian: &FrobeniusHessian<'_>) -> Spectrum {
    frobenius_spectrum(hessian, &Options::default(), &mut |_| {}).unwrap()
}

/// The median time of a search beside that of a product.
fn ratio(name: &str, (x, w, h): (Data, DMatrix<f64>, DMatrix<f64>), rounds: usize) {
    let hessian = Frobenius::new(&x).unwrap().hessian_at(&w, &h).unwrap();
    let (mut p, mut q) = (w.clone(), h.clone());
    let mut workspace = Workspace::default();
    let (mut searches, mut products, mut counted) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..=rounds {
        let start = Instant::now();
        counted = search(&hessian).products;
        searches.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        hessian
            .hessian_vector_product_into(&w, &h, &mut p, &mut q, &mut workspace)
            .unwrap();
        products.push(start.elapsed().as_secs_f64());
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (search, product) = (median(searches), median(products));
    println!(
        "{name:<36} {search:>10.3} {counted:>10.2} {:>12.1}",
        search / product
    );
}

/// Entries uniform in [0, 1).
fn uniform(rows: usize, cols: usize, seed: u64) -> DMatrix<f64> {
    random::dense(rows, cols, seed).add_scalar(0.5)
}

/// Low rank and a tenth of noise, at random nonnegative factors.
fn dense(n: usize, m: usize, k: usize) -> (Data, DMatrix<f64>, DMatrix<f64>) {
    let mut x = uniform(n, k, 1) * uniform(k, m, 2);
    let noise = uniform(n, m, 3) * (0.1 * x.mean());
    x += noise;
    (Data::Dense(x), uniform(n, k, 4), uniform(k, m, 5))
}

/// About `per_row` entries at random places of every row, at factors of about their size.
fn sparse(n: usize, per_row: usize, k: usize) -> (Data, DMatrix<f64>, DMatrix<f64>) {
    let mut x = scattered::sparse(n, per_row, 1);
    x.values_mut().iter_mut().for_each(|entry| *entry += 0.5);
    (
        Data::Sparse(x),
        uniform(n, k, 4) * 0.1,
        uniform(k, n, 5) * 0.1,
    )
}
