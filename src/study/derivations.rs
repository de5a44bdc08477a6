//! The derivations that ship, as `matproof check` reads them.

use crate::document::Document;
use crate::review::{Review, review};
use rayon::prelude::*;

/// File name and text of each.
const SHIPPED: [(&str, &str); 6] = [
    (
        "factorization.md",
        include_str!("../../derivations/factorization.md"),
    ),
    ("tikhonov.md", include_str!("../../derivations/tikhonov.md")),
    (
        "masked-completion.md",
        include_str!("../../derivations/masked-completion.md"),
    ),
    (
        "smallest-eigenvalue.md",
        include_str!("../../derivations/smallest-eigenvalue.md"),
    ),
    (
        "matrix-calculus.md",
        include_str!("../../derivations/matrix-calculus.md"),
    ),
    (
        "common-mistakes.md",
        include_str!("../../derivations/common-mistakes.md"),
    ),
];

/// A derivation and what is said of it.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// The file in `derivations/`.
    pub file: &'static str,
    /// Its first heading.
    pub title: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Every statement judged.
    pub review: Review,
}

impl Derivation {
    /// The statements that are not as they should be: wrong, marked as wrong and right, or not understood.
    pub fn failures(&self) -> impl Iterator<Item = &crate::review::Entry> {
        self.review.entries.iter().filter(|entry| entry.fails(true))
    }
}

/// File name and text of each.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHIPPED.into_iter()
}

/// Judges all of them.
#[must_use]
pub fn review_all(seed: u64) -> Vec<Derivation> {
    SHIPPED
        .par_iter()
        .map(|&(file, text)| Derivation {
            file,
            title: text
                .lines()
                .find_map(|line| line.strip_prefix("# "))
                .unwrap_or(file),
            text,
            review: review(&Document::read(text), seed),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::SHIPPED;

    #[test]
    fn every_file_of_the_directory_is_in_the_list() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("derivations");
        let entries = std::fs::read_dir(directory).expect("the directory is there");
        let mut files: Vec<_> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".md"))
            .collect();
        let mut listed = SHIPPED.map(|(file, _)| file.to_owned()).to_vec();
        files.sort();
        listed.sort();
        assert_eq!(files, listed);
    }
}
