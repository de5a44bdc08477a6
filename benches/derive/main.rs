//! What a proof for all shapes costs: derivatives of the three objectives and their equality with the formulas
//! written by hand, beside the same derivatives by dual numbers at one small shape; and networks made to be hard,
//! beside the same number of factors without symmetry.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use matproof::algebra::{AlgebraError, Matrix};
use matproof::factorization::{
    frobenius::formulas as fr, masked::formulas as ma, tikhonov::formulas as ti,
};
use matproof::oracle::autodiff::Autodiff;
use matproof::study::claims;
use matproof::tensor::{Dimension, Equality, Network, Symbol};
use std::hint::black_box;

type Written = Matrix<Network>;
type Form = fn(&[Written]) -> Written;

fn letter(name: &str, rows: &str, columns: &str) -> Symbol {
    let dimension = |name: &str| match name {
        "1" => Dimension::one(),
        name => Dimension::named(name),
    };
    Symbol::matrix(name, dimension(rows), dimension(columns))
}

/// Derives and proves: every gradient and every block of one objective against its form by hand.
struct Task {
    letters: Vec<Symbol>,
    variables: [usize; 2],
    value: Form,
    gradients: [Form; 2],
    blocks: [[Form; 2]; 2],
}

impl Task {
    fn run(&self) -> Result<usize, AlgebraError> {
        let arguments: Vec<_> = self
            .letters
            .iter()
            .map(|letter| Matrix::new(Network::symbol(letter)))
            .collect();
        let f = (self.value)(&arguments).into_result()?;
        let mut proved = 0;
        for (row, &variable) in self.variables.iter().enumerate() {
            let gradient = f.gradient(&self.letters[variable])?;
            let claimed = (self.gradients[row])(&arguments).into_result()?;
            proved += usize::from(gradient.equality(&claimed)? == Equality::Proved);
            for (column, &other) in self.variables.iter().enumerate() {
                let block = gradient.jacobian(&self.letters[other]);
                let claimed = (self.blocks[row][column])(&arguments).into_result()?;
                proved += usize::from(block.equality(&claimed)? == Equality::Proved);
            }
        }
        Ok(proved)
    }
}

