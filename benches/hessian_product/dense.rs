//! Dense X.

use criterion::Criterion;
use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use matproof::factorization::frobenius::Frobenius;
use matproof::factorization::tikhonov::Tikhonov;
use matproof::factorization::{Hessian, Part, Workspace};
use matproof::matrix::Data;
use matproof::matrix::product::{ProductWorkspace, Threads};
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};

use crate::race::{Contestant, medians, print};
use crate::random;

struct Problem {
    x: DMatrix<f64>,
    w: DMatrix<f64>,
    h: DMatrix<f64>,
    p: DMatrix<f64>,
    q: DMatrix<f64>,
}

impl Problem {
    fn new(n: usize, m: usize, k: usize) -> Self {
        Self {
            x: random::dense(n, m, 1),
            w: random::dense(n, k, 2),
            h: random::dense(k, m, 3),
            p: random::dense(n, k, 4),
            q: random::dense(k, m, 5),
        }
    }
}

fn view(matrix: &DMatrix<f64>) -> MatRef<'_, f64> {
    MatRef::from_column_major_slice(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

fn view_mut(matrix: &mut DMatrix<f64>) -> MatMut<'_, f64> {
    let (rows, cols) = matrix.shape();
    MatMut::from_column_major_slice_mut(matrix.as_mut_slice(), rows, cols)
}

/// faer's product on one thread, leaving the vector registers as it found them: otherwise whoever is measured next pays.
fn product(out: &mut DMatrix<f64>, a: MatRef<'_, f64>, b: MatRef<'_, f64>) {
    matmul(view_mut(out), Accum::Replace, a, b, 1.0, Par::Seq);
    #[cfg(target_arch = "x86_64")]
    if let Some(avx) = pulp::core_arch::x86::Avx::try_new() {
        avx._mm256_zeroupper();
    }
}

/// `X Qᵀ` by every product at hand; faer also the other way round, as `Q Xᵀ`.
fn first_products(problem: &Problem) -> Vec<Contestant<'_>> {
    let Problem { x, q, .. } = problem;
    let (n, k) = (x.nrows(), q.nrows());
    let (mut by_gemm, mut by_faer, mut mirrored) = (
        DMatrix::zeros(n, k),
        DMatrix::zeros(n, k),
        DMatrix::zeros(k, n),
    );
    vec![
        Contestant::new("X Qᵀ, nalgebra gemm", move || {
            by_gemm.gemm(1.0, x, &q.transpose(), 0.0)
        }),
        Contestant::new("X Qᵀ, faer", move || {
            product(&mut by_faer, view(x), view(q).transpose())
        }),
        Contestant::new("(X Qᵀ)ᵀ = Q Xᵀ, faer", move || {
            product(&mut mirrored, view(q), view(x).transpose())
        }),
    ]
}

/// `Pᵀ X` by every product at hand.
fn second_products(problem: &Problem) -> Vec<Contestant<'_>> {
    let Problem { x, p, .. } = problem;
    let (m, k) = (x.ncols(), p.ncols());
    let mut outs: Vec<DMatrix<f64>> = (0..3).map(|_| DMatrix::zeros(k, m)).collect();
    let mut next = || outs.pop().unwrap();
    let (mut by_gemm, mut by_tr_mul, mut by_faer, mut mirrored) =
        (next(), next(), next(), DMatrix::zeros(m, k));
    vec![
        Contestant::new("Pᵀ X, nalgebra gemm", move || {
            by_gemm.gemm(1.0, &p.transpose(), x, 0.0)
        }),
        Contestant::new("Pᵀ X, nalgebra tr_mul", move || {
            p.tr_mul_to(x, &mut by_tr_mul)
        }),
        Contestant::new("Pᵀ X, faer", move || {
            product(&mut by_faer, view(p).transpose(), view(x))
        }),
        Contestant::new("(Pᵀ X)ᵀ = Xᵀ P, faer", move || {
            product(&mut mirrored, view(x).transpose(), view(p))
        }),
    ]
}

/// Hessian-vector products of one operator, with outputs and workspace reused.
fn applied<'a>(
    name: &str,
    hessian: impl Hessian + 'a,
    p: &'a DMatrix<f64>,
    q: &'a DMatrix<f64>,
) -> Contestant<'a> {
    let (mut out_p, mut out_q, mut workspace) = (p.clone(), q.clone(), Workspace::default());
    Contestant::new(name, move || {
        hessian
            .hessian_vector_product_into(p, q, &mut out_p, &mut out_q, &mut workspace)
            .unwrap();
    })
}

/// Eight directions in one call.
fn applied_to_block<'a>(name: &str, hessian: impl Hessian + 'a) -> Contestant<'a> {
    let order = hessian.dimension();
    let block = random::dense(order, 8, 6);
    let (mut out, mut workspace) = (block.clone(), Workspace::default());
    Contestant::new(name, move || {
        hessian
            .apply_block_into(Part::Whole, &block, &mut out, &mut workspace)
            .unwrap();
    })
}

