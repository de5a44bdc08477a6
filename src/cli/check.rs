//! `matproof check`: every statement of a derivation is judged.

use super::{Ending, say};
use crate::document::{Document, documents_in, read_text};
use crate::report::review::{Reviewed, Style, github, human, json, junit};
use crate::review::{Review, review};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Check what a derivation in Markdown or LaTeX states
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof check notes.md
  matproof check derivations/ --strict
  matproof check paper.tex --format junit > results.xml
  echo '$\\nabla_X \\operatorname{tr}(AX) = A$' | matproof check -

A statement that is meant to be wrong is marked in a comment before it: <!-- matproof: expect failure -->.

Exit code: 0 everything holds; 1 something is wrong, or marked as wrong and holds, or, with --strict, not understood;
2 a file could not be read, or two oracles contradict each other.")]
pub(super) struct Check {
    /// Files or directories (.md, .markdown, .tex, .txt); `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// How the results are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// What is not understood counts as wrong
    #[arg(long)]
    strict: bool,
    /// Also show what holds, and what each oracle says
    #[arg(long, short)]
    verbose: bool,
    /// Check again whenever a file changes
    #[arg(long)]
    watch: bool,
    /// How many files are checked at once [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The seed of the points at which the oracles look
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Junit,
    Github,
}

/// A document that was checked.
struct Checked {
    path: String,
    source: String,
    review: Review,
}

impl Check {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn std::error::Error>> {
        if let Some(threads) = self.threads {
            // A second pool is refused; then the first one does.
            let _ = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build_global();
        }
        if !self.watch {
            return self.once();
        }
        let mut before = None;
        loop {
            let now = self.stamps()?;
            if before.as_ref() != Some(&now) {
                self.once()?;
                before = Some(now);
            }
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    fn once(&self) -> Result<Ending, Box<dyn std::error::Error>> {
        let files = self.files()?;
        let bar = progress_bar(files.len());
        let checked: Vec<Result<Checked, String>> = files
            .par_iter()
            .map(|path| {
                let checked = self.check(path);
                bar.inc(1);
                checked
            })
            .collect();
        bar.finish_and_clear();
        let mut unread = false;
        let mut documents = Vec::new();
        for checked in checked {
            match checked {
                Ok(checked) => documents.push(checked),
                Err(error) => {
                    unread = true;
                    let _ = writeln!(std::io::stderr(), "error: {error}");
                }
            }
        }
        let reviewed: Vec<_> = documents
            .iter()
            .map(|checked| Reviewed {
                path: &checked.path,
                source: &checked.source,
                review: &checked.review,
            })
            .collect();
        match self.format {
            Format::Json => say(json(&reviewed)?),
            Format::Junit => say(junit(&reviewed, self.strict)?),
            Format::Github => say(github(&reviewed, self.strict).trim_end()),
            Format::Human => {
                let style = Style {
                    colours: std::io::stdout().is_terminal()
                        && std::env::var_os("NO_COLOR").is_none(),
                    verbose: self.verbose,
                    strict: self.strict,
                };
                say(human(&reviewed, style).trim_end());
            }
        }
        let mut entries = documents.iter().flat_map(|checked| &checked.review.entries);
        if entries.clone().any(|entry| entry.contradiction) {
            return Ok(Ending::Contradiction);
        }
        if unread {
            return Ok(Ending::CouldNotRun);
        }
        Ok(if entries.any(|entry| entry.fails(self.strict)) {
            Ending::Refuted
        } else {
            Ending::Holds
        })
    }

    fn check(&self, path: &Path) -> Result<Checked, String> {
        let source = read_text(path)?;
        let review = review(&Document::read(&source), self.seed);
        Ok(Checked {
            path: path.display().to_string(),
            source,
            review,
        })
    }

    /// The files that are meant: of a directory those that may be documents, in order.
    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let mut files = Vec::new();
        for path in &self.paths {
            files.extend(documents_in(path)?);
        }
        Ok(files)
    }

    fn stamps(&self) -> Result<Vec<(PathBuf, Option<SystemTime>)>, String> {
        let stamp = |path: PathBuf| {
            let changed = std::fs::metadata(&path)
                .and_then(|data| data.modified())
                .ok();
            (path, changed)
        };
        Ok(self.files()?.into_iter().map(stamp).collect())
    }
}

fn progress_bar(files: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    if files < 2 {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} documents") {
        bar.set_style(style);
    }
    bar
}