fn tasks() -> [(&'static str, Task); 3] {
    let factors = || {
        vec![
            letter("X", "n", "m"),
            letter("W", "n", "k"),
            letter("H", "k", "m"),
        ]
    };
    let masked = ["M n m", "P n m", "U n k", "V m k", "λ 1 1"];
    let masked = masked.map(|text| {
        let parts: Vec<_> = text.split(' ').collect();
        letter(parts[0], parts[1], parts[2])
    });
    let frobenius = Task {
        letters: factors(),
        variables: [1, 2],
        value: |a| fr::value(&a[0], &a[1], &a[2]).into(),
        gradients: [
            |a| fr::gradient_w(&a[0], &a[1], &a[2]),
            |a| fr::gradient_h(&a[0], &a[1], &a[2]),
        ],
        blocks: [
            [
                |a| fr::hessian_ww(&a[1], &a[2]),
                |a| fr::hessian_wh(&a[0], &a[1], &a[2]),
            ],
            [
                |a| fr::hessian_hw(&a[0], &a[1], &a[2]),
                |a| fr::hessian_hh(&a[1], &a[2]),
            ],
        ],
    };
    let mut letters = factors();
    letters.extend([letter("M", "p", "n"), letter("λ", "1", "1")]);
    let tikhonov = Task {
        letters,
        variables: [1, 2],
        value: |a| ti::value([&a[0], &a[1], &a[2], &a[3]], &a[4].as_scalar()).into(),
        gradients: [
            |a| ti::gradient_w([&a[0], &a[1], &a[2], &a[3]], &a[4].as_scalar()),
            |a| ti::gradient_h(&a[0], &a[1], &a[2]),
        ],
        blocks: [
            [
                |a| ti::hessian_ww([&a[1], &a[2], &a[3]], &a[4].as_scalar()),
                |a| ti::hessian_wh(&a[0], &a[1], &a[2]),
            ],
            [
                |a| ti::hessian_hw(&a[0], &a[1], &a[2]),
                |a| ti::hessian_hh(&a[1], &a[2]),
            ],
        ],
    };
    let masked = Task {
        letters: masked.to_vec(),
        variables: [2, 3],
        value: |a| ma::value([&a[0], &a[1], &a[2], &a[3]], &a[4].as_scalar()).into(),
        gradients: [
            |a| ma::gradient_u([&a[0], &a[1], &a[2], &a[3]], &a[4].as_scalar()),
            |a| ma::gradient_v([&a[0], &a[1], &a[2], &a[3]], &a[4].as_scalar()),
        ],
        blocks: [
            [
                |a| ma::hessian_uu([&a[1], &a[2], &a[3]], &a[4].as_scalar()),
                |a| ma::hessian_uv([&a[0], &a[1], &a[2], &a[3]]),
            ],
            [
                |a| ma::hessian_vu([&a[0], &a[1], &a[2], &a[3]]),
                |a| ma::hessian_vv([&a[1], &a[2], &a[3]], &a[4].as_scalar()),
            ],
        ],
    };
    [
        ("frobenius", frobenius),
        ("tikhonov", tikhonov),
        ("masked", masked),
    ]
}

fn objectives(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("derive and prove");
    let tasks = tasks();
    for (name, task) in &tasks {
        assert_eq!(task.run(), Ok(6), "{name}");
        group.bench_function(*name, |bencher| bencher.iter(|| black_box(task.run())));
    }
    group.bench_function("all three", |bencher| {
        bencher.iter(|| {
            tasks
                .iter()
                .map(|(_, task)| task.run().unwrap_or(0))
                .sum::<usize>()
        });
    });
    // The same eighteen derivatives by dual numbers, at the shape 3×4×2 alone and compared with nothing.
    let claims: Vec<_> = claims::all()
        .into_iter()
        .filter(|claim| claim.name.contains("matrix form") || claim.name.contains("Kronecker"))
        .filter(|claim| !claim.group.contains('J'))
        .map(|claim| {
            let mut next = 0.3;
            let sizes: Vec<_> = [3, 4, 2, 5]
                .into_iter()
                .take(claim.signature.dimensions().len())
                .collect();
            let point = claim.signature.draw(&sizes, |_| {
                next = (next * 7.3) % 2.0;
                next - 1.0
            });
            (claim, point)
        })
        .collect();
    assert_eq!(claims.len(), 18);
    group.bench_function("baseline: by dual numbers at 3×4×2", |bencher| {
        bencher.iter(|| {
            for (claim, point) in &claims {
                let truth = claim.quantity.truth(&Autodiff, &claim.signature, point);
                black_box(truth.is_ok());
            }
        });
    });
    group.finish();
}

/// A letter A, n×n.
fn square() -> Written {
    Matrix::new(Network::symbol(&letter("A", "n", "n")))
}

fn hard(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("normal form");
    for factors in [5, 10, 20, 40] {
        let a = square();
        // tr(AAᵀAAᵀ…): every rotation and reflection is a symmetry.
        let chain = (1..factors).fold(a.clone(), |product, i| {
            product * if i % 2 == 0 { a.clone() } else { a.t() }
        });
        let trace = chain.trace().into_result().expect("square");
        group.bench_function(
            BenchmarkId::new("tr(AAᵀ…), factors", factors),
            |bencher| {
                bencher.iter(|| black_box(trace.normal_form()));
            },
        );
        // The baseline: as many factors, no two of them alike.
        let different = (1..factors).fold(a.clone(), |product, i| {
            product * Matrix::new(Network::symbol(&letter(&format!("A{i}"), "n", "n")))
        });
        let different = different.trace().into_result().expect("square");
        group.bench_function(
            BenchmarkId::new("baseline: tr(A₀A₁A₂…), factors", factors),
            |bencher| {
                bencher.iter(|| black_box(different.normal_form()));
            },
        );
        let chain = chain.into_result().expect("square");
        group.bench_function(BenchmarkId::new("AAᵀ…, factors", factors), |bencher| {
            bencher.iter(|| black_box(chain.normal_form()));
        });
    }
    for power in [3, 6, 12] {
        // Σ_i (Σ_j A_ij)^k: every order of the k inner sums is a symmetry, k! in all.
        let a = square();
        let ones = Matrix::ones(a.columns(), Ok(Dimension::one()));
        let sums = &a * &ones;
        let star = (1..power).fold(sums.clone(), |product, _| product.hadamard(&sums));
        let star = (ones.t() * star).into_result().expect("square");
        group.bench_function(BenchmarkId::new("star of sums, arms", power), |bencher| {
            bencher.iter(|| black_box(star.normal_form()));
        });
    }
    for terms in [10, 100, 1000] {
        let letters: Vec<_> = (0..terms)
            .map(|i| letter(&format!("A{i}"), "n", "n"))
            .collect();
        let sum = letters
            .iter()
            .map(|symbol| Matrix::new(Network::symbol(symbol)))
            .map(|a| &a * a.t())
            .reduce(|sum, term| sum + term)
            .expect("some terms");
        let sum = sum.into_result().expect("square");
        group.bench_function(BenchmarkId::new("sum, terms", terms), |bencher| {
            bencher.iter(|| black_box(sum.normal_form()));
        });
    }
    group.finish();
}

fn quick() -> Criterion {
    Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1))
        .sample_size(20)
}

criterion_group! { name = benches; config = quick(); targets = objectives, hard }
criterion_main!(benches);
