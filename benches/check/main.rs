//! Relations of documents judged in a second, on one thread: the shipped derivations and the documents in other
//! people's styles that the tests use, taken apart, read and put before all oracles. Beside it what only taking them
//! apart costs, and what a document of the same words without formulas does.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use matproof::document::Document;
use matproof::review::review;
use std::hint::black_box;
use std::path::Path;

/// The documents of a directory, below the project's root.
fn documents(directory: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let mut paths: Vec<_> = std::fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "md" || extension == "tex")
        })
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            std::fs::read_to_string(path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

fn relations(texts: &[String]) -> usize {
    texts
        .iter()
        .map(|text| review(&Document::read(text), 1).entries.len())
        .sum()
}

fn judge(criterion: &mut Criterion) {
    for directory in ["derivations", "tests/documents"] {
        let texts = documents(directory);
        let count = relations(&texts);
        assert!(count > 100, "{count} relations in {directory}");
        let mut group = criterion.benchmark_group(format!("check/{directory}"));
        group.sample_size(10);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function("relations judged", |bencher| {
            bencher.iter(|| relations(black_box(&texts)));
        });
        group.bench_function("relations taken apart only", |bencher| {
            bencher.iter(|| {
                black_box(&texts)
                    .iter()
                    .map(|text| Document::read(text).pieces.len())
                    .sum::<usize>()
            });
        });
        group.finish();
    }
}

fn prose(criterion: &mut Criterion) {
    let text =
        "Let us look at it once more, and say what a matrix of full rank has to do with it.\n\n"
            .repeat(5_000);
    let mut group = criterion.benchmark_group("check/prose without formulas");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("bytes read", |bencher| {
        bencher.iter(|| review(&Document::read(black_box(&text)), 1).entries.len());
    });
    group.finish();
}

criterion_group!(benches, judge, prose);
criterion_main!(benches);
