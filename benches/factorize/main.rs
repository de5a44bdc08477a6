//! What an iteration of each solver costs, beside the two products with X that none of them can do without.
//!
//! `cargo bench --bench factorize` measures ten iterations of every method on the digits with criterion, then prints for two problems the time of
//! an iteration in units of X Hᵀ and XᵀW by nalgebra, measured in turn, the products that were counted, and where the runs stand.
//! `-- --ratios` skips criterion. The peers are in `benches/peers/factorize.py`.

#![allow(clippy::print_stdout, reason = "the ratios are what the bench is for")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

#[path = "../hessian_product/random.rs"]
mod random;

use criterion::Criterion;
use matproof::matrix::{Data, digits};
use matproof::solver::{Method, Problem, Rules, Settings, Solution, Start, factorize};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

const ITERATIONS: usize = 10;

fn main() {
    let asked = |flag: &str| std::env::args().any(|argument| argument == flag);
    if !asked("--ratios") {
        let mut criterion = Criterion::default()
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_secs(1))
            .configure_from_args();
        let (x, rank) = if asked("--test") {
            (low_rank(30, 20, 3), 3)
        } else {
            (Data::Dense(digits()), 16)
        };
        let mut group = criterion.benchmark_group("factorize");
        for method in methods() {
            group.bench_function(method.name(), |bencher| {
                bencher.iter(|| run(&x, rank, method));
            });
        }
        // What ten iterations of no method do without.
        let Data::Dense(dense) = &x else {
            unreachable!("both problems are dense")
        };
        let (w, h) = (
            random::dense(dense.nrows(), rank, 4),
            random::dense(rank, dense.ncols(), 5),
        );
        group.bench_function(
            "baseline: ten times X Hᵀ and Wᵀ X, nalgebra",
            |bencher| {
                bencher.iter(|| {
                    for _ in 0..ITERATIONS {
                        black_box((dense * h.transpose(), dense.tr_mul(&w)));
                    }
                });
            },
        );
        group.finish();
        if asked("--test") {
            return;
        }
        criterion.final_summary();
    }
    ratios("digits 1797×64, k = 16", &Data::Dense(digits()), 16, 9);
    ratios("dense 2000×1500, k = 20", &low_rank(2000, 1500, 20), 20, 5);
}

/// Those that are for nonnegative factors of every entry.
fn methods() -> impl Iterator<Item = Method> {
    Method::ALL
        .into_iter()
        .filter(|method| !matches!(method, Method::Auto | Method::LeastSquares))
}

fn run(x: &Data, rank: usize, method: Method) -> Solution {
    let settings = Settings {
        method,
        start: Start::Random,
        rules: Rules {
            iterations: ITERATIONS,
            tolerance: 0.0,
            ..Rules::default()
        },
        ..Settings::default()
    };
    let problem = Problem::frobenius(x);
    factorize(
        &problem,
        rank,
        &settings,
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap()
}

/// A table: medians of an iteration of every method and of the two products, in turn.
fn ratios(name: &str, x: &Data, rank: usize, rounds: usize) {
    let Data::Dense(dense) = x else {
        unreachable!("the problems are dense")
    };
    let (w, h) = (
        random::dense(dense.nrows(), rank, 4),
        random::dense(rank, dense.ncols(), 5),
    );
    let mut products = Vec::new();
    let mut rows: Vec<(Method, Vec<f64>, Option<Solution>)> =
        methods().map(|method| (method, Vec::new(), None)).collect();
    for _ in 0..rounds {
        let start = Instant::now();
        black_box((dense * h.transpose(), dense.tr_mul(&w)));
        products.push(start.elapsed().as_secs_f64());
        for (method, times, last) in &mut rows {
            let solution = run(x, rank, *method);
            let moment = solution.trace.last().unwrap();
            times.push(moment.seconds / moment.iteration as f64);
            *last = Some(solution);
        }
    }
    let product = median(&mut products);
    println!("\n{name}: the two products take {:.2} ms", 1e3 * product);
    println!(
        "{:<22} {:>16} {:>14} {:>14}",
        "method", "time / products", "pairs counted", "f at the end"
    );
    for (method, mut times, last) in rows {
        let trace = last.unwrap().trace;
        let (first, moment) = (trace[0], trace[trace.len() - 1]);
        println!(
            "{:<22} {:>16.2} {:>14.1} {:>14.6e}",
            method.name(),
            median(&mut times) / product,
            (moment.products - first.products) / 2.0 / moment.iteration as f64,
            moment.objective
        );
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Low rank and a tenth of noise, cut off at zero.
fn low_rank(n: usize, m: usize, k: usize) -> Data {
    let uniform = |rows, cols, seed| random::dense(rows, cols, seed).add_scalar(0.5);
    let x = uniform(n, k, 1) * uniform(k, m, 2) + random::dense(n, m, 3) * 0.3;
    Data::Dense(x.map(|entry: f64| entry.max(0.0)))
}
