//! `matproof report`: check everything that ships and write the page.

use super::{Ending, say};
use crate::matrix::{self, Data};
use crate::report::json;
use crate::report::markdown::{SAMPLED, markdown};
use crate::report::{contents, files};
use crate::study::benchmarks::Benchmarks;
use crate::study::derivations::Derivation;
use crate::study::{Results, Stage};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Arguments of `matproof report`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matproof report\n  matproof report --out /tmp/report --seed 7\n  matproof report --data ratings.mtx"
)]
pub(super) struct Report {
    /// Directory for index.html, report.json and the pictures; made if missing
    #[arg(long, value_name = "DIR", default_value = "reports")]
    out: PathBuf,
    /// Seed of every random draw
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Data for the kernels, .csv, .npy or .mtx [default: the handwritten digits that ship]
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Results of criterion to draw [default: target/criterion, if it is there]
    #[arg(long, value_name = "DIR")]
    benchmarks: Option<PathBuf>,
}

impl Report {
    pub(super) fn run(self) -> Result<Ending, Box<dyn Error>> {
        let (name, data) = match &self.data {
            None => ("handwritten digits (Alpaydin and Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0)".to_owned(), Data::Dense(matrix::digits())),
            Some(path) => (path.display().to_string(), matrix::read(path)?),
        };
        let benchmarks = self.read_benchmarks()?;
        // A directory that cannot be made is said before the work, not after.
        std::fs::create_dir_all(&self.out)
            .map_err(|e| format!("cannot create the directory {}: {e}", self.out.display()))?;
        let bar = progress_bar();
        let results = Results::compute(&name, &data, benchmarks, self.seed, |stage: Stage| {
            bar.set_length(stage.of as u64);
            // Threads may report out of order; the bar only moves forward.
            bar.set_position(bar.position().max(stage.done as u64));
            bar.set_message(stage.doing);
        })?;
        bar.set_message("drawing");
        let page = contents::page(&results, self.colophon())?;
        let words = markdown(&results.panel, &results.derivations, &SAMPLED);
        let written = files::write(&self.out, &page, &words, &json::Report::new(&results))?;
        bar.finish_and_clear();
        let panel = &results.panel;
        let fallen: Vec<_> = panel.fallen_claims().collect();
        let surviving: Vec<_> = panel.surviving_liars().collect();
        for claim in &fallen {
            say(format_args!("does not hold: {}: {claim}", claim.group));
        }
        for liar in &surviving {
            say(format_args!(
                "not refuted: {}: {}: {}",
                liar.examination.group, liar.mistake, liar.examination.verdict
            ));
        }
        say(format_args!(
            "{} of {} formulas and kernels hold, {} of them are proved for every shape; {} of {} wrong formulas are caught",
            panel.claims.len() - fallen.len(),
            panel.claims.len(),
            panel.proved_claims().count(),
            panel.liars.len() - surviving.len(),
            panel.liars.len()
        ));
        let statements = |d: &Derivation| d.review.entries.len();
        let failures = |d: &Derivation| d.failures().count();
        say(format_args!(
            "{} of {} statements of {} derivations are as they should be",
            results
                .derivations
                .iter()
                .map(|d| statements(d) - failures(d))
                .sum::<usize>(),
            results.derivations.iter().map(statements).sum::<usize>(),
            results.derivations.len()
        ));
        say(format_args!(
            "{} files written; open {}",
            written.len(),
            self.out.join("index.html").display()
        ));
        Ok(if results.has_contradiction() {
            Ending::Contradiction
        } else if results.all_well() {
            Ending::Holds
        } else {
            Ending::Refuted
        })
    }

    /// What criterion left; nothing where it never ran, unless a directory was named.
    fn read_benchmarks(&self) -> Result<Benchmarks, Box<dyn Error>> {
        let usual = Path::new("target/criterion");
        let directory = match &self.benchmarks {
            Some(directory) => directory,
            None if usual.is_dir() => usual,
            None => return Ok(Benchmarks::default()),
        };
        let found = Benchmarks::read(directory)
            .map_err(|e| format!("cannot read the benchmarks in {}: {e}", directory.display()))?;
        if self.benchmarks.is_some() && found == Benchmarks::default() {
            return Err(format!("no results of criterion in {}", directory.display()).into());
        }
        Ok(found)
    }

    /// What made the report.
    fn colophon(&self) -> Vec<(String, String)> {
        let data = self
            .data
            .as_ref()
            .map_or_else(String::new, |path| format!(" --data {}", path.display()));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        [
            ("version", format!("matproof {}", env!("CARGO_PKG_VERSION"))),
            ("seed", self.seed.to_string()),
            (
                "command",
                format!("`matproof report --seed {}{data}`", self.seed),
            ),
            (
                "machine",
                format!(
                    "{} {}, {threads} threads{}",
                    std::env::consts::OS,
                    std::env::consts::ARCH,
                    processor()
                ),
            ),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec()
    }
}

/// The processor's name where the system tells it.
fn processor() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(String::new, |(_, name)| format!(", {}", name.trim()))
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    // The template is a literal; without it the bar would only look plainer.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}