/// Second differences of neighbouring rows, a common penalty: (n−2)×n.
fn second_differences(n: usize) -> CsrMatrix<f64> {
    let mut entries = CooMatrix::new(n - 2, n);
    for row in 0..n - 2 {
        for (column, value) in [(row, 1.0), (row + 1, -2.0), (row + 2, 1.0)] {
            entries.push(row, column, value);
        }
    }
    CsrMatrix::from(&entries)
}

/// Prints the table for one size.
pub(crate) fn ratios(n: usize, m: usize, k: usize, rounds: usize) {
    let problem = Problem::new(n, m, k);
    let Problem { x, w, h, p, q } = &problem;
    let data = Data::Dense(x.clone());
    let penalty = Data::Sparse(second_differences(n));
    let two = Threads::new(2).unwrap();
    let f = Frobenius::new(&data).unwrap();
    let g = Tikhonov::new(&data, &penalty, 0.5).unwrap();
    let pair = |threads| {
        let (mut xqt, mut ptx, mut workspace) = (p.clone(), q.clone(), ProductWorkspace::default());
        let data = &data;
        move || {
            data.both_products_into(p, q, &mut xqt, &mut ptx, threads, &mut workspace)
                .unwrap()
        }
    };

    let mut all = first_products(&problem);
    let firsts = all.len();
    all.extend(second_products(&problem));
    let baselines = all.len();
    all.push(Contestant::new(
        "both in one pass, this crate",
        pair(Threads::ONE),
    ));
    all.push(applied(
        "½‖X−WH‖²: Hessian product",
        f.hessian_at(w, h).unwrap(),
        p,
        q,
    ));
    all.push(applied(
        "‖X−WH‖²+λ‖MW‖²: Hessian product",
        g.hessian_at(w, h).unwrap(),
        p,
        q,
    ));
    let block = all.len();
    all.push(applied_to_block(
        "½‖X−WH‖²: eight directions, each",
        f.hessian_at(w, h).unwrap(),
    ));
    let threaded = all.len();
    all.push(Contestant::new(
        "two threads: both in one pass, this crate",
        pair(two),
    ));
    let with_two = |name, hessian| applied(name, hessian, p, q);
    all.push(with_two(
        "two threads: ½‖X−WH‖²",
        f.with_threads(two).hessian_at(w, h).unwrap(),
    ));

    let times = medians(&mut all, rounds);
    let least =
        |range: std::ops::Range<usize>| times[range].iter().copied().fold(f64::INFINITY, f64::min);
    let baseline = least(0..firsts) + least(firsts..baselines);
    println!("n, m, k = {n}, {m}, {k}");
    for (place, (contestant, &time)) in all.iter().zip(&times).enumerate() {
        let time = if place == block { time / 8.0 } else { time };
        print(
            &contestant.name,
            time,
            (place >= baselines).then_some(baseline),
        );
        if place + 1 == baselines {
            print(
                "the faster of each, added: the baseline",
                baseline,
                Some(baseline),
            );
        }
    }
    println!(
        "  speed-up of the Hessian product by a second thread: {:.2}",
        times[baselines + 1] / times[threaded + 1]
    );
}

/// The same with criterion, for its reports.
pub(crate) fn bench(criterion: &mut Criterion, sizes: &[(usize, usize, usize)]) {
    for &(n, m, k) in sizes {
        let problem = Problem::new(n, m, k);
        let mut group = criterion.benchmark_group(format!("hessian_product/{n}x{m}x{k}"));
        for mut contestant in first_products(&problem)
            .into_iter()
            .chain(second_products(&problem))
        {
            group.bench_function(contestant.name.clone(), |bencher| {
                bencher.iter(|| contestant.run())
            });
        }
        // What the Hessian product is measured by: both products together, as a library does them.
        let mut pairs = [
            (first_products(&problem), second_products(&problem)),
            (first_products(&problem), second_products(&problem)),
        ];
        let [nalgebra, faer] = &mut pairs;
        for (name, (first, second), places) in [
            ("baseline: X Qᵀ and Pᵀ X, nalgebra gemm", nalgebra, (0, 0)),
            ("baseline: X Qᵀ and Pᵀ X, faer", faer, (1, 2)),
        ] {
            group.bench_function(name, |bencher| {
                bencher.iter(|| {
                    first[places.0].run();
                    second[places.1].run();
                });
            });
        }
        let data = Data::Dense(problem.x.clone());
        for threads in [1, 2] {
            let f = Frobenius::new(&data)
                .unwrap()
                .with_threads(Threads::new(threads).unwrap());
            let hessian = f.hessian_at(&problem.w, &problem.h).unwrap();
            let mut contestant = applied("", hessian, &problem.p, &problem.q);
            group.bench_function(format!("Hessian product, threads: {threads}"), |bencher| {
                bencher.iter(|| contestant.run());
            });
        }
        group.finish();
    }
}
