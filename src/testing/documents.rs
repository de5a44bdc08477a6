//! Every relation of a folder of derivations as a test of its own.

use super::subject::SEED;
use crate::document::{Document, documents_in, read_text};
use crate::report::review::{Reviewed, Style, human};
use crate::review::{Entry, Review, Verdict, review};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::ExitCode;

/// Runs the tests of [`test_derivations!`](crate::test_derivations) with the arguments of `cargo test`: filters, `--list`, `--exact`, `--ignored`.
#[must_use]
pub fn run_documents(path: &Path) -> ExitCode {
    let arguments = Arguments::from_args();
    match trials(path, &arguments) {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(error) => {
            let failure = Trial::test("documents", move || Err(Failed::from(error)));
            libtest_mimic::run(&arguments, vec![failure]).exit_code()
        }
    }
}

fn trials(path: &Path, arguments: &Arguments) -> Result<Vec<Trial>, String> {
    let mut trials = Vec::new();
    for file in documents_in(path)? {
        let inside = file
            .strip_prefix(path)
            .ok()
            .filter(|p| !p.as_os_str().is_empty());
        let name = match inside.or_else(|| file.file_name().map(Path::new)) {
            Some(name) => name.display().to_string(),
            None => file.display().to_string(),
        };
        // A runner that starts a process for each test asks for one file each time.
        let elsewhere = |filter: &String| arguments.exact && !filter.starts_with(&name);
        if arguments.filter.as_ref().is_some_and(elsewhere) {
            continue;
        }
        let source = read_text(&file)?;
        let review = review(&Document::read(&source), SEED);
        for entry in review.entries {
            trials.extend(trial(&name, &source, entry));
        }
    }
    Ok(trials)
}

fn trial(file: &str, source: &str, entry: Entry) -> Option<Trial> {
    if entry.verdict == Verdict::Definition {
        return None;
    }
    let formula = source.get(entry.span.clone()).unwrap_or_default();
    let formula = formula.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = format!("{file}:{}:{} {formula}", entry.line, entry.column);
    let unsupported = entry.verdict == Verdict::Unsupported && !entry.expected_to_fail;
    let fails = entry.fails(true);
    let (file, source) = (file.to_owned(), source.to_owned());
    let trial = Trial::test(name, move || {
        if !fails {
            return Ok(());
        }
        let review = Review {
            entries: vec![entry],
        };
        let reviewed = Reviewed {
            path: &file,
            source: &source,
            review: &review,
        };
        let style = Style {
            strict: true,
            ..Style::default()
        };
        Err(Failed::from(human(&[reviewed], style)))
    });
    Some(trial.with_ignored_flag(unsupported))
}
