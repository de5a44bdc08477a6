//! `matproof selftest`: how many mistakes the oracles notice.

use super::{Ending, say};
use crate::document::{Document, documents_in, read_text};
use crate::mutation::{Settings, Tally, selftest};
use crate::report::selftest::{human, json};
use crate::study::derivations;
use clap::{Args, ValueEnum};
use std::error::Error;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Arguments of `matproof selftest`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof selftest
  matproof selftest notes.md --most 20
  matproof selftest --format json

Takes the equations that are right, makes a mistake in each (a sign, a factor, a transpose, …), and counts by kind
of mistake how many of these are refuted by each oracle. Exit code: 0 all are; 1 some are missed; 2 could not run.")]
pub(super) struct Selftest {
    /// Documents or directories of documents [default: the derivations that ship]
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,
    /// Most mistakes of one kind in one equation
    #[arg(long, value_name = "COUNT", default_value = "3")]
    most: NonZeroUsize,
    /// Seed of every random draw
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

impl Selftest {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn Error>> {
        let settings = Settings {
            most: self.most.get(),
            seed: self.seed,
        };
        let mut documents: Vec<(String, String)> = Vec::new();
        for path in &self.paths {
            for file in documents_in(path)? {
                documents.push((file.display().to_string(), read_text(&file)?));
            }
        }
        if self.paths.is_empty() {
            let shipped = derivations::shipped();
            documents.extend(shipped.map(|(file, text)| (file.to_owned(), text.to_owned())));
        }
        let tallies: Vec<(String, Tally)> = documents
            .into_iter()
            .map(|(path, text)| (path, selftest(&Document::read(&text), &settings)))
            .collect();
        match self.format {
            Format::Human => say(human(&tallies).trim_end()),
            Format::Json => say(json(&tallies)?),
        }
        if tallies.iter().all(|(_, tally)| tally.tried() == 0) {
            return Err("there is no equation that is right and could be spoiled".into());
        }
        Ok(
            if tallies.iter().all(|(_, tally)| tally.missed.is_empty()) {
                Ending::Holds
            } else {
                Ending::Refuted
            },
        )
    }
}
