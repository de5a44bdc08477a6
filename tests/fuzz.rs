//! Whatever a text says, it is read and judged without a panic, and every place that is pointed at lies in it.
//!
//! The corpus (`tests/corpus`, the labelled documents and the derivations) is read as it stands; then pieces of it are
//! cut, spliced and mutated. `just fuzz SECONDS` mutates for that long instead of a few hundred times, and leaves the
//! text it was reading in `target/fuzz/last.md`, in case that ends the process.

use matproof::document::Document;
use matproof::review::review;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// So many mutations an ordinary test makes.
const FEW: usize = 300;
/// The longest text that is mutated, in characters.
const LONGEST: usize = 400;

/// After so many failures the search ends.
const MOST_FAILURES: usize = 10;

/// What formulas and documents are made of, to be put where it does not belong.
const PIECES: &[&str] = &[
    "$",
    "$$",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "&",
    "\\\\",
    "^",
    "_",
    "'",
    "^T",
    "^\\top",
    "^{-1}",
    "^{",
    "_{",
    "=",
    "\\leq",
    "\\in",
    ":=",
    "\\leftarrow",
    "+",
    "-",
    "\\cdot",
    "\\otimes",
    "\\odot",
    "\\circ",
    "\\frac",
    "\\frac{",
    "\\partial",
    "\\nabla",
    "\\nabla_W",
    "\\partial^2",
    "\\operatorname{tr}",
    "\\operatorname",
    "\\left",
    "\\right",
    "\\left(",
    "\\right)",
    "\\lVert",
    "\\rVert",
    "\\|",
    "|",
    "||",
    "_F^2",
    "\\sum_{i,j}",
    "\\sum",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{matrix}",
    "\\end{pmatrix}",
    "\\begin{cases}",
    "\\text{",
    "\\mathbf",
    "\\mathbb{R}^{n\\times m}",
    "\\newcommand{\\a}{",
    "\\def\\b#1{#1",
    "\\a",
    "\\b",
    "#1",
    "%",
    "\\%",
    "`",
    "```\n",
    "\n\n",
    "\n",
    "> ",
    "# ",
    "---\n",
    "<!-- matproof: expect failure -->",
    "<!-- matproof:",
    "-->",
    "\\det",
    "\\log",
    "\\exp",
    "\\operatorname{vec}",
    "\\operatorname{diag}",
    "\\mathrm d",
    "dX",
    "o(\\|\\delta\\|)",
    "\\langle",
    "\\rangle",
    ":",
    ",",
    ".",
    "\\to",
    "\\min",
    "\\lambda",
    "\\delta W",
    "\\Omega",
    "W",
    "H",
    "X",
    "A",
    "x_i",
    "e_i",
    "I_n",
    "K_{n,m}",
    "0",
    "1",
    "2",
    "10^{30}",
    "\\infty",
    "\\dots",
    "½",
    "‖",
    "ᵀ",
    "⊗",
    "∇",
    "é",
    "\u{feff}",
    "\u{200b}",
    "𝑊",
    "is symmetric",
    "let",
    "where",
    "denote",
    " an $n\\times m$ matrix ",
    "^{(k+1)}",
    "\\hat",
    "\\tilde{",
    "\\!",
    "\\,",
    "\\label{",
    "\\tag{1}",
];

fn files(directory: &str, found: &mut Vec<PathBuf>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let entries =
        std::fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let texts = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e == "md" || e == "tex" || e == "txt")
        });
    found.extend(texts);
}

fn corpus() -> Vec<String> {
    let mut paths = Vec::new();
    for directory in ["tests/corpus", "tests/documents", "derivations"] {
        files(directory, &mut paths);
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            std::fs::read_to_string(path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .collect()
}

/// Judges a text, and checks what does not depend on what it says.
fn judge(text: &str) {
    let document = Document::read(text);
    let review = review(&document, 1);
    for entry in &review.entries {
        let spans = entry.places.iter().map(|place| &place.span);
        for span in spans.chain([&entry.span]) {
            assert!(
                text.get(span.clone()).is_some(),
                "{span:?} is no place of a text of {} bytes: {entry:?}",
                text.len()
            );
        }
        let (line, column) = document.line_and_column(entry.span.start);
        assert_eq!((entry.line, entry.column), (line, column));
        assert!(
            !entry.contradiction,
            "oracles contradict each other: {entry:?}"
        );
    }
}

/// A part of a text of at most so many characters.
fn cut(text: &str, longest: usize, rng: &mut ChaCha8Rng) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return String::new();
    }
    let length = rng.random_range(1..=longest.min(characters.len()));
    let start = rng.random_range(0..=characters.len() - length);
    characters[start..start + length].iter().collect()
}

fn mutated(corpus: &[String], rng: &mut ChaCha8Rng) -> String {
    let any = |rng: &mut ChaCha8Rng| &corpus[rng.random_range(0..corpus.len())];
    let mut text: Vec<char> = cut(any(rng), LONGEST, rng).chars().collect();
    for _ in 0..rng.random_range(0..6) {
        let at = rng.random_range(0..=text.len());
        let to = rng.random_range(at..=text.len().min(at + 20));
        match rng.random_range(0..6) {
            0 => drop(text.drain(at..to)),
            1 => {
                let twice: Vec<char> = text[at..to].to_vec();
                drop(text.splice(at..at, twice));
            }
            2 => {
                let other: Vec<char> = cut(any(rng), 40, rng).chars().collect();
                drop(text.splice(at..to, other));
            }
            3 => text[at..to].reverse(),
            _ => {
                let piece = PIECES[rng.random_range(0..PIECES.len())];
                drop(text.splice(at..at, piece.chars()));
            }
        }
    }
    text.into_iter().collect()
}

#[test]
fn the_corpus_is_judged() {
    for text in corpus() {
        judge(&text);
    }
}

#[test]
fn mutations_of_the_corpus_are_judged() {
    let corpus = corpus();
    let seconds = std::env::var("MATPROOF_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let seed = match seconds {
        None => 1,
        Some(_) => rand_seed(),
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let start = Instant::now();
    let last = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../fuzz/last.md");
    let mut slowest = (Duration::ZERO, String::new());
    let (mut count, mut failed) = (0, 0);
    let goes_on = |count: usize| match seconds {
        None => count < FEW,
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
    };
    if seconds.is_some() {
        std::fs::create_dir_all(last.with_file_name("")).unwrap_or_default();
    }
    while goes_on(count) {
        let text = mutated(&corpus, &mut rng);
        if seconds.is_some() {
            std::fs::write(&last, &text).unwrap_or_default();
        }
        let begun = Instant::now();
        if let Err(panic) = std::panic::catch_unwind(|| judge(&text)) {
            println!("mutation {count} of seed {seed}:\n{text}\n");
            failed += 1;
            if failed == MOST_FAILURES {
                std::panic::resume_unwind(panic);
            }
        }
        if begun.elapsed() > slowest.0 {
            slowest = (begun.elapsed(), text);
        }
        count += 1;
    }
    assert_eq!(failed, 0, "of {count} texts so many failed");
    println!(
        "{count} texts of seed {seed}; the slowest took {:?}:\n{}",
        slowest.0, slowest.1
    );
}

fn rand_seed() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(1, |time| time.as_secs())
}
