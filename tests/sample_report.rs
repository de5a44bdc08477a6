//! The small report that is committed says what the code says today.

use matproof::report::markdown::{SAMPLED, markdown};
use matproof::study::{claims, derivations, panel};

/// The seed of `matproof report`.
const SEED: u64 = 2026;

#[test]
fn the_sample_has_the_verdicts_of_today() {
    let panel = panel::examine_all(claims::of_kernels(), SEED, |_| {});
    let today = markdown(&panel, &derivations::review_all(SEED), &SAMPLED);
    let sample = include_str!("../reports/sample/report.md");
    for (line, (was, is)) in sample.lines().zip(today.lines()).enumerate() {
        assert_eq!(is, was, "line {}; `just sample` remakes it", line + 1);
    }
    assert_eq!(sample.lines().count(), today.lines().count());
    // What a comment on a pull request may hold.
    assert!(today.len() < 65_536);
}

#[test]
fn its_pictures_are_there() {
    for (file, alt) in SAMPLED {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("reports/sample")
            .join(file);
        let svg = std::fs::read_to_string(&path).unwrap();
        assert!(svg.starts_with("<svg") && !alt.is_empty(), "{file}");
    }
}
